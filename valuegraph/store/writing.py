"""Answers and the whole dataset in standard forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from valuegraph.errors import UsageError
from valuegraph.store.files import DERIVED_GRAPHS
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
TRIPLES = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
QUADS = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}
SUITING = {
    "select": tuple(RESULTS),
    "ask": ("json", "xml"),
    "construct": tuple(TRIPLES),
    "describe": tuple(TRIPLES),
}


def writer_for(form: str, query: str) -> Callable[[Any], bytes]:
    """Return what turns the answer to one kind of query into bytes.

    Raises
    ------
    UsageError
        The form does not suit the kind of query.
    """
    if form not in SUITING[query]:
        raise UsageError(
            f"{query.upper()} has no form {form!r}",
            mend=f"choose one of {', '.join(SUITING[query])}",
        )
    if query in {"construct", "describe"}:
        return lambda triples: write_triples(triples, form)
    return lambda answer: answer.serialize(format=RESULTS[form]) or b""


def write_triples(triples: Iterable[ox.Triple], form: str) -> bytes:
    """Return triples as a sorted set in one of the forms of `TRIPLES`."""
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return _write(sorted(set(text.splitlines(keepends=True))), TRIPLES[form])


def dump(store: ox.Store, form: str) -> bytes:
    """Return every named graph of a store, sorted; see `Store.dump`.

    Forms without graphs leave conclusions out, which could not be told from facts there.

    Raises
    ------
    UsageError
        The form is unknown.
    """
    if form in QUADS:
        quads = [line[: -len(b".\n")] + graph + b" .\n" for graph, line in _lines(store)]
        return _write(sorted(quads), QUADS[form])
    if form in TRIPLES:
        apart = f"<{DERIVED_GRAPHS}".encode()
        facts = {line for graph, line in _lines(store) if not graph.startswith(apart)}
        return _write(sorted(facts), TRIPLES[form])
    known = ", ".join(dict.fromkeys([*QUADS, *TRIPLES]))
    raise UsageError(f"no form {form!r} of a dataset", mend=f"choose one of {known}")


def _lines(store: ox.Store) -> Iterator[tuple[bytes, bytes]]:
    for graph in store.named_graphs():
        text = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
        name = str(graph).encode()
        for line in text.splitlines(keepends=True):
            yield name, line


def _write(lines: Iterable[bytes], form: ox.RdfFormat) -> bytes:
    text = b"".join(lines)
    if form in {ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS}:
        return text
    quads: Any = ox.parse(text, format=ox.RdfFormat.N_QUADS)
    items = quads if form.supports_datasets else (quad.triple for quad in quads)
    used = {name: iri for name, iri in PREFIXES.items() if b"<" + iri.encode() in text}
    return ox.serialize(items, format=form, prefixes=used) or b""
