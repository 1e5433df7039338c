"""What settling makes of a harvest: things, relations and evidence that have IRIs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from valuegraph.curate.known import Span
    from valuegraph.facts.drafts import Refusal
    from valuegraph.facts.records import Value

__all__ = ["Difference", "Proof", "Proposal", "Settled", "SettledRelation", "SettledThing"]


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence of a source.

    Attributes
    ----------
    iri, document : str
        Its node, and that of the document it cites.
    locator, kind, original, note : str
        Place; concept of the scheme ``evidenceKind``; wording and remark, empty where absent.
    confidence : decimal.Decimal
    """

    iri: str
    document: str
    locator: str
    confidence: Decimal
    kind: str = "reported"
    original: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SettledThing:
    """A thing that the source brings in.

    Attributes
    ----------
    iri, cls, label : str
        Its node, the local name of its class, its name.
    pairs : tuple of (str, value)
        Property IRIs and values: further names, identifiers, properties.
    """

    iri: str
    cls: str
    label: str
    pairs: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class SettledRelation:
    """A relation that the source brings in.

    Attributes
    ----------
    iri, cls, label : str
        Its node, the local name of its class, the statement in words.
    ends, values : tuple of (str, value)
        Property IRIs with what makes it this relation, and with the rest.
    span : Span
    evidence : tuple of str
        IRIs, sorted.
    note : str
        A remark of ours; empty where there is none.
    """

    iri: str
    cls: str
    label: str
    ends: tuple[tuple[str, Value], ...]
    values: tuple[tuple[str, Value], ...]
    span: Span
    evidence: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A place where the source says something else than what is already known, or than itself."""

    relation: str
    what: str
    known: str
    said: str


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """A thing that is alike to known ones and was not merged with any."""

    iri: str
    name: str
    why: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """All that one harvest comes to.

    Attributes
    ----------
    source : str
        Its id.
    things, relations : tuple
        Sorted by IRI.
    additions : tuple of (str, str, str)
        Known thing, property IRI and text that it did not have yet.
    grafts : tuple of (str, str)
        Known relation and the evidence that the source adds to it.
    proofs : dict of str to Proof
        Evidence by IRI.
    already_said : int
        Claims whose document a known relation cites already.
    differences, proposals, refusals : tuple
        What a curator may want to look at.
    """

    source: str
    things: tuple[SettledThing, ...] = ()
    relations: tuple[SettledRelation, ...] = ()
    additions: tuple[tuple[str, str, str], ...] = ()
    grafts: tuple[tuple[str, str], ...] = ()
    proofs: dict[str, Proof] = field(default_factory=dict)
    already_said: int = 0
    differences: tuple[Difference, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    refusals: tuple[Refusal, ...] = ()
