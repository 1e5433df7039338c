"""What is refused before anybody looks at it: names, targets, bodies, dawdlers."""

from __future__ import annotations

import logging
import socket
import time
from typing import TYPE_CHECKING

import pytest

from tests.serve.test_limits import until
from tests.serve.test_protocol import problem
from valuegraph.serve.logs import line

if TYPE_CHECKING:
    from tests.serve.conftest import Served

ASK = "ASK { ?s ?p ?o }"


def raw(served: Served, *parts: bytes, pause: float = 0.0) -> bytes:
    """Send bytes as they are and return all that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=15) as connection:
        try:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
        except (BrokenPipeError, ConnectionResetError):
            pass
        found = b""
        try:
            while piece := connection.recv(1 << 16):
                found += piece
        except ConnectionResetError:
            pass
        return found


def status(response: bytes) -> int:
    return int(response.split(b" ", 2)[1]) if response else 0


def get(target: str, *headers: str, host: str | None = "localhost") -> bytes:
    named = [] if host is None else [f"Host: {host}"]
    lines = [f"GET {target} HTTP/1.1", *named, *headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1234", "127.0.0.1", "[::1]:80"])
def test_names_of_this_server(narrow: Served, host: str) -> None:
    assert status(raw(narrow, get("/health", host=host))) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "localhost.evil.example", "localhost.", "127.0.0.1.evil.example",
        "127.0.0.1@evil.example", "evil.example:80", "localhost:80:80", "localhost:99999999",
        "[::1", "::1", "0", "127.1", "2130706433", "localhost evil", "localhost,evil.example",
        "localhost/..", "localhost#", "", "_", "0.0.0.1", "http://localhost", "\xe9",
    ],
)  # fmt: skip
def test_other_names_are_refused(narrow: Served, host: str) -> None:
    found = raw(narrow, get("/sparql?query=ASK%20%7B%7D", host=host))
    assert status(found) in {400, 421}
    assert b"boolean" not in found


def test_a_foreign_host_is_told_why(narrow: Served) -> None:
    said = problem(narrow.client.get("/health", headers={"Host": "evil.example"}), 421)
    assert "name" in said["detail"]
    text = narrow.client.get("/health", headers={"Host": "evil.example", "Accept": "text/plain"})
    assert text.status_code == 421
    assert text.headers["content-type"].startswith("text/plain")
    assert "how to mend" in text.text


@pytest.mark.parametrize("extra", ["Host: evil.example", "Host: localhost"])
def test_two_hosts_are_none(narrow: Served, extra: str) -> None:
    assert status(raw(narrow, get("/health", extra))) == 400


def test_no_host_at_all(narrow: Served) -> None:
    assert status(raw(narrow, get("/health", host=None))) == 400
    assert status(raw(narrow, b"GET /health HTTP/1.0\r\n\r\n")) == 400


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"]
)
def test_what_proxies_say_is_not_believed(narrow: Served, name: str) -> None:
    response = raw(narrow, get("/health", f"{name}: localhost", host="evil.example"))
    assert status(response) == 421
    assert status(raw(narrow, get("/health", f"{name}: /sparql"))) == 200


@pytest.mark.parametrize(
    "target",
    [
        "/static/../../../etc/passwd", "/static/%2e%2e/%2e%2e/app.py", "/static/..%2fapp.py",
        "/static/..%5c..%5capp.py", "/static/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/../sparql",
        "/./sparql", "/entity/../../x", "/entity/%00", "/static/site.css%00.html",
        "/entity/a%0d%0aSet-Cookie:%20x=y", "http://evil.example/sparql?query=ASK%20%7B%7D", "*",
        "//evil.example/..", "/static//etc/passwd", "/static/%252e%252e/app.py",
    ],
)  # fmt: skip
def test_path_tricks_lead_nowhere(narrow: Served, target: str) -> None:
    found = raw(narrow, get(target))
    assert status(found) in {400, 404}, found
    assert b"root:" not in found
    assert b"import" not in found
    assert b"set-cookie" not in found.lower()


def test_a_long_url(narrow: Served) -> None:
    fits, over = "x" * 3_900, "x" * 4_001
    assert narrow.client.get("/sparql", params={"query": ASK, "y": fits}).status_code == 200
    said = problem(narrow.client.get("/sparql", params={"query": ASK, "y": over}), 414)
    assert "POST" in said["mend"]
    assert status(raw(narrow, get("/" + "x" * 100_000))) == 414
    assert status(raw(narrow, get("/" + "x" * 300_000))) in {0, 400, 414, 431}


def test_a_long_head(narrow: Served) -> None:
    assert status(raw(narrow, get("/health", "X: " + "x" * 400_000))) in {0, 400, 431}
    assert status(raw(narrow, get("/health", *["X: y"] * 200))) == 431
    assert narrow.ask(ASK).status_code == 200


def test_a_large_body(narrow: Served) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    fits = narrow.client.post("/sparql", content=ASK + "#" * 9_000, headers=kind)
    assert fits.status_code == 200
    said = problem(narrow.client.post("/sparql", content=ASK + "#" * 20_000, headers=kind), 413)
    assert "10,000 bytes" in said["detail"]
    large = narrow.client.post("/sparql", content=b"x" * (4 << 20), headers=kind)
    problem(large, 413)
    assert narrow.ask(ASK).status_code == 200


def test_a_large_body_that_does_not_say_how_large(narrow: Served) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    pieces = (b"#" * 1_000 for _ in range(100))
    problem(narrow.client.post("/sparql", content=pieces, headers=kind), 413)


def post(*lines: str) -> bytes:
    head = ["POST /sparql HTTP/1.1", "Host: localhost", "Content-Type: application/sparql-query"]
    return "\r\n".join([*head, *lines, "", ""]).encode()


def test_a_body_that_is_shorter_than_it_says(narrow: Served) -> None:
    found = raw(narrow, post("Content-Length: 500"), b"ASK {}")
    assert status(found) == 408


@pytest.mark.slow
def test_a_body_that_comes_byte_by_byte(narrow: Served) -> None:
    start = time.monotonic()
    found = raw(narrow, post("Content-Length: 500"), *[b"x"] * 60, pause=0.1)
    assert status(found) == 408
    assert time.monotonic() - start < 8


def test_who_asks_first_need_not_send_what_is_too_large(narrow: Served) -> None:
    start = time.monotonic()
    found = raw(narrow, post("Content-Length: 50000", "Expect: 100-continue"))
    assert status(found) == 413
    assert b"100 Continue" not in found
    assert time.monotonic() - start < 3


def test_a_body_that_is_longer_than_it_says_is_another_request(narrow: Served) -> None:
    found = raw(narrow, post("Content-Length: 6") + b"ASK {}" + b"GARBAGE\r\n\r\n")
    assert b'"boolean":true' in found
    assert b"400" in found.partition(b'"boolean":true')[2]


@pytest.mark.parametrize(
    "lengths",
    [
        ["Content-Length: -1"], ["Content-Length: x"], ["Content-Length: 99999999999999999999999"],
        ["Content-Length: 6", "Content-Length: 7"], ["Transfer-Encoding: gzip"],
        ["Transfer-Encoding: chunked, chunked"], ["Content-Length: 6, 7"],
    ],
)  # fmt: skip
def test_lies_about_length(narrow: Served, lengths: list[str]) -> None:
    assert status(raw(narrow, post(*lengths), b"ASK {}")) in {400, 413, 501}


def test_chunked_wins_over_length_and_nothing_is_smuggled(narrow: Served) -> None:
    body = b"6\r\nASK {}\r\n0\r\n\r\n"
    found = raw(
        narrow, post("Content-Length: 3", "Transfer-Encoding: chunked", "Connection: close") + body
    )
    assert found.count(b"HTTP/1.1") == 1
    assert status(found) in {200, 400}


def test_who_sends_a_head_byte_by_byte_is_cut_off(narrow: Served) -> None:
    start = time.monotonic()
    found = raw(narrow, *[bytes([byte]) for byte in get("/health")[:40]], pause=0.1)
    assert status(found) == 408
    assert time.monotonic() - start < 6


def test_who_sends_nothing_is_cut_off(narrow: Served) -> None:
    start = time.monotonic()
    raw(narrow)
    assert time.monotonic() - start < 5


def test_who_dawdles_on_a_second_request_is_cut_off(narrow: Served) -> None:
    first = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    found = raw(narrow, first, *[bytes([byte]) for byte in first[:30]], pause=0.1)
    assert found.count(b"HTTP/1.1") == 2
    assert b"408" in found


@pytest.mark.slow
def test_who_does_not_read_is_cut_off(server: Served, narrow: Served) -> None:
    texts = " ".join(f"'{'x' * 150}{number}'" for number in range(49))
    query = f"SELECT (CONCAT(?y, ?y) AS ?x) {{ VALUES ?y {{ {texts} }} }}"
    with socket.socket() as dawdler:
        dawdler.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        dawdler.connect(("127.0.0.1", narrow.port))
        for _ in range(400):
            try:
                dawdler.sendall(post(f"Content-Length: {len(query)}") + query.encode())
            except (BrokenPipeError, ConnectionResetError):
                break
            time.sleep(0.01)
        else:
            pytest.fail("a client that never reads was served for ever")
    assert narrow.ask(ASK).status_code == 200


@pytest.mark.parametrize(
    "garbage",
    [b"\0" * 100, b"GET\r\n\r\n", b"\x16\x03\x01\x02\0\x01", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
)
def test_what_is_no_http(narrow: Served, garbage: bytes) -> None:
    assert status(raw(narrow, garbage)) in {0, 400, 408}
    assert narrow.ask(ASK).status_code == 200


def test_headers_of_every_answer(narrow: Served) -> None:
    for path in ("/sparql?query=ASK%20%7B%7D", "/health", "/nothing", "/sparql?query=no"):
        headers = narrow.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "server" not in headers


def test_sites_that_may_read(server: Served, narrow: Served) -> None:
    anybody = server.ask(ASK, Origin="https://any.example")
    assert anybody.headers["access-control-allow-origin"] == "*"
    friend = narrow.ask(ASK, Origin="https://friend.example")
    assert friend.headers["access-control-allow-origin"] == "https://friend.example"
    assert "Origin" in friend.headers["vary"]
    own = narrow.ask(ASK, Origin=narrow.base)
    assert own.status_code == 200
    stranger = narrow.ask(ASK, Origin="https://friend.example.evil.example")
    problem(stranger, 403)
    assert "access-control-allow-origin" not in stranger.headers
    problem(narrow.ask(ASK, Origin="null"), 403)
    image = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}
    problem(narrow.ask(ASK, **image), 403)
    assert server.ask(ASK, **image).status_code == 200
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    assert narrow.ask(ASK, **link).status_code == 200


def test_preflight(server: Served, narrow: Served) -> None:
    asks = {"Origin": "https://friend.example", "Access-Control-Request-Method": "POST"}
    for served in (server, narrow):
        found = served.client.options("/sparql", headers=asks)
        assert found.status_code == 204
        assert "POST" in found.headers["access-control-allow-methods"]
        assert found.headers["access-control-allow-origin"] in {"*", "https://friend.example"}
    refused = narrow.client.options("/sparql", headers={**asks, "Origin": "https://x.example"})
    assert refused.status_code == 403
    plain = server.client.options("/sparql")
    assert plain.status_code == 204
    assert "POST" in plain.headers["allow"]


def test_a_line_for_each_request_without_what_was_asked(
    server: Served, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="valuegraph.serve"):
        server.ask("ASK { ?secret ?p ?o }")
        server.client.get("/sparql?query=secret%20&token=secret")
        server.client.post("/sparql", data={"query": "SELECT * { ?secret ex:size ?p }"})
        assert until(lambda: len(caplog.records) == 3)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 3
    assert "secret" not in "".join(said)
    assert said[0].startswith("GET /sparql 200 ")
    assert "query=21ch#" in said[0]
    assert said[1].startswith("GET /sparql 400 ")
    assert "query=" in said[2]


def test_nobody_writes_lines_of_their_own_into_the_log() -> None:
    scope = {
        "method": "GET", "path": "/a\n2026-01-01 GET /fake 200\x1b[31m",
        "raw_path": b"/a%0Ab\r\nGET /fake 200\x1b[31m\xff" + b"x" * 500,
    }  # fmt: skip
    said = line(scope, {"status": 200, "bytes": 3}, 0.001)
    assert said.isprintable()
    assert len(said) < 300
    assert r"\x0d\x0aGET" in said
