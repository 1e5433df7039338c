"""The chokepoint engine: a dependency hypergraph, what removals cost, and proofs of it.

It knows arrays and tables only; where they come from is the projection's business.
"""

from valuegraph.chokepoints.graph import DependencyGraph
from valuegraph.chokepoints.result import Chokepoint, Chokepoints, Coverage, Thresholds

__all__ = ["Chokepoint", "Chokepoints", "Coverage", "DependencyGraph", "Thresholds"]
