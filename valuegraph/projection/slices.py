"""One time slice of the facts: which relations hold, are known, and are sure enough."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from valuegraph.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from valuegraph.projection.columns import Columns


@dataclass(frozen=True, slots=True)
class Slice:
    """What enters an analysis.

    Parameters
    ----------
    as_of : datetime.date
        Valid time: relations in force on this day.
    known_at : datetime.date, optional
        Knowledge time: only relations with supporting evidence read by this day.
    min_confidence : float
        Floor on a relation's confidence, in [0, 1].
    include_illustrative : bool
        Whether relations that rest on illustrations only may enter.
    """

    as_of: dt.date
    known_at: dt.date | None = None
    min_confidence: float = 0.5
    include_illustrative: bool = False

    def __post_init__(self) -> None:
        """Refuse a floor that no confidence can meet."""
        if not 0 <= self.min_confidence <= 1:
            raise UsageError(
                f"the confidence floor {self.min_confidence} is not between 0 and 1",
                mend="pass --min-confidence between 0 and 1, for example 0.5",
            )

    def on(self, day: str | dt.date) -> Slice:
        """Return the same slice on another day."""
        found = parse_date(day, "as_of")
        return self if found is None else replace(self, as_of=found)


def parse_date(text: str | dt.date | None, option: str) -> dt.date | None:
    """Return a date from ISO text, or a clear error that names the option."""
    if text is None or isinstance(text, dt.date):
        return text
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"{text!r} is not a date",
            where=option,
            why="facts are sliced by the day on which they hold",
            mend="write year, month and day, for example 2026-06-01",
        ) from None


def begun(columns: Columns, part: Slice) -> NDArray[np.bool_]:
    """Mark the relations begun and known by the day, shape (relations,)."""
    mask = columns.start <= part.as_of.toordinal()
    if part.known_at is not None:
        mask &= columns.known <= part.known_at.toordinal()
    return mask


@overload
def lasts(end: int, part: Slice) -> bool: ...


@overload
def lasts(end: NDArray[np.int64], part: Slice) -> NDArray[np.bool_]: ...


def lasts(end: int | NDArray[np.int64], part: Slice) -> bool | NDArray[np.bool_]:
    """Tell whether what ends on a day (ordinal, or array of them) still holds in the slice.

    Intervals are half-open: on its last day a fact no longer holds.
    """
    return part.as_of.toordinal() < end


def in_time(columns: Columns, part: Slice) -> NDArray[np.bool_]:
    """Mark the relations in force on the day and known by then, shape (relations,)."""
    return begun(columns, part) & lasts(columns.end, part)


def sure_enough(columns: Columns, part: Slice) -> NDArray[np.bool_]:
    """Mark the relations above the confidence floor, shape (relations,)."""
    mask: NDArray[np.bool_] = (columns.confidence >= part.min_confidence) & (columns.confidence > 0)
    if not part.include_illustrative:
        mask &= ~columns.illustrative
    return mask
