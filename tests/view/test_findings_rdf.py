"""Findings as RDF: what is written, that it is valid, and that the shipped ones are up to date."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import PROV

import valuegraph as vg
from valuegraph.errors import DataError, UsageError
from valuegraph.facts.canonical import format_file
from valuegraph.resources import data_dir, ontology_dir
from valuegraph.store import Store
from valuegraph.store.validate import validate
from valuegraph.view.claims import claims
from valuegraph.view.findings import Finding, findings_of
from valuegraph.view.findings_rdf import (
    codes,
    facts_hash,
    finding_iri,
    findings_graph,
    findings_turtle,
)
from valuegraph.vocabulary.namespaces import VG, VGD, VGR, VGX

CHAIN = Path(__file__).parent.parent / "projection" / "chain.ttl"
SHIPPED = data_dir() / "derived" / "chokepoint-findings.ttl"
DAY = "2026-06-01"
RENEW = f"valuegraph chokepoints --claims --as-of {DAY} -f turtle -o data/derived/chokepoint-findings.ttl"
FIGURES = ("reach", "shareLost", "shareLostWithSurge", "unavoidableShare", "leverage")

ONE = Finding(
    controller=f"{VGD}org-one",
    name="One",
    by="group",
    view="continuity",
    as_of=dt.date(2025, 3, 1),
    surge=0.3,
    floor=0.5,
    reach=1.0,
    share_lost=2 / 3,
    share_lost_surge=0.5,
    unavoidable=0.0,
    leverage=1e-9,
    verdict="dominant share, terms",
    kinds=("infrastructure", "supply"),
    roles=("servingCompute",),
    facts=(f"{VGD}sup-a", f"{VGD}sup-b"),
)


@pytest.fixture(scope="module")
def store():
    return Store.open([ontology_dir(), CHAIN], cache=None)


def values(graph, node, prop):
    return {value.toPython() for value in graph.objects(URIRef(node), URIRef(VG + prop))}


def test_every_field_is_written_once_under_its_name(store):
    graph = findings_graph([ONE], codes(store), "0" * 32)
    node = f"{VGR}find-2025-03-01-continuity-group-org-one"
    assert set(graph.subjects()) == {URIRef(node)}
    assert set(graph.objects(URIRef(node), RDF.type)) == {URIRef(VG + "ChokepointFinding")}
    (label,) = graph.objects(URIRef(node), RDFS.label)
    assert str(label) == "One in the continuity view on 2025-03-01"
    assert values(graph, node, "asOf") == {dt.date(2025, 3, 1)}
    assert values(graph, node, "datasetHash") == {"0" * 32}
    assert values(graph, node, "aboutController") == {f"{VGD}org-one"}
    assert values(graph, node, "controllerUnit") == {f"{VGX}commonControl"}
    assert values(graph, node, "inView") == {f"{VGX}continuityView"}
    assert values(graph, node, "verdict") == {f"{VGX}dominantShare", f"{VGX}termsVerdict"}
    assert values(graph, node, "proofKind") == {f"{VGX}infrastructure", f"{VGX}physicalSupply"}
    assert values(graph, node, "actsInRole") == {f"{VGX}servingCompute"}
    told = [values(graph, node, name) for name in (*FIGURES, "surge", "confidenceFloor")]
    numbers = ("1.0", "0.666667", "0.5", "0.0", "0.0", "0.3", "0.5")
    assert told == [{Decimal(number)} for number in numbers]
    assert set(graph.objects(URIRef(node), PROV.wasDerivedFrom)) == {
        URIRef(f"{VGD}sup-a"),
        URIRef(f"{VGD}sup-b"),
    }
    # Seven single properties, two verdict words, two kinds, a role, seven numbers, two facts.
    assert len(graph) == 7 + 2 + 2 + 1 + 7 + 2


def test_the_name_of_a_finding_tells_controller_unit_view_and_day():
    others = [
        replace(ONE, controller=f"{VGD}org-two"),
        replace(ONE, by="firm"),
        replace(ONE, view="renewal"),
        replace(ONE, as_of=dt.date(2025, 3, 2)),
        replace(ONE, controller="https://example.org/org-one"),
    ]
    assert len({finding_iri(each) for each in (ONE, *others)}) == 6
    assert finding_iri(replace(ONE, reach=0.1)) == finding_iri(ONE)
    assert all(finding_iri(each).startswith(VGR) for each in others)


def test_an_infinite_surge_cannot_be_written_and_says_so(store):
    with pytest.raises(UsageError, match="finite surge"):
        findings_graph([replace(ONE, surge=math.inf)], codes(store), "0" * 32)


def test_a_word_the_ontology_does_not_know_is_refused(store):
    with pytest.raises(DataError, match=r"no concept .* 'grim'"):
        findings_graph([replace(ONE, verdict="grim")], codes(store), "0" * 32)


def test_the_text_is_canonical_and_valid_beside_the_facts(tmp_path):
    kg = vg.load(CHAIN, only=True, as_of=DAY, cache=False)
    ranking = kg.chokepoints().ranking
    path = tmp_path / "derived" / "findings.ttl"
    path.parent.mkdir()
    path.write_text(findings_turtle(findings_of(ranking), kg.store), encoding="utf-8")
    assert format_file(path) == path.read_text(encoding="utf-8")
    assert len(set(Graph().parse(path).subjects())) == len(findings_of(ranking)) > 5
    assert validate([path], ontology_dir(), known=[CHAIN]) == []
    again = findings_turtle(findings_of(kg.chokepoints().ranking), kg.store)
    assert again == path.read_text(encoding="utf-8")


def test_findings_change_no_figure_and_no_count(tmp_path):
    kg = vg.load(CHAIN, only=True, as_of=DAY, cache=False)
    path = tmp_path / "findings.ttl"
    path.write_text(
        findings_turtle(findings_of(kg.chokepoints().ranking), kg.store), encoding="utf-8"
    )
    beside = vg.load(CHAIN, path, only=True, as_of=DAY, cache=False)
    assert beside.chokepoints().rows() == kg.chokepoints().rows()
    assert beside.projection.catalogue.things == kg.projection.catalogue.things
    known = "derived statements (in none of the other counts)"
    told = [
        {row["item"]: row["value"] for row in each.info().rows() if row["item"] != "hash"}
        for each in (kg, beside)
    ]
    assert [each.pop(known) for each in told] == [0, len(findings_of(kg.chokepoints().ranking))]
    assert told[0] == told[1]
    assert beside.store.resolve("Lab") == f"{VGD}org-lab"


def test_the_hash_is_of_the_facts_alone(tmp_path):
    facts, more = tmp_path / "facts.ttl", tmp_path / "more.ttl"
    facts.write_bytes(CHAIN.read_bytes())
    first = facts_hash(Store.open([ontology_dir(), facts], cache=None))
    assert first == facts_hash(Store.open([facts], cache=None))
    more.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    assert facts_hash(Store.open([facts, more], cache=None)) != first


def test_conclusions_share_no_exported_file_with_facts(tmp_path):
    kg = vg.load(CHAIN, only=True, as_of=DAY, cache=False)
    (tmp_path / "derived").mkdir()
    (tmp_path / "facts.ttl").write_bytes(CHAIN.read_bytes())
    (tmp_path / "derived" / "findings.ttl").write_text(
        findings_turtle(findings_of(kg.chokepoints().ranking), kg.store), encoding="utf-8"
    )
    both = vg.load(tmp_path, only=True, as_of=DAY, cache=False)
    assert both.info().rows() != kg.info().rows()
    assert facts_hash(both.store) == facts_hash(Store.open([tmp_path / "facts.ttl"], cache=None))
    out = {form: both.store.dump(form) for form in ("ttl", "nt", "nq", "jsonld", "trig")}
    node = f"{VGR}find-".encode()
    assert node not in out["nt"]
    assert b"find-" not in out["ttl"]
    for form in ("nq", "jsonld", "trig"):
        assert b"find-2026-06-01" in out[form], form
    apart = [line for line in out["nq"].splitlines() if line.startswith(b"<" + node)]
    assert apart
    assert all(line.endswith(b"graph/derived/findings.ttl> .") for line in apart)


@pytest.fixture(scope="module")
def shipped():
    return vg.load(as_of=DAY)


@pytest.fixture(scope="module")
def recomputed(shipped):
    return claims(shipped.chokepoints().ranking, shipped.store)


def test_the_hash_of_the_shipped_facts_does_not_depend_on_their_findings(shipped):
    without = Store.open([ontology_dir(), data_dir() / "core"], cache=None)
    assert {source.graph for source in shipped.store.sources} > {
        source.graph for source in without.sources if "/core/" in source.graph
    }
    apart = [s for s in shipped.store.sources if s.path.resolve() == SHIPPED.resolve()]
    assert len(apart) == 1

    class Fewer:
        """The shipped files without their findings."""

        sources = tuple(s for s in shipped.store.sources if s not in apart)

    assert facts_hash(Fewer) == facts_hash(shipped.store)


def test_the_shipped_findings_are_those_of_the_shipped_facts(shipped, recomputed):
    """Figures may differ in their last digit; everything else must be the same."""
    ours = findings_graph(recomputed.findings, codes(shipped.store), facts_hash(shipped.store))
    theirs = Graph().parse(SHIPPED)
    stale = f"the facts or the engine have changed: renew the findings with\n  {RENEW}"
    figures = {URIRef(VG + name) for name in FIGURES}
    plain = [{t for t in graph if t[1] not in figures} for graph in (ours, theirs)]
    assert plain[0] == plain[1], stale
    for node, prop, figure in ours:
        if prop in figures:
            written = theirs.value(node, prop).toPython()
            assert abs(figure.toPython() - written) <= Decimal("0.000002"), stale


def test_shipped_findings_have_a_word_or_a_share_and_follow_from_shipped_facts(shipped):
    graph = Graph().parse(SHIPPED)
    nodes = set(graph.subjects(RDF.type, URIRef(VG + "ChokepointFinding")))
    assert len(nodes) > 10
    known = set(shipped.projection.clusters)
    for node in nodes:
        (share,) = values(graph, node, "unavoidableShare")
        (at_once,) = values(graph, node, "shareLost")
        worded = values(graph, node, "verdict") and at_once >= Decimal("0.05")
        assert worded or share >= Decimal("0.05"), node
        derived = {str(fact) for fact in graph.objects(node, PROV.wasDerivedFrom)}
        assert derived, node
        assert derived <= known, node


def test_the_working_papers_claims_are_compared_on_the_shipped_facts(recomputed):
    rows = {row["iri"].removeprefix(VGD): row for row in recomputed.rows()}
    status = {name: row["status"] for name, row in rows.items() if row["claim"]}
    assert len(status) == 8
    assert status["chk-compute"] == status["chk-data-centres"] == "agreed"
    assert status["chk-customers"] == status["chk-network-choke-points"] == "not comparable"
    assert "NVIDIA" in rows["chk-compute"]["found"]
    # The paper speaks of compute and data centres, never of what the chips are made with.
    assert rows["org-asml"]["status"] == rows["org-tsmc"]["status"] == "found only"
    assert rows["chk-model-weights"]["modality"] == "anticipated"
