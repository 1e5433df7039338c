"""Minimal sets whose removal stops a target for good: bounded, from the suppliers upwards.

The families of MOCUS (Fussell and Vesely 1972, A new methodology for obtaining cut sets for
fault trees, Transactions of the American Nuclear Society 15, 262-263), cut at an order, and
repeated within cycles until they settle. ``pairs`` does the same up to order 2, many times faster.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from valuegraph.chokepoints.reach import upstream_of
from valuegraph.chokepoints.stops import Stops, TooManyCutsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.chokepoints.hypergraph import Hypergraph
    from valuegraph.chokepoints.order import Order

    Cut: TypeAlias = frozenset[int]
    Family: TypeAlias = frozenset[Cut]

MOST_UNIONS = 5_000_000


class CutFinder:
    """Finds the minimal cuts of nodes up to an order.

    Parameters
    ----------
    graph, order : Hypergraph, Order
        The graph and the evaluation order of the view.
    view : str
        ``renewal`` or ``continuity``: a relation with a stock never stops.
    events : sequence of iterables of int
        For each node, the removals that stop it at once.
    max_order : int
        Largest cut to look for.
    budget : int
        How many combinations to try before giving up.
    """

    def __init__(
        self,
        graph: Hypergraph,
        order: Order,
        view: str,
        events: Sequence[Iterable[int]],
        max_order: int,
        budget: int = MOST_UNIONS,
    ) -> None:
        self.max_order = max_order
        self._budget = self._left = budget
        self._part = order.component
        self._order = order
        self._own = [frozenset(frozenset((event,)) for event in those) for those in events]
        self._stops = Stops(graph, view)

    def families(self, targets: Sequence[int]) -> dict[int, Family]:
        """Return the minimal cuts of the targets and of all nodes upstream of them."""
        nodes = np.flatnonzero(upstream_of(self._order, targets))
        nodes = nodes[np.argsort(self._part[nodes], kind="stable")]
        parts = np.split(nodes, np.flatnonzero(np.diff(self._part[nodes])) + 1)
        found: dict[int, Family] = {}
        for part in parts:
            mates = part.tolist()
            found.update((node, frozenset()) for node in mates)
            settled = False
            while not settled:
                settled = True
                for node in mates:
                    family = self._family(node, found)
                    settled = settled and family == found[node]
                    found[node] = family
                settled = settled or len(mates) == 1
        return found

    def _spend(self, unions: int) -> None:
        self._left -= unions
        if self._left < 0:
            raise TooManyCutsError(
                f"more than {self._budget} combinations of removals",
                why="so many alternatives cannot be listed, let alone read",
                mend="lower max_order",
            )

    def _family(self, node: int, found: dict[int, Family]) -> Family:
        cuts = set(self._own[node])
        for suppliers in self._stops.of(node):
            cuts |= self._all_stop(suppliers, found)
        return minimal(cuts)

    def _all_stop(self, suppliers: Iterable[int], found: dict[int, Family]) -> Family:
        joined: Family = frozenset((frozenset(),))
        families = [found.get(supplier, self._own[supplier]) for supplier in suppliers]
        for family in sorted(families, key=len):
            self._spend(len(joined) * len(family))
            pairs = {a | b for a in joined for b in family}
            joined = minimal(cut for cut in pairs if len(cut) <= self.max_order)
        return joined


def minimal(cuts: Iterable[Cut]) -> Family:
    """Return the cuts that contain no other one."""
    every = set(cuts)
    return frozenset(
        cut
        for cut in every
        if not any(
            frozenset(part) in every for size in range(len(cut)) for part in combinations(cut, size)
        )
    )
