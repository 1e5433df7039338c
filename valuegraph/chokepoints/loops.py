"""Cycles that nothing holds up from outside: no relation in them has a stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.order import Arcs, components, peel

if TYPE_CHECKING:
    from valuegraph.chokepoints.hypergraph import Hypergraph


def loops_without_stock(graph: Hypergraph) -> list[list[int]]:
    """Return the strongly connected parts that relations without any stock form."""
    bare = graph.relations.stock == 0
    supplier, dependent = graph.relations.supplier[bare], graph.dependent[bare]
    n_nodes = len(graph.names)
    supply = Arcs.of(dependent, supplier, n_nodes)
    if (peel(supply, Arcs.of(supplier, dependent, n_nodes)) >= 0).all():
        return []
    part, sizes = components(supply.lists())
    found: dict[int, list[int]] = {}
    for node in np.flatnonzero(np.array(sizes)[part] > 1).tolist():
        found.setdefault(part[node], []).append(node)
    return sorted(found.values())
