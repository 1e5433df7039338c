"""The public face of the engine."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from valuegraph.chokepoints.building import build
from valuegraph.chokepoints.controllers import read_nodes
from valuegraph.chokepoints.engine import Engine
from valuegraph.chokepoints.networks import tables_of
from valuegraph.chokepoints.shocks import (
    conditions,
    node_shock,
    relation_shock,
    target_weights,
    weighted,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx
    import pandas as pd

    from valuegraph.chokepoints.certificate import Certificate
    from valuegraph.chokepoints.clause import Clause
    from valuegraph.chokepoints.controllers import By
    from valuegraph.chokepoints.hypergraph import Hypergraph, Name
    from valuegraph.chokepoints.reading import Columns as Table
    from valuegraph.chokepoints.result import Chokepoints, Thresholds
    from valuegraph.chokepoints.scenario import Scenario
    from valuegraph.chokepoints.sensitivity import Sensitivity
    from valuegraph.chokepoints.shocks import Caps, RelationCaps, Targets
    from valuegraph.chokepoints.verbs import Verb


class DependencyGraph:
    """Who depends on whom for what, in one time slice.

    Build it with :meth:`from_frame` or :meth:`from_networkx`; it does not change afterwards.

    Parameters
    ----------
    hypergraph : Hypergraph
        Groups and relations as arrays.
    attributes : mapping
        For each column of the nodes table, its value by node.
    """

    def __init__(
        self, hypergraph: Hypergraph, attributes: Mapping[str, Mapping[Name, Name]]
    ) -> None:
        self.engine = Engine(hypergraph, attributes)

    @classmethod
    def from_frame(
        cls, supplies: Table, requirements: Table | None = None, nodes: Table | None = None
    ) -> DependencyGraph:
        """Return the graph of tables (DataFrames, or mappings of column names to lists).

        Parameters
        ----------
        supplies
            One row a supply: ``supplier``, ``dependent``, ``role``; optional ``share`` (empty
            ones split what the stated ones leave), ``kind``, ``stock`` (0 to 1), ``revocable_by``
            (a name, or True for the supplier itself), ``confidence``, ``source`` (facts: the
            items of a list are alternatives, a list within it holds facts that are all needed),
            ``replacement_months``.
        requirements
            One row a (``dependent``, ``role``); optional ``essentiality`` (1), ``combination``
            (``essential`` or ``linear``), ``surge``, ``complete``, ``cost_share`` and
            ``substitution`` (for prices). One without a supply is unknown: it neither stops nor
            serves.
        nodes
            One row a ``node``; further columns such as ``controller``, ``jurisdiction`` or
            ``layer`` say to which set it belongs.

        Raises
        ------
        GraphError
            A column is absent, the supplies are empty, or rows cannot be accepted (all named).
        """
        names, attributes = read_nodes(nodes)
        return cls(build(supplies, requirements, names), attributes)

    @classmethod
    def from_networkx(cls, graph: nx.DiGraph[Any]) -> DependencyGraph:
        """Return the graph of networkx edges supplier -> dependent.

        Edge and node attributes are read as the columns of :meth:`from_frame` (``role`` is
        'supply' where absent), but ``weight`` is not: networkx takes it for a distance.
        """
        supplies, nodes = tables_of(graph)
        return cls.from_frame(supplies, nodes=nodes)

    @property
    def nodes(self) -> tuple[Name, ...]:
        """Names of all nodes."""
        return self.engine.graph.names

    @property
    def attributes(self) -> dict[str, dict[Name, Name]]:
        """For each column of the nodes table, its value by node."""
        return {column: dict(values) for column, values in self.engine.attributes.items()}

    @property
    def sensitivity(self) -> Sensitivity:
        """How far the answers depend on evidence, completeness and single assumptions."""
        from valuegraph.chokepoints.sensitivity import Sensitivity

        return Sensitivity(self.engine)

    def reversed(self) -> DependencyGraph:
        """Return the graph in which suppliers depend on their customers, all of equal weight."""
        from valuegraph.chokepoints.reversal import reversed_graph

        return DependencyGraph(reversed_graph(self.engine.graph), self.engine.attributes)

    @property
    def unknown(self) -> pd.DataFrame:
        """Required roles without any supply: ``dependent``, ``role``."""
        import pandas as pd

        return pd.DataFrame(list(self.engine.graph.unknown), columns=["dependent", "role"])

    def phantom_loops(self) -> list[frozenset[Name]]:
        """Return the sets of nodes that depend on one another without any stock.

        The greatest fixed point lets them prop each other up; compare ``fixed_point="least"``.
        """
        names = self.engine.graph.names
        return [frozenset(names[node] for node in loop) for loop in self.engine.loops]

    def service(
        self,
        remove: Iterable[Name] = (),
        caps: Caps | None = None,
        relation_caps: RelationCaps | None = None,
        surge: float = 0.0,
        view: str = "renewal",
        fixed_point: str = "greatest",
    ) -> pd.Series[float]:
        """Return the service of every node under a shock, 1 being normal.

        Parameters
        ----------
        remove
            Nodes whose service stops.
        caps
            Most that is left of a node's service, by node.
        relation_caps
            Most that is left of a relation, by (supplier, dependent, role); it counts after the
            stock.
        surge
            Share by which the suppliers that remain can grow, ``math.inf`` allowed; a group's
            own surge wins.
        view, fixed_point
            ``renewal`` ignores stocks, ``continuity`` counts them; ``greatest`` or ``least``,
            which differ in cycles only.
        """
        graph = self.engine.graph
        return self.engine.service(
            node_shock(graph, remove, caps),
            relation_shock(graph, relation_caps),
            conditions(surge, view, fixed_point),
        )

    def loss(  # noqa: PLR0913, PLR0917 - the shock, then the conditions; the contract's order
        self,
        targets: Targets,
        remove: Iterable[Name] = (),
        caps: Caps | None = None,
        relation_caps: RelationCaps | None = None,
        surge: float = 0.0,
        view: str = "renewal",
        fixed_point: str = "greatest",
    ) -> float:
        """Return the share of target service that a shock takes, 0 to 1.

        Parameters
        ----------
        targets
            Weights by name, normalised to 1, or names of equal weight.
        remove, caps, relation_caps, surge, view, fixed_point
            As for :meth:`service`.
        """
        graph = self.engine.graph
        codes, weights = target_weights(graph, targets)
        shock = node_shock(graph, remove, caps), relation_shock(graph, relation_caps)
        loss = self.engine.losses(*shock, conditions(surge, view, fixed_point))
        return weighted(loss[codes], weights)

    def chokepoints(  # noqa: PLR0913 - four words of the contract, three that are rarely said
        self,
        targets: Targets,
        by: By = "node",
        surge: float = 0.3,
        view: str = "renewal",
        *,
        fixed_point: str = "greatest",
        thresholds: Thresholds | None = None,
        max_order: int | None = None,
    ) -> Chokepoints:
        """Return what the withdrawal of each name does to the targets.

        Parameters
        ----------
        targets
            Weights by name, normalised to 1, or names of equal weight.
        by
            ``node``, ``firm`` (the ``controller`` column), any other column of the nodes table,
            or a mapping of names to sets of nodes.
        surge
            Surge capacity of the middle horizon.
        view, fixed_point
            As for :meth:`service`.
        thresholds, max_order
            From which figures on verdict words apply; up to which size to look for the smallest
            cut that needs a name (by default 2 where that is quick, else 1).
        """
        from valuegraph.chokepoints.answer import rank
        from valuegraph.chokepoints.result import Thresholds

        asked = conditions(surge, view, fixed_point)
        return rank(self.engine, targets, by, asked, thresholds or Thresholds(), max_order)

    def cut_sets(
        self, target: Name, max_order: int = 3, view: str = "renewal"
    ) -> list[frozenset[Name]]:
        """Return the minimal sets of other nodes whose removal stops a target for good.

        Parameters
        ----------
        target, max_order, view
            The node that stops, however much the remaining suppliers grow; size of the largest
            set to look for; ``renewal`` or ``continuity``.

        Returns
        -------
        list of frozenset
            Smallest first, each checked against the map: it stops the target and no part of it
            does. Sets that stop it only through partial losses that add up (of linear groups,
            or round a cycle whose groups have a finite surge of their own) are not found.
        """
        from valuegraph.chokepoints.joint import cut_sets

        (code,) = self.engine.graph.codes([target], "target")
        return cut_sets(self.engine, code, max_order, conditions(math.inf, view).view)

    def scenario(
        self,
        *verbs: str | Verb,
        targets: Targets | None = None,
        surge: float = 0.0,
        view: str = "renewal",
        clauses: Mapping[str, Clause] | None = None,
    ) -> Scenario:
        """Return what verbs together do.

        Parameters
        ----------
        *verbs
            ``remove:NAME[=LEVEL]``, ``cut:KIND:SUPPLIER[:OWNER]``, ``licence:NAME:CLAUSE``,
            ``sanction:A->B[:SHARE]``, ``price:NAME:CHANGE``, or such verbs as objects.
        targets, surge, view
            As for :meth:`loss`.
        clauses
            Licence clauses that texts refer to by name.
        """
        from valuegraph.chokepoints.scenario import play

        return play(self.engine, verbs, targets, conditions(surge, view), clauses=clauses)

    def explain(
        self,
        remove: Iterable[Name],
        target: Name,
        surge: float = math.inf,
        view: str = "renewal",
        *,
        caps: Caps | None = None,
        relation_caps: RelationCaps | None = None,
    ) -> Certificate:
        """Return the proof of what a shock does to one target.

        The certificate is a ``failure`` when the target loses anything and a ``survival`` when
        it loses nothing; ``verify()`` checks it without the engine.
        """
        from valuegraph.chokepoints.proof import prove

        graph = self.engine.graph
        (code,) = graph.codes([target], "target")
        return prove(
            self.engine,
            node_shock(graph, remove, caps),
            relation_shock(graph, relation_caps),
            conditions(surge, view),
            code,
        )
