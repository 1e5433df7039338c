"""Facts in words: a sentence, when it held, its source with locator, and the confidence in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from valuegraph.cli.grid import Grid

if TYPE_CHECKING:
    from valuegraph.facts import Evidence, Fact

COLUMNS = ("fact", "from", "to", "stance", "confidence", "source", "locator", "url", "fact_iri")

ALREADY_TRUE = "asOf"
"""Precisions that give the day of the evidence, not of the start."""


def in_words(fact: Fact) -> str:
    """Return a fact as one line: what it says, since when, and its best source."""
    best = next((each for each in fact.evidence if each.supports), None)
    source = ""
    if best is not None:
        source = f" [{best.source.title}, {best.locator}; confidence {float(best.confidence):g}]"
    return f"{fact.label}{_period(fact)}{source}{' disputed' if fact.disputed else ''}"


def told(facts: Sequence[Fact]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return facts as sentences, each with a line for every piece of evidence below it."""
    from valuegraph.store.frames import compact

    return tuple(
        (
            f"{fact.label}{_period(fact)}{' disputed' if fact.disputed else ''}",
            (*(_piece(evidence) for evidence in fact.evidence), f"fact: {compact(fact.iri)}"),
        )
        for fact in facts
    )


def _piece(evidence: Evidence) -> str:
    stance = "" if evidence.supports else "disputed by "
    link = f", {evidence.source.url}" if evidence.source.url else ""
    confidence = f"confidence {float(evidence.confidence):g}"
    return f"{stance}{evidence.source.title}, {evidence.locator} ({confidence}{link})"


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
