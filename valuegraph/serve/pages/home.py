"""The front page and the search: what this is, how much of it there is, and where to go."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.background import BackgroundTask
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from valuegraph.errors import UnknownNameError, ValuegraphError
from valuegraph.serve.pages.figures import kept
from valuegraph.serve.pages.finding import Found, find, index, only
from valuegraph.serve.pages.keeping import Kept
from valuegraph.serve.pages.links import path_of
from valuegraph.serve.pages.templating import html, render
from valuegraph.serve.refusals import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.site import Site

MOST = 50
PROCESSES = 2
LONGEST = 200
COUNTS = (
    "relations",
    "entities",
    "pieces of evidence",
    "relations with evidence",
)
ASKED = (
    ("Anthropic", "Who makes the chips that {name} trains on?", "{path}#chips"),
    ("TSMC", "What stops if {name} stops, and why?", "/scenario?shock=remove:{id}"),
    ("Llama 3", "Which sectors reach {name}, and on what terms?", "{path}#reach"),
    ("ASML", "Where do the facts about {name} come from?", "{path}#facts"),
)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the front page tells of the data."""

    counts: tuple[tuple[str, int], ...]
    sources: int
    coverage: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]


def overview(kg: KnowledgeGraph) -> Overview:
    """Return what the front page tells of the data."""
    try:
        info = kg.info()
        coverage, rows = info.coverage, info.rows()
    except ValuegraphError as problem:  # own data without a chain: the page says so
        coverage, rows = (problem.what,), []
    told = {row["item"]: row["value"] for row in rows if row["section"] == "dataset"}
    sources = sum(int(row["value"]) for row in rows if row["section"] == "sources")
    counts = tuple((name, int(told[name])) for name in COUNTS if name in told)
    return Overview(counts, sources, tuple(coverage), tuple(_asked(kg)))


def front(kg: KnowledgeGraph, questions: int) -> bytes:
    """Return the front page."""
    page = render(kg, "home", overview=overview(kg), questions=questions)
    return page.encode("utf-8", "replace")


def ready(kg: KnowledgeGraph) -> None:
    """Make what most pages need and takes longest, so that the first click need not wait."""
    index(kg)
    with suppress(ValuegraphError):
        kept(kg).ranking(kg, "group")
        kept(kg).governed(kg)


async def warming(site: Site) -> None:
    """Let the processes get ready while the first reader looks at the front page.

    One after the other, so that the next click finds one free.
    """
    with suppress(ValuegraphError):
        for _ in range(PROCESSES):
            await site.work(ready)


def _asked(kg: KnowledgeGraph) -> list[tuple[str, str]]:
    """Return questions with the page that answers each, as far as the data know whom they name."""
    found = []
    for name, words, address in ASKED:
        try:
            iri = kg.store.resolve(name)
        except UnknownNameError:
            continue
        path = path_of(iri)
        if path is not None:
            identifier = iri.rpartition("/")[2]
            found.append((words.format(name=name), address.format(path=path, id=identifier)))
    return found


def routes(site: Site) -> list[Route]:
    """Return the routes of the front page and the search."""
    pages = Kept()

    async def home(request: Request) -> Response:
        page = await pages.get("", lambda: site.work(front, len(site.questions)))
        made = html(request, page)
        made.background = BackgroundTask(warming, site)
        return made

    async def search(request: Request) -> Response:
        text = request.query_params.get("q", "").strip()
        if len(text) > LONGEST:
            raise Refusal(400, "no name is that long", mend=f"give at most {LONGEST} characters")
        found: list[Found] = await site.work(find, text, MOST) if text else []
        sure = only(found)
        path = path_of(sure.iri) if sure and "all" not in request.query_params else None
        if path is not None:
            return RedirectResponse(path, 303)
        return html(request, render(site.kg, "search", text=text, found=found, most=MOST))

    return [Route("/", home), Route("/search", search)]
