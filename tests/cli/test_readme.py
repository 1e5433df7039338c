"""The README shows every command, and only what exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from valuegraph.cli.app import build

RANKED = re.compile(r"\s+\d+  \S.* %  .*\d$")
ROOT = Path(__file__).resolve().parents[2]


def commands() -> dict[str, set[str]]:
    """Return each command of the command line, groups taken apart, with its options."""
    found = {}
    for name, command in typer.main.get_command(build()).commands.items():
        within = getattr(command, "commands", None)
        parts = {f"{name} {part}": inner for part, inner in within.items()} if within else {}
        if not command.hidden:
            found |= parts or {name: command}
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in found.items()
    }


def name_of(call: list[str], known: dict[str, set[str]]) -> str:
    """Return the command of a call, of two words where it is in a group."""
    longer = " ".join(call[1:3])
    return longer if longer in known else call[1]


def readme_calls() -> list[list[str]]:
    """Return every `valuegraph ...` call in the README, as words."""
    text = (ROOT / "README.md").read_text()
    fenced = re.findall(r"```(?:sh|console)\n(.*?)```", text, re.DOTALL)
    lines = [line for block in fenced for line in block.splitlines()]
    calls = [
        call for line in lines for call in re.findall(r"(?:^|[/\s])(valuegraph [^&|#\n]*)", line)
    ]
    calls += re.findall(r"`(valuegraph [^`]*)`", text)
    return [shlex.split(call) for call in calls]


def test_every_command_is_in_the_readme() -> None:
    known = commands()
    shown = {name_of(call, known) for call in readme_calls() if len(call) > 1}
    missing = sorted(set(known) - shown)
    assert not missing, (missing, "add a line for the command to the README's tour")


def test_the_readme_only_shows_what_exists() -> None:
    known = commands()
    wrong = []
    for call in readme_calls():
        name, options = (
            name_of(call, known),
            [word.split("=")[0] for word in call[2:] if word.startswith("-")],
        )
        if name not in known:
            wrong.append(f"valuegraph {name}: no such command")
            continue
        allowed = known[name] | {"--help", "-h"}
        wrong += [f"valuegraph {name}: no option {word}" for word in options if word not in allowed]
    assert not wrong, (wrong, "correct the README, or add the command or option")


@pytest.mark.slow
def test_the_ranking_in_the_readme_is_the_one_of_the_shipped_facts() -> None:
    start = (ROOT / "README.md").read_text().split("## Start")[1].split("## ")[0]
    printed = [" ".join(line.split()) for line in start.splitlines() if RANKED.match(line)]
    told = CliRunner().invoke(
        build(), ["chokepoints", "--top", "5", "--as-of", "2026-06-01"], prog_name="valuegraph"
    )
    found = [" ".join(line.split()) for line in told.stdout.splitlines() if RANKED.match(line)]
    assert printed == found, "write these lines into the README"
    assert len(found) == 10
