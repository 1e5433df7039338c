"""What the caller asks for, as codes and numbers: targets, removals, caps, surge and view."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from valuegraph.chokepoints.engine import Conditions
from valuegraph.errors import GraphError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from valuegraph.chokepoints.hypergraph import FloatArray, Hypergraph, IntArray, Name

    # Mapping is invariant in its key: with Name, a dict of str would not be accepted.
    Targets: TypeAlias = Mapping[Any, float] | Iterable[Name]
    Caps: TypeAlias = Mapping[Any, float]
    RelationCaps: TypeAlias = Mapping[Any, float]

VIEWS = ("renewal", "continuity")
FIXED_POINTS = ("greatest", "least")


def as_names(names: Iterable[Name] | Name) -> list[Name]:
    """Return names as a list; a text or a number stands for itself."""
    if isinstance(names, str) or not hasattr(names, "__iter__"):
        return [names]
    return list(cast("Iterable[Name]", names))


def conditions(surge: float, view: str, fixed_point: str = "greatest") -> Conditions:
    """Return the conditions of a question, refused when one of them makes no sense."""
    if view not in VIEWS:
        raise UsageError(
            f"the view {view!r} is not known",
            why="renewal ignores stocks, continuity counts them; they answer different questions",
            mend=f"use one of {', '.join(VIEWS)}",
        )
    if math.isnan(surge) or surge < 0:
        raise UsageError(
            f"the surge capacity {surge!r} is not a number from 0 to infinity",
            why="it is the share by which the suppliers that remain can grow",
            mend="use 0 for the short run, math.inf for the long run",
        )
    if fixed_point not in FIXED_POINTS:
        raise UsageError(
            f"the fixed point {fixed_point!r} is not known",
            why="they differ in what a cycle can do for itself",
            mend=f"use one of {', '.join(FIXED_POINTS)}",
        )
    return Conditions(float(surge), view, fixed_point == "least")


def target_weights(graph: Hypergraph, targets: Targets) -> tuple[IntArray, FloatArray]:
    """Return codes and weights of the targets; the weights sum to 1.

    Raises
    ------
    GraphError
        There are no targets, one is named twice, or a weight is negative, NaN or all are 0.
    UnknownNameError
        A target is not in the graph.
    """
    if isinstance(targets, Mapping) or hasattr(targets, "items"):
        pairs = [(name, float(weight)) for name, weight in targets.items()]
    else:
        pairs = [(name, 1.0) for name in as_names(targets)]
    names = [name for name, _ in pairs]
    codes = graph.codes(names, "targets")
    if len(set(codes)) < len(codes):
        twice = sorted({str(name) for name in names if names.count(name) > 1})
        raise GraphError(
            f"target(s) named twice: {', '.join(twice)}",
            mend="name each once, with a weight if it counts more",
        )
    weights = np.array([weight for _, weight in pairs], dtype=float)
    wrong = [name for name, weight in pairs if not 0 <= weight < math.inf]
    if wrong or not weights.sum() > 0:
        shown = ", ".join(repr(name) for name in wrong[:10]) or "all are 0 or none is given"
        raise GraphError(
            f"the target weights cannot be normalised: {shown}",
            where="targets",
            why="losses are shares of the target weight",
            mend="give at least one target a positive weight and none a negative one",
        )
    order = np.argsort(codes)
    return np.array(codes)[order], (weights / weights.sum())[order]


def weighted(lost: FloatArray, weights: FloatArray) -> float:
    """Return the weighted sum of losses, at most 1."""
    return min(1.0, math.fsum((weights * lost).tolist()))


def node_shock(graph: Hypergraph, remove: Iterable[Name] | Name, caps: Caps | None) -> FloatArray:
    """Return the loss imposed on each node by removals and caps."""
    shock = np.zeros(len(graph.names))
    for name, cap in (caps or {}).items():
        shock[graph.codes([name], "caps")] = 1.0 - _cap(cap, name)
    shock[graph.codes(as_names(remove), "remove")] = 1.0
    return shock


def relation_shock(graph: Hypergraph, caps: RelationCaps | None) -> FloatArray | None:
    """Return the loss imposed on each relation, None when there is none."""
    if not caps:
        return None
    shock = np.zeros(len(graph.relations.supplier))
    for triple, cap in caps.items():
        if triple not in graph.relation_code:
            raise UnknownNameError(
                f"no supply {triple!r} in the dependency graph",
                where="relation_caps",
                why="capping a supply that does not exist would change nothing",
                mend="use (supplier, dependent, role) of a row of the supplies table",
            )
        shock[graph.relation_code[triple]] = 1.0 - _cap(cap, triple)
    return shock


def _cap(cap: float, name: Name) -> float:
    if not 0 <= cap <= 1:
        raise GraphError(
            f"the cap {cap!r} of {name!r} is not between 0 and 1",
            why="a cap is the share of normal service that is left",
            mend="use 0 for a complete stop and 1 for no limit",
        )
    return float(cap)
