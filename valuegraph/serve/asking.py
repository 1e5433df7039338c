"""Questions -> answers, within limits: kept answers, shared runs, processes that can be killed."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import os
import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuegraph.errors import QueryError, ValuegraphError
from valuegraph.resources import cache_dir
from valuegraph.serve.answer import Answer
from valuegraph.serve.answers_kept import AnswersKept
from valuegraph.serve.negotiation import MEDIA, same_form
from valuegraph.serve.pool import Pool
from valuegraph.serve.refusals import Refusal, refused
from valuegraph.serve.worker import Start, open_graph, open_reader
from valuegraph.serve.workers import DiedError
from valuegraph.store.answering import (
    Asked,
    ServiceProblemError,
    TooLargeError,
    UnsuitableFormError,
    copy_database,
)
from valuegraph.store.services import NotAllowedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.limits import Limits
    from valuegraph.store.answering import Found

VARYING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(|\bSERVICE\b", re.IGNORECASE)
AT_ONCE_ON_GRAPHS = 2
DATABASE = "db"
PREFIX = "valuegraph-serve-"
STATUS = (
    (ServiceProblemError, 502),
    (NotAllowedError, 403),
    (TooLargeError, 403),
    (UnsuitableFormError, 406),
    (QueryError, 400),
)


@dataclass(slots=True)
class _Run:
    """A question on its way, and how many wait for its answer."""

    task: asyncio.Task[Answer]
    waiters: int = 0


class Asking:
    """Answers questions; processes start with the first one, or with `begin`.

    Parameters
    ----------
    kg : KnowledgeGraph
    limits : Limits
    """

    def __init__(self, kg: KnowledgeGraph, limits: Limits) -> None:
        self._kg = kg
        self._limits = limits
        self._kept = AnswersKept(limits.kept)
        self._runs: dict[bytes, _Run] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._readers: Pool | None = None
        self._graphs: Pool | None = None

    @property
    def state(self) -> dict[str, Any]:
        """What may be told to anybody of how it goes."""
        pools = [pool for pool in (self._readers, self._graphs) if pool]
        return {
            "running": sum(pool.running for pool in pools),
            "waiting": sum(pool.waiting for pool in pools),
            "processes": sum(len(pool.pids) for pool in pools),
            "answers_kept": len(self._kept),
        }

    @property
    def pids(self) -> list[int]:
        """Numbers of the processes that answer queries."""
        return self._readers.pids if self._readers else []

    def prepare(self) -> Path:
        """Put the database where the processes read it, once; return the folder.

        Raises
        ------
        FileProblem
            It cannot be put there.
        """
        if self._folder is None:
            sweep(Path(tempfile.gettempdir()))
            made = tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-")
            copy_database(self._kg.store, Path(made.name) / DATABASE)
            self._folder = made
        return Path(self._folder.name) / DATABASE

    async def begin(self) -> None:
        """Start the processes that answer queries.

        Raises
        ------
        FileProblem
            The database cannot be put where they read it.
        Refusal
            A process cannot be started.
        """
        self._readers = self._graphs = None
        try:
            await self._pool().warm()
        except DiedError as problem:
            raise Refusal(
                500,
                "no process that answers queries can be started",
                why=str(problem),
                mend="check that memory and processes are to be had",
            ) from problem

    async def warm_graph(self) -> None:
        """Have a process read what pages are made of before the first one asks for it."""
        with suppress(ValuegraphError):
            await self.work(_read)

    async def end(self) -> None:
        """Kill all processes and delete what they read; whoever waits is told."""
        for pool in (self._readers, self._graphs):
            if pool:
                await pool.end()
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    async def ask(
        self,
        text: str,
        forms: str | Mapping[str, str],
        default_graphs: tuple[str, ...] = (),
        named_graphs: tuple[str, ...] = (),
    ) -> Answer:
        """Answer a query; see `Site.ask`.

        Parameters
        ----------
        text : str
        forms : str or mapping
            The form of the answer, or one for each kind of query; see `Asked`.
        default_graphs, named_graphs : tuple of str

        Raises
        ------
        Refusal
            With the status of HTTP.
        """
        asked = Asked(
            text,
            same_form(forms) if isinstance(forms, str) else dict(forms),
            default_graphs,
            named_graphs,
            self._limits.rows,
            self._limits.answer_bytes,
            self._limits.services,
        )
        if VARYING.search(text):
            return await self._answer(asked)
        key = _key(asked)
        return self._kept.get(key) or await self._shared(key, asked)

    async def work(self, function: Callable[..., Any], *given: object) -> Any:  # noqa: ANN401
        """Run a function on the graph; see `Site.work`."""
        return await self._graph_pool().run(function, *given)

    async def _shared(self, key: bytes, asked: Asked) -> Answer:
        run = self._runs.get(key)
        if run is None:
            run = self._runs[key] = _Run(asyncio.create_task(self._answer(asked)))
            run.task.add_done_callback(lambda _: self._runs.pop(key, None))
        run.waiters += 1
        try:
            answer = await asyncio.shield(run.task)
        finally:
            run.waiters -= 1
            if not run.waiters:
                run.task.cancel()  # nobody waits any more: the process is free for others
        self._kept.put(key, answer)
        return answer

    async def _answer(self, asked: Asked) -> Answer:
        try:
            found: Found = await self._pool().run(asked)
        except ValuegraphError as error:
            if isinstance(error, Refusal):
                raise
            status = next((code for kind, code in STATUS if isinstance(error, kind)), 500)
            raise refused(error, status) from error
        tag = hashlib.blake2b(found.content, digest_size=12, key=found.form.encode()).hexdigest()
        return Answer(found.content, MEDIA[found.form], tag, found.rows)

    def _pool(self) -> Pool:
        if self._readers is None:
            opens = functools.partial(open_reader, self.prepare())
            start = Start(opens, self._limits.memory, sealed=not self._limits.services)
            self._readers = Pool(start, self._limits.at_once, self._limits)
        return self._readers

    def _graph_pool(self) -> Pool:
        if self._graphs is None:
            kg = self._kg
            cached = cache_dir() if not any("no cache" in note for note in kg.store.notes) else None
            opens = functools.partial(
                open_graph, kg.store.sources, kg.store.content_hash, cached, kg.part,
                shipped=kg.dataset.version != "own data",
            )  # fmt: skip
            limits = replace(self._limits, seconds=self._limits.page_seconds)
            start = Start(opens, limits.memory, sealed=False)
            self._graphs = Pool(start, AT_ONCE_ON_GRAPHS, limits)
        return self._graphs


def sweep(folder: Path) -> None:
    """Delete what servers left that were killed."""
    for left in folder.glob(f"{PREFIX}*"):
        owner = left.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not _lives(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _lives(pid: int) -> bool:
    if os.name != "posix":  # signal 0 would end the process there
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True


def _read(kg: KnowledgeGraph) -> int:
    return len(kg.projection.network.nodes)


def _key(asked: Asked) -> bytes:
    parts = (asked.text, sorted(asked.forms.items()), asked.default_graphs, asked.named_graphs)
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()
