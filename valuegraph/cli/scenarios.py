"""The command that plays a scenario: scenario."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.answers import Answer
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.played import played
from valuegraph.cli.rendering import present
from valuegraph.cli.withdrawal import Draws, Seed, Targets, View

if TYPE_CHECKING:
    from valuegraph.view.scenario_files import ScenarioFile

SHOCKS = (
    "remove:NAME[=LEFT], cut:KIND:SUPPLIER[:USER], licence:NAME:CLAUSE, sanction:A->B[:SHARE], "
    "price:NAME:CHANGE; several are played together."
)


class Firm(StrEnum):
    """What a firm's name stands for."""

    GROUP = "group"
    FIRM = "firm"


@dataclass(frozen=True)
class Choice:
    """Which scenario is played."""

    file: Annotated[
        Path | None, typer.Option("--file", metavar="PATH", help="A scenario written as TOML.")
    ] = None
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="ID", help="A scenario that ships with the data."),
    ] = None
    listed: Annotated[
        bool,
        typer.Option("--list", help="List the scenarios that ship.", show_default=False),
    ] = False


@dataclass(frozen=True)
class Playing:
    """Under which conditions it is played; those not given are the file's, or both views at 0.3."""

    target: Targets = None
    view: Annotated[
        View | None,
        typer.Option(
            "--view",
            help="renewal: can the next generation be made? continuity: does today's service run? "
            "[default: both]",
            case_sensitive=False,
            show_default=False,
        ),
    ] = None
    by: Annotated[
        Firm,
        typer.Option(
            "--by",
            help="What a firm's name stands for: all under common control, or the firm alone.",
            case_sensitive=False,
        ),
    ] = Firm.GROUP
    surge: Annotated[
        float | None,
        typer.Option(
            "--surge",
            metavar="X",
            min=0.0,
            help="What survivors can add to their share of supply. [default: 0.3]",
            show_default=False,
        ),
    ] = None
    draws: Draws = 200
    seed: Seed = 0


def scenario(
    scope: Scope,
    choice: Choice,
    playing: Playing,
    output: Output,
    shocks: Annotated[
        list[str] | None, typer.Argument(metavar="SHOCK...", help=SHOCKS, show_default=False)
    ] = None,
) -> None:
    """Play what happens to whom if somebody withdraws, is cut off, or changes terms.

    Shocks: remove:NAME leaves nothing of what a firm runs, or LEFT of it (0.5 is half).
    cut:KIND:SUPPLIER[:USER] ends supplies of a kind (api, infrastructure, licence, supply,
    platform, derivation, data, * for any). licence:NAME:CLAUSE applies a clause to a licence, or
    to the licences of a model: revoked, closed (no new versions), non-commercial, field:SECTOR,
    region:PLACE. sanction:A->B[:SHARE] cuts supplies from A to users in B, with a share also what
    is made elsewhere with at least so much from A. price:NAME:CHANGE needs cost shares, and
    refuses without them.

    Rows, one for each target and view: view, name, sector, weight, share_lost >=
    share_lost_surge >= unavoidable, the same with _at_most (if all that is undetermined is hit
    too), exposed, iri.

    In JSON, beside them: headline; scenario (shocks as understood, view, surge, by; id, title,
    says, reading, source of a file); losses (each view, all targets) and sectors (each view and
    sector): targets, exposed and the figures; interval (each view and figure: low, median, high);
    causes (each view and shock: lost_alone, lost_jointly, attribution, hits, perhaps);
    alternatives (supplier, role, dependents, load_before, load_after, overloaded); cut (targets
    that add most to the loss: parts of the scenario that are enough, proof, verified); facts (on
    the proofs: fact, from, to, stance, confidence, source, locator, url, fact_iri); flips (which
    assumption, made otherwise, changes the loss: before, after, flips); undetermined (shock, name,
    missing, part, iri); assumptions.

    With --list: id, title, says, shocks, source.
    """
    from valuegraph.view.scenario_files import chosen
    from valuegraph.view.scenarios import asked_of, play

    if choice.listed:
        present(_listed(), scope.load(), output)
        return
    told = chosen(shocks or (), choice.name, choice.file)
    graph = _on_its_day(scope, told).load()
    asked = asked_of(
        told,
        targets=playing.target,
        by=playing.by.value,
        view=playing.view.value if playing.view else None,
        surge=playing.surge,
        draws=playing.draws,
        seed=playing.seed,
    )
    found = play(graph, told.shocks if told else shocks or (), asked, told)
    present(played(found, output), graph, output)


def _on_its_day(scope: Scope, told: ScenarioFile | None) -> Scope:
    """Return the facts to load: on the day of the file, unless another day is asked for."""
    if told is None or told.as_of is None or scope.as_of is not None:
        return scope
    return replace(scope, as_of=told.as_of.isoformat())


def _listed() -> Answer:
    """Return the scenarios that ship."""
    from valuegraph.view.scenario_files import shipped

    rows = [
        {
            "id": each.id,
            "title": each.title,
            "says": each.says,
            "shocks": list(each.shocks),
            "source": [str(origin) for origin in each.source],
        }
        for each in shipped().values()
    ]
    return Answer(Grid.of(rows, ("id", "title", "says", "shocks", "source")))
