"""The command `concentration`: rows, refusals, and what a person reads."""

from __future__ import annotations

import json
import re

import pytest

from valuegraph.view.measuring import COLUMNS

pytestmark = pytest.mark.slow

DASH = "\N{EN DASH}"


@pytest.fixture(scope="module")
def call():
    """Run the command on the shipped facts, each form once."""
    from typer.testing import CliRunner

    from valuegraph.cli.app import build

    app, kept = build(), {}

    def run(*words):
        if words not in kept:
            given = ["concentration", "--as-of", "2026-11-22", *words]
            kept[words] = CliRunner().invoke(app, given, prog_name="valuegraph")
        return kept[words]

    return run


def rows(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["rows"]


def line(result, start):
    """Return the first line of the table that begins with a name, and the lines below it."""
    lines = result.stdout.splitlines()
    at = next(i for i, text in enumerate(lines) if text.startswith(start))
    below = []
    for text in lines[at + 1 :]:
        if not text.startswith("    "):
            break
        below.append(text.strip())
    return lines[at], below


def test_json_has_rows_day_dataset_and_coverage(call):
    result = call("--json")
    assert set(json.loads(result.stdout)) == {"rows", "as_of", "dataset", "coverage"}
    assert json.loads(result.stdout)["as_of"] == "2026-11-22"
    assert {tuple(each) for each in rows(result)} == {COLUMNS}


def test_foundries_by_hand_on_the_shipped_facts(call):
    # TSMC 70.4 and Samsung 7.1 per cent: .495616 + .005041, and .225 ** 2 if one firm has the rest.
    (found,) = (r for r in rows(call("--json")) if r["total"] == "foundry market")
    assert found["hhi_low"] == pytest.approx(0.500657)
    assert found["hhi_high"] == pytest.approx(0.551282)
    assert found["cr3_low"] == pytest.approx(0.775)
    assert (found["countries_to_75_low"], found["countries_to_75_high"]) == (1, 2)
    assert (found["holders"], found["facts"], found["name"]) == (2, 2, "hardware")
    assert found["sources"] == ["AI demand lifts top foundries' Q4 revenue; Samsung gains share [title from URL]"]  # fmt: skip


def test_the_table_says_basis_and_bounds(call):
    text, below = line(call(), "foundry market")
    cells = [part.replace("\N{NO-BREAK SPACE}", " ") for part in re.split("  +", text)]
    assert cells == [
        *("foundry market", "TSMC", "70.4 %", "2"),
        *(f"5,007{DASH}5,513", f"77.5{DASH}100.0 %", f"1{DASH}2", "77.5 %"),
    ]
    assert below[0] == (
        "market share, quarter 4 of 2025: global foundry revenue (TrendForce), 4Q25"
    )
    assert below[1].startswith("2 facts, lowest confidence 0.5; AI demand lifts")
    # No unnamed firm above Samsung's 7.1: three such and one of 1.2 per cent.
    assert below[2].startswith("HHI at most 5,159 if nobody unnamed")
    text, below = line(call(), "EUV lithography systems market (installed-base share)")
    assert below[-1] == "the source calls a share approximate; measured more than two years before"
    _, below = line(call(), "AI chips in clusters on record, by holder")
    assert below[0].startswith("count of facts on record, ")
    assert "are no market shares" in call().stdout


def test_where_no_shares_are_on_record_no_figure_is_given(call):
    text, below = line(call(), "public cloud market")
    assert text.split() == ["public", "cloud", "market", "unknown", "unknown", "unknown"]
    assert below[0].startswith("unknown: no shares on record; jointly 68 % for Amazon")
    unknown = [r for r in rows(call("--json")) if r["hhi_low"] is None]
    assert unknown
    for each in unknown:
        assert each["note"].startswith("unknown: ")
        assert (each["hhi_high"], each["cr3_low"], each["coverage"]) == (None, None, None)


@pytest.mark.slow
def test_a_series_has_a_row_a_year(call):
    name = "cloud infrastructure services market"
    found = [r for r in rows(call("--from", "2021", "--json")) if r["total"] == name]
    assert [r["as_of"][:4] for r in found] == ["2021", "2022", "2023", "2024", "2025", "2026"]
    known = {r["as_of"][:4]: r for r in found}
    # Synergy, 4Q22: 33, 23, 11, 5, 3, 3, 2 and 2 per cent, and 18 unnamed.
    squares = 0.1089 + 0.0529 + 0.0121 + 0.0025 + 2 * 0.0009 + 2 * 0.0004
    assert known["2022"]["hhi_low"] == pytest.approx(squares)
    assert known["2022"]["hhi_high"] == pytest.approx(squares + 0.18**2)
    assert known["2023"]["note"] == "unknown: no shares on record for 2023"
    text, _ = line(call("--from", "2021"), "foundry market")
    assert "2021-12-31" in text


@pytest.mark.slow
def test_by_jurisdiction_and_role(call):
    text, _ = line(call("--by", "jurisdiction"), "high-bandwidth memory market")
    assert "South Korea" in text
    assert "countries" in call("--by", "jurisdiction").stdout
    found = rows(call("--by", "role", "--json"))
    (wafers,) = (r for r in found if r["total"] == "silicon wafer market")
    assert wafers["name"] == "wafers"
    assert {r["by"] for r in found} == {"role"}


def test_the_facts_behind_a_row(call):
    result = call("--explain", "foundry market", "--json")
    found = rows(result)
    assert {r["fact_iri"].rpartition("/")[2].partition("-")[0] for r in found} == {"mea", "dom"}
    assert found[0]["source"].startswith("AI demand lifts")
    text = call("--explain", "Foundry Market").stdout
    assert text.startswith("Foundry Market: 4 facts on its shares, then on control and domicile")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--explain", "public cloud market"), "no shares are on record for 'public cloud market'"),
        (("--explain", "moon"), "no row is named 'moon'"),
        (("--from", "2031"), "cannot begin in 2031"),
        (("--by", "firm"), "'firm' is not one of"),
    ],
)
def test_a_mistake_is_told_in_words(call, words, says):
    result = call(*words)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_top_limits_the_rows(call):
    result = call("--top", "2", "-f", "csv")
    assert len(result.stdout.splitlines()) == 3
    assert "2 of " in result.stderr
    assert call("--top", "2").stdout.count("on record, by") >= 1


def test_periods_in_words():
    from valuegraph.cli.concentration import _period

    def said(start, until, precision):
        row = {"measured_from": start, "measured_until": until, "precision": precision}
        return _period(row)

    assert said("2024-07-01", "2024-10-01", "quarter") == "quarter 3 of 2024"
    assert said("2024-01-01", "2025-01-01", "year") == "2024"
    assert said("2021-01-01", "2021-01-01", "asOfYear") == "as of 2021"
    assert said("2025-06-01", "2025-06-01", "asOfMonth") == "as of 2025-06"
    assert said("2025-06-11", "2025-06-11", "asOfDay") == "as of 2025-06-11"
    assert said("2025-06-11", "2025-08-11", "day") == "from 2025-06-11 until 2025-08-11"
