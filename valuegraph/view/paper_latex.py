"""A table of the paper as LaTeX: one tabular, and numbered notes with the sources below it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from valuegraph.view.paper import Cell, PaperTable, Reading

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "[": "{[}",
    "]": "{]}",
    "\N{EN DASH}": "--",
    "\N{EM DASH}": "---",
    "\N{LEFT SINGLE QUOTATION MARK}": "`",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": "``",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "''",
    "\N{HORIZONTAL ELLIPSIS}": r"\ldots{}",
    "\N{NO-BREAK SPACE}": "~",
    "\N{EURO SIGN}": "EUR",
    "\N{SECTION SIGN}": r"\S{}",
}
ASCII, LATIN = 0x80, 0x17F
WIDTHS = {
    "table1": (0.13, 0.19, 0.28, 0.11, 0.15),
    "table2": (0.1, 0.17, 0.13, 0.2, 0.06, 0.06, 0.14),
    "figure2": (0.4, 0.3, 0.15),
}


def escaped(text: str) -> str:
    """Return text that LaTeX prints as it stands, and that cannot be a command.

    Control characters become spaces; letters outside Latin scripts, which the usual fonts lack,
    lose their accents or become a question mark.
    """
    return "".join(_escaped(char) for char in text)


def _escaped(char: str) -> str:
    if char in SPECIAL:
        return SPECIAL[char]
    if unicodedata.category(char).startswith(("C", "Z")):
        return " "
    if ord(char) < ASCII or (ord(char) <= LATIN and char.isalpha()):
        return char
    plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    return "".join(SPECIAL.get(each, each) for each in plain) or "?"


def paper_latex(table: PaperTable) -> str:
    """Return a tabular and the notes to its numbers: UTF-8, no package beyond LaTeX itself.

    It is no float, because the notes may run over a page: set it where it should stand, or take the
    tabular into a table environment of your own.

    Parameters
    ----------
    table : PaperTable
        What to print; a number beside an entry leads to the note that says what differs.
    """
    columns = "".join(f"p{{{width}\\textwidth}}" for width in WIDTHS[table.name])
    numbers = {id(cell): number for number, cell in enumerate(table.remarked(), 1)}
    head = " & ".join(rf"\textbf{{{escaped(name)}}}" for name in table.headings)
    return "\n".join(
        [
            r"\begingroup\footnotesize\setlength{\tabcolsep}{3pt}",
            rf"\par\noindent\textbf{{{escaped(table.caption)}}}\par",
            rf"\noindent\begin{{tabular}}{{{columns}}}",
            r"\hline",
            rf"{head} \\",
            r"\hline",
            *_lines(table, numbers),
            r"\hline",
            r"\end{tabular}",
            *_notes(table),
            r"\par\endgroup",
        ]
    )


def _lines(table: PaperTable, numbers: Mapping[int, int]) -> Iterator[str]:
    for row, cells in table.lines().items():
        shown = [_entry(cells.get(name, ()), numbers) for name in table.headings[1:]]
        yield " & ".join([escaped(row), *shown]) + r" \\"


def _entry(cells: Sequence[Cell], numbers: Mapping[int, int]) -> str:
    return "; ".join(
        escaped(cell.value)
        + (rf"\textsuperscript{{{numbers[id(cell)]}}}" if id(cell) in numbers else "")
        for cell in cells
    )


def _notes(table: PaperTable) -> Iterator[str]:
    """Yield paragraphs: the source of each row, then each marked entry with what is on record."""
    yield _paragraph(f"Source: {each}." for each in _sources(table))
    for number, cell in enumerate(table.remarked(), 1):
        said = " ".join(f"{_first_up(each.verdict)}: {_cited(each)}." for each in cell.marked)
        yield rf"\par\textsuperscript{{{number}}} {escaped(said)}"
    for row, remarks in table.remarks().items():
        yield rf"\par {escaped(row)}: {escaped('; '.join(remarks))}."
    yield _paragraph((*table.notes, *table.coverage))


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cited(reading: Reading) -> str:
    named = "; ".join(f"{each.source.title}, {each.locator}" for each in reading.evidence)
    return f"{reading.text} ({named})"


def _sources(table: PaperTable) -> list[str]:
    """Return each source of the entries once, with the places of the rows in it."""
    places: dict[str, list[str]] = {}
    for cell in table.cells:
        found = places.setdefault(cell.evidence.source.title, [])
        if cell.evidence.locator not in found:
            found.append(cell.evidence.locator)
    return [f"{title} ({'; '.join(found)})" for title, found in places.items()]


def _paragraph(sentences: Iterable[str]) -> str:
    return r"\par " + escaped(" ".join(sentences))
