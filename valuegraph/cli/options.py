"""Options that commands share, written once and spread over each command's own."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

from valuegraph.cli.progress import Progress
from valuegraph.cli.writing import tell
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from valuegraph.knowledge_graph import KnowledgeGraph

Command = TypeVar("Command", bound=Callable[..., None])

NO_OPTION = "no option"
"""Key in the metadata of a field that the frame fills, not whoever types the command."""
WHICH_FACTS = "Which facts"
HOW_TO_PRINT = "How to print"
FLOOR = 0.5


class Format(StrEnum):
    """Forms in which any command prints its rows."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"


def read_date(text: str | None, option: str) -> date | None:
    """Return the day that an option names.

    Raises
    ------
    UsageError
        When the text is not a day of the calendar written as YYYY-MM-DD.
    """
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageError(
            f"{text!r} is not a day",
            where=option,
            why="a relation holds from one day to another",
            mend=f"write year, month and day, for example {option} 2024-06-01",
        )
    return day


@dataclass(frozen=True)
class Scope:
    """Which facts an answer rests on."""

    data: Annotated[
        list[Path] | None,
        typer.Option(
            "--data",
            metavar="PATH",
            help="RDF file or folder laid over the shipped facts; may be given several times.",
            rich_help_panel=WHICH_FACTS,
        ),
    ] = None
    only_data: Annotated[
        bool,
        typer.Option("--only-data", help="Leave the shipped facts out.", show_default=False),
    ] = False
    endpoint: Annotated[
        str | None,
        typer.Option(
            "--endpoint",
            metavar="URL",
            help="SPARQL 1.1 endpoint that holds ontology and facts, instead of files.",
        ),
    ] = None
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Relations in force on this day."),
    ] = None
    known_at: Annotated[
        str | None,
        typer.Option("--known-at", metavar="DATE", help="Evidence read by this day."),
    ] = None
    min_confidence: Annotated[
        float,
        typer.Option("--min-confidence", metavar="X", min=0.0, max=1.0, help="0 to 1."),
    ] = FLOOR
    include_illustrative: Annotated[
        bool,
        typer.Option(
            "--include-illustrative",
            help="Let facts enter that a source gives as an illustration only.",
            show_default=False,
        ),
    ] = False

    progress: Progress = field(default_factory=Progress, metadata={NO_OPTION: True})

    @property
    def narrows(self) -> bool:
        """Whether a day, a day of knowledge or a floor was named."""
        return bool(self.as_of or self.known_at or self.min_confidence != FLOOR)

    def asked(self, graph: KnowledgeGraph) -> KnowledgeGraph:
        """Return what a command reads fact by fact: all facts, or those of the slice if one was named."""
        if not self.narrows:
            return graph
        with self.progress.step("choosing facts"):
            return graph.narrowed()

    def undated(self, what: str, *, quiet: bool) -> None:
        """Say that a slice was named for what has no days."""
        if self.narrows:
            told = "--as-of, --known-at and --min-confidence change nothing here"
            tell(f"note: {what}: {told}", quiet=quiet)

    def load(self, licence: str | None = None) -> KnowledgeGraph:
        """Load the graph that these options describe, of all facts or of a class of licences."""
        as_of = read_date(self.as_of, "--as-of")
        known_at = read_date(self.known_at, "--known-at")
        if self.endpoint and self.data:
            raise UsageError(
                "--endpoint asks a server instead of files",
                where="--endpoint, --data",
                mend="give one of them",
            )
        if self.only_data and not self.data:
            raise UsageError(
                "--only-data leaves no facts",
                where="--only-data",
                mend="name your own facts as well: --data my.ttl --only-data",
            )
        import valuegraph

        return valuegraph.load(
            *(self.data or ()),
            endpoint=self.endpoint,
            only=self.only_data,
            as_of=as_of,
            known_at=known_at,
            min_confidence=self.min_confidence,
            include_illustrative=self.include_illustrative,
            licence=licence,
            told=self.progress if self.progress.on else None,
        )


@dataclass(frozen=True)
class Output:
    """Where rows go, and in which form."""

    form: Annotated[
        Format, typer.Option("--format", "-f", help="Form of the rows.", case_sensitive=False)
    ] = Format.TABLE
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PATH", help="File to write; - is stdout.")
    ] = "-"
    json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="One object: rows, as_of, dataset (hash, version), coverage (of figures; "
            "empty where the rows are facts).",
            show_default=False,
        ),
    ] = False
    top: Annotated[
        int | None, typer.Option("--top", metavar="N", min=1, help="Print the first N rows.")
    ] = None
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing on stderr.", show_default=False)
    ] = False
    no_color: Annotated[
        bool,
        typer.Option("--no-color", help="As the variable NO_COLOR does.", show_default=False),
    ] = False

    @property
    def chosen(self) -> str:
        """Name of the form, after ``--json`` has had its say."""
        return Format.JSON.value if self.json else self.form.value


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Replace each parameter whose type is a group of options by the options of the group.

    Typer builds a command line from a signature; groups of options such as `Scope` keep ten
    shared options out of every signature.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, type] = {}
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        kind = hints[name]
        if isinstance(kind, type) and is_dataclass(kind):
            groups[name] = kind
        else:
            parameters.append(parameter.replace(annotation=kind))
    for group in groups.values():
        parameters += _parameters(group)
    keyword = inspect.Parameter.KEYWORD_ONLY

    @functools.wraps(command)
    def spread_out(**given: object) -> None:
        with Progress.on_stderr(quiet=bool(given.get("quiet"))) as progress:
            for name, group in groups.items():
                chosen = {each.name: given.pop(each.name) for each in _options(group)}
                seen = {each.name: progress for each in fields(group) if NO_OPTION in each.metadata}
                given[name] = group(**chosen, **seen)
            command(**given)

    del spread_out.__wrapped__
    flat = [parameter.replace(kind=keyword) for parameter in parameters]
    spread_out.__signature__ = inspect.Signature(flat)  # type: ignore[attr-defined]
    spread_out.__annotations__ = {each.name: each.annotation for each in flat}
    return spread_out


def _options(group: type) -> list[Field[Any]]:
    return [each for each in fields(group) if NO_OPTION not in each.metadata]


def _parameters(group: type) -> list[inspect.Parameter]:
    """Return the options of a group as parameters of a signature."""
    hints = get_type_hints(group, include_extras=True)
    return [
        inspect.Parameter(
            each.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=each.default,
            annotation=hints[each.name],
        )
        for each in _options(group)
    ]
