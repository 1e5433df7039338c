"""Types of governance beside the boxes of a map: of offerings, and of what and who is behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from valuegraph.view.model import MapGovernance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OPEN = "undetermined"
ENDS = ("offering_iri", "asset_iri", "provider_iri")


def governed(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[MapGovernance, ...]]:
    """Return how each offering, asset and provider governs, with the reason of each type.

    Parameters
    ----------
    rows : iterable of mapping
        One for each offering, as `GovernanceAnswer.rows` gives them.

    Returns
    -------
    dict of str to tuple of MapGovernance
        Of each IRI its types and reasons, the most frequent first.
    """
    found: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in rows:
        said = str(row["type"]), _reason(row)
        for iri in {row[end] for end in ENDS if row.get(end)}:
            found[iri][said] += 1
    return {
        iri: tuple(
            MapGovernance(kind, reason, count)
            for (kind, reason), count in sorted(said.items(), key=lambda item: (-item[1], item[0]))
        )
        for iri, said in found.items()
    }


def _reason(row: Mapping[str, Any]) -> str:
    """Return the sentence about a type without the name and the type it begins with."""
    words = str(row["sentence"]).removeprefix(f"{row['name']}: ")
    for known in (str(row["type"]), OPEN):
        words = words.removeprefix(known)
    return words.lstrip(",; ")
