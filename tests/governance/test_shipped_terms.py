"""The shipped licences as they are read: shapes, scopes, exemptions, sources."""

from __future__ import annotations

import datetime as dt

import pytest

from valuegraph.governance.licences import Answer, Effect, Kind, permits, read_policies
from valuegraph.governance.licences.parties import COMMERCIAL, END_USER_PRODUCT, Act, Figure, Party
from valuegraph.governance.licences.policies import (
    COMMERCIAL_USE,
    DERIVE,
    HOST,
    TRAIN_ON_OUTPUTS,
    USE,
)
from valuegraph.vocabulary.namespaces import VGD

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def policy(shipped):
    known = {}

    def read(name):
        iri = f"{VGD}lic-{name}"
        if iri not in known:
            known.update(read_policies(shipped.store.rows, [iri], shipped.part))
        return known[iri]

    return read


def users(own=None, affiliates=None, **more):
    def sizes(value):
        return {} if value is None else {"monthlyActiveUsers": (Figure(value),)}

    return Party(own=sizes(own), affiliates=sizes(affiliates), **more)


def answer(policy_, party, action=USE, day=TODAY, **more):
    return permits(policy_, party, Act(action, **more), day).answer.value


# Clauses as the facts cite them. Limit, day of the test, whether affiliates count, what follows.
FIXED = {
    "llama-2-community": (700e6, "2023-07-18", True),
    "llama-3-community": (700e6, "2024-04-18", True),
    "llama-3.1-community": (700e6, "2024-07-23", True),
    "llama-3.2-community": (700e6, "2024-09-25", True),
    "llama-3.3-community": (700e6, "2024-12-06", True),
    "llama-4-community": (700e6, "2025-04-05", True),
    "databricks-open-model": (700e6, "2024-03-27", True),
    "tencent-hunyuan-3d-2.0": (1e6, None, False),
}


@pytest.mark.parametrize("name", FIXED)
def test_caps_on_a_fixed_date(policy, name):
    limit, day, affiliates = FIXED[name]
    caps = [rule for rule in policy(name).rules if rule.is_threshold]
    assert len(caps) == 1
    (condition,) = caps[0].conditions
    assert (condition.limit, condition.operator) == (limit, "lteq")
    assert condition.fixed
    assert condition.on == (dt.date.fromisoformat(day) if day else None)
    assert condition.affiliates is affiliates
    assert condition.counts_month_before
    assert caps[0].consequence == "separateLicenceAtDiscretion"
    small, large = users(limit, 0), users(limit + 1, 0)
    here = {"located_in": frozenset({f"{VGD}jur-us"}), "used_in": frozenset({f"{VGD}jur-us"})}
    for action in (USE, COMMERCIAL_USE, DERIVE):
        assert answer(policy(name), large, action) == "prohibited"
    found = permits(policy(name), users(limit, 0, **here), Act(USE), TODAY)
    assert not found.of(Effect.CAPS)
    beside = answer(policy(name), users(limit, limit))
    assert beside == ("prohibited" if affiliates else answer(policy(name), small))


@pytest.mark.parametrize("name", [name for name in FIXED if name != "tencent-hunyuan-3d-2.0"])
def test_end_products_free_from_these_caps(policy, name):
    inside = users(5e9, 0, received_as=END_USER_PRODUCT)
    assert answer(policy(name), inside) == "permitted"


@pytest.mark.parametrize("name", ["tongyi-qianwen-2023", "qwen-2024"])
def test_the_qwen_cap_is_live_and_of_the_product(policy, name):
    (cap,) = (rule for rule in policy(name).rules if rule.is_threshold)
    (condition,) = cap.conditions
    assert (condition.limit, condition.fixed, condition.affiliates) == (100e6, False, False)
    assert condition.counts_product
    large = users(150e6, 9e9)
    assert answer(policy(name), large, COMMERCIAL_USE) == "prohibited"
    assert answer(policy(name), large, USE) == "permitted"
    product = Party(own=large.own, product={"monthlyActiveUsers": (Figure(90e6),)})
    assert answer(policy(name), product, COMMERCIAL_USE) == "permitted"


def test_stability_ends_on_revenue_with_affiliates(policy):
    (cap,) = (rule for rule in policy("stability-community-2024").rules if rule.is_threshold)
    (condition,) = cap.conditions
    assert (condition.limit, condition.fixed, condition.affiliates) == (1e6, False, True)
    assert cap.consequence == "licenceEnds"
    rich = Party(
        own={"annualRevenue": (Figure(0.7e6),)}, affiliates={"annualRevenue": (Figure(0.7e6),)}
    )
    assert answer(policy("stability-community-2024"), rich, DERIVE) == "prohibited"
    poor = Party(
        own={"annualRevenue": (Figure(0.7e6),)}, affiliates={"annualRevenue": (Figure(0),)}
    )
    assert answer(policy("stability-community-2024"), poor, COMMERCIAL_USE) == "conditional"


@pytest.mark.parametrize(
    ("name", "operand", "limit"),
    [
        ("kimi-k2-modified-mit", "monthlyActiveUsers", 100e6),
        ("kimi-k2-modified-mit", "monthlyRevenue", 20e6),
        ("minimax-m2-modified-mit", "monthlyActiveUsers", 100e6),
        ("minimax-m2-modified-mit", "annualRecurringRevenue", 30e6),
    ],
)
def test_labels_cost_no_right(policy, name, operand, limit):
    for value, due in ((limit, False), (limit + 1, True)):
        party = Party(own={operand: (Figure(value),)})
        found = permits(policy(name), party, Act(COMMERCIAL_USE), TODAY)
        assert found.answer is Answer.PERMITTED
        bound = {
            each.rule.conditions[0].operand
            for each in found.of(Effect.OBLIGES)
            if each.rule.conditions
        }
        assert (operand in bound) is due


def test_families_are_spared_where_the_text_spares_them(policy, catalogue):
    from valuegraph.governance.licences.ancestry import Assets

    assets = Assets(catalogue)
    small = users(1e6, 0)
    for name, own, other in (
        ("llama-2-community", "model-code-llama-70b", "model-llama-3-8b"),
        ("llama-3-community", "model-llama-3-8b-instruct", "model-llama-2-70b"),
        ("tongyi-qianwen-2023", "model-qwen2-72b", "model-llama-3-8b"),
        ("databricks-open-model", "model-dbrx", "model-llama-3-8b"),
    ):
        for model, expected in ((own, "permitted"), (other, "prohibited")):
            kin = assets.stems_from(VGD + model)
            assert answer(policy(name), small, TRAIN_ON_OUTPUTS, improves=kin) == expected, model


def test_outputs_of_later_llamas_may_train_others(policy):
    assert answer(policy("llama-3.1-community"), users(1e6, 0), TRAIN_ON_OUTPUTS) == "permitted"
    found = permits(policy("llama-3.1-community"), users(1e6, 0), Act(TRAIN_ON_OUTPUTS), TODAY)
    assert "naming" in {each.rule.restriction for each in found.of(Effect.OBLIGES)}


@pytest.mark.parametrize(
    ("name", "action", "purpose", "expected"),
    [
        ("mit", HOST, None, "permitted"),
        ("apache-2.0", TRAIN_ON_OUTPUTS, None, "permitted"),
        ("cc-by-nc-4.0", USE, None, "conditional"),
        ("cc-by-nc-4.0", DERIVE, COMMERCIAL, "prohibited"),
        ("llama-1-research", USE, "nonCommercialResearchPurpose", "permitted"),
        ("llama-1-research", COMMERCIAL_USE, None, "prohibited"),
        ("yi-2.0", COMMERCIAL_USE, None, "conditional"),
        ("yi-2.0", DERIVE, COMMERCIAL, "conditional"),
        ("chatglm-6b", COMMERCIAL_USE, None, "conditional"),
        ("mistral-mrl-0.1", HOST, None, "prohibited"),
        ("openai-tou-2023", TRAIN_ON_OUTPUTS, None, "prohibited"),
        ("openai-tou-2023", COMMERCIAL_USE, None, "unknown"),
        ("internlm-weights-2023", DERIVE, None, "unknown"),
        ("internlm-weights-2023", COMMERCIAL_USE, None, "conditional"),
        ("falcon-180b-tii-1.0", HOST, None, "prohibited"),
        ("falcon-180b-tii-1.0", USE, None, "unknown"),
        ("chatglm-6b", HOST, None, "conditional"),
    ],
)
def test_single_answers(policy, name, action, purpose, expected):
    assert answer(policy(name), Party(), action, purpose=purpose) == expected


def test_every_term_is_cited_and_conditions_are_read(shipped, policy):
    names = [row[0] for row in shipped.store.rows("SELECT ?l WHERE { ?l a vg:Licence }")[1]]
    read = read_policies(shipped.store.rows, names, shipped.part)
    rules = [rule for each in read.values() for rule in each.rules]
    assert len(read) >= 50
    assert len(rules) >= 470
    assert all(rule.best and rule.clause for rule in rules)
    assert {rule.kind for rule in rules} == set(Kind)
    conditions = [condition for rule in rules for condition in rule.conditions]
    assert all(
        condition.operand and condition.operator and condition.values for condition in conditions
    )
    assert {rule.action for rule in rules if rule.required_for} >= {
        "http://www.w3.org/ns/odrl/2/obtainConsent"
    }


def test_both_readings_of_a_term_are_kept(policy):
    rules = policy("kimi-k2-modified-mit").rules
    disputed = [rule for rule in rules if any(not each.supports for each in rule.citations)]
    assert {rule.restriction for rule in disputed} == {"sizeThreshold"}
    assert all(rule.best.confidence == 1 for rule in disputed)


def test_actions_are_included_as_the_profile_says(policy):
    assert policy("mit").covering(HOST) == (HOST, COMMERCIAL_USE)
    assert policy("mit").covering(TRAIN_ON_OUTPUTS)[-1] == USE
    assert policy("mit").covering(DERIVE) == (DERIVE,)
