"""What is picked out on arrays is what a query over the same statements finds."""

from __future__ import annotations

import pytest

from valuegraph.projection.statements import Statements
from valuegraph.resources import ontology_dir
from valuegraph.store import Store

HEAD = """\
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgx: <https://w3id.org/valuegraph/scheme#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FACTS = """
vgd:bare a vg:Supply ; vg:validFrom "2020-01-01"^^xsd:date .
vgd:two a vg:Supply ; vg:validFrom "2020-01-01"^^xsd:date ; vg:hasEvidence vgd:ev-a, vgd:ev-b .
vgd:shared a vg:Supply ; vg:validFrom "2021-01-01"^^xsd:date ;
  vg:hasEvidence vgd:ev-a, vgd:ev-c, vgd:ev-vague, vgd:ev-nowhere .
vgd:thing rdfs:label "no relation"@en ; vg:hasEvidence vgd:ev-a .
vgd:ev-a vg:stance vgx:supports ; vg:confidence 0.7 ; vg:evidenceKind vgx:reported ;
  vg:retrievedOn "2026-01-01"^^xsd:date ; dct:source vgd:src-1, vgd:src-2 .
vgd:ev-b vg:stance vgx:disputes ; vg:confidence 0.5 ; vg:evidenceKind vgx:reported ;
  vg:retrievedOn "2026-01-02"^^xsd:date .
vgd:ev-c vg:stance vgx:supports ; vg:confidence 0.3, 0.9 ; vg:evidenceKind vgx:illustrative ;
  vg:retrievedOn "2026-01-03"^^xsd:date ; dct:source vgd:src-1 .
vgd:ev-vague vg:stance vgx:supports ; vg:evidenceKind vgx:reported ; dct:source vgd:src-1 .
"""
QUERIES = {
    "relations": "SELECT ?r ?p ?o { ?r vg:validFrom ?start ; ?p ?o }",
    "evidence": """
SELECT ?r ?stance ?confidence ?kind ?known ?source {
  ?r vg:validFrom ?start ; vg:hasEvidence ?e .
  ?e vg:stance ?stance ; vg:confidence ?confidence ; vg:evidenceKind ?kind ; vg:retrievedOn ?known .
  OPTIONAL { ?e dct:source ?stated }
  BIND(COALESCE(?stated, ?e) AS ?source)
}""",
    "described": """
SELECT ?s ?p ?o {
  VALUES ?p { rdf:type rdfs:label vg:inFamily vg:variantOf vg:tradesRole vg:inLayer vg:licensor }
  ?s ?p ?o
}""",
    "sectors": """
SELECT ?s ?label {
  ?s skos:prefLabel ?label FILTER(STRSTARTS(STR(?s), "http://data.europa.eu/ux2/nace2.1/"))
}""",
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    path = tmp_path_factory.mktemp("odd") / "odd.ttl"
    path.write_text(HEAD + FACTS, encoding="utf-8")
    return Store.open([ontology_dir(), path], cache=None)


def picked(store, what):
    columns = getattr(Statements(store.codes()), what)()
    values = [[each.values[code] for code in each.codes.tolist()] for each in columns.values()]
    return list(columns), sorted(zip(*values, strict=True), key=repr)


@pytest.mark.parametrize("what", QUERIES)
@pytest.mark.parametrize("which", ["store", "odd"])
def test_they_are_what_a_query_finds(request, what, which):
    asked = request.getfixturevalue(which)
    names, rows = asked.rows(QUERIES[what])
    assert picked(asked, what) == (names, sorted(rows, key=repr))
    assert rows


@pytest.mark.parametrize("what", QUERIES)
def test_without_statements_nothing_is_picked(tmp_path, what):
    path = tmp_path / "empty.ttl"
    path.write_text("", encoding="utf-8")
    assert picked(Store.open([path], cache=None), what)[1] == []
