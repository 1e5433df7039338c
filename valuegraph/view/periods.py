"""When a statement holds, in words that do not claim more precision than the source gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

AS_OF = "asOf"


def period_words(start: date | None, end: date | None, precision: str) -> str:
    """Return the period of a statement in words.

    Parameters
    ----------
    start, end : datetime.date, optional
        Half-open interval.
    precision : str
        Local name of the precision of the start; ``asOf...`` means that the statement is known
        to hold on that date and that its start is unknown.

    Returns
    -------
    str
        For example ``since 2023-05``, ``2019 until 2026-04-27`` or ``known on 2024-06-01``.
    """
    if start is None:
        return "dates unknown" if end is None else f"start unknown, until {end.isoformat()}"
    known_only = precision.startswith(AS_OF)
    begin = _at_precision(start, precision.removeprefix(AS_OF).lower())
    if known_only:
        begin = f"known {'on' if precision.endswith('Day') else 'in'} {begin}"
        return begin if end is None else f"{begin}, until {end.isoformat()}"
    return f"since {begin}" if end is None else f"{begin} until {end.isoformat()}"


def _at_precision(day: date, precision: str) -> str:
    if precision == "year":
        return f"{day.year:04d}"
    if precision == "quarter":
        return f"{day.year:04d} Q{(day.month + 2) // 3}"
    if precision == "month":
        return f"{day.year:04d}-{day.month:02d}"
    return day.isoformat()
