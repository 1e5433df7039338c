"""The figures of controllers in many variations of the graph: columns are horizons times draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.drawing import varied
from valuegraph.chokepoints.plan import compile_plan
from valuegraph.chokepoints.propagate import Columns, Draws
from valuegraph.chokepoints.ranking import nested
from valuegraph.chokepoints.reach import touched_by, unpacked, upstream_of
from valuegraph.chokepoints.solving import solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray
    from valuegraph.chokepoints.plan import Plan
    from valuegraph.chokepoints.question import Question

WIDTH = 2400
HORIZONS = 3


@dataclass(frozen=True, eq=False)
class Varied:
    """Losses of each set of nodes, as recorded and in every variation.

    Attributes
    ----------
    point : (n_sets, n_surges) float64
        Share of target service lost in the graph as recorded.
    lost : (n_sets, n_draws, n_surges) float64
        The same in each variation; NaN where no target is left.
    """

    point: FloatArray
    lost: FloatArray


@dataclass(frozen=True, eq=False)
class Part:
    """Sets that are evaluated together, with what any of them can touch."""

    sets: IntArray
    plan: Plan
    here: BoolArray


def vary(question: Question, sets: Sequence[Sequence[int]], draws: Draws) -> Varied:
    """Return what the removal of each set of nodes costs the targets.

    A target that needs something as recorded and nothing in a variation is none there: the
    others' weights are scaled to 1.
    """
    n_draws, n_surges = draws.share.shape[1], len(question.surges)
    weights = weights_in(question, draws)
    unknown = ~weights.any(axis=0)
    point = np.zeros((len(sets), n_surges))
    lost = np.zeros((len(sets), n_draws, n_surges))
    graph = question.layout.graph
    changed = varied(graph, draws)
    for part in parts(question, sets, max(1, WIDTH // (n_surges * n_draws))):
        shock = removals(part, sets)
        rows = part.plan.row[question.targets[part.here]]
        once = _at_targets(question, part, shock, rows, None)
        point[part.sets] = _weighed(once, question.weights[part.here][:, None])[..., 0]
        touches = changed & (part.plan.row[graph.groups.dependent] < len(part.plan.nodes))
        if touches.any():
            for first in range(0, n_draws, WIDTH):
                chosen = slice(first, first + WIDTH)
                at = _at_targets(question, part, shock, rows, _some(draws, chosen))
                lost[part.sets, chosen] = _weighed(at, weights[part.here, chosen]).swapaxes(1, 2)
        else:
            lost[part.sets] = _weighed(once, weights[part.here]).swapaxes(1, 2)
    lost[:, unknown] = np.nan
    return Varied(point, lost)


def weights_in(question: Question, draws: Draws) -> FloatArray:
    """Return the weight of each target in each variation, (n_targets, n_draws); 0 when it is none.

    A column sums to 1, or to 0 when no target is left; it is untouched when all are.
    """
    graph = question.layout.graph
    there = np.ones((len(question.targets), draws.absent.shape[1]), dtype=bool)
    for row, target in enumerate(question.targets.tolist()):
        members = [member for group in graph.groups_of[target] for member in graph.members(group)]
        if members:
            there[row] = ~draws.absent[members].all(axis=0)
    kept = there * question.weights[:, None]
    total = kept.sum(axis=0)
    scaled = np.divide(kept, total, out=np.zeros_like(kept), where=total > 0)
    return np.where(there.all(axis=0), kept, scaled)


def parts(question: Question, sets: Sequence[Sequence[int]], size: int) -> Iterator[Part]:
    """Yield the sets that touch a target, those of similar extent together."""
    layout = question.layout
    relevant = np.flatnonzero(upstream_of(layout.order, question.targets.tolist()))
    masks = touched_by(layout.order, sets)
    touched = unpacked([masks[node] for node in relevant.tolist()], len(sets))
    if question.least:
        touched = np.ones_like(touched)
    acting = np.flatnonzero(touched[np.isin(relevant, question.targets)].any(axis=0))
    extent = np.add.reduce(touched[:, acting], axis=0, dtype=np.int64)
    acting = acting[np.argsort(-extent, kind="stable")]
    for first in range(0, len(acting), size):
        chosen = acting[first : first + size]
        active = np.zeros(len(layout.graph.names), dtype=bool)
        active[relevant[touched[:, chosen].any(axis=1)]] = True
        yield Part(chosen, compile_plan(layout, active), active[question.targets])


def removals(part: Part, sets: Sequence[Sequence[int]]) -> FloatArray:
    """Return the removals: (n_rows + 1, n_sets)."""
    shock = np.zeros((len(part.plan.nodes) + 1, len(part.sets)))
    for column, i in enumerate(part.sets.tolist()):
        shock[part.plan.row[list(sets[i])], column] = 1.0
    shock[-1] = 0.0
    return shock


def _at_targets(
    question: Question, part: Part, shock: FloatArray, rows: IntArray, draws: Draws | None
) -> FloatArray:
    """Return the losses of the targets: (n_targets, n_sets, n_surges, n_draws)."""
    n_draws = 1 if draws is None else draws.share.shape[1]
    n_sets, n_surges = shock.shape[1], len(question.surges)
    columns = Columns(
        shock=np.tile(np.repeat(shock, n_draws, axis=1), n_surges),
        surge=np.repeat(question.surges, n_sets * n_draws),
        draws=draws,
    )
    loss = solve(part.plan, columns, least=question.least)
    if n_surges == HORIZONS:
        loss = nested(loss, n_sets * n_draws)
    shape = (len(rows), n_surges, n_sets, n_draws)
    return np.ascontiguousarray(loss[rows].reshape(shape).swapaxes(1, 2))


def _weighed(at: FloatArray, weights: FloatArray) -> FloatArray:
    """Return weighted sums over the targets: (n_sets, n_surges, n_draws)."""
    total: FloatArray = np.minimum((weights[:, None, None, :] * at).sum(axis=0), 1.0)
    return total


def _some(draws: Draws, chosen: slice) -> Draws:
    return Draws(draws.share[:, chosen], draws.absent[:, chosen], draws.immune[:, chosen])
