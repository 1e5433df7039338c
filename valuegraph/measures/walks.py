"""How many ways lead to a node, longer ones counting less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.errors import GraphError
from valuegraph.measures.network import network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from valuegraph.measures.network import Edges, Name, Network

HALF = 0.5
AGREEMENT = 1e-13
ROUNDS = 100_000


def katz(edges: Edges, *, alpha: float | None = None, reverse: bool = False) -> dict[Name, float]:
    """Return one plus the walks that end in each node, each step weighing `alpha`.

    The value is x = 1 + alpha A' x with A the adjacency matrix; it is not scaled, so what happens
    in one part of the graph changes nothing in another.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        See :func:`valuegraph.measures.network.network`.
    alpha : float, optional
        Weight of a step, above 0 and below 1 / :func:`largest_eigenvalue`, where the sum over all
        walks stops converging. By default :func:`katz_alpha`.
    reverse : bool
        Count the walks that begin in each node, so that the value gathers upstream.

    Returns
    -------
    dict of name to float
        1 or more; 1 for a node in which no walk ends.

    Raises
    ------
    GraphError
        `alpha` is not in its range, or so near its limit that the sum does not settle.

    References
    ----------
    Katz, L. (1953). A new status index derived from sociometric analysis. Psychometrika 18(1),
    39-43, doi:10.1007/BF02289026.
    """
    found = network(edges)
    limit = _largest_eigenvalue(found)
    step = HALF / max(1.0, limit) if alpha is None else alpha
    if not step > 0 or step * limit >= 1:
        raise GraphError(
            f"Katz centrality with alpha {step:g} counts infinitely much",
            where=f"the largest eigenvalue of the adjacency matrix is {limit:g}",
            why="each walk along a cycle must weigh less than the one before",
            mend=f"pass alpha above 0 and below {1 / limit if limit else float('inf'):g}",
        )
    tail, head = _arcs(found)
    if reverse:
        tail, head = head, tail
    return found.by_name(_summed(tail, head, len(found.names), step).tolist())


def katz_alpha(edges: Edges) -> float:
    """Return the weight of a step that :func:`katz` takes by default.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        See :func:`valuegraph.measures.network.network`.

    Returns
    -------
    float
        Half of the largest weight that lets the sum over all walks converge, and one half in a
        graph without cycles, where any weight does; above 0 and at most 0.5.

    References
    ----------
    Katz, L. (1953). A new status index derived from sociometric analysis. Psychometrika 18(1),
    39-43, doi:10.1007/BF02289026.
    """
    return HALF / max(1.0, largest_eigenvalue(edges))


def largest_eigenvalue(edges: Edges) -> float:
    """Return the spectral radius of the adjacency matrix.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        See :func:`valuegraph.measures.network.network`.

    Returns
    -------
    float
        0 without cycles, else between 1 and n - 1. Where iteration has not settled, a value
        slightly above the true one, never below it.

    References
    ----------
    Collatz, L. (1942). Einschließungssatz für die charakteristischen Zahlen von Matrizen.
    Mathematische Zeitschrift 48, 221-226.
    """
    return _largest_eigenvalue(network(edges))


def _largest_eigenvalue(found: Network) -> float:
    """Return the largest radius of any strongly connected part; the others have none."""
    part = np.array(found.graph.connected_components(mode="strong").membership, dtype=np.int64)
    tail, head = _arcs(found)
    within = part[tail] == part[head]
    radius = 0.0
    for own in np.unique(part[tail[within]]).tolist():
        chosen = within & (part[tail] == own)
        _, ends = np.unique(np.concatenate([tail[chosen], head[chosen]]), return_inverse=True)
        radius = max(radius, _radius(*np.split(ends, 2), size=int(ends.max()) + 1))
    return radius


def _radius(tail: NDArray[np.int64], head: NDArray[np.int64], *, size: int) -> float:
    """Return the radius of one strongly connected part, enclosed by quotients from both sides.

    The identity is added to the matrix, so that parts whose cycles share a common period settle
    too, and taken off again.
    """
    vector = np.ones(size)
    for _ in range(ROUNDS):
        image = vector + np.bincount(head, weights=vector[tail], minlength=size)
        quotient = image / vector
        if quotient.max() - quotient.min() <= AGREEMENT * quotient.max():
            break
        vector = image / image.max()
    return float(quotient.max()) - 1.0


def _arcs(found: Network) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return tails and heads of all edges, both ways where they have no direction."""
    pairs = np.array(found.graph.get_edgelist(), dtype=np.int64).reshape(-1, 2)
    if not found.graph.is_directed():
        pairs = np.concatenate([pairs, pairs[:, ::-1]])
    return pairs[:, 0], pairs[:, 1]


def _summed(
    tail: NDArray[np.int64], head: NDArray[np.int64], size: int, step: float
) -> NDArray[np.float64]:
    total = np.ones(size)
    for _ in range(ROUNDS):
        arriving = np.bincount(head, weights=total[tail], minlength=size)
        following = 1.0 + step * np.asarray(arriving, dtype=np.float64)
        if (np.abs(following - total) <= AGREEMENT * following).all():
            return following
        total = following
    raise GraphError(
        f"Katz centrality with alpha {step:g} does not settle",
        why="alpha is so near its limit that walks of every length weigh almost the same",
        mend="pass a smaller alpha",
    )
