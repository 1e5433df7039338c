"""What the verbs of a scenario impose on the graph, put together and handed to the engine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.demands import with_demands
from valuegraph.chokepoints.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from valuegraph.chokepoints.demands import Demand
    from valuegraph.chokepoints.engine import Conditions
    from valuegraph.chokepoints.hypergraph import FloatArray, Hypergraph, IntArray, Name


@dataclass(frozen=True)
class Shock:
    """A shock in codes of the graph; of several limits on one thing the lowest counts.

    Attributes
    ----------
    caps : mapping of int to float
        Most that is left of a node.
    relation_caps : mapping of int to float
        Most that is left of a relation, stock included.
    stopped : frozenset of int
        Relations that bring nothing new; what their stock covers goes on.
    demands : frozenset of Demand
        Requirements that the shock adds.
    prices : mapping of int to float
        Change in the logarithm of a node's own price; of several the largest change counts.
    """

    caps: Mapping[int, float] = field(default_factory=dict)
    relation_caps: Mapping[int, float] = field(default_factory=dict)
    stopped: frozenset[int] = frozenset()
    demands: frozenset[Demand] = frozenset()
    prices: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Undetermined:
    """A node of which the facts do not say whether a verb hits it.

    Attributes
    ----------
    verb : str
        The verb.
    node : name
        The node.
    column : str
        The column of the nodes table that is empty for it.
    why : str
        As what the node would be hit.
    """

    verb: str
    node: Name
    column: str
    why: str


@dataclass(frozen=True)
class Effect:
    """What one verb does.

    Attributes
    ----------
    certain, possible : Shock
        What the facts say is hit; that and everything of which they say neither.
    meaning : str
        The verb as understood, in a sentence.
    undetermined : tuple of (code, column, why)
        Nodes that make the difference.
    """

    certain: Shock
    possible: Shock
    meaning: str
    undetermined: tuple[tuple[int, str, str], ...] = ()


def joined(shocks: Iterable[Shock]) -> Shock:
    """Return several shocks as one; order and repetition do not matter."""
    caps: dict[int, float] = {}
    relation_caps: dict[int, float] = {}
    stopped: set[int] = set()
    demands: set[Demand] = set()
    prices: dict[int, float] = {}
    for shock in shocks:
        for node, level in shock.caps.items():
            caps[node] = min(level, caps.get(node, 1.0))
        for relation, level in shock.relation_caps.items():
            relation_caps[relation] = min(level, relation_caps.get(relation, 1.0))
        stopped |= shock.stopped
        demands |= shock.demands
        for node, change in shock.prices.items():
            prices[node] = max(change, prices.get(node, 0.0), key=lambda each: (abs(each), each))
    return Shock(caps, relation_caps, frozenset(stopped), frozenset(demands), prices)


@dataclass(frozen=True, eq=False)
class Imposed:
    """A shock as the engine takes it in one view.

    Attributes
    ----------
    engine : Engine
        The graph, with the requirements that the shock adds.
    nodes : (n_nodes,) float64
        Loss imposed on each node.
    relations : (n_relations,) float64 or None
        Loss imposed on each relation, after its stock; None when there is none.
    place : (n_relations of the graph as it was,) int64
        Where each relation of the graph as it was is in this one.
    """

    engine: Engine
    nodes: FloatArray
    relations: FloatArray | None
    place: IntArray

    def losses(self, conditions: Conditions) -> FloatArray:
        """Return the loss of every node."""
        return self.engine.losses(self.nodes, self.relations, conditions)

    def seeds(self) -> list[int]:
        """Return the nodes that the shock touches at once."""
        hit = self.nodes > 0
        if self.relations is not None:
            graph = self.engine.graph
            felt = graph.groups.essentiality[graph.relations.group] > 0
            hit[graph.dependent[felt & (self.relations > 0)]] = True
        return np.flatnonzero(hit).tolist()


def impose(engine: Engine, shock: Shock, view: str) -> Imposed:
    """Return a shock as the engine takes it in a view."""
    graph = engine.graph
    nodes = np.zeros(len(graph.names))
    for node, level in shock.caps.items():
        nodes[node] = 1.0 - level
    left, stock = _left(graph, shock, view)
    place = np.arange(len(left))
    if stock is not None:
        graph = replace(graph, relations=replace(graph.relations, stock=stock))
    if shock.demands:
        graph, place = with_demands(graph, shock.demands)
    if graph is not engine.graph:
        engine = Engine(graph, engine.attributes)
    imposed = np.zeros(len(graph.relations.supplier))
    imposed[place] = 1.0 - left
    return Imposed(engine, nodes, imposed if imposed.any() else None, place)


def _left(graph: Hypergraph, shock: Shock, view: str) -> tuple[FloatArray, FloatArray | None]:
    """Return what is left of each relation, and the stocks if some have to be restated.

    A relation that brings nothing new is worth its stock f, whatever becomes of its supplier:
    max(0, f). The map multiplies after the floor, so a floor of 1 capped at f says the same; a
    cap of f on the floor f itself would count the stock twice as soon as the supplier fails.
    """
    left = np.ones(len(graph.relations.supplier))
    relations = list(shock.relation_caps)
    left[relations] = [shock.relation_caps[relation] for relation in relations]
    stopped = np.array(sorted(shock.stopped), dtype=np.int64)
    floor = graph.floor(view)[stopped]
    left[stopped] *= floor
    part = stopped[(floor > 0) & (floor < 1)]
    if not len(part):
        return left, None
    stock = graph.relations.stock.copy()
    stock[part] = 1.0
    return left, stock
