"""Where a SPARQL text would call another server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from valuegraph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_WORK = 2 * 10**8
MAX_NAME = 256

_WORD = re.compile("SERVICE", re.IGNORECASE)
_GAP = r"(?:\s|#[^\r\n]*+)*+"  # possessive: a run of # must not be divided in every way
# A call is `SERVICE [SILENT] name {`. The engine's parser wants no gap before or after the words
# (`trueSERVICEx:y{` is a call), and a name with a prefix may hold escaped brackets and quotes.
_CALL = re.compile(
    rf"SERVICE{_GAP}(?:SILENT{_GAP})?"
    rf"(<[^<>]*>|[?$]\w+|[^\s<>\"'{{}}()|^`:?$#]*:(?:\\.|[^\s<>\"'{{}}()|^`#\\])*){_GAP}\{{",
    re.IGNORECASE,
)
# What ends here is part of a variable, of a name with a prefix, or of a language tag.
_INSIDE_A_NAME = re.compile(
    r"(?:[?$]\w*|:(?:\w[\w-]*)?|@(?:[A-Za-z]+(?:-[A-Za-z0-9]+)*-?)?)\Z",
)


def check_services(text: str, allowed: Sequence[str]) -> None:
    """Refuse a text that calls a server which is not on the list.

    It is looked for anywhere, in strings and comments too: deciding what is a comment takes a
    full parser, and being fooled opens a socket.

    Raises
    ------
    NotAllowedError
        With the place of the call.
    """
    for at, name in _calls(text):
        if name not in {f"<{iri}>" for iri in allowed}:
            raise NotAllowedError(
                "SERVICE asks another server, which valuegraph never does"
                if not allowed
                else f"SERVICE may ask only {', '.join(allowed)}",
                where=place(text, at),
                why="every answer comes from the data that were opened, with no network",
                mend="export what is needed from the other server and open it as a file",
            )


def place(text: str, at: int) -> str:
    """Return line and column of a position."""
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - text.rfind(chr(10), 0, at)}"


def inside_a_name(text: str, at: int) -> bool:
    """Whether a position is within a variable, a name with a prefix, or a language tag."""
    return _INSIDE_A_NAME.search(text, max(0, at - MAX_NAME), at) is not None


class NotAllowedError(QueryError):
    """A query asks for more than reading the data that were opened."""


def _calls(text: str) -> Iterator[tuple[int, str]]:
    mentions = [found.start() for found in _WORD.finditer(text)]
    if len(mentions) * len(text) > MAX_WORK:
        raise NotAllowedError(
            f"the query says SERVICE {len(mentions):,} times",
            why="whether one of them calls another server would take too long to find out",
            mend="divide the query",
        )
    for at in mentions:
        call = _CALL.match(text, at)
        if call and not inside_a_name(text, at):
            yield at, call.group(1)
