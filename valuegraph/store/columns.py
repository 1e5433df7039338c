"""Arrays in one file: a checksum, a line of JSON that says what follows, the arrays' own bytes."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MAGIC = b"valuegraph columns 1 "
START = len(MAGIC) + len("00000000\n")
TEXT = "text"
SEPARATOR = "\x00"
ALIGNMENT = 64


def encode(columns: Mapping[str, NDArray[Any]], version: str) -> bytes:
    """Return arrays of numbers, booleans or strings as bytes.

    Parameters
    ----------
    columns : mapping of str to array
        Any shape; strings as arrays of dtype ``object`` or ``U``.
    version : str
        Of the code that made them; see `decode`.

    Raises
    ------
    UsageError
        An array holds objects that are not strings, or a dtype that has no fixed meaning.
    """
    described, bodies, at = {}, [], 0
    for name, column in columns.items():
        array = np.asarray(column)
        kind, body = _body(name, array)
        body += b"\0" * (-len(body) % ALIGNMENT)
        described[name] = {"kind": kind, "shape": array.shape, "at": at, "size": len(body)}
        at += len(body)
        bodies.append(body)
    head = json.dumps({"version": version, "columns": described}).encode()
    padding = b" " * (-(START + len(head) + 1) % ALIGNMENT)
    content = b"".join([head, padding, b"\n", *bodies])
    return MAGIC + b"%08x\n" % zlib.crc32(content) + content


def decode(content: bytes, version: str) -> dict[str, NDArray[Any]] | None:
    """Return what `encode` was given, read only; None when damaged or of another version.

    Numbers keep dtype and shape and share the memory of `content`; strings become ``object``.
    """
    check = MAGIC + b"%08x\n" % zlib.crc32(memoryview(content)[START:])
    if content[:START] != check:
        return None
    start = content.index(b"\n", START) + 1
    head = json.loads(content[START:start])
    if head["version"] != version:
        return None
    return {
        name: _array(content, start + told["at"], told) for name, told in head["columns"].items()
    }


def _body(name: str, array: NDArray[Any]) -> tuple[str, bytes]:
    if array.dtype.kind in "biuf":
        return array.dtype.str, np.ascontiguousarray(array).tobytes()
    if array.dtype.kind not in "OU":
        raise UsageError(f"column {name!r} has dtype {array.dtype}, which is not kept")
    texts: list[str] = array.ravel().tolist()
    if not all(isinstance(text, str) for text in texts):
        raise UsageError(f"column {name!r} mixes strings with other objects", mend="use codes")
    if any(SEPARATOR in text for text in texts):
        return "json", json.dumps(texts).encode()
    return TEXT, SEPARATOR.join([*texts, ""]).encode("utf-8", "surrogatepass")


def _array(content: bytes, at: int, told: Mapping[str, Any]) -> NDArray[Any]:
    kind, shape = told["kind"], tuple(told["shape"])
    count = int(np.prod(shape, dtype=np.int64))
    array: NDArray[Any]
    if kind in {TEXT, "json"}:
        body = content[at : at + told["size"]]
        if kind == TEXT:
            texts = body.decode("utf-8", "surrogatepass").split(SEPARATOR)[:count]
        else:
            texts = json.loads(body.rstrip(b"\0"))
        array = np.empty(count, dtype=object)
        array[:] = texts
    else:
        array = np.frombuffer(content, dtype=np.dtype(kind), count=count, offset=at)
    array = array.reshape(shape)
    array.flags.writeable = False
    return array
