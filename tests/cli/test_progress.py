"""Long work is spoken of on a terminal only, late, on one line that is gone at the end."""

from __future__ import annotations

import os
import pty
import time
from contextlib import contextmanager

import pytest

from valuegraph.cli.options import Scope
from valuegraph.cli.progress import WIPE, Progress
from valuegraph.cli.sources import Taking


@contextmanager
def terminal():
    """Yield a stream that is a terminal, and what reads everything that appeared on it."""
    ours, theirs = pty.openpty()
    stream = os.fdopen(theirs, "w")

    def seen() -> str:
        os.set_blocking(ours, False)
        try:
            return os.read(ours, 65536).decode()
        except BlockingIOError:
            return ""

    yield stream, seen
    if not stream.closed:
        stream.close()
    os.close(ours)


def until_drawn(seen):
    text = ""
    for _ in range(2000):
        text += seen()
        if text.endswith(" s"):
            return text
        time.sleep(0.001)
    raise AssertionError(text)


def test_the_line_says_what_and_how_far_and_goes_at_the_end():
    with terminal() as (stream, seen):
        with Progress(stream, patience=0) as progress:
            progress("reading files", 3, 12)
            drawn = until_drawn(seen)
        assert "reading files 3 of 12 ... 0 s" in drawn
        assert "\n" not in drawn
        assert (drawn + seen()).endswith(WIPE)


def test_the_line_goes_as_soon_as_the_work_is_over():
    with terminal() as (stream, seen), Progress(stream, patience=0) as progress:
        with progress.step("drawing the map"):
            drawn = until_drawn(seen)
        assert "drawing the map ..." in drawn
        rest = drawn + seen()
        assert rest.endswith(WIPE)
        time.sleep(0.03)
        assert seen() == ""


def test_the_line_goes_when_the_work_fails():
    with terminal() as (stream, seen), Progress(stream, patience=0) as progress:
        drawn = ""

        def fail():
            nonlocal drawn
            with progress.step("dividing"):
                drawn = until_drawn(seen)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert (drawn + seen()).endswith(WIPE)


def test_short_work_is_not_spoken_of():
    with terminal() as (stream, seen):
        with Progress(stream) as progress:
            progress("reading files", 1, 2)
            progress("reading files", 2, 2)
            progress("")
        assert seen() == ""


def test_a_long_text_is_cut_to_one_line_of_the_terminal():
    with terminal() as (stream, seen), Progress(stream, patience=0) as progress:
        columns = os.get_terminal_size(stream.fileno()).columns or 80
        progress("reading " * 100)
        time.sleep(0.1)
        first = seen().split(WIPE)[1]
        assert len(first) == columns - 1


def test_a_terminal_that_is_gone_stops_nothing():
    with terminal() as (stream, seen), Progress(stream, patience=0) as progress:
        progress("reading files")
        until_drawn(seen)
        stream.close()
        time.sleep(0.05)
        progress("writing files")
    assert progress.on


@pytest.mark.parametrize(("quiet", "term", "on"), [
    (False, "xterm", True), (True, "xterm", False), (False, "dumb", False),
])  # fmt: skip
def test_a_terminal_is_drawn_on_unless_told_to_be_quiet(monkeypatch, quiet, term, on):
    monkeypatch.setenv("TERM", term)
    with terminal() as (stream, _):
        monkeypatch.setattr("sys.stderr", stream)
        assert Progress.on_stderr(quiet=quiet).on is on


def test_nothing_is_drawn_into_a_pipe(monkeypatch, tmp_path):
    with (tmp_path / "stderr").open("w") as stream:
        monkeypatch.setattr("sys.stderr", stream)
        progress = Progress.on_stderr(quiet=False)
    assert not progress.on
    progress("reading files", 1, 2)


def test_the_library_is_given_a_voice_on_a_terminal_only(graph):
    with terminal() as (stream, _):
        heard = Progress(stream)
        Scope(progress=heard).load()
        Scope().load()
    assert [call[2]["told"] for call in graph.calls] == [heard, None]


def test_an_import_speaks_on_the_line_or_else_in_lines(capsys):
    with terminal() as (stream, _):
        heard = Progress(stream)
        assert Taking(progress=heard).options(quiet=False).notice is heard
    Taking().options(quiet=False).say("reading a copy")
    assert capsys.readouterr().err == "reading a copy ...\n"


def test_a_short_command_leaves_a_terminal_as_it_was(shell, own):
    ours, theirs = pty.openpty()
    with shell.popen("info", *own, stderr=theirs, more={"TERM": "xterm"}) as running:
        os.close(theirs)
        assert running.wait(timeout=60) == 0
    os.set_blocking(ours, False)
    try:
        seen = os.read(ours, 65536)
    except OSError:
        seen = b""
    os.close(ours)
    assert seen == b"" or seen.endswith(WIPE.encode())  # on a busy machine it may not be short
