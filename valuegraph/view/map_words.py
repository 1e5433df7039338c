"""What a map says where nothing can be clicked: in its boxes, above them, and under the picture."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuegraph.view.model import MapChokepoint, MapData

LETTERS = 14
"""As many as fit a box beside one another."""
LONGEST = 20
"""Longer words are broken."""
LINES = 3


def printable(text: str) -> str:
    """Return a text without halves of characters, which no font can draw."""
    return text.encode("utf-8", "replace").decode("utf-8")


def boxed(name: str, tail: str) -> str:
    """Return a name broken into lines that fit a box; what ends it is never cut off.

    Parameters
    ----------
    name : str
    tail : str
        A code or a count, or an empty text.
    """
    tail = printable(tail)
    words = f"{' '.join(printable(name).split())} {tail}".strip()
    long = max(map(len, words.split()), default=0)
    lines = textwrap.wrap(words, min(LONGEST, max(LETTERS, long)))
    if len(lines) > LINES:
        room = LETTERS - len(tail) - 2
        last = " ".join(lines[LINES - 1 :])[:room].rstrip()
        lines = [*lines[: LINES - 1], f"{last}\N{HORIZONTAL ELLIPSIS} {tail}".rstrip()]
    return "\n".join(lines)


def headed(stage: str, width: int) -> str:
    """Return the heading of a column in lines of so many letters."""
    stage = printable(stage)
    return "\n".join(textwrap.wrap(stage[:1].upper() + stage[1:], max(8, width)))


def summary(data: MapData) -> str:
    """Return in one line what a map shows: how much, of which day, from which data."""
    return (
        f"{len(data.statements):,} statements between {len(data.nodes):,} things, "
        f"as of {data.as_of.isoformat()}, dataset {data.dataset_version}"
    )


def told(item: MapChokepoint) -> tuple[str, str, str, str, str, str]:
    """Return a chokepoint as cells: view, name, the four shares but reach, and words."""
    lost, surge, least = (
        f"{share:.1%}" for share in (item.share_lost, item.share_lost_surge, item.unavoidable)
    )
    return item.view, item.name, lost, surge, least, item.words.strip("; ")


TOLD = ("view", "who withdraws", "share lost", "with surge", "unavoidable", "in words")
"""Headings of what `told` returns."""
