"""One question, one bounded answer as bytes: what a process runs that may be killed at any time."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from valuegraph.errors import FileProblem, QueryError, UsageError, ValuegraphError
from valuegraph.store import sparql
from valuegraph.store.writing import RESULTS, SUITING, write_triples
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from valuegraph.store.store import Store

WITHOUT_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')
_BETWEEN_ROWS = b"},{"


class TooLargeError(QueryError):
    """An answer has more rows or bytes than may be given."""


class UnsuitableFormError(UsageError):
    """None of the forms that the client reads suits the query."""


class ServiceProblemError(QueryError):
    """Another endpoint, which the query may ask, gave no answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what its answer may cost.

    Attributes
    ----------
    text : str
        SPARQL 1.1; prefixes are bound.
    forms : mapping
        Kind of query (``select``, ``ask``, ``construct``, ``describe``) -> form of the answer;
        a kind that is missing has no form that the client reads.
    default_graphs, named_graphs : tuple of str
        IRIs of the graphs to ask; where there are any, they replace those of the query.
    rows, size : int
        Most rows (or triples) and bytes of the answer.
    services : tuple of str
        The only endpoints that SERVICE may ask.
    """

    text: str
    forms: Mapping[str, str]
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows: int = 1 << 60
    size: int = 1 << 60
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: its bytes, their form, and how many rows or triples they hold."""

    content: bytes
    form: str
    rows: int


def copy_database(store: Store, folder: Path) -> None:
    """Put the database of a store where other processes may read it, whatever becomes of the cache.

    Where both lie on one file system, nothing is copied: the files are linked.

    Raises
    ------
    FileProblem
        The folder cannot be written.
    """

    def copy(inner: ox.Store) -> None:
        try:
            inner.backup(folder)
        except RuntimeError:  # it is held in memory, or its kind cannot be linked
            shutil.rmtree(folder, ignore_errors=True)
            made = ox.Store(folder)
            made.bulk_extend(inner)
            made.flush()

    try:
        store.reading(copy)
    except OSError as problem:
        raise FileProblem(
            "the database cannot be put where the answering processes read it",
            where=str(folder),
            why=str(problem),
            mend="make room there, or name another folder in TMPDIR",
        ) from problem


class Reader:
    """A database that one process reads.

    Parameters
    ----------
    folder : Path
        Made by `copy_database`.
    """

    def __init__(self, folder: Path) -> None:
        self._inner = ox.Store.read_only(str(folder))
        self._merged = bool(self._inner.query("ASK { ?s ?p ?o }"))

    def answer(self, asked: Asked) -> Found:
        """Answer a question within its bounds.

        Raises
        ------
        QueryError
            It cannot be parsed or run, is no query, or asks for more than reading.
        NotAllowedError
            It is an update, or asks another server.
        TooLargeError
            The answer has more rows or bytes than it may.
        UnsuitableFormError
            It has no form that the client reads.
        ServiceProblemError
            An endpoint that may be asked gave no answer.
        """
        kind = sparql.check(asked.text, asked.services)
        form = asked.forms.get(kind)
        if form not in SUITING[kind]:
            raise UnsuitableFormError(
                f"the answer to {kind.upper()} has none of the forms that the client reads",
                mend=f"accept one of {', '.join(SUITING[kind])}, or anything",
            )
        try:
            found = self._ask(asked)
            write = _write_graph if kind in {"construct", "describe"} else _write_rows
            return _fit_for_xml(write(found, form, asked))
        except (SyntaxError, ValueError, RuntimeError) as problem:
            if isinstance(problem, ValuegraphError):
                raise
            raise sparql.explain(asked.text, problem) from problem
        except OSError as problem:
            if not asked.services:  # of this machine, and no business of who asks
                raise
            raise ServiceProblemError(
                "an endpoint that the query asks with SERVICE gave no answer",
                why=str(problem)[:200],
                mend="ask again later, or write SERVICE SILENT",
            ) from problem

    def _ask(self, asked: Asked) -> Any:  # noqa: ANN401 - one of three classes, by kind of query
        chosen = bool(asked.default_graphs or asked.named_graphs)
        union = not (self._merged or chosen or sparql.chooses_graphs(asked.text))
        return self._inner.query(
            asked.text,
            prefixes=dict(PREFIXES),
            use_default_graph_as_union=union,
            default_graph=_names(asked.default_graphs) if chosen else None,
            named_graphs=_names(asked.named_graphs) if chosen else None,
        )


def _names(iris: Iterable[str]) -> list[Any]:
    try:
        return [ox.NamedNode(iri) for iri in iris]
    except ValueError as problem:
        raise QueryError(
            "a graph is named by something that is no IRI",
            where="default-graph-uri or named-graph-uri",
            why=str(problem)[:200],
            mend="write the whole IRI, without angle brackets",
        ) from problem


def _write_rows(found: Any, form: str, asked: Asked) -> Found:  # noqa: ANN401
    sink = _Sink(form, asked)
    found.serialize(sink, format=RESULTS[form])
    rows = sink.counted()
    _check_rows(rows, asked.rows, "rows")
    return Found(b"".join(sink.parts), form, rows)


def _write_graph(found: Iterable[ox.Triple], form: str, asked: Asked) -> Found:
    counted = 0

    def counting() -> Iterator[ox.Triple]:
        nonlocal counted
        for counted, triple in enumerate(found, start=1):
            _check_rows(counted, asked.rows, "triples")
            yield triple

    content = write_triples(counting(), form)
    _check_size(len(content), asked.size)
    return Found(content, form, counted)


class _Sink(io.RawIOBase):
    """Takes an answer as it is written, counts its rows, and refuses what is beyond a bound."""

    def __init__(self, form: str, asked: Asked) -> None:
        self.parts: list[bytes] = []
        self._form, self._asked = form, asked
        self._size = self._seams = 0
        self._last = b""
        self._quoted = False

    def writable(self) -> bool:
        """Tell that this is for writing."""
        return True

    def write(self, part: Any) -> int:  # noqa: ANN401 - typeshed's buffer has no public name
        """Take the next bytes."""
        content = bytes(part)
        self.parts.append(content)
        self._size += len(content)
        _check_size(self._size, self._asked.size)
        self._seams += self._count(content)
        if self._seams > self._asked.rows:
            _check_rows(self.counted(), self._asked.rows, "rows")
        return len(content)

    def counted(self) -> int:
        """Return the rows so far; exact once everything was written."""
        if self._form == "json":
            return self._counted_json()
        return self._seams - (self._form in {"csv", "tsv"})

    def _counted_json(self) -> int:
        # A text may hold what stands between two rows, so that the quick count is an upper
        # bound; only where the bound decides are the texts taken out.
        whole = b"".join(self.parts)
        if b'"boolean"' in whole[:64]:
            return 1
        if self._seams >= self._asked.rows:
            self._seams = _QUOTED.sub(b"0", whole).partition(b'"')[0].count(_BETWEEN_ROWS)
        return 0 if b'"bindings":[]' in whole[-32:] else self._seams + 1

    def _count(self, content: bytes) -> int:
        if self._form == "tsv":
            return content.count(b"\n")
        if self._form == "csv":
            return self._count_csv(content)
        seam = _BETWEEN_ROWS if self._form == "json" else b"<result>"
        window = self._last + content
        self._last = window[-len(seam) + 1 :]
        return window.count(seam)

    def _count_csv(self, content: bytes) -> int:
        lines = 0
        for number, piece in enumerate(content.split(b'"')):
            if number:
                self._quoted = not self._quoted
            if not self._quoted:
                lines += piece.count(b"\n")
        return lines


def _check_rows(rows: int, limit: int, what: str) -> None:
    if rows > limit:
        raise TooLargeError(
            f"the answer has more than {limit:,} {what}",
            why="an answer that was cut could not be told from a whole one",
            mend="ask for less: select, count, or page with ORDER BY, LIMIT and OFFSET",
        )


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise TooLargeError(
            f"the answer has more than {limit:,} bytes",
            why="an answer that was cut could not be told from a whole one",
            mend="ask for less: select, count, or page with ORDER BY, LIMIT and OFFSET",
        )


def _fit_for_xml(found: Found) -> Found:
    content = found.content
    if found.form in {"xml", "rdf"} and len(content.translate(None, WITHOUT_CONTROLS)) < len(
        content
    ):
        raise UnsuitableFormError(
            "a text of the answer holds a control character, which XML cannot carry",
            mend="accept application/sparql-results+json or, for a graph, text/turtle",
        )
    return found
