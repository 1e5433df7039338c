"""Links from foundation to sector, their names, and what no source states of them."""

from __future__ import annotations

import pytest

import valuegraph
from valuegraph.errors import UnknownNameError, UsageError
from valuegraph.view.chain import Asked, ChainAnswer, chain
from valuegraph.view.sectors import Sectors

NACE = "http://data.europa.eu/ux2/nace2.1/"
FACTS = """
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix vgx: <https://w3id.org/valuegraph/scheme#> .
@prefix nace: <http://data.europa.eu/ux2/nace2.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
vgd:org-quill a vg:Organization ; rdfs:label "Quill"@en .
vgd:org-ferry a vg:Organization ; rdfs:label "Ferry"@en .
vgd:org-bank a vg:Organization ; rdfs:label "Bank of Nowhere"@en .
vgd:org-farm a vg:Organization ; rdfs:label "Farm"@en .
vgd:family-nib a vg:ModelFamily ; rdfs:label "Nib"@en .
vgd:model-nib-2 a vg:Model ; rdfs:label "Nib 2"@en ; vg:inFamily vgd:family-nib .
vgd:platform-harbour a vg:Platform ; rdfs:label "Harbour"@en .
vgd:lic-nib a vg:Licence ; rdfs:label "Nib licence"@en .
vgd:lic-weights a vg:Licence ; rdfs:label "Weights licence"@en .
vgd:app-desk a vg:Application ; rdfs:label "Desk"@en .
vgd:dev-nib a vg:Development ; rdfs:label "Quill develops Nib"@en ; vg:developer vgd:org-quill ;
  vg:developedAsset vgd:family-nib ; vg:validFrom "2023-01-01"^^xsd:date ; vg:datePrecision vgx:day ;
  vg:hasEvidence vgd:ev-0000000001 .
vgd:off-nib a vg:Offering ; rdfs:label "Nib 2 at Harbour"@en ; vg:hasProvider vgd:org-ferry ;
  vg:ofAsset vgd:model-nib-2 ; vg:viaPlatform vgd:platform-harbour ; vg:hasChannel vgx:managedApi ;
  vg:accessLevel vgx:apiAccess ; vg:mediationKind vgx:transaction ; vg:hasTerms vgd:lic-nib ;
  vg:validFrom "2023-05-01"^^xsd:date ; vg:datePrecision vgx:day ; vg:hasEvidence vgd:ev-0000000001 .
vgd:off-weights a vg:Offering ; rdfs:label "Nib 2: weights"@en ; vg:hasProvider vgd:org-quill ;
  vg:ofAsset vgd:model-nib-2 ; vg:hasChannel vgx:weightDownload ; vg:accessLevel vgx:downloadable ;
  vg:hasTerms vgd:lic-weights ; vg:validFrom "2023-02-01"^^xsd:date ; vg:datePrecision vgx:day ;
  vg:hasEvidence vgd:ev-0000000001 .
vgd:off-harbour a vg:Offering ; rdfs:label "Harbour"@en ; vg:hasProvider vgd:org-ferry ;
  vg:ofAsset vgd:platform-harbour ; vg:hasChannel vgx:unknownChannel ; vg:accessLevel vgx:apiAccess ;
  vg:validFrom "2023-05-01"^^xsd:date ; vg:datePrecision vgx:day ; vg:hasEvidence vgd:ev-0000000001 .
vgd:off-own a vg:Offering ; rdfs:label "Desk, own product"@en ; vg:hasProvider vgd:org-bank ;
  vg:ofAsset vgd:app-desk ; vg:hasChannel vgx:embeddedInProduct ; vg:accessLevel vgx:fullyClosed ;
  vg:servesSector nace:L ; vg:validFrom "2023-05-01"^^xsd:date ; vg:datePrecision vgx:day ;
  vg:hasEvidence vgd:ev-0000000001 .
vgd:upt-bank a vg:Uptake ; rdfs:label "Bank uses Nib 2"@en ; vg:hasUser vgd:org-bank ;
  vg:ofOffering vgd:off-nib ; vg:feeds vgd:app-desk ; vg:inSector nace:L ; vg:subsector "retail bank" ;
  vg:functionLabel "answers" ; vg:validFrom "2024-01-01"^^xsd:date ; vg:datePrecision vgx:asOfYear ;
  vg:hasEvidence vgd:ev-0000000001 .
vgd:upt-farm a vg:Uptake ; rdfs:label "Farm uses Harbour"@en ; vg:hasUser vgd:org-farm ;
  vg:ofOffering vgd:off-harbour ; vg:inSector nace:A ; vg:subsector "dairy" ;
  vg:functionLabel "milking" ; vg:validFrom "2024-03-01"^^xsd:date ; vg:datePrecision vgx:month ;
  vg:hasEvidence vgd:ev-0000000002 .
vgd:src-one a vg:Source ; rdfs:label "One"@en ; dct:title "One" .
vgd:ev-0000000001 a vg:Evidence ; vg:stance vgx:supports ; vg:evidenceKind vgx:reported ;
  vg:confidence 0.7 ; vg:retrievedOn "2025-01-01"^^xsd:date ; dct:source vgd:src-one ; vg:locator "page 1" .
vgd:ev-0000000002 a vg:Evidence ; vg:stance vgx:supports ; vg:evidenceKind vgx:reported ;
  vg:confidence 0.5 ; vg:retrievedOn "2025-01-01"^^xsd:date ; dct:source vgd:src-one ; vg:locator "page 2" .
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    path = tmp_path_factory.mktemp("chain") / "facts.ttl"
    path.write_text(FACTS, encoding="utf-8")
    graph = valuegraph.load(path, only=True, as_of="2024-06-01")

    def ask(**ends: str) -> ChainAnswer:
        return chain(graph.columns, graph.part, graph.store, Asked(**ends))

    return ask


def test_a_link_names_every_place_that_a_source_states(asked):
    row = asked(sector="L").rows()[0]
    assert [row[key] for key in ("foundation", "asset", "provider", "platform")] == [
        "Quill", "Nib 2", "Ferry", "Harbour",
    ]  # fmt: skip
    assert [row[key] for key in ("channel", "relation", "terms")] == [
        "managed API", "transaction", "Nib licence",
    ]  # fmt: skip
    assert [row[key] for key in ("implementor", "application", "part_of_sector", "sector")] == [
        "Bank of Nowhere", "Desk", "retail bank", "Financial and insurance activities",
    ]  # fmt: skip
    assert (row["since"].isoformat(), row["until"], row["precision"]) == (
        "2024-01-01", None, "asOfYear",
    )  # fmt: skip
    assert row["locators"] == ["page 1"] * 4
    assert row["weights_terms"] == "Weights licence"
    assert [iri.rpartition("/")[2] for iri in row["facts"]] == [
        "upt-bank", "off-nib", "dev-nib", "off-weights",
    ]  # fmt: skip


def test_what_no_source_states_is_unknown(asked):
    found = asked(sector="farming")
    (row,) = found.rows()
    for place in ("foundation", "platform", "channel", "relation", "terms", "weights_terms"):
        assert row[place] == "unknown"
    assert (row["asset"], row["foundation_iri"]) == ("Harbour", None)
    assert found.coverage[-1] == "Unknown of 1: foundation 1, channel 1, relation 1, terms 1."


def test_what_a_firm_builds_itself_is_a_link_of_its_own(asked):
    links = {row["link"]: row for row in asked(sector="L").rows()}
    assert links["own product"]["implementor"] == "Bank of Nowhere"
    assert links["own product"]["foundation"] == "unknown"
    assert list(asked(sector="L").to_frame()["link"]) == ["use", "own product"]


def test_either_end_may_be_left_out(asked):
    assert [row["asset"] for row in asked(start="Nib").rows()] == ["Nib 2"]
    assert [row["asset"] for row in asked(start="Quill").rows()] == ["Nib 2"]
    assert [row["asset"] for row in asked(start="Harbour").rows()] == ["Nib 2", "Harbour"]
    assert [row["link"] for row in asked(end="Bank of Nowhere").rows()] == ["use", "own product"]
    assert asked(start="Quill", end="farming").rows() == []
    assert asked(start="Quill", end="farming").coverage == (
        "0 links on record, by 0 implementors.",
    )


def test_a_part_of_a_sector_narrows_it_and_says_so(asked):
    found = asked(sector="retail bank")
    assert [row["implementor"] for row in found.rows()] == ["Bank of Nowhere"]
    assert "1 of the 2 links" in found.coverage[1]
    assert "--sector L shows all" in found.coverage[1]


def test_a_chain_needs_an_end_and_takes_no_sector_beside_one(asked):
    for ends in ({}, {"sector": "L", "start": "Quill"}):
        with pytest.raises(UsageError, match="--sector insurance"):
            asked(**ends)


def test_a_near_miss_is_named(asked):
    with pytest.raises(UnknownNameError, match="Bank of Nowhere"):
        asked(end="Bank of Nowere")
    with pytest.raises(UnknownNameError, match="L, Financial and insurance activities"):
        asked(sector="insurence")
    with pytest.raises(UnknownNameError, match="A, Agriculture"):
        asked(sector="zzzzz")


class Few:
    """Two sections that share a word."""

    def rows(self, text):
        labels = [("Sea transport and storage", "H"), ("Air transport", "I"), ("Education", "Q")]
        return [], [(NACE + code, label, code, None) for label, code in labels]


def test_a_word_of_two_sectors_is_not_guessed():
    sectors = Sectors(Few(), [(NACE + "Q", "university")])
    with pytest.raises(UnknownNameError, match="letter of one, for instance H"):
        sectors.find("transport")
    assert sectors.find("nace:Q").sections == {NACE + "Q"}
    assert sectors.find(NACE + "Q").word == ""
    assert sectors.find("universit").word == "universit"
    assert sectors.find("sea").sections == {NACE + "H"}


def test_insurance_answers_on_the_shipped_facts():
    graph = valuegraph.load(as_of="2026-06-01")
    found = chain(graph.columns, graph.part, graph.store, Asked(sector="insurance"))
    rows = found.rows()
    assert len(rows) >= 20
    assert {row["sector"] for row in rows} == {"Financial and insurance activities"}
    assert all("insurance" in row["part_of_sector"] for row in rows)
    assert all(row["sources"] and row["locators"] for row in rows)
    whole = chain(graph.columns, graph.part, graph.store, Asked(sector="L")).rows()
    assert len(whole) > len(rows)
