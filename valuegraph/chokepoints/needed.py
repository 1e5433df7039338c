"""The cut of a scenario: a least part of its shock that still stops what the whole one stops."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from valuegraph.chokepoints.imposing import Shock, impose
from valuegraph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.certificate import Certificate
    from valuegraph.chokepoints.demands import Demand
    from valuegraph.chokepoints.hypergraph import Hypergraph, Name
    from valuegraph.chokepoints.trial import Trial

FULL = 1.0 - 1e-9
MOST_TRIALS = 1_000


class Supply(NamedTuple):
    """A relation that the shock caps or stops."""

    supplier: Name
    dependent: Name
    role: Name


class Requirement(NamedTuple):
    """A requirement that the shock adds."""

    dependent: Name
    role: Name


@dataclass(frozen=True)
class Element:
    """One thing that a shock does: to a node, to a relation, to the stock beyond it, or a demand."""

    node: int | None = None
    relation: int | None = None
    stopped: int | None = None
    demand: Demand | None = None

    def part(self, graph: Hypergraph) -> Name | Supply | Requirement:
        """Return what it is done to, by name."""
        if self.demand is not None:
            return Requirement(graph.names[self.demand.dependent], self.demand.role)
        if self.node is not None:
            return graph.names[self.node]
        relation = self.relation if self.relation is not None else self.stopped
        group = int(graph.relations.group[relation])
        return Supply(
            graph.names[int(graph.relations.supplier[relation])],
            graph.names[int(graph.groups.dependent[group])],
            graph.roles[int(graph.groups.role[group])],
        )


Part: TypeAlias = "Name | Supply | Requirement"


def least_part(trial: Trial, target: int | None) -> frozenset[Part]:
    """Return a part of the shock of which nothing can be left out.

    Parameters
    ----------
    trial : Trial
        The scenario.
    target : int, optional
        The target that is to stop; every target that stops when absent.

    Returns
    -------
    frozenset
        Names of nodes, supplies and added requirements; empty when no target stops. There may be
        other such parts, smaller ones among them.

    Raises
    ------
    GraphError
        The shock has too many parts to try.

    References
    ----------
    Junker, U. (2004). QuickXplain: preferred explanations and relaxations for over-constrained
    problems. AAAI 2004, 167-172.
    """
    lost = trial.losses()
    asked = trial.targets.tolist() if target is None else [target]
    stopped = [code for code in asked if lost[code] >= FULL]
    if not stopped:
        return frozenset()
    search = _Search(trial, stopped)
    every = elements(trial.shock())
    prover = trial.prover()
    named = _Named([prover.certificate(code) for code in stopped])
    graph = trial.engine.graph
    proven = [each for each in every if named.holds(each, each.part(graph))]
    found = search.least([] if search.stops(()) else proven if search.stops(proven) else every)
    return frozenset(each.part(graph) for each in found)


def elements(shock: Shock) -> list[Element]:
    """Return what a shock does, thing by thing, nodes first."""
    return [
        *(Element(node=node) for node, level in sorted(shock.caps.items()) if level < 1),
        *(Element(relation=i) for i, level in sorted(shock.relation_caps.items()) if level < 1),
        *(Element(stopped=i) for i in sorted(shock.stopped)),
        *(Element(demand=each) for each in sorted(shock.demands, key=str)),
    ]


@dataclass
class _Search:
    trial: Trial
    stopped: Sequence[int]
    tried: int = 0

    def stops(self, chosen: Sequence[Element]) -> bool:
        """Return whether some elements stop all that is to stop."""
        self.tried += 1
        if self.tried > MOST_TRIALS:
            raise GraphError(
                f"the cut has not been found among {MOST_TRIALS} parts of the shock",
                why="a cut of so many parts cannot be read",
                mend="ask for the cut of one target, or for a smaller shock",
            )
        whole = self.trial.shock()
        part = Shock(
            caps={e.node: whole.caps[e.node] for e in chosen if e.node is not None},
            relation_caps={
                e.relation: whole.relation_caps[e.relation]
                for e in chosen
                if e.relation is not None
            },
            stopped=frozenset(e.stopped for e in chosen if e.stopped is not None),
            demands=frozenset(e.demand for e in chosen if e.demand is not None),
        )
        loss = impose(self.trial.engine, part, self.trial.asked.view).losses(self.trial.asked)
        return bool((loss[list(self.stopped)] >= FULL).all())

    def least(self, every: Sequence[Element]) -> Sequence[Element]:
        """Return elements that together stop it, and none of which can be left out."""
        return self._least([], every, grown=False) if every else []

    def _least(
        self, fixed: Sequence[Element], rest: Sequence[Element], *, grown: bool
    ) -> Sequence[Element]:
        if grown and self.stops(fixed):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        first, second = rest[:half], rest[half:]
        later = self._least([*fixed, *first], second, grown=True)
        sooner = self._least([*fixed, *later], first, grown=bool(later))
        return [*sooner, *later]


@dataclass
class _Named:
    """The nodes, supplies and groups on certificates."""

    certificates: Sequence[Certificate]
    parts: set[object] = field(init=False)

    def __post_init__(self) -> None:
        steps = [step for each in self.certificates for step in each.steps]
        self.parts = {("node", step.node) for step in steps if step.role is None}
        self.parts |= {("group", (step.node, step.role)) for step in steps}
        self.parts |= {
            ("supply", (member.supplier, step.node, step.role))
            for step in steps
            for member in step.members
        }

    def holds(self, element: Element, part: Part) -> bool:
        """Return whether a certificate rests on an element."""
        if element.demand is not None:
            return ("group", tuple(part)) in self.parts  # type: ignore[arg-type]
        if element.node is not None:
            return ("node", part) in self.parts
        return ("supply", tuple(part)) in self.parts  # type: ignore[arg-type]
