"""The sentence of a relation class, filled in: what a relation's node is called."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VG
from valuegraph.vocabulary.registry import expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from valuegraph.facts.records import Value
    from valuegraph.vocabulary import RelationClass

__all__ = ["noun", "sentence"]

LONGEST = 160
NOUNS = {VG + "Offering": "{ofAsset} from {hasProvider} ({hasChannel})"}
"""Classes whose relations stand inside the sentences of others, and what they are called there."""
_SLOT = re.compile(r"\{([A-Za-z:]+)\}")
_EMPTY = re.compile(r"\s*\(\s*\)|[,:]\s*(?=$|\))")


def sentence(
    term: RelationClass, pairs: Iterable[tuple[str, Value]], label: Callable[[str], str]
) -> str:
    """Return the statement in words.

    Parameters
    ----------
    term : RelationClass
        Holds the sentence: ``{supplier} supplies {dependent}``.
    pairs : iterable of (str, value)
        Property IRIs and values.
    label : callable
        IRI -> name.
    """
    return _filled(term.sentence, pairs, label) or term.label


def noun(
    term: RelationClass, pairs: Iterable[tuple[str, Value]], label: Callable[[str], str]
) -> str:
    """Return what a relation is called where another one speaks of it; see `sentence`."""
    return _filled(NOUNS.get(term.iri, term.sentence), pairs, label) or term.label


def _filled(template: str, pairs: Iterable[tuple[str, Value]], label: Callable[[str], str]) -> str:
    told: dict[str, list[str]] = {}
    for prop, value in pairs:
        told.setdefault(prop, []).append(label(value) if isinstance(value, Iri) else words(value))

    filled = _SLOT.sub(
        lambda slot: " and ".join(sorted(told.get(expand(slot[1], VG), ()))), template
    )
    text = " ".join(_EMPTY.sub("", filled).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def words(value: Value) -> str:
    """Return a value as it stands in a sentence."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
