"""The ladder from a source's name to a known thing, rung by rung."""

from __future__ import annotations

import datetime as dt

import pytest

from valuegraph.curate.identity import Identity, Judged, KnownThing, kind_of, level_of
from valuegraph.facts.drafts import Mention

DAY = dt.date(2026, 1, 31)


def judged(left: str, right: str, judgement: str = "same", kind: str = "") -> Judged:
    return Judged(left, right, judgement, "for a reason", "curator", DAY, kind)


THINGS = (
    KnownThing("m:llama", "Model", "Llama 3.1 8B", (), ("hf:meta-llama/Llama-3.1-8B",), ("Meta",)),
    KnownThing("m:commandr", "Model", "Command R"),
    KnownThing("m:r1", "Model", "DeepSeek-R1", ("R1",)),
    KnownThing("m:opus", "Model", "Claude 3 Opus"),
    KnownThing("f:gemma", "ModelFamily", "Gemma 2"),
    KnownThing("a:llama", "Artifact", "meta-llama/Llama-3.1-8B"),
    KnownThing("o:google", "Organization", "Google", ("DeepMind",)),
    KnownThing("o:meta", "Organization", "Meta"),
    KnownThing("o:metax", "Organization", "MetaX"),
    KnownThing("o:us", "Authority", "US Treasury"),
    KnownThing("o:nexus1", "Organization", "Nexus"),
    KnownThing("c:h100", "AIChip", "NVIDIA H100 SXM5 80GB"),
    KnownThing("x:one", "Application", "Copy"),
    KnownThing("x:two", "Application", "COPY"),
)


@pytest.fixture
def identity():
    return Identity(
        THINGS,
        [
            judged("Facebook", "Meta", kind="organisation"),
            judged("MetaX", "Meta", "different", "organisation"),
            judged("R one", "DeepSeek-R1", kind="model"),
            judged("Command", "Command R", "unsure", "model"),
        ],
    )


@pytest.mark.parametrize(
    ("mention", "iri", "rung"),
    [
        (Mention("Model", "Anything", ids=("hf:Meta-Llama/llama-3.1-8b",)), "m:llama", "identifier"),
        (Mention("Model", "Llama 3.1 8B"), "m:llama", "name"),
        (Mention("Model", "Llama-3.1-8B", maker="Facebook"), "m:llama", "name"),
        (Mention("Model", "R1"), "m:r1", "alias"),
        (Mention("Model", "R one"), "m:r1", "alias"),
        (Mention("Model", "claude-3-opus-20240229"), "m:opus", "name"),
        (Mention("Organization", "Facebook"), "o:meta", "alias"),
        (Mention("Organization", "Facebook, Inc."), "o:meta", "alias"),
        (Mention("Organization", "Google LLC"), "o:google", "name"),
        (Mention("Organization", "DeepMind"), "o:google", "alias"),
        (Mention("Organization", "Google Brain"), "o:google", "alias"),
        (Mention("Organization", "US Treasury"), "o:us", "name"),
        (Mention("AIChip", "nvidia h100 sxm5 80GB"), "c:h100", "name"),
        (Mention("Artifact", "meta-llama/llama-3.1-8b"), "a:llama", "name"),
        (Mention("Model", "Odd", names=("Command-R",)), "m:commandr", "name"),
    ],
)  # fmt: skip
def test_a_name_leads_to_one_thing(identity, mention, iri, rung):
    found = identity.resolve(mention)
    assert (found.iri, found.rung) == (iri, rung)
    assert found.why


@pytest.mark.parametrize(
    ("mention", "rung"),
    [
        (Mention("Model", "Gemma 2"), "new"),
        (Mention("Model", "Command R+"), "proposed"),
        (Mention("Model", "Command"), "new"),
        (Mention("Model", "DeepSeek-R1 (May 2025)"), "proposed"),
        (Mention("Model", "unsloth/Llama-3.1-8B"), "new"),
        (Mention("Model", "Llama 3.1 8B Instruct"), "new"),
        (Mention("Model", "llama 3.1 8b", maker="Anthropic"), "proposed"),
        (Mention("Model", "Llama 3.1 70B", ids=("hf:meta-llama/Llama-3.1-8B",)), "proposed"),
        (Mention("ServingVariant", "Llama 3.1 8B"), "new"),
        (Mention("Artifact", "meta-llama/Llama-3.1-8B-GGUF"), "new"),
        (Mention("Organization", "Metaverse"), "new"),
        (Mention("Organization", "Nexus, Inc."), "proposed"),
        (Mention("Application", "copy"), "proposed"),
    ],
)
def test_nothing_is_merged_without_a_rung(identity, mention, rung):
    found = identity.resolve(mention)
    assert found.iri is None
    assert found.rung == rung


def test_a_negative_judgement_blocks_every_later_rung():
    thing = KnownThing("o:metax", "Organization", "MetaX", ("Meta X",), ("lei:1",))
    free = Identity([thing])
    blocked = Identity([thing], [judged("Meta-X", "MetaX", "different", "organisation")])
    for mention in (
        Mention("Organization", "Meta-X"),
        Mention("Organization", "Meta-X", ids=("lei:1",)),
    ):
        assert free.resolve(mention).iri == "o:metax"
        found = blocked.resolve(mention)
        assert (found.iri, found.rung) == (None, "proposed")
        assert "for a reason" in found.why
        assert found.candidates == ("o:metax",)


def test_a_label_leads_to_its_thing_whatever_is_judged_of_other_names():
    things = [KnownThing("m:1", "Model", "Grok-2"), KnownThing("m:2", "Model", "Grok 2 (x)")]
    identity = Identity(
        things,
        [
            judged("Grok 2", "Grok 2 (x)", kind="model"),
            judged("Grok 2 (x)", "Grok-2", "unsure", "model"),
        ],
    )
    assert identity.resolve(Mention("Model", "Grok-2")).iri == "m:1"
    assert identity.resolve(Mention("Model", "Grok 2 (x)")).iri == "m:2"


def test_a_declared_identifier_comes_after_a_shared_repository():
    identity = Identity(
        [
            KnownThing("m:1", "Model", "One", ids=("models.dev:lab/one",)),
            KnownThing("m:2", "Model", "Two", ids=("hf:lab/two",)),
        ]
    )
    assert identity.resolve(Mention("Model", "x", ids=("models.dev:lab/one",))).rung == "declared"
    both = Mention("Model", "x", ids=("models.dev:lab/one", "hf:lab/two"))
    found = identity.resolve(both)
    assert (found.iri, found.rung) == (None, "proposed")
    assert set(found.candidates) == {"m:1", "m:2"}


def test_a_thing_added_later_is_found():
    identity = Identity([])
    assert identity.resolve(Mention("Model", "Road 1")).rung == "new"
    identity.add(KnownThing("m:road", "Model", "Road 1"))
    assert identity.resolve(Mention("Model", "road-1")).iri == "m:road"


def test_makers_are_compared_as_firms(identity):
    assert identity.one_firm("Facebook", "Meta")
    assert identity.one_firm("Google Brain", "Google LLC")
    assert identity.one_firm("Google Brain", "Google Research")
    assert identity.one_firm("LG AI Research", "LG")
    assert identity.one_firm("Inception", "G42")
    assert not identity.one_firm("Meta", "MetaX")


def test_classes_have_a_level_and_a_kind():
    assert level_of("Authority") == "Organization"
    assert kind_of("Authority") == "organisation"
    assert kind_of("ModelFamily") == kind_of("Model") == "model"
    assert kind_of("Dataset") == "thing"
