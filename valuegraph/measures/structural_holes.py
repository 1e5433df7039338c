"""Burt's measures of brokerage, on ties without direction."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from valuegraph.measures.network import network

if TYPE_CHECKING:
    from valuegraph.measures.network import Edges, Name


def constraint(edges: Edges) -> dict[Name, float]:
    """Return how much of a node's ties goes, directly or not, to the same contacts.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        Directions are ignored.

    Returns
    -------
    dict of name to float
        Low for brokers; 1 with a single contact that has no others in common, at most 9/8 (two
        contacts tied to each other); NaN for a node without ties.

    References
    ----------
    Burt, R. (1992). Structural Holes. Harvard University Press, chapter 2, equation 2.4.
    """
    found = network(edges, undirected=True)
    degrees = found.graph.degree()
    values = found.graph.constraint()
    return found.by_name(
        float(value) if degree else math.nan for value, degree in zip(values, degrees, strict=True)
    )


def effective_size(edges: Edges) -> dict[Name, float]:
    """Return the number of a node's contacts minus the mean ties each has to the others.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        Directions are ignored.

    Returns
    -------
    dict of name to float
        Between 1 and the degree; NaN for a node without ties.

    References
    ----------
    Burt, R. (1992). Structural Holes. Harvard University Press, chapter 2, equation 2.2, in the
    form n - 2 t / n of Borgatti, S. (1997). Structural holes: unpacking Burt's redundancy
    measures. Connections 20(1), 35-38.
    """
    found = network(edges, undirected=True)
    degrees = found.graph.degree()
    closed = found.graph.transitivity_local_undirected(mode="zero")
    return found.by_name(
        degree - share * (degree - 1) if degree else math.nan
        for degree, share in zip(degrees, closed, strict=True)
    )
