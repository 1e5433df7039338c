"""The comparison panel: centralities of the plain graph, which are not chokepoints.

None of them knows which inputs can replace one another, so none can say what stops when somebody
withdraws. They are here to be set beside the counterfactual figures, labelled as what they are.
"""

from valuegraph.measures.centrality import betweenness, core_number, out_degree, pagerank
from valuegraph.measures.panel import panel
from valuegraph.measures.separation import articulation_points, immediate_dominators
from valuegraph.measures.structural_holes import constraint, effective_size

__all__ = [
    "articulation_points",
    "betweenness",
    "constraint",
    "core_number",
    "effective_size",
    "immediate_dominators",
    "out_degree",
    "pagerank",
    "panel",
]
