"""Rows of concentration on invented firms, worked out by hand."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest

from valuegraph.errors import UnknownNameError, UsageError
from valuegraph.projection import Slice, read_columns
from valuegraph.resources import ontology_dir
from valuegraph.store import Store
from valuegraph.view.concentration import concentration
from valuegraph.view.measuring import COLUMNS

DATA = "https://w3id.org/valuegraph/data/"
SHARES = Path(__file__).parents[1] / "projection" / "shares.ttl"


@pytest.fixture(scope="module")
def ask():
    """Return a function that measures concentration on a day."""
    store = Store.open([ontology_dir(), SHARES], cache=None)
    columns = read_columns(store)

    def on(day="2026-01-01", **options):
        part = Slice(dt.date.fromisoformat(day), min_confidence=options.pop("floor", 0.5))
        return concentration(columns, part, store, **options)

    return on


def row(answer, total, name=None):
    """Return the only row of a total, countries' capacity beside firms' sales left out."""
    (found,) = (
        each
        for each in answer.rows()
        if each["total"] == total
        and name in {None, each["name"]}
        and each["share_of"] != "capacity share"
    )
    return found


def near(found, **expected):
    assert {key: found[key] for key in expected} == pytest.approx(expected)


# --- figures -----------------------------------------------------------------------------------


def test_a_market_with_a_rest_has_two_figures(ask):
    # Holding (Alpha and Beta) 0.7 and Gamma 0.1; 0.2 are left.
    found = row(ask(), "press market")
    near(
        found,
        hhi_low=0.5,
        hhi_high=0.5 + 0.04,
        hhi_high_if_largest_named=0.5 + 0.02,
        cr3_low=0.8,
        cr3_high=1.0,
        entropy_low=-(0.7 * math.log(0.7) + 0.1 * math.log(0.1) + 0.2 * math.log(0.2)),
        coverage=0.8,
        largest_share=0.7,
        confidence=0.7,
    )
    assert found["entropy_high"] is None
    assert (found["largest"], found["holders"], found["facts"]) == ("Holding", 2, 3)
    assert (found["share_of"], found["basis"]) == ("market share", "revenue")
    assert (found["measured_from"], found["measured_until"]) == ("2024-01-01", "2025-01-01")
    assert found["sources"] == ["Register of invented shares"]
    assert (found["name"], found["note"]) == ("hardware", "")
    # Land A has 0.5 and perhaps the 0.3 of Gamma and the rest; all else may be anywhere.
    assert (found["countries_to_75_low"], found["countries_to_75_high"]) == (1, None)


def test_a_share_known_as_a_bound_gives_a_range(ask):
    found = row(ask(), "film market")
    near(found, hhi_low=0.81, hhi_high=1.0, cr3_low=0.9, cr3_high=1.0)
    assert found["hhi_high_if_largest_named"] is None
    assert found["countries_to_75_low"] is None  # Gamma has no domicile on record


def test_what_a_count_leaves_may_be_anybodys(ask):
    # Holding 0.7, Gamma 0.22, and 0.08 that may be Holding's: 0.78 ** 2 + 0.22 ** 2.
    found = row(ask(), "AI chips in clusters on record, by holder")
    near(found, hhi_low=0.49 + 0.0484, hhi_high=0.6084 + 0.0484, coverage=0.92)
    assert (found["share_of"], found["counted"]) == ("count of facts on record", 5)
    assert found["hhi_high_if_largest_named"] is None
    designed = row(ask(), "AI chips in clusters on record, by designer")
    near(designed, hhi_low=0.64, hhi_high=1.0)


def test_by_jurisdiction_countries_hold_the_shares(ask):
    # Alpha's Land A 0.5, Beta's (through Holding) Land B 0.2; Gamma and the rest may be in A.
    sales = row(ask(by="jurisdiction"), "press market")
    near(sales, hhi_low=0.25 + 0.04, hhi_high=0.64 + 0.04, coverage=0.7)
    assert (sales["largest"], sales["holders"]) == ("Land A", 2)
    ore = row(ask(by="jurisdiction"), "ore")
    near(ore, hhi_low=0.64, hhi_high=0.68, hhi_high_if_largest_named=0.68)


def test_by_role_a_market_stands_under_the_role_it_trades(ask):
    answer = ask(by="role")
    assert row(answer, "press market", "lithography at 7 nm or below")["largest"] == "Holding"
    assert row(answer, "film market")["name"] == "no role on record"
    supplied = row(answer, "those supplied on record, by supplier", "photoresist")
    assert supplied["note"] == "unknown: only 2 to count"


# --- unknown -----------------------------------------------------------------------------------


def test_without_shares_there_is_no_figure(ask):
    answer = ask()
    silent, weak = row(answer, "silent market"), row(answer, "weak market")
    assert silent["note"] == (
        "unknown: no shares on record; jointly 65 % for Alpha and Beta (silent, 2024); "
        "named without a share: Gamma"
    )
    assert weak["note"] == (
        "unknown: no shares on record; 1 share below confidence 0.5 or illustrative"
    )
    figures = [key for key in COLUMNS if key.endswith(("_low", "_high", "_named", "_share"))]
    assert {each[key] for each in (silent, weak) for key in figures} == {None}
    near(row(ask(floor=0.3), "weak market"), hhi_low=0.49)


def test_shares_that_add_up_to_more_than_rounding_are_refused(ask):
    found = row(ask(), "odd market")
    assert found["note"] == "unknown: the shares add up to 1.200"
    assert (found["hhi_low"], found["largest"], found["facts"]) == (None, None, 2)


def test_shares_of_countries_say_nothing_of_firms(ask):
    found = row(ask(), "ore")
    assert found["note"].startswith("unknown: the shares on record are those of countries")
    assert found["hhi_low"] is None
    assert (found["countries_to_75_low"], found["countries_to_75_high"]) == (1, 1)


def test_a_few_facts_are_no_count(ask):
    answer = ask()
    found = row(answer, "developments on record, by developer", "model layer")
    assert found["note"] == "unknown: only 2 to count"
    # Where something else is known of a layer, small counts are left out.
    assert not [r for r in answer.rows() if r["name"] == "hardware" and "only" in r["note"]]


def test_what_is_old_or_approximate_is_said(ask):
    assert row(ask("2027-06-01"), "press market")["note"] == "measured more than two years before"
    ore = row(ask(by="jurisdiction"), "ore")
    assert ore["note"] == "the source calls a share approximate"
    # Before 2024 Alpha and Beta are two: 0.25 + 0.09.
    near(row(ask("2023-06-01"), "press market"), hhi_low=0.34)


def test_a_share_stated_with_a_supply_is_told_apart(ask):
    found = row(ask(), "sole market")
    assert (found["name"], found["share_of"]) == ("no layer on record", "share of supply")
    near(found, hhi_low=1, hhi_high=1, coverage=1)


# --- series ------------------------------------------------------------------------------------


def test_a_series_takes_the_shares_of_each_year(ask):
    answer = ask(since=2023)
    press = [r for r in answer.rows() if r["total"] == "press market"]
    firms = [r for r in press if r["share_of"] != "capacity share"]
    assert [r["as_of"] for r in firms] == ["2023-12-31", "2024-12-31", "2025-12-31", "2026-01-01"]
    # Not yet under one roof in 2023: 0.25 + 0.09.
    assert [r["hhi_low"] for r in firms] == [
        pytest.approx(0.34),
        pytest.approx(0.5),
        None,
        None,
    ]
    assert firms[2]["note"] == "unknown: no shares on record for 2025"
    silent = row(answer, "silent market")
    assert silent["note"].startswith("unknown: no shares on record for 2023 to 2026; jointly 65 %")
    chips = [r for r in answer.rows() if r["total"].endswith("by holder")]
    assert [r["as_of"][:4] for r in chips] == ["2024", "2025", "2026"]


@pytest.mark.parametrize("year", [1989, 2027])
def test_a_series_begins_within_reach(ask, year):
    with pytest.raises(UsageError, match=f"cannot begin in {year}"):
        ask(since=year)
    with pytest.raises(UsageError, match="no concentration by 'firm'"):
        ask(by="firm")


# --- facts -------------------------------------------------------------------------------------


def test_every_row_can_be_followed_to_its_facts(ask):
    answer = ask()
    facts = [fact.iri.rpartition("/")[2] for fact in answer.facts("Press Market")]
    # Four shares, of countries too; then who owns Alpha and Beta, and where they are.
    assert set(facts[:4]) == {"mea-3", "mea-4", "mea-5", "mea-8"}
    assert set(facts[4:]) == {"own-a", "own-b", "dom-a", "dom-h"}
    assert [fact.iri for fact in answer.explain("ore")] == [f"{DATA}mea-14"]
    with pytest.raises(UnknownNameError, match="no shares are on record for 'silent market'"):
        answer.facts("silent market")
    with pytest.raises(UnknownNameError, match="no row is named 'nothing'"):
        answer.facts("nothing")


def test_the_answer_as_a_table_and_its_coverage(ask):
    answer = ask()
    frame = answer.to_frame()
    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == len(answer.rows())
    assert "press market" in answer._repr_html_()
    assert answer.coverage[:3] == (
        "As of 2026-01-01: shares are on record for 3 of 6 markets; for the others concentration is unknown.",
        "Measured rows name the holders of 80 to 100 % of their totals.",
        "1 share on record was left out: below confidence 0.5 or illustrative.",
    )
    assert any("no market shares" in line for line in answer.assumptions)
