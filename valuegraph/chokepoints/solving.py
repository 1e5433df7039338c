"""The fixed point of the map, step by step along the chain; cycles are swept until they settle.

The greatest fixed point in service is the least in losses: sweeps start from the shock alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.leap import leap
from valuegraph.chokepoints.propagate import group_loss, node_loss
from valuegraph.chokepoints.stride import stride
from valuegraph.errors import GraphError

if TYPE_CHECKING:
    from valuegraph.chokepoints.hypergraph import FloatArray
    from valuegraph.chokepoints.plan import Plan, Step
    from valuegraph.chokepoints.propagate import Columns

TOLERANCE = 1e-12
MOST_SWEEPS = 100_000
STRIDE = 10
# Before a stride some sweeps go half of the way: where a change wanders round a ring, it would
# otherwise be at one place at a time and point nowhere.
MIXING, HALF = 4, 0.5
# A slow leak hides behind a small change: what is left may be many times as much. Where strides
# are longer than this, it is solved for.
SLOW = 1_000.0
PATIENCE = 200


def solve(
    plan: Plan, columns: Columns, *, least: bool = False, sweeps: int | None = None
) -> FloatArray:
    """Return the loss of each row of the plan in each column.

    Parameters
    ----------
    plan : Plan
        The nodes to evaluate; all others lose nothing.
    columns : Columns
        The scenarios.
    least : bool
        Take the least fixed point of service instead of the greatest.
    sweeps : int, optional
        How often to go round a cycle before giving up, 100,000 times if not said.

    Returns
    -------
    (n_rows + 1, n_columns) float64
        Losses between 0 and 1; the last row is 0.

    Raises
    ------
    GraphError
        A cycle has not settled after so many sweeps.
    """
    loss = columns.shock.copy()
    for step in plan.steps:
        if step.cyclic:
            _sweep(step, columns, loss, least=least, sweeps=sweeps or MOST_SWEEPS)
        else:
            felt = node_loss(step, group_loss(step, columns, loss))
            np.maximum(loss[step.rows], felt, out=loss[step.rows])
    return loss


def _sweep(step: Step, columns: Columns, loss: FloatArray, *, least: bool, sweeps: int) -> None:
    """Sweep a cycle until it settles; once half the columns have, go on with the others."""
    here, shock = loss[step.rows], columns.shock[step.rows]
    if least:
        here[...] = 1.0
    calm, farthest = 0, 1.0
    for turn in range(1, sweeps + 1):
        taken = group_loss(step, columns, loss)
        felt = np.maximum(shock, node_loss(step, taken))
        change = felt - here
        restless = np.abs(change).max(axis=0) > TOLERANCE
        rising = bool((change >= -TOLERANCE).all())
        calm = 0 if restless.any() else calm + 1
        if calm and (turn <= STRIDE or not rising):
            here[...] = felt
            return
        if calm > MIXING or (not calm and rising and turn % STRIDE == 0):
            farthest = max(farthest, stride(step, columns, loss, taken, felt))
        elif calm or (rising and turn % STRIDE > STRIDE - MIXING):
            here += HALF * change
        else:
            here[...] = felt
        if calm > MIXING:
            if farthest > SLOW:
                leap(step, columns, loss)
            return
        if not calm and 2 * restless.sum() <= len(restless):
            chosen = np.flatnonzero(restless)
            part = loss[:, chosen]
            _sweep(step, columns.only(chosen), part, least=False, sweeps=sweeps)
            loss[:, chosen] = part
            return
        if turn % PATIENCE == 0 and rising:
            leap(step, columns, loss)
    raise GraphError(
        f"a cycle of {len(here)} nodes has not settled after {sweeps} sweeps",
        why="its members pass on almost all of each other's loss, so the loss grows very slowly",
        mend="state a stock, an alternative outside the cycle, or the true shares",
    )
