"""How organisations stand to one another over time: units, subsidiaries, earlier names."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.curate.judging import fold
from valuegraph.curate.organisation_names import read_organisation
from valuegraph.curate.words import table
from valuegraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["RELATIONS", "Related", "kindred", "related", "rolled_up"]

RELATIONS = {
    "unit": "is a unit of",
    "subsidiary": "is a company owned by",
    "predecessor": "went into",
    "renamed": "was renamed",
}
COLUMNS = ("name", "relation", "other", "since", "rolled_up", "why", "source", "by", "date")


@dataclass(frozen=True, slots=True)
class Related:
    """One organisation's standing to another.

    Attributes
    ----------
    name, other : str
        The two.
    relation : str
        ``unit``, ``subsidiary``, ``predecessor`` or ``renamed``, which alone leaves one
        organisation.
    since : str
        Year, month or day since when, as far as a source says so; empty otherwise.
    rolled_up : bool
        Whether what a source says of `name` is counted as of `other`.
    why, source, by, date : str
        The reason, where it was read, the kind of author, the day of the judgement.
    """

    name: str
    other: str
    relation: str
    since: str
    rolled_up: bool
    why: str
    source: str
    by: str
    date: str

    @property
    def renamed(self) -> bool:
        """Whether it is one organisation under its names over time."""
        return self.relation == "renamed"

    def __str__(self) -> str:
        """Return it as a reason in words."""
        since = f" since {self.since}" if self.since else ""
        rolled = f"; counted as {self.other}" if self.rolled_up and not self.renamed else ""
        since = since.replace(" since", " on") if self.relation == "renamed" else since
        told = f"{self.name} {RELATIONS[self.relation]} {self.other}{since}: {self.why}{rolled}"
        return f"{told} ({', '.join(filter(None, (self.by, self.date, self.source)))})"


@functools.cache
def related() -> Mapping[str, tuple[Related, ...]]:
    """Return for each folded name how it stands to others.

    Raises
    ------
    DataError
        When a row names no known relation or leaves out reason, author or day.
    """
    found: dict[str, list[Related]] = defaultdict(list)
    for row in table("organisations"):
        bare = [name for name in ("name", "other", "why", "by", "date") if not row[name]]
        if bare or row["relation"] not in RELATIONS or row["rolled_up"] not in {"yes", "no"}:
            raise DataError(
                "a relation between organisations is not complete",
                where=f"organisations.csv: {row['name']} / {row['other']}",
                why="a judgement without reason, author and day cannot be weighed by anybody",
                mend=f"fill {', '.join(COLUMNS)}; relation is one of {', '.join(RELATIONS)}",
            )
        each = Related(**{**row, "rolled_up": row["rolled_up"] == "yes"})  # type: ignore[arg-type]
        found[fold(each.name)].append(each)
    return {name: tuple(rows) for name, rows in found.items()}


def rolled_up(name: str) -> Related | None:
    """Return the organisation under which another is counted."""
    return next((each for each in related().get(fold(name), ()) if each.rolled_up), None)


def kindred(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether one organisation is a unit or a company of the other; by the keys of their names."""
    pairs = _standing()
    return any((one, other) in pairs or (other, one) in pairs for one in left for other in right)


@functools.cache
def _standing() -> frozenset[tuple[str, str]]:
    return frozenset(
        (read_organisation(each.name).key(), read_organisation(each.other).key())
        for rows in related().values()
        for each in rows
    )
