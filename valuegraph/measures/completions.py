"""Exact bounds on concentration where only part of a split is known.

Sources name some shares; the rest may be in one hand or in countless ones. :func:`bounds` gives
the figures of the two extremes, and every completion of the split lies between them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from valuegraph.errors import ShareError
from valuegraph.measures.concentration import NEXT_TO_NOTHING, numbers, refuse_excess

MOST_UNCERTAIN = 12

Measure: TypeAlias = Callable[..., float]
"""Takes shares and the keyword `dust`; see :func:`valuegraph.measures.hhi`."""
Stated: TypeAlias = "float | tuple[float, float]"
"""A share, or the least and the most that it can be."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest value that a measure can have.

    Attributes
    ----------
    low, high : float
        Equal where every share is known; `high` may be infinite.
    """

    low: float
    high: float


def bounds(
    measure: Measure, stated: Iterable[Stated], *, largest_unnamed: float | None = None
) -> Bounds:
    """Return the least and the greatest value of a measure over all completions of a split.

    What the stated shares leave is held by somebody. At one extreme it is spread over infinitely
    many holders, at the other it lies in as few hands as the shares allow: in those of one
    unnamed holder, or of a named one whose share is only known to lie in a range. The first split
    is majorised by every completion and the second kind majorises them, so measures that
    transfers from smaller to larger holders never lower (or never raise) take their extremes
    there. The lower bound of the index is approached by ever finer splits, not reached.

    Parameters
    ----------
    measure : callable
        One of :mod:`valuegraph.measures.concentration`, or :func:`functools.partial` of it with other options.
    stated : iterable of float or of (float, float)
        Known shares; a pair gives the least and the most that a share can be.
    largest_unnamed : float, optional
        No unnamed holder has more than this, for instance the smallest stated share where a
        source lists the largest holders. By default one may hold all that is left.

    Returns
    -------
    Bounds
        Equal ends where the stated shares add up to 1.

    Raises
    ------
    ShareError
        Nothing is stated, a share is negative or no number, a range is upside down, the least
        shares add up to more than 1.02, or more than twelve narrow ranges would have to be
        searched; `largest_unnamed` is not above 0, or stands beside ranges.

    References
    ----------
    Kvålseth, T. (2018). Relationship between concentration ratio and Herfindahl-Hirschman index:
    a re-examination based on majorization theory. Heliyon 4(10), e00846,
    doi:10.1016/j.heliyon.2018.e00846.
    """
    low, high = _ranges(stated)
    rest = 1.0 - math.fsum(low)
    if rest <= NEXT_TO_NOTHING:
        value = measure(low)
        return Bounds(value, value)
    spread = measure(low, dust=rest)
    values = [measure(split) for split in _gathered(low, high, rest, largest_unnamed)]
    return Bounds(min(spread, *values), max(spread, *values))


def _ranges(stated: Iterable[Stated]) -> tuple[list[float], list[float]]:
    """Return the least and the most of each share, the least scaled where they exceed 1."""
    pairs = [each if isinstance(each, tuple) else (each, each) for each in stated]
    low, high = numbers(a for a, _ in pairs), numbers(b for _, b in pairs)
    for at, (least, most) in enumerate(zip(low, high, strict=True)):
        if most < least:
            raise ShareError(
                f"share {at} lies between {least:g} and {most:g}", mend="give the smaller end first"
            )
    total = math.fsum(low)
    refuse_excess(total)
    return ([share / total for share in low] if total > 1 else low), high


def _gathered(
    low: Sequence[float], high: Sequence[float], rest: float, largest: float | None
) -> Iterator[list[float]]:
    """Yield completions, among them one that is most concentrated by any measure of concentration.

    The measures are convex, so their extremes lie at corners: each uncertain share at one of its
    ends, save one holder at most, who takes what is then left.
    """
    room = [most - least for least, most in zip(low, high, strict=True)]
    open_ended = [at for at, width in enumerate(room) if width > NEXT_TO_NOTHING]
    if not open_ended:
        yield [*low, *_split(rest, largest)]
        return
    top = max(range(len(low)), key=lambda at: (low[at], room[at]))
    if largest is None and room[top] >= rest - NEXT_TO_NOTHING:
        # With all the rest at the largest holder, a split majorises every other.
        yield [share + rest * (at == top) for at, share in enumerate(low)]
        return
    _refuse_search(room, open_ended, rest, largest)
    least = sorted(room[at] for at in open_ended)
    for size in range(len(open_ended) + 1):
        if math.fsum(least[:size]) > rest + NEXT_TO_NOTHING:
            return
        for full in combinations(open_ended, size):
            left = rest - math.fsum(room[at] for at in full)
            if left < -NEXT_TO_NOTHING:
                continue
            base = [high[at] if at in full else least for at, least in enumerate(low)]
            yield from _placed(base, max(0.0, left), room, set(open_ended) - set(full))


def _placed(
    base: list[float], left: float, room: Sequence[float], takers: set[int]
) -> Iterator[list[float]]:
    """Yield the splits in which one holder takes what is left: a new one, or one with room."""
    yield [*base, left]
    if left <= NEXT_TO_NOTHING:
        return
    for taker in takers:
        if room[taker] >= left - NEXT_TO_NOTHING:
            yield [share + left * (at == taker) for at, share in enumerate(base)]


def _split(rest: float, largest: float | None) -> list[float]:
    """Return the rest in as few hands as the largest share of an unnamed holder allows."""
    if largest is None:
        return [rest]
    if not largest > NEXT_TO_NOTHING:
        raise ShareError(f"an unnamed holder has at most {largest:g}", mend="pass a share above 0")
    count = int(rest / largest + NEXT_TO_NOTHING)
    return [*[largest] * count, max(0.0, rest - count * largest)]


def _refuse_search(
    room: Sequence[float], open_ended: Sequence[int], rest: float, largest: float | None
) -> None:
    if largest is not None:
        raise ShareError(
            "a largest unnamed share stands beside shares that are ranges",
            why="the two together are not bounded exactly here",
            mend="leave largest_unnamed out",
        )
    narrow = sum(room[at] < rest - NEXT_TO_NOTHING for at in open_ended)
    if narrow > MOST_UNCERTAIN:
        raise ShareError(
            f"{narrow} shares are known as narrow ranges only",
            why=f"exact bounds would search 2 to the power of {narrow} splits",
            mend=f"state all but {MOST_UNCERTAIN} of them as single numbers",
        )
