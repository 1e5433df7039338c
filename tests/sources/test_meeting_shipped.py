"""What is shipped where sources meet: no list outweighs a surer fact, and one thing is one node."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from valuegraph.curate.known import Known
from valuegraph.facts import assembly as a
from valuegraph.facts.records import Iri
from valuegraph.importing import Shelf
from valuegraph.store.statements import statements_in
from valuegraph.vocabulary.namespaces import VG, VGD, VGX

SURE = Decimal("0.7")
API = (VG + "hasChannel", Iri(VGX + "managedApi"))


@pytest.fixture(scope="module")
def shipped() -> Known:
    shelf = Shelf.shipped()
    places = [shelf.place(source) for source in shelf.ids() if shelf.manifest(source).shipped]
    return Known(statements_in([shelf.folder / "core", *places]))


def sureness(shipped: Known, relation) -> Decimal:
    return max(Decimal(shipped.first(each, a.CONFIDENCE)) for each in relation.evidence)


def test_weak_readings_of_kept_weights_stand_beside_no_sure_one(shipped):
    parts = {VGX + "weights", VGX + "endModelWeights"}
    given, kept = set(), defaultdict(list)
    for status in shipped.relations(VG + "ComponentStatus"):
        held = dict(status.pairs)
        if held[VG + "component"] not in parts:
            continue
        sure = sureness(shipped, status) >= SURE
        if held[VG + "status"] != VGX + "notAvailable":
            given |= {held[VG + "ofAsset"]} if sure else set()
        elif not sure:
            kept[held[VG + "ofAsset"]].append(status.iri)
    found = {asset: iris for asset, iris in kept.items() if asset in given}
    assert found == {}, "add the asset to [lookups.overruled] of the source, or import anew"


def test_no_list_reopens_what_the_core_or_a_retirement_has_ended(shipped):
    ends: dict[tuple[str, str], list] = defaultdict(list)
    offers: dict[tuple[str, str], list] = defaultdict(list)
    for offer in shipped.relations(VG + "Offering"):
        held = dict(offer.pairs)
        if API in offer.pairs:
            key = held[VG + "hasProvider"], held[VG + "ofAsset"]
            offers[key].append(offer)
            ends[key] += [offer.span.end] if offer.span.end else []
    for event in shipped.relations(VG + "MarketEvent"):
        retired = (VG + "eventKind", Iri(VGX + "deprecation")) in event.pairs
        if retired and event.span.precision == "day" and sureness(shipped, event) >= SURE:
            firm = dict(event.pairs).get(VG + "organization")
            for prop, asset in event.pairs:
                if prop == VG + "aboutAsset":
                    ends[firm, asset].append(event.span.start)
    listed = [
        offer.iri
        for key, days in ends.items()
        for offer in offers[key]
        if offer.span.vague and any(offer.span.start >= day for day in days)
    ]
    assert listed == []


@pytest.mark.parametrize(
    "names",
    [
        ("databricks-gpt-oss-120b", "gpt-oss-120b"),
        ("databricks-gpt-oss-20b", "gpt-oss-20b"),
        ("grok-4.20-0309-reasoning", "grok-4-20-reasoning", "Grok 4.20 (Reasoning)"),
        ("grok-4.20-0309-non-reasoning", "grok-4-20-non-reasoning"),
        ("grok-4.20-multi-agent", "grok-4.20-multi-agent-0309"),
        ("kimi-k2-0905", "kimi-k2-0905-preview", "kimi-k2-instruct-0905"),
        ("embed-v4.0", "cohere-embed-v-4-0"),
        ("ministral-3-3b-instruct", "ministral-3b-2512"),
        ("nemotron-3-ultra-550b", "Nemotron 3 Ultra 550B A55B"),
        ("qwen3.5:397b", "Qwen3.5 397B-A17B"),
        ("schnell", "flux_1-schnell"),
        ("Yayi-2 30B", "YaYi 2.0"),
        ("Tigerobo", "TigerResearch"),
        ("Yayi (Wenge)", "Wenge Research"),
    ],
)
def test_one_thing_under_several_names_is_one_node(shipped, names):
    nodes = [
        iri
        for iri, thing in shipped.things.items()
        if {*names} & {thing.label, *thing.names} and thing.cls != "ServingVariant"
    ]
    assert len(nodes) == 1, nodes


def test_names_that_mislead_are_two_nodes(shipped):
    named = {
        name: iri for iri, thing in shipped.things.items() for name in (thing.label, *thing.names)
    }
    assert named["ministral-3b"] != named["ministral-3b-2512"]
    assert named["Pixtral Large (latest)"] != named["pixtral-large-2502-v1:0"]


@pytest.mark.parametrize(
    "model", ["llama-3.1-405b-instruct", "jais-adapted-70b-chat"], ids=["signed for", "by a form"]
)
def test_weights_behind_a_form_are_given_under_limits(shipped, model):
    told = {
        dict(status.pairs)[VG + "status"]
        for status in shipped.relations(VG + "ComponentStatus")
        if (VG + "ofAsset", Iri(VGD + f"model-{model}")) in status.pairs
        and dict(status.pairs)[VG + "component"] == VGX + "endModelWeights"
    }
    assert told == {VGX + "partial"}
