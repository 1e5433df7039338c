"""One line for each request: what, how it ended, how long it took; never what was asked."""

from __future__ import annotations

import hashlib
import logging
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGGER = logging.getLogger("valuegraph.serve")
MAX_PATH = 200
NOTES = "valuegraph.notes"


def note(scope: Scope, *, query: str | None = None, rows: int | None = None) -> None:
    """Have the line of this request say something of its query: length, hash, rows."""
    notes: dict[str, str] = scope.setdefault(NOTES, {})
    if query is not None:
        digest = hashlib.blake2b(query.encode("utf-8", "surrogatepass"), digest_size=4)
        notes["query"] = f"{len(query)}ch#{digest.hexdigest()}"
    if rows is not None:
        notes["rows"] = str(rows)


class Log:
    """Writes the line when the response is complete.

    Parameters
    ----------
    app : ASGI application
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[NOTES] = {}
        begin, seen = time.perf_counter(), {"status": 0, "bytes": 0}

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            else:
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counting)
        finally:
            LOGGER.info(line(scope, seen, time.perf_counter() - begin))


def line(scope: Scope, seen: dict[str, int], seconds: float) -> str:
    """Return what is said of a request: on one line, in printable ASCII, whatever was sent."""
    path = _printable(scope.get("raw_path") or scope["path"].encode("utf-8", "replace"))
    parts = [
        _printable(scope["method"].encode("ascii", "replace"))[:16],
        path if len(path) <= MAX_PATH else f"{path[:MAX_PATH]}…",
        str(seen["status"] or "-"),
        f"{seconds * 1000:.0f}ms",
        f"{seen['bytes']}B",
    ]
    said: dict[str, Any] = scope.get(NOTES, {})
    return " ".join([*parts, *(f"{name}={value}" for name, value in said.items())])


def _printable(raw: bytes) -> str:
    path = raw.partition(b"?")[0]
    return "".join(chr(byte) if 0x20 < byte < 0x7F else f"\\x{byte:02x}" for byte in path)  # noqa: PLR2004
