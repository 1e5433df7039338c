"""All centralities side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuegraph.measures.centrality import (
    betweenness,
    core_number,
    out_degree,
    pagerank,
    subset_betweenness,
)
from valuegraph.measures.separation import articulation_points, dominated, strong_components
from valuegraph.measures.structural_holes import constraint, effective_size
from valuegraph.measures.walks import katz, katz_alpha

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from valuegraph.measures.network import Edges, Name


def panel(
    edges: Edges,
    *,
    sources: Iterable[Name] | None = None,
    targets: Iterable[Name] | None = None,
) -> pd.DataFrame:
    """Return the centralities of every node, for comparison with the chokepoint figures.

    Parameters
    ----------
    edges : networkx graph, DataFrame or pairs
        Edges from supplier to dependent; a DataFrame has the columns ``source`` and ``target``.
    sources, targets : iterable of names, optional
        Ends of the paths that ``subset_betweenness`` counts; by default the ends of the chain.

    Returns
    -------
    DataFrame
        One row a node, sorted by name: ``name``, ``betweenness``, ``subset_betweenness``,
        ``pagerank_downstream`` (rank gathers at dependents), ``pagerank_upstream`` (at suppliers),
        ``katz_upstream`` (at suppliers), ``out_degree``, ``dominated``, ``constraint``,
        ``effective_size``, ``core_number``, ``articulation_point``, ``component_size`` (nodes
        that reach one another; 1 where a node lies on no cycle). References and ranges stand with
        each function; ``attrs["katz_alpha"]`` holds the weight of a step.
    """
    import pandas as pd

    if not hasattr(edges, "columns") and not hasattr(edges, "is_directed"):
        edges = list(edges)
    through = betweenness(edges)
    cutting = articulation_points(edges)
    alpha = katz_alpha(edges)
    columns: dict[str, Mapping[Name, Any]] = {
        "betweenness": through,
        "subset_betweenness": subset_betweenness(edges, sources=sources, targets=targets),
        "pagerank_downstream": pagerank(edges),
        "pagerank_upstream": pagerank(edges, reverse=True),
        "katz_upstream": katz(edges, alpha=alpha, reverse=True),
        "out_degree": out_degree(edges),
        "dominated": dominated(edges),
        "constraint": constraint(edges),
        "effective_size": effective_size(edges),
        "core_number": core_number(edges),
        "articulation_point": {name: name in cutting for name in through},
        "component_size": {name: len(part) for part in strong_components(edges) for name in part},
    }
    frame = pd.DataFrame({"name": list(through)})
    for column, values in columns.items():
        frame[column] = [values[name] for name in through]
    frame.attrs["katz_alpha"] = alpha
    return frame
