"""The chain of mapping.md, checked by hand on invented firms, in both views and on two dates."""

from __future__ import annotations

import math

import pytest

from valuegraph.chokepoints import DependencyGraph
from valuegraph.errors import UnknownNameError
from valuegraph.projection import coverage_lines, to_networkx
from valuegraph.projection.assembly import Assembly
from valuegraph.projection.compute import supply_compute
from valuegraph.projection.network import Network
from valuegraph.vocabulary.namespaces import VGX

D = "https://w3id.org/valuegraph/data/"
LAW, SHOP = f"{D}org-law#in-N", f"{D}org-shop#in-G"


def engine(projection):
    network = projection.network
    return DependencyGraph.from_frame(network.supply_columns(), network.requirement_columns())


def loss(projection, *firms, surge=0.0, view="renewal"):
    graph = engine(projection)
    targets = projection.network.targets
    return graph.loss(targets, remove=[D + firm for firm in firms], surge=surge, view=view)


def members(projection, dependent, role):
    return {
        s.removeprefix(D) for s, d, r in projection.network.supplies if (d, r) == (dependent, role)
    }


def test_the_default_targets_weigh_sectors_alike(at):
    assert at("2024-06-01").network.targets == {LAW: 0.5, SHOP: 0.5}


def test_while_one_cloud_is_the_only_one_its_withdrawal_stops_every_user(at):
    before = at("2024-06-01")
    assert members(before, f"{D}off-api", "servingCompute") == {"org-nimbus#compute"}
    for view in ("renewal", "continuity"):
        assert loss(before, "org-nimbus", surge=math.inf, view=view) == pytest.approx(1)


def test_after_the_exclusivity_the_share_stays_and_the_unavoidable_goes(at):
    after = at("2026-06-01")
    assert members(after, f"{D}off-api", "servingCompute") == {
        "org-nimbus#compute",
        "org-stratus#compute",
    }
    assert loss(after, "org-nimbus", view="continuity") == pytest.approx(0.5)
    assert loss(after, "org-nimbus", surge=math.inf, view="continuity") == pytest.approx(0)


def test_exclusivity_for_one_channel_binds_that_channel_only(at):
    between = at("2025-06-01")
    assert members(between, f"{D}off-api", "servingCompute") == {"org-nimbus#compute"}
    assert members(between, f"{D}model-m", "trainingCompute") == {
        "org-nimbus#compute",
        "org-stratus#compute",
    }


@pytest.mark.parametrize("day", ["2024-06-01", "2026-06-01"])
def test_lithography_binds_renewal_and_not_continuity(at, day):
    there = at(day)
    assert loss(there, "org-stepper", surge=math.inf, view="continuity") == pytest.approx(0)
    assert loss(there, "org-optik", surge=math.inf, view="continuity") == pytest.approx(0)
    assert loss(there, "org-stepper", view="renewal") == pytest.approx(
        loss(there, "org-optik", view="renewal")
    )


def test_old_chips_do_not_stand_in_for_new_ones(at):
    # 900 of Nimbus's 1,000 chips come from the leading edge: that share is lost at any surge.
    assert loss(at("2024-06-01"), "org-stepper", surge=math.inf) == pytest.approx(0.9)
    assert loss(at("2024-06-01"), "org-oldfab", surge=math.inf) == pytest.approx(0.1)


def test_a_market_gives_its_latest_shares_of_one_basis_and_names_no_one_for_the_rest(at):
    network = at("2026-06-01").network
    shares = {
        s.removeprefix(D): line.share
        for (s, d, _), line in network.supplies.items()
        if d == f"{D}market-hbm"
    }
    assert shares == {
        "org-mem1#highBandwidthMemory": pytest.approx(0.6),
        "org-mem2#highBandwidthMemory": pytest.approx(0.3),
        "market-hbm#other-suppliers": pytest.approx(0.1),
    }
    assert network.nodes[f"{D}market-hbm#other-suppliers"].firm is None


def test_before_its_first_shares_a_market_is_unknown(at):
    early = at("2022-12-01")
    assert f"{D}market-hbm" not in early.network.nodes


def test_an_announced_supply_supplies_nothing(at):
    assert f"{D}org-chipco#compute" not in at("2026-06-01").network.nodes


def test_a_use_without_a_channel_may_mean_any_offering_of_the_model(at):
    assert members(at("2024-06-01"), SHOP, "aiService(search)") == {"off-api"}


def test_weak_facts_are_left_out_and_counted(at):
    assert members(at("2024-06-01"), SHOP, "aiService(guess)") == set()
    assert "1 facts in force were left out" in " ".join(coverage_lines(at("2024-06-01")))
    bold = at("2024-06-01", min_confidence=0.0)
    assert members(bold, SHOP, "aiService(guess)") == {"off-api"}


def test_a_required_role_without_supplier_is_unknown_and_counted(at):
    network = at("2024-06-01").network
    assert (f"{D}chip-old", "acceleratorDesign") in network.needs
    assert not members(at("2024-06-01"), f"{D}chip-old", "acceleratorDesign")
    assert "1 of " in coverage_lines(at("2024-06-01"))[2]


def test_a_firm_and_its_parent_withdraw_together(at):
    assert at("2024-06-01").controllers == {f"{D}org-nimbus": f"{D}org-holding"}


def test_every_supply_that_is_no_provision_names_its_facts_or_a_market(at):
    for (supplier, _, role), line in at("2026-06-01").network.supplies.items():
        own = role == "provision" or "market-" in supplier
        assert line.facts or own, (supplier, role)


def test_knowledge_time_hides_what_was_not_yet_read(at):
    import datetime as dt

    assert not at("2024-06-01", known_at=dt.date(2025, 12, 31)).network.targets
    assert at("2024-06-01", known_at=dt.date(2026, 1, 1)).network.targets


def test_an_unnamed_foundry_still_needs_lithography(at):
    network = at("2026-06-01").network
    unnamed = f"{D}unnamed#fabricationLeadingEdge"
    assert (f"{D}chip-bare", "fabricationLeadingEdge") in network.unnamed
    assert network.nodes[unnamed].firm is None
    assert (unnamed, "lithographyBelow7nm") in network.needs


def test_relations_are_edges_by_declared_ends_and_one_word_for_their_kind(columns, at):
    graph = to_networkx(columns, at("2024-06-01").catalogue, ["api", "licence"])
    keys = {key.removeprefix(D) for _, _, key in graph.edges(keys=True)}
    assert keys == {"off-api", "upt-law"}
    everything = to_networkx(columns, at("2024-06-01").catalogue)
    assert everything.has_edge(f"{D}org-stepper", f"{D}org-foundry")
    assert everything.nodes[f"{D}org-stepper"]["label"] == "Stepper"
    with pytest.raises(UnknownNameError, match="kinds in this slice"):
        to_networkx(columns, at("2024-06-01").catalogue, ["apis"])


def test_a_fact_ends_before_its_last_day(at):
    assert members(at("2025-01-20"), f"{D}model-m", "trainingCompute") == {"org-nimbus#compute"}
    assert members(at("2025-01-21"), f"{D}model-m", "trainingCompute") == {
        "org-nimbus#compute",
        "org-stratus#compute",
    }


def test_exclusivity_for_the_api_says_nothing_of_other_channels(at):
    build = Assembly(at("2025-06-01").catalogue)
    supply_compute(build, f"{D}org-lab", "page", "servingCompute", VGX + "hostedUi")
    supply_compute(build, f"{D}org-lab", "api", "servingCompute", VGX + "managedApi")
    served = {"page": set(), "api": set()}
    for supplier, dependent, _ in build.network.supplies:
        if dependent in served:
            served[dependent].add(supplier.removeprefix(D))
    assert served == {
        "page": {"org-nimbus#compute", "org-stratus#compute"},
        "api": {"org-nimbus#compute"},
    }


def test_a_designers_suppliers_fill_only_what_the_chip_is_stated_to_need(at):
    assert members(at("2026-06-01"), f"{D}chip-new", "advancedPackaging") == set()


def test_nobody_supplies_itself():
    network = Network()
    network.supply("x", "x", "provision", kind="platform", facts=())
    assert not network.supplies
