"""What is known of a source before it is read: its licence, its copy, its counts, its odd values."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.errors import DataError, FileProblem, UnknownNameError
from valuegraph.sources.lookups import Lookup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["LICENCE_CLASSES", "Document", "Manifest", "read_manifest", "read_manifests"]

LICENCE_CLASSES = ("open", "share-alike", "non-commercial", "local")
"""From what everybody may pass on to what stays with the user; an export takes a class whole."""

FILE = "source.toml"
_TEXTS = ("title", "publisher", "url", "licence", "licence_class", "attribution")


@dataclass(frozen=True, slots=True)
class Document:
    """One published document of a source, which evidence cites.

    Attributes
    ----------
    title, url, kind : str
        As a `vg:Source` states them; `kind` is a concept of the scheme ``sourceKind``.
    iri : str
        Local name of its node where the shipped core has it already; made from the title if empty.
    issued : datetime.date or None
        When it was published.
    """

    title: str
    url: str
    kind: str = "dataSet"
    iri: str = ""
    issued: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of one ``source.toml``.

    Attributes
    ----------
    id, title, publisher, url, licence, licence_class, attribution : str
        `licence` is an IRI, or the word for why there is none; `licence_class` one of
        `LICENCE_CLASSES`.
    snapshot, retrieved : datetime.date
        The day of the copy that the counts are of, and the day on which it was read.
    digest : str
        `Package.digest` of that copy; empty where no copy was ever read.
    shipped : bool
        Whether its facts are part of the shipped data.
    copy : str
        Where its copy lies in a folder that holds all copies; by default what its id says.
    earlier : sequence of datetime.date
        The days of copies that were read before this one and that its facts carry on.
    documents : mapping of str to Document
        What evidence cites; the key ``""`` stands for the source as a whole.
    counts : mapping of str to int
        What the reader must count in that copy.
    lookups : mapping of str to mapping of str to str
        Odd values of the source and what they mean, by table.
    """

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    licence_class: str
    attribution: str
    snapshot: dt.date
    retrieved: dt.date
    digest: str = ""
    shipped: bool = False
    copy: str = ""
    earlier: Sequence[dt.date] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    lookups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def lookup(self, table: str) -> Mapping[str, str]:
        """Return one table of odd values.

        Raises
        ------
        UnknownNameError
            The manifest has no such table.
        """
        if table not in self.lookups:
            raise UnknownNameError(
                f"no lookup {table!r}",
                where=f"{self.id}/{FILE}",
                mend=f"add a table [lookups.{table}]",
            )
        return self.lookups[table]

    def unused(self) -> list[str]:
        """Return the rows of lookups that nothing has asked for: ``table: value``."""
        return [
            f"{table}: {row}"
            for table, rows in self.lookups.items()
            if isinstance(rows, Lookup)
            for row in rows.unused()
        ]


def read_manifests(folder: Path) -> dict[str, Manifest]:
    """Return the manifests below ``sources/`` of a data folder, by id, sorted."""
    found = (read_manifest(path) for path in sorted((folder / "sources").glob(f"*/{FILE}")))
    return {manifest.id: manifest for manifest in found}


def read_manifest(path: Path) -> Manifest:
    """Read one ``source.toml``.

    Raises
    ------
    FileProblem
        It cannot be read.
    DataError
        It is no TOML, lacks an entry or holds one that is not known.
    """
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise FileProblem(
            f"this manifest cannot be read: {problem.strerror or problem}", where=str(path)
        ) from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DataError("this manifest is not TOML", where=str(path), why=str(problem)) from problem
    allowed = set(Manifest.__dataclass_fields__)
    needed = {"id", *_TEXTS, "snapshot", "retrieved"}
    if needed - set(told) or set(told) - allowed:
        raise DataError(
            f"missing: {sorted(needed - set(told))}; not known: {sorted(set(told) - allowed)}",
            where=str(path),
            why="a source without licence and date cannot be cited or passed on",
            mend="write the entries as the manifests of the other sources do",
        )
    _check(told, path)
    documents = {key: Document(**each) for key, each in told.pop("documents", {}).items()}
    documents.setdefault("", Document(told["title"], told["url"]))
    lookups = {name: Lookup(rows) for name, rows in told.pop("lookups", {}).items()}
    return Manifest(documents=documents, lookups=lookups, **told)


def _check(told: Mapping[str, Any], path: Path) -> None:
    if told["id"] != path.parent.name or told["licence_class"] not in LICENCE_CLASSES:
        raise DataError(
            "the id must be the folder's name, the licence class one of "
            + ", ".join(LICENCE_CLASSES),
            where=str(path),
            mend=f"id is {told['id']!r}, licence_class {told['licence_class']!r}",
        )
    for name in ("snapshot", "retrieved"):
        if not isinstance(told[name], dt.date) or isinstance(told[name], dt.datetime):
            raise DataError(f"{name} is not a date", where=str(path), mend="write it as 2026-01-31")
