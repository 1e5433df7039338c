"""Commands on licences: licence check, licence lineage, licence show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.answers import Answer, Passage, sentences
from valuegraph.cli.grid import Grid
from valuegraph.cli.licence_options import BY_DEFAULT, Aim, Purpose, Size, Use
from valuegraph.cli.options import Output, Scope, read_date
from valuegraph.cli.rendering import present

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.governance.licences import Act
    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.view.licence_sources import Told


def check(
    scope: Scope,
    output: Output,
    size: Size,
    aim: Aim,
    name: Annotated[str, typer.Argument(metavar="MODEL", help="A model, family or licence.")],
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="Day of the use; by default that of --as-of."),
    ] = None,
) -> None:
    """Tell which terms bite.

    The verdict first, then why, each with clause and source. Terms that the model inherits with
    its weights are judged beside those it is declared under; readings of sources that dispute
    these are shown and do not decide.

    Answers: permitted; conditional (on a figure that was not given, or on asking or telling the
    licensor first); prohibited; unknown (the facts hold no terms that decide).

    A limit tested once is held against the figure of its own day, whatever the day of the use.

    Rows: subject, use, purpose, answer, standing (declared, inherited, disputed), through,
    licence, licence_answer, reason, effect, clause, words, source, locator, url, confidence,
    missing, assumed, iri, licence_iri, rule_iri; one for each use, licence and rule.
    """
    from valuegraph.governance.licences import Party
    from valuegraph.governance.licences.parties import END_USER_PRODUCT
    from valuegraph.view.licence_verdicts import told_checks
    from valuegraph.view.licence_words import NOT_ADVICE

    graph = _on(scope.load(), date)
    own, affiliates, product = size.figures()
    party = Party(
        own=own,
        affiliates=affiliates,
        product=product,
        located_in=_places(graph, aim.country),
        used_in=_places(graph, aim.territory),
        sector=frozenset(aim.sector or ()),
        received_as=END_USER_PRODUCT if aim.end_product else None,
    )
    found = graph.licences.check(name, party, _acts(graph, aim))
    assumed = dict.fromkeys(
        f"Read so: {line}."
        for each in found.checks
        for judged in each.judged
        for verdict in judged.verdicts
        for line in verdict.assumed
    )
    answer = Answer(
        Grid.of(found.rows()),
        _passages(told_checks(found.checks)),
        sentences(found.coverage),
        (*assumed, *NOT_ADVICE),
    )
    present(answer, graph, output)


def lineage(
    scope: Scope,
    output: Output,
    name: Annotated[str, typer.Argument(metavar="MODEL", help="A model, family or data set.")],
) -> None:
    """Show what a model inherits, and what conflicts.

    The derivation tree: what each ancestor passes on with weights or through outputs, where the
    declared terms conflict with it and by which clause, and the strictest inherited condition.

    Rows: model, depth, ancestor, kind, way (weights, outputs, data, nothing), licence, finding
    (passes, conflict, recorded conflict, strictest, none), what, words, clause, source, url,
    confidence, model_iri, ancestor_iri, licence_iri, term_iri, derivation_iri.
    """
    from valuegraph.view.licence_words import NOT_ADVICE, told_lineage

    graph = scope.load()
    found = graph.licences.lineage(name)
    passages = _passages(told_lineage(found.lineage))
    answer = Answer(Grid.of(found.rows()), passages, sentences(found.coverage), NOT_ADVICE[:1])
    present(answer, graph, output)


def show(
    scope: Scope,
    output: Output,
    name: Annotated[
        str, typer.Argument(metavar="LICENCE", help="A name, an SPDX identifier, an id or an IRI.")
    ],
) -> None:
    """Show one licence, term by term.

    Rows: licence, term (permission, prohibition, duty, ending), action, limit, words, scope,
    condition, tested (once, while in use), tested_on, affiliates, exempts, if_not_met,
    enforcement, clause, valid_from, valid_to, stance, confidence, source, locator, url,
    licence_iri, term_iri; one for each term and piece of evidence.
    """
    from valuegraph.view.licence_words import told_terms

    graph = scope.load()
    found = graph.licences.show(name)
    passages = _passages(told_terms(found.policy))
    present(Answer(Grid.of(found.rows()), passages, sentences(found.coverage)), graph, output)


COMMANDS = (check, lineage, show)


def _on(graph: KnowledgeGraph, date: str | None) -> KnowledgeGraph:
    day = read_date(date, "--date")
    return graph if day is None else graph.at(day)


def _acts(graph: KnowledgeGraph, aim: Aim) -> list[Act]:
    """Return the acts that are asked about; with gain among them, all are for gain."""
    from valuegraph.governance.licences import Act
    from valuegraph.view.licences import actions, model_with_kin, purposes

    asked = tuple(aim.use or BY_DEFAULT)
    gain = bool(aim.use) and Use.COMMERCIAL in asked
    purpose = purposes(Purpose.COMMERCIAL.value if gain else aim.purpose)
    improves = model_with_kin(graph.projection.catalogue, graph.store, aim.improves)
    return [
        Act(action, purpose, tuple(aim.aim or ()), improves)
        for action in actions(each.value for each in asked)
    ]


def _places(graph: KnowledgeGraph, names: Iterable[str] | None) -> frozenset[str]:
    from valuegraph.view.licences import jurisdiction

    return frozenset(jurisdiction(graph.store, name) for name in names or ())


def _passages(told: Iterable[Told]) -> tuple[Passage, ...]:
    return tuple(Passage(title, entries) for title, entries in told)
