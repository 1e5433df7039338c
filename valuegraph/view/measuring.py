"""Figures of one split as a flat row: every figure with its bounds, basis, period and coverage."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from valuegraph.errors import ShareError
from valuegraph.measures.completions import bounds
from valuegraph.measures.concentration import concentration_ratio, entropy, hhi, units_to
from valuegraph.projection.shares import SUPPLY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from valuegraph.measures.completions import Measure, Stated
    from valuegraph.projection.splits import Split
    from valuegraph.view.holdings import Holding

NAMED = 3
EXACT = 1e-12
ROUNDED = 1e-9
COUNT = "count of facts on record"
NAMED_AFTER = {"layer": "layer", "role": "role", "jurisdiction": "layer"}
MEASURES: Mapping[str, Measure] = {
    "hhi": hhi,
    "cr3": partial(concentration_ratio, k=3),
    "entropy": entropy,
}
FIGURES = (
    *("hhi_low", "hhi_high", "hhi_high_if_largest_named", "cr3_low", "cr3_high"),
    *("entropy_low", "entropy_high", "countries_to_75_low", "countries_to_75_high"),
)
COLUMNS = (
    *("as_of", "by", "name", "total", "share_of", "basis", "measured_from", "measured_until"),
    *("precision", "largest", "largest_share", "holders", *FIGURES, "coverage", "counted"),
    *("facts", "confidence", "sources", "source_count", "note", "name_iri", "total_iri"),
)


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called, and which sources stand behind each fact."""

    labels: Mapping[str, str]
    clusters: Mapping[str, Sequence[tuple[str, float]]]

    def most_cited(self, facts: Iterable[str]) -> list[str]:
        """Return the sources of some facts, those behind most of them first."""
        return most_cited(self.clusters, facts)


def most_cited(
    clusters: Mapping[str, Sequence[tuple[str, float]]], facts: Iterable[str]
) -> list[str]:
    """Return the IRIs of the sources of some facts, those behind most of them first."""
    count = Counter(source for fact in facts for source, _ in clusters.get(fact, ()))
    return sorted(count, key=lambda source: (-count[source], source))


def line(holding: Holding, by: str, names: Names) -> dict[str, Any]:
    """Return one row with the keys of :data:`COLUMNS`; None where a value is unknown.

    Parameters
    ----------
    holding : Holding
        The split, or why there is none.
    by : str
        `layer`, `role` or `jurisdiction`.
    names : Names
        Labels of everything that the row speaks of, and sources.
    """
    figures, why = _figures(holding)
    sources = names.most_cited(holding.facts)
    row: dict[str, Any] = {
        **dict.fromkeys(COLUMNS),
        "as_of": holding.day.isoformat(),
        "by": by,
        "name": names.labels.get(holding.group) or f"no {NAMED_AFTER[by]} on record",
        "total": holding.counted or names.labels[holding.total],
        "share_of": COUNT if holding.counted else None,
        "basis": holding.counted or None,
        "facts": len(holding.facts),
        "sources": [names.labels[source] for source in sources[:NAMED]],
        "source_count": len(sources),
        "note": "; ".join([why, *holding.remarks] if why else holding.remarks),
        "name_iri": holding.group or None,
        "total_iri": holding.total,
        **figures,
    }
    if holding.stated is not None:
        row |= _basis(holding.stated, names.labels)
    if holding.split is not None and not why:
        row |= _holders(holding.split, names.labels)
    return row


def _basis(split: Split, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return what was measured or counted, and when."""
    return {
        "share_of": _share_of(split, labels),
        "basis": split.basis or "not stated",
        "measured_from": split.start.isoformat(),
        "measured_until": split.end.isoformat(),
        "precision": split.precision,
        "counted": split.items or None,
        "confidence": split.confidence,
    }


def _holders(split: Split, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return who holds most among those named, and how much of the total is named."""
    largest = min(split.parts, key=lambda who: (-split.parts[who].low, who))
    return {
        "largest": labels[largest],
        "largest_share": split.parts[largest].low,
        "holders": len(split.parts),
        "coverage": min(1.0, split.stated),
    }


def _share_of(split: Split, labels: Mapping[str, str]) -> str:
    if split.items:
        return COUNT
    return "share of supply" if split.kind == SUPPLY else labels[split.kind]


def _figures(holding: Holding) -> tuple[dict[str, Any], str]:
    """Return the figures of a row, and why it has none."""
    found: dict[str, Any] = {}
    try:
        if holding.split is not None:
            shares = _stated(holding.split)
            for name, measure in MEASURES.items():
                each = bounds(measure, shares)
                found[f"{name}_low"], found[f"{name}_high"] = each.low, _end(each.high)
            found["hhi_high_if_largest_named"] = _if_largest_named(shares)
        if holding.countries is not None:
            each = bounds(units_to, _stated(holding.countries))
            high = _end(each.high)
            found["countries_to_75_low"] = int(each.low)
            found["countries_to_75_high"] = None if high is None else int(high)
    except ShareError as error:
        return {}, f"unknown: {error.what}"
    return found, holding.why


def _stated(split: Split) -> list[Stated]:
    return [
        part.low if part.high - part.low <= EXACT else (part.low, part.high)
        for part in split.parts.values()
    ]


def _if_largest_named(shares: Sequence[Stated]) -> float | None:
    """Return the upper end of the index if nobody unnamed is larger than the smallest named."""
    exact = [share for share in shares if isinstance(share, float)]
    if len(exact) < len(shares) or not min(exact) > EXACT or sum(exact) > 1 - ROUNDED:
        return None
    return bounds(hhi, exact, largest_unnamed=min(exact)).high


def _end(value: float) -> float | None:
    return None if math.isinf(value) else value
