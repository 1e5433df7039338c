"""Tables for people: labels before IRIs, percentages, and nothing that a terminal obeys."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from valuegraph.cli.answers import Answer, Section, flat, plain
from valuegraph.cli.options import Output
from valuegraph.cli.writing import STDOUT

if TYPE_CHECKING:
    from pandas import DataFrame
    from rich.console import Console, OverflowMethod
    from rich.table import Table
    from rich.text import Text

UNBOUND_WIDTH = 100_000
NARROWEST = 40
LABEL = "_label"
_MANY = 1e6

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def table_text(answer: Answer, output: Output) -> str:
    """Return the answer as tables with their notes and coverage below."""
    console, buffer = _console(output)
    sections = answer.sections or (Section("", answer.frame),)
    for number, section in enumerate(sections):
        if number:
            console.print()
        if section.title:
            console.print(safe(section.title), style="bold", markup=False, highlight=False)
        _print_section(console, section)
    for heading, lines in (("How to read this", answer.notes), ("Coverage", answer.coverage)):
        if lines:
            console.print()
            console.print(heading, style="bold")
            for line in lines:
                console.print(f"  {safe(line)}", markup=False, highlight=False)
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
    frame = readable(section.frame)
    if frame.empty:
        console.print("no rows")
        return
    table = _table(frame, one_line=bool(section.below))
    if not section.below:
        console.print(table)
        return
    from rich.padding import Padding
    from rich.text import Text

    rendered = console.render_lines(table, pad=False)
    heading = len(rendered) - len(frame)
    for number, segments in enumerate(rendered):
        console.print(Text.assemble(*((each.text, each.style or "") for each in segments)))
        for line in section.below.get(number - heading, ()):
            console.print(Padding(Text(safe(line), style="dim"), (0, 0, 0, 4), expand=False))


def _table(frame: DataFrame, *, one_line: bool) -> Table:
    """Return the rows as a table; with `one_line`, words give way to figures and no row folds."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in frame.columns:
        figures = all(_is_figure(value) for value in frame[name])
        heading = str(name).replace("_", "\n" if one_line else " ")
        table.add_column(
            Text("\n".join(safe(part) for part in heading.split("\n"))),
            justify="right" if figures else "left",
            vertical="bottom",
            no_wrap=one_line and figures,
            overflow="fold",
        )
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(_cell(value, one_line=one_line) for value in row))
    return table


def _cell(value: object, *, one_line: bool) -> Text:
    from rich.text import Text

    overflow: OverflowMethod = "ellipsis" if one_line else "fold"
    return Text(safe(cell(value)), no_wrap=one_line, overflow=overflow)


def readable(frame: DataFrame) -> DataFrame:
    """Return the rows with labels in the place of the IRIs that have one."""
    names = list(frame.columns)
    labelled = {name[: -len(LABEL)] for name in names if str(name).endswith(LABEL)} & set(names)
    shown = frame.drop(columns=[f"{name}{LABEL}" for name in labelled])
    for name in labelled:
        label = frame[f"{name}{LABEL}"]
        shown = shown.assign(**{name: label.where(label.notna(), frame[name])})
    return shown


def cell(value: object) -> str:
    """Return one value as a person reads it."""
    known = plain(value)
    if known is None:
        return ""
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


def replaced(frame: DataFrame, columns: Iterable[str], how: Callable[[object], str]) -> DataFrame:
    """Return the rows with some columns written by a function, where they are there."""
    present_columns = [name for name in columns if name in frame.columns]
    return frame.assign(**{name: [how(each) for each in frame[name]] for name in present_columns})


def safe(text: str) -> str:
    """Return text that no terminal takes for a command or a change of direction."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def named(frame: DataFrame, names: Sequence[str]) -> DataFrame:
    """Return the columns that exist, in the order given."""
    return frame[[name for name in names if name in frame.columns]]
