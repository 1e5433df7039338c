"""Facts in words: what they say, since when, and on whose word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuegraph.facts import Fact

ALREADY_TRUE = "asOf"
"""Precisions that give the day of the evidence, not of the start."""


def in_words(fact: Fact) -> str:
    """Return a fact as one line: what it says, since when, and its best source."""
    best = next((each for each in fact.evidence if each.supports), None)
    source = ""
    if best is not None:
        source = f" [{best.source.title}, {best.locator}; confidence {float(best.confidence):g}]"
    return f"{named(fact)}{period(fact)}{source}{dispute(fact)}"


def sentence(fact: Fact) -> str:
    """Return what a fact says, when it held, and whether it is disputed."""
    return f"{named(fact)}{period(fact)}{dispute(fact)}"


def pieces(fact: Fact) -> tuple[str, ...]:
    """Return a line for each piece of evidence, the best first."""
    return tuple(
        f"{'' if each.supports else 'disputed by '}{each.source.title}, {each.locator} "
        f"(confidence {float(each.confidence):g}{f', {each.source.url}' if each.source.url else ''})"
        for each in fact.evidence
    )


def named(fact: Fact) -> str:
    """Return what a fact says; the end of its IRI where it has no label."""
    return fact.label or fact.iri.rpartition("/")[2].rpartition("#")[2]


def dispute(fact: Fact) -> str:
    """Return the word for a disputed fact."""
    return " disputed" if fact.disputed else ""


def period(fact: Fact) -> str:
    """Return when a fact holds, claiming no more than its source."""
    if fact.valid_from is None:
        return ""
    known = ALREADY_TRUE in (fact.precision or "")
    end = f" until {fact.valid_to}" if fact.valid_to else ""
    return f" ({'in force on' if known else 'from'} {fact.valid_from}{end})"
