"""The facade: one dataset, one time slice, and everything that can be asked of them.

It wires the rooms; every answer is a call into a room below. `opening` makes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from valuegraph.resources import data_dir, dataset_version, ontology_dir

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Unpack

    import networkx as nx
    import pandas as pd
    import rdflib

    from valuegraph.chokepoints import DependencyGraph
    from valuegraph.projection import Columns, Projection
    from valuegraph.projection.slices import Slice
    from valuegraph.store import Question, Store
    from valuegraph.store.validate import Violation
    from valuegraph.view.answers import CentralityAnswer, ChokepointAnswer, ShowResult
    from valuegraph.view.claims import ClaimsAnswer
    from valuegraph.view.comparison import Comparison
    from valuegraph.view.concentration import ConcentrationAnswer
    from valuegraph.view.dataset import InfoResult
    from valuegraph.view.drawing import Wishes
    from valuegraph.view.governance import GovernanceAnswer
    from valuegraph.view.licensing import Licensing
    from valuegraph.view.notebook import MapPage
    from valuegraph.view.openness import OpennessAnswer
    from valuegraph.view.paper import PaperTable
    from valuegraph.view.scenario_answer import ScenarioAnswer

__all__ = ["Dataset", "KnowledgeGraph"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Which data an answer rests on: hash of every input byte, and version."""

    hash: str
    version: str


class KnowledgeGraph:
    """A dataset seen on one day; made by `valuegraph.load`.

    Parameters
    ----------
    store, part
        Ontology and facts, and which of them enter an analysis.
    own, shipped
        The user's files (for validation), and whether the shipped facts are in the store.
    """

    def __init__(
        self, store: Store, part: Slice, *, own: Sequence[Path] = (), shipped: bool = True
    ) -> None:
        self.store = store
        self.part = part
        self._own = tuple(own)
        self._shipped = shipped

    @property
    def as_of(self) -> dt.date:
        """The day of the slice."""
        return self.part.as_of

    @cached_property
    def dataset(self) -> Dataset:
        """Hash and version of the data."""
        version = dataset_version() if self._shipped else "own data"
        return Dataset(self.store.content_hash, version)

    @property
    def rdf(self) -> rdflib.Dataset:
        """The same store through rdflib, read only."""
        return self.store.rdf()

    @cached_property
    def columns(self) -> Columns:
        """Relations and entities as integer columns."""
        from valuegraph.projection import read_columns

        return read_columns(self.store)

    @cached_property
    def projection(self) -> Projection:
        """The slice as a dependency network with its default targets."""
        from valuegraph.projection import project

        return project(self.columns, self.part)

    @cached_property
    def dependency(self) -> DependencyGraph:
        """The engine over the slice."""
        from valuegraph.chokepoints import DependencyGraph

        network = self.projection.network
        network.check(self.as_of)
        return DependencyGraph.from_frame(
            network.supply_columns(), network.requirement_columns(), network.node_columns()
        )

    def query(self, text: str) -> pd.DataFrame:
        """Answer a SELECT or ASK over facts of all days; a `_label` column beside each IRI."""
        return self.store.frame(text)

    def query_raw(self, text: str, fmt: str) -> bytes:
        """Answer in a format of the SPARQL recommendations, or as RDF for CONSTRUCT."""
        return self.store.serialise(text, fmt)

    def questions(self) -> Mapping[str, Question]:
        """Return the shipped competency questions by id."""
        from valuegraph.store import questions

        return questions(ontology_dir())

    def question(self, name: str) -> pd.DataFrame:
        """Answer a shipped competency question."""
        from valuegraph.store import question

        return self.query(question(ontology_dir(), name).text)

    def validate(self, paths: Sequence[str | Path] = ()) -> list[Violation]:
        """Check files (by default those loaded) against the ontology; every problem at once."""
        from valuegraph.store.validate import validate

        chosen = [Path(p) for p in paths] or list(self._own)
        shipped = [data_dir()] if self._shipped else []
        return validate(chosen or shipped, ontology_dir(), known=shipped if chosen else [])

    def info(self) -> InfoResult:
        """Return size, sources, coverage and identity of the dataset."""
        from valuegraph.view.dataset import describe_dataset
        from valuegraph.view.kept import coverage

        return describe_dataset(self.store, coverage(self), self.dataset.hash, self.dataset.version)

    def show(self, name: str) -> ShowResult:
        """Return the facts in and out of one thing, with their sources."""
        from valuegraph.view.answers import show

        return show(self.store, self.store.resolve(name))

    def chokepoints(
        self,
        targets: str | Iterable[str] | Mapping[str, float] = "implementors",
        *,
        by: str = "group",
        view: str = "both",
        surge: float = 0.3,
        top: int | None = None,
    ) -> ChokepointAnswer:
        """Rank who stops whom; see `valuegraph.view.ranking` for the columns.

        Targets: `implementors` (with an uptake in force), names, names with weights; `by`: `group`,
        `firm`, `asset`, `jurisdiction`, `licence`; `surge`: what survivors can add, >= 0.
        """
        from valuegraph.view.answers import ChokepointAnswer
        from valuegraph.view.kept import ranking

        found = ranking(self, targets, by=by, view=view, surge=surge)
        return ChokepointAnswer(found.head(top), self.store, self.store.resolve)

    def scenario(
        self,
        *shocks: str,
        name: str | None = None,
        file: str | Path | None = None,
        targets: str | Iterable[str] | Mapping[str, float] | None = None,
        by: str = "group",
        view: str | None = None,
        surge: float | None = None,
    ) -> ScenarioAnswer:
        """Play `remove:NVIDIA`, ..., a shipped scenario or a file on its day, as `chokepoints`."""
        from valuegraph.view.scenario_files import chosen
        from valuegraph.view.scenarios import asked_of, play

        told = chosen(shocks, name, file)
        graph = self if told is None or told.as_of is None else self.at(told.as_of)
        asked = asked_of(told, targets=targets, by=by, view=view, surge=surge)
        return play(graph, told.shocks if told else shocks, asked, told)

    def claims(self, *, by: str = "group", surge: float = 0.3) -> ClaimsAnswer:
        """Compare what is claimed to be a chokepoint with what is found to be one."""
        from valuegraph.view.claims import claims

        return claims(self.chokepoints(by=by, surge=surge).ranking, self.store)

    def governance(self, name: str | None = None) -> GovernanceAnswer:
        """Infer how each offering (of a name) governs those who use it; with reasons."""
        from valuegraph.view.governance import governance

        return governance(self.columns, self.part, self.store, name)

    def openness(self, name: str | None = None, *, since: int | None = None) -> OpennessAnswer:
        """Judge offerings of models: components, level of access, four freedoms."""
        from valuegraph.view.openness import openness

        return openness(self.columns, self.part, self.store, name=name, since=since)

    def paper(self, name: str) -> PaperTable:
        """Return `table1`, `table2` or `figure2` with what other facts say beside each entry."""
        from valuegraph.view.paper import paper_table

        return paper_table(self.columns, self.part, self.store, name)

    @property
    def licences(self) -> Licensing:
        """What terms permit on this day: `check`, `lineage`, `show`."""
        from valuegraph.view.licensing import Licensing

        return Licensing(self)

    def at(self, as_of: str | dt.date) -> KnowledgeGraph:
        """Return the same dataset seen on another day."""
        day = self.part.on(as_of)
        other = KnowledgeGraph(self.store, day, own=self._own, shipped=self._shipped)
        other.__dict__["columns"] = self.columns
        return other

    def compare(
        self, name: str, as_of: str | dt.date, *, by: str = "group", surge: float = 0.3
    ) -> Comparison:
        """Return what one withdrawal does on this day and another, with the facts of each."""
        from valuegraph.view.comparison import Dated, compare

        pair = [Dated(kg.projection, kg.dependency) for kg in (self, self.at(as_of))]
        return compare(name, pair, self.store, by=by, surge=surge)

    def centrality(self, top: int | None = None) -> CentralityAnswer:
        """Return the comparison panel of stock centralities; not a chokepoint test."""
        from valuegraph.view.answers import centrality

        return centrality(self.projection, top)

    def concentration(self, by: str = "layer", since: int | None = None) -> ConcentrationAnswer:
        """Return how concentrated a `layer`, `role` or `jurisdiction` is, yearly since a year."""
        from valuegraph.view.concentration import concentration

        return concentration(self.columns, self.part, self.store, by=by, since=since)

    def to_networkx(
        self, kinds: Iterable[str] | None = None, as_of: str | dt.date | None = None
    ) -> nx.MultiDiGraph[str]:
        """Return the relations in force as a directed multigraph, supplier to dependent."""
        from valuegraph.projection import to_networkx

        catalogue = (self if as_of is None else self.at(as_of)).projection.catalogue
        return to_networkx(self.columns, catalogue, kinds)

    def edges(self, kinds: Iterable[str] | None = None) -> pd.DataFrame:
        """Return the relations in force as rows: ends with labels, kind, role, dates, confidence."""
        from valuegraph.projection import edge_rows
        from valuegraph.view.answers import edge_table

        catalogue = self.projection.catalogue
        return edge_table(edge_rows(self.columns, catalogue, kinds), catalogue.label)

    def map(self, path: str | Path | None = None, **wishes: Unpack[Wishes]) -> MapPage:
        """Return the interactive page, written to a file that needs no network; see `Wishes`."""
        from valuegraph.view.notebook import map_page

        page = map_page(self, **wishes)
        if path is not None:
            page.save(path)
        return page

    def export(self, fmt: str, path: str | Path, *, kinds: Iterable[str] | None = None) -> Path:
        """Write the dataset (ttl, nq, jsonld) or the slice (graphml, gexf, csv, cyjs, parquet)."""
        from valuegraph.view.exports import Exportable, export

        chosen = None if kinds is None else list(kinds)
        what = Exportable(
            self.store.dump, lambda: self.to_networkx(chosen), lambda: self.edges(chosen)
        )
        export(what, fmt, Path(path), some_kinds=chosen is not None)
        return Path(path)

    def narrowed(self) -> KnowledgeGraph:
        """Return the facts of this slice alone, in memory: for `query`, `show`, `rdf`, `export`."""
        from valuegraph.projection import narrowed

        store = narrowed(self.store, self.columns, self.part)
        other = KnowledgeGraph(store, self.part, shipped=self._shipped)
        other.__dict__["dataset"] = self.dataset  # the files are the same
        return other

    def __repr__(self) -> str:
        """Return version, size and day."""
        return f"KnowledgeGraph({self.dataset.version!r}, {len(self.store)} triples, {self.as_of})"
