"""The same graph seen from the other side: suppliers depend on their customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.chokepoints.building import build

if TYPE_CHECKING:
    from valuegraph.chokepoints.hypergraph import Hypergraph, Name

CUSTOMER = "customer"


def reversed_graph(graph: Hypergraph) -> Hypergraph:
    """Return the graph in which every dependent supplies its custom to each of its suppliers.

    Each supplier has one essential group, role and kind ``customer``. How much of its sales goes
    to whom is not recorded, so customers count equally, however many roles a supplier fills for
    them; the groups are not complete, and there is no stock of custom.
    """
    relations = graph.relations
    sales: dict[tuple[Name, Name], list[int]] = {}
    dependents = graph.dependent.tolist()
    for relation, supplier in enumerate(relations.supplier.tolist()):
        pair = graph.names[dependents[relation]], graph.names[supplier]
        sales.setdefault(pair, []).append(relation)
    confidence = relations.confidence.tolist()
    columns: dict[str, list[object]] = {
        "supplier": [customer for customer, _ in sales],
        "dependent": [seller for _, seller in sales],
        "role": [CUSTOMER] * len(sales),
        "kind": [CUSTOMER] * len(sales),
        "confidence": [max(confidence[sale] for sale in those) for those in sales.values()],
        "source": [
            [ground for sale in those for ground in relations.grounds[sale]]
            for those in sales.values()
        ],
    }
    return build(columns, None, graph.names)
