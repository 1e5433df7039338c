"""The tables on companies: money raised and earned, staff, users, spending on computing. Figures only."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, When
from valuegraph.sources.epoch.gathering import concept, firm
from valuegraph.sources.epoch.series import Point, series

if TYPE_CHECKING:
    from valuegraph.sources.epoch.gathering import Gathering, Values
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["read_companies"]

COMPANY = ("Name",)
COMPANY_REFUSED = (
    # the models table has the units under their own names
    "Organization (from Organizations)",
    # one value for all, and a list of fields
    "Company type",
    "Product Domain(s)",
    # a day on which a firm began, with the address where it was read: no term for it
    "Founding date",
    "Founding source/notes",
)
TOLD = (
    # addresses of websites, and text that quotes them
    "Source 1",
    "Source 2",
    "Notes",
    "Graph note",
)
ROUND = (
    "Id",
    "Company",
    "Close date",
    "Status",
    "Funding (equity)",
    "Funding (debt)",
    "Valuation (post-money)",
    "Report date",
    "Confidence",
    "Exclude from graph view",
)
ROUND_REFUSED = (*TOLD, "Source 3", "Type")
REVENUE = (
    "Id",
    "Company",
    "Date",
    "Revenue amount (normalize to annual)",
    "Type",
    "Confidence",
)
REVENUE_REFUSED = (
    *TOLD,
    "Source 3",
    # the same figure again, and the wording it was made from
    "Annualized revenue (USD)",
    "Revenue info (non-annualized)",
    "Report date",
    "Source type",
)
STAFF = ("Id", "Company", "Staff count", "Date", "Type", "Division name", "Confidence")
STAFF_REFUSED = (*TOLD, "Report date", "Source type")
USAGE = (
    "Id",
    "Company",
    "Active users",
    "Active users time period",
    "Daily tokens",
    "Daily messages",
    "Date",
    "Product",
    "Confidence",
    "Exclude from graph view",
)
USAGE_REFUSED = (*TOLD, "Report date", "Source type")
SPEND = (
    "Id",
    "Company",
    "Amount",
    "Category",
    "Period type",
    "Date",
    "Confidence",
    "Exclude from graph view",
)
SPEND_REFUSED = (
    "Source 1",
    "Source 2",
    "Source 3",
    "Notes",
    "Report date",
    "Source Type",
    # the amount again, once more for each category
    "Inference compute spend",
    "R&D compute spend",
    "Total compute spend",
)
NOT_SHOWN = "Epoch AI leaves the row out of its own chart"


def read_companies(package: Package, gathering: Gathering) -> None:
    """Read the six tables."""
    for record in package.table(package.one("ai_companies.csv"), "Name", COMPANY + COMPANY_REFUSED):
        firm_ = firm(record.text("Name"))
        gathering.things[firm_.handle] = firm_
        record.refuse(*COMPANY_REFUSED)
        record.done()
        gathering.counts["companies"] += 1
    points: list[Point] = []
    for name, columns, refused, reader in (
        ("funding_rounds", ROUND, ROUND_REFUSED, _round),
        ("revenue_reports", REVENUE, REVENUE_REFUSED, _revenue),
        ("staff_reports", STAFF, STAFF_REFUSED, _staff),
        ("usage_reports", USAGE, USAGE_REFUSED, _usage),
        ("compute_spend", SPEND, SPEND_REFUSED, _spend),
    ):
        table = package.one(f"ai_companies_{name}.csv")
        for record in package.table(table, "Id", columns + refused):
            record.refuse("Id", *refused)  # the row's own name is its locator
            points += reader(record, gathering)
            record.done()
            gathering.counts[f"company {name.replace('_', ' ')}"] += 1
    series(points, gathering, "companies")


def _sure(record: Record, gathering: Gathering) -> Decimal:
    found = gathering.sureness(record, "Confidence", "company_certainty")
    return found or Decimal(0)


def _shown(record: Record, gathering: Gathering) -> bool:
    if gathering.choice(record, "Exclude from graph view", "flag"):
        gathering.refuse(NOT_SHOWN, record.where)
        return False
    return True


def _round(record: Record, gathering: Gathering) -> list[Point]:
    closed = gathering.choice(record, "Status", "round_status") == "closed"
    sure, told = _sure(record, gathering), record.optional("Id")
    when = record.when("Close date") or record.when("Report date")
    record.refuse("Report date")
    equity, debt = record.number("Funding (equity)"), record.number("Funding (debt)")
    company, worth = record.text("Company"), record.number("Valuation (post-money)")
    if not _shown(record, gathering) or when is None:
        return []
    planned: Values = () if closed else (("modality", concept("announced")),)
    for amount, kind in ((equity, "equityRaised"), (debt, "debtRaised")):
        if not amount:
            continue
        ends = (
            ("measureSubject", firm(company)),
            ("measureKind", concept(kind)),
            ("shareBasis", told),
        )
        values: Values = (("value", amount), ("unit", "USD"), ("bound", concept("exact")), *planned)
        gathering.add(
            Claim("Measure", ends, when, record.where, sure, values=values, document="companies")
        )
    if not worth or not closed:
        return []
    return [Point(firm(company), "valuation", when, worth, "USD", record.where, sure)]


def _revenue(record: Record, gathering: Gathering) -> list[Point]:
    kind = gathering.choice(record, "Type", "revenue_types")
    amount, when = record.number("Revenue amount (normalize to annual)"), record.when("Date")
    company, sure = firm(record.text("Company")), _sure(record, gathering)
    if kind == "refused":
        gathering.refuse("revenue of a part of the firm, or of no stated kind", record.where)
        return []
    if amount is None or when is None:
        gathering.refuse("no figure or no date", record.where)
        return []
    if kind == "revenue":
        when, span = _year(when)
        return [Point(company, kind, when, amount, "USD", record.where, sure, span=span)]
    return [Point(company, kind, when, amount, "USD a year", record.where, sure)]


def _staff(record: Record, gathering: Gathering) -> list[Point]:
    count, when = record.number("Staff count"), record.when("Date")
    company, sure = firm(record.text("Company")), _sure(record, gathering)
    counted = gathering.choice(record, "Type", "staff_types")
    part = gathering.choice(record, "Division name", "divisions")
    if "refused" in (counted, part):
        gathering.refuse("it counts no organisation, or does not say what it counts", record.where)
        return []
    if count is None or when is None:
        gathering.refuse("no figure or no date", record.where)
        return []
    return [Point(company, "staffCount", when, count, "people", record.where, sure, part)]


def _usage(record: Record, gathering: Gathering) -> list[Point]:
    company, when = firm(record.text("Company")), record.when("Date")
    product, sure = record.text("Product"), _sure(record, gathering)
    period = gathering.choice(record, "Active users time period", "user_periods")
    told = (
        (record.number("Active users"), period, "users"),
        (record.number("Daily tokens"), "tokensPerDay", "tokens a day"),
        (record.number("Daily messages"), "messagesPerDay", "messages a day"),
    )
    if not _shown(record, gathering):
        return []
    found = [each for each in told if each[0]]
    if not found or when is None:
        gathering.refuse("no figure or no date", record.where)
        return []
    return [
        Point(company, kind, when, value, unit, record.where, sure, product)
        for value, kind, unit in found
        if value is not None
    ]


def _spend(record: Record, gathering: Gathering) -> list[Point]:
    company, when = firm(record.text("Company")), record.when("Date")
    amount, sure = record.number("Amount"), _sure(record, gathering)
    part = gathering.choice(record, "Category", "spend_categories")
    yearly = gathering.choice(record, "Period type", "spend_periods") == "year"
    if not _shown(record, gathering):
        return []
    if amount is None or when is None or not yearly:
        gathering.refuse("no figure, no date, or a rate instead of a sum", record.where)
        return []
    when, span = _year(when)
    kind = "computeSpend"
    return [Point(company, kind, when, amount, "USD", record.where, sure, part, span)]


def _year(when: When) -> tuple[When, dt.date]:
    """Return the year that a figure dated on its last day sums up."""
    year = when.start.year
    return When(dt.date(year, 1, 1), "year"), dt.date(year + 1, 1, 1)
