"""Which lines a map draws when there are more than a page can carry."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from valuegraph.view.model import MapStatement

MOST_LINES = 2500
"""One megabyte of page; boxes, proofs, sources and the scripts take almost two."""
OFFERING = "/off-"


def capped(
    statements: Sequence[MapStatement], proving: Collection[str], most: int = MOST_LINES
) -> tuple[list[MapStatement], tuple[str, ...]]:
    """Return the lines to draw, and a sentence on what is left out.

    One fact may stand on hundreds of lines: a provider of models is behind each offering that a
    reseller might draw on. So every fact is drawn once before any is drawn twice, proofs of
    chokepoints first, and lines between two offerings after others.

    Parameters
    ----------
    statements : sequence of MapStatement
    proving : collection of str
        IRIs of the facts that prove a chokepoint.
    most : int
        Lines that a page carries.
    """
    if len(statements) <= most:
        return list(statements), ()
    after = sorted(range(len(statements)), key=lambda at: (_inner(statements[at]), at))
    seen: Counter[str] = Counter()
    place: dict[int, tuple[int, bool, int]] = {}
    for at in after:
        fact = statements[at].id
        place[at] = (seen[fact], fact not in proving, at)
        seen[fact] += 1
    kept = sorted(sorted(place, key=place.__getitem__)[:most])
    facts = len({statements[at].id for at in kept})
    said = (
        f"The map draws {most} of {len(statements)} lines, for {facts} of {len(seen)} facts: "
        "a fact that holds for many offerings is not drawn to each. "
        "--focus NAME draws what one thing hangs on; export holds everything."
    )
    return [statements[at] for at in kept], (said,)


def _inner(statement: MapStatement) -> bool:
    return OFFERING in statement.source and OFFERING in statement.target
