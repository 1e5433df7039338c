"""The README shows every command, and only what exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import typer

from valuegraph.cli.app import build

ROOT = Path(__file__).resolve().parents[2]


def commands() -> dict[str, set[str]]:
    """Return each command of the command line with its options."""
    group = typer.main.get_command(build())
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in group.commands.items()
    }


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
    shown = {call[1] for call in readme_calls() if len(call) > 1}
    missing = sorted(set(commands()) - shown)
    assert not missing, (missing, "add a line for the command to the README's tour")


def test_the_readme_only_shows_what_exists() -> None:
    known = commands()
    wrong = []
    for call in readme_calls():
        name, options = call[1], [word.split("=")[0] for word in call[2:] if word.startswith("-")]
        if name not in known:
            wrong.append(f"valuegraph {name}: no such command")
            continue
        allowed = known[name] | {"--help", "-h"}
        wrong += [f"valuegraph {name}: no option {word}" for word in options if word not in allowed]
    assert not wrong, (wrong, "correct the README, or add the command or option")
