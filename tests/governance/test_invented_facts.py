"""A user's own facts: grandparents, rings, licences without terms, sureness and knowledge."""

from __future__ import annotations

from pathlib import Path

import pytest

import valuegraph
from valuegraph.governance.licences import Act, Party, check, lineage, read_policies
from valuegraph.governance.licences.lineage import strictest
from valuegraph.governance.licences.policies import COMMERCIAL_USE, HOST, USE
from valuegraph.projection.catalogue import Catalogue
from valuegraph.vocabulary.namespaces import VGD

FACTS = Path(__file__).with_name("invented.ttl")


def load(**options):
    return valuegraph.load(FACTS, only=True, as_of="2026-11-22", cache=False, **options)


@pytest.fixture(scope="module")
def graph():
    return load()


def traced(graph, name):
    catalogue = Catalogue(graph.columns, graph.part)
    return lineage(catalogue, graph.store.rows, VGD + name)


def checked(graph, name, *actions, day=None):
    part = graph.part if day is None else graph.part.on(day)
    acts = [Act(action) for action in actions]
    rows = graph.store.rows
    return check(Catalogue(graph.columns, part), rows, VGD + name, Party(), acts)


def test_terms_of_a_grandparent_reach_the_grandchild(graph):
    (branch,) = traced(graph, "model-grandchild").branches
    assert [step.label for step in branch.steps] == ["Child"]
    assert [conflict.kind for conflict in branch.far] == ["conflictNonCommercial"]
    assert branch.far[0].ancestor == VGD + "model-base"
    assert strictest(branch).policy.label == "Gainless Licence"
    (found,) = checked(graph, "model-grandchild", USE, COMMERCIAL_USE)
    assert [(j.standing, j.through) for j in found.judged] == [
        ("declared", "Grandchild"),
        ("inherited", "Base"),
    ]
    assert [found.answer(place).value for place in (0, 1)] == ["conditional", "prohibited"]
    assert found.overall().value == "prohibited"


def test_the_licence_of_a_base_is_found_when_the_derivation_names_none(graph):
    (branch,) = traced(graph, "model-child").branches
    assert branch.steps[0].policy.label == "Gainless Licence"
    assert [c.kind for c in branch.steps[0].conflicts] == ["conflictNonCommercial"]


def test_an_unnamed_teacher_stands_in_the_tree(graph):
    (branch,) = traced(graph, "model-child").branches
    teacher = branch.steps[1]
    assert (teacher.label, teacher.link.way.value, teacher.policy) == (
        "answers of people",
        "outputs",
        None,
    )


def test_a_variant_stands_under_the_terms_of_what_it_is_a_variant_of(graph):
    (found,) = checked(graph, "model-child-small", USE)
    assert [(j.standing, j.policy.label) for j in found.judged] == [
        ("declared", "Free Licence"),
        ("inherited", "Gainless Licence"),
    ]


def test_a_ring_is_cut_where_it_closes(graph):
    (branch,) = traced(graph, "model-ring-1").branches
    assert [(depth, step.label) for depth, _, step in branch.walk()] == [
        (0, "Ring Two"),
        (1, "Ring One"),
    ]


def test_a_licence_without_terms_says_nothing(graph):
    (found,) = checked(graph, "model-bare", USE)
    verdict = found.judged[0].verdicts[0]
    assert verdict.answer.value == "unknown"
    assert verdict.reason == "no term of Empty Licence is known"


def test_a_beginning_that_is_not_known_is_not_denied(graph):
    (policy,) = read_policies(graph.store.rows, [VGD + "lic-free"], graph.part).values()
    assert {rule.begin_known for rule in policy.rules} == {False}
    (found,) = checked(graph, "lic-free", USE, day="2019-01-01")
    assert found.answer(0).value == "unknown"
    assert "is not known to be in force before" in found.judged[0].verdicts[0].reason


def test_no_licence_asked_for_is_none_read(graph):
    assert read_policies(graph.store.rows, [], graph.part) == {}


def test_illustrations_and_what_was_read_later_stay_out():
    licence = VGD + "lic-gainless"

    def clauses(**options):
        graph = load(**options)
        policy = read_policies(graph.store.rows, [licence], graph.part)[licence]
        return {rule.clause for rule in policy.rules}

    assert clauses() == {"1", "2"}
    assert clauses(known_at="2026-02-01") == {"1"}
    assert clauses(include_illustrative=True) == {"1", "2", "3"}
    assert clauses(min_confidence=0.95) == set()


def test_an_illustrated_ban_bites_only_when_asked_for():
    (found,) = checked(load(include_illustrative=True), "lic-gainless", HOST)
    assert found.answer(0).value == "prohibited"
    assert len(found.judged[0].verdicts[0].rules) == 1
