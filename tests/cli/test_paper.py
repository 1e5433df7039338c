"""`valuegraph paper` on the shipped facts."""

from __future__ import annotations

import csv
import io
import json

import pytest

pytestmark = pytest.mark.slow

KEYS = [
    "table", "row", "column", "value", "source", "locator", "verdict", "on_record",
    "record_sources", "record_locators", "record_urls", "record_confidence", "note",
    "record_iri", "cell_iri",
]  # fmt: skip


@pytest.mark.parametrize("name", ["table1", "table2", "figure2"])
def test_the_rows_are_flat_with_stable_keys(run, name):
    result = run("paper", name, "--json", "--as-of", "2026-06-01")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["rows"]
    assert all(list(row) == KEYS for row in found["rows"])
    assert "entries have another fact on record" in found["coverage"][0]


def test_csv_has_the_same_columns(run):
    first = next(csv.reader(io.StringIO(run("paper", "table1", "-f", "csv").stdout)))
    assert first == KEYS


def test_numbers_lead_to_what_is_on_record_and_whose_word_it_is(run):
    text = run("paper", "table1").stdout
    assert "2023-06 [5]" in text
    below = text[text.index("[5] LLaMA v2, Release Date: 2023-06") :].splitlines()
    assert below[1].strip() == "differs: 2023-07-18"
    assert below[2].strip().startswith("Llama 2 Community License Agreement, header")
    assert "Table 1, row 9" in text


def test_latex_goes_to_stdout_or_a_file(run, tmp_path):
    text = run("paper", "table1", "-f", "latex").stdout
    assert text.startswith(r"\begingroup")
    path = tmp_path / "table1.tex"
    result = run("paper", "table1", "-f", "latex", "-o", str(path))
    assert result.stderr == f"wrote {path}\n"
    assert path.read_text(encoding="utf-8") == text


def test_a_table_that_is_none_is_told(run):
    result = run("paper", "table3")
    assert result.exit_code == 2
    assert "table2" in result.stderr
