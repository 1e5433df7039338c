"""Other people's SPARQL servers on loopback, each filled with the same dump."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

WAIT = 120
VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200

[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 8
NumberOfBuffers = 60000
MaxDirtyBuffers = 45000
DirsAllowed = {folder}
ThreadsPerQuery = 2

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
EnabledDavVSP = 0

[SPARQL]
ResultSetMaxRows = 10000
"""
LOADING = """\
ld_dir('{folder}', 'facts.nq', 'urn:none');
rdf_loader_run();
select ll_state from DB.DBA.load_list where ll_error is null;
"""


def program(*names: str) -> str:
    """Path of a program; without it the test is skipped, in CI it fails."""
    beside = Path(sys.executable).parent
    for name in names:
        found = shutil.which(name) or shutil.which(name, path=beside)
        if found:
            return found
    missing = f"no {names[0]} here (PyPI: oxigraph; Debian: virtuoso-opensource-7)"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], url: str, folder: Path) -> Iterator[str]:
    """Run a server until the end of the block, from when it answers."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        until = time.monotonic() + WAIT
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > until:
                said = (folder / "server.log").read_text(errors="replace")[-2000:]
                pytest.fail(f"{command[0]} did not start: {said}")
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}?query=ASK%20%7B%7D", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@contextlib.contextmanager
def oxigraph(facts: Path, folder: Path) -> Iterator[str]:
    """Serve with the `oxigraph` server, the default graph the union of all."""
    name, port = program("oxigraph"), free_port()
    store = str(folder / "db")
    subprocess.run([name, "load", "-l", store, "-f", str(facts)], check=True, capture_output=True)
    command = [name, "serve-read-only", "-l", store, "-b", f"127.0.0.1:{port}"]
    with running(
        [*command, "--union-default-graph"], f"http://127.0.0.1:{port}/query", folder
    ) as url:
        yield url


@contextlib.contextmanager
def virtuoso(facts: Path, folder: Path) -> Iterator[str]:
    """Serve with Virtuoso 7, limited to 10,000 rows as it comes."""
    server, isql = program("virtuoso-t"), program("isql-vt", "isql-v")
    ports = {"http": free_port(), "sql": free_port()}
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder=folder, **ports))
    shutil.copy(facts, folder / "facts.nq")
    command = [server, "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, f"http://127.0.0.1:{ports['http']}/sparql", folder) as url:
        done = subprocess.run(
            [isql, f"127.0.0.1:{ports['sql']}", "dba", "dba"],
            input=LOADING.format(folder=folder),
            text=True,
            check=True,
            capture_output=True,
        )
        assert "1 Rows." in done.stdout, done.stdout
        yield url


@contextlib.contextmanager
def ours(_: Path, folder: Path) -> Iterator[str]:
    """Serve the shipped facts with `valuegraph serve`."""
    port = free_port()
    command = [program("valuegraph"), "serve", "--port", str(port), "--seconds", str(WAIT)]
    with running(command, f"http://127.0.0.1:{port}/sparql", folder) as url:
        yield url
