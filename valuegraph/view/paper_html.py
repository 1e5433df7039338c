"""A table of the working paper as a notebook shows it: numbered marks, and what stands beside them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from valuegraph.view.paper_cells import Cell, Reading


LEFT = ' style="text-align:left;vertical-align:top"'
"""Notebooks put cells to the right by themselves."""


class Table(Protocol):
    """What this module needs of a table of the paper."""

    @property
    def caption(self) -> str:
        """What stands above the table."""
        ...

    @property
    def headings(self) -> tuple[str, ...]:
        """Headings of the columns."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """How to read the ordinals."""
        ...

    @property
    def coverage(self) -> tuple[str, ...]:
        """How many entries another source speaks of."""
        ...

    def lines(self) -> dict[str, dict[str, list[Cell]]]:
        """Return the cells of each row by column."""
        ...

    def remarked(self) -> list[Cell]:
        """Return the marked cells."""
        ...


def paper_html(table: Table) -> str:
    """Return a table of the paper as HTML, with a numbered note for each marked entry.

    Parameters
    ----------
    table : Table

    Returns
    -------
    str
    """
    numbers = {id(cell): number for number, cell in enumerate(table.remarked(), 1)}
    head = "".join(f"<th{LEFT}>{escape(name)}</th>" for name in table.headings)
    rows = "".join(
        f"<tr><td{LEFT}>{escape(row)}</td>{_cells(table, cells, numbers)}</tr>"
        for row, cells in table.lines().items()
    )
    notes = "".join(f"<li>{_note(cell)}</li>" for cell in table.remarked())
    foot = "".join(f"<p>{escape(line)}</p>" for line in (*table.coverage, *table.notes))
    return (
        f"<table><caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table><ol>{notes}</ol>{foot}"
    )


def _cells(table: Table, cells: Mapping[str, Sequence[Cell]], numbers: Mapping[int, int]) -> str:
    return "".join(
        f"<td{LEFT}>{'; '.join(_entry(cell, numbers) for cell in cells.get(name, ()))}</td>"
        for name in table.headings[1:]
    )


def _entry(cell: Cell, numbers: Mapping[int, int]) -> str:
    number = numbers.get(id(cell))
    return escape(cell.value) + (f"<sup>[{number}]</sup>" if number else "")


def _note(cell: Cell) -> str:
    told = "".join(f"<br>{_reading(each)}" for each in cell.marked)
    return f"{escape(cell.row)}, {escape(cell.column)}: {escape(cell.value)}{told}"


def _reading(reading: Reading) -> str:
    best = reading.evidence[0]
    source = f"{best.source.title}, {best.locator} (confidence {float(best.confidence):g})"
    return f"<b>{escape(reading.verdict)}:</b> {escape(reading.text)} <small>[{escape(source)}]</small>"
