"""Tables of odd values that remember which of their rows were asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

__all__ = ["Lookup", "phrase_in"]

V = TypeVar("V")
T = TypeVar("T")


def phrase_in(text: str, table: Mapping[str, T]) -> tuple[str, T] | None:
    """Return the first row of a table whose key stands in a text, in any case, and its value."""
    rows = table.rows() if isinstance(table, Lookup) else list(table)
    folded = text.casefold()
    found = next((row for row in rows if row.casefold() in folded), None)
    return None if found is None else (found, table[found])


class Lookup(Mapping[str, V]):
    """A table of a manifest: an odd value of the source and what it means.

    Parameters
    ----------
    rows : mapping of str to value
        As typed.

    Attributes
    ----------
    asked : set of str
        Rows that somebody looked for and found; all of them once somebody walks over the table.
    """

    def __init__(self, rows: Mapping[str, V]) -> None:
        self._rows = dict(rows)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> V:
        """Return what a value means."""
        value = self._rows[key]
        self.asked.add(key)
        return value

    def __contains__(self, key: object) -> bool:
        """Whether the table knows a value; to ask is to use it."""
        found = key in self._rows
        if found:
            self.asked.add(str(key))
        return found

    def __iter__(self) -> Iterator[str]:
        """Walk over the values."""
        self.asked.update(self._rows)
        return iter(self._rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def rows(self) -> list[str]:
        """Return the values in the order typed; to look through them is not to use them."""
        return list(self._rows)

    def unused(self) -> list[str]:
        """Return the rows that nothing in the copy asked for."""
        return sorted(set(self._rows) - self.asked)
