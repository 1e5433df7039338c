"""An explanation as plain text and as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from valuegraph.view.account import account
from valuegraph.view.figure_table import figure_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from valuegraph.view.explained import Explained
    from valuegraph.view.figure_table import Table


def as_text(said: Explained) -> str:
    """Return an explanation as plain text; long proofs are cut short, and say so."""
    first, *others = ("\n".join((part.title, *_written(part.entries))) for part in account(said))
    figures = "\n".join(_aligned(figure_table(said)))
    notes = "\n".join((*said.notes, *said.coverage))
    return "\n\n".join([first, figures, *others, notes])


def _written(entries: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
    for sentence, below in entries:
        yield sentence
        yield from (f"    {line}" for line in below)


def _aligned(table: Table) -> list[str]:
    rows = [tuple(name.replace("_", " ") for name in table.columns), *table.rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(table.columns))]
    return ["  ".join(_cells(row, widths)).rstrip() for row in rows]


def _cells(row: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.ljust(width) if at == 0 else cell.rjust(width)


def as_html(said: Explained) -> str:
    """Return an explanation as HTML without scripts; every text is escaped."""
    first, *others = (
        f"<h4>{escape(part.title)}</h4>" + "".join(_html_entry(*each) for each in part.entries)
        for part in account(said)
    )
    table = figure_table(said)
    rows = "".join(_html_row(row, "td") for row in table.rows)
    head = _html_row([name.replace("_", " ") for name in table.columns], "th")
    figures = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    notes = (f"<p><small>{escape(note)}</small></p>" for note in (*said.notes, *said.coverage))
    return "".join([first, figures, *others, *notes])


def _html_row(cells: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _html_entry(sentence: str, below: Sequence[str]) -> str:
    lines = "".join(f"<br><small>{escape(line)}</small>" for line in below)
    return f"<p>{escape(sentence)}{lines}</p>"
