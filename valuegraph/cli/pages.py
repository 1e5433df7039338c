"""Commands that draw: map."""

from __future__ import annotations

from typing import Annotated

import typer

from valuegraph.cli.options import Scope
from valuegraph.cli.writing import STDOUT, deliver, mention, tell


def map(  # noqa: A001  the command's name, and Python's is not used here
    scope: Scope,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PATH", help="Page to write; - is stdout.")
    ] = "map.html",
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="Title of the page.")
    ] = None,
    focus: Annotated[
        str | None,
        typer.Option("--focus", metavar="NAME", help="One thing and what it hangs on."),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing on stderr.", show_default=False)
    ] = False,
) -> None:
    """Draw the graph as one offline page.

    Stages of the chain from left to right; a click shows the facts with their sources.
    """
    graph = scope.load()
    with scope.progress.step("drawing the map"):
        deliver(lambda path: graph.map(path, title=title, focus=focus), output, name="map.html")
    mention(graph.store.notes, quiet=quiet)
    if output != STDOUT:
        tell(f"wrote {output}: open it in a browser, it needs no network", quiet=quiet)
