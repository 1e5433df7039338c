"""Two scales on one model, settled one after the other: readings that differ both stand."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from valuegraph.importing import Options, Shelf, import_source
from valuegraph.resources import data_dir
from valuegraph.vocabulary.namespaces import VG, VGD, VGX

if TYPE_CHECKING:
    from pathlib import Path

V, X, D = Namespace(VG), Namespace(VGX), Namespace(VGD)
CORE = f"""
@prefix vg: <{VG}> . @prefix vgx: <{VGX}> . @prefix vgd: <{VGD}> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
vgd:model-nib-7b a vg:Model ; rdfs:label "Nib-7B"@en ; dct:identifier "hf:nibworks/Nib-7B" .
vgd:cmp-nib a vg:ComponentStatus ; rdfs:label "training code"@en ; vg:ofAsset vgd:model-nib-7b ;
  vg:component vgx:trainingCode ; vg:status vgx:available ; vg:validFrom "2024-01-01"^^xsd:date ;
  vg:datePrecision vgx:day ; vg:hasEvidence vgd:ev-nib .
vgd:ev-nib a vg:Evidence ; dct:source vgd:src-nib ; vg:locator "page 1" ; vg:confidence 0.9 ;
  vg:evidenceKind vgx:documentary ; vg:stance vgx:supports ; vg:retrievedOn "2024-01-02"^^xsd:date .
vgd:src-nib a vg:Source ; rdfs:label "Paper"@en .
"""
GRADES = {"trainingcode": "closed", "datasources_basemodel": "closed"}


def osai_record() -> str:
    head = (
        "system:\n  name: Nib\n  link: https://huggingface.co/nibworks/Nib-7B\n  type: text\n"
        "  performanceclass: full\n  basemodelname:\n  endmodelname: Nib 7B\n"
        "  endmodellicense: Apache-2.0\n  releasedate: 2024-01\n  notes:\n"
        "org:\n  name: Nib Works\n  link:\n  notes:\n"
    )
    names = Shelf.shipped().manifest("osai").lookup("dimensions")
    return head + "".join(
        f"{name}:\n  class: {GRADES.get(name, 'open')}\n  link:\n  notes:\n" for name in names
    )


MOT_RECORD = """\
framework: {name: Model Openness Framework, version: '1.0', date: '2024-12-15'}
release:
  name: Nib-7B
  version: 7B
  date: '2025-01-01'
  license: {}
  producer: Nib Works
  huggingface: https://huggingface.co/nibworks/Nib-7B
  components:
    - {name: Training code, description: x, license: MIT}
    - {name: 'Model parameters (Final)', description: x, license: MIT}
    - {name: Datasets, description: x, license: unlicensed}
"""


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Everything that core, index and tool say together."""
    folder: Path = tmp_path_factory.mktemp("openness")
    data = folder / "data"
    (data / "core").mkdir(parents=True)
    (data / "core" / "nib.ttl").write_text(CORE, encoding="utf-8")
    for source, name, text in (
        ("osai", "nib.yaml", osai_record()),
        ("mot", "models/nib.yml", MOT_RECORD),
    ):
        place = data / "sources" / source
        place.mkdir(parents=True)
        shutil.copy(data_dir() / "sources" / source / "source.toml", place)
        path = folder / source / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        options = Options(snapshot=dt.date(2026, 6, 1), accept_fewer=True)
        import_source(source, folder / source, data / "sources", options, Shelf(data))
    graph = Graph()
    for path in sorted(data.rglob("*.ttl")):
        graph.parse(path)
    return graph


def standing(graph: Graph, component: URIRef) -> dict[str, int]:
    """Status of a component of the model -> how many documents say so."""
    found = {}
    for node in graph.subjects(V.component, component):
        assert graph.value(node, V.ofAsset) == D["model-nib-7b"]
        status = str(graph.value(node, V.status)).removeprefix(VGX)
        assert status not in found, "one node for one reading"
        found[status] = len(set(graph.objects(node, V.hasEvidence)))
    return found


def test_sources_that_differ_give_two_relations(settled: Graph) -> None:
    assert standing(settled, X.trainingCode) == {"available": 2, "notAvailable": 1}


def test_sources_that_agree_give_one_with_the_evidence_of_both(settled: Graph) -> None:
    assert standing(settled, X.endModelWeights) == {"available": 2}


def test_what_is_unlicensed_adds_nothing(settled: Graph) -> None:
    assert standing(settled, X.baseTrainingData) == {"notAvailable": 1}
    assert standing(settled, X.trainingData) == {}


def test_scales_are_not_averaged(settled: Graph) -> None:
    assert not list(settled.subjects(V.status, X.partial))
    assert len(set(settled.subjects(RDF.type, V.Model))) == 1
