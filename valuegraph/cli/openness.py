"""The command that says how open releases are, in which respect, and whether claims match."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.answers import Answer, Passage
from valuegraph.cli.evidence import fact_rows, told
from valuegraph.cli.grid import Grid
from valuegraph.cli.openness_tables import claim_sections, history_sections, release_sections
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.rendering import present
from valuegraph.cli.writing import tell
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.view.openness import OpennessAnswer
    from valuegraph.view.openness_claims import OpennessClaims
    from valuegraph.view.openness_history import OpennessHistory

DEFAULT_TOP = 20


class Grouped(StrEnum):
    """What the rows of openness over time are."""

    FIRM = "firm"
    FAMILY = "family"


@dataclass(frozen=True)
class Looking:
    """What is asked about openness."""

    claims: Annotated[
        bool,
        typer.Option(
            "--claims",
            help="Claims of openness that meet a denied or limited freedom.",
            show_default=False,
        ),
    ] = False
    by: Annotated[
        Grouped | None,
        typer.Option("--by", help="Releases a year of each firm or family.", case_sensitive=False),
    ] = None
    since: Annotated[
        int | None,
        typer.Option("--from", metavar="YEAR", help="Only what began in this year or later."),
    ] = None
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Every fact behind the rows.", show_default=False),
    ] = False


def openness(
    scope: Scope,
    output: Output,
    looking: Looking,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Model, family, firm, licence or offering."),
    ] = None,
) -> None:
    """Say how open releases are, part by part and freedom by freedom.

    Each in force on the day: its level of access (six steps), which of its components can be had,
    and the four freedoms with what blocks each. Never one score. Without NAME the dated releases,
    with it all offerings, hosts' too.

    Rows: asset, provider, family, release_kind, channel, valid_from, valid_to, precision, period
    (in words), disputed, access_level, access_rank (1 to 6), market_position, terms,
    terms_on_record (how many), freedom_use, freedom_study, freedom_modify, freedom_share (granted,
    conditional, denied or unknown), use_because, study_because, modify_because, share_because,
    components_on_record (how many), component_NAME for each component (weights, training_data,
    training_code, ...: available, partial, not available or unknown; both with " / " where sources
    differ), offering, offering_iri, asset_iri, provider_iri, terms_iri, facts.

    With --claims, one row for each claim, release, freedom and what blocks it: claim, claimant,
    about, claim_date, claim_source, claim_locator, claim_confidence, release, access_level,
    freedom, verdict (denied or conditional), because, clause, source, locator, confidence,
    claim_iri, offering_iri, facts.

    With --by, one row a year: by, name, year, releases, fully_closed, gradual_release,
    hosted_access, api_access, downloadable, fully_open, unknown_access, staged_releases,
    opened_later (days after the first offer), licence_changes, released, relicensed, best_open,
    best_open_from, best_open_first_offered, best_open_position, best_closed, best_closed_from,
    best_closed_position, lag_days, lag_bound (exact, at most or at least), lag_missing (why there
    are no days), later_not_compared, name_iri, facts.

    With --explain, rows are the facts: fact, from, to, stance, confidence, source, locator, url,
    fact_iri.
    """
    if looking.claims and (looking.by or looking.since):
        raise UsageError(
            "--claims lists claims as of one day", mend="leave out --by and --from, or --claims"
        )
    if looking.explain and name is None and not looking.claims:
        raise UsageError(
            "--explain needs a name",
            why="the facts behind every release are more than anybody reads",
            mend='name a model, family or firm: valuegraph openness "Llama 3" --explain',
        )
    graph = scope.load()
    found = _asked(graph, name, looking)
    if looking.explain:
        facts = found.facts()
        count = f"{len(facts)} fact" + ("" if len(facts) == 1 else "s")
        title = f"{name or 'Claims of openness'}: {count} behind the rows"
        answer = Answer(fact_rows(facts), (Passage(title, told(facts)),), found.coverage)
    else:
        answer = _answer(found, name, output)
    present(answer, graph, output)


def _asked(
    graph: KnowledgeGraph, name: str | None, looking: Looking
) -> OpennessAnswer | OpennessClaims | OpennessHistory:
    """Return the answer to what was asked: claims, years, or releases."""
    given = graph.columns, graph.part, graph.store
    if looking.claims:
        from valuegraph.view.openness_claims import openness_claims

        return openness_claims(*given, name=name)
    if looking.by is not None:
        from valuegraph.view.openness_history import openness_history

        return openness_history(*given, by=looking.by.value, since=looking.since, name=name)
    from valuegraph.view.openness import openness as judge

    return judge(*given, name=name, since=looking.since)


def _answer(
    found: OpennessAnswer | OpennessClaims | OpennessHistory, name: str | None, output: Output
) -> Answer:
    """Return the rows, and the tables that a person reads."""
    from valuegraph.view.openness import OpennessAnswer
    from valuegraph.view.openness_claims import OpennessClaims

    rows = Grid.of(found.rows())
    top = output.top
    if top is not None and len(rows) > top:
        tell(f"{top} of {len(rows)} rows (--top)", quiet=output.quiet)
        rows = rows.head(top)
    if isinstance(found, OpennessClaims):
        sections = claim_sections(found)
    elif isinstance(found, OpennessAnswer):
        shown = top or (DEFAULT_TOP if name is None else len(rows))
        sections = release_sections(rows.records(), shown, detail=name is not None)
    else:
        sections = history_sections(rows.records(), found.by, detail=name is not None)
    return Answer(rows, sections, found.coverage, found.assumptions)
