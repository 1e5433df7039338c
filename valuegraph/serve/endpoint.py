"""The routes of the server itself: /sparql and /health."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from valuegraph.errors import ValuegraphError
from valuegraph.serve.logs import note
from valuegraph.serve.negotiation import accepted, best_of, check_any, weigh
from valuegraph.serve.pages import description
from valuegraph.serve.protocol import METHODS, read

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.requests import Request as HttpRequest

    from valuegraph.serve.answer import Answer
    from valuegraph.serve.site import Site

BROWSER = "text/html"


class Endpoint:
    """Answers requests on one site.

    Parameters
    ----------
    site : Site
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return /sparql and /health."""
        return [
            Route("/sparql", self.sparql, methods=[*METHODS, "PUT", "PATCH", "DELETE"]),
            Route("/health", self.health, methods=["GET"]),
        ]

    async def health(self, _request: HttpRequest) -> Response:
        """Tell that the server lives, what it serves, and how busy it is."""
        dataset = self._site.kg.dataset
        return JSONResponse(
            {
                "status": "ok",
                "dataset": dataset.hash,
                "version": dataset.version,
                "as_of": self._site.kg.as_of.isoformat(),
                **self._site.asking.state,
            },
            headers={"Cache-Control": "no-store"},
        )

    async def sparql(self, request: HttpRequest) -> Response:
        """Answer one request of the protocol."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        accept = request.headers.get("accept", "")
        asked = read(
            request.method,
            request.scope["query_string"],
            request.headers.get("content-type", ""),
            await request.body() if request.method == "POST" else b"",
        )
        if asked.query is None:
            return await self._describe(request)
        note(request.scope, query=asked.query)
        forms = accepted(accept, asked.wish)
        check_any(forms)
        answering = self._site.asking.ask(
            asked.query, forms, asked.default_graphs, asked.named_graphs
        )
        return _response(request, await _while_connected(request, answering))

    async def _describe(self, request: HttpRequest) -> Response:
        ranges = weigh(request.headers.get("accept", ""))
        best = best_of(ranges, ["text/turtle", BROWSER])
        if best == BROWSER:
            return RedirectResponse("/query", 303, headers={"Vary": "Accept"})
        return await description.respond(self._site, request)


async def _while_connected(
    request: HttpRequest, answering: Coroutine[None, None, Answer]
) -> Answer:
    """Wait for an answer, and give it up when the client has gone."""
    run = asyncio.ensure_future(answering)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({run, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not run.done():
            raise ClientDisconnect
        return run.result()
    finally:
        for task in (run, gone):
            task.cancel()
            with suppress(asyncio.CancelledError, ValuegraphError):
                await task


async def _gone(request: HttpRequest) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(request: HttpRequest, answer: Answer) -> Response:
    tag = f'"{answer.tag}"'
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    note(request.scope, rows=answer.rows)
    if request.method != "POST" and _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(answer.content, media_type=answer.media_type, headers=headers)


def _matches(wanted: str, tag: str) -> bool:
    known = [part.strip().removeprefix("W/") for part in wanted.split(",")]
    return "*" in known or tag in known
