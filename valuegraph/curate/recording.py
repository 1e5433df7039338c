"""New judgements taken into the table that keeps them: all or none."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from valuegraph.curate.judging import COLUMNS, Judged, Judgements, fold, read_judgements
from valuegraph.errors import DataError, FileProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Recorded", "record_judgements"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a table of judgements.

    Attributes
    ----------
    added, known : tuple of Judged
        Those that were new, and those that the table had already.
    unjudged : int
        Rows without a judgement, left out.
    """

    added: tuple[Judged, ...]
    known: tuple[Judged, ...]
    unjudged: int


def record_judgements(
    path: Path, into: Path, bears: Callable[[str, str], bool], *, new_names: bool = False
) -> Recorded:
    """Add the judgements of a file to a table, or refuse the file as a whole.

    Parameters
    ----------
    path : pathlib.Path
        CSV with the columns of judgements; further columns are left aside, and rows without a
        judgement are counted.
    into : pathlib.Path
        The table; made when it is not there.
    bears : callable
        Kind and name -> whether a known thing bears the name.
    new_names : bool, optional
        Also take names that neither a known thing nor a judgement bears.

    Returns
    -------
    Recorded
        What was added and what was there.

    Raises
    ------
    DataError
        When a row is incomplete, names nothing known, or contradicts other judgements, also over
        several steps. The table is then as it was.
    FileProblem
        When a file cannot be read or written.
    """
    new, unjudged = read_judgements(path, lenient=True), 0
    asked = [each for each in new if each.judgement]
    unjudged = len(new) - len(asked)
    held = read_judgements(into) if into.exists() else ()
    rows = {_row(each): each for each in held}
    pairs = {(each.kind, _pair(each), each.judgement) for each in held}
    added = [e for e in asked if (e.kind, _pair(e), e.judgement) not in pairs]
    if not new_names:
        _refuse_unknown(path, added, held, bears)
    Judgements([*held, *added])
    if added:
        _write(into, [*rows.values(), *added])
    known = tuple(each for each in asked if each not in added)
    return Recorded(tuple(added), known, unjudged)


def _refuse_unknown(
    path: Path,
    added: Iterable[Judged],
    held: Iterable[Judged],
    bears: Callable[[str, str], bool],
) -> None:
    judged = {(each.kind, fold(name)) for each in held for name in (each.left, each.right)}
    unknown = [
        f"{name!r} ({each.kind or 'any kind'})"
        for each in added
        for name in (each.left, each.right)
        if (each.kind, fold(name)) not in judged and not bears(each.kind, name)
    ]
    if unknown:
        raise DataError(
            "judgements name what nothing known is called",
            where=f"{path.name}: {', '.join(dict.fromkeys(unknown))}",
            why="a typing error in a name would join nothing, and nobody would notice",
            mend="correct the names, or give --new-names where they are those of a new source",
        )


def _pair(each: Judged) -> frozenset[str]:
    return frozenset((fold(each.left), fold(each.right)))


def _row(each: Judged) -> tuple[str, ...]:
    return tuple(str(getattr(each, name)) for name in COLUMNS)


def _write(into: Path, judged: Iterable[Judged]) -> None:
    """Write the table beside the old one and put it in its place."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    ordered = sorted(judged, key=lambda each: (each.kind, fold(each.left), fold(each.right)))
    writer.writerows(_row(each) for each in ordered)
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=into.parent, prefix=into.name, suffix=".new")
        made = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text.getvalue())
            made.chmod(into.stat().st_mode & 0o777 if into.exists() else 0o644)
            made.replace(into)
        finally:
            made.unlink(missing_ok=True)
    except OSError as error:
        raise FileProblem(
            "the table of judgements cannot be written",
            where=f"{into}: {error.strerror}",
            mend="name a table in a folder of your own: --into PATH",
        ) from error
