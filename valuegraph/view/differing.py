"""What changed between two days of one dataset, or between two datasets."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from valuegraph.projection.slices import in_time, sure_enough
from valuegraph.vocabulary.namespaces import PREFIXES, VG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from valuegraph.projection import Columns
    from valuegraph.projection.slices import Slice
    from valuegraph.store import Store

__all__ = ["COLUMNS", "Change", "Difference", "between_datasets", "between_days"]

COLUMNS = (
    "change", "relation", "kind", "valid_from", "precision", "valid_to", "differs", "confidence", "sources",
    "iri",
)  # fmt: skip
LABEL = PREFIXES["rdfs"] + "label"
TYPE = PREFIXES["rdf"] + "type"
AS_OF = "asOf"
PRECISION = VG + "datePrecision"
OPENED, ENDED, ADDED, REMOVED, CHANGED = "opened", "ended", "added", "removed", "changed"
APART = {LABEL, TYPE}


class Sided(Protocol):
    """A dataset seen on one day."""

    @property
    def columns(self) -> Columns: ...
    @property
    def part(self) -> Slice: ...
    @property
    def store(self) -> Store: ...


@dataclass(frozen=True, slots=True)
class Change:
    """One relation that is not the same on both sides; `differs` says in what it changed."""

    change: str
    relation: str
    kind: str
    valid_from: str
    precision: str
    valid_to: str | None
    differs: str
    confidence: float
    sources: tuple[str, ...]
    iri: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, sorted by kind of change, kind of relation and name.

    Attributes
    ----------
    changes : tuple of Change
    coverage : tuple of str
        How many relations stand on each side, and how many changed in which way.
    """

    changes: tuple[Change, ...]
    coverage: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return flat objects with the keys of `COLUMNS`."""
        return [{name: getattr(each, name) for name in COLUMNS} for each in self.changes]


def between_days(graph: Sided, first: dt.date, second: dt.date) -> Difference:
    """Return the relations in force on one of two days only.

    Parameters
    ----------
    graph : Sided
        Its floor on confidence and its knowledge time hold for both days.
    first, second : datetime.date
        `opened` are relations in force on the second alone, `ended` those on the first alone.
    """
    columns, part = graph.columns, graph.part
    sure = sure_enough(columns, part)
    before, after = (in_time(columns, part.on(day)) & sure for day in (first, second))
    side = _Side(graph, before | after)
    changes = [
        side.change(at, change)
        for change, mask in ((OPENED, after & ~before), (ENDED, before & ~after))
        for at in np.flatnonzero(mask).tolist()
    ]
    in_force = f"{before.sum()} on {first.isoformat()}, {after.sum()} on {second.isoformat()}"
    opened = [each for each in changes if each.change == OPENED]
    seen = sum(each.precision.startswith(AS_OF) for each in opened)
    told = (
        f"Relations in force: {in_force}.",
        _tally(changes, (OPENED, ENDED)),
        f"{seen} of {len(opened)} opened ones are only known to hold by then; their start is not.",
    )
    return Difference(_sorted(changes), told)


def between_datasets(first: Sided, second: Sided) -> Difference:
    """Return the relations that two datasets do not have in common.

    Relations are compared by IRI over all time, whatever the day and the floor on confidence:
    `added` stand in the second alone, `removed` in the first alone, `changed` in both with another
    property, interval or evidence.
    """
    old, new = (_Side(graph) for graph in (first, second))
    changes = [new.change(at, ADDED) for iri, at in new.at.items() if iri not in old.at]
    changes += [old.change(at, REMOVED) for iri, at in old.at.items() if iri not in new.at]
    for iri, at in new.at.items():
        if iri in old.at:
            differs = _differs(old.said(old.at[iri]), new.said(at))
            if differs:
                changes.append(new.change(at, CHANGED, differs))
    told = (
        f"Relations: {len(old.at)} in the first, {len(new.at)} in the second.",
        _tally(changes, (ADDED, REMOVED, CHANGED)),
    )
    return Difference(_sorted(changes), told)


class _Side:
    """The relations of one dataset by IRI, and what is said of each."""

    def __init__(self, graph: Sided, mask: NDArray[np.bool_] | None = None) -> None:
        self.columns = graph.columns
        codes = self.columns.relation.tolist()
        wanted = range(len(codes)) if mask is None else np.flatnonzero(mask).tolist()
        self.at = {self.columns.pool[codes[at]]: at for at in wanted}
        self._iris = {at: iri for iri, at in self.at.items()}
        self._said = _statements(self.columns, set(self._iris))
        self._cited = _citations(self.columns, set(self._iris))
        self._names = graph.store.labels(self._referred())

    def _referred(self) -> set[str]:
        sources = {source for found in self._cited.values() for source, _ in found}
        told = (pair for pairs in self._said.values() for pair in pairs)
        named = {value for prop, value in told if prop != LABEL and "://" in value}
        return sources | named

    def said(self, at: int) -> dict[str, tuple[str, ...]]:
        """Return by property, in words, what is said of a relation, its interval and evidence."""
        found: dict[str, list[str]] = defaultdict(list)
        for prop, value in self._said[at]:
            if prop not in APART:
                found[prop.rpartition("#")[2]].append(self._names.get(value, value))
        found["validFrom"] = [_day(int(self.columns.start[at])) or ""]
        end = _day(int(self.columns.end[at]))
        if end:
            found["validTo"] = [end]
        cited = self._cited.get(at, ())
        found["evidence"] = [f"{self._names.get(s, s)} ({trust:g})" for s, trust in cited]
        return {name: tuple(sorted(values)) for name, values in found.items()}

    def change(self, at: int, change: str, differs: str = "") -> Change:
        """Return the row of one relation."""
        said = self._said[at]
        label = next((value for prop, value in said if prop == LABEL), self._iris[at])
        kind = next((v for prop, v in said if prop == TYPE and v.startswith(VG)), "")
        cited = self._cited.get(at, ())
        return Change(
            change=change,
            relation=label,
            kind=self._names.get(kind, kind),
            valid_from=_day(int(self.columns.start[at])) or "",
            precision=next((v.rpartition("#")[2] for p, v in said if p == PRECISION), ""),
            valid_to=_day(int(self.columns.end[at])),
            differs=differs,
            confidence=float(self.columns.confidence[at]),
            sources=tuple(sorted({self._names.get(source, source) for source, _ in cited})),
            iri=self._iris[at],
        )


def _statements(columns: Columns, wanted: set[int]) -> dict[int, list[tuple[str, str]]]:
    pool = columns.pool
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for at, prop, value in columns.triples.tolist():
        if at in wanted:
            found[at].append((pool[prop], pool[value]))
    return found


def _citations(columns: Columns, wanted: set[int]) -> dict[int, list[tuple[str, float]]]:
    found: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for (at, source, *_), trust in zip(
        columns.support.tolist(), columns.trust.tolist(), strict=True
    ):
        if at in wanted:
            found[at].append((columns.pool[source], trust))
    return found


def _differs(old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]) -> str:
    """Return in words what two descriptions of a relation do not share; empty when nothing."""
    parts = []
    for name in sorted(old.keys() | new.keys()):
        gone = [value for value in old.get(name, ()) if value not in new.get(name, ())]
        come = [value for value in new.get(name, ()) if value not in old.get(name, ())]
        if gone or come:
            parts.append(
                f"{name}: {', '.join(gone) or 'nothing'} -> {', '.join(come) or 'nothing'}"
            )
        elif len(old.get(name, ())) != len(new.get(name, ())):
            parts.append(f"{name}: {len(old[name])} -> {len(new[name])} alike")
    return "; ".join(parts)


def _day(ordinal: int) -> str | None:
    return None if ordinal >= dt.date.max.toordinal() else dt.date.fromordinal(ordinal).isoformat()


def _tally(changes: Sequence[Change], kinds: Iterable[str]) -> str:
    counted = [f"{sum(each.change == kind for each in changes)} {kind}" for kind in kinds]
    return "Of these: " + ", ".join(counted) + "."


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    order = (OPENED, ADDED, CHANGED, ENDED, REMOVED)
    return tuple(
        sorted(changes, key=lambda e: (order.index(e.change), e.kind, e.relation.lower(), e.iri))
    )
