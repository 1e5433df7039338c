"""Pages out of templates: everything escaped, with the headers that keep a page to itself."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import Response

from valuegraph.serve.pages.accepting import RDF
from valuegraph.serve.pages.assets import address_of
from valuegraph.serve.pages.links import path_of
from valuegraph.view.payload import safe_url
from valuegraph.view.wording import percent, spaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment
    from starlette.requests import Request

    from valuegraph.knowledge_graph import KnowledgeGraph

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@cache
def environment() -> Environment:
    """Return the templates with the filters that they use."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=PackageLoader("valuegraph.serve.pages"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["path"] = path_of
    made.filters["url"] = safe_url
    made.filters["percent"] = lambda share: "unknown" if share is None else percent(share)
    made.filters["classname"] = class_name
    made.filters["thousands"] = lambda number: f"{number:,}"
    made.globals["asset"] = address_of
    made.globals["forms"] = RDF
    made.globals["urlencode"] = urlencode
    return made


def class_name(iri: str) -> str:
    """Return the name of a class of the ontology as words."""
    return spaced(iri.rpartition("#")[2])


def policy(**changed: str) -> str:
    """Return the content security policy of a page, with some directives in place of the usual."""
    told = POLICY | {name.replace("_", "-"): value for name, value in changed.items()}
    return "; ".join(f"{name} {value}" for name, value in told.items())


def render(kg: KnowledgeGraph, name: str, **given: object) -> str:
    """Return a page as text.

    Parameters
    ----------
    kg : KnowledgeGraph
        For what stands on every page: day, version and hash of the data.
    name : str
        Name of the template without its ending.
    **given
        What the template asks for.
    """
    template = environment().get_template(f"{name}.html")
    return template.render(day=kg.as_of.isoformat(), dataset=kg.dataset, **given)


def html(
    request: Request, content: str | bytes, *, status: int = 200, security: str | None = None
) -> Response:
    """Return a page as a response; nothing but the tag where the reader has it already.

    Parameters
    ----------
    request : Request
        What was asked.
    content : str or bytes
        The page.
    status : int
        HTTP status.
    security : str, optional
        Its content security policy, where it differs from the usual.
    """
    return tagged(
        request,
        content.encode("utf-8", "replace") if isinstance(content, str) else content,
        "text/html; charset=utf-8",
        status=status,
        headers={"Content-Security-Policy": security or policy()},
    )


def tagged(
    request: Request,
    content: bytes,
    media_type: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return bytes with their tag, or 304 to whoever has them; they are asked for again each time."""
    tag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    told: dict[str, Any] = {**GUARDS, **(headers or {}), "ETag": tag, "Cache-Control": "no-cache"}
    told["Vary"] = "Accept"
    known = [part.strip().removeprefix("W/") for part in
             request.headers.get("if-none-match", "").split(",")]  # fmt: skip
    if status == 200 and tag in known:  # noqa: PLR2004 - the status itself
        return Response(None, 304, told)
    return Response(content, status, told, media_type=media_type)
