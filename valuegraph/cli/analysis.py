"""Commands that compute: chokepoints, centrality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.cli.answers import Answer, Section, sentences
from valuegraph.cli.claiming import claimed
from valuegraph.cli.comparing import compared
from valuegraph.cli.explaining import explained
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.ranked import TITLES, ranked
from valuegraph.cli.rendering import present
from valuegraph.cli.withdrawal import (
    Controller,
    RankingForm,
    RankingOutput,
    Reading,
    Sureness,
    View,
    Withdrawal,
    checked,
)
from valuegraph.cli.writing import mention, write_text

if TYPE_CHECKING:
    from valuegraph.knowledge_graph import KnowledgeGraph

DEFAULT_TOP = 10
PANEL_HEADINGS = {
    "pagerank_downstream": "pagerank_down",
    "pagerank_upstream": "pagerank_up",
    "articulation_point": "cut_point",
}
NOT_A_TEST = (
    "These are stock centralities of the graph of supplies, for comparison. They are no chokepoint "
    "test: betweenness gives the sole maker at the start of a chain 0."
)


def chokepoints(
    scope: Scope,
    withdrawal: Withdrawal,
    sureness: Sureness,
    reading: Reading,
    output: RankingOutput,
) -> None:
    """Rank who stops whom, and by which facts.

    The share of target service that is lost if one controller withdraws, in two views.

    Rows: view, rank, name, iri, reach >= share_lost >= share_lost_surge >= unavoidable,
    leverage, betweenness_rank, verdict, kind, facts (how many), strongest_facts. With intervals
    also share_lost_low, share_lost_median, share_lost_high, the same of share_lost_surge,
    unavoidable and rank, p_top_10 and ranks_compared.

    With --explain, rows are the facts: fact, from, to, stance, confidence, source, locator, url,
    fact_iri. In JSON, beside them: figures (one object a view), proof (one a step: view, horizon,
    target, step, sentence, role, loss, derived, confidence, facts, premises, nodes, suppliers),
    checks (how many proofs were checked without the engine, and how many hold), alternatives (who
    else fills the roles on the proof), concentration (of these roles; None where shares are
    unknown), flips (which assumption or fact, made otherwise, changes
    the figure: assumption, what, before, after, flips), draws, assumptions. --top N proves it for
    the N targets that lose most.

    With --explain NAME --compare DATE: as_of, view, targets (all of the date, or those shared by
    both dates), count, share_lost, share_lost_surge, unavoidable, name, iri; in JSON, facts
    beside them: as_of, part (acts, or alternative: others in the roles that changed), only_then,
    and the columns of the facts.

    With --claims: status, claim, kind, point, modality, claimant, date, confidence, source, url,
    locator, findings, found, facts, reason, iri.
    """
    day = checked(withdrawal, reading, output)
    graph = scope.load()
    name, by, surge = reading.explain, withdrawal.by.value, withdrawal.surge
    if name and day:
        found = graph.compare(name, day, by=by, surge=surge)
        views = TITLES if withdrawal.view == View.BOTH else (withdrawal.view.value,)
        present(compared(found, views, TITLES, output.top), graph, output)
        return
    if reading.claims:
        _claims(graph, by, surge, output)
        return
    result = graph.chokepoints(
        targets=withdrawal.target or "implementors",
        by=by,
        view=withdrawal.view.value,
        surge=surge,
        top=None if name else output.top or DEFAULT_TOP,
    )
    if name:
        said = result.explain(
            name, draws=sureness.draws, seed=sureness.seed, targets=output.top or 1
        )
        present(explained(said, every=reading.every, facts=reading.facts), graph, output)
        return
    if _with_intervals(withdrawal, sureness):
        result = result.with_intervals(draws=sureness.draws, seed=sureness.seed)
    present(ranked(result), graph, output)


def _with_intervals(withdrawal: Withdrawal, sureness: Sureness) -> bool:
    """Tell whether intervals are asked for, or quick enough to be there unasked."""
    quick = withdrawal.view != View.BOTH or withdrawal.by == Controller.JURISDICTION
    return sureness.interval or quick


def _claims(graph: KnowledgeGraph, by: str, surge: float, output: RankingOutput) -> None:
    found = graph.claims(by=by, surge=surge)
    if output.form == RankingForm.TURTLE:
        mention(graph.store.notes, quiet=output.quiet)
        write_text(found.turtle(), output.output)
        return
    present(claimed(found), graph, output)


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
