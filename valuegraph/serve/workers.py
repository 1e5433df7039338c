"""Processes that do jobs: started, watched, killed."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuegraph.serve.worker import LENGTH, Job

if TYPE_CHECKING:
    from valuegraph.serve.worker import Outcome, Start

PROGRAM = "from valuegraph.serve.worker import main; main()"
STEP = 0.04
BUFFER = 1 << 20
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class DiedError(Exception):
    """A process ended in the midst of a job."""


class Worker:
    """One process; made by `Worker.start`.

    Parameters
    ----------
    process : asyncio.subprocess.Process
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._empty = 0

    @classmethod
    async def start(cls, start: Start) -> Worker:
        """Start a process and wait until it is ready.

        Raises
        ------
        DiedError
            It cannot be made ready; with the reason.
        """
        found = os.pathsep.join(path for path in sys.path if path)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-c", PROGRAM,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": found}, limit=BUFFER, start_new_session=True,
        )  # fmt: skip
        worker = cls(process)
        try:
            ready = await worker._exchange(start)
            if ready.broken:
                raise DiedError(ready.broken)
            worker._empty = worker.memory
        except BaseException:
            await worker.end()
            raise
        return worker

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can take a job."""
        return self._process.returncode is None

    @property
    def memory(self) -> int:
        """Bytes it holds in memory; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        return int(pages) * PAGE

    @property
    def grown(self) -> int:
        """Bytes it holds beyond what it held when it was ready."""
        return self.memory - self._empty

    async def run(self, given: tuple[Any, ...], seconds: float, memory: int) -> Outcome:
        """Do a job within bounds; the process is of no more use when this raises.

        Raises
        ------
        TimeoutError, MemoryError, DiedError
            It took too long, took too much, or ended by itself.
        """
        exchange = asyncio.ensure_future(self._exchange(Job(given, seconds)))
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        try:
            while not exchange.done():
                left = end - loop.time()
                if left <= 0:
                    raise TimeoutError
                await asyncio.wait({exchange}, timeout=min(STEP, left))
                if self.grown > memory:
                    raise MemoryError
            return exchange.result()
        finally:
            exchange.cancel()
            with suppress(asyncio.CancelledError, DiedError):
                await exchange

    async def end(self) -> None:
        """Kill the process and wait until it is gone."""
        with suppress(ProcessLookupError):
            self._process.kill()
        if self._process.stdin:
            self._process.stdin.close()
        await asyncio.shield(self._process.wait())

    async def _exchange(self, what: object) -> Outcome:
        source, sink = self._process.stdout, self._process.stdin
        content = pickle.dumps(what)
        try:
            assert source is not None  # noqa: S101 - both are pipes, which types cannot say
            assert sink is not None  # noqa: S101
            sink.write(LENGTH.pack(len(content)) + content)
            await sink.drain()
            head = await source.readexactly(LENGTH.size)
            whole = await source.readexactly(LENGTH.unpack(head)[0])
        except (ConnectionError, asyncio.IncompleteReadError) as problem:
            code = await self._process.wait()
            if code in {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS}:
                raise MemoryError from problem  # what a native allocation ends in that is refused
            raise DiedError(f"it ended with {code}") from problem
        found: Outcome = pickle.loads(whole)  # noqa: S301 - from our own process
        return found
