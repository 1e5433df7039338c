"""Which sources stand behind a fact, and on which days a fact holds."""

from __future__ import annotations

import datetime as dt

import pytest

from valuegraph.projection import Slice, project, read_columns
from valuegraph.projection.catalogue import Catalogue
from valuegraph.projection.clustering import source_clusters
from valuegraph.projection.columns import VERSION
from valuegraph.resources import ontology_dir
from valuegraph.store import Store

D = "https://w3id.org/valuegraph/data/"
HEAD = """
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgx: <https://w3id.org/valuegraph/scheme#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DOMICILE = """
vgd:{name} a vg:Domicile ; vg:organization vgd:org-{name} ; vg:inJurisdiction vgd:jur ;
  vg:validFrom "{start}"^^xsd:date ; vg:validTo "{end}"^^xsd:date ; vg:hasEvidence {evidence} .
"""
EVIDENCE = """
vgd:{name} a vg:Evidence ; vg:stance vgx:{stance} ; vg:confidence {confidence} ;
  vg:evidenceKind vgx:{kind} ; vg:retrievedOn "{read}"^^xsd:date {source} .
"""
PIECES = {
    "ev-strong": ("supports", 0.9, "documentary", "2024-01-01", "src-a"),
    "ev-weaker": ("supports", 0.6, "documentary", "2024-02-01", "src-a"),
    "ev-late": ("supports", 0.8, "reported", "2025-03-01", "src-b"),
    "ev-weak": ("supports", 0.3, "reported", "2024-01-01", "src-c"),
    "ev-drawn": ("supports", 0.7, "illustrative", "2024-01-01", "src-d"),
    "ev-against": ("disputes", 0.9, "reported", "2024-01-01", "src-e"),
    "ev-bare": ("supports", 0.7, "reported", "2024-01-01", ""),
}
FACTS = {
    "well": ("2024-01-01", "2026-01-01", "ev-strong ev-weaker ev-late ev-weak ev-drawn ev-against"),
    "bare": ("2024-01-01", "2026-01-01", "ev-bare"),
    "weakly": ("2024-01-01", "2025-06-01", "ev-weak"),
    "later": ("2025-06-02", "2026-01-01", "ev-strong"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    path = tmp_path_factory.mktemp("clusters") / "facts.ttl"
    facts = [
        DOMICILE.format(
            name=name,
            start=start,
            end=end,
            evidence=" , ".join(f"vgd:{each}" for each in evidence.split()),
        )
        for name, (start, end, evidence) in FACTS.items()
    ]
    pieces = [
        EVIDENCE.format(
            name=name,
            stance=stance,
            confidence=confidence,
            kind=kind,
            read=read,
            source=f"; dct:source vgd:{source}" if source else "",
        )
        for name, (stance, confidence, kind, read, source) in PIECES.items()
    ]
    path.write_text(HEAD + "".join(facts + pieces), encoding="utf-8")
    return read_columns(Store.open([ontology_dir(), path], cache=None))


def clusters(told, **options):
    found = source_clusters(told, Slice(dt.date(2025, 5, 31), **options))
    return {
        fact.removeprefix(D): [(source.removeprefix(D), trust) for source, trust in cited]
        for fact, cited in found.items()
    }


def test_each_supporting_source_above_the_floor_counts_once_at_its_surest(told):
    assert clusters(told)["well"] == [("src-a", 0.9), ("src-b", 0.8)]


def test_evidence_without_a_source_is_its_own_cluster(told):
    assert clusters(told)["bare"] == [("ev-bare", 0.7)]


def test_a_lower_floor_lets_weak_sources_in(told):
    assert "weakly" not in clusters(told)
    assert clusters(told, min_confidence=0.3)["weakly"] == [("src-c", 0.3)]
    assert ("src-c", 0.3) in clusters(told, min_confidence=0.3)["well"]


def test_what_was_not_yet_read_does_not_count(told):
    known = dt.date(2025, 2, 28)
    assert clusters(told, known_at=known)["well"] == [("src-a", 0.9)]
    assert ("src-b", 0.8) in clusters(told, known_at=dt.date(2025, 3, 1))["well"]


def test_illustrations_count_only_when_asked_for(told):
    assert ("src-d", 0.7) in clusters(told, include_illustrative=True)["well"]


def test_facts_not_begun_have_no_cluster(told):
    assert "later" not in clusters(told)


def test_every_ground_of_a_projection_has_a_cluster_of_at_least_the_floor(at):
    projection = at("2026-06-01")
    cited = {f for line in projection.network.supplies.values() for f in line.facts}
    assert cited <= projection.clusters.keys()
    assert all(trust >= 0.5 for fact in cited for _, trust in projection.clusters[fact])
    assert projection.clusters is projection.clusters


def test_on_its_last_day_a_fact_neither_holds_nor_is_left_out(told):
    before = Catalogue(told, Slice(dt.date(2025, 5, 31)))
    ended = Catalogue(told, Slice(dt.date(2025, 6, 1)))
    assert (before.left_out, ended.left_out) == (1, 0)
    low = {"min_confidence": 0.3}
    held = [
        Catalogue(told, Slice(dt.date(2025, day[0], day[1]), **low)) for day in ((5, 31), (6, 1))
    ]
    names = [{r.iri.removeprefix(D) for r in each.of("Domicile")} for each in held]
    assert names == [{"well", "bare", "weakly"}, {"well", "bare"}]


def test_the_cache_of_columns_carries_their_version():
    asked = []

    class Remembering:
        """A store that only says under which name columns are kept."""

        def remember(self, name, build):
            asked.append(name)
            raise LookupError(name)

    with pytest.raises(LookupError):
        read_columns(Remembering())
    assert asked == [f"projection-{VERSION}"]


def test_an_expected_fact_is_stated_though_it_supplies_nothing(at):
    catalogue = at("2026-06-01").catalogue
    planned = f"{D}sup-plan"
    assert planned in {record.iri for record in catalogue.stated("Supply")}
    assert planned not in {record.iri for record in catalogue.begun("Supply")}


def test_the_projection_of_no_facts_has_no_cluster(told):
    empty = project(told, Slice(dt.date(2020, 1, 1)))
    assert empty.clusters == {}
