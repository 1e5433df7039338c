"""Betweenness of the controllers, beside the figures for contrast; computed when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from valuegraph.projection import Projection


@dataclass(frozen=True, eq=False)
class Contrast:
    """The betweenness of each controller, and its place.

    The graph library behind it takes longer to import than a ranking to compute, so nothing is
    read until a figure is wanted.

    Parameters
    ----------
    compute : callable
        Gives the betweenness of each name.
    """

    compute: Callable[[], dict[str, float]] = field(repr=False)

    @cached_property
    def scores(self) -> dict[str, float]:
        """Betweenness of each node of the graph in which a controller's nodes are one."""
        return self.compute()

    @cached_property
    def places(self) -> dict[str, int]:
        """Place of each name by falling score; equal scores share the last place."""
        ordered = sorted(self.scores.values(), reverse=True)
        last = {score: place for place, score in enumerate(ordered, start=1)}
        return {name: last[score] for name, score in self.scores.items()}


def betweenness_of(projection: Projection, sets: Mapping[str, set[str]]) -> dict[str, float]:
    """Return the betweenness of each controller in the graph with its nodes drawn together."""
    from valuegraph.measures import betweenness

    home = {node: iri for iri, nodes in sets.items() for node in nodes}
    for name, node in projection.network.nodes.items():
        owner = home.get(node.firm or "")
        if owner is not None and name not in projection.network.targets:
            home.setdefault(name, owner)
    edges = {
        (home.get(s, s), home.get(d, d))
        for s, d, _ in projection.network.supplies
        if home.get(s, s) != home.get(d, d)
    }
    return {str(name): score for name, score in betweenness(sorted(edges)).items()}
