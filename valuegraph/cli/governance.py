"""The command that infers how each offering governs those who use it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from valuegraph.cli.answers import Answer, Passage, Section
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.rendering import present
from valuegraph.cli.writing import tell
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.view.governance import GovernanceAnswer

SHORT = ("name", "type", "control_retained", "skill_required", "missing", "sources")
FIRMS = (
    *("firm", "offerings", "hierarchical", "captive_platform", "open_platform"),
    *("controlled_openness", "openness", "undetermined", "cross_subsidy"),
)
LABELS = ("name", "assessor", "says", "rules_say", "verdict", "licence_only")


class Unit(StrEnum):
    """What a row is."""

    OFFERING = "offering"
    FIRM = "firm"


@dataclass(frozen=True)
class Asked:
    """What to show of the types."""

    explain: Annotated[
        bool,
        typer.Option("--explain", help="Premises, why no other type, what would change it."),
    ] = False
    disagreements: Annotated[
        bool,
        typer.Option("--disagreements", help="Labels that others gave against the rules."),
    ] = False
    sensitivity: Annotated[
        bool, typer.Option("--sensitivity", help="The same with other thresholds.")
    ] = False
    by: Annotated[Unit, typer.Option("--by", help="One row for each.", case_sensitive=False)] = (
        Unit.OFFERING
    )

    def check(self, name: str | None) -> None:
        """Refuse what cannot be asked together."""
        if self.explain and not name:
            raise UsageError(
                "nothing to explain",
                where="--explain",
                mend='name a model, family, firm, platform or offering: governance "Llama 3" --explain',
            )
        asked = (bool(name), self.disagreements, self.sensitivity, self.by == Unit.FIRM)
        if sum(asked) > 1:
            raise UsageError(
                "a name, --disagreements, --sensitivity and --by firm exclude one another",
                mend="ask for one of them",
            )


def governance(
    scope: Scope,
    output: Output,
    asked: Asked,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Model, family, firm, platform or offering."),
    ] = None,
) -> None:
    """Infer how each offering governs those who use it: the five types of Table 2, with reasons.

    Rows: as_of, name, asset, provider, firm, type, control_retained, skill_required (steps 1 to
    5, never added), rule, also_met, contested, missing, sentence, flip, market_position, facts,
    confidence (the lowest), sources, source_count, offering_iri, asset_iri, provider_iri.

    --by firm: firm, offerings, one count for each type, control_lowest, control_highest,
    skill_lowest, skill_highest, cross_subsidy, kept, given, firm_iri.

    --explain: offering, inferred, type, standing, condition, asked, answer, passed, contested,
    fact, from, source, locator, url, confidence, fact_iri, offering_iri.

    --disagreements: name, assessor, says, rules_say, verdict, offerings, one count for each type,
    why, rules_on_weights, licence_only, thing_iri, assessment_iri.

    --sensitivity: parameter, value, one count for each type, changed.
    """
    asked.check(name)
    graph = scope.load()
    from valuegraph.view.governance import governance as found
    from valuegraph.view.governance_columns import NOTES

    answer = found(graph.columns, graph.part, graph.store)
    told = _told(answer, asked, name, output)
    present(replace(told, notes=() if asked.sensitivity else NOTES), graph, output)


def _told(answer: GovernanceAnswer, asked: Asked, name: str | None, output: Output) -> Answer:
    if asked.explain and name:
        return _explained(answer, name)
    if asked.disagreements:
        return _labels(answer)
    if asked.sensitivity:
        return Answer(Grid.of(answer.sensitivity()), (), answer.coverage)
    if asked.by == Unit.FIRM:
        return _cut(Grid.of(answer.by_firm()), FIRMS, output, answer)
    return _cut(Grid.of(answer.rows(name)), SHORT, output, answer)


def _cut(rows: Grid, shown: tuple[str, ...], output: Output, answer: GovernanceAnswer) -> Answer:
    if output.top is not None and len(rows) > output.top:
        tell(f"{output.top} of {len(rows)} rows (--top)", quiet=output.quiet)
        rows = rows.head(output.top)
    return Answer(rows, (Section("", rows.pick(shown)),), answer.coverage)


def _explained(answer: GovernanceAnswer, name: str) -> Answer:
    found = answer.explain(name)
    rows = Grid.of(row for each in found for row in each.rows)
    if not found:
        row = answer.rows(name)[0]
        lines = (f"unknown: {', '.join(row['missing'])}",)
        passage = Passage(f"{name}: no offering", ((row["sentence"], lines),))
        return Answer(rows, (passage,), answer.coverage)
    entries = tuple((each.sentence, each.lines) for each in found)
    return Answer(
        rows, (Passage(f"{name}: offerings in force: {len(found)}", entries),), answer.coverage
    )


def _labels(answer: GovernanceAnswer) -> Answer:
    rows = answer.disagreements()
    below = {at: (row["why"],) for at, row in enumerate(rows) if row["why"]}
    shown = Grid.of(rows).pick(LABELS)
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["verdict"]] = counts.get(row["verdict"], 0) + 1
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    line = f"{len(rows)} labels: {told}. {_baseline(rows)}"
    return Answer(Grid.of(rows), (Section("", shown, below),), (line, *answer.coverage))


def _baseline(rows: list[dict[str, Any]]) -> str:
    """Return how licences alone fare on the labels that speak of weights."""
    on: list[Mapping[str, Any]] = [row for row in rows if row["licence_only"]]
    ours = sum(row["rules_on_weights"] == row["says"] for row in on)
    theirs = sum(row["licence_only"] == row["says"] for row in on)
    return (
        f"Of {len(on)} that speak of weights on offer, the rules give {ours} as labelled, "
        f"licences alone {theirs}."
    )
