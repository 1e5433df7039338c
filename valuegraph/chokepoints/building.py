"""From tables to the hypergraph: codes, groups and shares."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.hypergraph import Groups, Hypergraph, Relations
from valuegraph.chokepoints.reading import Table, is_missing, sources_of
from valuegraph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray, Name
    from valuegraph.chokepoints.reading import Columns

    Role = tuple[Name, Name]

SHARE_SLACK = 1.02
COMBINATIONS = ("essential", "linear")


@dataclass(frozen=True)
class Requirement:
    """What is said of a (dependent, role)."""

    essentiality: float = 1.0
    linear: bool = False
    surge: float = float("nan")
    complete: bool = False


@dataclass(frozen=True)
class Supplies:
    """The rows of the supplies table, checked cell by cell."""

    table: Table
    supplier: list[Name]
    dependent: list[Name]
    role: list[Name]
    share: FloatArray
    stock: FloatArray
    confidence: FloatArray


def build(supplies: Columns, requirements: Columns | None, nodes: Iterable[Name]) -> Hypergraph:
    """Return the hypergraph of the tables.

    Parameters
    ----------
    supplies, requirements
        Tables as :meth:`valuegraph.chokepoints.DependencyGraph.from_frame` takes them.
    nodes : iterable of names
        Further nodes, which need not supply or depend on anything.

    Raises
    ------
    GraphError
        A column is absent, a cell cannot be accepted, or shares do not add up.
    """
    read = read_supplies(supplies)
    required = {} if requirements is None else read_requirements(requirements)
    names = _sorted([*read.supplier, *read.dependent, *(key[0] for key in required), *nodes])
    roles = _sorted(read.role)
    code = {name: i for i, name in enumerate(names)}
    role_code = {role: i for i, role in enumerate(roles)}
    dependent = np.array([code[name] for name in read.dependent])
    role = np.array([role_code[name] for name in read.role])
    keys, group = np.unique(dependent * len(roles) + role, return_inverse=True)
    supplier = np.array([code[name] for name in read.supplier])
    order = np.lexsort((supplier, group))
    start = np.searchsorted(group[order], np.arange(len(keys) + 1))
    group_dependent, group_role = keys // len(roles), keys % len(roles)
    share, sourced = settle_shares(read, group, len(keys))
    served = [
        (names[d], roles[r])
        for d, r in zip(group_dependent.tolist(), group_role.tolist(), strict=True)
    ]
    unknown = tuple(sorted(required.keys() - set(served), key=str))
    said = [required.get(key, Requirement()) for key in served]
    groups = Groups(
        dependent=group_dependent,
        role=group_role,
        start=start,
        essentiality=np.array([item.essentiality for item in said]),
        linear=np.array([item.linear for item in said]),
        surge=np.array([item.surge for item in said]),
        complete=np.array([item.complete for item in said]),
        sourced=sourced,
    )
    relations, kinds = _relations(read, order, supplier, group, share)
    return Hypergraph(tuple(names), tuple(roles), kinds, groups, relations, unknown)


def read_supplies(data: Columns) -> Supplies:
    """Return the supplies, checked row by row."""
    table = Table(data, "supplies", ("supplier", "dependent", "role"))
    if not table.length:
        raise GraphError(
            "the supplies table is empty",
            why="without supplies nothing depends on anything and every loss would be 0",
            mend="check the time slice and the filters that led to it",
        )
    read = Supplies(
        table,
        supplier=table.names("supplier"),
        dependent=table.names("dependent"),
        role=table.names("role"),
        share=table.numbers("share", default=float("nan"), nan_is_wrong=True),
        stock=table.numbers("stock", default=0.0, high=1.0),
        confidence=table.numbers("confidence", default=1.0, high=1.0),
    )
    seen: dict[tuple[Name, Name, Name], int] = {}
    triples = zip(read.supplier, read.dependent, read.role, strict=True)
    for row, triple in enumerate(triples):
        if triple[0] == triple[1]:
            table.problems.add(row, f"{triple[0]!r} supplies itself with {triple[2]!r}")
        first = seen.setdefault(triple, row)
        if first != row:
            label = table.problems.rows[first]
            table.problems.add(row, f"{' -> '.join(map(str, triple))} repeats row {label!r}")
    table.problems.raise_any()
    return read


def read_requirements(data: Columns) -> dict[Role, Requirement]:
    """Return what each (dependent, role) is said to need, checked row by row."""
    table = Table(data, "requirements", ("dependent", "role"))
    dependent, role = table.names("dependent"), table.names("role")
    essentiality = table.numbers("essentiality", default=1.0, high=1.0)
    surge = table.numbers("surge", default=float("nan"))
    complete = table.flags("complete")
    found: dict[Role, Requirement] = {}
    for row, combination in enumerate(table.cells("combination")):
        key = (dependent[row], role[row])
        if not (is_missing(combination) or combination in COMBINATIONS):
            table.problems.add(
                row, f"the combination {combination!r} is none of {', '.join(COMBINATIONS)}"
            )
        if key in found:
            table.problems.add(row, f"{key[0]} requires {key[1]} twice")
        found[key] = Requirement(
            float(essentiality[row]), combination == "linear", float(surge[row]), complete[row]
        )
    table.problems.raise_any()
    return found


def settle_shares(read: Supplies, group: IntArray, n_groups: int) -> tuple[FloatArray, BoolArray]:
    """Return the shares of all relations, summing to 1 in a group, and which groups stated all.

    Empty shares split what the stated ones leave; stated shares alone are scaled to 1.
    """
    stated = ~np.isnan(read.share)
    known: FloatArray = np.bincount(
        group, weights=np.where(stated, read.share, 0.0), minlength=n_groups
    ).astype(np.float64)
    empty = np.bincount(group[~stated], minlength=n_groups).astype(np.int64)
    _refuse_shares(read, group, known, empty)
    left = np.maximum(0.0, 1.0 - known) / np.maximum(empty, 1)
    filled = np.where(stated, read.share, left[group])
    total = np.bincount(group, weights=filled, minlength=n_groups)
    return filled / total[group], empty == 0


def _refuse_shares(read: Supplies, group: IntArray, known: FloatArray, empty: IntArray) -> None:
    wrong = (known > SHARE_SLACK) | ((known == 0) & (empty == 0))
    for code in np.flatnonzero(wrong).tolist():
        rows = np.flatnonzero(group == code).tolist()
        what = f"{read.dependent[rows[0]]!r} in {read.role[rows[0]]!r}"
        labels = ", ".join(repr(read.table.problems.rows[row]) for row in rows)
        read.table.problems.add(
            rows[0], f"the shares of {what} (rows {labels}) sum to {known[code]:.4g}, not to 1"
        )
    read.table.problems.raise_any()


def _relations(
    read: Supplies, order: IntArray, supplier: IntArray, group: IntArray, share: FloatArray
) -> tuple[Relations, tuple[str, ...]]:
    rows = order.tolist()
    cells = read.table.cells("kind")
    kind = ["supply" if is_missing(cells[row]) else str(cells[row]) for row in rows]
    often = Counter(kind)
    kinds = tuple(sorted(often, key=lambda name: (-often[name], name)))
    kind_code = {name: i for i, name in enumerate(kinds)}
    revoker = read.table.cells("revocable_by")
    source = read.table.cells("source")
    relations = Relations(
        supplier=supplier[order],
        group=group[order],
        kind=np.array([kind_code[name] for name in kind]),
        share=share[order],
        stock=read.stock[order],
        confidence=read.confidence[order],
        revoker=tuple(_revoker(revoker[row]) for row in rows),
        source=tuple(sources_of(source[row]) for row in rows),
    )
    return relations, kinds


def _revoker(value: object) -> Name | None:
    if is_missing(value) or value is False or (isinstance(value, np.bool_) and not value):
        return None
    return True if isinstance(value, bool | np.bool_) else value


def _sorted(names: Iterable[Name]) -> list[Name]:
    return sorted(set(names), key=lambda name: (str(name), type(name).__name__))
