"""Every term of the ontology is named, defined, sourced and in use."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import SH

from valuegraph.vocabulary.namespaces import (
    ODRL_PROFILE,
    ONTOLOGY,
    ONTOLOGY_VERSION,
    OWN_NAMESPACES,
    PREFIXES,
    VG,
    VGX,
)

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.vocabulary import Vocabulary

UPPER_CAMEL = re.compile(r"[A-Z]+[A-Za-z0-9]*\Z")
LOWER_CAMEL = re.compile(r"[a-z][A-Za-z0-9]*\Z")
REFERENCE_LISTS = {
    "chainGovernance": "the earlier types, kept to compare with those of the paper",
    "confidenceBand": "the published scale of vg:confidence",
    "dynamic": "entries of Table 2 point at its concepts",
    "freedom": "judged by rules, never asserted in data",
    "relationKind": "values of vg:edgeKind",
}


def own(graph: Graph) -> list[URIRef]:
    """Return all terms that the ontology, its schemes and its profile define."""
    return sorted({s for s in graph.subjects(RDFS.isDefinedBy) if isinstance(s, URIRef)}, key=str)


def name_of(term: URIRef) -> str:
    return str(term).rpartition("#")[2]


def test_there_are_terms(graph: Graph) -> None:
    assert len(own(graph)) > 500


def test_every_term_says_what_it_is(graph: Graph) -> None:
    for term in own(graph):
        labels = list(graph.objects(term, RDFS.label))
        assert len(labels) == 1, f"{term}: one rdfs:label"
        assert labels[0].language == "en", f"{term}: label in English"
        definitions = list(graph.objects(term, SKOS.definition))
        assert len(definitions) == 1, f"{term}: one skos:definition"
        assert definitions[0].language == "en", f"{term}: definition in English"
        assert re.fullmatch(r"[A-Z].*[^.]\.", str(definitions[0])), f"{term}: one sentence"
        assert len(str(definitions[0]).split()) >= 4, f"{term}: kind and difference"


def test_definitions_are_not_circular(graph: Graph) -> None:
    for term in own(graph):
        label = str(graph.value(term, RDFS.label)).casefold()
        definition = str(graph.value(term, SKOS.definition)).casefold()
        if " " in label and (term, RDF.type, SKOS.OrderedCollection) not in graph:
            assert label not in definition, f"{term}: the definition repeats the label"


def test_every_term_says_where_it_comes_from(graph: Graph) -> None:
    place = re.compile(r"(?:sections? \d|Tables? \d|Figures? \d|notes? \d)")
    for term in own(graph):
        sources = list(graph.objects(term, URIRef(VG + "paperSource")))
        assert len(sources) == 1, f"{term}: one vg:paperSource"
        text = str(sources[0])
        assert place.match(text) or re.match(r"design: .{10,}", text), f"{term}: {text!r}"


def test_every_own_subject_is_defined_by_the_ontology(files: dict[str, Graph]) -> None:
    for name, part in files.items():
        if name.startswith(("shapes/", "mappings/", "external")):
            continue
        for subject in set(part.subjects()):
            if str(subject).startswith((VG, VGX)):
                assert (subject, RDFS.isDefinedBy, None) in part, f"{name}: {subject}"


@pytest.mark.parametrize("namespace", [VG, VGX])
def test_labels_are_unique(graph: Graph, namespace: str) -> None:
    bearers = defaultdict(set)
    for term in own(graph):
        if str(term).startswith(namespace) and (term, RDF.type, SKOS.ConceptScheme) not in graph:
            bearers[str(graph.value(term, RDFS.label)).casefold()].add(str(term))
    assert {label: terms for label, terms in bearers.items() if len(terms) > 1} == {}


def test_scheme_labels_are_unique(vocabulary: Vocabulary) -> None:
    labels = [scheme.label for scheme in vocabulary.schemes.values()]
    assert len(set(labels)) == len(labels)


def test_names_follow_the_style(graph: Graph, shapes: Graph) -> None:
    for cls in graph.subjects(RDF.type, OWL.Class):
        assert UPPER_CAMEL.match(name_of(cls)), cls
    for term in own(graph):
        if (term, RDF.type, OWL.Class) not in graph:
            assert LOWER_CAMEL.match(name_of(term)), term
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        assert UPPER_CAMEL.match(name_of(shape)), shape


def test_no_iri_names_a_file(graph: Graph) -> None:
    assert [t for t in own(graph) if re.search(r"\.(?:ttl|owl|rdf|html)", str(t))] == []


def test_ontology_and_profile_declare_version_and_licence(graph: Graph) -> None:
    licence = URIRef(PREFIXES["dct"] + "license")
    for header, version in [(ONTOLOGY, ONTOLOGY_VERSION), (ODRL_PROFILE, ODRL_PROFILE + "/0.1.0")]:
        node = URIRef(header)
        assert (node, RDF.type, OWL.Ontology) in graph
        assert graph.value(node, OWL.versionIRI) == URIRef(version)
        assert graph.value(node, OWL.versionInfo) == Literal(version.rpartition("/")[2])
        assert str(graph.value(node, licence)).startswith("https://creativecommons.org/")


def test_nothing_is_imported_and_owl_stays_small(graph: Graph) -> None:
    used = {str(x) for triple in graph for x in triple if str(x).startswith(str(OWL))}
    assert {iri.rpartition("#")[2] for iri in used} <= {
        "Ontology", "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty",
        "disjointWith", "versionIRI", "versionInfo", "deprecated",
    }  # fmt: skip


def test_constraints_are_not_domains_or_ranges(graph: Graph) -> None:
    assert not list(
        chain(graph.triples((None, RDFS.domain, None)), graph.triples((None, RDFS.range, None)))
    )


def test_every_term_is_asked_ruled_or_shaped(
    vocabulary: Vocabulary, shapes: Graph, ontology_dir: Path
) -> None:
    """Count what shapes, questions and rules mention; a class is reached through those above it."""
    named = {str(x) for triple in shapes for x in triple if isinstance(x, URIRef)}
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("queries", "rules")
        for path in sorted((ontology_dir / folder).glob("*.rq"))
    ]
    asked = {VG + name for text in texts for name in re.findall(r"\bvg:([A-Za-z]+)", text)}
    used = named | asked
    properties = {p.iri for p in vocabulary.properties.values() if p.kind != "annotation"}
    idle = properties - used
    idle |= {cls for cls in vocabulary.classes if not used & set(vocabulary.lineage(cls))}
    assert sorted(idle) == []
    assert len(properties & named) > 100


def test_every_code_list_has_a_use(vocabulary: Vocabulary) -> None:
    used = {p.value_scheme for p in vocabulary.properties.values()}
    idle = {s.name for s in vocabulary.schemes.values() if s.iri not in used}
    assert idle == set(REFERENCE_LISTS)


def test_nothing_redefines_a_foreign_term(files: dict[str, Graph]) -> None:
    describing_others = {"external-terms.ttl", "schemes/sectors.ttl"}
    for name, part in files.items():
        if name in describing_others:
            continue
        foreign = {
            str(s) for s in part.subjects()
            if isinstance(s, URIRef) and not str(s).startswith(OWN_NAMESPACES)
        }  # fmt: skip
        assert foreign == set(), name


def test_questions_and_rules_name_only_terms_that_exist(
    vocabulary: Vocabulary, ontology_dir: Path
) -> None:
    known = {
        *vocabulary.classes,
        *vocabulary.properties,
        *vocabulary.concepts,
        *vocabulary.schemes,
    }
    for folder in ("queries", "rules"):
        for path in sorted((ontology_dir / folder).glob("*.rq")):
            lines = path.read_text(encoding="utf-8").splitlines()
            text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
            named = {
                PREFIXES[prefix] + name
                for prefix, name in re.findall(r"\b(vgx?):([A-Za-z0-9]+)", text)
            }
            assert named <= known, f"{path.name}: {sorted(named - known)}"
            assert named & vocabulary.deprecated.keys() == set(), path.name
