"""The table of data/README.md on what the bulk sources changed, computed anew in both columns."""

from __future__ import annotations

import re

import pytest

import valuegraph
from valuegraph.resources import data_dir

DAY = "2026-06-01"
FIGURES = r"(\d+\.\d) % \((\d+\.\d) %\)"
ROW = re.compile(
    rf"^\| (renewal|continuity) \| ([^|]+) \| {FIGURES} \| {FIGURES} \|$", re.MULTILINE
)
PAIRS = re.compile(r"\((\d+) implementor-sector pairs\), now: with all sources \((\d+)\)")
LEAST_ROWS = 8

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told() -> str:
    text = (data_dir() / "README.md").read_text(encoding="utf-8")
    return text.partition("## What the bulk sources changed")[2].partition("\n## ")[0]


def ranked(*paths):
    """Return the figures of each group in each view, and how many pairs there are."""
    kg = valuegraph.load(*paths, only=bool(paths), as_of=DAY, cache=False)
    rows = kg.chokepoints(by="group").to_frame().itertuples()
    figures = {
        (row.view, re.sub(r" \(group of .*", "", row.name)): (
            f"{100 * row.share_lost:.1f}",
            f"{100 * row.unavoidable:.1f}",
        )
        for row in rows
    }
    return figures, len(kg.projection.network.targets)


@pytest.mark.parametrize("column", ["before", "now"])
def test_the_table_holds_what_the_engine_says(told, column):
    """Before: the curated core with Epoch AI's tables, which were part of it; now: everything."""
    before = column == "before"
    paths = (data_dir() / "core", data_dir() / "sources" / "epoch") if before else ()
    figures, pairs = ranked(*paths)
    found = ROW.findall(told)
    assert len(found) >= LEAST_ROWS
    wrong = {}
    for view, groups, *cells in found:
        said = tuple(cells[:2] if before else cells[2:])
        for group in groups.split(", "):
            name = {"Zeiss": "Carl Zeiss SMT"}.get(group, group)
            if figures[view, name] != said:
                wrong[view, group] = f"{said} is {figures[view, name]}"
    assert not wrong, f"write these in the column {column!r} of data/README.md"
    (counted,) = PAIRS.findall(" ".join(told.split()))
    assert int(counted[0 if before else 1]) == pairs
