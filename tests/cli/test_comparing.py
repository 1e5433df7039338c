"""`chokepoints --explain NAME --compare DATE`: one withdrawal, two days."""

from __future__ import annotations

import datetime as dt
import json

import pytest

ASKED = ("chokepoints", "--explain", "ASML", "--compare", "2024-06-01")


def test_it_asks_the_library_once_with_the_options_of_the_ranking(run, graph):
    assert run(*ASKED, "--by", "firm", "--surge", "0.5").exit_code == 0
    assert [call for call in graph.calls if call[0] != "load"] == [
        ("compare", ("ASML", dt.date(2024, 6, 1)), {"by": "firm", "surge": 0.5})
    ]


def test_a_table_for_each_view_and_below_the_facts_that_changed_first(run, graph):
    lines = [line.strip() for line in run(*ASKED).stdout.splitlines()]
    first = next(line for line in lines if line.startswith("2024-06-01"))
    assert first.split()[-7:] == ["7", "50.0", "%", "25.0", "%", "0.0", "%"]
    titles = [lines.index(line) for line in lines if line.startswith("ASML acts on ")]
    assert "through 2 facts, 1 of them only then" in lines[titles[0]]
    assert lines[titles[0] + 1] == "only then: ASML supplies TSMC (from 2023-01-01)"
    assert "Annual report, para 3 (confidence 0.9" in lines[titles[0] + 2]
    assert lines[titles[0] + 3] == "ASML supplies Samsung (from 2023-01-01)"
    assert "1 fact, 0 of them only then" in lines[titles[1]]
    others = [line for line in lines if line.startswith("Others who fill")]
    assert others == [
        "Others who fill, on 2026-06-01, the roles in which the dates differ: 2 facts"
    ]
    text = "\n".join(lines)
    assert text.index("Renewal view") < text.index("Continuity view") < text.index("acts on")
    assert "As of 2024-06-01: 7 pairs" in text


def test_one_view_and_fewer_facts_when_asked_for(run, graph):
    text = run(*ASKED, "--view", "renewal", "--top", "1").stdout
    assert "Continuity" not in text
    assert "ASML supplies TSMC" in text
    assert "ASML supplies Samsung (from" not in text.partition("2026-06-01 through")[0]


def test_json_holds_rows_and_facts(run, graph):
    found = json.loads(run(*ASKED, "--json").stdout)
    assert [(row["as_of"], row["view"], row["share_lost"]) for row in found["rows"]] == [
        ("2024-06-01", "renewal", 0.5),
        ("2024-06-01", "continuity", 0.5),
        ("2026-06-01", "renewal", 0.25),
        ("2026-06-01", "continuity", 0.25),
    ]
    facts = [(each["as_of"], each["part"], each["only_then"]) for each in found["facts"]]
    assert facts == [
        ("2024-06-01", "acts", False),
        ("2024-06-01", "acts", True),
        ("2026-06-01", "acts", False),
        ("2026-06-01", "alternative", False),
        ("2026-06-01", "alternative", False),
    ]
    assert found["facts"][1]["source"] == "Annual report"
    assert len(found["coverage"]) == 2


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--compare", "2024-06-01"), "--explain"),
        (("--explain", "ASML", "--compare", "last year"), "not a day"),
        (("--explain", "ASML", "--compare", "2024-06-01", "--target", "F"), "--target"),
    ],
)
def test_a_comparison_that_makes_no_sense_is_refused_before_anything_is_read(
    run, graph, arguments, word
):
    result = run("chokepoints", *arguments)
    assert result.exit_code == 2
    assert word in result.stderr
    assert graph.calls == []
