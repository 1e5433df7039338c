"""Which form a client gets, and when it gets none or the same as before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.serve.test_protocol import problem
from valuegraph.serve.negotiation import accepted, best_of, weigh

if TYPE_CHECKING:
    from tests.serve.conftest import Served

SELECT = "SELECT ?s { ?s <http://example.org/size> 1 }"
CONSTRUCT = "CONSTRUCT WHERE { ?s <http://example.org/size> 1 }"


@pytest.mark.parametrize(
    ("accept", "select", "construct"),
    [
        ("", "json", "ttl"),
        ("*/*", "json", "ttl"),
        ("text/csv", "csv", None),
        ("text/turtle", None, "ttl"),
        ("application/json", "json", "jsonld"),
        ("application/xml", "xml", "rdf"),
        ("text/*", "xml", "ttl"),
        ("application/*;q=0.5, text/csv;q=0.9", "csv", "ttl"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.8", "xml", None),
        ("text/csv;q=0, */*;q=0.1", "json", "ttl"),
        ("TEXT/CSV ; Q=1.0", "csv", None),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "xml", "rdf"),
        ("image/png", None, None),
        ("text/csv;q=0", None, None),
        ("nonsense", "json", "ttl"),
        ("text/csv;q=nan", "json", "ttl"),
        ("text/csv;q=7", "json", "ttl"),
        (",;,", "json", "ttl"),
        ("application/sparql-results+json;charset=utf-8", "json", None),
    ],
)
def test_what_is_accepted(accept: str, select: str | None, construct: str | None) -> None:
    forms = accepted(accept)
    assert forms.get("select") == select
    assert forms.get("construct") == construct
    assert forms.get("describe") == construct


def test_ask_has_no_table() -> None:
    assert "ask" not in accepted("text/csv")
    assert accepted("text/csv, application/sparql-results+xml;q=0.1")["ask"] == "xml"


def test_a_form_named_in_the_address_goes_first_where_it_suits() -> None:
    forms = accepted("application/sparql-results+json", "csv")
    assert forms["select"] == "csv"
    assert forms["ask"] == "json"
    assert accepted("", "Turtle")["construct"] == "ttl"
    assert accepted("", "application/n-triples")["construct"] == "nt"
    assert accepted("", "nonsense") == accepted("")


def test_a_long_header_is_read_so_far() -> None:
    assert len(weigh("text/csv," * 10_000)) <= 64


def test_the_first_of_equals() -> None:
    assert best_of([("*/*", 1.0)], ["a/b", "c/d"]) == "a/b"
    assert best_of([("c/d", 0.5), ("*/*", 0.1)], ["a/b", "c/d"]) == "c/d"
    assert best_of([("x/y", 1.0)], ["a/b"]) is None


def test_406_says_what_is_offered(server: Served) -> None:
    assert "text/csv" in problem(server.ask(SELECT, Accept="image/png"), 406)["mend"]
    graph = server.ask(CONSTRUCT, Accept="application/sparql-results+json")
    assert "ttl" in problem(graph, 406)["mend"]
    assert server.ask("ASK {}", Accept="text/csv").status_code == 406
    assert server.ask(SELECT, Accept="text/turtle").status_code == 406


def test_refusals_as_text_for_who_reads_text(server: Served) -> None:
    found = server.ask("SELECT * {", Accept="text/csv")
    assert found.status_code == 400
    assert found.headers["content-type"] == "text/plain; charset=utf-8"
    assert found.text.startswith("400 Bad Request\nthis query cannot be parsed")


def test_equal_answers_have_equal_tags_and_are_not_sent_again(server: Served) -> None:
    first = server.ask(SELECT)
    tag = first.headers["etag"]
    assert server.ask(SELECT).headers["etag"] == tag
    assert server.ask(SELECT, Accept="text/csv").headers["etag"] != tag
    for header in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = server.ask(SELECT, If_None_Match=header)
        assert again.status_code == 304
        assert again.headers["etag"] == tag
        assert again.content == b""
    assert server.ask(SELECT, If_None_Match='"x"').status_code == 200
    posted = server.client.post("/sparql", data={"query": SELECT}, headers={"If-None-Match": tag})
    assert posted.status_code == 200


def test_head_has_the_headers_of_get(server: Served) -> None:
    got = server.ask(SELECT)
    head = server.client.head("/sparql", params={"query": SELECT})
    assert head.status_code == 200
    assert head.content == b""
    for name in ("etag", "content-type", "content-length", "vary"):
        assert head.headers[name] == got.headers[name]


def test_health_says_what_is_served_and_nothing_of_the_machine(server: Served) -> None:
    found = server.client.get("/health")
    said = found.json()
    assert said["status"] == "ok"
    assert said["dataset"] == server.site.kg.dataset.hash
    assert said["processes"] >= 1
    assert "/" not in json.dumps(said)
    assert found.headers["cache-control"] == "no-store"


def test_nothing_asked_gives_the_description_of_the_service(server: Served) -> None:
    for path in ("/sparql", "/sparql?"):
        found = server.client.get(path, headers={"Accept": "text/turtle"})
        assert found.status_code == 200
        assert found.headers["content-type"].startswith("text/turtle")
        assert "sparql-service-description" in found.text
    browser = server.client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert browser.status_code == 303
    assert browser.headers["location"] == "/query"
