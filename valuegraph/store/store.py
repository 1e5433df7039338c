"""The store: facts from files, asked in SPARQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from valuegraph.errors import ValuegraphError
from valuegraph.store import sparql
from valuegraph.store.backing import Backing
from valuegraph.store.terms import Decoder, is_iri, table
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    import pyoxigraph as ox
    import rdflib

    from valuegraph.store.backing import Arrays, Holding
    from valuegraph.store.codes import Codes
    from valuegraph.store.files import Source
    from valuegraph.store.names import Names
    from valuegraph.store.telling import Told

T = TypeVar("T")


class Store:
    """A read-only dataset; made by `Store.open`.

    Parameters
    ----------
    backing : Holding
        Where the data are held.
    """

    def __init__(self, backing: Holding) -> None:
        self._backing = backing
        self._names: Names | None = None

    @property
    def content_hash(self) -> str:
        """Hash of the names and bytes of all files, 32 hexadecimal digits."""
        return self._backing.content_hash

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files, each with its named graph."""
        return self._backing.sources

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should be told, for instance that the cache cannot be used."""
        return tuple(self._backing.notes)

    @classmethod
    def open(
        cls,
        paths: Iterable[Path],
        *,
        cache: Path | None,
        keep: Callable[[Path], bool] | None = None,
        told: Told | None = None,
    ) -> Store:
        """Open files and folders of RDF, one named graph per file.

        Parameters
        ----------
        paths : iterable of Path
            Files, or folders to be searched to the bottom; see `valuegraph.load`.
        cache : Path or None
            Folder in which to keep what was read, or None to keep it in memory only. A folder
            that cannot be used costs time and leaves a line in `notes`, nothing else.
        keep : callable, optional
            Says of each file whether to open it; all by default.
        told : callable, optional
            Is told what takes long, parts done, of how many; empty text when it is over.

        Raises
        ------
        FileProblem, DataError
            A path is missing, unreadable or malformed; with file, line and column.
        """
        return cls(Backing.open(paths, cache, keep, told))

    def __len__(self) -> int:
        """Return the number of distinct triples over all graphs."""
        return self._backing.held()[1].triples

    def rows(
        self, text: str, bindings: Mapping[str, object] | None = None
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT.

        Parameters
        ----------
        text : str
            SPARQL 1.1; prefixes are bound, the default graph is the union of all graphs.
        bindings : mapping, optional
            Selected variable -> value put in its place: a number, boolean, date, or text; text
            in angle brackets is an IRI.

        Returns
        -------
        names, rows : list of str, list of tuple
            Native values: IRIs and texts as str, blank nodes as ``_:id``, None when unbound.

        Raises
        ------
        QueryError
            The text cannot be parsed, is no SELECT, or asks for more than reading.
        """
        names, lines = self._table(text, bindings)
        value = Decoder().__getitem__
        return names, [tuple(map(value, line)) for line in lines]

    def frame(
        self, text: str, *, labels: bool = True, bindings: Mapping[str, object] | None = None
    ) -> pd.DataFrame:
        """Answer a SELECT or ASK as a table; see `rows`.

        Parameters
        ----------
        text, bindings
            As in `rows`.
        labels : bool
            Put a column ``<name>_label`` beside each column that holds IRIs.

        Returns
        -------
        pandas.DataFrame
            Numbers as numeric columns where none is unbound; other columns hold Python objects.
            The answer to an ASK is one row in the column ``answer``.
        """
        from valuegraph.store.frames import build_frame

        if sparql.check(text) == "ask":
            return build_frame(["answer"], [[self.ask(text, bindings)]], {})
        names, lines = self._table(text, bindings)
        value = Decoder().__getitem__
        columns = list(zip(*lines, strict=True)) if lines else [() for _ in names]
        native = [[value(cell) for cell in cells] for cells in columns]
        named: dict[str, list[str | None]] = {}
        if labels:
            known = self.labels(
                {str(value(cell)) for cells in columns for cell in set(cells) if is_iri(cell)}
            )
            named = {
                name: [known.get(str(value(cell))) if is_iri(cell) else None for cell in cells]
                for name, cells in zip(names, columns, strict=True)
                if any(map(is_iri, cells))
            }
        return build_frame(names, native, named)

    def ask(self, text: str, bindings: Mapping[str, object] | None = None) -> bool:
        """Answer an ASK; see `rows`."""
        sparql.expect(text, "ask")
        return self._run(text, bindings, bool)

    def construct(self, text: str, bindings: Mapping[str, object] | None = None) -> rdflib.Graph:
        """Answer a CONSTRUCT or DESCRIBE; see `rows`."""
        from valuegraph.store.bridge import graph_of

        sparql.expect(text, "construct", "describe")
        return self._run(text, bindings, graph_of)

    def serialise(self, text: str, form: str) -> bytes:
        """Answer any query in a standard form.

        Parameters
        ----------
        text : str
            See `rows`.
        form : str
            ``json``, ``xml``, ``csv``, ``tsv`` for SELECT and ASK (the latter two not for ASK);
            ``ttl``, ``nt``, ``rdf``, ``jsonld`` for CONSTRUCT and DESCRIBE.

        Raises
        ------
        QueryError
            As in `rows`.
        UsageError
            The form does not suit the query.
        """
        from valuegraph.store.writing import writer_for

        write = writer_for(form, sparql.check(text))
        return self._run(text, None, write)

    def dump(self, form: str) -> bytes:
        """Return the whole dataset: ``nq``, ``trig``, ``jsonld`` with graphs; ``ttl``, ``nt`` without.

        A form without graphs leaves out conclusions (files in a folder ``derived``). Lines and subjects are sorted, so that one content gives one text.
        """
        from valuegraph.store.writing import dump

        return self._backing.reading(lambda inner: dump(inner, form))

    def rdf(self) -> rdflib.Dataset:
        """Return the same dataset through rdflib, read only, its default graph the union."""
        from valuegraph.store.bridge import dataset_of

        inner, manifest = self._backing.held()
        return dataset_of(inner, merged=manifest.merged)

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return an English name for each IRI; where none is known, its CURIE or last part."""
        from valuegraph.store.frames import choose_labels, labels_queries

        wanted = sorted(set(iris))
        return choose_labels(wanted, [r for q in labels_queries(wanted) for r in self.rows(q)[1]])

    def resolve(self, name: str, classes: Sequence[str] = ()) -> str:
        """Return the IRI that a label, alias, local id, CURIE or IRI stands for.

        Parameters
        ----------
        name : str
            Case, accents and punctuation do not matter.
        classes : sequence of str
            Classes (IRI, CURIE or local name) to choose from, best first; all when empty, and
            then organisations before assets before anything else.

        Raises
        ------
        UnknownNameError
            Nothing has the name, or several things equally; the message lists them.
        """
        from valuegraph.store.names import Names, by_identifier, names_of

        if self._names is None:
            exact = by_identifier(name, self.rows)
            if exact:
                return exact
            self._names = Names(self.remember("names", lambda: names_of(self.rows), version="2"))
        return self._names.resolve(name, classes)

    def remember(self, name: str, build: Callable[[], Arrays], *, version: str = "") -> Arrays:
        """Return columns computed from this content, from the cache when it has them.

        Parameters
        ----------
        name, version : str
            Letters, digits, ``_``, ``.``, ``-``; what another version computed is computed again.
        build : callable
            Computes the columns: arrays of numbers, booleans or strings.

        Returns
        -------
        dict of str to array
            Read only; strings as dtype ``object``. The same whether computed or kept.
        """
        return self._backing.remember(name, build, version)

    def reading(self, take: Callable[[ox.Store], T]) -> T:
        """Read the database itself; for this room only."""
        return self._backing.reading(take)

    def codes(self) -> Codes:
        """Return every distinct triple as codes, for whoever reads all of them."""
        return self._backing.codes()

    def _table(
        self, text: str, bindings: Mapping[str, object] | None
    ) -> tuple[list[str], list[list[str]]]:
        from valuegraph.store.engine import as_tsv

        sparql.expect(text, "select")
        names, lines = table(self._run(text, bindings, as_tsv))
        order = sparql.column_order(text, names)
        if order == sorted(order):
            return names, lines
        return [names[at] for at in order], [[line[at] for at in order] for line in lines]

    def _run(self, text: str, bindings: Mapping[str, object] | None, take: Callable[[Any], T]) -> T:
        from valuegraph.store.engine import substitutions

        given = substitutions(bindings)
        all_graphs = not sparql.chooses_graphs(text)

        def ask(inner: ox.Store) -> T:
            return take(
                inner.query(
                    text,
                    prefixes=dict(PREFIXES),
                    use_default_graph_as_union=all_graphs and not self._backing.held()[1].merged,
                    substitutions=given,
                )
            )

        try:
            return self._backing.reading(ask)
        except (SyntaxError, ValueError, RuntimeError) as problem:
            if isinstance(problem, ValuegraphError):
                raise
            raise sparql.explain(text, problem) from problem
