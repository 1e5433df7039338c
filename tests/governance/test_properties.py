"""What must hold of any policy, party and day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from valuegraph.governance.licences import Act, Answer, Condition, Figure, Kind, Party, Policy, Rule
from valuegraph.governance.licences.permitting import permits
from valuegraph.governance.licences.policies import (
    COMMERCIAL_USE,
    DERIVE,
    DISTRIBUTE,
    HOST,
    IMPROVE_OTHER_MODEL,
    TRAIN_ON_OUTPUTS,
    USE,
)
from valuegraph.governance.licences.verdicts import STRICTNESS

ACTIONS = (USE, COMMERCIAL_USE, DERIVE, DISTRIBUTE, HOST, TRAIN_ON_OUTPUTS, IMPROVE_OTHER_MODEL)
WITHIN = {HOST: COMMERCIAL_USE, TRAIN_ON_OUTPUTS: IMPROVE_OTHER_MODEL, IMPROVE_OTHER_MODEL: USE}
PURPOSES = (None, "nonCommercialPurpose", "researchPurpose", "nonCommercialResearchPurpose")
LOSSES = (
    "separateLicenceAtDiscretion",
    "separateLicenceOnRequest",
    "licenceEnds",
    "rightsNotGranted",
)
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2027, 12, 31))
SIZES = st.integers(0, 1_000).map(float)


@st.composite
def conditions(draw):
    fixed = draw(st.booleans())
    return Condition(
        iri="con",
        label="Monthly active users up to a limit",
        operand="monthlyActiveUsers",
        operator=draw(st.sampled_from(["lteq", "lt"])),
        values=(draw(SIZES),),
        fixed=fixed,
        on=draw(st.none() | DAYS) if fixed else None,
        affiliates=draw(st.sampled_from([True, False, None])),
        unit=draw(st.sampled_from(["", "of the product", "in the preceding calendar month"])),
    )


@st.composite
def rules(draw, kind=None):
    chosen = kind or draw(st.sampled_from(list(Kind)))
    cap = draw(conditions())
    threshold = chosen is Kind.PERMISSION and draw(st.booleans())
    limited = threshold or (chosen is Kind.PERMISSION and draw(st.booleans()))
    ends = draw(st.none() | st.just(dt.date(2026, 1, 1)))
    return Rule(
        iri=f"term-{draw(st.integers(0, 10_000))}",
        label="a term",
        kind=chosen,
        action=None if chosen is Kind.ENDING else draw(st.sampled_from(ACTIONS)),
        restriction="sizeThreshold" if threshold else "permissionGrant",
        clause="1",
        conditions=(cap,) if limited else (),
        scope=draw(st.sampled_from(PURPOSES)) if chosen is Kind.PERMISSION else None,
        consequence=draw(st.sampled_from(LOSSES)) if threshold else None,
        begins=dt.date(2023, 1, 1),
        ends=ends,
    )


@st.composite
def policies(draw):
    return Policy(
        iri="lic",
        label="A Licence",
        rules=tuple(draw(st.lists(rules(), max_size=6))),
        text_seen=draw(st.booleans()),
        within=WITHIN,
    )


@st.composite
def figures(draw):
    if draw(st.booleans()):
        return (Figure(draw(SIZES)),)
    turns = draw(st.lists(DAYS, unique=True, max_size=3))
    return tuple(Figure(draw(SIZES), turn) for turn in turns)


def users(found):
    return {"monthlyActiveUsers": found} if found else {}


@st.composite
def parties(draw):
    own, affiliates, product = (users(draw(figures())) for _ in range(3))
    return Party(own=own, affiliates=affiliates, product=product)


ACTS = st.builds(Act, st.sampled_from(ACTIONS), st.sampled_from((*PURPOSES, "commercialPurpose")))


@given(policies(), parties(), ACTS, DAYS)
def test_an_answer_is_whole(policy, party, act, day):
    found = permits(policy, party, act, day)
    assert found.reason
    assert set(found.rules) <= {rule.iri for rule in policy.rules}
    assert all(bearing.rule.holds_on(day) for bearing in found.bearings)
    if found.answer is Answer.UNKNOWN:
        assert found.missing


@given(policies(), parties(), ACTS, DAYS)
def test_a_prohibition_wins(policy, party, act, day):
    ban = Rule("term-ban", "ban", Kind.PROHIBITION, act.action, "noUse", "9")
    forbidding = replace(policy, rules=(*policy.rules, ban))
    assert permits(forbidding, party, act, day).answer is Answer.PROHIBITED


@given(policies(), parties(), ACTS, DAYS)
def test_what_no_permission_mentions_is_never_permitted(policy, party, act, day):
    silent = replace(
        policy,
        rules=tuple(
            rule
            for rule in policy.rules
            if rule.kind is not Kind.PERMISSION or rule.action not in policy.covering(act.action)
        ),
    )
    assert permits(silent, party, act, day).answer is not Answer.PERMITTED


@given(policies(), parties(), ACTS)
def test_outside_its_time_a_policy_is_not_in_force(policy, party, act):
    for day in (dt.date(2022, 12, 31), dt.date(2020, 1, 1)):
        found = permits(policy, party, act, day)
        assert found.answer is Answer.UNKNOWN
        assert not found.bearings


@given(policies(), parties(), ACTS, DAYS, st.floats(1, 1_000))
def test_more_users_never_help_against_a_cap(policy, party, act, day, growth):
    larger = Party(
        *(
            {
                operand: tuple(Figure(figure.value * growth + 1, figure.since) for figure in found)
                for operand, found in sizes.items()
            }
            for sizes in (party.own, party.affiliates, party.product)
        )
    )
    before = permits(policy, party, act, day).answer
    after = permits(policy, larger, act, day).answer
    assert STRICTNESS.index(after) >= STRICTNESS.index(before)


@given(policies(), parties(), ACTS, DAYS)
def test_knowing_less_never_turns_a_no_into_a_yes(policy, party, act, day):
    blind = permits(policy, Party(), act, day).answer
    if permits(policy, party, act, day).answer is Answer.PROHIBITED:
        assert blind is not Answer.PERMITTED


@given(rules(Kind.PERMISSION), parties(), ACTS, DAYS, DAYS)
def test_a_test_on_a_fixed_date_does_not_depend_on_the_day_of_the_act(rule, party, act, one, two):
    fixed = tuple(replace(c, fixed=True, on=dt.date(2024, 4, 18)) for c in rule.conditions)
    policy = Policy("lic", "A", (replace(rule, conditions=fixed, ends=None),), within=WITHIN)
    assert permits(policy, party, act, one).answer is permits(policy, party, act, two).answer
