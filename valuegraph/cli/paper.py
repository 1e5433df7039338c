"""The command that prints the working paper's tables with what other sources say beside them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.answers import Answer, Passage, Section
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.rendering import present
from valuegraph.cli.writing import STDOUT, mention, tell, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuegraph.view.paper import Cell, PaperTable, Reading

NUMBERED = "A number in brackets marks an entry from which a fact on record differs, or of which it says more; entries without one agree with the other sources, or have none (--json tells which)."
WORDY = ("Explanation", "Control vs Capability trade-off")
"""Columns whose entries are too long for a table on a screen."""


class Name(StrEnum):
    """Which table or figure."""

    TABLE1 = "table1"
    TABLE2 = "table2"
    FIGURE2 = "figure2"


class PaperForm(StrEnum):
    """Forms of a table of the paper."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    LATEX = "latex"


@dataclass(frozen=True)
class PaperOutput(Output):
    """Where the table goes; it may be LaTeX as well."""

    form: Annotated[
        PaperForm,
        typer.Option("--format", "-f", help="table, json, csv, tsv, latex.", case_sensitive=False),
    ] = PaperForm.TABLE  # type: ignore[assignment]


def paper(
    scope: Scope,
    output: PaperOutput,
    name: Annotated[Name, typer.Argument(metavar="NAME", help="table1, table2 or figure2.")],
) -> None:
    """Print a table of the working paper with our corrections marked beside its entries.

    Table 1 is the major open models, table 2 the types of governance, figure 2 the gradient of
    access. Entries are the paper's; what differs, or says more, comes from other facts in the
    graph, each with its source. -f latex gives one tabular with numbered notes below.

    Rows (one per entry and fact beside it): table, row, column, value, source, locator, verdict
    (agrees, differs, says more, paper elsewhere, no other source; derived for an ordinal read from
    the paper's words), on_record, record_sources, record_locators, record_urls, record_confidence,
    note, record_iri, cell_iri.
    """
    from valuegraph.view.paper import paper_table

    graph = scope.load()
    found = paper_table(graph.columns, graph.part, graph.store, name.value)
    if output.chosen == PaperForm.LATEX:
        from valuegraph.view.paper_latex import paper_latex

        mention(graph.store.notes, quiet=output.quiet)
        write_text(paper_latex(found), output.output)
        if output.output != STDOUT:
            tell(f"wrote {output.output}", quiet=output.quiet)
        return
    grid, rows = _grid(found), Grid.of(found.rows())
    if output.top is not None:
        grid, rows = grid.head(output.top), rows.head(output.top)
    sections: tuple[Section | Passage, ...] = (
        Section(found.caption, grid.without(*WORDY)),
        *_wording(found, [name for name in WORDY if name in grid.columns]),
        *_beside(found),
    )
    notes = (NUMBERED, *found.notes)
    present(Answer(rows, sections, found.coverage, notes), graph, output)


def _grid(found: PaperTable) -> Grid:
    """Return the table as the paper has it, its marked entries numbered, with the place of each row."""
    numbers = {id(cell): number for number, cell in enumerate(found.remarked(), 1)}
    rows = []
    for row, cells in found.lines().items():
        shown = tuple(_entry(cells.get(name, ()), numbers) for name in found.headings[1:])
        place = cells[found.headings[1]][0].evidence.locator
        rows.append((row, *shown, place.partition(", column ")[0] if "row" in place else place))
    return Grid((*found.headings, "in the paper"), tuple(rows))


def _entry(cells: Sequence[Cell], numbers: dict[int, int]) -> str:
    return "; ".join(
        f"{cell.value} [{numbers[id(cell)]}]" if id(cell) in numbers else cell.value
        for cell in cells
    )


def _wording(found: PaperTable, columns: Sequence[str]) -> Iterator[Passage]:
    """Yield the long entries of each row, where there are any."""
    if columns:
        entries = tuple(
            (row, tuple(f"{name}: {_entry(cells[name], {})}" for name in columns if name in cells))
            for row, cells in found.lines().items()
        )
        yield Passage("Its longer entries", entries)


def _beside(found: PaperTable) -> Iterator[Passage]:
    """Yield what is on record beside the marked entries, then the curators' remarks."""
    entries = tuple(
        (f"[{number}] {cell.row}, {cell.column}: {cell.value}", tuple(_told(cell.marked)))
        for number, cell in enumerate(found.remarked(), 1)
    )
    title = found.cells[0].evidence.source.title
    yield Passage(f"On record beside {title}", entries)
    remarks = tuple((row, tuple(notes)) for row, notes in found.remarks().items())
    if remarks:
        yield Passage("Remarks of the curators", remarks)


def _told(readings: Sequence[Reading]) -> Iterator[str]:
    for each in readings:
        yield f"{each.verdict}: {each.text}"
        for piece in each.evidence:
            yield f"  {piece.source.title}, {piece.locator} (confidence {float(piece.confidence):g})"
