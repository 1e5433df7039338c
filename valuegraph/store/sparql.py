"""What is checked and said about a SPARQL text before and after the store reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from valuegraph.errors import QueryError
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_NESTING = 64
MAX_LENGTH = 1 << 20

_GAP = r"(?:\s|#[^\r\n]*+)*+"  # possessive: a run of # must not be divided in every way
# A call to another server is `SERVICE [SILENT] name {`. This looks for it anywhere, in strings
# and comments too: deciding what is a comment takes a full parser, and being fooled opens a socket.
SERVICE = re.compile(
    rf"(?<![\w:?$@%\\-])SERVICE{_GAP}(?:SILENT{_GAP})?"
    rf"(?:<[^<>{{}}\s]*>|[?$]\w+|[^\s<>\"'{{}}()|^`:?$#]*:[^\s<>\"'{{}}()|^`#]*){_GAP}\{{",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''"""
    r"""|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'|\#[^\r\n]*""",
    re.DOTALL,
)
_PROLOGUE = re.compile(r"\s*(?:PREFIX\s+[^\s:]*:\s*|BASE\s*)", re.IGNORECASE)
_FORM = re.compile(r"\s*([A-Za-z]+)")
_STAR = re.compile(r"^[^{]*?\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?\*", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
_DECLARED = re.compile(r"PREFIX\s+([^\s:]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w:?$@.-])([A-Za-z][\w.-]*|):(?=[\w%\\]|\s|$)")
_POSITION = re.compile(r"error at (\d+):(\d+): ")
FORMS = ("select", "ask", "construct", "describe")
UPDATES = ("insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with")


def form_of(text: str) -> str:
    """Return the form of a query: ``select``, ``ask``, ``construct`` or ``describe``.

    Raises
    ------
    QueryError
        When the text is an update or no query at all.
    """
    bare = _without_words(text)
    start = 0
    while prologue := _PROLOGUE.match(bare, start):
        start = prologue.end()
    found = _FORM.match(bare, start)
    word = found.group(1).lower() if found else ""
    if word in FORMS:
        return word
    if word in UPDATES:
        raise QueryError(
            f"{word.upper()} is an update, and the data are read only",
            why="what is said is said in files, with evidence, and can be followed there",
            mend="change a file and open it, for instance with --data",
        )
    raise QueryError(
        "this is not a SPARQL query" if text.strip() else "the query is empty",
        where=_place(text, start),
        mend="start with SELECT, ASK, CONSTRUCT or DESCRIBE (after PREFIX lines, if any)",
    )


def check(text: str) -> str:
    """Return the form of a query that may run.

    Raises
    ------
    QueryError
        When it calls another server, is an update, or nests so deeply that no parser is safe.
    """
    if len(text) > MAX_LENGTH or _nesting(text) > MAX_NESTING:
        raise QueryError(
            f"the query is longer than {MAX_LENGTH:,} characters or nests more than "
            f"{MAX_NESTING} brackets",
            why="parsing it could exhaust the memory of this process",
            mend="divide the query, or write long alternatives as VALUES",
        )
    service = SERVICE.search(text)
    if service:
        raise QueryError(
            "SERVICE asks another server, which valuegraph never does",
            where=_place(text, service.start()),
            why="every answer comes from the data that were opened, with no network",
            mend="export what is needed from the other server and open it as a file",
        )
    return form_of(text)


def expect(text: str, *forms: str) -> None:
    """Check a query, and refuse it when it has another form than it should."""
    form = check(text)
    if form not in forms:
        raise QueryError(
            f"this is a {form.upper()}, not a {' or '.join(forms).upper()}",
            mend="rows and frame take SELECT, ask takes ASK, construct takes the other two",
        )


def column_order(text: str, names: Sequence[str]) -> list[int]:
    """Return in which order to show the columns of a SELECT.

    Those of ``SELECT *`` come in the order in which the query first names them; the store
    gives them by alphabet.
    """
    bare = _without_words(text)
    if not _STAR.search(bare):
        return list(range(len(names)))
    seen = {name: at for at, name in enumerate(dict.fromkeys(_VARIABLE.findall(bare)))}
    return sorted(range(len(names)), key=lambda at: seen.get(names[at], len(seen)))


def explain(text: str, problem: Exception, prefixes: Mapping[str, str] = PREFIXES) -> QueryError:
    """Return the store's complaint about a query with its place and the likely cause."""
    message = str(problem)
    if not isinstance(problem, SyntaxError):
        return _failed(message)
    found = _POSITION.match(message)
    where = f"line {found.group(1)}, column {found.group(2)}" if found else None
    expected = message[found.end() :] if found else message
    return QueryError(
        f"this query cannot be parsed: {expected[:120]}",
        where=where,
        mend=_likely_cause(text, prefixes),
    )


def _failed(message: str) -> QueryError:
    unselected = re.search(r"does not contains? variable (\?\w+)", message)
    if unselected:
        return QueryError(
            f"{unselected.group(1)} is given a value but not selected",
            why="a value that reaches only part of a query would change what is counted",
            mend=f"add {unselected.group(1)} to the SELECT",
        )
    return QueryError(f"this query cannot be run: {message[:200]}")


def _likely_cause(text: str, prefixes: Mapping[str, str]) -> str:
    bare = _without_words(text)
    declared = set(_DECLARED.findall(bare)) | set(prefixes)
    unknown = sorted({name for name in _USED.findall(bare) if name not in declared})
    if unknown:
        names = ", ".join(f"{name}:" for name in unknown)
        return f"declare {names} with PREFIX; always bound are {', '.join(prefixes)}"
    for opening, closing in ("{}", "()", "[]"):
        more = bare.count(opening) - bare.count(closing)
        if more:
            side, sign = ("missing", closing) if more > 0 else ("too many", closing)
            return f"{side} {sign!r}: {abs(more)} of them"
    if bare.count('"') % 2 or bare.count("'") % 2:
        return "close the string: a quotation mark has no partner"
    return "compare the text at this place with the SPARQL 1.1 grammar"


def _without_words(text: str) -> str:
    """Blank out IRIs, strings and comments, keeping every position."""
    return _TOKEN.sub(lambda found: re.sub(r"[^\r\n]", " ", found.group()), text)


def _nesting(text: str) -> int:
    deepest = depth = 0
    for char in _without_words(text):
        if char in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "})]":
            depth = max(depth - 1, 0)
    return deepest


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - text.rfind(chr(10), 0, at)}"
