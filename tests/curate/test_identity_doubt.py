"""Pairs that must never be merged, words that name nobody, and rules that were too sure."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from valuegraph.curate.judging import DIFFERENT, SAME, UNSURE, read_judgements
from valuegraph.curate.matching import MATCHED, Matcher
from valuegraph.curate.nobody import names_nobody
from valuegraph.curate.words import table
from valuegraph.resources import data_dir

PAIRS = Path(__file__).parent / "hard_negatives.csv"
LEAST = 60


@pytest.fixture(scope="module")
def matcher():
    return Matcher(read_judgements(data_dir() / "identity" / "same_as.csv"))


@pytest.fixture(scope="module")
def negatives():
    with PAIRS.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def test_no_hard_negative_is_merged(matcher, negatives):
    assert len(negatives) >= LEAST
    assert {row["kind"] for row in negatives} == set(MATCHED)
    keys = [(row["kind"], frozenset((row["left"], row["right"]))) for row in negatives]
    assert len(set(keys)) == len(keys)
    merged = [
        row
        for row in negatives
        for pair in ((row["left"], row["right"]), (row["right"], row["left"]))
        if matcher.match(row["kind"], *pair).verdict == SAME
    ]
    assert not merged


@pytest.mark.parametrize("kind", MATCHED)
@pytest.mark.parametrize(
    "name",
    [
        *("Unknown", "unknown", "N/A", "n.a.", "none", "Anonymous", "Anonymized Chinese System"),
        *("Undisclosed", "Undisclosed Client", "Various", "Various companies", "Multiple"),
        *("In-house", "Open Source", "Other", "Not available", "TBD", "-", "?", "unkown"),
        *("Unspecified unreleased", "unknown-deepfake-technology-developers"),
    ],
)
def test_two_that_nobody_names_are_not_one(matcher, kind, name):
    found = matcher.match(kind, name, name.upper())
    assert (found.verdict, found.rung) == (UNSURE, "none")
    assert "names nobody" in found.why
    assert matcher.match(kind, name, "Acme 7B").verdict == UNSURE


@pytest.mark.parametrize(
    "name",
    [
        "Academia",
        "Researchers",
        "Cloud",
        "Government",
        "Contractor",
        "Contractor teams",
        "Industry",
    ],
)
def test_a_group_of_people_is_no_organisation(matcher, name):
    assert matcher.match("organisation", name, name).verdict == UNSURE


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *(("model", name) for name in ("Transformer", "Academia 7B", "OpenOther", "Cloud")),
        *(
            ("organisation", name)
            for name in ("Open Source Initiative", "Other World", "ResearchGo")
        ),
    ],
)
def test_a_name_that_only_holds_such_a_word_is_a_name(matcher, kind, name):
    assert not names_nobody(kind, name)
    assert matcher.match(kind, name, name).verdict == SAME


def test_the_table_of_words_for_nobody_is_whole():
    rows = table("nobody")
    assert {row["kind"] for row in rows} == {"", *MATCHED}
    assert {row["match"] for row in rows} == {"whole", "first"}
    assert all(row["why"] and row["words"] == " ".join(row["words"].split()) for row in rows)
    counted = Counter((row["kind"], row["match"], row["words"]) for row in rows)
    assert max(counted.values()) == 1


def test_no_name_that_somebody_judged_is_a_word_for_nobody():
    """A judgement would be lost without a word: `same` is never given for such a name."""
    judged = read_judgements(data_dir() / "identity" / "same_as.csv")
    lost = [
        (kind, name)
        for each in judged
        for kind in ((each.kind,) if each.kind else MATCHED)
        if kind in MATCHED
        for name in (each.left, each.right)
        if names_nobody(kind, name)
    ]
    assert not lost


@pytest.mark.parametrize(
    ("left", "right", "verdict", "word"),
    [
        ("llama3-70b-8192", "Llama 3-70B", UNSURE, "context length"),
        ("Yi-34B-8192", "Yi-34B-8k", UNSURE, "context length"),
        ("llama3-70b-8192", "llama3-70b-4096", DIFFERENT, "context length"),
        ("Phi-3-mini-4096", "Phi-3-mini-128k", DIFFERENT, "context length"),
        ("gpt-4-32k", "gpt-4", DIFFERENT, "context length"),
        ("claude-3-5-sonnet-v2@20241022", "anthropic.claude-3-5-sonnet-20241022-v2:0", SAME, ""),
        ("claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet-20241022", SAME, ""),
        ("claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet@20240620", DIFFERENT, "date"),
        ("GPT-3 175B (davinci)", "davinci", UNSURE, "words"),
        ("GPT-3 175B (davinci)", "curie", UNSURE, "words"),
        ("Qwen3-8B-abliterated", "Qwen3-8B", DIFFERENT, "change of the weights"),
    ],
)
def test_a_rule_is_no_surer_than_the_names(matcher, left, right, verdict, word):
    found = matcher.match("model", left, right)
    assert found.verdict == verdict, found
    assert word in found.why
