"""Going round a cycle in one step, where sweeps would take thousands.

Sweeps approach the fixed point from below, by a factor a sweep that may be very near 1. At the
losses reached, the map has an affine minorant that is exact there: of each node the group that
binds, of each group the share-weighted sum (or the best member, held still), of each member its
supplier until its stock covers the rest. The leap goes towards the fixed point of this affine
map and stops where a loss reaches 1 or a stock starts to cover. It cannot pass the fixed point of
the map, so the sweeps that follow still come from below. It is Newton's method for monotone
systems: Etessami and Yannakakis (2009), Journal of the ACM 56(1), doi:10.1145/1462153.1462154.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.propagate import group_loss, member_loss, node_loss

if TYPE_CHECKING:
    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray
    from valuegraph.chokepoints.plan import Step
    from valuegraph.chokepoints.propagate import Columns

MOST_ROWS = 1_500
NEAR = 1e-12


def leap(step: Step, columns: Columns, loss: FloatArray) -> None:
    """Raise the losses of a cyclic step towards its fixed point, in place, column by column."""
    size = step.rows.stop - step.rows.start
    if size > MOST_ROWS:
        return
    for column in range(loss.shape[1]):
        one = columns.only(np.array([column]))
        part = loss[:, column : column + 1]
        here = part[step.rows, 0]
        taken = group_loss(step, one, part)
        shock = one.shock[step.rows, 0]
        felt = node_loss(step, taken)[:, 0]
        held = (shock >= felt) | (here >= 1.0 - NEAR)
        used = _binding(step, taken[:, 0], held, felt)
        matrix = np.eye(size) - _slopes(step, one, part, used)
        try:
            rise = np.linalg.solve(matrix, np.maximum(np.maximum(shock, felt) - here, 0.0))
        except np.linalg.LinAlgError:
            continue
        if (rise >= 0).all():
            way = min(1.0, _room(step, part, here, rise.astype(np.float64)))
            part[step.rows, 0] = np.minimum(here + way * rise, 1.0)


def _binding(step: Step, taken: FloatArray, held: BoolArray, felt: FloatArray) -> BoolArray:
    """Return the groups that the nodes' losses come from; none where a node is held still."""
    used = np.zeros(len(taken), dtype=bool)
    added = np.zeros(len(felt))
    for at, read in step.linear:
        added[at] += taken[read]
    linear = (added >= felt) & ~held
    for at, read in step.linear:
        used[read] = linear[at]
    free = ~linear & ~held
    for read in step.essential:
        used[read] = free[: len(read)] & (taken[read] >= felt[: len(read)])
        free[: len(read)] &= ~used[read]
    return used


def _room(step: Step, loss: FloatArray, here: FloatArray, rise: FloatArray) -> float:
    """Return how far a rise can go before a loss reaches 1 or a stock covers the rest."""
    open_ = here < 1.0 - NEAR
    gaps = [np.where(open_, 1.0 - here, np.inf)]
    rises = [rise]
    for read in step.passes:
        row = read.supplier - step.rows.start
        inside = (row >= 0) & (row < len(here))
        if read.keep is not None:
            left = read.keep[inside, 0] - loss[read.supplier[inside], 0]
            gaps.append(np.where(left > NEAR, left, np.inf))
            rises.append(rise[row[inside]])
    gap, climb = np.concatenate(gaps), np.concatenate(rises)
    return float(np.divide(gap, climb, out=np.full(len(gap), np.inf), where=climb > 0).min())


def _slopes(step: Step, columns: Columns, loss: FloatArray, used: BoolArray) -> FloatArray:
    """Return how the loss of each row of the step grows with that of every other."""
    size = step.rows.stop - step.rows.start
    dependent = np.zeros(len(used), dtype=np.int64)
    for groups in step.essential:
        dependent[groups] = np.arange(len(groups))
    for at, groups in step.linear:
        dependent[groups] = at
    growth = used * _growth(step, columns, loss)
    if step.essentiality is not None:
        growth *= step.essentiality[:, 0]
    spared = columns.spared(step.groups)
    if spared is not None:
        growth *= ~spared[:, 0]
    matrix = np.zeros((size, size))
    for turn, read in enumerate(step.passes):
        count = len(read.member)
        weight = growth[:count] * _passed_on(step, turn, columns, loss)
        shared = len(step.passes[1].member) if len(step.passes) > 1 else 0
        alone = np.arange(count) >= shared
        weight *= np.where(alone, 1.0, columns.shares(read)[:, 0])
        row = read.supplier - step.rows.start
        inside = (row >= 0) & (row < size)
        np.add.at(matrix, (dependent[:count][inside], row[inside]), weight[inside])
    return matrix


def _growth(step: Step, columns: Columns, loss: FloatArray) -> FloatArray:
    """Return by how much each group grows with its weighted sum: 0 where the best member binds."""
    result = np.ones(len(step.groups))
    if len(step.passes) == 1:
        return result
    shared = len(step.passes[1].member)
    best, added = np.ones(shared), np.zeros(shared)
    for turn, read in enumerate(step.passes):
        felt = member_loss(step, turn, columns, loss)[:shared, 0]
        count = len(felt)
        best[:count] = np.minimum(best[:count], felt)
        added[:count] += columns.shares(read)[:count, 0] * felt
    surge = np.full(shared, columns.surge[0])
    if step.surge is not None:
        own = step.surge[:shared, 0]
        surge = np.where(np.isnan(own), surge, own)
    finite = np.where(np.isinf(surge), 0.0, surge)
    binds: BoolArray = np.isfinite(surge) & (added - finite * (1.0 - added) >= best)
    result[:shared] = np.where(binds, 1.0 + finite, 0.0)
    return result


def _passed_on(step: Step, turn: int, columns: Columns, loss: FloatArray) -> FloatArray:
    """Return which share of a supplier's further loss each member passes on."""
    read = step.passes[turn]
    slope = np.ones(len(read.member))
    if read.keep is not None:
        slope[loss[read.supplier, 0] >= read.keep[:, 0] - NEAR] = 0.0
    if columns.relation_loss is not None:
        slope *= 1.0 - columns.relation_loss[read.member]
    if columns.cuts is not None:
        place, _ = columns.cuts
        first, last = np.searchsorted(place, (read.offset, read.offset + len(slope)))
        slope[place[first:last] - read.offset] = 0.0
    if columns.draws is not None:
        slope[columns.draws.absent[read.member[:, None], columns.draw][:, 0]] = 0.0
    return slope
