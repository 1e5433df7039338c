"""`/entity/<id>`: for people a page, for programs RDF, by what they accept or by an ending."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from valuegraph.errors import UnknownNameError
from valuegraph.serve.pages.accepting import RDF, best
from valuegraph.serve.pages.finding import Found, find
from valuegraph.serve.pages.keeping import Kept
from valuegraph.serve.pages.links import ENTITY, NO_IRI, SAFE, iri_of, path_of
from valuegraph.serve.pages.problems import unknown_entity
from valuegraph.serve.pages.stated import GROUP, Shown
from valuegraph.serve.pages.templating import html, render, tagged
from valuegraph.serve.pages.thing import known, thing
from valuegraph.serve.refusals import Refusal
from valuegraph.vocabulary.namespaces import VGD

if TYPE_CHECKING:
    from starlette.requests import Request

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.site import Site

NEAR = 6
LONGEST = 300
OWN = "CONSTRUCT {{ <{iri}> ?p ?o }} WHERE {{ <{iri}> ?p ?o }}"
WITH_FACTS = """
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND(<{iri}> AS ?s) <{iri}> ?p ?o }}
  UNION {{ SELECT DISTINCT ?s {{ ?s ?role <{iri}> ; vg:hasEvidence ?e }} }}
  UNION {{ SELECT DISTINCT ?s {{ ?f ?role <{iri}> ; vg:hasEvidence ?s }} }}
  ?s ?p ?o
}}
"""


def description(iri: str) -> str:
    """Return the query whose answer is the RDF of a thing.

    What is stated of it and, for a thing of the data, the facts in which it takes part with
    their evidence, so that a program gets what the page shows.
    """
    return (WITH_FACTS if iri.startswith(VGD) else OWN).format(iri=iri)


def resolved(kg: KnowledgeGraph, identifier: str) -> str | None:
    """Return the IRI that an id, CURIE, label or alias stands for; None where nothing does."""
    iri = iri_of(identifier)
    if iri is not None and known(kg, iri):
        return iri
    try:
        return kg.store.resolve(identifier)
    except UnknownNameError:
        return None


def near(kg: KnowledgeGraph, identifier: str) -> list[Found]:
    """Return what may have been meant: an id begins with its kind, which no name does."""
    kind, _, words = identifier.partition("-")
    texts = [words.replace("-", " "), identifier] if kind.islower() and words else [identifier]
    found = {each.iri: each for text in texts for each in find(kg, text, NEAR)}
    return list(found.values())[:NEAR]


def page_of(kg: KnowledgeGraph, iri: str, part: Shown) -> bytes:
    """Return the page of a thing of which something is stated."""
    page = render(kg, "thing", thing=thing(kg, iri, part), here=path_of(iri))
    return page.encode("utf-8", "replace")


class Entity:
    """The page of a thing.

    Parameters
    ----------
    site : Site
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.pages = Kept()

    async def answer(self, request: Request) -> Response:
        """Answer a request for a thing."""
        asked = request.path_params["id"]
        if len(asked) > LONGEST:
            raise Refusal(414, "no id of a thing is that long")
        identifier, ending = await self._divided(asked)
        iri = await self.site.work(resolved, identifier)
        if iri is None:
            found = await self.site.work(near, identifier)
            return unknown_entity(self.site, request, identifier, found)
        path = path_of(iri)
        if path is None:
            raise Refusal(404, "this server has no page for that IRI", where=identifier)
        told = quote(f"{ENTITY}{identifier}", safe=SAFE)
        if path != told:
            return self._elsewhere(path + (f".{ending}" if ending else ""), request)
        form = ending or best(request.headers.get("accept", ""))
        if form is None:
            raise Refusal(
                406,
                "a thing is not to be had in any of the media types asked for",
                where=request.headers.get("accept", ""),
                mend="ask for text/html or " + ", ".join(RDF.values()),
            )
        return await (self._page(request, iri) if form == "html" else self._rdf(request, iri, form))

    async def _divided(self, asked: str) -> tuple[str, str]:
        """Return id and ending of an address; an id may hold dots itself."""
        name, dot, ending = asked.rpartition(".")
        if not dot or ending not in RDF:
            return asked, ""
        iri = iri_of(asked)
        if iri is not None and await self.site.work(known, iri):
            return asked, ""
        return name, ending

    def _elsewhere(self, path: str, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(path + query, 303, {"Vary": "Accept"})

    async def _page(self, request: Request, iri: str) -> Response:
        part = shown(request)
        page = await self.pages.get((iri, part), lambda: self.site.work(page_of, iri, part))
        return html(request, page)

    async def _rdf(self, request: Request, iri: str, form: str) -> Response:
        if NO_IRI.search(iri):
            raise Refusal(404, "no such thing")
        answer = await self.site.ask(description(iri), form)
        headers = {"Content-Location": f"{path_of(iri)}.{form}"}
        return tagged(request, answer.content, answer.media_type, headers=headers)


def shown(request: Request) -> Shown:
    """Return which part of the facts a request asks for.

    Raises
    ------
    Refusal
        The group or page is none.
    """
    group = request.query_params.get("group")
    page = request.query_params.get("page", "1")
    if group is not None and not GROUP.fullmatch(group):
        raise Refusal(400, "this is no group of facts", where=group[:60])
    if not page.isdecimal() or not 1 <= int(page[:6]) < 10**5:
        raise Refusal(400, "this is no page number", where=page[:60], mend="give 1 or more")
    return Shown(group, int(page))


def routes(site: Site) -> list[Route]:
    """Return the route of the pages of things."""
    return [Route("/entity/{id:path}", Entity(site).answer, name="entity")]
