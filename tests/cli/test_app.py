"""Commands, exit codes, and what a mistake looks like."""

from __future__ import annotations

import errno
import gc

import pytest

from valuegraph import __version__, errors
from valuegraph.cli import app
from valuegraph.cli.app import COMMANDS, WITHOUT_SCOPE, build, main


def test_help_names_every_command(run):
    result = run("--help")
    assert result.exit_code == 0
    for command in (*COMMANDS, *WITHOUT_SCOPE):
        assert f"\n  {command.__name__.rstrip('_')} " in result.stdout


@pytest.mark.parametrize("command", [each.__name__ for each in COMMANDS])
def test_each_command_has_help_with_the_shared_options(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    for option in ("--data", "--only-data", "--as-of", "--known-at", "--min-confidence"):
        assert option in result.stdout


def test_version_is_printed(run):
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout == f"valuegraph {__version__}\n"


def test_unknown_command_gets_a_suggestion(run):
    result = run("chokepoint")
    assert result.exit_code == 2
    assert "chokepoints" in result.stderr
    assert not result.stdout


def test_unknown_option_gets_a_suggestion(run):
    result = run("info", "--as-off", "2024-01-01")
    assert result.exit_code == 2
    assert "--as-of" in result.stderr


def test_unknown_choice_names_the_choices(run):
    result = run("chokepoints", "--view", "renewl")
    assert result.exit_code == 2
    assert "renewal" in result.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.DataError, 1),
        (errors.GraphError, 1),
        (errors.UnknownNameError, 2),
        (errors.FileProblem, 2),
        (errors.UsageError, 2),
        (errors.QueryError, 2),
    ],
)
def test_each_cause_has_its_exit_code(run, graph, monkeypatch, error, code):
    def fail():
        raise error("something is wrong", where="here", mend="do this")

    monkeypatch.setattr(graph, "info", fail)
    result = run("info")
    assert result.exit_code == code
    assert result.stderr == "Error: something is wrong\n  where: here\n  how to mend: do this\n"
    assert not result.stdout


def test_an_error_of_the_machine_is_told_in_words(run, graph, monkeypatch):
    def fail():
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere")

    monkeypatch.setattr(graph, "info", fail)
    result = run("info")
    assert result.exit_code == 2
    assert result.stderr == "Error: No space left on device\n  where: /somewhere\n"


def test_a_defect_is_not_hidden(run, graph, monkeypatch):
    monkeypatch.setattr(graph, "info", lambda: 1 / 0)
    assert isinstance(run("info").exception, ZeroDivisionError)


def test_an_interrupt_ends_quietly(run, graph, monkeypatch):
    def interrupt():
        raise KeyboardInterrupt

    monkeypatch.setattr(graph, "info", interrupt)
    result = run("info")
    assert result.exit_code == 130
    assert result.stderr == "interrupted\n"


def test_a_reader_that_has_read_enough_is_no_error(run, graph, monkeypatch):
    def closed():
        raise BrokenPipeError

    monkeypatch.setattr(graph, "info", closed)
    result = run("info")
    assert (result.exit_code, result.output) == (0, "")


def test_main_returns_the_exit_code(graph, monkeypatch, capsys):
    assert main(["info"]) == 0
    assert main(["info", "--as-of", "never"]) == 2
    assert main([]) == 2

    def interrupt(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("valuegraph.cli.app.build", lambda: interrupt)
    assert main(["info"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_commands_are_the_functions_by_name():
    names = {command.name for command in build().registered_commands}
    assert names == {
        "info",
        "validate",
        "query",
        "show",
        "scenario",
        "governance",
        "openness",
        "chain",
        "paper",
        "chokepoints",
        "centrality",
        "concentration",
        "map",
        "serve",
        "coverage",
        "diff",
        "export",
        "import",
        "sources",
    }


def test_garbage_is_collected_less_often_during_a_command_only(monkeypatch):
    before, seen = gc.get_threshold(), []
    monkeypatch.setattr(app, "build", lambda: lambda *_, **__: seen.append(gc.get_threshold()))
    assert app.main(["info"]) == 0
    assert seen[0][0] > before[0]
    assert gc.get_threshold() == before
