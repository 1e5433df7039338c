"""The dependency network under construction: supplies, requirements, nodes, targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.errors import GraphError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

STAGES = (
    "equipment and materials",
    "fabrication and memory",
    "accelerators",
    "compute",
    "data",
    "models",
    "offerings",
    "implementors",
)


@dataclass(slots=True)
class SupplyLine:
    """One supplier of one role of one dependent, with the facts that say so."""

    kind: str
    stock: float
    share: float | None
    revocable_by: str
    confidence: float
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """A required role: how much of the dependent hangs on it, and how."""

    essentiality: float = 1.0
    combination: str = "essential"
    complete: bool = False


@dataclass(slots=True)
class Node:
    """What a page or table says of a node: label, stage, the firm and the thing behind it."""

    label: str
    stage: str
    firm: str | None = None
    thing: str | None = None


@dataclass(slots=True)
class Network:
    """Supplies and requirements by their ends, filled step by step, then read as columns."""

    supplies: dict[tuple[str, str, str], SupplyLine] = field(default_factory=dict)
    needs: dict[tuple[str, str], Need] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    unnamed: set[tuple[str, str]] = field(default_factory=set)
    targets: dict[str, float] = field(default_factory=dict)
    _leaving: dict[str, list[tuple[str, str, SupplyLine]]] = field(default_factory=dict, repr=False)

    def supply(  # noqa: PLR0913 - a supply has this many attributes; all by keyword
        self,
        supplier: str,
        dependent: str,
        role: str,
        *,
        kind: str,
        facts: Iterable[str],
        stock: float = 0.0,
        share: float | None = None,
        revocable_by: str = "",
        confidence: float = 1.0,
    ) -> None:
        """Add a supply; a second call for the same ends adds its facts and keeps the surer one."""
        if supplier == dependent:
            return
        key = (supplier, dependent, role)
        self.roles.setdefault(dependent, set()).add(role)
        found = self.supplies.get(key)
        if found is None:
            self.supplies[key] = SupplyLine(
                kind, stock, share, revocable_by, confidence, tuple(dict.fromkeys(facts))
            )
            return
        found.facts = tuple(dict.fromkeys((*found.facts, *facts)))
        found.confidence = max(found.confidence, confidence)
        found.stock = max(found.stock, stock)
        if found.share is None:
            found.share = share

    def require(self, dependent: str, role: str, need: Need | None = None) -> None:
        """State that a role is needed, whether or not anybody is known to fill it."""
        self.needs.setdefault((dependent, role), need or Need())

    def complete(self, dependent: str, role: str) -> None:
        """Mark a group as completely listed by a source."""
        old = self.needs.get((dependent, role), Need())
        self.needs[dependent, role] = Need(old.essentiality, old.combination, complete=True)

    def check(self, day: dt.date) -> None:
        """Refuse to be evaluated when nothing is supplied at all.

        Raises
        ------
        GraphError
            No supply is in force on the day.
        """
        if not self.supplies:
            raise GraphError(
                "no supply is in force",
                where=f"as of {day.isoformat()}",
                why="without supplies nothing can be lost, and every figure would be 0",
                mend="choose a later date, or lower --min-confidence",
            )

    def leaving(self, supplier: str) -> list[tuple[str, str, SupplyLine]]:
        """Return what a node supplies: dependent, role, line (to be asked once all is built)."""
        if len(self._leaving) == 0:
            for (source, dependent, role), line in self.supplies.items():
                self._leaving.setdefault(source, []).append((dependent, role, line))
        return self._leaving.get(supplier, [])

    def supply_columns(self) -> dict[str, list[Any]]:
        """Return the supplies as the columns that `DependencyGraph.from_frame` takes."""
        lines = sorted(self.supplies.items())
        return {
            "supplier": [key[0] for key, _ in lines],
            "dependent": [key[1] for key, _ in lines],
            "role": [key[2] for key, _ in lines],
            "share": [line.share for _, line in lines],
            "kind": [line.kind for _, line in lines],
            "stock": [line.stock for _, line in lines],
            "revocable_by": [line.revocable_by for _, line in lines],
            "confidence": [line.confidence for _, line in lines],
            "source": [line.facts for _, line in lines],
        }

    def requirement_columns(self) -> dict[str, list[Any]]:
        """Return the requirements as the columns that `DependencyGraph.from_frame` takes."""
        needs = sorted(self.needs.items())
        return {
            "dependent": [key[0] for key, _ in needs],
            "role": [key[1] for key, _ in needs],
            "essentiality": [need.essentiality for _, need in needs],
            "combination": [need.combination for _, need in needs],
            "complete": [need.complete for _, need in needs],
        }
