"""Certificates in words: golden sentences for each kind of step."""

from __future__ import annotations

import math

import pytest

import valuegraph as vg
from tests.view.handmade import engine, network, projection
from valuegraph.view.proving import steps_in_words
from valuegraph.view.wording import Wording, listing, percent, possessive, spaced
from valuegraph.vocabulary.namespaces import VGX

FIRM = ("maker", "Maker", "fabrication and memory", "maker")
LINE = ("maker#fabricationLeadingEdge", "Maker: lines", "fabrication and memory", "maker")


def chip(name):
    return (name, f"Chip {name[-1].upper()}", "accelerators", None)


def told(made, remove, target, *, surge=math.inf, view="renewal", **names):
    """Return the sentences of a proof."""
    said = projection(made, **names)
    proof = engine(made).explain(remove, target, surge=surge, view=view)
    assert proof.verify()
    return steps_in_words(proof, Wording(said), view)


def sentences(*args, **options):
    return [step.sentence for step in told(*args, **options)]


CHIPS = network(
    ("maker", "maker#fabricationLeadingEdge", "provision", ()),
    ("maker#fabricationLeadingEdge", "chip-a", "fabricationLeadingEdge", ("made a",)),
    ("maker#fabricationLeadingEdge", "chip-b", "fabricationLeadingEdge", ("made b",)),
    ("chip-a", "cloud#compute", "acceleratorSupply (leading edge)", ("runs a",), {"share": 0.75}),
    ("chip-b", "cloud#compute", "acceleratorSupply (leading edge)", ("runs b",), {"share": 0.25}),
    ("old", "cloud#compute", "acceleratorSupply (mature)", ("runs old",)),
    ("cloud#compute", "model", "trainingCompute", ("trains",)),
    targets={"model": 1.0},
    needs=(
        ("cloud#compute", "acceleratorSupply (leading edge)", {"essentiality": 0.8, "combination": "linear"}),
        ("cloud#compute", "acceleratorSupply (mature)", {"essentiality": 0.2, "combination": "linear"}),
        ("model", "trainingCompute", {"complete": True}),
    ),
    nodes=(
        FIRM,
        LINE,
        chip("chip-a"),
        chip("chip-b"),
        ("cloud#compute", "Clouds: compute", "compute", "cloud"),
        ("model", "Model M", "models", None),
    ),
)  # fmt: skip
LABELS = {"labels": {"maker": "Maker", "cloud": "Clouds"}}


def test_a_chain_of_chips_reads_from_the_maker_to_the_model():
    assert sentences(CHIPS, ["maker"], "model", surge=0.0, **LABELS) == [
        "Maker withdraws, and with it its leading-edge fabrication.",
        (
            "Chip A and Chip B cannot be made: for leading-edge fabrication they rest on Maker; "
            "nobody else is recorded."
        ),
        (
            "Clouds' compute loses 80 % through its leading-edge accelerators (80 % of what it has): "
            "Chip A (75 %) and Chip B (25 %) fail; nobody else is recorded."
        ),
        (
            "Model M loses 80 %: for training compute it rests on Clouds (loses 80 %); a source says "
            "that there is nobody else."
        ),
    ]


def test_in_the_continuity_view_what_fails_stops():
    assert sentences(CHIPS, ["maker"], "model", surge=0.0, view="continuity", **LABELS)[1] == (
        "Chip A and Chip B stop: for leading-edge fabrication they rest on Maker; "
        "nobody else is recorded."
    )


def test_each_step_knows_its_facts_and_what_has_none():
    withdrawal, chips, compute, model = told(CHIPS, ["maker"], "model", surge=0.0, **LABELS)
    assert withdrawal.role is None
    assert withdrawal.derived
    assert chips.facts == ("made a", "made b")
    assert chips.nodes == ("chip-a", "chip-b")
    assert chips.suppliers == ("maker#fabricationLeadingEdge",)
    assert not chips.derived
    assert compute.facts == ("runs a", "runs b")
    assert model.loss == pytest.approx(0.8)


def test_others_who_go_on_are_named_with_their_share_and_equal_shares_are_said():
    made = network(
        ("a", "user", "servingCompute", ("fact a",)),
        ("b", "user", "servingCompute", ("fact b",)),
        ("c", "user", "servingCompute", ("fact c",)),
        targets={"user": 1.0},
    )
    assert sentences(made, ["a"], "user", surge=0.0) == [
        "a withdraws.",
        (
            "user loses 33.3 %: for serving compute it rests on a (33.3 %); the other 66.7 %, from b "
            "and c, goes on (shares of the 3 suppliers counted as equal: no source states them)."
        ),
    ]


def test_stated_shares_are_not_called_equal():
    made = network(
        ("a", "user", "wafers", ("fact a",), {"share": 0.4}),
        ("b", "user", "wafers", ("fact b",), {"share": 0.6}),
        targets={"user": 1.0},
    )
    assert sentences(made, ["a"], "user", surge=0.0)[1] == (
        "user loses 40 %: for wafers it rests on a (40 %); the other 60 %, from b, goes on."
    )


MARKET = network(
    ("seller", "market-m", "wafers", ("sells",)),
    ("market-m", "plant", "wafers", ()),
    targets={"plant": 1.0},
    nodes=(("market-m", "wafer market", "equipment and materials", None),),
)


def test_a_supply_without_a_fact_is_called_derived_and_names_its_requirement():
    steps = told(
        MARKET,
        ["seller"],
        "plant",
        classes={("market-m", "Market")},
        requirements=[("needs wafers", "plant", VGX + "wafers"), ("other", "plant", VGX + "x")],
    )
    assert [step.sentence for step in steps] == [
        "seller withdraws.",
        "The wafer market stops: for wafers it rests on seller; nobody else is recorded.",
        "plant cannot be renewed: for wafers it rests on the wafer market; nobody else is recorded.",
    ]
    assert [step.derived for step in steps] == [False, False, True]
    assert steps[2].facts == ()
    assert steps[2].premises == ("needs wafers",)


def test_functions_of_one_user_that_fail_alike_are_one_sentence():
    target = "user#in-F"
    roles = ["aiService(drafting; app-x)", "aiService(search)", "aiService(planning)"]
    made = network(
        ("offer", target, roles[0], ("uses 1",)),
        ("offer", target, roles[1], ("uses 2",)),
        ("other", target, roles[2], ("uses 3",)),
        targets={target: 1.0},
        needs=[(target, r, {"essentiality": 1 / 3, "combination": "linear"}) for r in roles],
        nodes=((target, "User (F)", "implementors", "user"),),
    )
    steps = told(made, ["offer"], target, labels={"user": "User"}, functions={target: roles})
    assert [step.sentence for step in steps] == [
        "offer withdraws.",
        (
            "User (construction) loses drafting and search (2 of its 3 functions): they rest on "
            "offer; nobody else is recorded."
        ),
    ]
    assert steps[1].facts == ("uses 1", "uses 2")
    assert steps[1].role is None


def test_an_offering_stops_with_its_provider_and_the_fact_says_so():
    made = network(
        ("firm", "offer 1", "provision", ("offers 1",)),
        ("firm", "offer 2", "provision", ("offers 2",)),
        ("offer 1", "user", "modelAccess", ("via 1",)),
        ("offer 2", "user", "modelAccess", ("via 2",)),
        targets={"user": 1.0},
    )
    assert sentences(made, ["firm"], "user") == [
        "firm withdraws.",
        "offer 1 and offer 2 stop: firm provides them.",
        (
            "user cannot be renewed: for access to a model it rests on offer 1 (50 %) and offer 2 "
            "(50 %); nobody else is recorded."
        ),
    ]


def test_several_who_withdraw_are_one_sentence_and_what_is_capped_says_so():
    both = network(("a", "user", "r", ("f",)), ("b", "user", "r", ("g",)), targets={"user": 1.0})
    assert sentences(both, ["a", "b"], "user")[0] == "a and b withdraw."
    graph = engine(both)
    proof = graph.explain([], "user", surge=0.0, caps={"a": 0.5})
    said = steps_in_words(proof, Wording(projection(both)), "renewal")
    assert said[0].sentence == "a keeps 50 % of the service."


def test_a_long_list_is_counted():
    makers = [(f"chip-{letter}", "acceleratorDesign") for letter in "abcdefg"]
    made = network(
        *(("maker", name, role, (name,)) for name, role in makers),
        *((name, "user", "r", ()) for name, _ in makers),
        targets={"user": 1.0},
        nodes=[chip(name) for name, _ in makers],
    )
    steps = told(made, ["maker"], "user")
    assert steps[1].sentence.startswith("Chip A, Chip B, Chip C, Chip D and 3 more cannot be made")
    assert len(steps[1].nodes) == len(steps[1].facts) == 7


def test_amounts_never_round_to_all_or_nothing():
    assert [percent(x) for x in (1.0, 0.99999, 0.977, 0.5, 0.0001, 0.0)] == [
        "100 %", "more than 99.9 %", "97.7 %", "50 %", "less than 0.1 %", "0 %",
    ]  # fmt: skip


def test_small_words():
    assert possessive("Amazon Web Services") == "Amazon Web Services'"
    assert possessive("Meta") == "Meta's"
    assert spaced("highBandwidthMemory") == "high bandwidth memory"
    assert listing([]) == ""
    assert listing(["a", "b", "c", "d", "e"]) == "a, b, c, d and e"
    assert listing(["a", "b", "c", "d", "e", "f"]) == "a, b, c, d and 2 more"


@pytest.fixture(scope="module")
def kg():
    from pathlib import Path

    chain = Path(__file__).parent.parent / "projection" / "chain.ttl"
    return vg.load(chain, only=True, as_of="2026-06-01", cache=False)


def test_the_names_of_a_projection_are_words(kg):
    wording = Wording(kg.projection)
    names = [wording.name(node) for node in kg.projection.network.nodes]
    assert names
    assert not [name for name in names if "#" in name or "://" in name]
    assert "Nimbus' compute" in names
    assert "the memory market" in names
    assert "Law Firm (professional, scientific and technical activities)" in names
    roles = {role for _, _, role in kg.projection.network.supplies}
    words = {role: wording.role(role) for role in roles}
    assert words["acceleratorSupply (leading edge)"] == "leading-edge accelerators"
    assert words["aiService(legal research; app-law)"] == "legal research"
    assert not [word for word in words.values() if "(" in word and "unknown" not in word]
