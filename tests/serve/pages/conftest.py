"""Pages without processes: the graph is asked in this one, so that a test takes no longer than it must."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

import valuegraph as vg
from tests.serve.conftest import run
from valuegraph.errors import ValuegraphError
from valuegraph.serve.answer import Answer
from valuegraph.serve.limits import Address, Limits
from valuegraph.serve.negotiation import MEDIA
from valuegraph.serve.pages import routes
from valuegraph.serve.pages.problems import handlers
from valuegraph.serve.refusals import refused
from valuegraph.serve.site import Site

CHAIN = Path(__file__).parents[2] / "projection" / "chain.ttl"
DAY = "2026-06-01"
BASE = "http://127.0.0.1:8008"
PAGE = {"Accept": "text/html"}
BLOCKS = {"td", "th", "li", "p", "dt", "dd", "h1", "h2", "h3", "summary", "option"}


class InThisProcess:
    """Asks in a thread what the server asks in processes of its own."""

    def __init__(self, kg):
        self.kg = kg

    async def ask(self, text, form, default_graphs=(), named_graphs=()):
        try:
            content = await asyncio.to_thread(self.kg.query_raw, text, form)
        except ValuegraphError as error:
            raise refused(error, 400) from error
        return Answer(content, MEDIA[form], hashlib.sha256(content).hexdigest())

    async def work(self, function, *given):
        return await asyncio.to_thread(function, self.kg, *given)


class Client:
    """Asks an application without a socket."""

    def __init__(self, app):
        self.app = app

    def get(self, path, *, follow_redirects=False, **headers):
        return run(self._get(path, follow_redirects, headers.get("headers", {})))

    async def _get(self, path, follow, headers):
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            return await client.get(path, headers=headers, follow_redirects=follow)

    def page(self, path):
        """Return a page as read by somebody without JavaScript, wherever the path leads."""
        found = self.get(path, headers=PAGE, follow_redirects=True)
        assert found.status_code == 200, (path, found.text)
        return read(found)


def client_of(kg, asking=None):
    """Return a client of the pages over a graph."""
    site = Site(kg, Limits(), Address(base=BASE), asking or InThisProcess(kg))
    app = Starlette(routes=routes(site), exception_handlers=handlers(site))
    return Client(app)


@pytest.fixture(scope="session")
def shipped_graph():
    return vg.load(as_of=DAY)


@pytest.fixture(scope="session")
def shipped(shipped_graph):
    """A client of the pages over the shipped facts."""
    return client_of(shipped_graph)


@pytest.fixture(scope="session")
def hand_graph():
    """A graph of a dozen invented firms."""
    return vg.load(CHAIN, only=True, as_of=DAY)


@pytest.fixture(scope="session")
def hand_made(hand_graph):
    """A client of the pages over invented facts."""
    return client_of(hand_graph)


@dataclass
class Read:
    """A page as read: its text, its links with their words, its forms, its elements."""

    text: str = ""
    links: list = field(default_factory=list)
    forms: list = field(default_factory=list)
    tags: list = field(default_factory=list)

    def link(self, words, *, within=""):
        """Return where the first link with these words leads."""
        return next(h for w, h in self.links if w == words and within in (h or ""))


class Reader(HTMLParser):
    """Reads a page as somebody without JavaScript does."""

    def __init__(self):
        super().__init__()
        self.read = Read()
        self._link = None
        self._quiet = 0

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.read.tags.append((tag, told))
        if tag == "a":
            self._link = [told.get("href"), ""]
        if tag == "form":
            self.read.forms.append((told.get("action"), []))
        if tag in {"input", "textarea", "select"} and self.read.forms:
            self.read.forms[-1][1].append(told.get("name"))
        self._quiet += tag in {"script", "style"}

    def handle_endtag(self, tag):
        if tag == "a" and self._link:
            self.read.links.append((" ".join(self._link[1].split()), self._link[0]))
            self._link = None
        self._quiet -= tag in {"script", "style"}
        if tag in BLOCKS:
            self.read.text += " "

    def handle_data(self, data):
        if self._quiet:
            return
        self.read.text += data
        if self._link:
            self._link[1] += data


def read(response):
    """Return a page as read."""
    reader = Reader()
    reader.feed(response.text)
    reader.read.text = " ".join(reader.read.text.split())
    return reader.read


@pytest.fixture(scope="session")
def reading():
    return read


def pytest_collection_modifyitems(items):
    """Mark what asks the shipped facts as slow: each process needs half a minute to be ready."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and "shipped" in item.fixturenames:
            item.add_marker(pytest.mark.slow)
