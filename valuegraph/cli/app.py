"""The command line's frame: commands, exit codes, and what a mistake looks like."""

from __future__ import annotations

import functools
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Annotated

import typer

from valuegraph import __version__
from valuegraph.cli import (
    analysis,
    chain,
    concentration,
    covering,
    differing,
    facts,
    governance,
    identity,
    licences,
    openness,
    pages,
    paper,
    queries,
    scenarios,
    serving,
    sources,
)
from valuegraph.cli.options import spread
from valuegraph.errors import DataError, GraphError, ValuegraphError

FINE, INVALID, USAGE, INTERRUPTED = 0, 1, 2, 130
ALLOCATIONS_BETWEEN_COLLECTIONS = 500_000

LICENCE_HELP = "What licences permit: check, lineage, show."
IDENTITY_HELP = "Which names name one thing: match, explain, propose, apply."
LICENCE_SPELLINGS = (("licence", False), ("license", True))

HELP = """Who depends on whom in AI, through what, on whose terms, since when, and what stops if
somebody withdraws.

Data goes to stdout, talk to stderr. Exit codes: 0 fine, 1 data invalid or policy breached, 2 usage.
"""

COMMANDS: tuple[Callable[..., None], ...] = (
    facts.info,
    facts.validate,
    queries.query,
    facts.show,
    analysis.chokepoints,
    scenarios.scenario,
    analysis.centrality,
    concentration.concentration,
    covering.coverage,
    governance.governance,
    openness.openness,
    paper.paper,
    chain.chain,
    pages.map,
    serving.serve,
    differing.diff,
    facts.export,
)

WITHOUT_SCOPE: tuple[Callable[..., None], ...] = (sources.import_, sources.sources)
"""Commands that ask no graph, and so take no option on which facts."""


def build() -> typer.Typer:
    """Return the application with every command.

    Returns
    -------
    typer.Typer
        Ready to be called with arguments, or to be asked for its commands.
    """
    app = typer.Typer(
        name="valuegraph",
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(_frame)
    for command in (*COMMANDS, *WITHOUT_SCOPE):
        app.command(command.__name__.rstrip("_"))(spread(_guarded(command)))
    app.add_typer(_group(identity.COMMANDS), name="identity", help=IDENTITY_HELP)
    for name, hidden in LICENCE_SPELLINGS:
        app.add_typer(_group(licences.COMMANDS), name=name, help=LICENCE_HELP, hidden=hidden)
    return app


def _group(commands: Iterable[Callable[..., None]]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    for command in commands:
        group.command(command.__name__)(spread(_guarded(command)))
    return group


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows the program's name; by default what the shell gave.

    Returns
    -------
    int
        0 fine, 1 data invalid or policy breached, 2 usage, 130 interrupted.
    """
    given = None if arguments is None else list(arguments)
    with _rare_collections():
        try:
            build()(given, prog_name="valuegraph")
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else FINE
        except KeyboardInterrupt:
            return INTERRUPTED
    return FINE


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let Python look for garbage rarely while one command runs.

    A command builds its graph once and keeps it until it has answered, so the many passes of the
    default threshold walk over all of it and find nothing; they cost a tenth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"valuegraph {__version__}")
        raise typer.Exit


def _frame(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Print the version and leave.",
            is_eager=True,
            callback=_print_version,
            show_default=False,
        ),
    ] = False,
) -> None:
    """Stand before every command."""


def _guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with its mistakes told in words and turned into exit codes."""

    @functools.wraps(command)
    def guarded(**given: object) -> None:
        code = FINE
        try:
            command(**given)
            sys.stdout.flush()
        except ValuegraphError as error:
            code = INVALID if isinstance(error, DataError | GraphError) else USAGE
            _tell(f"Error: {error}")
        except BrokenPipeError:
            _drop_stdout()
        except KeyboardInterrupt:
            code = INTERRUPTED
            _tell("interrupted")
        except OSError as error:
            code = USAGE
            _tell(f"Error: {error.strerror or error}\n  where: {error.filename or 'this machine'}")
        if code:
            raise typer.Exit(code)

    return guarded


def _tell(text: str) -> None:
    with suppress(BrokenPipeError):
        typer.echo(text, err=True)


def _drop_stdout() -> None:
    """Point stdout at nothing: the reader has read enough, and exit must not flush into a pipe."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
