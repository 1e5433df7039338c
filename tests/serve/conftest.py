"""Servers that listen while tests run: in a thread, on a free port of loopback."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest

import valuegraph
from valuegraph.serve.app import application
from valuegraph.serve.limits import Address, Limits
from valuegraph.serve.running import listen, server_of

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from pathlib import Path

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.site import Site

T = TypeVar("T")
STARTED_WITHIN = 60
DATA = """
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a ex:next ex:b ; rdfs:label "a"@en ; ex:size 1 .
ex:b ex:next ex:c ; rdfs:label "b, \\"quoted\\"\\nand a line" ; ex:size 2 .
ex:c ex:next ex:a ; rdfs:label "},{" ; ex:size 3.5 .
"""
OTHER = """
@prefix ex: <http://example.org/> .
ex:d ex:next ex:e ; ex:size 4 .
"""


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a loop of its own, whatever loop a browser keeps running in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


class Served:
    """A server that listens, and a client of it.

    Parameters
    ----------
    site : Site
    base : str
        Its URL.
    """

    def __init__(self, site: Site, base: str) -> None:
        self.site = site
        self.base = base
        self.port = int(base.rpartition(":")[2])
        self.client = httpx.Client(base_url=base, timeout=60)

    def ask(self, query: str, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get("/sparql", params={"query": query}, headers=sent)

    @property
    def pids(self) -> list[int]:
        return self.site.asking.pids


@contextmanager
def serving(kg: KnowledgeGraph, limits: Limits | None = None, **address: Any) -> Iterator[Served]:
    """Serve a graph for as long as the block lasts."""
    limits = limits or Limits()
    with listen("127.0.0.1", 0) as bound:
        base = f"http://127.0.0.1:{bound.getsockname()[1]}"
        app = application(kg, limits, Address(base, **address))
        ready = threading.Event()
        server = server_of(app, limits, ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        served = Served(app.state.site, base)
        try:
            assert ready.wait(STARTED_WITHIN), "the server did not start"
            yield served
        finally:
            served.client.close()
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A dozen triples in two graphs, beside the ontology."""
    folder: Path = tmp_path_factory.mktemp("tiny")
    (folder / "one.ttl").write_text(DATA, encoding="utf-8")
    (folder / "two.ttl").write_text(OTHER, encoding="utf-8")
    return valuegraph.load(folder, only=True)


@pytest.fixture(scope="session")
def server(tiny: KnowledgeGraph) -> Iterator[Served]:
    """The tiny graph, served with the limits that users get."""
    with serving(tiny) as served:
        yield served


@pytest.fixture(scope="session")
def narrow(tiny: KnowledgeGraph) -> Iterator[Served]:
    """The tiny graph, served with limits that a test can reach."""
    limits = Limits(
        seconds=1.0, rows=50, answer_bytes=20_000, memory=256 << 20, body=10_000, url=4_000,
        waiting=2, wait=20.0, patience=1.0, at_once=2,
    )  # fmt: skip
    with serving(tiny, limits, origins=("https://friend.example",)) as served:
        yield served


@pytest.fixture(scope="session")
def shipped() -> Iterator[Served]:
    """The shipped facts, served as `valuegraph serve` does."""
    with serving(valuegraph.load(as_of="2026-06-01")) as served:
        yield served
