"""Scenarios in words: verbs that compose, in any order, any number of times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.shocks import node_shock, relation_shock, target_weights, weighted
from valuegraph.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from valuegraph.chokepoints.engine import Conditions, Engine
    from valuegraph.chokepoints.hypergraph import Hypergraph, Name
    from valuegraph.chokepoints.shocks import Targets

VERBS = ("remove:NAME", "remove:NAME=LEVEL", "cut:KIND:SUPPLIER")
ANY_KIND = "*"


@dataclass(frozen=True)
class Shock:
    """What the verbs come to.

    Attributes
    ----------
    caps : mapping of name to float
        Most that is left of a node.
    relation_caps : mapping of (supplier, dependent, role) to float
        Most that is left of a relation.
    """

    caps: Mapping[Name, float]
    relation_caps: Mapping[tuple[Name, Name, Name], float]


@dataclass(frozen=True)
class Scenario:
    """The service of every node under a scenario.

    Attributes
    ----------
    verbs : tuple of str
        The scenario as it was given.
    service : Series
        Service by node.
    lost : float or None
        Share of target service lost; None when no targets were given.
    """

    verbs: tuple[str, ...]
    service: pd.Series[float]
    lost: float | None

    def to_frame(self) -> pd.DataFrame:
        """Return ``node`` and ``service`` of the nodes that lose anything, worst first."""
        frame = self.service[self.service < 1].rename_axis("node").reset_index(name="service")
        return frame.sort_values("service", kind="stable", ignore_index=True)


def play(
    engine: Engine, verbs: tuple[str, ...], targets: Targets | None, asked: Conditions
) -> Scenario:
    """Return what verbs together do."""
    graph = engine.graph
    shock = read_verbs(graph, engine.attributes, verbs)
    imposed = node_shock(graph, (), shock.caps), relation_shock(graph, shock.relation_caps)
    lost = None
    if targets is not None:
        codes, weights = target_weights(graph, targets)
        lost = weighted(engine.losses(*imposed, asked)[codes], weights)
    return Scenario(verbs, engine.service(*imposed, asked), lost)


def read_verbs(
    graph: Hypergraph, attributes: Mapping[str, Mapping[Name, Name]], verbs: tuple[str, ...]
) -> Shock:
    """Return the caps that verbs come to; of several on one thing the lowest counts.

    Raises
    ------
    UsageError
        A verb is not one of ``remove`` and ``cut``, or its level is no share.
    UnknownNameError
        A name or a relation kind is not in the graph.
    """
    caps: dict[Name, float] = {}
    relation_caps: dict[tuple[Name, Name, Name], float] = {}
    for text in verbs:
        verb, _, rest = text.partition(":")
        if verb == "remove" and rest:
            name, level = _name_and_level(graph, rest)
            caps[name] = min(level, caps.get(name, 1.0))
        elif verb == "cut" and ":" in rest:
            kind, _, supplier = rest.partition(":")
            relation_caps.update(_cut(graph, attributes, kind, supplier))
        else:
            raise UsageError(
                f"the scenario {text!r} cannot be read",
                why="a verb that is skipped would look like a shock without effect",
                mend=f"use {', '.join(VERBS)}",
            )
    return Shock(caps, relation_caps)


def _name_and_level(graph: Hypergraph, text: str) -> tuple[Name, float]:
    if text in graph.code:
        return text, 0.0
    name, _, level = text.rpartition("=")
    if not name:
        graph.codes([text], "scenario")
    graph.codes([name], "scenario")
    try:
        left = float(level)
    except ValueError:
        left = -1.0
    if not 0 <= left <= 1:
        raise UsageError(
            f"the level {level!r} of {name!r} is not between 0 and 1",
            mend="give the share of service that is left, 0 for none",
        )
    return name, left


def _cut(
    graph: Hypergraph, attributes: Mapping[str, Mapping[Name, Name]], kind: str, supplier: str
) -> dict[tuple[Name, Name, Name], float]:
    if kind != ANY_KIND and kind not in graph.kinds:
        raise UnknownNameError(
            f"no supply is of the kind {kind!r}",
            mend=f"use one of {', '.join(graph.kinds)}, or {ANY_KIND} for all",
        )
    owner = attributes.get("controller", {})
    nodes = [code for name, code in graph.code.items() if supplier in (name, owner.get(name))]
    if not nodes:
        graph.codes([supplier], "scenario")
    hit = np.isin(graph.relations.supplier, nodes)
    if kind != ANY_KIND:
        hit &= graph.relations.kind == graph.kinds.index(kind)
    triples = list(graph.relation_code)
    return {triples[relation]: 0.0 for relation in np.flatnonzero(hit).tolist()}
