"""Cuts of a target, and the smallest cut that needs a controller."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.cuts import MOST_UNIONS, CutFinder
from valuegraph.chokepoints.pairs import PairFinder
from valuegraph.chokepoints.question import Question
from valuegraph.chokepoints.ranking import FULL, share_lost
from valuegraph.chokepoints.stops import TooManyCutsError
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.controllers import Controller
    from valuegraph.chokepoints.engine import Engine
    from valuegraph.chokepoints.hypergraph import Name

QUICK = 200_000


def cut_sets(engine: Engine, target: int, max_order: int, view: str) -> list[frozenset[Name]]:
    """Return the minimal cuts of one target, smallest first."""
    graph, layout = engine.graph, engine.layout(view)
    check_order(max_order)
    events = [() if node == target else (node,) for node in range(len(graph.names))]
    finder = CutFinder(graph, layout.order, view, events, max_order, MOST_UNIONS)
    found = finder.families([target])[target]
    question = Question(
        layout, np.array([target]), np.ones(1), np.array([0.0, 0.0, np.inf]), least=False
    )
    kept = [cut for cut, stands in zip(found, stand(question, list(found)), strict=True) if stands]
    named = [frozenset(graph.names[node] for node in cut) for cut in kept]
    return sorted(named, key=lambda cut: (len(cut), sorted(map(str, cut))))


def stand(question: Question, cuts: Sequence[frozenset[int]]) -> list[bool]:
    """Return which cuts stop the target and have no part that does, by the map itself."""
    parts = [[cut, *map(frozenset, combinations(cut, len(cut) - 1))] for cut in cuts]
    every = sorted({tuple(sorted(part)) for those in parts for part in those})
    lost = share_lost(question, every, float(question.surges[2]))
    stops = {frozenset(part): value >= FULL for part, value in zip(every, lost, strict=True)}
    return [stops[those[0]] and not any(stops[part] for part in those[1:]) for those in parts]


def smallest_cuts(
    question: Question, controllers: Sequence[Controller], view: str, max_order: int | None
) -> tuple[dict[int, frozenset[int]], int]:
    """Return for each controller in a cut of some target the smallest one, and up to which order.

    Without an order asked for, pairs are looked for as long as that is quick.
    """
    graph = question.layout.graph
    events: list[list[int]] = [[] for _ in graph.names]
    for i, controller in enumerate(controllers):
        for node in controller.nodes:
            events[node].append(i)
    order, budget = (2, QUICK) if max_order is None else (max_order, MOST_UNIONS)
    found: dict[int, frozenset[int]] = {}
    try:
        cuts = _cuts_of_targets(question, view, events, order, budget)
    except TooManyCutsError:
        if max_order is None:
            return found, 1
        raise
    for cut in sorted(cuts, key=lambda cut: (len(cut), cut)):
        small = None
        for member in cut:
            if member not in found:
                small = small or frozenset(cut)
                found[member] = small
    return found, order


def _cuts_of_targets(
    question: Question, view: str, events: Sequence[Sequence[int]], order: int, budget: int
) -> set[tuple[int, ...]]:
    """Return the minimal cuts of all targets, each sorted."""
    targets, layout = question.targets.tolist(), question.layout
    cuts: set[tuple[int, ...]] = set()
    if order > 2:  # noqa: PLR2004 - a pair has two members
        families = CutFinder(layout.graph, layout.order, view, events, order, budget).families(
            targets
        )
        cuts.update(tuple(sorted(cut)) for target in targets for cut in families[target])
        return cuts
    finder = PairFinder(layout.graph, layout.order, view, events, order, budget)
    small = finder.families(targets)
    for target in targets:
        cuts.update((single,) for single in small[target].singles)
        cuts.update(divmod(pair, finder.base) for pair in small[target].pairs)
    return cuts


def check_order(max_order: int | None) -> None:
    """Refuse an order below 1."""
    if max_order is not None and max_order < 1:
        raise UsageError(
            f"max_order is {max_order!r}",
            why="a cut has at least one member",
            mend="use 1, 2 or 3; every further step multiplies the work",
        )
