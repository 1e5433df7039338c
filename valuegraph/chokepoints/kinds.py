"""Which relation kinds lie on the proof of a loss, for many scenarios at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.propagate import group_loss

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, Hypergraph
    from valuegraph.chokepoints.plan import Plan, Step
    from valuegraph.chokepoints.propagate import Columns

UNLISTED = 63
WIDTHS = (np.uint8, np.uint16, np.uint32, np.uint64)
SLACK = 1e-9


def kind_bits(graph: Hypergraph) -> NDArray[np.uint64]:
    """Return the bit of each relation's kind; kind 63 and later share one."""
    return np.uint64(1) << np.minimum(graph.relations.kind, UNLISTED).astype(np.uint64)


def proof_kinds(
    graph: Hypergraph, plan: Plan, columns: Columns, loss: FloatArray
) -> NDArray[np.unsignedinteger]:
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
    narrow = next(
        width for width in WIDTHS if min(len(graph.kinds), UNLISTED + 1) <= np.iinfo(width).bits
    )
    bit = kind_bits(graph).astype(narrow)
    mask = np.zeros(loss.shape, dtype=narrow)
    for step in plan.steps:
        lossy: list[BoolArray] = []
        taken = group_loss(step, columns, loss, lossy)
        proven = (columns.shock[step.rows] < loss[step.rows] - SLACK) & (loss[step.rows] > 0)
        binding = _binding(step, taken, loss[step.rows])
        while True:
            through = np.zeros(taken.shape, dtype=narrow)
            for read, felt in zip(step.passes, lossy, strict=True):
                carried = mask.take(read.supplier, axis=0)
                carried |= bit[read.member][:, None]
                carried *= felt
                through[: len(carried)] |= carried
            through *= taken > 0
            found = _bound(step, through, binding)
            found *= proven
            grown = step.cyclic and bool((found & ~mask[step.rows]).any())
            mask[step.rows] |= found
            if not grown:
                break
    return mask


def _binding(step: Step, taken: FloatArray, here: FloatArray) -> list[BoolArray]:
    """Return where the essential groups of each turn take all that is lost; last, the linear."""
    least = here - SLACK
    binding: list[BoolArray] = [
        taken.take(groups, axis=0) >= least[: len(groups)] for groups in step.essential
    ]
    added = np.zeros(here.shape)
    for at, read in step.linear:
        added[at] += taken[read]
    return [*binding, added >= least]


def _bound(
    step: Step, through: NDArray[np.unsignedinteger], binding: list[BoolArray]
) -> NDArray[np.unsignedinteger]:
    """Return the bits of the groups that bind, by node."""
    found = np.zeros(binding[-1].shape, dtype=through.dtype)
    for at, read in step.linear:
        found[at] |= through[read]
    found *= binding[-1]
    for groups, binds in zip(step.essential, binding, strict=False):
        found[: len(groups)] |= through.take(groups, axis=0) * binds
    return found
