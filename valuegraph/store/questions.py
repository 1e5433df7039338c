"""The shipped questions: one SPARQL file each, with a header that says what it asks."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.errors import DataError, FileProblem, UnknownNameError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

DAY = re.compile(r'"((?!9999)\d{4}-\d\d-\d\d)"\^\^xsd:date(?=.*# change here)')
HEADER = re.compile(r"^#\s*(asks|columns|by)\s*:\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with a name.

    Attributes
    ----------
    id : str
        Name of its file without suffix.
    asks : str
        What it asks, in words.
    by : str
        Who asks it.
    columns : tuple of str
        Names of the answer's columns.
    text : str
        SPARQL, header included.
    """

    id: str
    asks: str
    by: str
    columns: tuple[str, ...]
    text: str = field(repr=False)

    def on(self, day: dt.date) -> str:
        """Return the text that asks of another day: the one on the lines "# change here".

        Raises
        ------
        UsageError
            The question is about several days.
        """
        days = sorted(set(DAY.findall(self.text)))
        if len(days) > 1:
            raise UsageError(
                f"the question {self.id} is about several days of its own: {', '.join(days)}",
                where="--as-of, --known-at, --min-confidence",
                why="facts of one day cannot answer it",
                mend=f"leave these options out, or change the days in ontology/queries/{self.id}.rq "
                "and ask your copy with --file",
            )
        return DAY.sub(f'"{day.isoformat()}"^^xsd:date', self.text)


def query_file(path: Path) -> Question:
    """Read one question.

    Raises
    ------
    FileProblem
        The file cannot be read.
    DataError
        It is not UTF-8, or the header lacks what it asks.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise FileProblem(
            f"this question cannot be read: {problem.strerror}", where=str(path)
        ) from problem
    except UnicodeDecodeError as problem:
        raise DataError(
            "this question is not text in UTF-8", where=str(path), mend="save it as UTF-8"
        ) from problem
    told: dict[str, list[str]] = {"asks": [], "columns": [], "by": []}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        found = HEADER.match(line)
        if found:
            told[found.group(1)].append(found.group(2))
    asks = " ".join(told["asks"])
    if not asks:
        raise DataError(
            "this question does not say what it asks",
            where=f"{path}, line 1",
            why="lists of questions show that line",
            mend='start the file with a line "# asks: …"',
        )
    columns = re.split(r"[\s,]+", " ".join(told["columns"]))
    return Question(
        id=path.stem,
        asks=asks,
        by=" ".join(told["by"]),
        columns=tuple(name.lstrip("?") for name in columns if name),
        text=text,
    )


def questions(ontology_dir: Path) -> dict[str, Question]:
    """Return every question of ``queries/`` by id, in the order of their names."""
    found = [query_file(path) for path in sorted((ontology_dir / "queries").glob("*.rq"))]
    return {each.id: each for each in found}


def question(ontology_dir: Path, name: str) -> Question:
    """Return one question by id.

    Raises
    ------
    UnknownNameError
        No question has the id; near misses are named.
    """
    path = ontology_dir / "queries" / f"{name}.rq"
    if path.parent == (ontology_dir / "queries") and path.is_file():
        return query_file(path)
    known = sorted(path.stem for path in (ontology_dir / "queries").glob("*.rq"))
    near = difflib.get_close_matches(name, known, n=3)
    raise UnknownNameError(
        f"no question is called {name!r}",
        mend=f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(known)}",
    )
