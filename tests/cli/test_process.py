"""The command line as the shell sees it: streams, exit codes, the terminal."""

from __future__ import annotations

import csv
import json
import os
import pty
import signal
import subprocess
import time

import pytest

pytestmark = pytest.mark.slow

LABELS = "SELECT ?label WHERE { ?x a vg:Organization ; rdfs:label ?label } ORDER BY ?label"
TWO = "label\nChip Maker\nLens Maker\n"


def test_rows_go_to_stdout_and_nothing_to_stderr(shell, own):
    done = shell.run("query", LABELS, "-f", "csv", *own)
    assert (done.returncode, done.stdout, done.stderr) == (0, TWO, "")


def test_json_names_day_and_dataset(shell, own):
    done = shell.run("query", LABELS, "--json", "--as-of", "2024-06-01", *own)
    found = json.loads(done.stdout)
    assert found["rows"] == [{"label": "Chip Maker"}, {"label": "Lens Maker"}]
    assert found["as_of"] == "2024-06-01"
    assert set(found) == {"rows", "as_of", "dataset", "coverage"}
    assert set(found["dataset"]) == {"hash", "version"}


def test_show_finds_a_thing_by_its_label(shell, own):
    done = shell.run("show", "Lens Maker", *own)
    assert done.returncode == 0, done.stderr
    for text in ("Lens Maker", "supplies", "Chip Maker", "Report", "page 3", "0.9"):
        assert text in done.stdout


@pytest.mark.slow
def test_the_shipped_data_answer_in_each_format(shell):
    table = shell.run("chokepoints", "--top", "3")
    assert table.returncode == 0, table.stderr
    assert "Coverage" in table.stdout
    rows = list(
        csv.DictReader(shell.run("chokepoints", "--top", "3", "-f", "csv").stdout.splitlines())
    )
    objects = json.loads(shell.run("chokepoints", "--top", "3", "--json").stdout)
    assert [row["name"] for row in rows] == [row["name"] for row in objects["rows"]]
    assert len(rows) == 6
    for row in rows:
        assert row["name"] in table.stdout
        figures = [float(row[name]) for name in ("reach", "share_lost", "share_lost_surge")]
        assert figures == sorted(figures, reverse=True)


def on_a_terminal(shell, *arguments, **more):
    """Run with stdout on a pseudo-terminal and return what appeared there."""
    ours, theirs = pty.openpty()
    with shell.popen(*arguments, stdout=theirs, more={"TERM": "xterm", **more}) as running:
        os.close(theirs)
        seen = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        assert running.wait(timeout=60) == 0
    os.close(ours)
    return seen


def test_colours_on_a_terminal_only_and_never_against_a_wish(shell, own):
    call = ["query", LABELS, *own]
    assert b"\x1b[" in on_a_terminal(shell, *call)
    assert b"\x1b[" not in on_a_terminal(shell, *call, NO_COLOR="1")
    assert b"\x1b[" not in on_a_terminal(shell, *call, "--no-color")
    assert "\x1b[" not in shell.run(*call).stdout


@pytest.mark.parametrize("call", [["export", "-f", "nq"], ["info", "--json"]])
def test_a_reader_that_leaves_early_is_no_error(shell, call):
    with shell.popen(*call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=60) == 0


@pytest.fixture
def interruptible():
    """Pass SIGINT on to processes: a test run in the background of a shell ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_with_130_and_no_traceback(shell, own, tmp_path):
    pipe = tmp_path / "query.rq"
    os.mkfifo(pipe)
    with shell.popen("query", "--file", str(pipe), *own, stderr=subprocess.PIPE) as running:
        with pipe.open("w"):  # returns when the command has opened its end
            time.sleep(0.2)
            running.send_signal(signal.SIGINT)
            said = running.stderr.read()
        assert running.wait(timeout=60) == 130
    assert said == b"interrupted\n"
