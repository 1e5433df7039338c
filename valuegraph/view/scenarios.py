"""Scenarios on a slice of the facts: what happens to whom, why, and how far to trust it."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.errors import UsageError
from valuegraph.projection import coverage_lines
from valuegraph.view.acting import downstream_weight
from valuegraph.view.asking import engine_of, resampled
from valuegraph.view.scenario_answer import ScenarioAnswer
from valuegraph.view.scenario_moves import condition
from valuegraph.view.scenario_names import Cast, Names
from valuegraph.view.scenario_parts import FIGURES, Alternative, Cause, Middle, Unknown
from valuegraph.view.scenario_runs import Run
from valuegraph.view.scenario_shocks import read_moves
from valuegraph.view.scenario_words import CHANGED, TRIED
from valuegraph.view.targets import choose_targets, choose_views
from valuegraph.view.wording import FUNCTION, Wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from valuegraph.chokepoints import DependencyGraph
    from valuegraph.chokepoints.drawing import Resampled
    from valuegraph.chokepoints.engine import Engine
    from valuegraph.projection import Projection
    from valuegraph.view.flipping import Changes
    from valuegraph.view.scenario_files import ScenarioFile
    from valuegraph.view.scenario_moves import Move

LEVEL = 0.9
SERVICE = "AI service"
COLUMNS = {"jurisdiction": "domicile", "commercial": "whether its use is commercial"}


class Graph(Protocol):
    """What a scenario needs of a graph."""

    @property
    def projection(self) -> Projection:
        """The slice."""
        ...

    @property
    def dependency(self) -> DependencyGraph:
        """Its engine."""
        ...

    @property
    def store(self) -> Names:
        """Where names and facts are read."""
        ...

    @property
    def as_of(self) -> dt.date:
        """The day of the slice."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Under which conditions a scenario is played.

    Attributes
    ----------
    targets : str, iterable of str or mapping of str to float
        Whose service counts; `implementors` for all.
    by : str
        What a firm's name stands for: `group` (all under common control) or `firm`.
    view, surge : str, float
        `renewal`, `continuity` or `both`; what survivors can add to their shares.
    draws, seed : int
        How often the evidence is drawn for the intervals, and from which seed.
    """

    targets: str | Iterable[str] | Mapping[str, float] = "implementors"
    by: str = "group"
    view: str = "both"
    surge: float = 0.3
    draws: int = 200
    seed: int = 0


def asked_of(told: ScenarioFile | None, **given: Any) -> Asked:  # noqa: ANN401 - fields of Asked
    """Return the conditions of a file, with those that are given in their place.

    Parameters
    ----------
    told : ScenarioFile or None
        The file; without one the defaults of `Asked` hold.
    **given
        Fields of `Asked`; those that are None are left as they are.
    """
    conditions = Asked()
    if told is not None:
        targets = told.targets or conditions.targets
        conditions = Asked(targets=targets, view=told.view, surge=told.surge)
    return replace(conditions, **{key: value for key, value in given.items() if value is not None})


def play(
    graph: Graph,
    shocks: Sequence[str],
    asked: Asked | None = None,
    told: ScenarioFile | None = None,
) -> ScenarioAnswer:
    """Play a scenario.

    Parameters
    ----------
    graph : Graph
        For instance a `KnowledgeGraph`.
    shocks : sequence of str
        As `valuegraph.view.scenario_shocks.read_moves` takes them.
    asked : Asked, optional
        Conditions.
    told : ScenarioFile, optional
        The file that the scenario was read from.

    Raises
    ------
    ValuegraphError
        A shock cannot be read or played, a name is unknown, or nothing at all is hit.
    """
    asked = asked or Asked()
    if not asked.surge >= 0 or math.isnan(asked.surge):
        raise UsageError(f"a surge of {asked.surge} is not a capacity", mend="pass 0 or more")
    projection, engine = graph.projection, engine_of(graph.dependency)
    cast = Cast(projection, graph.store, asked.by, downstream_weight(projection))
    moves = read_moves(shocks, engine, cast)
    if not any(move.hits or move.perhaps for move in moves):
        raise _idle(moves, graph.as_of)
    weights = choose_targets(projection, asked.targets, graph.store.resolve)
    wording = Wording(projection)
    chosen = choose_views(asked.view)
    effects = [move.effect for move in moves]
    codes = _targets(engine, weights)
    runs = [Run(engine, effects, codes, view, asked.surge, wording) for view in chosen]
    evidence = resampled(graph.dependency, projection.clusters, asked.draws, asked.seed)
    return ScenarioAnswer(
        moves=moves,
        told=told,
        as_of=graph.as_of,
        surge=asked.surge,
        by=asked.by,
        default_targets=isinstance(asked.targets, str),
        hits=tuple(hit for run in runs for hit in run.hits()),
        losses=tuple(run.loss() for run in runs),
        intervals=tuple(row for run in runs for row in _middles(run, evidence)),
        sectors=tuple(row for run in runs for row in run.sectors()),
        causes=tuple(row for run in runs for row in _causes(run, moves)),
        alternatives=tuple(row for run in runs for row in _alternatives(run)),
        cuts=tuple(row for run in runs for row in run.cuts()),
        changes=tuple(_changes(run, graph) for run in runs),
        unknown=_unknown(moves, engine.graph.names, wording),
        carried=_carried(runs),
        coverage=tuple(coverage_lines(projection)),
        store=graph.store,
    )


def _idle(moves: Sequence[Move], day: dt.date) -> UsageError:
    """Return the error for a scenario that hits nothing."""
    return UsageError(
        f"{condition(moves)}: nothing in the facts in force on {day.isoformat()} is hit",
        where=", ".join(move.text for move in moves),
        why="a loss of 0 would look as if nobody depended on it, where no fact says either",
        mend="choose another date, lower --min-confidence, or see with valuegraph show what is "
        "known of it",
    )


def _targets(
    engine: Engine, weights: Mapping[str, float]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return codes and weights of the targets; the weights sum to 1."""
    from valuegraph.chokepoints.shocks import target_weights

    return target_weights(engine.graph, weights)


def _middles(run: Run, evidence: Resampled) -> list[Middle]:
    """Return where the figures of a view lie in the middle of the draws."""
    from valuegraph.chokepoints.redrawing import redraw

    sample = redraw(run.trial, evidence)
    bounds = sample.interval(LEVEL)[0].tolist()
    how = sample.how
    return [
        Middle(
            run.view, figure, _known(low), _known(middle), _known(high), LEVEL, how.draws, how.seed
        )
        for figure, (low, middle, high) in zip(FIGURES, bounds, strict=True)
    ]


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _causes(run: Run, moves: Sequence[Move]) -> list[Cause]:
    from valuegraph.chokepoints.outcome import cause_rows

    rows = cause_rows(run.at(0.0), [move.text for move in moves])
    return [
        Cause(run.view, text, move.says, alone, jointly, how, move.hits, move.perhaps)
        for move, (text, alone, jointly, how) in zip(moves, rows, strict=True)
    ]


def _alternatives(run: Run) -> list[Alternative]:
    """Return who carries more than before, the same supplier and role in one row."""
    from valuegraph.chokepoints.outcome import alternative_rows

    wording = run.wording
    together: dict[tuple[str, str], list[tuple[str, float, float, bool]]] = defaultdict(list)
    for supplier, dependent, role, before, after, _, overloaded in alternative_rows(run.trial):
        key = str(supplier), SERVICE if str(role).startswith(FUNCTION) else wording.role(str(role))
        together[key].append((str(dependent), before, after, bool(overloaded)))
    found = [
        Alternative(
            run.view,
            wording.name(supplier),
            role,
            len(rows),
            math.fsum(row[1] for row in rows) / len(rows),
            math.fsum(row[2] for row in rows) / len(rows),
            sum(row[3] for row in rows),
            wording.name(rows[0][0]),
            supplier,
        )
        for (supplier, role), rows in together.items()
    ]
    return sorted(
        found,
        key=lambda row: (-row.dependents * (row.load_after - row.load_before), row.iri, row.role),
    )


def _changes(run: Run, graph: Graph) -> Changes:
    """Return which assumptions would change the loss of a view, those that flip it first."""
    from valuegraph.view.flipping import worded

    found = run.flips(TRIED)
    flipping = [row for row in found.rows if row.flips][:CHANGED]
    others = [row for row in found.rows if not row.flips][: CHANGED - len(flipping)]
    shown = replace(found, rows=(*flipping, *others))
    return worded(shown, run.view, run.wording, graph.store.labels)


def _unknown(
    moves: Sequence[Move], names: Sequence[object], wording: Wording
) -> tuple[Unknown, ...]:
    return tuple(
        Unknown(
            move.text,
            wording.name(str(names[code])),
            COLUMNS.get(column, column.replace("_", " ")),
            part,
            str(names[code]),
        )
        for move in moves
        for code, column, part in move.effect.undetermined
    )


def _carried(runs: Sequence[Run]) -> tuple[str, ...]:
    """Return the facts on every proof: those that carry most target weight first, then the surer."""
    found: dict[str, tuple[float, float]] = {}
    for run in runs:
        for fact, (points, sure) in run.facts().items():
            before = found.get(fact, (0.0, 0.0))
            found[fact] = max(points, before[0]), max(sure, before[1])
    return tuple(sorted(found, key=lambda f: (-round(found[f][0], 12), -found[f][1], f)))
