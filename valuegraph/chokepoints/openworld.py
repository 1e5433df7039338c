"""What is unavoidable when suppliers may exist that nobody recorded.

A group that no source calls complete may have one further, independent supplier. It exists with
a chance q in each group, independently; where it does, the group never fails in the long run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.controllers import controller_sets
from valuegraph.chokepoints.propagate import Draws
from valuegraph.chokepoints.question import Question
from valuegraph.chokepoints.shocks import target_weights
from valuegraph.chokepoints.streams import Streams
from valuegraph.chokepoints.variations import vary
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from valuegraph.chokepoints.controllers import By
    from valuegraph.chokepoints.engine import Engine
    from valuegraph.chokepoints.hypergraph import FloatArray, Hypergraph, Name
    from valuegraph.chokepoints.shocks import Targets


@dataclass(frozen=True)
class Latent:
    """How suppliers that nobody recorded are drawn.

    Attributes
    ----------
    chances : tuple of float
        Chances that an incomplete group has one, 0 to 1 each.
    draws, seed : int
        How many draws; the same seed gives the same ones.
    """

    chances: tuple[float, ...] = (0.2, 0.5)
    draws: int = 200
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what is no chance."""
        wrong = [q for q in self.chances if not 0 <= q <= 1]
        if wrong or not self.chances or self.draws < 1 or self.seed < 0:
            raise UsageError(
                f"cannot draw latent suppliers with chances {self.chances}, {self.draws} draws, "
                f"seed {self.seed}",
                why="a chance lies between 0 and 1",
                mend="use chances such as 0.2 and 0.5, at least one draw, a seed from 0 up",
            )


@dataclass(frozen=True, eq=False)
class OpenWorld:
    """What is unavoidable in the closed world and, on average, in open ones.

    Attributes
    ----------
    names : tuple
        The names, in the order of the figures.
    closed : (n_names,) float64
        Unavoidable share with the recorded suppliers only.
    expected : mapping of float to (n_names,) float64
        For each chance that an incomplete group has a further supplier, the mean over draws.
    how : Latent
        How they were drawn.
    """

    names: tuple[Name, ...]
    closed: FloatArray
    expected: Mapping[float, FloatArray]
    how: Latent

    def to_frame(self) -> pd.DataFrame:
        """Return one row a name: ``unavoidable`` and, for each chance q, ``unavoidable_q``."""
        import pandas as pd

        columns: dict[str, object] = {"name": list(self.names), "unavoidable": self.closed}
        columns.update((f"unavoidable_{q:g}", mean) for q, mean in self.expected.items())
        return pd.DataFrame(columns)


def open_world(engine: Engine, targets: Targets, by: By, view: str, how: Latent) -> OpenWorld:
    """Return what is unavoidable when incomplete groups may have a further supplier.

    One number is drawn for each group and used for all chances, so a higher chance never raises
    the figure, not even by chance.

    Parameters
    ----------
    engine : Engine
        The graph.
    targets, by, view
        As for :meth:`DependencyGraph.chokepoints`.
    how : Latent
        The chances.
    """
    graph = engine.graph
    codes, weights = target_weights(graph, targets)
    question = Question(engine.layout(view), codes, weights, np.array([math.inf]), least=False)
    _, controllers = controller_sets(graph, engine.attributes, by)
    sets = [controller.nodes for controller in controllers]
    found = vary(question, sets, latent(graph, how))
    spared = (found.lost - found.point[:, None])[..., 0]
    by_chance = spared.reshape(len(sets), len(how.chances), how.draws).swapaxes(0, 1)
    # The mean of the differences is exactly 0 where no draw differs.
    means = found.point[:, 0] + by_chance.mean(axis=2)
    return OpenWorld(
        names=tuple(controller.name for controller in controllers),
        closed=found.point[:, 0],
        expected=dict(zip(how.chances, means, strict=True)),
        how=how,
    )


def latent(graph: Hypergraph, how: Latent) -> Draws:
    """Return worlds in which some incomplete groups never fail: all draws of one chance together.

    A group has a stream of its own, named after its dependent and role.
    """
    groups, streams = graph.groups, Streams(how.seed)
    level = np.ones((len(groups.role), how.draws))  # complete groups stay above every chance
    for group in np.flatnonzero(~groups.complete).tolist():
        dependent = str(graph.names[int(groups.dependent[group])])
        role = str(graph.roles[int(groups.role[group])])
        level[group] = streams.of("latent", dependent, role).random(how.draws)
    immune = np.hstack([level < q for q in how.chances])
    shape = (len(graph.relations.share), immune.shape[1])
    return Draws(
        share=np.broadcast_to(graph.relations.share[:, None], shape),
        absent=np.broadcast_to(np.False_, shape),
        immune=immune,
    )
