"""What an endpoint sent, as the results that the engine of this room would give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from valuegraph.errors import EndpointProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuegraph.store.remote_http import Endpoint, Reply

T = TypeVar("T")
ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.6"
RESULT_FORMS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
TRIPLE_FORMS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
VIRTUOSO_ASK = "__ASK_RETVAL"
TSV = ox.QueryResultsFormat.TSV


VIRTUOSO_NODE = re.compile(rb"""("type":\s*"bnode",\s*"value":\s*"|<bnode>)nodeID://""")


def ask_rows(endpoint: Endpoint, text: str) -> bytes:
    """Ask a SELECT and return its solutions as SPARQL TSV.

    Raises
    ------
    EndpointProblem
        The answer is not SPARQL's, breaks off, or is told to be a part.
    """
    reply = endpoint.ask(text, ROWS)
    return _parsed(endpoint, reply, lambda found: found.serialize(format=TSV) or b"")


def ask_terms(endpoint: Endpoint, text: str) -> list[tuple[Any, ...]]:
    """Ask a SELECT and return the engine's terms; see `ask_rows`."""
    reply = endpoint.ask(text, ROWS)
    return _parsed(endpoint, reply, lambda found: [tuple(row) for row in found])


def ask_yes_or_no(endpoint: Endpoint, text: str) -> ox.QueryBoolean:
    """Ask an ASK; see `ask_rows`."""
    reply = endpoint.ask(text, ROWS)
    form = _form(endpoint, reply, RESULT_FORMS)
    try:
        found = ox.parse_query_results(reply.body, format=form)
        if isinstance(found, ox.QueryBoolean):
            return found
        # Virtuoso 7 gives one row with 1, or none; what takes a boolean is given one.
        if [name.value for name in found.variables] == [VIRTUOSO_ASK]:
            return _boolean(any(_number(row[0]) for row in found))
    except (SyntaxError, ValueError) as problem:
        raise _broken(endpoint, problem) from problem
    raise _problem(endpoint, "answers with rows to a question for yes or no")


def _number(term: Any) -> int:  # noqa: ANN401 - a literal, else it is no answer
    return int(getattr(term, "value", "0") or 0)


def _boolean(yes: bool) -> ox.QueryBoolean:  # noqa: FBT001
    text = b'{"head": {}, "boolean": %s}' % (b"true" if yes else b"false")
    found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QueryBoolean)  # noqa: S101 - it was written so
    return found


def ask_triples(endpoint: Endpoint, text: str) -> list[ox.Triple]:
    """Ask a CONSTRUCT or DESCRIBE; see `ask_rows`."""
    reply = endpoint.ask(text, TRIPLES)
    form = _form(endpoint, reply, TRIPLE_FORMS)
    try:
        quads: Any = ox.parse(reply.body, format=form, base_iri=str(endpoint.address))
        return [quad.triple for quad in quads]
    except (SyntaxError, ValueError) as problem:
        raise _broken(endpoint, problem) from problem


def solutions(tsv: bytes) -> ox.QuerySolutions:
    """Return SPARQL TSV as solutions."""
    found = ox.parse_query_results(tsv, format=TSV)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - TSV knows nothing else
    return found


def _parsed(endpoint: Endpoint, reply: Reply, take: Callable[[ox.QuerySolutions], T]) -> T:
    form = _form(endpoint, reply, RESULT_FORMS)
    body = reply.body
    if b"nodeID://" in body:  # Virtuoso's way to name a blank node, which no standard allows
        body = VIRTUOSO_NODE.sub(rb"\1", body)
    try:
        found: Any = ox.parse_query_results(body, format=form)
        if isinstance(found, ox.QuerySolutions):
            return take(found)
    except (SyntaxError, ValueError) as problem:
        # Solutions must end in the thread in which they began, so no error may carry them away.
        found = None
        raise _broken(endpoint, problem) from problem.with_traceback(None)
    raise _problem(endpoint, "answers yes or no to a question for rows")


def _form(endpoint: Endpoint, reply: Reply, known: dict[str, Any]) -> Any:  # noqa: ANN401
    partial = reply.headers.get("x-sql-state")  # Virtuoso: out of time, with what it had by then
    if partial:
        raise _problem(
            endpoint,
            "gives a part of the answer only: " + reply.headers.get("x-sql-message", partial)[:200],
            why="half of an answer would look like all of it",
            mend="ask for less, or raise the server's time limit",
        )
    if reply.media in known:
        return known[reply.media]
    shown = "a web page" if reply.media == "text/html" else reply.media or "no media type"
    raise _problem(
        endpoint,
        f"answers with {shown}, not with SPARQL results",
        mend="name the endpoint itself: its address often ends in /sparql or /query",
    )


def _broken(endpoint: Endpoint, problem: Exception) -> EndpointProblem:
    said = str(getattr(problem, "msg", None) or problem)
    return _problem(
        endpoint,
        "sends an answer that breaks off or is not well formed",
        why=f"half of an answer would look like all of it ({said[:160]})",
        mend="ask again; if it stays so, its keeper should know",
    )


def _problem(
    endpoint: Endpoint, what: str, why: str | None = None, mend: str | None = None
) -> EndpointProblem:
    return EndpointProblem(
        f"the endpoint {what}",
        where=str(endpoint.address),
        why=why,
        mend=mend or "name an endpoint that keeps to SPARQL 1.1",
    )
