"""Facts to rdflib graphs and back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts import assembly as a
from valuegraph.facts.records import Evidence, Fact, Iri, Source, Value
from valuegraph.vocabulary.namespaces import PREFIXES, VG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Graph, Literal, URIRef

    Triple = tuple[str, str, Value]

ENGLISH = {a.LABEL, a.NOTE, PREFIXES["skos"] + "altLabel"}
"""Properties whose text is English words, and not a title or a wording of somebody else's."""


def to_graph(facts: Iterable[Fact]) -> Graph:
    """Return facts with their evidence and sources as RDF.

    Parameters
    ----------
    facts : iterable of Fact

    Returns
    -------
    rdflib.Graph
        Named nodes only; the prefixes of the vocabulary are bound.
    """
    from rdflib import Graph, URIRef

    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    for fact in facts:
        for subject, prop, value in _of_fact(fact):
            graph.add((URIRef(subject), URIRef(prop), _term(prop, value)))
    return graph


def from_graph(graph: Graph) -> list[Fact]:
    """Return every node with evidence as a fact, sorted by IRI.

    Raises
    ------
    DataError
        A fact has no class, or a date or confidence that is none.
    """
    from rdflib import URIRef

    statements: dict[str, list[tuple[str, Value]]] = {}
    for subject, prop, value in graph:
        statements.setdefault(str(subject), []).append((str(prop), _native(value)))
    nodes = {str(node) for node in graph.subjects(URIRef(a.HAS_EVIDENCE))}
    return [a.fact_from(node, statements) for node in sorted(nodes)]


def _of_fact(fact: Fact) -> Iterator[Triple]:
    yield fact.iri, a.RDF_TYPE, Iri(fact.cls)
    yield from _given(
        fact.iri,
        {
            a.LABEL: fact.label or None,
            a.VALID_FROM: fact.valid_from,
            a.VALID_TO: fact.valid_to,
            a.PRECISION: _iri(fact.precision),
        },
    )
    for prop, value in fact.properties:
        yield fact.iri, prop, value
    for evidence in fact.evidence:
        yield fact.iri, a.HAS_EVIDENCE, Iri(evidence.iri)
        yield from _of_evidence(evidence)


def _of_evidence(evidence: Evidence) -> Iterator[Triple]:
    yield evidence.iri, a.RDF_TYPE, Iri(VG + "Evidence")
    yield from _given(
        evidence.iri,
        {
            a.STANCE: Iri(a.SUPPORTS if evidence.supports else a.DISPUTES),
            a.SOURCE: _iri(evidence.source.iri),
            a.LOCATOR: evidence.locator or None,
            a.CONFIDENCE: evidence.confidence,
            a.EVIDENCE_KIND: _iri(evidence.kind),
            a.RETRIEVED_ON: evidence.retrieved_on,
            a.IDENTIFIER: evidence.identifier,
            a.ORIGINAL_TEXT: evidence.original_text,
            a.NOTE: evidence.note,
        },
    )
    yield from _of_source(evidence.source)


def _of_source(source: Source) -> Iterator[Triple]:
    yield source.iri, a.RDF_TYPE, Iri(VG + "Source")
    licence = source.licence
    yield from _given(
        source.iri,
        {
            a.TITLE: source.title,
            a.PUBLISHER: source.publisher,
            a.URL: source.url,
            a.SOURCE_KIND: _iri(source.kind),
            a.LICENSE: _iri(licence) if licence and "://" in licence else licence,
            a.ISSUED: source.issued,
            a.PRECISION: _iri(source.precision),
            a.RETRIEVED_ON: source.retrieved_on,
        },
    )


def _given(subject: str, values: dict[str, Value | None]) -> Iterator[Triple]:
    for prop, value in values.items():
        if value is not None:
            yield subject, prop, value


def _iri(text: str | None) -> Iri | None:
    return None if text is None else Iri(text)


def _term(prop: str, value: Value) -> URIRef | Literal:
    from rdflib import XSD, Literal, URIRef

    if isinstance(value, Iri):
        return URIRef(value)
    if isinstance(value, str):
        if prop == a.URL:
            return Literal(value, datatype=XSD.anyURI)
        return Literal(value, lang="en" if prop in ENGLISH else None)
    if isinstance(value, float):
        return Literal(Decimal(str(value)))
    return Literal(value)


def _native(term: object) -> Value:
    from rdflib import Literal, URIRef

    if isinstance(term, URIRef):
        return Iri(term)
    if isinstance(term, Literal):
        value = term.toPython()
        if isinstance(value, bool | int | float | Decimal | dt.date):
            return value
    return str(term)
