"""Scenarios evaluated together with numpy: one column each, in blocks of similar ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.boolean import removals, touch, unpacked, words_of
from valuegraph.chokepoints.plan import compile_plan
from valuegraph.chokepoints.reach import upstream_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray
    from valuegraph.chokepoints.plan import Plan
    from valuegraph.chokepoints.question import Question

BLOCK = 64
CHUNK = 2048


@dataclass(frozen=True, eq=False)
class Block:
    """Scenarios that are evaluated together and the nodes they can touch.

    Attributes
    ----------
    scenarios : (width,) int64
        Which ones.
    plan : Plan
        The nodes.
    targets, target_rows, target_weights : arrays
        The targets among them, where they are, and what they weigh.
    """

    scenarios: IntArray
    plan: Plan
    targets: IntArray
    target_rows: IntArray
    target_weights: FloatArray

    def removed(self, sets: Sequence[Sequence[int]]) -> FloatArray:
        """Return the shock in which the nodes of each scenario stop."""
        shock = np.zeros((len(self.plan.nodes) + 1, len(self.scenarios)))
        for column, scenario in enumerate(self.scenarios.tolist()):
            shock[self.plan.row[list(sets[scenario])], column] = 1.0
        shock[-1] = 0.0
        return shock


def whole_plan(question: Question) -> Plan:
    """Return the plan of all nodes that can touch a target."""
    return compile_plan(question.layout, upstream_of(question.layout.order, question.targets))


def chunks(question: Question, sets: Sequence[Sequence[int]]) -> Iterator[IntArray]:
    """Yield the scenarios in chunks, those that start at one stage of the chain together."""
    last = len(question.layout.graph.names)
    heads = np.array([nodes[0] if len(nodes) else last for nodes in sets], dtype=np.int64)
    place = np.append(question.layout.order.component, last)
    ordered = np.argsort(place[heads], kind="stable")
    ordered = ordered[: np.count_nonzero(heads < last)]
    for first in range(0, len(ordered), CHUNK):
        yield ordered[first : first + CHUNK]


def blocks(question: Question, sets: Sequence[Sequence[int]]) -> Iterator[Block]:
    """Yield the scenarios in blocks, with the nodes that they can touch upstream of targets.

    Scenarios that touch no target are left out: their figures are 0.
    """
    plan = whole_plan(question)
    rows = plan.row[question.targets]
    for chunk in chunks(question, sets):
        removed = removals(plan, [sets[i] for i in chunk.tolist()])
        touched = touch(question.layout.graph, plan, removed)
        some = np.flatnonzero(unpacked(touched[rows], len(chunk)).any(axis=0))
        if question.least:
            touched[:-1] = ~np.uint64(0)
        yield from cut(question, plan, touched, (some, chunk))


def cut(
    question: Question,
    plan: Plan,
    bits: NDArray[np.uint64],
    scenarios: tuple[IntArray, IntArray],
) -> Iterator[Block]:
    """Yield some scenarios of a chunk in blocks, each with the nodes whose bits they set.

    Parameters
    ----------
    question, plan
        What is asked, and the nodes by row.
    bits : (n_rows + 1, n_words) uint64
        The bits of the chunk.
    scenarios : two int64 arrays
        Places in the chunk of those to evaluate; the scenarios of the chunk.
    """
    some, chunk = scenarios
    for start in range(0, len(some), BLOCK):
        chosen = some[start : start + BLOCK]
        words = words_of(chosen, bits.shape[1])
        held = np.flatnonzero(words)
        rows = (bits[:-1, held] & words[held]).any(axis=1)
        yield _block(question, plan.nodes[rows], chunk[chosen])


def _block(question: Question, nodes: IntArray, scenarios: IntArray) -> Block:
    active: BoolArray = np.zeros(len(question.layout.graph.names), dtype=bool)
    active[nodes] = True
    plan = compile_plan(question.layout, active)
    here = active[question.targets]
    targets = question.targets[here]
    return Block(scenarios, plan, targets, plan.row[targets], question.weights[here])


def weigh(at_targets: FloatArray | BoolArray, weights: FloatArray) -> FloatArray:
    """Return the weighted sum of each column, every column added in the same order."""
    total: FloatArray = np.minimum((weights[:, None] * at_targets).sum(axis=0), 1.0)
    return total
