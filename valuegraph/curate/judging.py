"""What people decided about names: one thing, different things, or not to be told."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.curate.sheet import sheet_rows
from valuegraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["COLUMNS", "JUDGEMENTS", "KINDS", "Judged", "Judgements", "fold", "read_judgements"]

SAME, DIFFERENT, UNSURE = JUDGEMENTS = ("same", "different", "unsure")
COLUMNS = ("kind", "left", "right", "judgement", "why", "by", "date")
MODEL, ORGANISATION, CHIP, THING = KINDS = ("model", "organisation", "chip", "thing")
AUTHORS = ("curator", "source", "rule")
"""Who judged: a person who looked, a source that says so, a rule of the project."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One decision about two names.

    Attributes
    ----------
    left, right : str
        The names.
    judgement : str
        ``same``, ``different`` or ``unsure``.
    why, by : str
        The reason, and the kind of author: ``curator``, ``source`` or ``rule``.
    date : datetime.date
        When it was decided.
    kind : str
        What the names name: ``model``, ``organisation``, ``chip`` or ``thing``; empty for all.
    """

    left: str
    right: str
    judgement: str
    why: str
    by: str
    date: dt.date
    kind: str = ""

    def __str__(self) -> str:
        """Return it as a reason in words."""
        return f"{self.by}, {self.date}: {self.left} / {self.right} {self.judgement}: {self.why}"


def fold(name: str) -> str:
    """Return a name without what is only typing: case, width of characters, runs of blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Judgements:
    """Decisions together with what follows from them.

    Parameters
    ----------
    judged : iterable of Judged
        All of them; a decision that others contradict is refused.

    Raises
    ------
    DataError
        When two names are one thing by some decisions and not by another.
    """

    def __init__(self, judged: Iterable[Judged] = ()) -> None:
        self.all = tuple(dict.fromkeys(judged))
        self._pairs: dict[tuple[str, frozenset[str]], Judged] = {}
        self._next: dict[tuple[str, str], list[tuple[str, Judged]]] = {}
        for each in self.all:
            for kind in (each.kind,) if each.kind else KINDS:
                self._take(kind, each)
        found = list(self._contradictions())
        if found:
            raise DataError(
                "judgements contradict one another",
                where="; ".join(found),
                why="a thing cannot be another thing and not be it",
                mend="withdraw or correct one of them in data/identity/same_as.csv",
            )

    def _take(self, kind: str, each: Judged) -> None:
        left, right = fold(each.left), fold(each.right)
        before = self._pairs.setdefault((kind, frozenset((left, right))), each)
        if before.judgement != each.judgement:
            raise DataError(
                "two judgements on one pair of names differ",
                where=f"{before}; {each}",
                why="a thing cannot be another thing and not be it",
                mend="keep the one that holds",
            )
        if each.judgement == SAME:
            self._next.setdefault((kind, left), []).append((right, each))
            self._next.setdefault((kind, right), []).append((left, each))

    def _contradictions(self) -> Iterator[str]:
        for (kind, pair), each in self._pairs.items():
            if each.judgement != SAME:
                left, right = fold(each.left), fold(each.right)
                path = self.names(kind, left).get(right)
                if path is not None and len(pair) > 1:
                    yield f"{each}, but " + ", and ".join(str(step) for step in path)

    def names(self, kind: str, name: str) -> dict[str, tuple[Judged, ...]]:
        """Return every folded name judged the same as one, with the decisions that lead to it."""
        first = fold(name)
        found: dict[str, tuple[Judged, ...]] = {first: ()}
        waiting = deque([first])
        while waiting:
            at = waiting.popleft()
            for other, step in self._next.get((kind, at), ()):
                if other not in found:
                    found[other] = (*found[at], step)
                    waiting.append(other)
        return found

    def one_name(self, kind: str, left: str, right: str) -> bool:
        """Return whether two spellings that differ in capitals alone are judged one name."""
        each = self._pairs.get((kind, frozenset((fold(left), fold(right)))))
        return (
            each is not None and each.judgement == SAME and {each.left, each.right} == {left, right}
        )

    def between(self, kind: str, left: str, right: str) -> tuple[Judged, ...]:
        """Return the decisions that say how two names stand; empty when none does.

        The last of them gives the judgement; those before it tell that a name is another's.
        """
        one, other = self.names(kind, left), self.names(kind, right)
        if fold(right) in one:
            return one[fold(right)]
        for name, path in one.items():
            for second, back in other.items():
                each = self._pairs.get((kind, frozenset((name, second))))
                if each is not None and name != second:
                    return (*path, *back, each)
        return ()


def read_judgements(*paths: Path, lenient: bool = False) -> tuple[Judged, ...]:
    """Read tables of judgements.

    Parameters
    ----------
    *paths : pathlib.Path
        CSV files with the columns `COLUMNS`, in UTF-8.
    lenient : bool, optional
        Allow further columns, and rows that nobody has judged yet; these come back with an empty
        judgement.

    Returns
    -------
    tuple of Judged
        In the order of the files.

    Raises
    ------
    DataError
        When a column, a reason, an author or a day is missing or not as it must be; all rows
        concerned are named at once.
    FileProblem
        When a file cannot be read.
    """
    found: list[Judged] = []
    wrong: list[str] = []

    def fits(heading: Sequence[str]) -> bool:
        return {*COLUMNS} <= {*heading} if lenient else tuple(heading) == COLUMNS

    for path in paths:
        for line, row in sheet_rows(path, COLUMNS, fits):
            unjudged = lenient and not row["judgement"].strip()
            fault = "" if unjudged else _fault(row)
            if fault:
                wrong.append(f"{path.name}, line {line}: {fault}")
                continue
            given = {name: " ".join(row[name].split()) for name in COLUMNS}
            day = dt.date.min if unjudged else dt.date.fromisoformat(given.pop("date"))
            found.append(Judged(**{**given, "date": day}))  # type: ignore[arg-type]
    if wrong:
        raise DataError(
            "judgements are not complete",
            where="\n         ".join(wrong),
            why="a judgement without reason, author and day cannot be weighed by anybody",
            mend=f"fill the columns {', '.join(COLUMNS)}",
        )
    return tuple(found)


def _fault(row: dict[str, str]) -> str:
    """Return what is wrong with a row; empty when nothing is."""
    if "" in row:
        return "more cells than columns"
    empty = [name for name in COLUMNS if not row[name].strip() and name != "kind"]
    if empty:
        return f"no {', '.join(empty)}"
    for name, allowed in (("kind", ("", *KINDS)), ("judgement", JUDGEMENTS), ("by", AUTHORS)):
        if row[name].strip() not in allowed:
            return f"{name} {row[name]!r} is none of {', '.join(filter(None, allowed))}"
    if fold(row["left"]) == fold(row["right"]) and row["judgement"] != SAME:
        return "a name cannot differ from itself"
    try:
        dt.date.fromisoformat(row["date"].strip())
    except ValueError:
        return f"date {row['date']!r} is not written as YYYY-MM-DD"
    return ""
