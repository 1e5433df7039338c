"""The application: routes, and what stands before all of them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from valuegraph.serve.asking import Asking
from valuegraph.serve.endpoint import Endpoint
from valuegraph.serve.guards import Guard
from valuegraph.serve.headers import Preflight, WithHeaders
from valuegraph.serve.limits import Address, Limits
from valuegraph.serve.logs import Log
from valuegraph.serve.pages import routes
from valuegraph.serve.pages.problems import handlers
from valuegraph.serve.site import Site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from valuegraph.knowledge_graph import KnowledgeGraph


def application(
    kg: KnowledgeGraph, limits: Limits | None = None, address: Address | None = None
) -> Starlette:
    """Return the application over one graph.

    Parameters
    ----------
    kg : KnowledgeGraph
    limits : Limits, optional
        What requests may cost.
    address : Address, optional
        Where the server is reached, by which names, and by pages of which sites.

    Returns
    -------
    Starlette
        `app.state.site` is the `Site`. Its processes start with its lifespan, or with the first
        question, and end with the lifespan.
    """
    limits, address = limits or Limits(), address or Address()
    site = Site(kg, limits, address, Asking(kg, limits))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            await site.asking.begin()
            yield
        finally:
            await site.asking.end()

    app = Starlette(
        routes=[*Endpoint(site).routes(), *routes(site)],
        middleware=[
            Middleware(Log),
            Middleware(WithHeaders, address),
            Middleware(Guard, limits, address),
            Middleware(Preflight),
        ],
        exception_handlers={**handlers(site), ClientDisconnect: _left},
        lifespan=lifespan,
    )
    app.state.site = site
    return app


async def _left(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)
