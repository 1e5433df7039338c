"""The facts of a slice as a dataset: what stays, what goes, with which evidence."""

from __future__ import annotations

import datetime as dt

import pytest

import valuegraph
from tests.prologue import PROLOGUE
from valuegraph.projection import Slice, narrowed, read_columns
from valuegraph.store import Store

THINGS = """
vgd:org-a a vg:Organization ; rdfs:label "A"@en .
vgd:org-b a vg:Organization ; rdfs:label "B"@en .
vgd:src-x a vg:Source ; rdfs:label "X"@en ; dct:title "X" .
"""
EVIDENCE = (
    'vgd:ev-{0} a vg:Evidence ; vg:stance vgx:{4} ; dct:source vgd:src-x ; vg:locator "{0}" ; '
    'vg:confidence {1} ; vg:evidenceKind vgx:{2} ; vg:retrievedOn "{3}"^^xsd:date .\n'
)
SUPPLY = (
    'vgd:sup-{0} a vg:Supply ; rdfs:label "{0}"@en ; vg:supplier vgd:org-a ; '
    "vg:dependent vgd:org-b ; vg:fillsRole vgx:wafers ; vg:supplyKind vgx:physicalSupply ; "
    'vg:validFrom "{1}"^^xsd:date ; {2} vg:datePrecision vgx:day ; vg:hasEvidence {3} .\n'
)
FACTS = "".join(
    [
        SUPPLY.format("standing", "2020-01-01", "", "vgd:ev-early , vgd:ev-late , vgd:ev-weak"),
        SUPPLY.format("ended", "2019-01-01", 'vg:validTo "2021-01-01"^^xsd:date ;', "vgd:ev-of-ended"),
        SUPPLY.format("read-late", "2020-01-01", "", "vgd:ev-late-alone"),
        SUPPLY.format("weak", "2020-01-01", "", "vgd:ev-weak-alone"),
        SUPPLY.format("drawn", "2020-01-01", "", "vgd:ev-drawn"),
        EVIDENCE.format("early", 0.9, "documentary", "2022-01-01", "supports"),
        EVIDENCE.format("late", 0.9, "documentary", "2025-01-01", "disputes"),
        EVIDENCE.format("weak", 0.3, "documentary", "2022-01-01", "supports"),
        EVIDENCE.format("of-ended", 0.9, "documentary", "2022-01-01", "supports"),
        EVIDENCE.format("late-alone", 0.9, "documentary", "2025-01-01", "supports"),
        EVIDENCE.format("weak-alone", 0.3, "documentary", "2022-01-01", "supports"),
        EVIDENCE.format("drawn", 0.9, "illustrative", "2022-01-01", "supports"),
    ]
)  # fmt: skip
EVERYTHING = {
    "sup-standing", "sup-ended", "sup-read-late", "sup-weak", "sup-drawn", "ev-early", "ev-late",
    "ev-weak", "ev-of-ended", "ev-late-alone", "ev-weak-alone", "ev-drawn",
}  # fmt: skip
ABOUT = "SELECT DISTINCT ?s { ?s a ?kind FILTER(?kind IN (vg:Supply, vg:Evidence)) }"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "derived").mkdir()
    for name, text in (
        ("things.ttl", THINGS),
        ("facts.ttl", FACTS),
        ("derived/found.ttl", "vgd:finding-1 vg:datasetHash 'x' ."),
    ):
        (tmp_path / name).write_text(PROLOGUE + text, encoding="utf-8")
    return tmp_path


@pytest.fixture(params=["one statement in one file", "one statement in two files"])
def store(request, files):
    if "two" in request.param:
        (files / "again.ttl").write_text(PROLOGUE + THINGS, encoding="utf-8")
    return Store.open([files], cache=None)


def of_slice(store, **options):
    part = Slice(dt.date.fromisoformat(options.pop("day", "2024-01-01")), **options)
    return narrowed(store, read_columns(store), part)


def said_of(store):
    return {iri.rpartition("/")[2] for (iri,) in store.rows(ABOUT)[1]}


@pytest.mark.parametrize(
    ("options", "gone"),
    [
        ({}, {"sup-ended", "ev-of-ended", "sup-weak", "ev-weak-alone", "ev-weak", "sup-drawn",
              "ev-drawn"}),
        ({"min_confidence": 0.0, "include_illustrative": True}, {"sup-ended", "ev-of-ended"}),
        ({"day": "2020-06-01", "min_confidence": 0.0, "include_illustrative": True}, set()),
        ({"day": "2018-01-01"}, EVERYTHING),
        ({"known_at": dt.date(2023, 1, 1), "min_confidence": 0.0, "include_illustrative": True},
         {"sup-ended", "ev-of-ended", "sup-read-late", "ev-late-alone", "ev-late"}),
    ],
)  # fmt: skip
def test_what_a_slice_leaves_out_is_gone_with_its_evidence(store, options, gone):
    assert said_of(store) == EVERYTHING
    assert said_of(of_slice(store, **options)) == EVERYTHING - gone
    assert said_of(store) == EVERYTHING


def test_nothing_points_at_what_is_gone(store):
    left = of_slice(store)
    dangling = "SELECT ?e { ?s vg:hasEvidence ?e FILTER NOT EXISTS { ?e a vg:Evidence } }"
    assert left.rows(dangling)[1] == []


def test_things_stay_once_and_conclusions_of_the_whole_go(store):
    left = of_slice(store)
    assert left.rows("SELECT ?l { vgd:org-a rdfs:label ?l }")[1] == [("A",)]
    assert not left.ask("ASK { vgd:finding-1 ?p ?o }")
    assert len(left) == left.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[1][0][0]
    assert left.resolve("A").endswith("org-a")


def test_it_is_another_content_each_slice_its_own(store):
    hashes = {store.content_hash, of_slice(store).content_hash}
    hashes.add(of_slice(store, day="2020-06-01").content_hash)
    assert len(hashes) == 3
    assert of_slice(store).content_hash in hashes
    assert of_slice(store).sources == store.sources


def test_of_the_facade_it_answers_and_names_the_dataset_of_the_files(files):
    kg = valuegraph.load(files, only=True, as_of="2024-01-01", cache=False)
    left = kg.narrowed()
    counted = "SELECT (COUNT(*) AS ?n) { ?s a vg:Supply }"
    assert kg.query(counted).n.tolist() == [5]
    assert left.query(counted).n.tolist() == [2]
    assert left.dataset == kg.dataset
    assert len(left.columns.relation) == 2
    assert {fact.label for fact in left.show("A").facts_out} == {"standing", "read-late"}
