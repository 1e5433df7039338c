"""How far the figures and ranks of controllers move when their evidence is resampled."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.controllers import controller_sets
from valuegraph.chokepoints.question import Question
from valuegraph.chokepoints.shocks import target_weights
from valuegraph.chokepoints.variations import vary
from valuegraph.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from valuegraph.chokepoints.controllers import By
    from valuegraph.chokepoints.drawing import Resampled, Resampling
    from valuegraph.chokepoints.engine import Conditions, Engine
    from valuegraph.chokepoints.hypergraph import FloatArray, IntArray, Name
    from valuegraph.chokepoints.shocks import Targets

FIGURES = ("share_lost", "share_lost_surge", "unavoidable")
QUANTILES = ("low", "median", "high")
TIED = 9
ROUNDING = 1e-9


@dataclass(frozen=True)
class Range:
    """Where a figure lies in the middle of the draws: each bound and the median is a draw."""

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Interval:
    """The ranges of one name's figures, shares of target service."""

    share_lost: Range
    share_lost_surge: Range
    unavoidable: Range


@dataclass(frozen=True, eq=False)
class Sample:
    """The figures of each name as recorded and in every draw.

    Attributes
    ----------
    names : tuple
        The names, in the order of the other attributes.
    point : (n_names, 3) float64
        Share lost in the short run, with the surge asked for, and unavoidable, as recorded.
    lost : (n_names, n_draws, 3) float64
        The same in each draw; NaN where the draw leaves no target.
    how : Resampling
        How the evidence was drawn.
    view, surge : str, float
        What was asked.
    """

    names: tuple[Name, ...]
    point: FloatArray
    lost: FloatArray
    how: Resampling
    view: str
    surge: float

    @cached_property
    def known(self) -> FloatArray:
        """The draws that leave a target: (n_names, n_known, 3)."""
        kept: FloatArray = self.lost[:, ~np.isnan(self.lost).any(axis=(0, 2))]
        return kept

    def interval(self, level: float = 0.9) -> FloatArray:
        """Return low, median and high of each figure: (n_names, 3 figures, 3) float64.

        Of m known draws in rising order, with ``k = floor((1 - level) / 2 * (m - 1))``, the low
        end is draw k from below, the high end draw k from above, and the median the lower of the
        middle ones. So the ends are values that were drawn, and a higher level holds a lower one.
        NaN when no draw leaves a target.
        """
        return _middle(self.known, level)

    def of(self, name: Name, level: float = 0.9) -> Interval:
        """Return the ranges of one name."""
        if name not in self.names:
            raise UnknownNameError(
                f"{name!r} is not among the {len(self.names)} names sampled",
                mend="use a name that was asked for",
            )
        found = self.interval(level)[self.names.index(name)].tolist()
        return Interval(**{figure: Range(*found[i]) for i, figure in enumerate(FIGURES)})

    def ranks(self) -> IntArray:
        """Return the place of each name in each known draw, 1 highest: (n_names, n_known) int64.

        Names are ordered by unavoidable, then share lost with surge, then share lost; those
        whose figures agree to nine decimals share the best of their places.
        """
        return _places(self.known)

    def top(self, k: int) -> FloatArray:
        """Return the share of draws in which each name is among the first k: (n_names,)."""
        ranks = self.ranks()
        if not ranks.shape[1]:
            return np.full(len(self.names), np.nan)
        found: FloatArray = (ranks <= k).mean(axis=1)
        return found

    def to_frame(self, level: float = 0.9, k: int = 10) -> pd.DataFrame:
        """Return one row a name, highest first: figures and rank with ``_low``, ``_median``, ``_high``.

        ``p_top`` is the share of draws in which the name is among the first ``k``.
        """
        import pandas as pd

        columns: dict[str, object] = {"name": list(self.names)}
        bounds = self.interval(level)
        for figure in reversed(range(len(FIGURES))):
            columns[FIGURES[figure]] = self.point[:, figure]
            for i, quantile in enumerate(QUANTILES):
                columns[f"{FIGURES[figure]}_{quantile}"] = bounds[:, figure, i]
        columns["rank"] = place = _places(self.point[:, None])[:, 0]
        drawn = _middle(self.ranks().astype(float)[..., None], level)[:, 0]
        for i, quantile in enumerate(QUANTILES):
            columns[f"rank_{quantile}"] = drawn[:, i]
        columns["p_top"] = self.top(k)
        frame = pd.DataFrame(columns)
        order = sorted(range(len(frame)), key=lambda i: (place[i], str(self.names[i])))
        return frame.iloc[order].reset_index(drop=True)

    @property
    def conditions(self) -> str:
        """How the draws were made, in one line."""
        unknown = self.lost.shape[1] - self.known.shape[1]
        clusters = "source clusters" if self.how.clusters is not None else "facts, one by one"
        return (
            f"{self.how.draws} draws over {clusters}, seed {self.how.seed}, shares with "
            f"concentration {self.how.concentration:g} c / (1 - c); {self.view} view, surge "
            f"{self.surge:g}; {unknown} draws without any target left out"
        )


def sample(
    engine: Engine, targets: Targets, by: By, asked: Conditions, evidence: Resampled
) -> Sample:
    """Return the figures of controllers in every draw.

    Parameters
    ----------
    engine : Engine
        The graph.
    targets, by
        As for :meth:`DependencyGraph.chokepoints`; ranks are among the names of ``by``.
    asked : Conditions
        View and surge.
    evidence : Resampled
        Draws of the same graph.
    """
    question = ask(engine, targets, asked)
    _, controllers = controller_sets(engine.graph, engine.attributes, by)
    found = vary(question, [controller.nodes for controller in controllers], evidence.draws)
    names = tuple(controller.name for controller in controllers)
    return Sample(names, found.point, found.lost, evidence.how, asked.view, asked.surge)


def ask(engine: Engine, targets: Targets, asked: Conditions) -> Question:
    """Return the question in codes and numbers."""
    codes, weights = target_weights(engine.graph, targets)
    surges = np.array([0.0, asked.surge, math.inf])
    return Question(engine.layout(asked.view), codes, weights, surges, asked.least)


def _middle(values: FloatArray, level: float) -> FloatArray:
    """Return low, median and high over the second axis, as a new last axis."""
    if not 0 < level < 1:
        raise UsageError(
            f"the level {level!r} is not between 0 and 1",
            why="it is the share of draws that an interval holds",
            mend="use 0.9 for the middle nine tenths",
        )
    drawn = values.shape[1]
    if not drawn:
        return np.full((values.shape[0], values.shape[2], len(QUANTILES)), np.nan)
    ordered = np.sort(values, axis=1)
    # Without the rounding, 1 - 0.9 would cut one draw less than a tenth.
    cut = int((1 - level) / 2 * (drawn - 1) + ROUNDING)
    return np.moveaxis(ordered[:, [cut, (drawn - 1) // 2, drawn - 1 - cut]], 1, 2)


def _places(lost: FloatArray) -> IntArray:
    """Return places by falling (unavoidable, with surge, short run) in each column of draws."""
    keys = -np.round(lost, TIED)
    order = np.lexsort(tuple(keys[..., i] for i in range(keys.shape[2])), axis=0)
    ordered = np.take_along_axis(keys, order[..., None], axis=0)
    new = np.ones(order.shape, dtype=bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=2)
    at = np.where(new, np.arange(1, len(order) + 1)[:, None], 0)
    places = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(places, order, np.maximum.accumulate(at, axis=0), axis=0)
    return places
