"""One thing, one IRI; two things, two."""

from __future__ import annotations

import datetime as dt

import pytest

from valuegraph.curate.identity import Judged
from valuegraph.curate.minting import Mint, slug
from valuegraph.curate.settling import settle
from valuegraph.facts.drafts import Mention
from valuegraph.vocabulary import VGD


def iris(settled) -> list[str]:
    return [each.iri.removeprefix(VGD) for each in settled.things]


def test_things_that_share_an_identifier_are_one(ground, harvest):
    left = Mention("Model", "Lane 7B", key="a", ids=("hf:x/lane",))
    right = Mention("Model", "lane-seven", key="b", ids=("hf:x/lane",))
    (thing,) = settle(harvest(things=(left, right)), ground()).things
    told = {value for _, value in thing.pairs}
    assert {"hf:x/lane", "toy:a", "toy:b"} <= told
    assert {thing.label, *told} >= {"Lane 7B", "lane-seven"}


def test_things_of_different_classes_that_share_an_identifier_stay_two(ground, harvest):
    ids = ("hf:x/lane",)
    things = (Mention("Model", "Lane 7B", ids=ids), Mention("Artifact", "x/lane", ids=ids))
    assert len(settle(harvest(things=things), ground()).things) == 2


def test_two_keys_are_two_things_though_the_names_are_equal(ground, harvest):
    clusters = tuple(Mention("ComputeCluster", "Anonymized System", key=str(n)) for n in range(3))
    settled = settle(harvest(things=clusters), ground())
    assert len(iris(settled)) == 3
    assert iris(settled)[0] == "cluster-anonymized-system"


def test_two_keys_of_one_name_are_not_taken_for_one_known_thing(ground, harvest):
    twins = tuple(Mention("Model", "Road 1", key=str(n), ids=(f"hf:z/{n}",)) for n in range(2))
    settled = settle(harvest(things=twins), ground())
    assert len(settled.things) == 2, "a name that the source itself gives twice tells nothing"
    assert len(settled.proposals) == 2


def test_an_identifier_tells_though_the_name_is_given_twice(ground, harvest):
    twins = (
        Mention("Model", "Road 1", key="1", ids=("hf:acme/road-1",)),
        Mention("Model", "Road 1", key="2"),
    )
    assert len(settle(harvest(things=twins), ground()).things) == 1


def test_a_name_without_a_key_finds_the_thing_with_that_name(ground, harvest):
    things = (Mention("Model", "Lane 7B"), Mention("Model", "Lane-7B", key="1"))
    (thing,) = settle(harvest(things=things), ground()).things
    assert {"Lane 7B", "Lane-7B"} == {thing.label, *(v for _, v in thing.pairs)} & {"Lane 7B", "Lane-7B"}  # fmt: skip


def test_a_plus_a_size_and_a_bracket_keep_things_apart(ground, harvest):
    names = ("Lane", "Lane+", "Lane 7B", "Lane 70B", "Lane (May 2025)")
    things = tuple(Mention("Model", name) for name in names)
    assert len(settle(harvest(things=things), ground()).things) == len(names)


def test_a_judgement_joins_what_names_do_not(ground, harvest):
    judged = Judged(
        "Beta Labs", "Beta", "same", "long form", "curator", dt.date(2026, 1, 1), "organisation"
    )
    things = (Mention("Organization", "Beta"), Mention("Organization", "Beta Labs"))
    assert iris(settle(harvest(things=things), ground(judgements=[judged]))) == ["org-beta"]
    assert len(settle(harvest(things=things), ground()).things) == 2


def test_an_iri_that_stands_for_something_else_is_not_given_again(ground, harvest):
    statements = dict(ground().known.statements)
    statements[VGD + "org-beta"] = statements[VGD + "org-ministry"]
    settled = settle(harvest(things=(Mention("Organization", "Beta"),)), ground(statements))
    (iri,) = iris(settled)
    assert iri.startswith("org-beta-")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-4o", "gpt-4o"),
        ("Command R+", "command-r-plus"),
        ("Café & Co.", "cafe-and-co"),
        ("v1..2.", "v1.2"),
        ("智谱", ""),
    ],
)
def test_slugs(text, expected):
    assert slug(text) == expected


def test_a_mint_gives_each_iri_once_and_the_same_in_every_run():
    given = [[Mint().new("org", name, name) for name in ("智谱", "x" * 200)] for _ in range(2)]
    assert given[0] == given[1]
    assert all(len(iri.removeprefix(VGD)) < 110 for iri in given[0])
    mint = Mint()
    assert len({mint.new("org", "Beta", "one key") for _ in range(4)}) == 4
