"""Which assumption would flip the verdict on a scenario, or change its figure most."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.carrying import carrying
from valuegraph.chokepoints.drawing import settle
from valuegraph.chokepoints.flips import ASSUMPTIONS, OTHER_VIEW, Flip, Flips
from valuegraph.chokepoints.propagate import Draws
from valuegraph.chokepoints.redrawing import lost_in
from valuegraph.chokepoints.result import Thresholds
from valuegraph.chokepoints.verdict import ROUNDING, loss_words
from valuegraph.chokepoints.worlds import draws_of, worlds_about

if TYPE_CHECKING:
    from typing import TypeAlias

    from valuegraph.chokepoints.carrying import Carrying
    from valuegraph.chokepoints.hypergraph import FloatArray, Hypergraph, Name
    from valuegraph.chokepoints.imposing import Imposed
    from valuegraph.chokepoints.trial import Trial

    Case: TypeAlias = tuple[str, tuple[Name, ...], float, str]


def rests_on(
    trial: Trial,
    limits: Thresholds | None = None,
    *,
    most: int | None = None,
    carried: Carrying | None = None,
) -> Flips:
    """Return what the loss becomes when one assumption on its proof is made otherwise.

    The figure is what is lost with endless surge, or with none where nothing is lost then. The
    assumptions are each fact on the proof, that each group on it is complete, and the view; whom
    the verbs hit stays as it is in the graph as recorded. Whether levels that are needed side by
    side could stand in for one another is not tried, for the shock may be on either.

    Parameters
    ----------
    trial : Trial
        The scenario.
    limits : Thresholds, optional
        From which figures on verdict words apply.
    most : int, optional
        How many assumptions of each kind to try: those on which most of the loss rests. All when
        absent.
    carried : Carrying, optional
        What the proofs rest on at the horizon of the figure, where it is known already.
    """
    limits = limits or Thresholds()
    imposed = trial.imposed()
    graph = imposed.engine.graph
    before, word = _judged(trial, imposed, _as_recorded(graph), limits)
    at = 1 if before[0, 1] > 0 else 0
    carried = carried or carrying(trial, (0.0, math.inf)[at])
    about = worlds_about(graph, carried.bearing, trial.targets)
    worlds = carried.foremost([world for world in about if world.merged is None], most)
    other = f"{OTHER_VIEW[trial.asked.view]} view"
    cases: list[Case] = [("stock", (other,), *_other_view(trial, at, limits))]
    for _, draws in draws_of(graph, worlds):
        after, words = _judged(trial, imposed, draws, limits)
        first = len(cases) - 1
        cases += [
            (world.assumption, world.about, float(lost), its)
            for world, lost, its in zip(worlds[first:], after[:, at], words, strict=False)
        ]
    figure = ("share_lost", "unavoidable")[at]
    rows = [
        Flip(
            assumption,
            about,
            figure,
            float(before[0, at]),
            None if math.isnan(after) else after,
            word[0],
            words,
        )
        for assumption, about, after, words in cases
    ]
    rows.sort(key=lambda row: (-row.effect, ASSUMPTIONS.index(row.assumption), str(row.about)))
    return Flips(tuple(rows), figure, float(before[0, at]), word[0])


def _judged(
    trial: Trial, imposed: Imposed, draws: Draws, limits: Thresholds
) -> tuple[FloatArray, list[str]]:
    """Return the losses (n_draws, 2) with no and endless surge, and verdict words."""
    surges = np.array([0.0, math.inf])
    lost = lost_in(trial, imposed, draws, surges)
    open_groups = ~imposed.engine.graph.groups.complete[:, None]
    closed = Draws(draws.share, draws.absent, draws.immune | open_groups)
    asserted = lost_in(trial, imposed, closed, surges[1:])[:, 0] >= limits.structural - ROUNDING
    words = [
        ", ".join(loss_words(short, long, limits, complete=bool(complete)))
        for (short, long), complete in zip(lost.tolist(), asserted.tolist(), strict=True)
    ]
    return lost, words


def _other_view(trial: Trial, at: int, limits: Thresholds) -> tuple[float, str]:
    other = trial.seen(OTHER_VIEW[trial.asked.view])
    imposed = other.imposed()
    lost, words = _judged(other, imposed, _as_recorded(imposed.engine.graph), limits)
    return float(lost[0, at]), words[0]


def _as_recorded(graph: Hypergraph) -> Draws:
    return settle(graph, np.ones((len(graph.relations.share), 1), dtype=bool))
