"""What of service stops without a thing, and how its offerings govern those who use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from valuegraph.errors import ValuegraphError
from valuegraph.vocabulary.namespaces import VG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.view.answers import ChokepointAnswer
    from valuegraph.view.governance import GovernanceAnswer

FIRMS = {VG + name for name in ("Organization", "Authority", "EntityGroup")}
BY = {VG + "Jurisdiction": "jurisdiction", VG + "Licence": "licence"}
GOVERNED = {
    VG + name
    for name in (
        "Organization", "Model", "ModelFamily", "ServingVariant", "Platform", "Application",
        "Offering", "SoftwareTool", "Dataset",
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """The figures of a thing in one view; shares lie in [0, 1].

    `name` is whom the figures are of: the thing, or the group that withdraws together.
    """

    view: str
    name: str
    rank: int
    of: int
    reach: float
    share_lost: float
    share_lost_surge: float
    unavoidable: float
    verdict: str
    facts: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a thing, and what must be read beside them."""

    lines: tuple[Figure, ...]
    surge: float
    coverage: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Governed:
    """How one offering governs its users: its type, and the reason in a sentence."""

    iri: str
    name: str
    type: str
    sentence: str
    flip: tuple[str, ...]
    asset: str
    provider: str


class Kept:
    """Answers about one graph that many pages need; a graph does not change.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    """

    def __init__(self) -> None:
        self.rankings: dict[str, ChokepointAnswer] = {}
        self.governance: GovernanceAnswer | None = None

    def ranking(self, kg: KnowledgeGraph, by: str) -> ChokepointAnswer:
        """Return the ranking of controllers of a kind."""
        if by not in self.rankings:
            self.rankings[by] = kg.chokepoints(by=by)
        return self.rankings[by]

    def governed(self, kg: KnowledgeGraph) -> GovernanceAnswer:
        """Return the governance of every offering."""
        if self.governance is None:
            self.governance = kg.governance()
        return self.governance


_KEPT: WeakKeyDictionary[KnowledgeGraph, Kept] = WeakKeyDictionary()


def kept(kg: KnowledgeGraph) -> Kept:
    """Return what is kept of a graph."""
    return _KEPT.setdefault(kg, Kept())


def figures(kg: KnowledgeGraph, iri: str, classes: Iterable[str]) -> Figures | None:
    """Return the chokepoint figures of a thing; None where it cannot withdraw.

    Raises
    ------
    GraphError
        Nothing is supplied on the day.
    """
    told = set(classes)
    by = next((BY[cls] for cls in BY if cls in told), "group" if told & FIRMS else "asset")
    if by == "asset" and iri not in kg.projection.network.nodes:
        return None
    answer = kept(kg).ranking(kg, by)
    found = answer.ranking.named(iri)
    lines = [
        Figure(
            view=line.view,
            name=line.name,
            rank=[each.iri for each in answer.ranking.of(line.view)].index(line.iri) + 1,
            of=len(answer.ranking.of(line.view)),
            reach=line.reach,
            share_lost=line.share_lost,
            share_lost_surge=line.share_lost_surge,
            unavoidable=line.unavoidable,
            verdict=line.verdict,
            facts=len(line.facts),
        )
        for line in found
    ]
    return Figures(tuple(lines), answer.ranking.surge, answer.coverage, answer.assumptions)


def governed(kg: KnowledgeGraph, iri: str, classes: Iterable[str]) -> tuple[Governed, ...]:
    """Return the type of each offering of a thing in force, with its reason."""
    if not set(classes) & GOVERNED:
        return ()
    try:
        rows = kept(kg).governed(kg).rows(iri)
    except ValuegraphError:
        return ()
    return tuple(
        Governed(
            iri=row["offering_iri"],
            name=row["name"],
            type=row["type"],
            sentence=row["sentence"],
            flip=tuple(row["flip"]),
            asset=row["asset_iri"] or "",
            provider=row["provider_iri"] or "",
        )
        for row in rows
        if row.get("offering_iri")
    )
