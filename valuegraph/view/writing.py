"""Files that appear at once or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from valuegraph.errors import FileProblem


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8 with its newlines as they are, replacing the file in one step.

    Parameters
    ----------
    path : pathlib.Path
    text : str

    Raises
    ------
    FileProblem
        If the folder is missing or may not be written to.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes, replacing the file in one step.

    Parameters
    ----------
    path : pathlib.Path
    content : bytes

    Raises
    ------
    FileProblem
        If the folder is missing or may not be written to.
    """
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            "wb", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as handle:
            temporary = Path(handle.name)
            handle.write(content)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise FileProblem(
            f"the file cannot be written: {error.strerror or error}",
            where=str(path),
            mend="choose a folder that exists and that you may write to",
        ) from error


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
