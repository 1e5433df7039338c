"""Which form of a thing a client wants, by what it says that it accepts."""

from __future__ import annotations

from valuegraph.serve.negotiation import best_of, weigh

RDF = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
PAGE = {"text/html": "html", "application/xhtml+xml": "html"}
GRAPHS = {
    **{kind: form for form, kind in RDF.items()},
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/plain": "nt",
}


def best(accept: str, *, page: bool = True) -> str | None:
    """Return the form that suits an Accept header best, the page first among equals.

    Parameters
    ----------
    accept : str
        The header; empty for a client that takes anything.
    page : bool
        Whether there is a page; else there is RDF only.

    Returns
    -------
    str or None
        `html`, `ttl`, `nt`, `jsonld` or `rdf`; None where none suits.
    """
    offered = {**PAGE, **GRAPHS} if page else GRAPHS
    found = best_of(weigh(accept), list(offered))
    return None if found is None else offered[found]
