"""The forms in which agencies write days, each by a pattern of its own."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import When

if TYPE_CHECKING:
    from valuegraph.sources.record import Record

__all__ = ["FORMS", "day_of"]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MIDNIGHT = r"(?: 0?0:00(?::00)?| 12:00:00 AM)?"
FORMS = (
    ("year", re.compile(r"(?P<year>\d{4})\Z")),
    ("month", re.compile(r"(?P<month>\d{2})/(?P<year>\d{4})\Z")),
    ("month", re.compile(rf"(?P<name>{'|'.join(MONTHS)})-(?P<short>\d{{2}})\Z")),
    ("day", re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}}){_MIDNIGHT}\Z")),
    (
        "day",
        re.compile(rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{4}}){_MIDNIGHT}\Z"),
    ),
)
"""The month stands before the day: a first number above twelve is refused, not turned round."""


def day_of(record: Record, name: str, until: dt.date) -> When | None:
    """Return a day as finely as it may be believed; None when nothing stands there.

    Parameters
    ----------
    record : Record
        Row.
    name : str
        Column.
    until : datetime.date
        The day of the copy, on which two digits of a year are read.

    Returns
    -------
    When or None
        The first day of a month is given as the month, for most forms ask for no day.

    Raises
    ------
    DataError
        The cell has none of the forms, or names a day that does not exist.
    """
    text = record.optional(name)
    if not text:
        return None
    for precision, pattern in FORMS:
        match = pattern.match(text)
        if match is None:
            continue
        parts = {key: value for key, value in match.groupdict().items() if value}
        try:
            start = dt.date(_year(parts, until), _month(parts), int(parts.get("day", "1")))
        except ValueError:
            break
        coarse = precision == "day" and start.day == 1
        return When(start, "month" if coarse else precision)
    raise record.wrong(
        name,
        f"{text!r} is no date in a form that is known",
        "write it as 2024-10-01, 10/01/2024, 10/2024, Oct-24 or 2024",
    )


def _year(parts: dict[str, str], until: dt.date) -> int:
    if "short" not in parts:
        return int(parts["year"])
    year = until.year // 100 * 100 + int(parts["short"])
    if year > until.year + 5:
        raise ValueError(parts["short"])
    return year


def _month(parts: dict[str, str]) -> int:
    return MONTHS.index(parts["name"]) + 1 if "name" in parts else int(parts.get("month", "1"))
