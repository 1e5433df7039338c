"""Shared options reach the library as values; what makes no sense is refused in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.cli.options import Output, read_date, spread
from valuegraph.errors import UsageError

DEFAULTS = {
    "endpoint": None,
    "only": False,
    "as_of": None,
    "known_at": None,
    "min_confidence": 0.5,
    "include_illustrative": False,
    "licence": None,
    "told": None,
}


def test_defaults_reach_the_library(run, graph):
    assert run("info").exit_code == 0
    assert graph.calls[0] == ("load", (), DEFAULTS)


def test_every_option_reaches_the_library(run, graph):
    result = run(
        "info", "--data", "a.ttl", "--data", "b", "--only-data", "--as-of", "2024-06-01",
        "--known-at", "2025-01-31", "--min-confidence", "0.9", "--include-illustrative",
    )  # fmt: skip
    assert result.exit_code == 0
    assert graph.calls[0] == (
        "load",
        (Path("a.ttl"), Path("b")),
        {
            "endpoint": None,
            "only": True,
            "as_of": dt.date(2024, 6, 1),
            "known_at": dt.date(2025, 1, 31),
            "min_confidence": 0.9,
            "include_illustrative": True,
            "licence": None,
            "told": None,
        },
    )


@pytest.mark.parametrize("option", ["--as-of", "--known-at"])
@pytest.mark.parametrize(
    "text",
    ["2024", "2024-06", "2024-13-01", "2024-02-30", "01/06/2024", "yesterday", "", "20240601",
     "2024-W23-1", "2024-06-01T00:00", " 2024-06-01", "-024-06-01"],
)  # fmt: skip
def test_a_wrong_date_is_refused_before_loading(run, graph, option, text):
    result = run("info", option, text)
    assert result.exit_code == 2
    assert f"{text!r} is not a day" in result.stderr
    assert f"{option} 2024-06-01" in result.stderr
    assert graph.calls == []


@given(st.dates())
def test_each_day_reads_back(day):
    assert read_date(day.isoformat(), "--as-of") == day


@given(st.text(max_size=12))
def test_no_text_breaks_the_reader(text):
    try:
        day = read_date(text, "--as-of")
    except UsageError:
        return
    assert day is not None
    assert day.isoformat() == text


@pytest.mark.parametrize("value", ["1.5", "-0.1", "high"])
def test_a_confidence_is_between_0_and_1(run, graph, value):
    result = run("info", "--min-confidence", value)
    assert result.exit_code == 2
    assert "--min-confidence" in result.stderr
    assert graph.calls == []


def test_only_data_without_data_is_refused(run, graph):
    result = run("info", "--only-data")
    assert result.exit_code == 2
    assert "--data my.ttl" in result.stderr
    assert graph.calls == []


@pytest.mark.parametrize("value", ["0", "-3", "many"])
def test_top_counts_from_one(run, graph, value):
    result = run("centrality", "--top", value)
    assert result.exit_code == 2
    assert graph.calls == []


def test_a_group_of_options_becomes_an_argument():
    seen = []

    def command(output: Output, name: str) -> None:
        seen.append((output, name))

    spread(command)(
        name="x", form="csv", output="-", json=False, top=3, quiet=False, no_color=False
    )
    assert seen == [(Output(form="csv", top=3), "x")]
