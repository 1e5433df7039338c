"""Which sectors a thing reaches, through whom, and on what terms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.errors import UnknownNameError
from valuegraph.serve.pages.citations import Cited, cite
from valuegraph.view.chain import Asked, ChainAnswer, chain
from valuegraph.vocabulary.namespaces import NACE

if TYPE_CHECKING:
    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.view.chain_links import Link

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Named:
    """Names at one place of a link, each with its IRI; none where no source states it."""

    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Use:
    """One use: who uses what, from whom, for what, on which terms, and who says so."""

    implementor: Named
    asset: Named
    provider: Named
    channel: Named
    relation: Named
    terms: Named
    weights_terms: Named
    foundation: Named
    function: str
    since: str
    facts: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """A sector with the uses in it and the terms that any of them is under."""

    iri: str
    name: str
    uses: tuple[Use, ...]
    implementors: int
    terms: Named


@dataclass(frozen=True, slots=True)
class Reach:
    """The sectors that a thing reaches; `terms` are those of its weights and offerings together."""

    sectors: tuple[Reached, ...]
    coverage: tuple[str, ...]


def reach(kg: KnowledgeGraph, iri: str) -> Reach:
    """Return the sectors that a thing reaches; of a sector, the uses in it."""
    asked = Asked(sector=iri) if iri.startswith(NACE) else Asked(start=iri)
    try:
        found = chain(kg.columns, kg.part, kg.store, asked)
    except UnknownNameError:
        return Reach((), ())
    known = cite(kg, {fact for link in found.links for fact in link.facts})
    by: dict[str, list[Link]] = defaultdict(list)
    for link in found.links:
        for sector in link.named["sector"]:
            by[sector].append(link)
    sectors = [
        Reached(
            sector,
            found.labels[sector],
            tuple(_use(found, link, known) for link in links),
            len({iri for link in links for iri in link.named["implementor"]}),
            _named(
                found, *(t for x in links for t in (*x.named["terms"], *x.named["weights_terms"]))
            ),
        )
        for sector, links in by.items()
    ]
    return Reach(
        tuple(sorted(sectors, key=lambda each: (-each.implementors, each.name))), found.coverage
    )


def _use(found: ChainAnswer, link: Link, known: dict[str, Cited]) -> Use:
    at = {place: _named(found, *link.named[place]) for place in PLACES}
    return Use(
        **at,
        function=link.function,
        since=link.start.isoformat(),
        facts=tuple(known[fact] for fact in link.facts if fact in known),
    )


PLACES = (
    "implementor",
    "asset",
    "provider",
    "channel",
    "relation",
    "terms",
    "weights_terms",
    "foundation",
)


def _named(found: ChainAnswer, *iris: str) -> Named:
    return Named(tuple((iri, found.labels[iri]) for iri in dict.fromkeys(iris) if iri))
