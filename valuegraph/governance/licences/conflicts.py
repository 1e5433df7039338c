"""Tensions between what a model is declared to be under and what its ancestors' terms ask.

A reading of clauses held against one another, not a legal finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.governance.licences.ancestry import Way
from valuegraph.governance.licences.passing import (
    MUST_BE_KEPT,
    NON_COMMERCIAL,
    OUTPUT_BAN,
    RESEARCH_ONLY,
    Passed,
    limits_of,
    passes,
    strictness,
)
from valuegraph.governance.licences.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.governance.licences.policies import Policy

WORDS = re.compile(r"[^0-9a-z]+")
NAMES = {
    "nonCommercial": "the ban on gain",
    "researchOnly": "the limit to research",
    "approval": "consent before use",
    "sizeThreshold": "the limit of size",
    "territory": "the limit of territory",
    "hosting": "the ban on hosting",
    "sectorLimit": "the limit to sectors",
    "payment": "the duty to pay",
    "noTrainingOnOutputs": "the ban on training other models",
    "modelCopyleft": "the terms for models learned from outputs",
    "bindRecipients": "the duty to bind recipients",
    "onwardTermsUnsettled": "the terms to pass on",
    "usePolicy": "the use policy",
    "noSublicensing": "the ban on sublicensing",
    "naming": "the name",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One tension.

    Attributes
    ----------
    kind : str
        Local name of a concept of the scheme `licenceConflict`.
    words : str
        What stands against what.
    clause : str
        Clause and licence that cause it.
    rules : tuple of str
        IRIs of the terms.
    ancestor : str or None
        IRI of the asset that brings it.
    """

    kind: str
    words: str
    clause: str
    rules: tuple[str, ...]
    ancestor: str | None


@dataclass(frozen=True, slots=True)
class Descendant:
    """What a tension is looked for in.

    Attributes
    ----------
    name : str
        Its name.
    stems_from : frozenset of str
        Itself, all it belongs to, and all whose weights are in it.
    makers : frozenset of str
        IRIs of who made it.
    terms : tuple of Policy
        Licences it is declared to be under.
    text : str or None
        Its terms in words, where no licence is identified.
    """

    name: str
    stems_from: frozenset[str]
    makers: frozenset[str]
    terms: tuple[Policy, ...]
    text: str | None = None


def conflicts(
    child: Descendant, policy: Policy, way: Way, ancestor: str | None, owners: frozenset[str]
) -> list[Conflict]:
    """Return the tensions between a descendant and one licence of its ancestry.

    Parameters
    ----------
    child : Descendant
        What was made.
    policy : Policy
        Terms of the ancestor.
    way : Way
        By what they reach the descendant.
    ancestor : str or None
        IRI of the ancestor.
    owners : frozenset of str
        Who grants the ancestor's licence: whoever made both may change the terms.

    Returns
    -------
    list of Conflict
        The gravest first.
    """
    if owners & child.makers or way is Way.NOTHING:
        return []
    passed = passes(policy, way, ancestor)
    found = [*_output_ban(child, passed, way), *_name(child, passed)]
    if policy.iri in {terms.iri for terms in child.terms}:
        return found
    if way is Way.OUTPUTS:
        kept = [each for each in passed if each.restriction != OUTPUT_BAN]
        return [*found, *_terms(child, policy, kept)]
    return [*found, *_terms(child, policy, passed), *_narrower(child, policy, passed)]


def _output_ban(child: Descendant, passed: Sequence[Passed], way: Way) -> Iterable[Conflict]:
    """Yield that outputs were learned from although their terms forbid it."""
    if way is not Way.OUTPUTS:
        return
    for each in passed:
        if each.restriction == OUTPUT_BAN and not each.rule.exempts & child.stems_from:
            what = f"{child.name} learned from outputs"
            yield _conflict("conflictOutputTraining", f"{what}; the terms: {each.words}", [each])


def _name(child: Descendant, passed: Sequence[Passed]) -> Iterable[Conflict]:
    """Yield that a name does not begin as it must."""
    for each in passed:
        prefix = each.rule.label_text
        if (
            each.restriction == "naming"
            and prefix
            and not _plain(child.name).startswith(_plain(prefix))
        ):
            words = f'the name must begin with "{prefix}"; it is "{child.name}"'
            yield _conflict("conflictNaming", words, [each])


def _terms(child: Descendant, policy: Policy, passed: Sequence[Passed]) -> Iterable[Conflict]:
    """Yield what the declared terms drop or add, held against those of the ancestor."""
    must = [each for each in passed if each.restriction in MUST_BE_KEPT]
    if not child.terms:
        if must and child.text is not None:
            words = f'declared in words only ("{child.text}"): whether {_named(must)} is kept cannot be read from the facts'
            yield _conflict("conflictUnclear", words, must)
        return
    kept = _limits(child)
    dropped = [each for each in must if not set(each.limits) <= kept]
    if dropped:
        lost = {limit for each in dropped for limit in each.limits} - kept
        kind = "conflictNonCommercial" if NON_COMMERCIAL in lost else "conflictPassOn"
        if {terms.licensors for terms in child.terms} == {policy.licensors} and policy.licensors:
            kind = "conflictVersion"
        words = f"declared under {_terms_of(child)}, which does not hold {_list(lost)}"
        yield _conflict(kind, words, dropped)


def _narrower(child: Descendant, policy: Policy, passed: Sequence[Passed]) -> Iterable[Conflict]:
    """Yield that the declared terms shut out uses which those of the ancestor allow."""
    theirs = {limit for each in passed for limit in each.limits}
    added = ({NON_COMMERCIAL, RESEARCH_ONLY} & _limits(child)) - theirs
    if added:
        words = f"declared under {_terms_of(child)}, narrower than {policy.label} by {_list(added)}"
        yield _conflict("conflictStricter", words, passed)


def _limits(child: Descendant) -> set[str]:
    return {limit for terms in child.terms for rule in terms.rules for limit in limits_of(rule)}


def _terms_of(child: Descendant) -> str:
    return listed([terms.label for terms in child.terms])


def _conflict(kind: str, words: str, causes: Sequence[Passed]) -> Conflict:
    ordered = sorted(causes, key=strictness)
    clauses = dict.fromkeys(each.rule.place.removeprefix("clause ") for each in ordered)
    label = ordered[0].policy.label if ordered else ""
    return Conflict(
        kind=kind,
        words=words,
        clause=f"{label}, {', '.join(clauses)}" if ordered else "",
        rules=tuple(each.rule.iri for each in ordered),
        ancestor=ordered[0].ancestor if ordered else None,
    )


def _named(causes: Iterable[Passed]) -> str:
    return _list({limit for each in causes for limit in each.limits})


def _list(restrictions: Iterable[str]) -> str:
    order = [name for name in NAMES if name in set(restrictions)]
    return listed([NAMES[name] for name in order])


def _plain(name: str) -> str:
    return WORDS.sub("", name.casefold())
