"""Answers on licences as tables and as people read them."""

from __future__ import annotations

import pytest

import valuegraph
from valuegraph.errors import UnknownNameError
from valuegraph.governance.licences import Act, Figure, Party
from valuegraph.governance.licences.policies import DERIVE, USE
from valuegraph.view.licence_rows import CHECK_COLUMNS
from valuegraph.view.licence_verdicts import told_checks
from valuegraph.view.licence_words import told_lineage, told_terms
from valuegraph.view.licences import (
    find,
    find_licence,
    jurisdiction,
    licence_check,
    licence_lineage,
    licence_terms,
    model_with_kin,
)


@pytest.fixture(scope="module")
def graph():
    return valuegraph.load(as_of="2026-11-22")


@pytest.fixture(scope="module")
def catalogue(graph):
    return graph.projection.catalogue


@pytest.fixture(scope="module")
def ask(graph, catalogue):
    def run(name, *acts, party=None):
        return licence_check(catalogue, graph.store, name, party or Party(), acts or (Act(USE),))

    return run


def flat(told):
    return "\n".join(
        line
        for title, entries in told
        for line in (title, *(x for e in entries for x in (e[0], *e[1])))
    )


def test_every_answer_is_a_table(graph, catalogue, ask):
    frames = [
        ask("Llama 3").to_frame(),
        licence_lineage(catalogue, graph.store, "LLaVA").to_frame(),
        licence_terms(catalogue, graph.store, "MIT").to_frame(),
    ]
    assert list(frames[0].columns) == list(CHECK_COLUMNS)
    assert all(len(frame) for frame in frames)


def test_terms_in_words_only_have_a_row(ask):
    (row, *_) = ask("Vicuna-13B v0").rows()
    assert row["licence"] == 'in words: "delta weights to keep to the LLaMA licence"'
    assert (row["licence_answer"], row["missing"]) == ("unknown", "the terms themselves")
    assert row["source"]


def test_a_day_before_the_text_has_a_row_without_a_rule(graph):
    before = graph.at("2023-01-01").projection.catalogue
    found = licence_check(before, graph.store, "qwen-2024", Party(), (Act(USE),))
    (row,) = found.rows()
    assert row["answer"] == "unknown"
    assert row["rule_iri"] is None
    assert "is in force only from 19 September 2024" in row["reason"]
    assert "is in force only from 19 September 2024" in flat(told_checks(found.checks))


def test_uses_with_one_ground_stand_in_one_line(ask):
    small = Party(own={"monthlyActiveUsers": (Figure(1.0),)})
    told = told_checks(ask("DeepSeek-R1", Act(USE), Act(DERIVE), party=small).checks)
    (verdict, *_), *_ = (entries for _, entries in told)
    assert verdict[0] == "permitted: use, making derivatives"
    assert told[0][1][0][1][0] == "MIT License: granted by grant paragraph"


def test_what_is_not_mentioned_is_named(ask):
    told = flat(
        told_checks(
            ask("chatglm-6b", Act("https://w3id.org/valuegraph/ontology#sublicense")).checks
        )
    )
    assert "prohibited: sublicensing" in told
    assert "does not mention sublicensing" in told


def test_what_was_not_read_is_said(ask):
    found = ask("baichuan2-community", Act(DERIVE))
    assert "unknown: making derivatives" in flat(told_checks(found.checks))
    assert any("known at second hand" in line for line in found.coverage)


def test_the_maker_s_own_changes_are_told(graph, catalogue):
    told = flat(told_lineage(licence_lineage(catalogue, graph.store, "DeepSeek-R1").lineage))
    assert "the same maker: free to change the terms" in told
    assert "inherits no condition that is known" in told


def test_a_licence_is_told_by_kind_with_disputes(graph, catalogue):
    told = told_terms(
        licence_terms(catalogue, graph.store, "Llama 3.3 Community License Agreement").policy
    )
    assert [title for title, _ in told][1:] == ["Permits", "Asks", "Ends the rights"]
    assert "disputed by" in flat(told)


def test_names(graph, catalogue):
    store = graph.store
    assert find(store, "Llama 3").endswith("family-llama-3")
    assert find(store, "qwen-2024").endswith("lic-qwen-2024")
    assert find_licence(store, "Apache-2.0") == find_licence(store, "Apache License 2.0")
    assert jurisdiction(store, "KR") == jurisdiction(store, "South Korea")
    assert model_with_kin(catalogue, store, None) == frozenset()
    with pytest.raises(UnknownNameError, match="Lama"):
        find(store, "Lama nothing")
