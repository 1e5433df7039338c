"""The store's relations and entities as integer columns: read once, cached by content hash.

Two triple tables over one pool of strings (relations with their clocks and confidence, entities
with their descriptions) and two small tables of the ontology (how each relation class projects,
the default stock of each role). Everything later in this room works on these, never on the store.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

ENDLESS = dt.date.max.toordinal()
VERSION = 5
"""To be raised with any change of what is read: it is part of the name of the cache."""

RELATIONS = """
SELECT ?r ?p ?o WHERE { ?r vg:validFrom ?start ; ?p ?o . }
"""
EVIDENCE = """
SELECT ?r ?stance ?confidence ?kind ?known ?source WHERE {
  ?r vg:validFrom ?start ; vg:hasEvidence ?e .
  ?e vg:stance ?stance ; vg:confidence ?confidence ; vg:evidenceKind ?kind ; vg:retrievedOn ?known .
  OPTIONAL { ?e dct:source ?stated }
  BIND(COALESCE(?stated, ?e) AS ?source)
}
"""
ENTITIES = """
SELECT ?s ?p ?o WHERE {
  VALUES ?p { rdf:type rdfs:label vg:inFamily vg:variantOf vg:tradesRole vg:inLayer vg:licensor }
  ?s rdfs:label ?label ; ?p ?o .
  FILTER(STRSTARTS(STR(?s), STR(vgd:)))
  FILTER NOT EXISTS { ?s vg:validFrom ?start }
  FILTER NOT EXISTS { ?s a vg:Source }
}
"""
SECTORS = """
SELECT ?s ?label WHERE {
  ?s skos:prefLabel ?label . FILTER(STRSTARTS(STR(?s), "http://data.europa.eu/ux2/nace2.1/"))
}
"""
CLASSES = """
SELECT ?c ?source ?target ?kind ?kindFrom ?role WHERE {
  ?c vg:edgeSource ?source ; vg:edgeTarget ?target .
  OPTIONAL { ?c vg:edgeKind ?kind } OPTIONAL { ?c vg:edgeKindFrom ?kindFrom }
  OPTIONAL { ?c vg:edgeRole ?role }
}
"""
ROLES = "SELECT ?role ?stock WHERE { ?role vg:defaultStock ?stock }"
REVOKING = "SELECT ?kind WHERE { ?kind vg:revocableAtWill true }"


class Rows(Protocol):
    """What this room needs of a store."""

    def rows(self, sparql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...

    def remember(
        self, name: str, build: Callable[[], dict[str, NDArray[Any]]]
    ) -> dict[str, NDArray[Any]]:
        """Return the named columns, built once per content hash."""
        ...


@dataclass(frozen=True, slots=True)
class Columns:
    """Everything the projection reads, as arrays of codes into `pool`.

    Attributes
    ----------
    pool : list of str
        Every string once; an integer in the other arrays is an index into it.
    relation : int array, shape (r,)
        Code of each relation's IRI; `start`, `end` are ordinals of its half-open validity,
        `known` the day its first supporting evidence was read, `confidence` the highest among
        supporting evidence (0 when there is none), `disputed` whether evidence of 0.5 or more
        disputes it, `illustrative` whether all its support is illustrative.
    triples, entities : int arrays, shape (n, 3)
        (relation index, property code, value code) and (entity code, property code, value code).
    support, trust : int array, shape (e, 4); float array, shape (e,)
        Each supporting piece of evidence: relation index, code of its source, the day it was
        read, whether it only illustrates; and its confidence.
    classes : int array, shape (c, 6)
        Class, edge source, edge target, constant kind, kind property, role property (-1: none).
    roles : dict
        Role code -> default stock in the continuity view.
    revoking : int array, shape (k,)
        Codes of the kinds of licence term by which the licensor may end the licence at will.
    """

    pool: list[str]
    relation: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    known: NDArray[np.int64]
    confidence: NDArray[np.float64]
    disputed: NDArray[np.bool_]
    illustrative: NDArray[np.bool_]
    triples: NDArray[np.int64]
    entities: NDArray[np.int64]
    support: NDArray[np.int64]
    trust: NDArray[np.float64]
    classes: NDArray[np.int64]
    roles: dict[int, float]
    revoking: NDArray[np.int64]


class _Pool:
    """Give every string a code, in order of first sight."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}

    def code(self, value: object) -> int:
        """Return the code of a value's text, -1 for an unbound one."""
        if value is None:
            return -1
        text = value if isinstance(value, str) else _text(value)
        return self.codes.setdefault(text, len(self.codes))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def read_columns(store: Rows) -> Columns:
    """Return the columns of a store, from its cache when it has them."""
    raw = store.remember(f"projection-{VERSION}", lambda: build_columns(store))
    blob = raw["pool"].tobytes().decode("utf-8")
    pool = blob.split("\x00") if blob else []
    roles = {int(code): float(stock) for code, stock in zip(*raw["roles"], strict=True)}
    return Columns(
        pool=pool,
        relation=raw["relation"],
        start=raw["start"],
        end=raw["end"],
        known=raw["known"],
        confidence=raw["confidence"],
        disputed=raw["disputed"],
        illustrative=raw["illustrative"],
        triples=raw["triples"],
        entities=raw["entities"],
        support=raw["support"],
        trust=raw["trust"],
        classes=raw["classes"],
        roles=roles,
        revoking=raw["revoking"],
    )


def build_columns(store: Rows) -> dict[str, NDArray[Any]]:
    """Read the store once and return plain arrays (strings as one UTF-8 blob)."""
    pool = _Pool()
    index: dict[int, int] = {}
    triples: list[tuple[int, int, int]] = []
    start: dict[int, int] = {}
    end: dict[int, int] = {}
    for relation, prop, value in store.rows(RELATIONS)[1]:
        at = index.setdefault(pool.code(relation), len(index))
        name = str(prop).rpartition("#")[2]
        if name == "validFrom":
            start[at] = _ordinal(value)
        elif name == "validTo":
            end[at] = _ordinal(value)
        elif name != "hasEvidence":
            triples.append((at, pool.code(prop), pool.code(value)))
    entities = [(pool.code(s), pool.code(p), pool.code(o)) for s, p, o in store.rows(ENTITIES)[1]]
    prefix = "http://www.w3.org/2000/01/rdf-schema#label"
    entities += [
        (pool.code(s), pool.code(prefix), pool.code(label)) for s, label in store.rows(SECTORS)[1]
    ]
    size = len(index)
    raw: dict[str, NDArray[Any]] = {
        "relation": np.fromiter(index, dtype=np.int64, count=size),
        "start": np.array([start[i] for i in range(size)], dtype=np.int64),
        "end": np.array([end.get(i, ENDLESS) for i in range(size)], dtype=np.int64),
        "triples": _table(sorted(triples), 3),
        "entities": _table(sorted(entities), 3),
        "classes": _table(_classes(store, pool), 6),
        **_weigh(store.rows(EVIDENCE)[1], pool, index),
    }
    stocks = [(pool.code(role), float(stock)) for role, stock in store.rows(ROLES)[1]]
    raw["roles"] = np.array(stocks, dtype=np.float64).reshape(-1, 2).T.copy()
    revoking = sorted(pool.code(kind) for (kind,) in store.rows(REVOKING)[1])
    raw["revoking"] = np.array(revoking, dtype=np.int64)
    blob = "\x00".join(text.replace("\x00", " ") for text in pool.codes)
    raw["pool"] = np.frombuffer(blob.encode("utf-8"), dtype=np.uint8)
    return raw


def _classes(store: Rows, pool: _Pool) -> list[tuple[int, ...]]:
    return sorted(tuple(pool.code(cell) for cell in row) for row in store.rows(CLASSES)[1])


def _table(rows: Sequence[tuple[int, ...]], width: int) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64).reshape(-1, width)


def _ordinal(value: object) -> int:
    if isinstance(value, dt.date):
        return value.toordinal()
    return dt.date.fromisoformat(str(value)[:10]).toordinal()


def _weigh(
    evidence: Iterable[tuple[Any, ...]], pool: _Pool, index: dict[int, int]
) -> dict[str, NDArray[Any]]:
    """Reduce the evidence of each relation to the figures a slice asks for."""
    size = len(index)
    confidence = np.zeros(size)
    disputed = np.zeros(size, dtype=bool)
    plain = np.zeros(size, dtype=bool)
    known = np.full(size, ENDLESS, dtype=np.int64)
    support: list[tuple[int, int, int, int, float]] = []
    for relation, stance, weight, kind, read, source in evidence:
        at = index[pool.code(relation)]
        if str(stance).endswith("#disputes"):
            disputed[at] |= float(weight) >= 0.5  # noqa: PLR2004 - the floor of ontology section 3.4
            continue
        drawn, day = str(kind).endswith("#illustrative"), _ordinal(read)
        confidence[at] = max(confidence[at], float(weight))
        plain[at] |= not drawn
        known[at] = min(known[at], day)
        support.append((at, pool.code(source), day, int(drawn), float(weight)))
    support.sort()
    return {
        "support": _table([row[:4] for row in support], 4),
        "trust": np.array([row[4] for row in support], dtype=np.float64),
        "confidence": confidence,
        "disputed": disputed,
        "illustrative": ~plain,
        "known": known,
    }
