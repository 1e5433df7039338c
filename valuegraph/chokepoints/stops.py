"""What has to stop for a node to stop for good: sets of suppliers, each enough."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.hypergraph import Hypergraph

FULL = 1.0 - 1e-9
MOST_LINEAR = 12


class TooManyCutsError(GraphError):
    """There are more combinations than can be tried."""


class Stops:
    """The sets of suppliers whose joint stop stops a node, however much the others grow.

    A node stops when all members of a fully essential group stop, or all members of linear groups
    of joint essentiality 1. A group with a stocked member never stops. A member without a share
    cannot save a group whose surge is finite.

    Parameters
    ----------
    graph : Hypergraph
        The graph.
    view : str
        ``renewal`` or ``continuity``.
    """

    def __init__(self, graph: Hypergraph, view: str) -> None:
        relations, groups = graph.relations, graph.groups
        n_nodes, n_groups = len(graph.names), len(groups.role)
        counts = (relations.share > 0) | ~np.isfinite(groups.surge)[relations.group]
        stocked = counts & (graph.floor(view) > 0)
        stops = np.bincount(relations.group[stocked], minlength=n_groups) == 0
        simple = stops & ~groups.linear & (groups.essentiality >= FULL)
        added = np.where(stops & groups.linear, groups.essentiality, 0.0)
        self._graph = graph
        self._supplier = relations.supplier[counts].tolist()
        start = np.zeros(n_groups + 1, dtype=np.int64)
        np.cumsum(np.bincount(relations.group[counts], minlength=n_groups), out=start[1:])
        self._start = start.tolist()
        self._first = np.searchsorted(groups.dependent, np.arange(n_nodes + 1)).tolist()
        self._simple = simple.tolist()
        self._stops = stops.tolist()
        together = np.bincount(groups.dependent, weights=added, minlength=n_nodes)
        self._adds_up = (together >= FULL - 1e-12).tolist()

    def of(self, node: int) -> list[list[int]]:
        """Return the sets of suppliers whose joint stop stops a node."""
        groups = range(self._first[node], self._first[node + 1])
        found = [self._members(group) for group in groups if self._simple[group]]
        if self._adds_up[node]:
            found += self._added_up(node, groups)
        return found

    def _members(self, group: int) -> list[int]:
        found: list[int] = self._supplier[self._start[group] : self._start[group + 1]]
        return found

    def _added_up(self, node: int, groups: Sequence[int]) -> list[list[int]]:
        linear = self._graph.groups.linear
        some = [group for group in groups if self._stops[group] and linear[group]]
        weight = {group: float(self._graph.groups.essentiality[group]) for group in some}
        if some and sum(weight.values()) - min(weight.values()) < FULL:
            whole = sorted({s for group in some for s in self._members(group)})
            return [whole] if sum(weight.values()) >= FULL else []
        if len(some) > MOST_LINEAR:
            raise TooManyCutsError(
                f"{self._graph.names[node]!r} has {len(some)} linear groups, "
                f"more than {MOST_LINEAR}",
                why="every combination of them may stop it",
                mend="merge linear groups that fall together",
            )
        enough: list[tuple[int, ...]] = []
        for size in range(1, len(some) + 1):
            for chosen in combinations(some, size):
                if sum(weight[group] for group in chosen) >= FULL and not any(
                    set(fewer) < set(chosen) for fewer in enough
                ):
                    enough.append(chosen)
        return [sorted({s for group in those for s in self._members(group)}) for those in enough]
