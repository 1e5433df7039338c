"""Which relation kinds lie on the proof of a loss, for many scenarios at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.propagate import group_loss, member_loss

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, Hypergraph
    from valuegraph.chokepoints.plan import Plan, Step
    from valuegraph.chokepoints.propagate import Columns

UNLISTED = 63
SLACK = 1e-9


def proof_kinds(
    graph: Hypergraph, plan: Plan, columns: Columns, loss: FloatArray
) -> NDArray[np.uint64]:
    """Return a bit set of relation kinds for each row of the plan in each column.

    A relation is on the proof of a node's loss when its supplier has lost something and its
    group is one of those that bind: an essential group that takes as much as the node loses, or
    any lossy linear group when the linear ones together do. A node that the shock itself stops
    has an empty proof.

    Parameters
    ----------
    graph : Hypergraph
        The graph; kind 63 and later share one bit.
    plan : Plan
        The nodes evaluated.
    columns : Columns
        The scenarios.
    loss : (n_rows + 1, n_columns) float64
        The solution for these columns.
    """
    bit = np.uint64(1) << np.minimum(graph.relations.kind, UNLISTED).astype(np.uint64)
    mask = np.zeros(loss.shape, dtype=np.uint64)
    for step in plan.steps:
        while _add_step(step, columns, loss, bit, mask) and step.cyclic:
            pass
    return mask


def _add_step(
    step: Step,
    columns: Columns,
    loss: FloatArray,
    bit: NDArray[np.uint64],
    mask: NDArray[np.uint64],
) -> bool:
    taken = group_loss(step, columns, loss)
    through = np.zeros(taken.shape, dtype=np.uint64)
    for turn, read in enumerate(step.passes):
        carried = mask.take(read.supplier, axis=0) | bit[read.member][:, None]
        carried[member_loss(step, turn, columns, loss) <= 0] = 0
        through[: len(carried)] |= carried
    through[taken <= 0] = 0
    here = loss[step.rows]
    proven = (columns.shock[step.rows] < here - SLACK) & (here > 0)
    found = np.zeros(here.shape, dtype=np.uint64)
    for groups in step.essential:
        binding = taken[groups] >= here[: len(groups)] - SLACK
        found[: len(groups)] |= np.where(binding, through[groups], np.uint64(0))
    if step.linear:
        found |= _linear(step, taken, through, here)
    found[~proven] = 0
    grown = bool((found & ~mask[step.rows]).any())
    mask[step.rows] |= found
    return grown


def _linear(
    step: Step, taken: FloatArray, through: NDArray[np.uint64], here: FloatArray
) -> NDArray[np.uint64]:
    added = np.zeros(here.shape)
    joined = np.zeros(here.shape, dtype=np.uint64)
    for at, read in step.linear:
        added[at] += taken[read]
        joined[at] |= through[read]
    binding: BoolArray = added >= here - SLACK
    return np.where(binding, joined, np.uint64(0))
