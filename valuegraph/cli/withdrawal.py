"""The options of `chokepoints`: who withdraws, how sure the figures are, what to tell of one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from valuegraph.cli.options import Output, read_date
from valuegraph.errors import UsageError

Targets: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        metavar="NAME",
        help="Whose service counts; repeatable; by default every implementor.",
    ),
]
Draws: TypeAlias = Annotated[
    int, typer.Option("--draws", metavar="N", min=1, help="How often the evidence is resampled.")
]
Seed: TypeAlias = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help="The same seed gives the same draws.")
]


class Controller(StrEnum):
    """Who withdraws."""

    GROUP = "group"
    FIRM = "firm"
    ASSET = "asset"
    JURISDICTION = "jurisdiction"
    LICENCE = "licence"


class View(StrEnum):
    """Which question a withdrawal answers."""

    RENEWAL = "renewal"
    CONTINUITY = "continuity"
    BOTH = "both"


@dataclass(frozen=True)
class Withdrawal:
    """Who withdraws, and whose service is looked at."""

    target: Targets = None
    view: Annotated[
        View,
        typer.Option(
            "--view",
            help="renewal: can the next generation be made? continuity: does today's service run?",
            case_sensitive=False,
        ),
    ] = View.BOTH
    by: Annotated[Controller, typer.Option("--by", help="Who withdraws.", case_sensitive=False)] = (
        Controller.GROUP
    )
    surge: Annotated[
        float,
        typer.Option(
            "--surge", metavar="X", min=0.0, help="What survivors can add to their share of supply."
        ),
    ] = 0.3


@dataclass(frozen=True)
class Sureness:
    """How sure the figures are."""

    interval: Annotated[
        bool,
        typer.Option(
            "--interval",
            help="Where the draws put each figure and rank; always with one view, --explain or "
            "--by jurisdiction.",
            show_default=False,
        ),
    ] = False
    draws: Draws = 200
    seed: Seed = 0


@dataclass(frozen=True)
class Reading:
    """What to tell of one line."""

    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="NAME",
            help="Why one line says what it says: proofs in words, what would change it.",
        ),
    ] = None
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="DATE",
            help="With --explain: the same withdrawal on another day, and which facts changed.",
        ),
    ] = None
    facts: Annotated[
        bool,
        typer.Option(
            "--facts",
            help="With --explain: every fact behind the line, with all its sources.",
            show_default=False,
        ),
    ] = False
    every: Annotated[
        bool,
        typer.Option(
            "--all",
            help="With --explain: every step of the proofs, every case that would change a figure.",
            show_default=False,
        ),
    ] = False
    claims: Annotated[
        bool,
        typer.Option(
            "--claims",
            help="Chokepoints that the literature claims beside those found: agreed, claimed only, "
            "found only, not comparable.",
            show_default=False,
        ),
    ] = False


class RankingForm(StrEnum):
    """Forms of a ranking, and of the findings behind --claims."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    TURTLE = "turtle"


@dataclass(frozen=True)
class RankingOutput(Output):
    """Where the rows go; findings may be Turtle as well."""

    form: Annotated[
        RankingForm,
        typer.Option(
            "--format",
            "-f",
            help="table, json, csv, tsv; turtle for the findings behind --claims.",
            case_sensitive=False,
        ),
    ] = RankingForm.TABLE  # type: ignore[assignment]


def checked(withdrawal: Withdrawal, reading: Reading, output: RankingOutput) -> date | None:
    """Return the day to compare with, and refuse options that have nothing to act on."""
    day = read_date(reading.compare, "--compare")
    explains = reading.explain is not None and day is None
    for option, given, wanted in (
        ("--facts", reading.facts, explains),
        ("--all", reading.every, explains),
        ("--compare", day is not None, reading.explain is not None),
    ):
        if given and not wanted:
            raise UsageError(
                f"{option} needs --explain NAME"
                + (" without --compare" if option != "--compare" else " to know whose withdrawal"),
                where=option,
                mend=f"write for example --explain Microsoft {option}"
                + (" 2024-06-01" if option == "--compare" else ""),
            )
    if day and withdrawal.target:
        raise UsageError(
            "--compare takes no --target",
            where="--target",
            why="it looks at every implementor of each date, and at those that both dates share",
            mend="leave --target out",
        )
    if reading.claims and (reading.explain or withdrawal.target):
        raise UsageError(
            "--claims takes neither --explain nor --target",
            where="--claims",
            why="claims are compared with the findings for every implementor",
            mend="ask for them one after the other",
        )
    if output.form == RankingForm.TURTLE and not (reading.claims and not output.json):
        raise UsageError(
            "only the findings behind --claims can be Turtle",
            where="--format",
            mend="add --claims and leave --json out, or choose table, json, csv or tsv",
        )
    return day
