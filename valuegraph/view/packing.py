"""Tens of thousands of statements in a small file: each fact once, in columns, compressed."""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OF_A_FACT = ("fact", "label", "start", "period", "confidence", "disputed", "terms", "evidence")
OF_A_LINE = ("from", "to", "kind", "role")
HARDEST = 9


def in_columns(statements: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return statements as columns; what several share because of one fact is kept once.

    Parameters
    ----------
    statements : iterable of mapping
        As `valuegraph.view.payload.statement_entry` gives them.

    Returns
    -------
    dict
        ``facts`` and ``statements``, each a dict of columns, and ``roles``. A statement names its
        fact and its role by number.
    """
    facts: dict[str, list[Any]] = {name: [] for name in OF_A_FACT}
    lines: dict[str, list[Any]] = {name: [] for name in (*OF_A_LINE, "about")}
    roles: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for item in statements:
        key = json.dumps([item[name] for name in OF_A_FACT])
        if key not in numbers:
            numbers[key] = len(numbers)
            for name in OF_A_FACT:
                facts[name].append(item[name])
        lines["about"].append(numbers[key])
        lines["role"].append(roles.setdefault(item["role"], len(roles)))
        for name in ("from", "to", "kind"):
            lines[name].append(item[name])
    return {"facts": facts, "statements": lines, "roles": list(roles)}


def squeezed(text: str) -> str:
    """Return a text compressed, in letters that have no meaning in markup.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Base64 of gzip of UTF-8, the same for the same text.
    """
    packed = gzip.compress(text.encode("utf-8"), HARDEST, mtime=0)
    return base64.b64encode(packed).decode("ascii")


def unsqueezed(packed: str) -> str:
    """Return the text that was squeezed."""
    return gzip.decompress(base64.b64decode(packed)).decode("utf-8")
