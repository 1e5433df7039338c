"""The verb `price`: what a price change costs those who depend on it, where cost shares are known.

Prices are relative to those of today, so every price starts at 1. With theta_g the share of a
group in its dependent's cost, w the shares of its members and s how easily they replace one
another,

    q_v = m_v ((1 - sum of theta_g) + sum of theta_g P_g),   P_g = (sum of w q^(1-s))^(1/(1-s)),

where m_v multiplies the node's own price: fixed proportions between the roles (Leontief), a
constant elasticity of substitution within one (CES). This says nothing about service and is not
added to its loss.

References
----------
Arrow, K. J., Chenery, H. B., Minhas, B. S., Solow, R. M. (1961). Capital-labor substitution and
economic efficiency. Review of Economics and Statistics 43(3), 225-250.
Baqaee, D. R., Farhi, E. (2019). The macroeconomic impact of microeconomic shocks: beyond
Hulten's theorem. Econometrica 87(4), 1155-1203.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.imposing import Effect, Shock
from valuegraph.errors import GraphError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from valuegraph.chokepoints.hypergraph import (
        BoolArray,
        FloatArray,
        Hypergraph,
        IntArray,
        Name,
    )
    from valuegraph.chokepoints.naming import Directory
    from valuegraph.chokepoints.verbs import Price

TOLERANCE = 1e-13
MOST_SWEEPS = 10_000
PATIENCE = 50
MOST_ROWS = 1_500
STEEP = 1e6
COST_SLACK = 1.0 + 1e-9
SHOWN = 10


class UnknownCostsError(UsageError):
    """A price would pass through groups of which no cost share, or no substitution, is known.

    Parameters
    ----------
    what : str
        Name of the column that is empty.
    groups : iterable of (dependent, role)
        The groups.
    """

    def __init__(self, what: str, groups: Iterable[tuple[Name, Name]]) -> None:
        self.groups = tuple(groups)
        shown = "; ".join(f"{role} of {dependent}" for dependent, role in self.groups[:SHOWN])
        rest = len(self.groups) - SHOWN
        super().__init__(
            f"the {what} of {len(self.groups)} group(s) that the price would pass through is unknown",
            where=shown + (f"; and {rest} more" if rest > 0 else ""),
            why="a cost share that is made up would be the result, since prices pass on in "
            "proportion to it",
            mend=f"give the requirements table a column {what} for these rows, or choose targets "
            "that the price reaches through known ones only",
        )


def price_effect(directory: Directory, verb: Price) -> Effect:
    """Return whose price changes by how much."""
    meant = directory.one(verb.name, verb.by)
    shock = Shock(prices=dict.fromkeys(meant.nodes, verb.change))
    return Effect(shock, shock, f"the own price of {meant} is multiplied by {verb.factor:.6g}")


def prices(
    graph: Hypergraph, changes: Mapping[int, float], targets: Iterable[int] | None
) -> FloatArray:
    """Return the price of every node relative to today.

    Parameters
    ----------
    graph : Hypergraph
        The graph; its stocks, essentialities and surges play no part.
    changes : mapping of int to float
        Change in the logarithm of a node's own price, 0 for no change.
    targets : iterable of int, optional
        Whose prices are asked for; all nodes when absent. Nodes upstream of none of them stay 1.

    Returns
    -------
    (n_nodes,) float64
        Prices, 1 for today's.

    Raises
    ------
    UnknownCostsError
        A group that the price passes through has no cost share, or several members and no
        elasticity of substitution.
    GraphError
        The cost shares of a node sum to more than 1, or prices rise without end in a cycle.
    """
    count = len(graph.names)
    own = np.ones(count)
    for node, change in changes.items():
        own[node] = np.exp(change)
    moved = _spread(graph, own != 1.0, downstream=True)
    if targets is not None:
        asked = np.zeros(count, dtype=bool)
        asked[list(targets)] = True
        moved &= _spread(graph, asked, downstream=False)
    through = np.zeros(len(graph.groups.role), dtype=bool)
    carries = moved[graph.relations.supplier] & moved[graph.dependent]
    through[graph.relations.group[carries]] = True
    passed = np.flatnonzero(through)
    _check(graph, passed)
    return _settle(_Costs.of(graph, np.where(moved, own, 1.0), passed))


def _spread(graph: Hypergraph, start: BoolArray, *, downstream: bool) -> BoolArray:
    source, sink = graph.relations.supplier, graph.dependent
    if not downstream:
        source, sink = sink, source
    found = start.copy()
    while True:
        new = sink[found[source] & ~found[sink]]
        if not len(new):
            return found
        found[new] = True


def _check(graph: Hypergraph, passed: IntArray) -> None:
    groups = graph.groups
    many = np.diff(groups.start)[passed] > 1
    for what, gaps in (
        ("cost_share", np.isnan(groups.cost_share[passed])),
        ("substitution", np.isnan(groups.substitution[passed]) & many),
    ):
        silent = passed[gaps].tolist()
        if silent:
            raise UnknownCostsError(
                what,
                [
                    (graph.names[groups.dependent[group]], graph.roles[groups.role[group]])
                    for group in silent
                ],
            )
    known = np.where(np.isnan(groups.cost_share), 0.0, groups.cost_share)
    total = np.bincount(groups.dependent, weights=known, minlength=len(graph.names))
    above = [graph.names[node] for node in np.flatnonzero(total > COST_SLACK).tolist()]
    if above:
        raise GraphError(
            f"the cost shares of {', '.join(map(str, above[:SHOWN]))} sum to more than 1",
            where="requirements",
            why="what is left of 1 is the node's own cost, which cannot be negative",
            mend="give shares of the whole cost of the dependent",
        )


@dataclass(frozen=True, eq=False)
class _Costs:
    """The groups that a price passes through, and who sets prices of their own."""

    own: FloatArray
    supplier: IntArray
    share: FloatArray
    group: IntArray
    dependent: IntArray
    theta: FloatArray
    elasticity: FloatArray

    @classmethod
    def of(cls, graph: Hypergraph, own: FloatArray, passed: IntArray) -> _Costs:
        """Return the costs of some groups of a graph."""
        chosen = np.isin(graph.relations.group, passed)
        return cls(
            own=own,
            supplier=graph.relations.supplier[chosen],
            share=graph.relations.share[chosen],
            group=np.searchsorted(passed, graph.relations.group[chosen]),
            dependent=graph.groups.dependent[passed],
            theta=graph.groups.cost_share[passed],
            elasticity=graph.groups.substitution[passed],
        )

    def met(self, price: FloatArray) -> FloatArray:
        """Return the prices that cover the costs at some prices."""
        means = group_prices(price[self.supplier], self.share, self.group, self.elasticity)
        rise = np.bincount(self.dependent, self.theta * (means - 1.0), len(price))
        return self.own * (1.0 + rise)

    def leapt(self, price: FloatArray, met: FloatArray) -> FloatArray | None:
        """Return where the tangent of the costs meets the prices; None when that is no price."""
        moved = np.unique(self.dependent)
        if len(moved) > MOST_ROWS:
            return None
        place = np.full(len(price), -1)
        place[moved] = np.arange(len(moved))
        inner = place[self.supplier] >= 0
        means = group_prices(price[self.supplier], self.share, self.group, self.elasticity)
        bend = np.nan_to_num(self.elasticity, posinf=STEEP)[self.group]
        steep = self.share * (means[self.group] / price[self.supplier]) ** bend
        dependent = self.dependent[self.group]
        steep *= self.theta[self.group] * self.own[dependent]
        matrix = np.eye(len(moved))
        np.subtract.at(matrix, (place[dependent[inner]], place[self.supplier[inner]]), steep[inner])
        try:
            step = np.linalg.solve(matrix, (met - price)[moved])
        except np.linalg.LinAlgError:
            return None
        found = met.copy()
        found[moved] = price[moved] + step
        return found if (found > 0).all() else None

    def gap(self, price: FloatArray) -> float:
        """Return how far prices are from covering the costs, relative to them."""
        return float((np.abs(self.met(price) - price) / price).max())


def _settle(costs: _Costs) -> FloatArray:
    """Return the prices at which all costs are covered, from those of today by sweeps.

    Cycles that pass on almost all they get settle slowly; there the tangent is followed, as long
    as that comes nearer.
    """
    price = costs.own.copy()
    with np.errstate(over="ignore", invalid="ignore"):
        for turn in range(1, MOST_SWEEPS + 1):
            now = costs.met(price)
            if not np.isfinite(now).all():
                break
            if (np.abs(now - price) <= TOLERANCE * price).all():
                return now
            price = now
            ahead = costs.leapt(price, costs.met(price)) if turn % PATIENCE == 0 else None
            if ahead is not None and costs.gap(ahead) < costs.gap(price):
                price = ahead
    raise GraphError(
        "the prices of a cycle rise without end",
        why="each passes on more than it gets, so there is no price at which all costs are covered",
        mend="check the cost shares on the cycle, or change the price by less",
    )


def group_prices(
    price: FloatArray, share: FloatArray, group: IntArray, elasticity: FloatArray
) -> FloatArray:
    """Return the price index of each group from the prices of its members.

    Parameters
    ----------
    price, share : (n_members,) float64
        Prices and shares; the shares of a group sum to 1.
    group : (n_members,) int64
        Group of each member.
    elasticity : (n_groups,) float64
        Elasticity of substitution: 0 for fixed proportions, 1 for constant cost shares, infinity
        when everybody turns to the cheapest; NaN where a group has one member only.

    Returns
    -------
    (n_groups,) float64
        Price indices, 1 when all prices are 1.
    """
    count = len(elasticity)
    cheapest = np.full(count, np.inf)
    np.minimum.at(cheapest, group[share > 0], price[share > 0])
    above = np.log(price / cheapest[group])
    power = 1.0 - np.where(np.isnan(elasticity), 0.0, elasticity)
    curved = np.isfinite(power) & (power != 0)
    power = np.where(curved, power, 1.0)
    # log1p and expm1, since near an elasticity of 1 the plain powers differ from 1 by rounding.
    bent = np.log1p(np.bincount(group, share * np.expm1(power[group] * above), count)) / power
    even = np.bincount(group, share * above, count)
    index = np.where(curved, bent, np.where(np.isinf(elasticity), 0.0, even))
    return cheapest * np.exp(index)
