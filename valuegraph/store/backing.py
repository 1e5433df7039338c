"""Where a dataset is held: a database on disk that outlives the process, or memory."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from valuegraph.errors import FileProblem, UsageError, ValuegraphError
from valuegraph.store.caching import Cache, Manifest
from valuegraph.store.files import Source, collect, content_hash, take
from valuegraph.store.telling import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import pyoxigraph as ox
    from numpy.typing import NDArray

    from valuegraph.store.codes import Codes
    from valuegraph.store.telling import Told

    Arrays = dict[str, NDArray[Any]]

T = TypeVar("T")
COLUMN_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
ATTEMPTS = 3


class Holding(Protocol):
    """What a store is held by, wherever its facts come from; see `Store` for what each gives."""

    @property
    def content_hash(self) -> str: ...  # noqa: D102
    @property
    def sources(self) -> tuple[Source, ...]: ...  # noqa: D102
    @property
    def notes(self) -> list[str]: ...  # noqa: D102
    def held(self) -> tuple[ox.Store, Manifest]: ...  # noqa: D102
    def reading(self, take: Callable[[ox.Store], T]) -> T: ...  # noqa: D102
    def codes(self) -> Codes: ...  # noqa: D102
    def remember(self, name: str, build: Callable[[], Arrays], version: str) -> Arrays: ...  # noqa: D102


class Backing:
    """The files of a dataset and the database made from them.

    Parameters
    ----------
    sources : sequence of Source
        The files; with their bytes, they are not read again.
    digest : str
        Their content hash.
    cache : Path or None
        Folder of caches.
    told : callable, optional
        Is told what takes long.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        digest: str,
        cache: Path | None,
        told: Told | None = None,
    ) -> None:
        self.sources = tuple(replace(source, content=None) for source in sources)
        self._read: tuple[Source, ...] = tuple(sources)
        self._told = told
        self.content_hash = digest
        self.notes: list[str] = []
        self._cache: Cache | None = None
        self._held: tuple[ox.Store, Manifest] | None = None
        if cache is not None:
            try:
                self._cache = Cache(cache, digest)
            except OSError as problem:
                self._do_without_cache(f"{cache}: {problem.strerror or problem}")

    @classmethod
    def open(
        cls,
        paths: Iterable[Path],
        cache: Path | None,
        keep: Callable[[Path], bool] | None = None,
        told: Told | None = None,
    ) -> Backing:
        """Find the files and read them, unless a cache shows that they were read before."""
        sources = collect(paths, keep)
        if not sources:
            raise FileProblem("no file was named", mend="name a file or folder of RDF")
        for _ in range(ATTEMPTS):
            taken = take(sources)
            backing = cls(taken, content_hash(taken), cache, told)
            try:
                if backing._cache is None or not backing._cache.has_store():
                    backing.held()
            except _ChangedMeanwhileError:
                continue
            backing._read = backing.sources
            return backing
        raise _changed(sources)

    def held(self) -> tuple[ox.Store, Manifest]:
        """Return the database, opened or built when it is first needed."""
        if self._held is None:
            with telling(self._told):
                self._held = self._held_on_disk() or self._build_in_memory()
        return self._held

    def reading(self, take: Callable[[ox.Store], T]) -> T:
        """Read, and once more from a fresh database when the kept one turns out damaged."""
        try:
            return take(self.held()[0])
        except (OSError, ValueError, RuntimeError) as problem:
            if self._cache is None or not _is_damage(problem):
                raise
        from valuegraph.store.engine import VERSION

        self._held = None
        self._cache.drop_store(VERSION)
        return take(self.held()[0])

    def codes(self) -> Codes:
        """Return every distinct triple: of the files, or of the database when they are no more."""
        from valuegraph.store.codes import from_files, from_quads

        with contextlib.suppress(SyntaxError, ValueError, OSError):
            found = from_files(self.sources, self._told)
            if content_hash(self.sources) == self.content_hash:
                return found
        return self.reading(lambda inner: from_quads(inner, self._told))

    def remember(self, name: str, build: Callable[[], Arrays], version: str) -> Arrays:
        """Return columns from the cache, or build and keep them; see `Store.remember`."""
        from valuegraph.store.columns import decode, encode

        if not COLUMN_NAME.fullmatch(name):
            raise UsageError(f"{name!r} cannot be the name of kept columns")
        kept = None if self._cache is None else self._cache.read(name)
        found = None if kept is None else decode(kept, version)
        if found is not None:
            return found
        with telling(self._told, f"preparing {name.rstrip('-.0123456789')}"):
            content = encode(build(), version)
        if self._cache is not None:
            self._cache.write(name, content)
        return decode(content, version) or {}

    def _held_on_disk(self) -> tuple[ox.Store, Manifest] | None:
        from valuegraph.store.engine import VERSION, open_on_disk

        if self._cache is None:
            return None
        trouble = "it is damaged again and again"
        for _ in range(ATTEMPTS):
            try:
                manifest = self._cache.manifest(VERSION)
                if manifest is None:
                    self._cache.build_store(VERSION, self._build_on_disk)
                    manifest = self._cache.manifest(VERSION)
                if manifest is not None:
                    return open_on_disk(self._cache.store_folder(VERSION)), manifest
            except (OSError, ValueError, RuntimeError) as problem:
                if not _is_damage(problem):
                    raise
                trouble = getattr(problem, "strerror", None) or str(problem)
                self._cache.drop_store(VERSION)
        self._do_without_cache(f"{self._cache.root}: {trouble}")
        return None

    def _build_on_disk(self, folder: Path) -> Manifest:
        from valuegraph.store.engine import build_on_disk
        from valuegraph.store.known import known

        found = known(self.content_hash)
        return self._checked(build_on_disk(folder, self._read, self._told, found))

    def _build_in_memory(self) -> tuple[ox.Store, Manifest]:
        from valuegraph.store.engine import build_in_memory
        from valuegraph.store.known import known

        found = known(self.content_hash)
        inner, manifest = build_in_memory(self._read, self._told, found)
        return inner, self._checked(manifest)

    def _checked(self, manifest: Manifest) -> Manifest:
        at_hand = all(source.content is not None for source in self._read)
        if not at_hand and content_hash(self._read) != self.content_hash:
            raise _changed(self.sources)
        return manifest

    def _do_without_cache(self, reason: str) -> None:
        self._cache = None
        self.notes.append(f"no cache, so the files are read anew each time ({reason})")


def _is_damage(problem: Exception) -> bool:
    """Whether the database on disk, and not the question or the data, is at fault."""
    if isinstance(problem, ValuegraphError):
        return False
    return isinstance(problem, OSError) or str(problem).startswith("Corruption")


class _ChangedMeanwhileError(FileProblem):
    """A file was edited between hashing and reading."""


def _changed(sources: Sequence[Source]) -> _ChangedMeanwhileError:
    others = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return _ChangedMeanwhileError(
        "a file was edited while it was read",
        where=f"{sources[0].path}{others}",
        why="the answer would belong to neither version",
        mend="open the dataset again",
    )
