"""Whether a policy permits a party an act on a day: pure functions, no store.

Two settings of ODRL are fixed here. What a licence does not mention is not permitted, and a
prohibition wins over a permission. An action is mentioned by a permission of itself or of what
includes it in the ontology's profile; a prohibition of *use* forbids every action. Where the
facts do not hold the grant of a licence, or its text was not read, what it does not mention is
unknown, which is not permitted either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.governance.licences import sentences
from valuegraph.governance.licences.verdicts import Answer, Bearing, Effect, Verdict
from valuegraph.governance.licences.weighing import Case

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from valuegraph.governance.licences.parties import Act, Party
    from valuegraph.governance.licences.policies import Policy

FORBIDDING = frozenset({Effect.PROHIBITS, Effect.CAPS, Effect.WITHHOLDS})
LEAVING_OPEN = frozenset({Effect.FIRST, Effect.MAY_BITE})
_ORDER = {effect: place for place, effect in enumerate(Effect)}


def permits(policy: Policy, party: Party, act: Act, day: dt.date) -> Verdict:
    """Return whether a policy permits a party an act on a day.

    Parameters
    ----------
    policy : Policy
        The rules of one licence, as it governs the asset (`Policy.about`).
    party : Party
        Who acts. What is not given is not known; it is asked for where it would decide.
    act : Act
        Action, purpose, aims, and the model that is improved.
    day : datetime.date
        Day of the act. A threshold that is tested once is tested on its own day all the same.

    Returns
    -------
    Verdict
        Answer, reason, the rules that bear on it, and what would have to be known.
    """
    live = tuple(rule for rule in policy.rules if rule.holds_on(day))
    if not live:
        return _not_in_force(policy, day)
    case = Case(policy, live, party, act, day)
    found = [*case.prohibitions(), *case.thresholds(), *case.grants(), *case.preconditions()]
    answer = _answer(case, found)
    bearings = (*found, *case.duties(), *case.endings())
    ordered = tuple(
        sorted(bearings, key=lambda each: (_ORDER[each.effect], each.rule.action != act.action))
    )
    return Verdict(
        policy=policy,
        answer=answer,
        reason=sentences.reason(policy, act, answer, ordered, case.unmentioned),
        bearings=ordered,
        missing=_asked(case, answer),
        assumed=tuple(dict.fromkeys(case.assumed)),
        unmentioned=tuple(case.unmentioned),
    )


def _not_in_force(policy: Policy, day: dt.date) -> Verdict:
    return Verdict(
        policy=policy,
        answer=Answer.UNKNOWN,
        reason=sentences.not_in_force(policy, day),
        missing=(f"the terms in force on {day}",),
    )


def _answer(case: Case, found: Iterable[Bearing]) -> Answer:
    """Return the answer: what forbids wins, then what is not mentioned, then what is open."""
    effects = {each.effect for each in found}
    if effects & FORBIDDING:
        return Answer.PROHIBITED
    if case.unmentioned:
        read = case.policy.states_grant and case.policy.text_seen
        return Answer.PROHIBITED if read else Answer.UNKNOWN
    return Answer.CONDITIONAL if effects & LEAVING_OPEN else Answer.PERMITTED


def _asked(case: Case, answer: Answer) -> tuple[str, ...]:
    """Return what would have to be known for a firmer answer."""
    if answer is Answer.UNKNOWN:
        return (sentences.unread(case.policy, case.unmentioned),)
    return tuple(dict.fromkeys(case.missing)) if answer is Answer.CONDITIONAL else ()
