"""Files as plain statements; folders of sources; what a file may add to another's nodes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from valuegraph.errors import DataError
from valuegraph.facts.records import Iri
from valuegraph.store.files import GRAPHS, collect
from valuegraph.store.statements import statements_in
from valuegraph.store.validate import validate
from valuegraph.vocabulary import VGD

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
VALID = HERE.parent / "violations" / "valid.ttl"
PREFIXES = """@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix vgx: <https://w3id.org/valuegraph/scheme#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def put(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PREFIXES + text)
    return path


def test_values_are_what_their_types_say(tmp_path):
    text = """vgd:a vg:n 1.50 , 2 , true , "1"^^xsd:boolean ; vg:d "2026-01-31"^^xsd:date ;
      vg:i vgd:b ; vg:t "x"@en , "y" ; vg:list ( 1 ) . [] vg:n 1 ."""
    told = statements_in([put(tmp_path / "a.ttl", text)])
    assert list(told) == [VGD + "a"]
    values = [value for _, value in told[VGD + "a"]]
    assert values == [Decimal("1.5"), 2, True, True, dt.date(2026, 1, 31), VGD + "b", "x", "y"]
    assert isinstance(values[5], Iri)
    assert not isinstance(values[6], Iri)
    assert statements_in([]) == {}


@pytest.mark.parametrize(
    "text", ["vgd:a vg:n", 'vgd:a vg:d "soon"^^xsd:date .', 'vgd:a vg:n "x"^^xsd:decimal .']
)
def test_what_cannot_be_read_is_told_with_its_file(tmp_path, text):
    with pytest.raises(DataError) as caught:
        statements_in([put(tmp_path / "a.ttl", text)])
    assert "a.ttl" in str(caught.value)


def source(folder: Path, name: str) -> Path:
    put(folder / name / "things.ttl")
    (folder / name / "source.toml").write_text("")
    return folder / name


@pytest.mark.parametrize("named", ["itself", "its parent"])
def test_of_two_folders_of_one_source_the_later_counts(tmp_path, named):
    put(tmp_path / "data" / "core" / "all.ttl")
    source(tmp_path / "data" / "sources", "epoch")
    source(tmp_path / "data" / "sources", "osai")
    own = source(tmp_path / "mine", "epoch")
    found = collect([tmp_path / "data", own if named == "itself" else own.parent])
    assert {each.path: each.graph.removeprefix(GRAPHS) for each in found} == {
        tmp_path / "data" / "core" / "all.ttl": "core/all.ttl",
        tmp_path / "data" / "sources" / "osai" / "things.ttl": "sources/osai/things.ttl",
        own / "things.ttl": "sources/epoch/things.ttl",
    }


def test_a_folder_that_is_no_source_takes_nobody_s_place(tmp_path):
    source(tmp_path / "data" / "sources", "epoch")
    put(tmp_path / "mine" / "epoch" / "things.ttl")
    assert len(collect([tmp_path / "data", tmp_path / "mine"])) == 2


ADDED = 'vgd:org-user skos:altLabel "The user"@en ; dct:identifier "x:user" .\n'


def test_a_file_may_add_names_and_evidence_to_what_another_describes(tmp_path):
    added = put(tmp_path / "b.ttl", ADDED)
    assert validate([VALID, added], ONTOLOGY) == []
    assert validate([added], ONTOLOGY, known=[VALID]) == []


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        (ADDED.replace("org-user", "org-nobody"), "untyped"),
        (ADDED + 'vgd:org-user rdfs:label "Second name"@en .', "double"),
        ("vgd:org-user vg:inSector vgx:model .", "double"),
        ('vgd:org-user skos:altLabel "no language" .', None),
    ],
    ids=["of nothing", "a label", "a property", "a bad name"],
)
def test_more_than_that_is_a_violation(tmp_path, text, shape):
    found = validate([VALID, put(tmp_path / "b.ttl", text)], ONTOLOGY)
    assert found
    assert shape is None or shape in {each.shape for each in found}
    assert any(each.subject.startswith(VGD + "org-") for each in found)
