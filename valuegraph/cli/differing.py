"""The command that says what changed between two days or two datasets."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from valuegraph.cli.answers import Answer, Section
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.rendering import present
from valuegraph.cli.writing import tell
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.view.differing import Difference


def diff(
    scope: Scope,
    output: Output,
    first: Annotated[str, typer.Argument(metavar="A", help="A day, or files or a folder of RDF.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The same, later.")],
) -> None:
    """Tell what changed between two days or two datasets.

    Of two days: relations in force on one of them only. Of two datasets, each by itself and over
    all time: relations that only one has, or that have another property, interval or evidence.

    Rows: change (opened, ended; added, removed, changed), relation, kind, valid_from, precision
    (asOf...: known to hold on that day, start unknown), valid_to, differs, confidence, sources, iri.
    """
    graph, found = _differ(scope, first, second)
    rows = Grid.of(found.rows(), _columns())
    if output.top is not None and len(rows) > output.top:
        tell(f"{output.top} of {len(rows)} rows (--top)", quiet=output.quiet)
        rows = rows.head(output.top)
    sections = tuple(
        Section(str(change), Grid.of([_shown(row) for row in part.records()]))
        for change, part in rows.groups("change").items()
    )
    present(Answer(rows, sections, found.coverage), graph, output)


def _differ(scope: Scope, first: str, second: str) -> tuple[KnowledgeGraph, Difference]:
    from valuegraph.view.differing import between_datasets, between_days

    days = [_day(text) for text in (first, second)]
    if all(days):
        if scope.as_of is not None:
            raise UsageError(
                "--as-of beside two days says nothing",
                where="--as-of",
                mend="name the two days alone: valuegraph diff 2025-01-01 2026-01-01",
            )
        graph = replace(scope, as_of=second).load()
        return graph, between_days(graph, days[0], days[1])  # type: ignore[arg-type]
    if any(days):
        raise UsageError(
            f"{first!r} and {second!r} are not of one kind",
            why="two days of one dataset can be compared, or two datasets",
            mend="write two days as 2025-01-01, or name two files or folders",
        )
    if scope.data or scope.only_data:
        raise UsageError(
            "--data and --only-data say nothing beside two datasets",
            mend="name the two files or folders alone",
        )
    old, new = (
        replace(scope, data=[Path(text)], only_data=True).load() for text in (first, second)
    )
    return new, between_datasets(old, new)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _columns() -> tuple[str, ...]:
    from valuegraph.view.differing import COLUMNS

    return COLUMNS


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a table shows of one row."""
    differs = {"what changed": row["differs"]} if row["differs"] else {}
    return {
        "relation": row["relation"],
        "kind": row["kind"],
        "from": row["valid_from"],
        "to": row["valid_to"] or "",
        **differs,
        "sources": "; ".join(row["sources"]),
    }
