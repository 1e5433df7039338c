"""Lineages and single licences as people read them, each statement with its source."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from valuegraph.governance.licences import Kind
from valuegraph.governance.licences.passing import strictest_of
from valuegraph.governance.licences.wording import day_in_words, listed
from valuegraph.view.licence_rows import words_of
from valuegraph.view.licence_sources import Entry, Told, disputes_of, sources_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.governance.licences import Lineage, Policy, Rule
    from valuegraph.governance.licences.conflicts import Conflict
    from valuegraph.governance.licences.lineage import Branch, Step

NOT_ADVICE = (
    "A reading of clauses, each with its source, held against one another; not a legal opinion.",
    "What a licence does not mention is not permitted, and a prohibition wins over a permission.",
)
RECORDED = {
    "conflictCorrected": "mended since",
    "conflictLayered": "terms of several sources at once",
    "conflictNaming": "the name",
    "conflictNonCommercial": "a ban on gain",
    "conflictNotDerivative": "the maker says it is no derivative",
    "conflictOutputTraining": "learning from outputs",
    "conflictPassOn": "terms not passed on",
    "conflictSources": "sources differ on the terms",
    "conflictStricter": "narrower terms than the source's",
    "conflictUnclear": "not settled by the texts",
    "conflictVersion": "another version of the terms",
}
LEADS = {"conflictUnclear": "not settled: ", "conflictStricter": "narrower terms: "}
"""What is no conflict by itself."""
KINDS = {
    Kind.PERMISSION: "Permits",
    Kind.PROHIBITION: "Forbids",
    Kind.DUTY: "Asks",
    Kind.ENDING: "Ends the rights",
}


# --- lineage -----------------------------------------------------------------------------------


def told_lineage(found: Lineage) -> list[Told]:
    """Return a lineage: for each model the conflicts and the strictest condition, then the tree."""
    return [part for branch in found.branches for part in _branch(branch)]


def _branch(branch: Branch) -> Iterator[Told]:
    head: list[Entry] = [(f"declared: {_declared(branch)}", ())]
    if not branch.steps:
        yield branch.label, (*head, ("no derivation of it is in the facts", ()))
        return
    worst = strictest_of(branch.inherited())
    if worst is None:
        head.append(("inherits no condition that is known", ()))
    else:
        below = (worst.clause, *sources_of([worst.rule.best]))
        head.append((f"strictest inherited condition: {worst.words}", below))
    yield branch.label, (*head, *_conflicts(branch))
    yield "What each ancestor passes on", tuple(_steps(branch))


def _declared(branch: Branch) -> str:
    names = [policy.label for policy in branch.terms]
    words = [f'"{r.text}" (in words)' for r in branch.readings if r.licence is None and r.text]
    others = [
        f"{policy.label}, says {reading.citations[0].title} (confidence {reading.confidence:g})"
        for policy, reading in branch.disputed
    ]
    told = listed(names or words) or "no licence is known"
    return told + (f"; disputed: {'; '.join(others)}" if others else "")


def _conflicts(branch: Branch) -> Iterator[Entry]:
    """Yield the tensions of each derivation, then what the curators read in it."""
    by_record: dict[str, list[tuple[int, Branch, Step]]] = defaultdict(list)
    for depth, child, step in branch.walk():
        by_record[step.link.record.iri].append((depth, child, step))
    for group in by_record.values():
        depth, child, first = group[0]
        here = "" if depth == 0 else f"{child.label}: "
        for _, _, step in group:
            for conflict in step.conflicts:
                words = here + conflict.words.removeprefix(here and f"{child.label} ")
                yield f"{_lead(conflict)}{words}", (_cause(conflict, step.label),)
        recorded = [RECORDED.get(kind, kind) for kind in first.recorded if kind != "conflictNone"]
        if recorded:
            basis = (first.basis,) if first.basis else ()
            yield f"the curators read, of {child.label}: {listed(recorded)}", basis
    for conflict in branch.far:
        yield f"{_lead(conflict)}{conflict.words}", (conflict.clause,)


def _lead(conflict: Conflict) -> str:
    return LEADS.get(conflict.kind, f"conflict ({RECORDED[conflict.kind]}): ")


def _cause(conflict: Conflict, ancestor: str) -> str:
    return (
        f"{conflict.clause}, brought by {ancestor}" if conflict.clause else f"brought by {ancestor}"
    )


def _steps(branch: Branch) -> Iterator[Entry]:
    """Yield the tree, each licence's terms once."""
    told: dict[tuple[str, str], str] = {}
    for depth, child, step in branch.walk():
        margin = "   " * depth
        kinds = listed([_spaced(kind) for kind in step.link.kinds])
        supposed = "" if step.link.stated else ", weights supposed"
        terms = step.policy.label if step.policy else "no licence known"
        way = f"{step.link.way.value} ({kinds}{supposed})"
        sentence = f"{margin}{child.label} <- {step.label}: {way}, {terms}"
        key = (step.policy.iri if step.policy else "", step.link.way.value)
        if step.free:
            below = ["the same maker: free to change the terms"]
        elif not step.passed:
            below = ["passes on nothing that is known"]
        elif key in told:
            below = [f"passes on the same as {told[key]}"]
        else:
            below = [f"{passed.words} ({passed.rule.place})" for passed in step.passed]
            told[key] = step.label
        yield sentence, tuple(margin + line for line in below)


def _spaced(name: str) -> str:
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name)
    return "technique not stated" if name == "notStatedDerivation" else words.strip()


# --- one licence -------------------------------------------------------------------------------


def told_terms(policy: Policy) -> list[Told]:
    """Return a licence: who grants it, then its terms by what they do."""
    issued = f", {day_in_words(policy.issued)}" if policy.issued else ", undated"
    head: list[Entry] = [
        (
            f"granted by {policy.licensor}{issued}",
            tuple(filter(None, (policy.identifier, policy.url))),
        )
    ]
    if not policy.text_seen:
        head.append(
            ("the curators did not read the text itself; what it leaves out is unknown", ())
        )
    approved = {True: "approved", False: "not approved", None: "not known to be approved"}
    head.append((f"{approved[policy.osi_approved]} by the Open Source Initiative", ()))
    head += [(note, ()) for note in policy.notes]
    parts: list[Told] = [(policy.label, tuple(head))]
    for kind, heading in KINDS.items():
        entries = tuple(_term(rule) for rule in policy.rules if rule.kind is kind)
        if entries:
            parts.append((heading, entries))
    return parts


def _term(rule: Rule) -> Entry:
    return f"{rule.place}: {words_of(rule)}", (
        *sources_of([rule.best]),
        *disputes_of(rule),
        *rule.notes,
    )
