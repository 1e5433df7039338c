"""Style sheets and scripts that come with the pages; nothing is fetched from elsewhere."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from valuegraph.serve.refusals import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request

KINDS = {
    "site.css": "text/css; charset=utf-8",
    "query.css": "text/css; charset=utf-8",
    "query.js": "text/javascript; charset=utf-8",
    "completing.js": "text/javascript; charset=utf-8",
    "yasgui.min.css": "text/css; charset=utf-8",
    "yasgui.min.js": "text/javascript; charset=utf-8",
}
KEPT = "public, max-age=31536000, immutable"


@cache
def content_of(name: str) -> bytes:
    """Return the bytes of a file that is served."""
    return files("valuegraph.serve").joinpath("static", name).read_bytes()


@cache
def fingerprint(name: str) -> str:
    """Return a hash of a file, so that its address changes with it."""
    return hashlib.blake2b(content_of(name), digest_size=6).hexdigest()


def address_of(name: str) -> str:
    """Return the path under which a file is served."""
    return f"/static/{name}?v={fingerprint(name)}"


async def asset(request: Request) -> Response:
    """Serve a file by its name; only those listed, so that no path leads elsewhere."""
    name = request.path_params["name"]
    if name not in KINDS:
        raise Refusal(404, "no such file", where=request.url.path)
    fresh = request.query_params.get("v") == fingerprint(name)
    headers = {
        "Cache-Control": KEPT if fresh else "no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content_of(name), headers=headers, media_type=KINDS[name])


ROUTES = [Route("/static/{name}", asset)]
