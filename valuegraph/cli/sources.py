"""Commands on bulk sources: import, sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.answers import Answer, Section
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import NO_OPTION, Output, read_date
from valuegraph.cli.progress import Progress
from valuegraph.cli.rendering import present
from valuegraph.cli.writing import tell

if TYPE_CHECKING:
    from valuegraph.curate.refreshing import Change
    from valuegraph.importing import Imported, Options

SHOWN = 20
"""Lines of changes that a person is shown unless more are asked for; programs get all."""
FIRST = frozenset({"closed", "opened", "changed", "removed", "reopened"})
"""Kinds of change that a person is shown before all others."""


@dataclass(frozen=True)
class Taking:
    """How a copy is taken."""

    into: Annotated[
        Path, typer.Option("--into", metavar="FOLDER", help="Where the source's folder is made.")
    ] = Path("sources")
    snapshot: Annotated[
        str | None,
        typer.Option("--snapshot", metavar="DATE", help="Day of the copy, if it is another one."),
    ] = None
    accept_fewer: Annotated[
        bool,
        typer.Option(
            "--accept-fewer",
            help="Take a copy that holds much less than the one before.",
            show_default=False,
        ),
    ] = False
    accept_older: Annotated[
        bool,
        typer.Option(
            "--accept-older",
            help="Put an older copy in the place of a newer one.",
            show_default=False,
        ),
    ] = False
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh", help="Take no notice of facts imported before.", show_default=False
        ),
    ] = False

    progress: Progress = field(default_factory=Progress, metadata={NO_OPTION: True})

    def options(self, *, quiet: bool) -> Options:
        """Return them as the library takes them, with today's date and a voice."""
        from valuegraph.importing import Options

        def say(step: str) -> None:
            tell(f"{step} ...", quiet=quiet)

        return Options(
            snapshot=read_date(self.snapshot, "--snapshot"),
            today=dt.datetime.now(tz=dt.UTC).date(),
            accept_fewer=self.accept_fewer,
            accept_older=self.accept_older,
            fresh=self.fresh,
            notice=self.progress if self.progress.on else say,
        )


def import_(
    taking: Taking,
    output: Output,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Id; `sources` lists them.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The publisher's folder or file.")],
) -> None:
    """Read a publisher's copy into facts: all or nothing.

    Facts of an earlier copy in the same folder, or else the shipped ones, are carried on: what the
    new copy no longer says ends on its day. The folder then takes the place of the shipped source
    wherever it is named with --data.

    Rows: what, count. JSON has beside them: changes (kind, label, detail, iri), left_out (why,
    count, first), differences (relation, what, known, said), proposed (name, iri, why, candidates),
    unused_lookups.
    """
    from valuegraph.importing import import_source

    with taking.progress.step(f"importing {source}"):
        done = import_source(source, path, taking.into, taking.options(quiet=output.quiet))
    present(_imported(done, output.top or SHOWN), None, output)
    if done.unchanged:
        tell(f"nothing changed in {done.folder}", quiet=output.quiet)
        return
    tell(f"wrote {done.folder}; use it with --data {done.folder}", quiet=output.quiet)


def sources(
    output: Output,
    source: Annotated[
        str | None, typer.Argument(metavar="[SOURCE]", help="One source, whole.")
    ] = None,
) -> None:
    """List the bulk sources, or show one.

    Rows: source, title, licence_class, snapshot, shipped, things, relations; of one: item, value.
    """
    from valuegraph.importing import Shelf, describe, listed

    shelf = Shelf.shipped()
    if source is None:
        grid = Grid.of(listed(shelf), ("source", "title"))
        present(Answer(grid), None, output)
        return
    rows = describe(shelf, source)
    grid = Grid.of(({"item": item, "value": value} for item, value in rows), ("item", "value"))
    present(Answer(grid), None, output)


def _imported(done: Imported, shown: int) -> Answer:
    grid = Grid.of(({"what": what, "count": count} for what, count in done.rows()), ("what",))
    changes = Grid.of(
        (
            {"kind": each.kind, "label": each.label, "detail": each.detail, "iri": each.iri}
            for each in sorted(done.changes, key=_by_weight)
        ),
        ("kind", "label", "detail", "iri"),
    )
    left_out = Grid.of(
        ({"why": why, "count": count, "first": first} for why, count, first in done.left_out()),
        ("why", "count", "first"),
    )
    sections = []
    if len(left_out):
        sections.append(Section(_title("left out", left_out, shown), left_out.head(shown)))
    if len(changes):
        sections.append(Section(_title("changes", changes, shown), changes.head(shown)))
    copy = f"{done.source}, copy of {done.harvest.snapshot}"
    sections.append(Section(copy, grid))
    beside = {
        "changes": changes.records(),
        "left_out": left_out.records(),
        "differences": [
            {"relation": d.relation, "what": d.what, "known": d.known, "said": d.said}
            for d in done.settled.differences
        ],
        "proposed": [
            {"name": p.name, "iri": p.iri, "why": p.why, "candidates": list(p.candidates)}
            for p in done.settled.proposals
        ],
        "unused_lookups": list(done.unused),
    }
    return Answer(grid, tuple(sections), beside=beside)


def _by_weight(change: Change) -> tuple[bool, int, Change]:
    """Return the order for a person: what began or ended, figures and forecasts after the rest."""
    name = change.iri.rpartition("/")[2]
    return change.kind not in FIRST, name.startswith("mea-") + ("-forecast" in name), change


def _title(what: str, grid: Grid, shown: int) -> str:
    return what if len(grid) <= shown else f"{what}: {shown} of {len(grid)} (--top shows more)"
