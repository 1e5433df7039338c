"""One scenario played in one view: its losses target by target, and what carries them."""

from __future__ import annotations

import math
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.carrying import carrying
from valuegraph.chokepoints.imposing import Effect, Shock
from valuegraph.chokepoints.needed import Requirement, Supply, least_part
from valuegraph.chokepoints.resting import rests_on
from valuegraph.chokepoints.shocks import conditions
from valuegraph.chokepoints.trial import Trial
from valuegraph.errors import GraphError
from valuegraph.view.proving import steps_in_words
from valuegraph.view.scenario_parts import FIGURES, Cut, Hit, Loss

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from valuegraph.chokepoints.carrying import Carrying
    from valuegraph.chokepoints.engine import Engine
    from valuegraph.chokepoints.flips import Flips
    from valuegraph.chokepoints.hypergraph import Hypergraph
    from valuegraph.chokepoints.needed import Part
    from valuegraph.view.wording import Wording

    Floats = NDArray[np.float64]

SLACK = 1e-9
FULL = 1.0 - SLACK
PROVEN = 3


class Run:
    """One scenario in one view.

    Parameters
    ----------
    engine : Engine
        The graph.
    effects : sequence of Effect
        What each shock does.
    targets : pair of arrays
        Codes of the targets, and their weights, which sum to 1.
    view, surge : str, float
        The view, and what survivors can add to their shares.
    wording : Wording
        Names.
    """

    def __init__(
        self,
        engine: Engine,
        effects: Sequence[Effect],
        targets: tuple[NDArray[np.int64], Floats],
        view: str,
        surge: float,
        wording: Wording,
    ) -> None:
        self.view = view
        self.wording = wording
        self.trial = Trial(engine, tuple(effects), *targets, conditions(surge, view))
        self.surges = (0.0, surge, math.inf)
        self.nodes = [str(engine.graph.names[code]) for code in self.trial.targets.tolist()]

    def at(self, surge: float) -> Trial:
        """Return the same trial under another surge."""
        return replace(self.trial, asked=self.trial.at(self.view, surge))

    def _losses(self, *, possible: bool) -> Floats:
        rows = [
            self.trial.losses(self.trial.at(self.view, surge), possible=possible)
            for surge in self.surges
        ]
        # A longer horizon never loses more: what is left of that is rounding.
        nested: Floats = np.minimum.accumulate(np.array(rows)[:, self.trial.targets], axis=0)
        return nested

    @cached_property
    def lost(self) -> Floats:
        """Loss of each target at the three horizons: (3, n_targets)."""
        return self._losses(possible=False)

    @cached_property
    def at_most(self) -> Floats:
        """The same if everything undetermined is hit as well."""
        if not any(effect.undetermined for effect in self.trial.effects):
            return self.lost
        return np.maximum(self.lost, self._losses(possible=True))

    @cached_property
    def exposed(self) -> NDArray[np.bool_]:
        """Whether the scenario can touch each target: (n_targets,)."""
        return self.trial.touched(self.view)[self.trial.targets]

    def hits(self) -> list[Hit]:
        """Return the targets, those that add most to the loss first."""
        return [self._hit(at) for at in sorted(range(len(self.nodes)), key=self._place)]

    def _hit(self, at: int) -> Hit:
        lost, bound = self.lost[:, at].tolist(), self.at_most[:, at].tolist()
        return Hit(
            view=self.view,
            name=self.wording.name(self.nodes[at]),
            sector=self._sector(self.nodes[at]),
            weight=float(self.trial.weights[at]),
            share_lost=lost[0],
            share_lost_surge=lost[1],
            unavoidable=lost[2],
            share_lost_at_most=bound[0],
            share_lost_surge_at_most=bound[1],
            unavoidable_at_most=bound[2],
            exposed=bool(self.exposed[at]),
            iri=self.nodes[at],
        )

    def _place(self, at: int) -> tuple[object, ...]:
        weight = float(self.trial.weights[at])
        points = [-round(weight * float(row[at]), 12) for row in self.lost]
        bound = -round(weight * float(self.at_most[0, at]), 12)
        return (*points, bound, not self.exposed[at], self.nodes[at])

    def _sector(self, node: str) -> str:
        _, mark, letter = node.rpartition("#in-")
        return self.wording.sector(letter) if mark else ""

    def loss(self, chosen: Iterable[int] | None = None, sector: str = "") -> Loss:
        """Return what is lost of some of the targets, or of all of them."""
        at = list(range(len(self.nodes)) if chosen is None else chosen)
        weights = self.trial.weights[at]
        weights = weights / weights.sum() if at else weights
        lost = np.minimum(self.lost[:, at] @ weights, 1.0).tolist()
        bound = np.minimum(self.at_most[:, at] @ weights, 1.0).tolist()
        return Loss(
            view=self.view,
            sector=sector,
            targets=len(at),
            exposed=min(1.0, float(self.exposed[at] @ weights)),
            share_lost=lost[0],
            share_lost_surge=lost[1],
            unavoidable=lost[2],
            share_lost_at_most=bound[0],
            share_lost_surge_at_most=bound[1],
            unavoidable_at_most=bound[2],
        )

    def sectors(self) -> list[Loss]:
        """Return what is lost in each sector, most first."""
        members: dict[str, list[int]] = defaultdict(list)
        for at, node in enumerate(self.nodes):
            members[self._sector(node)].append(at)
        found = [self.loss(at, sector) for sector, at in members.items() if sector]
        return sorted(found, key=lambda row: (-row.share_lost, -row.exposed, row.sector))

    @property
    def horizon(self) -> tuple[int, float]:
        """The horizon whose loss is proven: without bounds where anything is lost then."""
        at = 2 if (self.lost[2] > SLACK).any() else 0
        return at, self.surges[at]

    def cuts(self, most: int = PROVEN) -> list[Cut]:
        """Return how the targets that add most to the loss are stopped, with proofs."""
        at, surge = self.horizon
        trial = self.at(surge)
        points = self.trial.weights * self.lost[at]
        order = sorted(
            range(len(points)), key=lambda i: (-round(float(points[i]), 12), self.nodes[i])
        )
        found = []
        for i in order[:most]:
            if self.lost[at, i] <= SLACK:
                break
            found.append(self._cut(trial, i, at))
        return found

    def _cut(self, trial: Trial, i: int, at: int) -> Cut:
        """Return what stops one target at a horizon; proven by that part of the scenario alone."""
        code, loss = int(self.trial.targets[i]), float(self.lost[at, i])
        parts: frozenset[Part] = frozenset()
        if loss >= FULL:
            with suppress(GraphError):  # too many parts to name: then the whole of it is proof
                parts = least_part(trial, code)
        if parts:
            trial = only(trial, parts)
        proof = trial.prover().certificate(code)
        steps = steps_in_words(proof, self.wording, self.view)
        return Cut(
            view=self.view,
            horizon=FIGURES[at],
            target=self.wording.name(self.nodes[i]),
            loss=loss,
            parts=tuple(sorted(part_in_words(part, self.wording) for part in parts)),
            proof=tuple(step.sentence for step in steps),
            verified=proof.kind == "failure" and proof.verify(),
            iri=self.nodes[i],
        )

    @cached_property
    def carried(self) -> Carrying:
        """How much of the loss runs through each supply and role on the proofs."""
        return carrying(self.trial, self.horizon[1])

    def facts(self) -> dict[str, tuple[float, float]]:
        """Return the facts on the proofs of all targets that lose anything.

        Returns
        -------
        dict
            Fact IRI -> the share of target service whose loss runs through it at most, and the
            confidence in its supply.
        """
        relations = self.trial.imposed().engine.graph.relations
        found: dict[str, tuple[float, float]] = {}
        for at in np.flatnonzero(self.carried.relations).tolist():
            points, sure = float(self.carried.relations[at]), float(relations.confidence[at])
            for fact in relations.source[at]:
                before = found.get(fact, (0.0, 0.0))
                found[fact] = max(points, before[0]), max(sure, before[1])
        return found

    def flips(self, most: int) -> Flips:
        """Return what the loss becomes when one of its foremost assumptions is made otherwise."""
        return rests_on(self.trial, most=most, carried=self.carried)


def only(trial: Trial, parts: frozenset[Part]) -> Trial:
    """Return the trial in which nothing but some parts of its shock happens."""
    graph, whole = trial.engine.graph, trial.shock()
    held = {code: level for code, level in whole.caps.items() if graph.names[code] in parts}
    capped = {at: level for at, level in whole.relation_caps.items() if _triple(graph, at) in parts}
    stopped = frozenset(at for at in whole.stopped if _triple(graph, at) in parts)
    named = {(part.dependent, part.role) for part in parts if isinstance(part, Requirement)}
    demands = frozenset(d for d in whole.demands if (graph.names[d.dependent], d.role) in named)
    shock = Shock(held, capped, stopped, demands)
    return Trial(
        trial.engine, (Effect(shock, shock, ""),), trial.targets, trial.weights, trial.asked
    )


def _triple(graph: Hypergraph, relation: int) -> Supply:
    group = int(graph.relations.group[relation])
    return Supply(
        graph.names[int(graph.relations.supplier[relation])],
        graph.names[int(graph.groups.dependent[group])],
        graph.roles[int(graph.groups.role[group])],
    )


def part_in_words(part: Part, wording: Wording) -> str:
    """Return what a part of a scenario does, in words."""
    if isinstance(part, Supply):
        supplier, dependent, role = map(str, part)
        return (
            f"what {wording.name(dependent)} gets from {wording.name(supplier)} is cut "
            f"({wording.role(role)})"
        )
    if isinstance(part, Requirement):
        dependent, role = map(str, part)
        return f"{wording.name(dependent)} needs {role}"
    return f"{wording.name(str(part))} stops"
