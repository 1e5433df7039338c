"""The firms among what agencies write as vendors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.record import Record

__all__ = ["Vendors"]

UNCLEAR = re.compile(r"[,;/:()&\d]| and |\n|http|\bthe\b|\bby\b", re.IGNORECASE)
"""Signs of a cell that holds more than one plain name."""


class Vendors:
    """Reads cells of vendors.

    Parameters
    ----------
    manifest : Manifest
        With the lookups ``vendors`` (cell to names, parted by semicolons) and ``not_vendors``
        (cell to the reason).
    """

    def __init__(self, manifest: Manifest) -> None:
        self._named = manifest.lookup("vendors")
        self._not = manifest.lookup("not_vendors")

    def of(self, record: Record, column: str) -> tuple[list[str], list[str]]:
        """Return the names of firms in a cell, and why it gives none where it does not.

        A plain name is taken as it stands; anything else must be in a table.
        """
        cell = record.optional(column)
        if not cell:
            return [], []
        if cell in self._not:
            return [], [f"vendor cell: {self._not[cell]}"]
        if cell in self._named:
            return [part.strip() for part in self._named[cell].split(";")], []
        if UNCLEAR.search(cell):
            raise record.wrong(
                column,
                f"{cell!r} is no plain name of one firm, and in no table",
                "add it to [lookups.vendors] or, with the reason, to [lookups.not_vendors]",
            )
        return [cell], []
