"""Firms by the types of governance of what they offer: a distribution, never one type."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.governance.types.inference import Inference, Offered


@dataclass(frozen=True, slots=True)
class Firm:
    """What a group under common control offers.

    Attributes
    ----------
    iri : str
        Whoever controls the group.
    counts : mapping of str to int
        Offerings of each type.
    controls, skills : tuple of int
        The steps of control and of skill that occur, in order; ordinal, so never averaged.
    subsidy : tuple of str
        Offerings that show a cross-subsidy, kept and given ones.
    offered : tuple of Offered
        The offerings.
    """

    iri: str
    counts: Mapping[str, int]
    controls: tuple[int, ...]
    skills: tuple[int, ...]
    subsidy: tuple[str, ...]
    offered: tuple[Offered, ...] = field(repr=False)


def firms(inference: Inference) -> list[Firm]:
    """Return every group that offers something, those with the most offerings first."""
    held: dict[str, list[Offered]] = defaultdict(list)
    for each in inference.offered.values():
        held[each.firm].append(each)
    found = [_firm(inference, iri, offered) for iri, offered in held.items() if iri]
    return sorted(found, key=lambda firm: (-len(firm.offered), firm.iri))


def _firm(inference: Inference, iri: str, offered: list[Offered]) -> Firm:
    chosen = [each.drawn[each.type] for each in offered if each.type in each.drawn]
    return Firm(
        iri,
        Counter(each.type for each in offered),
        tuple(sorted({each.control for each in chosen})),
        tuple(sorted({each.skill for each in chosen})),
        inference.subsidies.get(iri, ()),
        tuple(offered),
    )
