"""Clients that people use: SPARQLWrapper, rdflib's SPARQLStore, curl, Comunica."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import rdflib

from tests.conftest import IN_CI

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serve.conftest import Served

NEXT = "SELECT ?s ?o WHERE { ?s <http://example.org/next> ?o } ORDER BY ?s"
GRAPH = "CONSTRUCT WHERE { ?s <http://example.org/next> ?o }"


@pytest.fixture
def curl() -> str:
    found = shutil.which("curl")
    if not found:
        (pytest.fail if IN_CI else pytest.skip)("no curl here")
    return found


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("by", ["urlencoded", "postdirectly"])
def test_sparqlwrapper(server: Served, method: str, by: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    asking = wrapper.SPARQLWrapper(f"{server.base}/sparql")
    asking.setMethod(method)
    asking.setRequestMethod(by)
    asking.setQuery(NEXT)
    for form in (wrapper.JSON, wrapper.XML, wrapper.CSV, wrapper.TSV):
        asking.setReturnFormat(form)
        found = asking.query().convert()
        if form == wrapper.JSON:
            assert len(found["results"]["bindings"]) == 4
        else:
            assert "example.org/d" in str(found if isinstance(found, bytes) else found.toxml())
    asking.setQuery(GRAPH)
    for form in (wrapper.TURTLE, wrapper.RDFXML, wrapper.JSONLD, wrapper.N3):
        asking.setReturnFormat(form)
        found = asking.query().convert()
        graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found)
        assert len(graph) == 4
    asking.setQuery("ASK { ?s ?p ?o }")
    asking.setReturnFormat(wrapper.JSON)
    assert asking.query().convert()["boolean"] is True


def test_sparqlwrapper_is_told_of_a_mistake(server: Served) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    asking = wrapper.SPARQLWrapper(f"{server.base}/sparql")
    asking.setQuery("SELECT * {")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed, match="cannot be parsed"):
        asking.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore(server: Served, method: str) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    store = SPARQLStore(f"{server.base}/sparql", method=method)
    graph = rdflib.Graph(store)
    rows = list(graph.query(NEXT))
    assert [str(row[0])[-1] for row in rows] == ["a", "b", "c", "d"]
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True
    following = rdflib.URIRef("http://example.org/next")
    assert len(list(graph.triples((None, following, None)))) == 4
    assert str(graph.value(rdflib.URIRef("http://example.org/a"), following))[-1] == "b"
    assert graph.query(GRAPH).graph is not None


def test_rdflib_sees_each_graph(server: Served) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    store = SPARQLStore(f"{server.base}/sparql", context_aware=True)
    names = {str(name) for name in store.contexts()}
    assert any(name.endswith("one.ttl") for name in names)


def test_curl(server: Served, curl: str, tmp_path: Path) -> None:
    def run(*options: str) -> str:
        command = [curl, "-sS", "--fail-with-body", *options]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    url = f"{server.base}/sparql"
    assert (
        len(json.loads(run(url, "--data-urlencode", f"query={NEXT}"))["results"]["bindings"]) == 4
    )
    csv = run("-G", url, "--data-urlencode", f"query={NEXT}", "-H", "Accept: text/csv")
    assert csv.splitlines()[0] == "s,o"
    query = tmp_path / "query.rq"
    query.write_text(GRAPH, encoding="utf-8")
    turtle = run(url, "-H", "Content-Type: application/sparql-query", "--data-binary", f"@{query}")
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == 4
    failed = subprocess.run(
        [curl, "-sS", "-o", "-", "-w", "%{http_code}", url, "-d", "query=no"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert failed.stdout.endswith("400")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["", "sparql@"])
def test_comunica(server: Served, kind: str) -> None:
    """It finds out what an endpoint is from its service description, unless it is told."""
    comunica = shutil.which("comunica-sparql")
    if not comunica:
        pytest.skip("no Comunica here: npm install @comunica/query-sparql@4, and its bin on PATH")
    form = "application/sparql-results+json"
    command = [comunica, f"{kind}{server.base}/sparql", NEXT, "-t", form]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    answered = json.loads(found)["results"]["bindings"]
    assert [row["s"]["value"] for row in answered] == [
        f"http://example.org/{name}" for name in "abcd"
    ]
