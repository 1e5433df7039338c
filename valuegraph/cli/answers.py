"""An answer before it has a form, and its values as plain ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from valuegraph.cli.grid import Grid

Plain: TypeAlias = "bool | int | float | str | list[Plain] | None"
"""A value as JSON knows it."""
NEVER_KNOWN = ("NaTType", "NAType")


@dataclass(frozen=True)
class Section:
    """One table of an answer as a person reads it."""

    title: str
    grid: Grid
    below: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Lines to print below the row at that position."""
    right: frozenset[str] = frozenset()
    """Columns of figures in words, to stand at the right and on one line."""


@dataclass(frozen=True)
class Passage:
    """Sentences of an answer as a person reads them, each with its own lines below."""

    title: str
    entries: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Answer:
    """What a command found, before it has a form."""

    grid: Grid
    """All rows, flat: what JSON, CSV and TSV hold."""
    sections: tuple[Section | Passage, ...] = ()
    """How the table form divides and words the rows; by default as they are."""
    coverage: tuple[str, ...] = ()
    """Sentences on what the facts cover and what they leave out."""
    notes: tuple[str, ...] = ()
    """Sentences on how to read the rows."""
    facts: Grid | None = None
    """The facts behind the rows, where an answer has rows of its own beside them: JSON only."""
    beside: Mapping[str, object] = field(default_factory=dict)
    """Further objects of an answer, by key: JSON only."""
    dated: bool = True
    """Whether the rows are of the graph's day, and not facts of all days."""


def sentences(lines: Iterable[str] | None) -> tuple[str, ...]:
    """Return sentences as a tuple, whatever a result keeps them in."""
    return tuple(lines or ())


def plain(value: object) -> Plain:
    """Return a value as JSON knows it: dates in ISO form, nothing for what is not known."""
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [plain(item) for item in items]
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    if unknown(value):
        return None
    if isinstance(value, float) and math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if isinstance(value, datetime):
        midnight = value.time() == datetime.min.time()
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str) else _number_or_text(value)


def unknown(value: object) -> bool:
    """Tell whether a cell holds none, NaN, NaT or pandas' own NA.

    The last two are told by the names of their types, so that no answer need import pandas.
    """
    if value is None or type(value).__name__ in NEVER_KNOWN:
        return True
    return isinstance(value, float | Decimal) and math.isnan(value)


def _number_or_text(value: object) -> float | str:
    return float(value) if isinstance(value, Decimal) else str(value)


def flat(value: Plain) -> bool | float | str | None:
    """Return a value as one cell: the items of a list joined."""
    return "; ".join(str(item) for item in value) if isinstance(value, list) else value
