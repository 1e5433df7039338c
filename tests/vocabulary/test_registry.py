"""The registry says what the ontology's Turtle says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from valuegraph.errors import DataError, FileProblem, UnknownNameError
from valuegraph.vocabulary import Vocabulary, load_vocabulary, placeholders
from valuegraph.vocabulary.namespaces import BASE, ONTOLOGY, PREFIXES, VG, VGX

ONTOLOGY_DIR = Path(__file__).parents[2] / "ontology"
HEADER = f"@prefix vg: <{VG}> .\n@prefix vgx: <{VGX}> .\n" + "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("owl", "rdfs", "skos")
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(ONTOLOGY_DIR)


def small(folder: Path, classes: str = "", relations: str = "", scheme: str = "") -> Path:
    (folder / "schemes").mkdir()
    (folder / "classes.ttl").write_text(HEADER + classes, encoding="utf-8")
    (folder / "relations.ttl").write_text(HEADER + relations, encoding="utf-8")
    (folder / "schemes" / "list.ttl").write_text(HEADER + scheme, encoding="utf-8")
    return folder


def test_relation_class(vocabulary: Vocabulary) -> None:
    supply = vocabulary.relation("Supply")
    assert supply.sentence == "{supplier} supplies {dependent} ({fillsRole})"
    assert (supply.edge_source, supply.edge_target) == (VG + "supplier", VG + "dependent")
    assert (supply.edge_kind, supply.edge_kind_from) == (None, VG + "supplyKind")
    assert supply.edge_role == VG + "fillsRole"
    assert (supply.id_prefix, supply.label, supply.name) == ("sup", "supply", "Supply")
    assert supply.parents == (VG + "Relation",)


def test_constant_edge_kind(vocabulary: Vocabulary) -> None:
    offering = vocabulary.relation("offering")
    assert (offering.edge_kind, offering.edge_kind_from) == (VGX + "offer", None)


@pytest.mark.parametrize(
    "name", ["photoresist", "vgx:photoresist", VGX + "photoresist", "Photoresist"]
)
def test_role_is_found_by_every_kind_of_name(vocabulary: Vocabulary, name: str) -> None:
    assert vocabulary.role(name).iri == VGX + "photoresist"


def test_role_carries_stock_and_level(vocabulary: Vocabulary) -> None:
    assert vocabulary.role("lithographyBelow7nm").default_stock == 1.0
    assert vocabulary.role("lithographyBelow7nm").technology_level == "7 nm or below"
    assert vocabulary.role("servingCompute").default_stock == 0.0
    assert vocabulary.role("servingCompute").technology_level is None


def test_stocks_of_the_continuity_view(vocabulary: Vocabulary) -> None:
    lasting = {role.name for role in vocabulary.roles.values() if role.default_stock == 1.0}
    assert lasting == {
        "lithographyOptics", "lithographyLaser", "lithographyBelow7nm", "lithographyMature",
        "electronicDesignAutomation", "acceleratorDesign", "acceleratorCoDesign",
        "acceleratorSoftware", "acceleratorSupply", "trainingData", "baseWeights",
        "modelWeights", "licenceToUse", "licenceTerms", "licensor", "development",
    }  # fmt: skip
    assert {role.default_stock for role in vocabulary.roles.values()} == {0.0, 1.0}


def test_ordered_scheme_keeps_its_order(vocabulary: Vocabulary) -> None:
    names = [iri.rpartition("#")[2] for iri in vocabulary.schemes[VGX + "accessLevel"].members]
    assert names == [
        "fullyClosed", "gradualRelease", "hostedAccess", "apiAccess", "downloadable", "fullyOpen",
        "unknownAccess",
    ]  # fmt: skip
    assert vocabulary.concept("fully open").rank == 6


def test_paper_s_two_names_are_one_type(vocabulary: Vocabulary) -> None:
    assert "captive externalised governance" in vocabulary.concept("captivePlatform").alt_labels
    ranks = {
        c.name: c.rank for c in vocabulary.concepts.values() if VGX + "governanceType" in c.schemes
    }
    assert ranks == {
        "hierarchical": 1, "captivePlatform": 2, "openPlatform": 3, "controlledOpenness": 4,
        "openness": 5, "undeterminedGovernance": None,
    }  # fmt: skip


def test_concept_in_two_schemes(vocabulary: Vocabulary) -> None:
    assert {s.rpartition("#")[2] for s in vocabulary.concept("data").schemes} == {
        "layer", "supplyKind", "chokepointKind",
    }  # fmt: skip


def test_component_names_the_openness_framework_s_own(vocabulary: Vocabulary) -> None:
    assert vocabulary.concept("endModelWeights").notation == "MOF: Model parameters (Final)"
    assert vocabulary.concept("fineTuningData").broader == VGX + "trainingData"


def test_sectors_are_those_of_nace(vocabulary: Vocabulary) -> None:
    members = vocabulary.schemes[VGX + "sector"].members
    assert [iri.rpartition("/")[2] for iri in members] == list("ABCDEFGHIJKLMNOPQRST")
    assert vocabulary.concepts[PREFIXES["nace"] + "F"].label == "Construction"


def test_lineage_and_inherited_properties(vocabulary: Vocabulary) -> None:
    assert vocabulary.lineage(VG + "Authority") == tuple(
        VG + name for name in ("Authority", "Organization", "Agent", "Entity")
    )
    allowed = vocabulary.properties_of(VG + "Uptake")
    assert {VG + "functionLabel", VG + "validFrom", VG + "hasEvidence"} <= allowed
    assert VG + "supplier" not in allowed


def test_property_kinds(vocabulary: Vocabulary) -> None:
    assert vocabulary.properties[VG + "fillsRole"].value_scheme == VGX + "role"
    assert vocabulary.properties[VG + "fillsRole"].kind == "object"
    assert vocabulary.properties[VG + "share"].kind == "data"
    assert vocabulary.properties[VG + "sentence"].kind == "annotation"


def test_placeholders_become_properties() -> None:
    assert placeholders("{supplier} supplies {odrl:action}") == (
        VG + "supplier",
        PREFIXES["odrl"] + "action",
    )


def test_deprecation_table(vocabulary: Vocabulary) -> None:
    old = vocabulary.deprecated[PREFIXES["odrl"] + "commercialize"]
    assert (old.since, old.replaced_by) == ("0.1.0", PREFIXES["cc"] + "CommercialUse")


def test_unknown_name_suggests_a_near_one(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownNameError, match="trainingComput") as caught:
        vocabulary.role("trainingComput")
    assert "trainingCompute" in str(caught.value)


def test_unknown_name_without_a_near_one_points_to_the_tables(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownNameError) as caught:
        vocabulary.relation("zzzzzz")
    assert "ontology/README.md" in str(caught.value)


def test_reading_twice_gives_the_same(vocabulary: Vocabulary) -> None:
    assert load_vocabulary(ONTOLOGY_DIR) == vocabulary


def test_absent_folder(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="incomplete"):
        load_vocabulary(tmp_path)


def test_broken_turtle_names_the_file(tmp_path: Path) -> None:
    small(tmp_path, classes="vg:A a owl:Class")
    with pytest.raises(DataError) as caught:
        load_vocabulary(tmp_path)
    assert "classes.ttl" in str(caught.value)


def test_relation_without_edge_annotations_is_refused(tmp_path: Path) -> None:
    small(
        tmp_path,
        relations='vg:Gift a owl:Class ; rdfs:subClassOf vg:Relation ; vg:sentence "{giver}" .',
    )
    with pytest.raises(DataError, match=r"vg:edgeSource, vg:edgeTarget") as caught:
        load_vocabulary(tmp_path)
    assert VG + "Gift" in str(caught.value)


def test_smallest_ontology(tmp_path: Path) -> None:
    small(
        tmp_path,
        classes='vg:Thing a owl:Class ; rdfs:label "thing"@en .',
        scheme='vgx:s a skos:ConceptScheme . vgx:b a skos:Concept ; skos:inScheme vgx:s ; vg:rank 1 . vgx:a a skos:Concept ; skos:prefLabel "A"@en ; skos:inScheme vgx:s .',
    )
    read = load_vocabulary(tmp_path)
    assert list(read.classes) == [VG + "Thing"]
    assert read.schemes[VGX + "s"].members == (VGX + "b", VGX + "a")
    assert (read.concept("a").label, read.deprecated, read.relations) == ("A", {}, {})


def test_namespaces_hang_together() -> None:
    assert VG == ONTOLOGY + "#"
    assert all(PREFIXES[name].startswith(BASE) for name in ("vg", "vgx", "vgs", "vgd"))
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_importing_the_registry_loads_no_rdflib() -> None:
    call = "import sys, valuegraph.vocabulary; sys.exit('rdflib' in sys.modules)"
    subprocess.run([sys.executable, "-c", call], check=True, cwd=ONTOLOGY_DIR.parent)
