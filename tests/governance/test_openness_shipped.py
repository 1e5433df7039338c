"""Real cases on the shipped facts, before and after their events."""

from __future__ import annotations

import pytest

import valuegraph
from valuegraph.governance.openness import OpennessReader, gaps, lag


@pytest.fixture(scope="module")
def on():
    """Read the openness of a day, each day once."""
    graph, kept = valuegraph.load(as_of="2026-11-22"), {}

    def read(day):
        if day not in kept:
            kept[day] = OpennessReader(graph.columns, graph.part.on(day))
        return kept[day]

    return read


def held(reader, asset):
    """Return the developer's releases of an asset in force, by kind of release."""
    return {
        each.release.kind: each
        for each in reader.seen
        if each.release.asset.endswith(f"/{asset}") and each.release.own and each.release.kind
    }


def verdicts(seen):
    return tuple(freedom.verdict for freedom in seen.freedoms)


@pytest.mark.parametrize("asset", ["model-llama-2-70b", "model-llama-3-70b"])
def test_llama_is_conditional_and_not_to_be_studied(on, asset):
    (seen,) = held(on("2026-11-22"), asset).values()
    assert verdicts(seen) == ("conditional", "denied", "conditional", "conditional")
    use, study, _, _ = seen.freedoms
    assert "700,000,000" in use.deciding[0].says
    assert use.deciding[0].clause == "2"
    assert "training data not available" in {block.says for block in study.deciding}


def test_before_its_release_llama_3_is_not_there(on):
    assert not held(on("2024-04-17"), "model-llama-3-70b")
    assert held(on("2024-04-18"), "model-llama-3-70b")


def test_a_component_read_later_is_not_known_earlier(on):
    (seen,) = held(on("2024-06-01"), "model-llama-3-70b").values()
    assert verdicts(seen) == ("conditional", "unknown", "conditional", "conditional")
    assert seen.parts["weights"].told == "available"


def test_deepseek_changed_its_terms_with_r1(on):
    before, after = on("2025-01-19"), on("2025-01-20")
    (v3,) = held(before, "model-deepseek-v3").values()
    assert v3.freedoms[0].verdict == "conditional"
    assert not held(before, "model-deepseek-r1")
    (r1,) = held(after, "model-deepseek-r1").values()
    assert (r1.freedoms[0].verdict, r1.freedoms[3].verdict) == ("granted", "granted")


def test_gpt_2_came_by_stages_then_whole_then_under_other_terms(on):
    first = held(on("2019-06-01"), "model-gpt-2-small")["stagedRelease"]
    assert first.release.level == "gradualRelease"
    assert not held(on("2019-06-01"), "model-gpt-2-xl")
    assert held(on("2019-12-01"), "model-gpt-2-xl")["stagedRelease"].release.opened
    relicensed = held(on("2020-02-01"), "family-gpt-2")["relicence"]
    assert (relicensed.release.opened, relicensed.freedoms[0].verdict) == (True, "granted")


def test_openai_closed_and_opened_again(on):
    gpt_4 = held(on("2024-01-01"), "model-gpt-4")["initialRelease"]
    assert verdicts(gpt_4)[1:] == ("denied",) * 3
    assert not held(on("2025-08-04"), "model-gpt-oss-120b")
    oss = held(on("2026-11-22"), "model-gpt-oss-120b")["initialRelease"]
    assert verdicts(oss) == ("granted", "denied", "conditional", "granted")


def test_xai_opened_grok_1_and_changed_the_terms_of_grok_2(on):
    assert set(held(on("2024-03-16"), "model-grok-1")) == {"initialRelease"}
    opened = held(on("2024-03-17"), "model-grok-1")["openRelease"]
    assert (opened.release.opened, opened.freedoms[0].verdict) == (True, "granted")
    before = held(on("2025-11-03"), "model-grok-2-grok-2.5")
    after = held(on("2025-11-04"), "model-grok-2-grok-2.5")
    assert (set(before), set(after)) == ({"openRelease"}, {"relicence"})
    assert before["openRelease"].release.licences != after["relicence"].release.licences


@pytest.mark.parametrize("asset", ["model-olmo-7b", "model-pythia"])
def test_olmo_and_pythia_give_all_four_freedoms(on, asset):
    (seen,) = held(on("2026-11-22"), asset).values()
    assert seen.release.rank == 6
    assert verdicts(seen) == ("granted",) * 4


def test_sources_differ_on_the_code_of_bloom_and_both_stay(on):
    (seen,) = held(on("2026-11-22"), "model-bloom").values()
    assert seen.parts["trainingCode"].told == "available / not available"
    assert seen.freedoms[1].verdict == "unknown"
    assert seen.freedoms[0].verdict == "conditional"


def test_a_term_for_some_models_of_a_licence_leaves_the_others(on):
    def told(asset):
        (seen,) = held(on("2026-11-22"), asset).values()
        return " ".join(fact for block in seen.freedoms[0].blocks for fact in block.facts)

    assert "licensee-location" in told("model-llama-3.2-90b")
    assert "licensee-location" not in told("model-llama-3.2-3b")


def test_commerce_forbidden_is_told_first(on):
    (seen,) = held(on("2026-11-22"), "model-command-r").values()
    assert seen.freedoms[0].verdict == "conditional"
    assert "commercial" in seen.freedoms[0].deciding[0].says


def test_own_copies_and_products_are_no_offers_of_models(on):
    reader = on("2026-11-22")
    assert reader.left_out() > 0
    assert not any(
        each.release.channel == "selfHosted" and each.release.own for each in reader.seen
    )


def test_a_leak_is_not_its_developers_release():
    graph = valuegraph.load(as_of="2026-11-22", min_confidence=0.0)
    leaks = [r for r in OpennessReader(graph.columns, graph.part).releases if r.kind == "leak"]
    assert leaks
    assert not any(release.own for release in leaks)


def test_a_host_of_an_open_model_gives_no_copy(on):
    hosts = [
        each
        for each in on("2026-11-22").seen
        if each.release.level == "apiAccess" and "family-llama" in " ".join(each.release.lineage)
    ]
    assert hosts
    assert {verdicts(each)[1:] for each in hosts} == {("denied",) * 3}


def test_meta_calls_llama_open_and_its_study_is_denied(on):
    reader = on("2026-11-22")
    found = [g for g in gaps(reader.claims, reader.seen) if g.claim.claimant.endswith("/org-meta")]
    denied = {g.seen.release.asset.rpartition("/")[2] for g in found if g.freedom.name == "study"}
    assert {"model-llama-2-70b", "model-llama-3-70b"} <= denied
    assert all(block.facts for g in found for block in g.freedom.deciding)


def test_no_claim_no_gap_before_somebody_said_it(on):
    assert on("2024-01-01").claims == []


def test_the_lag_of_google_by_hand(on):
    """Switch Transformer on 2021-01-11, Minerva on 2022-06-29: 354 days to new year, 180 on."""
    reader = on("2026-11-22")
    own = [r for r in reader.releases if r.kind and r.own and r.provider.endswith("/org-google")]
    found = lag(own, on("2022-12-31").day)
    assert (found.days, found.bound) == (534, "exact")
    assert lag(own, reader.day).days is None
