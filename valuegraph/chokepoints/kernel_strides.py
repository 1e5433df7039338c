"""Slow cycles in compiled loops: sweeps, and strides where they point, as in ``stride``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.compiled import inlined
from valuegraph.chokepoints.kernels import visit
from valuegraph.chokepoints.solving import HALF, MIXING, SLOW, STRIDE, TOLERANCE
from valuegraph.chokepoints.stride import NEAR, NOISE, SHORT_OF_IT
from valuegraph.chokepoints.wiring import LANES

if TYPE_CHECKING:
    from valuegraph.chokepoints.kernels import Desk
    from valuegraph.chokepoints.wiring import Wiring

MOST_SWEEPS = 3_000


@inlined
def settle(wiring: Wiring, desk: Desk, horizon: int, first: int, last: int) -> bool:
    """Find the losses of the cycle from rank ``first`` to before ``last``.

    False when it does not settle, or so slowly that it has to be solved for.
    """
    calm, farthest = 0, 1.0
    for turn in range(1, MOST_SWEEPS + 1):
        most = 0.0
        for node in range(first, last):
            most = max(visit(wiring, desk, node, horizon), most)
            for lane in range(LANES):
                desk.rise[node, lane] = desk.felt[lane] - desk.loss[node, lane]
        calm = calm + 1 if most <= TOLERANCE else 0
        if calm > MIXING or (calm == 0 and turn % STRIDE == 0):
            measure(wiring, desk, horizon, first, last)
            for lane in range(LANES):
                farthest = max(desk.way[lane], farthest)
        else:
            mixing = calm > 0 or turn % STRIDE > STRIDE - MIXING
            for lane in range(LANES):
                desk.way[lane] = HALF if mixing else 1.0
        for node in range(first, last):
            for lane in range(LANES):
                risen = desk.loss[node, lane] + desk.way[lane] * desk.rise[node, lane]
                desk.loss[node, lane] = min(risen, 1.0)
                desk.rise[node, lane] = 0.0
        if calm > MIXING:
            return farthest <= SLOW
    return False


@inlined
def measure(wiring: Wiring, desk: Desk, horizon: int, first: int, last: int) -> None:
    """Put into ``way`` how many times its last change each lane can certainly rise, 1 or more."""
    way, most, room, slope = desk.way, desk.most, desk.room, desk.felt
    for lane in range(LANES):
        way[lane] = room[lane] = np.inf
        most[lane] = 1.0
    for node in range(first, last):
        for lane in range(LANES):
            if desk.rise[node, lane] <= NOISE:
                desk.rise[node, lane] = 0.0
    for node in range(first, last):
        lean(wiring, desk, node, horizon)
        for lane in range(LANES):
            rise = desk.rise[node, lane]
            if rise > 0.0:
                lag = rise - slope[lane]
                ratio = rise / lag if lag > 0.0 else np.inf
                way[lane], most[lane] = min(way[lane], ratio), max(most[lane], ratio)
                room[lane] = min((1.0 - desk.loss[node, lane]) / rise, room[lane])
    for lane in range(LANES):
        far = 1.0 if 2.0 * way[lane] < most[lane] else way[lane] * SHORT_OF_IT
        far = min(far, room[lane])
        way[lane] = 1.0 if far == np.inf else max(far, 1.0)


@inlined
def lean(wiring: Wiring, desk: Desk, node: int, horizon: int) -> None:
    """Put into ``felt`` by how much a node's loss grows with the rise of the others."""
    slope, added, together = desk.felt, desk.total, desk.joint
    for lane in range(LANES):
        slope[lane] = added[lane] = together[lane] = 0.0
    for group in range(wiring.groups[node], wiring.groups[node + 1]):
        grow(wiring, desk, group, wiring.surge[horizon, group])
        for lane in range(LANES):
            felt = desk.loss[node, lane] + desk.rise[node, lane]
            if wiring.linear[group]:
                added[lane] += desk.taken[lane]
                together[lane] += desk.growth[lane]
            elif desk.taken[lane] >= felt:
                slope[lane] = max(desk.growth[lane], slope[lane])
    for lane in range(LANES):
        felt = desk.loss[node, lane] + desk.rise[node, lane]
        if added[lane] >= felt:
            slope[lane] = max(together[lane], slope[lane])
        if felt >= 1.0 - NEAR:
            slope[lane] = 0.0


@inlined
def grow(wiring: Wiring, desk: Desk, group: int, surge: float) -> None:
    """Put into ``taken`` what a group takes, into ``growth`` how that grows with the rise."""
    best, added, growth, room = desk.taken, desk.added, desk.growth, desk.room
    first, last = wiring.members[group], wiring.members[group + 1]
    for lane in range(LANES):
        best[lane] = 1.0
        added[lane] = growth[lane] = 0.0
    for member in range(first, last):
        supplier, share, keep = wiring.supplier[member], wiring.share[member], wiring.keep[member]
        cut = desk.cut[member]
        for lane in range(LANES):
            loss, rise = desk.loss[supplier, lane], desk.rise[supplier, lane]
            gone = cut >> np.uint64(lane) & np.uint64(1)
            felt = 1.0 if gone else min(loss, keep)
            best[lane] = min(felt, best[lane])
            added[lane] += felt * share
            if rise > 0.0 and not gone and keep - loss > NEAR:
                growth[lane] += rise * share
                if keep < 1.0:
                    room[lane] = min((keep - loss) / rise, room[lane])
    essentiality = wiring.essentiality[group]
    for lane in range(LANES):
        if last > first + 1:
            left = -1.0
            if surge != np.inf:
                left = added[lane] - (1.0 - added[lane]) * surge
            growth[lane] *= 1.0 + surge if left >= best[lane] else 0.0
            best[lane] = max(min(left, 1.0), best[lane])
        best[lane] *= essentiality
        growth[lane] *= essentiality
