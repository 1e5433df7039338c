"""Openness over time: dated releases by year, and how far the open trail the closed.

A staged release and a change of licence are events of their own, apart from first releases. Levels
are counted, never averaged: the gradient is an order.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from valuegraph.governance.openness.reading import Release

LEADING = "leadingModel"
LICENCE_CHANGE = "relicence"
STAGED = {"stagedRelease", "gatedRelease"}
NO_OPEN = "no open release of its own in force"
NO_CLOSED = "no closed release of its own in force"
UNPLACED = "not on record: how later open and later closed releases compare with them"


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the best open release trails the best closed one on a day.

    Attributes
    ----------
    closed, opened : Release or None
        The latest release of each side on record as a leading model; of the open side also one
        whose model was first offered closed as a leading model. Where none is on record so, the
        latest of its side.
    since : datetime.date or None
        When the model of `opened` was first offered at all.
    days : int or None
        Days from `since` to the start of `closed`; negative where the open one is newer.
    missing : str
        Why there are no days.
    bound : str
        `exact`; `at most` where a later open release might do as well; `at least` where a later
        closed one is of unknown standing. With both there are no days. Empty without days.
    unplaced : tuple of Release
        These later releases.
    """

    closed: Release | None = None
    opened: Release | None = None
    since: dt.date | None = None
    days: int | None = None
    missing: str = ""
    bound: str = ""
    unplaced: tuple[Release, ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """What a firm or family released in one year, and where its best releases stood at its end.

    Attributes
    ----------
    group : str
        IRI of the firm or family; empty for models of no family on record.
    year : int
    releases : tuple of Release
        Begun in the year, without changes of licence.
    levels : dict of str to int
        How many of them on each level of access.
    staged, licence_changes : tuple of Release
        By stages or gated; new terms for what was out already.
    later_opened : tuple of (Release, int)
        Weights given out of what was offered without them before, and after how many days.
    lag : Lag
        On the last day of the year, or the day of the slice if that comes first.
    """

    group: str
    year: int
    releases: tuple[Release, ...]
    levels: dict[str, int]
    staged: tuple[Release, ...]
    later_opened: tuple[tuple[Release, int], ...]
    licence_changes: tuple[Release, ...]
    lag: Lag


def once(releases: Sequence[Release]) -> list[Release]:
    """Return releases without those of a whole family that its models had on the same day.

    A family and its models are told of by different sources; they are one release, not two.
    """
    return [release for release in releases if not any(_part(release, r) for r in releases)]


def _part(whole: Release, release: Release) -> bool:
    """Tell whether a release is that of a member of what another one releases."""
    told = [(r.provider, r.start, r.level, r.kind == LICENCE_CHANGE) for r in (whole, release)]
    inside = release.asset != whole.asset and whole.asset in release.lineage
    return whole.whole and inside and told[0] == told[1]


def years(group: str, releases: Sequence[Release], day: dt.date) -> list[Year]:
    """Return one record for each year in which a firm or family released something by the day.

    Parameters
    ----------
    group : str
        IRI of the firm or family.
    releases : sequence of Release
        Its own dated ones, ended ones too.
    day : datetime.date
        Day of the slice.
    """
    found = []
    for year in sorted({release.start.year for release in releases if release.start <= day}):
        begun = once([r for r in releases if r.start.year == year and r.start <= day])
        new = tuple(r for r in begun if r.kind != LICENCE_CHANGE)
        found.append(
            Year(
                group,
                year,
                new,
                dict(Counter(r.level for r in new)),
                tuple(r for r in new if r.kind in STAGED),
                tuple(_openings(new, releases)),
                tuple(r for r in begun if r.kind == LICENCE_CHANGE),
                lag(releases, min(day, dt.date(year, 12, 31))),
            )
        )
    return found


def _openings(new: Iterable[Release], releases: Sequence[Release]) -> Iterator[tuple[Release, int]]:
    """Yield the releases that open what was closed before, with the days in between."""
    first = _first_offers(releases)
    for release in new:
        before = first[release.asset]
        if release.opened and not before.opened:
            yield release, (release.start - before.start).days


def lag(releases: Iterable[Release], day: dt.date) -> Lag:
    """Return how far the best open release trails the best closed one on a day.

    Best is what a source calls the leading model of its provider at its release; no fact compares
    what models can do, so an open release that is lightweight, or of unknown standing, gives no
    figure, and later releases of such kinds make it a bound. An older model counts by the day on
    which it was first offered as the leading one.
    """
    given = list(releases)
    first = _first_offers(given)
    held = [release for release in given if release.holds(day) and release.rank is not None]
    opened, closed = _sides(held)
    best_open = _latest([r for r in opened if _led(r, first)])
    best_closed = _latest([r for r in closed if r.position == LEADING])
    shown = Lag(best_closed or _latest(closed), best_open or _latest(opened))
    missing = _missing(shown, best_open, best_closed)
    if best_open is None or best_closed is None:
        return Lag(shown.closed, shown.opened, _since(shown.opened, first), None, missing)
    since = first[best_open.asset].start
    days = (first[best_closed.asset].start - since).days
    open_later = once([r for r in opened if r.start > best_open.start])
    closed_later = [r for r in closed if r.start > best_closed.start and not r.position]
    later = (*open_later, *closed_later)
    if open_later and closed_later:
        return Lag(best_closed, best_open, since, None, UNPLACED, "", later)
    bound = "at most" if open_later else "at least" if closed_later else "exact"
    return Lag(best_closed, best_open, since, days, "", bound, later)


def _sides(held: Iterable[Release]) -> tuple[list[Release], list[Release]]:
    """Return what is open, and what is closed and of a model that is not open as well.

    What is given out by stages is neither.
    """
    given = list(held)
    opened = [release for release in given if release.opened]
    copied = {release.asset for release in opened}
    return opened, [
        r for r in given if not r.opened and r.level != "gradualRelease" and r.asset not in copied
    ]


def _first_offers(releases: Iterable[Release]) -> dict[str, Release]:
    """Return the first offer of each asset."""
    first: dict[str, Release] = {}
    for release in sorted(releases, key=lambda r: (r.start, r.iri)):
        first.setdefault(release.asset, release)
    return first


def _led(release: Release, first: dict[str, Release]) -> bool:
    """Tell whether a model is on record as its provider's leading one when it was first offered."""
    return LEADING in {release.position, first[release.asset].position}


def _latest(releases: Iterable[Release]) -> Release | None:
    return max(releases, key=lambda r: (r.start, r.iri), default=None)


def _since(release: Release | None, first: dict[str, Release]) -> dt.date | None:
    return None if release is None else first[release.asset].start


def _missing(shown: Lag, best_open: Release | None, best_closed: Release | None) -> str:
    """Return what would have to be on record to give days."""
    if shown.opened is None:
        return NO_OPEN
    if shown.closed is None:
        return NO_CLOSED
    lacks = []
    if best_closed is None:
        lacks.append("which closed release was its leading model")
    if best_open is None:
        lacks.append(
            f"an open release that was a leading model (the latest is {_standing(shown.opened)})"
        )
    return "not on record: " + "; ".join(lacks) if lacks else ""


def _standing(release: Release) -> str:
    words = {
        "lightweightModel": "a lightweight one",
        "olderModel": "an older one whose first offer is not on record as leading",
        "researchModel": "a research model",
    }
    return words.get(release.position, "of unknown standing")
