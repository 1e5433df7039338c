"""Remarks by which a publisher says that an amount is not what the provider asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.sources.lookups import phrase_in

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["remarked"]

DOUBT = re.compile(
    r"assum|inferr|trusting|derived|convert|conversion|computed|imported|can't find|estimat|guess"
    r"|for reference|defaulting|verify",
    re.IGNORECASE,
)


def remarked(text: str, where: str, table: Mapping[str, str], name: str) -> str:
    """Return why an amount is left out by what is remarked on it; empty where it stands.

    Parameters
    ----------
    text, where : str
        The remark, which may be empty, and its place.
    table : mapping of str to str
        Part of a remark -> the reason; empty where the remark is on something else.
    name : str
        What the table is called in the manifest.

    Raises
    ------
    DataError
        It sounds as if the amount were assumed, converted or borrowed, and the table does not know it.
    """
    found = phrase_in(text, table)
    if found:
        return found[1]
    doubt = DOUBT.search(text)
    if doubt:
        raise DataError(
            f"a remark on the amounts says {doubt.group()!r}, and no lookup knows it",
            where=where,
            why="an amount that the publisher assumed or converted is not what the provider asks",
            mend=f"add a part of the remark to [lookups.{name}] with the reason, or with an empty one",
        )
    return ""
