"""Minimal cuts of one or two members, for all targets at once: what the ranking asks for.

The families of ``cuts``, kept as a set of single removals and a set of pairs. All members of a
group stop together when one removal stops each of them, when a pair does, or when one removal
stops some of them and another one the rest; none of these can hold a smaller cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from valuegraph.chokepoints.reach import upstream_of
from valuegraph.chokepoints.stops import Stops, TooManyCutsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.chokepoints.hypergraph import Hypergraph
    from valuegraph.chokepoints.order import Order


class Few(NamedTuple):
    """The cuts of a node: removals that stop it alone, and pairs of which neither does.

    A pair a < b is kept as the number a * base + b.
    """

    singles: set[int]
    pairs: set[int]


class PairFinder:
    """Finds the minimal cuts of nodes up to order 2.

    Parameters
    ----------
    graph, order, view
        The graph, the evaluation order of the view, and the view.
    events : sequence of iterables of int
        For each node, the removals that stop it at once.
    max_order : int
        1 or 2.
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
        budget: int,
    ) -> None:
        self._stops = Stops(graph, view)
        self._order = order
        self._events = events
        self._with_pairs = max_order > 1
        self.base = 1 + max((event for those in events for event in those), default=0)
        self._budget = self._left = budget

    def families(self, targets: Sequence[int]) -> dict[int, Few]:
        """Return the cuts of the targets and of all nodes upstream of them."""
        part = self._order.component
        nodes = np.flatnonzero(upstream_of(self._order, targets))
        nodes = nodes[np.argsort(part[nodes], kind="stable")]
        new = np.append(np.flatnonzero(np.diff(part[nodes])) + 1, len(nodes)).tolist()
        ordered = nodes.tolist()
        found: dict[int, Few] = {}
        first = 0
        for last in new:
            if last == first + 1:
                node = ordered[first]
                found[node] = self._family(self._stops.of(node), node, found)
            else:
                self._settle(ordered[first:last], found)
            first = last
        return found

    def _settle(self, mates: Sequence[int], found: dict[int, Few]) -> None:
        """Go round a cycle until no family changes."""
        reasons = {node: self._stops.of(node) for node in mates}
        found.update((node, Few(set(), set())) for node in mates)
        settled = False
        while not settled:
            settled = True
            for node in mates:
                family = self._family(reasons[node], node, found)
                settled = settled and family == found[node]
                found[node] = family

    def _family(self, reasons: Sequence[Sequence[int]], node: int, found: dict[int, Few]) -> Few:
        singles, pairs = set(self._events[node]), set()
        for suppliers in reasons:
            family = self._all_stop(suppliers, found)
            singles |= family.singles
            pairs |= family.pairs
        if pairs and singles:
            base = self.base
            pairs = {p for p in pairs if p // base not in singles and p % base not in singles}
        return Few(singles, pairs)

    def _all_stop(self, suppliers: Sequence[int], found: dict[int, Few]) -> Few:
        families = [
            found[supplier] if supplier in found else Few(set(self._events[supplier]), set())
            for supplier in suppliers
        ]
        if len(families) > 1:
            families.sort(key=_size)
        joined = families[0]
        self._spend(_size(joined))
        for family in families[1:]:
            joined = self._both_stop(joined, family)
        return joined

    def _both_stop(self, one: Few, other: Few) -> Few:
        both = one.singles & other.singles
        if not self._with_pairs:
            return Few(both, set())
        left, right, base = one.singles, other.singles, self.base
        if both:
            left, right = left - both, right - both
        self._spend(len(left) * len(right) + len(one.pairs) + len(other.pairs))
        pairs = {a * base + b if a < b else b * base + a for a in left for b in right}
        if one.pairs:
            pairs |= one.pairs & other.pairs
            pairs.update([p for p in one.pairs if p // base in right or p % base in right])
        if other.pairs:
            pairs.update([p for p in other.pairs if p // base in left or p % base in left])
        return Few(both, pairs)

    def _spend(self, combinations: int) -> None:
        self._left -= combinations
        if self._left < 0:
            raise TooManyCutsError(
                f"more than {self._budget} combinations of removals",
                why="so many alternatives cannot be listed, let alone read",
                mend="lower max_order",
            )


def _size(family: Few) -> int:
    return len(family.singles) + len(family.pairs)
