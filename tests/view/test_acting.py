"""Which facts a controller acts through, and how much target weight hangs on a node."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

import valuegraph as vg
from valuegraph.projection.network import Network
from valuegraph.view.acting import acting_facts, downstream_weight
from valuegraph.vocabulary.namespaces import VG

CHAIN = Path(__file__).parent.parent / "projection" / "chain.ttl"
D = "https://w3id.org/valuegraph/data/"


def network(*supplies, targets):
    """Return a network of (supplier, dependent, role, facts, stock) with its targets."""
    made = Network(targets=dict(targets))
    for supplier, dependent, role, facts, stock in supplies:
        made.supply(supplier, dependent, role, kind="supply", facts=facts, stock=stock)
    return SimpleNamespace(network=made)


MARKET = network(
    ("maker", "market", "memory", ("share of maker",), 0.0),
    ("other", "market", "memory", ("share of other",), 0.0),
    ("market", "chip", "memory", (), 0.0),
    ("chip", "user", "compute", ("chip serves user",), 0.0),
    targets={"user": 1.0},
)


def test_a_market_whose_supplies_follow_from_the_requirement_acts_by_what_fills_it():
    reach = downstream_weight(MARKET)
    assert set(acting_facts(MARKET, {"market"}, "renewal", reach)) == {
        "share of maker",
        "share of other",
    }
    assert acting_facts(MARKET, {"maker"}, "renewal", reach) == ("share of maker",)


def test_facts_into_a_node_do_not_stand_in_where_a_stock_covers_all_that_leaves_it():
    stocked = network(
        ("lens", "tool", "optics", ("lens fact",), 0.0),
        ("tool", "user", "lithography", (), 1.0),
        targets={"user": 1.0},
    )
    reach = downstream_weight(stocked)
    assert acting_facts(stocked, {"tool"}, "continuity", reach) == ()
    assert acting_facts(stocked, {"tool"}, "renewal", reach) == ("lens fact",)


def test_every_asset_of_the_chain_that_stops_something_names_a_fact():
    kg = vg.load(CHAIN, only=True, as_of="2026-06-01", cache=False)
    lines = kg.chokepoints(by="asset").ranking.lines
    assert "memory market" in {line.name for line in lines}
    assert all(line.facts for line in lines)


def test_target_weight_downstream_goes_round_cycles_and_counts_each_target_once():
    ring = network(
        ("a", "b", "r", (), 0.0),
        ("b", "a", "r", (), 0.0),
        ("b", "t1", "r", (), 0.0),
        ("b", "t2", "r", (), 0.0),
        ("t2", "t1", "r", (), 0.0),
        ("aside", "nowhere", "r", (), 0.0),
        targets={"t1": 0.25, "t2": 0.75},
    )
    found = downstream_weight(ring)
    assert found == {"a": 1.0, "b": 1.0, "t1": 0.25, "t2": 1.0}


@pytest.fixture(scope="module")
def kg():
    return vg.load(CHAIN, only=True, as_of="2026-06-01", cache=False)


def test_a_member_of_a_group_explains_the_line_of_the_group(kg):
    found = kg.at("2024-06-01").chokepoints()
    assert found.facts("Nimbus") == found.facts("Nimbus (group of Nimbus Holding)")


def test_a_comparison_names_what_changed_and_who_fills_the_role_now(kg):
    found = kg.compare("Nimbus", "2024-06-01")
    assert found.changed("2024-06-01")[0].iri == f"{D}sup-sole"
    assert found.alternatives["2024-06-01"] == []
    (other,) = found.alternatives["2026-06-01"]
    assert f"{D}org-stratus" in other.values(f"{VG}supplier")
    assert other.iri not in {fact.iri for fact in found.facts["2026-06-01"]}
    assert sum(line.startswith("As of ") for line in found.coverage) == 2


def test_counts_of_a_dataset_are_kept_and_the_same_again(tmp_path, monkeypatch):
    monkeypatch.setenv("VALUEGRAPH_CACHE_DIR", str(tmp_path))
    first = vg.load(CHAIN, only=True, as_of="2026-06-01").info()
    kept = vg.load(CHAIN, only=True, as_of="2026-06-01")
    monkeypatch.setattr(type(kept.store), "rows", lambda *_: pytest.fail("counted again"))
    assert kept.info().rows() == first.rows()
    assert {type(row["value"]) for row in first.rows()} == {int, str}
