"""Whether nodes that depend on one another without any stock make a ranking uncertain.

The greatest fixed point lets such nodes prop each other up, the least one stops them even where
their mutual dependence is real. Where the two differ for the targets, the truth is between them.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.blocks import weigh
from valuegraph.chokepoints.plan import compile_plan
from valuegraph.chokepoints.propagate import Columns
from valuegraph.chokepoints.reach import upstream_of
from valuegraph.chokepoints.solving import solve
from valuegraph.errors import GraphError, PhantomLoopWarning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.controllers import Controller
    from valuegraph.chokepoints.engine import Engine
    from valuegraph.chokepoints.hypergraph import FloatArray, IntArray
    from valuegraph.chokepoints.question import Figures, Question

COMPARED = 10
MOST_SWEEPS = 1_000
SAME = 1e-9
SHOWN_NAMES = 5
MEND = (
    "State a stock or a supplier from outside, or compare fixed_point='least'; "
    "result.fixed_points(name) gives both for any name"
)
FIGURES = ("share_lost", "share_lost_surge", "unavoidable")


def warn_of_loops(
    engine: Engine, question: Question, controllers: Sequence[Controller], found: Figures
) -> None:
    """Warn when a loop without a stock makes the figures of a ranking depend on the fixed point.

    Compared are what is lost when nobody withdraws, and when one of the ``COMPARED`` controllers
    does that can touch a loop and whose withdrawal loses least of what it reaches. Nothing is
    computed where no loop is upstream of the targets.
    """
    if question.least or not engine.loops:
        return
    upstream = upstream_of(question.layout.order, question.targets)
    loops = [loop for loop in engine.loops if upstream[loop].any()]
    if not loops:
        return
    chosen = _doubtful(question, controllers, found, loops)
    which = f"{len(loops)} loop(s) without a stock upstream of the targets, such as "
    which += _members(engine, loops[0])
    try:
        least = _least(question, [(), *(controllers[i].nodes for i in chosen)])
    except GraphError:
        said = f"the least fixed point is not found in {MOST_SWEEPS} sweeps"
    else:
        figures = np.vstack([found.short, found.surged, found.long])
        greatest = np.hstack([np.zeros((3, 1)), figures[:, chosen]])
        gap = least - greatest
        if gap.max() <= SAME:
            return
        figure, place = np.unravel_index(int(gap.argmax()), gap.shape)
        who = controllers[chosen[place - 1]].name if place else "nobody"
        said = (
            f"when {who} withdraws, {FIGURES[figure]} is between {greatest[figure, place]:.4g} "
            f"(greatest fixed point, as given) and {least[figure, place]:.4g} (least)"
        )
    warnings.warn(f"{which}: {said}. {MEND}", PhantomLoopWarning, stacklevel=4)


def _doubtful(
    question: Question,
    controllers: Sequence[Controller],
    found: Figures,
    loops: Sequence[Sequence[int]],
) -> list[int]:
    """Return the controllers for which the fixed points may differ most."""
    touches = upstream_of(question.layout.order, [node for loop in loops for node in loop])
    concerned = [i for i, one in enumerate(controllers) if touches[list(one.nodes)].any()]
    hidden = found.reach - found.long
    return sorted(concerned, key=lambda i: -hidden[i])[:COMPARED]


def _least(question: Question, sets: Sequence[Sequence[int]]) -> FloatArray:
    """Return the share lost at the least fixed point, at each horizon, for each set removed."""
    active = upstream_of(question.layout.order, question.targets)
    plan = compile_plan(question.layout, active)
    shock = np.zeros((len(plan.nodes) + 1, len(sets)))
    for column, nodes in enumerate(sets):
        rows: IntArray = plan.row[list(nodes)]
        shock[rows, column] = 1.0
    shock[-1] = 0.0
    columns = Columns(np.tile(shock, 3), np.repeat(question.surges, len(sets)))
    loss = solve(plan, columns, least=True, sweeps=MOST_SWEEPS)[plan.row[question.targets]]
    return weigh(loss, question.weights).reshape(3, len(sets))


def _members(engine: Engine, loop: Sequence[int]) -> str:
    names = [str(engine.graph.names[node]) for node in loop[:SHOWN_NAMES]]
    more = f" and {len(loop) - SHOWN_NAMES} more" if len(loop) > SHOWN_NAMES else ""
    return " <-> ".join(names) + more
