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

    from valuegraph.chokepoints.certificate import Certificate, Step
    from valuegraph.chokepoints.controllers import By
    from valuegraph.chokepoints.hypergraph import Hypergraph, Name
    from valuegraph.chokepoints.reading import Columns as Table
    from valuegraph.chokepoints.result import Chokepoints, Thresholds
    from valuegraph.chokepoints.scenario import Scenario
    from valuegraph.chokepoints.shocks import Caps, RelationCaps, Targets


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
        self._engine = Engine(hypergraph, attributes)

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
            (a name, or True for the supplier itself), ``confidence``, ``source`` (one or several
            fact identifiers).
        requirements
            One row a (``dependent``, ``role``); optional ``essentiality`` (1), ``combination``
            (``essential`` or ``linear``), ``surge``, ``complete``. One without a supply is
            unknown: it neither stops nor serves.
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

        The edge attributes ``role`` ('supply' where absent), ``share``, ``kind``, ``stock``,
        ``revocable_by``, ``confidence`` and ``source`` are read as in :meth:`from_frame`, the
        node attributes ``controller``, ``jurisdiction`` and ``layer`` likewise. ``weight`` is
        not read: networkx takes it for a distance.
        """
        supplies, nodes = tables_of(graph)
        return cls.from_frame(supplies, nodes=nodes)

    @property
    def nodes(self) -> tuple[Name, ...]:
        """Names of all nodes."""
        return self._engine.graph.names

    @property
    def attributes(self) -> dict[str, dict[Name, Name]]:
        """For each column of the nodes table, its value by node."""
        return {column: dict(values) for column, values in self._engine.attributes.items()}

    @property
    def unknown(self) -> pd.DataFrame:
        """Required roles without any supply: ``dependent``, ``role``."""
        import pandas as pd

        return pd.DataFrame(list(self._engine.graph.unknown), columns=["dependent", "role"])

    def phantom_loops(self) -> list[frozenset[Name]]:
        """Return the sets of nodes that depend on one another without any stock.

        The greatest fixed point lets them prop each other up; compare ``fixed_point="least"``.
        """
        names = self._engine.graph.names
        return [frozenset(names[node] for node in loop) for loop in self._engine.loops]

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
            Share by which the remaining suppliers of a group can grow; ``math.inf`` allowed. A
            group's own surge wins.
        view
            ``renewal`` ignores stocks, ``continuity`` counts them.
        fixed_point
            ``greatest`` or ``least``; they differ in cycles only.
        """
        graph = self._engine.graph
        return self._engine.service(
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
        graph = self._engine.graph
        codes, weights = target_weights(graph, targets)
        shock = node_shock(graph, remove, caps), relation_shock(graph, relation_caps)
        loss = self._engine.losses(*shock, conditions(surge, view, fixed_point))
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
        thresholds
            From which figures on the verdict words apply.
        max_order
            Up to which size to look for the smallest cut that needs a name; by default 2 where
            that is quick, else 1. Names in no such cut have no order.
        """
        from valuegraph.chokepoints.answer import rank
        from valuegraph.chokepoints.result import Thresholds

        asked = conditions(surge, view, fixed_point)
        return rank(self._engine, targets, by, asked, thresholds or Thresholds(), max_order)

    def cut_sets(
        self, target: Name, max_order: int = 3, view: str = "renewal"
    ) -> list[frozenset[Name]]:
        """Return the minimal sets of other nodes whose removal stops a target for good.

        Parameters
        ----------
        target
            The node that stops, however much the remaining suppliers grow.
        max_order
            Size of the largest set to look for.
        view
            ``renewal`` or ``continuity``.

        Returns
        -------
        list of frozenset
            Smallest first, each checked against the map: it stops the target and no part of it
            does. Sets that stop it only through partial losses that add up (of linear groups,
            or round a cycle whose groups have a finite surge of their own) are not found.
        """
        from valuegraph.chokepoints.joint import cut_sets

        (code,) = self._engine.graph.codes([target], "target")
        return cut_sets(self._engine, code, max_order, conditions(math.inf, view).view)

    def scenario(
        self,
        *verbs: str,
        targets: Targets | None = None,
        surge: float = 0.0,
        view: str = "renewal",
    ) -> Scenario:
        """Return what verbs together do.

        Parameters
        ----------
        *verbs
            ``remove:NAME`` stops a node, ``remove:NAME=LEVEL`` leaves it LEVEL of its service;
            ``cut:KIND:SUPPLIER`` zeroes the supplies of a kind (``*`` for any) that come from a
            node or from the nodes of a controller, stocks included.
        targets, surge, view
            As for :meth:`loss`.
        """
        from valuegraph.chokepoints.scenario import play

        return play(self._engine, verbs, targets, conditions(surge, view))

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

        graph = self._engine.graph
        (code,) = graph.codes([target], "target")
        return prove(
            self._engine,
            node_shock(graph, remove, caps),
            relation_shock(graph, relation_caps),
            conditions(surge, view),
            code,
        )

    def trace(
        self,
        remove: Iterable[Name],
        target: Name,
        surge: float = math.inf,
        view: str = "renewal",
    ) -> tuple[Step, ...]:
        """Return how a removal reaches a target, step by step; empty when it loses nothing."""
        certificate = self.explain(remove, target, surge, view)
        return certificate.steps if certificate.kind == "failure" else ()
