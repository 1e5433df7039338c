"""A folder that is written whole or stays as it was."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from valuegraph.errors import FileProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["holds", "recover", "replace_folder"]

BEFORE = ".before-"
OURS = {".ttl"}


def replace_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Put files into a folder in the place of all facts that it held.

    Parameters
    ----------
    folder : Path
        It need not exist; what is no Turtle and not among the files stays. A link is followed:
        the folder that it leads to is replaced.
    files : mapping of str to str
        Name and text.

    Raises
    ------
    FileProblem
        Something cannot be written; the folder is then as it was.
    """
    with _told(folder):
        folder = _real(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _recover(folder)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            _fill(made, folder, files)
            _swap(made, folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)


def holds(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether a folder holds these files as they are, and no facts beside them."""
    if not folder.is_dir():
        return False
    facts = {path.name for path in folder.iterdir() if path.suffix in OURS}
    return facts <= files.keys() and all(
        (folder / name).is_file() and (folder / name).read_bytes() == text.encode()
        for name, text in files.items()
    )


def recover(folder: Path) -> None:
    """Bring back what an import that was broken off at its last step had put aside.

    Raises
    ------
    FileProblem
        It cannot be brought back.
    """
    with _told(folder):
        _recover(_real(folder))


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise FileProblem(
            f"this folder cannot be written: {problem.strerror or problem}",
            where=str(folder),
            why="half a source could pass for all of it; nothing was changed",
            mend="see that you may write there and that the disk has room",
        ) from problem


def _real(folder: Path) -> Path:
    """Return the folder that a link leads to: what is renamed must stand beside that one."""
    try:
        return folder.resolve()
    except RuntimeError as problem:  # what Python before 3.13 makes of links in a ring
        raise OSError(str(problem)) from problem


def _recover(folder: Path) -> None:
    before = _aside(folder)
    if before.is_symlink():
        before.unlink()
    elif before.exists() and not folder.exists():
        before.rename(folder)
    elif before.exists():
        shutil.rmtree(before)


def _fill(made: Path, folder: Path, files: Mapping[str, str]) -> None:
    made.chmod(0o755)  # mkdtemp lets nobody else read
    if folder.exists():
        for path in folder.iterdir():
            if path.suffix not in OURS and path.name not in files:
                _copy(path, made / path.name)
    for name, text in files.items():
        (made / name).write_text(text, encoding="utf-8", newline="\n")


def _copy(path: Path, to: Path) -> None:
    if path.is_dir():
        shutil.copytree(path, to)
    else:
        shutil.copy2(path, to)


def _swap(made: Path, folder: Path) -> None:
    before = _aside(folder)
    held = folder.exists()
    if held:
        folder.rename(before)
    try:
        made.rename(folder)
    except BaseException:
        if held:
            before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _aside(folder: Path) -> Path:
    return folder.parent / f"{BEFORE}{folder.name}"
