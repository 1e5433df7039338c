"""Lineages of shipped models: Alpaca, Vicuna, the distillations of R1, merges, and the rest."""

from __future__ import annotations

from collections import Counter

import pytest

from valuegraph.governance.licences import lineage
from valuegraph.governance.licences.lineage import Ancestry, strictest

REMARKS = {"conflictUnclear", "conflictStricter", "conflictLayered", "conflictCorrected"}
REMARKS |= {"conflictSources", "conflictNotDerivative", "conflictNone"}
"""Readings that are no conflict between clauses."""

CURATED = 120
"""Derivations whose licences the curators read, or nearly."""
RESOLVED = {"der-llama-3-typhoon-v1.5-8b-instruct-from-llama-3-8b"}
"""The curators read a conflict over the name that a renaming has resolved."""


@pytest.fixture(scope="module")
def traced(catalogue, shipped):
    def run(name):
        return lineage(catalogue, shipped.store.rows, shipped.store.resolve(name))

    return run


def steps(branch):
    return [(depth, step.label, step.link.way.value) for depth, _, step in branch.walk()]


def tensions(branch):
    return sorted(
        (conflict.kind, step.label) for _, _, step in branch.walk() for conflict in step.conflicts
    )


def test_alpaca(traced):
    (branch,) = traced("Alpaca-7B").branches
    assert steps(branch) == [(0, "LLaMA-7B", "weights"), (0, "text-davinci-003", "outputs")]
    assert ("conflictOutputTraining", "text-davinci-003") in tensions(branch)
    ban = next(c for s in branch.steps for c in s.conflicts if c.kind == "conflictOutputTraining")
    assert ban.clause == "OpenAI Terms of Use (2023-03-14), 2(c)(iii)"
    worst = strictest(branch)
    assert (worst.restriction, worst.rule.clause) == ("researchOnly", "1.a")
    assert worst.policy.label == "LLaMA License Agreement"


def test_vicuna_is_two_models_with_two_bases(traced):
    found = {branch.label: branch for branch in traced("Vicuna").branches}
    assert set(found) == {"Vicuna-13B v0", "Vicuna-13B v1.5"}
    assert strictest(found["Vicuna-13B v0"]).restriction == "researchOnly"
    assert strictest(found["Vicuna-13B v1.5"]).restriction == "sizeThreshold"
    for branch in found.values():
        assert ("conflictOutputTraining", "GPT") in tensions(branch)
    first = found["Vicuna-13B v0"]
    assert {(r.licence or "").rpartition("/")[2] for r in first.readings if r.disputed} == {
        "lic-apache-2.0"
    }


def test_llava_inherits_through_vicuna(traced):
    (branch,) = traced("LLaVA").branches
    assert (1, "LLaMA-13B", "weights") in steps(branch)
    assert (1, "GPT", "outputs") in steps(branch)
    assert ("conflictNonCommercial", "Vicuna-13B v0") in tensions(branch)
    inherited = {each.restriction for each in branch.inherited()}
    assert "noTrainingOnOutputs" not in inherited


@pytest.mark.parametrize(
    ("name", "base", "expected"),
    [
        ("DeepSeek-R1-Distill-Qwen-7B", "Qwen2.5-Math-7B", set()),
        ("DeepSeek-R1-Distill-Qwen-32B", "Qwen2.5-32B", set()),
        (
            "DeepSeek-R1-Distill-Llama-8B",
            "Llama 3.1 8B",
            {("conflictNaming", "1.b.i"), ("conflictPassOn", "2, 1.b.iv")},
        ),
        (
            "DeepSeek-R1-Distill-Llama-70B",
            "Llama 3.3 70B Instruct",
            {("conflictNaming", "1.b.i"), ("conflictPassOn", "2, 1.b.iv")},
        ),
    ],
)
def test_the_distillations_of_r1(traced, name, base, expected):
    (branch,) = traced(name).branches
    ways = {(step.label, step.link.way.value) for step in branch.steps}
    assert ways == {(base, "weights"), ("DeepSeek-R1", "outputs")}
    found = {(c.kind, c.clause.split(", ", 1)[1]) for s in branch.steps for c in s.conflicts}
    assert found == expected


def test_merges(traced):
    (dolphin,) = traced("Dolphin-less-Llama-3-Instruct-8B").branches
    assert tensions(dolphin) == [("conflictNaming", "Llama 3 8B Instruct")]
    (merged,) = traced("llama-3-merge-pp-instruct-8B").branches
    assert {kind for kind, _ in tensions(merged)} == {"conflictPassOn", "conflictStricter"}
    for branch in (dolphin, merged):
        assert {step.link.kinds for step in branch.steps} == {("merging",)}


def test_an_architecture_passes_nothing_on(traced):
    (branch,) = traced("Yi-34B").branches
    assert steps(branch) == [(0, "Llama architecture", "nothing")]
    assert branch.inherited() == []
    assert tensions(branch) == []


def test_a_quantised_copy_inherits_all(traced):
    (branch,) = traced("Ministral-8B-Instruct-2410-GGUF").branches
    assert strictest(branch).policy.label == "Mistral AI Research License 0.1"
    assert tensions(branch) == []


def test_pruned_weights_are_weights(traced):
    (branch,) = traced("Llama-3.1-Minitron-4B").branches
    assert steps(branch) == [(0, "Llama 3.1 8B", "weights")]
    assert ("conflictPassOn", "Llama 3.1 8B") in tensions(branch)


def test_an_allegation_reaches_outputs_only(traced):
    (branch,) = traced("unnamed DeepSeek model").branches
    assert steps(branch) == [(0, "Claude", "outputs")]
    assert tensions(branch) == [("conflictOutputTraining", "Claude")]


def test_a_model_without_ancestors_says_so(traced):
    (branch,) = traced("Llama 3 8B").branches
    assert branch.steps == ()


def test_conflicts_found_agree_with_those_the_curators_read(catalogue, shipped, capsys):
    """Compare over all derivations: conflict, remark or nothing, ours against theirs."""
    ancestry = Ancestry(catalogue, shipped.store.rows)
    table, apart = Counter(), []
    for record in catalogue.begun("Derivation"):
        if not record.all("licenceConflict"):
            continue  # of a bulk source: nobody has read its licences against one another
        branch = ancestry.branch(record.one("derivedAsset"))
        mine = {
            conflict.kind
            for step in branch.steps
            if step.link.record.iri == record.iri
            for conflict in step.conflicts
        }
        theirs = {kind.rpartition("#")[2] for kind in record.all("licenceConflict")}
        pair = (_grade(mine), _grade(theirs))
        table[pair] += 1
        if set(pair) == {"conflict", "none"}:
            apart.append(record.iri.rpartition("/")[2])
    agreeing = sum(count for (mine, theirs), count in table.items() if mine == theirs)
    with capsys.disabled():
        print(f"\nlicence conflicts: {agreeing} of {sum(table.values())} derivations graded alike")  # noqa: T201
    assert sum(table.values()) >= CURATED
    assert set(apart) <= RESOLVED
    assert agreeing >= 0.8 * sum(table.values())


def _grade(kinds):
    if kinds - REMARKS:
        return "conflict"
    return "remark" if kinds - {"conflictNone"} else "none"
