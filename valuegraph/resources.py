"""Finds the ontology, the shipped data and the cache: in a checkout and in an installed wheel."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from valuegraph.errors import FileProblem

__all__ = ["cache_dir", "data_dir", "dataset_version", "ontology_dir"]

PACKAGE = Path(__file__).resolve().parent
VERSION_HEADING = re.compile(r"^## +v?(\d+\.\d+\S*)", re.MULTILINE)


def ontology_dir() -> Path:
    """Return the folder of the ontology.

    Returns
    -------
    pathlib.Path
        Existing folder that holds ``classes.ttl``.

    Raises
    ------
    FileProblem
        When neither a wheel's copy nor a checkout's folder is there.
    """
    return _shipped("ontology")


def data_dir() -> Path:
    """Return the folder of the shipped data; see `ontology_dir`."""
    return _shipped("data")


def dataset_version() -> str:
    """Return the version of the shipped data: the newest heading of its ``CHANGES.md``.

    Returns
    -------
    str
        For instance ``0.1.0``; ``unreleased`` when the file names no version.
    """
    changes = data_dir() / "CHANGES.md"
    try:
        found = VERSION_HEADING.search(changes.read_text(encoding="utf-8"))
    except OSError:
        return "unreleased"
    return found.group(1) if found else "unreleased"


def cache_dir() -> Path:
    """Return the folder for caches, which need not exist yet.

    Returns
    -------
    pathlib.Path
        ``VALUEGRAPH_CACHE_DIR`` when set; else ``valuegraph`` in ``XDG_CACHE_HOME`` when that is
        an absolute path, as its specification demands; else in the platform's cache folder.
    """
    chosen = os.environ.get("VALUEGRAPH_CACHE_DIR")
    if chosen:
        return Path(chosen).expanduser()
    shared = os.environ.get("XDG_CACHE_HOME", "")
    if Path(shared).is_absolute():
        return Path(shared) / "valuegraph"
    return _platform_cache(sys.platform) / "valuegraph"


def _platform_cache(platform: str) -> Path:
    home = _home()
    if platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if platform == "darwin":
        return home / "Library" / "Caches"
    return home / ".cache"


def _home() -> Path:
    import tempfile

    try:
        return Path.home()
    except RuntimeError:  # no HOME and no entry in the user database, as in some containers
        return Path(tempfile.gettempdir())


def _shipped(name: str) -> Path:
    installed, checkout = PACKAGE / f"_{name}", PACKAGE.parent / name
    for folder in (installed, checkout):
        if folder.is_dir():
            return folder
    raise FileProblem(
        f"the {name} folder is missing",
        where=f"{installed} or {checkout}",
        why="nothing can be answered without the ontology and the data that ship with valuegraph",
        mend="install valuegraph again, or run it from a complete checkout",
    )
