"""Facts as a page cites them: what they say, since when, on whose word, how sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.facts import Iri, facts_of
from valuegraph.view.citing import named, period
from valuegraph.vocabulary.namespaces import NACE, VGD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from valuegraph.facts import Fact
    from valuegraph.knowledge_graph import KnowledgeGraph

LINKED = (VGD, NACE)


@dataclass(frozen=True, slots=True)
class Word:
    """One source's word on a fact.

    Attributes
    ----------
    iri, source, source_iri, locator : str
        Its node; title and node of the source; the place in it.
    url, publisher, quote, note : str
        Address of the source; who published it; its wording; our remark; empty where unknown.
    confidence : float
    supports : bool
        False where the source disputes the fact.
    read_on, kind : str
        The day on which it was read; the IRI of the kind of evidence.
    """

    iri: str
    source: str
    source_iri: str
    locator: str
    url: str
    publisher: str
    quote: str
    note: str
    confidence: float
    supports: bool
    read_on: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact with its evidence.

    Attributes
    ----------
    iri, says, when : str
        Its node, the statement in words, and when it holds.
    confidence : float
    disputed, ended : bool
        Whether a source disputes it; whether it does not hold on the day of the page.
    words : tuple of Word
        The best first.
    others : tuple of (str, str)
        IRI and name of the other things that it speaks of.
    """

    iri: str
    says: str
    when: str
    confidence: float
    disputed: bool
    ended: bool
    words: tuple[Word, ...]
    others: tuple[tuple[str, str], ...] = ()


def cited(fact: Fact, names: Mapping[str, str], *, beside: str = "", ended: bool = False) -> Cited:
    """Return a fact as it is cited.

    Parameters
    ----------
    fact : Fact
    names : mapping of IRI to str
        Names of what it speaks of; what has none is not listed.
    beside : str
        The thing on whose page it stands, which needs no link.
    ended : bool
        Whether it does not hold on the day of the page.
    """
    ends = dict.fromkeys(
        str(value)
        for _, value in fact.properties
        if isinstance(value, Iri) and value.startswith(LINKED) and value != beside
    )
    evidence = {each.iri for each in fact.evidence}
    return Cited(
        iri=fact.iri,
        says=named(fact),
        when=period(fact).strip().removeprefix("(").removesuffix(")"),
        confidence=fact.confidence,
        disputed=fact.disputed,
        ended=ended,
        words=words(fact),
        others=tuple((end, names[end]) for end in ends if end in names and end not in evidence),
    )


def words(fact: Fact) -> tuple[Word, ...]:
    """Return the evidence of a fact, the best first."""
    return tuple(
        Word(
            iri=each.iri,
            source=each.source.title,
            source_iri=each.source.iri,
            locator=each.locator,
            url=each.source.url or "",
            publisher=each.source.publisher or "",
            quote=each.original_text or "",
            note=each.note or "",
            confidence=float(each.confidence),
            supports=each.supports,
            read_on=each.retrieved_on.isoformat() if each.retrieved_on else "",
            kind=each.kind or "",
        )
        for each in fact.evidence
    )


def cite(kg: KnowledgeGraph, iris: Iterable[str], *, beside: str = "") -> dict[str, Cited]:
    """Return facts by IRI as they are cited."""
    found = facts_of(kg.store.rows, iris)
    ends = {str(v) for fact in found for _, v in fact.properties if isinstance(v, Iri)}
    names = kg.store.labels(ends)
    return {
        fact.iri: cited(fact, names, beside=beside, ended=not fact.holds_on(kg.as_of))
        for fact in found
    }
