"""One question to a server: bounded in time and size, asked again, never led elsewhere."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlencode, urljoin

from valuegraph.errors import EndpointProblem, QueryError, UsageError, ValuegraphError
from valuegraph.store.remote_address import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PASSING = {429, 502, 503, 504}
ONLY_GET = {405, 415, 501}
MOVED = {301, 302, 303, 307, 308}
HOPS = 3
CHUNK = 1 << 16
SHOWN = 240
PARTS_OF_ERRORS = ("what", "title", "detail", "message", "why", "mend")
REASONS = {
    401: ("does not let us in", "ask its keeper for an address that is open to read"),
    403: ("does not let us in", "ask its keeper for an address that is open to read"),
    404: ("is not at this address", "an endpoint's address often ends in /sparql or /query"),
    410: ("is not at this address", "an endpoint's address often ends in /sparql or /query"),
    406: ("has no form of answer that is read here", "it must give SPARQL results as JSON or XML"),
    413: ("takes no query as long as this", "divide the query"),
    414: ("takes no query as long as this", "divide the query"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may cost.

    Attributes
    ----------
    seconds : float
        From the first attempt to the last byte.
    connecting : float
        Seconds to wait for a connection.
    attempts, pause : int, float
        How often to ask, and seconds before the second time; each further wait is twice as long.
    largest : int
        Bytes of an answer.
    """

    seconds: float = 300.0
    connecting: float = 15.0
    attempts: int = 4
    pause: float = 0.5
    largest: int = 1 << 29


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: bytes, their media type, and headers in small letters."""

    body: bytes = field(repr=False)
    media: str
    headers: Mapping[str, str]


class _PassingError(EndpointProblem):
    """Worth another attempt, at the earliest after some seconds."""

    wait: float = 0.0


class Endpoint:
    """A server that answers SPARQL.

    Parameters
    ----------
    url : str
        Its address; `default-graph-uri` and `named-graph-uri` in it say what to ask of.
    limits : Limits
        What one question may cost.
    """

    def __init__(self, url: str, limits: Limits | None = None) -> None:
        self.address = address_of(url)
        self.limits = limits or Limits()
        self._posts = True

    def ask(self, text: str, accept: str) -> Reply:
        """Ask, and ask again while the trouble may pass.

        Raises
        ------
        EndpointProblem
            The server cannot be reached, is too slow or busy, or answers with an error.
        QueryError
            The server cannot parse or run the query.
        """
        until = time.monotonic() + self.limits.seconds
        attempt = 1
        while True:
            try:
                return self._through(text, accept, until)
            except _PassingError as problem:
                wait = max(problem.wait, self.limits.pause * 2 ** (attempt - 1))
                if attempt == self.limits.attempts or time.monotonic() + wait > until:
                    raise EndpointProblem(
                        problem.what, where=problem.where, why=problem.why, mend=problem.mend
                    ) from problem
                time.sleep(wait)
            attempt += 1

    def _through(self, text: str, accept: str, until: float) -> Reply:
        """Follow the server within itself, and to GET where it takes no POST."""
        target = self.address.target
        for _ in range(HOPS + 1):
            status, reply = self._once(target, text, accept, until)
            if status == http.client.OK:
                return reply
            if status in ONLY_GET and self._posts:
                self._posts = False
            elif status in MOVED:
                target = self._moved(target, reply.headers.get("location", ""))
            else:
                self._refused(status, reply)
        raise self._problem("sends us from one address to the next", "name its final address")

    def _moved(self, target: str, location: str) -> str:
        here = urljoin(str(self.address), target)
        there = urljoin(here, location)
        try:
            found = address_of(there)
        except UsageError:
            found = None
        own = self.address
        if found and (found.scheme, found.host, found.port) == (own.scheme, own.host, own.port):
            return found.target
        raise self._problem(
            "sends us to another server",
            f"if you trust it, name it yourself: --endpoint {_line(there)}",
            why="a query could be led anywhere, also to what only this machine can reach",
        )

    def _once(self, target: str, text: str, accept: str, until: float) -> tuple[int, Reply]:
        form = urlencode([*self.address.dataset, ("query", text)])
        headers = {"Accept": accept, "Connection": "close", "User-Agent": "valuegraph"}
        try:
            with self._connection(until) as connection:
                if self._posts:
                    headers["Content-Type"] = "application/x-www-form-urlencoded"
                    connection.request("POST", target, form.encode(), headers)
                else:
                    sign = "&" if "?" in target else "?"
                    connection.request("GET", f"{target}{sign}{form}", headers=headers)
                response = connection.getresponse()
                body = self._read(response)
                if time.monotonic() >= until:  # cut off by us, which looks like a proper end
                    raise TimeoutError
        except ValuegraphError:
            raise
        except (OSError, http.client.HTTPException) as problem:
            raise self._unreached(problem, until) from problem
        told = {name.lower(): value for name, value in response.getheaders()}
        media = told.get("content-type", "").partition(";")[0].strip().lower()
        return response.status, Reply(body, media, told)

    @contextlib.contextmanager
    def _connection(self, until: float) -> Iterator[http.client.HTTPConnection]:
        """Open a connection that is cut when the time is over, whatever it is doing."""
        host, port = self.address.host, self.address.port
        left = max(until - time.monotonic(), 0.001)
        wait = min(self.limits.connecting, left)
        if self.address.scheme == "https":
            context = ssl.create_default_context()
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, timeout=wait, context=context
            )
        else:
            connection = http.client.HTTPConnection(host, port, timeout=wait)
        connection.connect()
        held: socket.socket = connection.sock
        held.settimeout(left)
        cut = threading.Timer(left, _cut, [held])
        cut.daemon = True
        cut.start()
        try:
            yield connection
        finally:
            cut.cancel()
            connection.close()

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        parts, size = [], 0
        while chunk := response.read(CHUNK):
            size += len(chunk)
            if size > self.limits.largest:
                raise self._problem(
                    f"gives an answer of more than {self.limits.largest >> 20:,} MB",
                    "ask for less: with LIMIT, or for fewer columns",
                    why="it could exhaust the memory of this process",
                )
            parts.append(chunk)
        if response.length:  # what was promised and never came; Python tells only of read()
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(parts)

    def _unreached(self, problem: Exception, until: float) -> EndpointProblem:
        if isinstance(problem, TimeoutError) or time.monotonic() >= until:
            return self._problem(
                f"has not answered within {self.limits.seconds:g} s", "ask for less, or later"
            )
        if isinstance(problem, ssl.SSLError):
            return self._problem(
                "cannot prove who it is", "mend its certificate", why=_line(str(problem))
            )
        if isinstance(problem, socket.gaierror | ConnectionRefusedError):
            return self._problem(
                "cannot be reached",
                "check the address, and that the server is running",
                why=_line(problem.strerror or str(problem)),
            )
        return self._passing(f"breaks off: {_line(str(problem)) or type(problem).__name__}")

    def _refused(self, status: int, reply: Reply) -> NoReturn:
        said = said_by(reply)
        if status in PASSING:
            problem = self._passing(f"is too busy or out of order ({status}): {said}")
            problem.wait = _seconds(reply.headers.get("retry-after", ""))
            raise problem
        if status == http.client.BAD_REQUEST:
            raise QueryError(
                f"the endpoint refuses this query: {said}",
                where=str(self.address),
                mend="compare the query with what this endpoint can do",
            )
        what, mend = REASONS.get(status, (f"fails on this query ({status})", "ask in another way"))
        raise self._problem(what, mend, why=said)

    def _passing(self, what: str) -> _PassingError:
        return _PassingError(
            f"the endpoint {what}", where=str(self.address), mend="ask again later, or for less"
        )

    def _problem(self, what: str, mend: str, why: str | None = None) -> EndpointProblem:
        return EndpointProblem(f"the endpoint {what}", where=str(self.address), why=why, mend=mend)


def said_by(reply: Reply) -> str:
    """Return the first line of what a server says of its trouble."""
    text = reply.body[: 1 << 16].decode("utf-8", "replace")
    if reply.media.endswith("json"):
        with contextlib.suppress(ValueError):
            told = json.loads(text)
            if isinstance(told, dict):
                said = [str(told[part]) for part in PARTS_OF_ERRORS if told.get(part)]
                text = "; ".join(said) or text
    if reply.media == "text/html":
        return "a web page"
    return _line(text) or "it says nothing more"


def _line(text: str) -> str:
    first = next(iter(text.strip().splitlines()), "")
    return "".join(char if char.isprintable() else "�" for char in first)[:SHOWN]


def _seconds(text: str) -> float:
    return min(float(text), 60.0) if text.isdigit() else 0.0


def _cut(held: socket.socket) -> None:
    with contextlib.suppress(OSError):
        held.shutdown(socket.SHUT_RDWR)
