"""What a shipped question that ranks rests on: the coverage lines below its rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from valuegraph.projection.slices import Slice
    from valuegraph.store import Question

RANKS = re.compile(r"ORDER\s+BY[^\n]*\bDESC\(", re.IGNORECASE)
READS = re.compile(r"\ba\s+vg:([A-Z]\w+)")
STATED = "?fact a vg:{kind} ; vg:validFrom ?since ."
HELD = """
OPTIONAL {{ ?fact vg:validTo ?to }}
FILTER(?since <= "{day}"^^xsd:date && "{day}"^^xsd:date < COALESCE(?to, "9999-12-31"^^xsd:date))
"""
SURE = """
?fact vg:hasEvidence ?sound .
?sound vg:stance vgx:supports ; vg:evidenceKind ?near ; vg:confidence ?sure .
FILTER(?near != vgx:illustrative && ?sure >= {floor})
"""
UNSTATED = (
    "What no source states is in no row: a thing that is missing, or stands low, may be unknown."
)


class Store(Protocol):
    """What this module needs of a store."""

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...


class Graph(Protocol):
    """What this module needs of a dataset on one day."""

    @property
    def store(self) -> Store: ...  # noqa: D102 - said above
    @property
    def part(self) -> Slice: ...  # noqa: D102
    @property
    def as_of(self) -> dt.date: ...  # noqa: D102
    def questions(self) -> Mapping[str, Question]: ...  # noqa: D102


def coverage_of(graph: Graph, name: str) -> tuple[str, ...]:
    """Return sentences on the facts that a shipped question reads.

    Parameters
    ----------
    graph : Graph
        What is asked; its day and its floor of confidence are counted by.
    name : str
        Id of the question.

    Returns
    -------
    tuple of str
        A line for each kind of relation, and what missing rows mean; nothing for a question that
        does not rank.
    """
    asked = graph.questions()[name].text
    if not RANKS.search(asked):
        return ()
    lines = [_line(graph, kind) for kind in dict.fromkeys(READS.findall(asked))]
    return (*filter(None, lines), UNSTATED)


def _line(graph: Graph, kind: str) -> str:
    """Return how many facts of a kind there are; empty for a kind of thing."""
    told = {"kind": kind, "day": graph.as_of.isoformat(), "floor": graph.part.min_confidence}
    stated, held, sure = (
        _count(graph, "".join(parts).format(**told))
        for parts in ((STATED,), (STATED, HELD), (STATED, HELD, SURE))
    )
    if not stated:
        return ""
    return (
        f"{kind}: {stated} facts, {held} in force on {told['day']}; {held - sure} of these have no "
        f"evidence of confidence {told['floor']:g} or more, illustrations aside."
    )


def _count(graph: Graph, pattern: str) -> int:
    return int(
        graph.store.rows(f"SELECT (COUNT(DISTINCT ?fact) AS ?n) WHERE {{ {pattern} }}")[1][0][0]
    )
