"""Minimal sets whose removal stops a target for good: bounded, from the suppliers upwards.

The families of MOCUS (Fussell and Vesely 1972, A new methodology for obtaining cut sets for
fault trees, Transactions of the American Nuclear Society 15, 262-263), cut at an order, and
repeated within cycles until they settle. A node stops when it is removed, when all members of a
fully essential group stop, or when all members of linear groups of joint essentiality 1 stop.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from valuegraph.chokepoints.reach import upstream_of
from valuegraph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.chokepoints.hypergraph import Hypergraph
    from valuegraph.chokepoints.order import Order

    Cut: TypeAlias = frozenset[int]
    Family: TypeAlias = frozenset[Cut]

FULL = 1.0 - 1e-9
MOST_UNIONS = 5_000_000
MOST_LINEAR = 12


class TooManyCutsError(GraphError):
    """There are more combinations than can be tried."""


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
        floor = graph.floor(view)
        self._members: list[tuple[int, ...] | None] = []
        for group in range(len(graph.groups.role)):
            relations = np.array(graph.members(group))
            if np.isfinite(graph.groups.surge[group]):
                relations = relations[graph.relations.share[relations] > 0]
            stocked = bool((floor[relations] > 0).any())
            suppliers = tuple(graph.relations.supplier[relations].tolist())
            self._members.append(None if stocked else suppliers)
        self._reasons = [self._reasons_of(graph, groups) for groups in graph.groups_of]

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

    def _reasons_of(self, graph: Hypergraph, groups: Sequence[int]) -> list[tuple[int, ...]]:
        weight = {group: float(graph.groups.essentiality[group]) for group in groups}
        alive = [group for group in groups if self._members[group] is not None]
        linear = [group for group in alive if graph.groups.linear[group]]
        if len(linear) > MOST_LINEAR:
            name = graph.names[int(graph.groups.dependent[linear[0]])]
            raise TooManyCutsError(
                f"{name!r} has {len(linear)} linear groups, more than {MOST_LINEAR}",
                why="every combination of them may stop it",
                mend="merge linear groups that fall together",
            )
        reasons: list[tuple[int, ...]] = []
        for size in range(1, len(linear) + 1):
            for chosen in combinations(linear, size):
                enough = sum(weight[group] for group in chosen) >= FULL
                if enough and not any(set(reason) < set(chosen) for reason in reasons):
                    reasons.append(chosen)
        single = [(g,) for g in alive if not graph.groups.linear[g] and weight[g] >= FULL]
        return single + reasons

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
        for reason in self._reasons[node]:
            suppliers = {s for group in reason for s in self._members[group] or ()}
            cuts |= self._all_stop(sorted(suppliers), found)
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
