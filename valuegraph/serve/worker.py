"""What an answering process does: open the data once, then one job after the other, until told.

It is killed from outside when a job takes too long or too much; nothing here need be able to
stop. Three belts hold should the parent be gone or too slow: an alarm of the kernel, a bound on
address space, and no open files left, without which no socket can be opened either.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from valuegraph.errors import ValuegraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from valuegraph.projection.slices import Slice
    from valuegraph.store.answering import Asked, Found
    from valuegraph.store.files import Source

LENGTH = struct.Struct(">Q")
GRACE = 5
ROOM = 256 << 20
STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Start:
    """What a process is told first.

    Attributes
    ----------
    open : callable
        Opens the data and returns what does a job.
    memory : int
        Bytes it may add to the address space it has when the data are open.
    sealed : bool
        Whether it shall open no file and no socket from then on.
    """

    open: Callable[[], Callable[..., Any]]
    memory: int
    sealed: bool


@dataclass(frozen=True, slots=True)
class Job:
    """Arguments of one job, and the seconds after which the kernel ends the process."""

    given: tuple[Any, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: a value, one of the house's errors, or why there is neither."""

    value: Any = None
    error: ValuegraphError | None = None
    broken: str = ""


def open_reader(folder: Path) -> Callable[[Asked], Found]:
    """Return what answers queries from a database made by `copy_database`."""
    from valuegraph.store.answering import Reader

    return Reader(folder).answer


def open_graph(
    sources: Sequence[Source], digest: str, cache: Path | None, part: Slice, *, shipped: bool
) -> Callable[..., Any]:
    """Return what calls a function with the graph and further arguments."""
    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.store import Store
    from valuegraph.store.backing import Backing

    kg = KnowledgeGraph(Store(Backing(sources, digest, cache)), part, shipped=shipped)

    def call(function: Callable[..., Any], *given: object) -> object:
        return function(kg, *given)

    return call


def send(stream: IO[bytes], what: object) -> None:
    """Write one thing to a pipe."""
    content = pickle.dumps(what)
    stream.write(LENGTH.pack(len(content)) + content)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:  # noqa: ANN401 - whatever the other end sent
    """Read one thing from a pipe.

    Raises
    ------
    EOFError
        The other end is gone.
    """
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    return pickle.loads(stream.read(LENGTH.unpack(head)[0]))  # noqa: S301 - from the parent


def attend(source: IO[bytes], sink: IO[bytes]) -> None:
    """Do jobs until the other end is gone."""
    start: Start = receive(source)
    try:
        handle = start.open()
    except Exception as problem:  # noqa: BLE001 - the parent tells the user
        send(sink, Outcome(broken=f"{type(problem).__name__}: {problem}"))
        return
    _bound(start)
    send(sink, Outcome(value=os.getpid()))
    with suppress(EOFError):
        while True:
            job: Job = receive(source)
            _alarm(job.seconds + GRACE)
            send(sink, outcome(handle, job.given))
            _alarm(0)


def outcome(handle: Callable[..., Any], given: Sequence[Any]) -> Outcome:
    """Do one job."""
    try:
        return Outcome(value=handle(*given))
    except ValuegraphError as error:
        return Outcome(error=error)
    except MemoryError:
        return Outcome(broken="memory")
    except Exception:  # noqa: BLE001 - one job must not end the process; the log has the place
        traceback.print_exc()
        return Outcome(broken="failed")


def main() -> None:
    """Take jobs from stdin and answer on what was stdout; nothing else may write there."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        attend(sys.stdin.buffer, sink)
    os._exit(0)


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _bound(start: Start) -> None:
    try:
        import resource
    except ImportError:  # a system without these bounds; the parent watches all the same
        return
    if STATM.exists():
        pages = int(STATM.read_text(encoding="ascii").split()[0])
        space = pages * resource.getpagesize() + start.memory + ROOM
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
    if start.sealed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
