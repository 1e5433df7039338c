"""A scenario ready to be evaluated: any of its verbs, in any view, at any surge."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.imposing import impose, joined
from valuegraph.chokepoints.proof import Prover
from valuegraph.chokepoints.reach import touched_by
from valuegraph.chokepoints.shocks import weighted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.chokepoints.engine import Conditions, Engine
    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray
    from valuegraph.chokepoints.imposing import Effect, Imposed, Shock


@dataclass(frozen=True, eq=False)
class Trial:
    """What verbs do to targets under conditions; what was worked out once is kept.

    Attributes
    ----------
    engine : Engine
        The graph.
    effects : tuple of Effect
        What each verb does.
    targets : (n_targets,) int64
        Codes of the targets; none when nobody was named.
    weights : (n_targets,) float64
        Their weights, summing to 1.
    asked : Conditions
        View and surge.
    """

    engine: Engine
    effects: tuple[Effect, ...]
    targets: IntArray
    weights: FloatArray
    asked: Conditions
    _kept: dict[tuple[object, ...], Imposed] = field(default_factory=dict, repr=False)

    def shock(self, *, possible: bool = False) -> Shock:
        """Return the shock of all verbs: what is certain, or that and all that is possible."""
        return joined(each.possible if possible else each.certain for each in self.effects)

    def imposed(self, view: str | None = None, *, possible: bool = False) -> Imposed:
        """Return the shock as the engine takes it in a view."""
        key = view or self.asked.view, possible
        if key not in self._kept:
            self._kept[key] = impose(self.engine, self.shock(possible=possible), key[0])
        return self._kept[key]

    def losses(self, asked: Conditions | None = None, *, possible: bool = False) -> FloatArray:
        """Return the loss of every node."""
        asked = asked or self.asked
        return self.imposed(asked.view, possible=possible).losses(asked)

    def lost(self, asked: Conditions | None = None, *, possible: bool = False) -> float:
        """Return the share of target service lost."""
        return weighted(self.losses(asked, possible=possible)[self.targets], self.weights)

    def lost_to(self, shock: Shock) -> float:
        """Return the share of target service lost to part of the shock."""
        loss = impose(self.engine, shock, self.asked.view).losses(self.asked)
        return weighted(loss[self.targets], self.weights)

    def touched(self, view: str | None = None) -> BoolArray:
        """Return which nodes the shock can touch at all."""
        imposed = self.imposed(view)
        order = imposed.engine.layout(view or self.asked.view).order
        return np.array(touched_by(order, [imposed.seeds()]), dtype=bool)

    def exposure(self, view: str | None = None) -> float:
        """Return the share of target weight that the shock can touch."""
        return weighted(self.touched(view)[self.targets].astype(float), self.weights)

    def at(self, view: str, surge: float) -> Conditions:
        """Return other conditions with the same fixed point."""
        return replace(self.asked, view=view, surge=surge)

    def seen(self, view: str) -> Trial:
        """Return the same trial in a view."""
        return replace(self, asked=replace(self.asked, view=view))

    def prover(self, asked: Conditions | None = None) -> Prover:
        """Return what proves the loss of each target."""
        asked = asked or self.asked
        imposed = self.imposed(asked.view)
        loss = imposed.losses(asked)
        return Prover(imposed.engine, imposed.nodes, imposed.relations, asked, loss)

    def only(self, chosen: Iterable[int]) -> Shock:
        """Return the certain shock of some of the verbs."""
        return joined(self.effects[i].certain for i in chosen)
