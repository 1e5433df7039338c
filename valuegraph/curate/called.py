"""By what a relation is called, and what tells two apart that are called alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.curate.telling import words
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VG, VGD, VGX

if TYPE_CHECKING:
    from valuegraph.facts.records import Value
    from valuegraph.vocabulary import RelationClass

    Ends = frozenset[tuple[str, Value]]

__all__ = ["asked", "seed", "stored"]

STORED = {VG + "cacheReadPrice": "read", VG + "cacheWritePrice": "write"}


def asked(ends: Ends) -> Ends:
    """Return the ends without amounts for stored input: a price is called by what it asks for new."""
    return frozenset(pair for pair in ends if pair[0] not in STORED)


def stored(ends: Ends) -> tuple[str, ...]:
    """Return the amounts for stored input as one word, or none: the rest of two prices may agree."""
    told = [f"{STORED[prop]}-{words(value)}" for prop, value in sorted(ends - asked(ends), key=str)]
    return ("-".join(told),) if told else ()


def seed(term: RelationClass, ends: Ends) -> str:
    """Return what the IRI of a relation is read as: its source, its target, the rest."""
    order = {term.edge_source: 0, term.edge_target: 1}
    told = sorted(asked(ends), key=lambda pair: (order.get(pair[0], 2), pair[0], _typed(pair[1])))
    return "-".join(_part(value) for _, value in told)


def _typed(value: Value) -> tuple[str, str]:
    return type(value).__name__, str(value)


def _part(value: Value) -> str:
    if not isinstance(value, Iri):
        return words(value)
    if value.startswith(VGD):
        return value.removeprefix(VGD).partition("-")[2]
    return value.removeprefix(VGX).rpartition("#")[2].rpartition("/")[2]
