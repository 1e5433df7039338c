"""The links of a chain: foundation -> relation -> implementor -> sector, unknown ones included."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.errors import UnknownNameError, UsageError
from valuegraph.facts import facts_of
from valuegraph.projection.catalogue import Catalogue
from valuegraph.view.chain_links import UNKNOWN, Link, ordered, own_products, uses
from valuegraph.view.sectors import Sector, Sectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from valuegraph.facts import Evidence, Fact
    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice

ASSUMPTIONS = (
    "A link is shown as far as a source states it; what none states is unknown, and never guessed from the others.",
    "The foundation is whoever develops the model used. Where a source names only a platform or a product, the model, and so the foundation, is unknown.",
    "Relation is the ground on which the two deal with one another, terms the licence: both are known only where a source states them for this offering. The licence of the weights is that of their download, on record apart from the use.",
    "Counts are of uses on record: they say what the sources cover, and are no market shares.",
)
SHOWN = (
    *("foundation", "asset", "provider", "platform", "channel", "relation", "terms"),
    *("implementor", "application", "sector", "since", "confidence", "sources"),
)
"""Columns of a link in a notebook."""


class Store(Protocol):
    """What this module needs of a store."""

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return a name for each IRI."""
        ...

    def resolve(self, name: str, classes: Sequence[str] = ()) -> str:
        """Return the IRI of a name."""
        ...


@dataclass(frozen=True)
class ChainAnswer:
    """The links of a chain with their sources.

    Attributes
    ----------
    title : str
        Which chain.
    links : tuple of Link
        By foundation with the most implementors first, unknown ones last.
    coverage : tuple of str
        How many links there are, and how many of their parts are unknown.
    """

    title: str
    links: tuple[Link, ...]
    coverage: tuple[str, ...]
    labels: dict[str, str] = field(repr=False)
    facts: dict[str, Fact] = field(repr=False)
    assumptions: tuple[str, ...] = ASSUMPTIONS

    def name(self, link: Link, place: str) -> str:
        """Return who or what stands at a place of a link, `unknown` where nobody says."""
        return ", ".join(self.labels[iri] for iri in link.named[place]) or UNKNOWN

    def evidence(self, link: Link) -> list[Evidence]:
        """Return the best supporting evidence of each fact of a link."""
        found = (self.facts[iri].evidence for iri in link.facts)
        return [next((e for e in pieces if e.supports), pieces[0]) for pieces in found]

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per link."""
        return [self._row(link) for link in self.links]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        return answer_html(self, SHOWN, caption=self.title)

    def _row(self, link: Link) -> dict[str, Any]:
        words = self.evidence(link)
        return {
            "link": link.kind,
            "foundation": self.name(link, "foundation"),
            "asset": self.name(link, "asset"),
            "provider": self.name(link, "provider"),
            "platform": self.name(link, "platform"),
            "channel": self.name(link, "channel"),
            "relation": self.name(link, "relation"),
            "terms": self.name(link, "terms"),
            "weights_terms": self.name(link, "weights_terms"),
            "implementor": self.name(link, "implementor"),
            "application": self.name(link, "application"),
            "function": link.function,
            "part_of_sector": link.part or UNKNOWN,
            "sector": self.name(link, "sector"),
            "since": link.start,
            "until": link.end,
            "precision": link.precision,
            "confidence": min(float(each.confidence) for each in words),
            "sources": [each.source.title for each in words],
            "locators": [each.locator for each in words],
            "urls": [each.source.url for each in words],
            **{
                f"{place}_iri": "; ".join(link.named[place]) or None
                for place in ("foundation", "asset", "provider", "implementor", "sector")
            },
            "facts": list(link.facts),
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """Which chain: a sector, or both ends; each may be left out."""

    sector: str | None = None
    start: str | None = None
    end: str | None = None


def chain(columns: Columns, part: Slice, store: Store, asked: Asked) -> ChainAnswer:
    """Return the links of a chain in force on the day of the slice.

    Parameters
    ----------
    columns, part, store
        The whole graph, what enters, and where names and evidence are read.
    asked : Asked
        The ends.

    Raises
    ------
    UsageError
        Nothing is asked, or both a sector and an end.
    UnknownNameError
        A name stands for nothing; near misses are named.
    """
    if (asked.sector is None) == (asked.start is None and asked.end is None):
        raise UsageError(
            "name a sector, or the ends of a chain",
            where="--sector, --from, --to",
            mend="write --sector insurance, or --from Meta --to 'Health'; either end may be left out",
        )
    catalogue = Catalogue(columns, part)
    links = [*uses(catalogue), *own_products(catalogue)]
    parts = ((iri, link.part) for link in links for iri in link.named["sector"])
    ends = _Ends(store, Sectors(store, parts))
    title, kept = ends.choose(links, asked)
    links = ordered(kept, catalogue)
    iris = {iri for link in links for named in link.named.values() for iri in named}
    facts = {fact.iri: fact for fact in facts_of(store.rows, {i for x in links for i in x.facts})}
    coverage = tuple(_coverage(links, ends.narrowed))
    return ChainAnswer(title, tuple(links), coverage, store.labels(iris), facts)


class _Ends:
    """The ends of a chain, found by name."""

    def __init__(self, store: Store, sectors: Sectors) -> None:
        self.store = store
        self.sectors = sectors
        self.narrowed = ""

    def choose(self, links: Sequence[Link], asked: Asked) -> tuple[str, list[Link]]:
        """Return the title of a chain and its links."""
        kept, said = list(links), []
        if asked.start is not None:
            start = self.store.resolve(asked.start)
            said.append(f"from {self.store.labels([start])[start]}")
            places = ("foundation", "asset", "families", "provider", "platform")
            kept = [link for link in kept if any(start in link.named[place] for place in places)]
        end = asked.sector if asked.sector is not None else asked.end
        if end is not None:
            told, kept = self._reaching(kept, end, firms=asked.sector is None)
            said.append(f"to {told}")
        return " ".join(said), kept

    def _reaching(self, links: Sequence[Link], name: str, *, firms: bool) -> tuple[str, list[Link]]:
        if firms:
            try:
                firm = self.store.resolve(name, ["Organization", "Authority"])
            except UnknownNameError as unknown:
                return self._sector(links, name, unknown)
            told = self.store.labels([firm])[firm]
            return told, [link for link in links if firm in link.named["implementor"]]
        return self._sector(links, name, None)

    def _sector(
        self, links: Sequence[Link], name: str, no_firm: UnknownNameError | None
    ) -> tuple[str, list[Link]]:
        try:
            sector = self.sectors.find(name)
        except UnknownNameError as unknown:
            raise (no_firm or unknown) from unknown
        whole = [link for link in links if set(link.named["sector"]) & sector.sections]
        kept = [link for link in whole if _within(link, sector)]
        told = "; ".join(sorted(self.sectors.labels[each] for each in sector.sections))
        if sector.word:
            codes = " or ".join(sorted(self.sectors.codes[each] for each in sector.sections))
            self.narrowed = (
                f"{len(kept)} of the {len(whole)} links to {told} are described as {sector.word}; "
                f"--sector {codes} shows all."
            )
            told = f"{sector.word} ({told})"
        return told, kept


def _within(link: Link, sector: Sector) -> bool:
    return any(sector.holds(section, link.part) for section in link.named["sector"])


def _coverage(links: Sequence[Link], narrowed: str) -> Iterator[str]:
    """Yield how many links there are, and what of them no source states."""
    users = {iri for link in links for iri in link.named["implementor"]}
    yield f"{_count(len(links), 'link')} on record, by {_count(len(users), 'implementor')}."
    if narrowed:
        yield narrowed
    if links:
        gaps = (
            f"{place} {sum(not link.named[place] for link in links)}"
            for place in ("foundation", "channel", "relation", "terms")
        )
        yield f"Unknown of {len(links)}: {', '.join(gaps)}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
