"""Facts in words: a sentence, when it held, its source with locator, and the confidence in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from valuegraph.cli.grid import Grid

if TYPE_CHECKING:
    from valuegraph.facts import Fact

COLUMNS = ("fact", "from", "to", "stance", "confidence", "source", "locator", "url", "fact_iri")


def told(facts: Sequence[Fact]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return facts as sentences, each with its evidence and its name below it."""
    from valuegraph.store.frames import compact
    from valuegraph.view.citing import pieces, sentence

    return tuple((sentence(fact), (*pieces(fact), f"fact: {compact(fact.iri)}")) for fact in facts)


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
