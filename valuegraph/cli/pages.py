"""Commands that draw: map."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.classed import tell_classes
from valuegraph.cli.options import Scope
from valuegraph.cli.writing import STDOUT, deliver, mention, tell

if TYPE_CHECKING:
    from valuegraph.view.drawing import Wishes

# Those of the view, which a command line imports only when it draws; a test holds them equal.
MAX_NODES = 110
MIN_NODES = 10


class Theme(StrEnum):
    """Colours of the page."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Drawn:
    """What a map shows, and how."""

    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="Title of the page.")
    ] = None
    focus: Annotated[
        str | None,
        typer.Option("--focus", metavar="NAME", help="One thing and what it hangs on."),
    ] = None
    sector: Annotated[
        str | None,
        typer.Option("--sector", metavar="S", help="What a sector, or a part of it, rests on."),
    ] = None
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kinds",
            metavar="KIND",
            help="Relations of this kind only; several with commas or repeated.",
        ),
    ] = None
    max_nodes: Annotated[
        int,
        typer.Option(
            "--max-nodes",
            metavar="N",
            min=MIN_NODES,
            help="Boxes at first sight; the others wait in groups that open.",
        ),
    ] = MAX_NODES
    theme: Annotated[
        Theme,
        typer.Option("--theme", help="Colours; auto follows the reader's system."),
    ] = Theme.AUTO

    def wishes(self) -> Wishes:
        """Return what `KnowledgeGraph.map` takes."""
        return {
            "title": self.title,
            "focus": self.focus,
            "sector": self.sector,
            "kinds": [
                word for each in self.kinds or () for word in each.split(",") if word.strip()
            ],
            "max_nodes": self.max_nodes,
            "theme": self.theme.value,
        }


def map(  # noqa: A001  the command's name, and Python's is not used here
    scope: Scope,
    drawn: Drawn,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PATH", help="Page to write; - is stdout.")
    ] = "map.html",
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing on stderr.", show_default=False)
    ] = False,
) -> None:
    """Draw the graph as one offline page.

    Stages of the chain from left to right; a click shows the facts with their sources. Every
    statement is in the page: on the map, in its groups, and as a row of its table. A note names the
    classes of licence of what it holds where not all is open: mind them before you publish it.
    """
    graph = scope.load()
    with scope.progress.step("drawing the map"):
        deliver(graph.map(**drawn.wishes()).save, output, name="map.html")
    mention(graph.store.notes, quiet=quiet)
    tell_classes(graph, quiet=quiet)
    if output != STDOUT:
        tell(f"wrote {output}: open it in a browser, it needs no network", quiet=quiet)
