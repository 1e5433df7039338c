"""Going on in a cycle as far as the last change certainly leads, in all columns at once.

At losses x with the next change r = F(x) - x >= 0, the map F has an affine minorant M that is exact
at x: of each node a group that binds, of each group the share-weighted sum (or the best member,
held still), of each member its supplier until its stock covers the rest. With A its slopes, every
x + t r with t (r - A r) <= r is no more than M makes of it, so the fixed point of M, and with it
that of F, is not below: the loss may be raised at once with t = 1 / (1 - min of A r over r),
unless a loss reaches 1 or a stock on the way. After some sweeps r points where the slowest
change goes, and one stride does what thousands of sweeps would. It costs as much as one of them,
for any size; `leap` solves for the fixed point of M itself, which takes a matrix for each column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.propagate import member_loss

if TYPE_CHECKING:
    from valuegraph.chokepoints.hypergraph import FloatArray
    from valuegraph.chokepoints.plan import Step
    from valuegraph.chokepoints.propagate import Columns

NOISE = 1e-15
NEAR = 1e-12
SHORT_OF_IT = 1.0 - 1e-12


def stride(
    step: Step, columns: Columns, loss: FloatArray, taken: FloatArray, felt: FloatArray
) -> float:
    """Raise the losses of a cyclic step along their last change, in place.

    Parameters
    ----------
    step, columns : Step, Columns
        The cycle and the scenarios.
    loss : (n_rows + 1, n_columns) float64
        Losses of all rows.
    taken : (n_groups, n_columns) float64
        What the groups of the step take at these losses.
    felt : (n_step_rows, n_columns) float64
        What the nodes of the step lose therefore: one sweep on.

    Returns
    -------
    float
        How many times their last change the farthest losses have risen.
    """
    here = loss[step.rows]
    rise = np.zeros_like(loss)
    rise[step.rows] = np.where(felt - here > NOISE, felt - here, 0.0)
    moving = rise[step.rows]
    passed, room = _passed(step, columns, loss, rise)
    slope = _node_slope(step, _group_slope(step, columns, loss, passed), taken, felt)
    slope[felt >= 1.0 - NEAR] = 0.0
    lag = moving - slope
    # Where nothing lags behind, the change grows until there is no room for it.
    way = np.divide(moving, lag, out=np.full_like(lag, np.inf), where=lag > 0)
    way, most = way.min(axis=0), np.where(moving > 0, way, 0.0).max(axis=0)
    left = np.divide(1.0 - here, moving, out=np.full_like(lag, np.inf), where=moving > 0)
    # A change that is still turning leads nowhere far: rather sweep on than stir it up.
    way = np.where(2.0 * way < most, 0.0, way * SHORT_OF_IT)
    way = np.minimum(way, np.minimum(left.min(axis=0), room))
    way[~np.isfinite(way)] = 0.0
    loss[step.rows] = np.minimum(np.maximum(felt, here + way * moving), 1.0)
    return float(way.max())


def _passed(
    step: Step, columns: Columns, loss: FloatArray, rise: FloatArray
) -> tuple[list[FloatArray], FloatArray]:
    """Return what the members of each turn pass on of a rise, and how far until a stock covers."""
    room = np.full(loss.shape[1], np.inf)
    passed = []
    for read in step.passes:
        felt = rise.take(read.supplier, axis=0)
        if read.keep is not None:
            left = read.keep - loss.take(read.supplier, axis=0)
            felt[left <= NEAR] = 0.0
            until = np.divide(left, felt, out=np.full_like(felt, np.inf), where=felt > 0)
            room = np.minimum(room, until.min(axis=0))
        if columns.relation_loss is not None:
            felt *= 1.0 - columns.relation_loss[read.member][:, None]
        if columns.cuts is not None:
            place, column = columns.cuts
            first, last = np.searchsorted(place, (read.offset, read.offset + len(felt)))
            felt[place[first:last] - read.offset, column[first:last]] = 0.0
        absent = np.zeros_like(felt)
        columns.withhold(absent, read)
        passed.append(felt * (1.0 - absent))
    return passed, room


def _group_slope(
    step: Step, columns: Columns, loss: FloatArray, passed: list[FloatArray]
) -> FloatArray:
    """Return by how much what each group takes grows with the rise: not at all by its best."""
    slope = passed[0].copy()
    if len(passed) > 1:
        shared = len(step.passes[1].member)
        best, added = np.ones((2, shared, loss.shape[1]))
        added[:] = slope[:shared] = 0.0
        for turn, read in enumerate(step.passes):
            felt = member_loss(step, turn, columns, loss)[:shared]
            rising = passed[turn][:shared].copy()
            count = len(felt)
            best[:count] = np.minimum(best[:count], felt)
            columns.weigh(felt, read)
            columns.weigh(rising, read)
            added[:count] += felt
            slope[:count] += rising
        surge = np.broadcast_to(columns.surge, added.shape)
        if step.surge is not None:
            own = step.surge[:shared]
            surge = np.where(np.isnan(own), surge, own)
        finite = np.where(np.isinf(surge), 0.0, surge)
        binds = np.isfinite(surge) & (added - finite * (1.0 - added) >= best)
        slope[:shared] *= np.where(binds, 1.0 + finite, 0.0)
    spared = columns.spared(step.groups)
    if spared is not None:
        slope *= ~spared
    if step.essentiality is not None:
        slope *= step.essentiality
    return slope


def _node_slope(step: Step, slope: FloatArray, taken: FloatArray, felt: FloatArray) -> FloatArray:
    """Return by how much each node's loss grows, of the groups that it comes from."""
    grows = np.zeros_like(felt)
    for read in step.essential:
        count = len(read)
        binds = taken.take(read, axis=0) >= felt[:count]
        np.maximum(grows[:count], slope.take(read, axis=0) * binds, out=grows[:count])
    if step.linear:
        added, together = np.zeros_like(felt), np.zeros_like(felt)
        for at, read in step.linear:
            added[at] += taken[read]
            together[at] += slope[read]
        np.maximum(grows, together * (added >= felt), out=grows)
    return grows
