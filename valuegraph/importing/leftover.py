"""What a source says and its facts leave out: a table beside them."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from valuegraph.facts.drafts import Refusal

__all__ = ["LEFT_OUT", "grouped", "left_out_in", "left_out_text"]

LEFT_OUT = "left-out.csv"
COLUMNS = ("why", "count", "first")


def grouped(refusals: Iterable[Refusal]) -> list[tuple[str, int, str]]:
    """Return each reason, how often it was given, and the first place in the order of the alphabet."""
    places: dict[str, list[str]] = defaultdict(list)
    for each in refusals:
        places[each.why].append(each.where)
    return [(why, len(found), min(found)) for why, found in sorted(places.items())]


def left_out_text(refusals: Iterable[Refusal]) -> str:
    """Return the table as CSV."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(grouped(refusals))
    return sheet.getvalue()


def left_out_in(folder: Path) -> list[tuple[str, int, str]]:
    """Return the table of a source's folder; empty where there is none."""
    path = folder / LEFT_OUT
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as sheet:
        rows = csv.DictReader(sheet)
        return [(row["why"], int(row["count"]), row["first"]) for row in rows]
