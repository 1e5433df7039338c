"""A scenario file is read strictly: every problem at once, with file and key."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from valuegraph.errors import DataError, FileProblem, UnknownNameError, UsageError
from valuegraph.view.scenario_files import (
    Origin,
    chosen,
    read_scenario,
    shipped,
    shipped_scenario,
)

WHOLE = """
id = "flood"
title = "A flood"
says = "A flood stops the chip maker."
shocks = ["remove:Chip Maker=0.5", "cut:api:Lab"]
reading = "Read the renewal view."
source = { paper = "On floods", locator = "page 3" }
"""


def written(folder, text, name="flood"):
    path = folder / f"{name}.toml"
    path.write_text(text)
    return path


def test_a_file_says_what_happens_and_where_it_was_read(tmp_path):
    found = read_scenario(written(tmp_path, WHOLE))
    assert found.id == "flood"
    assert found.says == "A flood stops the chip maker."
    assert found.shocks == ("remove:Chip Maker=0.5", "cut:api:Lab")
    assert found.source == (Origin("On floods", "page 3", None),)
    assert str(found.source[0]) == "On floods, page 3"
    assert (found.view, found.surge, found.as_of, found.targets) == ("both", 0.3, None, ())


def test_what_may_be_left_out_can_be_said(tmp_path):
    text = f'{WHOLE}\nview = "renewal"\nsurge = inf\nas_of = 2026-06-01\ntargets = ["Bank"]\n'
    found = read_scenario(written(tmp_path, text))
    assert found.view == "renewal"
    assert math.isinf(found.surge)
    assert found.as_of == dt.date(2026, 6, 1)
    assert found.targets == ("Bank",)


def test_a_day_may_stand_between_quotes(tmp_path):
    found = read_scenario(written(tmp_path, f'{WHOLE}\nas_of = "2024-02-29"\n'))
    assert found.as_of == dt.date(2024, 2, 29)


def test_several_passages_may_be_named(tmp_path):
    kept = "\n".join(line for line in WHOLE.splitlines() if not line.startswith("source"))
    tables = """
    [[source]]
    paper = "On floods"
    locator = "page 3"
    [[source]]
    paper = "On dykes"
    locator = "note 1"
    iri = "https://example.org/dykes"
    """
    found = read_scenario(written(tmp_path, kept + tables))
    assert [origin.paper for origin in found.source] == ["On floods", "On dykes"]
    assert found.source[1].iri == "https://example.org/dykes"


def test_every_problem_is_named_at_once_with_its_file_and_key(tmp_path):
    text = """
    id = "flood"
    title = ""
    shock = ["remove:X"]
    view = "sideways"
    surge = -1
    as_of = "yesterday"
    targets = "Bank"
    reading = "Read."
    source = { paper = "On floods" }
    """
    path = written(tmp_path, text)
    with pytest.raises(DataError) as refused:
        read_scenario(path)
    told = str(refused.value)
    assert str(path) in told
    for line in (
        "shock: no such key (did you mean shocks?)",
        "says: missing",
        "shocks: missing",
        "title: must be",
        "view: must be one of renewal, continuity, both, not 'sideways'",
        "surge: must be",
        "as_of: must be a day",
        "targets: must be a list",
        "source: must be a table, or several",
    ):
        assert line in told, line
    assert "reading: " not in told
    assert "id: " not in told


@pytest.mark.parametrize(
    "line",
    [
        "shocks = []",
        "shocks = [1]",
        'shocks = [""]',
        "surge = true",
        "surge = nan",
        'surge = "much"',
        "as_of = 2026-06-01T10:00:00",
        "source = { paper = 'a', locator = 'b', page = 'c' }",
        "source = { paper = 'a', locator = ' ' }",
        "reading = '  '",
        "source = []",
        "source = 'On floods, page 3'",
    ],
)
def test_values_of_the_wrong_kind_are_refused(tmp_path, line):
    key = line.partition(" ")[0]
    kept = [each for each in WHOLE.splitlines() if not each.startswith(key)]
    path = written(tmp_path, "\n".join([*kept, line]))
    with pytest.raises(DataError, match=f"- {key}: must be"):
        read_scenario(path)


def test_no_toml_is_told_with_the_line(tmp_path):
    with pytest.raises(DataError, match=r"no TOML.*line 1"):
        read_scenario(written(tmp_path, "id = flood"))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "flood.toml"
    path.write_bytes(b'id = "\xff"')
    with pytest.raises(DataError, match="no TOML"):
        read_scenario(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileProblem, match="no such file") as refused:
        read_scenario(tmp_path / "none.toml")
    assert str(tmp_path / "none.toml") in str(refused.value)


def test_shipped_scenarios_come_by_id_in_order(tmp_path):
    written(tmp_path, WHOLE)
    written(tmp_path, WHOLE.replace('"flood"', '"drought"'), "drought")
    (tmp_path / "notes.txt").write_text("not a scenario")
    assert list(shipped(tmp_path)) == ["drought", "flood"]
    assert shipped_scenario("drought", tmp_path).title == "A flood"


def test_an_id_that_is_not_the_file_s_name_is_refused(tmp_path):
    written(tmp_path, WHOLE, "water")
    with pytest.raises(DataError, match=r"water\.toml: flood"):
        shipped(tmp_path)


def test_an_unknown_id_gets_a_suggestion(tmp_path):
    written(tmp_path, WHOLE)
    with pytest.raises(UnknownNameError, match="flod") as near:
        shipped_scenario("flod", tmp_path)
    assert "did you mean flood?" in str(near.value)
    with pytest.raises(UnknownNameError) as far:
        shipped_scenario("earthquake", tmp_path)
    assert "choose one of flood" in str(far.value)


def test_a_scenario_is_told_in_one_way(tmp_path):
    path = written(tmp_path, WHOLE)
    assert chosen(["remove:X"]) is None
    assert chosen([], file=path).id == "flood"
    assert chosen([], file=str(path)).id == "flood"
    assert chosen([], name="hyperscaler-withdraws").id == "hyperscaler-withdraws"
    with pytest.raises(UsageError, match="by shocks, by --file or by --name"):
        chosen([])
    for given in ({"name": "x"}, {"file": path}):
        with pytest.raises(UsageError, match="only one of them"):
            chosen(["remove:X"], **given)
