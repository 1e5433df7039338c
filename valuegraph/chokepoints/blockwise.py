"""The figures of many scenarios with numpy: bits where they suffice, blocks of columns elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.blocks import blocks, chunks, cut, weigh, whole_plan
from valuegraph.chokepoints.boolean import kinds_on_proofs, removals, spread, touch, unpacked
from valuegraph.chokepoints.kinds import proof_kinds
from valuegraph.chokepoints.propagate import Columns
from valuegraph.chokepoints.solving import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from valuegraph.chokepoints.blocks import Block
    from valuegraph.chokepoints.hypergraph import FloatArray, IntArray
    from valuegraph.chokepoints.plan import Plan
    from valuegraph.chokepoints.question import Figures, Question

    Sets = Sequence[Sequence[int]]

FULL = 1.0 - 1e-9
LONG = 2


def fill(question: Question, sets: Sets, found: Figures) -> None:
    """Fill in the figures of all removals that are not empty, at the greatest fixed point."""
    plan = whole_plan(question)
    for chunk in chunks(question, sets):
        _fill_chunk(question, plan, sets, chunk, found)


def _fill_chunk(
    question: Question, plan: Plan, sets: Sets, chunk: IntArray, found: Figures
) -> None:
    graph, rows = question.layout.graph, plan.row[question.targets]
    bits = spread(graph, plan, [sets[i] for i in chunk.tolist()])
    touched = unpacked(bits.touched[rows], len(chunk))
    own = unpacked(bits.removed[rows], len(chunk))
    full = unpacked(bits.full[rows], len(chunk))
    found.reach[chunk] = weigh(touched, question.weights)
    found.only_itself[chunk] = ~(touched & ~own).any(axis=0)
    found.long[chunk] = weigh(full, question.weights)
    found.kills[chunk] = full.any(axis=0)
    planes = kinds_on_proofs(graph, plan, bits) if question.proofs else []
    for number, proof in enumerate(planes):
        on_proof = unpacked(proof[rows], len(chunk)).any(axis=0)
        found.bits[chunk[on_proof]] |= np.uint64(1) << np.uint64(number)
    mixed = unpacked(bits.mixed[None], len(chunk))[0]
    mixed &= unpacked(bits.support[rows], len(chunk)).any(axis=0)
    for block in cut(question, plan, bits.support, (np.flatnonzero(mixed), chunk)):
        _long_run(question, block, sets, found)
    reaches, certain = touched.any(axis=0), found.long[chunk] > 0
    for some in (reaches & certain, reaches & ~certain):
        for block in cut(question, plan, bits.touched, (np.flatnonzero(some), chunk)):
            _short_run(question, block, sets, found)


def _long_run(question: Question, block: Block, sets: Sets, found: Figures) -> None:
    at, own = block.scenarios, block.removed(sets)
    columns = Columns(own, np.full(len(at), question.surges[LONG]))
    loss = solve(block.plan, columns)
    lost = loss[block.target_rows]
    found.long[at] = weigh(lost, block.target_weights)
    found.kills[at] = (lost >= FULL).any(axis=0)
    if question.proofs:
        found.bits[at] = kinds_at_targets(question, block, columns, loss)


def _short_run(question: Question, block: Block, sets: Sets, found: Figures) -> None:
    at, own = block.scenarios, block.removed(sets)
    width = len(at)
    columns = Columns(np.tile(own, 2), np.repeat(question.surges[:LONG], width))
    loss = solve(block.plan, columns)
    short, surged = weigh(loss[block.target_rows], block.target_weights).reshape(2, width)
    # Sweeps of cycles settle to a tolerance: the figures nest up to it, and exactly like this.
    found.surged[at] = np.maximum(surged, found.long[at])
    found.short[at] = np.maximum(short, found.surged[at])
    found.reach[at] = np.maximum(found.reach[at], found.short[at])
    if question.proofs and not found.long[at].any():
        asked = columns.only(np.arange(width))
        found.bits[at] = kinds_at_targets(question, block, asked, loss[:, :width])


def fill_least(question: Question, sets: Sets, found: Figures) -> None:
    """Fill in the figures of all removals at the least fixed point."""
    plan = whole_plan(question)
    for block in blocks(question, sets):
        at, own = block.scenarios, block.removed(sets)
        width = len(at)
        columns = Columns(np.tile(own, 3), np.repeat(question.surges, width))
        loss = nested(solve(block.plan, columns, least=True), width)
        lost = loss[block.target_rows]
        removed = removals(plan, [sets[i] for i in at.tolist()])
        touched = touch(question.layout.graph, plan, removed)[plan.row[block.targets]]
        reached = unpacked(touched, width) | (lost[:, :width] > 0)
        shares = weigh(np.hstack([reached, lost]), block.target_weights).reshape(4, width)
        found.reach[at], found.short[at], found.surged[at], found.long[at] = shares
        found.kills[at] = (lost[:, 2 * width :] >= FULL).any(axis=0)
        found.only_itself[at] = ~(reached & (own[block.target_rows] == 0)).any(axis=0)
        certain = shares[3] > 0
        proof = np.where(certain, loss[:, 2 * width :], loss[:, :width])
        surge = np.where(certain, question.surges[LONG], question.surges[0])
        if question.proofs:
            asked = Columns(own, surge)
            found.bits[at] = kinds_at_targets(question, block, asked, proof)


def kinds_at_targets(
    question: Question, block: Block, columns: Columns, loss: FloatArray
) -> NDArray[np.uint64]:
    """Return the relation kinds on the proofs of what the targets lose, as bits."""
    masks = proof_kinds(question.layout.graph, block.plan, columns, loss)
    masks = masks[block.target_rows]
    masks[loss[block.target_rows] <= 0] = 0
    kinds: NDArray[np.uint64] = np.bitwise_or.reduce(masks, axis=0).astype(np.uint64)
    return kinds


def nested(loss: FloatArray, width: int) -> FloatArray:
    """Return losses at falling surge, each at least the next, which cycles only round to."""
    short, surged, long = (loss[:, i * width : (i + 1) * width] for i in range(3))
    np.maximum(surged, long, out=surged)
    np.maximum(short, surged, out=short)
    return loss
