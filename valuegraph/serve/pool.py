"""A bounded number of processes and a bounded queue before them; what dies is replaced."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from valuegraph.serve.logs import LOGGER
from valuegraph.serve.refusals import Refusal
from valuegraph.serve.workers import DiedError, Worker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from valuegraph.serve.limits import Limits
    from valuegraph.serve.worker import Outcome, Start

FAT = 4


class Pool:
    """A bounded number of processes, and a bounded queue before them.

    Parameters
    ----------
    start : Start
        What each process opens.
    size : int
        Processes.
    limits : Limits
        Bounds of each job and of the queue.
    """

    def __init__(self, start: Start, size: int, limits: Limits) -> None:
        self._start = start
        self._size = size
        self._limits = limits
        self._turns = asyncio.Semaphore(size)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._ended = False
        self.waiting = 0

    @property
    def pids(self) -> list[int]:
        """Numbers of the processes that live."""
        return [worker.pid for worker in (*self._idle, *self._busy) if worker.alive]

    @property
    def running(self) -> int:
        """Jobs that run."""
        return len(self._busy)

    async def warm(self) -> None:
        """Start every process now instead of with its first job.

        Raises
        ------
        DiedError
            A process cannot be made ready.
        """
        missing = self._size - len(self._idle) - len(self._busy)
        self._idle += await asyncio.gather(*(Worker.start(self._start) for _ in range(missing)))

    async def run(self, *given: object) -> Any:  # noqa: ANN401 - whatever the job gives
        """Do a job on the next free process; once more when it is killed by somebody else.

        Raises
        ------
        Refusal
            Too many wait, or the job is beyond a bound.
        ValuegraphError
            What the job raises.
        """
        async with self._turn():
            try:
                found = await self._once(given)
            except DiedError as problem:
                LOGGER.warning("a process ended in the midst of a question: %s", problem)
                try:
                    found = await self._once(given)
                except DiedError as problem:
                    raise _lost() from problem
        if found.error:
            raise found.error
        if found.broken:
            raise _too_much(self._limits.memory) if found.broken == "memory" else _lost()
        return found.value

    async def end(self) -> None:
        """Kill every process, and start no other."""
        self._ended = True
        workers = [*self._idle, *self._busy]
        self._idle.clear()
        self._busy.clear()
        await asyncio.gather(*(worker.end() for worker in workers))

    async def _once(self, given: tuple[object, ...]) -> Outcome:
        worker = await self._take()
        self._busy.add(worker)
        limits, reusable = self._limits, False
        try:
            found = await worker.run(given, limits.seconds, limits.memory)
            reusable = worker.grown < limits.memory // FAT
        except TimeoutError as problem:
            raise _too_long(limits.seconds) from problem
        except MemoryError as problem:
            raise _too_much(limits.memory) from problem
        else:
            return found
        finally:
            self._busy.discard(worker)
            if reusable and not self._ended:
                self._idle.append(worker)
            else:
                await worker.end()

    async def _take(self) -> Worker:
        self._refuse_when_ended()
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await worker.end()
        worker = await Worker.start(self._start)
        try:
            self._refuse_when_ended()  # while it started
        except Refusal:
            await worker.end()
            raise
        return worker

    def _refuse_when_ended(self) -> None:
        if self._ended:
            raise Refusal(503, "this server is being shut down", mend="ask again when it is back")

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._turns.locked() and self.waiting >= self._limits.waiting:
            raise _busy(f"{self.waiting} questions wait already")
        self.waiting += 1
        try:
            async with asyncio.timeout(self._limits.wait):
                await self._turns.acquire()
        except TimeoutError as problem:
            raise _busy(f"no turn came within {self._limits.wait:g} s") from problem
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._turns.release()


def _busy(why: str) -> Refusal:
    return Refusal(
        503, "this server has as many questions as it can answer", why=why,
        mend="ask again in a few seconds", headers={"Retry-After": "5"},
    )  # fmt: skip


def _too_long(seconds: float) -> Refusal:
    return Refusal(
        504, f"this takes more than {seconds:g} s, after which it is ended",
        why="one question must not hold up all others",
        mend="ask for less: fewer unbounded paths, a LIMIT, one thing at a time",
    )  # fmt: skip


def _too_much(memory: int) -> Refusal:
    return Refusal(
        507, f"this takes more than {memory >> 20:,} MB of memory, after which it is ended",
        why="one question must not take the memory of all others",
        mend="ask for less: fewer combinations, shorter groups, a LIMIT inside subqueries",
    )  # fmt: skip


def _lost() -> Refusal:
    return Refusal(
        500, "the process that was to answer ended without an answer",
        why="it was not the question's time or memory; the server's log says more",
        mend="ask again; if it happens once more, report the question",
    )  # fmt: skip
