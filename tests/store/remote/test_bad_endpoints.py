"""Servers that misbehave: each gives a sentence that says so, or the right answer after all."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest

from tests.store.remote.conftest import JSON, QUICK, sparql
from valuegraph.errors import EndpointProblem, QueryError, UsageError
from valuegraph.store.remote import RemoteStore
from valuegraph.store.remote_address import address_of
from valuegraph.store.remote_http import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

    from tests.store.remote.conftest import Answer, Server
    from valuegraph.store import Store

TEXT = "SELECT ?s { GRAPH ?g { ?s a vg:Supply } } ORDER BY ?s"
ROW = (
    b'{"head": {"vars": ["s"]}, "results": {"bindings": '
    b'[{"s": {"type": "uri", "value": "urn:a"}}]}}'
)
PLAIN = {"Content-Type": "text/plain"}


def ask(url: str, limits: Limits = QUICK) -> list[str]:
    found = RemoteStore.at(url, cache=None, limits=limits).frame(TEXT, labels=False)
    return list(found["s"])


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind", "says"),
    [
        (200, {"Content-Type": "text/html"}, b"<h1>Hi</h1>", EndpointProblem, "a web page"),
        (200, {"Content-Type": "image/png"}, b"\x89PNG", EndpointProblem, "image/png"),
        (200, {}, ROW, EndpointProblem, "no media type"),
        (200, {"Content-Type": JSON}, ROW[:-9], EndpointProblem, "breaks off"),
        (200, {"Content-Type": JSON}, b"", EndpointProblem, "breaks off"),
        (200, {"Content-Type": JSON}, b"\xff\xfe\x00", EndpointProblem, "breaks off"),
        (200, {"Content-Type": JSON}, b'{"head":{},"boolean":true}', EndpointProblem, "yes or no"),
        (200, {"Content-Type": JSON, "X-SQL-State": "S1TAT", "X-SQL-Message": "timed out"}, ROW,
         EndpointProblem, "a part of the answer only: timed out"),
        (400, PLAIN, b"Virtuoso 37000 Error\nsecret", QueryError, "Virtuoso 37000 Error\n"),
        (400, {"Content-Type": "application/json"}, b'{"what": "no", "mend": "yes"}', QueryError,
         "no; yes"),
        (400, {"Content-Type": "application/json"}, b"{oops", QueryError, "oops"),
        (400, {"Content-Type": "application/json"}, b"[1]", QueryError, "1"),
        (400, PLAIN, b"", QueryError, "says nothing more"),
        (400, {"Content-Type": "text/html"}, b"<p>", QueryError, "a web page"),
        (401, PLAIN, b"who?", EndpointProblem, "does not let us in"),
        (403, PLAIN, b"who?", EndpointProblem, "does not let us in"),
        (404, PLAIN, b"what?", EndpointProblem, "not at this address"),
        (406, PLAIN, b"no", EndpointProblem, "no form of answer"),
        (414, PLAIN, b"no", EndpointProblem, "no query as long"),
        (500, PLAIN, b"boom", EndpointProblem, r"fails on this query \(500\)"),
        (204, PLAIN, b"", EndpointProblem, r"fails on this query \(204\)"),
        (302, {"Location": "http://example.org/sparql"}, b"", EndpointProblem, "another server"),
        (302, {"Location": "https://127.0.0.1/sparql"}, b"", EndpointProblem, "another server"),
        (302, {"Location": "file:///etc/passwd"}, b"", EndpointProblem, "another server"),
        (302, {}, b"", EndpointProblem, "one address to the next"),
        (308, {"Location": "/sparql"}, b"", EndpointProblem, "one address to the next"),
    ],
)  # fmt: skip
def test_a_bad_answer_is_told(
    serve: Callable[..., Server],
    status: int,
    headers: dict[str, str],
    body: bytes,
    kind: type[Exception],
    says: str,
) -> None:
    server = serve(lambda _text, _told: (status, headers, body))
    with pytest.raises(kind, match=says) as caught:
        ask(server.url)
    assert "127.0.0.1" in str(caught.value), "the message says where"
    assert "how to mend" in str(caught.value)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_trouble_that_passes_is_waited_for(serve: Callable[..., Server], status: int) -> None:
    replies = [(status, {"Retry-After": "0"}, b"later")] * 2 + [(200, {"Content-Type": JSON}, ROW)]
    server = serve(lambda _text, _told: replies[len(server.asked) - 1])
    assert ask(server.url) == ["urn:a"]
    assert len(server.asked) == 3


def test_trouble_that_stays_ends(serve: Callable[..., Server]) -> None:
    server = serve(lambda _text, _told: (503, {"Content-Type": "text/plain"}, b"full"))
    with pytest.raises(EndpointProblem, match=r"busy or out of order \(503\): full"):
        ask(server.url)
    assert len(server.asked) == QUICK.attempts
    slow = serve(lambda _text, _told: (429, {"Retry-After": "30"}, b""))
    with pytest.raises(EndpointProblem, match="429"):
        ask(slow.url)
    assert len(slow.asked) == 1, "a wait beyond the limit is not begun"


def test_a_redirect_within_the_server_is_followed(serve: Callable[..., Server]) -> None:
    def answer(_: str, told: dict[str, str]) -> Answer:
        if told["path"] == "/sparql":
            return 308, {"Location": "/sparql/"}, b""
        return 200, {"Content-Type": JSON}, ROW

    server = serve(answer)
    assert ask(server.url) == ["urn:a"]
    assert server.methods == ["POST", "POST"]


def test_a_server_that_takes_no_post_is_asked_with_get(serve: Callable[..., Server]) -> None:
    def answer(_: str, told: dict[str, str]) -> Answer:
        if told["method"] == "POST":
            return 405, {}, b""
        return 200, {"Content-Type": JSON}, ROW

    server = serve(answer)
    assert ask(f"{server.url}?default-graph-uri=urn:g&key=1") == ["urn:a"]
    assert server.parameters[-1]["default-graph-uri"] == ["urn:g"]
    assert server.parameters[-1]["key"] == ["1"]
    never = serve(lambda _text, _told: (405, {}, b""))
    with pytest.raises(EndpointProblem, match="405"):
        ask(never.url)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "breaks off"),
        (b"220 mail.example.org ESMTP\r\n", "breaks off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\nContent-Type: %s\r\n\r\n%s"
         % (JSON.encode(), ROW), "breaks off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\nContent-Type: %s\r\n\r\n%s"
         % (JSON.encode(), ROW), "breaks off"),
        (b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: %s\r\n\r\n5\r\n{"hea'
         % JSON.encode(), "breaks off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: nonsense\r\nContent-Type: %s\r\n\r\n{"
         % JSON.encode(), "breaks off"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n", "breaks off"),
    ],
)  # fmt: skip
def test_lies_of_the_protocol_are_noticed(
    speak: Callable[[bytes], str], content: bytes, says: str
) -> None:
    with pytest.raises(EndpointProblem, match=says):
        ask(speak(content))


def test_an_answer_may_not_be_endless(serve: Callable[..., Server]) -> None:
    body = b" " * (QUICK.largest + 1)
    server = serve(lambda _text, _told: (200, {"Content-Type": JSON}, body))
    with pytest.raises(EndpointProblem, match="more than 1 MB"):
        ask(server.url)


def test_a_slow_endpoint_is_given_up(serve: Callable[..., Server]) -> None:
    def answer(_: str, __: dict[str, str]) -> Answer:
        time.sleep(1.5)
        return 200, {"Content-Type": JSON}, ROW

    with pytest.raises(EndpointProblem, match=r"has not answered within 0\.3 s"):
        ask(serve(answer).url, Limits(seconds=0.3, connecting=1, pause=0.01))


def test_drop_by_drop_is_given_up_as_well() -> None:
    """Each byte comes in time; all together they would take a minute."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        from threading import Thread

        def run() -> None:
            guest, _ = door.accept()
            with guest:
                guest.recv(1 << 16)
                guest.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
                for _ in range(600):
                    try:
                        guest.sendall(b" ")
                    except OSError:
                        return
                    time.sleep(0.02)

        Thread(target=run, daemon=True).start()
        with pytest.raises(EndpointProblem, match="has not answered within"):
            ask(f"http://127.0.0.1:{door.getsockname()[1]}/", Limits(seconds=0.4, pause=0.01))


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    with pytest.raises(EndpointProblem, match="cannot be reached"):
        ask(f"http://127.0.0.1:{port}/sparql")
    with pytest.raises(EndpointProblem, match="cannot be reached"):
        ask("http://nowhere.invalid/sparql")


def test_a_server_without_a_certificate_is_no_https(speak: Callable[[bytes], str]) -> None:
    with pytest.raises(EndpointProblem, match=r"cannot prove who it is|breaks off"):
        ask(speak(b"HTTP/1.1 200 OK\r\n\r\n").replace("http:", "https:"))


@pytest.mark.parametrize(
    "url",
    ["", "sparql", "ftp://x/y", "file:///etc/passwd", "http://", "http://x:port/", "http://[::1",
     "http://a b/", "http://x/\nHost: y", "http://me:secret@x/sparql", "http://ä.de/sparql"],
)  # fmt: skip
def test_an_address_that_cannot_be_asked(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        RemoteStore.at(url, cache=None)
    assert "secret" not in str(caught.value)


def test_an_address_is_shown_without_its_parameters() -> None:
    assert str(address_of("https://x.org/a?key=1&default-graph-uri=g")) == "https://x.org/a"
    assert str(address_of("http://[::1]:81")) == "http://[::1]:81/"
    assert address_of("http://x/a?key=1&default-graph-uri=g").target == "/a?key=1"


def test_pages_that_do_not_add_up_are_an_error(
    serve: Callable[..., Server], inner: ox.Store
) -> None:
    real = sparql(inner, most=10)

    def answer(text: str, told: dict[str, str]) -> Answer:
        return real(text.replace("OFFSET 20", "OFFSET 15"), told)

    with pytest.raises(EndpointProblem, match="pages do not add up"):
        serve(answer).store().frame("SELECT ?s ?p ?o { ?s ?p ?o }")
    gone = serve(lambda text, told: real(text.replace("OFFSET 20", "OFFSET 900"), told))
    with pytest.raises(EndpointProblem, match="pages do not add up"):
        gone.store().frame("SELECT ?s ?p ?o { ?s ?p ?o }")


def test_a_probe_that_is_answered_wrongly_is_settled_by_counting(
    serve: Callable[..., Server], inner: ox.Store
) -> None:
    real = sparql(inner)
    server = serve(lambda text, told: real(text.replace("OFFSET 10", ""), told))
    found = server.store().frame("SELECT ?s { SELECT ?s { ?s ?p ?o } LIMIT 10 }", labels=False)
    assert len(found) == 10
    assert "COUNT(*)" in server.asked[-1]


def test_a_copy_that_does_not_add_up_is_an_error(
    serve: Callable[..., Server], inner: ox.Store
) -> None:
    real = sparql(inner)

    def less(text: str, told: dict[str, str]) -> Answer:
        return real(text + " LIMIT 7" if text.startswith("SELECT ?s ?p ?o") else text, told)

    with pytest.raises(EndpointProblem, match=r"counts \d+ triples and gives 7"):
        len(serve(less).store())


def test_virtuoso_in_its_own_words(serve: Callable[..., Server], local: Store) -> None:
    yes = (b'{"head": {"link": [], "vars": ["__ASK_RETVAL"]}, "results": {"bindings": [{"__ASK_RETVAL"'
           b': {"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", '
           b'"value": "1"}}]}}')  # fmt: skip
    node = ROW.replace(b'"uri", "value": "urn:a"', b'"bnode", "value": "nodeID://b10"')
    headers = {"Content-Type": JSON}
    assert serve(lambda *_: (200, headers, yes)).store().ask("ASK { ?s ?p ?o }") is True
    no = serve(lambda *_: (200, headers, yes.replace(b'"1"', b'"0"'))).store()
    assert no.ask("ASK { GRAPH ?g { ?s ?p ?o } }") is False
    with pytest.raises(EndpointProblem, match="rows to a question"):
        serve(lambda *_: (200, headers, ROW)).store().ask("ASK { GRAPH ?g { ?s ?p ?o } }")
    assert ask(serve(lambda *_: (200, headers, node)).url) == ["_:b10"]
    assert local.ask("ASK { ?s ?p ?o }") is True
    wrong = serve(lambda *_: (200, {"Content-Type": "text/turtle"}, b"<a> <b> ")).store()
    with pytest.raises(EndpointProblem, match="breaks off"):
        wrong.construct("DESCRIBE <urn:a>")
