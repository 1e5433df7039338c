"""How much of a scenario's loss runs through each relation and group on its proofs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.bearing import Bearing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.hypergraph import FloatArray, Name
    from valuegraph.chokepoints.trial import Trial
    from valuegraph.chokepoints.worlds import World


@dataclass(frozen=True, eq=False)
class Carrying:
    """What the proofs of all targets rest on, for all of them together.

    Attributes
    ----------
    relations, groups : (n_relations,), (n_groups,) float64
        Share of target service whose proven loss runs through each; 0 for those on no proof. A
        target whose proof does not touch a relation loses as much without it, so this is the most
        by which the loss can fall when the relation is not there.
    """

    relations: FloatArray
    groups: FloatArray

    @property
    def bearing(self) -> Bearing:
        """What is on any proof at all."""
        return Bearing(self.groups > 0, self.relations > 0)

    def foremost(self, worlds: Sequence[World], most: int | None) -> list[World]:
        """Return the worlds by which the loss can fall furthest, in the order given.

        Parameters
        ----------
        worlds : sequence of World
            Worlds about the same graph.
        most : int or None
            How many of each kind of assumption; all of them when None.
        """
        if most is None:
            return list(worlds)
        kinds: dict[str, list[int]] = {}
        for i, world in enumerate(worlds):
            kinds.setdefault(world.assumption, []).append(i)
        bound = [self._bound(world) for world in worlds]
        kept = {i for same in kinds.values() for i in sorted(same, key=lambda i: -bound[i])[:most]}
        return [worlds[i] for i in sorted(kept)]

    def _bound(self, world: World) -> float:
        gone = self.relations[list(world.absent)].tolist()
        return math.fsum([*gone, *self.groups[list(world.immune)].tolist()])


def carrying(trial: Trial, surge: float) -> Carrying:
    """Return what carries the loss of a trial at one horizon, in its own view.

    Parameters
    ----------
    trial : Trial
        The scenario.
    surge : float
        Surge capacity, infinity allowed.
    """
    asked = trial.at(trial.asked.view, surge)
    prover, graph = trial.prover(asked), trial.imposed().engine.graph
    relations = np.zeros(len(graph.relations.share))
    groups = np.zeros(len(graph.groups.role))
    lost = trial.losses(asked)
    for target, weight in zip(trial.targets.tolist(), trial.weights.tolist(), strict=True):
        if not lost[target] > 0:
            continue
        used: set[tuple[Name, Name, Name]] = {
            (member.supplier, step.node, step.role)
            for step in prover.certificate(target).steps
            for member in step.members
        }
        on_proof = np.array([graph.relation_code[triple] for triple in used], dtype=np.int64)
        relations[on_proof] += weight * lost[target]
        groups[np.unique(graph.relations.group[on_proof])] += weight * lost[target]
    return Carrying(relations, groups)
