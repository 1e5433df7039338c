"""Explanations on the invented chain: figures, checked proofs, alternatives, what would change it."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest

import valuegraph as vg
from valuegraph.chokepoints import DependencyGraph
from valuegraph.errors import UnknownNameError, UsageError
from valuegraph.view.account import account
from valuegraph.view.explained import Check

CHAIN = Path(__file__).parent.parent / "projection" / "chain.ttl"
D = "https://w3id.org/valuegraph/data/"


@pytest.fixture(scope="module")
def kg():
    return vg.load(CHAIN, only=True, as_of="2026-06-01", cache=False)


@pytest.fixture(scope="module")
def answer(kg):
    return kg.chokepoints()


@pytest.fixture(scope="module")
def stepper(answer):
    return answer.explain("Stepper", draws=50, seed=3)


def tampered(said, **changes):
    """Return the explanation with the first proof of its first case changed."""
    case = said.cases[0]
    wrong = dataclasses.replace(case.failures[0], **changes)
    cases = (dataclasses.replace(case, failures=(wrong, *case.failures[1:])), *said.cases[1:])
    return dataclasses.replace(said, cases=cases)


# --- proofs ------------------------------------------------------------------------------------


def test_the_proof_runs_from_the_one_who_withdraws_to_the_target(stepper):
    (proof,) = stepper.proofs
    assert (proof.view, proof.horizon) == ("renewal", "share_lost")
    assert proof.target.name == "Law Firm (professional, scientific and technical activities)"
    assert [step.sentence for step in proof.steps] == [
        "Stepper withdraws, and with it its lithography for 7 nm and below.",
        (
            "Foundry's leading-edge fabrication cannot be renewed: for lithography for 7 nm and below "
            "it rests on Stepper; nobody else is recorded."
        ),
        (
            "New chip cannot be made: for leading-edge fabrication it rests on Foundry; nobody else "
            "is recorded."
        ),
        (
            "Nimbus' compute loses 90 % through its leading-edge accelerators (90 % of what it has): "
            "New chip fails; nobody else is recorded."
        ),
        (
            "Stratus' compute loses 50 % through its leading-edge accelerators: New chip (50 %) "
            "fails; the other 50 %, from Bare chip, goes on."
        ),
        (
            "M loses 70 %: for training compute it rests on Nimbus (50 %, loses 90 %) and Stratus "
            "(50 %, loses 50 %); nobody else is recorded (shares of the 2 suppliers counted as "
            "equal: no source states them)."
        ),
        (
            "M through the Lab API loses 70 %: for model weights it rests on M (loses 70 %); nobody "
            "else is recorded."
        ),
        (
            "Law Firm (professional, scientific and technical activities) loses 70 % of legal "
            "research: it rests on M through the Lab API (loses 70 %); nobody else is recorded."
        ),
    ]
    assert proof.steps[1].facts == (f"{D}sup-litho",)
    assert set(proof.steps[1].premises) == {f"{D}req-litho"}


def test_every_fact_of_a_step_is_there_with_its_source(stepper):
    for row in stepper.proof_rows():
        for iri in row["facts"]:
            assert stepper.cited[iri].evidence
        assert row["confidence"] == (pytest.approx(0.7) if row["facts"] else None)


def test_the_proofs_of_all_targets_are_checked_and_add_up_to_the_figure(stepper):
    (check,) = stepper.checks
    assert check == Check(
        view="renewal",
        horizon="share_lost",
        figure=pytest.approx(0.7),
        proven=pytest.approx(0.7),
        targets_lost=2,
        targets_surviving=0,
        proofs=2,
        verified=2,
    )
    assert stepper.verify()
    assert check.told() == (
        "2 targets lose something at once. The proof of each was checked by code that does not "
        "use the engine, and holds; together they prove the 70 %."
    )


@pytest.mark.parametrize(
    "changes", [{"loss": 0.9}, {"steps": ()}, {"kind": "survival"}, {"imposed": {}}]
)
def test_a_tampered_proof_is_reported_as_not_verified(stepper, changes):
    wrong = tampered(stepper, **changes)
    assert not wrong.verify()
    (check,) = wrong.checks
    assert (check.proofs, check.verified) == (2, 1)
    assert check.proven == pytest.approx(0.35)
    assert "NOT VERIFIED: 1 proof of 2 failed the check" in str(wrong)
    assert stepper.verify()


def test_a_share_made_smaller_in_a_certificate_breaks_it(stepper):
    proof = stepper.cases[0].failures[0]
    facts = {
        node: tuple(
            dataclasses.replace(group, members=tuple(map(_halved, group.members)))
            for group in groups
        )
        for node, groups in proof.facts.items()
    }
    assert not tampered(stepper, facts=facts).verify()


def _halved(member):
    return dataclasses.replace(member, share=member.share / 2)


def test_one_proof_stands_for_both_horizons_when_they_lose_the_same(kg):
    said = kg.at("2024-06-01").chokepoints(view="continuity").explain("Nimbus", draws=5)
    (case,) = said.cases
    assert case.horizon == "unavoidable"
    assert case.figure == pytest.approx(1)
    assert "100 % is lost at once and for good: the proof for" in str(said)
    steps = [step.sentence for step in said.proofs[0].steps]
    assert steps[1].endswith("it rests on Nimbus; a source says that there is nobody else.")


def test_more_targets_are_proven_when_asked_for(answer):
    two = answer.explain("Stepper", draws=5, targets=2)
    assert [proof.target.name.partition(" (")[0] for proof in two.proofs] == ["Law Firm", "Shop"]
    assert all(proof.verify() for proof in two.proofs)


# --- figures -----------------------------------------------------------------------------------


def test_figures_come_with_intervals_ranks_and_open_worlds(stepper):
    (row,) = stepper.figures()
    assert row["share_lost"] == pytest.approx(0.7)
    for figure in ("share_lost", "share_lost_surge", "unavoidable", "rank"):
        low, middle, high = (row[f"{figure}_{end}"] for end in ("low", "median", "high"))
        assert low <= middle <= high
    assert 0 <= row["p_top_10"] <= 1
    assert row["ranks_compared"] == row["lines"] == 10
    assert row["rank"] == 5
    assert row["unavoidable_open_20"] >= row["unavoidable_open_50"] >= 0
    assert -1 <= row["asymmetry"] <= 1
    assert row["order"] is None
    assert row["cut"] == []


def test_the_asymmetry_is_that_of_the_engine(kg, answer):
    sets = answer.ranking.basis.sets
    said = answer.explain("Nimbus", draws=5)
    for standing in said.standings:
        found = kg.dependency.sensitivity.asymmetry(
            kg.projection.network.targets, by=sets, view=standing.view
        )
        assert standing.asymmetry == pytest.approx(found[standing.iri])


def test_the_same_seed_gives_the_same_intervals_and_another_one_others(answer, stepper):
    again = answer.explain("Stepper", draws=50, seed=3)
    assert again.figures() == stepper.figures()
    other = answer.explain("Stepper", draws=50, seed=4)
    assert other.figures() != stepper.figures()
    assert other.proof_rows() == stepper.proof_rows()


def test_the_verdict_tells_each_word_with_its_threshold(stepper, answer):
    (standing,) = stepper.standings
    assert standing.verdict_in_words() == (
        "dominant share (at least 50 % is lost at once, and less of it is unavoidable); "
        "terms (cutting only what it may revoke costs at least 50 %)"
    )
    nimbus = answer.explain("Nimbus", draws=5).standings[0]
    assert "joint (with Stratus it stops a target that neither stops alone)" in (
        nimbus.verdict_in_words()
    )
    assert nimbus.smallest_cut() == (
        "Nimbus (group of Nimbus Holding) and Stratus together stop at least one target for good "
        "(order 2)."
    )
    none = answer.explain("Mem One", draws=5).standings[0].verdict_in_words()
    assert none.startswith("no word applies: unavoidable 0 % is below 100 % (structural)")


def test_a_view_without_effect_is_named(stepper):
    assert stepper.unreached == ("continuity",)
    assert "In the continuity view it reaches no target" in str(stepper)


# --- alternatives and changes ------------------------------------------------------------------


def test_alternatives_say_who_is_left_and_what_they_take_up(stepper):
    first, *others = stepper.alternative_rows()
    assert first == {
        "view": "renewal",
        "role": "leading-edge accelerators",
        "dependents": ["Stratus' compute"],
        "lost": ["New chip"],
        "left": ["Bare chip"],
        "share_left": pytest.approx(0.5),
        "share_lost": pytest.approx(0.5),
        "share_lost_surge": pytest.approx(0.35),
        "unavoidable": pytest.approx(0.0),
        "taken_up": pytest.approx(0.0),
        "taken_up_surge": pytest.approx(0.15),
        "taken_up_unbounded": pytest.approx(0.5),
        "complete": False,
    }
    assert not any(row["left"] for row in others)
    text = str(stepper)
    assert "Bare chip (50 % today) loses nothing. Lost: 50 % at once, 35 % with surge 0.3" in text
    assert "Nobody else is recorded for 6 roles on the proof" in text


def test_changes_name_the_assumption_and_both_figures(stepper):
    rows = stepper.flip_rows()
    assert {row["assumption"] for row in rows} == {
        "stock", "completeness", "qualification", "fact",
    } & {row["assumption"] for row in rows}  # fmt: skip
    sole = {row["fact_iri"]: row for row in rows if row["assumption"] == "fact"}
    litho = sole[f"{D}sup-litho"]
    assert litho["before"] == pytest.approx(0.7)
    assert litho["after"] == pytest.approx(0.0)
    assert litho["flips"]
    assert litho["verdict_before"] == "dominant share"
    other = next(row for row in rows if row["assumption"] == "stock")
    assert other["what"].endswith("(continuity view)")
    assert other["after"] == pytest.approx(0.0)


def test_changes_that_flip_the_verdict_come_first_then_the_largest(stepper):
    rows = stepper.changes[0].rows
    keys = [(not row.flips, -row.effect) for row in rows]
    assert keys == sorted(keys)
    assert all(row.effect > 0 or row.flips for row in rows)


def test_running_what_one_runs_is_no_assumption(answer):
    for name in ("Stepper", "Nimbus", "Foundry", "Lab"):
        for row in answer.explain(name, draws=5).flip_rows():
            assert "provision" not in row["what"]
            assert "#" not in row["what"]
            assert "://" not in row["what"]


# --- the object --------------------------------------------------------------------------------


def test_an_explanation_is_frozen_and_prints_without_iris(stepper):
    with pytest.raises(dataclasses.FrozenInstanceError):
        stepper.name = "x"
    text = str(stepper)
    assert text.startswith("Stepper: what stops without it, and why")
    assert "this line rests on a single fact" in text
    assert "50 draws (seed 3)" in text
    assert "As of 2026-06-01" in text
    assert "://" not in text
    assert "#" not in text


def test_a_notebook_gets_escaped_html(stepper):
    named = dataclasses.replace(stepper, name="<b>Stepper</b>")
    page = named._repr_html_()
    assert "&lt;b&gt;Stepper" in page
    assert "<b>" not in page
    assert page.count("<table>") == 1
    assert page.count("<h4>") == len(account(named))


def test_the_frame_has_one_row_a_step(stepper):
    frame = stepper.to_frame()
    assert len(frame) == len(stepper.proofs[0].steps) == 8
    assert list(frame["step"]) == list(range(1, 9))
    assert frame["loss"].between(0, 1).all()


def test_long_proofs_are_cut_with_a_count_and_told_in_full_when_asked(stepper):
    proof = stepper.proofs[0]
    long = dataclasses.replace(proof, steps=proof.steps * 3)
    said = dataclasses.replace(stepper, proofs=(long,))
    short = [entry for part in account(said) for entry, _ in part.entries]
    whole = [entry for part in account(said, every=True) for entry, _ in part.entries]
    cut = [entry for entry in short if entry.startswith("...") and "steps" in entry]
    assert cut == ["... 12 steps, 9 to 20, are not shown (--all shows all, --json holds all)"]
    numbered = [entry for entry in whole if entry.split(". ")[0].isdigit()]
    assert len(numbered) == 24
    assert not [entry for entry in whole if entry.startswith("...")]


def test_facts_are_those_of_the_line_and_a_member_explains_its_group(answer):
    said = answer.explain("Nimbus", draws=5)
    assert said.iri == f"{D}org-holding"
    assert list(said.facts) == answer.facts("Nimbus")
    with pytest.raises(UnknownNameError, match="no line of this ranking"):
        answer.explain("Law Firm")


def test_draws_must_be_some(answer):
    with pytest.raises(UsageError, match="cannot draw"):
        answer.explain("Stepper", draws=0)


# --- intervals of a ranking --------------------------------------------------------------------


def test_a_ranking_has_intervals_when_asked_for(answer):
    plain = answer.rows()
    sure = answer.with_intervals(draws=40, seed=1)
    rows = sure.rows()
    assert "share_lost_low" not in plain[0]
    assert [row["iri"] for row in rows] == [row["iri"] for row in plain]
    for row in rows:
        assert row["rank_low"] <= row["rank_median"] <= row["rank_high"] <= row["ranks_compared"]
        assert not math.isnan(row["unavoidable_high"])
    assert any("40 draws (seed 1)" in line for line in sure.assumptions)
    assert list(sure.to_frame()["rank_low"]) == [row["rank_low"] for row in rows]


def test_intervals_of_a_head_are_those_of_the_whole(kg, answer):
    few = kg.chokepoints(top=2).with_intervals(draws=30)
    whole = {(r["view"], r["iri"]): r for r in answer.with_intervals(draws=30).rows()}
    assert few.rows() == [whole[row["view"], row["iri"]] for row in few.rows()]


# --- with the firms known to the engine --------------------------------------------------------


@pytest.fixture(scope="module")
def owned():
    """Return the chain with the nodes table: who runs and controls what."""
    graph = vg.load(CHAIN, only=True, as_of="2026-06-01", cache=False)
    network = graph.projection.network
    graph.__dict__["dependency"] = DependencyGraph.from_frame(
        network.supply_columns(), network.requirement_columns(), network.node_columns()
    )
    return graph.chokepoints()


def test_concentration_is_told_where_every_share_is_stated(owned):
    said = owned.explain("Mem One", draws=5)
    (row,) = said.concentration_rows()
    # 0.6, 0.3 and 0.1 of others: 0.36 + 0.09 + 0.01.
    assert row == {
        "view": "renewal",
        "role": "high-bandwidth memory",
        "dependent": "the memory market",
        "own": pytest.approx(0.6),
        "hhi": pytest.approx(0.46),
        "cr3": pytest.approx(1.0),
    }
    assert (
        "Of high-bandwidth memory for the memory market, 60 % is its own; the three largest have "
        "100 % (HHI 0.46)."
    ) in str(said)


def test_what_no_source_states_is_unknown(owned):
    said = owned.explain("Stepper", draws=5)
    assert [(row["hhi"], row["cr3"]) for row in said.concentration_rows()] == [(None, None)]
    assert "HHI" not in str(said)
    (row,) = said.figures()
    assert row["months_to_replace"] is None
    assert (row["replacement_stated"], row["replacement_supplies"]) == (0, 1)
    line = next(line for line in str(said).splitlines() if line.startswith("time to replace"))
    assert line.split() == ["time", "to", "replace", "unknown", "said", "of", "0", "of", "1"]
