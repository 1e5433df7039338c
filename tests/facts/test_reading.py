"""Facts about one thing, read through rows of a store."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from valuegraph.errors import UnknownNameError
from valuegraph.facts import Evidence, Fact, Iri, facts_about, facts_of
from valuegraph.facts.rdf import from_graph, to_graph
from valuegraph.store import Store
from valuegraph.vocabulary import VG, VGD, VGX

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DECLARED = f"""
<{VG}Supply> <{VG}edgeSource> <{VG}supplier> ; <{VG}edgeTarget> <{VG}dependent> .
<{VG}Domicile> <{VG}edgeSource> <{VG}inJurisdiction> ; <{VG}edgeTarget> <{VG}organization> .
"""


@pytest.fixture
def opened(tmp_path: Path, fact: Fact) -> Callable[..., Store]:
    def open_with(*facts: Fact) -> Store:
        path = tmp_path / "facts.ttl"
        path.write_text(to_graph(facts or (fact,)).serialize(format="turtle") + DECLARED, "utf-8")
        return Store.open([path], cache=None)

    return open_with


def test_out_of_the_source_and_into_the_target(opened: Callable[..., Store], fact: Fact) -> None:
    rows = opened().rows
    assert facts_about(rows, VGD + "org-lens") == ([fact], [])
    assert facts_about(rows, VGD + "org-chip") == ([], [fact])
    assert facts_about(rows, VGD + "org-nobody") == ([], [])


def test_mere_participants_have_it_coming_in(opened: Callable[..., Store], fact: Fact) -> None:
    role = Iri(VGX + "lithographyOptics")
    filled = replace(
        fact, properties=(*fact.properties[:1], (VG + "fillsRole", role), *fact.properties[1:])
    )
    assert facts_about(opened(filled).rows, role) == ([], [filled])


def test_thing_at_both_ends_is_told_once(opened: Callable[..., Store], fact: Fact) -> None:
    own = Iri(VGD + "org-lens")
    loop = replace(fact, properties=((VG + "dependent", own), (VG + "supplier", own)))
    assert facts_about(opened(loop).rows, own) == ([loop], [])


def test_direction_is_that_of_the_class(opened: Callable[..., Store], fact: Fact) -> None:
    seat = replace(
        fact,
        iri=VGD + "dom-1",
        cls=VG + "Domicile",
        properties=(
            (VG + "inJurisdiction", Iri(VGD + "jur-nl")),
            (VG + "organization", Iri(VGD + "org-lens")),
        ),
    )
    assert facts_about(opened(fact, seat).rows, VGD + "org-lens") == ([fact], [seat])


def test_order_is_class_then_start(opened: Callable[..., Store], fact: Fact) -> None:
    later = replace(fact, iri=VGD + "sup-0", valid_from=dt.date(2021, 1, 1))
    dateless = replace(fact, iri=VGD + "sup-9", valid_from=None)
    outgoing, _ = facts_about(opened(later, fact, dateless).rows, VGD + "org-lens")
    assert outgoing == [dateless, fact, later]


def test_evidence_best_first_and_disputes(
    opened: Callable[..., Store], fact: Fact, evidence: Evidence
) -> None:
    against = replace(
        evidence, iri=VGD + "ev-0", confidence=evidence.confidence / 10 * 9, supports=False
    )
    told = replace(fact, evidence=(evidence, against))
    ((found,), _) = facts_about(opened(told).rows, VGD + "org-lens")
    assert found == told
    assert found.disputed


def test_same_facts_from_rows_and_from_a_graph(opened: Callable[..., Store]) -> None:
    store = opened()
    (node,) = (row[0] for row in store.rows("SELECT ?f { ?f vg:hasEvidence ?e }")[1])
    graph = store.construct("CONSTRUCT WHERE { ?s ?p ?o }")
    assert facts_of(store.rows, [node]) == from_graph(graph)


def test_many_facts(opened: Callable[..., Store], fact: Fact) -> None:
    many = [replace(fact, iri=f"{VGD}sup-{n:05}", label=f"{n:05}") for n in range(2500)]
    assert facts_about(opened(*many).rows, VGD + "org-lens") == (many, [])


@pytest.mark.parametrize("text", ["", "org lens", "x> ?p ?o } #", '"', "a\nb"])
def test_what_is_no_iri_reaches_no_query(text: str) -> None:
    def rows(sparql: str) -> tuple[list[str], list[tuple[object, ...]]]:
        pytest.fail(f"asked {sparql}")

    with pytest.raises(UnknownNameError, match="not an IRI"):
        facts_about(rows, text)
