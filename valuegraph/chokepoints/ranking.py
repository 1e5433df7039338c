"""The figures of every controller: reach, share lost at three horizons, leverage, kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints import blockwise
from valuegraph.chokepoints.blocks import blocks, weigh
from valuegraph.chokepoints.blockwise import FULL, nested
from valuegraph.chokepoints.kinds import UNLISTED
from valuegraph.chokepoints.propagate import Columns
from valuegraph.chokepoints.question import Figures
from valuegraph.chokepoints.solving import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from valuegraph.chokepoints.controllers import Controller
    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray
    from valuegraph.chokepoints.question import Question

__all__ = ["FULL", "figures", "leverage", "nested", "share_lost"]


def figures(
    question: Question, controllers: Sequence[Controller], revocable: Sequence[Sequence[int]]
) -> Figures:
    """Return the figures of all controllers."""
    n = len(controllers)
    found = Figures(
        reach=np.zeros(n),
        short=np.zeros(n),
        surged=np.zeros(n),
        long=np.zeros(n),
        leverage=leverage(question, revocable),
        kills=np.zeros(n, dtype=bool),
        only_itself=np.ones(n, dtype=bool),
        bits=np.zeros(n, dtype=np.uint64),
        kinds=[],
    )
    nodes: list[Sequence[int]] = [controller.nodes for controller in controllers]
    fast = question.kernels(n)
    if question.least:
        blockwise.fill_least(question, nodes, found)
    elif fast is None:
        blockwise.fill(question, nodes, found)
    else:
        unsettled = fast.fill(question, nodes, found)
        if len(unsettled):
            blockwise.fill(question, _only(nodes, unsettled), found)
    found.kinds.extend(kind_names(question.layout.graph.kinds, found.bits))
    return found


def _only(lists: Sequence[Sequence[int]], places: IntArray) -> list[Sequence[int]]:
    """Return the lists at some places, and empty ones elsewhere."""
    kept: list[Sequence[int]] = [()] * len(lists)
    for place in places.tolist():
        kept[place] = lists[place]
    return kept


def share_lost(
    question: Question,
    nodes: Sequence[Sequence[int]],
    surge: float,
    *,
    immune: BoolArray | None = None,
) -> FloatArray:
    """Return the share lost when each set of nodes is removed, at one horizon.

    ``immune`` groups never fail; they stand for groups that may have suppliers nobody recorded.
    """
    result: FloatArray = np.zeros(len(nodes))
    fast = question.kernels(len(nodes))
    if fast is not None:
        result, unsettled = fast.lost(question, nodes, [()] * len(nodes), surge, immune)
        nodes = _only(nodes, unsettled)
        if not len(unsettled):
            return result
    for block in blocks(question, nodes):
        surges = np.full(len(block.scenarios), surge)
        columns = Columns(block.removed(nodes), surges, immune=immune)
        loss = solve(block.plan, columns, least=question.least)
        result[block.scenarios] = weigh(loss[block.target_rows], block.target_weights)
    return result


def leverage(question: Question, revocable: Sequence[Sequence[int]]) -> FloatArray:
    """Return the share lost in the short run when only the given relations are cut."""
    graph = question.layout.graph
    result = np.zeros(len(revocable))
    holders = [i for i, relations in enumerate(revocable) if relations]
    cuts = [revocable[i] for i in holders]
    fast = question.kernels(len(holders)) if holders else None
    if fast is not None:
        none = [()] * len(cuts)
        result[holders], unsettled = fast.lost(question, none, cuts, question.surges[0])
        cuts = _only(cuts, unsettled)
        if not len(unsettled):
            return result
    for block in blocks(question, [graph.dependent[list(part)].tolist() for part in cuts]):
        plan = block.plan
        place = np.full(len(graph.relations.group), -1)
        place[plan.members] = np.arange(len(plan.members))
        where = [
            (int(place[relation]), column)
            for column, scenario in enumerate(block.scenarios.tolist())
            for relation in cuts[scenario]
            if place[relation] >= 0
        ]
        places, columns = np.array(sorted(where), dtype=np.int64).reshape(-1, 2).T
        shock = np.zeros((len(plan.nodes) + 1, len(block.scenarios)))
        surge = np.full(len(block.scenarios), question.surges[0])
        asked = Columns(shock, surge, cuts=(places, columns))
        loss = solve(plan, asked, least=question.least)
        lost = weigh(loss[block.target_rows], block.target_weights)
        result[np.array(holders)[block.scenarios]] = lost
    return result


def kind_names(kinds: Sequence[str], bits: NDArray[np.uint64]) -> list[tuple[str, ...]]:
    """Return the sorted names of the kinds that each bit set stands for."""
    sets, place = np.unique(bits, return_inverse=True)
    names = []
    for mask in sets.tolist():
        listed = [kind for i, kind in enumerate(kinds[:UNLISTED]) if mask >> i & 1]
        if mask >> UNLISTED & 1:
            listed.append("other kinds")
        names.append(tuple(sorted(listed)))
    return [names[i] for i in place.tolist()]
