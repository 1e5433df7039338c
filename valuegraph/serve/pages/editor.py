"""`/query`: the editor with the shipped questions as examples; it asks this server only."""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.routing import Route

from valuegraph.serve.pages.gallery import by_asker, note_of
from valuegraph.serve.pages.templating import GUARDS, html, policy, render
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from valuegraph.serve.site import Site

RESIZER = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""The one style that the bundle writes into the page: the grips of its table's columns."""
SECURITY = policy(style_src=f"'self' {RESIZER}")
START = """PREFIX vg: <https://w3id.org/valuegraph/ontology#>

SELECT ?supplier ?dependent ?since WHERE {
  ?supply a vg:Supply ; vg:supplier ?supplier ; vg:dependent ?dependent ; vg:validFrom ?since .
}
ORDER BY DESC(?since)
LIMIT 20
"""


def bare(text: str) -> str:
    """Return a question without the header that says what it asks."""
    lines = text.splitlines(keepends=True)
    return "".join(dropwhile(lambda line: line.startswith("#") or not line.strip(), lines))


def routes(site: Site) -> list[Route]:
    """Return the routes of the editor and of what it starts from."""

    async def query(request: Request) -> Response:
        page = render(site.kg, "query", groups=by_asker(site.questions), prefixes=dict(PREFIXES))
        return html(request, page, security=SECURITY)

    async def examples(request: Request) -> Response:  # noqa: ARG001 - Starlette hands it over
        told = {
            "prefixes": dict(PREFIXES),
            "start": START,
            "questions": {
                each.id: {"asks": each.asks, "note": note_of(each), "text": bare(each.text)}
                for each in site.questions.values()
            },
        }
        return JSONResponse(told, headers={**GUARDS, "Cache-Control": "no-cache"})

    return [Route("/query", query), Route("/query/examples.json", examples)]
