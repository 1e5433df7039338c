"""Checks, lineages and licences as flat rows with stable columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuegraph.governance.licences import Kind
from valuegraph.governance.licences.passing import limits_of, strictest_of, told
from valuegraph.governance.licences.sentences import PURPOSES, ending, granted, purpose
from valuegraph.governance.licences.wording import action_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuegraph.governance.licences import Act, Bearing, Check, Lineage, Policy, Rule, Verdict
    from valuegraph.governance.licences.checking import Judged
    from valuegraph.governance.licences.conflicts import Conflict
    from valuegraph.governance.licences.lineage import Branch, Step
    from valuegraph.governance.licences.passing import Passed
    from valuegraph.governance.licences.policies import Citation

Row = dict[str, Any]

CHECK_COLUMNS = (
    *("subject", "use", "purpose", "answer", "standing", "through", "licence", "licence_answer"),
    *("reason", "effect", "clause", "words", "source", "locator", "url", "confidence", "missing"),
    *("assumed", "iri", "licence_iri", "rule_iri"),
)
LINEAGE_COLUMNS = (
    *("model", "depth", "ancestor", "kind", "way", "licence", "finding", "what", "words"),
    *("clause", "source", "url", "confidence", "model_iri", "ancestor_iri", "licence_iri"),
    *("term_iri", "derivation_iri"),
)
LICENCE_COLUMNS = (
    *("licence", "term", "action", "limit", "words", "scope", "condition", "tested", "tested_on"),
    *("affiliates", "exempts", "if_not_met", "enforcement", "clause", "valid_from", "valid_to"),
    *("stance", "confidence", "source", "locator", "url", "licence_iri", "term_iri"),
)
NO_LICENCE = (
    "no source in the facts names a licence of it on this day, and no licence is no permission"
)


def _row(columns: Iterable[str], *parts: Row) -> Row:
    """Return a row with every column, filled from parts."""
    row: Row = dict.fromkeys(columns)
    for part in parts:
        row |= part
    return row


# --- check -------------------------------------------------------------------------------------


def check_rows(found: Check) -> list[Row]:
    """Return one flat object per use, licence and rule that bears on it.

    Columns: subject, use, purpose, answer (of all terms that bind), standing (declared,
    inherited, disputed), through (the asset that brings the licence), licence, licence_answer,
    reason, effect (what the rule does), clause, words, source, locator, url, confidence, missing
    (what would decide), assumed (how figures were read), iri, licence_iri, rule_iri.
    """
    return [row for place in range(len(found.acts)) for row in _act_rows(found, place)]


def _act_rows(found: Check, place: int) -> Iterator[Row]:
    act = found.acts[place]
    head = {
        "subject": "; ".join((found.title, *found.also)),
        "use": action_in_words(act.action),
        "purpose": purpose_of(act),
        "answer": found.answer(place).value,
        "iri": found.iri,
    }
    if not found.judged:
        missing = f"the licence of {found.title}"
        yield _row(CHECK_COLUMNS, head, {"reason": NO_LICENCE, "missing": missing})
    for judged in found.judged:
        if judged.verdicts:
            yield from _judged_rows(head, judged, judged.verdicts[place])
        else:
            yield _row(CHECK_COLUMNS, head, _in_words_only(judged))


def purpose_of(act: Act) -> str | None:
    """Return what an act is for, in words."""
    known = PURPOSES.get(act.purpose or "", "gain" if act.purpose else "")
    return "; ".join(filter(None, (known, *act.aims))) or None


def _in_words_only(judged: Judged) -> Row:
    reading = judged.reading
    text = reading.text if reading else None
    cited = reading.citations[0] if reading and reading.citations else None
    return {
        "standing": judged.standing,
        "through": judged.through,
        "licence": f'in words: "{text}"',
        "licence_answer": "unknown",
        "reason": "the record names no licence whose terms are in the facts",
        "missing": "the terms themselves",
        **_source(cited),
    }


def _judged_rows(head: Row, judged: Judged, verdict: Verdict) -> Iterator[Row]:
    mine = {
        "standing": judged.standing,
        "through": judged.through,
        "licence": verdict.policy.label,
        "licence_answer": verdict.answer.value,
        "reason": verdict.reason,
        "missing": "; ".join(verdict.missing) or None,
        "assumed": "; ".join(verdict.assumed) or None,
        "licence_iri": verdict.policy.iri,
    }
    if not verdict.bearings:
        yield _row(CHECK_COLUMNS, head, mine)
    for bearing in verdict.bearings:
        yield _row(CHECK_COLUMNS, head, mine, _bearing(bearing))


def _bearing(bearing: Bearing) -> Row:
    rule = bearing.rule
    return {
        "effect": bearing.effect.value,
        "clause": rule.clause,
        "words": bearing.words,
        "rule_iri": rule.iri,
        **_source(rule.best),
    }


def _source(cited: Citation | None) -> Row:
    if cited is None:
        return {}
    return {
        "source": cited.title,
        "locator": cited.locator,
        "url": cited.url,
        "confidence": cited.confidence,
    }


# --- lineage -----------------------------------------------------------------------------------


def lineage_rows(found: Lineage) -> list[Row]:
    """Return one flat object per ancestor and what it passes on or conflicts with.

    Columns: model, depth (1 is nearest), ancestor, kind (of derivation), way (weights, outputs,
    data, nothing), licence, finding (passes, conflict, recorded conflict, strictest, none), what
    (kind of limit or tension), words, clause, source, url, confidence, model_iri, ancestor_iri,
    licence_iri, term_iri, derivation_iri.
    """
    return [row for branch in found.branches for row in _branch_rows(branch)]


def _branch_rows(branch: Branch) -> Iterator[Row]:
    mine: Row = {"model": branch.label, "model_iri": branch.asset}
    if not branch.steps:
        nothing = {"finding": "none", "words": "no derivation of it is in the facts"}
        yield _row(LINEAGE_COLUMNS, mine, nothing)
        return
    for depth, child, step in branch.walk():
        head = {**mine, **_step(depth, step)}
        found = [*_findings(child, step)] or [
            {"finding": "none", "words": "passes on nothing known"}
        ]
        yield from (_row(LINEAGE_COLUMNS, head, each) for each in found)
    for conflict in branch.far:
        yield _row(LINEAGE_COLUMNS, mine, _conflict(conflict, conflict.words))
    worst = strictest_of(branch.inherited())
    if worst is not None:
        named = {
            **_passed(worst),
            "finding": "strictest",
            "licence": worst.policy.label,
            "licence_iri": worst.policy.iri,
            "ancestor_iri": worst.ancestor,
        }
        yield _row(LINEAGE_COLUMNS, mine, named)


def _findings(child: Branch, step: Step) -> Iterator[Row]:
    yield from (_passed(each) for each in step.passed)
    for conflict in step.conflicts:
        yield _conflict(conflict, f"{child.label}: {conflict.words}")
    for kind in step.recorded:
        yield {
            "finding": "recorded conflict",
            "what": kind,
            "words": f"{child.label}: as the curators read it",
            "clause": step.basis,
        }


def _step(depth: int, step: Step) -> Row:
    return {
        "depth": depth + 1,
        "ancestor": step.label,
        "kind": "; ".join(step.link.kinds),
        "way": step.link.way.value,
        "licence": step.policy.label if step.policy else None,
        "licence_iri": step.policy.iri if step.policy else None,
        "ancestor_iri": step.link.ancestor,
        "derivation_iri": step.link.record.iri,
    }


def _passed(each: Passed) -> Row:
    cited = _source(each.rule.best)
    return {
        "finding": "passes",
        "what": "; ".join(each.limits),
        "words": each.words,
        "clause": each.rule.clause,
        "term_iri": each.rule.iri,
        **{name: cited[name] for name in ("source", "url", "confidence") if name in cited},
    }


def _conflict(conflict: Conflict, words: str) -> Row:
    return {
        "finding": "conflict",
        "what": conflict.kind,
        "words": words,
        "clause": conflict.clause,
        "term_iri": "; ".join(conflict.rules) or None,
    }


# --- one licence -------------------------------------------------------------------------------


def licence_rows(policy: Policy) -> list[Row]:
    """Return the terms of a licence, one row for each piece of evidence.

    Columns: licence, term (permission, prohibition, duty, ending), action, limit (kind of
    restriction), words, scope (only purpose), condition, tested (once, while in use), tested_on,
    affiliates (counted or not), exempts, if_not_met, enforcement, clause, valid_from, valid_to,
    stance, confidence, source, locator, url, licence_iri, term_iri.
    """
    return [row for rule in policy.rules for row in _rule_rows(policy, rule)]


def words_of(rule: Rule) -> str:
    """Return what a rule says."""
    if rule.kind is Kind.ENDING:
        return ending(rule)
    if rule.kind is Kind.PERMISSION and not limits_of(rule):
        limits = "; ".join(each.label for each in rule.conditions)
        return granted(rule) + (f", if: {limits}" if limits else "")
    return told(rule)


def _rule_rows(policy: Policy, rule: Rule) -> Iterator[Row]:
    sizes = [each for each in rule.conditions if each.is_size]
    head = {
        "licence": policy.label,
        "term": rule.kind.value,
        "action": action_in_words(rule.action) if rule.action else None,
        "limit": rule.restriction,
        "words": words_of(rule),
        "scope": purpose(rule) if rule.scope else None,
        "condition": "; ".join(each.label for each in rule.conditions) or None,
        "tested": ("once" if sizes[0].fixed else "while in use") if sizes else None,
        "tested_on": sizes[0].on if sizes else None,
        "affiliates": sizes[0].affiliates if sizes else None,
        "exempts": rule.exempts_text,
        "if_not_met": rule.consequence_text or rule.consequence,
        "enforcement": rule.enforcement,
        "clause": rule.clause,
        "valid_from": rule.begins,
        "valid_to": rule.ends,
        "licence_iri": policy.iri,
        "term_iri": rule.iri,
    }
    for cited in rule.citations:
        stance = {"stance": "supports" if cited.supports else "disputes"}
        yield _row(LICENCE_COLUMNS, head, stance, _source(cited))
