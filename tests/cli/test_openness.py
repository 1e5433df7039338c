"""The command `openness`: rows, tables, refusals."""

from __future__ import annotations

import csv
import io
import json

import pytest

pytestmark = pytest.mark.slow

DOCUMENTED_ONCE = ("component_",)


@pytest.fixture(scope="module")
def call():
    """Run the command on the shipped facts, each form once."""
    from typer.testing import CliRunner

    from valuegraph.cli.app import build

    app, kept = build(), {}

    def run(*words):
        if words not in kept:
            given = ["openness", "--as-of", "2026-11-22", *words]
            kept[words] = CliRunner().invoke(app, given, prog_name="valuegraph")
        return kept[words]

    return run


def rows(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["rows"]


@pytest.mark.parametrize(
    "words", [("Llama 3",), ("--claims",), ("--by", "firm"), ("BLOOM", "--explain")]
)
def test_json_keys_are_those_of_the_help(call, words):
    said = " ".join(call("--help").stdout.split())
    keys = {key for row in rows(call(*words, "--json")) for key in row}
    unsaid = [k for k in keys if k not in said and not k.startswith(DOCUMENTED_ONCE)]
    assert keys
    assert not unsaid


def test_json_has_rows_day_dataset_and_coverage(call):
    document = json.loads(call("Llama 3", "--json").stdout)
    assert set(document) == {"rows", "as_of", "dataset", "coverage"}
    assert document["coverage"][0].startswith("As of 2026-11-22: of ")


def test_a_date_changes_the_answer():
    from typer.testing import CliRunner

    from valuegraph.cli.app import build

    def use(day):
        result = CliRunner().invoke(
            build(), ["openness", "Grok-1", "--json", "--as-of", day], prog_name="valuegraph"
        )
        return [(row["access_level"], row["freedom_use"]) for row in rows(result)]

    assert use("2024-03-16") == [("hosted access", "unknown")]
    assert ("downloadable", "granted") in use("2024-03-17")


def test_history_as_csv(call):
    result = call("--by", "firm", "--from", "2018", "-f", "csv")
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    assert min(int(row["year"]) for row in found) == 2018
    (openai,) = (r for r in found if (r["name"], r["year"]) == ("OpenAI", "2019"))
    assert (openai["staged_releases"], openai["lag_days"]) == ("4", "")


def test_the_overview_counts_freedoms_and_shows_the_latest(call):
    text = call().stdout
    assert "dated releases in force" in text
    assert text.index("Levels of access") < text.index("Latest 20 of ")
    assert "How to read this" in text


def test_a_named_model_says_what_blocks_each_freedom(call):
    text = call("Llama 3 70B").stdout
    assert "use conditional: permits use (monthly active users up to 700,000,000), clause 2" in text
    assert "study denied: training data not available; training code not available" in text
    assert "components: weights partial" in text
    assert "others unknown" in text


def test_claims_say_who_when_and_by_which_source(call):
    text = call("--claims").stdout
    assert "Meta on Llama, known on 2025-09-12: " in text
    assert "denied in " in text
    assert "--min-confidence 0.3 lets more in" in text


def test_a_named_firm_lists_its_events(call):
    text = call("xAI", "--by", "firm").stdout
    assert "Grok-1 (downloadable, open release, 2024-03-17)" in text
    assert "opened after its first offer: Grok-1: 134 days" in text
    assert "new terms: Grok 2 (Grok 2.5) (xAI Community License Agreement, 2025-11-04)" in text
    assert "lag unknown: not on record" in text


def test_a_bound_says_which_releases_nothing_compares(call):
    text = call("Google", "--by", "firm").stdout
    assert "lag 251 days: from T5-11B, first offered 2019-10-23, to GShard, 2020-06-30" in text
    assert "at most 1,130" in text
    assert "later, and not compared by any fact: Gemma 7B, Gemma 2 27B" in text


@pytest.mark.parametrize("words", [("--claims",), ("xAI", "--by", "firm")])
def test_explain_is_there_for_every_answer(call, words):
    found = rows(call(*words, "--explain", "--json"))
    assert found
    assert all(row["source"] and row["locator"] for row in found)


def test_explain_lists_facts_with_sources(call):
    text = call("BLOOM", "--explain").stdout
    assert "facts behind the rows" in text
    assert "(confidence " in text
    found = rows(call("BLOOM", "--explain", "--json"))
    assert {row["stance"] for row in found} == {"supports", "disputes"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--explain",), "--explain needs a name"),
        (("--claims", "--by", "firm"), "--claims lists claims as of one day"),
        (("--by", "firm", "--from", "1066"), "a series cannot begin in 1066"),
        (("--from", "2099"), "a series cannot begin in 2099"),
        (("no such model",), "nothing is called"),
        (("Procore",), "no offering of a model in force"),
    ],
)
def test_a_mistake_is_told_in_words(call, words, said):
    result = call(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "how to mend" in result.stderr


@pytest.mark.slow
def test_top_keeps_the_first_rows(call):
    assert len(rows(call("--top", "3", "--json"))) == 3
    assert "Latest 3 of " in call("--top", "3").stdout
