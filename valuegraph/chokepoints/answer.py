"""Putting the ranking together: figures, words, coverage, in the order asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.controllers import controller_sets, revocable
from valuegraph.chokepoints.details import Details
from valuegraph.chokepoints.joint import check_order, smallest_cuts
from valuegraph.chokepoints.phantoms import warn_of_loops
from valuegraph.chokepoints.question import Question
from valuegraph.chokepoints.ranking import figures
from valuegraph.chokepoints.reach import upstream_of
from valuegraph.chokepoints.result import Chokepoint, Chokepoints, Coverage
from valuegraph.chokepoints.shocks import target_weights
from valuegraph.chokepoints.verdict import asserted, jurisdictions, only_together, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.controllers import By, Controller
    from valuegraph.chokepoints.engine import Conditions, Engine
    from valuegraph.chokepoints.question import Figures
    from valuegraph.chokepoints.result import Thresholds
    from valuegraph.chokepoints.shocks import Targets


def rank(
    engine: Engine,
    targets: Targets,
    by: By,
    asked: Conditions,
    limits: Thresholds,
    max_order: int | None,
) -> Chokepoints:
    """Return the ranking that :meth:`DependencyGraph.chokepoints` promises."""
    check_order(max_order)
    graph = engine.graph
    grouping, controllers = controller_sets(graph, engine.attributes, by)
    codes, weights = target_weights(graph, targets)
    question = Question(
        layout=engine.layout(asked.view),
        targets=codes,
        weights=weights,
        surges=np.array([0.0, asked.surge, math.inf]),
        least=asked.least,
    )
    found = figures(question, controllers, revocable(graph, controllers))
    warn_of_loops(engine, question, controllers, found)
    complete = asserted(question, controllers, found, limits)
    states = jurisdictions(grouping, controllers, graph.names, engine.attributes)
    firms = engine.attributes.get("controller", {})
    together = only_together(question, controllers, found, limits, firms, states)
    cuts, order = smallest_cuts(question, controllers, asked.view, max_order)
    cuts.update((i, frozenset((i,))) for i in np.flatnonzero(found.kills).tolist())
    orders = [len(cuts[i]) if i in cuts else None for i in range(len(controllers))]
    verdicts = [
        words(found, i, limits, complete=complete[i], together=together[i], order=orders[i])
        for i in range(len(controllers))
    ]
    return Chokepoints(
        rows=tuple(_rows(controllers, found, orders, verdicts)),
        by=grouping,
        view=asked.view,
        surge=asked.surge,
        fixed_point="least" if asked.least else "greatest",
        thresholds=limits,
        coverage=_coverage(engine, question),
        max_order=order,
        cuts={
            controllers[i].name: frozenset(controllers[j].name for j in cut)
            for i, cut in cuts.items()
        },
        details=Details(
            engine,
            question,
            {controller.name: list(controller.nodes) for controller in controllers},
            asked.view,
        ),
    )


def _rows(
    controllers: Sequence[Controller],
    found: Figures,
    orders: Sequence[int | None],
    verdicts: Sequence[str],
) -> list[Chokepoint]:
    def place(i: int) -> tuple[float, float, float, bool, str]:
        return (
            -found.long[i],
            -found.surged[i],
            -found.short[i],
            bool(found.only_itself[i]),
            str(controllers[i].name),
        )

    return [
        Chokepoint(
            name=controllers[i].name,
            reach=float(found.reach[i]),
            share_lost=float(found.short[i]),
            share_lost_surge=float(found.surged[i]),
            unavoidable=float(found.long[i]),
            order=orders[i],
            leverage=float(found.leverage[i]),
            kind=", ".join(found.kinds[i]),
            verdict=verdicts[i],
        )
        for i in sorted(range(len(controllers)), key=place)
    ]


def _coverage(engine: Engine, question: Question) -> Coverage:
    graph = engine.graph
    upstream = upstream_of(question.layout.order, question.targets.tolist())
    mine = upstream[graph.groups.dependent]
    shared = mine & (np.diff(graph.groups.start) > 1)
    return Coverage(
        targets=len(question.targets),
        groups=int(mine.sum()),
        complete_groups=int((mine & graph.groups.complete).sum()),
        shared_groups=int(shared.sum()),
        sourced_groups=int((shared & graph.groups.sourced).sum()),
        unknown_groups=sum(bool(upstream[graph.code[node]]) for node, _ in graph.unknown),
        phantom_loops=sum(bool(upstream[loop].any()) for loop in engine.loops),
    )
