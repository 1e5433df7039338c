"""Results as plain HTML tables: whole words, no style that must be there, nothing cut off."""

from __future__ import annotations

from html import escape
from math import isnan
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNKNOWN = "unknown"
NOTHING = "none"
ABSENT = {"NaT", "<NA>"}
"""How pandas writes a day or a number that is not there."""
LEFT = ' align="left" valign="top" style="text-align:left;vertical-align:top"'
RIGHT = ' align="right" valign="top" style="text-align:right;vertical-align:top"'
"""Attributes besides styles: a page that strips styles keeps them."""
FORMAT = ".3g"
IDENTIFIERS = ("iri", "facts", "urls", "url")


class Answer(Protocol):
    """What a table needs of an answer; `coverage` and `assumptions` stand under it if it has them."""

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """Return one flat object a row."""
        ...


def table_html(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    caption: str = "",
    notes: Iterable[str] = (),
    digits: str = FORMAT,
) -> str:
    """Return rows as a table that can be read with scripts and styles taken away.

    Parameters
    ----------
    rows : iterable of mappings
        Values by column; one that a row lacks is unknown.
    columns : sequence of str
        Which columns, in which order; their headings are their names in words.
    caption : str
        What stands above the table.
    notes : iterable of str
        Sentences under the table.
    digits : str
        How numbers that are not whole are written, as in `format`.

    Returns
    -------
    str
    """
    given = list(rows)
    said = "".join(f"<p>{escape(note)}</p>" for note in notes)
    if not columns:
        return said
    above = f"<caption>{escape(caption)}</caption>" if caption else ""
    head = "".join(f"<th{LEFT}>{escape(name.replace('_', ' '))}</th>" for name in columns)
    body = "".join(
        f"<tr>{''.join(_cell(row.get(name), digits) for name in columns)}</tr>" for row in given
    )
    return f"<table>{above}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{said}"


def answer_html(
    answer: Answer, columns: Sequence[str] = (), *, caption: str = "", digits: str = FORMAT
) -> str:
    """Return an answer as a table with all its rows, and under it what it covers and assumes.

    Parameters
    ----------
    answer : Answer
        Whatever has rows.
    columns : sequence of str
        Which columns; by default all but identifiers.
    caption, digits : str
        As for `table_html`.
    """
    rows = answer.rows()
    names = columns or tuple(
        dict.fromkeys(name for row in rows for name in row if not name.endswith(IDENTIFIERS))
    )
    notes = (*getattr(answer, "coverage", ()), *getattr(answer, "assumptions", ()))
    return table_html(rows, names, caption=caption, notes=notes, digits=digits)


class ReadAsText:
    """An answer that a notebook shows as its text, with its breaks and margins."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"


def _absent(value: object) -> bool:
    return value is None or (isinstance(value, float) and isnan(value)) or str(value) in ABSENT


def _cell(value: object, digits: str) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool) and not _absent(value)
    return f"<td{RIGHT if number else LEFT}>{escape(in_words(value, digits))}</td>"


def in_words(value: object, digits: str = FORMAT) -> str:
    """Return a value as a reader would say it: lists joined, nothing on record as unknown.

    Parameters
    ----------
    value : object
    digits : str
        How numbers that are not whole are written.
    """
    if isinstance(value, list | tuple):
        return "; ".join(in_words(each, digits) for each in value) or NOTHING
    if _absent(value):
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if digits == FORMAT and value.is_integer() else format(value, digits)
