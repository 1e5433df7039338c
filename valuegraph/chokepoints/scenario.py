"""Scenarios: verbs that compose in any order and any number of times, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints import outcome
from valuegraph.chokepoints.effects import effect_of
from valuegraph.chokepoints.imposing import Undetermined
from valuegraph.chokepoints.naming import Directory
from valuegraph.chokepoints.parsing import read_verb
from valuegraph.chokepoints.price import prices
from valuegraph.chokepoints.shocks import target_weights, weighted
from valuegraph.chokepoints.trial import Trial
from valuegraph.chokepoints.verbs import Cut, Licence, Price, Remove, Sanction
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from valuegraph.chokepoints.certificate import Certificate
    from valuegraph.chokepoints.clause import Clause
    from valuegraph.chokepoints.drawing import Resampled
    from valuegraph.chokepoints.engine import Conditions, Engine
    from valuegraph.chokepoints.flips import Flips
    from valuegraph.chokepoints.hypergraph import FloatArray, Name
    from valuegraph.chokepoints.needed import Part
    from valuegraph.chokepoints.outcome import TargetOutcome
    from valuegraph.chokepoints.result import Thresholds
    from valuegraph.chokepoints.shocks import Targets
    from valuegraph.chokepoints.uncertainty import Sample
    from valuegraph.chokepoints.verbs import Verb


@dataclass(frozen=True, eq=False)
class Scenario:
    """What verbs together do.

    Attributes
    ----------
    verbs : tuple of Remove, Cut, Licence, Sanction or Price
        The verbs as understood, each once.
    meanings : tuple of str
        For each verb what its names were taken for and how much it hits.
    service : Series
        Service by node, 1 for normal.
    lost, lost_at_most : float or None
        Share of target service lost: as the facts say, and if everything undetermined is hit;
        None when no targets were given.
    exposure : float or None
        Share of target weight that the shock can touch at all.
    targets : tuple of TargetOutcome
        Target by target, worst first.
    undetermined : tuple of Undetermined
        Nodes of which the facts do not say whether a verb hits them.
    price_changes : Series or None
        Relative price change of the nodes whose price moves; None when no verb changes one.
    mean_price_change : float or None
        Weighted mean over the targets.
    conditions : Conditions
        View and surge.
    """

    verbs: tuple[Verb, ...]
    meanings: tuple[str, ...]
    service: pd.Series[float]
    lost: float | None
    lost_at_most: float | None
    exposure: float | None
    targets: tuple[TargetOutcome, ...]
    undetermined: tuple[Undetermined, ...]
    price_changes: pd.Series[float] | None
    mean_price_change: float | None
    conditions: Conditions
    trial: Trial = field(repr=False)

    def to_frame(self) -> pd.DataFrame:
        """Return the targets, worst first, or without targets the nodes that lose anything.

        Targets have ``name``, ``weight``, ``service_lost`` and ``exposed``, with
        ``service_lost_at_most`` when anything is undetermined and ``price_change`` when a verb
        changes a price; nodes have ``node`` and ``service``.
        """
        import pandas as pd

        if not self.targets:
            frame = self.service[self.service < 1].rename_axis("node").reset_index(name="service")
            return frame.sort_values("service", kind="stable", ignore_index=True)
        columns = ["name", "weight", "service_lost", "exposed"]
        if self.undetermined:
            columns.insert(3, "service_lost_at_most")
        if self.price_changes is not None:
            columns.append("price_change")
        return pd.DataFrame(
            {column: [getattr(row, column) for row in self.targets] for column in columns}
        )

    def by_cause(self) -> pd.DataFrame:
        """Return what is lost to each verb; see :func:`valuegraph.chokepoints.outcome.causes`."""
        self._need_targets("a share of target service")
        return outcome.causes(self.trial, [str(verb) for verb in self.verbs])

    def alternatives(self) -> pd.DataFrame:
        """Return who carries more; see :func:`valuegraph.chokepoints.outcome.alternatives`."""
        return outcome.alternatives(self.trial)

    def horizons(self) -> pd.DataFrame:
        """Return both views at three surges; see :func:`valuegraph.chokepoints.outcome.horizons`."""
        self._need_targets("a share of target service")
        return outcome.horizons(self.trial)

    def cut(self, target: Name | None = None) -> frozenset[Part]:
        """Return a part of the shock that alone stops a target, and of which nothing can go.

        Parameters
        ----------
        target
            The target; without one, all targets that stop entirely are to stop.
        """
        from valuegraph.chokepoints.needed import least_part

        if target is None:
            self._need_targets("a cut")
        return least_part(self.trial, None if target is None else self._code(target))

    def certificate(self, target: Name) -> Certificate:
        """Return the proof of what happens to a node; ``verify()`` checks it without the engine."""
        return self.trial.prover().certificate(self._code(target))

    def facts(self, target: Name | None = None) -> pd.DataFrame:
        """Return the relations on the proof, with their confidence and fact identifiers.

        Parameters
        ----------
        target
            The node whose proof is asked for; without one, all targets that lose anything.
        """
        prover = self.trial.prover()
        if target is not None:
            codes = [self._code(target)]
        else:
            self._need_targets("the proof of a loss")
            codes = [self._code(row.name) for row in self.targets if row.service_lost > 0]
        return outcome.evidence(prover.certificate(code) for code in codes)

    def confidence(self, target: Name | None = None) -> float | None:
        """Return the least confidence on the proof; None when no relation is on it."""
        found = self.facts(target)["confidence"]
        return float(found.min()) if len(found) else None

    def sample(self, evidence: Resampled) -> Sample:
        """Return the loss in every draw of the evidence, at surge 0, as asked, and endless.

        Whom the verbs hit stays as it is in the graph as recorded.
        """
        from valuegraph.chokepoints.redrawing import redraw

        self._need_targets("an interval")
        return redraw(self.trial, evidence)

    def flips(self, thresholds: Thresholds | None = None) -> Flips:
        """Return which assumption would flip the verdict; see :mod:`.resting`."""
        from valuegraph.chokepoints.resting import rests_on

        self._need_targets("a verdict")
        return rests_on(self.trial, thresholds)

    def _code(self, name: Name) -> int:
        return self.trial.engine.graph.codes([name], "target")[0]

    def _need_targets(self, what: str) -> None:
        if not self.targets:
            raise UsageError(
                f"the scenario was played without targets, and {what} needs some",
                mend="give targets: names, or weights by name",
            )


def play(
    engine: Engine,
    verbs: Sequence[str | Verb],
    targets: Targets | None,
    asked: Conditions,
    *,
    clauses: Mapping[str, Clause] | None = None,
) -> Scenario:
    """Return what verbs together do.

    Parameters
    ----------
    engine : Engine
        The graph.
    verbs : sequence of str or verbs
        Texts as :func:`valuegraph.chokepoints.parsing.read_verb` takes them, or
        :mod:`valuegraph.chokepoints.verbs`.
    targets : optional
        As for :meth:`DependencyGraph.loss`.
    asked : Conditions
        View and surge.
    clauses : mapping of str to Clause, optional
        Licence clauses that texts refer to by name.

    Raises
    ------
    UsageError
        A verb cannot be read, or facts that it needs are missing: a column of the nodes table,
        cost shares.
    UnknownNameError
        A name or a relation kind is not in the graph.
    """
    graph = engine.graph
    directory = Directory(graph, engine.attributes)
    understood = tuple(dict.fromkeys(_verb(each, directory, clauses) for each in verbs))
    effects = tuple(effect_of(directory, verb) for verb in understood)
    codes, weights = np.zeros(0, dtype=np.int64), np.zeros(0)
    if targets is not None:
        codes, weights = target_weights(graph, targets)
    trial = Trial(engine, effects, codes, weights, asked)
    return _told(trial, understood, targeted=targets is not None)


def _verb(said: str | Verb, directory: Directory, clauses: Mapping[str, Clause] | None) -> Verb:
    if isinstance(said, str):
        return read_verb(said, directory, clauses)
    if isinstance(said, Remove | Cut | Licence | Sanction | Price):
        return said
    raise UsageError(
        f"{said!r} is no scenario verb", mend="give a text, or one of the five verb objects"
    )


def _told(trial: Trial, verbs: tuple[Verb, ...], *, targeted: bool) -> Scenario:
    import pandas as pd

    graph = trial.engine.graph
    index = pd.Index(list(graph.names), name="node", dtype=object)
    loss = trial.losses()
    undetermined = _undetermined(trial, verbs)
    at_most = np.maximum(loss, trial.losses(possible=True)) if undetermined else loss
    price = _prices(trial, targeted=targeted)
    moved = None
    if price is not None:
        moved = pd.Series(price - 1.0, index=index, name="price_change")
        moved = moved[moved != 0]
    codes, weights = trial.targets, trial.weights
    return Scenario(
        verbs=verbs,
        meanings=tuple(effect.meaning for effect in trial.effects),
        service=pd.Series(1.0 - loss, index=index, name="service"),
        lost=weighted(loss[codes], weights) if targeted else None,
        lost_at_most=weighted(at_most[codes], weights) if targeted else None,
        exposure=trial.exposure() if targeted else None,
        targets=outcome.by_target(trial, loss, at_most, price),
        undetermined=undetermined,
        price_changes=moved,
        mean_price_change=float(weights @ (price[codes] - 1.0))
        if targeted and price is not None
        else None,
        conditions=trial.asked,
        trial=trial,
    )


def _undetermined(trial: Trial, verbs: tuple[Verb, ...]) -> tuple[Undetermined, ...]:
    names = trial.engine.graph.names
    return tuple(
        Undetermined(str(verb), names[code], column, why)
        for verb, effect in zip(verbs, trial.effects, strict=True)
        for code, column, why in effect.undetermined
    )


def _prices(trial: Trial, *, targeted: bool) -> FloatArray | None:
    changes = trial.shock().prices
    if not changes:
        return None
    return prices(trial.engine.graph, changes, trial.targets.tolist() if targeted else None)
