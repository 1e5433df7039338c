"""Verdicts: an answer, the rules that decide it, and what would have to be known."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.governance.licences.policies import Policy, Rule


class Answer(StrEnum):
    """Whether an act is allowed."""

    PERMITTED = "permitted"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"
    PROHIBITED = "prohibited"


STRICTNESS = (Answer.PERMITTED, Answer.CONDITIONAL, Answer.UNKNOWN, Answer.PROHIBITED)
"""Answers from the mildest to the strictest."""


def strictest(answers: Iterable[Answer]) -> Answer:
    """Return the strictest of some answers; UNKNOWN of none."""
    return max(answers, key=STRICTNESS.index, default=Answer.UNKNOWN)


class Effect(StrEnum):
    """What a rule does to an act."""

    PROHIBITS = "prohibits"
    CAPS = "caps"
    """Its limit of size is passed."""
    WITHHOLDS = "withholds"
    """It permits, but not this purpose, place or size."""
    FIRST = "first"
    """It demands something before the act."""
    MAY_BITE = "may bite"
    """What is known does not decide whether it applies."""
    OBLIGES = "obliges"
    MAY_OBLIGE = "may oblige"
    LIMITS = "limits"
    """It forbids purposes that the act was not said to have."""
    EXEMPTS = "exempts"
    """It would forbid, or limit by size, but not in this case."""
    WITHIN = "within limit"
    PERMITS = "permits"
    ENDS = "ends rights"
    """It ends rights when something happens."""


BITES = (Effect.PROHIBITS, Effect.CAPS, Effect.WITHHOLDS, Effect.FIRST, Effect.MAY_BITE)
"""Effects that keep an act from being plainly permitted."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """A rule and what it does to an act, in words."""

    rule: Rule
    effect: Effect
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of one policy to one act.

    Attributes
    ----------
    policy : Policy
        What answered.
    answer : Answer
        Permitted; conditional (on an input that is not known, or on asking or telling the
        licensor first); prohibited; or unknown (the facts do not hold what would decide).
    reason : str
        One sentence.
    bearings : tuple of Bearing
        Every rule that bears on the act, those that decide first.
    missing : tuple of str
        What would decide, where the answer is conditional or unknown.
    assumed : tuple of str
        How the party's figures were read where they leave room.
    unmentioned : tuple of str
        IRIs of the actions that the act needs and no rule permits, limits or prepares.
    """

    policy: Policy
    answer: Answer
    reason: str
    bearings: tuple[Bearing, ...] = field(default=(), repr=False)
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    unmentioned: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """IRIs of the rules that decide: those that bite, else those that permit."""
        biting = [each.rule.iri for each in self.bearings if each.effect in BITES]
        granting = [each.rule.iri for each in self.bearings if each.effect is Effect.PERMITS]
        return tuple(dict.fromkeys(biting or granting))

    def of(self, *effects: Effect) -> tuple[Bearing, ...]:
        """Return the bearings with some effects."""
        return tuple(each for each in self.bearings if each.effect in effects)
