"""How single IRIs and literals are written in canonical Turtle."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from rdflib import XSD

from valuegraph.errors import DataError
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from rdflib import Literal, URIRef

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_BARE_DECIMAL = re.compile(r"[+-]?[0-9]+\.[0-9]+\Z")
_BARE_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f\\"]')
_BAD_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


class Notation:
    """Writes terms, and remembers which prefixes it has used.

    Attributes
    ----------
    prefixes : set of str
        Names of the prefixes used so far.
    """

    def __init__(self) -> None:
        self.prefixes: set[str] = set()

    def iri(self, iri: URIRef) -> str:
        """Return an IRI as prefix and local name, or in full where no prefix fits.

        Raises
        ------
        DataError
            When the IRI holds a character that Turtle forbids.
        """
        for prefix, namespace in _BY_LENGTH:
            if iri.startswith(namespace) and _LOCAL_NAME.match(iri, len(namespace)):
                self.prefixes.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        if _BAD_IN_IRI.search(iri):
            raise DataError(
                "An IRI holds a character that IRIs may not hold.",
                where=repr(str(iri)),
                why="Other tools refuse the file, or read another IRI.",
                mend="Percent-encode blanks, quotes and brackets.",
            )
        return f"<{iri}>"

    def literal(self, literal: Literal) -> str:
        """Return a literal on one line; numbers and truth values stand bare where Turtle allows."""
        lexical = str(literal)
        if literal.language:
            return f"{_quoted(lexical)}@{literal.language}"
        kind = literal.datatype
        if kind is None or kind == XSD.string:
            return _quoted(lexical)
        return _bare(lexical, kind) or f"{_quoted(lexical)}^^{self.iri(kind)}"


def _bare(lexical: str, kind: URIRef) -> str | None:
    if kind == XSD.decimal:
        return _decimal(lexical)
    if kind == XSD.boolean and lexical in {"true", "false"}:
        return lexical
    if kind == XSD.integer and _BARE_INTEGER.match(lexical):
        return lexical
    return None


def _decimal(lexical: str) -> str | None:
    if _BARE_DECIMAL.match(lexical):
        return lexical
    try:
        plain = format(Decimal(lexical), "f")
    except InvalidOperation:
        return None
    written = plain if "." in plain else plain + ".0"
    return written if _BARE_DECIMAL.match(written) else None


def _quoted(text: str) -> str:
    return '"' + _TO_ESCAPE.sub(_escape, text) + '"'


def _escape(hit: re.Match[str]) -> str:
    sign = hit.group()
    return _ESCAPES.get(sign) or f"\\u{ord(sign):04X}"
