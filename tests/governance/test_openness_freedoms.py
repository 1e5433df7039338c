"""Components and freedoms by hand, on records made here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.governance.openness import Case, Reading, Term, freedoms, vector
from valuegraph.governance.openness.components import COMPONENTS, WORDS, implied
from valuegraph.governance.openness.effects import LIMITED
from valuegraph.governance.openness.reading import RANKS
from valuegraph.resources import ontology_dir
from valuegraph.vocabulary import load_vocabulary
from valuegraph.vocabulary.namespaces import VGX

FREE = tuple(
    Term(f"t-{action}", f"the licence permits to {action}", "permissionGrant", "Permission", action)
    for action in ("use", "derive", "distribute")
)
NOTICE = Term("t-notice", "the licence asks for a notice", "attribution", "Duty", "attribute")
THRESHOLD = Term("t-size", "up to 700 m users", "sizeThreshold", "Permission", "use", "2")
READ = {"trainingData": "available", "trainingCode": "available"}


def parts(**statuses):
    return vector(Reading(name, status, f"fact-{name}") for name, status in statuses.items())


def judged(level="downloadable", terms=FREE, licences=("L",), statuses=None):
    case = Case(
        "offering", level, parts(**(READ if statuses is None else statuses)), licences, terms
    )
    return {freedom.name: freedom for freedom in freedoms(case)}


def verdicts(**given_):
    return tuple(freedom.verdict for freedom in judged(**given_).values())


def test_everything_there_and_a_notice_only_is_free():
    assert verdicts(terms=(*FREE, NOTICE)) == ("granted",) * 4


def test_without_data_study_is_denied_and_modifying_conditional():
    found = judged(statuses={"trainingData": "notAvailable", "trainingCode": "available"})
    assert found["study"].verdict == "denied"
    assert found["modify"].verdict == "conditional"
    assert (found["use"].verdict, found["share"].verdict) == ("granted", "granted")
    (block,) = found["study"].deciding
    assert (block.says, block.facts) == ("training data not available", ("fact-trainingData",))


def test_what_is_not_on_record_is_unknown_never_absent():
    assert verdicts(statuses={}) == ("granted", "unknown", "unknown", "granted")
    assert judged(statuses={})["study"].deciding[0].facts == ()


def test_part_of_the_data_makes_study_conditional():
    found = verdicts(statuses={"trainingData": "partial", "trainingCode": "available"})
    assert found == ("granted", "conditional", "conditional", "granted")


def test_sources_that_differ_stay_and_leave_the_freedom_unknown():
    read = [
        Reading("trainingCode", "notAvailable", "a"),
        Reading("trainingCode", "available", "b"),
        Reading("trainingData", "available", "c"),
    ]
    vec = vector(read)
    assert vec["trainingCode"].told == "available / not available"
    assert vec["trainingCode"].facts == ("a", "b")
    study = freedoms(Case("o", "downloadable", vec, ("L",), FREE))[1]
    assert study.verdict == "unknown"
    assert study.deciding[0].facts == ("a", "b")


def test_two_names_for_data_count_as_one_part():
    assert verdicts(statuses={"baseTrainingData": "available", "trainingCode": "available"}) == (
        ("granted",) * 4
    )


@pytest.mark.parametrize("level", ["hostedAccess", "apiAccess"])
def test_an_interface_gives_answers_and_no_copy(level):
    assert verdicts(level=level) == ("granted", "denied", "denied", "denied")
    assert verdicts(level=level, terms=(), licences=())[0] == "unknown"


def test_what_is_not_offered_denies_everything_whatever_else_is_said():
    assert verdicts(level="fullyClosed", terms=(), licences=()) == ("denied",) * 4


def test_stages_limit_and_an_unknown_level_is_unknown():
    assert verdicts(level="gradualRelease") == ("conditional",) * 4
    assert verdicts(level="unknownAccess") == ("unknown",) * 4


def test_terms_not_on_record_are_unknown():
    assert verdicts(terms=(), licences=()) == ("unknown", "granted", "unknown", "unknown")
    assert judged(terms=())["use"].deciding[0].says == "the terms of L are not on record"


def test_an_action_that_the_record_leaves_out_is_unknown():
    found = judged(terms=FREE[:1])
    assert found["use"].verdict == "granted"
    assert found["modify"].deciding[0].says == "the terms on record do not mention modifying"


def test_an_unknown_freedom_tells_the_limits_that_are_known():
    policy = Term("t", "keep to the policy", "usePolicy", "Duty")
    told = [block.says for block in judged(terms=(policy,))["use"].deciding]
    assert told == ["the terms on record do not mention using", "keep to the policy"]


def test_a_permission_for_some_purposes_is_conditional():
    scoped = Term(
        "t", "for research", "permissionGrant", "Permission", "use", purposes=("research",)
    )
    assert judged(terms=(scoped, *FREE[1:]))["use"].deciding[0].says == "for research"
    assert verdicts(terms=(scoped, *FREE))[0] == "granted"


def test_a_threshold_on_use_takes_every_right_and_one_on_sales_only_use():
    assert verdicts(terms=(*FREE, THRESHOLD)) == (
        *("conditional", "granted", "conditional", "conditional"),
    )
    on_sales = Term("t", "x", "sizeThreshold", "Permission", "CommercialUse")
    label = Term("t", "x", "sizeThreshold", "Duty", "attribute")
    for term in (on_sales, label):
        assert verdicts(terms=(*FREE, term)) == ("conditional", "granted", "granted", "granted")


def test_the_weightiest_term_is_told_first_with_its_clause():
    policy = Term("t-aup", "keep to the policy", "usePolicy", "Duty", "followUsePolicy", "5")
    deciding = judged(terms=(policy, *FREE, THRESHOLD))["use"].deciding
    assert [(block.says, block.clause) for block in deciding] == [
        ("up to 700 m users", "2"),
        ("keep to the policy", "5"),
    ]


@pytest.mark.parametrize(
    ("kind", "limited"),
    [
        ("approval", "use"),
        ("noTrainingOnOutputs", "use"),
        ("usePolicy", "use"),
        ("versionDuty", "use"),
        ("noDataExtraction", "use study"),
        ("hosting", "use share"),
        ("documentation", "modify"),
        ("naming", "share"),
        ("modelCopyleft", "share"),
        ("bindRecipients", "share"),
        ("noSublicensing", "share"),
        ("nonCommercial", "use modify share"),
        ("researchOnly", "use modify share"),
        ("territory", "use modify share"),
        ("terminationOnNotice", "use modify share"),
        ("attribution", ""),
        ("copyOfTerms", ""),
        ("modificationNotice", ""),
        ("terminationOnBreach", ""),
    ],
)
def test_each_kind_of_term_limits_what_it_speaks_of(kind, limited):
    found = judged(terms=(*FREE, Term("t", "told", kind, "Duty")))
    assert {name for name, f in found.items() if f.verdict == "conditional"} == set(limited.split())
    assert {f.verdict for f in found.values()} <= {"granted", "conditional"}


def test_taking_apart_forbidden_denies_study():
    forbids = Term("t", "no reverse engineering", "reverseEngineering", "Prohibition")
    assert judged(terms=(*FREE, forbids))["study"].verdict == "denied"


def test_a_kind_of_term_that_nobody_judged_limits_use():
    assert verdicts(terms=(*FREE, Term("t", "x", "brandNewKind", "Duty")))[0] == "conditional"


def test_the_level_says_what_its_definition_says():
    def said(level, channel="weightDownload", stated=()):
        return {(r.component, r.status) for r in implied(level, channel, "o", stated)}

    assert said("downloadable") == {("weights", "available")}
    assert said("gradualRelease") == {("weights", "partial")}
    assert said("downloadable", "managedApi") == set()
    assert said("apiAccess") == set()
    assert said("fullyOpen") == {
        ("weights", "available"),
        ("trainingData", "available"),
        ("trainingCode", "available"),
    }
    partial = [Reading("weights", "partial", "f")]
    absent = [Reading("weights", "notAvailable", "f")]
    assert said("downloadable", stated=partial) == set()
    assert said("downloadable", stated=absent) == {("weights", "available")}


OPENNESS = {"granted": 2, "conditional": 1, "denied": 0}


@given(
    st.sampled_from(sorted(LIMITED)),
    st.sampled_from(["Permission", "Prohibition", "Duty"]),
    st.dictionaries(
        st.sampled_from(["trainingData", "trainingCode"]), st.sampled_from(sorted(WORDS))
    ),
)
def test_a_further_term_never_opens_anything(kind, force, statuses):
    before = judged(statuses=statuses)
    after = judged(statuses=statuses, terms=(*FREE, Term("new", "new", kind, force)))
    for name, freedom in before.items():
        if freedom.verdict in OPENNESS and after[name].verdict in OPENNESS:
            assert OPENNESS[after[name].verdict] <= OPENNESS[freedom.verdict]
        else:
            assert after[name].verdict != "granted"


def test_every_concept_of_the_ontology_is_judged():
    concepts = load_vocabulary(ontology_dir()).concepts.values()

    def of(scheme):
        return {c.iri.removeprefix(VGX): c for c in concepts if VGX + scheme in c.schemes}

    assert set(LIMITED) == set(of("restrictionKind"))
    assert set(COMPONENTS) == set(of("component"))
    levels = {name: c.rank for name, c in of("accessLevel").items() if c.rank}
    assert levels == RANKS
