"""rdflib over the same store: complete for reading, closed for writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from valuegraph.errors import QueryError, UsageError
from valuegraph.store import Store
from valuegraph.store.files import GRAPHS
from valuegraph.vocabulary import VGD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LENS = rdflib.URIRef(f"{VGD}org-lens")
LABEL = rdflib.RDFS.label


def test_reading(store: Store) -> None:
    view = store.rdf()
    assert isinstance(view, rdflib.Dataset)
    assert len(view) == len(store)
    assert view.value(LENS, LABEL) == rdflib.Literal("Lens Works", lang="en")
    assert len(list(view.triples((None, None, None)))) == len(store)
    graph = view.graph(rdflib.URIRef(GRAPHS + "core/things.ttl"))
    assert (LENS, LABEL, rdflib.Literal("Lens Works", lang="en")) in graph
    assert GRAPHS + "core/facts.ttl" in {str(each.identifier) for each in view.graphs()}
    assert view.namespace_manager.curie(LENS) == "vgd:org-lens"
    assert list(view.query("SELECT ?l { vgd:org-lens skos:altLabel ?l }"))


def test_reading_overlapping_graphs(write: Callable[..., Path]) -> None:
    paths = [write(name, "vgd:a rdfs:label 'a' .") for name in ("a.ttl", "b.ttl")]
    view = Store.open(paths, cache=None).rdf()
    assert len(view) == 1
    assert len(list(view.triples((None, None, None)))) == 1
    assert len(list(view.query("SELECT * { ?s ?p ?o }"))) == 1
    assert len(list(view.query("SELECT * { GRAPH ?g { ?s ?p ?o } }"))) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda view: view.add((LENS, LABEL, rdflib.Literal("x"))),
        lambda view: view.addN([(LENS, LABEL, rdflib.Literal("x"), view.default_graph)]),
        lambda view: view.remove((None, None, None)),
        lambda view: view.update("DELETE WHERE { ?s ?p ?o }"),
        lambda view: view.remove_graph(rdflib.URIRef(GRAPHS + "core/things.ttl")),
        lambda view: view.parse(data="<http://a> <http://b> 1 .", format="turtle"),
        lambda view: view.graph(rdflib.URIRef("http://new")).add((LENS, LABEL, LENS)),
        lambda view: view.store.open("anything"),
        lambda view: view.store.destroy("anything"),
    ],
)
def test_writing_is_refused(store: Store, change: Callable[[rdflib.Dataset], object]) -> None:
    before = store.dump("nq")
    with pytest.raises(UsageError, match="read only"):
        change(store.rdf())
    assert store.dump("nq") == before
    assert len(store.rdf()) == len(store)


def test_prepared_queries_are_checked_too(store: Store) -> None:
    fine = prepareQuery("SELECT ?o { ?s ?p ?o }")
    assert len(list(store.rdf().query(fine))) == len(store)
    calling = prepareQuery("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="SERVICE"):
        store.rdf().query(calling)


def test_copy_into_memory(store: Store) -> None:
    copy = rdflib.Graph()
    copy += store.rdf().triples((None, None, None))
    copy.add((LENS, LABEL, rdflib.Literal("x")))
    assert len(copy) == len(store) + 1
