"""The command `diff`: two days, two datasets, and what makes no sense."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.prologue import PROLOGUE
from valuegraph.cli.app import build
from valuegraph.view.differing import COLUMNS

HEAD = (
    PROLOGUE
    + """
vgd:org-lens a vg:Organization ; rdfs:label "Lens Maker"@en .
vgd:org-chip a vg:Organization ; rdfs:label "Chip Maker"@en .
vgd:org-wafer a vg:Organization ; rdfs:label "Wafer Maker"@en .
vgd:src-report a vg:Source ; rdfs:label "Report"@en ; dct:title "Report"@en .
"""
)


def supply(name, start, end=None, *, role="lithographyOptics", confidence="0.9", precision="day"):
    ended = f'vg:validTo "{end}"^^xsd:date ;' if end else ""
    return f"""
vgd:sup-{name} a vg:Supply ; rdfs:label "{name} supplies Chip Maker"@en ;
  vg:supplier vgd:org-{name} ; vg:dependent vgd:org-chip ; vg:fillsRole vgx:{role} ; {ended}
  vg:supplyKind vgx:physicalSupply ; vg:validFrom "{start}"^^xsd:date ;
  vg:datePrecision vgx:{precision} ; vg:hasEvidence vgd:ev-{name} .
vgd:ev-{name} a vg:Evidence ; vg:stance vgx:supports ; dct:source vgd:src-report ;
  vg:locator "page 3" ; vg:confidence {confidence} ; vg:evidenceKind vgx:documentary ;
  vg:retrievedOn "2026-01-01"^^xsd:date .
"""


@pytest.fixture
def call(tmp_path):
    def run(*words):
        return CliRunner().invoke(build(), ["diff", *map(str, words)], prog_name="valuegraph")

    return run


@pytest.fixture
def file(tmp_path):
    def write(name, *blocks):
        path = tmp_path / name
        path.write_text(HEAD + "".join(blocks))
        return path

    return write


def rows(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["rows"]


def test_two_days_give_what_opened_and_what_ended(call, file):
    data = file(
        "a.ttl",
        supply("lens", "2020-01-01", "2024-01-01"),
        supply("wafer", "2025-03-01", precision="asOfDay"),
    )
    result = call("2023-01-01", "2025-06-01", "--data", data, "--only-data", "--json")
    found = rows(result)
    assert [(each["change"], each["iri"].rpartition("/")[2]) for each in found] == [
        ("opened", "sup-wafer"),
        ("ended", "sup-lens"),
    ]
    assert tuple(found[0]) == COLUMNS
    assert (found[1]["valid_from"], found[1]["valid_to"]) == ("2020-01-01", "2024-01-01")
    assert found[0]["sources"] == ["Report"]
    told = json.loads(result.stdout)["coverage"]
    assert "1 of 1 opened ones are only known to hold by then" in told[2]


def test_a_relation_in_force_on_both_days_is_no_change(call, file):
    data = file("a.ttl", supply("lens", "2020-01-01"))
    assert rows(call("2023-01-01", "2025-06-01", "--data", data, "--only-data", "--json")) == []


def test_the_floor_on_confidence_holds_for_both_days(call, file):
    data = file("a.ttl", supply("lens", "2024-01-01", confidence="0.3"))
    words = ("2023-01-01", "2025-06-01", "--data", data, "--only-data", "--json")
    assert rows(call(*words)) == []
    assert len(rows(call(*words, "--min-confidence", "0.2"))) == 1


def test_the_interval_is_half_open(call, file):
    data = file("a.ttl", supply("lens", "2020-01-01", "2024-01-01"))
    words = ("--data", data, "--only-data", "--json")
    assert rows(call("2023-12-31", "2024-01-01", *words))[0]["change"] == "ended"
    assert rows(call("2023-12-30", "2023-12-31", *words)) == []


def test_two_datasets_give_added_removed_and_changed(call, file):
    old = file("old.ttl", supply("lens", "2020-01-01"), supply("chip", "2020-01-01"))
    new = file(
        "new.ttl",
        supply("lens", "2020-01-01", role="lithographyLaser", confidence="0.7"),
        supply("wafer", "2025-03-01"),
    )
    found = {each["iri"].rpartition("/")[2]: each for each in rows(call(old, new, "--json"))}
    assert {name: each["change"] for name, each in found.items()} == {
        "sup-wafer": "added",
        "sup-lens": "changed",
        "sup-chip": "removed",
    }
    assert found["sup-lens"]["differs"] == (
        "evidence: Report (0.9) -> Report (0.7); fillsRole: lithography optics -> lithography laser"
    )


def test_an_end_that_came_is_told(call, file):
    old = file("old.ttl", supply("lens", "2020-01-01"))
    new = file("new.ttl", supply("lens", "2020-01-01", "2025-01-01"))
    (found,) = rows(call(old, new, "--json"))
    assert found["differs"] == "validTo: nothing -> 2025-01-01"


def test_the_same_dataset_twice_has_no_change(call, file):
    data = file("a.ttl", supply("lens", "2020-01-01"))
    assert rows(call(data, data, "--json")) == []


def test_a_day_and_a_dataset_cannot_be_compared(call, file):
    result = call("2024-01-01", file("a.ttl", supply("lens", "2020-01-01")))
    assert result.exit_code == 2
    assert "not of one kind" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2024-01-01", "2025-01-01", "--as-of", "2024-05-01"), "--as-of beside two days"),
        (("a.ttl", "b.ttl", "--only-data"), "beside two datasets"),
    ],
)
def test_options_that_say_nothing_are_refused(call, words, said):
    result = call(*words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_file_that_is_not_there_is_named(call, tmp_path):
    result = call(tmp_path / "a.ttl", tmp_path / "b.ttl")
    assert result.exit_code == 2
    assert "a.ttl" in result.stderr


def test_top_says_how_many_there_are(call, file):
    data = file("a.ttl", supply("lens", "2024-01-01"), supply("wafer", "2024-01-01"))
    result = call("2023-01-01", "2025-06-01", "--data", data, "--only-data", "--top", "1")
    assert "1 of 2 rows (--top)" in result.stderr
    assert "wafer supplies" not in result.stdout
