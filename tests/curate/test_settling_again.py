"""A newer copy closes, opens and renames; the same copy changes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from valuegraph.curate.known import Known
from valuegraph.curate.refreshing import Earlier
from valuegraph.curate.settling import settle
from valuegraph.curate.writing import turtle
from valuegraph.facts import assembly as a
from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary import VG, VGD, VGX

FIRST, SECOND, THIRD = dt.date(2026, 1, 31), dt.date(2026, 3, 31), dt.date(2026, 6, 30)


def statements(settled) -> dict[str, list]:
    """Return what would be read back from what is written."""
    found: dict[str, list] = {}
    for thing in settled.things:
        found[thing.iri] = [(a.RDF_TYPE, Iri(VG + thing.cls)), (a.LABEL, thing.label), *thing.pairs]
    for each in settled.relations:
        pairs = [
            (a.RDF_TYPE, Iri(VG + each.cls)), (a.LABEL, each.label), *each.ends, *each.values,
            (a.VALID_FROM, each.span.start), (a.PRECISION, Iri(VGX + each.span.precision)),
            *((a.HAS_EVIDENCE, Iri(iri)) for iri in each.evidence),
        ]  # fmt: skip
        pairs += [(a.VALID_TO, each.span.end)] if each.span.end else []
        found[each.iri] = pairs + ([(a.NOTE, each.note)] if each.note else [])
    for iri, prop, text in settled.additions:
        found.setdefault(iri, []).append((prop, text))
    for iri, proof in settled.grafts:
        found.setdefault(iri, []).append((a.HAS_EVIDENCE, Iri(proof)))
    for proof in settled.proofs.values():
        found[proof.iri] = [
            (a.RDF_TYPE, Iri(VG + "Evidence")), (a.SOURCE, Iri(proof.document)),
            (a.LOCATOR, proof.locator), (a.CONFIDENCE, proof.confidence),
            (a.EVIDENCE_KIND, Iri(VGX + proof.kind)),
        ]  # fmt: skip
    return found


@pytest.fixture
def again(ground, harvest):
    """Settle a copy on what an earlier copy came to; return both with the changes."""

    def settle_again(before, claims, *, days=(FIRST, SECOND), things=()):
        earlier = Earlier(Known(statements(before)), *days)
        settled = settle(harvest(*claims, day=days[1], things=things), ground(earlier=earlier))
        return settled, {(each.kind, each.iri.removeprefix(VGD)) for each in earlier.changes}

    return settle_again


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
