"""Which facts a supply rests on: premises that must all hold, alternatives of which one suffices."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from valuegraph.chokepoints.building import build
from valuegraph.projection import Slice, project, read_columns
from valuegraph.projection.network import Network
from valuegraph.resources import ontology_dir
from valuegraph.store import Store

D = "https://w3id.org/valuegraph/data/"
HERE = Path(__file__).parent
SHOP, USER = f"{D}org-shop#in-G", f"{D}org-user#in-G"

TWO_PLACES = """
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgx: <https://w3id.org/valuegraph/scheme#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
vgd:cluster-n2 a vg:ComputeCluster ; rdfs:label "Second cluster"@en .
vgd:op-n2 a vg:Operation ; vg:operator vgd:org-nimbus ; vg:operatedAsset vgd:cluster-n2 ;
  vg:validFrom "2020-01-01"^^xsd:date ; vg:hasEvidence vgd:ev-1 .
vgd:sup-chips-n2 a vg:Supply ; vg:supplier vgd:chip-new ; vg:dependent vgd:cluster-n2 ;
  vg:fillsRole vgx:acceleratorSupply ; vg:quantity 100 ; vg:validFrom "2022-06-01"^^xsd:date ;
  vg:hasEvidence vgd:ev-1 .
"""


def grounds(projection, supplier, dependent, role):
    found = projection.network.supplies[D + supplier, D + dependent, role].grounds
    return {tuple(fact.removeprefix(D) for fact in ground) for ground in found}


@pytest.fixture(scope="module")
def on():
    """Return a function that projects one of the invented chains on a day."""

    def project_on(name, day, *more):
        store = Store.open([ontology_dir(), HERE / name, *more], cache=None)
        return project(read_columns(store), Slice(dt.date.fromisoformat(day)))

    return project_on


def test_chips_stand_in_a_place_and_the_firm_operates_it_each_place_by_itself(on, tmp_path):
    more = tmp_path / "more.ttl"
    more.write_text(TWO_PLACES, encoding="utf-8")
    chain = on("chain.ttl", "2024-06-01", more)
    assert grounds(chain, "chip-new", "org-nimbus#compute", "acceleratorSupply (leading edge)") == {
        ("op-n", "sup-chips-n"),
        ("op-n2", "sup-chips-n2"),
    }
    # Any machine of its own shows that a firm has capacity of its own.
    second = TWO_PLACES.replace("org-nimbus", "org-cloud")
    more.write_text(second, encoding="utf-8")
    own = on("offerings.ttl", "2025-06-01", more)
    assert grounds(own, "org-cloud#compute", "off-cloud-closed", "servingCompute") == {
        ("op-c",),
        ("op-n2",),
    }


def test_several_facts_on_who_develops_a_model_are_alternatives(on):
    chain = on("licences.ttl", "2025-06-01")
    assert grounds(chain, "org-lab", "model-kept", "development") == {
        ("dev-kept",),
        ("dev-kept-again",),
    }


def test_two_uptakes_for_one_function_are_alternatives(on):
    chain = on("licences.ttl", "2025-06-01")
    assert grounds(chain, "off-kept-host", "org-shop#in-G", "aiService(search)") == {
        ("upt-a",),
        ("upt-a2",),
    }


def test_a_use_without_a_channel_needs_the_offering_that_may_be_meant(on):
    chain = on("chain.ttl", "2024-06-01")
    assert grounds(chain, "off-api", "org-shop#in-G", "aiService(search)") == {
        ("upt-shop", "off-api")
    }
    assert grounds(chain, "off-api", "org-law#in-N", "aiService(legal research; app-law)") == {
        ("upt-law",)
    }


def test_what_is_resold_needs_both_offerings(on):
    chain = on("offerings.ttl", "2025-06-01")
    assert grounds(chain, "off-cloud-closed", "off-resold", "modelAccess") == {
        ("off-resold", "off-cloud-closed")
    }


def test_a_share_or_a_named_supplier_makes_a_member_of_a_market(on, tmp_path):
    named = tmp_path / "named.ttl"
    named.write_text(
        TWO_PLACES
        + """vgd:sup-mem1 a vg:Supply ; vg:supplier vgd:org-mem1 ; vg:dependent vgd:market-hbm ;
        vg:fillsRole vgx:highBandwidthMemory ; vg:validFrom "2023-01-01"^^xsd:date ;
        vg:hasEvidence vgd:ev-1 .""",
        encoding="utf-8",
    )
    chain = on("chain.ttl", "2026-06-01", named)
    role = "highBandwidthMemory"
    assert grounds(chain, f"org-mem1#{role}", "market-hbm", role) == {("mea-1",), ("sup-mem1",)}


def test_an_unnamed_supplier_rests_on_any_need_of_its_role(on):
    chain = on("chain.ttl", "2026-06-01")
    unnamed = "unnamed#fabricationLeadingEdge"
    assert grounds(chain, unnamed, "chip-bare", "fabricationLeadingEdge") == {("req-litho",)}


def test_what_follows_from_the_structure_needs_no_fact(on):
    chain = on("chain.ttl", "2026-06-01")
    assert grounds(chain, "org-nimbus", "org-nimbus#compute", "provision") == {()}
    assert grounds(chain, "market-hbm", "chip-new", "highBandwidthMemory") == {()}
    assert grounds(chain, "org-lab", "off-api", "provision") == {("off-api",)}


def test_items_are_alternatives_tuples_premises_and_further_calls_further_alternatives():
    network = Network()
    network.supply("a", "b", "r", kind="api", facts=("f", ("g", "h")))
    network.supply("a", "b", "r", kind="api", facts=(("h", "g"), "f"))
    line = network.supplies["a", "b", "r"]
    assert line.grounds == (("f",), ("g", "h"), ("h", "g"))
    assert line.facts == ("f", "g", "h")
    network.supply("a", "b", "r", kind="api", facts=())
    assert line.facts == ("f", "g", "h")
    assert network.supply_columns()["source"] == [()]


def test_the_engine_reads_the_same_grounds(on):
    network = on("licences.ttl", "2025-06-01").network
    graph = build(network.supply_columns(), network.requirement_columns(), ())
    read = {}
    for at, grounds_there in enumerate(graph.relations.grounds):
        group = graph.relations.group[at]
        dependent, role = graph.groups.dependent[group], graph.groups.role[group]
        ends = graph.names[graph.relations.supplier[at]], graph.names[dependent], graph.roles[role]
        read[ends] = {frozenset(ground) for ground in grounds_there}
    for ends, line in network.supplies.items():
        told = set() if () in line.grounds else {frozenset(ground) for ground in line.grounds}
        assert read[ends] == told, ends
