"""How far an answer depends on what is taken for granted: evidence, completeness, assumptions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from valuegraph.chokepoints.shocks import as_names, conditions

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from valuegraph.chokepoints.controllers import By
    from valuegraph.chokepoints.drawing import Clusters, Resampled
    from valuegraph.chokepoints.engine import Engine
    from valuegraph.chokepoints.flips import Flips
    from valuegraph.chokepoints.hypergraph import Name
    from valuegraph.chokepoints.openworld import OpenWorld
    from valuegraph.chokepoints.result import Thresholds
    from valuegraph.chokepoints.shocks import Targets
    from valuegraph.chokepoints.uncertainty import Sample


class Sensitivity:
    """The questions about a graph's answers; reached as :attr:`DependencyGraph.sensitivity`.

    Parameters
    ----------
    engine : Engine
        The graph and its views.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def resample(
        self,
        draws: int = 200,
        seed: int = 0,
        clusters: Clusters | None = None,
        concentration: float = 10.0,
    ) -> Resampled:
        """Return variations of the graph by resampling its evidence, for :meth:`uncertainty`.

        Parameters
        ----------
        draws, seed
            How many; the same seed gives the same ones.
        clusters
            For each fact its evidence, (source cluster, confidence) pairs; without it every fact
            is a cluster of its own with the confidence of the relation it supports.
        concentration
            How closely drawn shares keep to the recorded ones.
        """
        from valuegraph.chokepoints.drawing import Resampling, resample

        return resample(self._engine.graph, Resampling(draws, seed, clusters, concentration))

    def uncertainty(
        self,
        targets: Targets,
        by: By = "node",
        surge: float = 0.3,
        view: str = "renewal",
        *,
        evidence: Resampled | None = None,
    ) -> Sample:
        """Return how far the figures and ranks of names move when the evidence is resampled.

        Parameters
        ----------
        targets, by, surge, view
            As for :meth:`DependencyGraph.chokepoints`; ranks are among the names of ``by``.
        evidence
            Variations of this graph; those of :meth:`resample` without arguments by default.
        """
        from valuegraph.chokepoints.uncertainty import sample

        drawn = self.resample() if evidence is None else evidence
        return sample(self._engine, targets, by, conditions(surge, view), drawn)

    def open_world(
        self,
        targets: Targets,
        by: By = "node",
        view: str = "renewal",
        *,
        chances: tuple[float, ...] = (0.2, 0.5),
        draws: int = 200,
        seed: int = 0,
    ) -> OpenWorld:
        """Return what is unavoidable when incomplete groups may have a supplier nobody recorded.

        Parameters
        ----------
        targets, by, view
            As for :meth:`DependencyGraph.chokepoints`.
        chances
            Chances that such a group has one, 0 to 1 each.
        draws, seed
            How many worlds of each chance; the same seed gives the same ones.
        """
        from valuegraph.chokepoints.openworld import Latent, open_world

        asked = conditions(math.inf, view)
        return open_world(self._engine, targets, by, asked.view, Latent(chances, draws, seed))

    def flips(
        self,
        remove: Iterable[Name],
        targets: Targets,
        surge: float = 0.3,
        view: str = "renewal",
        *,
        thresholds: Thresholds | None = None,
    ) -> Flips:
        """Return which assumption would flip the verdict on a removal, or change its figure most.

        Parameters
        ----------
        remove
            The nodes that withdraw together.
        targets, surge, view, thresholds
            As for :meth:`DependencyGraph.chokepoints`.
        """
        from valuegraph.chokepoints.flips import flips

        return flips(self._engine, as_names(remove), targets, conditions(surge, view), thresholds)

    def asymmetry(
        self, targets: Targets, by: By = "node", view: str = "renewal"
    ) -> pd.Series[float]:
        """Return for each name how much more the targets need it than it needs them, -1 to 1."""
        from valuegraph.chokepoints.asymmetry import asymmetry

        return asymmetry(self._engine, targets, by, conditions(math.inf, view).view)
