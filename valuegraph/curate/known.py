"""What other data already say: the things with their names, and the relations by their ends."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from valuegraph.curate.called import asked
from valuegraph.curate.identity import KnownThing
from valuegraph.facts import assembly as a
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.facts.assembly import Statements
    from valuegraph.facts.records import Value

__all__ = ["ALT_LABEL", "Ends", "Known", "KnownRelation", "Span", "ends_of", "plain"]

Ends = frozenset[tuple[str, "Value"]]
"""Property IRIs with what they point at: which relation of its class it is."""

ALT_LABEL = PREFIXES["skos"] + "altLabel"
NOTATION = PREFIXES["skos"] + "notation"
SCANCODE = "LicenseRef-scancode-"
NO_EVIDENCE = frozenset({VG + "Evidence"})
MADE, MAKERS = {VG + "developedAsset"}, {VG + "developer"}
DESIGNED, DESIGNERS = {VG + "dependent"}, {VG + "supplier"}
NO_PROPS: frozenset[str] = frozenset()
AMOUNTS = {
    VG + "Price": frozenset(
        VG + name for name in ("inputPrice", "outputPrice", "cacheReadPrice", "cacheWritePrice")
    )
}
"""Properties that evidence for a relation must state too, where the relation has them."""
MEASURE = VG + "Measure"
PARTS = frozenset({VG + "measureObject", VG + "shareBasis"})
FORECAST = (VG + "modality", Iri(VGX + "forecast"))
CHIP_DESIGN = (VG + "supplyKind", Iri(VGX + "designWork"))


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open interval; without an end it goes on.

    Attributes
    ----------
    start, end : datetime.date
    precision : str
        Local name of the concept.
    """

    start: dt.date
    end: dt.date | None = None
    precision: str = "day"

    def meets(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return (self.end is None or other.start < self.end) and (
            other.end is None or self.start < other.end
        )

    @property
    def vague(self) -> bool:
        """Whether it is only known to hold on its first day, and not since when."""
        return self.precision.startswith("asOf")


@dataclass(frozen=True, slots=True)
class KnownRelation:
    """A relation node as the data hold it.

    Attributes
    ----------
    iri, cls, label : str
        Its node, the IRI of its class, the statement in words.
    pairs : tuple of (str, value)
        Its properties without type, label, interval and evidence.
    span : Span
    evidence, documents : tuple of str
        IRIs of its evidence, and of the documents that the evidence cites.
    """

    iri: str
    cls: str
    label: str
    pairs: tuple[tuple[str, Value], ...]
    span: Span
    evidence: tuple[str, ...]
    documents: frozenset[str]


def plain(value: Value) -> Value:
    """Return a value as facts hold it: whole numbers as decimals, so that equal ones are equal."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return Decimal(str(value))


def _licence_id(text: str) -> str:
    """Return an identifier of a licence with its scheme, as sources declare it."""
    if ":" in text:
        return text
    if text.startswith(SCANCODE):
        return f"scancode:{text.removeprefix(SCANCODE)}"
    return text if text.startswith("LicenseRef") else f"spdx:{text}"


def ends_of(pairs: tuple[tuple[str, Value], ...], props: frozenset[str]) -> Ends:
    """Return the part of some pairs that certain properties make."""
    return frozenset((prop, plain(value)) for prop, value in pairs if prop in props)


class Known:
    """An index over statements.

    Parameters
    ----------
    statements : mapping
        Node IRI to its (property IRI, value) pairs.
    """

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        self._relations: dict[str, list[KnownRelation]] = {}
        self._indexes: dict[tuple[str, frozenset[str]], dict[Ends, list[KnownRelation]]] = {}

    def first(self, iri: str, prop: str) -> str:
        """Return a property as text; empty when it is not there."""
        return next(
            (str(value) for name, value in self.statements.get(iri, ()) if name == prop), ""
        )

    def all(self, iri: str, prop: str) -> list[str]:
        """Return every value of a property as text."""
        return [str(value) for name, value in self.statements.get(iri, ()) if name == prop]

    def label(self, iri: str) -> str:
        """Return the label of a node; empty when it has none."""
        return self.first(iri, a.LABEL)

    def day(self, iri: str) -> dt.date | None:
        """Return the day on which a piece of evidence was read; None for what is not here."""
        days = (v for p, v in self.statements.get(iri, ()) if p == a.RETRIEVED_ON)
        return next((day for day in days if isinstance(day, dt.date)), None)

    def describes(self, iri: str) -> bool:
        """Whether the data say of which class a node is."""
        return bool(self.first(iri, a.RDF_TYPE))

    @cached_property
    def things(self) -> dict[str, KnownThing]:
        """What is neither relation nor evidence, by IRI, sorted."""
        return {each.iri: each for each in self._things()}

    def _things(self) -> Iterator[KnownThing]:
        for iri in sorted(self.statements):
            kinds = [kind for kind in self.all(iri, a.RDF_TYPE) if kind.startswith(VG)]
            if not kinds or NO_EVIDENCE.issuperset(kinds) or self.first(iri, a.HAS_EVIDENCE):
                continue
            yield KnownThing(
                iri,
                kinds[0].removeprefix(VG),
                self.label(iri),
                tuple(self.all(iri, ALT_LABEL)),
                tuple(self._ids(iri, kinds[0])),
                tuple(sorted(self._makers.get(iri, ()))),
            )

    def _ids(self, iri: str, kind: str) -> Iterator[str]:
        for each in self.all(iri, a.IDENTIFIER):
            yield _licence_id(each) if kind == VG + "Licence" else each
        for each in self.all(iri, NOTATION):
            yield f"iso3166:{each}" if kind == VG + "Jurisdiction" else each

    @cached_property
    def _makers(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for pairs in self.statements.values():
            designed = CHIP_DESIGN in pairs
            made = [str(v) for p, v in pairs if p in MADE or (designed and p in DESIGNED)]
            makers = [str(v) for p, v in pairs if p in MAKERS or (designed and p in DESIGNERS)]
            for asset in made:
                for maker in makers:
                    found[asset].update([self.label(maker), *self.all(maker, ALT_LABEL)])
        return found

    @cached_property
    def relation_classes(self) -> dict[str, list[str]]:
        """IRIs of relations, sorted, by the IRI of their class."""
        found: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(self.statements):
            pairs = self.statements[iri]
            if any(prop == a.VALID_FROM for prop, _ in pairs):
                kinds = (str(v) for p, v in pairs if p == a.RDF_TYPE)
                found[next((kind for kind in kinds if kind.startswith(VG)), "")].append(iri)
        return found

    def relations(self, cls: str) -> list[KnownRelation]:
        """Return the relations of a class, in the order of their IRIs."""
        if cls not in self._relations:
            found = [self._relation(iri, cls) for iri in self.relation_classes.get(cls, ())]
            self._relations[cls] = found
        return self._relations[cls]

    def _relation(self, iri: str, cls: str) -> KnownRelation:
        pairs = self.statements[iri]
        evidence = tuple(sorted(set(self.all(iri, a.HAS_EVIDENCE))))
        days = {
            p: v for p, v in pairs if p in {a.VALID_FROM, a.VALID_TO} and isinstance(v, dt.date)
        }
        return KnownRelation(
            iri,
            cls,
            self.label(iri),
            tuple(dict.fromkeys((p, plain(v)) for p, v in pairs if p not in a.APART)),
            Span(
                days[a.VALID_FROM],
                days.get(a.VALID_TO),
                self.first(iri, a.PRECISION).removeprefix(VGX),
            ),
            evidence,
            frozenset(self.first(each, a.SOURCE) for each in evidence),
        )

    def like(self, cls: str, ends: Ends) -> list[KnownRelation]:
        """Return the relations of a class with the same ends, earliest first.

        A price is the same when it states the same amounts; one that says less of stored input is
        told by any that agrees with it, and never the other way round. A figure of a part is none
        of the whole, and a forecast is none of what was seen.
        """
        found = [(self._told(each, cls), each) for each in self._like(cls, asked(ends))]
        agreeing = [(told, each) for told, each in found if told <= ends]
        most = max((len(told) for told, _ in agreeing), default=0)
        return [each for told, each in agreeing if len(told) == most]

    @staticmethod
    def _told(relation: KnownRelation, cls: str) -> Ends:
        return ends_of(relation.pairs, AMOUNTS.get(cls, NO_PROPS))

    def _like(self, cls: str, ends: Ends) -> list[KnownRelation]:
        props = frozenset(prop for prop, _ in ends) | (PARTS if cls == MEASURE else NO_PROPS)
        index = self._indexes.get((cls, props))
        if index is None:
            index = self._indexes[cls, props] = defaultdict(list)
            for relation in self.relations(cls):
                ahead = cls == MEASURE and FORECAST in relation.pairs
                told = {FORECAST} if ahead else set()
                index[ends_of(relation.pairs, props) | told].append(relation)
        found = index.get(ends, [])
        return sorted(found, key=lambda each: (each.span.start, each.iri))
