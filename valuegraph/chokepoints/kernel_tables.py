"""Compiled loops over scenarios: what each of them loses, reaches, and in which order to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.blockwise import FULL
from valuegraph.chokepoints.compiled import inlined, kernel
from valuegraph.chokepoints.kernel_proofs import prove_all
from valuegraph.chokepoints.kernel_spreading import clear, plant, spread
from valuegraph.chokepoints.wiring import LANES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from valuegraph.chokepoints.hypergraph import FloatArray, IntArray
    from valuegraph.chokepoints.kernels import Answers, Desk, Seeds
    from valuegraph.chokepoints.wiring import Wiring

MIDDLE, LONG = 1, 2
WORD = 64


@kernel
def lose(
    wiring: Wiring,
    seeds: Seeds,
    todo: IntArray,
    desk: Desk,
    answers: Answers,
    asked: tuple[IntArray, bool],
) -> None:
    """Fill in the answers of the scenarios ``todo``.

    ``asked`` says at which horizons, and whether the relation kinds on the proofs are to be found:
    those of the long run where it loses anything, else those of the short run, which therefore
    comes after.
    """
    horizons, proofs = asked
    for start in range(0, len(todo), LANES):
        lanes = todo[start : start + LANES]
        for horizon in horizons:
            first = plant(wiring, desk, seeds, lanes)
            count = spread(wiring, desk, horizon, first)
            _gather(wiring, desk, lanes, answers, horizon, count)
            if proofs and horizon != MIDDLE and _to_prove(lanes, answers, horizon):
                prove_all(wiring, desk, horizon, count)
                _gather_kinds(wiring, desk, lanes, answers, horizon, count)
            clear(desk, seeds, lanes, count)


@inlined
def _gather(
    wiring: Wiring, desk: Desk, lanes: IntArray, answers: Answers, horizon: int, count: int
) -> None:
    if count < 0:
        for lane in range(len(lanes)):
            answers.unsettled[lanes[lane]] = True
    for i in range(count):
        node = desk.visited[i]
        if wiring.target[node]:
            weight = wiring.weight[node]
            for lane in range(len(lanes)):
                lost = desk.loss[node, lane]
                answers.lost[horizon, lanes[lane]] += weight * lost
                if horizon == LONG and lost >= FULL:
                    answers.kills[lanes[lane]] = True


@inlined
def _to_prove(lanes: IntArray, answers: Answers, horizon: int) -> bool:
    for lane in range(len(lanes)):
        if (answers.lost[LONG, lanes[lane]] > 0.0) == (horizon == LONG):
            return True
    return False


@inlined
def _gather_kinds(
    wiring: Wiring, desk: Desk, lanes: IntArray, answers: Answers, horizon: int, count: int
) -> None:
    for i in range(count):
        node = desk.visited[i]
        if wiring.target[node]:
            for lane in range(len(lanes)):
                scenario = lanes[lane]
                if (answers.lost[LONG, scenario] > 0.0) == (horizon == LONG):
                    answers.kinds[scenario] |= desk.proof[node, lane]


@kernel
def touch(  # noqa: C901 - one pass; numba compiles it as a whole
    wiring: Wiring,
    seeds: Seeds,
    todo: IntArray,
    word: NDArray[np.uint64],
    reach: FloatArray,
    touched: IntArray,
) -> None:
    """Add up the weight and the number of the targets that scenarios can touch, 64 at a time."""
    n_nodes = len(wiring.end)
    for start in range(0, len(todo), WORD):
        batch = todo[start : start + WORD]
        word[:] = 0
        for i in range(len(batch)):
            for place in range(seeds.nodes[batch[i]], seeds.nodes[batch[i] + 1]):
                word[seeds.node[place]] |= np.uint64(1) << np.uint64(i)
        node = 0
        while node < n_nodes:
            end = wiring.end[node]
            mask = np.uint64(0)
            for member in range(
                wiring.members[wiring.groups[node]], wiring.members[wiring.groups[end]]
            ):
                if wiring.keep[member] > 0.0:
                    mask |= word[wiring.supplier[member]]
            # In a cycle each node supplies another, so this gathers what touches any of them.
            for mate in range(node, end):
                word[mate] |= mask
            node = end
        for node in range(n_nodes):
            if wiring.target[node] and word[node]:
                for i in range(len(batch)):
                    if word[node] >> np.uint64(i) & np.uint64(1):
                        reach[batch[i]] += wiring.weight[node]
                        touched[batch[i]] += 1


@kernel
def pack(wiring: Wiring) -> IntArray:
    """Return a place for each node such that suppliers of one dependent are near one another.

    It is the order in which a walk up the supplies leaves the nodes. Scenarios in that order
    affect much the same nodes, so that lanes are seldom idle.
    """
    n_nodes = len(wiring.end)
    place = np.full(n_nodes, -1, dtype=np.int64)
    turn = np.full(n_nodes, -1, dtype=np.int64)
    stack = np.empty(n_nodes, dtype=np.int64)
    left = 0
    for root in range(n_nodes):
        if turn[root] >= 0:
            continue
        height, stack[0], turn[root] = 1, root, wiring.members[wiring.groups[root]]
        while height:
            node = stack[height - 1]
            member = turn[node]
            if member == wiring.members[wiring.groups[node + 1]]:
                place[node] = left
                left += 1
                height -= 1
                continue
            turn[node] += 1
            supplier = wiring.supplier[member]
            if turn[supplier] < 0:
                turn[supplier] = wiring.members[wiring.groups[supplier]]
                stack[height] = supplier
                height += 1
    return place
