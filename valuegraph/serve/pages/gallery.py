"""`/questions`: the shipped questions by who asks them, and the answer to each as a table."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from valuegraph.serve.pages.links import path_of
from valuegraph.serve.pages.templating import html, render
from valuegraph.serve.refusals import Refusal
from valuegraph.view.wording import spaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.site import Site
    from valuegraph.store import Question

PAGE = 100
NOTE = re.compile(r"^#\s*note\s*:\s*(.*?)\s*$", re.MULTILINE)
ASKERS = {
    "researcher": "Researchers of value chains ask",
    "authority": "Competition and regulatory authorities ask",
    "architect": "Architects and buyers ask",
}
SCHEMES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an answer: what it reads as, and its IRI where it is a thing."""

    text: str
    iri: str | None = None


def names_of(kg: KnowledgeGraph, iris: Sequence[str]) -> dict[str, str]:
    """Return what things are called."""
    return kg.store.labels(iris)


def by_asker(questions: Mapping[str, Question]) -> list[tuple[str, list[Question]]]:
    """Return the questions in groups of those who ask them; one asked by several stands once."""
    found: dict[str, list[Question]] = {}
    for each in sorted(questions.values(), key=lambda question: question.asks):
        asker = next((name for name in ASKERS if name in each.by), each.by)
        found.setdefault(ASKERS.get(asker, asker), []).append(each)
    return list(found.items())


def note_of(question: Question) -> str:
    """Return how a question's answer is to be read, as its header says."""
    return " ".join(NOTE.findall(question.text))


def routes(site: Site) -> list[Route]:
    """Return the routes of the gallery and of each question."""

    async def gallery(request: Request) -> Response:
        page = render(site.kg, "questions", groups=by_asker(site.questions))
        return html(request, page)

    async def question(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in site.questions:
            raise Refusal(
                404, "no question is called so", where=name[:80], mend="see /questions for all"
            )
        asked = site.questions[name]
        number = request.query_params.get("page", "1")
        if not number.isdecimal() or not 1 <= int(number[:6]) < 10**5:
            raise Refusal(400, "this is no page number", where=number[:60], mend="give 1 or more")
        answer = await site.ask(asked.text, "json")
        heads, rows = table(answer.content)
        shown = rows[(int(number) - 1) * PAGE : int(number) * PAGE]
        iris = sorted({c["value"] for row in shown for c in row if c and c["type"] == "uri"})
        names = await site.work(names_of, iris)
        page = render(
            site.kg,
            "question",
            asked=asked,
            note=note_of(asked),
            heads=[spaced(head) for head in heads],
            rows=[[_cell(each, names) for each in row] for row in shown],
            count=len(rows),
            page=int(number),
            pages=max(1, -(-len(rows) // PAGE)),
            here=request.url.path,
        )
        return html(request, page)

    return [Route("/questions", gallery), Route("/questions/{name}", question)]


def table(content: bytes) -> tuple[list[str], list[list[dict[str, Any] | None]]]:
    """Return the heads and rows of an answer in SPARQL JSON."""
    told = json.loads(content)
    if "boolean" in told:
        value = {"type": "literal", "value": str(told["boolean"]).lower()}
        return ["answer"], [[value]]
    heads = told["head"]["vars"]
    return heads, [[row.get(head) for head in heads] for row in told["results"]["bindings"]]


def _cell(cell: Mapping[str, Any] | None, names: Mapping[str, str]) -> Cell:
    if cell is None:
        return Cell("")
    value = str(cell["value"])
    if cell["type"] != "uri":
        return Cell(value)
    return Cell(names.get(value, value), value if path_of(value) else None)
