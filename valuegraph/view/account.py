"""An explanation as titled sentences, for a terminal, a notebook and str() alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.view.alternatives import in_words, nobody
from valuegraph.view.citing import in_words as cited
from valuegraph.view.flipping import ASSUMPTIONS
from valuegraph.view.telling import leaving
from valuegraph.view.wording import count, listing, opening, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.facts import Fact
    from valuegraph.view.explained import Explained
    from valuegraph.view.flipping import Changes
    from valuegraph.view.proofs import Case, Proof
    from valuegraph.view.proving import ProofStep

MOST_STEPS, LAST_STEPS = 12, 4
FEW_FACTS = 2
FEW_CHANGES = 2
FEW_OTHERS = 4
MEMBERS = 8
RUNNING = ("Operation", "Offering")
TITLES = {"renewal": "Renewal view", "continuity": "Continuity view"}
SLACK = 1e-9
ALL = "--all shows all, --json holds all"


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences under a title, each with lines of its own below it."""

    title: str
    entries: tuple[tuple[str, tuple[str, ...]], ...]


def account(said: Explained, *, every: bool = False) -> list[Part]:
    """Return an explanation as titled sentences; its figures are a table of their own.

    Parameters
    ----------
    said : Explained
        What to tell.
    every : bool
        Leave nothing out; otherwise long lists are cut, and say how much is missing.
    """
    parts = [_who(said), Part("Verdict", tuple(_verdicts(said, every=every)))]
    for case in said.cases:
        parts += _proof(said, case, every=every)
    for standing in said.standings:
        parts += _others(said, standing.view, every=every)
    parts += [_changes(said, each, every=every) for each in said.changes]
    return parts


def _who(said: Explained) -> Part:
    facts = count(len(said.facts), "fact")
    alone = " (this line rests on a single fact)" if len(said.facts) == 1 else ""
    most = min(len(said.members), MEMBERS)
    if len(said.members) == 1:
        (node,) = said.nodes
        runs = "" if said.wording.is_thing(node) else ", and what it runs stops with it"
        who = f"{opening(said.members[0])} {leaving(node, said.wording)}{runs}. It acts"
    else:
        who = f"{len(said.members)} organisations withdraw together: {listing(said.members, most)}. They act"
    entries: list[tuple[str, tuple[str, ...]]] = [(f"{who} through {facts}{alone}.", ())]
    entries += [
        (f"In the {view} view it reaches no target: stocks cover whatever it supplies.", ())
        if view == "continuity"
        else (f"In the {view} view it reaches no target.", ())
        for view in said.unreached
    ]
    return Part(f"{said.name}: what stops without it, and why", tuple(entries))


def _verdicts(said: Explained, *, every: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    for standing in said.standings:
        yield (
            f"{TITLES[standing.view]}: {standing.verdict_in_words()}. {standing.smallest_cut()}",
            (),
        )
    shares = dict.fromkeys(
        f"Of {row['role']} for {row['dependent']}, {percent(row['own'])} is its own; the three "
        f"largest have {percent(row['cr3'])} (HHI {row['hhi']:.2f})."
        for row in sorted(said.concentration_rows(), key=lambda row: -row["own"])
        if row["hhi"] is not None and row["own"] < 1
    )
    shown = len(shares) if every else FEW_OTHERS
    yield from ((line, ()) for line in [*shares][:shown])
    if len(shares) > shown:
        more = count(len(shares) - shown, "more role")
        yield f"... {more} with stated shares ({ALL})", ()


def _proof(said: Explained, case: Case, *, every: bool) -> Iterator[Part]:
    """Yield the proofs of one view and horizon, and how all its proofs fared."""
    check = next(x for x in said.checks if (x.view, x.horizon) == (case.view, case.horizon))
    told = [p for p in said.proofs if (p.view, p.horizon) == (case.view, case.horizon)]
    others = [p for p in said.proofs if p.view == case.view and p.horizon != case.horizon]
    for proof in told:
        entries = list(_steps(said, proof, every=every))
        if case is not _first(said, case.view) and any(p.steps == proof.steps for p in others):
            entries = [("The steps are those of the proof above: they act at once.", ())]
        if proof is told[-1]:
            entries += [(_sufferers(case, len(told)), ()), (f"Check: {check.told()}", ())]
        yield Part(_heading(said, case, proof), tuple(entries))
    if not told:
        title = f"{TITLES[case.view]}: nothing is lost"
        yield Part(title, ((f"Check: {check.told()}", ()),))


def _first(said: Explained, view: str) -> Case:
    return next(case for case in said.cases if case.view == view)


def _heading(said: Explained, case: Case, proof: Proof) -> str:
    target = proof.target
    how = "everything" if target.loss >= 1 - 1e-9 else percent(target.loss)
    what = f"{percent(case.figure)} is {_horizon(said, case)}"
    return (
        f"{TITLES[case.view]}, {what}: the proof for {target.name}, which loses {how} "
        f"({100 * target.points:.1f} of the {100 * case.figure:.1f} points)"
    )


def _horizon(said: Explained, case: Case) -> str:
    if case.horizon == "share_lost":
        return "lost at once"
    standing = next(each for each in said.standings if each.view == case.view)
    same = standing.share_lost <= case.figure + SLACK
    return "lost at once and for good" if same else "unavoidable"


def _steps(said: Explained, proof: Proof, *, every: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the steps with their facts; a long proof keeps its start and its end."""
    last = len(proof.steps)
    shown = range(1, last + 1)
    left_out: tuple[int, ...] = ()
    if not every and last > MOST_STEPS + 1:
        left_out = tuple(shown)[MOST_STEPS - LAST_STEPS : last - LAST_STEPS]
    for number, step in enumerate(proof.steps, start=1):
        if number not in left_out:
            yield f"{number}. {step.sentence}", tuple(_support(said, step, every=every))
        elif number == left_out[0]:
            yield (
                f"... {len(left_out)} steps, {number} to {left_out[-1]}, are not shown ({ALL})",
                (),
            )


def _support(said: Explained, step: ProofStep, *, every: bool) -> Iterator[str]:
    """Yield the facts of a step, and what follows without one."""
    facts = sorted(step.facts, key=lambda iri: _weight(said.cited[iri]))
    most = len(facts) if every else FEW_FACTS
    for iri in facts[:most]:
        yield f"- {cited(said.cited[iri])}"
    if len(facts) > most:
        yield f"- and {count(len(facts) - most, 'more fact')}"
    if step.derived and step.role is not None:
        yield "- derived: the supply has no fact of its own, it follows from the requirement"
    if every or (step.derived and not facts):
        for iri in step.premises[: len(step.premises) if every else FEW_FACTS]:
            yield f"- needed, as {cited(said.cited[iri])}"


def _weight(fact: Fact) -> tuple[bool, float]:
    """Return what puts facts on supplies before those on who runs what, then the surer first."""
    return fact.cls.rpartition("#")[2] in RUNNING, -fact.confidence


def _sufferers(case: Case, told: int) -> str:
    """Return which other targets carry the figure."""
    others = case.sufferers[told : told + FEW_OTHERS]
    if not others:
        return "No other target loses anything."
    names = [f"{each.name} {100 * each.points:.1f}" for each in others]
    more = len(case.sufferers) - told - len(others)
    if more:
        names.append(f"{more} more with less")
    return f"Others that lose most, in points of the {percent(case.figure)}: {', '.join(names)}."


def _others(said: Explained, view: str, *, every: bool) -> Iterator[Part]:
    found = [each for each in said.alternatives if each.view == view]
    if not found:
        return
    left = [each for each in found if each.left]
    shown = left if every else left[:FEW_OTHERS]
    entries = [(in_words(each, said.wording, said.surge), ()) for each in shown]
    if len(left) > len(shown):
        more = count(len(left) - len(shown), "more role")
        entries.append((f"... {more} with others left ({ALL})", ()))
    if len(left) < len(found):
        entries.append((nobody(found, said.wording), ()))
    yield Part(f"{TITLES[view]}: who else fills the roles on the proof", tuple(entries))


def _changes(said: Explained, found: Changes, *, every: bool) -> Part:
    """Return what would change the line: of each assumption the cases with the most effect."""
    entries = []
    for assumption in ASSUMPTIONS:
        rows = found.of(assumption)
        shown = rows if every else rows[:FEW_CHANGES]
        for row in shown:
            fact = said.cited.get(row.fact) if row.fact is not None else None
            entries.append((row.told(), () if fact is None else (f"- {cited(fact)}",)))
        more = len(rows) - len(shown)
        if more:
            cases = count(more, "more case", "more cases")
            entries.append((f"... {cases} of {assumption} with less effect ({ALL})", ()))
    flips = sum(row.flips for row in found.rows)
    title = (
        f"{TITLES[found.view]}: what would change it "
        f"({count(flips, 'case')} of {len(found.rows)} would change the verdict)"
    )
    return Part(title, tuple(entries) or (("Nothing that was tried changes the figure.", ()),))
