"""`/scenario`: a form, and what stops if it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from valuegraph.errors import UsageError, ValuegraphError
from valuegraph.serve.pages.keeping import Kept
from valuegraph.serve.pages.playing import Asked, Told, play_for_page
from valuegraph.serve.pages.templating import html, render
from valuegraph.serve.refusals import Refusal
from valuegraph.view.scenario_files import shipped

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.site import Site

VIEWS = ("both", "renewal", "continuity")
SETS = ("group", "firm")
FIRST = 10


def asked_in(given: QueryParams) -> Asked:
    """Return what a form asks.

    Raises
    ------
    UsageError
        A field holds what it cannot.
    """
    who = given.get("who", "").strip()
    lines = (line.strip() for text in given.getlist("shock") for line in text.splitlines())
    shocks = tuple(dict.fromkeys(([f"remove:{who}"] if who else []) + [x for x in lines if x]))
    view, by = given.get("view") or VIEWS[0], given.get("by") or SETS[0]
    if view not in VIEWS or by not in SETS:
        raise UsageError(
            "this view, or meaning of a firm, is unknown",
            mend=f"view: {', '.join(VIEWS)}; by: {', '.join(SETS)}",
        )
    return Asked(
        shocks=shocks,
        name="" if shocks else given.get("name", "").strip(),
        view=view,
        by=by,
        surge=_number(given.get("surge", "").strip()),
        day=given.get("day", "").strip(),
        target=given.get("target", "").strip(),
    )


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{text[:20]!r} is no number", where="surge", mend="write 0.3") from None


def page_of(
    kg: KnowledgeGraph,
    asked: Asked,
    told: Told | None = None,
    problem: ValuegraphError | None = None,
) -> str:
    """Return the page with a form and, above it, what came of the last asking."""
    return render(
        kg,
        "scenario",
        asked=asked,
        told=told,
        problem=problem,
        shipped=shipped().values(),
        views=VIEWS,
        sets=SETS,
        first=FIRST,
    )


def played(kg: KnowledgeGraph, asked: Asked) -> bytes:
    """Return the page of a played scenario.

    Raises
    ------
    ValuegraphError
        As `play_for_page` does.
    """
    return page_of(kg, asked, play_for_page(kg, asked)).encode("utf-8", "replace")


def routes(site: Site) -> list[Route]:
    """Return the route of the scenario page."""
    pages = Kept()

    async def scenario(request: Request) -> Response:
        asked = Asked()
        try:
            asked = asked_in(request.query_params)
            if not asked.shocks and not asked.name:
                return html(request, page_of(site.kg, asked))
            return html(request, await pages.get(asked, lambda: site.work(played, asked)))
        except ValuegraphError as problem:
            status = problem.status if isinstance(problem, Refusal) else 400
            made = html(request, page_of(site.kg, asked, problem=problem), status=status)
            made.headers.update(problem.headers if isinstance(problem, Refusal) else {})
            return made

    return [Route("/scenario", scenario)]
