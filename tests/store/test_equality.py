"""The store and rdflib give the same answers on the same files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
import rdflib

from valuegraph.store import Store
from valuegraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

QUERIES = {
    "pattern": "SELECT ?s ?l { ?s rdfs:label ?l }",
    "star": "SELECT * { ?supply vg:supplier ?a ; vg:dependent ?b }",
    "optional": "SELECT ?s ?share ?to { ?s a vg:Supply OPTIONAL { ?s vg:share ?share } OPTIONAL { ?s vg:validTo ?to } }",
    "dates": 'SELECT ?s { ?s vg:validFrom ?d FILTER(?d < "2021-01-01"^^xsd:date) }',
    "still valid": 'SELECT ?s { ?s vg:validFrom ?d OPTIONAL { ?s vg:validTo ?e } FILTER(!BOUND(?e) || ?e > "2023-01-01"^^xsd:date) }',
    "path": "SELECT ?x { vgd:org-lens (^vg:supplier/vg:dependent)+ ?x }",
    "alternatives": "SELECT ?s ?n { ?s rdfs:label|skos:altLabel|dct:title ?n }",
    "union": "SELECT ?x { { ?x a vg:Model } UNION { ?x a vg:Organization } }",
    "minus": "SELECT ?x { ?x a vg:Organization MINUS { ?s vg:supplier ?x } }",
    "not exists": "SELECT ?x { ?x a vg:Organization FILTER NOT EXISTS { ?s vg:dependent ?x } }",
    "count": "SELECT ?c (COUNT(?x) AS ?n) { ?x a ?c } GROUP BY ?c",
    "having": "SELECT ?l (COUNT(DISTINCT ?x) AS ?n) { ?x rdfs:label ?l } GROUP BY ?l HAVING (COUNT(DISTINCT ?x) > 1)",
    "bind": "SELECT ?s ?half { ?s vg:share ?x BIND(?x / 2 AS ?half) }",
    "values": "SELECT ?x ?l { VALUES ?x { vgd:org-lens vgd:org-chip vgd:nobody } ?x rdfs:label ?l }",
    "subselect": "SELECT ?x ?n { { SELECT ?x (COUNT(*) AS ?n) { ?s vg:supplier ?x } GROUP BY ?x } FILTER(?n > 0) }",
    "language": "SELECT ?l { ?s rdfs:label ?l FILTER(LANG(?l) = 'de') }",
    "text": "SELECT (UCASE(STR(?l)) AS ?u) { ?s rdfs:label ?l FILTER(REGEX(?l, 'quill', 'i')) }",
    "no variables": "SELECT (1 AS ?one) {}",
}  # fmt: skip


@pytest.fixture
def graph(data: Path) -> rdflib.Graph:
    union = rdflib.Graph()
    for path in sorted(data.glob("core/*.ttl")):
        union.parse(path, format="turtle")
    for prefix, namespace in PREFIXES.items():
        union.bind(prefix, namespace, override=True, replace=True)
    return union


def native(term: rdflib.term.Node | None) -> object:
    if isinstance(term, rdflib.Literal):
        value = term.toPython()
        return str(value) if isinstance(value, rdflib.Literal) else value
    return None if term is None else str(term)


def comparable(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(float(c) if hasattr(c, "as_tuple") else c for c in row)


@pytest.mark.parametrize("name", QUERIES)
def test_same_rows(store: Store, graph: rdflib.Graph, name: str) -> None:
    names, rows = store.rows(QUERIES[name])
    result = graph.query(QUERIES[name])
    assert result.vars
    order = [[str(v) for v in result.vars].index(n) for n in names]
    expected = Counter(
        comparable(tuple(native(row[at]) for at in order))
        for row in result  # type: ignore[index]
    )
    assert Counter(rows) == expected
    assert sum(expected.values()) > 0


def test_same_triples(store: Store, graph: rdflib.Graph) -> None:
    assert len(store) == len(graph)
    assert set(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == set(graph)


@pytest.mark.parametrize("name", QUERIES)
def test_same_rows_through_the_rdflib_view(store: Store, name: str) -> None:
    viewed = store.rdf().query(QUERIES[name])
    assert len(list(viewed)) == len(store.rows(QUERIES[name])[1])
