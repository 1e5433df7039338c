"""Answers that people read: chokepoints with their facts, one thing, centralities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
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
    from valuegraph.view.explanation import Explanation
    from valuegraph.view.ranking import Line, Ranking
    from valuegraph.view.sureness import Draws, Sureness

NAMED = 3


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
    draws : Draws, optional
        How often to resample the evidence; without it there are no intervals.
    """

    ranking: Ranking
    store: Store = field(repr=False)
    resolve: Callable[[str], str] = field(repr=False)
    draws: Draws | None = None

    @property
    def coverage(self) -> tuple[str, ...]:
        """What must be read beside the figures."""
        return self.ranking.coverage

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the figures rest on, and how their intervals were drawn."""
        told = () if self.draws is None else (self.draws.told(),)
        return (*self.ranking.assumptions, *told)

    def with_intervals(self, *, draws: int = 200, seed: int = 0) -> ChokepointAnswer:
        """Return the same answer with intervals for its figures and ranks.

        Parameters
        ----------
        draws, seed : int
            How often the evidence is resampled, and from which seed.
        """
        from valuegraph.view.sureness import Draws

        return replace(self, draws=Draws(draws, seed))

    @cached_property
    def sureness(self) -> dict[tuple[str, str], Sureness]:
        """How sure each line is, by view and IRI; empty without draws."""
        from valuegraph.view.sureness import sureness

        if self.draws is None:
            return {}
        return {
            (view, iri): found
            for view in self.ranking.basis.found
            for iri, found in sureness(
                self.ranking, view, [line.iri for line in self.ranking.of(view)], self.draws
            ).items()
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per line; see `Ranking.rows` and `Sureness.row`."""
        rows = self.ranking.rows()
        for row in rows if self.draws is not None else ():
            row.update(self.sureness[row["view"], row["iri"]].row())
        return rows

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        rows = self.rows()
        return pd.DataFrame(rows) if rows else self.ranking.to_frame()

    @cached_property
    def _named(self) -> dict[str, Fact]:
        wanted = {iri for line in self.ranking.lines for iri in line.facts[:NAMED]}
        return {fact.iri: fact for fact in facts_of(self.store.rows, wanted)}

    def strongest(self, name: str, view: str) -> list[Fact]:
        """Return the few facts that carry most of a line: widest effect first, then the surest."""
        line = next(x for x in self.ranking.of(view) if name in (x.name, x.iri))
        return [self._named[iri] for iri in line.facts[:NAMED]]

    def lines(self, name: str) -> list[Line]:
        """Return the line of a controller, or of the one that a member belongs to, in each view.

        Raises
        ------
        UnknownNameError
            The name is no line of this ranking.
        """
        found = self.ranking.named(name) or self.ranking.named(self.resolve(name))
        if not found:
            raise UnknownNameError(
                f"{name} is no line of this ranking",
                why="its withdrawal reaches none of the targets through a fact in force",
                mend="valuegraph show lists what is known; try --by firm, another date or view",
            )
        return found

    def facts(self, name: str) -> list[Fact]:
        """Return every fact through which a controller acts, in the order of their effect.

        Raises
        ------
        UnknownNameError
            The name is no line of this ranking.
        """
        iris = list(dict.fromkeys(iri for line in self.lines(name) for iri in line.facts))
        found = {fact.iri: fact for fact in facts_of(self.store.rows, iris)}
        return [found[iri] for iri in iris]

    def plot(self, top: int = 10) -> Figure:
        """Draw the first lines of each view; needs the extra `plot`."""
        from valuegraph.view.figures import ranking_figure

        return ranking_figure(self.ranking, top)

    def explain(
        self, name: str, *, draws: int = 200, seed: int = 0, targets: int = 1
    ) -> Explanation:
        """Explain a line: figures with intervals, checked proofs in words, what would change it.

        Parameters
        ----------
        name : str
            A line, or a member of one: a name, label, alias or IRI.
        draws, seed : int
            How often the evidence is resampled for the intervals, and from which seed.
        targets : int
            For how many of the targets that lose most to put the proof into words.

        Raises
        ------
        UnknownNameError
            The name is no line of this ranking.
        """
        from valuegraph.view.explaining import explain
        from valuegraph.view.sureness import Draws

        lines = self.lines(name)
        return explain(self.ranking, lines, self.store, draws=Draws(draws, seed), targets=targets)

    def _repr_html_(self) -> str:
        return self.ranking._repr_html_()


@dataclass(frozen=True, slots=True)
class ShowResult:
    """One thing: the facts in which it stands upstream, and all others about it."""

    title: str
    iri: str
    facts_out: list[Fact]
    facts_in: list[Fact]

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per fact and piece of evidence."""
        return [
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

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        return answer_html(self, caption=self.title)


def show(store: Store, iri: str) -> ShowResult:
    """Return the facts about one thing."""
    outgoing, incoming = facts_about(store.rows, iri)
    return ShowResult(store.labels([iri])[iri], iri, outgoing, incoming)


@dataclass(frozen=True, slots=True)
class CentralityAnswer:
    """The comparison panel, and how far the facts reach on which it rests."""

    panel: pd.DataFrame = field(repr=False)
    coverage: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per node."""
        return [
            {str(name): value for name, value in row.items()}
            for row in self.panel.to_dict("records")
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return one row per node: name, iri, and one column for each measure."""
        return self.panel.copy()

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        return answer_html(self, digits=".4f")


def centrality(projection: Projection, top: int | None) -> CentralityAnswer:
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
    shown = ordered.reset_index(drop=True).head(len(ordered) if top is None else top)
    step = f"Katz: each step of a walk weighs {frame.attrs['katz_alpha']:.3g}."
    return CentralityAnswer(shown, (*coverage_lines(projection), step))


def edge_table(rows: Iterable[dict[str, Any]], label: Callable[[str], str]) -> pd.DataFrame:
    """Return edges as a table with the labels of both ends."""
    import pandas as pd

    return pd.DataFrame(
        [
            {**row, "source_label": label(row["source"]), "target_label": label(row["target"])}
            for row in rows
        ]
    )
