"""What a dataset holds: sizes, sources with their licences, sectors and layers covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valuegraph.projection import coverage_lines

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from valuegraph.projection import Projection
    from valuegraph.store import Store

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
CLASSES = """
SELECT ?class (COUNT(DISTINCT ?r) AS ?n) WHERE {
  ?r vg:validFrom ?start ; a ?class . FILTER(STRSTARTS(STR(?class), STR(vg:)))
} GROUP BY ?class ORDER BY DESC(?n) ?class
"""
ENTITIES = """
SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE {
  ?s a ?class . FILTER(STRSTARTS(STR(?s), STR(vgd:)))
  FILTER(STRSTARTS(STR(?class), STR(vg:)))
  FILTER(?class NOT IN (vg:Evidence, vg:Source))
  FILTER NOT EXISTS { ?s vg:validFrom ?start }
} GROUP BY ?class ORDER BY DESC(?n) ?class
"""
EVIDENCED = """
SELECT (COUNT(DISTINCT ?r) AS ?all) (COUNT(DISTINCT ?good) AS ?evidenced) WHERE {
  ?r vg:validFrom ?start .
  OPTIONAL {
    ?r vg:hasEvidence ?e . ?e dct:source ?s ; vg:locator ?l ; vg:confidence ?c .
    BIND(?r AS ?good)
  }
}
"""
EVIDENCE = """
SELECT (COUNT(DISTINCT ?e) AS ?all) (COUNT(DISTINCT ?whole) AS ?complete) WHERE {
  ?e a vg:Evidence .
  OPTIONAL { ?e dct:source ?s ; vg:locator ?l ; vg:confidence ?c . BIND(?e AS ?whole) }
}
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


def describe_dataset(store: Store, projection: Projection, digest: str, version: str) -> InfoResult:
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
    return InfoResult(tuple(rows), tuple(coverage_lines(projection)))


def _columns(store: Store) -> dict[str, NDArray[Any]]:
    import numpy as np

    section, item, value = zip(*counts(store), strict=True)
    found = (np.array(section, object), np.array(item, object), np.array(value, np.int64))
    return dict(zip(INFO_COLUMNS, found, strict=True))


def counts(store: Store) -> list[tuple[str, str, int]]:
    """Count what is in a dataset: section, item, how many."""
    relations, evidenced = store.rows(EVIDENCED)[1][0]
    pieces, complete = store.rows(EVIDENCE)[1][0]
    ((derived,),) = store.rows(CONCLUSIONS)[1]
    entities = _counted(store, ENTITIES)
    rows = [
        ("dataset", "relations", int(relations)),
        ("dataset", "entities", sum(n for _, n in entities)),
        ("dataset", "relations with evidence", int(evidenced)),
        ("dataset", "pieces of evidence", int(pieces)),
        ("dataset", "evidence with source, locator and confidence", int(complete)),
        ("dataset", "derived statements (in none of the other counts)", int(derived)),
    ]
    for section, query in (("relations", CLASSES), ("layers", LAYERS)):
        rows += [(section, item, n) for item, n in _counted(store, query)]
    rows += [("entities", item, n) for item, n in entities]
    rows += [("uptakes by sector", item, n) for item, n in _counted(store, SECTORS)]
    rows += [
        ("sources", f"{licence} (read {read})", int(n))
        for licence, read, n in store.rows(SOURCES)[1]
    ]
    return rows


def _counted(store: Store, query: str) -> list[tuple[str, int]]:
    found = store.rows(query)[1]
    names = store.labels([iri for iri, _ in found])
    return [(names[iri], int(n)) for iri, n in found]
