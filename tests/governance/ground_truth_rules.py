"""Prohibitions, exemptions, scopes, silence, and what passes on, worked out by hand."""

from types import SimpleNamespace

from licence_tests_texts import (
    COMMERCIAL,
    DERIVE,
    DISTRIBUTE,
    GAIN,
    HOST,
    IMPROVE,
    ODRL,
    TRAIN,
    USE,
    VG,
    answer,
    ask,
    day,
    grants,
    llama_2,
    party,
    policy,
    rule,
)

# --- prohibitions, exemptions, what is not mentioned -------------------------------------------


def check_a_prohibition_wins(api):
    small = party(api, own=1e6, affiliates=0)
    assert answer(api, llama_2(api), small, TRAIN) == "prohibited"
    assert answer(api, llama_2(api), small, IMPROVE) == "prohibited"


def check_the_own_family_is_spared(api):
    small = party(api, own=1e6, affiliates=0)
    family = frozenset({"model-llama-2-13b", "family-llama-2"})
    other = frozenset({"model-mistral-7b"})
    assert answer(api, llama_2(api), small, TRAIN, improves=family) == "permitted"
    assert answer(api, llama_2(api), small, TRAIN, improves=other) == "prohibited"


def check_what_is_not_mentioned_is_not_permitted(api):
    found = ask(api, llama_2(api), party(api, own=1e6, affiliates=0), VG + "sublicense")
    assert str(found.answer) == "prohibited"
    assert "does not mention" in found.reason
    plain = policy(api, *grants(api, USE))
    for action in (COMMERCIAL, DERIVE, DISTRIBUTE, HOST):
        assert answer(api, plain, api.Party(), action) == "prohibited"


def check_silence_of_an_unread_text_is_unknown(api):
    unread = policy(api, *grants(api, USE), text_seen=False)
    assert answer(api, unread, api.Party(), DERIVE) == "unknown"
    limits_only = policy(
        api, rule(api, "prohibition", TRAIN, "2(c)", restriction="noTrainingOnOutputs")
    )
    assert answer(api, limits_only, api.Party(), USE) == "unknown"
    assert answer(api, limits_only, api.Party(), TRAIN) == "prohibited"


def check_before_and_after_its_time_a_policy_says_nothing(api):
    bounded = policy(api, *grants(api, USE, begins=day("2024-01-01"), ends=day("2025-01-01")))
    for on, expected in (
        ("2023-12-31", "unknown"),
        ("2024-01-01", "permitted"),
        ("2024-12-31", "permitted"),
        ("2025-01-01", "unknown"),
    ):
        assert answer(api, bounded, api.Party(), on=on) == expected


def check_a_scope_is_kept(api):
    scoped = policy(api, *grants(api, USE, scope="nonCommercialResearchPurpose"))
    for purpose, expected in (
        (None, "conditional"),
        ("researchPurpose", "conditional"),
        ("nonCommercialResearchPurpose", "permitted"),
        ("personalPurpose", "prohibited"),
        (GAIN, "prohibited"),
    ):
        assert answer(api, scoped, api.Party(), purpose=purpose) == expected


def check_a_narrower_purpose_is_within_a_wider_scope(api):
    wide = policy(api, *grants(api, USE, scope="nonCommercialPurpose"))
    assert answer(api, wide, api.Party(), purpose="nonCommercialResearchPurpose") == "permitted"


def check_consent_is_a_condition(api):
    consent = rule(
        api,
        "duty",
        ODRL + "obtainConsent",
        "2, last",
        restriction="approval",
        required_for=COMMERCIAL,
    )
    asked = policy(api, *grants(api, USE), consent)
    found = ask(api, asked, api.Party(), COMMERCIAL)
    assert str(found.answer) == "conditional"
    assert found.missing == ("written consent of Licensor",)
    assert answer(api, asked, api.Party(), USE) == "permitted"


def check_a_territory_bites_where_it_is(api):
    union = "https://w3id.org/valuegraph/data/jur-eu"
    korea = "https://w3id.org/valuegraph/data/jur-kr"
    there = api.Condition(
        "con", "Deployment territory X", "deploymentTerritory", "isAnyOf", (korea,)
    )
    seated = api.Condition("con", "Licensee location EU", "licenseeLocation", "eq", (union,))
    for condition, where, expected in (
        (there, {"used_in": frozenset({korea})}, "prohibited"),
        (there, {"used_in": frozenset({"jur-us"})}, "permitted"),
        (there, {}, "conditional"),
        (seated, {"located_in": frozenset({union, "jur-de"})}, "prohibited"),
        (seated, {"located_in": frozenset({"jur-de"})}, "conditional"),
    ):
        limit = rule(
            api, "prohibition", USE, "5.c", restriction="territory", conditions=(condition,)
        )
        assert answer(api, policy(api, *grants(api, USE), limit), api.Party(**where)) == expected


def check_a_listed_aim_is_forbidden_and_others_are_told(api):
    aims = api.Condition(
        "con", "Purpose military", "purpose", "isAnyOf", ("military use in any way",)
    )
    limit = rule(api, "prohibition", USE, "A", restriction="usePolicy", conditions=(aims,))
    limited = policy(api, *grants(api, USE, DERIVE), limit)
    assert answer(api, limited, api.Party(), aims=("military",)) == "prohibited"
    assert answer(api, limited, api.Party(), DERIVE, aims=("military drones",)) == "permitted"
    found = ask(api, limited, api.Party())
    assert str(found.answer) == "permitted"
    assert found.of(api.Effect.LIMITS)


# --- what passes on ----------------------------------------------------------------------------


def derivation(**said):
    vgx = "https://w3id.org/valuegraph/scheme#"
    values = {name: (value,) for name, value in said.items() if value and name != "kinds"}
    values["derivationKind"] = tuple(vgx + kind for kind in said["kinds"])
    return SimpleNamespace(
        iri="der",
        one=lambda prop: values.get(prop, (None,))[0],
        all=lambda prop: values.get(prop, ()),
    )


def check_the_way_depends_on_the_technique(api):
    for kinds, teacher, expected in (
        (["fineTuning"], None, ["weights"]),
        (["merging"], None, ["weights"]),
        (["quantisation"], None, ["weights"]),
        (["notStatedDerivation"], None, ["weights"]),
        (["distillation"], None, ["outputs"]),
        (["distillation"], "teacher", ["weights", "outputs"]),
        (["distillation"], "base", ["outputs"]),
        (["distillation", "pruning"], None, ["weights"]),
        (["allegedDistillation"], "base", ["outputs"]),
        (["architectureReuse"], None, ["nothing"]),
        (["dataDerivation"], None, ["data"]),
        (["fineTuning"], "teacher", ["weights", "outputs"]),
    ):
        record = derivation(kinds=kinds, sourceAsset="base", teacherAsset=teacher)
        assert [str(link.way) for link in api.links_of(record)] == expected, (kinds, teacher)


def check_outputs_carry_only_what_reaches_them(api):
    terms = policy(
        api,
        *grants(api, USE, scope="nonCommercialPurpose"),
        rule(api, "prohibition", TRAIN, "1", restriction="noTrainingOnOutputs"),
        rule(api, "duty", ODRL + "nextPolicy", "2", restriction="modelCopyleft"),
        rule(api, "duty", ODRL + "attribute", "3", restriction="attribution"),
        rule(api, "duty", VG + "name", "4", restriction="naming", reaches_outputs=True),
        rule(api, "duty", VG + "name", "5", restriction="naming", reaches_outputs=False),
        rule(api, "ending", None, "6", restriction="terminationOnBreach"),
    )
    clauses = {way: [p.rule.clause for p in api.passes(terms, way, None)] for way in api.Way}
    assert clauses[api.Way.WEIGHTS] == ["1.a", "1", "2", "4", "5", "3"]
    assert clauses[api.Way.OUTPUTS] == ["1", "2", "4"]
    assert clauses[api.Way.NOTHING] == []


def child(api, name="Tuned", terms=(), makers=("org-b",), text=None, stems=()):
    return api.Descendant(name, frozenset(stems), frozenset(makers), tuple(terms), text)


def tensions(api, descendant, terms, way="weights", owners=("org-a",)):
    found = api.conflicts(descendant, terms, api.Way(way), "base", frozenset(owners))
    return [each.kind for each in found]


def check_conflicts_follow_from_the_terms(api):
    strict = policy(
        api,
        *grants(api, USE),
        rule(api, "duty", VG + "name", "1.b.i", restriction="naming", label_text="Llama 3"),
        rule(api, "duty", VG + "followUsePolicy", "1.b.iv", restriction="usePolicy"),
    )
    gainless = api.Policy("nc", "NC", tuple(grants(api, USE, scope="nonCommercialPurpose")))
    free = api.Policy("mit", "MIT", tuple(grants(api, USE, COMMERCIAL)))
    assert tensions(api, child(api, "llama3-x", (strict,)), strict) == []
    assert tensions(api, child(api, "X", (strict,)), strict) == ["conflictNaming"]
    assert tensions(api, child(api, "Llama-3-X", (free,)), strict) == ["conflictPassOn"]
    assert tensions(api, child(api, "X", (free,)), gainless) == ["conflictNonCommercial"]
    assert tensions(api, child(api, "X", (gainless,)), free) == ["conflictStricter"]
    assert tensions(api, child(api, "X", (), text="custom"), gainless) == ["conflictUnclear"]
    assert tensions(api, child(api, "X", (free,)), gainless, owners=("org-b",)) == []


def check_learning_from_outputs_against_a_ban_is_a_conflict(api):
    ban = policy(
        api,
        rule(
            api, "prohibition", TRAIN, "2(c)", restriction="noTrainingOnOutputs",
            exempts=frozenset({"family"}),
        ),
    )  # fmt: skip
    assert tensions(api, child(api), ban, "outputs") == ["conflictOutputTraining"]
    assert tensions(api, child(api, stems=("family",)), ban, "outputs") == []


CHECKS = tuple(value for name, value in sorted(globals().items()) if name.startswith("check_"))
