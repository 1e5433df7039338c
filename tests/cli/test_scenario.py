"""The command `scenario`: on invented facts for its forms, on the shipped ones as people call it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from valuegraph.cli.scenario_tables import BEYOND, outside

FACTS = Path(__file__).resolve().parents[1] / "view" / "scenario.ttl"
OWN = ("--data", str(FACTS), "--only-data", "--as-of", "2026-06-01")
FILE = """
id = "gate"
title = "The gate shuts"
says = "The lab's interface stops."
shocks = ["cut:api:Lab"]
view = "continuity"
surge = 0.1
as_of = 2026-06-01
targets = ["Shop"]
reading = "The shop has two hosts."
source = { paper = "On gates", locator = "page 3" }
"""
ROW = [
    *("view", "name", "sector", "weight", "share_lost", "share_lost_surge", "unavoidable"),
    *("share_lost_at_most", "share_lost_surge_at_most", "unavoidable_at_most"),
    *("exposed", "iri"),
]
OBJECTS = {
    *("rows", "as_of", "dataset", "coverage", "facts", "headline", "scenario", "losses"),
    *("interval", "sectors", "causes", "alternatives", "cut", "flips", "undetermined"),
    "assumptions",
}


@pytest.fixture
def told(tmp_path):
    path = tmp_path / "gate.toml"
    path.write_text(FILE)
    return path


def document(run, *arguments):
    result = run("scenario", *arguments, "--json")
    assert result.exit_code == 0, result.stderr or result.exception
    return json.loads(result.stdout)


def refused(run, *arguments, code=2):
    result = run("scenario", *arguments)
    assert result.exit_code == code, result.stdout
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


# --- forms -------------------------------------------------------------------------------------


def test_the_first_sentence_is_the_answer(run):
    result = run("scenario", "cut:api:Lab", "remove:org-cloud=0.5", *OWN)
    assert result.exit_code == 0, result.stderr or result.exception
    first = result.stdout.splitlines()[0]
    assert first.startswith("If Lab's API is cut and Cloud <b>Co</b> keeps 50 % of its service")
    assert "58.3 % of the service of 4 implementor-sector pairs is lost at once" in first
    assert "in the renewal view (90 % interval" in first


def test_the_page_has_a_part_for_each_question(run):
    text = run("scenario", "cut:api:Lab", "licence:W:revoked", *OWN).stdout
    titles = (
        "What each shock costs at once",
        "Sectors that lose most",
        "Targets that add most to the loss",
        "Who carries more",
        "How Bank (financial and insurance activities) loses",
        "Enough for it: what Bank (financial and insurance activities) gets from M through the API",
        "The proof stands when it is checked without the engine.",
        "facts on the proofs; those that carry most",
        "What would change the answer most",
        "How to read this",
        "Coverage",
    )
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "[Register, page 3; confidence 1]" in text


def test_json_is_one_object_of_documented_parts(run):
    found = document(run, "cut:api:Lab", "licence:W:revoked", *OWN)
    assert set(found) == OBJECTS
    assert found["as_of"] == "2026-06-01"
    assert len(found["rows"]) == 2 * 4
    assert list(found["rows"][0]) == ROW
    assert [loss["share_lost"] for loss in found["losses"]] == pytest.approx([5 / 6, 5 / 6])
    assert [row["figure"] for row in found["interval"]][:3] == [
        "share_lost", "share_lost_surge", "unavoidable",
    ]  # fmt: skip
    causes = [row for row in found["causes"] if row["view"] == "renewal"]
    assert sum(row["lost_jointly"] for row in causes) == pytest.approx(5 / 6)
    assert {row["attribution"] for row in causes} == {"shapley"}
    assert found["cut"][0]["verified"] is True
    assert found["facts"][0]["source"] == "Register"
    assert found["facts"][0]["confidence"] == 1
    assert found["undetermined"] == []
    assert found["coverage"]


def test_the_help_names_every_part(run):
    text = run("scenario", "--help").stdout
    for name in (OBJECTS - {"rows", "as_of", "dataset", "coverage"}) | {"share_lost", "exposed"}:
        assert name in text, f"say in the docstring of the command what {name} is"


def test_the_first_rows_of_each_view(run):
    found = document(run, "cut:api:Lab", *OWN, "--top", "1")
    assert [(row["view"], row["share_lost"]) for row in found["rows"]] == [
        ("renewal", 1), ("continuity", 1),
    ]  # fmt: skip


def test_where_nothing_is_known_to_be_lost_the_page_says_who_could_lose(run):
    text = run("scenario", "licence:W:non-commercial", *OWN).stdout
    assert "Targets that could lose, if all that is undetermined is hit" in text
    assert "Targets that add most" not in text
    line = next(line for line in text.splitlines() if line.startswith("Writer ("))
    assert line.split()[-2:] == ["100.0", "%"]
    assert "not known of 1 user: whether its use is commercial (Writer" in text


def test_csv_holds_the_rows(run):
    result = run("scenario", "cut:api:Lab", *OWN, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == ROW
    assert len(rows) == 8


def test_conditions_are_passed_on(run):
    found = document(
        run,
        *("cut:api:Lab", *OWN, "--target", "Shop", "--view", "renewal", "--surge", "0.5"),
        *("--by", "firm", "--draws", "7", "--seed", "3"),
    )
    (row,) = found["rows"]
    assert (row["share_lost"], row["share_lost_surge"]) == pytest.approx((1 / 2, 1 / 4))
    assert (found["scenario"]["surge"], found["scenario"]["by"]) == (0.5, "firm")
    assert found["scenario"]["views"] == ["renewal"]
    assert {(each["draws"], each["seed"]) for each in found["interval"]} == {(7, 3)}


# --- files -------------------------------------------------------------------------------------


def test_a_file_says_what_to_play_and_how_to_read_it(run, told):
    found = document(run, "--file", str(told), "--data", str(FACTS), "--only-data")
    assert found["as_of"] == "2026-06-01"
    assert found["scenario"]["title"] == "The gate shuts"
    assert found["scenario"]["reading"] == "The shop has two hosts."
    assert found["scenario"]["source"] == [{"paper": "On gates", "locator": "page 3", "iri": None}]
    (row,) = found["rows"]
    assert (row["view"], row["share_lost_surge"]) == ("continuity", pytest.approx(0.45))
    text = run("scenario", "--file", str(told), *OWN[:3]).stdout
    assert text.splitlines()[:3] == [
        "The gate shuts",
        "The lab's interface stops.",
        "    drawn from On gates, page 3",
    ]
    assert "What to read from it\nThe shop has two hosts." in text


def test_what_is_asked_on_the_line_wins_over_the_file(run, told):
    found = document(
        run,
        *("--file", str(told), "--data", str(FACTS), "--only-data", "--as-of", "2026-07-01"),
        *("--view", "renewal", "--surge", "0", "--target", "Bank"),
    )
    assert found["as_of"] == "2026-07-01"
    (row,) = found["rows"]
    assert (row["view"], row["share_lost_surge"]) == ("renewal", 1)


def test_a_file_that_cannot_be_accepted_is_invalid_data(run, told):
    told.write_text(FILE.replace("surge", "surges"))
    words = refused(run, "--file", str(told), *OWN, code=1)
    assert "surges: no such key (did you mean surge?)" in words
    assert str(told) in words


@pytest.mark.slow
def test_the_shipped_scenarios_are_listed(run):
    rows = json.loads(run("scenario", "--list", "--json").stdout)["rows"]
    assert len(rows) == 5
    assert list(rows[0]) == ["id", "title", "says", "shocks", "source"]
    assert "hyperscaler-withdraws" in {row["id"] for row in rows}


# --- mistakes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "by shocks, by --file or by --name"),
        (("remove:Lab", "--name", "hyperscaler-withdraws"), "only one of them"),
        (("--name", "hyperscaler-withdrawn"), "did you mean hyperscaler-withdraws?"),
        (("--file", "nowhere.toml"), "no such file"),
        (("remove:Labb",), "did you mean Lab"),
        (("remove:Bank",), "supplies nobody"),
        (("cut:api:Opener:Bank",), "nothing in the facts in force"),
        (("price:Lab:+1.0",), "no cost share is known"),
        (("remove:Nobody", "price:Lab:+1.0"), "2 shocks cannot be played"),
        (("licence:W:sold",), "sold"),
        (("remove:Lab", "--surge", "-1"), "surge"),
        (("remove:Lab", "--view", "sideways"), "sideways"),
        (("remove:Lab", "--target", "Nobody"), "Nobody"),
        (("remove:Lab", "--as-of", "1990-01-01"), "1990-01-01"),
    ],
)
def test_mistakes_are_told_without_rows(run, arguments, words):
    given = [*OWN[:3], *arguments] if "--as-of" in arguments else [*OWN, *arguments]
    code = 1 if "1990-01-01" in arguments else 2
    assert words in refused(run, *given, code=code)


# --- the shipped facts -------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        *("export-controls-tighten", "foundation-lab-cut-off", "hyperscaler-withdraws"),
        *("licence-becomes-non-commercial", "meta-stops-releasing"),
    ],
)
def test_every_shipped_scenario_answers(run, name):
    found = document(run, "--name", name)
    assert found["scenario"]["id"] == name
    assert found["as_of"] == "2026-06-01"
    assert any(loss["share_lost_at_most"] > 0 for loss in found["losses"])
    assert found["scenario"]["reading"]
    assert found["scenario"]["source"]


def test_prices_are_refused_on_the_shipped_facts(run):
    assert "no cost share is known" in refused(run, "price:TSMC:+1.0")


def test_a_foundry_and_an_interface(run):
    found = document(run, "remove:TSMC", "cut:api:OpenAI", "--as-of", "2026-06-01")
    assert found["headline"][0].startswith("If TSMC stops and OpenAI's API is cut, ")
    assert {loss["view"]: loss["share_lost"] > 0.1 for loss in found["losses"]} == {
        "renewal": True, "continuity": True,
    }  # fmt: skip
    assert found["coverage"]
    assert all(row["source"] and row["locator"] for row in found["facts"])
    assert all(row["low"] <= row["median"] <= row["high"] for row in found["interval"])
    assert all(cut["verified"] for cut in found["cut"])
    assert any(row["flips"] for row in found["flips"])


@pytest.mark.slow
def test_answering_does_not_import_pandas(shell):
    """Importing it costs more than answering."""
    code = (
        "import sys; from valuegraph.cli import main; "
        "assert main(['scenario', 'remove:TSMC', '--json']) == 0; assert 'pandas' not in sys.modules"
    )
    done = type(shell)(shell.folder, (shell.command[0], "-c", code)).run()
    assert done.returncode == 0, done.stderr


def test_a_figure_outside_its_own_range_is_explained_in_one_line():
    loss = SimpleNamespace(view="renewal", share_lost=0.6, share_lost_surge=0.5, unavoidable=0.2)
    ranges = {
        "share_lost": (0.0, 0.55),
        "share_lost_surge": (0.0, 0.4998),
        "unavoidable": (None, 1),
    }

    def found(**given):
        drawn = {**ranges, **given}
        return SimpleNamespace(
            losses=(loss,),
            interval=lambda _view, figure: SimpleNamespace(
                low=drawn[figure][0], high=drawn[figure][1]
            ),
        )

    (passage,) = outside(found())
    ((line, below),) = passage.entries
    assert line.startswith(BEYOND)
    assert line.endswith("Here: renewal lost at once.")
    assert not below
    assert outside(found(share_lost=(0.0, 0.6))) == []
