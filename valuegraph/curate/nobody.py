"""Words that stand where a name should stand and name nobody: two unknowns are not one thing."""

from __future__ import annotations

import functools
import re
import unicodedata

from valuegraph.curate.words import table

__all__ = ["names_nobody"]

EMPTY = "it has neither letter nor digit"
_SIGNS = re.compile(r"[\W_]+")


def names_nobody(kind: str, name: str) -> str:
    """Return why a name names nobody; empty when it names something.

    Parameters
    ----------
    kind : str
        ``model`` or ``organisation``: a model may be called what a firm cannot be.
    name : str
        As a source writes it.
    """
    words = _SIGNS.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
    if not words:
        return EMPTY
    listed = _listed()
    keys = (("whole", words), ("first", words.partition(" ")[0]))
    found = [listed.get((each, *key)) for each in ("", kind) for key in keys]
    return next((why for why in found if why), "")


@functools.cache
def _listed() -> dict[tuple[str, str, str], str]:
    return {(row["kind"], row["match"], row["words"]): row["why"] for row in table("nobody")}
