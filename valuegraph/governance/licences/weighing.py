"""What each rule of a policy does to one act: forbids, limits, permits, obliges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from valuegraph.governance.licences import sentences
from valuegraph.governance.licences.parties import COMMERCIAL, Act, Party
from valuegraph.governance.licences.policies import (
    COMMERCIAL_USE,
    DERIVE,
    DISTRIBUTE,
    HOST,
    IMPROVE_OTHER_MODEL,
    RESELL,
    SUBLICENSE,
    TRAIN_ON_OUTPUTS,
    USE,
    Condition,
    Kind,
    Policy,
    Rule,
)
from valuegraph.governance.licences.thresholds import Outcome, State, outcome_of
from valuegraph.governance.licences.verdicts import Bearing, Effect

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

WHOLE = frozenset({"separateLicenceAtDiscretion", "licenceEnds"})
"""Consequences that take every right of a licence, and not one action."""

NARROWER = {
    "nonCommercialResearchPurpose": ("nonCommercialPurpose", "researchPurpose"),
    "academicPurpose": ("researchPurpose",),
}
"""Purpose -> the purposes that include it."""

PASSING_ON = frozenset({DISTRIBUTE, HOST, SUBLICENSE, RESELL})
MAKING = frozenset({DERIVE, TRAIN_ON_OUTPUTS, IMPROVE_OTHER_MODEL})
OF_RESULTS = frozenset({"naming", "modelCopyleft"})
"""Duties on what is made, due when it is passed on: to be known before it is made."""
EVER = frozenset({"continuously", None})


@dataclass
class Case:
    """One act under one policy, and what has been found open on the way."""

    policy: Policy
    live: tuple[Rule, ...]
    party: Party
    act: Act
    day: dt.date

    def __post_init__(self) -> None:
        """Find out what the act needs, and whether limits of size are waived."""
        self.missing: list[str] = []
        self.assumed: list[str] = []
        self.unmentioned: list[str] = []
        covered = self.policy.covering(self.act.action)
        self.is_commercial = self.act.purpose == COMMERCIAL or COMMERCIAL_USE in covered
        extra = COMMERCIAL_USE if self.is_commercial and COMMERCIAL_USE not in covered else None
        self.needs = (self.act.action, extra) if extra else (self.act.action,)
        waivers = (rule for rule in self.live if rule.waives_thresholds)
        self.waiver = next((rule for rule in waivers if self._all_met(rule)), None)

    # --- what forbids --------------------------------------------------------------------------

    def prohibitions(self) -> Iterator[Bearing]:
        """Yield prohibitions that forbid the act, may forbid it, or spare it."""
        for rule in self._of(Kind.PROHIBITION):
            if rule.action != USE and not self._touches(rule):
                continue
            if self._is_exempt(rule):
                yield Bearing(rule, Effect.EXEMPTS, sentences.exempted(rule))
                continue
            effect, outcomes = self._force_of(rule)
            if effect is Effect.MAY_BITE:
                self.missing += [asked for each in outcomes for asked in each.missing]
            if effect is not None:
                yield Bearing(rule, effect, sentences.forbidden(rule, effect))

    def _force_of(self, rule: Rule) -> tuple[Effect | None, list[Outcome]]:
        act = self.act
        if rule.action == COMMERCIAL_USE:
            act = replace(act, aims=(*act.aims, "commercial"))
        outcomes = [outcome_of(each, self.party, act, self.day) for each in rule.conditions]
        aims = [each for each in outcomes if each.condition.operand == "purpose"]
        others = [each for each in outcomes if each.condition.operand != "purpose"]
        if any(each.state is State.FAILED for each in others):
            return None, outcomes
        vague = rule.restriction == "usePolicy" and not outcomes
        if vague or any(each.state is not State.MET for each in aims):
            return Effect.LIMITS, outcomes
        if any(each.state is State.OPEN for each in others):
            return Effect.MAY_BITE, outcomes
        return Effect.PROHIBITS, outcomes

    def _is_exempt(self, rule: Rule) -> bool:
        if rule.exempts & self.act.improves:
            return True
        end_users = "end users of products" in (rule.exempts_text or "")
        return end_users and self.waiver is not None

    # --- limits of size ------------------------------------------------------------------------

    def thresholds(self) -> Iterator[Bearing]:
        """Yield limits of size that are passed, kept to, open, or waived."""
        for rule in self._of(Kind.PERMISSION):
            if not rule.is_threshold or not (rule.consequence in WHOLE or self._touches(rule)):
                continue
            if self.waiver is not None:
                yield Bearing(rule, Effect.EXEMPTS, sentences.waived(rule, self.waiver))
                continue
            for outcome in self._sizes(rule):
                self.assumed += outcome.assumed
                self.missing += outcome.missing
                effect = _BY_STATE[outcome.state]
                yield Bearing(rule, effect, sentences.size(rule, outcome, self.policy))

    def _sizes(self, rule: Rule) -> list[Outcome]:
        since = rule.begins if rule.consequence == "licenceEnds" else None
        sizes = [each for each in rule.conditions if each.is_size]
        return [outcome_of(each, self.party, self.act, self.day, since=since) for each in sizes]

    # --- what permits --------------------------------------------------------------------------

    def grants(self) -> Iterator[Bearing]:
        """Yield, for each action that the act needs, the best permission."""
        capped = {c.iri for r in self._of(Kind.PERMISSION) if r.is_threshold for c in r.conditions}
        for need in self.needs:
            covering = self.policy.covering(need)
            offered = [
                self._grant(rule, capped)
                for rule in self._of(Kind.PERMISSION)
                if rule.action in covering and (rule is self.waiver or not rule.waives_thresholds)
            ]
            if not offered:
                if not any(rule.required_for in covering for rule in self._of(Kind.DUTY)):
                    self.unmentioned.append(need)
                continue
            best, asked = min(offered, key=lambda pair: _GRANT_ORDER[pair[0].effect])
            self.missing += asked
            yield best

    def _grant(self, rule: Rule, capped: set[str]) -> tuple[Bearing, list[str]]:
        """Return what a permission does, apart from limits of size that are told by themselves."""
        scope = self._scope(rule)
        if scope is not Effect.PERMITS:
            asked = [sentences.asked_purpose(rule)] if scope is Effect.MAY_BITE else []
            return Bearing(rule, scope, sentences.scoped(rule)), asked
        left = [c for c in rule.conditions if c.iri not in capped or not c.is_size]
        left = [c for c in left if not (c.is_size and self.waiver)]
        for condition in left:
            outcome = outcome_of(condition, self.party, self.act, self.day)
            if outcome.state is not State.MET:
                failed = outcome.state is State.FAILED
                effect = Effect.WITHHOLDS if failed else Effect.MAY_BITE
                words = sentences.conditioned(rule, outcome)
                return Bearing(rule, effect, words), list(outcome.missing)
        return Bearing(rule, Effect.PERMITS, sentences.granted(rule)), []

    def _scope(self, rule: Rule) -> Effect:
        if rule.scope is None or rule.scope == "servicesUnderTerms":
            return Effect.PERMITS
        if self.is_commercial:
            return Effect.PERMITS if self._commercial_way() else Effect.WITHHOLDS
        if self.act.purpose is None or self.act.purpose in NARROWER.get(rule.scope, ()):
            return Effect.MAY_BITE
        within = (self.act.purpose, *NARROWER.get(self.act.purpose, ()))
        return Effect.PERMITS if rule.scope in within else Effect.WITHHOLDS

    def _commercial_way(self) -> bool:
        """Whether the licence lets commercial use be had, if only on a condition."""
        return any(
            (rule.kind is Kind.PERMISSION and rule.action == COMMERCIAL_USE)
            or rule.required_for == COMMERCIAL_USE
            for rule in self.live
        )

    # --- duties and ends -----------------------------------------------------------------------

    def preconditions(self) -> Iterator[Bearing]:
        """Yield duties to be done before the act."""
        needed = {action for need in self.needs for action in self.policy.covering(need)}
        for rule in self._of(Kind.DUTY):
            if rule.required_for in needed:
                self.missing.append(sentences.asked_first(rule, self.policy))
                yield Bearing(rule, Effect.FIRST, sentences.first(rule, self.policy))

    def duties(self) -> Iterator[Bearing]:
        """Yield duties that the act brings or may bring."""
        for rule in self._of(Kind.DUTY):
            if rule.required_for or not self._is_due(rule):
                continue
            states = [self._state(c) for c in rule.conditions]
            if State.FAILED in states:
                continue
            effect = Effect.MAY_OBLIGE if State.OPEN in states else Effect.OBLIGES
            yield Bearing(rule, effect, sentences.duty(rule))

    def _is_due(self, rule: Rule) -> bool:
        if rule.moment in EVER or any(condition.is_size for condition in rule.conditions):
            return True
        if self.act.action in MAKING and (rule.restriction in OF_RESULTS or rule.reaches_outputs):
            return True
        return rule.moment == "onDistribution" and self.act.action in PASSING_ON

    def endings(self) -> Iterator[Bearing]:
        """Yield what would end the rights."""
        for rule in self._of(Kind.ENDING):
            yield Bearing(rule, Effect.ENDS, sentences.ending(rule))

    # --- questions -----------------------------------------------------------------------------

    def _of(self, kind: Kind) -> Iterator[Rule]:
        return (rule for rule in self.live if rule.kind is kind)

    def _touches(self, rule: Rule) -> bool:
        return any(rule.action in self.policy.covering(need) for need in self.needs)

    def _state(self, condition: Condition) -> State:
        return outcome_of(condition, self.party, self.act, self.day).state

    def _all_met(self, rule: Rule) -> bool:
        return all(self._state(condition) is State.MET for condition in rule.conditions)


_BY_STATE = {
    State.MET: Effect.WITHIN,
    State.FAILED: Effect.CAPS,
    State.OPEN: Effect.MAY_BITE,
}
_GRANT_ORDER = {Effect.PERMITS: 0, Effect.MAY_BITE: 1, Effect.WITHHOLDS: 2}
