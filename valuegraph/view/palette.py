"""Colours and dashes: relation kinds by colour and dash, jurisdictions by fill."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How one relation kind is drawn and named.

    Parameters
    ----------
    id : str
        Local name of the kind.
    label : str
        The word in the legend.
    light, dark : str
        Line colour on a light and on a dark page.
    dash : tuple of int
        Lengths of strokes and gaps; empty for a solid line.
    """

    id: str
    label: str
    light: str
    dark: str
    dash: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fill:
    """Fill of the boxes of one jurisdiction; the code is empty for the rest."""

    code: str
    light: str
    dark: str
    count: int


BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
KIND_STYLES = {
    style.id: style
    for style in (
        KindStyle("physicalSupply", "physical supply", "#6b4a2f", "#d6b48f", (14, 3)),
        KindStyle("infrastructure", "infrastructure", "#00755a", "#35c79c", ()),
        KindStyle("data", "data", "#9c2f7f", "#ef9ad2", (9, 4, 2, 4)),
        KindStyle("derivationInput", "derivation", "#6247c2", "#b9aefc", (9, 3, 2, 3, 2, 3)),
        KindStyle("licenceGrant", "licence", "#0b5cad", "#7db7f5", (2, 4)),
        KindStyle("platformService", "platform", "#006a86", "#5cc4e6", (5, 3)),
        KindStyle("api", "API", "#b34700", "#f0a05a", (9, 5)),
    )
}

# The words of the dependency engine for the same kinds.
ENGINE_WORDS = {
    "supply": "physicalSupply",
    "derivation": "derivationInput",
    "licence": "licenceGrant",
    "platform": "platformService",
}

# A kind without a style of its own is drawn in a neutral colour and told apart by its dash.
NEUTRAL = ("#4f5862", "#aab4bf")
NEUTRAL_DASHES = ((), (3, 3), (12, 4), (12, 4, 3, 4), (6, 2, 6, 6))

JURISDICTION_FILLS = (
    ("#dbe8f7", "#1d3a5c"),
    ("#fde0d3", "#5c301d"),
    ("#ddf0e0", "#214a2b"),
    ("#fdf1c0", "#54450f"),
    ("#ece4f5", "#43335a"),
    ("#d5eeee", "#1a4848"),
)
REST_FILL = ("#ececec", "#3a424b")


def canonical(kind: str) -> str:
    """Return the local name of a supply kind, also for the engine's word for it."""
    return ENGINE_WORDS.get(kind, kind)


def spaced(name: str) -> str:
    """Return a local name as words: ``fabricationLeadingEdge`` as fabrication leading edge.

    Parameters
    ----------
    name : str
        A text with a space in it is taken for words and returned as it is.

    Returns
    -------
    str
    """
    if not name.isidentifier():
        return name
    parts = BOUNDARY.split(name)
    return " ".join(part if len(part) > 1 and part.isupper() else part.lower() for part in parts)


def kind_styles(kinds: Iterable[str]) -> list[KindStyle]:
    """Return one style for each kind that occurs, those with an own colour first.

    Parameters
    ----------
    kinds : iterable of str
        Local names, repeats allowed.

    Returns
    -------
    list of KindStyle
    """
    found = {canonical(kind) for kind in kinds}
    known = [style for name, style in KIND_STYLES.items() if name in found]
    light, dark = NEUTRAL
    others = [
        KindStyle(name, spaced(name), light, dark, NEUTRAL_DASHES[index % len(NEUTRAL_DASHES)])
        for index, name in enumerate(sorted(found - KIND_STYLES.keys()))
    ]
    return known + others


def jurisdiction_fills(codes: Iterable[str | None]) -> list[Fill]:
    """Return fills for the most frequent jurisdictions, then one for the rest.

    Parameters
    ----------
    codes : iterable of str or None
        One code for each node; None where it is unknown or does not apply.

    Returns
    -------
    list of Fill
        The most frequent codes first; the last has an empty code and stands for all others.
    """
    counts = Counter(code for code in codes if code)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    own = ranked[: len(JURISDICTION_FILLS)]
    fills = [
        Fill(code, light, dark, count)
        for (code, count), (light, dark) in zip(own, JURISDICTION_FILLS, strict=False)
    ]
    rest = sum(count for _, count in ranked[len(JURISDICTION_FILLS) :])
    return [*fills, Fill("", *REST_FILL, rest)]
