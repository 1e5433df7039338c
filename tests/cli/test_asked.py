"""A shipped question that ranks says what its rows rest on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import valuegraph
from tests.prologue import PROLOGUE
from valuegraph.cli.app import build
from valuegraph.view.question_facts import RANKS, coverage_of

SCENE = Path(__file__).resolve().parents[1] / "view" / "scenario.ttl"
WEAK = """
vgd:ev-1 a vg:Evidence ; vg:stance vgx:supports ; dct:source vgd:src-1 ; vg:locator "row 1" ;
  vg:confidence 0.9 ; vg:evidenceKind vgx:documentary ; vg:retrievedOn "2026-01-01"^^xsd:date .
vgd:ev-2 a vg:Evidence ; vg:stance vgx:supports ; dct:source vgd:src-1 ; vg:locator "row 2" ;
  vg:confidence 0.3 ; vg:evidenceKind vgx:documentary ; vg:retrievedOn "2026-01-01"^^xsd:date .
vgd:src-1 a vg:Source ; rdfs:label "Page"@en ; dct:title "Page"@en .
vgd:org-a a vg:Organization ; rdfs:label "A"@en .
vgd:model-m a vg:Model ; rdfs:label "M"@en .
"""


def offer(number, evidence, end=""):
    to = f' ; vg:validTo "{end}"^^xsd:date' if end else ""
    return f"""
vgd:off-{number} a vg:Offering ; rdfs:label "A offers M ({number})"@en ; vg:hasProvider vgd:org-a ;
  vg:ofAsset vgd:model-m ; vg:hasChannel vgx:managedApi ; vg:accessLevel vgx:apiAccess ;
  vg:validFrom "2020-01-01"^^xsd:date ; vg:datePrecision vgx:day{to} ; vg:hasEvidence vgd:ev-{evidence} .
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "own.ttl"
    path.write_text(PROLOGUE + WEAK + offer(1, 1) + offer(2, 2) + offer(3, 1, "2021-01-01"))
    return path


def ask(path, *words):
    words = ("query", "--only-data", "--data", str(path), "--as-of", "2026-01-01", *words)
    result = CliRunner().invoke(build(), words, prog_name="valuegraph")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_line_counts_what_is_known_in_force_and_below_the_floor(path):
    found = json.loads(ask(path, "--name", "hosts-of-model", "--json"))["coverage"]
    assert found[0].startswith("Offering: 3 facts, 2 in force on 2026-01-01; 1 of these have no")
    assert len(found) == 2, "kinds of which there are no facts, and things, have no line"
    assert "may be unknown" in found[-1]


def test_it_stands_below_the_table_and_in_no_other_question(path):
    assert "Coverage\n  Offering: 3 facts" in ask(path, "--name", "hosts-of-model")
    assert json.loads(ask(path, "--name", "providers-of-model", "--json"))["coverage"] == []


def test_every_question_that_orders_by_a_figure_has_one(path):
    kg = valuegraph.load(path, only=True, as_of="2026-01-01", cache=False)
    ranking = {name for name, each in kg.questions().items() if RANKS.search(each.text)}
    assert {"hosts-of-model", "price-spread-of-model", "uptakes-by-controlling-group"} <= ranking
    assert all(coverage_of(kg, name) for name in ranking)
    assert not any(coverage_of(kg, name) for name in {*kg.questions()} - ranking)


@pytest.mark.parametrize(
    "words",
    [
        ("chokepoints",),
        ("centrality",),
        ("concentration",),
        ("governance",),
        ("openness",),
        ("coverage",),
        ("chain", "--to", "Shop"),
        ("scenario", "cut:api:Lab", "--draws", "5"),
        ("query", "--name", "hosts-of-model"),
    ],
)
def test_every_ranking_says_what_it_covers(words):
    own = ("--only-data", "--data", str(SCENE), "--as-of", "2026-06-01")
    for form in ((), ("--json",)):
        result = CliRunner().invoke(build(), [*words, *form, *own], prog_name="valuegraph")
        assert result.exit_code == 0, result.stderr
        if form:
            assert json.loads(result.stdout)["coverage"]
        else:
            assert result.stdout.count("\nCoverage\n") == 1
