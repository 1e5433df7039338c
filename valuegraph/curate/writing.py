"""What a harvest came to, as canonical Turtle: a file for each kind of relation."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from rdflib import XSD, Graph, Literal, URIRef

from valuegraph.facts import assembly as a
from valuegraph.facts.canonical import format_graph
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGX

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from rdflib.term import Node

    from valuegraph.curate.settled import Proof, Settled, SettledRelation, SettledThing
    from valuegraph.facts.records import Value

    Triple = tuple[str, str, Value]

__all__ = ["ADDITIONS", "SOURCE", "THINGS", "turtle"]

THINGS, ADDITIONS, SOURCE = "things.ttl", "additions.ttl", "source.ttl"
ENGLISH = {a.LABEL, a.NOTE, a.TITLE, PREFIXES["skos"] + "altLabel"}
ADDRESSES = {a.URL, VG + "homepage"}
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def turtle(
    settled: Settled,
    sources: Mapping[str, tuple[tuple[str, Value], ...]],
    read_on: Mapping[str, dt.date],
) -> dict[str, str]:
    """Return the files of a source's folder.

    Parameters
    ----------
    settled : Settled
        What there is to write.
    sources : mapping
        What is said of each document that the evidence cites, by IRI.
    read_on : mapping of str to datetime.date
        When each piece of evidence was read, by IRI.

    Returns
    -------
    dict of str to str
        Name and canonical text; evidence stands in the first file that cites it, and a file that
        would hold nothing is left out.
    """
    files: dict[str, list[Triple]] = defaultdict(list)
    for iri, pairs in sources.items():
        files[SOURCE] += [(iri, prop, value) for prop, value in pairs]
    for thing in settled.things:
        files[THINGS] += _of_thing(thing)
    for relation in settled.relations:
        files[_file(relation.cls)] += _of_relation(relation)
    files[ADDITIONS] += [(iri, prop, text) for iri, prop, text in settled.additions]
    files[ADDITIONS] += [(iri, a.HAS_EVIDENCE, Iri(proof)) for iri, proof in settled.grafts]
    told: set[str] = set()
    for name in sorted(files, key=lambda each: (each == ADDITIONS, each)):
        cited = {str(value) for _, prop, value in files[name] if prop == a.HAS_EVIDENCE}
        for iri in sorted(cited - told):
            files[name] += _of_proof(settled.proofs[iri], read_on[iri])
        told |= cited
    return {name: _text(triples) for name, triples in sorted(files.items()) if triples}


def _file(cls: str) -> str:
    return _CAPITAL.sub("-", cls).lower() + ".ttl"


def _of_thing(thing: SettledThing) -> Iterator[Triple]:
    yield thing.iri, a.RDF_TYPE, Iri(VG + thing.cls)
    yield thing.iri, a.LABEL, thing.label
    for prop, value in thing.pairs:
        yield thing.iri, prop, value


def _of_relation(relation: SettledRelation) -> Iterator[Triple]:
    iri = relation.iri
    yield iri, a.RDF_TYPE, Iri(VG + relation.cls)
    yield iri, a.LABEL, relation.label
    for prop, value in (*relation.ends, *relation.values):
        yield iri, prop, value
    yield iri, a.VALID_FROM, relation.span.start
    yield iri, a.PRECISION, Iri(VGX + relation.span.precision)
    if relation.span.end is not None:
        yield iri, a.VALID_TO, relation.span.end
    if relation.note:
        yield iri, a.NOTE, relation.note
    for each in relation.evidence:
        yield iri, a.HAS_EVIDENCE, Iri(each)


def _of_proof(proof: Proof, read_on: dt.date) -> Iterator[Triple]:
    yield proof.iri, a.RDF_TYPE, Iri(VG + "Evidence")
    yield proof.iri, a.SOURCE, Iri(proof.document)
    yield proof.iri, a.LOCATOR, proof.locator
    yield proof.iri, a.CONFIDENCE, proof.confidence
    yield proof.iri, a.EVIDENCE_KIND, Iri(VGX + proof.kind)
    yield proof.iri, a.RETRIEVED_ON, read_on
    yield proof.iri, a.STANCE, Iri(a.SUPPORTS)
    if proof.original:
        yield proof.iri, a.ORIGINAL_TEXT, proof.original
    if proof.note:
        yield proof.iri, a.NOTE, proof.note


def _text(triples: list[Triple]) -> str:
    graph, terms = Graph(), _Terms()
    for subject, prop, value in triples:
        graph.add((terms.iri(subject), terms.iri(prop), terms.value(prop, value)))
    return format_graph(graph)


class _Terms:
    """Makes each term once: most of a file repeats a few hundred of them."""

    def __init__(self) -> None:
        self._iris: dict[str, URIRef] = {}
        self._values: dict[tuple[str, type, Value], Node] = {}

    def iri(self, text: str) -> URIRef:
        if text not in self._iris:
            self._iris[text] = URIRef(text)
        return self._iris[text]

    def value(self, prop: str, value: Value) -> Node:
        if isinstance(value, Iri):
            return self.iri(value)
        key = (prop, type(value), value)
        if key not in self._values:
            self._values[key] = _literal(prop, value)
        return self._values[key]


def _literal(prop: str, value: Value) -> Literal:
    if isinstance(value, Decimal):
        return Literal(format(value.normalize(), "f"), datatype=XSD.decimal)
    if not isinstance(value, str):
        return Literal(value)
    if prop in ADDRESSES:
        return Literal(value, datatype=XSD.anyURI)
    return Literal(value, lang="en" if prop in ENGLISH else None)
