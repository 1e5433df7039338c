"""Offerings that no label of the paper covers: types with premises, and twenty read by hand."""

from __future__ import annotations

import re
import sys
from collections import defaultdict

import pytest

import valuegraph
from valuegraph.governance.types import infer, judge
from valuegraph.governance.types.labels import about
from valuegraph.projection.catalogue import Catalogue
from valuegraph.resources import data_dir
from valuegraph.vocabulary.namespaces import VGX

pytestmark = pytest.mark.slow

DAY = "2026-11-22"
D = "https://w3id.org/valuegraph/data/"
UNDETERMINED = "undeterminedGovernance"
LEAST, BY_HAND = 60, 20
ROW = re.compile(
    r"^\| `(?P<id>off-[^`]+)` \| (?P<read>[^|]+) \| (?P<says>[^|]+) \| (?P<agree>yes|no) \| (?P<why>[^|]+) \|$",
    re.MULTILINE,
)
COUNTS = re.compile(
    r"(\d+) of (\d+) offerings are covered by\s+no label of the paper; (\d+) of these"
)
RATE = re.compile(r"agree in (\d+) of (\d+)\*\*")
SOURCED = """SELECT DISTINCT ?fact WHERE {
  ?fact vg:hasEvidence ?evidence .
  ?evidence vg:stance vgx:supports ; dct:source ?source ; vg:locator ?place .
}"""


@pytest.fixture(scope="module")
def graph():
    return valuegraph.load(as_of=DAY)


@pytest.fixture(scope="module")
def found(graph):
    return infer(graph.store, Catalogue(graph.columns, graph.part))


@pytest.fixture(scope="module")
def unseen(graph, found):
    """Offerings of no firm, asset, family, group or platform that the paper labels."""
    members = defaultdict(list)
    for group, member in graph.store.rows("SELECT ?g ?m { ?g vg:hasMember ?m }")[1]:
        members[group].append(member)
    labelled = {each.record.one("assesses") for each in judge(found, members)}
    seen = {each.record.iri for thing in labelled for each in about(found, thing, members)}
    return {iri: each for iri, each in found.offered.items() if iri not in seen}


@pytest.fixture(scope="module")
def told():
    text = (data_dir() / "README.md").read_text(encoding="utf-8")
    return [match.groupdict() for match in ROW.finditer(text)]


def word(graph, name):
    if name == UNDETERMINED:
        return "undetermined"
    return graph.store.labels({VGX + name})[VGX + name]


def test_enough_are_typed_and_each_type_carries_sourced_premises(graph, found, unseen):
    typed = [each for each in unseen.values() if each.type != UNDETERMINED]
    sys.stdout.write(
        f"{len(found.offered)} offerings, {len(unseen)} not labelled, {len(typed)} typed\n"
    )
    assert len(typed) >= LEAST
    text = (data_dir() / "README.md").read_text(encoding="utf-8")
    now = tuple(str(len(each)) for each in (unseen, found.offered, typed))
    assert COUNTS.findall(text) == [now]
    sourced = {fact for (fact,) in graph.store.rows(SOURCED)[1]}
    for each in typed:
        premises = set(each.premises(found.decider))
        assert premises, each.record.iri
        assert premises <= sourced, each.record.iri


def test_twenty_are_read_by_hand_and_none_was_labelled(unseen, told):
    assert len({row["id"] for row in told}) == len(told) == BY_HAND
    assert {D + row["id"] for row in told} <= set(unseen)
    assert len({row["read"] for row in told}) == len({row["says"] for row in told}) - 1


def test_the_table_says_what_the_rules_say_today(graph, unseen, told):
    for row in told:
        says = word(graph, unseen[D + row["id"]].type)
        assert row["says"] == says, f"write {says} in the line of {row['id']}"
        assert (row["read"] == says) == (row["agree"] == "yes"), row["id"]
        assert len(row["why"]) > len("because"), row["id"]


def test_the_stated_rate_is_that_of_the_table(told):
    text = (data_dir() / "README.md").read_text(encoding="utf-8")
    (stated,) = RATE.findall(text)
    agreed = sum(row["agree"] == "yes" for row in told)
    sys.stdout.write(f"agree in {agreed} of {len(told)}\n")
    assert stated == (str(agreed), str(len(told)))


def test_missing_inputs_are_named_where_the_rules_are_silent(found, unseen, told):
    for row in told:
        if row["says"] == "undetermined":
            assert unseen[D + row["id"]].missing(found.decider), row["id"]
