"""What is known of a line of models: its dated releases and its sizes."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from valuegraph.curate.words import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.curate.model_names import ModelName

__all__ = ["dates_of", "line_key", "set_apart"]

ABSENT = "none"
UNITS = {"m": 1e6, "b": 1e9, "t": 1e12}


def line_key(name: ModelName, *slots: str) -> str:
    """Return a text for a name without its date and the marks named."""
    words, marks = name.without("date", "status", *slots)
    told = [word + "=" + ",".join(values) for word, values in marks]
    return "|".join([words, *told])


@functools.cache
def _known() -> Mapping[tuple[str, str], tuple[str, ...]]:
    return {
        (row["line"], row["mark"]): tuple(row["values"].split())
        for row in table("lines")
    }  # fmt: skip


def dates_of(name: ModelName) -> tuple[str, ...]:
    """Return the dates of the releases that bear a name; empty when they are not on record."""
    return tuple(day for day in _known().get((line_key(name), "date"), ()) if day != ABSENT)


def set_apart(slot: str, one: ModelName, other: ModelName) -> bool:
    """Whether names of one line are on record with a mark and without it, or with several.

    Parameters
    ----------
    slot : str
        ``version``, ``size`` or ``stage``.
    one, other : ModelName
        Names of which one leaves the mark out.
    """
    bare, full = (other, one) if one.mark(slot) else (one, other)
    stated = "+".join(full.mark(slot))
    known = _known().get((_without(bare, slot), slot), ())
    if slot == "size":
        return stated in known and _sized(stated, known)
    likewise = _known().get((_without(full, slot), slot), ())
    several = {*known, *likewise} - {ABSENT, stated}
    first = slot == "version" and re.match(r"0\.|1$", stated) is not None and not several
    return ABSENT in known and stated in (*known, *likewise) and not first


def _without(name: ModelName, slot: str) -> str:
    """Return the key under which a mark is on record: versions for all stages together."""
    return line_key(name, slot, "stage") if slot == "version" else line_key(name, slot)


def _sized(stated: str, known: tuple[str, ...]) -> bool:
    """Whether a size is one of several and not the largest, for which the line's name may stand."""
    sizes = sorted((each for each in known if each != ABSENT), key=_parameters)
    return len(sizes) > 1 and stated != sizes[-1]


def _parameters(size: str) -> float:
    found = re.fullmatch(r"(?:(\d+)x)?e?(\d+(?:\.\d+)?)([bmt])?n?.*", size)
    if found is None:
        return 0.0
    return float(found[1] or 1) * float(found[2]) * UNITS.get(found[3] or "", 1.0)
