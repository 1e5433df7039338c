"""Which nodes the plain graph cannot do without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.errors import UnknownNameError
from valuegraph.measures.network import network

if TYPE_CHECKING:
    from valuegraph.measures.network import Edges, Name


def articulation_points(edges: Edges) -> set[Name]:
    """Return the nodes whose removal splits their part of the graph.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        Directions are ignored, so a point need not lie on any supply path.

    Returns
    -------
    set of names
        At most n - 2 of them.

    References
    ----------
    Hopcroft, J. and Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph
    manipulation. Communications of the ACM 16(6), 372-378, doi:10.1145/362248.362272.
    """
    found = network(edges, undirected=True)
    return {found.names[vertex] for vertex in found.graph.articulation_points()}


def immediate_dominators(edges: Edges, root: Name) -> dict[Name, Name]:
    """Return the last node that every path from the root to a node must pass.

    It takes any single input for enough. For what stops when inputs are needed together, ask
    :class:`valuegraph.chokepoints.DependencyGraph`.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        Directed edges.
    root : name
        Where all paths start.

    Returns
    -------
    dict of name to name
        For each node the root reaches; the root maps to itself. networkx returns the root or
        leaves it out, depending on the version.

    Raises
    ------
    UnknownNameError
        The root is not in the graph.

    References
    ----------
    Cooper, K., Harvey, T. and Kennedy, K. (2001). A simple, fast dominance algorithm. Software:
    Practice and Experience 4, 1-10.
    """
    import networkx as nx

    found = network(edges)
    if root not in found.names:
        raise UnknownNameError(
            f"the root {root!r} is not in the graph", mend="name a node of the edges"
        )
    graph = nx.DiGraph((found.names[a], found.names[b]) for a, b in found.graph.get_edgelist())
    graph.add_node(root)
    return {**nx.immediate_dominators(graph, root), root: root}
