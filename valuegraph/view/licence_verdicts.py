"""Checks of licences as people read them: the verdict first, then why, each with its source."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from valuegraph.governance.licences import Answer, Effect
from valuegraph.governance.licences.checking import DECLARED, DISPUTED, INHERITED
from valuegraph.governance.licences.sentences import purpose
from valuegraph.governance.licences.wording import action_in_words, day_in_words, listed
from valuegraph.view.licence_rows import NO_LICENCE, purpose_of
from valuegraph.view.licence_sources import Entry, Told, disputes_of, sources_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from valuegraph.governance.licences import Bearing, Check, Verdict
    from valuegraph.governance.licences.checking import Judged

DECIDING = (
    *(Effect.PROHIBITS, Effect.CAPS, Effect.WITHHOLDS, Effect.FIRST, Effect.MAY_BITE),
    *(Effect.WITHIN, Effect.EXEMPTS),
)
SECTIONS = (
    ("What it asks of you", (Effect.OBLIGES, Effect.MAY_OBLIGE)),
    ("What it is not for", (Effect.LIMITS,)),
    ("What ends the rights", (Effect.ENDS,)),
)


def told_checks(checks: Iterable[Check]) -> list[Told]:
    """Return checks: for each the verdicts, then duties, limits, and what would settle it."""
    return [part for each in checks for part in _check(each)]


def _check(found: Check) -> Iterator[Told]:
    title = f"{_titled(found)}, on {day_in_words(found.day)}"
    if not found.judged:
        uses = ", ".join(action_in_words(act.action) for act in found.acts)
        yield title, ((f"unknown: {uses}", (NO_LICENCE,)),)
        return
    yield title, tuple(_verdicts(found))
    allowed = [at for at in range(len(found.acts)) if found.answer(at) is not Answer.PROHIBITED]
    for heading, effects in SECTIONS:
        entries = tuple(_bearings(found, allowed, effects))
        if entries:
            yield heading, entries
    missing = dict.fromkeys(
        asked
        for judged in _binding(found)
        for at in allowed
        if judged.verdicts
        for asked in judged.verdicts[at].missing
    )
    if missing:
        yield "What would settle it", tuple((each, ()) for each in missing)
    contested = tuple(_contested(found))
    if contested:
        yield "A source names other terms", contested


def _titled(found: Check) -> str:
    few = ", ".join((found.title, *found.also[:2]))
    rest = len(found.also) - 2
    return few + (f" and {rest} more" if rest > 0 else "")


def _binding(found: Check) -> list[Judged]:
    return [each for each in found.judged if each.standing in {DECLARED, INHERITED}]


# --- verdicts ----------------------------------------------------------------------------------


def _verdicts(found: Check) -> Iterator[Entry]:
    """Yield one entry for each answer and ground, over all uses that share them."""
    groups: dict[tuple[Hashable, ...], list[int]] = defaultdict(list)
    for place in range(len(found.acts)):
        grounds = [_ground(each.verdicts[place]) for each in _binding(found) if each.verdicts]
        groups[(found.answer(place), *grounds)].append(place)
    for places in groups.values():
        uses = ", ".join(_use(found, place) for place in places)
        below = tuple(line for each in _binding(found) for line in _why(found, each, places))
        yield f"{found.answer(places[0]).value}: {uses}", below


def _use(found: Check, place: int) -> str:
    act = found.acts[place]
    for_ = purpose_of(act)
    return action_in_words(act.action) + (f" for {for_}" if for_ and for_ != "gain" else "")


def _ground(verdict: Verdict) -> tuple[Hashable, ...]:
    """Return what an answer rests on, apart from which clause grants which use."""
    deciding = verdict.of(*DECIDING)
    return (verdict.answer, *((b.effect, b.rule.scope or b.rule.iri) for b in deciding))


def _why(found: Check, judged: Judged, places: Sequence[int]) -> Iterator[str]:
    """Yield why one licence answers so on some uses that share their ground."""
    if not judged.verdicts:
        text = judged.reading.text if judged.reading else None
        yield f'declared in words only, "{text}": no licence with known terms, so unknown'
        yield from sources_of(judged.reading.citations[:1] if judged.reading else ())
        return
    verdicts = [judged.verdicts[place] for place in places]
    first = verdicts[0]
    via = f", through {judged.through}" if judged.standing == INHERITED else ""
    several = len(_binding(found)) > 1
    answer = f" {first.answer.value}:" if several else ""
    grounds = "; ".join(dict.fromkeys(_grounds(verdicts)))
    yield f"{first.policy.label}{via}:{answer} {grounds or _unmentioned(found, places, first)}"
    cited = [b.rule for v in verdicts for b in v.bearings if b.rule.iri in v.rules]
    yield from sources_of([rule.best for rule in cited if rule.best])
    yield from (line for rule in dict.fromkeys(cited) for line in disputes_of(rule))


def _grounds(verdicts: Sequence[Verdict]) -> Iterator[str]:
    scopes: dict[str, list[str]] = defaultdict(list)
    grants: list[str] = []
    for verdict in verdicts:
        for bearing in verdict.of(*DECIDING, Effect.PERMITS):
            rule = bearing.rule
            if rule.scope and bearing.effect in {Effect.MAY_BITE, Effect.WITHHOLDS}:
                scopes[purpose(rule)].append(rule.place)
            elif bearing.effect is Effect.PERMITS:
                grants.append(rule.place)
            else:
                yield f"{bearing.words} ({rule.place})"
    for name, places in scopes.items():
        yield f"for {name} only ({_places(places)})"
    if grants and verdicts[0].answer is not Answer.PROHIBITED:
        yield f"granted by {_places(grants)}"


def _places(places: Iterable[str]) -> str:
    """Return clauses as one cites several."""
    named = list(dict.fromkeys(places))
    numbers = [each.removeprefix("clause ") for each in named]
    clauses = [n for n, name in zip(numbers, named, strict=True) if n != name]
    others = [name for n, name in zip(numbers, named, strict=True) if n == name]
    told = f"clause{'s' if len(clauses) > 1 else ''} {listed(clauses)}" if clauses else ""
    return listed([*([told] if told else []), *others])


def _unmentioned(found: Check, places: Sequence[int], verdict: Verdict) -> str:
    uses = listed([_use(found, place) for place in places], "or")
    if not verdict.unmentioned:
        return verdict.reason
    if verdict.answer is Answer.UNKNOWN:
        return f"the facts hold no grant that covers {uses}"
    return f"does not mention {uses}, and what a licence does not mention is not permitted"


# --- beside the verdicts -----------------------------------------------------------------------


def _bearings(found: Check, places: Sequence[int], effects: Iterable[Effect]) -> Iterator[Entry]:
    """Yield rules with some effects once each, with the uses they bear on."""
    uses: dict[str, list[str]] = defaultdict(list)
    kept: dict[str, tuple[Bearing, str]] = {}
    wanted = tuple(effects)
    for place in places:
        for judged in _binding(found):
            for bearing in judged.verdicts[place].of(*wanted) if judged.verdicts else ():
                uses[bearing.rule.iri].append(action_in_words(found.acts[place].action))
                kept[bearing.rule.iri] = bearing, judged.verdicts[place].policy.label
    for iri, (bearing, label) in kept.items():
        for_ = f" [{', '.join(uses[iri])}]" if len(uses[iri]) < len(places) else ""
        perhaps = "perhaps: " if bearing.effect is Effect.MAY_OBLIGE else ""
        clause = f"{label}, {bearing.rule.place}"
        yield f"{perhaps}{bearing.words}{for_}", (clause, *disputes_of(bearing.rule))


def _contested(found: Check) -> Iterator[Entry]:
    """Yield the licences that disputing sources name, and what would be different under them."""
    for judged in found.judged:
        if judged.standing != DISPUTED or not judged.verdicts:
            continue
        others: dict[str, list[str]] = defaultdict(list)
        for place, act in enumerate(found.acts):
            if judged in found.contested(place):
                answer = judged.verdicts[place].answer.value
                others[answer].append(action_in_words(act.action))
        told = [f"{answer}: {', '.join(uses)}" for answer, uses in others.items()]
        under = f"under which it would be {'; '.join(told)}" if told else "with the same answers"
        label = judged.verdicts[0].policy.label
        yield (
            f"{label}, {under}",
            tuple(sources_of(judged.reading.citations[:1] if judged.reading else ())),
        )
