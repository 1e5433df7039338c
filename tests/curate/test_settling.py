"""Claims become relations, evidence for known relations, or refusals; nothing else is written."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal

import pytest

from valuegraph.curate.settling import settle
from valuegraph.curate.writing import turtle
from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary import VG, VGD, VGX

DAY = dt.date(2026, 1, 31)
ROAD = Mention("Model", "Road 1")


def written(settled) -> dict[str, str]:
    return turtle(settled, {}, dict.fromkeys(settled.proofs, DAY))


def test_a_claim_on_unknown_things_opens_a_relation(ground, harvest, offers):
    settled = settle(harvest(offers()), ground())
    (relation,) = settled.relations
    assert relation.iri == VGD + "off-beta-lane-7b-managedapi"
    assert relation.label == "Beta offers Lane 7B (managed API)"
    assert relation.span.start == DAY
    assert relation.span.precision == "asOfDay"
    assert [each.iri for each in settled.things] == [VGD + "model-lane-7b", VGD + "org-beta"]
    assert not settled.grafts


def test_a_claim_that_is_known_adds_evidence_and_no_second_node(ground, harvest, offers):
    settled = settle(harvest(offers("Acme Corp", ROAD)), ground())
    assert not settled.relations
    assert not settled.things
    ((node, proof),) = settled.grafts
    assert node == VGD + "off-acme-road-1"
    assert settled.proofs[proof].document == VGD + "src-toy"


def test_a_claim_of_a_document_that_the_known_relation_cites_adds_nothing(ground, harvest, offers):
    settled = settle(harvest(offers("Acme", ROAD, document="core")), ground())
    assert settled.already_said == 1
    assert (settled.grafts, settled.proofs, settled.relations) == ((), {}, ())


def test_a_graft_that_says_otherwise_keeps_the_wording_and_lists_the_difference(
    ground, harvest, offers
):
    when = When(dt.date(2024, 6, 1), "month")
    settled = settle(harvest(offers("Acme", ROAD, when, access="downloadable")), ground())
    assert {each.what for each in settled.differences} == {"start", "access level"}
    ((_, proof),) = settled.grafts
    assert "start 2024-06-01" in settled.proofs[proof].original


def test_a_claim_on_another_time_is_another_relation(ground, harvest, offers):
    statements = dict(ground().known.statements)
    node = VGD + "off-acme-road-1"
    statements[node] = [*statements[node], (VG + "validTo", dt.date(2025, 1, 1))]
    dated = When(DAY, "day")
    settled = settle(harvest(offers("Acme", ROAD, dated)), ground(statements))
    (relation,) = settled.relations
    assert relation.iri == VGD + "off-acme-road-1-managedapi"
    assert not settled.grafts


def test_claims_of_one_relation_share_its_node_and_claims_of_one_row_its_evidence(
    ground, harvest, offers
):
    made = Claim(
        "Development",
        (("developer", Mention("Organization", "Beta")), ("developedAsset", Mention("Model", "Lane 7B"))),
        When(dt.date(2025, 2, 1), "month"), "rows.csv, row '1'", Decimal("0.7"),
    )  # fmt: skip
    settled = settle(harvest(offers(), made, offers(locator="rows.csv, row '2'")), ground())
    assert len(settled.relations) == 2
    assert len(settled.proofs) == 2
    offering = next(each for each in settled.relations if each.cls == "Offering")
    assert len(offering.evidence) == 2
    assert sum(text.count("a vg:Evidence ;") for text in written(settled).values()) == 2


def test_of_two_readings_the_surer_gives_the_value_and_the_other_is_listed(ground, harvest, offers):
    weak = offers(confidence=Decimal("0.3"), access="downloadable", locator="b")
    settled = settle(harvest(weak, offers()), ground())
    (relation,) = settled.relations
    assert relation.values == ((VG + "accessLevel", Iri(VGX + "apiAccess")),)
    (difference,) = settled.differences
    assert difference.said == "downloadable"


def test_a_dated_start_counts_more_than_a_day_of_reading(ground, harvest, offers):
    dated = offers(when=When(dt.date(2025, 3, 1), "month"), locator="b")
    vague = offers(when=When(dt.date(2024, 1, 1), "asOfYear"))
    (relation,) = settle(harvest(vague, dated), ground()).relations
    assert (relation.span.start, relation.span.precision) == (dt.date(2025, 3, 1), "month")


def test_a_claim_may_point_at_another_claim(ground, harvest, offers):
    price = Claim(
        "Price",
        (("ofOffering", offers()), ("inputPrice", Decimal("0.30"))),
        When(DAY, "asOfDay"), "rows.csv, row '1'", Decimal("0.7"),
    )  # fmt: skip
    settled = settle(harvest(price), ground())
    by_class = {each.cls: each for each in settled.relations}
    assert dict(by_class["Price"].ends)[VG + "ofOffering"] == by_class["Offering"].iri


def test_prices_that_differ_in_stored_input_alone_are_two_each_with_its_own_evidence(
    ground, harvest, offers
):
    def price(row: str, *stored: tuple[str, str]) -> Claim:
        ends = (("inputPrice", Decimal("0.3")), *((name, Decimal(each)) for name, each in stored))
        told = (("unit", "USD per million tokens"),)
        return Claim(
            "Price", (("ofOffering", offers()), *ends), When(DAY), row, Decimal("0.7"), values=told
        )

    claims = [
        price("a", ("cacheReadPrice", "0.03")),
        price("b", ("cacheReadPrice", "0.075"), ("cacheWritePrice", "0.383")),
        price("c", ("cacheReadPrice", "0.03")),
    ]
    settled = settle(harvest(*claims), ground())
    prices = {each.iri: each for each in settled.relations if each.cls == "Price"}
    stem = VGD + "price-beta-lane-7b-managedapi-0.3"
    assert set(prices) == {stem, stem + "-read-0.075-write-0.383"}
    rows = {
        iri: {settled.proofs[proof].locator for proof in each.evidence}
        for iri, each in prices.items()
    }
    assert rows == {stem: {"a", "c"}, stem + "-read-0.075-write-0.383": {"b"}}


def test_what_only_fills_a_gap_is_no_evidence_for_what_is_known(ground, harvest, offers):
    known, new = offers("Acme", ROAD), offers()
    settled = settle(
        harvest(replace(known, fills_gap=True), replace(new, fills_gap=True)), ground()
    )
    assert (settled.grafts, settled.already_said) == ((), 1)
    assert [each.iri for each in settled.relations] == [VGD + "off-beta-lane-7b-managedapi"]


def test_what_only_refused_claims_mention_is_not_written(ground, harvest):
    loop = Mention("Model", "Loop")
    claim = Claim(
        "Derivation", (("derivedAsset", loop), ("sourceAsset", loop)),
        When(DAY, "asOfDay"), "rows.csv, row 'Loop'", Decimal("0.7"),
        (("derivationKind", Iri(VGX + "fineTuning")),),
    )  # fmt: skip
    settled = settle(harvest(claim), ground())
    assert not settled.things
    (refusal,) = settled.refusals
    assert "one thing: Loop" in refusal.why
    assert refusal.where == "rows.csv, row 'Loop'"


def test_a_claim_that_ends_before_it_begins_is_refused(ground, harvest, offers):
    settled = settle(harvest(offers(when=When(DAY, "day", dt.date(2025, 1, 1)))), ground())
    assert not settled.relations
    assert "before it begins" in settled.refusals[0].why


def test_what_rests_on_a_refused_claim_is_refused(ground, harvest, offers):
    inner = offers(when=When(DAY, "day", dt.date(2025, 1, 1)))
    price = Claim(
        "Price", (("ofOffering", inner), ("inputPrice", 1)), When(DAY), "x", Decimal("0.7")
    )
    assert len(settle(harvest(price), ground()).refusals) == 2


def test_a_thing_brings_the_things_that_it_points_at(ground, harvest, offers):
    family = Mention("ModelFamily", "Lane")
    model = Mention("Model", "Lane 7B", properties=(("inFamily", family),))
    things = {each.iri: each for each in settle(harvest(offers(what=model)), ground()).things}
    assert VGD + "family-lane" in things
    assert (VG + "inFamily", Iri(VGD + "family-lane")) in things[VGD + "model-lane-7b"].pairs


def test_known_things_get_names_and_identifiers_that_they_lack_and_no_more(ground, harvest, offers):
    model = Mention(
        "Model", "Road-1", ids=("hf:acme/road-1", "toy:r1"), names=("Road One",),
        properties=(("inFamily", Mention("ModelFamily", "Other roads")),),
    )  # fmt: skip
    settled = settle(harvest(offers("Acme", model)), ground())
    told = {(iri.removeprefix(VGD), value) for iri, _, value in settled.additions}
    assert told == {("model-road-1", "toy:r1"), ("model-road-1", "Road-1"), ("model-road-1", "Road One")}  # fmt: skip
    assert not settled.things, "a family named of a known model only is not written"


@pytest.mark.parametrize(
    ("mention", "iri"),
    [
        (Mention("Organization", "Ministry of Roads"), "org-ministry"),
        (Mention("Model", "Road"), "model-road"),
        (Mention("ModelFamily", "Road"), "family-road"),
    ],
    ids=["an authority is an organisation", "a model is no family", "a family"],
)
def test_classes_meet_where_they_may(ground, harvest, mention, iri):
    settled = settle(harvest(things=(mention,)), ground())
    new = [each.iri for each in settled.things]
    assert new == ([] if iri in {"org-ministry", "family-road"} else [VGD + iri])


def test_countries_are_called_by_their_code(ground, harvest):
    france = Mention("Jurisdiction", "France", ids=("iso3166:FR",))
    america = Mention("Jurisdiction", "USA", ids=("iso3166:US",))
    settled = settle(harvest(things=(france, america)), ground())
    (new,) = settled.things
    assert new.iri == VGD + "jur-fr"
    assert ("http://www.w3.org/2004/02/skos/core#notation", "FR") in new.pairs


def test_the_order_of_a_harvest_does_not_show(ground, harvest, offers):
    claims = [
        offers(f"Firm {n % 5}", Mention("Model", f"M {n % 7}", key=f"k{n % 9}", maker=f"Lab {n % 2}"),
               locator=f"row {n}", access=("apiAccess", "downloadable")[n % 2])
        for n in range(40)
    ]  # fmt: skip
    claims += [offers("Acme", ROAD), offers("acme corp", ROAD, locator="row x")]
    first = written(settle(harvest(*claims), ground()))
    for seed in range(3):
        random.Random(seed).shuffle(claims)
        assert written(settle(harvest(*claims), ground())) == first


def test_names_outside_ascii_do_not_fall_together(ground, harvest):
    names = ("智谱", "百川", "Café", "Road+", "Road Plus")
    settled = settle(harvest(things=tuple(Mention("Organization", n) for n in names)), ground())
    assert len({each.iri for each in settled.things}) == len(names)
    assert {each.label for each in settled.things} == set(names)


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        (Claim("Offerring", (), When(DAY), "r", Decimal(1)), "no relation class Offerring"),
        (Claim("Offering", (("madeOf", Iri(VGD + "org-acme")),), When(DAY), "r", Decimal(1)), "does not take madeOf"),
        (Claim("Offering", (), When(DAY), "r", Decimal(1), document="annex"), "no document 'annex'"),
        (Claim("Offering", (), When(DAY, "decade"), "r", Decimal(1)), "no concept decade"),
        (Claim("Offering", (("hasChannel", Iri(VGX + "apiAccess")),), When(DAY), "r", Decimal(1)), "no concept of channel"),
        (Claim("Offering", (("hasProvider", Iri(VGD + "org-nobody")),), When(DAY), "r", Decimal(1)), "org-nobody"),
    ],
    ids=["class", "property", "document", "precision", "scheme", "dangling"],
)  # fmt: skip
def test_what_the_ontology_has_no_words_for_stops_the_import(ground, harvest, claim, word):
    with pytest.raises(DataError) as caught:
        settle(harvest(claim), ground())
    assert word in str(caught.value)
    assert "toy" in str(caught.value)


def test_a_property_that_a_class_does_not_take_stops_the_import(ground, harvest):
    odd = Mention("Organization", "Beta", properties=(("holdsRelease", ROAD),))
    with pytest.raises(DataError, match="holdsRelease is not foreseen for Organization"):
        settle(harvest(things=(odd,)), ground())
