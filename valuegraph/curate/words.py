"""The words that names are made of, read from the tables in ``data/identity``."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Owner", "compounds", "families", "marks", "owners", "table", "undated"]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a namespace is.

    Attributes
    ----------
    role : str
        ``maker`` for a firm's own, ``copier`` for one that re-uploads, ``route`` for a step of a
        path that says nothing about the model.
    maker : str
        The firm, for ``maker``.
    """

    role: str
    maker: str


@functools.cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one table of ``data/identity``.

    Raises
    ------
    DataError
        When a row has other cells than the heading.
    """
    path = data_dir() / "identity" / f"{name}.csv"
    with path.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    odd = [str(n) for n, row in enumerate(rows, 2) if None in row or None in row.values()]
    if odd:
        raise DataError(
            "a table of words has rows of another length than its heading",
            where=f"{path.name}, line {', '.join(odd)}",
            mend="give every column one cell",
        )
    return tuple(rows)


@functools.cache
def marks() -> Mapping[str, tuple[str, str]]:
    """Return for each word that sets releases apart its slot and what it means there."""
    return {
        row["word"]: (row["slot"], row["means"])
        for row in table("words")
        if row["slot"] != "compound"
    }


@functools.cache
def compounds() -> Mapping[str, tuple[str, ...]]:
    """Return for each word that is written in one and apart the words it is made of."""
    return {
        row["word"]: tuple(row["means"].split())
        for row in table("words")
        if row["slot"] == "compound"
    }


@functools.cache
def families() -> Mapping[str, str]:
    """Return for each word that names a line of models who makes it."""
    return {row["word"]: row["maker"] for row in table("families")}


@functools.cache
def undated() -> Mapping[str, str]:
    """Return for each line what its names without a date mean beside names with one.

    ``alias`` where the maker gives every release a date and the name without one leads to it,
    ``first`` where later releases under an old name are told from the first by their dates.
    """
    return {row["word"]: row["undated"] for row in table("families") if row["undated"]}


@functools.cache
def owners() -> Mapping[str, Owner]:
    """Return for each namespace whose it is."""
    return {row["owner"]: Owner(row["role"], row["maker"]) for row in table("owners")}
