"""A list of offers does not outweigh a fact that an offering is over, or that weights are given."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from tests.curate.conftest import STATEMENTS, offering, thing
from valuegraph.curate.settling import settle
from valuegraph.facts import assembly as a
from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary import VG, VGD, VGX

DAY = dt.date(2026, 1, 31)
OVER = dt.date(2025, 6, 1)
ROAD, LANE = Mention("Model", "Road 1"), Mention("Model", "Lane 7B")
NODE = VGD + "off-acme-road-1"
PLATFORM = VG + "viaPlatform"
EVIDENCE = (a.RDF_TYPE, Iri(VG + "Evidence"))


def evidence(name: str, confidence: str, *pairs: tuple[str, object]) -> dict[str, list]:
    return {VGD + name: [EVIDENCE, (a.CONFIDENCE, Decimal(confidence)), *pairs]}


def retired(
    day: dt.date = OVER, precision: str = "day", confidence: str = "0.7"
) -> dict[str, list]:
    """Return the event of Acme's retiring Lane 7B, and Lane 7B."""
    return {
        **STATEMENTS,
        **thing("model-lane-7b", "Model", "Lane 7B"),
        **evidence("ev-over", confidence),
        VGD + "evt-over": [
            (a.RDF_TYPE, Iri(VG + "MarketEvent")),
            (VG + "eventKind", Iri(VGX + "deprecation")),
            (VG + "organization", Iri(VGD + "org-acme")),
            (VG + "aboutAsset", Iri(VGD + "model-lane-7b")),
            (a.VALID_FROM, day),
            (a.VALID_TO, day + dt.timedelta(days=1)),
            (a.PRECISION, Iri(VGX + precision)),
            (a.HAS_EVIDENCE, Iri(VGD + "ev-over")),
        ],
    }


def ended(*pairs: tuple[str, object]) -> dict[str, list]:
    """Return what is known when Acme's offering of Road 1 has ended."""
    known = {**STATEMENTS, **offering("off-acme-road-1", dt.date(2024, 5, 1), OVER)}
    return {**known, NODE: [*known[NODE], *pairs]}


def price(of: Claim, when: When) -> Claim:
    return Claim(
        "Price", (("ofOffering", of), ("inputPrice", Decimal(3))), when, "rows.csv, price",
        Decimal("0.7"),
    )  # fmt: skip


def kept(confidence: str, status: str = "notAvailable", component: str = "weights") -> Claim:
    return Claim(
        "ComponentStatus",
        (
            ("ofAsset", LANE),
            ("component", Iri(VGX + component)),
            ("status", Iri(VGX + status)),
        ),
        When(DAY, "asOfDay"), f"{status}.toml", Decimal(confidence),
    )  # fmt: skip


def given(status: str, confidence: str, component: str = "weights") -> dict[str, list]:
    """Return what is known when a source says how the weights of Lane 7B can be had."""
    return {
        **STATEMENTS,
        **thing("model-lane-7b", "Model", "Lane 7B"),
        **evidence("ev-given", confidence),
        VGD + "cmp-given": [
            (a.RDF_TYPE, Iri(VG + "ComponentStatus")),
            (VG + "ofAsset", Iri(VGD + "model-lane-7b")),
            (VG + "component", Iri(VGX + component)),
            (VG + "status", Iri(VGX + status)),
            (a.VALID_FROM, dt.date(2025, 1, 1)),
            (a.PRECISION, Iri(VGX + "asOfDay")),
            (a.HAS_EVIDENCE, Iri(VGD + "ev-given")),
        ],
    }


def test_a_list_does_not_reopen_what_a_fact_has_ended(ground, harvest, offers):
    listed = offers("Acme", ROAD)
    settled = settle(harvest(listed, price(listed, listed.when)), ground(ended()))
    assert (settled.relations, settled.grafts, settled.things) == ((), (), ())
    why = {each.why for each in settled.refusals}
    assert why == {
        "over since 2025-06-01 by off-acme-road-1: that a list still names it proves nothing"
    }
    assert len(settled.refusals) == 2, "the price goes with the offering, for the same reason"


def test_a_list_read_before_the_end_is_evidence_and_its_price_ends_with_the_offering(
    ground, harvest, offers
):
    listed = offers("Acme", ROAD, When(dt.date(2025, 3, 1), "asOfDay"))
    settled = settle(harvest(listed, price(listed, listed.when)), ground(ended()))
    assert [node for node, _ in settled.grafts] == [NODE]
    (only,) = settled.relations
    assert (only.cls, only.span.end, only.note) == (
        "Price", OVER, "over since 2025-06-01 by off-acme-road-1"
    )  # fmt: skip


def test_a_return_that_is_a_fact_makes_the_list_evidence_for_it(ground, harvest, offers):
    back = {**ended(), **offering("off-acme-road-1-2025", dt.date(2025, 9, 1))}
    settled = settle(harvest(offers("Acme", ROAD)), ground(back))
    assert [node for node, _ in settled.grafts] == [VGD + "off-acme-road-1-2025"]
    assert not settled.refusals


def test_what_is_over_at_one_firm_or_platform_is_not_over_at_another(ground, harvest, offers):
    settled = settle(harvest(offers("Beta", ROAD)), ground(ended()))
    assert len(settled.relations) == 1, "who passes it on has not ended it"
    stall = Mention("Platform", "Stall")
    here = offers("Acme", ROAD)
    here = dataclasses.replace(here, ends=(*here.ends, ("viaPlatform", stall)))
    known = {**ended((PLATFORM, Iri(VGD + "plat-shop"))), **thing("plat-shop", "Platform", "Shop")}
    assert len(settle(harvest(here), ground(known)).relations) == 1


def test_weights_to_fetch_are_no_list(ground, harvest, offers):
    fetched = Iri(VGX + "weightDownload")
    pairs = [p for p in ended()[NODE] if p[0] != VG + "hasChannel"]
    known = {**ended(), NODE: [*pairs, (VG + "hasChannel", fetched)]}
    claim = offers("Acme", ROAD)
    claim = dataclasses.replace(claim, ends=(*claim.ends[:2], ("hasChannel", fetched)))
    assert len(settle(harvest(claim), ground(known)).relations) == 1


def test_a_retirement_ends_what_no_offering_is_known_of(ground, harvest, offers):
    settled = settle(harvest(offers("Acme", LANE)), ground(retired()))
    assert not settled.relations
    assert "over since 2025-06-01 by evt-over" in settled.refusals[0].why


def test_a_list_read_before_the_retirement_ends_with_it(ground, harvest, offers):
    listed = offers("Acme", LANE, When(dt.date(2025, 3, 1), "asOfDay"))
    settled = settle(harvest(listed, price(listed, listed.when)), ground(retired()))
    assert {(each.cls, each.span.end) for each in settled.relations} == {
        ("Offering", OVER), ("Price", OVER)
    }  # fmt: skip
    assert {each.note for each in settled.relations} == {"over since 2025-06-01 by evt-over"}


@pytest.mark.parametrize(
    "told", [{"confidence": "0.5"}, {"precision": "year"}], ids=["unsure", "a year alone"]
)
def test_a_retirement_that_is_unsure_or_without_a_day_ends_nothing(ground, harvest, offers, told):
    (relation,) = settle(harvest(offers("Acme", LANE)), ground(retired(**told))).relations
    assert relation.span.end is None


@pytest.mark.parametrize("status", ["available", "partial"])
@pytest.mark.parametrize("component", ["weights", "endModelWeights"])
@pytest.mark.parametrize("weak", ["0.3", "0.5"])
def test_a_weak_reading_that_weights_are_kept_yields_to_a_sure_one(
    ground, harvest, status, component, weak
):
    settled = settle(harvest(kept(weak)), ground(given(status, "0.7", component)))
    assert not settled.relations
    (refusal,) = settled.refusals
    assert refusal.why.endswith("is otherwise by cmp-given")


def test_the_sure_one_may_stand_in_the_same_source(ground, harvest):
    settled = settle(harvest(kept("0.3"), kept("0.7", "available")), ground())
    assert [dict(each.ends)[VG + "status"] for each in settled.relations] == [
        Iri(VGX + "available")
    ]
    assert settled.refusals[0].why.endswith("is otherwise by available.toml")


@pytest.mark.parametrize(
    ("claim", "known"),
    [
        (kept("0.7"), given("available", "0.7")),
        (kept("0.3"), given("available", "0.5")),
        (kept("0.3"), given("available", "0.7", "baseModelWeights")),
        (kept("0.3", "available"), given("notAvailable", "0.7")),
        (kept("0.3", component="trainingCode"), given("available", "0.7")),
    ],
    ids=["two judges", "two weak ones", "of the base", "the other way", "another part"],
)
def test_other_disagreements_stay(ground, harvest, claim, known):
    settled = settle(harvest(claim), ground(known))
    assert len(settled.relations) == 1
    assert not settled.refusals


def test_a_later_source_overrules_by_the_manifest(ground, harvest):
    known = dataclasses.replace(ground(), overruled={"Lane 7B": "given by a later index"})
    settled = settle(harvest(kept("0.5")), known)
    assert not settled.relations
    assert [each.why for each in settled.refusals] == ["given by a later index"]
