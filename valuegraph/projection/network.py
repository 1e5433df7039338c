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


Ground = tuple[str, ...]
"""Facts that together show a supply; each is a premise, so all of them must hold."""


@dataclass(slots=True)
class SupplyLine:
    """One supplier of one role of one dependent, with the facts that say so.

    `grounds` are alternatives: the supply is there while all premises of any one of them hold.
    An empty ground needs no fact: the supply follows from the structure (a firm runs its own
    compute; a market supplies whoever needs what it trades).
    """

    kind: str
    stock: float
    share: float | None
    revocable_by: str
    confidence: float
    grounds: tuple[Ground, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact of every ground, once, in the order of the grounds."""
        return tuple(dict.fromkeys(fact for ground in self.grounds for fact in ground))

    def cell(self) -> tuple[Ground, ...]:
        """Return the alternatives as the engine reads them: none where no fact is needed."""
        return () if () in self.grounds else self.grounds


@dataclass(frozen=True, slots=True)
class Need:
    """A required role: how much of the dependent hangs on it, and how."""

    essentiality: float = 1.0
    combination: str = "essential"
    complete: bool = False


@dataclass(slots=True)
class Node:
    """What a page or table says of a node: label, stage, the firm and the thing behind it.

    `firm` is the firm to which a reader refers the node, `runner` the one without which it stops,
    `controller` the ultimate controller of that one, `jurisdiction` its domicile; what nobody in
    particular runs (a market, a copy that each user holds) has no runner. `sector` and
    `commercial` are said of implementors only. None means unknown, or nobody.
    """

    label: str
    stage: str
    firm: str | None = None
    thing: str | None = None
    runner: str | None = None
    controller: str | None = None
    jurisdiction: str | None = None
    sector: str | None = None
    commercial: bool | None = None


@dataclass(slots=True)
class Network:
    """Supplies and requirements by their ends, filled step by step, then read as columns.

    `licences` maps the IRI of each licence to its node, as a set that can withdraw.
    """

    supplies: dict[tuple[str, str, str], SupplyLine] = field(default_factory=dict)
    needs: dict[tuple[str, str], Need] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    unnamed: set[tuple[str, str]] = field(default_factory=set)
    targets: dict[str, float] = field(default_factory=dict)
    licences: dict[str, set[str]] = field(default_factory=dict)
    _leaving: dict[str, list[tuple[str, str, SupplyLine]]] = field(default_factory=dict, repr=False)

    def supply(  # noqa: PLR0913 - a supply has this many attributes; all by keyword
        self,
        supplier: str,
        dependent: str,
        role: str,
        *,
        kind: str,
        facts: Iterable[str | Ground],
        stock: float = 0.0,
        share: float | None = None,
        revocable_by: str = "",
        confidence: float = 1.0,
    ) -> None:
        """Add a supply; a second call for the same ends adds its grounds and keeps the surer one.

        The items of `facts` are alternatives; one that is a tuple holds premises that must all
        hold. No item at all means that the supply needs no fact.
        """
        if supplier == dependent:
            return
        key = (supplier, dependent, role)
        given = (*((item,) if isinstance(item, str) else tuple(item) for item in facts),)
        grounds = dict.fromkeys(given or ((),))
        self.roles.setdefault(dependent, set()).add(role)
        found = self.supplies.get(key)
        if found is None:
            self.supplies[key] = SupplyLine(
                kind, stock, share, revocable_by, confidence, tuple(grounds)
            )
            return
        found.grounds = tuple(dict.fromkeys((*found.grounds, *grounds)))
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
            "source": [line.cell() for _, line in lines],
        }

    def node_columns(self) -> dict[str, list[Any]]:
        """Return the nodes as the columns that `DependencyGraph.from_frame` takes.

        Only nodes that some supply or requirement names, in order; None where unknown.
        """
        ends = {end for supplier, dependent, _ in self.supplies for end in (supplier, dependent)}
        named = sorted(self.nodes.keys() & (ends | {dependent for dependent, _ in self.needs}))
        nodes = [self.nodes[name] for name in named]
        return {
            "node": named,
            "controller": [node.controller for node in nodes],
            "firm": [node.runner for node in nodes],
            "jurisdiction": [node.jurisdiction for node in nodes],
            "layer": [node.stage for node in nodes],
            "sector": [node.sector for node in nodes],
            "commercial": [node.commercial for node in nodes],
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
