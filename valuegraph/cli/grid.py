"""Rows and the names of their columns: what the command line prints, without importing pandas.

Importing pandas costs more than answering; only queries, which give a DataFrame, pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that does not change.

    Attributes
    ----------
    columns : tuple of str
        Names, in order.
    rows : tuple of tuple
        Cells, as many in each row as there are columns.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...] = ()

    @classmethod
    def of(cls, records: Iterable[Mapping[str, Any]], columns: Sequence[str] = ()) -> Grid:
        """Return the grid of flat objects; `columns` are those to have when there is none."""
        given = list(records)
        names = tuple(given[0]) if given else tuple(columns)
        return cls(names, tuple(tuple(record[name] for name in names) for record in given))

    @classmethod
    def from_frame(cls, frame: DataFrame) -> Grid:
        """Return the grid of a DataFrame, without its index."""
        names = tuple(str(name) for name in frame.columns)
        return cls(names, tuple(frame.itertuples(index=False, name=None)))

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def column(self, name: str) -> list[Any]:
        """Return the cells of one column."""
        at = self.columns.index(name)
        return [row[at] for row in self.rows]

    def records(self) -> list[dict[str, Any]]:
        """Return one object per row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def pick(self, names: Iterable[str]) -> Grid:
        """Return the columns that exist, in the order given."""
        kept = tuple(name for name in names if name in self.columns)
        places = [self.columns.index(name) for name in kept]
        return Grid(kept, tuple(tuple(row[at] for at in places) for row in self.rows))

    def without(self, *names: str) -> Grid:
        """Return the other columns."""
        return self.pick(name for name in self.columns if name not in names)

    def rename(self, names: Mapping[str, str]) -> Grid:
        """Return the same rows under other names."""
        return Grid(tuple(names.get(name, name) for name in self.columns), self.rows)

    def replace(self, names: Iterable[str], how: Callable[[Any], Any]) -> Grid:
        """Return the rows with the cells of some columns, where they are there, put through a function."""
        places = {self.columns.index(name) for name in names if name in self.columns}
        return Grid(
            self.columns,
            tuple(
                tuple(how(cell) if at in places else cell for at, cell in enumerate(row))
                for row in self.rows
            ),
        )

    def extend(self, name: str, cells: Iterable[Any]) -> Grid:
        """Return the rows with one more column."""
        pairs = zip(self.rows, cells, strict=True)
        return Grid((*self.columns, name), tuple((*row, cell) for row, cell in pairs))

    def head(self, count: int) -> Grid:
        """Return the first rows."""
        return Grid(self.columns, self.rows[:count])

    def groups(self, name: str) -> dict[Any, Grid]:
        """Return the rows of each value of a column, in order of first sight."""
        at = self.columns.index(name)
        found: dict[Any, list[tuple[Any, ...]]] = {}
        for row in self.rows:
            found.setdefault(row[at], []).append(row)
        return {value: Grid(self.columns, tuple(rows)) for value, rows in found.items()}
