"""What a ranking asks, and the figures it gets: one entry a controller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.chokepoints.compiled import kernels_for

if TYPE_CHECKING:
    from types import ModuleType

    import numpy as np
    from numpy.typing import NDArray

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray
    from valuegraph.chokepoints.plan import Layout


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of every controller: of which targets, at which horizons.

    Attributes
    ----------
    layout : Layout
        Graph, view and evaluation order.
    targets, weights : (n_targets,) arrays
        Codes of the targets and their weights, which sum to 1.
    surges : (3,) float64
        Short run, the surge asked for, long run (infinity).
    least : bool
        Whether the least fixed point is asked for.
    proofs : bool
        Whether to find the relation kinds on the proofs, which takes as long as the rest.
    """

    layout: Layout
    targets: IntArray
    weights: FloatArray
    surges: FloatArray
    least: bool
    proofs: bool = True

    def kernels(self, n_scenarios: int) -> ModuleType | None:
        """Return the compiled loops when so many scenarios are to be answered with them."""
        if self.least:
            return None
        return kernels_for(n_scenarios * len(self.layout.graph.relations.group))


@dataclass(frozen=True, eq=False)
class Figures:
    """One entry a controller, in the order given.

    Attributes
    ----------
    reach, short, surged, long, leverage : (n,) float64
        Shares of target service.
    kills : (n,) bool
        Whether some target stops altogether at the long horizon.
    only_itself : (n,) bool
        Whether no target outside the controller's own nodes is within reach.
    bits : (n,) uint64
        Relation kinds on the proof, one bit each.
    kinds : list of tuple of str
        The same by name.
    """

    reach: FloatArray
    short: FloatArray
    surged: FloatArray
    long: FloatArray
    leverage: FloatArray
    kills: BoolArray
    only_itself: BoolArray
    bits: NDArray[np.uint64]
    kinds: list[tuple[str, ...]]
