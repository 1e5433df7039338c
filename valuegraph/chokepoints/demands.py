"""Requirements that a scenario adds to the graph: further essential groups."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from valuegraph.chokepoints.hypergraph import Groups, Relations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from valuegraph.chokepoints.hypergraph import Hypergraph, IntArray

Part = TypeVar("Part", Groups, Relations)
KIND = "licence"


@dataclass(frozen=True)
class Demand:
    """A role that a node needs from now on, and who can fill it.

    Attributes
    ----------
    dependent : int
        Code of the node.
    role : str
        The role; none of the graph's own.
    suppliers : tuple of int
        Codes of the nodes that can fill it, any one of them; empty when nobody is known to.
    stock : float
        Share of service that goes on without it in the continuity view.
    """

    dependent: int
    role: str
    suppliers: tuple[int, ...]
    stock: float = 0.0


def with_demands(graph: Hypergraph, demands: Iterable[Demand]) -> tuple[Hypergraph, IntArray]:
    """Return the graph with further requirements, and where its relations are in it.

    A demand that nobody is known to fill becomes an unknown role: it neither stops nor serves. Of
    two demands for one role of a node the one with the lower stock counts.
    """
    lowest: dict[tuple[int, str], Demand] = {}
    for demand in sorted(demands, key=lambda each: (each.dependent, each.role, -each.stock)):
        lowest[demand.dependent, demand.role] = demand
    unknown = {(graph.names[d], role) for (d, role), each in lowest.items() if not each.suppliers}
    served = [demand for demand in lowest.values() if demand.suppliers]
    roles = sorted({demand.role for demand in served})
    kinds = graph.kinds if KIND in graph.kinds else (*graph.kinds, KIND)
    code = {role: len(graph.roles) + i for i, role in enumerate(roles)}
    groups, group_place = _groups(graph.groups, served, code)
    relations, place = _relations(graph, served, group_place, kinds.index(KIND))
    start = np.searchsorted(relations.group, np.arange(len(groups.role) + 1))
    grown = replace(
        graph,
        roles=(*graph.roles, *roles),
        kinds=kinds,
        groups=replace(groups, start=start),
        relations=relations,
        unknown=tuple(sorted({*graph.unknown, *unknown}, key=str)),
    )
    return grown, place


def _groups(
    groups: Groups, served: list[Demand], role_code: dict[str, int]
) -> tuple[Groups, IntArray]:
    """Return old and new groups by (dependent, role), and where each of them went."""
    said: dict[str, Sequence[Any]] = {
        "dependent": [each.dependent for each in served],
        "role": [role_code[each.role] for each in served],
        "essentiality": [1.0] * len(served),
    }
    every = _joined(replace(groups, start=groups.start[:-1]), said, len(served))
    order = np.lexsort((every.role, every.dependent))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return _taken(every, order), place


def _relations(
    graph: Hypergraph, served: list[Demand], group_place: IntArray, kind: int
) -> tuple[Relations, IntArray]:
    """Return old and new relations by (group, supplier), and where the old ones went."""
    old, first = graph.relations, len(graph.groups.role)
    pairs = [
        (first + i, supplier, 1.0 / len(demand.suppliers), demand.stock)
        for i, demand in enumerate(served)
        for supplier in demand.suppliers
    ]
    group, supplier, share, stock = zip(*pairs, strict=True) if pairs else ((),) * 4
    # The clause is the scenario's own assumption: no fact, and nothing uncertain about it.
    said: dict[str, Sequence[Any]] = {
        "supplier": supplier,
        "group": group,
        "kind": [kind] * len(pairs),
        "share": share,
        "stock": stock,
        "confidence": [1.0] * len(pairs),
        "revoker": [None] * len(pairs),
    }
    every = _joined(old, said, len(pairs))
    every = replace(every, group=group_place[every.group])
    order = np.lexsort((every.supplier, every.group))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return _taken(every, order), place[: len(old.group)]


def _joined(part: Part, said: Mapping[str, Sequence[Any]], count: int) -> Part:
    """Return rows with further ones; what is not said of these is unknown: NaN, false or empty."""
    every = {field.name: getattr(part, field.name) for field in fields(part)}
    return replace(
        part, **{name: _longer(value, said.get(name), count) for name, value in every.items()}
    )


def _longer(value: Any, said: Sequence[Any] | None, count: int) -> Any:  # noqa: ANN401 - as given
    if isinstance(value, np.ndarray):
        silent = [np.nan if value.dtype.kind == "f" else 0] * count
        return np.append(value, np.array(silent if said is None else said, dtype=value.dtype))
    return (*value, *([()] * count if said is None else said))


def _taken(part: Part, order: IntArray) -> Part:
    every = {field.name: getattr(part, field.name) for field in fields(part)}
    return replace(part, **{name: _picked(value, order) for name, value in every.items()})


def _picked(value: Any, order: IntArray) -> Any:  # noqa: ANN401 - an array or a tuple, as given
    if isinstance(value, np.ndarray):
        return value[order]
    return tuple(value[row] for row in order.tolist())
