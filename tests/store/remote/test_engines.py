"""The shipped facts on three engines: each question gives the table that it gives from files."""

from __future__ import annotations

import contextlib
import functools
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import valuegraph as vg
from tests.store.remote import engines
from valuegraph.cli.app import build
from valuegraph.resources import ontology_dir
from valuegraph.store import questions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from valuegraph.knowledge_graph import KnowledgeGraph

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("engines")]
QUESTIONS = questions(ontology_dir())
ENGINES = {"ours": engines.ours, "oxigraph": engines.oxigraph, "virtuoso": engines.virtuoso}
COMMANDS = (
    ("show", "ASML"),
    ("chokepoints", "--top", "3"),
    ("governance", "Llama 3"),
    ("concentration", "--by", "layer"),
    ("info",),
)
OF_FILES = {"version", "hash", "files"}
"""What `info` says of files, which an endpoint does not have."""


@pytest.fixture(scope="module")
def files() -> KnowledgeGraph:
    """Return the shipped facts from their files."""
    return vg.load()


@pytest.fixture(scope="module")
def facts(files: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shipped facts as one file."""
    path = tmp_path_factory.mktemp("facts") / "facts.nq"
    path.write_bytes(files.store.dump("nq"))
    return path


@pytest.fixture(scope="module", params=ENGINES)
def endpoint(
    request: pytest.FixtureRequest, facts: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the address of a server that holds the shipped facts."""
    folder = tmp_path_factory.mktemp(request.param)
    with contextlib.ExitStack() as stack:
        yield stack.enter_context(ENGINES[request.param](facts, folder))


@pytest.fixture(scope="module")
def remote(endpoint: str) -> KnowledgeGraph:
    """Return the same graph at the endpoint."""
    return vg.load(endpoint=endpoint)


@pytest.fixture(scope="module")
def from_files(files: KnowledgeGraph) -> dict[str, pd.DataFrame]:
    """Return what each question gives from files."""
    return {name: files.question(name) for name in QUESTIONS}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_gives_the_same_table(
    name: str, remote: KnowledgeGraph, from_files: dict[str, pd.DataFrame]
) -> None:
    pd.testing.assert_frame_equal(remote.question(name), from_files[name])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_answers_the_same(command: tuple[str, ...], endpoint: str) -> None:
    assert answer(*command, "--endpoint", endpoint) == answer(*command)


@functools.cache
def answer(*command: str) -> Any:
    done = CliRunner().invoke(build(), [*command, "--json", "--quiet"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    rows = [row for row in told["rows"] if row.get("item") not in OF_FILES]
    return rows, told["as_of"], told["coverage"]


def test_pages_of_a_large_answer_are_the_whole_answer(
    remote: KnowledgeGraph, files: KnowledgeGraph
) -> None:
    text = "SELECT ?s ?since { ?s vg:validFrom ?since } ORDER BY DESC(?since) ?s"
    theirs = remote.store.frame(text, labels=False)
    assert len(theirs) > 30_000
    pd.testing.assert_frame_equal(theirs, files.store.frame(text, labels=False))
