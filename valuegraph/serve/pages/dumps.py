"""`/dump/…`: the whole dataset in one file."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from starlette.routing import Route

from valuegraph.serve.pages.keeping import Kept
from valuegraph.serve.pages.templating import tagged
from valuegraph.serve.refusals import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.site import Site

DUMPS = {"ttl": "Turtle", "nq": "N-Quads"}


def dump(kg: KnowledgeGraph, form: str) -> bytes:
    """Return the whole dataset, packed; the same data give the same bytes."""
    return gzip.compress(kg.store.dump(form), compresslevel=6, mtime=0)


class Dumps:
    """The files, each made when it is first asked for.

    Parameters
    ----------
    site : Site
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.files = Kept()

    async def answer(self, request: Request) -> Response:
        """Give the whole dataset; several who ask at once wait for one making."""
        form = request.path_params["form"]
        if form not in DUMPS:
            raise Refusal(404, "there is no such dump", mend=f"one of {', '.join(DUMPS)}")
        content = await self.files.get(form, lambda: self.site.work(dump, form))
        headers = {"Content-Disposition": f'attachment; filename="valuegraph.{form}.gz"'}
        return tagged(request, content, "application/gzip", headers=headers)


def routes(site: Site) -> list[Route]:
    """Return the route of the dumps."""
    return [Route("/dump/valuegraph.{form}.gz", Dumps(site).answer)]
