"""What may be passed on together: files by the class of their licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.errors import UsageError
from valuegraph.resources import data_dir, ontology_dir
from valuegraph.sources.manifest import FILE, LICENCE_CLASSES, read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["allowed", "class_of", "classes_of"]

OPEN, LOCAL = LICENCE_CLASSES[0], LICENCE_CLASSES[-1]


def class_of(path: Path) -> str:
    """Return the licence class of a file of facts.

    Facts of a bulk source have the class of its manifest, the other shipped files are open, and a
    file of the user's own is local: nobody has said that it may be passed on.

    Raises
    ------
    DataError
        The manifest beside the file cannot be read; an unknown licence lets nothing pass.
    """
    resolved = path.resolve()
    for folder in resolved.parents:
        if (folder / FILE).is_file():
            return read_manifest(folder / FILE).licence_class
    ours = (data_dir().resolve(), ontology_dir().resolve())
    return OPEN if any(resolved.is_relative_to(folder) for folder in ours) else LOCAL


def classes_of(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the classes that files are of, the freest first."""
    found = {class_of(path) for path in paths}
    return tuple(name for name in LICENCE_CLASSES if name in found)


def allowed(licence_class: str) -> Callable[[Path], bool]:
    """Return a test whether a file may go into an export of a class.

    An export holds what is open and the class named, since share-alike and non-commercial terms
    cannot both bind one work; `local`, which stays with the user, holds everything.

    Raises
    ------
    UsageError
        There is no such class.
    """
    if licence_class not in LICENCE_CLASSES:
        raise UsageError(
            f"{licence_class!r} is no class of licence",
            why="facts under terms that forbid it would be passed on",
            mend="choose one of " + ", ".join(LICENCE_CLASSES),
        )
    within = set(LICENCE_CLASSES) if licence_class == LOCAL else {OPEN, licence_class}
    return lambda path: class_of(path) in within
