"""Evaluation order: strongly connected parts, suppliers first, and the stages they form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.hypergraph import BoolArray, Hypergraph, IntArray


@dataclass(frozen=True, eq=False)
class Order:
    """Where each node stands in the evaluation of one view.

    Attributes
    ----------
    component : (n_nodes,) int64
        Number of the strongly connected part, suppliers before dependents.
    stage : (n_nodes,) int64
        Nodes of one stage can be evaluated together.
    cyclic : (n_stages,) bool
        Whether the nodes of a stage depend on one another and need sweeps.
    live : (n_relations,) bool
        Relations through which a loss can pass.
    suppliers : list of list of int
        Suppliers of each node through live relations.
    """

    component: IntArray
    stage: IntArray
    cyclic: BoolArray
    live: BoolArray
    suppliers: list[list[int]]


def components(suppliers_of: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Return the strongly connected part of each node and the size of each part.

    Parts are numbered suppliers first.

    References
    ----------
    Tarjan, R. (1972). Depth-first search and linear graph algorithms. SIAM Journal on
    Computing 1(2), 146-160, doi:10.1137/0201010; without recursion.
    """
    n = len(suppliers_of)
    part, low, seen_at = [-1] * n, [0] * n, [-1] * n
    sizes: list[int] = []
    stack: list[int] = []
    clock = 0
    for root in range(n):
        if seen_at[root] >= 0:
            continue
        path = [(root, 0)]
        while path:
            node, turn = path.pop()
            if turn == 0:
                seen_at[node] = low[node] = clock
                clock += 1
                stack.append(node)
            suppliers = suppliers_of[node]
            for i in range(turn, len(suppliers)):
                other = suppliers[i]
                if seen_at[other] < 0:
                    path.append((node, i + 1))
                    path.append((other, 0))
                    break
                if part[other] < 0:
                    low[node] = min(low[node], seen_at[other])
            else:
                if low[node] == seen_at[node]:
                    sizes.append(_close(stack, node, part, len(sizes)))
                if path:
                    parent = path[-1][0]
                    low[parent] = min(low[parent], low[node])
    return part, sizes


def _close(stack: list[int], node: int, part: list[int], number: int) -> int:
    size = 0
    while True:
        member = stack.pop()
        part[member] = number
        size += 1
        if member == node:
            return size


def supplier_lists(graph: Hypergraph, live: BoolArray) -> list[list[int]]:
    """Return the suppliers of each node through live relations."""
    found: list[list[int]] = [[] for _ in graph.names]
    suppliers = graph.relations.supplier[live].tolist()
    for supplier, dependent in zip(suppliers, graph.dependent[live].tolist(), strict=True):
        found[dependent].append(supplier)
    return found


def live_relations(graph: Hypergraph, view: str) -> BoolArray:
    """Return the relations through which a supplier's loss can pass in a view.

    A full stock stops it, and so does an essentiality of 0.
    """
    essential: BoolArray = graph.groups.essentiality[graph.relations.group] > 0
    return essential & (graph.floor(view) < 1)


def find_order(graph: Hypergraph, view: str) -> Order:
    """Return the evaluation order of a view: levels of the condensed graph."""
    live = live_relations(graph, view)
    suppliers_of = supplier_lists(graph, live)
    part, sizes = components(suppliers_of)
    level = [0] * len(sizes)
    for node in sorted(range(len(part)), key=part.__getitem__):
        mine = part[node]
        for supplier in suppliers_of[node]:
            theirs = part[supplier]
            if theirs != mine and level[theirs] >= level[mine]:
                level[mine] = level[theirs] + 1
    component = np.array(part)
    cyclic_part = np.array(sizes) > 1
    key = np.array(level) * 2 + cyclic_part
    keys, stage_of_part = np.unique(key, return_inverse=True)
    return Order(component, stage_of_part[component], keys % 2 == 1, live, suppliers_of)
