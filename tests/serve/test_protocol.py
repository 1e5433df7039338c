"""SPARQL 1.1 Protocol: the cases of the W3C test suite (data-sparql11/protocol), over HTTP.

The suite's files address one fixed server and need its updates; the cases are written here from
the specification, with our data. Those of update operations all must be refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

from valuegraph.serve.protocol import MAX_FIELDS
from valuegraph.vocabulary.namespaces import VGD

if TYPE_CHECKING:
    import httpx

    from tests.serve.conftest import Served

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
ONE, TWO = f"{VGD}graph/one.ttl", f"{VGD}graph/two.ttl"
NEXT = "SELECT ?s WHERE { ?s <http://example.org/next> ?o }"
IN_GRAPHS = "SELECT ?g ?s WHERE { GRAPH ?g { ?s <http://example.org/next> ?o } }"


def subjects(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    rows = response.json()["results"]["bindings"]
    return sorted(row["s"]["value"].rpartition("/")[2] for row in rows)


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """Return the JSON that a refusal is told in: always a status and a sentence."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    said: dict[str, Any] = response.json()
    assert said["status"] == status
    assert len(said["detail"]) > 10
    assert "Traceback" not in response.text
    assert "/work" not in response.text
    return said


def test_query_get(server: Served) -> None:
    assert subjects(server.ask(NEXT)) == ["a", "b", "c", "d"]


def test_query_post_form(server: Served) -> None:
    found = server.client.post("/sparql", data={"query": NEXT})
    assert subjects(found) == ["a", "b", "c", "d"]


def test_query_post_direct(server: Served) -> None:
    found = server.client.post("/sparql", content=NEXT, headers=DIRECT)
    assert subjects(found) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("graph", [ONE, TWO])
def test_query_dataset_default_graph(server: Served, graph: str) -> None:
    expected = {ONE: ["a", "b", "c"], TWO: ["d"]}[graph]
    given = {"query": NEXT, "default-graph-uri": graph}
    assert subjects(server.client.get("/sparql", params=given)) == expected
    assert subjects(server.client.post("/sparql", data=given)) == expected
    target = "/sparql?" + urlencode({"default-graph-uri": graph})
    assert subjects(server.client.post(target, content=NEXT, headers=DIRECT)) == expected


def test_query_dataset_default_graphs(server: Served) -> None:
    given = [("query", NEXT), ("default-graph-uri", ONE), ("default-graph-uri", TWO)]
    assert subjects(server.client.get("/sparql", params=given)) == ["a", "b", "c", "d"]
    body = urlencode(given)
    found = server.client.post("/sparql", content=body, headers=FORM)
    assert subjects(found) == ["a", "b", "c", "d"]


def test_query_dataset_named_graphs(server: Served) -> None:
    both = [("query", IN_GRAPHS), ("named-graph-uri", ONE), ("named-graph-uri", TWO)]
    assert subjects(server.client.get("/sparql", params=both)) == ["a", "b", "c", "d"]
    assert subjects(server.client.get("/sparql", params=both[:2])) == ["a", "b", "c"]
    nothing_by_default = [("query", NEXT), ("named-graph-uri", ONE)]
    assert subjects(server.client.get("/sparql", params=nothing_by_default)) == []


def test_query_dataset_full(server: Served) -> None:
    text = f"SELECT ?s {{ ?s <http://example.org/next> ?o GRAPH <{TWO}> {{ ?x ?p ?y }} }}"
    given = {"query": text, "default-graph-uri": ONE, "named-graph-uri": TWO}
    assert set(subjects(server.client.get("/sparql", params=given))) == {"a", "b", "c"}


def test_the_dataset_of_the_request_replaces_that_of_the_query(server: Served) -> None:
    text = NEXT.replace("WHERE", f"FROM <{ONE}> WHERE")
    assert subjects(server.ask(text)) == ["a", "b", "c"]
    given = {"query": text, "default-graph-uri": TWO}
    assert subjects(server.client.get("/sparql", params=given)) == ["d"]


@pytest.mark.parametrize(
    ("kind", "text", "media"),
    [
        ("select", NEXT, "application/sparql-results+json"),
        ("select", NEXT, "application/sparql-results+xml"),
        ("select", NEXT, "text/csv"),
        ("select", NEXT, "text/tab-separated-values"),
        ("ask", "ASK { ?s ?p ?o }", "application/sparql-results+json"),
        ("ask", "ASK { ?s ?p ?o }", "application/sparql-results+xml"),
        ("construct", "CONSTRUCT WHERE { ?s ?p 4 }", "text/turtle"),
        ("construct", "CONSTRUCT WHERE { ?s ?p 4 }", "application/n-triples"),
        ("construct", "CONSTRUCT WHERE { ?s ?p 4 }", "application/rdf+xml"),
        ("construct", "CONSTRUCT WHERE { ?s ?p 4 }", "application/ld+json"),
        ("describe", "DESCRIBE <http://example.org/a>", "text/turtle"),
        ("describe", "DESCRIBE <http://example.org/a>", "application/rdf+xml"),
    ],
)
def test_query_content_type(server: Served, kind: str, text: str, media: str) -> None:
    found = server.ask(text, Accept=media)
    assert found.status_code == 200
    assert found.headers["content-type"].partition(";")[0] == media
    assert found.headers["vary"] == "Accept"
    assert found.content
    posted = server.client.post("/sparql", data={"query": text}, headers={"Accept": media})
    assert posted.content == found.content


def test_bad_query_method(server: Served) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        found = server.client.request(method, "/sparql", params={"query": "ASK {}"})
        problem(found, 405)
        assert "POST" in found.headers["allow"]


def test_bad_multiple_queries(server: Served) -> None:
    twice = [("query", "ASK {}"), ("query", "SELECT * {}")]
    problem(server.client.get("/sparql", params=twice), 400)
    problem(server.client.post("/sparql", content=urlencode(twice), headers=FORM), 400)
    target = "/sparql?query=ASK%20%7B%7D"
    problem(server.client.post(target, data={"query": "ASK {}"}), 400)
    problem(server.client.post(target, content="ASK {}", headers=DIRECT), 400)


def test_bad_query_wrong_media_type(server: Served) -> None:
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x", "x"):
        problem(
            server.client.post("/sparql", content="ASK {}", headers={"Content-Type": kind}), 415
        )


def test_bad_query_missing_form_type(server: Served) -> None:
    problem(server.client.post("/sparql", content="query=ASK%20%7B%7D"), 415)


def test_bad_query_missing_direct_type(server: Served) -> None:
    problem(server.client.post("/sparql", content="ASK {}"), 415)


def test_bad_query_non_utf8(server: Served) -> None:
    text = "SELECT * { ?s ?p 'é' }".encode("latin-1")
    problem(server.client.post("/sparql", content=text, headers=DIRECT), 400)
    problem(server.client.post("/sparql", content=b"query=" + text, headers=FORM), 400)
    problem(server.client.get("/sparql?query=" + quote(text)), 400)
    problem(server.client.post("/sparql", content=text.decode("latin-1").encode("utf-16"),
            headers={"Content-Type": "application/sparql-query; charset=utf-16"}), 415)  # fmt: skip


def test_utf8_by_any_of_its_names(server: Served) -> None:
    for charset in ("utf-8", "UTF-8", '"utf-8"', "utf8"):
        kind = f"application/sparql-query; charset={charset}"
        text = "ASK { BIND('é' AS ?x) FILTER(STRLEN(?x) = 1) }".encode()
        found = server.client.post("/sparql", content=text, headers={"Content-Type": kind})
        assert found.json()["boolean"] is True


def test_bad_query_syntax(server: Served) -> None:
    said = problem(server.ask("ASK {"), 400)
    assert said["where"].startswith("line 1")
    assert "mend" in said


@pytest.mark.parametrize("text", ["", "   ", "hello", "# only a comment", "PREFIX a: <b:>"])
def test_what_is_no_query(server: Served, text: str) -> None:
    problem(server.ask(text), 400)


def test_post_without_a_query(server: Served) -> None:
    problem(server.client.post("/sparql", data={"other": "x"}), 400)
    problem(server.client.post("/sparql", content="", headers=DIRECT), 400)
    problem(server.client.get("/sparql", params={"default-graph-uri": ONE}), 400)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP ALL",
        "CREATE GRAPH <a:b>",
        "LOAD <http://127.0.0.1:1/>",
        "LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <a:b>",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "PREFIX a: <b:>\nCOPY DEFAULT TO <a:b>",
    ],
)
def test_updates_are_refused(server: Served, text: str) -> None:
    direct = {"Content-Type": "application/sparql-update"}
    for found in (
        server.client.post("/sparql", content=text, headers=direct),
        server.client.post("/sparql", data={"update": text}),
        server.client.get("/sparql", params={"update": text}),
        server.client.post("/sparql", data={"update": text, "query": "ASK {}"}),
        server.client.post("/sparql", data={"query": text}),
        server.client.post("/sparql", content=text, headers=DIRECT),
    ):
        assert "read only" in problem(found, 403)["detail"]


def test_an_update_behind_a_query_is_a_mistake(server: Served) -> None:
    problem(server.ask("SELECT * { ?s ?p ?o } ; DROP ALL"), 400)
    problem(server.ask("ASK {} INSERT DATA { <a:b> <a:b> <a:b> }"), 400)


def test_graphs_that_are_no_iris(server: Served) -> None:
    for name in ("one.ttl", "<a:b>", "a b", ""):
        said = problem(
            server.client.get("/sparql", params={"query": NEXT, "default-graph-uri": name}), 400
        )
        assert "IRI" in said["detail"]


def test_graphs_that_nobody_has_are_empty_and_not_fetched(server: Served) -> None:
    unknown = f"{server.base}/nothing"
    given = {"query": NEXT, "default-graph-uri": unknown}
    assert subjects(server.client.get("/sparql", params=given)) == []
    assert subjects(server.ask(NEXT.replace("WHERE", f"FROM <{unknown}> WHERE"))) == []


def test_more_parameters_than_anybody_needs(server: Served) -> None:
    many = "&".join(["query=ASK%20%7B%7D", *["x=1"] * MAX_FIELDS])
    problem(server.client.post("/sparql", content=many, headers=FORM), 400)
    fewer = "&".join(["query=ASK%20%7B%7D", *["x=1"] * 100])
    assert server.client.post("/sparql", content=fewer, headers=FORM).status_code == 200


def test_parameters_that_nobody_knows_are_passed_over(server: Served) -> None:
    given = {"query": NEXT, "timeout": "1", "results": "json", "callback": "alert"}
    assert subjects(server.client.get("/sparql", params=given)) == ["a", "b", "c", "d"]


def test_a_plus_is_a_space(server: Served) -> None:
    found = server.client.get("/sparql?query=ASK+%7B%7D&&")
    assert found.json()["boolean"] is True
