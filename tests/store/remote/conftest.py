"""Servers on loopback: one that answers SPARQL as limited as the test wants, one that misbehaves."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from valuegraph.store import Store
from valuegraph.store.remote import RemoteStore
from valuegraph.store.remote_http import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUICK = Limits(seconds=3, connecting=1, attempts=3, pause=0.01, largest=1 << 20)
JSON = "application/sparql-results+json"
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Server:
    """A server under test: how it answers, and what it was asked."""

    answer: Callable[[str, dict[str, str]], Answer]
    asked: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    parameters: list[dict[str, list[str]]] = field(default_factory=list)
    url: str = ""

    def store(self, cache: Path | None = None, limits: Limits = QUICK) -> RemoteStore:
        return RemoteStore.at(self.url, cache=cache, limits=limits)


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def do_POST(self) -> None:
        self._reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def do_GET(self) -> None:
        self._reply(urlsplit(self.path).query)

    def _reply(self, form: str) -> None:
        state: Server = self.server.state
        given = parse_qs(form, keep_blank_values=True)
        text = given["query"][0]
        state.asked.append(text)
        state.methods.append(self.command)
        state.parameters.append(given)
        told = {"path": self.path, "method": self.command, "accept": self.headers["Accept"]}
        status, headers, body = state.answer(text, told)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start servers that answer as a function says."""
    running: list[ThreadingHTTPServer] = []

    def start(answer: Callable[[str, dict[str, str]], Answer]) -> Server:
        http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        http.daemon_threads = True
        state = Server(answer)
        http.state = state  # type: ignore[attr-defined]
        state.url = f"http://127.0.0.1:{http.server_address[1]}/sparql"
        threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
        running.append(http)
        return state

    yield start
    for http in running:
        http.shutdown()
        http.server_close()


@pytest.fixture
def speak() -> Iterator[Callable[[bytes], str]]:
    """Start a server that sends the same bytes to whoever connects, then closes."""
    doors: list[socket.socket] = []

    def start(content: bytes) -> str:
        door = socket.create_server(("127.0.0.1", 0))
        doors.append(door)

        def run() -> None:
            with contextlib.suppress(OSError):
                while True:
                    guest, _ = door.accept()
                    with guest, contextlib.suppress(OSError):
                        guest.recv(1 << 16)
                        guest.sendall(content)

        threading.Thread(target=run, daemon=True).start()
        return f"http://127.0.0.1:{door.getsockname()[1]}/sparql"

    yield start
    for door in doors:
        with contextlib.suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        door.close()


def sparql(
    inner: ox.Store, *, union: bool = True, most: int | None = None, sorted_most: int | None = None
) -> Callable[[str, dict[str, str]], Answer]:
    """Answer as an endpoint that holds a database, with at most so many rows, unsaid.

    `sorted_most` refuses to sort beyond a row, as Virtuoso does.
    """

    def answer(text: str, _: dict[str, str]) -> Answer:
        outer = text.rstrip().rpartition("}")[2].upper()
        if sorted_most is not None and "ORDER BY" in outer and "OFFSET" in outer:
            numbers = [int(word) for word in outer.split() if word.isdigit()]
            if sum(numbers) > sorted_most:
                return 500, {"Content-Type": "text/plain"}, b"SR353: too many rows to sort\nmore"
        try:
            found: Any = inner.query(text, use_default_graph_as_union=union)
        except SyntaxError as problem:
            return 400, {"Content-Type": "text/plain"}, str(problem).encode()
        if isinstance(found, ox.QueryTriples):
            body = found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
            return 200, {"Content-Type": "application/n-triples"}, body
        if most and isinstance(found, ox.QuerySolutions):
            head, *lines = (found.serialize(format=_TSV) or b"").splitlines(keepends=True)
            found = ox.parse_query_results(b"".join([head, *lines[:most]]), format=_TSV)
        body = found.serialize(format=_JSON) or b""
        return 200, {"Content-Type": JSON}, body

    return answer


_JSON, _TSV = ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.TSV


@pytest.fixture
def local(data: Path) -> Store:
    """Return the small dataset of this room from its files."""
    return Store.open([data], cache=None)


@pytest.fixture
def inner(local: Store) -> ox.Store:
    """Return a database that a server can ask: the same facts, loaded from a dump."""
    held = ox.Store()
    held.load(local.dump("nq"), format=ox.RdfFormat.N_QUADS)
    return held
