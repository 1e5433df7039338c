"""What a client is told when it gets no answer: a status, a sentence, and how to mend it."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from valuegraph.errors import ValuegraphError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEM = "application/problem+json"


class Refusal(ValuegraphError, ValueError):  # noqa: N818 - it is an answer, no failure
    """A request that is not answered.

    Parameters
    ----------
    status : int
        HTTP status.
    what, where, why, mend : str
        As in every error of the house.
    headers : mapping
        HTTP headers to send with it, for instance ``Retry-After``.
    """

    def __init__(
        self,
        status: int,
        what: str,
        *,
        where: str | None = None,
        why: str | None = None,
        mend: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(what, where=where, why=why, mend=mend)
        self.args = (status, what)  # so that it can be sent from one process to another
        self.status = status
        self.headers = dict(headers or {})


def refused(error: ValuegraphError, status: int) -> Refusal:
    """Return one of the house's errors as a refusal with a status."""
    return Refusal(status, error.what, where=error.where, why=error.why, mend=error.mend)


def told(refusal: Refusal, accept: str) -> Response:
    """Return a refusal as a response: text when that is what the client reads, else JSON."""
    title = HTTPStatus(refusal.status).phrase
    if "json" not in accept and "text/" in accept:
        content, kind = f"{refusal.status} {title}\n{refusal}\n", "text/plain"
    else:
        parts = {
            "title": title,
            "status": refusal.status,
            "detail": refusal.what,
            "where": refusal.where,
            "why": refusal.why,
            "mend": refusal.mend,
        }
        content = json.dumps({k: v for k, v in parts.items() if v is not None}, ensure_ascii=False)
        kind = PROBLEM
    return Response(
        content, refusal.status, {**refusal.headers, "Cache-Control": "no-store"}, media_type=kind
    )
