"""How well names are matched, measured on pairs that people have labelled; no false merge."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from valuegraph.curate.judging import DIFFERENT, SAME, read_judgements
from valuegraph.curate.matching import MATCHED, Matcher
from valuegraph.resources import data_dir

SAMPLE = Path(__file__).parent / "labelled_pairs.csv"
LEAST_PAIRS = 150
LEAST_RECALL = 0.9


@pytest.fixture(scope="module")
def matcher():
    return Matcher(read_judgements(data_dir() / "identity" / "same_as.csv"))


@pytest.fixture(scope="module")
def pairs():
    with SAMPLE.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def test_the_sample_is_large_and_half_of_it_hard_negatives(pairs):
    assert len(pairs) >= LEAST_PAIRS
    labels = Counter(pair["label"] for pair in pairs)
    assert set(labels) == {SAME, DIFFERENT}
    assert labels[DIFFERENT] >= len(pairs) / 2
    assert {pair["kind"] for pair in pairs} == set(MATCHED)
    assert all(pair["why"].strip() for pair in pairs)
    keys = [(pair["kind"], frozenset((pair["left"], pair["right"]))) for pair in pairs]
    assert len(set(keys)) == len(keys)


def test_precision_and_recall(matcher, pairs, record_property):
    seen = [
        (pair, matcher.match(pair["kind"], pair["left"], pair["right"]).verdict) for pair in pairs
    ]
    lines = []
    for kind in MATCHED:
        found = Counter((pair["label"], said) for pair, said in seen if pair["kind"] == kind)
        merged = found[SAME, SAME] + found[DIFFERENT, SAME]
        recall = found[SAME, SAME] / sum(n for (label, _), n in found.items() if label == SAME)
        told = found[DIFFERENT, DIFFERENT] / sum(
            n for (label, _), n in found.items() if label == DIFFERENT
        )
        lines.append(
            f"{kind}: precision {found[SAME, SAME] / merged:.3f} of {merged} merges, "
            f"recall {recall:.3f}, told apart {told:.3f}, false splits {found[SAME, DIFFERENT]}"
        )
        assert recall >= LEAST_RECALL, lines
    print("\n".join(lines))  # noqa: T201 : the measure is what the test is for
    record_property("identity", "; ".join(lines))
    false = [pair for pair, said in seen if said == SAME != pair["label"]]
    assert not false, "false merges: a rule is wrong, or a negative judgement is missing"
    split = [pair for pair, said in seen if said == DIFFERENT != pair["label"]]
    assert not split, "one thing told apart: the rule is too sure"


def test_the_order_of_two_names_does_not_matter(matcher, pairs):
    for pair in pairs:
        one = matcher.match(pair["kind"], pair["left"], pair["right"])
        other = matcher.match(pair["kind"], pair["right"], pair["left"])
        assert one.verdict == other.verdict, pair


def test_every_verdict_says_why(matcher, pairs):
    assert all(matcher.match(p["kind"], p["left"], p["right"]).why for p in pairs)
