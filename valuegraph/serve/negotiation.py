"""Which form of an answer a client reads: media types, what it accepts, and with what weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.serve.refusals import Refusal
from valuegraph.store.writing import SUITING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEDIA = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
ROWS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/x-turtle": "ttl",
    "application/n-triples": "nt",
    "text/plain": "nt",
    "application/rdf+xml": "rdf",
    "application/xml": "rdf",
    "text/xml": "rdf",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
}
OFFERED = {"select": ROWS, "ask": ROWS, "construct": GRAPHS, "describe": GRAPHS}
SHORT = {
    **{form: form for form in MEDIA},
    **{media: form for offers in (ROWS, GRAPHS) for media, form in offers.items()},
    "turtle": "ttl",
    "n-triples": "nt",
    "ntriples": "nt",
    "rdf+xml": "rdf",
    "json-ld": "jsonld",
}
MAX_RANGES = 64


def same_form(form: str) -> dict[str, str]:
    """Return one form for each kind of query that it suits."""
    return {kind: form for kind, forms in SUITING.items() if form in forms}


def accepted(accept: str, wish: str | None = None) -> dict[str, str]:
    """Return the form that a client likes best for each kind of query.

    Parameters
    ----------
    accept : str
        The header ``Accept``; empty accepts anything.
    wish : str, optional
        A form by name or media type that goes before the header where it suits, since neither a
        link nor an address typed into a browser can set a header.

    Returns
    -------
    dict
        Kind of query -> form; kinds for which the client reads none are missing.
    """
    ranges = weigh(accept)
    forms = {}
    for kind, offers in OFFERED.items():
        suiting = {media: form for media, form in offers.items() if form in SUITING[kind]}
        best = best_of(ranges, list(suiting))
        if best:
            forms[kind] = suiting[best]
    return {**forms, **same_form(SHORT.get((wish or "").lower(), ""))}


def best_of(ranges: Sequence[tuple[str, float]], offers: Sequence[str]) -> str | None:
    """Return the media type with the highest weight, the first of equals; None if none is read."""
    best, weight = None, 0.0
    for media in offers:
        found = _weight(ranges, media)
        if found > weight:
            best, weight = media, found
    return best


def weigh(accept: str) -> list[tuple[str, float]]:
    """Return the ranges of a header ``Accept`` with their weights; what is malformed is left out."""
    ranges = []
    for part in accept.split(",")[:MAX_RANGES]:
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = _quality(parameters)
        if media.count("/") == 1 and weight is not None:
            ranges.append((media, weight))
    return ranges or [("*/*", 1.0)]


def check_any(forms: Mapping[str, str]) -> None:
    """Refuse a client that reads none of the forms of any answer.

    Raises
    ------
    Refusal
        406, with what is offered.
    """
    if not forms:
        offered = ", ".join(dict.fromkeys(media.partition(";")[0] for media in MEDIA.values()))
        raise Refusal(
            406, "this server writes none of the forms that the client accepts",
            where="Accept", mend=f"accept one of {offered}, or anything",
        )  # fmt: skip


def _weight(ranges: Sequence[tuple[str, float]], media: str) -> float:
    for wanted in (media, media.partition("/")[0] + "/*", "*/*"):
        found = [weight for range_, weight in ranges if range_ == wanted]
        if found:
            return max(found)
    return 0.0


def _quality(parameters: Sequence[str]) -> float | None:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return None
            return quality if 0 <= quality <= 1 else None
    return 1.0
