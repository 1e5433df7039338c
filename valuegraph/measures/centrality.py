"""How much passes through a node, flows to it, or hangs on it directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.measures.network import network

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.measures.network import Edges, Name, Network


def betweenness(edges: Edges) -> dict[Name, float]:
    """Return the share of shortest paths between other nodes that run through each node.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        See :func:`valuegraph.measures.network.network`.

    Returns
    -------
    dict of name to float
        Between 0 and 1; 0 in graphs of fewer than three nodes. A supplier that nobody supplies
        has 0, however many depend on it.

    References
    ----------
    Freeman, L. (1977). A set of measures of centrality based on betweenness. Sociometry 40(1),
    35-41, doi:10.2307/3033543. Brandes, U. (2001). A faster algorithm for betweenness
    centrality. Journal of Mathematical Sociology 25(2), 163-177,
    doi:10.1080/0022250X.2001.9990249.
    """
    found = network(edges)
    n = len(found.names)
    pairs = (n - 1) * (n - 2) / (1 if found.graph.is_directed() else 2)
    return found.by_name(value / pairs if pairs else 0.0 for value in found.graph.betweenness())


def subset_betweenness(
    edges: Edges,
    *,
    sources: Iterable[Name] | None = None,
    targets: Iterable[Name] | None = None,
) -> dict[Name, float]:
    """Return the share of shortest paths from sources to targets that run through each node.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        See :func:`valuegraph.measures.network.network`.
    sources, targets : iterable of names, optional
        Where paths begin and end. By default the nodes that nobody supplies and those that supply
        nobody; where there is none (all lie on cycles, or the graph is undirected), every node.

    Returns
    -------
    dict of name to float
        Between 0 and 1: each ordered pair of a source and another node that is a target weighs
        the same, and a pair without a path counts for nobody. An end of a pair gets nothing from
        it, so a source that no other source reaches has 0, however many depend on it.

    Raises
    ------
    UnknownNameError
        A source or target is not in the graph.

    References
    ----------
    Brandes, U. (2008). On variants of shortest-path betweenness centrality and their generic
    computation. Social Networks 30(2), 136-145, doi:10.1016/j.socnet.2007.11.001.
    """
    found = network(edges)
    starts = _ends(found, sources, "in")
    ends = _ends(found, targets, "out")
    pairs = len(starts) * len(ends) - len(set(starts) & set(ends))
    if not pairs:
        return dict.fromkeys(found.names, 0.0)
    # igraph halves undirected sums, as if sources and targets were the same set.
    scale = (1 if found.graph.is_directed() else 2) / pairs
    values = found.graph.betweenness(sources=starts, targets=ends)
    return found.by_name(value * scale for value in values)


def _ends(found: Network, named: Iterable[Name] | None, mode: str) -> list[int]:
    """Return the vertices of some names, or those without edges of a mode."""
    if named is not None:
        return found.vertices(named)
    if not found.graph.is_directed():
        return list(range(len(found.names)))
    bare = [at for at, count in enumerate(found.graph.degree(mode=mode)) if count == 0]
    return bare or list(range(len(found.names)))


def pagerank(edges: Edges, *, damping: float = 0.85, reverse: bool = False) -> dict[Name, float]:
    """Return where a random walk along the edges spends its time.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        See :func:`valuegraph.measures.network.network`.
    damping : float
        Chance of following an edge instead of jumping anywhere.
    reverse : bool
        Walk from dependents to suppliers, so that rank gathers upstream.

    Returns
    -------
    dict of name to float
        Between 0 and 1, summing to 1.

    References
    ----------
    Brin, S. and Page, L. (1998). The anatomy of a large-scale hypertextual web search engine.
    Computer Networks 30, 107-117, doi:10.1016/S0169-7552(98)00110-X.
    """
    found = network(edges)
    if reverse:
        found.graph.reverse_edges()
    return found.by_name(found.graph.pagerank(damping=damping))


def out_degree(edges: Edges) -> dict[Name, int]:
    """Return the number of distinct nodes that each node supplies directly.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        See :func:`valuegraph.measures.network.network`.

    Returns
    -------
    dict of name to int
        Between 0 and n - 1; the plain degree in an undirected graph.

    References
    ----------
    Freeman, L. (1978). Centrality in social networks: conceptual clarification. Social Networks
    1(3), 215-239, doi:10.1016/0378-8733(78)90021-7.
    """
    found = network(edges)
    return found.by_name(found.graph.degree(mode="out"))


def core_number(edges: Edges) -> dict[Name, int]:
    """Return the largest k such that a node belongs to a part where all have k ties or more.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        Directions are ignored.

    Returns
    -------
    dict of name to int
        Between 0 and the degree.

    References
    ----------
    Seidman, S. (1983). Network structure and minimum degree. Social Networks 5(3), 269-287,
    doi:10.1016/0378-8733(83)90028-X.
    """
    found = network(edges, undirected=True)
    return found.by_name(found.graph.coreness())
