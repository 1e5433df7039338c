"""What a reader counts, begun at nought: a name that it forgets is then not there at all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.sources.manifest import Manifest

__all__ = ["tally"]


def tally(manifest: Manifest, names: Iterable[str], *families: str) -> Counter[str]:
    """Return counts to add to.

    They are never begun with the names of the manifest as such: one that no reader makes would
    pass as nought.

    Parameters
    ----------
    manifest : Manifest
        With what earlier copies counted.
    names : iterable of str
        What the reader counts in every copy, though it may find none.
    *families : str
        Beginnings of names that depend on what a copy holds, such as years. What an earlier copy
        had of them and this one lacks is nought.
    """
    had = (name for name, count in manifest.counts.items() if count and name.startswith(families))
    return Counter(dict.fromkeys((*names, *(had if families else ())), 0))
