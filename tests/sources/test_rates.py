"""Amounts for tokens: which can be right, how they are written, which price is another's in part."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Mention, When
from valuegraph.sources.lookups import Lookup, phrase_in
from valuegraph.sources.offers import HOST, Listed, claims_of
from valuegraph.sources.rates import Rates, credible
from valuegraph.sources.remarks import remarked

TODAY = When(dt.date(2026, 1, 1), "asOfDay")
STORED = ("cacheReadPrice", "cacheWritePrice")


def rates(put: str, got: str = "", read: str = "", write: str = "") -> Rates:
    return Rates(Decimal(put), *(Decimal(each) if each else None for each in (got, read, write)))


def judged(asked: Rates, **tables: str) -> Rates | None:
    return credible(asked, "row", "x", lambda name: {"x": "why"} if name in tables else {})


@pytest.mark.parametrize(
    ("asked", "told", "table"),
    [
        (rates("0.0001", "1"), "another quantity", "incredible"),
        (rates("5000"), "another quantity", "incredible"),
        (rates("4", "1"), "changed places", "dearer_in"),
        (rates("0.2", "6"), "over 20 times", "steep"),
        (rates("0.1", "0.3", "0.3"), "stored input", "odd_cache"),
        (rates("0.075", "0.3", "0.01", "1"), "stored input", "odd_cache"),
    ],
)
def test_an_odd_amount_stops_the_import_until_it_is_looked_up(asked, told, table):
    with pytest.raises(DataError, match=rf"{told}[\s\S]*lookups.{table}"):
        judged(asked)
    assert judged(asked, incredible="") is None
    if table != "incredible":
        assert judged(asked, **{table: ""}) is not None


@pytest.mark.parametrize(
    "asked",
    [
        rates("0.5", "10"), rates("1", "1", "1", "2"), rates("3", "15", "0.3", "3.75"),
        rates("0", "0", "0.1"), rates("0.13"),
    ],
)  # fmt: skip
def test_ordinary_amounts_pass(asked):
    assert judged(asked) == asked


def test_of_odd_amounts_for_stored_input_the_rest_stands():
    assert judged(rates("0.1", "0.3", "0.3"), odd_cache="") == rates("0.1", "0.3")


def test_noise_of_binary_fractions_is_taken_off_and_six_digits_that_are_meant_stay():
    noisy = rates("0.049999999999999996", "0.09999999999999999")
    assert noisy.plain() == rates("0.05", "0.1")
    assert rates("0.8280001", "15.00002").plain() == rates("0.8280001", "15.00002")


@given(st.decimals("0.006", 1000, places=3))
def test_amounts_of_few_digits_stay_as_they_are(amount):
    assert Rates(amount).plain() == Rates(amount)


def prices(*asked: Rates) -> list[tuple[tuple[Decimal | None, ...], str]]:
    model = Mention("Model", "m", key="k")
    listed = [
        Listed("F", "", HOST, model, "", f"row {number}", TODAY, Decimal("0.5"), ((each, TODAY),))
        for number, each in enumerate(asked)
    ]
    return [
        (tuple(dict(claim.ends).get(name) for name in STORED), claim.locator)  # type: ignore[misc]
        for claim in claims_of(listed)
        if claim.cls == "Price"
    ]


def test_amounts_for_stored_input_that_differ_are_two_prices_each_of_its_own_row():
    found = prices(rates("0.3", "2.5", "0.03"), rates("0.3", "2.5", "0.075", "0.383"))
    assert found == [
        ((Decimal("0.03"), None), "row 0"),
        ((Decimal("0.075"), Decimal("0.383")), "row 1"),
    ]


def test_a_row_that_says_less_than_another_makes_no_price_of_its_own():
    assert prices(rates("0.3", "2.5"), rates("0.3", "2.5", "0.03")) == [
        ((Decimal("0.03"), None), "row 1")
    ]


def test_the_wording_of_a_noisy_amount_is_kept():
    model = Mention("Model", "m", key="k")
    asked = ((rates("0.049999999999999996"), TODAY),)
    (_, price) = claims_of([Listed("F", "", HOST, model, "", "row", TODAY, Decimal("0.5"), asked)])
    assert dict(price.ends)["inputPrice"] == Decimal("0.05")
    assert price.original == "as it stands: inputPrice 0.049999999999999996"


def test_a_remark_that_an_amount_is_assumed_or_converted_is_known_or_stops_the_import():
    table = Lookup({"half of it": "assumed", "Pictures are": ""})
    assert remarked("We take half of it.", "row", table, "assumed") == "assumed"
    assert remarked("pictures are converted to tokens", "row", table, "assumed") == ""
    assert remarked("Flat rate.", "row", table, "assumed") == ""
    assert remarked("", "row", table, "assumed") == ""
    with pytest.raises(DataError, match=r"says 'convert'[\s\S]*lookups.assumed"):
        remarked("converted by a rate of ours", "row", table, "assumed")


def test_to_look_through_a_table_is_not_to_use_it():
    table = Lookup({"one": "1", "two": "2"})
    assert phrase_in("And TWO.", table) == ("two", "2")
    assert phrase_in("three", table) is None
    assert table.unused() == ["one"]
    assert phrase_in("one", {"one": "1"}) == ("one", "1")
