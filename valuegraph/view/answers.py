"""Answers that people read: chokepoints with their facts, one thing, the dataset, centralities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.errors import UnknownNameError
from valuegraph.facts import Fact, facts_about, facts_of
from valuegraph.projection import coverage_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd
    from matplotlib.figure import Figure

    from valuegraph.projection import Projection
    from valuegraph.view.ranking import Ranking

NAMED = 3
SOURCES = """
SELECT ?licence ?read (COUNT(DISTINCT ?source) AS ?n) WHERE {
  ?source a vg:Source ; vg:retrievedOn ?read .
  OPTIONAL { ?source dct:license ?stated }
  BIND(COALESCE(STR(?stated), "facts cited; the source's own licence not stated") AS ?licence)
} GROUP BY ?licence ?read ORDER BY DESC(?n) ?licence
"""
CLASSES = """
SELECT ?class (COUNT(DISTINCT ?r) AS ?n) WHERE {
  ?r vg:validFrom ?start ; a ?class . FILTER(STRSTARTS(STR(?class), STR(vg:)))
} GROUP BY ?class ORDER BY DESC(?n) ?class
"""
ENTITIES = """
SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE {
  ?s a ?class . FILTER(STRSTARTS(STR(?s), STR(vgd:)))
  FILTER(STRSTARTS(STR(?class), STR(vg:)))
  FILTER(?class NOT IN (vg:Evidence, vg:Source))
  FILTER NOT EXISTS { ?s vg:validFrom ?start }
} GROUP BY ?class ORDER BY DESC(?n) ?class
"""
EVIDENCED = """
SELECT (COUNT(DISTINCT ?r) AS ?all) (COUNT(DISTINCT ?good) AS ?evidenced) WHERE {
  ?r vg:validFrom ?start .
  OPTIONAL {
    ?r vg:hasEvidence ?e . ?e dct:source ?s ; vg:locator ?l ; vg:confidence ?c .
    BIND(?r AS ?good)
  }
}
"""
EVIDENCE = """
SELECT (COUNT(DISTINCT ?e) AS ?all) (COUNT(DISTINCT ?whole) AS ?complete) WHERE {
  ?e a vg:Evidence .
  OPTIONAL { ?e dct:source ?s ; vg:locator ?l ; vg:confidence ?c . BIND(?e AS ?whole) }
}
"""
SECTORS = """
SELECT ?sector (COUNT(DISTINCT ?u) AS ?n) WHERE {
  ?u a vg:Uptake ; vg:inSector ?sector ; vg:hasEvidence ?e .
} GROUP BY ?sector ORDER BY ?sector
"""
LAYERS = """
SELECT ?layer (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s vg:inLayer ?layer } GROUP BY ?layer ORDER BY ?layer
"""


class Store(Protocol):
    """What this module needs of a store."""

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return a name for each IRI."""
        ...


@dataclass(frozen=True)
class ChokepointAnswer:
    """A ranking with the facts behind its lines.

    Attributes
    ----------
    ranking : Ranking
        Lines, coverage and assumptions.
    store : Store
        Where the facts are read.
    resolve : callable
        Name -> IRI.
    """

    ranking: Ranking
    store: Store = field(repr=False)
    resolve: Callable[[str], str] = field(repr=False)

    @property
    def coverage(self) -> tuple[str, ...]:
        """What must be read beside the figures."""
        return self.ranking.coverage

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the figures rest on."""
        return self.ranking.assumptions

    def to_frame(self) -> pd.DataFrame:
        """Return one row per line; see `Ranking.to_frame`."""
        return self.ranking.to_frame()

    @cached_property
    def _named(self) -> dict[str, Fact]:
        wanted = {iri for line in self.ranking.lines for iri in line.facts[:NAMED]}
        return {fact.iri: fact for fact in facts_of(self.store.rows, wanted)}

    def strongest(self, name: str, view: str) -> list[Fact]:
        """Return the few facts that carry most of a line: widest effect first, then the surest."""
        line = next(x for x in self.ranking.of(view) if name in (x.name, x.iri))
        return [self._named[iri] for iri in line.facts[:NAMED]]

    def facts(self, name: str) -> list[Fact]:
        """Return every fact through which a controller acts, in the order of their effect.

        Raises
        ------
        UnknownNameError
            The name is no line of this ranking.
        """
        iris = self.ranking.facts(name)
        if not iris:
            iris = self.ranking.facts(self.resolve(name))
        if not iris:
            raise UnknownNameError(
                f"{name} is no line of this ranking",
                why="its withdrawal reaches none of the targets through a fact in force",
                mend="valuegraph show lists what is known; try --by firm, another date or view",
            )
        found = {fact.iri: fact for fact in facts_of(self.store.rows, iris)}
        return [found[iri] for iri in iris]

    def plot(self, top: int = 10) -> Figure:
        """Draw the first lines of each view; needs the extra `plot`."""
        from valuegraph.view.figures import ranking_figure

        return ranking_figure(self.ranking, top)

    def explain(self, name: str) -> list[Fact]:
        """Return the facts behind a line; see `facts`."""
        return self.facts(name)

    def _repr_html_(self) -> str:
        return self.ranking._repr_html_()


@dataclass(frozen=True, slots=True)
class ShowResult:
    """One thing: the facts in which it stands upstream, and all others about it."""

    title: str
    iri: str
    facts_out: list[Fact]
    facts_in: list[Fact]

    def to_frame(self) -> pd.DataFrame:
        """Return one row per fact and piece of evidence."""
        import pandas as pd

        rows = [
            {
                "direction": direction,
                "fact": fact.label,
                "kind": fact.cls.rpartition("#")[2],
                "valid_from": fact.valid_from,
                "valid_to": fact.valid_to,
                "confidence": float(item.confidence),
                "supports": item.supports,
                "source": item.source.title,
                "url": item.source.url,
                "locator": item.locator,
                "iri": fact.iri,
            }
            for direction, facts in (("out", self.facts_out), ("in", self.facts_in))
            for fact in facts
            for item in fact.evidence
        ]
        return pd.DataFrame(rows)


def show(store: Store, iri: str) -> ShowResult:
    """Return the facts about one thing."""
    outgoing, incoming = facts_about(store.rows, iri)
    return ShowResult(store.labels([iri])[iri], iri, outgoing, incoming)


@dataclass(frozen=True, slots=True)
class InfoResult:
    """Size, sources, coverage and identity of a dataset."""

    rows: tuple[tuple[str, str, object], ...]
    coverage: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return rows of section, item, value."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=["section", "item", "value"])


def describe_dataset(store: Store, projection: Projection, digest: str, version: str) -> InfoResult:
    """Count what is in a dataset, and say how far its facts reach on the day of the slice."""
    relations, evidenced = store.rows(EVIDENCED)[1][0]
    pieces, complete = store.rows(EVIDENCE)[1][0]
    entities = _counted(store, ENTITIES)
    rows: list[tuple[str, str, object]] = [
        ("dataset", "version", version),
        ("dataset", "hash", digest),
        ("dataset", "relations", relations),
        ("dataset", "entities", sum(n for _, n in entities)),
        ("dataset", "relations with evidence", evidenced),
        ("dataset", "pieces of evidence", pieces),
        ("dataset", "evidence with source, locator and confidence", complete),
    ]
    for section, query in (("relations", CLASSES), ("layers", LAYERS)):
        rows += [(section, item, n) for item, n in _counted(store, query)]
    rows += [("entities", item, n) for item, n in entities]
    rows += [("uptakes by sector", item, n) for item, n in _counted(store, SECTORS)]
    rows += [
        ("sources", f"{licence} (read {read})", n) for licence, read, n in store.rows(SOURCES)[1]
    ]
    return InfoResult(tuple(rows), tuple(coverage_lines(projection)))


def _counted(store: Store, query: str) -> list[tuple[str, int]]:
    found = store.rows(query)[1]
    names = store.labels([iri for iri, _ in found])
    return [(names[iri], int(n)) for iri, n in found]


def centrality(projection: Projection, top: int | None) -> pd.DataFrame:
    """Return the comparison panel over firms, things and offerings of the chain, named.

    A firm and what it runs are one node, as in the ranking by firm.
    """
    import pandas as pd

    from valuegraph.measures import panel

    home = {
        name: (node.firm or name)
        if "#" in name and name not in projection.network.targets
        else name
        for name, node in projection.network.nodes.items()
    }
    edges = Counter(
        (home[s], home[d]) for s, d, _ in projection.network.supplies if home[s] != home[d]
    )
    frame = panel(pd.DataFrame(sorted(edges), columns=["source", "target"]))
    frame["iri"] = frame["name"]
    frame["name"] = [projection.network.nodes[iri].label for iri in frame["iri"]]
    ordered = frame.sort_values(["betweenness", "iri"], ascending=[False, True])
    return ordered.reset_index(drop=True).head(len(ordered) if top is None else top)


def edge_table(rows: Iterable[dict[str, Any]], label: Callable[[str], str]) -> pd.DataFrame:
    """Return edges as a table with the labels of both ends."""
    import pandas as pd

    return pd.DataFrame(
        [
            {**row, "source_label": label(row["source"]), "target_label": label(row["target"])}
            for row in rows
        ]
    )
