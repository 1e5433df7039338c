"""Documents are described once, and say how freely they may be passed on."""

from __future__ import annotations

import datetime as dt

import pytest

from valuegraph.curate.known import Known
from valuegraph.facts import assembly as a
from valuegraph.facts.records import Iri
from valuegraph.importing.citing import LICENCE_CLASS, document_iris, source_nodes
from valuegraph.sources.manifest import Document, Manifest
from valuegraph.vocabulary import VG, VGD, VGX

DAY = dt.date(2026, 1, 31)
CORE = VGD + "src-core"
TYPED = [(a.RDF_TYPE, Iri(VG + "Source"))]


def manifest(licence: str = "none stated", cls: str = "local") -> Manifest:
    documents = {
        "": Document("Tolls", "https://example.org"),
        "b": Document("Table B", "https://example.org/b", issued=dt.date(2025, 1, 1)),
        "core": Document("Core", "https://example.org/c", iri="src-core"),
    }
    return Manifest(
        "tolls", "Tolls", "House", "u", licence, cls, "cite us", DAY, DAY, documents=documents
    )


def nodes(known=None, held=None, cited=(), **given):
    return source_nodes(
        manifest(**given), Known(known or {}), Known(held or {}), set(cited), (DAY, DAY)
    )


def test_documents_are_called_after_source_and_key_unless_they_are_known():
    assert document_iris(manifest()) == {
        "": VGD + "src-tolls", "b": VGD + "src-tolls-b", "core": CORE,
    }  # fmt: skip


def test_a_document_that_nothing_cites_is_not_written_but_for_the_whole():
    assert set(nodes()) == {VGD + "src-tolls"}
    assert set(nodes(cited=[VGD + "src-tolls-b"])) == {VGD + "src-tolls", VGD + "src-tolls-b"}


def test_a_document_has_its_own_day_and_a_licence_in_words_stays_text():
    told = dict(nodes(cited=[VGD + "src-tolls-b"])[VGD + "src-tolls-b"])
    assert told[a.ISSUED] == dt.date(2025, 1, 1)
    assert told[a.LICENSE] == "none stated"
    assert not isinstance(told[a.LICENSE], Iri)


@pytest.mark.parametrize(
    ("cls", "concept"),
    [("open", "openData"), ("share-alike", "shareAlikeData"),
     ("non-commercial", "nonCommercialData"), ("local", "localOnly")],
)  # fmt: skip
def test_every_licence_class_has_its_concept(cls, concept):
    assert dict(nodes(cls=cls)[VGD + "src-tolls"])[LICENCE_CLASS] == VGX + concept


def test_a_document_that_others_describe_gets_its_licence_class_only_once():
    bare = {CORE: TYPED}
    assert nodes(bare, cited=[CORE])[CORE] == ((LICENCE_CLASS, Iri(VGX + "localOnly")),)
    classed = {CORE: [*TYPED, (LICENCE_CLASS, Iri(VGX + "openData"))]}
    assert CORE not in nodes(classed, cited=[CORE])


def test_a_document_that_only_an_earlier_copy_cites_stays():
    gone = VGD + "src-tolls-gone"
    held = {gone: [*TYPED, (a.TITLE, "Gone")]}
    assert nodes(held=held, cited=[gone])[gone] == tuple(held[gone])
    assert gone not in nodes(held=held)
    assert gone not in nodes(held, held, cited=[gone])
