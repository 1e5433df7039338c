"""What would change a line: the assumptions under its figure, each made otherwise, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.view.merging import PROVISION
from valuegraph.view.wording import listing, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from valuegraph.chokepoints.flips import Flip, Flips
    from valuegraph.view.ranking import Basis, Line
    from valuegraph.view.wording import Wording

SLACK = 1e-9
ASSUMPTIONS = ("stock", "completeness", "qualification", "fact")
FIGURES = {"unavoidable": "unavoidable", "share_lost": "lost at once"}
EVERY = "every incomplete group"
RELATION, GROUP = 3, 2


@dataclass(frozen=True, slots=True)
class Change:
    """One assumption made otherwise.

    Attributes
    ----------
    view, assumption : str
        The view; ``stock``, ``completeness``, ``qualification`` or ``fact``.
    what : str
        The other case, in words.
    about : tuple of str
        The names concerned; for a fact its IRI.
    fact : str or None
        IRI of the fact that would be wrong.
    figure : str
        ``unavoidable``, or ``share_lost`` where nothing is unavoidable.
    before, after : float or None
        The figure as recorded and in the other case; None where no target is left.
    verdict_before, verdict_after : str
        The verdict words that rest on losses.
    """

    view: str
    assumption: str
    what: str
    about: tuple[str, ...]
    fact: str | None
    figure: str
    before: float
    after: float | None
    verdict_before: str
    verdict_after: str

    @property
    def effect(self) -> float:
        """Size of the change."""
        return abs((self.after or 0.0) - self.before)

    @property
    def flips(self) -> bool:
        """Whether the verdict changes."""
        return self.verdict_before != self.verdict_after

    def told(self) -> str:
        """Return the sentence: the case, the figure before and after, the verdict if it changes."""
        before, after = percent(self.before), "no target left"
        if self.after is not None:
            after = percent(self.after)
        same = self.after is not None and round(self.before, 3) == round(self.after, 3)
        moves = f"stays at {before}" if same else f"{before} becomes {after}"
        words = (
            f"; the verdict changes from {self.verdict_before or 'no word'} to "
            f"{self.verdict_after or 'no word'}"
            if self.flips
            else ""
        )
        figure = FIGURES[self.figure]
        return f"{self.what}: {figure} {moves}{words}."

    def row(self) -> dict[str, Any]:
        """Return one flat object; shares lie in [0, 1]."""
        return {
            "view": self.view,
            "assumption": self.assumption,
            "what": self.what,
            "figure": self.figure,
            "before": self.before,
            "after": self.after,
            "verdict_before": self.verdict_before,
            "verdict_after": self.verdict_after,
            "flips": self.flips,
            "fact_iri": self.fact,
        }


@dataclass(frozen=True)
class Changes:
    """Every change of one view, those that flip the verdict first, then the largest.

    Attributes
    ----------
    view : str
        The view.
    rows : tuple of Change
        Those that change the figure or the verdict.
    idle : dict of str to int
        How many cases of each assumption change nothing.
    """

    view: str
    rows: tuple[Change, ...]
    idle: dict[str, int] = field(default_factory=dict)

    def of(self, assumption: str) -> list[Change]:
        """Return the changes of one assumption."""
        return [row for row in self.rows if row.assumption == assumption]


def changes(
    basis: Basis,
    line: Line,
    surge: float,
    wording: Wording,
    labels: Callable[[Iterable[str]], dict[str, str]],
) -> Changes:
    """Return what would change one line in its view.

    That somebody else might run what a firm runs is no assumption but what running means, so
    cases on provision are left out.

    Parameters
    ----------
    basis : Basis
        What the ranking was computed from.
    line : Line
        The line.
    surge : float
        The surge asked for.
    wording : Wording
        Names.
    labels : callable
        Words for facts, by their IRIs.
    """
    asked = basis.graph.sensitivity
    found = asked.flips(sorted(line.nodes), basis.weights, surge, line.view)
    return worded(found, line.view, wording, labels)


def worded(
    found: Flips,
    view: str,
    wording: Wording,
    labels: Callable[[Iterable[str]], dict[str, str]],
) -> Changes:
    """Return the cases of one view in words; see `changes`."""
    cases = [row for row in found.rows if str(row.about[-1]) != PROVISION]
    acting = [row for row in cases if row.effect > SLACK or row.flips]
    idle: dict[str, int] = {}
    for row in cases:
        if row.effect <= SLACK and not row.flips:
            idle[row.assumption] = idle.get(row.assumption, 0) + 1
    said = labels([str(row.about[0]) for row in acting if _is_fact(row)])
    told = [described(row, view, wording, said) for row in acting]
    return Changes(view, tuple(sorted(told, key=lambda c: (not c.flips, -c.effect))), idle)


def _is_fact(row: Flip) -> bool:
    """Tell a fact from a supply that follows without one."""
    return row.assumption == "fact" and len(row.about) == 1


def described(row: Flip, view: str, wording: Wording, labels: dict[str, str]) -> Change:
    """Return one case of the engine in words; `labels` are those of the facts, by IRI."""
    about = tuple(str(name) for name in row.about)
    return Change(
        view=view,
        assumption=row.assumption,
        what=WORDS[row.assumption](about, wording, labels),
        about=about,
        fact=about[0] if _is_fact(row) else None,
        figure=row.figure,
        before=row.before,
        after=row.after,
        verdict_before=row.verdict_before,
        verdict_after=row.verdict_after,
    )


def _stock(about: Sequence[str], _wording: Wording, _labels: dict[str, str]) -> str:
    if about[0] == "continuity view":
        return "If what is installed, trained or released goes on (continuity view)"
    if about[0] == "renewal view":
        return "If no stock counts (renewal view)"
    kind, _space, word = about[0].removeprefix("stock of ").partition(" ")
    only = "If only stocks of the kind" if word == "counted" else "If stocks of the kind"
    return f"{only} {kind} {'count' if word == 'counted' else 'do not count'}"


def _completeness(about: Sequence[str], wording: Wording, _: dict[str, str]) -> str:
    if about[0] == EVERY:
        chance = about[1].removeprefix("chance ") if len(about) == GROUP else ""
        how = f"with a chance of {percent(float(chance))} each" if chance else "without exception"
        return f"If every role whose suppliers no source calls complete had one more, {how}"
    return f"If somebody else filled {wording.role(about[1])} of {wording.name(about[0])}"


def _qualification(about: Sequence[str], wording: Wording, _: dict[str, str]) -> str:
    roles = listing([wording.role(role) for role in about[1:]])
    return f"If {roles} of {wording.name(about[0])} could stand in for one another"


def _fact(about: Sequence[str], wording: Wording, labels: dict[str, str]) -> str:
    if len(about) == RELATION:
        supplier, dependent, role = about
        what = (
            f"{wording.role(role)} from {wording.supplier(supplier)} to {wording.name(dependent)}"
        )
        return f"Without the supply of {what}, which follows without a fact of its own"
    return f'Without the fact "{labels.get(about[0]) or wording.catalogue.label(about[0])}"'


WORDS = {
    "stock": _stock,
    "completeness": _completeness,
    "qualification": _qualification,
    "fact": _fact,
}


def facts_among(rows: Iterable[Change], most: int) -> list[str]:
    """Return the IRIs of the first facts that would change something."""
    return [row.fact for row in rows if row.fact is not None][:most]
