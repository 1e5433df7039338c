"""Chokepoints of a projection as a table for people: names, figures, verdicts, facts."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from valuegraph.errors import UsageError
from valuegraph.view.acting import acting_facts, downstream_weight
from valuegraph.view.asking import resampled
from valuegraph.view.contrast import Contrast, betweenness_of
from valuegraph.view.controlling import called, controller_sets, known_members

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from valuegraph.chokepoints import DependencyGraph
    from valuegraph.chokepoints.drawing import Resampled
    from valuegraph.chokepoints.result import Chokepoints
    from valuegraph.projection import Projection

VIEWS = ("renewal", "continuity")
COLUMNS = (
    *("view", "rank", "name", "reach", "share_lost", "share_lost_surge", "unavoidable"),
    *("leverage", "betweenness_rank", "verdict", "kind", "facts", "iri"),
)
ASSUMPTIONS = (
    "Default targets: every sector weighs the same, every implementor the same within its sector, every function the same within its implementor.",
    "Several suppliers of one role are alternatives; different roles are all needed.",
    "Where a use does not state its channel, every offering of the same model in force may be meant.",
    "Renewal ignores stocks (can the next generation be made?); continuity keeps them (does today's service run?): installed tools and accelerators, released weights and trained models last.",
    "Accelerators of one technology level replace one another, those of different levels do not.",
    "Loss is a share of service, not of welfare.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One controller in one view.

    `facts` are the relations through which its withdrawal acts, those with the widest effect
    first; `nodes` are those that withdraw together; `betweenness` and its rank are for contrast.
    """

    view: str
    name: str
    iri: str
    reach: float
    share_lost: float
    share_lost_surge: float
    unavoidable: float
    leverage: float
    verdict: str
    kind: str
    facts: tuple[str, ...] = field(repr=False)
    contrast: Contrast = field(repr=False, compare=False)
    nodes: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def betweenness(self) -> float:
        """Betweenness of the controller, drawn together to one node."""
        return self.contrast.scores.get(self.iri, 0.0)

    @property
    def betweenness_rank(self) -> int:
        """Its place among all controllers by betweenness."""
        return self.contrast.places.get(self.iri, 0)


@dataclass(frozen=True, eq=False)
class Basis:
    """What a ranking was computed from, so that a line can be explained.

    Attributes
    ----------
    projection, graph : Projection, DependencyGraph
        The slice and its engine.
    sets : mapping of IRI to set of nodes
        The controllers.
    weights : mapping of node to float
        The targets.
    found : mapping of view to Chokepoints
        Figures, cuts and thresholds of every controller.
    places : mapping of view to mapping of IRI to int
        Rank of each line, also of those that were cut off.
    reach : mapping of node to float
        Target weight downstream of each node.
    """

    projection: Projection
    graph: DependencyGraph
    sets: Mapping[str, set[str]]
    weights: Mapping[str, float]
    found: Mapping[str, Chokepoints]
    places: Mapping[str, Mapping[str, int]]
    reach: Mapping[str, float]
    _drawn: dict[tuple[int, int], Resampled] = field(default_factory=dict, repr=False)

    def name(self, iri: str) -> str:
        """Return what a controller is called."""
        return called(self.projection, iri, self.sets[iri], self.reach)

    def evidence(self, draws: int, seed: int) -> Resampled:
        """Return variations of the graph by its evidence; drawn once for every view and line."""
        if (draws, seed) not in self._drawn:
            clusters = self.projection.clusters
            self._drawn[draws, seed] = resampled(self.graph, clusters, draws, seed)
        return self._drawn[draws, seed]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The chokepoints of one slice in one or both views.

    Attributes
    ----------
    lines : tuple of Line
        Ordered within a view by unavoidable, then lost with surge, then lost.
    coverage, assumptions : tuple of str
        What must be read beside the figures.
    by, surge : str, float
        What a line is, and the surge capacity of the middle horizon.
    computed_from : callable
        Gives what it was computed from; a ranking that was kept computes it on the first call.
    """

    lines: tuple[Line, ...]
    coverage: tuple[str, ...]
    assumptions: tuple[str, ...]
    by: str
    surge: float
    computed_from: Callable[[], Basis] = field(repr=False, compare=False)

    @property
    def basis(self) -> Basis:
        """What it was computed from."""
        return self.computed_from()

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per line; shares lie in [0, 1], `facts` counts them."""
        return [
            _row(line, place) for view in VIEWS for place, line in enumerate(self.of(view), start=1)
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(COLUMNS))

    def named(self, name: str) -> list[Line]:
        """Return the lines of a controller, or of the one a node belongs to, in every view shown.

        A line of its own comes before the line of a set that it is in.
        """
        own = [line for line in self.lines if name in (line.name, line.iri)]
        return own or [line for line in self.lines if name in line.nodes]

    def head(self, top: int | None) -> Ranking:
        """Return the first lines of each view."""
        if top is None:
            return self
        kept = [line for view in VIEWS for line in self.of(view)[:top]]
        return replace(self, lines=tuple(kept))

    def of(self, view: str) -> list[Line]:
        """Return the lines of one view."""
        return [line for line in self.lines if line.view == view]

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        return answer_html(self, [name for name in COLUMNS if name != "iri"], digits=".3f")


def _row(line: Line, place: int) -> dict[str, Any]:
    return {
        "view": line.view,
        "rank": place,
        "name": line.name,
        "reach": line.reach,
        "share_lost": line.share_lost,
        "share_lost_surge": line.share_lost_surge,
        "unavoidable": line.unavoidable,
        "leverage": line.leverage,
        "betweenness_rank": line.betweenness_rank,
        "verdict": line.verdict,
        "kind": line.kind,
        "facts": len(line.facts),
        "iri": line.iri,
    }


def rank(
    projection: Projection,
    graph: DependencyGraph,
    *,
    by: str = "group",
    surge: float = 0.3,
    views: tuple[str, ...] = VIEWS,
    targets: Mapping[str, float] | None = None,
) -> Ranking:
    """Compute the chokepoints of a projection and name the facts behind each.

    Parameters
    ----------
    projection : Projection
        The slice.
    graph : DependencyGraph
        Its engine.
    by, surge, views
        As for `controller_sets`; surge capacity >= 0; which views.
    targets : mapping of node to weight, optional
        The default targets of the projection when absent.
    """
    from valuegraph.projection import coverage_lines

    if not surge >= 0 or math.isnan(surge):
        raise UsageError(f"a surge of {surge} is not a capacity", mend="pass 0 or more")
    sets = controller_sets(projection, by)
    weights = dict(targets if targets is not None else projection.network.targets)
    contrast = Contrast(lambda: betweenness_of(projection, sets))
    reach = downstream_weight(projection)
    found = {v: graph.chokepoints(weights, by=sets, surge=surge, view=v) for v in views}
    lines = []
    for view, rows in found.items():
        for row in rows.rows:
            if not row.reach > 0:
                continue
            iri = str(row.name)
            lines.append(
                Line(
                    view=view,
                    name=called(projection, iri, sets[iri], reach),
                    iri=iri,
                    reach=float(row.reach),
                    share_lost=float(row.share_lost),
                    share_lost_surge=float(row.share_lost_surge),
                    unavoidable=float(row.unavoidable),
                    leverage=float(row.leverage),
                    verdict=str(row.verdict),
                    kind=str(row.kind),
                    facts=acting_facts(projection, sets[iri], view, reach),
                    contrast=contrast,
                    nodes=frozenset(sets[iri]),
                )
            )
    coverage = (*coverage_lines(projection), *known_members(projection, by))
    basis = Basis(projection, graph, sets, weights, found, _places(lines), reach)
    return Ranking(tuple(lines), coverage, ASSUMPTIONS, by, surge, lambda: basis)


def _places(lines: list[Line]) -> dict[str, dict[str, int]]:
    """Return the place of each line in its view."""
    found: dict[str, dict[str, int]] = {}
    for line in lines:
        of_view = found.setdefault(line.view, {})
        of_view[line.iri] = len(of_view) + 1
    return found
