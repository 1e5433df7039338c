"""Graphs that differ in an assumption: other stocks, or levels that may stand in for one another."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from valuegraph.chokepoints.hypergraph import Groups, Hypergraph, Relations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.hypergraph import BoolArray, IntArray

Part = TypeVar("Part", Groups, Relations)


@dataclass(frozen=True, eq=False)
class Merged:
    """A graph that holds linear groups both apart and joined; a variation makes one kind immune.

    Attributes
    ----------
    graph : Hypergraph
        The graph with one further group for each dependent.
    joined : tuple of int
        Code of the further group of each dependent.
    apart : tuple of tuple of int
        Codes of the groups it joins.
    group, relation : int64 arrays
        New code of each group and relation of the graph as it was.
    """

    graph: Hypergraph
    joined: tuple[int, ...]
    apart: tuple[tuple[int, ...], ...]
    group: IntArray
    relation: IntArray


def with_stock_of(graph: Hypergraph, kinds: BoolArray) -> Hypergraph:
    """Return the graph in which only relations of some kinds (bool by code) have their stock."""
    relations = graph.relations
    stock = np.where(kinds[relations.kind], relations.stock, 0.0)
    return replace(graph, relations=replace(relations, stock=stock))


def merge_linear(graph: Hypergraph, dependents: Sequence[int]) -> Merged:
    """Return the graph in which the linear groups of some nodes are also one group each.

    Its members are those of all of them, its essentiality is the sum (at most 1), and a member's
    share is its share of the sum. It grows by the surge asked for.
    """
    groups, relations = graph.groups, graph.relations
    apart = [[g for g in graph.groups_of[node] if groups.linear[g]] for node in dependents]
    copied = [[r for g in those for r in graph.members(g)] for those in apart]
    weight = [groups.essentiality[those] for those in apart]
    n_groups, n_relations = len(groups.role), len(relations.group)
    more = np.array([r for rows in copied for r in rows], dtype=np.int64)
    more_group = np.repeat(np.arange(len(apart)), [len(rows) for rows in copied]) + n_groups
    total = np.array([part.sum() for part in weight])
    part = groups.essentiality[relations.group[more]] / total[more_group - n_groups]
    added = replace(
        _taken(groups, [those[0] for those in apart]),
        essentiality=np.minimum(total, 1.0),
        surge=np.full(len(apart), np.nan),
        complete=np.array([groups.complete[those].all() for those in apart], dtype=bool),
        sourced=np.array([groups.sourced[those].all() for those in apart], dtype=bool),
    )
    every = _joined(groups, added)
    order = np.argsort(every.dependent, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    rows = _joined(relations, replace(_taken(relations, more), share=relations.share[more] * part))
    serves = place[np.concatenate([relations.group, more_group])]
    sequence = np.argsort(serves, kind="stable")
    where = np.empty_like(sequence)
    where[sequence] = np.arange(len(sequence))
    size = np.bincount(serves, minlength=len(order))
    return Merged(
        graph=replace(
            graph,
            groups=replace(_taken(every, order), start=np.append(0, np.cumsum(size))),
            relations=replace(_taken(rows, sequence), group=serves[sequence]),
        ),
        joined=tuple(place[n_groups:].tolist()),
        apart=tuple(tuple(place[those].tolist()) for those in apart),
        group=place[:n_groups],
        relation=where[:n_relations],
    )


def _taken(part: Part, rows: Sequence[int] | IntArray) -> Part:
    """Return some rows of every column, in the order given; ``start`` is left to the caller."""
    wanted = np.asarray(rows, dtype=np.int64)
    columns: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, np.ndarray):
            columns[field.name] = value[wanted]
        else:
            columns[field.name] = tuple(value[row] for row in wanted.tolist())
    return replace(part, **columns)


def _joined(first: Part, second: Part) -> Part:
    columns: dict[str, Any] = {}
    for field in fields(first):
        one, two = getattr(first, field.name), getattr(second, field.name)
        columns[field.name] = (
            np.concatenate([one, two]) if isinstance(one, np.ndarray) else one + two
        )
    return replace(first, **columns)
