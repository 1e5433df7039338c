"""What relations are called, alone and inside the sentences of others."""

from __future__ import annotations

import pytest

from valuegraph.curate.telling import noun, sentence
from valuegraph.facts.records import Iri
from valuegraph.resources import ontology_dir
from valuegraph.vocabulary import VG, VGD, VGX, load_vocabulary

NAMES = {VGD + "org-b": "Beta", VGD + "model-l": "Lane 7B", VGX + "managedApi": "managed API"}
PAIRS = (
    (VG + "hasProvider", Iri(VGD + "org-b")),
    (VG + "ofAsset", Iri(VGD + "model-l")),
    (VG + "hasChannel", Iri(VGX + "managedApi")),
)


@pytest.fixture(scope="module")
def relations():
    return load_vocabulary(ontology_dir()).relations


def test_an_offering_is_a_sentence_alone_and_a_thing_in_others(relations):
    term = relations[VG + "Offering"]
    assert sentence(term, PAIRS, NAMES.__getitem__) == "Beta offers Lane 7B (managed API)"
    inside = noun(term, PAIRS, NAMES.__getitem__)
    assert inside == "Lane 7B from Beta (managed API)"
    uptake = ((VG + "hasUser", Iri("user")), (VG + "ofOffering", Iri("it")))
    told = sentence(relations[VG + "Uptake"], uptake, {"user": "Agency", "it": inside}.__getitem__)
    assert told.startswith("Agency uses Lane 7B from Beta (managed API) for")


def test_what_has_no_noun_keeps_its_sentence(relations):
    term = relations[VG + "Development"]
    pairs = (
        (VG + "developer", Iri(VGD + "org-b")),
        (VG + "developedAsset", Iri(VGD + "model-l")),
    )
    assert noun(term, pairs, NAMES.__getitem__) == sentence(term, pairs, NAMES.__getitem__)


def test_a_long_sentence_is_cut_and_says_so(relations):
    names = {**NAMES, VGD + "org-b": "B" * 300}
    told = sentence(relations[VG + "Offering"], PAIRS, names.__getitem__)
    assert len(told) <= 160
    assert told.endswith("…")
