"""A scenario played for a page: what it says, in values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.errors import UsageError
from valuegraph.projection.slices import parse_date
from valuegraph.serve.pages.citations import Cited, cite
from valuegraph.view.scenario_files import shipped_scenario
from valuegraph.view.scenarios import asked_of, play

if TYPE_CHECKING:
    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.view.scenario_answer import ScenarioAnswer
    from valuegraph.view.scenario_parts import Cut

MOST_SHOCKS, LONGEST = 12, 300
FACTS = 12
SURGES = (0.0, 100.0)
HORIZONS = {"share_lost": "at once", "unavoidable": "however much others grow"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks: shocks or a shipped scenario, and the conditions; empty is the default."""

    shocks: tuple[str, ...] = ()
    name: str = ""
    view: str = "both"
    by: str = "group"
    surge: float | None = None
    day: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what it is of, its IRI, and shares in [0, 1] (None: not known)."""

    name: str
    iri: str
    shares: tuple[float | None, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """How one target loses: what of the scenario is enough, and the steps."""

    target: str
    loss: float
    horizon: str
    views: tuple[str, ...]
    parts: tuple[str, ...]
    steps: tuple[str, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class View:
    """One view of a played scenario.

    Attributes
    ----------
    name : str
        `renewal` or `continuity`.
    figures : tuple of Line
        Lost at once, with surge, unavoidable: share, low and high of the interval.
    level, targets, exposed : float, int, float
        Of the interval; how many targets; what share of them it can touch.
    sectors, hits, causes : tuple of Line
        By sector, by target and by shock.
    """

    name: str
    figures: tuple[Line, ...]
    level: float
    targets: int
    exposed: float
    sectors: tuple[Line, ...]
    hits: tuple[Line, ...]
    causes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A played scenario."""

    title: str
    says: str
    drawn_from: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    day: str
    headline: tuple[str, ...]
    views: tuple[View, ...]
    proofs: tuple[Proof, ...]
    facts: tuple[Cited, ...]
    carried: int
    changes: tuple[tuple[str, str], ...]
    undetermined: tuple[str, ...]
    reading: str
    notes: tuple[str, ...]


def play_for_page(kg: KnowledgeGraph, asked: Asked) -> Told:
    """Play a scenario.

    Raises
    ------
    ValuegraphError
        A shock cannot be read or played, a name is unknown, or nothing is hit.
    """
    _check(asked)
    told = shipped_scenario(asked.name) if asked.name else None
    day = parse_date(asked.day or None, "day") or (told.as_of if told else None)
    graph = kg if day is None or day == kg.as_of else kg.at(day)
    conditions = asked_of(
        told,
        targets=[asked.target] if asked.target else None,
        by=asked.by,
        view=asked.view,
        surge=asked.surge,
    )
    found = play(graph, told.shocks if told else asked.shocks, conditions, told)
    return _told(graph, found)


def _check(asked: Asked) -> None:
    if bool(asked.shocks) == bool(asked.name):
        raise UsageError(
            "a scenario is given by shocks or by its name",
            mend="for example remove:TSMC, or choose one that ships",
        )
    if len(asked.shocks) > MOST_SHOCKS or max(map(len, (*asked.shocks, ""))) > LONGEST:
        raise UsageError(
            f"a page plays at most {MOST_SHOCKS} shocks of {LONGEST} characters",
            why="one long scenario would keep all others waiting",
            mend="play it on your own machine: valuegraph scenario",
        )
    if asked.surge is not None and not SURGES[0] <= asked.surge <= SURGES[1]:
        raise UsageError(
            f"a surge of {asked.surge:g} is not a capacity", mend="give 0 to 100; 0.3 is 30 %"
        )


def _told(kg: KnowledgeGraph, found: ScenarioAnswer) -> Told:
    carried = found.carried[:FACTS]
    known = cite(kg, carried)
    return Told(
        title=found.told.title if found.told else "; ".join(move.says for move in found.moves),
        says=found.told.says if found.told else "",
        drawn_from=tuple(map(str, found.told.source)) if found.told else (),
        moves=tuple((move.text, move.says) for move in found.moves),
        day=found.as_of.isoformat(),
        headline=found.headline,
        views=tuple(_view(found, name) for name in found.views),
        proofs=tuple(_proofs(found)),
        facts=tuple(known[fact] for fact in carried if fact in known),
        carried=len(found.carried),
        changes=tuple((c.view, row.told()) for c in found.changes for row in c.rows),
        undetermined=found.undetermined,
        reading=found.told.reading if found.told else "",
        notes=(*found.assumptions, *found.coverage),
    )


def _view(found: ScenarioAnswer, name: str) -> View:
    loss = found.loss(name)
    figures = []
    for label, figure in (
        ("lost at once", "share_lost"),
        (f"with surge {found.surge:g}", "share_lost_surge"),
        ("unavoidable", "unavoidable"),
    ):
        middle = found.interval(name, figure)
        figures.append(Line(label, "", (getattr(loss, figure), middle.low, middle.high)))
    return View(
        name=name,
        figures=tuple(figures),
        level=found.interval(name).level,
        targets=loss.targets,
        exposed=loss.exposed,
        sectors=tuple(
            Line(row.sector, "", (row.share_lost, row.share_lost_surge, row.unavoidable),
                 str(row.targets))
            for row in found.sectors if row.view == name and row.share_lost > 0
        ),
        hits=tuple(
            Line(row.name, row.iri.partition("#")[0],
                 (row.share_lost, row.share_lost_surge, row.unavoidable), row.sector)
            for row in found.hits if row.view == name and row.share_lost > 0
        ),
        causes=tuple(
            Line(row.says, "", (row.lost_alone, row.lost_jointly), row.attribution)
            for row in found.causes if row.view == name
        ),
    )  # fmt: skip


def _proofs(found: ScenarioAnswer) -> list[Proof]:
    """Return each proof once, with all views in which it is told alike."""
    views: dict[tuple[object, ...], list[str]] = {}
    first: dict[tuple[object, ...], Cut] = {}
    for cut in found.cuts:
        key = (cut.iri, cut.horizon, cut.parts, cut.proof)
        views.setdefault(key, []).append(cut.view)
        first.setdefault(key, cut)
    return [
        Proof(
            cut.target,
            cut.loss,
            HORIZONS.get(cut.horizon, cut.horizon),
            tuple(views[key]),
            cut.parts,
            cut.proof,
            cut.verified,
        )
        for key, cut in first.items()
    ]
