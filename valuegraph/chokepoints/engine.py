"""One graph with its compiled views; what all questions to it share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.loops import loops_without_stock
from valuegraph.chokepoints.order import find_order
from valuegraph.chokepoints.plan import Layout, Plan, compile_plan, lay_out
from valuegraph.chokepoints.propagate import Columns
from valuegraph.chokepoints.solving import solve

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from valuegraph.chokepoints.hypergraph import FloatArray, Hypergraph, Name


@dataclass(frozen=True)
class Conditions:
    """Under which assumptions a question is asked.

    Attributes
    ----------
    surge : float
        Surge capacity of groups that state none.
    view : str
        ``renewal`` or ``continuity``.
    least : bool
        Whether the least fixed point is asked for instead of the greatest.
    """

    surge: float
    view: str
    least: bool = False


class Engine:
    """A hypergraph, the sets its nodes belong to, and its views compiled once.

    Parameters
    ----------
    graph : Hypergraph
        Groups and relations.
    attributes : mapping
        For each column of the nodes table, its value by node.
    """

    def __init__(self, graph: Hypergraph, attributes: Mapping[str, Mapping[Name, Name]]) -> None:
        self.graph = graph
        self.attributes = {column: dict(values) for column, values in attributes.items()}
        self._layouts: dict[str, Layout] = {}
        self._plans: dict[str, Plan] = {}

    @cached_property
    def loops(self) -> list[list[int]]:
        """Sets of nodes that depend on one another without any stock."""
        return loops_without_stock(self.graph)

    def layout(self, view: str) -> Layout:
        """Return the reading order of a view."""
        if view not in self._layouts:
            self._layouts[view] = lay_out(self.graph, find_order(self.graph, view), view)
        return self._layouts[view]

    def losses(
        self, shock: FloatArray, relation_loss: FloatArray | None, conditions: Conditions
    ) -> FloatArray:
        """Return the loss of every node under one shock."""
        plan = self._plan(conditions.view)
        columns = Columns(
            shock=np.append(shock[plan.nodes], 0.0)[:, None],
            surge=np.array([conditions.surge]),
            relation_loss=relation_loss,
        )
        loss: FloatArray = solve(plan, columns, least=conditions.least)[plan.row, 0]
        return loss

    def service(
        self, shock: FloatArray, relation_loss: FloatArray | None, conditions: Conditions
    ) -> pd.Series[float]:
        """Return the service of every node under one shock, by name."""
        import pandas as pd

        index = pd.Index(list(self.graph.names), name="node", dtype=object)
        loss = self.losses(shock, relation_loss, conditions)
        return pd.Series(1.0 - loss, index=index, name="service")

    def _plan(self, view: str) -> Plan:
        """Return the steps that evaluate all nodes."""
        if view not in self._plans:
            everything = np.ones(len(self.graph.names), dtype=bool)
            self._plans[view] = compile_plan(self.layout(view), everything)
        return self._plans[view]
