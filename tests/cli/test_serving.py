"""`valuegraph serve` as a process, and what its options mean."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest

from tests.cli.conftest import COMMAND, TURTLE
from valuegraph.cli.serving import Costs, Reach
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVING = re.compile(r"serving (http://\S+) until Ctrl-C")
ASKED = "SELECT * { ?secret ?p ?o } LIMIT 1"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return path


@pytest.fixture
def served(own: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """The command with a file of one's own, and no room for a cache."""
    log = tmp_path / "log"
    nowhere = tmp_path / "closed"
    nowhere.write_text("a file where the folder of caches should be", encoding="utf-8")
    command = [*COMMAND, "serve", "--port", "0", "--data", str(own), "--only-data"]
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, stderr=errors, env={**os.environ, "VALUEGRAPH_CACHE_DIR": str(nowhere)}
        )
    try:
        yield process, address(process, log), log
    finally:
        process.kill()
        process.wait()


def address(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        if found := SERVING.search(log.read_text(encoding="utf-8")):
            return found.group(1)
        time.sleep(0.05)
    pytest.fail(f"it does not serve: {log.read_text(encoding='utf-8')}")


def workers(pid: int) -> list[str]:
    command = ["ps", "--ppid", str(pid), "-o", "pid="]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return found.stdout.split()


def test_it_serves_until_it_is_told_to_end(
    served: tuple[subprocess.Popen[bytes], str, Path],
) -> None:
    process, url, log = served
    with httpx.Client(base_url=url) as client:
        found = client.get("/sparql", params={"query": ASKED}, headers={"Accept": "text/csv"})
        assert len(found.text.splitlines()) == 2
        stranger = {"Origin": "https://any.example"}
        assert client.get("/health", headers=stranger).status_code == 403
    pids = workers(process.pid)
    assert pids
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0
    assert not alive(pids)
    said = log.read_text(encoding="utf-8")
    assert "note: no cache" in said
    assert "note: holds facts of these classes of licence: open, local" in said
    assert " GET /sparql 200 " in said
    assert "secret" not in said
    assert "Traceback" not in said


def test_it_ends_in_good_order_on_sigterm(
    served: tuple[subprocess.Popen[bytes], str, Path],
) -> None:
    process, _, log = served
    process.terminate()
    assert process.wait(15) == 0
    assert "Traceback" not in log.read_text(encoding="utf-8")


def test_no_process_outlives_a_server_that_is_killed(
    served: tuple[subprocess.Popen[bytes], str, Path],
) -> None:
    process, _, _ = served
    pids = workers(process.pid)
    process.kill()
    end = time.monotonic() + 10
    while alive(pids) and time.monotonic() < end:
        time.sleep(0.05)
    assert pids
    assert not alive(pids)


@pytest.mark.slow
def test_no_running_process_outlives_a_server_that_is_killed(own: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [*COMMAND, "serve", "--port", "0", "--data", str(own), "--only-data"]
    command += ["--seconds", "2"]
    with log.open("wb") as errors:
        process = subprocess.Popen(command, stderr=errors)
    port = int(address(process, log).rpartition(":")[2])
    endless = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with socket.create_connection(("127.0.0.1", port)) as asking:
        asking.sendall(f"GET /sparql?query={endless} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.7)
        pids = workers(process.pid)
        process.kill()
        process.wait()
    time.sleep(0.5)
    assert alive(pids), "the one that runs does not see that nobody is there"
    end = time.monotonic() + 20
    while alive(pids) and time.monotonic() < end:
        time.sleep(0.1)
    assert not alive(pids)


def alive(pids: list[str]) -> list[str]:
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_an_address_that_is_taken_is_told_before_anything_is_loaded(run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run("serve", "--port", port)
    assert result.exit_code == 2
    assert f"port {port}" in result.stderr
    assert "--port" in result.stderr
    assert run("serve", "--host", "no.such.host.invalid").exit_code == 2


def test_an_endpoint_is_not_served_on(run) -> None:
    result = run("serve", "--endpoint", "http://127.0.0.1:9/sparql")
    assert result.exit_code == 2
    assert "from files" in result.stderr


def test_names_and_origins() -> None:
    own = Reach().address(8008, published=True)
    assert own.base == "http://127.0.0.1:8008"
    assert own.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert own.admits("https://any.example")
    private = Reach().address(8008, published=False)
    assert not private.admits("https://any.example")
    open_ = Reach(host="0.0.0.0", name=["Graph.Example.ORG"], origin=["https://A.example/"])  # noqa: S104
    wide = open_.address(80, published=False)
    assert wide.base == "http://127.0.0.1:80"
    assert "graph.example.org" in wide.hosts
    assert wide.origins == ("https://a.example",)
    proxied = Reach(url="https://graph.example.org/ai/").address(80, published=True)
    assert proxied.base == "https://graph.example.org/ai"
    assert "graph.example.org" in proxied.hosts
    assert Reach(host="::1").address(80, published=True).base == "http://[::1]:80"


@pytest.mark.parametrize(
    "url", ["graph.example.org", "ftp://x", "http://", "http://x/?y", "http://[x"]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(UsageError, match="is not the address"):
        Reach(url=url).address(80, published=True)


def test_costs() -> None:
    limits = Costs(seconds=2, rows=3, memory=100, at_once=4, service=["http://a"]).limits()
    assert limits.memory == 100 << 20
    assert (limits.seconds, limits.rows, limits.at_once) == (2, 3, 4)
    assert limits.services == ("http://a",)
