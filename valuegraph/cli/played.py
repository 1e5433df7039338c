"""A played scenario as an answer: sentences and tables for people, objects for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.cli.answers import Answer, Passage, Section
from valuegraph.cli.evidence import fact_rows
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Format, Output
from valuegraph.cli.scenario_tables import (
    carriers_table,
    causes_table,
    hits_table,
    losses_table,
    outside,
    sectors_table,
)
from valuegraph.cli.tables import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.view.scenario_answer import ScenarioAnswer
    from valuegraph.view.scenario_parts import Cut, Hit

DEFAULT_TOP = 10
FACTS, CHANGES = 5, 3
CHECKED = (
    "The proof does not stand when it is checked without the engine: please report this.",
    "The proof stands when it is checked without the engine.",
)
HORIZONS = {
    "share_lost": "at once",
    "unavoidable": "however much others grow",
}


def played(found: ScenarioAnswer, output: Output) -> Answer:
    """Return the answer of `scenario`.

    Parameters
    ----------
    found : ScenarioAnswer
        The scenario, played.
    output : Output
        How it is printed: JSON needs every fact, the table form only the first.
    """
    kept = found.hits if output.top is None else _first(found, output.top)
    rows = Grid.of(hit.row() for hit in kept)
    whole = output.chosen == Format.JSON
    told: tuple[Section | Passage, ...] = (Section("", rows),)
    if output.chosen == Format.TABLE:
        told = _sections(found, output.top or DEFAULT_TOP)
    return Answer(
        rows,
        told,
        found.coverage,
        found.assumptions,
        facts=fact_rows(found.facts()) if whole else None,
        beside=found.objects() if whole else {},
    )


def _first(found: ScenarioAnswer, top: int) -> list[Hit]:
    return [
        hit
        for view in found.views
        for hit in [each for each in found.hits if each.view == view][:top]
    ]


def _sections(found: ScenarioAnswer, top: int) -> tuple[Section | Passage, ...]:
    made: list[Section | Passage] = [_opening(found), losses_table(found), *outside(found)]
    made += causes_table(found)
    made += sectors_table(found, top)
    made += hits_table(found, top)
    made += carriers_table(found)
    made += _proofs(found)
    made += [*_facts(found), *_changes(found), *_undetermined(found)]
    if found.told is not None:
        made.append(Passage("What to read from it", ((found.told.reading, ()),)))
    return tuple(made)


def _opening(found: ScenarioAnswer) -> Passage:
    told = found.told
    lines = tuple((sentence, ()) for sentence in found.headline)
    if told is None:
        return Passage("", lines)
    drawn = tuple(f"drawn from {origin}" for origin in told.source)
    return Passage(told.title, ((told.says, drawn), *lines))


def _proofs(found: ScenarioAnswer) -> list[Passage]:
    """Return how the first target of each view is stopped; one that is told alike, once."""
    told: dict[tuple[object, ...], list[Cut]] = {}
    for view in found.views:
        for cut in [each for each in found.cuts if each.view == view][:1]:
            told.setdefault((cut.iri, cut.horizon, cut.parts, cut.proof), []).append(cut)
    return [_proof(same, found) for same in told.values()]


def _proof(same: Sequence[Cut], found: ScenarioAnswer) -> Passage:
    """Return how one target is stopped, in all views in which it is stopped so."""
    cut = same[0]
    views = " and ".join(each.view for each in same) + (" views" if len(same) > 1 else " view")
    title = f"How {cut.target} loses {percent(cut.loss)} ({views}, {HORIZONS[cut.horizon]})"
    given = f"Enough for it: {'; '.join(cut.parts)}."
    if not cut.parts:
        given = f"Given: {'; '.join(move.says for move in found.moves)}."
    steps = tuple(f"{number}. {step}" for number, step in enumerate(cut.proof, start=1))
    stands = all(each.verified for each in same)
    return Passage(title, ((given, ()), (CHECKED[stands], steps)))


def _facts(found: ScenarioAnswer) -> list[Passage]:
    from valuegraph.view.citing import in_words

    if not found.carried:
        return []
    lines = tuple((in_words(fact), ()) for fact in found.facts(FACTS))
    count = len(found.carried)
    title = f"{count} fact{'' if count == 1 else 's'} on the proofs; those that carry most"
    return [Passage(title, lines)]


def _changes(found: ScenarioAnswer) -> list[Passage]:
    """Return the first changes of each view; one that is told alike in several, once."""
    told: dict[str, list[str]] = {}
    for changes in found.changes:
        for row in changes.rows[:CHANGES]:
            told.setdefault(row.told(), []).append(changes.view)
    lines = tuple((f"{' and '.join(views)}: {said}", ()) for said, views in told.items())
    return [Passage("What would change the answer most", lines)] if lines else []


def _undetermined(found: ScenarioAnswer) -> list[Passage]:
    lines = tuple((line, ()) for line in found.undetermined)
    return [Passage("Undetermined", lines)] if lines else []
