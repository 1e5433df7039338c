"""A publisher's copy on disk: a folder, an archive or one file; read only, never unpacked to disk."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tarfile
import tomllib
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.sources.archive import archive_in, members_of
from valuegraph.sources.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Package"]


class Package:
    """The files of one copy, by their path inside it.

    Parameters
    ----------
    path : Path
        A folder, a ``.tar``, ``.tar.gz``, ``.tgz`` or ``.zip`` archive, a folder with nothing but
        such an archive and packed files, or a single file.

    Raises
    ------
    FileProblem
        It is not there or cannot be read.
    DataError
        It ends like an archive and is damaged, or would write outside of itself.
    """

    def __init__(self, path: Path) -> None:
        self.path = archive_in(path)
        self._read: dict[str, bytes] = {}
        self._open = dict(members_of(self.path))

    def names(self, pattern: str = "*") -> list[str]:
        """Return the paths that end like a pattern of `fnmatch`, sorted.

        ``models/*.yml`` finds ``web/models/a.yml`` as well: where the copy's root lies in the
        publisher's tree does not matter.
        """
        return sorted(name for name in self._open if _ends_like(name, pattern))

    def one(self, pattern: str) -> str:
        """Return the only path that ends like the pattern.

        Raises
        ------
        DataError
            There is none, or more than one.
        """
        found = self.names(pattern)
        if len(found) != 1:
            raise DataError(
                f"{len(found) or 'no'} files end in {pattern}",
                where=str(self.path),
                why="the reader needs exactly one, or part of the source would be missing",
                mend="name the folder or archive that the publisher gives out, whole",
            )
        return found[0]

    def some(self, pattern: str, what: str) -> list[str]:
        """Return the paths that end like the pattern, of which there is at least one.

        Raises
        ------
        DataError
            There is none; `what` says of what the copy holds nothing.
        """
        found = self.names(pattern)
        if not found:
            raise DataError(
                f"no {what} is in this copy: no file ends in {pattern}",
                where=str(self.path),
                why="nothing read could pass for nothing said",
                mend="name the folder or archive that the publisher gives out, whole",
            )
        return found

    def data(self, name: str) -> bytes:
        """Return the bytes of a file."""
        if name not in self._read:
            try:
                self._read[name] = self._open[name]()
            except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as problem:
                raise self._damaged(name, str(problem)) from problem
        return self._read[name]

    def text(self, name: str) -> str:
        """Return a file as text; only UTF-8 is read."""
        try:
            return self.data(name).decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise DataError(
                f"this file is not UTF-8: byte {problem.start} is {problem.object[problem.start]:#x}",
                where=f"{self.path}, {name}",
                why="another encoding turns names into other names",
                mend="save it as UTF-8, or fetch it from the publisher again",
            ) from None

    def table(self, name: str, key: str, columns: tuple[str, ...]) -> Iterator[Record]:
        """Read a CSV file whose heading must be exactly the one known.

        Parameters
        ----------
        name : str
            Path in the package.
        key : str
            Column that names the row in messages and locators.
        columns : tuple of str
            The heading, in any order.

        Raises
        ------
        DataError
            Another heading; a row with too few or too many cells; a quote that never ends.
        """
        reader = csv.reader(io.StringIO(self.text(name), newline=""), strict=True)
        short = PurePosixPath(name).name
        try:
            heading = next(reader, [])
            self._check_heading(name, heading, columns)
            for cells in reader:
                if len(cells) != len(heading):
                    raise DataError(
                        f"a row has {len(cells)} cells, the heading {len(heading)}",
                        where=f"{self.path}, {name}, line {reader.line_num}",
                        why="the file is cut off, or a comma stands outside quotes",
                        mend="fetch it from the publisher again",
                    )
                fields = dict(zip(heading, cells, strict=True))
                label = " ".join(fields[key].split()) or f"line {reader.line_num}"
                yield Record(fields, f"{short}, row '{label}'")
        except csv.Error as problem:
            raise self._damaged(name, f"line {reader.line_num}: {problem}") from problem

    def json(self, name: str) -> object:
        """Return a JSON document; numbers as text, so that none changes its form."""
        try:
            return json.loads(self.text(name), parse_float=str, parse_int=str)
        except (json.JSONDecodeError, RecursionError) as problem:
            raise self._damaged(name, str(problem)) from problem

    def toml(self, name: str) -> dict[str, object]:
        """Return a TOML document."""
        try:
            return tomllib.loads(self.text(name), parse_float=str)
        except tomllib.TOMLDecodeError as problem:
            raise self._damaged(name, str(problem)) from problem

    def yaml(self, name: str) -> object:
        """Return a YAML document with every scalar as text: ``no`` stays a word."""
        import yaml

        try:
            return yaml.load(self.text(name), Loader=yaml.BaseLoader)  # noqa: S506 - builds text only
        except (yaml.YAMLError, RecursionError) as problem:
            raise self._damaged(name, " ".join(str(problem).split())) from problem

    def digest(self) -> str:
        """Return the hash of the names and bytes of the files that were read, 32 hex digits."""
        whole = hashlib.blake2b(digest_size=16)
        for name in sorted(self._read):
            inner = hashlib.blake2b(self._read[name], digest_size=16).hexdigest()
            whole.update(f"{PurePosixPath(name).name}\0{inner}\n".encode())
        return whole.hexdigest()

    def _check_heading(self, name: str, heading: list[str], columns: tuple[str, ...]) -> None:
        missing = sorted(set(columns) - set(heading))
        foreign = sorted(set(heading) - set(columns))
        if missing or foreign or len(set(heading)) != len(heading):
            told = [f"missing: {', '.join(missing)}"] if missing else []
            told += [f"not known: {', '.join(foreign)}"] if foreign else []
            raise DataError(
                "the heading is not the one this reader knows: " + ("; ".join(told) or "a double"),
                where=f"{self.path}, {name}, line 1",
                why="columns that moved or changed would put values into wrong facts",
                mend="check that this is the publisher's own file, in a layout that is supported",
            )

    def _damaged(self, name: str, why: str) -> DataError:
        return DataError(
            "this file cannot be read to its end",
            where=f"{self.path}, {name}",
            why=why,
            mend="fetch it from the publisher again",
        )


def _ends_like(name: str, pattern: str) -> bool:
    from fnmatch import fnmatchcase

    return fnmatchcase(name, pattern) or fnmatchcase(name, f"*/{pattern}")
