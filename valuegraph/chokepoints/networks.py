"""Tables of a networkx graph, read without importing networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuegraph.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx

EDGE_COLUMNS = (
    *("share", "kind", "stock", "revocable_by", "confidence", "source"),
    "replacement_months",
)
DEFAULT_ROLE = "supply"


def tables_of(graph: nx.DiGraph[Any]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return the supplies and nodes tables of a networkx graph.

    Parameters
    ----------
    graph : networkx.DiGraph
        Edges supplier -> dependent.

    Raises
    ------
    UsageError
        The graph is undirected: who depends on whom would be lost.
    """
    if not graph.is_directed():
        raise UsageError(
            "the networkx graph is undirected",
            why="an edge must say who supplies and who depends",
            mend="pass a DiGraph with edges from supplier to dependent",
        )
    edges = list(graph.edges(data=True))
    supplies: dict[str, list[Any]] = {
        "supplier": [supplier for supplier, _, _ in edges],
        "dependent": [dependent for _, dependent, _ in edges],
        "role": [said.get("role", DEFAULT_ROLE) for _, _, said in edges],
    }
    for column in EDGE_COLUMNS:
        supplies[column] = [said.get(column) for _, _, said in edges]
    nodes: dict[str, list[Any]] = {"node": list(graph.nodes)}
    said_of_nodes = [said for _, said in graph.nodes(data=True)]
    for column in sorted({str(column) for said in said_of_nodes for column in said}):
        nodes[column] = [said.get(column) for said in said_of_nodes]
    return supplies, nodes
