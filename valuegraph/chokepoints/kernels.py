"""The map in compiled loops: many scenarios side by side, only what they can affect.

This module has what is kept and what is done for one node; ``kernel_spreading`` goes from node to
node.

``inline="always"`` is for speed: numba counts references to every array at a call, which takes
longer than what is done for a node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from valuegraph.chokepoints.compiled import inlined
from valuegraph.chokepoints.wiring import LANES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from valuegraph.chokepoints.hypergraph import FloatArray, IntArray
    from valuegraph.chokepoints.wiring import Wiring


class Desk(NamedTuple):
    """Where one thread works: all zero before and after each group of lanes.

    Attributes
    ----------
    loss : (n_nodes, LANES) float64
        Losses in each lane.
    proof : (n_nodes, LANES) uint64
        Relation kinds on the proof of each loss.
    pending : (n_nodes,) uint8
        Nodes of which a supplier has lost something since they were last visited.
    seen : (n_nodes,) uint8
        Nodes visited.
    visited : (n_nodes,) int32
        The same as a list, suppliers before dependents.
    removed : (n_nodes,) uint64
        Lanes, as bits, in which a node is removed.
    cut : (n_members,) uint64
        Lanes, as bits, in which a relation is cut.
    rise : (n_nodes, LANES) float64
        By how much the nodes of a cycle rise; without rows where there is no cycle.
    taken, added, growth : (LANES,) float64
        What is being worked out for one group: what it takes, its weighted sum, its slope.
    felt, total, joint : (LANES,) float64
        For one node: what it loses, what its linear groups take, their slope.
    way, most, room : (LANES,) float64
        For one cycle: how far each lane can rise, would at most, has room for.
    through, found, joined : (LANES,) uint64
        Relation kinds of one group, of one node, of its linear groups.
    """

    loss: FloatArray
    proof: NDArray[np.uint64]
    pending: NDArray[np.uint8]
    seen: NDArray[np.uint8]
    visited: NDArray[np.int32]
    removed: NDArray[np.uint64]
    cut: NDArray[np.uint64]
    rise: FloatArray
    taken: FloatArray
    added: FloatArray
    growth: FloatArray
    felt: FloatArray
    total: FloatArray
    joint: FloatArray
    way: FloatArray
    most: FloatArray
    room: FloatArray
    through: NDArray[np.uint64]
    found: NDArray[np.uint64]
    joined: NDArray[np.uint64]


class Seeds(NamedTuple):
    """What each scenario removes and cuts.

    Attributes
    ----------
    nodes, node : (n_scenarios + 1,) and (n,) int64
        Scenario i removes the nodes ``node[nodes[i]:nodes[i + 1]]``.
    cuts, cut : (n_scenarios + 1,) and (m,) int64
        It cuts the members ``cut[cuts[i]:cuts[i + 1]]``.
    dependent : (m,) int64
        Who feels each cut.
    """

    nodes: IntArray
    node: IntArray
    cuts: IntArray
    cut: IntArray
    dependent: IntArray


class Answers(NamedTuple):
    """What comes out, one entry a scenario.

    Attributes
    ----------
    lost : (3, n) float64
        Share of target service lost at each horizon.
    kinds : (n,) uint64
        Relation kinds on the proof.
    kills : (n,) bool
        Whether a target stops altogether at the long horizon.
    unsettled : (n,) bool
        Whether a cycle did not settle: the other figures are not to be used.
    """

    lost: FloatArray
    kinds: NDArray[np.uint64]
    kills: NDArray[np.bool_]
    unsettled: NDArray[np.bool_]


@inlined
def feel(wiring: Wiring, desk: Desk, group: int, surge: float) -> None:  # noqa: C901 - one pass; numba compiles it as a whole
    """Put into ``taken`` what a group takes from its dependent in each lane."""
    loss, best, added = desk.loss, desk.taken, desk.added
    first, last = wiring.members[group], wiring.members[group + 1]
    for member in range(first, last):
        supplier, share, keep = wiring.supplier[member], wiring.share[member], wiring.keep[member]
        cut = desk.cut[member]
        if cut:
            for lane in range(LANES):
                felt = (
                    1.0
                    if cut >> np.uint64(lane) & np.uint64(1)
                    else min(loss[supplier, lane], keep)
                )
                best[lane] = felt if member == first else min(felt, best[lane])
                added[lane] = felt * share + (0.0 if member == first else added[lane])
        elif member == first:
            for lane in range(LANES):
                felt = min(loss[supplier, lane], keep)
                best[lane] = felt
                added[lane] = felt * share
        else:
            for lane in range(LANES):
                felt = min(loss[supplier, lane], keep)
                best[lane] = min(felt, best[lane])
                added[lane] += felt * share
    if last > first + 1 and surge != np.inf:
        for lane in range(LANES):
            weighted = min(added[lane], 1.0)
            best[lane] = max(weighted - (1.0 - weighted) * surge, best[lane])
    essentiality = wiring.essentiality[group]
    if essentiality < 1.0:
        for lane in range(LANES):
            best[lane] *= essentiality


@inlined
def visit(wiring: Wiring, desk: Desk, node: int, horizon: int) -> float:  # noqa: C901 - one pass; numba compiles it as a whole
    """Put into ``felt`` what a node loses in each lane; return by how much that rises at most."""
    felt, added, taken = desk.felt, desk.total, desk.taken
    for lane in range(LANES):
        felt[lane] = desk.loss[node, lane]
        added[lane] = 0.0
    linear = False
    for group in range(wiring.groups[node], wiring.groups[node + 1]):
        member = wiring.members[group]
        if wiring.alone[group] and not desk.cut[member]:
            supplier, keep = wiring.supplier[member], wiring.keep[member]
            for lane in range(LANES):
                felt[lane] = max(min(desk.loss[supplier, lane], keep), felt[lane])
            continue
        feel(wiring, desk, group, wiring.surge[horizon, group])
        if wiring.linear[group]:
            linear = True
            for lane in range(LANES):
                added[lane] += taken[lane]
        else:
            for lane in range(LANES):
                felt[lane] = max(taken[lane], felt[lane])
    if linear:
        for lane in range(LANES):
            felt[lane] = max(min(added[lane], 1.0), felt[lane])
    rise = 0.0
    for lane in range(LANES):
        rise = max(felt[lane] - desk.loss[node, lane], rise)
    return rise
