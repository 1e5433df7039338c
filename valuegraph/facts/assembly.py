"""From statements about nodes to facts: the same whether they come from a query or a graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from valuegraph.errors import DataError
from valuegraph.facts.records import Evidence, Fact, Iri, Source, Value
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGX

Statements = Mapping[str, Sequence[tuple[str, Value]]]
"""Node IRI -> (property IRI, value) pairs."""

RDF_TYPE = PREFIXES["rdf"] + "type"
LABEL = PREFIXES["rdfs"] + "label"
NOTE = PREFIXES["skos"] + "note"
TITLE = PREFIXES["dct"] + "title"
PUBLISHER = PREFIXES["dct"] + "publisher"
ISSUED = PREFIXES["dct"] + "issued"
LICENSE = PREFIXES["dct"] + "license"
SOURCE = PREFIXES["dct"] + "source"
IDENTIFIER = PREFIXES["dct"] + "identifier"
URL = VG + "url"
SOURCE_KIND = VG + "sourceKind"
RETRIEVED_ON = VG + "retrievedOn"
PRECISION = VG + "datePrecision"
VALID_FROM = VG + "validFrom"
VALID_TO = VG + "validTo"
HAS_EVIDENCE = VG + "hasEvidence"
STANCE = VG + "stance"
LOCATOR = VG + "locator"
CONFIDENCE = VG + "confidence"
EVIDENCE_KIND = VG + "evidenceKind"
ORIGINAL_TEXT = VG + "originalText"
SUPPORTS = VGX + "supports"
DISPUTES = VGX + "disputes"

APART = {RDF_TYPE, LABEL, VALID_FROM, VALID_TO, PRECISION, HAS_EVIDENCE}
"""Properties of a fact's node that are attributes of the record and not among `properties`."""


def fact_from(iri: str, statements: Statements) -> Fact:
    """Return the fact of one node.

    Parameters
    ----------
    iri : str
        The node.
    statements : mapping
        What is said of it, of its evidence and of their sources.

    Raises
    ------
    DataError
        It has no class, or a date or confidence that is none.
    """
    said = _Node(iri, statements)
    classes = sorted(str(value) for value in said.all(RDF_TYPE))
    if not classes:
        raise DataError("a fact has no class", where=iri, mend="give its node an rdf:type")
    main = next((cls for cls in classes if cls.startswith(VG)), classes[0])
    properties = [pair for pair in said.pairs if pair[0] not in APART]
    properties += [(RDF_TYPE, Iri(cls)) for cls in classes if cls != main]
    evidence = (evidence_from(str(node), statements) for node in said.all(HAS_EVIDENCE))
    return Fact(
        iri=iri,
        cls=main,
        label=said.text(LABEL) or "",
        properties=tuple(sorted(properties, key=_order)),
        valid_from=said.date(VALID_FROM),
        valid_to=said.date(VALID_TO),
        precision=said.text(PRECISION),
        evidence=tuple(sorted(evidence, key=lambda each: (-each.confidence, each.iri))),
    )


def evidence_from(iri: str, statements: Statements) -> Evidence:
    """Return the evidence of one node; see `fact_from`."""
    said = _Node(iri, statements)
    return Evidence(
        iri=iri,
        source=source_from(said.text(SOURCE) or "", statements),
        locator=said.text(LOCATOR) or "",
        confidence=said.decimal(CONFIDENCE),
        supports=said.text(STANCE) != DISPUTES,
        kind=said.text(EVIDENCE_KIND),
        retrieved_on=said.date(RETRIEVED_ON),
        identifier=said.text(IDENTIFIER),
        original_text=said.text(ORIGINAL_TEXT),
        note=said.text(NOTE),
    )


def source_from(iri: str, statements: Statements) -> Source:
    """Return the source of one node; its IRI stands in for a missing title."""
    said = _Node(iri, statements)
    return Source(
        iri=iri,
        title=said.text(TITLE) or said.text(LABEL) or iri,
        publisher=said.text(PUBLISHER),
        url=said.text(URL),
        kind=said.text(SOURCE_KIND),
        licence=said.text(LICENSE),
        issued=said.date(ISSUED),
        precision=said.text(PRECISION),
        retrieved_on=said.date(RETRIEVED_ON),
    )


class _Node:
    """What is said of one node, by property."""

    def __init__(self, iri: str, statements: Statements) -> None:
        self.iri = iri
        self.pairs = list(dict.fromkeys(statements.get(iri, ())))

    def all(self, prop: str) -> list[Value]:
        return [value for name, value in self.pairs if name == prop]

    def one(self, prop: str) -> Value | None:
        return min(self.all(prop), key=str, default=None)

    def text(self, prop: str) -> str | None:
        value = self.one(prop)
        return None if value is None else str(value)

    def date(self, prop: str) -> dt.date | None:
        value = self.one(prop)
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        raise self._wrong(prop, value, "a date", '"2026-01-31"^^xsd:date')

    def decimal(self, prop: str) -> Decimal:
        value = self.one(prop)
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return Decimal(str(value))
        raise self._wrong(prop, value, "a number", "0.9")

    def _wrong(self, prop: str, value: Value | None, kind: str, example: str) -> DataError:
        return DataError(
            f"{prop} is {value!r}, not {kind}",
            where=self.iri,
            why="the fact could not be placed in time or weighed",
            mend=f"write it as {example}",
        )


def _order(pair: tuple[str, Value]) -> tuple[str, str, str]:
    return pair[0], type(pair[1]).__name__, str(pair[1])
