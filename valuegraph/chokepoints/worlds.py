"""Variations of the graph in one assumption each, and what they are about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.drawing import settle
from valuegraph.chokepoints.propagate import Draws
from valuegraph.chokepoints.rewiring import Merged, merge_linear

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuegraph.chokepoints.bearing import Bearing
    from valuegraph.chokepoints.hypergraph import Hypergraph, IntArray, Name

CHUNK = 512


@dataclass(frozen=True)
class World:
    """One assumption made otherwise.

    Attributes
    ----------
    assumption : str
        ``completeness``, ``qualification`` or ``fact``.
    about : tuple
        The names concerned: dependent and role, dependent and roles, or the fact.
    immune : tuple of int
        Groups that never fail here.
    absent : tuple of int
        Relations that are not there here.
    merged : int or None
        Dependent whose linear groups are joined here.
    """

    assumption: str
    about: tuple[Name, ...]
    immune: tuple[int, ...] = ()
    absent: tuple[int, ...] = ()
    merged: int | None = None


def worlds_about(graph: Hypergraph, proof: Bearing, targets: IntArray) -> list[World]:
    """Return the worlds that differ in one assumption on the proof."""
    return [
        *_completed(graph, proof),
        *_qualified(graph, proof, set(targets.tolist())),
        *_unproven(graph, proof),
    ]


def _completed(graph: Hypergraph, proof: Bearing) -> Iterator[World]:
    """Yield for each incomplete group on the proof the world with one further supplier."""
    open_groups = np.flatnonzero(~graph.groups.complete).tolist()
    if open_groups:
        yield World("completeness", ("every incomplete group",), immune=tuple(open_groups))
    for group in open_groups:
        if proof.groups[group]:
            about = graph.names[int(graph.groups.dependent[group])], _role(graph, group)
            yield World("completeness", about, immune=(group,))


def _qualified(graph: Hypergraph, proof: Bearing, targets: set[int]) -> Iterator[World]:
    """Yield for each node on the proof the world in which its linear groups are one.

    Linear groups of a target are what it does side by side; no other can stand in for them.
    """
    for node in sorted(set(graph.groups.dependent[proof.groups & graph.groups.linear].tolist())):
        linear = [group for group in graph.groups_of[node] if graph.groups.linear[group]]
        if len(linear) > 1 and node not in targets:
            about = graph.names[node], *(_role(graph, group) for group in linear)
            yield World("qualification", about, merged=node)


def _unproven(graph: Hypergraph, proof: Bearing) -> Iterator[World]:
    """Yield for each fact on the proof the world without it.

    A relation goes when each of its grounds needs the fact. One without facts is a fact itself,
    named by supplier, dependent and role, unless it is certain.
    """
    relations = graph.relations
    needs: dict[tuple[Name, ...], list[int]] = defaultdict(list)
    on_proof: set[tuple[Name, ...]] = set()
    for relation, grounds in enumerate(relations.grounds):
        keys: list[tuple[Name, ...]] = []
        if grounds:
            keys = [(fact,) for fact in set(grounds[0]).intersection(*grounds)]
        elif relations.confidence[relation] < 1:
            keys = [_triple(graph, relation)]
        for key in keys:
            needs[key].append(relation)
            if proof.relations[relation]:
                on_proof.add(key)
    for key in sorted(on_proof, key=str):
        yield World("fact", key, absent=tuple(needs[key]))


def draws_of(graph: Hypergraph, worlds: Sequence[World]) -> Iterator[tuple[Hypergraph, Draws]]:
    """Yield worlds as variations of one graph, as many at a time as memory allows."""
    nodes = sorted({world.merged for world in worlds if world.merged is not None})
    merged = merge_linear(graph, nodes) if nodes else _unmerged(graph)
    place = {node: i for i, node in enumerate(nodes)}
    for first in range(0, len(worlds), CHUNK):
        part = worlds[first : first + CHUNK]
        there = np.ones((len(merged.graph.relations.share), len(part)), dtype=bool)
        immune = np.zeros((len(merged.graph.groups.role), len(part)), dtype=bool)
        immune[list(merged.joined)] = True
        for column, world in enumerate(part):
            there[merged.relation[list(world.absent)], column] = False
            immune[merged.group[list(world.immune)], column] = True
            if world.merged is not None:
                immune[merged.joined[place[world.merged]], column] = False
                immune[list(merged.apart[place[world.merged]]), column] = True
        drawn = settle(merged.graph, there)
        yield merged.graph, Draws(drawn.share, drawn.absent, drawn.immune | immune)


def _unmerged(graph: Hypergraph) -> Merged:
    groups, relations = np.arange(len(graph.groups.role)), np.arange(len(graph.relations.share))
    return Merged(graph, (), (), groups, relations)


def _role(graph: Hypergraph, group: int) -> Name:
    return graph.roles[int(graph.groups.role[group])]


def _triple(graph: Hypergraph, relation: int) -> tuple[Name, Name, Name]:
    group = int(graph.relations.group[relation])
    return (
        graph.names[int(graph.relations.supplier[relation])],
        graph.names[int(graph.groups.dependent[group])],
        _role(graph, group),
    )
