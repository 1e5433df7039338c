"""Edges in the forms callers have them, as one igraph graph without loops and repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np

from valuegraph.errors import GraphError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import igraph
    import networkx as nx
    import pandas as pd

    Name: TypeAlias = Hashable
    Edges: TypeAlias = nx.Graph[Any] | pd.DataFrame | Iterable[tuple[Name, Name]]


@dataclass(frozen=True)
class Network:
    """An igraph graph and the names of its vertices, in order."""

    names: tuple[Name, ...]
    graph: igraph.Graph

    def by_name(self, values: Iterable[Any]) -> dict[Name, Any]:
        """Return values in vertex order as a dict."""
        return dict(zip(self.names, values, strict=True))

    def vertices(self, names: Iterable[Name]) -> list[int]:
        """Return the vertices of some names, each once, in vertex order.

        Raises
        ------
        UnknownNameError
            One of them is not in the graph.
        """
        code = {name: at for at, name in enumerate(self.names)}
        wanted = list(names)
        absent = [name for name in wanted if name not in code]
        if absent:
            raise UnknownNameError(
                f"{absent[0]!r} is not in the graph",
                why="a path can only begin or end at a node of the edges",
                mend="name nodes of the edges",
            )
        return sorted({code[name] for name in wanted})


def network(edges: Edges, *, undirected: bool = False) -> Network:
    """Return the graph of the edges.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        A networkx graph (directed or not), a frame with the columns ``source`` and ``target``,
        or (source, target) pairs; the last two are directed. Loops and repeated edges are
        dropped, weights are not read.
    undirected : bool
        Forget directions.

    Raises
    ------
    GraphError
        There are no edges and no nodes, a column is absent, or an end is empty.
    """
    import igraph

    directed = not undirected
    if hasattr(edges, "is_directed"):
        given = cast("nx.Graph[Any]", edges)
        nodes, pairs = list(given.nodes), list(given.edges())
        directed = directed and given.is_directed()
    elif hasattr(edges, "columns"):
        pairs = _rows(cast("pd.DataFrame", edges))
        nodes = [name for pair in pairs for name in pair]
    else:
        pairs = list(edges)
        nodes = [name for pair in pairs for name in pair]
    distinct = set(nodes)
    _refuse_empty(distinct, pairs)
    names = tuple(sorted(distinct, key=lambda name: (str(name), type(name).__name__)))
    code = {name: i for i, name in enumerate(names)}
    codes = [code[name] for pair in pairs for name in pair]
    ends = np.array(codes, dtype=np.int64).reshape(-1, 2)
    ends = ends[ends[:, 0] != ends[:, 1]]
    if not directed:
        ends.sort(axis=1)
    tail, head = np.divmod(np.unique(ends[:, 0] * len(names) + ends[:, 1]), len(names))
    coded = list(zip(tail.tolist(), head.tolist(), strict=True))
    return Network(names, igraph.Graph(n=len(names), edges=coded, directed=directed))


def _rows(frame: pd.DataFrame) -> list[tuple[Name, Name]]:
    absent = {"source", "target"} - set(frame.columns)
    if absent:
        raise GraphError(
            f"the edges lack the column(s) {', '.join(sorted(absent))}",
            where=f"columns found: {', '.join(map(str, frame.columns))}",
            mend="give the columns source and target",
        )
    return list(zip(frame["source"].tolist(), frame["target"].tolist(), strict=True))


def _refuse_empty(names: set[Name], pairs: list[tuple[Name, Name]]) -> None:
    if not names:
        raise GraphError(
            "there are no edges to measure", mend="check the filters that led to the edges"
        )
    if not any(map(_is_empty, names)):
        return
    for row, pair in enumerate(pairs):
        if any(map(_is_empty, pair)):
            raise GraphError(
                f"edge {row} has an empty end: {pair!r}",
                why="an unnamed node would join everything that lacks a name",
                mend="drop the edge or name both ends",
            )


def _is_empty(name: Name) -> bool:
    return name is None or name != name  # noqa: PLR0124 - NaN
