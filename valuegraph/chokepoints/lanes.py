"""The figures of many scenarios with compiled loops, on as many threads as there are cores.

Importing this module imports numba; ``compiled.kernels_for`` decides whether that pays.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.compiled import n_threads
from valuegraph.chokepoints.kernel_tables import lose, pack, touch
from valuegraph.chokepoints.kernels import Answers, Desk, Seeds
from valuegraph.chokepoints.reach import upstream_of
from valuegraph.chokepoints.wiring import LANES, wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray
    from valuegraph.chokepoints.question import Figures, Question
    from valuegraph.chokepoints.wiring import Wired

PIECE = LANES
LONG_RUN, OTHERS, FIRST = np.array([2]), np.array([1, 0]), np.array([0])


def fill(question: Question, nodes: Sequence[Sequence[int]], found: Figures) -> IntArray:
    """Fill in the figures of all removals; return the scenarios in which a cycle did not settle."""
    graph = question.layout.graph
    relevant = upstream_of(question.layout.order, question.targets)
    wired = wire(question.layout, relevant, question.surges, (question.targets, question.weights))
    seeds = plan_seeds(wired, graph.dependent, nodes, [()] * len(nodes))
    reach, touched = np.zeros(len(nodes)), np.zeros(len(nodes), dtype=np.int64)
    everything = np.arange(len(nodes))
    touch(
        wired.wiring, seeds, everything, np.zeros(len(wired.wiring.end), np.uint64), reach, touched
    )
    answers = new_answers(len(nodes))
    todo = packed(wired, seeds, np.flatnonzero(touched))
    run(wired, seeds, todo, answers, (LONG_RUN, question.proofs))
    proven = (answers.lost[2][todo] > 0) | (not question.proofs)
    run(wired, seeds, todo[proven], answers, (OTHERS, False))
    run(wired, seeds, todo[~proven], answers, (OTHERS, True))
    found.long[:] = np.minimum(answers.lost[2], 1.0)
    np.maximum(np.minimum(answers.lost[1], 1.0), found.long, out=found.surged)
    np.maximum(np.minimum(answers.lost[0], 1.0), found.surged, out=found.short)
    np.maximum(np.minimum(reach, 1.0), found.short, out=found.reach)
    found.kills[:] = answers.kills
    own = np.append(0, np.cumsum(wired.wiring.target[seeds.node]))[seeds.nodes]
    found.only_itself[:] = touched == np.diff(own)
    found.bits[:] = np.where(answers.unsettled, 0, answers.kinds)
    return np.flatnonzero(answers.unsettled)


def lost(
    question: Question,
    nodes: Sequence[Sequence[int]],
    cuts: Sequence[Sequence[int]],
    surge: float,
    immune: BoolArray | None = None,
) -> tuple[FloatArray, IntArray]:
    """Return the share lost at one horizon, and the scenarios in which a cycle did not settle."""
    order = question.layout.order
    relevant = upstream_of(order, question.targets)
    targets = (question.targets, question.weights)
    wired = wire(question.layout, relevant, [surge], targets, immune)
    seeds = plan_seeds(wired, question.layout.graph.dependent, nodes, cuts)
    answers = new_answers(len(nodes))
    run(wired, seeds, packed(wired, seeds, np.arange(len(nodes))), answers, (FIRST, False))
    return np.minimum(answers.lost[0], 1.0), np.flatnonzero(answers.unsettled)


def plan_seeds(
    wired: Wired,
    dependent: IntArray,
    nodes: Sequence[Sequence[int]],
    cuts: Sequence[Sequence[int]],
) -> Seeds:
    """Return what the scenarios remove and cut, as far as it can touch a target."""
    starts, node = _flat(nodes, wired.rank)
    cut_starts, cut = _flat(cuts, wired.member)
    felt = np.fromiter(chain.from_iterable(cuts), dtype=np.int64)
    felt = dependent[felt[wired.member[felt] >= 0]]
    return Seeds(starts, node, cut_starts, cut, wired.rank[felt])


def _flat(lists: Sequence[Sequence[int]], place: IntArray) -> tuple[IntArray, IntArray]:
    owner = np.repeat(np.arange(len(lists)), np.fromiter(map(len, lists), np.int64, len(lists)))
    at = place[np.fromiter(chain.from_iterable(lists), dtype=np.int64)]
    start = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum(np.bincount(owner[at >= 0], minlength=len(lists)), out=start[1:])
    return start, at[at >= 0]


def packed(wired: Wired, seeds: Seeds, todo: IntArray) -> IntArray:
    """Return scenarios in an order in which neighbours affect much the same nodes."""
    place = pack(wired.wiring)
    first = np.full(len(seeds.nodes) - 1, len(place), dtype=np.int64)
    for start, node in ((seeds.cuts, seeds.dependent), (seeds.nodes, seeds.node)):
        some = np.flatnonzero(np.diff(start))
        first[some] = place[node[start[some]]]
    return todo[np.argsort(first[todo], kind="stable")]


def new_answers(n_scenarios: int) -> Answers:
    """Return answers to be filled in."""
    return Answers(
        lost=np.zeros((3, n_scenarios)),
        kinds=np.zeros(n_scenarios, dtype=np.uint64),
        kills=np.zeros(n_scenarios, dtype=np.bool_),
        unsettled=np.zeros(n_scenarios, dtype=np.bool_),
    )


def new_desk(wired: Wired) -> Desk:
    """Return a desk for one thread."""
    n_nodes, n_members = len(wired.wiring.end), len(wired.wiring.supplier)
    tied = bool((np.diff(wired.wiring.end) == 0).any())
    return Desk(
        loss=np.zeros((n_nodes, LANES)),
        proof=np.zeros((n_nodes, LANES), dtype=np.uint64),
        pending=np.zeros(n_nodes, dtype=np.uint8),
        seen=np.zeros(n_nodes, dtype=np.uint8),
        visited=np.zeros(n_nodes, dtype=np.int32),
        removed=np.zeros(n_nodes, dtype=np.uint64),
        cut=np.zeros(n_members, dtype=np.uint64),
        rise=np.zeros((n_nodes if tied else 0, LANES)),
        taken=np.zeros(LANES),
        added=np.zeros(LANES),
        growth=np.zeros(LANES),
        felt=np.zeros(LANES),
        total=np.zeros(LANES),
        joint=np.zeros(LANES),
        way=np.zeros(LANES),
        most=np.zeros(LANES),
        room=np.zeros(LANES),
        through=np.zeros(LANES, dtype=np.uint64),
        found=np.zeros(LANES, dtype=np.uint64),
        joined=np.zeros(LANES, dtype=np.uint64),
    )


def run(
    wired: Wired, seeds: Seeds, todo: IntArray, answers: Answers, asked: tuple[IntArray, bool]
) -> None:
    """Fill in the answers of some scenarios; the pieces do not depend on the number of threads."""
    if not len(todo):
        return
    pieces = np.split(todo, np.arange(PIECE, len(todo), PIECE))
    hands = min(n_threads(), len(pieces))
    shares = [np.concatenate(pieces[hand::hands]) for hand in range(hands)]

    def work(mine: IntArray) -> None:
        lose(wired.wiring, seeds, mine, new_desk(wired), answers, asked)

    if hands == 1:
        work(shares[0])
        return
    with ThreadPoolExecutor(hands) as pool:
        list(pool.map(work, shares))
