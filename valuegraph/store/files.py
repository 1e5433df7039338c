"""Which files a dataset consists of, the format of each, its graph name, and the hash of them all."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast
from urllib.parse import quote

from valuegraph.errors import DataError, FileProblem
from valuegraph.vocabulary.namespaces import VGD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

GRAPHS = VGD + "graph/"
DERIVED_GRAPHS = GRAPHS + "derived/"
"""Of files in a folder `derived`: conclusions, which share no file and no graph with facts."""
FORMAT_VERSION = b"1"
SUFFIXES = {
    ".ttl": "ttl",
    ".trig": "trig",
    ".nt": "nt",
    ".nq": "nq",
    ".rdf": "rdf",
    ".xml": "rdf",
    ".owl": "rdf",
    ".jsonld": "jsonld",
}
COMPRESSED = ".gz"
CHUNK = 1 << 20
TAKEN_WHOLE = 1 << 26
TAKEN_AT_MOST = 1 << 23
"""Datasets and files of no more bytes are read once, and hashed and parsed from memory."""
MANIFEST = "source.toml"
"""Makes a folder that of a bulk source; the folder's name is the source's id."""


@dataclass(frozen=True, slots=True)
class Source:
    """One RDF file of a dataset.

    Attributes
    ----------
    path : Path
        Where it is.
    form : str
        ``ttl``, ``trig``, ``nt``, ``nq``, ``rdf`` or ``jsonld``.
    graph : str
        IRI of the named graph that takes its triples.
    content : bytes, optional
        Its bytes, while they are at hand.
    """

    path: Path
    form: str
    graph: str
    content: bytes | None = field(default=None, repr=False, compare=False)

    @property
    def compressed(self) -> bool:
        """Whether the file is gzipped."""
        return self.path.suffix.lower() == COMPRESSED


def collect(paths: Iterable[Path], keep: Callable[[Path], bool] | None = None) -> list[Source]:
    """Return the RDF files named by files and folders, in one order for one content.

    Folders are searched to the bottom; hidden files and what is not RDF by its suffix are left
    out. A file reached twice counts once. Of several folders of one bulk source the one named
    last counts, so that a user's own copy takes the place of the shipped one; its graphs are
    named after the source, wherever the folder lies.

    Parameters
    ----------
    paths : iterable of Path
    keep : callable, optional
        Says of each file that is left whether to keep it.

    Raises
    ------
    FileProblem
        A path does not exist, or a folder cannot be listed or holds no RDF.
    DataError
        A file is named whose suffix is none of RDF's.
    """
    found: dict[Path, tuple[Path, str]] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            _collect_folder(path, found)
        elif path.exists():
            form_of(path)
            found.setdefault(path.resolve(), (path, path.name))
        else:
            raise FileProblem(
                "there is no such file or folder",
                where=str(path),
                mend="check the spelling; relative paths start at the current folder",
            )
    latest = _latest_of_each_source(found)
    return _name_graphs([each for each in latest if keep is None or keep(each[0])])


def form_of(path: Path) -> str:
    """Return the RDF format that a file's name stands for.

    Raises
    ------
    DataError
        When the suffix is none of RDF's.
    """
    form = _form(path)
    if form is None:
        raise DataError(
            f"{path.suffix or 'a file without suffix'} is not a suffix of RDF",
            where=str(path),
            why="the suffix tells which of RDF's notations to read",
            mend=f"rename the file, or name one that ends in {', '.join(SUFFIXES)} (or these + .gz)",
        )
    return form


def take(sources: Sequence[Source]) -> list[Source]:
    """Return the files with their bytes, unless these are many: what is hashed is then parsed."""
    found = []
    left = TAKEN_WHOLE
    for source in sources:
        most = min(left, TAKEN_AT_MOST)
        with reading(source), source.path.open("rb") as file:
            content = file.read(most + 1)
        if len(content) > most:
            return list(sources)
        left -= len(content)
        found.append(replace(source, content=content))
    return found


def content_hash(sources: Sequence[Source]) -> str:
    """Return the hash of names and bytes of all files, 32 hexadecimal digits.

    Every byte is read each time: a modification time can stay equal over an edit, bytes cannot.
    """
    digest = hashlib.blake2b(FORMAT_VERSION, digest_size=16)
    for source in sources:
        inner = hashlib.blake2b(digest_size=16)
        with reading(source), _raw(source) as file:
            while chunk := file.read(CHUNK):
                inner.update(chunk)
        digest.update(f"{source.graph}\0{source.form}\0{inner.hexdigest()}\n".encode())
    return digest.hexdigest()


@contextlib.contextmanager
def open_bytes(source: Source) -> Iterator[IO[bytes]]:
    """Open a file for its parser, decompressed and past a byte-order mark.

    Raises
    ------
    DataError
        When the file starts as UTF-16 or UTF-32 text does.
    """
    with _raw(source) as raw:
        file = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if source.compressed else raw
        start = file.read(4)
        if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
            raise DataError(
                "this file is text in UTF-16 or UTF-32",
                where=f"{source.path}, line 1, column 1",
                why="RDF files are UTF-8; guessing another encoding could change names",
                mend="save the file as UTF-8",
            )
        file.seek(3 if start.startswith(b"\xef\xbb\xbf") else 0)
        yield file


class reading:  # noqa: N801 - reads as a verb where it is used: `with reading(source):`
    """Turn the operating system's refusal to read a file into a FileProblem."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __enter__(self) -> None:
        """Start."""

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        """Translate."""
        if isinstance(problem, gzip.BadGzipFile | EOFError | zlib.error):
            raise DataError(
                "this file ends in .gz but cannot be decompressed",
                where=str(self.source.path),
                why=str(problem),
                mend="compress it again with gzip, or name the uncompressed file",
            ) from problem
        if isinstance(problem, OSError) and not isinstance(problem, FileProblem):
            raise FileProblem(
                f"this file cannot be read: {problem.strerror or problem}",
                where=str(self.source.path),
                mend="check that the file is there and that you may read it",
            ) from problem


def _raw(source: Source) -> IO[bytes]:
    return source.path.open("rb") if source.content is None else io.BytesIO(source.content)


def _form(path: Path) -> str | None:
    inner = path.with_suffix("") if path.suffix.lower() == COMPRESSED else path
    return SUFFIXES.get(inner.suffix.lower())


def _collect_folder(folder: Path, found: dict[Path, tuple[Path, str]]) -> None:
    before = len(found)
    known = 0
    for path in _walk(folder):
        if _form(path) is not None:
            known += 1
            found.setdefault(path.resolve(), (path, path.relative_to(folder).as_posix()))
    if len(found) == before and not known:
        raise FileProblem(
            "this folder holds no RDF file",
            where=str(folder),
            why="an answer from no data would look like an answer",
            mend=f"name a folder with files that end in {', '.join(SUFFIXES)}",
        )


def _latest_of_each_source(found: dict[Path, tuple[Path, str]]) -> list[tuple[Path, str]]:
    folders = dict.fromkeys(path.parent for path in found)
    latest = {folder.name: folder for folder in folders if (folder / MANIFEST).is_file()}
    kept = []
    for resolved, (path, relative) in found.items():
        folder = resolved.parent
        if latest.get(folder.name) == folder:
            kept.append((path, f"sources/{folder.name}/{resolved.name}"))
        elif folder.name not in latest or not (folder / MANIFEST).is_file():
            kept.append((path, relative))
    return kept


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(problem: OSError) -> None:
        raise FileProblem(
            f"this folder cannot be listed: {problem.strerror}",
            where=str(problem.filename),
            mend="check that you may read it",
        ) from problem

    for here, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(here) / name


def _name_graphs(found: list[tuple[Path, str]]) -> list[Source]:
    taken: set[str] = set()
    sources = []
    for path, relative in found:
        name, number = relative, 1
        while name in taken:
            number += 1
            name = f"{relative}~{number}"
        taken.add(name)
        sources.append(Source(path, _form(path) or "", GRAPHS + quote(name)))
    return sources
