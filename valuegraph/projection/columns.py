"""The store's relations and entities as integer columns: read once, cached by content hash.

Two triple tables over one pool of strings (relations with their clocks and confidence, entities
with their descriptions) and two small tables of the ontology (how each relation class projects,
the default stock of each role). Everything later in this room works on these, never on the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from valuegraph.projection.coding import ENDLESS, Coded, Pool, ordinal, weigh
from valuegraph.projection.statements import LABEL, TYPE, Codes, Statements
from valuegraph.vocabulary.namespaces import VG, VGD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

CLOCK = {"validFrom", "validTo", "hasEvidence"}
SOURCE = VG + "Source"
VERSION = 7
"""To be raised with any change of what is read: it is part of the name of the cache."""

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

    def codes(self) -> Codes:
        """Return every distinct triple as codes."""
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
    pool = Pool()
    statements = Statements(store.codes())
    told = statements.relations()
    index, prop, value = told["r"], told["p"], told["o"]
    names = [str(name).rpartition("#")[2] for name in prop.values]
    size = len(index.values)
    relation = pool.codes_of(index.values)
    stated = ~np.isin(prop.codes, [n for n, name in enumerate(names) if name in CLOCK])
    triples = np.column_stack(
        [
            index.codes[stated],
            pool.codes_of(prop.values)[prop.codes[stated]],
            _pooled(pool, value, stated),
        ]
    )
    things = statements.described()
    entities = [
        _entities(things, pool, _is_entity(things, index.values)),
        _entities(statements.sectors(), pool),
    ]
    raw: dict[str, NDArray[Any]] = {
        "relation": relation,
        "start": _clock(names, "validFrom", told, size, 0),
        "end": _clock(names, "validTo", told, size, ENDLESS),
        "triples": _sorted(triples),
        "entities": _sorted(np.concatenate(entities)),
        "classes": _table(_classes(store, pool), 6),
        **weigh(statements.evidence(), pool, index.values),
    }
    stocks = [(pool.code(role), float(stock)) for role, stock in store.rows(ROLES)[1]]
    raw["roles"] = np.array(stocks, dtype=np.float64).reshape(-1, 2).T.copy()
    revoking = sorted(pool.code(kind) for (kind,) in store.rows(REVOKING)[1])
    raw["revoking"] = np.array(revoking, dtype=np.int64)
    blob = "\x00".join(text.replace("\x00", " ") for text in pool.codes)
    raw["pool"] = np.frombuffer(blob.encode("utf-8"), dtype=np.uint8)
    return raw


def _pooled(pool: Pool, column: Coded, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the pool's codes of the marked rows of a column; what no row has enters no pool."""
    used = np.unique(column.codes[mask])
    table = np.full(len(column.values), -1, dtype=np.int64)
    table[used] = pool.codes_of([column.values[at] for at in used.tolist()])
    return table[column.codes[mask]]


def _is_entity(told: Mapping[str, Coded], relations: list[object]) -> NDArray[np.bool_]:
    """Mark what is said of labelled data that are neither relations nor sources."""
    subjects, props, values = told["s"], told["p"], told["o"]
    others = set(relations)
    own = [str(name).startswith(VGD) and name not in others for name in subjects.values]
    chosen = np.array(own, dtype=bool)
    labelled = np.zeros(len(chosen), dtype=bool)
    labelled[subjects.codes[_equal(props, LABEL)]] = True
    chosen[subjects.codes[_equal(props, TYPE) & _equal(values, SOURCE)]] = False
    return (chosen & labelled)[subjects.codes]


def _equal(column: Coded, wanted: str) -> NDArray[np.bool_]:
    return np.array([value == wanted for value in column.values], dtype=bool)[column.codes]


def _entities(
    told: Mapping[str, Coded], pool: Pool, chosen: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    every = np.ones(len(told["s"].codes), dtype=bool) if chosen is None else chosen
    if "p" in told:
        return np.column_stack([_pooled(pool, told[name], every) for name in ("s", "p", "o")])
    label = np.full(len(every), pool.code(LABEL), dtype=np.int64)
    return np.column_stack(
        [_pooled(pool, told["s"], every), label, _pooled(pool, told["label"], every)]
    )


def _clock(
    names: list[str], name: str, told: Mapping[str, Coded], size: int, otherwise: int
) -> NDArray[np.int64]:
    """Return a day of each relation as an ordinal."""
    found = np.full(size, otherwise, dtype=np.int64)
    wanted = np.isin(told["p"].codes, [n for n, text in enumerate(names) if text == name])
    days, values = told["o"].codes[wanted], told["o"].values
    used = np.unique(days)
    ordinals = np.array([ordinal(values[at]) for at in used.tolist()], dtype=np.int64)
    found[told["r"].codes[wanted]] = ordinals[np.searchsorted(used, days)]
    return found


def _sorted(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of a table in order."""
    return table[np.lexsort(table.T[::-1])]


def _classes(store: Rows, pool: Pool) -> list[tuple[int, ...]]:
    return sorted(tuple(pool.code(cell) for cell in row) for row in store.rows(CLASSES)[1])


def _table(rows: Sequence[tuple[int, ...]], width: int) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64).reshape(-1, width)
