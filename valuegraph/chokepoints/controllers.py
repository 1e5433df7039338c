"""Controllers: sets of nodes that can withdraw together, and what each may revoke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from valuegraph.chokepoints.reading import Table, is_missing
from valuegraph.chokepoints.shocks import as_names
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.chokepoints.hypergraph import Hypergraph, Name
    from valuegraph.chokepoints.reading import Columns

    By: TypeAlias = str | Mapping[Any, Iterable[Name]]

SYNONYMS = {"firm": "controller", "country": "jurisdiction"}


@dataclass(frozen=True)
class Controller:
    """A name and the codes of the nodes it controls."""

    name: Name
    nodes: tuple[int, ...]


def read_nodes(data: Columns | None) -> tuple[tuple[Name, ...], dict[str, dict[Name, Name]]]:
    """Return the nodes of the table and, for each further column, its value by node."""
    if data is None:
        return (), {}
    table = Table(data, "nodes", ("node",))
    names = table.names("node")
    seen: set[Name] = set()
    for row, name in enumerate(names):
        if name in seen:
            table.problems.add(row, f"{name!r} is listed twice")
        seen.add(name)
    table.problems.raise_any()
    return tuple(names), {
        column: {
            name: value
            for name, value in zip(names, table.cells(column), strict=True)
            if not is_missing(value)
        }
        for column in table.columns
        if column != "node"
    }


def controller_sets(
    graph: Hypergraph, attributes: Mapping[str, Mapping[Name, Name]], by: By
) -> tuple[str, list[Controller]]:
    """Return the name of the grouping and its controllers, sorted by name.

    A node without a controller stands for itself; one without a value in any other column
    belongs to no set.
    """
    if isinstance(by, Mapping):
        return "set", [
            Controller(name, tuple(sorted(set(graph.codes(as_names(nodes), f"set {name!r}")))))
            for name, nodes in sorted(by.items(), key=lambda item: str(item[0]))
        ]
    column = SYNONYMS.get(by, by)
    if column == "node":
        return "node", [Controller(name, (code,)) for name, code in graph.code.items()]
    if column not in attributes:
        known = ", ".join(["node", *sorted(attributes)])
        raise UsageError(
            f"the nodes table has no column {column!r} to group by",
            why="who can withdraw together is a fact, not something to guess from names",
            mend=f"group by one of {known}, give from_frame a nodes table with that column, "
            "or pass a mapping of names to sets of nodes",
        )
    values = attributes[column]
    members: dict[Name, list[int]] = {}
    for name, code in graph.code.items():
        value = values.get(name, name if column == "controller" else None)
        if value is not None:
            members.setdefault(value, []).append(code)
    ordered = sorted(members.items(), key=lambda item: str(item[0]))
    return column, [Controller(name, tuple(codes)) for name, codes in ordered]


def revocable(graph: Hypergraph, controllers: list[Controller]) -> list[list[int]]:
    """Return for each controller the relations it may revoke.

    It may when the relation names it or one of its nodes, or says True and the supplier is its.
    """
    of_name: dict[Name, list[int]] = {}
    of_supplier: dict[int, list[int]] = {}
    suppliers = graph.relations.supplier.tolist()
    for relation, revoker in enumerate(graph.relations.revoker):
        if revoker is True:
            of_supplier.setdefault(suppliers[relation], []).append(relation)
        elif revoker is not None:
            of_name.setdefault(revoker, []).append(relation)
    if not (of_name or of_supplier):
        return [[] for _ in controllers]
    found = []
    for controller in controllers:
        mine = set(of_name.get(controller.name, ()))
        for code in controller.nodes:
            mine.update(of_supplier.get(code, ()))
            mine.update(of_name.get(graph.names[code], ()))
        found.append(sorted(mine))
    return found
