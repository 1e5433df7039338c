"""Headers of every response: what a browser may do with it, and pages of which sites may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from valuegraph.serve.limits import Address

PAGE_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
CORS = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
EXPOSED = "ETag, Retry-After, Link"


class WithHeaders:
    """Adds the headers to whatever an application answers, its own taking precedence.

    Parameters
    ----------
    app : ASGI application
    address : Address
        Says which origins may read.
    """

    def __init__(self, app: ASGIApp, address: Address) -> None:
        self._app = app
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        origin = Headers(scope=scope).get("origin", "")

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), origin)
            await send(message)

        await self._app(scope, receive, adding)

    def _add(self, headers: MutableHeaders, origin: str) -> None:
        page = headers.get("content-type", "").startswith("text/html")
        headers.setdefault("Content-Security-Policy", PAGE_POLICY if page else DATA_POLICY)
        for name, value in ALWAYS.items():
            headers.setdefault(name, value)
        if origin and self._address.admits(origin.lower()):
            anybody = "*" in self._address.origins
            headers["Access-Control-Allow-Origin"] = "*" if anybody else origin
            headers["Access-Control-Expose-Headers"] = EXPOSED
        if "*" not in self._address.origins:
            headers.add_vary_header("Origin")


class Preflight:
    """Answers a browser that asks whether a page of another site may send a request.

    Parameters
    ----------
    app : ASGI application
        Answers everything else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asks = scope["type"] == "http" and scope["method"] == "OPTIONS"
        if asks and "access-control-request-method" in Headers(scope=scope):
            await Response(status_code=204, headers=CORS)(scope, receive, send)
        else:
            await self._app(scope, receive, send)
