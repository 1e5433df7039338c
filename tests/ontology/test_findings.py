"""What a finding is made of: codes the program uses, roles that show a claim, terms that end one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF, SKOS, Graph, URIRef

from valuegraph.vocabulary.namespaces import VG, VGX

if TYPE_CHECKING:
    from valuegraph.vocabulary import Vocabulary

CODES = {
    "chokepointView": {"renewal", "continuity"},
    "controllerUnit": {"group", "firm", "asset", "jurisdiction", "licence"},
    "verdict": {
        "structural",
        "unavoidable as recorded",
        "dominant share",
        "joint",
        "jurisdictional",
        "terms",
    },
}


def marked(graph: Graph, prop: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for subject, value in graph.subject_objects(URIRef(VG + prop)):
        found.setdefault(str(subject), set()).add(str(value))
    return found


def test_every_code_of_the_program_has_one_concept(graph: Graph, vocabulary: Vocabulary) -> None:
    for scheme, expected in CODES.items():
        codes = {
            str(graph.value(URIRef(member), SKOS.notation)): member
            for member in vocabulary.schemes[VGX + scheme].members
        }
        assert set(codes) == expected, scheme


def test_a_kind_of_chokepoint_is_shown_by_input_roles_and_customers_by_none(
    graph: Graph, vocabulary: Vocabulary
) -> None:
    shown = marked(graph, "shownByRole")
    kinds = set(vocabulary.schemes[VGX + "chokepointKind"].members)
    assert set(shown) == kinds - {VGX + "customers"}
    for kind, roles in shown.items():
        assert roles <= set(vocabulary.roles), kind
    assert shown[VGX + "compute"] >= {VGX + "servingCompute", VGX + "trainingCompute"}
    assert VGX + "fabricationLeadingEdge" not in set().union(*shown.values())


def test_only_notice_lets_a_licensor_end_a_licence_that_nobody_broke(
    graph: Graph, vocabulary: Vocabulary
) -> None:
    assert marked(graph, "revocableAtWill") == {VGX + "terminationOnNotice": {"true"}}
    assert VGX + "terminationOnNotice" in vocabulary.schemes[VGX + "restrictionKind"].members


def test_findings_stand_apart_from_what_sources_state(vocabulary: Vocabulary) -> None:
    finding = VG + "ChokepointFinding"
    assert vocabulary.lineage(finding) == (finding, VG + "DerivedStatement")
    assert finding not in vocabulary.relations
    allowed = vocabulary.properties_of(finding)
    assert VG + "hasEvidence" not in allowed
    assert VG + "validFrom" not in allowed
    assert "http://www.w3.org/ns/prov#wasDerivedFrom" in allowed


def test_licence_roles_are_roles_whose_stock_lasts(graph: Graph, vocabulary: Vocabulary) -> None:
    for name in ("licenceTerms", "licensor"):
        assert (URIRef(VGX + name), RDF.type, SKOS.Concept) in graph
        assert vocabulary.roles[VGX + name].default_stock == 1.0
