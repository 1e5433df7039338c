"""Labels of the paper on the shipped facts: what is compared, and that each difference is cited."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

import pytest

import valuegraph
from valuegraph.governance.types import infer, judge
from valuegraph.projection.catalogue import Catalogue
from valuegraph.view.governance import governance
from valuegraph.vocabulary.namespaces import VGX

pytestmark = pytest.mark.slow

DAY = "2026-11-22"
D = "https://w3id.org/valuegraph/data/"


@pytest.fixture(scope="module")
def graph():
    return valuegraph.load(as_of=DAY)


@pytest.fixture(scope="module")
def judged(graph):
    members = defaultdict(list)
    for group, member in graph.store.rows("SELECT ?g ?m { ?g vg:hasMember ?m }")[1]:
        members[group].append(member)
    found = judge(infer(graph.store, Catalogue(graph.columns, graph.part)), members)
    return {each.record.one("assesses").removeprefix(D): each for each in found}


@pytest.fixture(scope="module")
def rows(graph):
    answer = governance(graph.columns, graph.part, graph.store)
    return {row["thing_iri"].removeprefix(D): row for row in answer.disagreements()}


def test_only_what_is_in_development_is_undetermined(judged):
    verdicts = Counter(each.verdict for each in judged.values())
    sys.stdout.write(f"{dict(verdicts)}\n")
    unsettled = {name for name, each in judged.items() if each.verdict == "undetermined"}
    assert unsettled == {"model-kish"}


def test_a_difference_is_explained_by_a_fact_with_a_source(rows):
    for name, row in rows.items():
        if row["verdict"] in {"differs", "partly"}:
            assert "; confidence " in row["why"], name
            assert "model not named" not in row["why"], name


def test_a_group_of_platforms_is_read_with_all_that_they_carry(judged):
    kinds = {
        name: {each.record.one("offeringKind") for each in judged[name].offered}
        for name in (
            "group-google-ai-platforms",
            "group-software-platforms-with-ai-plugins-erp-cloud-saas",
            "group-eleutherai-models",
        )
    }
    assert kinds["group-eleutherai-models"] == {VGX + "firstParty"}
    assert all(len(found) > 1 for name, found in kinds.items() if "platforms" in name)


def test_third_party_models_make_a_platform_open_and_own_ones_captive(judged):
    watsonx, google = judged["platform-ibm-watsonx"], judged["group-google-ai-platforms"]
    assert watsonx.verdict == "partly"
    assert watsonx.counts["openPlatform"] > watsonx.counts["captivePlatform"] > 0
    assert google.verdict == "agrees"
    assert google.counts["captivePlatform"] > google.counts["openPlatform"] > 0


@pytest.mark.parametrize("firm", ["org-procore", "org-siemens", "org-john-deere"])
def test_assistants_inside_a_trade_s_software_are_hierarchical(judged, firm):
    assert judged[firm].verdict == "agrees"
    assert set(judged[firm].counts) == {"hierarchical"}
