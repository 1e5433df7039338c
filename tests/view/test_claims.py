"""Claims beside findings on the invented chain of tests/projection, worked out by hand.

In 2024 Nimbus is the Lab's only cloud, and nine in ten of its chips come from the leading edge. In
2026 Stratus serves as well, with half of its chips from the leading edge.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import valuegraph as vg
from valuegraph.errors import UnknownNameError
from valuegraph.view.claims import CLAIM_COLUMNS, claims
from valuegraph.view.findings import bearing_roles, findings_about, findings_of

HERE = Path(__file__).parent
CHAIN = HERE.parent / "projection" / "chain.ttl"
D = "https://w3id.org/valuegraph/data/"
THEN, NOW = "2024-06-01", "2026-06-01"


@pytest.fixture(scope="module")
def kg():
    graphs = {
        day: vg.load(CHAIN, HERE / "claims.ttl", only=True, as_of=day, cache=False)
        for day in (THEN, NOW)
    }
    return graphs.__getitem__


@pytest.fixture(scope="module")
def answer(kg):
    found = {day: claims(kg(day).chokepoints().ranking, kg(day).store) for day in (THEN, NOW)}
    return found.__getitem__


def row(answer, iri):
    (found,) = (each for each in answer.rows() if each["iri"] == D + iri)
    return found


def controllers(answer, iri):
    (found,) = (each for each in answer.compared if each.iri == D + iri)
    return {finding.controller.removeprefix(D) for finding in found.findings}


def test_a_claim_about_a_kind_is_agreed_where_the_controllers_part_in_its_roles_would_do(answer):
    assert row(answer(THEN), "chk-compute")["status"] == "agreed"
    assert controllers(answer(THEN), "chk-compute") == {"org-holding", "org-chipco"}
    assert controllers(answer(NOW), "chk-compute") == {"org-holding", "org-stratus", "org-chipco"}
    assert controllers(answer(NOW), "chk-weights") == {"org-lab"}


def test_the_words_name_only_the_roles_that_show_the_claim(answer):
    found = row(answer(THEN), "chk-compute")["found"]
    assert found == (
        "Nimbus (group of Nimbus Holding) (renewal: 100.0 % lost, 100.0 % unavoidable, by serving "
        "compute, training compute; continuity: 100.0 % lost, 100.0 % unavoidable, by serving "
        "compute); Chipco (renewal: 90.0 % lost, 90.0 % unavoidable, by accelerator design)"
    )
    # The Lab acts by its interface too, but that is no case of weights.
    assert row(answer(THEN), "chk-weights")["found"] == (
        "Lab (renewal: 100.0 % lost, 100.0 % unavoidable, by development)"
    )


def test_a_claim_about_a_firm_looks_at_the_firm_whatever_the_kind(answer):
    # The kind is data, which nobody supplies here; the firm is a finding all the same.
    assert row(answer(NOW), "chk-stepper")["status"] == "agreed"
    assert controllers(answer(NOW), "chk-stepper") == {"org-stepper"}


def test_a_claim_about_a_thing_looks_at_the_loss_of_the_thing_not_at_who_handles_it(answer):
    assert controllers(answer(NOW), "chk-model") == {"model-m"}
    (found,) = (c for c in answer(NOW).compared if c.iri == f"{D}chk-model")
    assert {(f.view, f.by, f.share_lost) for f in found.findings} == {
        ("renewal", "asset", 1.0),
        ("continuity", "asset", 1.0),
    }
    # Half of one of two equal clouds stands on the bare chip: a quarter, and others can grow.
    bare = row(answer(NOW), "chk-chip")
    assert (bare["status"], bare["findings"], bare["found"]) == ("claimed only", 0, "")
    assert row(answer(THEN), "chk-chip")["status"] == "not comparable"


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("chk-customers", "no role shows this kind: nothing in the projection could show it"),
        ("chk-data", "nothing in the chain of this day is supplied as training data"),
        ("chk-middle", "the claim names neither a thing nor a kind of chokepoint"),
        ("chk-far", "what the claim names supplies nothing in the chain of this day"),
        ("chk-shop", "what the claim names supplies nothing in the chain of this day"),
    ],
)
def test_what_nothing_could_show_is_not_comparable_and_says_why(answer, claim, reason):
    found = row(answer(NOW), claim)
    assert (found["status"], found["reason"]) == ("not comparable", reason)


def test_a_kind_that_is_supplied_but_by_nobody_who_matters_is_claimed_only(kg):
    # Weights that are out last in the continuity view: nobody's development stops anything.
    ranking = kg(NOW).chokepoints(view="continuity").ranking
    found = row(claims(ranking, kg(NOW).store), "chk-weights")
    assert found["status"] == "claimed only"
    assert found["reason"] == (
        "no controller's part in base weights, development, licence to use, model weights makes "
        "a finding by itself"
    )


def test_controllers_of_which_no_claim_speaks_are_found_only(answer):
    apart = [each["iri"].removeprefix(D) for each in answer(THEN).rows() if not each["claim"]]
    assert apart == ["org-foundry", "org-optik", "org-oldfab", "org-mem1"]
    found = row(answer(THEN), "org-mem1")
    assert (found["status"], found["kind"], found["claimant"]) == ("found only", None, None)
    assert found["found"].endswith("by high-bandwidth memory)")


def test_a_row_tells_of_the_claim_and_of_its_best_evidence(answer):
    found = row(answer(THEN), "chk-compute")
    assert tuple(found) == CLAIM_COLUMNS
    told = {name: found[name] for name in CLAIM_COLUMNS[1:11]}
    assert told == {
        "claim": "all wait for compute",
        "kind": "compute",
        "point": None,
        "modality": "observed",
        "claimant": "Pat",
        "date": dt.date(2023, 5, 1),
        "confidence": 0.9,
        "source": "Book of claims",
        "url": "https://example.org/book",
        "locator": "page 7",
    }
    assert found["findings"] == 3
    assert found["facts"] == 2
    assert row(answer(THEN), "chk-customers")["claimant"] == "a reviewer"
    assert row(answer(THEN), "chk-stepper")["point"] == "Stepper"


def test_what_is_only_expected_is_a_claim_and_what_is_over_or_weak_is_not(kg, answer):
    named = {each["iri"] for each in answer(THEN).rows()}
    assert f"{D}chk-weights" in named
    assert f"{D}chk-over" not in named
    assert f"{D}chk-weak" not in named
    earlier = kg(THEN).at("2024-05-31")
    assert row(claims(earlier.chokepoints().ranking, earlier.store), "chk-over")["claim"]


def test_rows_are_ordered_by_status_and_counted(answer):
    order = [each["status"] for each in answer(NOW).rows()]
    expected = ["agreed"] * 4 + ["claimed only"] + ["not comparable"] * 6 + ["found only"] * 2
    assert order == expected
    assert answer(NOW).coverage[0] == (
        "11 claims in force; of claims and of controllers that no claim speaks of: 4 agreed, "
        "1 claimed only, 6 not comparable, 2 found only."
    )
    assert len(answer(NOW).coverage) > 2


def test_a_row_is_explained_by_the_claim_and_the_facts_of_its_findings(answer):
    facts = [f.iri.removeprefix(D) for f in answer(THEN).explain(f"{D}chk-compute")]
    assert facts == ["chk-compute", "sup-sole", "sup-design"]
    assert [f.iri.removeprefix(D) for f in answer(THEN).explain(f"{D}org-mem1")] == ["mea-1"]
    with pytest.raises(UnknownNameError, match="column iri"):
        answer(THEN).explain(f"{D}chk-over")


def test_a_finding_has_an_unavoidable_share_of_a_twentieth_or_a_word_and_such_a_loss(kg):
    ranking = kg(THEN).chokepoints().ranking
    found = {(f.view, f.controller) for f in findings_of(ranking)}
    for line in ranking.lines:
        expected = line.unavoidable >= 0.05 or (bool(line.verdict) and line.share_lost >= 0.05)
        assert ((line.view, line.iri) in found) == expected, line.name
    assert ("renewal", f"{D}org-mem2") not in found


def test_a_part_that_alone_takes_too_little_does_not_bear(kg):
    # Mem Two has 30 % of the memory of nine tenths of the chips: 27 % lost, nothing for good.
    (line,) = (x for x in kg(THEN).chokepoints().ranking.of("renewal") if x.iri == f"{D}org-mem2")
    assert line.share_lost == pytest.approx(0.27)
    ranking = kg(THEN).chokepoints().ranking
    assert bearing_roles(line.nodes, "renewal", ranking) == ()
    assert bearing_roles({f"{D}org-mem1"}, "renewal", ranking) == ("highBandwidthMemory",)
    assert bearing_roles({f"{D}org-mem1"}, "continuity", ranking) == ()


def test_a_thing_is_lost_with_all_that_offers_it():
    # Its weights last with whoever holds them, but nobody would serve it: one of four functions
    # of one of two sectors.
    path = HERE.parent / "projection" / "licences.ttl"
    kg = vg.load(path, only=True, as_of="2025-06-01", cache=False)
    nodes = {f"{D}model-free", f"{D}off-free-host"}
    found = findings_about(f"{D}model-free", nodes, kg.chokepoints().ranking)
    assert [(f.view, f.name, f.unavoidable) for f in found] == [
        ("renewal", "Free", pytest.approx(1 / 8)),
        ("continuity", "Free", pytest.approx(1 / 8)),
    ]


def test_answers_are_a_table(answer):
    frame = answer(NOW).to_frame()
    assert list(frame.columns) == list(CLAIM_COLUMNS)
    assert len(frame) == len(answer(NOW).rows())
    assert "claimed only" in answer(NOW)._repr_html_()
