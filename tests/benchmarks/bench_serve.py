"""Measure the server: many clients at once against one alone, memory before and after.

python tests/benchmarks/bench_serve.py [CLIENTS] [SECONDS]

Each client asks the shipped questions over and over, in an order of its own, on one connection,
and pauses up to a second after each answer. Answers are kept, so every hundredth request carries
a comment that nobody sent before and must be computed. The measure is one client alone, for whom
each question is computed; each time under load is divided by that of the same question alone.
"""

from __future__ import annotations

import asyncio
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from valuegraph.resources import ontology_dir
from valuegraph.store import questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FRESH = 100
PAUSE = 1.0
SETTLING = 5.0
STARTED_WITHIN = 120
SERVING = re.compile(r"serving (http\S+)")
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
PROGRAM = "from valuegraph.cli import main; main()"


@dataclass
class Load:
    """What clients saw: question and milliseconds of each answer, how many with each status."""

    times: list[tuple[str, float]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def milliseconds(self, percent: int) -> float:
        return at([took for _, took in self.times], percent)

    def against(self, alone: dict[str, float], percent: int) -> float:
        """Return a percentile of each time over that of the same question alone."""
        return at([took / alone[name] for name, took in self.times], percent)


def at(times: Sequence[float], percent: int) -> float:
    """Return a percentile."""
    return quantiles(times, n=100)[percent - 1]


@contextmanager
def serving(*options: str) -> Iterator[tuple[str, int]]:
    """Run `valuegraph serve` on a free port; yield its URL and the number of its process."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as errors:
            command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", *options]
            server = subprocess.Popen(command, stderr=errors)
        try:
            yield _started(server, log), server.pid
        finally:
            server.terminate()
            server.wait()


def _started(server: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < end and server.poll() is None:
        if found := SERVING.search(log.read_text(encoding="utf-8")):
            return found.group(1)
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')}")


def memory(pid: int) -> int:
    """Return the bytes in memory of a process and its children."""
    held = 0
    for each in (pid, *_children(pid)):
        pages = Path(f"/proc/{each}/statm").read_text(encoding="ascii").split()[1]
        held += int(pages) * 4096
    return held


def _children(pid: int) -> list[int]:
    text = "".join(
        path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/children")
    )
    return [int(child) for child in text.split()]


async def client(url: str, seed: int, seconds: float, load: Load) -> None:
    """Ask over and over on one connection."""
    reader, writer = await _connect(url)
    draw = random.Random(seed)
    texts = shipped()
    number, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(draw.random() * PAUSE)
        number += 1
        name = draw.choice(list(texts))
        fresh = f"\n# {seed}.{time.monotonic_ns()}" if draw.randrange(FRESH) == 0 else ""
        start = time.perf_counter()
        load.statuses[await _ask(reader, writer, texts[name] + fresh)] += 1
        load.times.append((name, (time.perf_counter() - start) * 1000))
    writer.close()
    await writer.wait_closed()


def shipped() -> dict[str, str]:
    """Return the text of each shipped question."""
    return {name: question.text for name, question in questions(ontology_dir()).items()}


def one_alone(url: str) -> dict[str, float]:
    """Return the milliseconds of each question when one client asks and nothing is kept."""

    async def asking() -> dict[str, float]:
        reader, writer = await _connect(url)
        found = {}
        for name, text in shipped().items():
            start = time.perf_counter()
            status = await _ask(reader, writer, text)
            found[name] = (time.perf_counter() - start) * 1000
            if status != 200:
                raise RuntimeError(f"{name}: {status}")
        writer.close()
        await writer.wait_closed()
        return found

    return asyncio.run(asking())


async def _connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(url)
    return await asyncio.open_connection(where.hostname, where.port)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, text: str) -> int:
    body = urlencode({"query": text}).encode()
    writer.write(
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nAccept: application/sparql-results+json\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
        % (len(body), body)
    )
    head = await reader.readuntil(b"\r\n\r\n")
    found = LENGTH.search(head)
    if found is None:
        raise RuntimeError(f"an answer without length: {head!r}")
    await reader.readexactly(int(found.group(1)))
    return int(head.split(b" ", 2)[1])


def run(url: str, clients: int, seconds: float) -> Load:
    """Let clients ask side by side."""

    async def together() -> Load:
        load = Load()
        await asyncio.gather(*(client(url, seed, seconds, load) for seed in range(clients)))
        return load

    return asyncio.run(together())


@dataclass
class Figures:
    """What was measured."""

    alone: dict[str, float]
    many: Load
    before: int
    after: int

    @property
    def growth(self) -> float:
        """Memory after, as a share of that before."""
        return self.after / self.before


def measure(clients: int, seconds: float) -> Figures:
    """Start a server, ask alone, ask together."""
    with serving() as (url, pid):
        alone = one_alone(url)
        run(url, clients, SETTLING)  # buffers and processes that grow once, grow now
        before = memory(pid)
        many = run(url, clients, seconds)
        time.sleep(SETTLING)
        return Figures(alone, many, before, memory(pid))


def main() -> None:
    """Print the figures."""
    clients = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    found = measure(clients, seconds)
    times, many = list(found.alone.values()), found.many
    told = ", ".join(f"{number:,} with {status}" for status, number in many.statuses.items())
    print(f"one client alone: p50 {at(times, 50):.0f} ms, p95 {at(times, 95):.0f} ms")
    print(f"{clients} clients, {seconds:.0f} s: {len(many.times):,} answers ({told})")
    print(f"  p50 {many.milliseconds(50):.0f} ms, p95 {many.milliseconds(95):.0f} ms")
    print(
        f"  p95 of the time over that of the same question alone: {many.against(found.alone, 95):.2f}"
    )
    print(f"memory: {found.before / 1e6:.0f} MB before, {found.after / 1e6:.0f} MB after")


if __name__ == "__main__":
    main()
