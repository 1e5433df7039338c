"""Tables for people: labels before IRIs, percentages, and nothing that a terminal obeys."""

from __future__ import annotations

import io
import os
import re
import sys
from typing import TYPE_CHECKING

from valuegraph.cli.answers import Answer, Passage, Section, flat, plain, unknown
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output
from valuegraph.cli.writing import STDOUT

if TYPE_CHECKING:
    from rich.console import Console, OverflowMethod
    from rich.table import Table
    from rich.text import Text

UNBOUND_WIDTH = 100_000
NARROWEST = 40
LABEL = "_label"
LONGEST_WORD = 40
WEB = ("http://", "https://")
_MANY = 1e6

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def table_text(answer: Answer, output: Output) -> str:
    """Return the answer as tables with their notes and coverage below."""
    console, buffer = _console(output)
    sections = answer.sections or (Section("", answer.grid),)
    for number, section in enumerate(sections):
        if number:
            console.print()
        if section.title:
            console.print(safe(section.title), style="bold", markup=False, highlight=False)
        if isinstance(section, Passage):
            _print_passage(console, section)
        else:
            _print_section(console, section)
    for heading, lines in (("How to read this", answer.notes), ("Coverage", answer.coverage)):
        if lines:
            console.print()
            console.print(heading, style="bold")
            for line in lines:
                _print_line(console, line, indent=2)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines())


def _console(output: Output) -> tuple[Console, io.StringIO]:
    """Return a console as wide as the screen, or without bounds where nobody looks."""
    from rich.console import Console

    seen = output.output == STDOUT and sys.stdout.isatty()
    width = os.get_terminal_size(sys.stdout.fileno()).columns if seen else UNBOUND_WIDTH
    buffer = io.StringIO()
    coloured = seen and not output.no_color and not os.environ.get("NO_COLOR")
    console = Console(
        file=buffer,
        width=max(width, NARROWEST),
        force_terminal=coloured,
        no_color=not coloured,
        color_system="standard" if coloured else None,
        highlight=False,
    )
    return console, buffer


def _print_section(console: Console, section: Section) -> None:
    grid = readable(section.grid)
    if not grid.rows:
        console.print("no rows")
        return
    table = _table(grid, one_line=bool(section.below), right=section.right)
    if not section.below:
        console.print(table)
        return
    from rich.text import Text

    rendered = console.render_lines(table, pad=False)
    heading = len(rendered) - len(grid)
    for number, segments in enumerate(rendered):
        console.print(Text.assemble(*((each.text, each.style or "") for each in segments)))
        for line in section.below.get(number - heading, ()):
            _print_line(console, line, indent=4, style="dim")


def _print_passage(console: Console, passage: Passage) -> None:
    if not passage.entries:
        console.print("nothing known")
    for sentence, below in passage.entries:
        _print_line(console, sentence)
        for line in below:
            _print_line(console, line, indent=4, style="dim")


def _print_line(console: Console, line: str, *, indent: int = 0, style: str = "") -> None:
    """Print a sentence that folds at its own indent."""
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(safe(line), style=style), (0, 0, 0, indent), expand=False))


def _table(grid: Grid, *, one_line: bool, right: frozenset[str] = frozenset()) -> Table:
    """Return the rows as a table; with `one_line`, words give way to figures and no row folds."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    columns: list[list[Text]] = []
    for name in grid.columns:
        cells = [_cell(value, one_line=one_line) for value in grid.column(name)]
        figures = name in right or all(_is_figure(value) for value in grid.column(name))
        heading = name.replace("_", "\n")
        table.add_column(
            Text("\n".join(safe(part) for part in heading.split("\n"))),
            justify="right" if figures else "left",
            vertical="bottom",
            no_wrap=(one_line and figures)
            or name in right
            or all(_is_word(text.plain) for text in cells),
            overflow="fold",
        )
        columns.append(cells)
    for row in zip(*columns, strict=True):
        table.add_row(*row)
    return table


def _cell(value: object, *, one_line: bool) -> Text:
    from rich.text import Text

    overflow: OverflowMethod = "ellipsis" if one_line else "fold"
    return Text(safe(cell(value)), no_wrap=one_line, overflow=overflow)


def _is_word(text: str) -> bool:
    """Tell whether a cell is one short word, which reads badly when it is broken."""
    return len(text) <= LONGEST_WORD and " " not in text


def readable(grid: Grid) -> Grid:
    """Return the rows with labels in the place of the IRIs that have one."""
    labels = {name: f"{name}{LABEL}" for name in grid.columns if f"{name}{LABEL}" in grid.columns}
    if not labels:
        return grid
    records = grid.records()
    for record in records:
        for name, label in labels.items():
            if not unknown(record[label]):
                record[name] = record[label]
    return Grid.of(records, grid.columns).without(*labels.values())


def cell(value: object) -> str:
    """Return one value as a person reads it: an IRI as a CURIE, which `show` takes as well."""
    known = plain(value)
    if known is None:
        return ""
    if isinstance(known, str) and known.startswith(WEB):
        from valuegraph.store.frames import compact

        return compact(known)
    if isinstance(known, bool):
        return "yes" if known else "no"
    if isinstance(known, float):
        return f"{known:,.4g}" if abs(known) < _MANY else f"{known:,.0f}"
    return str(flat(known))


def _is_figure(value: object) -> bool:
    known = plain(value)
    if isinstance(known, str):
        return known.endswith(" %")
    return isinstance(known, int | float) and not isinstance(known, bool)


def percent(share: object) -> str:
    """Return a share of 1 as a percentage with one decimal, or that it is unknown."""
    known = plain(share)
    return f"{100 * known:.1f} %" if isinstance(known, int | float) else "unknown"


def safe(text: str) -> str:
    """Return text that no terminal takes for a command or a change of direction."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
