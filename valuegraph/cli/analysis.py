"""Commands that compute: chokepoints, centrality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.answers import Answer, Passage, Section, sentences
from valuegraph.cli.comparing import compared
from valuegraph.cli.evidence import fact_rows, in_words, told
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope, read_date
from valuegraph.cli.rendering import present
from valuegraph.cli.tables import percent
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.facts import Fact
    from valuegraph.view.answers import ChokepointAnswer

DEFAULT_TOP = 10
SHARES = ("reach", "share_lost", "share_lost_surge", "unavoidable")
SHOWN = ("rank", "name", *SHARES, "betweenness_rank", "verdict")
HEADINGS = {"share_lost_surge": "with_surge"}
PANEL_HEADINGS = {
    "pagerank_downstream": "pagerank_down",
    "pagerank_upstream": "pagerank_up",
    "articulation_point": "cut_point",
}
TITLES = {
    "renewal": "Renewal view: can the next generation be made?",
    "continuity": "Continuity view: does today's service run?",
}
NOT_A_TEST = (
    "These are stock centralities of the graph of supplies, for comparison. They are no chokepoint "
    "test: betweenness gives the sole maker at the start of a chain 0."
)


class Controller(StrEnum):
    """Who withdraws."""

    GROUP = "group"
    FIRM = "firm"
    ASSET = "asset"
    JURISDICTION = "jurisdiction"


class View(StrEnum):
    """Which question a withdrawal answers."""

    RENEWAL = "renewal"
    CONTINUITY = "continuity"
    BOTH = "both"


@dataclass(frozen=True)
class Withdrawal:
    """Who withdraws, and whose service is looked at."""

    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            metavar="NAME",
            help="Whose service counts; repeatable; by default every implementor.",
        ),
    ] = None
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


def chokepoints(
    scope: Scope,
    withdrawal: Withdrawal,
    output: Output,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="NAME", help="Every fact that one line rests on."),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="DATE",
            help="With --explain: the same withdrawal on another day, and which facts changed.",
        ),
    ] = None,
) -> None:
    """Rank who stops whom, and by which facts.

    The share of target service that is lost if one controller withdraws, in two views.

    Rows: view, rank, name, iri, reach >= share_lost >= share_lost_surge >= unavoidable,
    leverage, betweenness_rank, verdict, kind, facts (how many), strongest_facts.

    With --explain, rows are the facts: fact, from, to, stance, confidence, source, locator, url,
    fact_iri.

    With --explain NAME --compare DATE: as_of, view, targets (all of the date, or those shared by
    both dates), count, share_lost, share_lost_surge, unavoidable, name, iri; in JSON, facts
    beside them: as_of, part (acts, or alternative: others in the roles that changed), only_then,
    and the columns of --explain.
    """
    day = _other_day(explain, compare, withdrawal)
    graph = scope.load()
    if explain and day:
        found = graph.compare(explain, day, by=withdrawal.by.value, surge=withdrawal.surge)
        views = TITLES if withdrawal.view == View.BOTH else (withdrawal.view.value,)
        present(compared(found, views, TITLES, output.top), graph, output)
        return
    result = graph.chokepoints(
        targets=withdrawal.target or "implementors",
        by=withdrawal.by.value,
        view=withdrawal.view.value,
        surge=withdrawal.surge,
        top=None if explain else output.top or DEFAULT_TOP,
    )
    if explain:
        present(_explained(result, explain), graph, output)
        return
    present(_answer(result), graph, output)


def _other_day(explain: str | None, compare: str | None, withdrawal: Withdrawal) -> date | None:
    """Return the day to compare with, and refuse what a comparison has no use for."""
    day = read_date(compare, "--compare")
    if day and not explain:
        raise UsageError(
            "--compare needs to know whose withdrawal to compare",
            where="--compare",
            mend="add --explain NAME, for example --explain Microsoft",
        )
    if day and withdrawal.target:
        raise UsageError(
            "--compare takes no --target",
            where="--target",
            why="it looks at every implementor of each date, and at those that both dates share",
            mend="leave --target out",
        )
    return day


def centrality(scope: Scope, output: Output) -> None:
    """Compare stock centralities.

    Rows: name, iri and one column for each measure.
    """
    graph = scope.load()
    found = graph.centrality(output.top)
    grid = Grid.of(found.rows())
    names = ("name", *(name for name in grid.columns if name not in {"name", "iri"}))
    section = Section("", grid.pick(names).rename(PANEL_HEADINGS))
    present(Answer(grid, (section,), sentences(found.coverage), (NOT_A_TEST,)), graph, output)


def _answer(result: ChokepointAnswer) -> Answer:
    grid = Grid.of(result.rows())
    best = [result.strongest(row["iri"], row["view"]) for row in grid.records()]
    labels = ["; ".join(fact.label for fact in facts) for facts in best]
    words = [_below(n, facts) for n, facts in zip(grid.column("facts"), best, strict=True)]
    sections = tuple(
        Section(
            TITLES.get(view, view),
            rows.replace(SHARES, percent).pick(SHOWN).rename(HEADINGS),
            dict(enumerate(rows.column("below"))),
        )
        for view, rows in grid.extend("below", words).groups("view").items()
    )
    flat = grid.extend("strongest_facts", labels)
    return Answer(flat, sections, sentences(result.coverage), sentences(result.assumptions))


def _below(count: int, strongest: Sequence[Fact]) -> tuple[str, ...]:
    """Return how many facts a line rests on, and the strongest of them with their sources."""
    alone = " (this line rests on a single fact)" if count == 1 else ""
    return (f"facts: {count}{alone}", *(f"- {in_words(fact)}" for fact in strongest))


def _explained(result: ChokepointAnswer, name: str) -> Answer:
    facts = result.facts(name)
    count = f"{len(facts)} fact" + ("s" if len(facts) > 1 else "")
    title = f"{name}: {count} behind its lines, widest effect first"
    return Answer(fact_rows(facts), (Passage(title, told(facts)),), sentences(result.coverage))
