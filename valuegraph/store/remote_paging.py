"""Whole answers from servers that give at most so many rows, and do not say so.

An answer that may have been cut is probed for one more row; if there is one, the answer is read
in pages, in the order that was asked for with every column to break ties, and the number of
rows and of distinct rows must be what the server counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.errors import EndpointProblem, QueryError
from valuegraph.store.remote_answers import ask_rows
from valuegraph.store.sparql import prologue_end, without_comments, without_words
from valuegraph.store.terms import decode, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuegraph.store.remote_http import Endpoint

ALWAYS_PROBED = 1000
POWERS_FROM = 64
_DATASET = re.compile(r"\bFROM\s+(?:NAMED\s+)?(?:<[^<>]*>|[\w.-]*:[\w.%-]*)", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_CUT = re.compile(r"\b(LIMIT|OFFSET)\s+(\d+)", re.IGNORECASE)
_VALUES = re.compile(r"\bVALUES\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """A SELECT in parts.

    Attributes
    ----------
    prologue, dataset, body : str
        What stands before the query; its FROM clauses; SELECT up to GROUP BY and HAVING.
    order, values : str
        The conditions of ORDER BY, and the VALUES at the end.
    limit, offset : int or None, int
        Of the whole query.
    """

    prologue: str
    dataset: str
    body: str
    order: str
    values: str
    limit: int | None
    offset: int

    def page(self, limit: int, offset: int, columns: list[str]) -> str:
        """Return the query for some rows, in its order with columns to break ties."""
        order = f"{self.order} {_variables(columns)}".strip()
        order = f" ORDER BY {order}" if order else ""
        select = self.body.replace("\0", self.dataset, 1)
        return f"{self.prologue}{select}{order} LIMIT {limit} OFFSET {offset} {self.values}"

    def nested(self, limit: int, offset: int, columns: list[str]) -> str:
        """Return the same; for servers that refuse to sort what lies beyond some row."""
        inner = self.body.replace("\0", " ", 1)
        order = f"ORDER BY {self.order} {_variables(columns)}"
        return (
            f"{self.prologue}SELECT {_variables(columns)} {self.dataset} WHERE "
            f"{{ {{ {inner} {order} {self.values} }} }} LIMIT {limit} OFFSET {offset}"
        )

    def counted(self, columns: list[str]) -> str:
        """Return the query for the number of rows, and of distinct rows."""
        inner = self.body.replace("\0", " ", 1)
        cut = "" if self.limit is None else f" LIMIT {self.limit}"
        cut += f" OFFSET {self.offset}" if self.offset else ""
        rows = f"{{ {inner} {self._order_if(cut)}{cut} {self.values} }}"
        distinct = f"{{ SELECT DISTINCT {_variables(columns)} {{ {rows} }} }}"
        return (
            f"{self.prologue}SELECT ?all ?different {self.dataset} WHERE {{ "
            f"{{ SELECT (COUNT(*) AS ?all) {{ {rows} }} }} "
            f"{{ SELECT (COUNT(*) AS ?different) {{ {distinct} }} }} }}"
        )

    def _order_if(self, cut: str) -> str:
        return f"ORDER BY {self.order}" if cut and self.order else ""


def parts_of(text: str) -> Parts:
    """Divide a SELECT that can be parsed."""
    text = without_comments(text)
    bare = without_words(text)
    start = prologue_end(bare)
    opening = _group(bare, start)
    closing = _partner(bare, opening)
    dataset, head = _head(text, bare, start, opening)
    tail = bare[closing + 1 :]
    values = _VALUES.search(tail)
    until = values.start() if values else len(tail)
    cuts = {found.group(1).upper(): found for found in _CUT.finditer(tail, 0, until)}
    order = _ORDER.search(tail, 0, until)
    end = min([found.start() for found in cuts.values()], default=until)
    after = closing + 1
    return Parts(
        prologue=text[:start] + "\n",
        dataset=dataset,
        body=head + text[opening : after + (order.start() if order else end)],
        order=text[after + order.end() : after + end].strip() if order else "",
        values=text[after + until :],
        limit=int(cuts["LIMIT"].group(2)) if "LIMIT" in cuts else None,
        offset=int(cuts["OFFSET"].group(2)) if "OFFSET" in cuts else 0,
    )


def whole(endpoint: Endpoint, text: str, tsv: bytes) -> bytes:
    """Return the whole answer of a SELECT of which a server gave perhaps a part.

    Parameters
    ----------
    endpoint, text
        Who was asked what.
    tsv : bytes
        What came back.

    Raises
    ------
    EndpointProblem
        There is more than came, and pages do not add up to what the server counts.
    """
    rows = tsv.count(b"\n") - 1
    parts = parts_of(text)
    if parts.limit is not None and rows >= parts.limit:
        return tsv
    names = table(tsv[: tsv.index(b"\n") + 1])[0]
    if not may_be_cut(rows) or not _more(endpoint, parts, names, rows):
        return tsv
    total, different = _counted(endpoint, parts, names)
    if total == rows:
        return tsv
    lines = _pages(endpoint, parts, names, rows, total)
    if len(lines) != total or len(set(lines)) != different:
        raise EndpointProblem(
            f"the endpoint gives {rows:,} rows at a time, and its pages do not add up",
            where=str(endpoint.address),
            why=f"{len(lines):,} rows came where it counts {total:,}; some are missing or double",
            mend="ask for less at once, or raise the server's limit of rows",
        )
    return b"".join([tsv[: tsv.index(b"\n") + 1], *lines])


def may_be_cut(rows: int) -> bool:
    """Whether some number of rows looks like a limit that somebody set, or is large."""
    rounded = rows % 10 == 0 or (rows >= POWERS_FROM and rows & (rows - 1) == 0)
    return rows > 0 and (rows >= ALWAYS_PROBED or rounded)


def _more(endpoint: Endpoint, parts: Parts, names: list[str], rows: int) -> bool:
    """Whether there is one more row.

    Asked in the query's own order, which makes no difference to that but to how long servers
    take; and counted where a server does not sort so far.
    """
    try:
        probe = ask_rows(endpoint, parts.page(1, parts.offset + rows, []))
    except (EndpointProblem, QueryError):
        return _counted(endpoint, parts, names)[0] > rows
    return probe.count(b"\n") > 1


def _counted(endpoint: Endpoint, parts: Parts, names: list[str]) -> tuple[int, int]:
    counted = table(ask_rows(endpoint, parts.counted(names)))[1][0]
    rows, different = (int(str(decode(cell))) for cell in counted)
    return rows, different


def _pages(
    endpoint: Endpoint, parts: Parts, names: list[str], size: int, total: int
) -> list[bytes]:
    lines: list[bytes] = []
    form: Callable[[int, int, list[str]], str] = parts.page
    while len(lines) < total:
        wanted = min(size, total - len(lines))
        try:
            tsv = ask_rows(endpoint, form(wanted, parts.offset + len(lines), names))
        except (EndpointProblem, QueryError):
            if form == parts.nested:
                raise
            form = parts.nested
            continue
        page = tsv.splitlines(keepends=True)[1:]
        if not page:
            break
        lines += page
    return lines


def _variables(names: list[str]) -> str:
    return " ".join(f"?{name}" for name in names)


def _partner(bare: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(bare)):
        depth += (bare[at] == "{") - (bare[at] == "}")
        if not depth:
            return at
    raise AssertionError  # pragma: no cover - the text was parsed before


def _group(bare: str, start: int) -> int:
    """Return where the WHERE group opens: the first brace that is in no expression."""
    depth = 0
    for at in range(start, len(bare)):
        depth += (bare[at] == "(") - (bare[at] == ")")
        if bare[at] == "{" and not depth:
            return at
    raise AssertionError  # pragma: no cover - the text was parsed before


def _head(text: str, bare: str, start: int, opening: int) -> tuple[str, str]:
    """Return the FROM clauses, and `SELECT … WHERE` with a mark where they may stand."""
    found = [each for each in _DATASET.finditer(text, start, opening) if bare[each.start()] != " "]
    where = re.search(r"\bWHERE\s*$", bare[start:opening], re.IGNORECASE)
    mark = start + where.start() if where else opening
    if not found:
        return "", f"{text[start:mark]} \0 {text[mark:opening]}"
    first, last = found[0].start(), found[-1].end()
    return text[first:last], f"{text[start:first]} \0 {text[last:opening]}"
