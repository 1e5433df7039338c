"""Sizes as people write them: 800e6, 120000000, 5M, each alone or from a day on."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING

from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.governance.licences import Figure

SCALES = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "b": 1e9}
NUMBER = re.compile(r"(\d[\d_,]*\.?\d*(?:e\d+)?)\s*(k|m|bn|b)?", re.IGNORECASE)
MONTH = re.compile(r"\d{4}-\d{2}")


def read_figures(texts: Sequence[str] | None, option: str) -> tuple[Figure, ...]:
    """Return the figures of one option.

    Parameters
    ----------
    texts : sequence of str, optional
        Each a number, or a number, @ and the day or month from which it holds.
    option : str
        Name of the option, for messages.

    Raises
    ------
    UsageError
        A text is no such thing, or several figures are given without their days.
    """
    from valuegraph.governance.licences import Figure

    found = tuple(Figure(*_read(text, option)) for text in texts or ())
    if len(found) > 1 and any(figure.since is None for figure in found):
        raise UsageError(
            "several figures, and not each with its day",
            where=option,
            why="which of them holds on the day of a test cannot be told",
            mend=f"write {option} 650e6@2024-03 {option} 800e6@2026-01",
        )
    return found


def _read(text: str, option: str) -> tuple[float, date | None]:
    number, _, day = text.strip().partition("@")
    match = NUMBER.fullmatch(number.strip())
    if match is None:
        raise _wrong(text, option)
    value = float(match[1].replace(",", "").replace("_", "")) * SCALES[(match[2] or "").lower()]
    if not math.isfinite(value):
        raise _wrong(text, option)
    if not day:
        if "@" in text:
            raise _wrong(text, option)
        return value, None
    try:
        return value, date.fromisoformat(f"{day}-01" if MONTH.fullmatch(day) else day)
    except ValueError:
        raise _wrong(text, option) from None


def _wrong(text: str, option: str) -> UsageError:
    return UsageError(
        f"{text!r} is not a figure",
        where=option,
        why="a limit of size is a number tested on a day",
        mend=f"write a number, or a number with the day from which it holds: {option} 800e6, "
        f"{option} 800e6@2026-01",
    )
