"""Which nodes the plain graph cannot do without, and which lie on cycles together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.measures.network import network

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import igraph

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


def strong_components(edges: Edges) -> list[frozenset[Name]]:
    """Return the sets of nodes that all reach one another.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        Directed edges; undirected ones are taken as going both ways.

    Returns
    -------
    list of frozenset of names
        A partition of the nodes, largest set first. A set of one holds a node on no cycle.

    References
    ----------
    Tarjan, R. (1972). Depth-first search and linear graph algorithms. SIAM Journal on Computing
    1(2), 146-160, doi:10.1137/0201010.
    """
    found = network(edges)
    parts = [sorted(part) for part in found.graph.connected_components(mode="strong")]
    parts.sort(key=lambda part: (-len(part), part))
    return [frozenset(found.names[vertex] for vertex in part) for part in parts]


def immediate_dominators(edges: Edges, root: Name) -> dict[Name, Name]:
    """Return the last node that every path from the root to a node must pass.

    It takes any single input for enough. For what stops when inputs are needed together, ask
    :class:`valuegraph.chokepoints.DependencyGraph`.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        Directed edges; undirected ones are taken as going both ways.
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
    Lengauer, T. and Tarjan, R. (1979). A fast algorithm for finding dominators in a flowgraph.
    ACM Transactions on Programming Languages and Systems 1(1), 121-141,
    doi:10.1145/357062.357071.
    """
    found = network(edges)
    start = found.vertices([root])[0]
    above = found.graph.as_directed().dominator(start)
    reached = {
        found.names[vertex]: found.names[int(parent)]
        for vertex, parent in enumerate(above)
        if vertex != start and parent >= 0
    }
    return {**reached, root: root}


def dominated(edges: Edges, *, roots: Iterable[Name] | None = None) -> dict[Name, int]:
    """Return how many nodes lie behind each node on every path from the roots.

    All roots hang on one start that stands for everything outside the graph. The count takes any
    single input for enough: behind a part that one of two necessary suppliers delivers, neither
    dominates. For what stops when inputs are needed together, ask
    :class:`valuegraph.chokepoints.DependencyGraph`.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        Directed edges; undirected ones are taken as going both ways.
    roots : iterable of names, optional
        Where paths start. By default the nodes of every strongly connected part that nothing
        outside it supplies: plain origins, and cycles that feed themselves.

    Returns
    -------
    dict of name to int
        Between 0 and n - 1, the node itself not counted; 0 for what the roots do not reach.

    Raises
    ------
    UnknownNameError
        A root is not in the graph.

    References
    ----------
    Lengauer, T. and Tarjan, R. (1979). A fast algorithm for finding dominators in a flowgraph.
    ACM Transactions on Programming Languages and Systems 1(1), 121-141,
    doi:10.1145/357062.357071.
    """
    found = network(edges)
    starts = _origins(found.graph) if roots is None else found.vertices(roots)
    size = len(found.names)
    graph = found.graph.as_directed()
    graph.add_vertices(1)
    graph.add_edges([(size, start) for start in starts])
    return found.by_name(_below(graph.dominator(size), size)[:size])


def _origins(graph: igraph.Graph) -> list[int]:
    """Return the vertices of the strongly connected parts that nothing outside supplies."""
    part = graph.connected_components(mode="strong").membership
    supplied = {part[b] for a, b in graph.get_edgelist() if part[a] != part[b]}
    if not graph.is_directed():
        supplied = set()
    return [vertex for vertex, own in enumerate(part) if own not in supplied]


def _below(above: Sequence[float], root: int) -> list[int]:
    """Return the number of nodes under each one in a tree given by parents, itself not counted."""
    children: dict[int, list[int]] = {}
    for vertex, parent in enumerate(above):
        if vertex != root and parent >= 0:
            children.setdefault(int(parent), []).append(vertex)
    order = [root]
    for vertex in order:
        order.extend(children.get(vertex, ()))
    below = [0] * len(above)
    for vertex in reversed(order):
        below[vertex] = sum(1 + below[child] for child in children.get(vertex, ()))
    return below
