"""Exports by class of licence: what may not be passed on never leaves."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

import valuegraph
from tests.prologue import PROLOGUE
from valuegraph.cli.app import build
from valuegraph.errors import UsageError
from valuegraph.importing import allowed
from valuegraph.sources.manifest import LICENCE_CLASSES

MANIFEST = """
id = "{name}"
title = "{name}"
publisher = "Nobody"
url = "https://example.org/{name}"
licence = "https://example.org/licence"
licence_class = "{kind}"
attribution = "Nobody"
snapshot = 2026-01-01
retrieved = 2026-01-02
"""
FORMS = ("ttl", "nq", "jsonld", "graphml", "gexf", "csv", "cyjs", "parquet")


def facts(name):
    return f"""{PROLOGUE}
vgd:org-{name}-secret a vg:Organization ; rdfs:label "{name}-secret"@en .
vgd:org-{name}-buyer a vg:Organization ; rdfs:label "{name}-buyer"@en .
vgd:sup-{name} a vg:Supply ; rdfs:label "{name}-secret supplies {name}-buyer"@en ;
  vg:supplier vgd:org-{name}-secret ; vg:dependent vgd:org-{name}-buyer ;
  vg:fillsRole vgx:wafers ; vg:supplyKind vgx:physicalSupply ;
  vg:validFrom "2020-01-01"^^xsd:date ; vg:datePrecision vgx:day ; vg:hasEvidence vgd:ev-{name} .
vgd:ev-{name} a vg:Evidence ; vg:stance vgx:supports ; dct:source vgd:src-{name} ;
  vg:locator "{name} row" ; vg:confidence 0.9 ; vg:evidenceKind vgx:documentary ;
  vg:retrievedOn "2026-01-01"^^xsd:date .
vgd:src-{name} a vg:Source ; rdfs:label "{name} source"@en ; dct:title "{name} source"@en .
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Return a folder of a source of each class, and one file of the user's own."""
    made = {}
    for kind in LICENCE_CLASSES:
        name = kind.replace("-", "")
        folder = tmp_path_factory.mktemp("sources") / name
        folder.mkdir()
        (folder / "source.toml").write_text(MANIFEST.format(name=name, kind=kind))
        (folder / "facts.ttl").write_text(facts(name))
        made[kind] = folder
    own = tmp_path_factory.mktemp("own") / "own.ttl"
    own.write_text(facts("own"))
    return [*made.values(), own]


def exported(folders, form, *words):
    given = [word for folder in folders for word in ("--data", str(folder))]
    words = ("export", "--only-data", "--as-of", "2026-01-01", "-f", form, *words)
    result = CliRunner().invoke(build(), [*words, *given], prog_name="valuegraph")
    assert result.exit_code == 0, result.stderr
    return result


def written(folders, form, tmp_path, *words):
    """Return all that an export holds as text; the cells of a Parquet file are read, not its bytes."""
    if form != "parquet":
        return exported(folders, form, *words).stdout
    made = tmp_path / "made.parquet"
    exported(folders, form, *words, "-o", str(made))
    assert made.stat().st_size
    parts = [made] if made.is_file() else sorted(made.rglob("*.parquet"))
    assert parts
    return "\n".join(str(pd.read_parquet(part).to_dict("records")) for part in parts)


HELD = {
    "open": {"open"},
    "share-alike": {"open", "sharealike"},
    "non-commercial": {"open", "noncommercial"},
    "local": {"open", "sharealike", "noncommercial", "local", "own"},
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", LICENCE_CLASSES)
def test_an_export_holds_what_is_open_and_its_own_class_alone(folders, form, kind, tmp_path):
    text = written(folders, form, tmp_path, "--licence", kind)
    names = {"open", "sharealike", "noncommercial", "local", "own"}
    assert {name for name in names if f"{name}-secret" in text} == HELD[kind]
    for name in names - HELD[kind]:
        assert f"src-{name}" not in text
        assert f"ev-{name}" not in text


def test_without_the_option_everything_is_there_and_the_classes_are_named(folders):
    result = exported(folders, "csv")
    assert "own-secret" in result.stdout
    assert "open, share-alike, non-commercial, local" in result.stderr


def test_an_open_export_names_no_class(folders):
    assert "classes" not in exported(folders, "csv", "--licence", "open").stderr


def test_evidence_that_a_closed_source_adds_to_an_open_fact_stays_out(folders, tmp_path):
    graft = tmp_path / "closed"
    graft.mkdir()
    text = MANIFEST.format(name="closed", kind="non-commercial")
    (graft / "source.toml").write_text(text)
    (graft / "facts.ttl").write_text(
        PROLOGUE
        + """
vgd:sup-open vg:hasEvidence vgd:ev-closed .
vgd:ev-closed a vg:Evidence ; vg:stance vgx:supports ; dct:source vgd:src-closed ;
  vg:locator "closed row" ; vg:confidence 0.9 ; vg:evidenceKind vgx:documentary ;
  vg:retrievedOn "2026-01-01"^^xsd:date .
vgd:src-closed a vg:Source ; rdfs:label "closed"@en ; dct:title "closed"@en .
"""
    )
    both = [folders[0], graft]
    assert "ev-closed" in exported(both, "ttl").stdout
    text = exported(both, "ttl", "--licence", "open").stdout
    assert not [word for word in ("ev-closed", "src-closed", "closed row") if word in text]


def test_the_python_call_does_the_same(folders):
    kg = valuegraph.load(*folders, only=True, licence="open", as_of="2026-01-01", cache=False)
    assert {row["source_label"] for row in kg.edges().to_dict("records")} == {"open-secret"}


@pytest.mark.slow
def test_the_shipped_facts_are_open():
    held = valuegraph.load(licence="open")
    whole = valuegraph.load()
    assert len(held.store) == len(whole.store)


def test_a_class_that_is_none_is_refused(folders):
    with pytest.raises(UsageError, match="no class of licence"):
        allowed("public")
    words = ["export", "-f", "csv", "--licence", "public"]
    assert CliRunner().invoke(build(), words).exit_code == 2


def test_a_manifest_that_cannot_be_read_lets_nothing_pass(tmp_path):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "source.toml").write_text("id = ")
    (folder / "facts.ttl").write_text(facts("open"))
    words = ["export", "--only-data", "--data", str(folder), "-f", "csv", "--licence", "open"]
    result = CliRunner().invoke(build(), words)
    assert result.exit_code == 1
    assert "is not TOML" in result.stderr
    assert not json.dumps(result.stdout).count("secret")
