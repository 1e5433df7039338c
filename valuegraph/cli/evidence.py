"""Facts in words: a sentence, when it held, its source with locator, and the confidence in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from valuegraph.cli.grid import Grid

if TYPE_CHECKING:
    from valuegraph.facts import Fact

COLUMNS = ("fact", "from", "to", "stance", "confidence", "source", "locator", "url", "fact_iri")

ALREADY_TRUE = "asOf"
"""Precisions that give the day of the evidence, not of the start."""


def in_words(fact: Fact) -> str:
    """Return a fact as one line: what it says, since when, and its best source."""
    best = next((each for each in fact.evidence if each.supports), None)
    source = ""
    if best is not None:
        source = f" [{best.source.title}, {best.locator}; confidence {float(best.confidence):g}]"
    return f"{fact.label}{_period(fact)}{source}{_dispute(fact)}"


def sentence(fact: Fact) -> str:
    """Return what a fact says, when it held, and whether it is disputed."""
    return f"{fact.label}{_period(fact)}{_dispute(fact)}"


def pieces(fact: Fact) -> tuple[str, ...]:
    """Return a line for each piece of evidence, the best first."""
    return tuple(
        f"{'' if each.supports else 'disputed by '}{each.source.title}, {each.locator} "
        f"(confidence {float(each.confidence):g}{f', {each.source.url}' if each.source.url else ''})"
        for each in fact.evidence
    )


def told(facts: Sequence[Fact]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return facts as sentences, each with its evidence and its name below it."""
    from valuegraph.store.frames import compact

    return tuple((sentence(fact), (*pieces(fact), f"fact: {compact(fact.iri)}")) for fact in facts)


def _dispute(fact: Fact) -> str:
    return " disputed" if fact.disputed else ""


def _period(fact: Fact) -> str:
    if fact.valid_from is None:
        return ""
    known = ALREADY_TRUE in (fact.precision or "")
    end = f" until {fact.valid_to}" if fact.valid_to else ""
    return f" ({'in force on' if known else 'from'} {fact.valid_from}{end})"


def fact_rows(facts: Sequence[Fact]) -> Grid:
    """Return facts as rows: one for each piece of evidence."""
    return Grid(
        COLUMNS,
        tuple(
            (
                fact.label,
                fact.valid_from,
                fact.valid_to,
                "supports" if evidence.supports else "disputes",
                float(evidence.confidence),
                evidence.source.title,
                evidence.locator,
                evidence.source.url,
                fact.iri,
            )
            for fact in facts
            for evidence in fact.evidence
        ),
    )
