"""What a rule does to an act, and why an answer is what it is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.governance.licences.thresholds import State
from valuegraph.governance.licences.verdicts import Answer, Effect
from valuegraph.governance.licences.wording import (
    CONSEQUENCES,
    RESTRICTIONS,
    action_in_words,
    day_in_words,
    listed,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from valuegraph.governance.licences.parties import Act
    from valuegraph.governance.licences.policies import Policy, Rule
    from valuegraph.governance.licences.thresholds import Outcome
    from valuegraph.governance.licences.verdicts import Bearing

PURPOSES = {
    "nonCommercialPurpose": "purposes without gain",
    "nonCommercialResearchPurpose": "research without gain",
    "researchPurpose": "research",
    "academicPurpose": "academic research",
    "evaluationPurpose": "testing and evaluation",
    "personalPurpose": "personal purposes",
    "servicesUnderTerms": "the service under its terms",
}

ENDINGS = {
    "terminationOnLitigation": "a lawsuit",
    "terminationOnBreach": "a breach of the terms",
    "terminationOnNotice": "notice of the licensor",
    "terminationByReplacement": "replacement by another licence",
    "remoteRestriction": "use that the licensor takes for a breach",
}


def forbidden(rule: Rule, effect: Effect) -> str:
    """Return what a prohibition forbids, and whom it spares."""
    what = action_in_words(rule.action or "")
    about = f" ({rule.object_text})" if rule.object_text else ""
    values = [_value(condition.label) for condition in rule.conditions]
    tail = f": {'; '.join(values)}" if values else ""
    spared = f", except {rule.exempts_text}" if rule.exempts_text else ""
    lead = {Effect.PROHIBITS: "forbids", Effect.MAY_BITE: "forbids"}.get(effect, "not for")
    if effect is Effect.LIMITS:
        return f"not for {'; '.join(values) or 'what its use policy lists'}"
    only = f", for {listed(list(rule.asset_names))} only" if rule.asset_names else ""
    return f"{lead} {what}{about}{tail}{spared}{only}"


def exempted(rule: Rule) -> str:
    """Return that a prohibition spares the case."""
    what = action_in_words(rule.action or "")
    return f"forbids {what}, but spares {rule.exempts_text or 'the own family'}"


def waived(rule: Rule, waiver: Rule) -> str:
    """Return that a limit of size does not bind who received an end product."""
    return f"{_lower(rule.conditions[0].label)}: does not bind whoever received the asset inside an end product ({waiver.place})"


def size(rule: Rule, outcome: Outcome, policy: Policy) -> str:
    """Return a limit of size as it was tested, and what follows above it."""
    if outcome.state is State.MET:
        return outcome.words
    above = CONSEQUENCES.get(rule.consequence or "", "the permission does not hold")
    grantor = f" ({policy.licensor})" if "licensor" in above or "licence" in above else ""
    return f"{outcome.words}; above it, {above}{grantor}"


def scoped(rule: Rule) -> str:
    """Return the only purpose of a permission."""
    return f"permits {action_in_words(rule.action or '')} for {purpose(rule)} only"


def purpose(rule: Rule) -> str:
    """Return the scope of a permission in words."""
    return PURPOSES.get(rule.scope or "", rule.scope or "any purpose")


def asked_purpose(rule: Rule) -> str:
    """Return the question for the purpose of an act."""
    return f"whether it is for {purpose(rule)}"


def conditioned(rule: Rule, outcome: Outcome) -> str:
    """Return a permission with the condition that is not met or not known to be."""
    return f"permits {action_in_words(rule.action or '')} if: {outcome.words}"


def granted(rule: Rule) -> str:
    """Return what a permission permits."""
    return f"permits {action_in_words(rule.action or '')}"


def first(rule: Rule, policy: Policy) -> str:
    """Return what must be done before an act."""
    note = f" ({rule.notes[0]})" if rule.notes else ""
    action = action_in_words(rule.required_for or "")
    return f"asks for {_deed(rule)} {policy.licensor} before {action}{note}"


def asked_first(rule: Rule, policy: Policy) -> str:
    """Return the question whether it has been done."""
    return f"{_deed(rule)} {policy.licensor}"


def _deed(rule: Rule) -> str:
    return (
        "written consent of" if rule.restriction == "approval" else "registration with or notice to"
    )


def duty(rule: Rule) -> str:
    """Return what a duty demands, and when."""
    deed = rule.consequence_text or RESTRICTIONS.get(rule.restriction, rule.restriction)
    shown = f': "{rule.label_text}"' if rule.label_text else ""
    about = f" ({rule.object_text})" if rule.object_text and not rule.label_text else ""
    limit = "; ".join(_lower(c.label) for c in rule.conditions)
    when = f", when {limit}" if limit else ""
    spared = f", except {rule.exempts_text}" if rule.exempts_text else ""
    later = " (when it is passed on)" if rule.moment == "onDistribution" else ""
    return f"{deed}{shown}{about}{when}{spared}{later}"


def ending(rule: Rule) -> str:
    """Return what would end the rights, and how far."""
    cause = rule.object_text or ENDINGS.get(rule.restriction, rule.restriction)
    effect = rule.consequence_text or CONSEQUENCES.get(rule.consequence or "", "rights end")
    return f"on {cause}: {effect}"


def not_in_force(policy: Policy, day: dt.date) -> str:
    """Return since or until when a policy holds, seen from a day on which it does not."""
    begins = min((rule.begins for rule in policy.rules), default=None)
    if begins is None:
        return f"no term of {policy.label} is known"
    if begins > day:
        known = all(rule.begin_known for rule in policy.rules)
        word = "is in force only from" if known else "is not known to be in force before"
        return f"{policy.label} {word} {day_in_words(begins)}"
    return f"{policy.label} is no longer in force on {day_in_words(day)}"


def unread(policy: Policy, actions: Sequence[str]) -> str:
    """Return the part of a licence that was not read."""
    what = listed([action_in_words(action) for action in actions])
    return f"what {policy.label} says on {what}: its grant is not in the facts"


def reason(
    policy: Policy,
    act: Act,
    answer: Answer,
    bearings: Sequence[Bearing],
    unmentioned: Sequence[str],
) -> str:
    """Return in one sentence why an answer is what it is."""
    if answer is Answer.PROHIBITED:
        forbidding = (Effect.PROHIBITS, Effect.CAPS, Effect.WITHHOLDS)
        deciding = {b.rule.place: _cited(b) for b in reversed(bearings) if b.effect in forbidding}
        told = "; ".join(reversed(deciding.values()))
        return told or _not_mentioned(policy, unmentioned)
    if answer is Answer.UNKNOWN:
        return (
            f"the facts hold no grant of {policy.label} that covers {action_in_words(act.action)}"
        )
    if answer is Answer.CONDITIONAL:
        open_ones = [b for b in bearings if b.effect in {Effect.FIRST, Effect.MAY_BITE}]
        return "; ".join(_cited(each) for each in open_ones)
    return listed([_cited(b) for b in bearings if b.effect in {Effect.PERMITS, Effect.WITHIN}])


def _not_mentioned(policy: Policy, actions: Sequence[str]) -> str:
    what = listed([action_in_words(action) for action in actions])
    return f"{policy.label} does not mention {what}, and what a licence does not mention is not permitted"


def _cited(bearing: Bearing) -> str:
    return f"{bearing.words} ({bearing.rule.place})"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _value(label: str) -> str:
    """Return the values of a condition's label, without a leading `Purpose`."""
    return _lower(label.removeprefix("Purpose "))
