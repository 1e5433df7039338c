"""The command that says how far the facts reach."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from valuegraph.cli.answers import Answer, Section
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.rendering import present
from valuegraph.cli.writing import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLES = {
    "chains": "Chains that close",
    "sector": "By sector",
    "role": "By role",
    "layer": "By layer",
    "country": "By country",
    "evidence": "Evidence",
    "source": "By source",
}


class Part(StrEnum):
    """What is counted."""

    CHAINS = "chains"
    SECTOR = "sector"
    ROLE = "role"
    LAYER = "layer"
    COUNTRY = "country"
    EVIDENCE = "evidence"
    SOURCE = "source"


def coverage(
    scope: Scope,
    output: Output,
    by: Annotated[
        list[Part] | None,
        typer.Option("--by", help="What to count; repeatable; all by default.", show_default=False),
    ] = None,
) -> None:
    """Count how far the facts reach: chains, sectors, roles, layers, countries, evidence, sources.

    What is not on record is unknown, not absent. Each count stands beside what there is to know.

    Rows: part, name, measured, number, of, share, name_iri; of and share are empty where there is
    no whole to compare with.
    """
    from valuegraph.view.covering import COLUMNS
    from valuegraph.view.covering import coverage as counted

    graph = scope.load()
    found = counted(graph.projection, graph.store, [part.value for part in by or ()])
    rows = Grid.of(found.rows(), COLUMNS)
    if output.top is not None and len(rows) > output.top:
        tell(f"{output.top} of {len(rows)} rows (--top)", quiet=output.quiet)
        rows = rows.head(output.top)
    sections = tuple(
        Section(TITLES[str(part)], Grid.of([_shown(row) for row in inner.records()]))
        for part, inner in rows.groups("part").items()
    )
    present(Answer(rows, sections, found.coverage), graph, output)


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a table shows of one count."""
    share = "" if row["share"] is None else f"{100 * row['share']:.1f}\N{NO-BREAK SPACE}%"
    return {
        "name": row["name"],
        "measured": row["measured"],
        "number": row["number"],
        "of": "" if row["of"] is None else row["of"],
        "share": share,
    }
