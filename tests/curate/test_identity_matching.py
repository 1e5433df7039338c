"""Verdicts on pairs, and what is proposed for judging."""

from __future__ import annotations

import datetime as dt

import pytest

from valuegraph.curate.identity import KnownThing
from valuegraph.curate.judging import Judged, Judgements
from valuegraph.curate.matching import Matcher
from valuegraph.curate.organisation_names import compare_organisations, read_organisation
from valuegraph.curate.proposing import proposals
from valuegraph.errors import UsageError

DAY = dt.date(2026, 1, 31)


def judged(left: str, right: str, judgement: str = "same", kind: str = "organisation") -> Judged:
    return Judged(left, right, judgement, "for a reason", "curator", DAY, kind)


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("Salesforce, Inc.", "Salesforce", "same"),
        ("Foo Co., Ltd.", "Foo", "same"),
        ("Open AI", "OpenAI", "same"),
        ("Carnegie Mellon University (CMU)", "Carnegie Mellon University", "same"),
        ("Linköping University", "Linkoping University", "same"),
        ("Foo GmbH", "Foo Inc.", "unsure"),
        ("Inception", "Inception Inc", "unsure"),
        ("Weather Company", "Weather", "unsure"),
        ("Azure, OpenAI", "Azure OpenAI", "unsure"),
        ("Northeastern University (China)", "Northeastern University", "unsure"),
        ("Meta", "MetaX", "unsure"),
        ("University of Oxford", "University of Oslo", "different"),
        ("Michigan State University", "University of Michigan", "different"),
        ("Moscow State University", "Moscow University", "unsure"),
        ("Merck KGaA", "Merck", "unsure"),
    ],
)
def test_organisations_by_their_names_alone(left, right, verdict):
    assert compare_organisations(left, right).verdict == verdict


def test_a_legal_form_is_taken_off_at_the_end_only():
    assert read_organisation("Inc Corporation Labs").words == ("inc", "corporation", "labs")
    assert read_organisation("Co").words == ("co",)
    assert read_organisation("(only brackets)").words == ("only", "brackets")
    assert read_organisation("The Foo Ltd").words == ("foo",)


@pytest.mark.parametrize(
    ("left", "right", "verdict", "rung"),
    [
        ("Facebook", "Meta", "same", "judgement"),
        ("Google DeepMind", "Google", "different", "relation"),
        ("Google Brain", "DeepMind", "different", "relation"),
        ("Google Research", "Google Cloud", "different", "relation"),
        ("Google LLC", "Google", "same", "name"),
        ("AI2", "AI21 Labs", "different", "judgement"),
        ("Allen Institute", "AI21 Labs", "different", "judgement"),
        ("Baidu", "Bosch", "different", "known"),
        ("Baidu", "Baidu Cloud", "unsure", "none"),
        ("Nobody", "Somebody", "unsure", "none"),
        ("Same", "Same", "same", "name"),
    ],
)
def test_verdicts_on_organisations(left, right, verdict, rung):
    known = {"Baidu": "o:1", "Bosch": "o:2", "Baidu Cloud": "o:3"}
    matcher = Matcher(
        [
            judged("AI2", "AI21 Labs", "different"),
            judged("Allen Institute", "AI2"),
            judged("Google DeepMind", "Google"),
        ],
        lambda _kind, name: known.get(name),
    )
    found = matcher.match("organisation", left, right)
    assert (found.verdict, found.rung) == (verdict, rung)


def test_a_judgement_holds_for_every_spelling_of_a_model():
    matcher = Matcher([judged("gemini-2.5-flash-image", "Nano Banana", kind="model")])
    assert matcher.match("model", "google/gemini-2.5-flash-image", "nano-banana").verdict == "same"


def test_a_chain_of_judgements_does_not_overrule_a_mark():
    matcher = Matcher(
        [judged("Text V1", "Text", kind="model"), judged("Text V2", "Text", kind="model")]
    )
    found = matcher.match("model", "Text V1", "Text V2")
    assert found.verdict == "unsure"
    assert "version" in found.why


def test_only_models_and_organisations_are_matched():
    with pytest.raises(UsageError, match="'town'"):
        Matcher().match("town", "a", "b")


def test_proposals_are_found_in_blocks_and_told_apart_by_rules():
    things = [
        KnownThing("m:1", "Model", "Gopher"),
        KnownThing("m:2", "Model", "Gopher (280B)"),
        KnownThing("m:3", "Model", "Command R"),
        KnownThing("m:4", "Model", "Command R+"),
        KnownThing("o:1", "Organization", "Continental"),
        KnownThing("o:2", "Organization", "Continental Tyres"),
        KnownThing("o:3", "Organization", "Judged"),
        KnownThing("o:4", "Organization", "Judged Cloud"),
        KnownThing("x:1", "Dataset", "ArXiv"),
        KnownThing("x:2", "Dataset", "arxiv"),
        KnownThing("x:3", "Dataset", "Ar-Xiv"),
    ]
    known = [judged("Judged", "Judged Cloud", "different")]
    found = proposals(things, Matcher(known), Judgements(known))
    assert {(each.left, each.right) for each in found} == {
        ("Gopher", "Gopher (280B)"),
        ("Continental", "Continental Tyres"),
        ("ArXiv", "arxiv"),
        ("Ar-Xiv", "ArXiv"),
        ("Ar-Xiv", "arxiv"),
    }
    assert all(each.alike for each in found)


def test_a_crowded_block_is_left_out():
    many = [KnownThing(f"o:{n}", "Organization", f"National Body {n}") for n in range(500)]
    assert proposals(many, Matcher(), Judgements()) == ()
