"""An answer and its forms: a table for people; JSON, CSV and TSV for programs."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuegraph.cli.answers import Answer, Plain, flat, plain, unknown
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Format, Output
from valuegraph.cli.tables import table_text
from valuegraph.cli.writing import STDOUT, mention, tell, write_text

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from valuegraph.knowledge_graph import KnowledgeGraph


def present(answer: Answer, graph: KnowledgeGraph | None, output: Output) -> None:
    """Write an answer in the form and to the place that the options name.

    Parameters
    ----------
    answer : Answer
        Rows, sections, coverage and notes.
    graph : KnowledgeGraph or None
        Graph that gave the answer: its date and its dataset are part of a JSON answer. None where
        no graph was asked.
    output : Output
        The options.
    """
    if graph is not None:
        mention(graph.store.notes, quiet=output.quiet)
    trimmed = _trimmed(answer, output)
    form = output.chosen
    if form == Format.TABLE:
        text = table_text(trimmed, output)
    elif form == Format.JSON:
        text = json_text(trimmed, graph)
    else:
        text = delimited_text(trimmed.grid, "\t" if form == Format.TSV else ",")
    write_text(text, output.output)
    if output.output != STDOUT:
        tell(f"wrote {output.output}", quiet=output.quiet)


def _trimmed(answer: Answer, output: Output) -> Answer:
    if output.top is None or answer.sections or len(answer.grid) <= output.top:
        return answer
    tell(f"{output.top} of {len(answer.grid)} rows (--top)", quiet=output.quiet)
    return replace(answer, grid=answer.grid.head(output.top), sections=(), facts=None, beside={})


def json_text(answer: Answer, graph: KnowledgeGraph | None) -> str:
    """Return the answer as one JSON object: rows, as_of, dataset, coverage, and what is beside."""
    document: dict[str, object] = {"rows": records(answer.grid)}
    if graph is not None:
        document["as_of"] = plain(graph.as_of) if answer.dated else None
        document["dataset"] = {"hash": graph.dataset.hash, "version": graph.dataset.version}
        document["coverage"] = list(answer.coverage)
    if answer.facts is not None:
        document["facts"] = records(answer.facts)
    document.update((key, nested(value)) for key, value in answer.beside.items())
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)


def nested(value: object) -> object:
    """Return a value as JSON knows it, the objects and lists in it as well."""
    if isinstance(value, Mapping):
        return {str(key): nested(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [nested(item) for item in value]
    return plain(value)


def delimited_text(grid: Grid, separator: str) -> str:
    """Return the rows with a header line, quoted as RFC 4180 says."""
    lines = [_line(grid.columns, separator)]
    lines += [_line([flat(plain(value)) for value in row], separator) for row in grid.rows]
    return "".join(lines)


def _line(cells: Sequence[object], separator: str) -> str:
    """Return one line; the writer quotes the line ends it knows, so it is told of both."""
    import csv

    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().removesuffix("\r\n") + "\n"


def records(grid: Grid) -> list[dict[str, Plain]]:
    """Return the rows as flat objects of JSON values."""
    return [{name: plain(value) for name, value in row.items()} for row in grid.records()]


def parquet(frame: DataFrame, path: Path) -> Path:
    """Write the rows as one Parquet file and return its path."""
    import fastparquet
    import pandas as pd

    columns = {}
    for name in frame.columns:
        values = frame[name]
        if pd.api.types.is_object_dtype(values):
            values = _one_type(values)
        if pd.api.types.is_datetime64_dtype(values):
            values = values.astype("datetime64[ns]")  # fastparquet misreads whole seconds
        columns[str(name)] = values
    fastparquet.write(str(path), pd.DataFrame(columns), write_index=False)
    return path


def _one_type(values: Series[Any]) -> Series[Any]:
    """Return a column of objects as days where all are days, else as text."""
    import pandas as pd

    known = [value for value in values if not unknown(value)]
    if known and all(isinstance(value, date) for value in known):
        return pd.to_datetime(values)
    if known and all(isinstance(value, bool) for value in known):
        return values.astype("boolean")
    return pd.Series(
        [None if unknown(value) else str(flat(plain(value))) for value in values],
        index=values.index,
        dtype=object,
    )
