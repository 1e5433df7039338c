"""What is said, and who says so: frozen records that know neither store nor file."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal

DISPUTED_FROM = Decimal("0.5")

Value = str | bool | int | float | Decimal | dt.date
"""A property's value; an IRI is an `Iri`, any other str is text."""


class Iri(str):
    """A str that names a thing, as opposed to text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read.

    Attributes
    ----------
    iri : str
        Its node.
    title : str
        Its title.
    publisher, url, kind, licence : str or None
        Who published it, where, what kind of source it is (IRI), its licence (IRI or text).
    issued, retrieved_on : datetime.date or None
        When it was published and when it was read.
    precision : str or None
        IRI of the precision of `issued`.
    """

    iri: str
    title: str
    publisher: str | None = None
    url: str | None = None
    kind: str | None = None
    licence: str | None = None
    issued: dt.date | None = None
    precision: str | None = None
    retrieved_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source's word on one fact.

    Attributes
    ----------
    iri : str
        Its node.
    source : Source
        Who says so.
    locator : str
        Where in the source: page, table, row.
    confidence : decimal.Decimal
        In [0, 1].
    supports : bool
        False when the source disputes the fact.
    kind : str or None
        IRI of the kind of evidence: documentary, reported, derived, illustrative.
    retrieved_on : datetime.date or None
        When it was read.
    identifier, original_text, note : str or None
        Row in the source's own table, its wording, and a remark of ours.
    """

    iri: str
    source: Source
    locator: str
    confidence: Decimal
    supports: bool = True
    kind: str | None = None
    retrieved_on: dt.date | None = None
    identifier: str | None = None
    original_text: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated statement with its evidence.

    Attributes
    ----------
    iri, cls, label : str
        Its node, the IRI of its class, and the statement in words.
    properties : tuple of (str, value)
        Property IRI and value, sorted; several pairs where a property has several values.
    valid_from, valid_to : datetime.date or None
        Half-open interval in which it holds.
    precision : str or None
        IRI of the precision of `valid_from`.
    evidence : tuple of Evidence
        Best first.
    """

    iri: str
    cls: str
    label: str
    properties: tuple[tuple[str, Value], ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    precision: str | None = None
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)

    @property
    def confidence(self) -> float:
        """The highest confidence among supporting evidence; 0 without any.

        No sum: sources copy one another, so ten of them are not ten times as sure.
        """
        return float(max((e.confidence for e in self.evidence if e.supports), default=Decimal(0)))

    @property
    def disputed(self) -> bool:
        """Whether evidence of at least 0.5 disputes it."""
        return any(not e.supports and e.confidence >= DISPUTED_FROM for e in self.evidence)

    def values(self, prop: str) -> tuple[Value, ...]:
        """Return the values of a property, by IRI."""
        return tuple(value for name, value in self.properties if name == prop)

    def holds_on(self, day: dt.date) -> bool:
        """Whether the fact holds on a day."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day < self.valid_to)

    def content_id(self) -> str:
        """Return a hash of what is stated: class, properties and interval, 20 hex digits.

        Label, evidence and the node's own IRI do not count, so that the same statement from two
        files has one id.
        """
        told = [self.cls, _plain(self.valid_from), _plain(self.valid_to), self.precision or ""]
        pairs = sorted([prop, *_typed(value)] for prop, value in self.properties)
        text = json.dumps([told, pairs], ensure_ascii=False, separators=(",", ":"))
        return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _plain(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()


def _typed(value: Value) -> tuple[str, str]:
    if isinstance(value, bool):
        return "boolean", str(value).lower()
    if isinstance(value, int | float | Decimal):
        return "number", format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, dt.date):
        return "date", value.isoformat()
    return ("iri" if isinstance(value, Iri) else "text"), str(value)
