"""Chokepoints of a projection as a table for people: names, figures, verdicts, facts."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.errors import UsageError
from valuegraph.view.acting import acting_facts, downstream_weight

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from valuegraph.chokepoints import DependencyGraph
    from valuegraph.projection import Projection

VIEWS = ("renewal", "continuity")
BY = ("group", "firm", "asset", "jurisdiction")
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
    first; `nodes` are those that withdraw together; `betweenness_rank` is its place among all
    controllers by betweenness, for contrast.
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
    betweenness: float
    betweenness_rank: int
    facts: tuple[str, ...] = field(repr=False)
    nodes: frozenset[str] = field(default=frozenset(), repr=False)


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
    """

    lines: tuple[Line, ...]
    coverage: tuple[str, ...]
    assumptions: tuple[str, ...]
    by: str
    surge: float

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per line; shares lie in [0, 1], `facts` counts them."""
        return [
            _row(line, place) for view in VIEWS for place, line in enumerate(self.of(view), start=1)
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(COLUMNS))

    def facts(self, name: str) -> tuple[str, ...]:
        """Return the IRIs of the facts behind a line or a member of it, in every view shown."""
        return tuple(
            dict.fromkeys(
                fact
                for line in self.lines
                if name in (line.name, line.iri) or name in line.nodes
                for fact in line.facts
            )
        )

    def head(self, top: int | None) -> Ranking:
        """Return the first lines of each view."""
        if top is None:
            return self
        kept = [line for view in VIEWS for line in self.of(view)[:top]]
        return Ranking(tuple(kept), self.coverage, self.assumptions, self.by, self.surge)

    def of(self, view: str) -> list[Line]:
        """Return the lines of one view."""
        return [line for line in self.lines if line.view == view]

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, float_format="{:.2f}".format))


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


def controller_sets(projection: Projection, by: str) -> dict[str, set[str]]:
    """Return the sets of nodes that withdraw together, by the IRI of what they are called.

    Parameters
    ----------
    projection : Projection
        The slice.
    by : str
        `group` (organisations under common control), `firm`, `asset` (any node that is neither an
        organisation nor a target) or `jurisdiction` (organisations by domicile).
    """
    if by not in BY:
        raise UsageError(
            f"cannot rank by {by!r}",
            where="--by",
            mend=f"choose one of {', '.join(BY)}",
        )
    nodes = projection.network.nodes
    sets: dict[str, set[str]] = defaultdict(set)
    for name, node in nodes.items():
        if name in projection.network.targets:
            continue
        if node.firm != name:
            if by == "asset" and node.thing is not None:
                sets[name].add(name)
            continue
        if by == "firm":
            sets[name].add(name)
        elif by == "group":
            sets[projection.controllers.get(name, name)].add(name)
        elif by == "jurisdiction" and name in projection.domiciles:
            sets[projection.domiciles[name]].add(name)
    return dict(sets)


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
    between = betweenness_of(projection, sets)
    places = _places(between)
    reach = downstream_weight(projection)
    lines = []
    for view in views:
        for row in graph.chokepoints(weights, by=sets, surge=surge, view=view).rows:
            if not row.reach > 0:
                continue
            iri = str(row.name)
            lines.append(
                Line(
                    view=view,
                    name=_called(projection, iri, sets[iri], reach),
                    iri=iri,
                    reach=float(row.reach),
                    share_lost=float(row.share_lost),
                    share_lost_surge=float(row.share_lost_surge),
                    unavoidable=float(row.unavoidable),
                    leverage=float(row.leverage),
                    verdict=str(row.verdict),
                    kind=str(row.kind),
                    betweenness=between.get(iri, 0.0),
                    betweenness_rank=places.get(iri, 0),
                    facts=acting_facts(projection, sets[iri], view, reach),
                    nodes=frozenset(sets[iri]),
                )
            )
    coverage = tuple(coverage_lines(projection))
    return Ranking(tuple(lines), coverage, ASSUMPTIONS, by, surge)


def _called(projection: Projection, iri: str, nodes: set[str], reach: Mapping[str, float]) -> str:
    """Return what to call a controller: a group goes by its member with the widest reach."""
    label = projection.catalogue.label
    node = projection.network.nodes.get(iri)
    main = min(nodes, key=lambda name: (-reach.get(name, 0.0), name))
    if (
        main == iri
        or projection.network.nodes[main].firm != main
        or projection.catalogue.is_a(iri, "Jurisdiction")
    ):
        return node.label if node is not None else label(iri)
    return f"{label(main)} (group of {label(iri)})"


def betweenness_of(projection: Projection, sets: Mapping[str, set[str]]) -> dict[str, float]:
    """Return the betweenness of each controller in the graph with its nodes drawn together."""
    from valuegraph.measures import betweenness

    home = {node: iri for iri, nodes in sets.items() for node in nodes}
    for name, node in projection.network.nodes.items():
        owner = home.get(node.firm or "")
        if owner is not None and name not in projection.network.targets:
            home.setdefault(name, owner)
    edges = {
        (home.get(s, s), home.get(d, d))
        for s, d, _ in projection.network.supplies
        if home.get(s, s) != home.get(d, d)
    }
    return {str(name): score for name, score in betweenness(sorted(edges)).items()}


def _places(scores: Mapping[str, float]) -> dict[str, int]:
    """Return the place of each name by falling score; equal scores share the last place."""
    ordered = sorted(scores.values(), reverse=True)
    last = {score: place for place, score in enumerate(ordered, start=1)}
    return {name: last[score] for name, score in scores.items()}
