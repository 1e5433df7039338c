"""Known things that may be one thing and were not merged: found by blocks, never pair by pair."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from valuegraph.curate.identity import kind_of, level_of
from valuegraph.curate.judging import MODEL, ORGANISATION, SAME, UNSURE, fold
from valuegraph.curate.model_names import read_model
from valuegraph.curate.names import compare, key_of, loose
from valuegraph.curate.organisation_names import read_organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuegraph.curate.identity import KnownThing
    from valuegraph.curate.judging import Judgements
    from valuegraph.curate.matching import Matcher

__all__ = ["Proposal", "proposals"]

RARE = 6
"""A word that more things bear says nothing about which of them are one."""
CROWDED = 40
"""A block with more things is left out: what they share is too common."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two known things that look alike.

    Attributes
    ----------
    kind, left, right : str
        As a judgement names them.
    alike : str
        In what they are alike, and what keeps them from being merged.
    left_iri, right_iri : str
        The two.
    """

    kind: str
    left: str
    right: str
    alike: str
    left_iri: str
    right_iri: str


def proposals(
    things: Iterable[KnownThing], matcher: Matcher, judgements: Judgements
) -> tuple[Proposal, ...]:
    """Return the pairs that a person should judge.

    Parameters
    ----------
    things : iterable of KnownThing
        What is known.
    matcher : Matcher
        Decides models and organisations.
    judgements : Judgements
        Pairs on which somebody has decided are left out.

    Returns
    -------
    tuple of Proposal
        By kind and names; what a rule tells apart is not among them.
    """
    found: dict[tuple[str, str, str], Proposal] = {}
    for kind, block in _blocks(things):
        for one, other in combinations(sorted(block, key=lambda each: each.label), 2):
            if one.iri == other.iri or judgements.between(kind, one.label, other.label):
                continue
            why = _open(kind, one, other, matcher)
            if why:
                pair = Proposal(kind, one.label, other.label, why, one.iri, other.iri)
                found.setdefault((kind, min(one.iri, other.iri), max(one.iri, other.iri)), pair)
    return tuple(sorted(found.values(), key=lambda each: (each.kind, fold(each.left), each.right)))


def _blocks(things: Iterable[KnownThing]) -> Iterator[tuple[str, list[KnownThing]]]:
    """Yield the things of one level that share a key by which they may be one."""
    blocks: dict[tuple[str, str], dict[str, KnownThing]] = defaultdict(dict)
    for thing in things:
        for key in _block_keys(thing):
            blocks[level_of(thing.cls), key][thing.iri] = thing
    for (level, key), block in sorted(blocks.items()):
        limit = RARE if key.startswith("word:") else CROWDED
        if 1 < len(block) <= limit:
            yield kind_of(level), list(block.values())


def _block_keys(thing: KnownThing) -> set[str]:
    kind = kind_of(thing.cls)
    found: set[str] = set()
    for name in (thing.label, *thing.names):
        found.add("loose:" + loose(name))
        found.add("key:" + key_of(kind, name))
        if kind == MODEL:
            read = read_model(name)
            found.add(f"line:{read.words}|{read.mark('version')}|{read.mark('tier')}")
        if kind == ORGANISATION:
            found |= {"word:" + word for word in read_organisation(name).words}
    return found - {"loose:"}


def _open(kind: str, one: KnownThing, other: KnownThing, matcher: Matcher) -> str:
    """Return why two things may be one; empty when a rule tells them apart."""
    if kind in {MODEL, ORGANISATION}:
        seen = matcher.match(kind, one.label, other.label)
        if seen.verdict == SAME:
            return f"state the same, and are two things: {seen.why}"
        if seen.verdict == UNSURE and (kind == MODEL or _within(one.label, other.label)):
            return seen.why
        return ""
    if compare(kind, one.label, other.label).verdict == SAME:
        return "differ in typing only, and are two things"
    return "alike but for signs that may tell them apart" if _loosely(one, other) else ""


def _within(left: str, right: str) -> bool:
    """Whether one name's words are all among the other's, or are its initials."""
    one, other = read_organisation(left).words, read_organisation(right).words
    initials = {"".join(word[0] for word in words) for words in (one, other)}
    return (
        {*one} <= {*other} or {*other} <= {*one} or bool(initials & {"".join(one), "".join(other)})
    )


def _loosely(one: KnownThing, other: KnownThing) -> bool:
    return loose(one.label) == loose(other.label)
