"""Shares and counts on invented firms, worked out by hand; two real markets with their sources."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import valuegraph
from valuegraph.projection import Slice, read_columns
from valuegraph.projection.catalogue import Catalogue
from valuegraph.projection.control import controllers, domiciles
from valuegraph.projection.shares import joint_shares, measured_splits, named_suppliers
from valuegraph.projection.splits import by_controller, by_jurisdiction, latest
from valuegraph.projection.tallies import layer_tallies, role_tallies
from valuegraph.resources import ontology_dir
from valuegraph.store import Store
from valuegraph.vocabulary.namespaces import VGX

D = "https://w3id.org/valuegraph/data/"
SHARES = Path(__file__).with_name("shares.ttl")


@pytest.fixture(scope="module")
def at():
    """Return a function that gives the facts of a day."""
    columns = read_columns(Store.open([ontology_dir(), SHARES], cache=None))
    return lambda day, **options: Catalogue(columns, Slice(dt.date.fromisoformat(day), **options))


def short(iri):
    return iri.removeprefix(D).removeprefix(VGX).removeprefix("org-")


def named(splits):
    return {
        (short(s.total), short(s.kind).rpartition("#")[2], s.basis, s.start.year): s for s in splits
    }


def lows(split):
    return {short(holder): part.low for holder, part in split.parts.items()}


# --- measured ----------------------------------------------------------------------------------


def test_bases_dates_kinds_and_holders_are_never_put_together(at):
    found = named(measured_splits(at("2026-01-01")))
    assert {key: lows(split) for key, split in found.items()} == {
        ("market-press", "marketShare", "revenue", 2023): {"alpha": 0.5, "beta": 0.3},
        ("market-press", "marketShare", "revenue", 2024): {
            "alpha": 0.5,
            "beta": 0.2,
            "gamma": 0.1,
        },
        ("market-press", "marketShare", "shipments", 2024): {"alpha": 0.7},
        ("market-press", "capacityShare", "capacity", 2024): {"jur-a": 0.9},
        ("market-film", "marketShare", "film, says over 90%", 2025): {"gamma": 0.9},
        ("market-odd", "marketShare", "odd", 2024): {"alpha": 0.7, "gamma": 0.5},
        ("material-ore", "productionShare", "tonnes", 2024): {"jur-b": 0.8},
        ("market-sole", "share", "sole maker", 2024): {"alpha": 1.0},
    }
    assert {s.holders for s in found.values() if short(s.total) == "material-ore"} == {
        "Jurisdiction"
    }


def test_the_surer_of_two_facts_counts(at):
    press = ("market-press", "marketShare", "revenue", 2024)
    weak = at("2026-01-01", min_confidence=0.0)
    assert lows(named(measured_splits(weak))[press])["beta"] == 0.2
    assert named(measured_splits(weak))["market-weak", "marketShare", "weak", 2024]


def test_nothing_is_known_before_it_was_measured(at):
    found = named(measured_splits(at("2023-06-01")))
    assert set(found) == {("market-press", "marketShare", "revenue", 2023)}


def test_bounds_and_periods_of_a_share(at):
    found = named(measured_splits(at("2026-01-01")))
    film = found["market-film", "marketShare", "film, says over 90%", 2025]
    (part,) = film.parts.values()
    assert (part.low, part.high, part.confidence) == (0.9, 1.0, 0.5)
    assert part.facts == (D + "mea-10",)
    # Known to have held on that day, and of no other day.
    assert film.start == film.end == dt.date(2025, 6, 1)
    shipments = found["market-press", "marketShare", "shipments", 2024]
    assert shipments.approximate
    assert shipments.end == dt.date(2025, 1, 1)
    assert not found["market-press", "marketShare", "revenue", 2024].approximate


def test_the_latest_period_wins_then_what_covers_most(at):
    every = measured_splits(at("2026-01-01"))
    chosen = {short(s.total): s.basis for s in latest(every) if short(s.kind) == "marketShare"}
    # 0.8 of revenue are named in 2024, 0.7 of shipments.
    assert chosen["market-press"] == "revenue"
    assert {s.start.year for s in latest(every, 2023)} == {2023}
    assert not latest(every, 2022)
    assert [short(s.total) for s in latest(every, 2025)] == ["market-film"]


def test_firms_under_common_control_are_one_holder_from_the_day_on(at):
    for day, expected in (
        ("2023-12-31", {"alpha": 0.5, "beta": 0.3}),
        ("2025-01-01", {"holding": 0.7, "gamma": 0.1}),
    ):
        facts = at(day)
        split = next(s for s in latest(measured_splits(facts)) if "press" in s.total)
        if day > "2024":
            split = named(measured_splits(facts))["market-press", "marketShare", "revenue", 2024]
        top = controllers(facts)
        joined = by_controller(split, lambda firm, top=top: top.get(firm, firm))
        assert lows(joined) == pytest.approx(expected)
        assert joined.facts == split.facts


def test_a_firm_alone_in_the_split_keeps_its_name(at):
    facts = at("2026-01-01")
    split = named(measured_splits(facts))["market-odd", "marketShare", "odd", 2024]
    top = controllers(facts)
    joined = by_controller(split, lambda firm: top.get(firm, firm))
    assert lows(joined) == {"alpha": 0.7, "gamma": 0.5}


def test_whoever_has_no_domicile_may_be_in_any_country(at):
    facts = at("2026-01-01")
    split = named(measured_splits(facts))["market-press", "marketShare", "revenue", 2024]
    countries = by_jurisdiction(split, domiciles(facts))
    (part,) = countries.parts.values()
    # Alpha alone has a domicile: Beta's, Gamma's and the unnamed half may be in Land A too.
    assert (part.low, part.high) == pytest.approx((0.5, 1.0))
    ore = named(measured_splits(facts))["material-ore", "productionShare", "tonnes", 2024]
    assert by_jurisdiction(ore, domiciles(facts)) is ore


def test_joint_shares_and_named_suppliers_stay_apart(at):
    facts = at("2026-01-01")
    (joint,) = joint_shares(facts).values()
    assert joint.number("value") == 0.65
    assert named_suppliers(facts, D + "market-silent") == [D + "org-gamma"]


# --- counts ------------------------------------------------------------------------------------


def test_chips_by_holder_and_designer(at):
    found = {(short(s.total), s.basis): s for s in layer_tallies(at("2026-01-01"))}
    held = found["cloud", "AI chips in clusters on record, by holder"]
    # 300 of 500; 50 of 500; 50 + 60 of 500; nobody is on record for 40.
    assert lows(held) == pytest.approx({"alpha": 0.6, "beta": 0.1, "gamma": 0.22})
    assert held.items == 5
    highs = {short(holder): part.high for holder, part in held.parts.items()}
    assert highs == pytest.approx({"alpha": 0.68, "beta": 0.18, "gamma": 0.3})
    assert held.parts[D + "org-gamma"].confidence == 0.5
    assert set(map(short, held.parts[D + "org-alpha"].facts)) == {"del-1", "op-1"}
    designed = found["hardware", "AI chips in clusters on record, by designer"]
    assert lows(designed) == pytest.approx({"alpha": 0.8})


def test_models_offerings_and_uptakes(at):
    found = {(short(s.total), s.basis): s for s in layer_tallies(at("2026-01-01"))}
    made = found["model", "developments on record, by developer"]
    assert lows(made) == {"alpha": 0.25, "beta": 0.25, "gamma": 0.5}
    assert lows(found["model", "offerings on record, by provider"]) == {"alpha": 1.0}
    # The use goes on after the offer has ended, and its provider is still known.
    used = found["model", "uptakes on record, by provider"]
    assert lows(used) == pytest.approx({"alpha": 1 / 3, "gamma": 2 / 3})
    assert used.items == 3
    before = {(short(s.total), s.basis): s for s in layer_tallies(at("2024-07-01"))}
    assert lows(before["model", "offerings on record, by provider"]) == {"alpha": 0.5, "gamma": 0.5}


def test_roles_count_those_supplied(at):
    found = {(short(s.total), s.basis): s for s in role_tallies(at("2026-01-01"))}
    resist = found["photoresist", "those supplied on record, by supplier"]
    assert lows(resist) == {"alpha": 0.5, "gamma": 0.5}
    chips = found["acceleratorSupply", "AI chips in clusters on record, by designer"]
    assert lows(chips) == pytest.approx({"alpha": 0.8})
    assert found["aiService", "uptakes on record, by provider"].items == 3


# --- shipped data ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped():
    kg = valuegraph.load(as_of="2026-11-22")
    return Catalogue(kg.columns, kg.part)


def test_foundries_at_the_end_of_2025(shipped):
    # TrendForce, as reported by evertiq on 12 March 2026: TSMC 70.4, Samsung 7.1 per cent.
    split = next(
        s for s in latest(measured_splits(shipped)) if s.total == D + "market-foundry-market"
    )
    assert lows(split) == {"tsmc": 0.704, "samsung-electronics": 0.071}
    assert split.basis == "global foundry revenue (TrendForce), 4Q25"
    assert (split.start, split.end) == (dt.date(2025, 10, 1), dt.date(2026, 1, 1))


def test_clouds_at_the_end_of_2022(shipped):
    # Synergy, 4Q22: 33, 23, 11, 5, 3, 3, 2 and 2 per cent.
    splits = latest(measured_splits(shipped), 2022)
    split = next(s for s in splits if s.total == D + "market-cloud-infrastructure-services-market")
    assert sorted(lows(split).values()) == [0.02, 0.02, 0.03, 0.03, 0.05, 0.11, 0.23, 0.33]
    assert "(Synergy), 4Q22" in split.basis
