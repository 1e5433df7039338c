"""Commands that read facts: info, validate, show, export."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.answers import Answer, Passage, Section, sentences
from valuegraph.cli.classed import tell_classes
from valuegraph.cli.evidence import told
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Format, Output, Scope
from valuegraph.cli.rendering import present
from valuegraph.cli.writing import STDOUT, deliver, mention, tell
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from valuegraph.store.validate import Violation

DATA_INVALID = 1


class ExportForm(StrEnum):
    """Forms of the whole graph."""

    TTL = "ttl"
    NQ = "nq"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    CYJS = "cyjs"
    PARQUET = "parquet"


STATEMENTS = (ExportForm.TTL, ExportForm.NQ, ExportForm.JSONLD)


class LicenceClass(StrEnum):
    """What an export may be passed on under."""

    OPEN = "open"
    SHARE_ALIKE = "share-alike"
    NON_COMMERCIAL = "non-commercial"
    LOCAL = "local"


def info(scope: Scope, output: Output) -> None:
    """Tell what is in the graph.

    Sizes, sources with licence and retrieval date, coverage by layer and sector, dataset hash.

    Rows: section, item, value.
    """
    graph = scope.load()
    result = graph.info()
    grid = Grid.of(result.rows(), ("section", "item", "value"))
    sections = tuple(
        Section(str(title).replace("_", " "), rows.without("section"))
        for title, rows in grid.groups("section").items()
    )
    divided = sections if output.top is None else ()
    present(Answer(grid, divided, sentences(result.coverage)), graph, output)


def validate(
    scope: Scope,
    output: Output,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Files or folders; by default the shipped data."),
    ] = None,
) -> None:
    """Find what is wrong: exit 1 if anything.

    Checks files against the ontology and against themselves, and names every violation at once.

    Rows: file, subject, message, shape, value.
    """
    graph = scope.load()
    scope.undated("files are checked whole", quiet=output.quiet)
    found = graph.validate(paths or [])
    if found or output.chosen != "table":
        present(Answer(_violations(found)), graph, output)
    else:
        mention(graph.store.notes, quiet=output.quiet)
    if found:
        count = f"{len(found)} violation" + ("s" if len(found) > 1 else "")
        tell(f"{count}: mend the files and run valuegraph validate again", quiet=output.quiet)
        raise typer.Exit(DATA_INVALID)
    tell("no violation", quiet=output.quiet)


def show(
    scope: Scope,
    output: Output,
    name: Annotated[str, typer.Argument(help="A label, alias, CURIE or IRI.")],
) -> None:
    """Show one thing: facts in and out.

    Of all days; with --as-of, --known-at or --min-confidence those of that slice.

    Rows: direction, fact, kind, valid_from, valid_to, confidence, supports, source, url, locator,
    iri; one for each fact and piece of evidence.
    """
    graph = scope.load()
    result = scope.asked(graph).show(graph.store.resolve(name) if scope.narrows else name)
    sides = (
        (f"{result.title}: {len(result.facts_out)} facts out", result.facts_out),
        (f"{len(result.facts_in)} facts in", result.facts_in),
    )
    shown = tuple(Passage(title, told(facts[: output.top])) for title, facts in sides)
    in_words = output.chosen == Format.TABLE
    grid = Grid.of(result.rows())
    present(Answer(grid, shown if in_words else (), dated=scope.narrows), graph, output)


def export(
    scope: Scope,
    form: Annotated[
        ExportForm | None,
        typer.Option("--format", "-f", help="By default what the name of the output ends in."),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PATH", help="File to write; - is stdout.")
    ] = STDOUT,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Relations of this kind only; repeatable."),
    ] = None,
    licence: Annotated[
        LicenceClass | None,
        typer.Option(
            "--licence",
            help="Only what may be passed on: open facts and those of the class named.",
            show_default=False,
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing on stderr.", show_default=False)
    ] = False,
) -> None:
    """Write the graph for other tools.

    ttl, nq and jsonld hold every statement, with --as-of, --known-at or --min-confidence those of
    that slice; graphml, gexf, csv, cyjs and parquet the relations in force on the day. Facts of your own files and of sources without a licence are
    local: with --licence open they stay out.
    """
    chosen = form or _form_of(output)
    graph = scope.load(None if licence is None else licence.value)
    written = scope.asked(graph) if chosen in STATEMENTS else graph
    with scope.progress.step(f"writing {chosen.value}"):
        deliver(
            lambda path: written.export(chosen.value, path, kinds=kinds or None),
            output,
            name=f"valuegraph.{chosen.value}",
        )
    mention(graph.store.notes, quiet=quiet)
    tell_classes(graph, quiet=quiet)
    if output != STDOUT:
        tell(f"wrote {output}", quiet=quiet)


def _form_of(output: str) -> ExportForm:
    suffix = Path(output).suffix.lstrip(".").lower()
    try:
        return ExportForm(suffix)
    except ValueError:
        raise UsageError(
            "no format" if not suffix else f"{suffix!r} is not a format of export",
            where="--format",
            mend="add -f with one of " + ", ".join(ExportForm),
        ) from None


def _violations(found: Sequence[Violation]) -> Grid:
    from dataclasses import asdict

    return Grid.of((asdict(each) for each in found), ("file", "subject", "message"))
