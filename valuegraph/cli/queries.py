"""The command that asks: query."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from valuegraph.cli.answers import Answer
from valuegraph.cli.classed import tell_classes
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.rendering import parquet, present
from valuegraph.cli.writing import STDOUT, deliver, mention, write_bytes
from valuegraph.errors import FileProblem, UnknownNameError, UsageError
from valuegraph.view.question_facts import coverage_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.store import Question

_PROLOGUE = re.compile(
    r"\A\s*((prefix\s+\S*\s*<[^>]*>|base\s*<[^>]*>|#[^\n]*\n)\s*)*", re.IGNORECASE
)
_BUILDS_A_GRAPH = ("construct", "describe")
_AS_SPARQL_SAYS = ("xml", "srj", "ttl", "nt")


class QueryForm(StrEnum):
    """Forms of what a query finds."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"
    XML = "xml"
    SRJ = "srj"
    TTL = "ttl"
    NT = "nt"


@dataclass(frozen=True)
class QueryOutput(Output):
    """Where a query's rows go; it knows the forms of SPARQL 1.1 as well."""

    form: Annotated[
        QueryForm,
        typer.Option(
            "--format",
            "-f",
            help="table, json, csv, tsv, parquet; xml and srj are SPARQL results; "
            "ttl and nt for CONSTRUCT.",
            case_sensitive=False,
        ),
    ] = QueryForm.TABLE  # type: ignore[assignment]


class Asked(NamedTuple):
    """What is asked, whether it is the facts of one day, and the graph they are of."""

    graph: KnowledgeGraph
    dated: bool
    whole: KnowledgeGraph


def query(
    scope: Scope,
    output: QueryOutput,
    text: Annotated[str | None, typer.Argument(help="SPARQL 1.1; - reads stdin.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-F", metavar="FILE", help="File with the query.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="ID", help="A shipped question.")
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="List the shipped questions.", show_default=False)
    ] = False,
) -> None:
    """Ask in SPARQL 1.1, or a shipped question.

    The prefixes of ontology and data are always bound. Below a shipped question that ranks stands
    how many facts it reads.

    Facts of all days are asked. With --as-of, --known-at or --min-confidence only those of that
    slice are, and a shipped question is put for its day.

    Rows: the columns that the query selects; IRIs have their label in NAME_label.
    """
    given = sum([text is not None, file is not None, name is not None, listed])
    if given != 1:
        raise UsageError(
            "no query" if not given else "more than one query",
            where="query TEXT, --file FILE, --name ID or --list",
            mend="give exactly one; valuegraph query --list names the shipped questions",
        )
    graph = scope.load()
    tell_classes(graph, quiet=output.quiet, own=False)
    if listed:
        present(Answer(_questions(graph)), graph, output)
        return
    if name is None:
        put = _query_text(text, file)
    else:
        question = _shipped(graph, name)
        put = question.on(graph.as_of) if scope.narrows else question.text
    _ask(Asked(scope.asked(graph), scope.narrows, graph), put, output, name)


def _query_text(text: str | None, file: Path | None) -> str:
    if text == STDOUT:
        return sys.stdin.read()
    if file is None:
        return text or ""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise FileProblem(
            "this file is not text in UTF-8", where=str(file), mend="name a file with a query"
        ) from None


def _shipped(graph: KnowledgeGraph, name: str) -> Question:
    known = graph.questions()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    raise UnknownNameError(
        f"no shipped question is called {name!r}",
        where="--name",
        mend=f"did you mean {near[0]}?" if near else "valuegraph query --list names them",
    )


def _ask(asked: Asked, text: str, output: QueryOutput, name: str | None = None) -> None:
    graph, form = asked.graph, output.chosen
    builds = _PROLOGUE.sub("", text, count=1).lower().startswith(_BUILDS_A_GRAPH)
    if builds and form == QueryForm.TABLE:
        form = QueryForm.TTL.value
    if form in _AS_SPARQL_SAYS:
        found = graph.query_raw(text, "json" if form == QueryForm.SRJ else form)
        write_bytes(found.rstrip(b"\n") + b"\n", output.output)
        mention(graph.store.notes, quiet=output.quiet)
        return
    if builds:
        raise UsageError(
            f"CONSTRUCT and DESCRIBE give a graph, not rows: no {form}",
            where="--format",
            mend="use -f ttl or -f nt, or write a SELECT",
        )
    read_by_people = name is not None and form in {QueryForm.TABLE, QueryForm.JSON}
    coverage = coverage_of(asked.whole, str(name)) if read_by_people else ()
    _present_rows(graph.query(text), asked, output, coverage)


def _present_rows(
    frame: DataFrame, asked: Asked, output: QueryOutput, coverage: tuple[str, ...]
) -> None:
    graph = asked.graph
    if output.chosen == QueryForm.PARQUET:
        deliver(lambda path: parquet(frame, path), output.output, name="query.parquet")
        mention(graph.store.notes, quiet=output.quiet)
    else:
        answer = Answer(Grid.from_frame(frame), coverage=coverage, dated=asked.dated)
        present(answer, graph, output)


def _questions(graph: KnowledgeGraph) -> Grid:
    rows = ((name, question.asks) for name, question in graph.questions().items())
    return Grid(("name", "asks"), tuple(rows))
