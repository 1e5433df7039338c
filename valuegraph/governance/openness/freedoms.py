"""The four freedoms of one offering: granted, conditional, denied or unknown, and what blocks each.

A freedom is denied where something on record rules it out, unknown where something not on record
might, conditional where it is there within limits, and granted where nothing on record limits it
and everything needed is on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.governance.openness.components import CODE, COPIES, DATA, together
from valuegraph.governance.openness.effects import ACTIONS, DENIES, FREEDOMS, LIMITS, effect, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.governance.openness.components import Part
    from valuegraph.governance.openness.terms import Term

GRANTED, CONDITIONAL, DENIED, UNKNOWN = "granted", "conditional", "denied", "unknown"
VERDICTS = (GRANTED, CONDITIONAL, DENIED, UNKNOWN)
MAY_DENY, MAY_LIMIT = "may deny", "may limit"
ORDER = ((DENIES, DENIED), (MAY_DENY, UNKNOWN), (LIMITS, CONDITIONAL), (MAY_LIMIT, UNKNOWN))
NEEDED = (("training data", DATA), ("training code", CODE))
DOING = {"use": "using", "modify": "modifying", "share": "sharing"}


@dataclass(frozen=True, slots=True)
class Block:
    """What stands against a freedom: how, in words, and by which facts.

    Attributes
    ----------
    effect : str
        `denies`, `limits`, or `may deny`, `may limit` where a fact is missing.
    says : str
        In words.
    facts : tuple of str
        IRIs; empty where what blocks is that nothing is on record.
    clause : str
        Of a term, where in the text.
    """

    effect: str
    says: str
    facts: tuple[str, ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Freedom:
    """One freedom of one offering."""

    name: str
    verdict: str
    blocks: tuple[Block, ...] = ()

    @property
    def deciding(self) -> tuple[Block, ...]:
        """The blocks that make the verdict: of a denied freedom only what denies it.

        Of an unknown one what is missing, then the limits that are known whatever it turns out.
        """
        effects = [effect_ for effect_, verdict in ORDER if verdict == self.verdict]
        if self.verdict == UNKNOWN:
            effects.append(LIMITS)
        return tuple(block for each in effects for block in self.blocks if block.effect == each)


@dataclass(frozen=True, slots=True)
class Case:
    """What the freedoms of an offering are judged on.

    Attributes
    ----------
    offering, level : str
        IRI of the offering and local name of its level of access.
    parts : dict of str to Part
        The component vector of the asset.
    licences : tuple of str
        Names of the licences of the offering; empty where no terms are on record.
    terms : tuple of Term
        Their terms in force.
    """

    offering: str
    level: str
    parts: dict[str, Part]
    licences: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()


def freedoms(case: Case) -> tuple[Freedom, ...]:
    """Return the four freedoms, each with everything that blocks it."""
    found = []
    for name in FREEDOMS:
        blocks = tuple(_blocks(case, name))
        effects = {block.effect for block in blocks}
        verdict = next((told for effect_, told in ORDER if effect_ in effects), GRANTED)
        found.append(Freedom(name, verdict, blocks))
    return tuple(found)


def _blocks(case: Case, name: str) -> Iterator[Block]:
    """Yield what blocks a freedom: the level of access, then terms, then missing components."""
    yield from _by_level(case, name)
    if case.level == "fullyClosed":
        return
    for term in sorted(case.terms, key=place):
        done = effect(term, name)
        if done is not None:
            yield Block(done, term.label, (term.iri,), term.clause)
    if name in ACTIONS:
        yield from _by_permission(case, name)
    if name in {"study", "modify"} and case.level in {*COPIES, "gradualRelease"}:
        yield from _by_parts(case, strict=name == "study")


def _by_level(case: Case, name: str) -> Iterator[Block]:
    facts = (case.offering,)
    if case.level == "fullyClosed":
        yield Block(DENIES, "not offered to others as a model", facts)
    elif case.level in {"hostedAccess", "apiAccess"} and name != "use":
        yield Block(DENIES, "the offering gives answers, no copy of the weights", facts)
    elif case.level == "gradualRelease":
        yield Block(LIMITS, "given out by stages or to chosen parties only", facts)
    elif case.level not in {*COPIES, "hostedAccess", "apiAccess"}:
        yield Block(MAY_DENY, "level of access not on record")


def _by_permission(case: Case, name: str) -> Iterator[Block]:
    """Yield what is missing or scoped in the permission to act.

    A licence does not permit what it does not mention; but the terms on record may be part of the
    licence only, so an action that they leave out is unknown, not denied.
    """
    if not case.licences:
        yield Block(MAY_DENY, "terms not on record")
        return
    if not case.terms:
        yield Block(MAY_DENY, f"the terms of {' and '.join(case.licences)} are not on record")
        return
    action = ACTIONS[name]
    given = [t for t in case.terms if t.force == "Permission" and t.action == action]
    if not given:
        yield Block(MAY_DENY, f"the terms on record do not mention {DOING[name]}")
    elif all(term.purposes for term in given):
        for term in given:
            yield Block(LIMITS, term.label, (term.iri,), term.clause)


def _by_parts(case: Case, *, strict: bool) -> Iterator[Block]:
    """Yield what is missing of data and code: to study both are needed, to modify they help.

    Weights alone can be tuned; the preferred form to modify a model includes data and code.
    """
    absent, open_ = (DENIES, MAY_DENY) if strict else (LIMITS, MAY_LIMIT)
    for words, names in NEEDED:
        part = together(case.parts, names)
        statuses = set(part.statuses)
        if not statuses:
            yield Block(open_, f"{words}: not on record")
        elif statuses == {"notAvailable"}:
            yield Block(absent, f"{words} not available", part.facts)
        elif "notAvailable" in statuses:
            yield Block(open_, f"{words}: sources differ ({part.told})", part.facts)
        elif "partial" in statuses:
            yield Block(LIMITS, f"{words} {part.told}", part.facts)
