"""The command: what it refuses, its rows in each form, what a person reads."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from valuegraph.cli.app import build

pytestmark = pytest.mark.slow

DAY = ("--as-of", "2026-06-01")


def asked(*words: str):
    return CliRunner().invoke(build(), ["governance", *words])


def rows(*words: str):
    done = asked(*words, *DAY, "-f", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.slow
def test_explains_llama_3():
    done = asked("Llama 3", "--explain", *DAY)
    assert done.exit_code == 0, done.output
    assert "controlled openness, since the weights can be downloaded" in done.stdout
    assert "openness is excluded" in done.stdout
    assert "smallest change:" in done.stdout
    assert "control retained: step 2 of 5; skill required: step 4 of 5" in done.stdout


def test_rows_have_stable_keys_and_coverage():
    found = rows("GPT-4")
    assert "captive platform" in {row["type"] for row in found["rows"]}
    assert list(found["rows"][0])[:6] == ["as_of", "name", "asset", "provider", "firm", "type"]
    assert found["rows"][0]["sources"]
    assert "offerings of" in found["coverage"][0]


def test_explained_rows_are_flat():
    found = rows("GPT-4", "--explain")
    assert {"type", "standing", "condition", "passed", "fact_iri"} <= set(found["rows"][0])


def test_a_name_without_offerings_is_undetermined():
    done = asked("KISH", "--explain", *DAY)
    assert done.exit_code == 0, done.output
    assert "KISH: undetermined" in done.stdout
    assert "unknown: training code open" in done.stdout


def test_by_firm_counts_types():
    found = rows("--by", "firm", "--top", "3")["rows"]
    assert len(found) == 3
    kinds = ("hierarchical", "captive_platform", "open_platform", "controlled_openness")
    for row in found:
        counted = sum(row[kind] for kind in (*kinds, "openness", "undetermined"))
        assert counted == row["offerings"]


@pytest.mark.slow
def test_disagreements_give_reasons_and_the_baseline():
    done = asked("--disagreements", *DAY)
    assert done.exit_code == 0, done.output
    assert "licences alone" in done.stdout
    assert "no offering is of the type of the label" in done.stdout
    done = asked("--disagreements", *DAY, "--min-confidence", "0.6")
    assert "On record below the confidence asked for" in done.stdout


@pytest.mark.slow
def test_sensitivity_begins_with_the_rules_as_they_stand():
    found = rows("--sensitivity")["rows"]
    assert found[0]["parameter"] == "as the rules stand"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--explain",), "nothing to explain"),
        (("GPT-4", "--disagreements"), "exclude one another"),
        (("--by", "firm", "--sensitivity"), "exclude one another"),
        (("No such thing",), "nothing is called"),
    ],
)
def test_what_cannot_be_asked_is_told(words, message):
    done = asked(*words, *DAY)
    assert done.exit_code == 2
    assert message in done.output
