"""The command that asks: query."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.answers import Answer
from valuegraph.cli.asked import coverage_of
from valuegraph.cli.classed import tell_classes
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.rendering import parquet, present
from valuegraph.cli.writing import STDOUT, deliver, mention, write_bytes
from valuegraph.errors import FileProblem, UnknownNameError, UsageError

if TYPE_CHECKING:
    from pandas import DataFrame

    from valuegraph.knowledge_graph import KnowledgeGraph

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
    elif name is not None and output.chosen not in _AS_SPARQL_SAYS:
        rows = graph.question(name)
        _present_rows(rows, graph, output, coverage_of(graph, name))
    else:
        _ask(graph, _query_text(graph, text, file, name), output)


def _query_text(
    graph: KnowledgeGraph, text: str | None, file: Path | None, name: str | None
) -> str:
    if name is not None:
        return _shipped(graph, name)
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


def _shipped(graph: KnowledgeGraph, name: str) -> str:
    known = graph.questions()
    if name in known:
        return known[name].text
    near = get_close_matches(name, known, n=1)
    raise UnknownNameError(
        f"no shipped question is called {name!r}",
        where="--name",
        mend=f"did you mean {near[0]}?" if near else "valuegraph query --list names them",
    )


def _ask(graph: KnowledgeGraph, text: str, output: QueryOutput) -> None:
    form = output.chosen
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
    _present_rows(graph.query(text), graph, output)


def _present_rows(
    frame: DataFrame, graph: KnowledgeGraph, output: QueryOutput, coverage: tuple[str, ...] = ()
) -> None:
    if output.chosen == QueryForm.PARQUET:
        deliver(lambda path: parquet(frame, path), output.output, name="query.parquet")
        mention(graph.store.notes, quiet=output.quiet)
    else:
        present(Answer(Grid.from_frame(frame), coverage=coverage), graph, output)


def _questions(graph: KnowledgeGraph) -> Grid:
    rows = ((name, question.asks) for name, question in graph.questions().items())
    return Grid(("name", "asks"), tuple(rows))
