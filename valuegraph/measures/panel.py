"""All centralities side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuegraph.measures.centrality import betweenness, core_number, out_degree, pagerank
from valuegraph.measures.separation import articulation_points
from valuegraph.measures.structural_holes import constraint, effective_size

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from valuegraph.measures.network import Edges, Name


def panel(edges: Edges) -> pd.DataFrame:
    """Return the centralities of every node, for comparison with the chokepoint figures.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        Edges from supplier to dependent; a DataFrame has the columns ``source`` and ``target``.

    Returns
    -------
    DataFrame
        One row a node, sorted by name: ``name``, ``betweenness``, ``pagerank_downstream``
        (rank gathers at dependents), ``pagerank_upstream`` (at suppliers), ``out_degree``,
        ``constraint``, ``effective_size``, ``core_number``, ``articulation_point``. References
        and ranges stand with each function.
    """
    import pandas as pd

    if not hasattr(edges, "columns") and not hasattr(edges, "is_directed"):
        edges = list(edges)
    through = betweenness(edges)
    cutting = articulation_points(edges)
    columns: dict[str, Mapping[Name, Any]] = {
        "betweenness": through,
        "pagerank_downstream": pagerank(edges),
        "pagerank_upstream": pagerank(edges, reverse=True),
        "out_degree": out_degree(edges),
        "constraint": constraint(edges),
        "effective_size": effective_size(edges),
        "core_number": core_number(edges),
        "articulation_point": {name: name in cutting for name in through},
    }
    frame = pd.DataFrame({"name": list(through)})
    for column, values in columns.items():
        frame[column] = [values[name] for name in through]
    return frame
