"""From tables to the hypergraph: codes, groups and shares."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from valuegraph.chokepoints.hypergraph import Groups, Hypergraph, Relations
from valuegraph.chokepoints.reading import Table, facts_in, grounds_of, is_missing
from valuegraph.chokepoints.requirements import Requirements, read_requirements
from valuegraph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray, Name
    from valuegraph.chokepoints.reading import Columns

Cell = TypeVar("Cell")

SHARE_SLACK = 1.02
KEYS = ("supplier", "dependent", "role")
COLUMNS = (
    "share", "kind", "stock", "revocable_by", "confidence", "replacement_months", "source",
)  # fmt: skip


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
    replacement: FloatArray


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
        A column is absent or unknown, a cell cannot be accepted, or shares do not add up.
    """
    read = read_supplies(supplies)
    required = read_requirements(requirements)
    names = _sorted([*read.supplier, *read.dependent, *required.dependent, *nodes])
    roles = _sorted(read.role)
    code = {name: i for i, name in enumerate(names)}
    role_code = {role: i for i, role in enumerate(roles)}
    supplier, dependent = _codes(read.supplier, code), _codes(read.dependent, code)
    role = _codes(read.role, role_code)
    keys, group = np.unique(dependent * len(roles) + role, return_inverse=True)
    order = np.lexsort((supplier, group))
    _refuse_relations(read, supplier, dependent, group, order)
    share, sourced = settle_shares(read, group, len(keys))
    start = np.zeros(len(keys) + 1, dtype=np.int64)
    np.cumsum(np.bincount(group), out=start[1:])
    said, unknown = required.rows_of(code, role_code, keys)
    groups = _groups(keys // len(roles), keys % len(roles), start, sourced, (required, said))
    relations, kinds = _relations(read, order, (supplier, group, share))
    return Hypergraph(tuple(names), tuple(roles), kinds, groups, relations, unknown)


def read_supplies(data: Columns) -> Supplies:
    """Return the supplies, read cell by cell; their problems are noted, not raised."""
    table = Table(data, "supplies", KEYS, COLUMNS)
    if not table.length:
        raise GraphError(
            "the supplies table is empty",
            why="without supplies nothing depends on anything and every loss would be 0",
            mend="check the time slice and the filters that led to it",
        )
    return Supplies(
        table,
        supplier=table.names("supplier"),
        dependent=table.names("dependent"),
        role=table.names("role"),
        share=table.numbers("share", default=float("nan"), nan_is_wrong=True),
        stock=table.numbers("stock", default=0.0, high=1.0),
        confidence=table.numbers("confidence", default=1.0, high=1.0),
        replacement=table.numbers("replacement_months", default=float("nan")),
    )


def _codes(names: Sequence[Name], code: Mapping[Name, int]) -> IntArray:
    return np.fromiter(map(code.__getitem__, names), dtype=np.int64, count=len(names))


def _refuse_relations(
    read: Supplies, supplier: IntArray, dependent: IntArray, group: IntArray, order: IntArray
) -> None:
    """Raise the problems of the table: bad cells, relations to oneself, relations named twice."""
    problems = read.table.problems
    for row in np.flatnonzero(supplier == dependent).tolist():
        problems.add(row, f"{read.supplier[row]!r} supplies itself with {read.role[row]!r}")
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(group[order]) != 0) | (np.diff(supplier[order]) != 0)
    first = order[np.flatnonzero(new)[np.cumsum(new) - 1]]
    repeated = np.flatnonzero(~new)
    for row, original in sorted(
        zip(order[repeated].tolist(), first[repeated].tolist(), strict=True)
    ):
        triple = read.supplier[row], read.dependent[row], read.role[row]
        label = problems.rows[original]
        problems.add(row, f"{' -> '.join(map(str, triple))} repeats row {label!r}")
    problems.raise_any()


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


def _groups(
    dependent: IntArray,
    role: IntArray,
    start: IntArray,
    sourced: BoolArray,
    required: tuple[Requirements, IntArray],
) -> Groups:
    table, row = required
    said = np.flatnonzero(row >= 0)

    def spread(column: FloatArray, default: float) -> FloatArray:
        result = np.full(len(row), default)
        result[said] = column[row[said]]
        return result

    return Groups(
        dependent=dependent,
        role=role,
        start=start,
        essentiality=spread(table.essentiality, 1.0),
        linear=spread(table.linear.astype(float), 0.0) > 0,
        surge=spread(table.surge, float("nan")),
        complete=spread(table.complete.astype(float), 0.0) > 0,
        sourced=sourced,
        cost_share=spread(table.cost_share, float("nan")),
        substitution=spread(table.substitution, float("nan")),
    )


def _relations(
    read: Supplies, order: IntArray, coded: tuple[IntArray, IntArray, FloatArray]
) -> tuple[Relations, tuple[str, ...]]:
    rows, table = order.tolist(), read.table
    supplier, group, share = coded
    kind, kinds = _kinds(table)
    grounds = _in_order(table, "source", grounds_of, rows)
    relations = Relations(
        supplier=supplier[order],
        group=group[order],
        kind=kind[order],
        share=share[order],
        stock=read.stock[order],
        confidence=read.confidence[order],
        replacement=read.replacement[order],
        revoker=_in_order(table, "revocable_by", _revoker, rows),
        source=tuple(map(facts_in, grounds)),
        grounds=grounds,
    )
    return relations, kinds


def _kinds(table: Table) -> tuple[IntArray, tuple[str, ...]]:
    """Return the code of each row's kind, and the kinds, most frequent first."""
    if "kind" not in table.columns:
        return np.zeros(table.length, dtype=np.int64), ("supply",)
    kind = ["supply" if is_missing(cell) else str(cell) for cell in table.cells("kind")]
    often = Counter(kind)
    kinds = tuple(sorted(often, key=lambda name: (-often[name], name)))
    return _codes(kind, {name: i for i, name in enumerate(kinds)}), kinds


def _in_order(
    table: Table, column: str, read: Callable[[object], Cell], rows: Sequence[int]
) -> tuple[Cell, ...]:
    """Return what the cells of a column mean, in the order of some rows."""
    if column not in table.columns:
        return (read(None),) * len(rows)
    cells = table.cells(column)
    return tuple(read(cells[row]) for row in rows)


def _revoker(value: object) -> Name | None:
    if is_missing(value) or value is False or (isinstance(value, np.bool_) and not value):
        return None
    return True if isinstance(value, bool | np.bool_) else value


def _sorted(names: Iterable[Name]) -> list[Name]:
    return sorted(set(names), key=lambda name: (str(name), type(name).__name__))
