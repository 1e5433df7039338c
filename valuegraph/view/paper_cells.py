"""An entry of the working paper, and what other sources say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.view.paper_readings import AGREES

if TYPE_CHECKING:
    from valuegraph.facts import Evidence, Fact


@dataclass(frozen=True, slots=True)
class Reading:
    """What a fact has on record about a cell: a verdict, in words, the fact, whose word it is."""

    verdict: str
    text: str
    fact: Fact
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry of the paper, or one ordinal read from it, with readings of other sources."""

    row: str
    column: str
    value: str
    verdict: str
    iri: str
    evidence: Evidence
    note: str = ""
    readings: tuple[Reading, ...] = ()

    @property
    def marked(self) -> tuple[Reading, ...]:
        """The readings that differ from the cell or say more than it."""
        return tuple(each for each in self.readings if each.verdict != AGREES)
