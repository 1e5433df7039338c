"""licence check, licence lineage and licence show on the shipped facts."""

from __future__ import annotations

import json

import pytest

from valuegraph.cli.figures import read_figures
from valuegraph.errors import UsageError
from valuegraph.view.licence_rows import CHECK_COLUMNS, LICENCE_COLUMNS, LINEAGE_COLUMNS

DAY = ("--as-of", "2026-11-22")


@pytest.fixture
def licence(run):
    def invoke(*arguments):
        result = run("licence", *arguments, *DAY)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    return invoke


def rows(text):
    found = json.loads(text)
    assert {"rows", "as_of", "dataset", "coverage"} <= set(found)
    assert all(not isinstance(v, dict | list) for row in found["rows"] for v in row.values())
    return found["rows"]


# --- check -------------------------------------------------------------------------------------


def test_the_verdict_comes_first_with_clause_and_source(licence):
    lines = licence("check", "Llama 3", "--mau", "800e6", "--use", "commercial").splitlines()
    assert lines[0] == "Llama 3, on 22 November 2026"
    assert lines[1] == "prohibited: commercial use"
    assert "above the limit of 700,000,000, tested once, on 18 April 2024" in lines[2]
    assert lines[2].endswith("(clause 2)")
    assert "source: Meta Llama 3 Community License Agreement, 2 (confidence 1, https" in lines[3]
    assert any("write FIGURE@DATE if it changed" in line for line in lines)


def test_growth_after_the_test_is_told_apart(licence):
    figures = ("--mau", "650e6@2024-01", "--mau", "800e6@2025-06", "--affiliates-mau", "0")
    text = licence("check", "Llama 3", *figures, "--use", "use")
    assert "permitted: use" in text
    assert "650,000,000" in text
    assert "Read so" not in text


def test_rows_are_flat_and_stable(licence):
    found = rows(licence("check", "Llama 3", "--mau", "800e6", "--json"))
    assert all(tuple(row) == CHECK_COLUMNS for row in found)
    first = found[0]
    assert (first["use"], first["answer"], first["effect"]) == ("use", "prohibited", "caps")
    assert (first["clause"], first["confidence"]) == ("2", 1.0)
    assert first["rule_iri"].endswith("threshold-use-monthly-active-users")
    assert {row["use"] for row in found} >= {"use", "commercial use", "hosting for others"}


def test_no_licence_is_told_with_what_is_missing(licence):
    assert "no licence is no permission" in licence("check", "GPT-5")
    (row,) = rows(licence("check", "GPT-5", "--use", "use", "--json"))
    assert (row["answer"], row["missing"]) == ("unknown", "the licence of GPT-5")


def test_inherited_terms_are_named_with_what_brings_them(licence):
    text = licence("check", "DeepSeek-R1-Distill-Llama-70B", "--mau", "800e6")
    assert "Llama 3.3 Community License Agreement, through Llama 3.3 70B Instruct" in text
    assert "MIT License: permitted" in text


def test_other_readings_and_later_editions_are_told(licence):
    text = licence("check", "Qwen2-72B", "--mau", "120e6", "--use", "commercial")
    assert "A source names other terms" in text
    assert "Apache License 2.0, under which it would be permitted" in text
    assert "a later edition is in the facts" in licence("check", "GPT-4")


def test_uses_are_judged_together_with_gain(licence):
    apart = rows(licence("check", "Alpaca-7B", "--use", "fine-tune", "--json"))
    together = rows(
        licence("check", "Alpaca-7B", "--use", "fine-tune", "--use", "commercial", "--json")
    )
    assert {row["answer"] for row in apart} == {"conditional"}
    assert {row["answer"] for row in together} == {"prohibited"}


def test_the_family_is_spared_by_name(licence):
    spared = ("--use", "train-on-outputs", "--mau", "1e6", "--affiliates-mau", "0")
    assert "permitted: training" in licence("check", "Llama 3", *spared, "--for", "Llama 3 8B")
    assert "prohibited: training" in licence("check", "Llama 3", *spared, "--for", "Mistral 7B")


def test_places_go_by_name_or_code(licence):
    small = ("--use", "use", "--mau", "1e6", "--affiliates-mau", "0")
    for country in ("European Union", "EU"):
        text = licence("check", "Llama 4 Scout", *small, "--country", country)
        assert "prohibited: use" in text
    assert "conditional: use" in licence("check", "Llama 4 Scout", *small)
    inside = licence("check", "Llama 4 Scout", *small, "--country", "EU", "--end-product")
    assert "permitted: use" in inside


def test_aims_and_purposes(licence):
    assert "prohibited: use for military" in licence(
        "check", "DeepSeek-V3", "--use", "use", "--aim", "military"
    )
    research = ("--use", "use", "--purpose", "non-commercial-research")
    assert "permitted: use" in licence("check", "LLaMA-65B", *research)


def test_revenue_and_the_day_of_the_use(licence):
    assert "prohibited" in licence("check", "Stable Diffusion 3.5 Large", "--revenue", "2M")
    assert "prohibited" not in licence("check", "Yi-34B", "--use", "commercial")
    before = licence("check", "Yi-34B", "--use", "commercial", "--date", "2023-12-01")
    assert "conditional: commercial use" in before
    assert "on 1 December 2023" in before


def test_labels_and_duties_are_told(licence):
    text = licence("check", "Kimi K2", "--mau", "120e6", "--use", "commercial")
    assert "permitted: commercial use" in text
    assert "display Kimi K2 on the user interface" in text
    assert "perhaps: display Kimi K2" in text
    assert "disputed by Data on AI Models" in text


def test_a_family_with_several_licences_is_divided(licence):
    text = licence("check", "Gemma", "--use", "use")
    assert "Gemma Terms of Use (2024-04-01)" in text
    assert "Gemma Terms of Use (2025-03-24)" in text


# --- lineage and show --------------------------------------------------------------------------


def test_lineage_tells_conflicts_then_the_tree(licence):
    text = licence("lineage", "Vicuna")
    assert "strictest inherited condition: for research without gain only" in text
    assert "conflict (learning from outputs)" in text
    assert "Vicuna-13B v0 <- LLaMA-13B: weights (fine tuning), LLaMA License Agreement" in text
    assert "the curators read, of Vicuna-13B v0: learning from outputs" in text
    assert text.index("conflict (") < text.index("What each ancestor passes on")


def test_lineage_rows_are_flat_and_stable(licence):
    found = rows(licence("lineage", "LLaVA", "--json"))
    assert all(tuple(row) == LINEAGE_COLUMNS for row in found)
    assert {"passes", "conflict", "recorded conflict", "strictest"} == {
        row["finding"] for row in found
    }
    assert {row["depth"] for row in found} == {1, 2, None}


def test_lineage_without_ancestors(licence):
    assert "no derivation of it is in the facts" in licence("lineage", "GPT-4")
    (row,) = rows(licence("lineage", "GPT-4", "--json"))
    assert row["finding"] == "none"


@pytest.mark.parametrize(
    "name", ["MIT", "MIT License", "lic-mit", "apache-2.0", "kimi-k2-modified-mit", "qwen-2024"]
)
def test_show_takes_names_and_identifiers(licence, name):
    found = rows(licence("show", name, "--json"))
    assert all(tuple(row) == LICENCE_COLUMNS for row in found)
    assert {row["term"] for row in found} >= {"permission", "duty"}


def test_show_divides_terms_by_what_they_do(licence):
    text = licence("show", "llama-2-community")
    for heading in ("Permits", "Forbids", "Asks", "Ends the rights"):
        assert f"\n{heading}\n" in text
    assert "clause 2: monthly active users up to 700,000,000, tested once on 18 July 2023" in text
    assert "did not read the text" in licence("show", "baichuan2-community")


# --- the frame ---------------------------------------------------------------------------------


def test_license_is_another_spelling(run):
    one, other = (run(word, "show", "MIT", *DAY) for word in ("licence", "license"))
    assert one.stdout == other.stdout
    assert "\n  license " not in run("--help").stdout


@pytest.mark.parametrize("command", ["check", "lineage", "show"])
def test_help_names_options_and_columns(run, command):
    result = run("licence", command, "--help")
    assert result.exit_code == 0
    for word in ("--data", "--as-of", "--json", "Rows:", "clause"):
        assert word in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "Llama 3", "--mau", "many"), ("--mau", "800e6@2026-01")),
        (("check", "Llama 3", "--mau", "1e6", "--mau", "2e6"), ("its day", "650e6@2024-03")),
        (("check", "Lama 33"), ("did you mean",)),
        (("check", "Llama 3", "--date", "tomorrow"), ("--date",)),
        (("check", "Llama 4 Scout", "--country", "Atlantis"), ("Atlantis",)),
        (("lineage", "Alpaca"), ("Alpaca-7B",)),
        (("show", "no such licence"), ("no such licence",)),
    ],
)
def test_mistakes_are_told_with_their_mending(run, arguments, words):
    result = run("licence", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize(
    ("text", "value", "since"),
    [
        ("800e6", 800e6, None),
        ("1,200,000", 1.2e6, None),
        ("5M", 5e6, None),
        ("2.5bn", 2.5e9, None),
        ("650e6@2024-03", 650e6, "2024-03-01"),
        ("20k@2024-03-15", 20e3, "2024-03-15"),
    ],
)
def test_figures(text, value, since):
    (figure,) = read_figures([text], "--mau")
    assert figure.value == value
    assert (figure.since and figure.since.isoformat()) == since


@pytest.mark.parametrize("text", ["", "-5", "5@", "5@2024", "5@2024-13", "five", "1e999", "5 5"])
def test_what_is_no_figure(text):
    with pytest.raises(UsageError, match="is not a figure"):
        read_figures([text], "--mau")
