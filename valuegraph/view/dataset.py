"""What a dataset holds: sizes, sources with their licences, sectors and layers covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from valuegraph.projection.catalogue import RDF_TYPE
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGD

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray

    from valuegraph.store import Store
    from valuegraph.store.codes import Codes

INFO_COLUMNS = ("section", "item", "value")
COUNTS_VERSION = "2"
"""To be raised with any change of what is counted, or how it is called."""
SOURCES = """
SELECT ?licence ?read (COUNT(DISTINCT ?source) AS ?n) WHERE {
  ?source a vg:Source ; vg:retrievedOn ?read .
  OPTIONAL { ?source dct:license ?stated }
  BIND(COALESCE(STR(?stated), "facts cited; the source's own licence not stated") AS ?licence)
} GROUP BY ?licence ?read ORDER BY DESC(?n) ?licence
"""
CONCLUSIONS = """
SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s vg:asOf ?day ; vg:datasetHash ?hash }
"""
SECTORS = """
SELECT ?sector (COUNT(DISTINCT ?u) AS ?n) WHERE {
  ?u a vg:Uptake ; vg:inSector ?sector ; vg:hasEvidence ?e .
} GROUP BY ?sector ORDER BY ?sector
"""
LAYERS = """
SELECT ?layer (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s vg:inLayer ?layer } GROUP BY ?layer ORDER BY ?layer
"""


@dataclass(frozen=True, slots=True)
class InfoResult:
    """Size, sources, coverage and identity of a dataset."""

    told: tuple[tuple[str, str, object], ...]
    coverage: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return flat objects of section, item, value."""
        return [dict(zip(INFO_COLUMNS, row, strict=True)) for row in self.told]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(list(self.told), columns=list(INFO_COLUMNS))

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        return answer_html(self, INFO_COLUMNS)


def describe_dataset(
    store: Store, coverage: tuple[str, ...], digest: str, version: str
) -> InfoResult:
    """Say what is in a dataset, and how far its facts reach on the day of the slice.

    The counts follow from the content alone, so they are kept beside the store.
    """
    kept = store.remember("dataset-counts", lambda: _columns(store), version=COUNTS_VERSION)
    columns = (kept[name].tolist() for name in INFO_COLUMNS)
    rows: list[tuple[str, str, object]] = [
        ("dataset", "version", version),
        ("dataset", "hash", digest),
        *zip(*columns, strict=True),
    ]
    return InfoResult(tuple(rows), coverage)


def _columns(store: Store) -> dict[str, NDArray[Any]]:
    section, item, value = zip(*counts(store), strict=True)
    found = (np.array(section, object), np.array(item, object), np.array(value, np.int64))
    return dict(zip(INFO_COLUMNS, found, strict=True))


def counts(store: Store) -> list[tuple[str, str, int]]:
    """Count what is in a dataset: section, item, how many."""
    tally = _Tally(store.codes())
    ((derived,),) = store.rows(CONCLUSIONS)[1]
    classes, entities = (_named(store, found) for found in (tally.relations(), tally.entities()))
    relations, evidenced, pieces, complete = tally.evidence()
    rows = [
        ("dataset", "relations", relations),
        ("dataset", "entities", sum(n for _, n in entities)),
        ("dataset", "relations with evidence", evidenced),
        ("dataset", "pieces of evidence", pieces),
        ("dataset", "evidence with source, locator and confidence", complete),
        ("dataset", "derived statements (in none of the other counts)", int(derived)),
    ]
    rows += [("relations", item, n) for item, n in classes]
    rows += [("layers", item, n) for item, n in _named(store, store.rows(LAYERS)[1])]
    rows += [("entities", item, n) for item, n in entities]
    rows += [("uptakes by sector", *row) for row in _named(store, store.rows(SECTORS)[1])]
    rows += [
        ("sources", f"{licence} (read {read})", int(n))
        for licence, read, n in store.rows(SOURCES)[1]
    ]
    return rows


class _Tally:
    """Counts on the codes of all triples: over everything there is, a query takes a minute."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._relation = self._having(VG + "validFrom")
        kinds = codes.predicate == codes.code(RDF_TYPE)
        self._typed, self._kind = codes.subject[kinds], codes.object[kinds]

    def evidence(self) -> tuple[int, int, int, int]:
        """Return how many relations, how many of them with whole evidence; the same of evidence."""
        codes = self._codes
        whole = self._having(PREFIXES["dct"] + "source", VG + "locator", VG + "confidence")
        shows = codes.predicate == codes.code(VG + "hasEvidence")
        relation = codes.subject[shows][whole[codes.object[shows]]]
        pieces = self._typed[self._kind == codes.code(VG + "Evidence")]
        return (
            int(self._relation.sum()),
            len(set(relation[self._relation[relation]].tolist())),
            len(pieces),
            int(whole[pieces].sum()),
        )

    def relations(self) -> list[tuple[str, int]]:
        """Return the classes of relations and how many each has, most first."""
        return self._by_class(self._relation[self._typed])

    def entities(self) -> list[tuple[str, int]]:
        """Return the classes of data that are no relations, evidence or sources."""
        terms = self._codes.terms
        own = [terms[at].startswith(f"<{VGD}") for at in self._typed.tolist()]
        others = [self._codes.code(VG + name) for name in ("Evidence", "Source")]
        return self._by_class(
            np.array(own, dtype=bool) & ~self._relation[self._typed] & ~np.isin(self._kind, others)
        )

    def _by_class(self, chosen: NDArray[np.bool_]) -> list[tuple[str, int]]:
        kinds = self._codes.column(self._kind[chosen])
        named = zip(map(str, kinds.values), np.bincount(kinds.codes).tolist(), strict=True)
        found = [(iri, n) for iri, n in named if iri.startswith(VG)]
        return sorted(found, key=lambda row: (-row[1], row[0]))

    def _having(self, *iris: str) -> NDArray[np.bool_]:
        """Mark the terms of which each of these predicates says something."""
        codes, marked = self._codes, np.ones(len(self._codes.terms), dtype=bool)
        for iri in iris:
            said = np.zeros(len(marked), dtype=bool)
            said[codes.subject[codes.predicate == codes.code(iri)]] = True
            marked &= said
        return marked


def _named(store: Store, found: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    told = list(found)
    names = store.labels([iri for iri, _ in told])
    return [(names[iri], int(n)) for iri, n in told]
