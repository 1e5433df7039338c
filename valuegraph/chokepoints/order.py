"""Evaluation order: strongly connected parts, suppliers first, and the stages they form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.hypergraph import BoolArray, Hypergraph, IntArray

NARROW = 8
DEEP = 500


@dataclass(frozen=True, eq=False)
class Arcs:
    """Lists of nodes by node, one after the other.

    Attributes
    ----------
    start : (n_nodes + 1,) int64
        The list of node v is ``other[start[v]:start[v + 1]]``.
    other : (n_arcs,) int64
        What the lists hold.
    """

    start: IntArray
    other: IntArray

    @classmethod
    def of(cls, node: IntArray, other: IntArray, n_nodes: int) -> Arcs:
        """Return the lists of pairs (node, other); within a list the pairs keep their order."""
        start = np.zeros(n_nodes + 1, dtype=np.int64)
        np.cumsum(np.bincount(node, minlength=n_nodes), out=start[1:])
        return cls(start, other[np.argsort(node, kind="stable")])

    def together(self, nodes: IntArray) -> IntArray:
        """Return the lists of some nodes, one after the other."""
        size = self.start[nodes + 1] - self.start[nodes]
        before = np.cumsum(size) - size
        shift = np.repeat(self.start[nodes] - before, size)
        found: IntArray = self.other[np.arange(len(shift)) + shift]
        return found

    def lists(self) -> list[list[int]]:
        """Return the lists as such, for code that walks them node by node."""
        other, start = self.other.tolist(), self.start.tolist()
        return [other[first:last] for first, last in pairwise(start)]


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
    supply : Arcs
        Suppliers of each node through live relations.
    custom : Arcs
        Dependents of each node through live relations.
    """

    component: IntArray
    stage: IntArray
    cyclic: BoolArray
    live: BoolArray
    supply: Arcs
    custom: Arcs

    @cached_property
    def suppliers(self) -> list[list[int]]:
        """Suppliers of each node through live relations, as lists."""
        return self.supply.lists()


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


def live_relations(graph: Hypergraph, view: str) -> BoolArray:
    """Return the relations through which a supplier's loss can pass in a view.

    A full stock stops it, and so does an essentiality of 0.
    """
    essential: BoolArray = graph.groups.essentiality[graph.relations.group] > 0
    return essential & (graph.floor(view) < 1)


def find_order(graph: Hypergraph, view: str) -> Order:
    """Return the evaluation order of a view: levels of the condensed graph."""
    live = live_relations(graph, view)
    n_nodes = len(graph.names)
    supplier, dependent = graph.relations.supplier[live], graph.dependent[live]
    supply = Arcs.of(dependent, supplier, n_nodes)
    custom = Arcs.of(supplier, dependent, n_nodes)
    level = peel(supply, custom)
    component = np.empty(n_nodes, dtype=np.int64)
    key = 2 * level
    easy = np.flatnonzero(level >= 0)
    component[easy[np.argsort(level[easy], kind="stable")]] = np.arange(len(easy))
    rest = np.flatnonzero(level < 0)
    if len(rest):
        component[rest], key[rest] = _knotted(supply, level, rest, len(easy))
    keys, stage = np.unique(key, return_inverse=True)
    return Order(component, stage, keys % 2 == 1, live, supply, custom)


def peel(supply: Arcs, custom: Arcs) -> IntArray:
    """Return how many steps each node is from the first suppliers: the longest way.

    Nodes in a cycle or downstream of one have no longest way and get -1. So do the nodes that
    are left when a long and narrow graph would take more steps than a walk node by node.

    References
    ----------
    Kahn, A. B. (1962). Topological sorting of large networks. Communications of the ACM 5(11),
    558-562, doi:10.1145/368996.369025; all free nodes at once.
    """
    waiting_for = np.diff(supply.start)
    level = np.full(len(waiting_for), -1, dtype=np.int64)
    free = np.flatnonzero(waiting_for == 0)
    depth = done = 0
    while len(free) and not (depth >= DEEP and done < NARROW * depth):
        level[free] = depth
        depth += 1
        done += len(free)
        served = custom.together(free)
        np.subtract.at(waiting_for, served, 1)
        free = np.unique(served[waiting_for[served] == 0])
    return level


def _knotted(
    supply: Arcs, level: IntArray, rest: IntArray, first: int
) -> tuple[IntArray, IntArray]:
    """Return the parts and the stage keys of the nodes that peeling left, walking node by node."""
    place = np.full(len(level), -1)
    place[rest] = np.arange(len(rest))
    depths = level.tolist()
    floor, suppliers_of = [], []
    for suppliers in (supply.other[supply.start[v] : supply.start[v + 1]].tolist() for v in rest):
        floor.append(max((depths[node] + 1 for node in suppliers), default=0))
        suppliers_of.append([int(place[node]) for node in suppliers if place[node] >= 0])
    part, sizes = components(suppliers_of)
    reached = [0] * len(sizes)
    for node in sorted(range(len(part)), key=part.__getitem__):
        mine = part[node]
        others = (reached[part[s]] + 1 for s in suppliers_of[node] if part[s] != mine)
        reached[mine] = max(reached[mine], floor[node], *others)
    number = np.array(part, dtype=np.int64)
    key = 2 * np.array(reached, dtype=np.int64) + (np.array(sizes) > 1)
    return first + number, key[number]
