"""What a dataset is said to hold is what queries count."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuegraph.resources import ontology_dir
from valuegraph.store import Store
from valuegraph.view.dataset import counts

CHAIN = Path(__file__).parent.parent / "projection" / "chain.ttl"
ODD = """
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
vgd:bare a vg:Supply ; vg:validFrom "2020-01-01"^^xsd:date .
vgd:half a vg:Supply ; vg:validFrom "2020-01-01"^^xsd:date ; vg:hasEvidence vgd:ev-half .
vgd:well a vg:Supply, vg:Uptake ; vg:validFrom "2020-01-01"^^xsd:date, "2021-01-01"^^xsd:date ;
  vg:hasEvidence vgd:ev-half, vgd:ev-whole, vgd:ev-untyped .
vgd:thing a vg:Model, <urn:elsewhere> ; vg:hasEvidence vgd:ev-whole .
<urn:other> a vg:Model .
vgd:src a vg:Source .
vgd:ev-half a vg:Evidence ; dct:source vgd:src ; vg:locator "page 1" .
vgd:ev-whole a vg:Evidence ; dct:source vgd:src ; vg:locator "page 1" ; vg:confidence 0.5, 0.7 .
vgd:ev-untyped dct:source vgd:src ; vg:locator "page 1" ; vg:confidence 0.5 .
"""
CLASSES = """
SELECT ?class (COUNT(DISTINCT ?r) AS ?n) {
  ?r vg:validFrom ?start ; a ?class . FILTER(STRSTARTS(STR(?class), STR(vg:)))
} GROUP BY ?class ORDER BY DESC(?n) ?class
"""
ENTITIES = """
SELECT ?class (COUNT(DISTINCT ?s) AS ?n) {
  ?s a ?class . FILTER(STRSTARTS(STR(?s), STR(vgd:)))
  FILTER(STRSTARTS(STR(?class), STR(vg:)))
  FILTER(?class NOT IN (vg:Evidence, vg:Source))
  FILTER NOT EXISTS { ?s vg:validFrom ?start }
} GROUP BY ?class ORDER BY DESC(?n) ?class
"""
EVIDENCED = """
SELECT (COUNT(DISTINCT ?r) AS ?all) (COUNT(DISTINCT ?good) AS ?evidenced) {
  ?r vg:validFrom ?start .
  OPTIONAL {
    ?r vg:hasEvidence ?e . ?e dct:source ?s ; vg:locator ?l ; vg:confidence ?c .
    BIND(?r AS ?good)
  }
}
"""
EVIDENCE = """
SELECT (COUNT(DISTINCT ?e) AS ?all) (COUNT(DISTINCT ?whole) AS ?complete) {
  ?e a vg:Evidence .
  OPTIONAL { ?e dct:source ?s ; vg:locator ?l ; vg:confidence ?c . BIND(?e AS ?whole) }
}
"""


@pytest.fixture(params=["chain", "odd", "empty"])
def store(request, tmp_path):
    path = tmp_path / "odd.ttl"
    path.write_text("" if request.param == "empty" else ODD, encoding="utf-8")
    facts = {"chain": [CHAIN], "odd": [path], "empty": [path]}[request.param]
    return Store.open([ontology_dir(), *facts], cache=None)


def test_counts_are_those_of_queries(store):
    found = counts(store)
    in_dataset = [number for section, _, number in found if section == "dataset"]
    assert tuple(in_dataset[i] for i in (0, 2)) == store.rows(EVIDENCED)[1][0]
    assert tuple(in_dataset[3:5]) == store.rows(EVIDENCE)[1][0]
    for section, query in (("relations", CLASSES), ("entities", ENTITIES)):
        asked = store.rows(query)[1]
        names = store.labels([iri for iri, _ in asked])
        told = [(item, number) for part, item, number in found if part == section]
        assert told == [(names[iri], number) for iri, number in asked]
    assert in_dataset[1] == sum(number for part, _, number in found if part == "entities")
