"""SPARQL 1.1 Protocol: what a request asks, or why it is none.

https://www.w3.org/TR/sparql11-protocol/ ; pure functions of method, target, type and body.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from valuegraph.serve.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
MAX_FIELDS = 2000


@dataclass(frozen=True, slots=True)
class Request:
    """A query operation.

    Attributes
    ----------
    query : str or None
        SPARQL; None where nothing is asked at all, which asks for the service description.
    default_graphs, named_graphs : tuple of str
        IRIs of the dataset.
    wish : str or None
        A form of the answer named in the address.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    wish: str | None = None


def read(method: str, target: bytes, content_type: str, body: bytes) -> Request:
    """Return what a request asks.

    Parameters
    ----------
    method : str
        ``GET``, ``HEAD`` or ``POST``.
    target : bytes
        What follows the question mark of the URL, as it came.
    content_type : str
        The header, empty when absent.
    body : bytes

    Raises
    ------
    Refusal
        The request is not one of the protocol's query operations; with status 400, 403, 405
        or 415.
    """
    if method not in METHODS:
        raise Refusal(
            405, f"{method[:20]} is no method of this endpoint",
            mend=f"use one of {', '.join(METHODS)}", headers={"Allow": ", ".join(METHODS)},
        )  # fmt: skip
    fields = _fields(target, "the URL")
    if method == "POST":
        kind = _media(content_type)
        if kind == FORM:
            return _asked(fields + _fields(body, "the body"), needed=True)
        if kind == DIRECT:
            if _all(fields, "query"):
                raise _twice("query")
            return _asked([*fields, ("query", _text(body, "the body"))], needed=True)
        raise _no_such_type(kind)
    return _asked(fields, needed=bool(fields))


def _asked(fields: Sequence[tuple[str, str]], *, needed: bool) -> Request:
    if _all(fields, "update"):
        raise no_updates()
    queries = _all(fields, "query")
    if len(queries) > 1:
        raise _twice("query")
    if needed and not queries:
        raise Refusal(
            400, "there is no query", where="parameter query", why="nothing was asked",
            mend="GET ?query=…, or POST it as a form or as application/sparql-query",
        )  # fmt: skip
    query = queries[0] if queries else None
    if query is not None and "\0" in query:
        raise Refusal(
            400, "the query holds a null character", where="parameter query",
            why="it would end the text for some readers and not for others",
            mend=r"write it as \u0000 in a text, or leave it out",
        )  # fmt: skip
    return Request(
        query,
        tuple(_all(fields, "default-graph-uri")),
        tuple(_all(fields, "named-graph-uri")),
        next(iter(_all(fields, "format")), None),
    )


def no_updates() -> Refusal:
    """Return the refusal of an update."""
    return Refusal(
        403, "this endpoint takes no updates: the data are read only",
        why="what is said is said in files, with evidence, and can be followed there",
        mend="change a file and serve it, for instance with --data",
    )  # fmt: skip


def _media(content_type: str) -> str:
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in {"utf-8", "utf8"}:
            raise Refusal(
                415, "the body is in another character set than UTF-8", where="Content-Type",
                mend="send UTF-8, which SPARQL is written in",
            )  # fmt: skip
    return kind


def _no_such_type(kind: str) -> Refusal:
    if kind == UPDATE:
        return no_updates()
    return Refusal(
        415, "the body is of a type that this endpoint does not read" if kind
        else "the body does not say of what type it is",
        where="Content-Type", mend=f"send {FORM} or {DIRECT}",
    )  # fmt: skip


def _fields(raw: bytes, where: str) -> list[tuple[str, str]]:
    pieces = [piece for piece in raw.split(b"&") if piece]
    if len(pieces) > MAX_FIELDS:
        raise Refusal(400, f"more than {MAX_FIELDS:,} parameters", where=where)
    pairs = (piece.replace(b"+", b" ").partition(b"=") for piece in pieces)
    return [
        (_text(unquote_to_bytes(name), where), _text(unquote_to_bytes(value), where))
        for name, _, value in pairs
    ]


def _text(raw: bytes, where: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Refusal(
            400, "this is not text in UTF-8", where=f"{where}, byte {problem.start + 1}",
            mend="encode the query as UTF-8, and percent-encode that in a URL or form",
        ) from None  # fmt: skip


def _all(fields: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _twice(name: str) -> Refusal:
    return Refusal(
        400, f"{name} is given more than once", where=f"parameter {name}",
        why="two readers of this request could each answer another one",
        mend="send exactly one",
    )  # fmt: skip
