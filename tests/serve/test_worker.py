"""What a process does, seen from within: a job is done, told or told to have failed."""

from __future__ import annotations

import functools
import io
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from valuegraph.errors import QueryError, ValuegraphError
from valuegraph.serve import worker
from valuegraph.serve.refusals import Refusal, refused
from valuegraph.serve.worker import (
    Job,
    Start,
    attend,
    open_graph,
    open_reader,
    outcome,
    receive,
    send,
)
from valuegraph.store.answering import Asked, copy_database

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.knowledge_graph import KnowledgeGraph


def pipe(*what: object) -> io.BytesIO:
    stream = io.BytesIO()
    for each in what:
        send(stream, each)
    stream.seek(0)
    return stream


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the process would have asked of the kernel; this one must live on."""
    import resource

    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda *given: asked.append(given))
    return asked


@pytest.fixture(scope="module")
def database(tiny: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("copy") / "db"
    copy_database(tiny.store, folder)
    return folder


def test_jobs_one_after_the_other(database: Path, bounds: list[tuple[Any, ...]]) -> None:
    import resource

    start = Start(functools.partial(open_reader, database), 1 << 30, sealed=True)
    jobs = [Job((Asked(text, {"ask": "json"}),), 5) for text in ("ASK {}", "ASK {", "ASK { }")]
    said = io.BytesIO()
    attend(pipe(start, *jobs), said)
    said.seek(0)
    ready, first, second, third = (receive(said) for _ in range(4))
    assert ready.value > 0
    assert b"true" in first.value.content
    assert isinstance(second.error, QueryError)
    assert third.value.form == "json"
    assert (resource.RLIMIT_NOFILE, (0, 0)) in bounds
    assert any(kind == resource.RLIMIT_AS and most > 1 << 30 for kind, (most, _) in bounds)
    with pytest.raises(EOFError):
        receive(said)


def test_who_may_ask_others_keeps_its_sockets(
    database: Path, bounds: list[tuple[Any, ...]]
) -> None:
    import resource

    start = Start(functools.partial(open_reader, database), 1 << 30, sealed=False)
    attend(pipe(start), io.BytesIO())
    assert resource.RLIMIT_NOFILE not in {kind for kind, _ in bounds}


def test_data_that_cannot_be_opened_are_told(tmp_path: Path) -> None:
    said = io.BytesIO()
    attend(pipe(Start(functools.partial(open_reader, tmp_path / "gone"), 1, sealed=True)), said)
    said.seek(0)
    assert "No such file" in receive(said).broken


def test_what_comes_of_a_job(capsys: pytest.CaptureFixture[str]) -> None:
    def fails(problem: BaseException) -> None:
        raise problem

    assert outcome(abs, (-3,)).value == 3
    error = outcome(fails, (QueryError("no", where="here", mend="so"),)).error
    assert isinstance(error, QueryError)
    assert (error.where, error.mend) == ("here", "so")
    assert outcome(fails, (MemoryError(),)).broken == "memory"
    assert outcome(fails, (KeyError("x"),)).broken == "failed"
    assert "KeyError" in capsys.readouterr().err


def test_a_graph_is_opened_again_from_its_files(tiny: KnowledgeGraph) -> None:
    call = open_graph(tiny.store.sources, tiny.store.content_hash, None, tiny.part, shipped=False)
    assert call(len_of_store) == len(tiny.store)
    assert call(version_of, "!") == "own data!"


def len_of_store(kg: KnowledgeGraph) -> int:
    return len(kg.store)


def version_of(kg: KnowledgeGraph, more: str) -> str:
    return kg.dataset.version + more


def test_refusals_travel_whole() -> None:
    refusal = Refusal(503, "busy", why="many ask", headers={"Retry-After": "5"})
    same = pickle.loads(pickle.dumps(refusal))  # noqa: S301
    assert isinstance(same, ValuegraphError)
    assert (same.status, same.what, same.why) == (503, "busy", "many ask")
    assert same.headers == {"Retry-After": "5"}
    assert refused(QueryError("no", where="here"), 400).where == "here"


def test_a_system_without_these_bounds(monkeypatch: pytest.MonkeyPatch, database: Path) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "resource", None)
    said = io.BytesIO()
    attend(pipe(Start(functools.partial(open_reader, database), 1, sealed=True)), said)
    assert said.getvalue()
    assert worker.LENGTH.size == 8
