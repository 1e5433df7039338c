"""The one place where the database engine is opened, filled and given values."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from valuegraph.errors import UsageError
from valuegraph.store.caching import Manifest
from valuegraph.store.loading import fill, unite
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from valuegraph.store.files import Source
    from valuegraph.store.telling import Told

VERSION = ox.__version__
XSD = PREFIXES["xsd"]
LARGE = 1 << 28
LARGE_FILE = 1 << 20
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def build_in_memory(
    sources: Sequence[Source], told: Told | None = None, known: Manifest | None = None
) -> tuple[ox.Store, Manifest]:
    """Load files into memory; what is known of them is not found out again."""
    store = ox.Store()
    merged = fill(store, sources, bulk=False, told=told, disjoint=known is not None)
    return store, known or describe(store, merged=merged)


def build_on_disk(
    folder: Path,
    sources: Sequence[Source],
    told: Told | None = None,
    known: Manifest | None = None,
) -> Manifest:
    """Load files into a new database; it is closed on return, so that it can be moved."""
    store = ox.Store(folder)
    size = sum(source.path.stat().st_size for source in sources)
    if size > LARGE or size > LARGE_FILE * len(sources):
        merged = fill(store, sources, bulk=True, told=told, disjoint=known is not None)
    else:
        # Each bulk load writes a dozen files and waits for the disk: for many small sources the
        # way through memory takes a quarter of the time, for few large ones twice the time.
        whole = ox.Store()
        merged = fill(whole, sources, bulk=False, told=told, disjoint=known is not None)
        if told:
            told("writing the cache", 0, 0)
        store.bulk_extend(whole)
    store.flush()
    return known or describe(store, merged=merged)


def build_of_quads(
    quads: Iterable[ox.Quad], folder: Path | None = None
) -> tuple[ox.Store, Manifest]:
    """Load quads that come from elsewhere into a new database, in memory or on disk."""
    store = ox.Store() if folder is None else ox.Store(folder)
    store.bulk_extend(quads)
    merged = unite(store)
    store.flush()
    return store, describe(store, merged=merged)


def open_on_disk(folder: Path) -> ox.Store:
    """Open a database for reading; many processes may at once, and none locks it."""
    return ox.Store.read_only(str(folder / "db"))


def as_tsv(answer: ox.QuerySolutions) -> bytes:
    """Return the solutions of a SELECT as SPARQL TSV."""
    return answer.serialize(format=ox.QueryResultsFormat.TSV) or b""


def substitutions(
    bindings: Mapping[str, object] | None,
) -> dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] | None:
    """Return native values as terms; text in angle brackets is an IRI."""
    if not bindings:
        return None
    return {ox.Variable(name.lstrip("?")): _term(value) for name, value in bindings.items()}


def _term(value: object) -> ox.NamedNode | ox.Literal:
    if isinstance(value, str):
        if value.startswith("<") and value.endswith(">"):
            return ox.NamedNode(value[1:-1])
        return ox.Literal(value)
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    if isinstance(value, dt.datetime):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + "dateTime"))
    if isinstance(value, dt.date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + "date"))
    raise UsageError(
        f"{type(value).__name__} cannot be bound to a variable",
        mend="bind a number, boolean, date or text; write an IRI as <IRI>",
    )


def describe(store: ox.Store, *, merged: bool) -> Manifest:
    """Count the distinct triples of a database."""
    if not merged:
        return Manifest(triples=len(store), merged=False)
    solutions: Any = store.query(COUNT)
    (count,) = next(iter(solutions))
    return Manifest(triples=int(count.value), merged=True)
