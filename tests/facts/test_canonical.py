"""Canonical Turtle: one text for one graph, nothing lost, nothing nameless."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from valuegraph.errors import DataError, FileProblem
from valuegraph.facts.canonical import format_file, format_graph
from valuegraph.vocabulary.namespaces import VG, VGD, VGX

if TYPE_CHECKING:
    from pathlib import Path

vg, vgd, vgx = Namespace(VG), Namespace(VGD), Namespace(VGX)


def parsed(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


locals_ = st.text(alphabet=string.ascii_letters + string.digits + "-._", min_size=1, max_size=12)
iris = st.one_of(
    st.builds(lambda name: vgd[name], locals_),
    st.builds(lambda name: vgx[name], locals_),
    st.builds(lambda name: URIRef("https://example.org/x/" + name), locals_),
)
texts = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
literals = st.one_of(
    st.builds(Literal, texts),
    st.builds(lambda text: Literal(text, lang="en"), texts),
    st.builds(Literal, st.integers(-(10**12), 10**12)),
    st.builds(Literal, st.booleans()),
    st.builds(
        lambda whole, part: Literal(f"{whole}.{part}", datatype=XSD.decimal),
        st.integers(0, 999),
        st.text(alphabet=string.digits, min_size=1, max_size=4),
    ),
    st.builds(lambda day: Literal(day.isoformat(), datatype=XSD.date), st.dates()),
)
graphs = st.lists(
    st.tuples(
        iris,
        st.one_of(st.just(RDFS.label), st.just(vg.hasEvidence), iris),
        st.one_of(iris, literals),
    ),
    max_size=25,
)


@given(graphs)
def test_formatting_again_changes_nothing_and_loses_nothing(triples: list) -> None:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    text = format_graph(graph)
    again = parsed(text)
    assert set(again) == set(graph)
    assert format_graph(again) == text


@given(graphs, st.randoms())
def test_order_of_statements_does_not_matter(triples: list, random: object) -> None:
    one, other = Graph(), Graph()
    for triple in triples:
        one.add(triple)
    random.shuffle(triples)
    for triple in triples:
        other.add(triple)
    assert format_graph(one) == format_graph(other)


def test_layout() -> None:
    graph = parsed(
        f"""@prefix vg: <{VG}> . @prefix vgd: <{VGD}> . @prefix vgx: <{VGX}> .
        @prefix rdfs: <{RDFS}> . @prefix xsd: <{XSD}> .
        vgd:ev-2 a vg:Evidence ; vg:confidence 0.50 .
        vgd:sup-b vg:hasEvidence vgd:ev-2, vgd:ev-1 ; vg:complete true ;
          vg:validFrom "2024-01-01"^^xsd:date ; vg:fillsRole vgx:wafers, vgx:photoresist ;
          rdfs:label "B \\"x\\"\\n"@en ; a vg:Supply .
        vgd:ev-1 a vg:Evidence . vgd:org-z a vg:Organization ."""
    )
    assert format_graph(graph) == (
        f"""@prefix vg: <{VG}> .
@prefix vgx: <{VGX}> .
@prefix vgd: <{VGD}> .
@prefix rdfs: <{RDFS}> .
@prefix xsd: <{XSD}> .

vgd:org-z
  a vg:Organization ;
.

vgd:sup-b
  a vg:Supply ;
  rdfs:label "B \\"x\\"\\n"@en ;
  vg:complete true ;
  vg:fillsRole
    vgx:photoresist ,
    vgx:wafers ;
  vg:validFrom "2024-01-01"^^xsd:date ;
  vg:hasEvidence
    vgd:ev-1 ,
    vgd:ev-2 ;
.

vgd:ev-1
  a vg:Evidence ;
.

vgd:ev-2
  a vg:Evidence ;
  vg:confidence 0.50 ;
.
"""
    )


def test_evidence_follows_the_relation_it_belongs_to() -> None:
    graph = Graph()
    for name, evidence in [("a", "zzz"), ("b", "aaa")]:
        graph.add((vgd[f"sup-{name}"], RDF.type, vg.Supply))
        graph.add((vgd[f"sup-{name}"], vg.hasEvidence, vgd[f"ev-{evidence}"]))
        graph.add((vgd[f"ev-{evidence}"], RDF.type, vg.Evidence))
    subjects = [line for line in format_graph(graph).splitlines() if line.startswith("vgd:")]
    assert subjects == ["vgd:sup-a", "vgd:ev-zzz", "vgd:sup-b", "vgd:ev-aaa"]


def test_each_change_of_a_value_is_one_line_of_a_diff() -> None:
    graph = Graph()
    graph.add((vgd["sup-a"], RDF.type, vg.Supply))
    graph.add((vgd["sup-a"], vg.share, Literal("0.5", datatype=XSD.decimal)))
    before = format_graph(graph).splitlines()
    graph.set((vgd["sup-a"], vg.share, Literal("0.6", datatype=XSD.decimal)))
    after = format_graph(graph).splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        ("  vg:share 0.5 ;", "  vg:share 0.6 ;")
    ]


@pytest.mark.parametrize(
    ("literal", "written"),
    [
        (Literal("0.30", datatype=XSD.decimal), "0.30"),
        (Literal("135", datatype=XSD.decimal), "135.0"),
        (Literal("-2", datatype=XSD.decimal), "-2.0"),
        (Literal(7), "7"),
        (Literal(False), "false"),
        (Literal("2024-02-01", datatype=XSD.date), '"2024-02-01"^^xsd:date'),
        (Literal("tab\there"), '"tab\\there"'),
        (Literal("back\\slash"), '"back\\\\slash"'),
        (Literal("café"), '"café"'),
        (Literal("\x07"), '"\\u0007"'),
    ],
)
def test_literals(literal: Literal, written: str) -> None:
    graph = Graph()
    graph.add((vgd.a, vg.value, literal))
    assert f"  vg:value {written} ;" in format_graph(graph).splitlines()
    assert next(parsed(format_graph(graph)).objects()).toPython() == literal.toPython()


@pytest.mark.parametrize("lexical", ["many", "NaN", "INF"])
def test_a_number_that_is_none_keeps_its_wording(lexical: str) -> None:
    graph = Graph()
    graph.add((vgd.a, vg.value, Literal(lexical, datatype=XSD.decimal, normalize=False)))
    text = format_graph(graph)
    assert f'  vg:value "{lexical}"^^xsd:decimal ;' in text.splitlines()
    assert "@prefix xsd:" in text


def test_list_used_twice_is_an_error() -> None:
    graph = Graph()
    head = BNode()
    Collection(graph, head, [vgx.a])
    graph.add((vgx.one, SKOS.memberList, head))
    graph.add((vgx.two, SKOS.memberList, head))
    with pytest.raises(DataError, match="blank node"):
        format_graph(graph)


def test_lists_stand_on_one_line() -> None:
    graph = Graph()
    head = BNode()
    graph.add((vgx.order, SKOS.memberList, head))
    Collection(graph, head, [vgx.b, vgx.a, Literal("c")])
    text = format_graph(graph)
    assert '  skos:memberList ( vgx:b vgx:a "c" ) ;' in text
    assert isomorphic(parsed(text), graph)


def test_blank_node_is_an_error_that_names_its_user() -> None:
    graph = Graph()
    node = BNode()
    graph.add((vgd.a, vg.hasEvidence, node))
    graph.add((node, vg.locator, Literal("page 1")))
    with pytest.raises(DataError, match="blank node") as caught:
        format_graph(graph)
    assert str(vgd.a) in str(caught.value)


def test_blank_node_that_nothing_uses_is_an_error() -> None:
    graph = Graph()
    graph.add((BNode(), vg.locator, Literal("page 1")))
    with pytest.raises(DataError, match="blank node"):
        format_graph(graph)


def test_iri_with_a_blank_is_an_error() -> None:
    graph = Graph()
    graph.add((vgd.a, vg.revocableBy, URIRef("https://example.org/a b")))
    with pytest.raises(DataError, match="IRI"):
        format_graph(graph)


def test_empty_graph_is_an_empty_text() -> None:
    assert format_graph(Graph()) == ""


def test_file_is_read_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    source = f"<{VGD}a> <{VG}complete> true ."
    path.write_text(source, encoding="utf-8")
    assert format_file(path) == format_graph(parsed(source))
    assert path.read_text(encoding="utf-8") == source


def test_syntax_error_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(f"<{VGD}a> a <{VG}Supply> .\n<{VGD}b> a\n.\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        format_file(path)
    assert f"{path}, line 2" in str(caught.value)


def test_blank_node_in_a_file_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "blank.ttl"
    path.write_text(f'<{VGD}a> <{VG}hasEvidence> [ <{VG}locator> "p" ] .', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        format_file(path)
    assert str(path) in str(caught.value)


def test_absent_file_is_a_file_problem(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"cannot be read"):
        format_file(tmp_path / "absent.ttl")
