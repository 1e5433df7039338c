"""Sectors in which the systems of incidents were deployed, as CSET's annotators found them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.sources.record import Record

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["TABLE", "read_sectors"]

TABLE = "classifications_CSETv1.csv"
NUMBER, SECTOR, PUBLISHED = "Incident ID", "Sector of Deployment", "Published"
NEEDED = {NUMBER, SECTOR, PUBLISHED}
WIDTH = 65
"""Columns of the table; one heading stands twice, so that they cannot be told by name alone."""


def read_sectors(
    package: Package, manifest: Manifest, counts: Counter[str]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return, by number of the incident, the source's words and the sections of the classification.

    What the annotators say of harm, autonomy and technique is not carried over.
    """
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for record in _records(package):
        number, text = record.text(NUMBER), record.optional(SECTOR)
        counts["classified"] += 1
        counts["classified with a sector"] += bool(text)
        if number in found:
            raise record.wrong(NUMBER, f"{number} stands twice")
        if record.optional(PUBLISHED) != "True":
            counts["classified, not published"] += 1
            continue
        told = _sections(record, text, manifest.lookup("sectors"))
        if told:
            found[number] = (text, told)
            counts["classified with a sector that is carried"] += 1
    return found


def _records(package: Package) -> Iterator[Record]:
    name = package.one(TABLE)
    reader = csv.reader(io.StringIO(package.text(name), newline=""), strict=True)
    try:
        heading = next(reader, [])
        _check(package, name, heading)
        for cells in reader:
            if len(cells) != len(heading):
                raise _damaged(package, name, f"line {reader.line_num}: {len(cells)} cells")
            fields = {key: cells[heading.index(key)] for key in NEEDED}
            yield Record(fields, f"{TABLE}, row '{fields[NUMBER]}'")
    except csv.Error as problem:
        raise _damaged(package, name, f"line {reader.line_num}: {problem}") from problem


def _check(package: Package, name: str, heading: list[str]) -> None:
    doubled = {key for key in NEEDED if heading.count(key) > 1}
    if NEEDED - set(heading) or doubled or len(heading) != WIDTH:
        missing = sorted(NEEDED - set(heading))
        raise DataError(
            f"the heading is not the one this reader knows: {len(heading)} columns, not {WIDTH}; "
            f"missing: {', '.join(missing) or 'none'}; double: {', '.join(sorted(doubled)) or 'none'}",
            where=f"{package.path}, {name}, line 1",
            why="columns that moved or changed would put values into wrong facts",
            mend="check that this is the publisher's own file, in a layout that is supported",
        )


def _damaged(package: Package, name: str, why: str) -> DataError:
    return DataError(
        "this file cannot be read to its end",
        where=f"{package.path}, {name}",
        why=why,
        mend="fetch it from the publisher again",
    )


def _sections(record: Record, text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sections in a cell whose names have commas inside, in any case."""
    rest, sections = text.casefold(), []
    while rest:
        name = next(
            (key for key in sorted(known, key=len, reverse=True) if _starts(rest, key)), None
        )
        if name is None:
            raise record.wrong(SECTOR, f"{text!r}: no sector is known by {rest!r}")
        if known[name]:
            sections.append(known[name])
        rest = rest[len(name) :].removeprefix(",").lstrip()
    return tuple(sorted(set(sections)))


def _starts(rest: str, key: str) -> bool:
    return rest == key or rest.startswith(f"{key},")
