"""Bugs put into copies of the licence rules on purpose: the ground truth must notice each."""

import re

import pytest

from tests.seeding import caught_by, importable, seed

__all__ = ["importable"]
pytestmark = pytest.mark.slow  # they test the tests: a copy of the rooms for each bug

HOME = "valuegraph.governance.licences"

# name: (module, text that must occur exactly once, what the bug makes of it)
BUGS = {
    "a test on a fixed date is live": (
        "thresholds",
        "    if condition.on:\n        return [condition.on]\n",
        "",
    ),
    "the month before is forgotten": (
        "thresholds",
        "counted = _last_of_month_before(day) if condition.counts_month_before else day",
        "counted = day",
    ),
    "affiliates are never counted": (
        "thresholds",
        "    if not condition.affiliates:\n        return own\n",
        "    return own\n",
    ),
    "affiliates are always counted": ("thresholds", "    if not condition.affiliates:\n", "    if False:\n"),
    "unknown affiliates are none": (
        "thresholds",
        "    return AT_LEAST_NOTHING if bound is None else Range(0, bound)\n",
        "    return Range(0, 0) if bound is None else Range(0, bound)\n",
    ),
    "the limit itself is above": ("thresholds", '"lteq": (size.high <= limit, size.low > limit)', '"lteq": (size.high < limit, size.low >= limit)'),
    "the firm stands for its product": (
        "thresholds",
        "own = product if math.isfinite(product.high) else own",
        "own = own",
    ),
    "a day not stated is the day of the act": (
        "thresholds",
        "state = State.OPEN if undated and len(set(states.values())) > 1 else states[shown]",
        "state = states[shown]",
    ),
    "ended rights come back": (
        "weighing",
        'since = rule.begins if rule.consequence == "licenceEnds" else None',
        "since = None",
    ),
    "only commercial use ends": (
        "weighing",
        'WHOLE = frozenset({"separateLicenceAtDiscretion", "licenceEnds"})',
        'WHOLE = frozenset({"separateLicenceAtDiscretion"})',
    ),
    "end products are not spared": ("weighing", "            if self.waiver is not None:\n", "            if False:\n"),
    "a label duty comes without its condition": (
        "weighing",
        "            if State.FAILED in states:\n                continue\n",
        "",
    ),
    "families are not spared": ("weighing", "if rule.exempts & self.act.improves:", "if False:"),
    "everybody is spared": ("weighing", "if rule.exempts & self.act.improves:", "if rule.exempts:"),
    "a permission wins over a prohibition": (
        "permitting",
        "FORBIDDING = frozenset({Effect.PROHIBITS, Effect.CAPS, Effect.WITHHOLDS})",
        "FORBIDDING = frozenset({Effect.CAPS, Effect.WITHHOLDS})",
    ),
    "what is not mentioned is permitted": (
        "permitting",
        "    if case.unmentioned:\n",
        "    if False:\n",
    ),
    "silence of an unread text is a no": (
        "permitting",
        "read = case.policy.states_grant and case.policy.text_seen",
        "read = True",
    ),
    "a permission of use covers everything": (
        "weighing",
        "if rule.action in covering and (rule is self.waiver or not rule.waives_thresholds)",
        "if rule.action in (*covering, USE) and (rule is self.waiver or not rule.waives_thresholds)",
    ),
    "validity has no end": (
        "policies",
        "return self.begins <= day and (self.ends is None or day < self.ends)",
        "return self.begins <= day",
    ),
    "a scope is no limit": (
        "weighing",
        'if rule.scope is None or rule.scope == "servicesUnderTerms":',
        "if True:",
    ),
    "consent is no condition": ("weighing", "            if rule.required_for in needed:\n", "            if False:\n"),
    "a union is a country": ("thresholds", "    if not places or UNIONS & set(wanted):\n", "    if not places:\n"),
    "distillation takes weights": (
        "ancestry",
        '    if "distillation" in kinds and apart:\n',
        '    if "distillation" in kinds:\n',
    ),
    "an architecture carries its licence": (
        "ancestry",
        'return Way.NOTHING if kinds == {"architectureReuse"} else Way.OUTPUTS',
        "return Way.OUTPUTS",
    ),
    "outputs carry everything": (
        "passing",
        "if not limits or (way is Way.OUTPUTS and not _reaches_outputs(rule)):",
        "if not limits:",
    ),
    "names are compared letter by letter": (
        "conflicts",
        'return WORDS.sub("", name.casefold())',
        "return name",
    ),
    "a maker cannot change its own terms": ("conflicts", "if owners & child.makers or way is Way.NOTHING:", "if way is Way.NOTHING:"),
}  # fmt: skip


@pytest.mark.parametrize("bug", BUGS)
def test_each_seeded_bug_is_caught(bug, importable, cases, rules_of):
    name = "mutant_" + re.sub(r"\W+", "_", bug)
    assert caught_by(cases, rules_of(seed(importable, name, HOME, BUGS[bug])))


def test_a_faithful_copy_passes(importable, cases, rules_of):
    same = "permitting", "FORBIDDING = ", "FORBIDDING = "
    assert caught_by(cases, rules_of(seed(importable, "mutant_faithful", HOME, same))) is None
