"""How sure the figures of some lines are: intervals, ranks, and worlds with unlisted suppliers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from valuegraph.view.ranking import Basis, Ranking

LEVEL = 0.9
TOP = 10
COMPARED = 20
CHANCES = (0.2, 0.5)
ENDS = ("low", "median", "high")
FIGURES = ("share_lost", "share_lost_surge", "unavoidable")


@dataclass(frozen=True, slots=True)
class Draws:
    """How the evidence is resampled.

    Attributes
    ----------
    number, seed : int
        How many times, and from where: the same seed gives the same intervals.
    """

    number: int = 200
    seed: int = 0

    def told(self) -> str:
        """Return the sentence that goes beside every interval."""
        return (
            f"Intervals hold {100 * LEVEL:.0f} % of {self.number} draws (seed {self.seed}) in which "
            "each source stands or falls with its confidence, so that the facts of one source "
            "fall together, and shares vary the more the weaker their evidence."
        )


@dataclass(frozen=True, slots=True)
class Range:
    """The middle of the draws of one figure."""

    low: float
    median: float
    high: float

    def told(self) -> str:
        """Return the ends as percentages, once where they are the same."""
        low, high = f"{100 * self.low:.1f}", f"{100 * self.high:.1f}"
        return f"{high} %" if low == high else f"{low} to {high} %"

    def places(self, of: int) -> str:
        """Return the ends as places among so many, once where they are the same."""
        low, high = f"{self.low:.0f}", f"{self.high:.0f}"
        return f"{high} of {of}" if low == high else f"{low} to {high} of {of}"


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure one line is.

    Attributes
    ----------
    figures : mapping of str to Range
        For `share_lost`, `share_lost_surge`, `unavoidable`; NaN where no draw leaves a target.
    rank : Range
        Place among the lines compared.
    p_top : float
        Share of draws in which it is among the first ten of them.
    compared : int
        How many lines it was compared with, itself included: the first of the ranking, and it.
    """

    figures: Mapping[str, Range]
    rank: Range
    p_top: float
    compared: int

    def row(self) -> dict[str, float | int]:
        """Return one flat object: each figure and the rank with ``_low``, ``_median``, ``_high``."""
        found: dict[str, float | int] = {}
        for name, middle in (*self.figures.items(), ("rank", self.rank)):
            found |= {f"{name}_{end}": getattr(middle, end) for end in ENDS}
        return found | {f"p_top_{TOP}": self.p_top, "ranks_compared": self.compared}

    def told(self) -> str:
        """Return the intervals as one line."""
        if math.isnan(self.rank.low):
            return "no draw leaves a target, so nothing is known about how sure this line is"
        named = zip(("lost", "with surge", "unavoidable"), FIGURES, strict=True)
        figures = ", ".join(f"{name} {self.figures[figure].told()}" for name, figure in named)
        place = self.rank.places(self.compared)
        return f"in {100 * LEVEL:.0f} % of draws: {figures}; rank {place}"


def sureness(
    ranking: Ranking, view: str, wanted: Iterable[str], draws: Draws
) -> dict[str, Sureness]:
    """Return how sure some lines of one view are.

    Parameters
    ----------
    ranking : Ranking
        The ranking, whose basis knows every line.
    view : str
        ``renewal`` or ``continuity``.
    wanted : iterable of str
        IRIs of lines.
    draws : Draws
        How often to draw, and from which seed.
    """
    basis = ranking.basis
    places = basis.places.get(view, {})
    first = [iri for iri, place in places.items() if place <= COMPARED]
    shown = [iri for iri in dict.fromkeys(wanted) if iri in places]
    names = list(dict.fromkeys([*first, *shown]))
    if not shown:
        return {}
    evidence = basis.evidence(draws.number, draws.seed)
    sets = {iri: basis.sets[iri] for iri in names}
    sensitivity = basis.graph.sensitivity
    found = sensitivity.uncertainty(basis.weights, sets, ranking.surge, view, evidence=evidence)
    bounds, ranks, top = found.interval(LEVEL), found.ranks(), found.top(TOP)
    at = {str(name): i for i, name in enumerate(found.names)}
    return {
        iri: Sureness(
            figures={
                figure: Range(*bounds[at[iri], j].tolist()) for j, figure in enumerate(FIGURES)
            },
            rank=_middle(sorted(ranks[at[iri]].tolist())),
            p_top=float(top[at[iri]]),
            compared=len(names),
        )
        for iri in shown
    }


def _middle(ordered: list[int]) -> Range:
    """Return the middle of places in rising order; each bound is one of them."""
    if not ordered:
        return Range(math.nan, math.nan, math.nan)
    last = len(ordered) - 1
    cut = int((1 - LEVEL) / 2 * last + 1e-9)
    return Range(ordered[cut], ordered[last // 2], ordered[last - cut])


def open_worlds(basis: Basis, view: str, iri: str, draws: Draws) -> dict[float, float]:
    """Return what is unavoidable on average if incomplete groups may have an unlisted supplier.

    Parameters
    ----------
    basis : Basis
        What the ranking was computed from.
    view, iri : str
        The view, and whose figure.
    draws : Draws
        How often to draw, and from which seed.

    Returns
    -------
    dict of float to float
        For each chance that such a group has one.
    """
    found = basis.graph.sensitivity.open_world(
        basis.weights,
        {iri: basis.sets[iri]},
        view,
        chances=CHANCES,
        draws=draws.number,
        seed=draws.seed,
    )
    return {chance: float(found.expected[chance][0]) for chance in CHANCES}
