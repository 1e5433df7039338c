"""Entries of a catalogue become offerings and prices."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from valuegraph.facts.drafts import Mention, When
from valuegraph.facts.records import Iri
from valuegraph.sources.offers import HOST, RESELLER, TWIN, Listed, Rates, claims_of
from valuegraph.vocabulary.namespaces import VGX

TODAY = When(dt.date(2026, 1, 1), "asOfDay")
MODEL = Mention("Model", "m", key="k")


def listed(kind: str = HOST, put: str = "", where: str = "row", firm: str = "F") -> Listed:
    rates = ((Rates(Decimal(put)), TODAY),) if put else ()
    return Listed(firm, "", kind, MODEL, "", where, TODAY, Decimal("0.5"), rates)


def told(*entries: Listed) -> list[tuple[str, str]]:
    return [(claim.cls, claim.locator) for claim in claims_of(entries)]


def test_the_main_entry_of_a_firm_comes_first():
    assert told(listed(TWIN, where="plan"), listed(HOST, where="main")) == [
        ("Offering", "main"),
        ("Offering", "plan"),
    ]


def test_a_twin_of_nothing_has_the_kind_of_an_ordinary_entry():
    (claim,) = claims_of([listed(TWIN)])
    assert "offeringKind" not in dict(claim.values)
    (own,) = claims_of([replace(listed(TWIN), maker="F")])
    assert dict(own.values)["offeringKind"] == Iri(VGX + "firstParty")


@pytest.mark.parametrize("kinds", [(TWIN, RESELLER), (RESELLER, TWIN)])
def test_what_a_firm_offers_in_a_region_is_not_resold_because_it_resells_too(kinds):
    claims = claims_of([listed(kind) for kind in kinds])
    assert ["offeringKind" in dict(claim.values) for claim in claims] == [False, False]


def test_a_firm_that_hosts_and_resells_a_model_is_no_reseller_of_it():
    claims = claims_of([listed(RESELLER), listed(HOST)])
    assert {claim.values for claim in claims} == {claims[0].values}
    assert "offeringKind" not in dict(claims[0].values)


def test_equal_amounts_of_one_firm_are_one_price():
    assert told(
        listed(put="1", where="a"), listed(TWIN, put="1.0", where="b"), listed(TWIN, put="2")
    ) == [
        ("Offering", "a"),
        ("Offering", "b"),
        ("Offering", "row"),
        ("Price", "a"),
        ("Price", "row"),
    ]


def test_two_firms_make_two_offerings():
    claims = claims_of([listed(), listed(firm="G")])
    assert len({claim.ends for claim in claims}) == 2
