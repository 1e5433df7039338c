"""The comparison panel and concentration: plain functions of a graph or of shares.

The centralities know nothing of which inputs can replace one another, so none can say what stops
when somebody withdraws. They are here to be set beside the counterfactual figures, labelled as
what they are. Concentration says how a total is split, not who can do without whom.
"""

from valuegraph.measures.centrality import (
    betweenness,
    core_number,
    out_degree,
    pagerank,
    subset_betweenness,
)
from valuegraph.measures.completions import Bounds, bounds
from valuegraph.measures.concentration import (
    concentration_ratio,
    effective_number,
    entropy,
    hhi,
    hhi_by_group,
    units_to,
)
from valuegraph.measures.panel import panel
from valuegraph.measures.separation import (
    articulation_points,
    dominated,
    immediate_dominators,
    strong_components,
)
from valuegraph.measures.structural_holes import constraint, effective_size
from valuegraph.measures.walks import katz, katz_alpha, largest_eigenvalue

__all__ = [
    "Bounds",
    "articulation_points",
    "betweenness",
    "bounds",
    "concentration_ratio",
    "constraint",
    "core_number",
    "dominated",
    "effective_number",
    "effective_size",
    "entropy",
    "hhi",
    "hhi_by_group",
    "immediate_dominators",
    "katz",
    "katz_alpha",
    "largest_eigenvalue",
    "out_degree",
    "pagerank",
    "panel",
    "strong_components",
    "subset_betweenness",
    "units_to",
]
