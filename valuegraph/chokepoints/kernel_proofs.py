"""Which relation kinds lie on the proofs of losses, in compiled loops; as in ``kinds``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.compiled import inlined
from valuegraph.chokepoints.kernels import feel
from valuegraph.chokepoints.kinds import SLACK
from valuegraph.chokepoints.wiring import LANES

if TYPE_CHECKING:
    from valuegraph.chokepoints.kernels import Desk
    from valuegraph.chokepoints.wiring import Wiring


@inlined
def reason(wiring: Wiring, desk: Desk, group: int, surge: float) -> None:
    """Put into ``through`` the relation kinds through which a group takes something."""
    through, nothing = desk.through, np.uint64(0)
    feel(wiring, desk, group, surge)
    for lane in range(LANES):
        through[lane] = nothing
    for member in range(wiring.members[group], wiring.members[group + 1]):
        supplier, kind, keep = wiring.supplier[member], wiring.kind[member], wiring.keep[member]
        for lane in range(LANES):
            lossy = min(desk.loss[supplier, lane], keep) > 0.0
            through[lane] |= (desk.proof[supplier, lane] | kind) if lossy else nothing
    for lane in range(LANES):
        through[lane] = through[lane] if desk.taken[lane] > 0.0 else nothing


@inlined
def prove(wiring: Wiring, desk: Desk, node: int, horizon: int) -> bool:  # noqa: C901 - one pass; numba compiles it as a whole
    """Add the relation kinds on the proof of a node's losses; return whether there are new ones."""
    through, found, joined, nothing = desk.through, desk.found, desk.joined, np.uint64(0)
    taken, added = desk.taken, desk.total
    linear = False
    for lane in range(LANES):
        found[lane] = joined[lane] = nothing
        added[lane] = 0.0
    for group in range(wiring.groups[node], wiring.groups[node + 1]):
        if wiring.alone[group]:
            member = wiring.members[group]
            supplier, kind, keep = wiring.supplier[member], wiring.kind[member], wiring.keep[member]
            for lane in range(LANES):
                felt = min(desk.loss[supplier, lane], keep)
                binds = felt > 0.0 and felt >= desk.loss[node, lane] - SLACK
                found[lane] |= (desk.proof[supplier, lane] | kind) if binds else nothing
            continue
        reason(wiring, desk, group, wiring.surge[horizon, group])
        if wiring.linear[group]:
            linear = True
            for lane in range(LANES):
                added[lane] += taken[lane]
                joined[lane] |= through[lane]
        else:
            for lane in range(LANES):
                binds = taken[lane] >= desk.loss[node, lane] - SLACK
                found[lane] |= through[lane] if binds else nothing
    if linear:
        for lane in range(LANES):
            binds = added[lane] >= desk.loss[node, lane] - SLACK
            found[lane] |= joined[lane] if binds else nothing
    removed, grown = desk.removed[node], nothing
    for lane in range(LANES):
        proven = desk.loss[node, lane] > SLACK and not removed >> np.uint64(lane) & np.uint64(1)
        new = found[lane] & ~desk.proof[node, lane] if proven else nothing
        desk.proof[node, lane] |= new
        grown |= new
    return bool(grown != nothing)


@inlined
def prove_all(wiring: Wiring, desk: Desk, horizon: int, count: int) -> None:
    """Prove the losses of all visited nodes; in cycles until nothing is added."""
    again = True
    while again:
        again = False
        for i in range(count):
            node = desk.visited[i]
            if prove(wiring, desk, node, horizon) and wiring.end[node] > node + 1:
                again = True
