"""The nodes table: who runs each node, under which law, and what is known of its user."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from valuegraph.chokepoints import DependencyGraph
from valuegraph.projection import Slice, project, read_columns
from valuegraph.resources import ontology_dir
from valuegraph.store import Store

D = "https://w3id.org/valuegraph/data/"
NACE = "http://data.europa.eu/ux2/nace2.1/"
SHOP, OFFICE = f"{D}org-shop#in-G", f"{D}org-office#in-P"
TEXTS = ("controller", "firm", "jurisdiction", "layer", "sector")


def rows(projection):
    columns = projection.network.node_columns()
    return {
        name: {column: columns[column][at] for column in columns if column != "node"}
        for at, name in enumerate(columns["node"])
    }


@pytest.fixture(scope="module")
def licensed():
    path = Path(__file__).with_name("licences.ttl")
    store = Store.open([ontology_dir(), path], cache=None)
    return project(read_columns(store), Slice(dt.date(2025, 6, 1)))


def test_what_a_firm_runs_is_controlled_by_the_firms_ultimate_owner(at):
    found = rows(at("2024-06-01"))
    compute = found[f"{D}org-nimbus#compute"]
    assert (compute["firm"], compute["controller"]) == (f"{D}org-nimbus", f"{D}org-holding")
    fabrication = found[f"{D}org-foundry#fabricationLeadingEdge"]
    assert fabrication["controller"] == fabrication["firm"] == f"{D}org-foundry"
    assert found[f"{D}off-api"]["controller"] == f"{D}org-lab"
    assert found[f"{D}org-stepper"]["controller"] == f"{D}org-stepper"


def test_nobody_in_particular_controls_markets_unnamed_suppliers_chips_and_models(at):
    found = rows(at("2026-06-01"))
    for name in (
        "market-hbm",
        "market-hbm#other-suppliers",
        "unnamed#fabricationLeadingEdge",
        "chip-new",
        "model-m",
    ):
        assert found[D + name]["controller"] is None, name
        assert found[D + name]["jurisdiction"] is None, name


def test_nor_licences_nor_copies_that_each_user_holds(licensed):
    found = rows(licensed)
    for name in ("lic-kept", "off-kept-self"):
        assert {found[D + name][column] for column in ("controller", "firm", "jurisdiction")} == {
            None
        }, name
    # The page still files the copy under the firm that released it.
    assert licensed.network.nodes[f"{D}off-kept-self"].firm == f"{D}org-lab"


def test_a_node_stands_under_the_law_of_the_firm_that_runs_it_when_known(licensed):
    found = rows(licensed)
    assert found[f"{D}org-lab"]["jurisdiction"] == f"{D}jur-here"
    assert found[f"{D}off-kept-host"]["jurisdiction"] is None
    # The parent's domicile is not the child's.
    assert found[f"{D}org-arm"]["controller"] == f"{D}org-trust"
    assert found[f"{D}org-arm"]["jurisdiction"] is None


def test_a_user_has_its_own_law_and_sector_and_is_commercial_only_where_known(licensed):
    found = rows(licensed)
    assert found[SHOP]["jurisdiction"] == f"{D}jur-there"
    assert found[SHOP]["sector"] == f"{NACE}G"
    assert found[OFFICE]["sector"] == f"{NACE}P"
    assert (found[SHOP]["commercial"], found[OFFICE]["commercial"]) == (None, False)
    assert found[SHOP]["layer"] == "implementors"
    assert {row["sector"] for name, row in found.items() if name not in {SHOP, OFFICE}} == {None}


def test_the_engine_takes_the_table_and_groups_by_it(licensed):
    network = licensed.network
    graph = DependencyGraph.from_frame(
        network.supply_columns(), network.requirement_columns(), network.node_columns()
    )
    assert set(network.node_columns()["node"]) <= set(graph.nodes)
    for column in TEXTS:
        assert column in graph.attributes
    assert graph.attributes["commercial"] == {OFFICE: False}
    names = {row.name for row in graph.chokepoints(network.targets, by="jurisdiction").rows}
    assert names == {f"{D}jur-here", f"{D}jur-there"}


def test_only_nodes_of_the_chain_are_listed(at):
    projection = at("2024-06-01")
    ends = {end for s, d, _ in projection.network.supplies for end in (s, d)}
    ends |= {dependent for dependent, _ in projection.network.needs}
    assert set(rows(projection)) == ends
