"""Scenarios written down: a TOML file says what happens, where it was read, and how to read it."""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuegraph.errors import DataError, FileProblem, UnknownNameError, UsageError
from valuegraph.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FOLDER = "scenarios"
SUFFIX = ".toml"
VIEWS = ("renewal", "continuity", "both")
CLOSE = 0.6


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a scenario was read: the paper, the place in it, and the paper's IRI or address."""

    paper: str
    locator: str
    iri: str | None = None

    def __str__(self) -> str:
        """Return paper and place in one line."""
        return f"{self.paper}, {self.locator}"


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """One scenario as written down.

    Attributes
    ----------
    id, title, says : str
        Short name, heading, and what happens in one sentence.
    shocks : tuple of str
        As on the command line.
    view, surge : str, float
        `renewal`, `continuity` or `both`; what survivors can add to their share.
    as_of : datetime.date or None
        The day on which facts must hold; today when absent.
    targets : tuple of str
        Whose service counts; every implementor when empty.
    reading : str
        What to read from the answer, and what it does not show.
    source : tuple of Origin
        Where the scenario comes from; the passage that it is drawn from first.
    """

    id: str
    title: str
    says: str
    shocks: tuple[str, ...]
    reading: str
    source: tuple[Origin, ...]
    view: str = "both"
    surge: float = 0.3
    as_of: dt.date | None = None
    targets: tuple[str, ...] = ()


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError("a text that is not empty")
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise TypeError("a list of texts that are not empty")
    return tuple(value)


def _some_texts(value: object) -> tuple[str, ...]:
    found = _texts(value)
    if not found:
        raise TypeError("a list of at least one text")
    return found


def _view(value: object) -> str:
    if value not in VIEWS:
        raise TypeError(f"one of {', '.join(VIEWS)}")
    return str(value)


def _surge(value: object) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or math.isnan(float(value)) or float(value) < 0:  # type: ignore[arg-type]
        raise TypeError("a number from 0 (inf is allowed)")
    return float(value)  # type: ignore[arg-type]


def _day(value: object) -> dt.date:
    if isinstance(value, str):
        try:
            value = dt.date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise TypeError("a day, for example 2026-06-01")
    return value


def _origins(value: object) -> tuple[Origin, ...]:
    tables = value if isinstance(value, list) else [value]
    if not tables or not all(map(_is_origin, tables)):
        raise TypeError(
            "a table, or several, each with paper, locator and perhaps iri: texts that are not empty"
        )
    return tuple(
        Origin(**{key: text.strip() for key, text in each.items()})
        for each in tables
        if isinstance(each, dict)
    )


def _is_origin(value: object) -> bool:
    return (
        isinstance(value, dict)
        and {"paper", "locator"} <= set(value) <= {"paper", "locator", "iri"}
        and all(isinstance(each, str) and each.strip() for each in value.values())
    )


KEYS: Mapping[str, Callable[[object], Any]] = {
    "id": _text,
    "title": _text,
    "says": _text,
    "shocks": _some_texts,
    "view": _view,
    "surge": _surge,
    "as_of": _day,
    "targets": _texts,
    "reading": _text,
    "source": _origins,
}
NEEDED = ("id", "title", "says", "shocks", "reading", "source")


def read_scenario(path: Path) -> ScenarioFile:
    """Read one file strictly.

    Parameters
    ----------
    path : Path
        TOML.

    Raises
    ------
    FileProblem
        The file cannot be read.
    DataError
        It is no TOML, or keys are missing, unknown or of the wrong kind: all named together.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise FileProblem(
            f"this scenario cannot be read: {(problem.strerror or str(problem)).lower()}",
            where=str(path),
            mend="check the path; valuegraph scenario --list names the shipped ones",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DataError(
            f"this file is no TOML: {problem}",
            where=str(path),
            mend="text goes between quotes, lists between square brackets, one key a line",
        ) from None
    return _checked(told, path)


def _checked(told: Mapping[str, object], path: Path) -> ScenarioFile:
    problems = [_unknown(key) for key in told if key not in KEYS]
    problems += [f"{key}: missing" for key in NEEDED if key not in told]
    found: dict[str, Any] = {}
    for key, value in told.items():
        if key in KEYS:
            try:
                found[key] = KEYS[key](value)
            except TypeError as wrong:
                problems.append(f"{key}: must be {wrong}, not {value!r}")
    if problems:
        raise DataError(
            "this scenario cannot be accepted:\n" + "\n".join(f"  - {each}" for each in problems),
            where=str(path),
            why="a key that is passed over would look as if it had been heeded",
            mend=f"needed: {', '.join(NEEDED)}; allowed besides: "
            + ", ".join(key for key in KEYS if key not in NEEDED),
        )
    return ScenarioFile(**found)


def _unknown(key: str) -> str:
    near = get_close_matches(key, KEYS, n=1, cutoff=CLOSE)
    return f"{key}: no such key" + (f" (did you mean {near[0]}?)" if near else "")


def shipped(folder: Path | None = None) -> dict[str, ScenarioFile]:
    """Return the shipped scenarios by id, in order.

    Parameters
    ----------
    folder : Path, optional
        Where they are; `scenarios` among the shipped data by default.
    """
    place = data_dir() / FOLDER if folder is None else folder
    found = {path: read_scenario(path) for path in sorted(place.glob(f"*{SUFFIX}"))}
    strange = [f"{path.name}: {each.id}" for path, each in found.items() if each.id != path.stem]
    if strange:
        raise DataError(
            f"a scenario's id is not its file's name: {', '.join(strange)}",
            where=str(place),
            why="--name ID looks for the file ID.toml",
            mend="rename the file or change the id",
        )
    return {each.id: each for each in found.values()}


def shipped_scenario(name: str, folder: Path | None = None) -> ScenarioFile:
    """Return a shipped scenario by its id.

    Raises
    ------
    UnknownNameError
        None has that id.
    """
    known = shipped(folder)
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=2, cutoff=CLOSE)
    raise UnknownNameError(
        f"no shipped scenario is called {name!r}",
        mend=f"did you mean {' or '.join(near)}?" if near else f"choose one of {', '.join(known)}",
    )


def chosen(
    shocks: Sequence[str], name: str | None = None, file: str | Path | None = None
) -> ScenarioFile | None:
    """Return the file that a scenario is told by; None when it is told by shocks.

    Parameters
    ----------
    shocks : sequence of str
        Shocks, as on the command line.
    name : str, optional
        Id of a shipped scenario.
    file : str or Path, optional
        A file of the user's.

    Raises
    ------
    UsageError
        Not exactly one of the three is given.
    """
    given = [bool(shocks), file is not None, name is not None]
    if sum(given) != 1:
        raise UsageError(
            "a scenario is given by shocks, by --file or by --name"
            + (", only one of them" if sum(given) else ""),
            why="a scenario mixed with another is a third, with a reading that does not fit",
            mend="for example: valuegraph scenario remove:NVIDIA cut:api:OpenAI; --list names the "
            "shipped ones",
        )
    if name is not None:
        return shipped_scenario(name)
    return None if file is None else read_scenario(Path(file))
