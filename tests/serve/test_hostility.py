"""Queries that are meant to harm: each is answered or refused in words, and the next is served."""

from __future__ import annotations

import contextlib
import functools
import gzip
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest

from tests.serve.conftest import Served, run, serving
from tests.serve.test_limits import NEVER_ENDS, QUICK, distinct
from tests.serve.test_protocol import problem
from valuegraph.serve.limits import Limits
from valuegraph.serve.worker import Outcome, Start, open_reader
from valuegraph.serve.workers import Worker
from valuegraph.store.answering import Asked, copy_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from valuegraph.knowledge_graph import KnowledgeGraph

REFUSED = {400, 403, 504, 507}
WIDE = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(30))
BOMBS = {
    "backtracking regex": "SELECT * { BIND('" + "a" * 5000 + "!' AS ?t) FILTER REGEX(?t, '^(a+)+$') }",
    "regex that counts": "SELECT * { ?s ?p ?o FILTER REGEX(STR(?o), '((a{1,100}){1,100}){1,100}') }",
    "regex from data": "SELECT * { ?s ?p ?o . ?a ?b ?c FILTER REGEX(STR(?o), STR(?c)) }",
    "replace that grows": "SELECT (REPLACE(REPLACE(REPLACE('" + "a" * 3000 + "', 'a', 'aaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') AS ?x) {}",
    "closure of any property": "SELECT (COUNT(*) AS ?n) { ?a (<x:a>|!<x:a>)* ?b . ?b (<x:a>|!<x:a>)* ?c }",
    "inverse closures": "SELECT (COUNT(*) AS ?n) { ?a ((<x:a>|!<x:a>|^<x:a>|!^<x:a>)+)+ ?b }",
    "group_concat": f"SELECT (GROUP_CONCAT(STR(?o); separator='{'x' * 500}') AS ?x) {{ ?s ?p ?o . ?a ?b ?c }}",
    "groups": "SELECT ?o ?c (SAMPLE(?s) AS ?x) { ?s ?p ?o . ?a ?b ?c } GROUP BY ?o ?c ORDER BY ?c ?o",
    "values product": "SELECT * { " + " ".join(
        f"VALUES ?v{n} {{ {' '.join(map(str, range(40)))} }}" for n in range(8)) + " }",
    "cartesian": f"SELECT * {{ {WIDE} }}",
    "order of a product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a",
    "distinct of a product": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f }",
    "describe everything": "DESCRIBE ?s { ?s ?p ?o }",
    "construct of a product": "CONSTRUCT { ?a ?e ?c . ?d ?b ?f } { ?a ?b ?c . ?d ?e ?f }",
    "optionals": "SELECT * { " + "OPTIONAL { ?a ?b ?c } " * 300 + "}",
    "unions": "SELECT * { " + "{ ?a ?b ?c } UNION " * 500 + "{} }",
    "long path": "SELECT * { ?s " + "/".join(["!<x:a>"] * 300) + " ?o }",
    "long sum": "SELECT (" + "1+" * 50_000 + "1 AS ?x) {}",
    "many nots": "SELECT * { FILTER(" + "!" * 50_000 + "true) }",
    "many minuses": "SELECT (" + "- " * 50_000 + "1 AS ?x) {}",
    "many inverses": "SELECT * { ?s " + "^" * 50_000 + "<x:a> ?o }",
    "deep groups": "SELECT * " + "{" * 50_000,
    "deep lists": "SELECT * { ?s ?p " + "(" * 50_000 + ")" * 50_000 + " }",
    "deep bnodes": "SELECT * { ?s ?p " + "[<x:a> " * 50_000 + "]" * 50_000 + " }",
    "many services in words": "SELECT * { ?s ?p '" + "service " * 6_000 + "' }",
    "many prefixes": "\n".join(f"PREFIX p{n}: <http://p/{n}>" for n in range(20_000)) + " ASK {}",
    "large number": "SELECT (" + "9" * 50_000 + " * " + "9" * 50_000 + " AS ?x) {}",
    "large limit": "SELECT * { ?s ?p ?o } LIMIT " + "9" * 500,
    "large offset": "SELECT * { ?s ?p ?o } OFFSET 18446744073709551615",
    "unclosed texts": "SELECT * { ?s ?p " + "'''x\"\"\"" * 20_000,
    "escapes": "SELECT * { ?s ?p '" + "\\" * 50_001 + "' }",
    "lateral": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c LATERAL { ?d ?e ?f LATERAL { ?g ?h ?i } } }",
    "exists in exists": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?x ?y ?z FILTER NOT EXISTS { ?d ?e ?f FILTER(?e != ?b && ?f = ?z) } }",
}  # fmt: skip


@pytest.fixture(scope="module")
def fenced(tiny: KnowledgeGraph) -> Iterator[Served]:
    limits = Limits(seconds=2.0, rows=5_000, answer_bytes=1 << 20, memory=192 << 20, at_once=2)
    with serving(tiny, limits) as served:
        yield served


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_harm_nobody(fenced: Served, name: str) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    found = fenced.client.post("/sparql", content=BOMBS[name].encode(), headers=kind)
    if found.status_code != 200:
        assert found.status_code in REFUSED, found.text
        problem(found, found.status_code)
    assert fenced.ask(QUICK).status_code == 200


@pytest.mark.parametrize(
    "char", ["\\u0000", "\x01", "\x0b", "\x7f", "\ufffe", "\U0010ffff", "\u202e", "\r\n", "\u2028"]
)
def test_odd_characters(fenced: Served, char: str) -> None:
    for media in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
        found = fenced.ask(f"SELECT ('''a{char}b''' AS ?x) {{}}", Accept=media)
        assert found.status_code in {200, 400, 406}
        if found.status_code == 200 and media.endswith("xml"):
            ox.parse_query_results(found.content, format=ox.QueryResultsFormat.XML)
    text = fenced.client.get("/sparql", params={"query": "ASK { ?s ?p 'a\0b' }"})
    problem(text, 400)


def test_control_characters_do_not_break_xml(fenced: Served) -> None:
    query = "SELECT ('a\x01b' AS ?x) {}"
    found = fenced.ask(query, Accept="application/sparql-results+xml")
    assert "control character" in problem(found, 406)["detail"]
    assert fenced.ask(query).json()["results"]["bindings"][0]["x"]["value"] == "a\x01b"


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig", "cp037"])
def test_texts_in_other_encodings(fenced: Served, encoding: str) -> None:
    body = "SELECT * { ?s ?p 'é' }".encode(encoding)
    kind = {"Content-Type": "application/sparql-query"}
    assert fenced.client.post("/sparql", content=body, headers=kind).status_code in {200, 400}


def test_compressed_bodies_are_not_opened(fenced: Served) -> None:
    kind = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}
    bomb = gzip.compress(b"#" * 50_000_000)
    assert fenced.client.post("/sparql", content=bomb, headers=kind).status_code == 400


ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"far"}}]}}'
FAR = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(ROWS), ROWS)
)


class Listener:
    """Accepts connections on loopback and remembers that it did."""

    def __init__(self) -> None:
        self.called = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.called += 1
            connection.recv(1 << 16)
            connection.sendall(FAR)
            connection.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


CALLS = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<URL>{} }",
    "SELECT * { ?s ?p trueSERVICESILENT<URL>{} }",
    "PREFIX f: <URL> SELECT * { SERVICEf:{} }",
    r"PREFIX f: <URL> SELECT * { SERVICE f:a\'b { ?s ?p ?o } }",
    r"PREFIX f: <URL> SELECT * { SERVICE f:a%20\(b { ?s ?p ?o } }",
    r"PREFIX f: <URL> SELECT * { SERVICE f:a\#b { ?s ?p ?o } }",
    "SELECT * { LATERAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", CALLS)
def test_service_is_refused_and_nobody_is_called(
    fenced: Served, listener: Listener, text: str
) -> None:
    said = problem(fenced.ask(text.replace("URL", listener.url)), 403)
    assert "SERVICE" in said["detail"]
    assert listener.called == 0


@pytest.mark.parametrize(
    "text",
    ["SELECT * FROM <URL> { ?s ?p ?o }", "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
     "LOAD <URL>", "DESCRIBE <URL>", "ASK { <URL> ?p ?o }"],
)  # fmt: skip
def test_nothing_is_fetched(fenced: Served, listener: Listener, text: str) -> None:
    assert fenced.ask(text.replace("URL", listener.url)).status_code in {200, 403}
    named = {"query": "ASK {}", "default-graph-uri": listener.url, "named-graph-uri": listener.url}
    assert fenced.client.get("/sparql", params=named).status_code == 200
    assert listener.called == 0


def test_services_that_are_named_may_be_asked_and_no_others(
    tiny: KnowledgeGraph, listener: Listener
) -> None:
    ask = "SELECT * { SERVICE <URL> { ?x ?p ?o } }"
    with serving(tiny, Limits(services=(listener.url,))) as served:
        found = served.ask(ask.replace("URL", listener.url))
        assert found.status_code == 200, found.text
        assert "far" in found.text
        assert listener.called == 1
        for other in (f"{listener.url}/", f"{listener.url}?x", listener.url.upper()):
            assert listener.url in problem(served.ask(ask.replace("URL", other)), 403)["detail"]
        problem(served.ask(f"SELECT * {{ BIND(<{listener.url}> AS ?u) SERVICE ?u {{}} }}"), 403)
        both = ask.replace("URL", listener.url).replace("SELECT", "SELECT DISTINCT")
        problem(served.ask(both[:-1] + f" SERVICE <{listener.url}x> {{}} }}"), 403)
        assert listener.called == 1
        listener.close()
        said = problem(served.ask(ask.replace("URL", listener.url) + "# again"), 502)
        assert "SERVICE" in said["detail"]


def test_a_sealed_process_could_not_call_if_it_would(
    tiny: KnowledgeGraph, listener: Listener, tmp_path: Path
) -> None:
    copy_database(tiny.store, tmp_path / "db")
    text = f"SELECT * {{ SERVICE <{listener.url}> {{ ?x ?p ?o }} }}"
    opens = functools.partial(open_reader, tmp_path / "db")
    allowed = Asked(text, {"select": "json"}, services=(listener.url,))

    async def call(*, sealed: bool) -> Outcome:
        worker = await Worker.start(Start(opens, 1 << 30, sealed))
        try:
            return await worker.run((allowed,), 10, 1 << 30)
        finally:
            await worker.end()

    assert run(call(sealed=True)).error is not None
    assert listener.called == 0
    assert b"far" in run(call(sealed=False)).value.content
    assert listener.called == 1


@pytest.mark.slow
def test_many_clients_among_them_hostile_ones(fenced: Served) -> None:
    good = [distinct("SELECT * { ?s ?p ?o } LIMIT 20", number) for number in range(60)]
    texts = [distinct(NEVER_ENDS, 1), *good[:30], distinct(NEVER_ENDS, 2), *good[30:], "no"]
    with ThreadPoolExecutor(20) as many:
        found = list(many.map(lambda text: httpx.get(
            f"{fenced.base}/sparql", params={"query": text}, timeout=60), texts))  # fmt: skip
    by_text = dict(zip(texts, found, strict=True))
    assert {by_text[text].status_code for text in good} == {200}
    assert by_text["no"].status_code == 400
    assert sum(each.status_code == 504 for each in found) == 2
