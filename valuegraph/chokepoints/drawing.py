"""Variations of the graph by resampling its evidence: which relations hold, with which shares.

One draw throws one number for each source cluster. A piece of evidence holds when that number is
below its confidence, so what one source says stands or falls together; a fact holds when any of
its evidence does, a relation when any of its grounds does. The shares of what is left are drawn
from a Dirichlet distribution around the recorded ones, the wider the weaker the evidence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.propagate import Draws
from valuegraph.chokepoints.streams import Streams
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, Hypergraph, IntArray

    Clusters: TypeAlias = Mapping[str, Sequence[tuple[str, float]]]
    Ground: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Resampling:
    """How evidence is resampled.

    Attributes
    ----------
    draws : int
        How many variations of the graph.
    seed : int
        The same seed gives the same variations.
    clusters : mapping of str to sequence of (str, float), optional
        For each fact its evidence: source cluster and confidence, 0 to 1. A fact that is not
        named is a cluster of its own with the confidence of the relation it supports.
    concentration : float
        How closely drawn shares keep to the recorded ones: a group whose evidence has the mean
        confidence c is drawn with concentration * c / (1 - c).
    """

    draws: int = 200
    seed: int = 0
    clusters: Clusters | None = None
    concentration: float = 10.0

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        if self.draws < 1 or self.seed < 0 or not 0 < self.concentration < math.inf:
            raise UsageError(
                f"cannot draw {self.draws} times with seed {self.seed} and concentration "
                f"{self.concentration:g}",
                why="an interval needs draws that can be repeated",
                mend="use at least one draw, a seed from 0 up, a positive finite concentration",
            )
        wrong = [
            f"{fact} by {source}: {confidence!r}"
            for fact, evidence in (self.clusters or {}).items()
            for source, confidence in evidence
            if not 0 <= confidence <= 1
        ]
        if wrong:
            raise UsageError(
                f"{len(wrong)} confidence(s) are not between 0 and 1: {'; '.join(wrong[:5])}",
                where="clusters",
                mend="give the chance that the evidence is right",
            )


@dataclass(frozen=True, eq=False)
class Resampled:
    """Variations of one graph and how they were drawn; serves any targets, names and view.

    Attributes
    ----------
    how : Resampling
        What was asked.
    draws : Draws
        The variations.
    """

    how: Resampling
    draws: Draws


def resample(graph: Hypergraph, how: Resampling) -> Resampled:
    """Return variations of a graph.

    With all confidences 1 every variation is the graph itself.

    References
    ----------
    Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics
    7(1), 1-26, doi:10.1214/aos/1176344552; by clusters, and with the confidence in place of the
    frequency.
    """
    streams = Streams(how.seed)
    there = _Holding(how, streams).relations(graph)
    drawn = settle(graph, there)
    _spread(graph, there, drawn.share, how, streams)
    return Resampled(how, drawn)


def settle(graph: Hypergraph, there: BoolArray) -> Draws:
    """Return the graph with only some of its relations, one column a variation.

    Parameters
    ----------
    graph : Hypergraph
        The graph.
    there : (n_relations, n_draws) bool
        Relations that are there.

    Returns
    -------
    Draws
        Shares are scaled to 1 within what is left of a group, untouched where all of it is; when
        what is left has no share, its members have equal ones. A group of which nothing is left
        is unknown: it neither stops nor serves.
    """
    group, size = graph.relations.group, np.diff(graph.groups.start)
    share = np.repeat(graph.relations.share[:, None], there.shape[1], axis=1)
    immune = np.zeros((len(size), there.shape[1]), dtype=bool)
    partial = np.unique(group[~there.all(axis=1)])
    if len(partial):
        rows = np.flatnonzero(np.isin(group, partial))
        many = size[partial]
        first = np.cumsum(many) - many
        kept = there[rows]
        count = np.add.reduceat(kept, first, axis=0, dtype=np.int64)
        immune[partial] = count == 0
        own = share[rows]
        own *= kept
        total = np.add.reduceat(own, first, axis=0)
        without = (total == 0) & (count > 0)
        for i in np.flatnonzero(without.any(axis=1)).tolist():
            mine, chosen = slice(first[i], first[i] + many[i]), without[i]
            own[mine, chosen] = kept[mine, chosen]
            total[i, chosen] = count[i, chosen]
        # Dividing by 1 leaves whole groups as they are, to the last bit.
        total[(count == many[:, None]) | (count == 0)] = 1.0
        own /= total.repeat(many, axis=0)
        share[rows] = own
    return Draws(share=share, absent=~there, immune=immune)


def varied(graph: Hypergraph, draws: Draws) -> BoolArray:
    """Return which groups differ from the recorded ones in some draw."""
    differs = (draws.share != graph.relations.share[:, None]) | draws.absent
    found: BoolArray = np.logical_or.reduceat(differs.any(axis=1), graph.groups.start[:-1])
    return found | draws.immune.any(axis=1)


class _Holding:
    """What holds in each draw: clusters, facts, grounds, relations; each asked for once."""

    def __init__(self, how: Resampling, streams: Streams) -> None:
        self._how = how
        self._streams = streams
        self._level: dict[tuple[str, ...], FloatArray] = {}
        self._ground: dict[tuple[Ground, float], BoolArray] = {}
        self._known: dict[str, BoolArray] = {}
        self._evidence = how.clusters or {}

    def relations(self, graph: Hypergraph) -> BoolArray:
        """Return which relations are there: (n_relations, n_draws)."""
        relations = graph.relations
        confidence = relations.confidence.tolist()
        there = np.ones((len(confidence), self._how.draws), dtype=bool)
        for relation, grounds in enumerate(relations.grounds):
            if grounds:
                there[relation] = False
                for ground in grounds:
                    there[relation] |= self._holds(ground, confidence[relation])
            elif confidence[relation] < 1:
                names = triple(graph, relation)
                there[relation] = self._of("relation", *names) < confidence[relation]
        return there

    def _holds(self, ground: Ground, confidence: float) -> BoolArray:
        key = ground, confidence
        if key not in self._ground:
            found = np.ones(self._how.draws, dtype=bool)
            for fact in ground:
                found &= self._fact(fact, confidence)
            self._ground[key] = found
        return self._ground[key]

    def _fact(self, fact: str, confidence: float) -> BoolArray:
        evidence = self._evidence.get(fact)
        if not evidence:
            return self._of("fact", fact) < confidence
        if fact not in self._known:
            found = np.zeros(self._how.draws, dtype=bool)
            for source, own in evidence:
                found |= self._of("source", source) < own
            self._known[fact] = found
        return self._known[fact]

    def _of(self, *name: str) -> FloatArray:
        if name not in self._level:
            self._level[name] = self._streams.of(*name).random(self._how.draws)
        return self._level[name]


def triple(graph: Hypergraph, relation: int) -> tuple[str, str, str]:
    """Return supplier, dependent and role of a relation as text."""
    group = int(graph.relations.group[relation])
    return (
        str(graph.names[int(graph.relations.supplier[relation])]),
        str(graph.names[int(graph.groups.dependent[group])]),
        str(graph.roles[int(graph.groups.role[group])]),
    )


def _spread(
    graph: Hypergraph, there: BoolArray, share: FloatArray, how: Resampling, streams: Streams
) -> None:
    """Draw the shares of the groups whose evidence is not certain, in place."""
    relations = graph.relations
    uncertain = np.logical_or.reduceat(relations.confidence < 1, graph.groups.start[:-1])
    shared = np.diff(graph.groups.start) > 1
    for group in np.flatnonzero(uncertain & shared).tolist():
        rows, name = _named(graph, group)
        kept = there[rows]
        count = np.maximum(kept.sum(axis=0), 1)
        trust = (kept * relations.confidence[rows, None]).sum(axis=0) / count
        loose = trust < 1
        weight = np.where(loose, how.concentration * trust / np.where(loose, 1 - trust, 1), 0.0)
        grown = streams.of("shares", *name).standard_gamma(weight * share[rows])
        total = grown.sum(axis=0)
        chosen = np.flatnonzero(total > 0)
        share[np.ix_(rows, chosen)] = grown[:, chosen] / total[chosen]


def _named(graph: Hypergraph, group: int) -> tuple[IntArray, tuple[str, ...]]:
    """Return the members of a group in an order, and a name for it, that rest on its facts.

    Groups of one role that rest on the same facts, such as the market shares of a role, have the
    same name and so the same draws; and no name of a node is used where facts can be named.
    """
    relations = graph.relations
    members = [
        (relations.source[row] or triple(graph, row), -float(relations.share[row]), row)
        for row in graph.members(group)
    ]
    members.sort()
    role = str(graph.roles[int(graph.groups.role[group])])
    facts = (fact for source, _, _ in members for fact in (*source, ""))
    return np.array([row for _, _, row in members]), (role, *facts)
