"""Which rows are read in which step: the order of a view compiled for a set of nodes.

``ufunc.reduceat`` along the first axis costs about 7 ns a cell, an elementwise pass 0.2 ns
(measured with numpy 2.4). So groups are sorted by size within a stage, and pass k reads the k-th
member of every group that has one: a prefix of the groups, reduced elementwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, Hypergraph, IntArray
    from valuegraph.chokepoints.order import Order


@dataclass(frozen=True, eq=False)
class Slots:
    """Items in the order they are read, cut into slots of (stage, turn)."""

    item: IntArray
    slot: IntArray
    stage: IntArray
    place: IntArray


@dataclass(frozen=True, eq=False)
class Reading:
    """In which order the nodes and groups of the whole graph are read, and in which slots."""

    nodes: IntArray
    groups: IntArray
    members: Slots
    essential: Slots
    linear: Slots


@dataclass(frozen=True, eq=False)
class Layout:
    """The whole graph in one view.

    Attributes
    ----------
    graph, order : Hypergraph, Order
        The graph and its evaluation order.
    keep : (n_relations,) float64
        The part of each relation that no stock covers.
    """

    graph: Hypergraph
    order: Order
    keep: FloatArray

    @cached_property
    def reading(self) -> Reading:
        """The reading order, which compiled loops do without."""
        return _read_in_order(self.graph, self.order)


@dataclass(frozen=True, eq=False)
class Pass:
    """One read of one member per group: rows of suppliers, shares, unstocked parts."""

    supplier: IntArray
    share: FloatArray
    keep: FloatArray | None
    member: IntArray
    offset: int


@dataclass(frozen=True, eq=False)
class Step:
    """One stage restricted to the nodes of a plan."""

    rows: slice
    cyclic: bool
    groups: IntArray
    passes: tuple[Pass, ...]
    essentiality: FloatArray | None
    surge: FloatArray | None
    essential: tuple[IntArray, ...]
    linear: tuple[tuple[IntArray, IntArray], ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """Steps for a set of nodes; row ``len(nodes)`` stands for every node outside and stays 0."""

    nodes: IntArray
    row: IntArray
    steps: tuple[Step, ...]
    members: IntArray


def lay_out(graph: Hypergraph, order: Order, view: str) -> Layout:
    """Return the graph in a view."""
    return Layout(graph, order, 1.0 - graph.floor(view))


def _read_in_order(graph: Hypergraph, order: Order) -> Reading:
    groups, relations = graph.groups, graph.relations
    n_nodes = len(graph.names)
    essential, linear = np.flatnonzero(~groups.linear), np.flatnonzero(groups.linear)
    n_essential = np.bincount(groups.dependent[essential], minlength=n_nodes)
    nodes = np.lexsort((np.arange(n_nodes), -n_essential, order.stage))
    node_place = _places(nodes)
    size = np.diff(groups.start)
    group_stage = order.stage[groups.dependent]
    by_size = np.lexsort((np.arange(len(size)), -size, group_stage))
    turn = np.arange(len(relations.group)) - groups.start[relations.group]
    members = _slots(
        np.arange(len(turn)), group_stage[relations.group], turn, _places(by_size)[relations.group]
    )
    return Reading(
        nodes=nodes,
        groups=by_size,
        members=members,
        essential=_group_slots(graph, essential, order.stage, node_place),
        linear=_group_slots(graph, linear, order.stage, node_place),
    )


def compile_plan(layout: Layout, active: BoolArray) -> Plan:
    """Return the steps that evaluate the active nodes, all others taken as unharmed."""
    graph, order, reading = layout.graph, layout.order, layout.reading
    nodes = reading.nodes[active[reading.nodes]]
    row = np.full(len(graph.names), len(nodes))
    row[nodes] = np.arange(len(nodes))
    group_active = active[graph.groups.dependent]
    groups = reading.groups[group_active[reading.groups]]
    group_row = np.full(len(group_active), -1)
    group_row[groups] = np.arange(len(groups))
    stages = np.arange(len(order.cyclic) + 1)
    node_cut = np.searchsorted(order.stage[nodes], stages)
    group_cut = np.searchsorted(order.stage[graph.groups.dependent[groups]], stages)
    members, passes = _passes(layout, group_active[graph.relations.group], row)
    essential = _reads(layout, reading.essential, group_active, group_row, row)
    linear = _reads(layout, reading.linear, group_active, group_row, row)
    steps = []
    for stage in np.flatnonzero(np.diff(group_cut)).tolist():
        mine = groups[group_cut[stage] : group_cut[stage + 1]]
        first_row, first_group = node_cut[stage], group_cut[stage]
        essentiality = graph.groups.essentiality[mine]
        surge = graph.groups.surge[mine]
        steps.append(
            Step(
                rows=slice(int(first_row), int(node_cut[stage + 1])),
                cyclic=bool(order.cyclic[stage]),
                groups=mine,
                passes=tuple(passes[stage]),
                essentiality=essentiality[:, None] if (essentiality < 1).any() else None,
                surge=None if np.isnan(surge).all() else surge[:, None],
                essential=tuple(read - first_group for _, read in essential[stage]),
                linear=tuple((at - first_row, read - first_group) for at, read in linear[stage]),
            )
        )
    return Plan(nodes, row, tuple(steps), members)


def _places(ordered: IntArray) -> IntArray:
    place = np.empty_like(ordered)
    place[ordered] = np.arange(len(ordered))
    return place


def _slots(item: IntArray, stage: IntArray, turn: IntArray, within: IntArray) -> Slots:
    ordered = np.lexsort((within, turn, stage))
    stage, turn = stage[ordered], turn[ordered]
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = (stage[1:] != stage[:-1]) | (turn[1:] != turn[:-1])
    slot = np.cumsum(new) - 1
    return Slots(item[ordered], slot, stage[new], within[ordered])


def _group_slots(
    graph: Hypergraph, groups: IntArray, stage: IntArray, node_place: IntArray
) -> Slots:
    dependent = graph.groups.dependent[groups]
    first = np.searchsorted(dependent, dependent)
    turn = np.arange(len(groups)) - first
    return _slots(groups, stage[dependent], turn, node_place[dependent])


def _passes(
    layout: Layout, active: BoolArray, row: IntArray
) -> tuple[IntArray, dict[int, list[Pass]]]:
    slots, relations = layout.reading.members, layout.graph.relations
    chosen = active[slots.item]
    member = slots.item[chosen]
    cut = np.searchsorted(slots.slot[chosen], np.arange(len(slots.stage) + 1)).tolist()
    supplier = row[relations.supplier[member]]
    share, keep = relations.share[member][:, None], layout.keep[member][:, None]
    stocked = keep < 1
    found: dict[int, list[Pass]] = {}
    for slot, stage in enumerate(slots.stage.tolist()):
        part = slice(cut[slot], cut[slot + 1])
        if part.start == part.stop:
            continue
        found.setdefault(stage, []).append(
            Pass(
                supplier=supplier[part],
                share=share[part],
                keep=keep[part] if stocked[part].any() else None,
                member=member[part],
                offset=part.start,
            )
        )
    return member, found


def _reads(
    layout: Layout, slots: Slots, active: BoolArray, group_row: IntArray, row: IntArray
) -> dict[int, list[tuple[IntArray, IntArray]]]:
    chosen = active[slots.item]
    groups = slots.item[chosen]
    at = row[layout.graph.groups.dependent[groups]]
    cut = np.searchsorted(slots.slot[chosen], np.arange(len(slots.stage) + 1)).tolist()
    read = group_row[groups]
    found: dict[int, list[tuple[IntArray, IntArray]]] = {
        stage: [] for stage in range(len(layout.order.cyclic))
    }
    for slot, stage in enumerate(slots.stage.tolist()):
        part = slice(cut[slot], cut[slot + 1])
        if part.start < part.stop:
            found[stage].append((at[part], read[part]))
    return found
