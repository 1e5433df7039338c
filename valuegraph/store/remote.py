"""A store on a server: any SPARQL 1.1 endpoint that holds the ontology and facts.

Who asks in SPARQL is answered by the endpoint itself. What the rooms above read of the facts,
they read of a copy (`remote_copy`).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from valuegraph.errors import EndpointProblem
from valuegraph.store import sparql
from valuegraph.store.engine import substitutions
from valuegraph.store.frames import choose_labels, labels_queries
from valuegraph.store.remote_answers import ask_rows, ask_triples, ask_yes_or_no, solutions
from valuegraph.store.remote_copy import Copy
from valuegraph.store.remote_http import Endpoint, Limits
from valuegraph.store.remote_paging import may_be_cut, whole
from valuegraph.store.store import Store
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import pandas as pd
    import rdflib

    from valuegraph.store.telling import Told

T = TypeVar("T")
LABELS_AT_ONCE = 200


class Asked(Store):
    """Every question goes to the endpoint.

    Parameters
    ----------
    endpoint : Endpoint
        Who answers.
    copy : Copy
        What is held of it, for what no question can give.
    """

    def __init__(self, endpoint: Endpoint, copy: Copy) -> None:
        super().__init__(copy)
        self._endpoint = endpoint
        self._copy = copy

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return a name for each IRI; see `Store.labels`."""
        wanted = sorted(set(iris))
        found = [
            row for text in labels_queries(wanted, LABELS_AT_ONCE) for row in self._named(text)
        ]
        return choose_labels(wanted, found)

    def _run(self, text: str, bindings: Mapping[str, object] | None, take: Callable[[Any], T]) -> T:
        form = sparql.check(text)
        _parse(text)
        self._look_for_facts(text)
        asked = with_prefixes(with_values(text, bindings))
        if form == "select":
            return take(solutions(whole(self._endpoint, asked, ask_rows(self._endpoint, asked))))
        if form == "ask":
            return take(ask_yes_or_no(self._endpoint, asked))
        triples = ask_triples(self._endpoint, asked)
        if may_be_cut(len(triples)):
            self._copy.said(
                f"the endpoint gave {len(triples):,} triples; whether there are more, no query can "
                "tell: ask with SELECT where that matters"
            )
        return take(triples)

    @cached_property
    def _by_default(self) -> bool:
        """Whether the default graph holds anything, which some servers leave empty."""
        return bool(ask_yes_or_no(self._endpoint, "ASK { ?s ?p ?o }"))

    def _named(self, text: str) -> list[tuple[Any, ...]]:
        if not self._by_default:
            text = text.replace("} {", "} GRAPH ?graph { {", 1) + " }"
        return self.rows(text)[1]

    def _look_for_facts(self, text: str) -> None:
        """Refuse to ask a default graph that is empty."""
        if not speaks_of_default_graph(text) or self._by_default:
            return
        named = bool(ask_yes_or_no(self._endpoint, "ASK { GRAPH ?g { ?s ?p ?o } }"))
        raise EndpointProblem(
            "the endpoint's default graph is empty"
            + (", its facts are in named graphs" if named else ", and so is every other"),
            where=str(self._endpoint.address),
            why="an answer from no data would look like an answer",
            mend="start the server with the union of graphs as default (oxigraph: "
            "--union-default-graph), or write GRAPH ?g { … }"
            if named
            else "load ontology and data into the endpoint: valuegraph export -f nq",
        )


class RemoteStore(Store):
    """Ontology and facts on a server; made by `RemoteStore.at`.

    Parameters
    ----------
    endpoint, copy
        See `Asked`.
    """

    def __init__(self, endpoint: Endpoint, copy: Copy) -> None:
        super().__init__(copy)
        self._asked = Asked(endpoint, copy)

    @classmethod
    def at(
        cls,
        url: str,
        *,
        cache: Path | None,
        limits: Limits | None = None,
        told: Told | None = None,
    ) -> RemoteStore:
        """Speak to an endpoint; nothing is asked before somebody wants to know.

        Parameters
        ----------
        url : str
            Address of a SPARQL 1.1 endpoint, http or https.
        cache, told
            As in `Store.open`.
        limits : Limits, optional
            What one question may cost.

        Raises
        ------
        UsageError
            The address cannot be one.
        """
        endpoint = Endpoint(url, limits)
        return cls(endpoint, Copy(endpoint, cache, told))

    def frame(
        self, text: str, *, labels: bool = True, bindings: Mapping[str, object] | None = None
    ) -> pd.DataFrame:
        """Answer a SELECT or ASK at the endpoint; see `Store.frame`."""
        return self._asked.frame(text, labels=labels, bindings=bindings)

    def ask(self, text: str, bindings: Mapping[str, object] | None = None) -> bool:
        """Answer an ASK at the endpoint."""
        return self._asked.ask(text, bindings)

    def construct(self, text: str, bindings: Mapping[str, object] | None = None) -> rdflib.Graph:
        """Answer a CONSTRUCT or DESCRIBE at the endpoint."""
        return self._asked.construct(text, bindings)

    def serialise(self, text: str, form: str) -> bytes:
        """Answer any query at the endpoint; see `Store.serialise`."""
        return self._asked.serialise(text, form)


def with_prefixes(text: str) -> str:
    """Return a query that declares the prefixes which are always bound here, on its first line."""
    bare = sparql.without_words(text)
    declared = set(sparql.DECLARED.findall(bare))
    used = set(sparql.USED.findall(bare)) - declared
    line = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in PREFIXES if name in used)
    return line + text


def with_values(text: str, bindings: Mapping[str, object] | None) -> str:
    """Return a query in which variables have the values given."""
    given = substitutions(bindings)
    if not given:
        return text
    names = " ".join(map(str, given))
    return f"{text}\nVALUES ({names}) {{ ({' '.join(map(str, given.values()))}) }}"


def speaks_of_default_graph(text: str) -> bool:
    """Whether a query asks the default graph, as all do that name no graph."""
    words = set(sparql.without_words(text).upper().replace("{", " ").split())
    return not words & {"GRAPH", "FROM", "DESCRIBE"}


def _parse(text: str) -> None:
    """Tell a mistake with its place before anybody else sees it."""
    try:
        ox.Store().query(text, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError, RuntimeError) as problem:
        raise sparql.explain(text, problem) from problem
