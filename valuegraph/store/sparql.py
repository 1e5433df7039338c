"""What is checked and said about a SPARQL text before and after the store reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from valuegraph.errors import QueryError
from valuegraph.store.services import NotAllowedError, check_services, inside_a_name, place
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_NESTING = 64
MAX_LENGTH = 1 << 20

_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''"""
    r"""|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'|\#[^\r\n]*""",
    re.DOTALL,
)
_PROLOGUE = re.compile(r"\s*(?:PREFIX\s+[^\s:]*:\s*|BASE\s*)", re.IGNORECASE)
_FORM = re.compile(r"\s*([A-Za-z]+)")
_STAR = re.compile(r"^[^{]*?\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?\*", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
DECLARED = re.compile(r"PREFIX\s+([^\s:]*):", re.IGNORECASE)
USED = re.compile(r"(?<![\w:?$@.-])([A-Za-z][\w.-]*|):(?=[\w%\\]|\s|$)")
_FROM = re.compile(r"FROM(?![\w:.-])", re.IGNORECASE)
_POSITION = re.compile(r"error at (\d+):(\d+): ")
FORMS = ("select", "ask", "construct", "describe")
UPDATES = ("insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with")


def form_of(text: str) -> str:
    """Return the form of a query: ``select``, ``ask``, ``construct`` or ``describe``.

    Raises
    ------
    QueryError
        When the text is no query at all.
    NotAllowedError
        When it is an update.
    """
    bare = without_words(text)
    start = prologue_end(bare)
    found = _FORM.match(bare, start)
    word = found.group(1).lower() if found else ""
    if word in FORMS:
        return word
    if word in UPDATES:
        raise NotAllowedError(
            f"{word.upper()} is an update, and the data are read only",
            why="what is said is said in files, with evidence, and can be followed there",
            mend="change a file and open it, for instance with --data",
        )
    raise QueryError(
        "this is not a SPARQL query" if text.strip() else "the query is empty",
        where=place(text, start),
        mend="start with SELECT, ASK, CONSTRUCT or DESCRIBE (after PREFIX lines, if any)",
    )


def check(text: str, services: Sequence[str] = ()) -> str:
    """Return the form of a query that may run.

    Parameters
    ----------
    text : str
        A query.
    services : sequence of str
        Endpoints that it may ask, each as it must be written between angle brackets.

    Raises
    ------
    QueryError
        When it nests so deeply that no parser is safe.
    NotAllowedError
        When it calls another server or is an update.
    """
    if len(text) > MAX_LENGTH or _nesting(text) > MAX_NESTING:
        raise QueryError(
            f"the query is longer than {MAX_LENGTH:,} characters or nests more than "
            f"{MAX_NESTING} brackets",
            why="parsing it could exhaust the memory of this process",
            mend="divide the query, or write long alternatives as VALUES",
        )
    check_services(text, services)
    return form_of(text)


def chooses_graphs(text: str) -> bool:
    """Whether a query says with FROM which graphs it asks; else it asks the union of all."""
    bare = without_words(text)
    return any(not inside_a_name(bare, found.start()) for found in _FROM.finditer(bare))


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
    bare = without_words(text)
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
    bare = without_words(text)
    declared = set(DECLARED.findall(bare)) | set(prefixes)
    unknown = sorted({name for name in USED.findall(bare) if name not in declared})
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


def prologue_end(bare: str) -> int:
    """Return where the prologue of a query without words ends."""
    start = 0
    while prologue := _PROLOGUE.match(bare, start):
        start = prologue.end()
    return start


def without_comments(text: str) -> str:
    """Return a text on the same lines without its comments."""
    return _TOKEN.sub(lambda found: " " if found.group().startswith("#") else found.group(), text)


def without_words(text: str) -> str:
    """Blank out IRIs, strings and comments, keeping every position."""
    return _TOKEN.sub(lambda found: re.sub(r"[^\r\n]", " ", found.group()), text)


def _nesting(text: str) -> int:
    deepest = depth = 0
    for char in without_words(text):
        if char in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "})]":
            depth = max(depth - 1, 0)
    return deepest
