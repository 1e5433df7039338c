"""The facts of one slice as light records, and what is needed to look things up among them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.projection.slices import begun, in_time, lasts, sure_enough
from valuegraph.vocabulary.namespaces import VG, VGX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
NOT_YET = {VGX + "forecast", VGX + "announced", VGX + "anticipated"}


@dataclass(frozen=True, slots=True)
class Record:
    """One relation begun by the day: its class, participants, validity (ordinals) and weight.

    `values` maps the local name of a property to its values as text (IRIs in full).
    """

    iri: str
    cls: str
    confidence: float
    start: int
    end: int
    values: dict[str, tuple[str, ...]] = field(repr=False)

    def one(self, prop: str) -> str | None:
        """Return the first value of a property, or None."""
        found = self.values.get(prop)
        return found[0] if found else None

    def all(self, prop: str) -> tuple[str, ...]:
        """Return every value of a property."""
        return self.values.get(prop, ())

    def number(self, prop: str) -> float | None:
        """Return the first value of a property as a number, or None."""
        found = self.one(prop)
        return None if found is None else float(found)


class Catalogue:
    """The records of a slice by class, and the things they speak of.

    Parameters
    ----------
    columns : Columns
        The whole graph.
    part : Slice
        What enters.
    """

    def __init__(self, columns: Columns, part: Slice) -> None:
        self.part = part
        self.columns = columns
        timely = in_time(columns, part)
        sure = sure_enough(columns, part)
        self.left_out = int((timely & ~sure).sum())
        self._relations = _by_class(columns, begun(columns, part) & sure)
        self._records: dict[str, list[Record]] = {}
        self._by_iri: dict[str, dict[str, Record]] = {}
        self._indexes: dict[tuple[str, str], dict[str, list[Record]]] = {}
        self.things = _things(columns)
        self.stocks = {columns.pool[code]: stock for code, stock in columns.roles.items()}

    def of(self, cls: str) -> list[Record]:
        """Return the records of a relation class in force, without what is only planned."""
        return [r for r in self.begun(cls) if lasts(r.end, self.part)]

    def begun(self, cls: str) -> list[Record]:
        """Return the records begun by the day, ended ones too, without what is only planned."""
        if cls not in self._records:
            made = self.stated(cls)
            self._records[cls] = [r for r in made if r.one("modality") not in NOT_YET]
        return self._records[cls]

    def stated(self, cls: str) -> list[Record]:
        """Return the records begun by the day, also of what their source only expects."""
        return list(_records(self.columns, self._relations.get(cls, ()), cls))

    def classes(self) -> list[str]:
        """Return the relation classes that have a relation begun by the day."""
        return sorted(self._relations)

    def by(self, cls: str, prop: str) -> dict[str, list[Record]]:
        """Return the records of a class by each value of a property (kept for the next call)."""
        key = (cls, prop)
        if key not in self._indexes:
            found: dict[str, list[Record]] = defaultdict(list)
            for record in self.of(cls):
                for value in record.all(prop):
                    found[value].append(record)
            self._indexes[key] = found
        return self._indexes[key]

    def get(self, cls: str, iri: str) -> Record | None:
        """Return the record in force of a class with an IRI, or None."""
        if cls not in self._by_iri:
            self._by_iri[cls] = {record.iri: record for record in self.of(cls)}
        return self._by_iri[cls].get(iri)

    def label(self, iri: str) -> str:
        """Return the label of a thing, or the end of its IRI."""
        found = self.things.get(iri, {}).get(LABEL)
        return found[0] if found else iri.rpartition("/")[2].rpartition("#")[2]

    def is_a(self, iri: str, cls: str) -> bool:
        """Tell whether a thing is stated to be of a class of the ontology."""
        return VG + cls in self.things.get(iri, {}).get(RDF_TYPE, ())

    def value(self, iri: str, prop: str) -> str | None:
        """Return the first value of a property of the ontology for a thing."""
        found = self.things.get(iri, {}).get(VG + prop)
        return found[0] if found else None


def _by_class(columns: Columns, mask: NDArray[np.bool_]) -> dict[str, list[int]]:
    """Return the marked relations of each class of the ontology, by IRI."""
    pool, triples = columns.pool, columns.triples
    if RDF_TYPE not in pool:
        return {}
    typed = triples[triples[:, 1] == pool.index(RDF_TYPE)]
    found: dict[int, str] = {}
    for at, _, value in typed[mask[typed[:, 0]]].tolist():
        cls = pool[value]
        if cls.startswith(VG):
            found.setdefault(at, cls.rpartition("#")[2])
    classes: dict[str, list[int]] = defaultdict(list)
    for at in sorted(found, key=lambda at: pool[columns.relation[at]]):
        classes[found[at]].append(at)
    return dict(classes)


def _records(columns: Columns, chosen: Sequence[int], cls: str) -> Iterator[Record]:
    """Yield the records of some relations of one class."""
    pool, triples = columns.pool, columns.triples
    first = np.searchsorted(triples[:, 0], np.array(chosen, dtype=np.int64), side="left")
    last = np.searchsorted(triples[:, 0], np.array(chosen, dtype=np.int64), side="right")
    names: dict[int, str] = {}
    for at, low, high in zip(chosen, first.tolist(), last.tolist(), strict=True):
        values: dict[str, tuple[str, ...]] = {}
        for _, prop, value in triples[low:high].tolist():
            name = names.get(prop) or names.setdefault(prop, pool[prop].rpartition("#")[2])
            values[name] = (*values[name], pool[value]) if name in values else (pool[value],)
        yield Record(
            iri=pool[columns.relation[at]],
            cls=cls,
            confidence=float(columns.confidence[at]),
            start=int(columns.start[at]),
            end=int(columns.end[at]),
            values=values,
        )


def _things(columns: Columns) -> dict[str, dict[str, tuple[str, ...]]]:
    pool = columns.pool
    things: dict[str, dict[str, tuple[str, ...]]] = {}
    for subject, prop, value in columns.entities.tolist():
        found = things.setdefault(pool[subject], {})
        name = pool[prop]
        found[name] = (*found.get(name, ()), pool[value])
    return things
