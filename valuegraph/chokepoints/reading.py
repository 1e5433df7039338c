"""Reading the tables of supplies, requirements and nodes, with every problem named by its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from valuegraph.errors import GraphError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from valuegraph.chokepoints.hypergraph import FloatArray, Name

    Columns: TypeAlias = pd.DataFrame | Mapping[str, Sequence[object]]

SHOWN_PROBLEMS = 12
SEVERAL = (list, tuple, set, frozenset)


def is_missing(value: object) -> bool:
    """Return whether a cell is empty: None, NaN, pandas.NA or an empty text."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    if isinstance(value, float):
        return value != value  # noqa: PLR0124 - NaN is the only value unequal to itself
    return type(value).__name__ in {"NAType", "NaTType"}


@dataclass
class Problems:
    """Problems of one table, raised together."""

    table: str
    rows: Sequence[object]
    found: list[str] = field(default_factory=list)

    def add(self, row: int, text: str) -> None:
        """Note a problem of a row."""
        self.found.append(f"{self.table} row {self.rows[row]!r}: {text}")

    def raise_any(self) -> None:
        """Raise one error for all problems noted."""
        if not self.found:
            return
        shown = self.found[:SHOWN_PROBLEMS]
        rest = len(self.found) - len(shown)
        raise GraphError(
            f"{len(self.found)} problem(s) in the {self.table} table: {shown[0]}",
            where="; ".join(shown) + (f"; and {rest} more" if rest else ""),
            why="a supply that is read wrongly changes who counts as a chokepoint",
            mend="correct the rows named here",
        )


class Table:
    """A DataFrame or a mapping of equally long columns, read strictly.

    Parameters
    ----------
    data : DataFrame or mapping of str to sequence
        The columns.
    name : str
        What to call the table in messages.
    required : tuple of str
        Columns that must be there.
    optional : tuple of str, optional
        Columns that may be there; any others may when it is None.
    """

    def __init__(
        self,
        data: Columns,
        name: str,
        required: tuple[str, ...],
        optional: tuple[str, ...] | None = None,
    ) -> None:
        self.name = name
        self._data: dict[str, Sequence[object]] = {}
        self._typed: set[str] = set()
        index: Sequence[object] | None = None
        if isinstance(data, Mapping):
            refuse_texts(name, data)
            self._data = {str(key): list(column) for key, column in data.items()}
        else:
            refuse_what_is_no_table(name, data)
            refuse_repeated(name, data.columns.tolist())
            self._data = {str(key): data[key].tolist() for key in data.columns}
            self._typed = {str(key) for key in data.columns if data[key].dtype != object}
            index = data.index.tolist()
        refuse_columns(name, self.columns, required, optional)
        lengths = {len(column) for column in self._data.values()}
        if len(lengths) > 1:
            raise GraphError(f"the columns of the {name} table differ in length: {sorted(lengths)}")
        self.length = lengths.pop()
        self.problems = Problems(name, index if index is not None else range(self.length))

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self._data)

    def cells(self, column: str) -> Sequence[object]:
        """Return a column as it stands, empty cells where it is absent."""
        return self._data.get(column, [None] * self.length)

    def names(self, column: str) -> list[Name]:
        """Return a column in which no cell may be empty."""
        values = self.cells(column)
        try:
            distinct = set(values)
        except TypeError:
            self._refuse_unhashable(column)
            return [str(value) for value in values]
        if any(map(is_missing, distinct)):
            for row, value in enumerate(values):
                if is_missing(value):
                    self.problems.add(row, f"the {column} is empty")
        return list(values)

    def _refuse_unhashable(self, column: str) -> None:
        for row, value in enumerate(self.cells(column)):
            try:
                hash(value)
            except TypeError:
                self.problems.add(row, f"the {column} {value!r} is not one name")

    def numbers(
        self,
        column: str,
        *,
        default: float,
        high: float = np.inf,
        nan_is_wrong: bool = False,
    ) -> FloatArray:
        """Return a column of numbers between 0 and ``high``, ``default`` where a cell is empty.

        With ``nan_is_wrong`` a NaN that somebody wrote is a problem: it can be told from an
        empty cell wherever the column does not hold floats only.
        """
        if column not in self._data:
            return np.full(self.length, default)
        told_apart = nan_is_wrong and column not in self._typed
        values = self._data[column]
        try:
            result: FloatArray = np.array(values, dtype=np.float64)
        except (TypeError, ValueError):
            return self._numbers_one_by_one(column, default, high, told_apart=told_apart)
        empty = np.isnan(result)
        if not (empty | ((result >= 0) & (result <= high))).all() or (
            told_apart and int(empty.sum()) > values.count(None)
        ):
            return self._numbers_one_by_one(column, default, high, told_apart=told_apart)
        return np.where(empty, default, result)

    def _numbers_one_by_one(
        self, column: str, default: float, high: float, *, told_apart: bool
    ) -> FloatArray:
        result = np.empty(self.length)
        for row, value in enumerate(self._data[column]):
            if is_missing(value):
                result[row] = default
                if told_apart and isinstance(value, float):
                    self.problems.add(row, f"the {column} is NaN")
                continue
            try:
                result[row] = float(value)  # type: ignore[arg-type]
            except (TypeError, ValueError):
                self.problems.add(row, f"the {column} {value!r} is not a number")
                result[row] = default
                continue
            if not 0 <= result[row] <= high:
                self.problems.add(row, f"the {column} {value!r} is not between 0 and {high:g}")
        return result

    def flags(self, column: str) -> list[bool]:
        """Return a column of true and false, false where a cell is empty."""
        result = []
        for row, value in enumerate(self.cells(column)):
            if not (is_missing(value) or isinstance(value, bool | np.bool_)):
                self.problems.add(row, f"the {column} {value!r} is neither True nor False")
            result.append(not is_missing(value) and bool(value))
        return result


def refuse_texts(name: str, data: Mapping[str, Sequence[object]]) -> None:
    """Refuse columns that are texts or single values: a text would be read letter by letter."""
    for column, values in data.items():
        if isinstance(values, str) or not hasattr(values, "__iter__"):
            kind = "text" if isinstance(values, str) else type(values).__name__
            raise UsageError(
                f"the column {column} of the {name} table is a {kind}",
                mend="give a list with one value a row",
            )


def refuse_what_is_no_table(name: str, data: object) -> None:
    """Refuse what is neither a mapping nor a DataFrame."""
    if not (hasattr(data, "columns") and hasattr(data, "index")):
        raise UsageError(
            f"what was given as {name} is not a table: {type(data).__name__}",
            mend="give a DataFrame, or a mapping of column names to lists",
        )


def refuse_repeated(name: str, columns: Sequence[object]) -> None:
    """Refuse a table in which two columns have one name."""
    twice = sorted({str(column) for column in columns if columns.count(column) > 1})
    if twice:
        raise GraphError(
            f"the {name} table has the column(s) {', '.join(twice)} more than once",
            why="one of them would be read and the others not",
            mend="keep one column of each name",
        )


def refuse_columns(
    name: str,
    columns: Sequence[str],
    required: Sequence[str],
    optional: Sequence[str] | None,
) -> None:
    """Refuse a table that lacks a column, or has one that would not be read."""
    absent = [column for column in required if column not in columns]
    if absent:
        raise GraphError(
            f"the {name} table lacks the column(s) {', '.join(absent)}",
            where=f"columns found: {', '.join(columns) or 'none'}",
            mend=f"give the columns {', '.join(required)}",
        )
    if optional is None:
        return
    known = [*required, *optional]
    unknown = [column for column in columns if column not in known]
    if unknown:
        close = {column: get_close_matches(column.lower(), known, 1) for column in unknown}
        meant = [f"{close[column][0]} for {column}" for column in unknown if close[column]]
        raise GraphError(
            f"the {name} table has column(s) that are not read: {', '.join(unknown)}",
            where=f"columns known: {', '.join(known)}",
            why="a misspelt column would be taken for one that says nothing",
            mend=f"did you mean {', '.join(meant)}?"
            if meant
            else "leave out the columns named here",
        )


def facts_in(grounds: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return all facts that grounds name, once each and sorted."""
    if len(grounds) == 1:
        return grounds[0]
    return tuple(sorted({fact for ground in grounds for fact in ground}))


def grounds_of(value: object) -> tuple[tuple[str, ...], ...]:
    """Return the alternative grounds of one cell, each a tuple of premises that all must hold.

    A text is one ground of one premise. The items of a sequence are alternatives; an item that is
    a sequence itself holds premises: ``("a", ("b", "c"))`` means a, or b and c. Empty items are
    left out, so an empty cell has no ground.
    """
    if is_missing(value):
        return ()
    if isinstance(value, str):
        return ((value,),)
    alternatives = value if isinstance(value, SEVERAL) else (value,)
    grounds = (
        tuple(sorted({str(premise) for premise in premises if not is_missing(premise)}))
        for premises in (item if isinstance(item, SEVERAL) else (item,) for item in alternatives)
    )
    return tuple(sorted({ground for ground in grounds if ground}))
