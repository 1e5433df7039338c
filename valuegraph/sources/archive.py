"""The members of a copy by their path inside it: of a folder, an archive or a single file."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.errors import DataError, FileProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

__all__ = ["archive_in", "members_of"]

TARS, ZIPS = (".tar", ".tar.gz", ".tgz"), (".zip",)
PACKED = (*TARS, *ZIPS, ".gz")


def archive_in(path: Path) -> Path:
    """Return the archive that a folder holds in place of a tree, or else the path itself.

    That is the case when everything in the folder is packed and one file of it is an archive.
    """
    if not path.is_dir():
        return path
    held = [each for each in sorted(path.iterdir()) if not each.name.startswith(".")]
    archives = [each for each in held if each.name.lower().endswith((*TARS, *ZIPS))]
    packed = all(each.is_file() and each.name.lower().endswith(PACKED) for each in held)
    return archives[0] if packed and len(archives) == 1 else path


def members_of(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the path of each member and what reads it.

    Raises
    ------
    FileProblem
        It is not there or cannot be read.
    DataError
        It ends like an archive and is damaged, or a member would lie outside of it.
    """
    lower = path.name.lower()
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            inner = file.relative_to(path)
            if file.is_file() and not any(part.startswith(".") for part in inner.parts):
                yield inner.as_posix(), file.read_bytes
    elif not path.exists():
        raise FileProblem(
            "there is no such file or folder",
            where=str(path),
            mend="name the publisher's folder, archive or file",
        )
    elif lower.endswith(TARS):
        yield from _in_tar(path)
    elif lower.endswith(ZIPS):
        yield from _in_zip(path)
    elif lower.endswith(".gz"):
        yield path.name[:-3], lambda: gzip.decompress(path.read_bytes())
    else:
        yield path.name, path.read_bytes


def _in_tar(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    try:
        with tarfile.open(path) as archive:
            members = {member.name.removeprefix("./"): member for member in archive.getmembers()}
            held: dict[str, bytes] = {}
            for name, member in members.items():
                if member.isfile():
                    file = archive.extractfile(member)
                    held[name] = file.read() if file else b""
    except (tarfile.TarError, OSError, EOFError) as problem:
        raise _archive(path, problem) from problem
    _check_inside(path, members)
    for name, member in members.items():
        if member.issym():
            target = _linked(name, member.linkname)
            if target in held:
                yield name, lambda target=target: held[target]  # type: ignore[misc]
            else:
                yield f"{name} -> {target}", lambda: b""
        elif name in held:
            yield name, lambda name=name: held[name]  # type: ignore[misc]


def _linked(name: str, target: str) -> str:
    parts = list(PurePosixPath(name).parent.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _in_zip(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    try:
        archive = zipfile.ZipFile(path)
        broken = archive.testzip()
    except (zipfile.BadZipFile, OSError, EOFError) as problem:
        raise _archive(path, problem) from problem
    if broken:
        raise _archive(path, ValueError(f"{broken} is damaged"))
    _check_inside(path, archive.namelist())
    for name in archive.namelist():
        if not name.endswith("/"):
            yield name, lambda name=name: archive.read(name)  # type: ignore[misc]


def _check_inside(path: Path, names: Iterable[str]) -> None:
    outside = sorted(name for name in names if _outside(name))
    if outside:
        raise DataError(
            f"a member of this archive lies outside of it: {outside[0]!r}",
            where=f"{path}, {len(outside)} members",
            why="no publisher packs such an archive; it was made to write where it should not",
            mend="fetch it from the publisher again",
        )


def _outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts


def _archive(path: Path, problem: Exception) -> DataError:
    return DataError(
        "this archive is damaged",
        where=str(path),
        why=str(problem) or type(problem).__name__,
        mend="fetch it from the publisher again",
    )
