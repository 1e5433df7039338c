"""Classes, properties, code lists and shapes fit together."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH

from valuegraph.vocabulary import placeholders
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGX

if TYPE_CHECKING:
    from valuegraph.vocabulary import Vocabulary

ROOTS = {VG + "Entity", VG + "Relation", VG + "Evidence", VG + "DerivedStatement"}


def test_subclasses_have_no_cycles(vocabulary: Vocabulary) -> None:
    for cls in vocabulary.classes:
        above = {p for c in vocabulary.lineage(cls) for p in vocabulary.classes[c].parents}
        assert cls not in above, f"{cls} is below itself"


def test_every_class_stands_under_one_root(vocabulary: Vocabulary) -> None:
    for cls in vocabulary.classes:
        assert len(ROOTS & set(vocabulary.lineage(cls))) == 1, cls


def test_no_class_stands_under_two_disjoint_ones(graph: Graph, vocabulary: Vocabulary) -> None:
    apart = {(str(a), str(b)) for a, b in graph.subject_objects(OWL.disjointWith)}
    assert apart, "some classes are declared disjoint"
    for cls in vocabulary.classes:
        for pair in combinations(vocabulary.lineage(cls), 2):
            assert pair not in apart, cls
            assert pair[::-1] not in apart, cls


def test_identifier_prefixes_are_plain_and_tell_relations_apart(vocabulary: Vocabulary) -> None:
    prefixes = [c.id_prefix for c in vocabulary.relations.values()]
    assert None not in prefixes
    assert len(set(prefixes)) == len(prefixes)
    assert all(
        re.fullmatch(r"[a-z]+", c.id_prefix) for c in vocabulary.classes.values() if c.id_prefix
    )


def test_relation_classes_can_be_told_and_drawn(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.relations) >= 20
    for relation in vocabulary.relations.values():
        allowed = vocabulary.properties_of(relation.iri)
        ends = [relation.edge_source, relation.edge_target, *placeholders(relation.sentence)]
        assert placeholders(relation.sentence), f"{relation.iri}: the sentence names no property"
        assert set(ends) <= allowed, f"{relation.iri}: {set(ends) - allowed} not among vg:takes"
        assert bool(relation.edge_kind) != bool(relation.edge_kind_from), relation.iri
        if relation.edge_kind:
            assert VGX + "relationKind" in vocabulary.concepts[relation.edge_kind].schemes
        else:
            assert vocabulary.properties[relation.edge_kind_from].value_scheme
        assert relation.edge_role is None or relation.edge_role in allowed, relation.iri


def test_taken_properties_exist_and_others_stand_on_conditions(
    vocabulary: Vocabulary, shapes: Graph
) -> None:
    taken = {prop for cls in vocabulary.classes.values() for prop in cls.takes}
    own = {prop for prop in taken if prop.startswith(VG)}
    assert own <= set(vocabulary.properties), own - set(vocabulary.properties)
    free = {p.iri for p in vocabulary.properties.values() if p.kind != "annotation"} - taken
    assert free == {VG + "countsAffiliates", VG + "withUnit"}
    assert {str(path) for path in shapes.objects(None, SH.path)} >= free


def test_value_schemes_exist(vocabulary: Vocabulary) -> None:
    named = {p.value_scheme for p in vocabulary.properties.values() if p.value_scheme}
    assert named <= set(vocabulary.schemes)


def test_concepts_stand_in_schemes_with_one_name(graph: Graph, vocabulary: Vocabulary) -> None:
    profile = URIRef(PREFIXES["odrl"] + "LeftOperand"), URIRef(PREFIXES["odrl"] + "Action")
    for node in graph.subjects(RDF.type, SKOS.Concept):
        if any((node, RDF.type, kind) in graph for kind in profile):
            continue
        concept = vocabulary.concepts[str(node)]
        assert concept.schemes, f"{node} stands in no scheme"
        assert set(concept.schemes) <= set(vocabulary.schemes), node
        assert list(graph.objects(node, SKOS.prefLabel)) == list(graph.objects(node, RDFS.label))
        tops = {str(s) for s in graph.objects(node, SKOS.topConceptOf)}
        if concept.broader:
            assert tops == set()
            assert set(vocabulary.concepts[concept.broader].schemes) & set(concept.schemes), node
        elif str(node).startswith(VGX):
            assert tops == set(concept.schemes), node


def test_every_scheme_has_concepts(vocabulary: Vocabulary) -> None:
    assert [s.iri for s in vocabulary.schemes.values() if len(s.members) < 2] == []


def test_ordered_collections_follow_the_ranks(graph: Graph, vocabulary: Vocabulary) -> None:
    rings = list(graph.subjects(RDF.type, SKOS.OrderedCollection))
    assert {str(ring).removesuffix("Order") for ring in rings} >= {
        VGX + "accessLevel",
        VGX + "governanceType",
    }
    for ring in rings:
        members = [str(x) for x in Collection(graph, graph.value(ring, SKOS.memberList))]
        scheme = vocabulary.schemes[str(ring).removesuffix("Order")]
        ranked = [m for m in scheme.members if vocabulary.concepts[m].rank is not None]
        assert members == ranked
        assert [vocabulary.concepts[m].rank for m in ranked] == list(range(1, len(ranked) + 1))


def test_confidence_bands_fall(graph: Graph, vocabulary: Vocabulary) -> None:
    members = vocabulary.schemes[VGX + "confidenceBand"].members
    starts = [float(graph.value(URIRef(m), URIRef(VG + "bandFrom"))) for m in members]
    assert starts == [1.0, 0.9, 0.7, 0.5, 0.3, 0.0]


def test_roles_all_state_a_stock(graph: Graph, vocabulary: Vocabulary) -> None:
    stocks = {str(s) for s in graph.subjects(URIRef(VG + "defaultStock"))}
    assert stocks == set(vocabulary.roles)


def test_each_shape_is_written_once_and_linked_shapes_exist(
    files: dict[str, Graph], shapes: Graph
) -> None:
    homes = Counter(
        subject
        for name, part in files.items()
        if name.startswith("shapes/")
        for subject in set(part.subjects(RDF.type))
    )
    assert [shape for shape, count in homes.items() if count > 1] == []
    for predicate in (SH.property, SH.node, SH["not"]):
        for linked in shapes.objects(None, predicate):
            assert linked in homes, linked
    for predicate in (SH["or"], SH.xone):
        for head in shapes.objects(None, predicate):
            assert set(Collection(shapes, head)) <= set(homes)


def test_every_property_shape_is_used(shapes: Graph) -> None:
    listed = {item for head in shapes.objects(None, SH["or"]) for item in Collection(shapes, head)}
    listed |= {item for head in shapes.objects(None, SH.xone) for item in Collection(shapes, head)}
    linked = set(shapes.objects(None, SH.property)) | listed
    assert set(shapes.subjects(RDF.type, SH.PropertyShape)) - linked == set()


def test_shapes_name_only_terms_that_exist(shapes: Graph, vocabulary: Vocabulary) -> None:
    known = {*vocabulary.classes, *vocabulary.properties, *vocabulary.concepts, *vocabulary.schemes}
    named = {
        str(x) for triple in shapes for x in triple
        if isinstance(x, URIRef) and str(x).startswith((VG, VGX))
    }  # fmt: skip
    assert named <= known, named - known


def test_shapes_that_speak_say_something(shapes: Graph) -> None:
    for shape in shapes.subjects(SH.message):
        text = str(shapes.value(shape, SH.message))
        assert re.fullmatch(r"[A-Z].*\.", text), f"{shape}: {text!r}"
    targets = (SH.targetObjectsOf,)
    silent = [
        shape for target in targets for shape in shapes.subjects(target)
        if (shape, SH.message, None) not in shapes
    ]  # fmt: skip
    assert silent == []


def test_blank_nodes_are_list_cells_only(graph: Graph) -> None:
    loose = {s for s in graph.subjects() if isinstance(s, BNode)} - set(graph.subjects(RDF.first))
    assert loose == set()
