"""What an ancestor passes on to what is made from it, and which of it binds most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.governance.licences import sentences
from valuegraph.governance.licences.ancestry import Way
from valuegraph.governance.licences.policies import TRAIN_ON_OUTPUTS, Kind
from valuegraph.governance.licences.verdicts import Effect
from valuegraph.governance.licences.wording import CONSEQUENCES, day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.governance.licences.policies import Policy, Rule

NON_COMMERCIAL, RESEARCH_ONLY, OUTPUT_BAN = "nonCommercial", "researchOnly", "noTrainingOnOutputs"

STRICTNESS = (
    RESEARCH_ONLY,
    NON_COMMERCIAL,
    "approval",
    "sizeThreshold",
    "territory",
    "hosting",
    "sectorLimit",
    "payment",
    OUTPUT_BAN,
    "modelCopyleft",
    "bindRecipients",
    "onwardTermsUnsettled",
    "usePolicy",
    "noSublicensing",
    "naming",
    "reporting",
    "documentation",
    "versionDuty",
    "attribution",
    "copyOfTerms",
    "modificationNotice",
)
"""Restrictions that pass with weights, from what shuts out most to what asks least: who may use at
all, then for how much, then what recipients must be held to, then names and notices."""

MUST_BE_KEPT = frozenset(STRICTNESS[: STRICTNESS.index("naming")])
"""Restrictions that the terms of a descendant would have to hold too, or somebody downstream is
told of more rights than the ancestor gave. Names and notices can be kept under any terms."""

SCOPES = {
    "nonCommercialResearchPurpose": (RESEARCH_ONLY, NON_COMMERCIAL),
    "researchPurpose": (RESEARCH_ONLY,),
    "academicPurpose": (RESEARCH_ONLY,),
    "evaluationPurpose": (RESEARCH_ONLY,),
    "nonCommercialPurpose": (NON_COMMERCIAL,),
}
"""Only purpose of a permission -> the limits that this is, the stricter first."""


@dataclass(frozen=True, slots=True)
class Passed:
    """One condition that passes from an ancestor.

    Attributes
    ----------
    rule, policy : Rule, Policy
        The term and its licence.
    limits : tuple of str
        Local names of the kinds of limit that it is, the strictest first.
    words : str
        What it asks or forbids.
    ancestor : str or None
        IRI of the asset whose licence it is.
    way : Way
        By what it passes.
    """

    rule: Rule
    policy: Policy
    limits: tuple[str, ...]
    words: str
    ancestor: str | None
    way: Way

    @property
    def restriction(self) -> str:
        """The strictest kind of limit that it is."""
        return self.limits[0]

    @property
    def clause(self) -> str:
        """Clause and licence."""
        return f"{self.policy.label}, {self.rule.place}"


def passes(policy: Policy, way: Way, ancestor: str | None) -> list[Passed]:
    """Return what a licence passes on by a way, the strictest first.

    Weights and data carry every limit and duty that is not the mere grant or the end of rights;
    outputs carry the bans on training, the terms that count models learned from outputs as
    derivatives, and what the text says reaches outputs; an architecture carries nothing.
    """
    if way is Way.NOTHING:
        return []
    found = []
    for rule in policy.rules:
        limits = limits_of(rule)
        if not limits or (way is Way.OUTPUTS and not _reaches_outputs(rule)):
            continue
        found.append(Passed(rule, policy, limits, told(rule), ancestor, way))
    return sorted(_without_doubles(found), key=strictness)


def limits_of(rule: Rule) -> tuple[str, ...]:
    """Return the kinds of limit that a rule passes on; none for a mere grant or an end."""
    if rule.kind is Kind.ENDING or rule.waives_thresholds:
        return ()
    if rule.is_threshold and rule.consequence == "labelDutyOnly":
        return ("attribution",)
    if rule.kind is Kind.PERMISSION and not rule.is_threshold:
        return SCOPES.get(rule.scope or "", ())
    if rule.restriction == "approval" and rule.required_for is None:
        return ()
    return (rule.restriction,) if rule.restriction in STRICTNESS else ()


def told(rule: Rule) -> str:
    """Return a condition in words."""
    if rule.is_threshold and rule.kind is Kind.PERMISSION:
        condition = rule.conditions[0]
        day = f", tested once on {day_in_words(condition.on)}" if condition.on else ""
        after = CONSEQUENCES.get(rule.consequence or "", "")
        return f"{condition.label[:1].lower()}{condition.label[1:]}{day}: above it, {after}"
    if rule.kind is Kind.PERMISSION:
        return f"for {sentences.purpose(rule)} only"
    if rule.kind is Kind.PROHIBITION:
        effect = Effect.LIMITS if rule.restriction == "usePolicy" else Effect.PROHIBITS
        return sentences.forbidden(rule, effect)
    return sentences.duty(rule)


def strictness(passed: Passed) -> tuple[int, float, str]:
    """Return the place of a condition among all, the strictest first."""
    sizes = [c.limit for c in passed.rule.conditions if c.is_size]
    return STRICTNESS.index(passed.restriction), min(sizes, default=0.0), passed.rule.iri


def strictest_of(conditions: Iterable[Passed]) -> Passed | None:
    """Return the condition that shuts out most, or None."""
    return min(conditions, key=strictness, default=None)


def _reaches_outputs(rule: Rule) -> bool:
    if rule.reaches_outputs is not None:
        return rule.reaches_outputs
    return rule.restriction in {OUTPUT_BAN, "modelCopyleft"}


def _without_doubles(found: list[Passed]) -> list[Passed]:
    """Keep the surest of the permissions with one scope, which say one thing, and one of two bans."""
    kept: dict[tuple[str, str], Passed] = {}
    for each in sorted(found, key=_preference):
        scoped = each.rule.kind is Kind.PERMISSION and not each.rule.is_threshold
        key = ("", each.rule.iri)
        if scoped:
            key = (each.restriction, each.rule.scope or "")
        elif each.restriction == OUTPUT_BAN:
            key = (OUTPUT_BAN, each.rule.clause)
        kept.setdefault(key, each)
    return list(kept.values())


def _preference(each: Passed) -> tuple[bool, float, str]:
    sure = each.rule.best.confidence if each.rule.best else 0.0
    return each.rule.action != TRAIN_ON_OUTPUTS, -sure, each.rule.iri
