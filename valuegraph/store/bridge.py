"""The same data as rdflib objects, for interchange and for the user's own code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore

from valuegraph.errors import UsageError
from valuegraph.store import sparql
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Identifier


class ReadOnlyStore(OxigraphStore):
    """rdflib's view of the store; whatever would change it is refused."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise UsageError(
            "the dataset is read only",
            why="it is shared with a cache on disk, and facts come from files",
            mend="copy what you need: graph += kg.rdf.triples((None, None, None))",
        )

    add = addN = remove = update = _refuse  # noqa: N815 - rdflib's name
    remove_graph = destroy = open = _refuse

    def add_graph(self, graph: rdflib.Graph) -> None:
        """Do nothing: rdflib calls this to look at a graph, and an empty one says nothing."""

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],  # noqa: N803 - rdflib's name
        initBindings: Mapping[str, Identifier],  # noqa: N803 - rdflib's name
        queryGraph: str,  # noqa: N803 - rdflib's name
        **kwargs: Any,  # noqa: ANN401 - rdflib's signature
    ) -> Result:
        """Answer a query that may run; see `valuegraph.store.sparql.check`."""
        prepared = getattr(query, "_original_args", None)
        sparql.check(str(prepared[0] if prepared else query))
        return super().query(query, initNs, initBindings, queryGraph, **kwargs)


def dataset_of(inner: ox.Store, *, merged: bool) -> rdflib.Dataset:
    """Return a dataset whose default graph is the union of all graphs."""
    dataset = rdflib.Dataset(store=ReadOnlyStore(store=inner), default_union=not merged)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def graph_of(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return triples as a graph in memory."""
    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return graph.parse(data=text or b"", format="nt")
