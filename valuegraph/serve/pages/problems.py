"""What people see when there is no page, or when something fails: a sentence, never a stack."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from valuegraph.errors import ValuegraphError
from valuegraph.serve.pages.templating import html, render
from valuegraph.serve.refusals import PROBLEM, Refusal, refused, told

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.requests import Request

    from valuegraph.serve.pages.finding import Found
    from valuegraph.serve.site import Site

    Handler = Callable[[Request, Exception], Awaitable[Response]]

SENTENCES = {
    404: ("there is no page here", "look for a thing by its name, or start at the front page"),
    405: ("this address does not take that method", "use GET"),
}


def wants_page(request: Request) -> bool:
    """Tell whether a request comes from somebody who reads pages."""
    return "text/html" in request.headers.get("accept", "")


def unknown_entity(
    site: Site, request: Request, identifier: str, found: Sequence[Found]
) -> Response:
    """Return the answer for a thing that nobody knows: what may have been meant."""
    if wants_page(request):
        page = render(
            site.kg,
            "problem",
            status=404,
            title="Nothing is called so",
            what=f"nothing is called “{identifier}”",
            where="",
            why="",
            mend="",
            found=found,
        )
        return html(request, page, status=404)
    near = [{"name": each.name, "iri": each.iri} for each in found]
    content = {
        "title": "Not Found",
        "status": 404,
        "detail": f"nothing is called {identifier!r}",
        "did_you_mean": near,
    }
    return Response(json.dumps(content, ensure_ascii=False), 404, media_type=PROBLEM)


def page_of(site: Site, request: Request, refusal: Refusal) -> Response:
    """Return a refusal as a page for people, else as the protocol tells it."""
    if not wants_page(request):
        return told(refusal, request.headers.get("accept", ""))
    page = render(
        site.kg,
        "problem",
        status=refusal.status,
        title=HTTPStatus(refusal.status).phrase,
        what=refusal.what,
        where=refusal.where or "",
        why=refusal.why or "",
        mend=refusal.mend or "",
        found=(),
    )
    made = html(request, page, status=refusal.status)
    made.headers.update(refusal.headers)
    return made


def handlers(site: Site) -> dict[int | type[Exception], Handler]:
    """Return what answers when something goes wrong, for `Starlette(exception_handlers=…)`."""

    async def refuse(request: Request, error: Exception) -> Response:
        if isinstance(error, Refusal):
            return page_of(site, request, error)
        if isinstance(error, ValuegraphError):
            return page_of(site, request, refused(error, 400))
        return page_of(site, request, Refusal(500, "this page could not be made"))

    async def fail(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        what, mend = SENTENCES.get(status, ("this page could not be made", "try again"))
        return page_of(site, request, Refusal(status, what, mend=mend))

    return {
        Refusal: refuse,
        ValuegraphError: refuse,
        HTTPException: fail,
        500: fail,
    }
