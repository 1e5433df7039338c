"""Carrying losses along in compiled loops: only nodes of whom a supplier has lost something.

Nodes are visited by rank. Within a cycle the visits go round until nothing rises by more than
``TOLERANCE``; after ``PATIENCE`` rounds ``kernel_strides`` takes over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.compiled import inlined
from valuegraph.chokepoints.kernel_strides import settle
from valuegraph.chokepoints.kernels import visit
from valuegraph.chokepoints.solving import TOLERANCE
from valuegraph.chokepoints.wiring import LANES

if TYPE_CHECKING:
    from valuegraph.chokepoints.hypergraph import IntArray
    from valuegraph.chokepoints.kernels import Desk, Seeds
    from valuegraph.chokepoints.wiring import Wiring

PATIENCE = 40


@inlined
def spread(wiring: Wiring, desk: Desk, horizon: int, first: int) -> int:  # noqa: C901 - one pass; numba compiles it as a whole
    """Carry losses from rank ``first`` on; return how many nodes were visited, -1 if unsettled."""
    n_nodes = len(wiring.end)
    count, node, back, limit, rounds, knot = 0, first, n_nodes, n_nodes, 0, 0
    while True:
        while node < limit and not desk.pending[node]:
            node += 1
        if node == limit:
            if back == n_nodes:
                return count
            rounds = rounds + 1 if limit == knot else 1
            knot, node, back, limit = limit, back, n_nodes, n_nodes
            if rounds > PATIENCE:
                node, count = knot, _untie(wiring, desk, horizon, knot, count)
                if count < 0:
                    return count
            continue
        desk.pending[node] = 0
        if not desk.seen[node]:
            desk.seen[node] = 1
            desk.visited[count] = node
            count += 1
        end = wiring.end[node]
        if visit(wiring, desk, node, horizon) > (0.0 if end == node + 1 else TOLERANCE):
            for lane in range(LANES):
                desk.loss[node, lane] = desk.felt[lane]
            for place in range(wiring.customers[node], wiring.customers[node + 1]):
                customer = wiring.customer[place]
                desk.pending[customer] = 1
                if customer <= node:
                    back, limit = min(back, customer), end
        node += 1


@inlined
def _untie(wiring: Wiring, desk: Desk, horizon: int, last: int, count: int) -> int:
    """Settle the cycle that ends before rank ``last`` and pass its losses on."""
    first = last - 1
    while first > 0 and wiring.end[first - 1] == last:
        first -= 1
    if not settle(wiring, desk, horizon, first, last):
        return -1
    for node in range(first, last):
        desk.pending[node] = 0
    for node in range(first, last):
        if not desk.seen[node]:
            desk.seen[node] = 1
            desk.visited[count] = node
            count += 1
        for place in range(wiring.customers[node], wiring.customers[node + 1]):
            if wiring.customer[place] >= last:
                desk.pending[wiring.customer[place]] = 1
    return count


@inlined
def plant(wiring: Wiring, desk: Desk, seeds: Seeds, lanes: IntArray) -> int:
    """Remove and cut what the scenarios of the lanes say; return the first rank concerned."""
    first = len(wiring.end)
    for lane in range(len(lanes)):
        scenario = lanes[lane]
        for place in range(seeds.nodes[scenario], seeds.nodes[scenario + 1]):
            node = seeds.node[place]
            desk.loss[node, lane] = 1.0
            desk.removed[node] |= np.uint64(1) << np.uint64(lane)
            desk.pending[node] = 1
            first = min(first, node)
            for at in range(wiring.customers[node], wiring.customers[node + 1]):
                desk.pending[wiring.customer[at]] = 1
                first = min(first, wiring.customer[at])
        for place in range(seeds.cuts[scenario], seeds.cuts[scenario + 1]):
            desk.cut[seeds.cut[place]] |= np.uint64(1) << np.uint64(lane)
            desk.pending[seeds.dependent[place]] = 1
            first = min(first, seeds.dependent[place])
    return first


@inlined
def clear(desk: Desk, seeds: Seeds, lanes: IntArray, count: int) -> None:
    """Leave the desk as it was found."""
    if count < 0:
        desk.pending[:] = 0
        desk.seen[:] = 0
        desk.loss[:] = 0.0
    for i in range(count):
        node = desk.visited[i]
        desk.seen[node] = 0
        for lane in range(LANES):
            desk.loss[node, lane] = 0.0
            desk.proof[node, lane] = 0
    for lane in range(len(lanes)):
        scenario = lanes[lane]
        for place in range(seeds.nodes[scenario], seeds.nodes[scenario + 1]):
            desk.removed[seeds.node[place]] = 0
        for place in range(seeds.cuts[scenario], seeds.cuts[scenario + 1]):
            desk.cut[seeds.cut[place]] = 0
