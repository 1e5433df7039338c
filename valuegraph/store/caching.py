"""A cache that may be deleted, cut off or damaged at any time without changing an answer.

Layout: ``<cache>/<content hash>/`` holds ``store-<pyoxigraph version>/`` (``db/`` and
``manifest.json``) and ``columns/<name>.bin``. Whatever is made is made under another name and
renamed into place, so that a reader sees all of it or nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEEP = 5
ABANDONED_AFTER = 3600.0
UNFINISHED = ".unfinished-"
MANIFEST = "manifest.json"
LOGS = ("LOG", "LOCK", "IDENTITY")  # diagnostics, which a reader of the database may touch


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a built store says about itself.

    Attributes
    ----------
    triples : int
        Distinct triples over all graphs.
    merged : bool
        Whether the default graph holds the union of the graphs.
    sizes : dict
        File name -> bytes, to notice what was lost or cut off.
    """

    triples: int
    merged: bool
    sizes: dict[str, int] = field(default_factory=dict)


class Cache:
    """The cached things of one content hash.

    Parameters
    ----------
    root : Path
        Folder of all caches; made when it is missing.
    content_hash : str
        Name of this content's folder.

    Raises
    ------
    OSError
        When the folder is not there and cannot be made.
    """

    def __init__(self, root: Path, content_hash: str) -> None:
        self.root = root
        self.folder = root / content_hash
        self.folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            os.utime(
                self.folder
            )  # used lately; a cache that only root may write serves all the same

    def store_folder(self, version: str) -> Path:
        """Return where the database of one version of the store belongs."""
        return self.folder / f"store-{version}"

    def has_store(self) -> bool:
        """Whether a store of any version was built, so that the files are known to be sound."""
        return any((path / MANIFEST).is_file() for path in self.folder.glob("store-*"))

    def manifest(self, version: str) -> Manifest | None:
        """Return the manifest of a store that is complete, else None."""
        folder = self.store_folder(version)
        try:
            manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return manifest if manifest.sizes == _sizes(folder / "db") else None

    def build_store(self, version: str, build: Callable[[Path], Manifest]) -> None:
        """Build a database aside and rename it into place; another's finished first is kept."""
        self._sweep()
        with self._aside() as folder:
            made = build(folder / "db")
            manifest = Manifest(made.triples, made.merged, _sizes(folder / "db"))
            (folder / MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
            target = self.store_folder(version)
            for _ in range(3):
                try:
                    folder.rename(target)
                except OSError:
                    if self.manifest(version) is not None:
                        return
                    self._discard(target)
                else:
                    return
            folder.rename(target)

    def drop_store(self, version: str) -> None:
        """Throw a damaged database away."""
        self._discard(self.store_folder(version))

    def read(self, name: str) -> bytes | None:
        """Return the bytes kept under a name, else None."""
        try:
            return self._column_file(name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Keep bytes under a name, all or nothing; a full or closed disk only costs time."""
        target = self._column_file(name)
        aside = target.with_name(f"{UNFINISHED}{secrets.token_hex(6)}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(content)
            aside.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                aside.unlink()

    def _column_file(self, name: str) -> Path:
        return self.folder / "columns" / f"{name}.bin"

    @contextlib.contextmanager
    def _aside(self) -> Iterator[Path]:
        folder = self.root / f"{UNFINISHED}{os.getpid()}-{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _discard(self, folder: Path) -> None:
        # Renamed first: a folder that is half deleted must not be found under its name.
        aside = self.root / f"{UNFINISHED}{secrets.token_hex(6)}"
        with contextlib.suppress(OSError):
            folder.rename(aside)
        _delete(aside)

    def _sweep(self) -> None:
        """Delete what builders left that were killed, and all but the latest few contents."""
        contents: list[tuple[float, Path]] = []
        for path in self.root.iterdir():
            if path.name.startswith(UNFINISHED):
                if time.time() - _last_change(path) > ABANDONED_AFTER:
                    _delete(path)
            elif path != self.folder and _is_content(path):
                contents.append((_last_change(path), path))
        for _, path in sorted(contents, reverse=True)[KEEP - 1 :]:
            self._discard(path)


def _is_content(path: Path) -> bool:
    """Whether a folder is one of ours: a cache may lie in a folder with other things."""
    name = path.name
    return len(name) == 32 and set(name) <= set("0123456789abcdef") and path.is_dir()  # noqa: PLR2004


def _sizes(folder: Path) -> dict[str, int]:
    try:
        return {
            entry.name: entry.stat().st_size
            for entry in sorted(os.scandir(folder), key=lambda entry: entry.name)
            if not entry.name.startswith(LOGS)
        }
    except OSError:
        return {}


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _last_change(folder: Path) -> float:
    latest = 0.0
    for path in (folder, *folder.glob("*"), *folder.glob("db/*")):
        with contextlib.suppress(OSError):
            latest = max(latest, path.stat().st_mtime)
    return latest
