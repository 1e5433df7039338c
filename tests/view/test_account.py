"""What an explanation prints in cases that are rare: nothing lost, nothing known, many of a kind."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest

import valuegraph as vg
from tests.view.handmade import network, projection
from valuegraph.chokepoints.flips import Flip
from valuegraph.view.account import account
from valuegraph.view.figure_table import figure_table
from valuegraph.view.flipping import Change, Changes, described
from valuegraph.view.sureness import Draws, Range, Sureness, sureness
from valuegraph.view.telling import leaving
from valuegraph.view.wording import Wording, opening

CHAIN = Path(__file__).parent.parent / "projection" / "chain.ttl"


@pytest.fixture(scope="module")
def answer():
    return vg.load(CHAIN, only=True, as_of="2026-06-01", cache=False).chokepoints()


@pytest.fixture(scope="module")
def lab(answer):
    return answer.explain("Lab", draws=10)


def entries(said, **options):
    return [entry for part in account(said, **options) for entry, _ in part.entries]


def rows(said):
    return {row[0]: row[1:] for row in figure_table(said).rows}


# --- figures -----------------------------------------------------------------------------------


def test_a_range_whose_ends_agree_is_one_figure():
    assert Range(0.1, 0.15, 0.2).told() == "10.0 to 20.0 %"
    assert Range(0.10001, 0.10002, 0.10003).told() == "10.0 %"
    assert Range(1, 1, 1).places(20) == "1 of 20"
    assert Range(1, 2, 4).places(20) == "1 to 4 of 20"


def test_draws_that_leave_no_target_make_everything_unknown(lab):
    nothing = Range(math.nan, math.nan, math.nan)
    unsure = Sureness(
        dict.fromkeys(lab.standings[0].sureness.figures, nothing), nothing, math.nan, 30
    )
    assert "nothing is known" in unsure.told()
    said = dataclasses.replace(
        lab, standings=tuple(dataclasses.replace(s, sureness=unsure) for s in lab.standings)
    )
    table = rows(said)
    assert table["lost at once"][1] == "unknown"
    assert table["rank"][1] == "unknown"
    assert table["chance to be in the first 10"][0] == "unknown"


def test_a_line_beyond_those_compared_has_no_rank_interval(lab):
    far = dataclasses.replace(lab.standings[0], rank=40, lines=50)
    said = dataclasses.replace(lab, standings=(far,))
    assert rows(said)["rank"] == ("40 of 50", "")


def test_the_chance_to_be_first_is_told_only_where_there_are_more(lab):
    assert "chance to be in the first 10" not in rows(lab)


def test_months_to_replace_are_told_where_a_source_says_so(lab):
    known = dataclasses.replace(lab.standings[0].replacement, months=18.0, stated=1, supplies=3)
    said = dataclasses.replace(
        lab, standings=(dataclasses.replace(lab.standings[0], replacement=known),)
    )
    assert rows(said)["time to replace"] == ("18 months", "said of 1 of 3")


def test_lines_that_are_not_in_a_view_have_no_interval(answer):
    assert sureness(answer.ranking, "continuity", ["nobody"], Draws(5)) == {}


# --- proofs ------------------------------------------------------------------------------------


def test_where_nothing_is_lost_the_check_says_so(lab):
    empty = dataclasses.replace(lab.cases[0], figure=0.0, failures=(), sufferers=())
    said = dataclasses.replace(lab, cases=(empty,), proofs=())
    titles = [part.title for part in account(said)]
    assert f"{'Renewal'} view: nothing is lost" in titles
    assert any(entry.startswith("Check: 0 targets lose nothing") for entry in entries(said))


def test_the_same_steps_are_not_printed_twice(answer):
    said = answer.explain("Stepper", draws=5)
    case, proof = said.cases[0], said.proofs[0]
    again = dataclasses.replace(case, horizon="unavoidable")
    both = dataclasses.replace(
        said,
        cases=(again, case),
        proofs=(dataclasses.replace(proof, horizon="unavoidable"), proof),
    )
    told = entries(both)
    assert told.count("The steps are those of the proof above: they act at once.") == 1
    assert sum(entry.startswith("2. Foundry") for entry in told) == 1


def test_the_last_target_has_nobody_after_it(answer):
    said = answer.explain("Stepper", draws=5, targets=2)
    assert "No other target loses anything." in entries(said)


# --- changes -----------------------------------------------------------------------------------


def change(**given):
    usual = {
        "view": "renewal", "assumption": "fact", "what": "Without it", "about": ("f",),
        "fact": None, "figure": "unavoidable", "before": 0.5, "after": 0.25,
        "verdict_before": "", "verdict_after": "",
    }  # fmt: skip
    return Change(**{**usual, **given})


def test_a_change_tells_both_figures_and_the_verdict_when_it_changes():
    assert change().told() == "Without it: unavoidable 50 % becomes 25 %."
    assert change(figure="share_lost", after=None).told() == (
        "Without it: lost at once 50 % becomes no target left."
    )
    assert change(after=0.50001, verdict_after="joint").told() == (
        "Without it: unavoidable stays at 50 %; the verdict changes from no word to joint."
    )


@pytest.mark.parametrize(
    ("assumption", "about", "what"),
    [
        ("stock", ("renewal view",), "If no stock counts (renewal view)"),
        ("stock", ("stock of supply not counted",), "If stocks of the kind supply do not count"),
        ("stock", ("stock of supply counted",), "If only stocks of the kind supply count"),
        (
            "completeness",
            ("every incomplete group", "chance 0.2"),
            (
                "If every role whose suppliers no source calls complete had one more, with a chance "
                "of 20 % each"
            ),
        ),
        ("completeness", ("plant", "wafers"), "If somebody else filled wafers of plant"),
        (
            "qualification",
            ("plant", "acceleratorSupply (leading edge)", "acceleratorSupply (mature)"),
            (
                "If leading-edge accelerators and mature accelerators of plant could stand in for "
                "one another"
            ),
        ),
        ("fact", ("fact-1",), 'Without the fact "the label"'),
        ("fact", ("https://x.org/fact-2",), 'Without the fact "fact-2"'),
        (
            "fact",
            ("maker", "plant", "wafers"),
            (
                "Without the supply of wafers from maker to plant, which follows without a fact of "
                "its own"
            ),
        ),
    ],
)
def test_each_assumption_is_told_in_words(assumption, about, what):
    made = network(("maker", "plant", "wafers", ()), targets={"plant": 1.0})
    row = Flip(assumption, about, "unavoidable", 1.0, 0.0, "", "")
    found = described(row, "renewal", Wording(projection(made)), {"fact-1": "the label"})
    assert found.what == what
    assert found.fact == (about[0] if assumption == "fact" and len(about) == 1 else None)


def test_many_changes_are_counted_and_few_are_shown(lab):
    many = Changes("renewal", tuple(change(what=f"Without {n}") for n in range(9)))
    said = dataclasses.replace(lab, changes=(many,))
    assert "... 7 more cases of fact with less effect (--all shows all, --json holds all)" in (
        entries(said)
    )
    assert sum(entry.startswith("Without ") for entry in entries(said, every=True)) == 9
    none = dataclasses.replace(lab, changes=(Changes("renewal", ()),))
    assert "Nothing that was tried changes the figure." in entries(none)


# --- words -------------------------------------------------------------------------------------


def test_firms_withdraw_things_fail_and_licences_are_granted_no_more():
    made = network(
        ("firm", "user", "r", ()), targets={"user": 1.0}, nodes=[("chip", "Chip", "models", None)]
    )
    made.licences["lic"] = {"lic"}
    wording = Wording(projection(made))
    assert leaving("firm", wording) == "withdraws"
    assert leaving("firm", wording, many=True) == "withdraw"
    assert leaving("chip", wording) == "fails"
    assert leaving("chip", wording, many=True) == "fail"
    assert leaving("lic", wording) == "is granted no more"


def test_a_sentence_opens_with_a_capital_but_a_name_keeps_its_own():
    assert opening("the market stops") == "The market stops"
    assert opening("xAI's compute stops") == "xAI's compute stops"
    assert opening("theory stops") == "theory stops"


def test_an_unnamed_supplier_is_called_so():
    name = "https://example.org/unnamed#wafers"
    made = network(
        (name, "plant", "wafers", ()), targets={"plant": 1.0}, nodes=[(name, "x", "y", None)]
    )
    assert Wording(projection(made)).name(name) == "an unnamed supplier of wafers"
