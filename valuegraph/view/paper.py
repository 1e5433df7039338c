"""The working paper's tables, cell by cell, with what other sources have on record beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.errors import DataError, UnknownNameError
from valuegraph.facts import facts_of
from valuegraph.projection.catalogue import Catalogue
from valuegraph.view.paper_cells import Cell, Reading
from valuegraph.view.paper_columns import (
    CAPTIONS,
    CONTROL,
    DERIVED,
    HEADINGS,
    NOTES,
    RANK,
    SKILL,
    SKILLS,
    STEP,
    TRADE,
    TYPES,
    UNCHECKED,
    UNKNOWN,
)
from valuegraph.view.paper_readings import Beside, OnRecord
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from valuegraph.facts import Fact
    from valuegraph.projection.catalogue import Record
    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice

__all__ = ["Cell", "PaperTable", "Reading", "paper_table"]

NUMBER = re.compile(r"(?:row|column) (\d+)")


class Store(Protocol):
    """What this module needs of a store."""

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return a name for each IRI."""
        ...

    def resolve(self, name: str, classes: Sequence[str] = ()) -> str:
        """Return the IRI of a name."""
        ...


@dataclass(frozen=True)
class PaperTable:
    """A table or figure of the paper as the graph has it.

    Attributes
    ----------
    name : str
        `table1`, `table2` or `figure2`.
    cells : tuple of Cell
        In the order of the paper, row by row.
    """

    name: str
    cells: tuple[Cell, ...] = field(repr=False)

    @property
    def caption(self) -> str:
        """What stands above the table."""
        return CAPTIONS[self.name]

    @property
    def headings(self) -> tuple[str, ...]:
        """Headings of the columns."""
        return HEADINGS[self.name]

    @property
    def notes(self) -> tuple[str, ...]:
        """How to read the ordinals."""
        return NOTES[self.name]

    @property
    def coverage(self) -> tuple[str, ...]:
        """How many entries another source speaks of."""
        given = [cell for cell in self.cells if cell.verdict != DERIVED]
        checked = sum(bool(cell.readings) for cell in given)
        marked = sum(bool(cell.marked) for cell in given)
        return (
            f"{checked} of {len(given)} entries have another fact on record; {marked} of these are marked, because it differs or says more.",
        )

    def lines(self) -> dict[str, dict[str, list[Cell]]]:
        """Return the cells of each row by column."""
        found: dict[str, dict[str, list[Cell]]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, {}).setdefault(cell.column, []).append(cell)
        return found

    def remarked(self) -> list[Cell]:
        """Return the marked cells; each has the number of its place, from 1."""
        return [cell for cell in self.cells if cell.marked]

    def remarks(self) -> dict[str, list[str]]:
        """Return the curators' remarks on each row, or each example, each once."""
        found: dict[str, list[str]] = {}
        for cell in self.cells:
            about = f"{cell.row}, {cell.value}" if self.name == "table2" else cell.row
            if cell.note and cell.note not in found.setdefault(about, []):
                found[about].append(cell.note)
        return {about: notes for about, notes in found.items() if notes}

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per entry and reading: the paper's word, then what is on record."""
        return [row for cell in self.cells for row in self._rows_of(cell)]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def _repr_html_(self) -> str:
        from valuegraph.view.paper_html import paper_html

        return paper_html(self)

    def _rows_of(self, cell: Cell) -> Iterator[dict[str, Any]]:
        for each in cell.readings or (None,):
            words = each.evidence if each else ()
            yield {
                "table": self.name,
                "row": cell.row,
                "column": cell.column,
                "value": cell.value,
                "source": cell.evidence.source.title,
                "locator": cell.evidence.locator,
                "verdict": each.verdict if each else cell.verdict,
                "on_record": each.text if each else None,
                "record_sources": [piece.source.title for piece in words],
                "record_locators": [piece.locator for piece in words],
                "record_urls": [piece.source.url for piece in words],
                "record_confidence": float(words[0].confidence) if words else None,
                "note": cell.note or None,
                "record_iri": each.fact.iri if each else None,
                "cell_iri": cell.iri,
            }


def paper_table(columns: Columns, part: Slice, store: Store, name: str) -> PaperTable:
    """Return a table of the paper with what other facts of the slice say of its cells.

    Parameters
    ----------
    columns, part, store
        The whole graph, what enters, and where labels and evidence are read.
    name : str
        `table1`, `table2` or `figure2`.

    Raises
    ------
    UnknownNameError
        There is no such table.
    DataError
        The slice has no cell of it.
    """
    if name not in HEADINGS:
        raise UnknownNameError(f"no table is called {name!r}", mend=f"known: {', '.join(HEADINGS)}")
    catalogue = Catalogue(columns, part)
    records = [each for each in catalogue.of("TableCell") if each.one("cellTable") == VGX + name]
    if not records:
        raise DataError(
            f"no cell of {name} is among the facts",
            where=f"facts as of {part.as_of}",
            why="the paper's tables are facts of the day on which it appeared, 2025-09-12",
            mend="leave --only-data out, or set --as-of, --known-at, --min-confidence wider",
        )
    beside = OnRecord(catalogue, store).beside(name, records)
    wanted = {each.fact for found in beside.values() for each in found}
    facts = {fact.iri: fact for fact in facts_of(store.rows, wanted | {r.iri for r in records})}
    cells = [_cell(each, facts, beside[each.iri]) for each in records]
    order = _places(cells, HEADINGS[name])
    shown = [*cells, *_ordinals(cells), *_steps(cells)]
    kept = [cell for cell in shown if cell.row in order and cell.column in HEADINGS[name]]
    kept.sort(key=lambda c: (order[c.row], c.row, HEADINGS[name].index(c.column), c.iri))
    return PaperTable(name, tuple(kept))


def _places(cells: Iterable[Cell], headings: Sequence[str]) -> dict[str, int]:
    """Return the rows of a table with their places, read from the locators."""
    found: dict[str, int] = {}
    for cell in cells:
        number = NUMBER.search(cell.evidence.locator)
        if cell.column == headings[1] and number:
            found[cell.row] = int(number[1])
    return found


def _cell(record: Record, facts: dict[str, Fact], beside: Sequence[Beside]) -> Cell:
    evidence = facts[record.iri].evidence[0]
    readings = []
    for each in beside:
        fact = facts[each.fact]
        others = tuple(
            piece
            for piece in fact.evidence
            if piece.supports and (each.own or piece.source.iri != evidence.source.iri)
        )
        if others:
            readings.append(Reading(each.verdict, each.text, fact, others))
    return Cell(
        row=record.one("cellRow") or "",
        column=record.one("cellColumn") or "",
        value=record.one("cellValue") or "",
        verdict=UNCHECKED,
        iri=record.iri,
        evidence=evidence,
        note=record.one("note") or "",
        readings=tuple(readings),
    )


def _ordinals(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Yield control and skill of each type of Table 2, read from the paper's order and words."""
    for cell in cells:
        if cell.column == RANK:
            yield _derived(cell, CONTROL, str(TYPES + 1 - int(cell.value)))
        elif cell.column == TRADE:
            words = cell.value.lower()
            yield _derived(cell, SKILL, next((s for said, s in SKILLS if said in words), UNKNOWN))


def _steps(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the step on which each system of Figure 2 stands."""
    steps = {cell.row: cell.value for cell in cells if cell.column == STEP}
    for cell in cells:
        if cell.value in steps:
            yield _derived(cell, STEP, steps[cell.value])


def _derived(cell: Cell, column: str, value: str) -> Cell:
    return Cell(cell.row, column, value, DERIVED, cell.iri, cell.evidence)
