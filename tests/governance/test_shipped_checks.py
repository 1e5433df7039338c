"""Checks of shipped models: declared, inherited and disputed terms, dates, families."""

from __future__ import annotations

import pytest

from valuegraph.governance.licences import Act, Figure, Party, check
from valuegraph.governance.licences.policies import COMMERCIAL_USE, DERIVE, TRAIN_ON_OUTPUTS, USE
from valuegraph.projection.catalogue import Catalogue

pytestmark = pytest.mark.slow

ACTS = (Act(USE), Act(COMMERCIAL_USE), Act(DERIVE), Act(TRAIN_ON_OUTPUTS))


def users(own, affiliates=0):
    return Party(
        own={"monthlyActiveUsers": (Figure(own),)},
        affiliates={"monthlyActiveUsers": (Figure(affiliates),)},
    )


@pytest.fixture(scope="module")
def checked(shipped):
    def run(name, party, *, day=None, acts=ACTS):
        part = shipped.part if day is None else shipped.part.on(day)
        iri = shipped.store.resolve(name)
        return check(Catalogue(shipped.columns, part), shipped.store.rows, iri, party, acts)

    return run


def answers(found):
    return [found.answer(place).value for place in range(len(found.acts))]


def test_llama_3_above_the_cap(checked):
    (found,) = checked("Llama 3", users(800e6))
    assert answers(found) == ["prohibited"] * 4
    (judged,) = found.judged
    deciding = {rule.rpartition("/")[2] for rule in judged.verdicts[0].rules}
    assert deciding == {"term-llama-3-community-threshold-use-monthly-active-users"}


def test_a_derivative_is_bound_by_what_is_in_it(checked):
    (found,) = checked("DeepSeek-R1-Distill-Llama-70B", users(800e6))
    assert [(j.standing, j.policy.label.split(" License")[0]) for j in found.judged] == [
        ("declared", "MIT"),
        ("inherited", "Llama 3.3 Community"),
    ]
    assert [v.answer.value for v in found.judged[0].verdicts] == ["permitted"] * 4
    assert answers(found) == ["prohibited"] * 4
    (free,) = checked("DeepSeek-R1-Distill-Qwen-7B", users(800e6))
    assert answers(free) == ["permitted"] * 4


def test_the_same_maker_may_change_the_terms(checked):
    (found,) = checked("DeepSeek-R1", users(1e6))
    assert {j.standing for j in found.judged} == {"declared", "disputed"}
    assert answers(found) == ["permitted"] * 4


def test_disputed_readings_are_shown_and_do_not_decide(checked):
    (found,) = checked("Qwen2-72B", users(120e6))
    assert {(j.standing, j.policy.identifier) for j in found.judged} == {
        ("declared", "LicenseRef-scancode-tongyi-qianwen-2023"),
        ("disputed", "Apache-2.0"),
    }
    assert found.answer(1).value == "prohibited"
    assert [j.verdicts[1].answer.value for j in found.contested(1)] == ["permitted"]
    assert not found.contested(0)


def test_terms_in_words_only_are_no_licence(checked):
    (found,) = checked("Vicuna-13B v0", users(1e6))
    assert answers(found) == ["unknown", "prohibited", "unknown", "unknown"]
    assert found.judged[0].policy is None
    assert found.judged[0].reading.text == "delta weights to keep to the LLaMA licence"


def test_no_licence_is_no_permission(checked):
    (found,) = checked("GPT-5", users(1e6))
    assert found.judged == ()
    assert answers(found) == ["unknown"] * 4


def test_a_change_of_licence_changes_the_answer(checked):
    (before,) = checked("Yi-34B", users(1e6), day="2023-12-01")
    (after,) = checked("Yi-34B", users(1e6), day="2024-06-01")
    assert before.answer(1).value == "conditional"
    assert after.answer(1).value == "permitted"


def test_limits_of_place_bind_the_models_they_name(checked):
    (text,) = checked("Llama 3.2 3B", users(1e6))
    (vision,) = checked("Llama 3.2 11B Vision", users(1e6))
    assert text.answer(0).value == "permitted"
    assert vision.answer(0).value == "conditional"


def test_a_family_is_divided_by_its_licences(checked):
    found = checked("Gemma", users(1e6))
    assert len({each.judged[0].policy.iri for each in found}) == len(found) >= 2
    assert sum(1 + len(each.also) for each in found) > len(found)


def test_a_licence_can_be_asked_by_itself(checked, shipped):
    label = "Tencent Hunyuan 3D 2.0 Community License Agreement"
    (found,) = checked(label, users(2e6))
    assert found.answer(0).value == "prohibited"
    assert found.judged[0].reading is None
