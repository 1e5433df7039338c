"""One withdrawal on two days: figures beside one another, and the facts that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuegraph.cli.answers import Answer, Passage, Section
from valuegraph.cli.evidence import COLUMNS, fact_rows
from valuegraph.cli.grid import Grid
from valuegraph.cli.tables import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from valuegraph.facts import Fact
    from valuegraph.view.comparison import Comparison

FEW = 5
SHARES = ("share_lost", "share_lost_surge", "unavoidable")
SHOWN = ("as_of", "targets", "count", *SHARES)
HEADINGS = {"as_of": "date", "share_lost_surge": "with_surge"}
ACTS, ALTERNATIVE = "acts", "alternative"


def compared(
    found: Comparison, views: Iterable[str], titles: Mapping[str, str], top: int | None
) -> Answer:
    """Return the answer of `chokepoints --explain NAME --compare DATE`.

    Parameters
    ----------
    found : Comparison
        What one withdrawal does on each date, and by which facts.
    views, titles : iterable of str, mapping
        Which views to show, and what to call them.
    top : int, optional
        How many facts to name of each list; a few by default.
    """
    wanted = set(views)
    grid = Grid.of(row for row in found.rows if row["view"] in wanted)
    tables = [
        Section(titles[view], rows.replace(SHARES, percent).pick(SHOWN).rename(HEADINGS))
        for view, rows in grid.groups("view").items()
    ]
    passages = [each for day in found.facts for each in _passages(found, day, top or FEW)]
    return Answer(grid, (*tables, *passages), found.coverage, facts=_facts(found))


def _passages(found: Comparison, day: str, top: int) -> Iterable[Passage]:
    facts, changed = found.facts[day], found.changed(day)
    told = {fact.iri for fact in changed}
    ordered = [*changed, *(fact for fact in facts if fact.iri not in told)]
    title = f"{found.name} acts on {day} through {_count(facts)}, {len(changed)} of them only then"
    yield Passage(f"{title}; these first", _entries(ordered[:top], told))
    others = found.alternatives[day]
    if others:
        title = f"Others who fill, on {day}, the roles in which the dates differ: {_count(others)}"
        yield Passage(title, _entries(others[:top], set()))


def _entries(facts: Iterable[Fact], changed: set[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    from valuegraph.view.citing import pieces, sentence

    return tuple(
        (f"{'only then: ' if fact.iri in changed else ''}{sentence(fact)}", pieces(fact)[:1])
        for fact in facts
    )


def _count(facts: list[Fact]) -> str:
    return f"{len(facts)} fact" + ("" if len(facts) == 1 else "s")


def _facts(found: Comparison) -> Grid:
    """Return every fact of every date, one row for each piece of evidence."""
    rows: list[tuple[Any, ...]] = []
    for day, acting in found.facts.items():
        changed = {fact.iri for fact in found.changed(day)}
        for part, facts in ((ACTS, acting), (ALTERNATIVE, found.alternatives[day])):
            listed = fact_rows(facts)
            only = [iri in changed for iri in listed.column("fact_iri")]
            rows += [(day, part, new, *row) for row, new in zip(listed.rows, only, strict=True)]
    return Grid(("as_of", "part", "only_then", *COLUMNS), tuple(rows))
