"""Cycles that nothing holds up from outside: no relation in them has a stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.chokepoints.order import components, supplier_lists

if TYPE_CHECKING:
    from valuegraph.chokepoints.hypergraph import Hypergraph


def loops_without_stock(graph: Hypergraph) -> list[list[int]]:
    """Return the strongly connected parts that relations without any stock form."""
    part, sizes = components(supplier_lists(graph, graph.relations.stock == 0))
    found: dict[int, list[int]] = {}
    for node, number in enumerate(part):
        if sizes[number] > 1:
            found.setdefault(number, []).append(node)
    return sorted(found.values())
