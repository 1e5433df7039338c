"""Rows of a CSV file that a person wrote, or one clear error for the file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from valuegraph.errors import DataError, FileProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["sheet_rows"]


def sheet_rows(
    path: Path,
    columns: Sequence[str],
    accepts: Callable[[Sequence[str]], bool],
    *,
    spelt: Callable[[str], str] = str,
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV file with their lines.

    Parameters
    ----------
    path : Path
        UTF-8, with or without a byte-order mark.
    columns : sequence of str
        The heading that the error tells to write.
    accepts : callable
        Whether the heading will do.
    spelt : callable
        Makes the name of a column from what stands in the heading.

    Raises
    ------
    DataError
        Another heading, or no CSV in UTF-8.
    FileProblem
        The file cannot be read.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as handle:
            reader = csv.DictReader(handle, restkey="", restval="", strict=True)
            heading = tuple(map(spelt, reader.fieldnames or ()))
            if not accepts(heading):
                raise DataError(
                    "the table lacks a column or has other columns",
                    where=f"{path}: {', '.join(heading) or 'nothing'}",
                    why="columns are read by name",
                    mend=f"write the heading {','.join(columns)}",
                )
            reader.fieldnames = heading
            for row in reader:
                yield reader.line_num, row
    except OSError as error:
        raise FileProblem(
            "the table cannot be read",
            where=f"{path}: {error.strerror}",
            mend="name a CSV file that exists",
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            "the table is not CSV in UTF-8",
            where=f"{path}: {error}",
            mend="save it as CSV in UTF-8",
        ) from error
