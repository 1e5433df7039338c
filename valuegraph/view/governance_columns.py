"""Columns and order of the rows on governance, and how to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.governance.types.deciding import UNDETERMINED
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from valuegraph.governance.types import Offered

TYPES = (
    "hierarchical",
    "captivePlatform",
    "openPlatform",
    "controlledOpenness",
    "openness",
    UNDETERMINED,
)
ROW = (
    *("as_of", "name", "asset", "provider", "firm", "type", "control_retained", "skill_required"),
    *("rule", "also_met", "contested", "missing", "sentence", "flip", "market_position", "facts"),
    *("confidence", "sources", "source_count", "offering_iri", "asset_iri", "provider_iri"),
)
FIRST = (VGX + "firstParty", None)
SHOWN = 3
NOTES = (
    "A type belongs to an offering: provider, asset, channel, access, terms and period. A firm has as many as its offerings.",
    "Control retained (5 the most) and skill required (5 the most) are steps of Table 2's order, read from the type; they are never added up.",
    "Undetermined: no rule applies to what is known; the unanswered conditions stand beside it. A part assessed later than the day counts as unknown on it.",
    "Contested: sources answer a condition both ways; the type that comes first in the order of the rules is shown.",
)


def counts(found: Mapping[str, int]) -> dict[str, int]:
    """Return offerings of each type under the names of columns."""
    return {_key(name): found.get(name, 0) for name in TYPES}


def _key(name: str) -> str:
    """Return the name of a type as a column."""
    text = "undetermined" if name == UNDETERMINED else name
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in text)


def place(pair: tuple[Offered, Iterable[str]]) -> tuple[object, ...]:
    """Put what a maker offers itself first, by day and label."""
    record = pair[0].record
    own = record.one("offeringKind") in FIRST and pair[0].answers.get("ownModel") is not False
    return not own, record.start, record.one("label") or "", record.iri
