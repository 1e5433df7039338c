"""`/map`: the map page of the graph, made once for each wish and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.routing import Route

from valuegraph.errors import UsageError
from valuegraph.projection.slices import parse_date
from valuegraph.serve.pages.keeping import Kept
from valuegraph.serve.pages.templating import html

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.site import Site

LONGEST = 200
POLICY = "frame-ancestors 'none'"
"""Beside the policy that stands in the page itself, which names each script by its hash."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which map: of which day, around which thing or sector; empty is all, today."""

    day: str = ""
    focus: str = ""
    sector: str = ""


def draw(kg: KnowledgeGraph, wish: Wish) -> bytes:
    """Return a map page.

    Raises
    ------
    ValuegraphError
        The day is none, or nothing is called so.
    """
    day = parse_date(wish.day or None, "as-of")
    graph = kg if day is None or day == kg.as_of else kg.at(day)
    page = graph.map(focus=wish.focus or None, sector=wish.sector or None)
    return page.html.encode()


class Maps:
    """The last maps that were asked for.

    Parameters
    ----------
    site : Site
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.pages = Kept()

    async def answer(self, request: Request) -> Response:
        """Answer with a map; the page carries its own policy, stricter than that of the others."""
        wish = wished(request)
        page = await self.pages.get(wish, lambda: self.site.work(draw, wish))
        return html(request, page, security=POLICY)


def wished(request: Request) -> Wish:
    """Return which map a request asks for.

    Raises
    ------
    UsageError
        Both a thing and a sector are named, or a name is longer than any.
    """
    given = request.query_params
    focus, sector = given.get("focus", "").strip(), given.get("sector", "").strip()
    if focus and sector:
        raise UsageError("a map is drawn around one thing or one sector", mend="name one of them")
    if len(focus or sector) > LONGEST:
        raise UsageError("no name is that long", mend=f"give at most {LONGEST} characters")
    return Wish(given.get("as-of", "").strip(), focus, sector)


def routes(site: Site) -> list[Route]:
    """Return the route of the map."""
    return [Route("/map", Maps(site).answer)]
