"""Bytes to stdout or to a file: a file is there in full or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import typer

from valuegraph.errors import FileProblem, UsageError

STDOUT = "-"


def tell(text: str, *, quiet: bool = False) -> None:
    """Say something on stderr, unless asked to be quiet."""
    if not quiet:
        typer.echo(text, err=True)


def mention(notes: Iterable[str], *, quiet: bool = False) -> None:
    """Say on stderr what a store wants its user to know, for instance that it has no cache."""
    for note in notes:
        tell(f"note: {note}", quiet=quiet)


def write_text(text: str, target: str) -> None:
    """Write text, with one newline at its end, to stdout or to a file."""
    write_bytes((text.rstrip("\n") + "\n").encode(), target)


def write_bytes(content: bytes, target: str) -> None:
    """Write bytes to stdout or, atomically, to a file."""
    if target == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return

    def fill(path: Path) -> Path:
        path.write_bytes(content)
        return path

    deliver(fill, target)


def deliver(write: Callable[[Path], Path], target: str, *, name: str = "output") -> None:
    """Let `write` make a file or folder at a path of its own, then put it in its place at once.

    Parameters
    ----------
    write : callable
        Takes the path to write and returns the path it wrote, a file or a folder.
    target : str
        Where the result belongs; ``-`` is stdout, which takes a file only.
    name : str
        File name to hand to `write` when the result goes to stdout.
    """
    if target == STDOUT:
        with tempfile.TemporaryDirectory() as folder:
            made = write(Path(folder) / name)
            if made.is_dir():
                raise UsageError(
                    "this form is a folder of files, and stdout takes one file",
                    where="--output",
                    mend="name a folder: -o PATH",
                )
            write_bytes(made.read_bytes(), STDOUT)
        return
    place = Path(os.path.realpath(target))
    try:
        if place.is_fifo() or place.is_char_device():
            with tempfile.TemporaryDirectory() as folder:
                place.write_bytes(write(Path(folder) / name).read_bytes())
            return
        with tempfile.TemporaryDirectory(prefix=".valuegraph-", dir=place.parent) as folder:
            _put(write(Path(folder) / place.name), place, target)
    except FileProblem:
        raise
    except OSError as error:
        raise FileProblem(
            f"cannot write {target}: {(error.strerror or str(error)).lower()}",
            where=str(place.parent),
            mend="make the folder first, or name another place with -o",
        ) from None


def _put(made: Path, place: Path, target: str) -> None:
    """Rename, within one disk, what was made to where it belongs."""
    if place.is_dir() and (made.is_file() or any(place.iterdir())):
        raise FileProblem(
            f"{target} is a folder" + (" with files in it" if made.is_dir() else ""),
            where=str(place),
            why="what it holds would be lost",
            mend="name a file inside it" if made.is_file() else "name a new folder",
        )
    made.replace(place)
