"""Small datasets for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from valuegraph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROLOGUE = """\
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgx: <https://w3id.org/valuegraph/scheme#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
THINGS = """
vgd:org-lens a vg:Organization ; rdfs:label "Lens Works"@en ; skos:altLabel "LW"@en .
vgd:org-chip a vg:Organization ; rdfs:label "Chip Foundry"@en, "Chipschmiede"@de .
vgd:model-quill a vg:Model ; rdfs:label "Quill"@en ; vg:inLayer vgx:model .
vgd:org-quill a vg:Organization ; rdfs:label "Quill"@en .
vgx:lithographyOptics skos:prefLabel "lithography optics"@en .
"""
FACTS = """
vgd:sup-lens-chip a vg:Supply ; rdfs:label "Lens Works supplies Chip Foundry"@en ;
  vg:supplier vgd:org-lens ; vg:dependent vgd:org-chip ; vg:fillsRole vgx:lithographyOptics ;
  vg:share 0.75 ; vg:complete true ; vg:validFrom "2020-01-01"^^xsd:date ;
  vg:hasEvidence vgd:ev-1 .
vgd:sup-chip-quill a vg:Supply ; rdfs:label "Chip Foundry supplies Quill"@en ;
  vg:supplier vgd:org-chip ; vg:dependent vgd:org-quill ; vg:quantity 3 ;
  vg:validFrom "2021-05-01"^^xsd:date ; vg:validTo "2022-05-01"^^xsd:date ;
  vg:hasEvidence vgd:ev-1 .
vgd:ev-1 a vg:Evidence ; dct:source vgd:src-report ; vg:locator "page 3" ; vg:confidence 0.9 ;
  vg:stance vgx:supports .
vgd:src-report a vg:Source ; dct:title "A report"@en .
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder with two Turtle files and things that are no RDF."""
    folder = tmp_path / "data"
    (folder / "core").mkdir(parents=True)
    (folder / "core" / "things.ttl").write_text(PROLOGUE + THINGS, encoding="utf-8")
    (folder / "core" / "facts.ttl").write_text(PROLOGUE + FACTS, encoding="utf-8")
    (folder / "README.md").write_text("not RDF", encoding="utf-8")
    (folder / "table.csv").write_text("a,b\n", encoding="utf-8")
    (folder / ".hidden.ttl").write_text("neither is this", encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return where a cache may be made."""
    return tmp_path / "cache"


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, data: Path, cache: Path) -> Store:
    """Return the small dataset, once held in memory and once on disk."""
    return Store.open([data], cache=cache if request.param == "disk" else None)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a file of a dataset and returns its path."""

    def write_file(name: str, text: str | bytes, *, prologue: bool = True) -> Path:
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text if isinstance(text, bytes) else text.encode()
        path.write_bytes((PROLOGUE.encode() if prologue else b"") + content)
        return path

    return write_file
