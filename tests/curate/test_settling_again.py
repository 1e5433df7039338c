"""A newer copy closes, opens and renames; the same copy changes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from valuegraph.curate.settling import settle
from valuegraph.curate.writing import turtle
from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary import VG, VGD

FIRST, SECOND, THIRD = dt.date(2026, 1, 31), dt.date(2026, 3, 31), dt.date(2026, 6, 30)


@pytest.fixture
def first(ground, harvest, offers):
    return settle(harvest(offers(), offers("Gamma", locator="rows.csv, row '2'")), ground())


def seen(*claims: Claim, day: dt.date = SECOND) -> list[Claim]:
    return [replace(each, when=When(day, "asOfDay")) for each in claims]


def find(settled, name: str):
    return next(each for each in settled.relations if each.iri == VGD + name)


OFFER, OTHER = "off-beta-lane-7b-managedapi", "off-gamma-lane-7b-managedapi"


def test_what_still_holds_keeps_its_node_and_its_start(again, first, offers):
    claims = seen(offers(), offers("Gamma", locator="rows.csv, row '2'"))
    settled, changes = again(first, claims)
    assert not changes
    assert find(settled, OFFER).span.start == FIRST
    assert settled == first


def test_what_is_gone_ends_on_the_day_of_the_copy_and_stays(again, first, offers):
    settled, changes = again(first, seen(offers()))
    assert changes == {("closed", OTHER)}
    gone = find(settled, OTHER)
    assert gone.span.end == SECOND
    assert gone.note == "not in the copy of 2026-03-31"
    assert VGD + "org-gamma" in {each.iri for each in settled.things}
    assert set(gone.evidence) <= set(settled.proofs)


def test_what_is_new_opens(again, first, offers):
    claims = seen(offers(), offers("Gamma", locator="rows.csv, row '2'"), offers("Delta"))
    settled, changes = again(first, claims)
    assert changes == {("opened", "off-delta-lane-7b-managedapi")}
    assert find(settled, "off-delta-lane-7b-managedapi").span.start == SECOND


def test_another_value_closes_one_relation_and_opens_another(again, first, offers):
    claims = seen(offers(access="downloadable"), offers("Gamma", locator="rows.csv, row '2'"))
    settled, changes = again(first, claims)
    assert changes == {("changed", OFFER), ("opened", f"{OFFER}-2026-03-31")}
    assert find(settled, OFFER).span.end == SECOND
    assert find(settled, f"{OFFER}-2026-03-31").span.start == SECOND


def test_another_value_for_a_dated_fact_is_a_correction(again, ground, harvest, offers):
    dated = When(dt.date(2025, 5, 1), "month")
    first = settle(harvest(offers(when=dated)), ground())
    settled, changes = again(first, [offers(when=dated, access="downloadable")])
    assert changes == {("corrected", OFFER)}
    (relation,) = settled.relations
    assert (relation.span.start, relation.span.end) == (dt.date(2025, 5, 1), None)


def test_what_was_gone_and_comes_back_is_a_relation_of_its_own(again, first, offers):
    claims = seen(offers())
    second, _ = again(first, claims)
    back = seen(offers(), offers("Gamma", locator="rows.csv, row '2'"), day=THIRD)
    third, changes = again(second, back, days=(SECOND, THIRD))
    assert changes == {("opened", f"{OTHER}-2026-06-30")}
    assert find(third, OTHER).span.end == SECOND


def test_a_copy_imported_once_more_gives_the_same(again, first, offers):
    claims = seen(offers(access="downloadable"))
    second, _ = again(first, claims)
    once_more, changes = again(second, claims, days=(SECOND, SECOND))
    assert once_more == second
    assert not changes


def test_what_a_mended_reader_no_longer_gives_is_removed_not_ended(again, first, offers):
    second, _ = again(first, seen(offers(), offers("Delta")))
    mended, changes = again(second, seen(offers()), days=(SECOND, SECOND))
    assert changes == {("removed", "off-delta-lane-7b-managedapi")}
    assert find(mended, OTHER).span.end == SECOND, "what an earlier copy ended stays ended"


def test_a_thing_that_is_renamed_keeps_its_iri(again, ground, harvest, offers):
    first = settle(harvest(offers(what=Mention("Model", "Lane 7B", key="l7"))), ground())
    claims = seen(offers(what=Mention("Model", "Lane Seven", key="l7")))
    settled, changes = again(first, claims)
    assert changes == {("renamed", "model-lane-7b")}
    thing = next(each for each in settled.things if each.cls == "Model")
    assert (thing.iri, thing.label) == (VGD + "model-lane-7b", "Lane Seven")
    assert "Lane 7B" in {value for _, value in thing.pairs}


def test_a_thing_that_turns_out_to_be_known_moves_with_its_relations(
    again, ground, harvest, offers
):
    first = settle(harvest(offers(what=Mention("Model", "Way One", key="w"))), ground())
    assert [each.iri for each in first.relations] == [VGD + "off-beta-way-one-managedapi"]
    told = Mention("Model", "Way One", key="w", ids=("hf:acme/road-1",))
    settled, changes = again(first, seen(offers(what=told)))
    assert changes == {("merged", "model-way-one")}
    (relation,) = settled.relations
    assert relation.iri == VGD + "off-beta-way-one-managedapi"
    assert (VG + "ofAsset", Iri(VGD + "model-road-1")) in relation.ends
    assert "model-way-one" not in " ".join(each.iri for each in settled.things)


def test_a_relation_that_other_data_have_come_to_hold_becomes_evidence_for_theirs(
    again, ground, harvest, offers
):
    statements_then = dict(ground().known.statements)
    del statements_then[VGD + "off-acme-road-1"]
    claim = offers("Acme", Mention("Model", "Road 1"))
    first = settle(harvest(claim), ground(statements_then))
    settled, changes = again(first, seen(claim))
    assert {kind for kind, _ in changes} == {"merged"}
    assert not settled.relations
    assert [iri for iri, _ in settled.grafts] == [VGD + "off-acme-road-1"]


def test_new_evidence_joins_the_old_and_keeps_its_day(again, first, offers):
    claims = seen(
        offers(locator="other.csv, row '1'"), offers("Gamma", locator="rows.csv, row '2'")
    )
    settled, changes = again(first, claims)
    assert changes == {("evidence added", OFFER)}
    assert len(find(settled, OFFER).evidence) == 2


def test_evidence_for_known_relations_stays_when_the_source_falls_silent(
    again, ground, harvest, offers
):
    first = settle(harvest(offers("Acme", Mention("Model", "Road 1"))), ground())
    settled, changes = again(first, [])
    assert settled.grafts == first.grafts
    assert not changes


MARCH = When(dt.date(2025, 3, 1), "month")


def test_a_dated_fact_that_was_gone_and_comes_back_never_ended(again, ground, harvest, offers):
    first = settle(harvest(offers(when=MARCH)), ground())
    second, _ = again(first, [])
    assert find(second, OFFER).span.end == SECOND
    third, changes = again(second, [offers(when=MARCH)], days=(SECOND, THIRD))
    assert changes == {("reopened", OFFER)}
    assert find(third, OFFER).span.end is None


@pytest.mark.parametrize(
    ("when", "kind"),
    [
        (When(dt.date(2025, 4, 1), "month"), "corrected"),
        (When(dt.date(2025, 3, 1), "month", dt.date(2025, 12, 1)), "closed"),
    ],
    ids=["another start", "an end"],
)
def test_what_the_source_says_of_the_interval_is_taken(again, ground, harvest, offers, when, kind):
    first = settle(harvest(offers(when=MARCH)), ground())
    settled, changes = again(first, [offers(when=when)])
    assert changes == {(kind, OFFER)}
    span = find(settled, OFFER).span
    assert (span.start, span.end) == (when.start, when.end)


def test_what_had_ended_before_stays_as_it_was(again, ground, harvest, offers):
    over = When(dt.date(2025, 3, 1), "month", dt.date(2025, 12, 1))
    first = settle(harvest(offers(when=over)), ground())
    settled, changes = again(first, [])
    assert not changes
    assert find(settled, OFFER).span == find(first, OFFER).span
    assert not find(settled, OFFER).note


def test_what_would_begin_after_it_was_found_gone_is_dropped(again, ground, harvest, offers):
    planned = When(dt.date(2027, 1, 1), "year")
    first = settle(harvest(offers(when=planned)), ground())
    settled, _ = again(first, [])
    assert not settled.relations


def test_a_name_that_two_things_had_leads_to_neither(again, ground, harvest, offers):
    twins = tuple(Mention("Model", "Twin", key=str(n)) for n in range(2))
    first = settle(harvest(things=twins), ground())
    settled, _ = again(first, [], things=(Mention("Model", "Twin"),))
    assert len(settled.things) == 3


def test_prices_move_with_their_offering(again, ground, harvest, offers):
    def priced(amount: str, when: When) -> Claim:
        offer = offers(when=when)
        return Claim("Price", (("ofOffering", offer), ("inputPrice", Decimal(amount))), when,
                     "rows.csv, row '1'", Decimal("0.7"))  # fmt: skip

    first = settle(harvest(priced("0.3", When(FIRST, "asOfDay"))), ground())
    settled, changes = again(first, [priced("0.2", When(SECOND, "asOfDay"))])
    prices = sorted((each.span.end or dt.date.max, each.iri) for each in settled.relations if each.cls == "Price")  # fmt: skip
    assert [end for end, _ in prices] == [SECOND, dt.date.max]
    assert {kind for kind, _ in changes} == {"opened", "closed"}
    offered = {dict(each.ends or each.values)[VG + "ofOffering"] for each in settled.relations if each.cls == "Price"}  # fmt: skip
    assert offered == {VGD + OFFER}


def test_what_is_written_after_a_refresh_is_canonical_and_complete(again, first, offers):
    settled, _ = again(first, seen(offers(access="downloadable")))
    files = turtle(settled, {}, dict.fromkeys(settled.proofs, SECOND))
    assert "not in the copy of 2026-03-31" in files["offering.ttl"]
    assert files["offering.ttl"].count("a vg:Offering ;") == 3


def test_names_that_differ_in_capitals_alone_keep_their_iris(again, ground, harvest, offers):
    twins = [
        offers("Beta", Mention("Model", "CALM", maker="Beta")),
        offers("Gamma", Mention("Model", "CaLM", maker="Gamma")),
    ]
    first = settle(harvest(*twins), ground())
    names = {each.label: each.iri for each in first.things if each.cls == "Model"}
    assert len(set(names.values())) == 2
    settled, changes = again(first, seen(*twins))
    assert not changes
    assert {each.label: each.iri for each in settled.things if each.cls == "Model"} == names


def test_what_an_announced_end_ended_before_a_copy_stays_when_it_is_imported_twice(
    again, ground, harvest, offers
):
    announced = offers("Beta", when=When(FIRST, "asOfDay", dt.date(2026, 2, 20)))
    first = settle(harvest(announced), ground())
    claims = [replace(announced, when=When(SECOND, "asOfDay", dt.date(2026, 2, 20)))]
    second, changes = again(first, claims)
    assert not changes
    assert find(second, OFFER).span == find(first, OFFER).span
    assert again(second, claims, days=(SECOND, SECOND)) == (second, set())


def test_what_one_record_says_is_over_another_of_that_day_does_not_open_again(
    again, ground, harvest, offers
):
    end = dt.date(2026, 2, 20)
    dated, silent = offers(when=When(FIRST, "asOfDay", end)), offers(locator="rows.csv, row '9'")
    first = settle(harvest(dated, silent), ground())
    assert find(first, OFFER).span.end == end
    later = seen(dated, silent)
    later[0] = replace(later[0], when=When(SECOND, "asOfDay", end))
    settled, changes = again(first, later)
    assert not changes
    assert [each.span.end for each in settled.relations] == [end]
    assert f"another record of the source says that it ended on {end}" in {
        each.why for each in settled.refusals
    }


def test_what_rests_on_a_removed_relation_goes_with_it(again, first, offers):
    def priced(offer: Claim) -> Claim:
        return Claim("Price", (("ofOffering", offer), ("inputPrice", Decimal("0.3"))),
                     When(dt.date(2025, 1, 1), "day", dt.date(2025, 2, 1)), "rows.csv, row '1'",
                     Decimal("0.7"))  # fmt: skip

    (delta,) = seen(offers("Delta"))
    second, _ = again(first, [*seen(offers()), delta, priced(delta)])
    assert any(each.cls == "Price" for each in second.relations)
    mended, _ = again(second, seen(offers()), days=(SECOND, SECOND))
    assert not any(each.cls == "Price" for each in mended.relations)


def test_a_price_goes_on_when_other_data_have_come_to_hold_its_offering(
    again, ground, harvest, offers
):
    statements_then = dict(ground().known.statements)
    del statements_then[VGD + "off-acme-road-1"]
    offer = offers("Acme", Mention("Model", "Road 1"))

    def priced(amount: str, when: When) -> Claim:
        return Claim("Price", (("ofOffering", offer), ("inputPrice", Decimal(amount))), when,
                     "rows.csv, row '1'", Decimal("0.7"))  # fmt: skip

    over = priced("0.5", When(dt.date(2025, 1, 1), "day", dt.date(2025, 2, 1)))
    now = priced("0.3", When(FIRST, "asOfDay"))
    first = settle(harvest(over, now), ground(statements_then))
    settled, changes = again(first, [priced("0.3", When(SECOND, "asOfDay"))])
    assert {kind for kind, _ in changes} == {"merged"}
    prices = {each.iri: each.span for each in first.relations if each.cls == "Price"}
    assert {each.iri: each.span for each in settled.relations} == prices
    targets = {dict((*each.ends, *each.values))[VG + "ofOffering"] for each in settled.relations}
    assert targets == {VGD + "off-acme-road-1"}
