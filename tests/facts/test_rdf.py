"""Facts to RDF and back without a loss."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.errors import DataError
from valuegraph.facts import Evidence, Fact, Iri, Source
from valuegraph.facts.rdf import from_graph, to_graph
from valuegraph.vocabulary import VG, VGD, VGX

if TYPE_CHECKING:
    from valuegraph.facts import Value

words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12)
slugs = st.text("abcdefgh-123", min_size=1, max_size=6)
days = st.dates(dt.date(1, 1, 1))
amounts = st.decimals(-1000, 1000, places=3)
concepts = slugs.map(lambda name: VGX + name)
values: st.SearchStrategy[Value] = st.one_of(
    words, slugs.map(lambda s: Iri(VGD + s)), st.booleans(), st.integers(), amounts, days
)


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


sources = st.builds(
    Source, slugs.map(lambda s: VGD + "src-" + s), words, maybe(words), maybe(words),
    maybe(concepts), maybe(words), st.none() | days, maybe(concepts), st.none() | days,
)  # fmt: skip


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    evidence = [
        Evidence(
            f"{VGD}ev-{at}", replace(draw(sources), iri=f"{VGD}src-{at}"), draw(words),
            draw(st.decimals(0, 1, places=2)), draw(st.booleans()), draw(maybe(concepts)),
            draw(st.none() | days), draw(maybe(words)), draw(maybe(words)), draw(maybe(words)),
        )
        for at in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    properties = draw(st.dictionaries(concepts, values, max_size=4))
    return Fact(
        VGD + "sup-1", VG + "Supply", draw(words),
        tuple(sorted(properties.items())),
        draw(st.none() | days), draw(st.none() | days), draw(maybe(concepts)),
        tuple(sorted(evidence, key=lambda e: (-e.confidence, e.iri))),
    )  # fmt: skip


@given(facts())
def test_round_trip(fact: Fact) -> None:
    (back,) = from_graph(to_graph([fact]))
    assert back == fact
    assert back.content_id() == fact.content_id()
    assert from_graph(to_graph([back])) == [fact]


@given(facts())
def test_round_trip_through_turtle(fact: Fact) -> None:
    text = to_graph([fact]).serialize(format="turtle")
    assert from_graph(rdflib.Graph().parse(data=text, format="turtle")) == [fact]


def test_what_is_written(fact: Fact) -> None:
    graph = to_graph([fact])
    node, vg = rdflib.URIRef(fact.iri), rdflib.Namespace(VG)
    assert (node, rdflib.RDF.type, vg.Supply) in graph
    assert (node, rdflib.RDFS.label, rdflib.Literal(fact.label, lang="en")) in graph
    assert (node, vg.validFrom, rdflib.Literal("2020-01-01", datatype=rdflib.XSD.date)) in graph
    assert (node, vg.supplier, rdflib.URIRef(VGD + "org-lens")) in graph
    source = rdflib.URIRef(VGD + "src-report")
    url = rdflib.Literal("https://example.org/report", datatype=rdflib.XSD.anyURI)
    assert (source, vg.url, url) in graph
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]


def test_shared_evidence_is_written_once(fact: Fact) -> None:
    other = replace(fact, iri=VGD + "sup-2")
    graph = to_graph([fact, other])
    assert len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(VG + "Evidence")))) == 1
    assert from_graph(graph) == [fact, other]


def test_second_class_is_kept(fact: Fact) -> None:
    graph = to_graph([fact])
    duty = rdflib.URIRef("http://www.w3.org/ns/odrl/2/Duty")
    graph.add((rdflib.URIRef(fact.iri), rdflib.RDF.type, duty))
    (back,) = from_graph(graph)
    assert back.cls == VG + "Supply"
    assert back.values(str(rdflib.RDF.type)) == (str(duty),)
    assert set(to_graph([back])) == set(graph)


@pytest.mark.parametrize(
    ("removed", "added", "said"),
    [
        ("type", None, "no class"),
        ("validFrom", rdflib.Literal("2020"), "not a date"),
        ("confidence", rdflib.Literal("high"), "not a number"),
        ("confidence", None, "not a number"),
    ],
)
def test_what_cannot_be_read(
    fact: Fact, removed: str, added: rdflib.Literal | None, said: str
) -> None:
    graph = to_graph([fact])
    prop = rdflib.RDF.type if removed == "type" else rdflib.URIRef(VG + removed)
    holder = rdflib.URIRef(fact.evidence[0].iri if removed == "confidence" else fact.iri)
    graph.remove((holder, prop, None))
    if added is not None:
        graph.add((holder, prop, added))
    with pytest.raises(DataError, match=said) as caught:
        from_graph(graph)
    assert caught.value.where == str(holder)


def test_numbers_come_back_exact(fact: Fact) -> None:
    precise = replace(fact, properties=((VG + "share", Decimal("0.1234567890123")),))
    (back,) = from_graph(to_graph([precise]))
    assert back.values(VG + "share") == (Decimal("0.1234567890123"),)
