"""Facts in words: a sentence, when it held, its source with locator, and the confidence in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

    from valuegraph.facts import Fact

ALREADY_TRUE = "asOf"
"""Precisions that give the day of the evidence, not of the start."""


def in_words(fact: Fact) -> str:
    """Return a fact as one line: what it says, since when, and its best source."""
    best = next((each for each in fact.evidence if each.supports), None)
    source = ""
    if best is not None:
        source = f" [{best.source.title}, {best.locator}; confidence {float(best.confidence):g}]"
    return f"{fact.label}{_period(fact)}{source}{' disputed' if fact.disputed else ''}"


def _period(fact: Fact) -> str:
    if fact.valid_from is None:
        return ""
    known = ALREADY_TRUE in (fact.precision or "")
    end = f" until {fact.valid_to}" if fact.valid_to else ""
    return f" ({'in force on' if known else 'from'} {fact.valid_from}{end})"


def fact_rows(facts: Sequence[Fact]) -> DataFrame:
    """Return facts as rows: one for each piece of evidence."""
    import pandas as pd

    names = ["fact", "from", "to", "stance", "confidence", "source", "locator", "url", "fact_iri"]
    rows = [
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
    ]
    return pd.DataFrame(rows, columns=names)
