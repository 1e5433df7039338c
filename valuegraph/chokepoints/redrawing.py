"""How far the loss of a scenario moves when the evidence is resampled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.drawing import resample
from valuegraph.chokepoints.plan import compile_plan
from valuegraph.chokepoints.propagate import Columns, Draws
from valuegraph.chokepoints.question import Question
from valuegraph.chokepoints.reach import upstream_of
from valuegraph.chokepoints.solving import solve
from valuegraph.chokepoints.uncertainty import Sample
from valuegraph.chokepoints.variations import WIDTH, weights_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.chokepoints.drawing import Resampled
    from valuegraph.chokepoints.hypergraph import FloatArray, IntArray
    from valuegraph.chokepoints.imposing import Imposed
    from valuegraph.chokepoints.plan import Plan
    from valuegraph.chokepoints.trial import Trial

NAME = "scenario"


def redraw(trial: Trial, evidence: Resampled) -> Sample:
    """Return the share lost in every draw, as the sample of one name, ``scenario``.

    Parameters
    ----------
    trial : Trial
        The scenario.
    evidence : Resampled
        Draws of the graph. Where the scenario adds requirements they are drawn again, in the same
        way, for the graph that has them.
    """
    imposed = trial.imposed()
    graph, how = imposed.engine.graph, evidence.how
    draws = evidence.draws
    if len(graph.relations.share) != len(draws.share):
        draws = resample(graph, how).draws
    surges = np.array([0.0, trial.asked.surge, math.inf])
    lost = lost_in(trial, imposed, draws, surges)
    point = [trial.lost(trial.at(trial.asked.view, surge)) for surge in surges.tolist()]
    return Sample((NAME,), np.array([point]), lost[None], how, trial.asked.view, trial.asked.surge)


def lost_in(trial: Trial, imposed: Imposed, draws: Draws, surges: FloatArray) -> FloatArray:
    """Return the share of target service lost in each variation at each surge.

    Parameters
    ----------
    trial : Trial
        Targets and conditions.
    imposed : Imposed
        The shock.
    draws : Draws
        Variations of the graph that the shock is imposed on.
    surges : (n_surges,) float64
        Surge capacities.

    Returns
    -------
    (n_draws, n_surges) float64
        Shares of target service; NaN where a variation leaves no target.
    """
    layout = imposed.engine.layout(trial.asked.view)
    active = upstream_of(layout.order, trial.targets.tolist())
    if not trial.asked.least:
        active &= trial.touched()
    plan = compile_plan(layout, active)
    here = active[trial.targets]
    rows = plan.row[trial.targets[here]]
    question = Question(layout, trial.targets, trial.weights, surges, trial.asked.least)
    weights = weights_in(question, draws)
    count = draws.share.shape[1]
    found = np.zeros((count, len(surges)))
    for at in _chunks(count, len(surges)):
        part = Draws(draws.share[:, at], draws.absent[:, at], draws.immune[:, at])
        loss = _solved(plan, imposed, part, surges, least=trial.asked.least)[:, rows]
        found[at] = np.einsum("sid,id->ds", loss, weights[here][:, at])
    found[~weights.any(axis=0)] = np.nan
    return np.minimum(found, 1.0)


def _solved(
    plan: Plan, imposed: Imposed, draws: Draws, surges: FloatArray, *, least: bool
) -> FloatArray:
    """Return losses: (n_surges, n_rows + 1, n_draws)."""
    count = draws.share.shape[1]
    width = count * len(surges)
    shock = np.append(imposed.nodes[plan.nodes], 0.0)[:, None].repeat(width, axis=1)
    columns = Columns(
        shock=shock,
        surge=surges.repeat(count),
        relation_loss=imposed.relations,
        draws=draws,
    )
    loss = solve(plan, columns, least=least)
    return np.moveaxis(loss.reshape(len(shock), len(surges), count), 1, 0)


def _chunks(count: int, surges: int) -> Iterator[IntArray]:
    step = max(1, WIDTH // surges)
    for first in range(0, count, step):
        yield np.arange(first, min(count, first + step))
