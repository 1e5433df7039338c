"""Epoch AI: data centres and companies."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.sources.epoch_made_up import ends, harvest, of, thing, values
from valuegraph.errors import DataError
from valuegraph.facts.drafts import When

SITE = {
    "Handle": "OpenAI-Oracle Stargate Abilene Texas",
    "Title": "Quay Works",
    "Owner": "Harbour #confident",
    "Users": "Maker #speculative, Guild #likely",
    "Construction companies": "Mason",
    "Current power (MW)": "295",
}
LATER = {"Data center": SITE["Handle"], "Date": "2025-03-18", "Power (MW)": "100.0"}


def figures(found):
    """Return what each measure says: ends, value, since, until."""
    return [
        (*ends(c), values(c)["value"], str(c.when.start), c.when.end and str(c.when.end))
        for c in of(found, "Measure")
    ]


# --- data centres ---------------------------------------------------------------------------------


def test_the_mark_behind_a_name_is_how_sure_it_is(tmp_path):
    found = harvest(tmp_path, data_centers=[SITE])
    (holding,) = of(found, "Operation")
    assert (ends(holding), holding.confidence) == (
        ("Harbour", "Quay Works", "owner"),
        Decimal("0.7"),
    )
    assert [(ends(c), c.confidence) for c in of(found, "SiteParticipation")] == [
        (("Maker", "Quay Works", "siteUser"), Decimal("0.3")),
        (("Guild", "Quay Works", "siteUser"), Decimal("0.5")),
        (("Mason", "Quay Works", "siteBuilder"), Decimal("0.7")),
    ]
    site = thing(found, "Quay Works")
    assert site.key == SITE["Handle"]
    assert dict(site.properties)["locatedIn"].name == "United States"


def test_a_mark_that_is_not_known_stops_the_reading(tmp_path):
    with pytest.raises(DataError) as problem:
        harvest(tmp_path, data_centers=[{**SITE, "Owner": "Harbour #hopeful"}])
    assert "'hopeful' is no mark" in str(problem.value)
    assert "column Owner" in str(problem.value)


def test_a_site_without_power_is_announced(tmp_path):
    found = harvest(tmp_path, data_centers=[{**SITE, "Current power (MW)": "0"}])
    assert {values(c)["modality"] for c in found.claims} == {"announced"}
    assert all("still being built" in c.note for c in found.claims)


def test_timelines_are_measures_that_follow_one_another(tmp_path):
    rows = [
        {**LATER, "Date": "2024-06-18", "Power (MW)": "0.0"},
        LATER,
        {**LATER, "Date": "2025-06-01"},
        {**LATER, "Date": "2025-09-18", "Power (MW)": "205.123456"},
        {**LATER, "Date": "2026-09-18", "Power (MW)": "900.0"},
    ]
    found = harvest(tmp_path, data_centers=[SITE], data_center_timelines=rows)
    assert figures(found) == [
        ("Quay Works", "powerCapacity", "100", "2025-03-18", "2025-09-18"),
        ("Quay Works", "powerCapacity", "205.123", "2025-09-18", None),
        ("Quay Works", "powerCapacity", "forecast", "900", "2026-09-18", None),
    ]
    assert found.counts["data centre timeline rows"] == 5


def test_a_timeline_of_an_unknown_site_stops_the_reading(tmp_path):
    with pytest.raises(DataError, match=r"not in data_centers\.csv"):
        harvest(tmp_path, data_center_timelines=[LATER])


# --- companies ------------------------------------------------------------------------------------

STAFF = {
    "Id": "May 2024 50",
    "Company": "Maker",
    "Staff count": "50",
    "Date": "2024-05-16",
    "Type": "Full company",
    "Confidence": "Confident",
}


def test_staff_is_a_series(tmp_path):
    rows = [{**STAFF, "Date": "2025-05-16", "Staff count": "70"}, STAFF]
    found = harvest(tmp_path, ai_companies_staff_reports=rows)
    assert figures(found) == [
        ("Maker", "staffCount", "50", "2024-05-16", "2025-05-16"),
        ("Maker", "staffCount", "70", "2025-05-16", None),
    ]
    assert of(found, "Measure")[0].when.precision == "asOfDay"


def test_two_figures_for_one_day_are_a_range(tmp_path):
    rows = [STAFF, {**STAFF, "Id": "May 2024 80", "Staff count": "80", "Confidence": "Likely"}]
    (claim,) = of(harvest(tmp_path, ai_companies_staff_reports=rows), "Measure")
    assert (values(claim)["value"], values(claim)["upperValue"]) == ("50", "80")
    assert claim.confidence == Decimal("0.5")
    assert "2 figures" in claim.note
    assert claim.locator.count("ai_companies_staff_reports.csv") == 2


def test_divisions_are_no_firms_and_some_are_not_counted(tmp_path):
    part = {**STAFF, "Type": "Division/role", "Division name": "FAIR"}
    tutors = {**STAFF, "Type": "Contractors", "Division name": "AI tutors (data contractors)"}
    found = harvest(tmp_path, ai_companies_staff_reports=[part, tutors])
    assert figures(found) == [("Maker", "staffCount", "FAIR", "50", "2024-05-16", None)]
    assert len(found.refusals) == 1


ROUND = {
    "Id": "Made-up round",
    "Company": "Maker",
    "Close date": "2024-05-16",
    "Status": "Closed",
    "Funding (equity)": "1000.0",
    "Funding (debt)": "400.0",
    "Valuation (post-money)": "9000.0",
    "Confidence": "Likely",
}


def test_a_round_is_equity_debt_and_a_valuation(tmp_path):
    found = harvest(tmp_path, ai_companies_funding_rounds=[ROUND])
    assert {(ends(c)[1], values(c)["value"]) for c in of(found, "Measure")} == {
        ("equityRaised", "1000.0"),
        ("debtRaised", "400.0"),
        ("valuation", "9000.0"),
    }
    assert {c.confidence for c in found.claims} == {Decimal("0.5")}


def test_rounds_under_discussion_are_announced_and_value_nothing(tmp_path):
    row = {**ROUND, "Status": "Late discussions", "Close date": "", "Report date": "2025-03-31"}
    found = harvest(tmp_path, ai_companies_funding_rounds=[row])
    assert {ends(c)[1] for c in found.claims} == {"equityRaised", "debtRaised"}
    assert {values(c)["modality"] for c in found.claims} == {"announced"}
    assert {str(c.when.start) for c in found.claims} == {"2025-03-31"}


def test_rows_that_the_publisher_leaves_out_of_its_chart_are_listed(tmp_path):
    found = harvest(
        tmp_path, ai_companies_funding_rounds=[{**ROUND, "Exclude from graph view": "True"}]
    )
    assert found.claims == ()
    assert "own chart" in found.refusals[0].why


REVENUE = {
    "Id": "made up",
    "Company": "Maker",
    "Date": "2023-12-31",
    "Revenue amount (normalize to annual)": "700.0",
    "Type": "Yearly revenue",
    "Confidence": "Likely",
}


def test_sales_of_a_year_and_the_run_rate_are_kept_apart(tmp_path):
    rate = {**REVENUE, "Type": "Annualized revenue", "Date": "2024-06-12"}
    part = {**REVENUE, "Type": "Product/division revenue"}
    found = harvest(tmp_path, ai_companies_revenue_reports=[REVENUE, rate, part])
    assert figures(found) == [
        ("Maker", "revenue", "700.0", "2023-01-01", "2024-01-01"),
        ("Maker", "revenueRunRate", "700.0", "2024-06-12", None),
    ]
    assert len(found.refusals) == 1


def test_use_is_counted_by_product_and_period(tmp_path):
    row = {
        "Id": "made up",
        "Company": "Maker",
        "Product": "Desk",
        "Active users": "300.0",
        "Active users time period": "Weekly",
        "Daily messages": "1000.0",
        "Date": "2024-12-04",
        "Confidence": "Confident",
    }
    found = harvest(tmp_path, ai_companies_usage_reports=[row])
    assert [ends(c) for c in found.claims] == [
        ("Maker", "weeklyUsers", "Desk"),
        ("Maker", "messagesPerDay", "Desk"),
    ]


def test_spending_of_a_year_that_was_not_over_is_a_forecast(tmp_path):
    row = {
        "Id": "made up",
        "Company": "Maker",
        "Amount": "500",
        "Category": "R&D cloud compute",
        "Period type": "Year",
        "Date": "2024-12-31",
        "Confidence": "Likely",
    }
    rows = [row, {**row, "Date": "2025-12-31"}, {**row, "Period type": "Annualized"}]
    found = harvest(tmp_path, ai_companies_compute_spend=rows)
    first, second = of(found, "Measure")
    part = "cloud computing for research and development"
    assert ends(first) == ("Maker", "computeSpend", part)
    assert first.when == When(dt.date(2024, 1, 1), "year", dt.date(2025, 1, 1))
    assert ends(second) == ("Maker", "computeSpend", part, "forecast")
    assert len(found.refusals) == 1


def test_addresses_and_quotations_go_nowhere(tmp_path):
    row = {**ROUND, "Source 1": "https://example.org/round", "Notes": 'He said: "no".\nTwice.'}
    found = harvest(tmp_path, ai_companies_funding_rounds=[row])
    assert "example.org" not in repr(found)
    assert "Twice" not in repr(found)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("staff_reports", {**STAFF, "Staff count": ""}),
        ("revenue_reports", {**REVENUE, "Date": ""}),
        (
            "usage_reports",
            {
                "Id": "x",
                "Company": "Maker",
                "Product": "Desk",
                "Date": "2025-01-02",
                "Confidence": "Likely",
            },
        ),
    ],
)
def test_rows_without_figure_or_date_are_listed(tmp_path, table, row):
    found = harvest(tmp_path, **{f"ai_companies_{table}": [row]})
    assert found.claims == ()
    assert "no figure or no date" in found.refusals[0].why


def test_a_sale_of_shares_raises_nothing_but_values_the_firm(tmp_path):
    row = {**ROUND, "Funding (equity)": "0.0", "Funding (debt)": ""}
    found = harvest(tmp_path, ai_companies_funding_rounds=[row])
    assert [ends(c)[1] for c in found.claims] == ["valuation"]


def test_companies_are_things(tmp_path):
    found = harvest(tmp_path, ai_companies=[{"Name": "Maker", "Founding date": "2015-12-01"}])
    assert [(each.cls, each.name) for each in found.things] == [("Organization", "Maker")]
    assert found.counts["companies"] == 1
