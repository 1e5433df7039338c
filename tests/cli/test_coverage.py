"""The command `coverage`: every count by hand on a few facts, and what the shipped ones say."""

from __future__ import annotations

import json
from functools import partial

import pytest
from typer.testing import CliRunner

from valuegraph.cli.app import build
from valuegraph.view.covering import COLUMNS, PARTS

HEAD = """
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix vgx: <https://w3id.org/valuegraph/scheme#> .
@prefix nace: <http://data.europa.eu/ux2/nace2.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
vgd:org-lab a vg:Organization ; rdfs:label "Lab"@en .
vgd:org-fab a vg:Organization ; rdfs:label "Fab"@en .
vgd:org-user a vg:Organization ; rdfs:label "User"@en .
vgd:jur-nl a vg:Jurisdiction ; rdfs:label "Netherlands"@en .
vgd:model-a a vg:Model ; rdfs:label "A"@en ; vg:inLayer vgx:model .
vgd:model-b a vg:Model ; rdfs:label "B"@en ; vg:inLayer vgx:model .
vgd:model-c a vg:Model ; rdfs:label "C"@en ; vg:inLayer vgx:model .
vgd:chip-x a vg:AIChip ; rdfs:label "X"@en ; vg:inLayer vgx:hardware .
vgd:chip-y a vg:AIChip ; rdfs:label "Y"@en ; vg:inLayer vgx:hardware .
vgd:src-one a vg:Source ; rdfs:label "One"@en ; dct:title "One"@en .
vgd:src-two a vg:Source ; rdfs:label "Two"@en ; dct:title "Two"@en .
"""
EVIDENCE = """
vgd:ev-{name} a vg:Evidence ; vg:stance vgx:{stance} ; dct:source vgd:src-{source} ;
  vg:locator "page 3" ; vg:confidence {trust} ; vg:evidenceKind vgx:documentary ;
  vg:retrievedOn "2026-01-01"^^xsd:date .
"""


def relation(name, cls, said, *cited, start="2025-01-01", precision="day"):
    cited = cited or (("one", "0.9", "supports"),)
    links = " , ".join(f"vgd:ev-{name}-{at}" for at in range(len(cited)))
    blocks = "".join(
        EVIDENCE.format(name=f"{name}-{at}", source=source, trust=trust, stance=stance)
        for at, (source, trust, stance) in enumerate(cited)
    )
    return f"""
vgd:{name} a vg:{cls} ; rdfs:label "{name}"@en ; {said} ; vg:validFrom "{start}"^^xsd:date ;
  vg:datePrecision vgx:{precision} ; vg:hasEvidence {links} .
{blocks}"""


def offer(model, **how):
    said = (
        f"vg:hasProvider vgd:org-lab ; vg:ofAsset vgd:model-{model} ; "
        "vg:hasChannel vgx:managedApi ; vg:accessLevel vgx:apiAccess"
    )
    return relation(f"off-{model}", "Offering", said, **how)


FACTS = (
    offer("a"),
    offer("b"),
    relation("dev-a", "Development", "vg:developer vgd:org-lab ; vg:developedAsset vgd:model-a"),
    relation("dom-lab", "Domicile", "vg:organization vgd:org-lab ; vg:inJurisdiction vgd:jur-nl"),
    relation(
        "upt-a",
        "Uptake",
        'vg:hasUser vgd:org-user ; vg:ofOffering vgd:off-a ; vg:functionLabel "work" ; '
        "vg:inSector nace:K ; vg:exclusivity vgx:multi",
        ("one", "0.9", "supports"),
        ("two", "0.5", "disputes"),
        start="2023-01-01",
        precision="asOfYear",
    ),
    relation(
        "dev-b",
        "Development",
        "vg:developer vgd:org-lab ; vg:developedAsset vgd:model-b",
        ("one", "0.3", "supports"),
    ),
    relation(
        "pos-lab",
        "ChainPosition",
        "vg:organization vgd:org-lab ; vg:chainRole vgx:foundationalFirm",
        ("one", "0.9", "supports"),
        ("two", "0.7", "supports"),
    ),
)


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    path = tmp_path_factory.mktemp("coverage") / "facts.ttl"
    path.write_text(HEAD + "".join(FACTS))

    return partial(measured, path)


def measured(path, *words):
    given = ["coverage", "--data", str(path), "--only-data", "--as-of", "2026-06-01", *words]
    result = CliRunner().invoke(build(), given, prog_name="valuegraph")
    assert result.exit_code == 0, result.stderr
    rows = json.loads(result.stdout)["rows"]
    assert all(tuple(row) == COLUMNS for row in rows)
    return {(row["name"], row["measured"]): (row["number"], row["of"]) for row in rows}


def test_chains(counted):
    found = counted("--json", "--by", "chains")
    assert found["models offered through an interface or a page", "with a developer on record"] == (
        1,
        2,
    )  # b's is below 0.5
    assert found[
        "models offered through an interface or a page", "with a training chip on record"
    ] == (0, 2)
    assert found["implementors", "reaching every step down to lithography"] == (0, 1)


CHAINS = (
    offer("a"),
    offer("b"),
    offer("c").replace("vgx:managedApi", "vgx:weightDownload"),
    relation("train-a", "TrainingRun", "vg:trainedAsset vgd:model-a ; vg:trainedWith vgd:chip-x"),
    relation("train-b", "TrainingRun", "vg:trainedAsset vgd:model-b ; vg:trainedWith vgd:chip-y"),
    relation("train-c", "TrainingRun", "vg:trainedAsset vgd:model-c ; vg:trainedWith vgd:chip-x"),
    relation(
        "sup-fab",
        "Supply",
        "vg:supplier vgd:org-fab ; vg:dependent vgd:chip-x ; vg:fillsRole vgx:fabricationMature",
    ),
)


def test_a_chain_needs_somebody_who_runs_the_model_its_chip_and_the_foundry(tmp_path):
    (tmp_path / "facts.ttl").write_text(HEAD + "".join(CHAINS))
    found = measured(tmp_path / "facts.ttl", "--json", "--by", "chains")
    run = "models offered through an interface or a page"
    assert found[run, "with a training chip on record"] == (2, 2)
    assert found[run, "with training chip and its foundry on record too"] == (1, 2)


def test_sectors(counted):
    found = counted("--json", "--by", "sector")
    finance = "Telecommunication, computer programming, consulting, computing infrastructure and other information service activities"
    assert found[finance, "implementors"] == (1, None)
    assert found[finance, "reaching a named provider or platform"] == (1, 1)
    assert found[finance, "reaching accelerators"] == (0, 1)


def test_layers(counted):
    found = counted("--json", "--by", "layer")
    assert found["model layer", "things that a relation in force speaks of"] == (2, 3)
    assert found["hardware", "things that a relation in force speaks of"] == (0, 2)


def test_countries(counted):
    found = counted("--json", "--by", "country")
    assert found["all countries", "organisations with a domicile on record"] == (1, 3)
    assert found["Netherlands", "organisations"] == (1, 1)


def test_evidence(counted):
    found = counted("--json", "--by", "evidence")
    every = "relations in force"
    assert found[every, "resting on one source"] == (5, 6)
    assert found[every, "disputed by evidence of 0.5 or more"] == (1, 6)
    assert found[every, "stale: seen to hold more than two years before the day"] == (1, 6)
    left = "left out: below the floor on confidence, or illustrative"
    assert found[every, left] == (1, 7)


def test_sources(counted):
    found = counted("--json", "--by", "source")
    assert found["One", "relations in force that it supports"] == (6, 6)
    assert found["One", "of these, resting on it alone"] == (5, 6)
    assert found["Two", "relations in force that it supports"] == (1, 6)
    assert found["Two", "of these, resting on it alone"] == (0, 1)


def test_roles(counted):
    found = counted("--json", "--by", "role")
    assert found["AI service", "groups with a named supplier"] == (1, 1)
    assert ("AI service", "groups of several with sourced shares") not in found


@pytest.mark.slow
def test_the_table_has_a_section_for_each_part_and_the_shipped_facts_fill_it():
    result = CliRunner().invoke(build(), ["coverage", "--as-of", "2026-06-01"])
    assert result.exit_code == 0, result.stderr
    for title in ("Chains that close", "By sector", "By role", "By layer", "By country"):
        assert f"{title}\n" in result.stdout
    assert "Coverage\n" in result.stdout
    rows = json.loads(CliRunner().invoke(build(), ["coverage", "--json"]).stdout)["rows"]
    assert {row["part"] for row in rows} == set(PARTS)
    assert all(row["of"] is None or 0 <= row["number"] <= row["of"] for row in rows)
