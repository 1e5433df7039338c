"""What stands before every page: who may be called by which name, how long, how large, how slowly."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from valuegraph.serve.refusals import Refusal, told

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from valuegraph.serve.limits import Address, Limits

HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
STEPS = re.compile(r"(?:^|/)\.\.?(?:/|$)")
HEADERS = 100
HEAD = 64 << 10
DRAINED = 16 << 20
DRAINING = 5.0
WHOLE_BODY = 3
PIECE = 1 << 16


class Guard:
    """Refuses what no page should see.

    Parameters
    ----------
    app : ASGI application
        What answers what is let through.
    limits, address : Limits, Address
    """

    def __init__(self, app: ASGIApp, limits: Limits, address: Address) -> None:
        self._app = app
        self._limits = limits
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            check_target(scope, self._limits.url)
            check_host(_all(scope, b"host"), self._address.hosts)
            check_origin(scope, self._address)
            await self._check_length(scope, receive)
        except Refusal as refusal:
            accept = b",".join(_all(scope, b"accept")).decode("latin-1")
            await told(refusal, accept)(scope, receive, send)
            return
        await self._app(scope, _Bounded(receive, self._limits), _in_pieces(send))

    async def _check_length(self, scope: Scope, receive: Receive) -> None:
        for value in _all(scope, b"content-length"):
            if value.isdigit() and int(value) > self._limits.body:
                if not _all(scope, b"expect"):  # who asks first whether to send need not send
                    await _drain(receive)
                raise _too_large(self._limits.body)


class _Bounded:
    """Hands a body on until it is too large or too slow.

    Parameters
    ----------
    receive : callable
        Gives the parts of the request.
    limits : Limits
    """

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive = receive
        self._limits = limits
        self._end = asyncio.get_running_loop().time() + limits.patience * WHOLE_BODY
        self._seen = 0
        self._whole = False

    async def __call__(self) -> Message:
        """Return the next part."""
        if self._whole:
            return await self._receive()
        try:
            left = self._end - asyncio.get_running_loop().time()
            async with asyncio.timeout(min(self._limits.patience, left)):
                message = await self._receive()
        except TimeoutError:
            raise Refusal(
                408, "the body does not come, or too slowly",
                why="a connection that is held open is one less for others",
                mend="send the whole body at once", headers={"Connection": "close"},
            ) from None  # fmt: skip
        if message["type"] == "http.request":
            self._whole = not message.get("more_body", False)
            self._seen += len(message.get("body", b""))
            if self._seen > self._limits.body:
                await _drain(self._receive)
                raise _too_large(self._limits.body)
        return message


def check_target(scope: Scope, limit: int) -> None:
    """Refuse a target that is too long, or a path that is no plain path.

    Raises
    ------
    Refusal
        414, 431 or 400.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
    if len(raw) + len(scope["query_string"]) > limit:
        raise Refusal(
            414, f"the URL is longer than {limit:,} bytes",
            mend="send the query in the body: POST, application/sparql-query",
        )  # fmt: skip
    size = sum(len(name) + len(value) for name, value in scope["headers"])
    if len(scope["headers"]) > HEADERS or size > HEAD:
        raise Refusal(431, f"the request has more than {HEADERS} headers or {HEAD:,} bytes of them")
    path: str = scope["path"]
    odd = "\\" in path or any(ord(char) < 32 or ord(char) == 127 for char in path)  # noqa: PLR2004
    if not path.startswith("/") or odd or STEPS.search(path):
        raise Refusal(
            400, "this is no path of this server", where="the URL",
            why="steps upwards, backslashes and control characters are in none of its addresses",
            mend="start at the front page: GET /",
        )  # fmt: skip


def check_host(hosts: list[bytes], known: tuple[str, ...]) -> None:
    """Refuse a request that calls the server by a name it does not have.

    Otherwise a page of any site could have its own name point to this machine (DNS rebinding)
    and read what is served here.

    Raises
    ------
    Refusal
        400 or 421.
    """
    if len(hosts) != 1:
        raise Refusal(
            400, "a request names exactly one host", where="Host",
            mend="send one header Host, as HTTP/1.1 does",
        )  # fmt: skip
    called = HOST.fullmatch(hosts[0].decode("latin-1"))
    if called is None or called.group(1).lower() not in known:
        raise Refusal(
            421, "this server does not go by that name", where="Host",
            why="pages of other sites must not reach it by a name of their own",
            mend=f"call it {' or '.join(known)}, or serve it with --name",
        )  # fmt: skip


def check_origin(scope: Scope, address: Address) -> None:
    """Refuse a page of another site that may not read the answers, before they are computed.

    Raises
    ------
    Refusal
        403.
    """
    refused = Refusal(
        403, "pages of other sites may not ask this server", where="Origin",
        why="it serves data that are not published",
        mend="serve it with --allow-origin and the origin of the page",
    )  # fmt: skip
    origins = _all(scope, b"origin")
    embedded = _all(scope, b"sec-fetch-mode") not in ([], [b"navigate"])
    if not origins and embedded and _all(scope, b"sec-fetch-site") == [b"cross-site"]:
        if not address.admits("*"):
            raise refused  # an image or script of another site, which cannot say its origin
        return
    for origin in origins:
        said = origin.decode("latin-1").lower()
        own = HOST.fullmatch(said.partition("://")[2])
        if not address.admits(said) and not (own and own.group(1) in address.hosts):
            raise refused


def _all(scope: Scope, name: bytes) -> list[bytes]:
    return [value for key, value in scope["headers"] if key == name]


def _too_large(limit: int) -> Refusal:
    return Refusal(
        413, f"the body is longer than {limit:,} bytes",
        why="no question that can be answered here is as long",
        mend="divide the query", headers={"Connection": "close"},
    )  # fmt: skip


def _in_pieces(send: Send) -> Send:
    """Hand large bodies on piece by piece, so that none lies whole in a connection nobody reads."""

    async def sending(message: Message) -> None:
        body: bytes = message.get("body", b"")
        for start in range(0, len(body) - PIECE, PIECE):
            piece = body[start : start + PIECE]
            await send({"type": message["type"], "body": piece, "more_body": True})
        if len(body) > PIECE:
            message = {**message, "body": body[(len(body) - 1) // PIECE * PIECE :]}
        await send(message)

    return sending


async def _drain(receive: Receive) -> None:
    """Read on for a while: who is cut off in the midst of sending never reads why."""
    seen = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAINING):
            while seen < DRAINED:
                message = await receive()
                seen += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
