"""A ranking of chokepoints as tables: a row a line, below it what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuegraph.cli.answers import Answer, Section, sentences
from valuegraph.cli.grid import Grid
from valuegraph.cli.tables import percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from valuegraph.facts import Fact
    from valuegraph.view.answers import ChokepointAnswer

SHARES = ("reach", "share_lost", "share_lost_surge", "unavoidable")
SHOWN = ("rank", "name", *SHARES, "betweenness_rank")
HEADINGS = {
    "share_lost_surge": "with_surge",
    "unavoidable": "unavoid-_able",
    "betweenness_rank": "between-_ness_rank",
}
TITLES = {
    "renewal": "Renewal view: can the next generation be made?",
    "continuity": "Continuity view: does today's service run?",
}


def ranked(result: ChokepointAnswer) -> Answer:
    """Return the answer of `chokepoints` without --explain."""
    grid = Grid.of(result.rows())
    best = [result.strongest(row["iri"], row["view"]) for row in grid.records()]
    labels = ["; ".join(fact.label for fact in facts) for facts in best]
    words = [
        (*_verdict(row["verdict"]), *_sure(result, row), *_below(row["facts"], facts))
        for row, facts in zip(grid.records(), best, strict=True)
    ]
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


def _verdict(words: str) -> tuple[str, ...]:
    return (f"verdict: {words}",) if words else ()


def _sure(result: ChokepointAnswer, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return how sure a line is, where that is known."""
    found = result.sureness.get((row["view"], row["iri"]))
    return () if found is None else (found.told(),)


def _below(count: int, strongest: Sequence[Fact]) -> tuple[str, ...]:
    """Return how many facts a line rests on, and the strongest of them with their sources."""
    from valuegraph.view.citing import in_words

    alone = " (this line rests on a single fact)" if count == 1 else ""
    return (f"facts: {count}{alone}", *(f"- {in_words(fact)}" for fact in strongest))
