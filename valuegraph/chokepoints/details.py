"""What a ranking can say about one of its names beyond the figures, computed when asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.bearing import Bearing, bearing
from valuegraph.chokepoints.engine import Conditions
from valuegraph.chokepoints.proof import prove
from valuegraph.chokepoints.shocks import weighted
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Hashable

    from valuegraph.chokepoints.certificate import Certificate
    from valuegraph.chokepoints.engine import Engine
    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, Name
    from valuegraph.chokepoints.question import Question

LARGEST = 3
HORIZONS = ("share_lost", "share_lost_surge", "unavoidable")


@dataclass(frozen=True)
class GroupConcentration:
    """How concentrated a group is through which a name acts.

    Attributes
    ----------
    dependent, role : name
        The group.
    own : float
        The name's share in it.
    hhi : float or None
        Sum of squared shares of the firms in it, 0 to 1; None unless every share is stated.
    cr3 : float or None
        Share of the three largest firms; None unless every share is stated.
    """

    dependent: Name
    role: Name
    own: float
    hhi: float | None
    cr3: float | None


@dataclass(frozen=True)
class Replacement:
    """How long it takes to replace what a name supplies to others, where facts say so.

    Attributes
    ----------
    months : float or None
        The longest time stated among these supplies; None where none is.
    stated, supplies : int
        How many of the supplies have a time, and how many there are.
    """

    months: float | None
    stated: int
    supplies: int


@dataclass(frozen=True)
class LossOf:
    """What the targets that share a value of a column lose, as shares of their own weight."""

    value: Hashable
    targets: int
    weight: float
    share_lost: float
    share_lost_surge: float
    unavoidable: float


class Details:
    """Answers about the names of one ranking.

    Parameters
    ----------
    engine, question
        The graph and what was asked of it.
    sets : mapping of name to list of int
        Nodes of each name.
    view : str
        The view asked for.
    """

    def __init__(
        self, engine: Engine, question: Question, sets: dict[Name, list[int]], view: str
    ) -> None:
        self._engine = engine
        self._question = question
        self._sets = sets
        self._view = view
        self._owner = engine.attributes.get("controller", {})
        self._losses = lru_cache(maxsize=8)(self._loss_of_nodes)

    def certify(self, name: Name, target: Name | None) -> Certificate:
        """Return the proof for a target, by default the one that loses most weight."""
        graph, question = self._engine.graph, self._question
        shock = np.zeros(len(graph.names))
        shock[self._sets[name]] = 1.0
        if target is not None:
            (code,) = graph.codes([target], "target")
            return prove(self._engine, shock, None, Conditions(math.inf, self._view), code)
        surge, lost = self._binding(name)
        asked = Conditions(surge, self._view)
        most = int(question.targets[np.argmax(lost * question.weights)])
        return prove(self._engine, shock, None, asked, most)

    def concentration(self, name: Name) -> tuple[GroupConcentration, ...]:
        """Return the groups of others that the name supplies on the proof, with their shares."""
        graph = self._engine.graph
        groups = graph.groups
        own = self._own(name)
        acting = self._acting(name, own)
        found = []
        for group in np.unique(graph.relations.group[acting]).tolist():
            by_firm: dict[Name, float] = {}
            mine = 0.0
            for member in graph.members(group):
                supplier = int(graph.relations.supplier[member])
                share = float(graph.relations.share[member])
                mine += share * bool(own[supplier])
                firm = name if own[supplier] else self._firm(supplier)
                by_firm[firm] = by_firm.get(firm, 0.0) + share
            shares = sorted(by_firm.values(), reverse=True)
            stated = bool(groups.sourced[group])
            found.append(
                GroupConcentration(
                    dependent=graph.names[int(groups.dependent[group])],
                    role=graph.roles[int(groups.role[group])],
                    own=min(mine, 1.0),
                    hhi=math.fsum(share**2 for share in shares) if stated else None,
                    cr3=min(math.fsum(shares[:LARGEST]), 1.0) if stated else None,
                )
            )
        return tuple(found)

    def replacement(self, name: Name) -> Replacement:
        """Return how long it takes to replace what the name supplies to others on the proof."""
        months = self._engine.graph.relations.replacement[self._acting(name, self._own(name))]
        stated = months[~np.isnan(months)]
        longest = float(stated.max()) if len(stated) else None
        return Replacement(longest, len(stated), len(months))

    def by_attribute(self, name: Name, column: str) -> tuple[LossOf, ...]:
        """Return the losses of the targets by a column of the nodes table, heaviest first."""
        attributes = self._engine.attributes
        if column not in attributes:
            raise UsageError(
                f"the nodes table has no column {column!r}",
                why="where a target belongs is a fact, not something to guess",
                mend=f"use one of {', '.join(sorted(attributes)) or 'none: there is no table'}",
            )
        question = self._question
        names = [self._engine.graph.names[code] for code in question.targets.tolist()]
        rows: dict[Hashable, list[int]] = {}
        for row, target in enumerate(names):
            rows.setdefault(attributes[column].get(target), []).append(row)
        lost = [self._lost(name, float(surge)) for surge in question.surges]
        found = []
        for value, those in rows.items():
            weights = question.weights[those]
            total = float(weights.sum())
            shares = [float(weights @ part[those]) / total if total else 0.0 for part in lost]
            figures = dict(zip(HORIZONS, shares, strict=True))
            found.append(LossOf(value=value, targets=len(those), weight=total, **figures))
        return tuple(sorted(found, key=lambda row: (-row.weight, str(row.value))))

    def fixed_points(self, name: Name) -> dict[str, tuple[float, float]]:
        """Return each figure at the greatest and at the least fixed point."""
        weights = self._question.weights
        found = {}
        for figure, surge in zip(HORIZONS, self._question.surges.tolist(), strict=True):
            greatest, least = (
                weighted(self._loss_of_nodes(name, surge, least=least), weights)
                for least in (False, True)
            )
            # Sweeps settle to a tolerance, so the ends may cross by rounding.
            found[figure] = (greatest, max(greatest, least))
        return found

    def _loss_of_nodes(self, name: Name, surge: float, *, least: bool) -> FloatArray:
        shock = np.zeros(len(self._engine.graph.names))
        shock[self._sets[name]] = 1.0
        asked = Conditions(surge, self._view, least)
        return self._engine.losses(shock, None, asked)[self._question.targets]

    def _lost(self, name: Name, surge: float) -> FloatArray:
        return self._losses(name, surge, least=self._question.least)

    def _binding(self, name: Name) -> tuple[float, FloatArray]:
        """Return the long horizon and its losses if there are any, else the short one."""
        lost = self._lost(name, math.inf)
        return (math.inf, lost) if lost.any() else (0.0, self._lost(name, 0.0))

    def _own(self, name: Name) -> BoolArray:
        """Return the nodes of a name and what the same firms run, by the ``controller`` column."""
        graph = self._engine.graph
        own = np.zeros(len(graph.names), dtype=bool)
        own[self._sets[name]] = True
        firms = {self._firm(node) for node in self._sets[name]}
        for node, firm in self._owner.items():
            if firm in firms:
                own[graph.code[node]] = True
        return own

    def _firm(self, node: int) -> Name:
        name = self._engine.graph.names[node]
        return self._owner.get(name, name)

    def _acting(self, name: Name, own: BoolArray) -> BoolArray:
        """Return the relations on the proof from the name's nodes to others."""
        graph = self._engine.graph
        surge, _ = self._binding(name)
        found: Bearing = bearing(self._question, self._sets[name], surge)
        acting: BoolArray = found.relations & own[graph.relations.supplier] & ~own[graph.dependent]
        return acting
