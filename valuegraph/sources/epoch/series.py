"""Figures of one subject over time: each holds until the next of its kind is reported."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, When
from valuegraph.sources.epoch.gathering import concept

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from decimal import Decimal

    from valuegraph.facts.drafts import Mention
    from valuegraph.sources.epoch.gathering import Ends, Gathering, Values

__all__ = ["Point", "series"]

SEVERAL = "The source gives {n} figures for this day; the lowest and the highest are kept."


@dataclass(frozen=True, slots=True)
class Point:
    """One figure.

    Attributes
    ----------
    subject : Mention
        What it is a figure of.
    kind : str
        Concept of the scheme ``measureKind``.
    when : When
        The day for which it is reported.
    value : decimal.Decimal
        In `unit`.
    unit, locator : str
        Unit, and place in the source.
    confidence : decimal.Decimal
        By the mark of certainty that the source gives.
    basis : str
        What part of the subject is counted, where it is not the whole.
    span : datetime.date or None
        Day after the period that the figure sums up; None for a state.
    bound : str
        Concept of the scheme ``bound``.
    """

    subject: Mention
    kind: str
    when: When
    value: Decimal
    unit: str
    locator: str
    confidence: Decimal
    basis: str = ""
    span: dt.date | None = None
    bound: str = "exact"


def series(points: Iterable[Point], gathering: Gathering, document: str) -> None:
    """Add one measure for each day of each series, ended by the next day of that series.

    Figures that sum up a period keep that period. Those of one day that differ are given as a
    range; a figure that repeats the one before it adds nothing. Forecasts are a series of their
    own: what is expected does not end what was seen.
    """
    rows: dict[tuple[object, ...], list[Point]] = defaultdict(list)
    for point in points:
        ahead = _ahead(point, gathering)
        rows[point.subject.handle, point.kind, point.basis, ahead].append(point)
    for row in rows.values():
        days: dict[dt.date, list[Point]] = defaultdict(list)
        for point in sorted(row, key=lambda each: each.when.start):
            days[point.when.start].append(point)
        starts = [day for day in sorted(days) if day == min(days) or _new(days, day)]
        for start, following in zip(starts, [*starts[1:], None], strict=True):
            gathering.add(_measure(days[start], following, gathering, document))


def _ahead(point: Point, gathering: Gathering) -> bool:
    """Whether a figure is of a day, or sums up a period, that was not over on the day of the copy."""
    return (point.span or point.when.start) > gathering.manifest.snapshot


def _new(days: dict[dt.date, list[Point]], day: dt.date) -> bool:
    """Whether a day gives another figure than the one before it."""
    before = max(each for each in days if each < day)
    return {point.value for point in days[before]} != {point.value for point in days[day]}


def _measure(
    same: list[Point], following: dt.date | None, gathering: Gathering, document: str
) -> Claim:
    first = min(same, key=lambda each: each.value)
    highest = max(each.value for each in same)
    values: Values = (("value", first.value), ("unit", first.unit))
    note = ""
    if highest > first.value:
        values = (*values, ("upperValue", highest))
        note = SEVERAL.format(n=len(same))
    when = replace(first.when, end=first.span or following)
    if first.span is None:
        when = replace(when, precision=_as_of(when))
    ends: Ends = (("measureSubject", first.subject), ("measureKind", concept(first.kind)))
    if first.basis:
        ends = (*ends, ("shareBasis", first.basis))
    if _ahead(first, gathering):
        ends = (*ends, ("modality", concept("forecast")))
    return Claim(
        "Measure",
        ends,
        when,
        "; ".join(sorted({each.locator for each in same})),
        min(each.confidence for each in same),
        values=(*values, ("bound", concept("approximate" if note else first.bound))),
        note=note,
        document=document,
    )


def _as_of(when: When) -> str:
    precision = when.precision
    return precision if precision.startswith("asOf") else f"asOf{precision.capitalize()}"
