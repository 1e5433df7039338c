"""Files as plain statements: what the rooms below the store can work on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox

from valuegraph.errors import DataError
from valuegraph.facts.records import Iri
from valuegraph.store.files import collect, open_bytes, reading
from valuegraph.store.loading import FORMATS
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from valuegraph.facts.records import Value

__all__ = ["statements_in"]

XSD = PREFIXES["xsd"]
READ: dict[str, Callable[[str], Value]] = {
    XSD + "date": dt.date.fromisoformat,
    XSD + "decimal": Decimal,
    XSD + "integer": int,
    XSD + "boolean": lambda text: text in {"true", "1"},
}


def statements_in(paths: Iterable[Path]) -> dict[str, list[tuple[str, Value]]]:
    """Return what RDF files and folders say, by subject.

    Parameters
    ----------
    paths : iterable of Path
        Files or folders; an empty iterable says nothing.

    Returns
    -------
    dict
        Subject IRI to its (property IRI, value) pairs in the order of reading; blank nodes are
        left out.

    Raises
    ------
    FileProblem
        A path does not exist or cannot be read.
    DataError
        A file is not RDF, or a literal is not what its type says.
    """
    found: dict[str, list[tuple[str, Value]]] = {}
    terms: dict[object, Value] = {}
    chosen = list(paths)
    for source in collect(chosen) if chosen else ():
        with reading(source), open_bytes(source) as file:
            try:
                for quad in ox.parse(file, FORMATS[source.form], base_iri=source.graph):
                    value = quad.object
                    if isinstance(quad.subject, ox.BlankNode) or isinstance(value, ox.BlankNode):
                        continue
                    if value not in terms:
                        terms[value] = _native(value)
                    pair = (quad.predicate.value, terms[value])
                    found.setdefault(quad.subject.value, []).append(pair)
            except (SyntaxError, ValueError, ArithmeticError) as problem:
                raise DataError(
                    "this file cannot be read as facts",
                    where=str(source.path),
                    why=str(problem),
                    mend="run `valuegraph validate` on it and mend what it names",
                ) from problem
    return found


def _native(term: object) -> Value:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if not isinstance(term, ox.Literal):
        message = "triple terms of RDF 1.2 are not accepted; use a node of its own"
        raise ValueError(message)  # noqa: TRY004 - the file is at fault, as for other bad values
    return READ.get(term.datatype.value, str)(term.value)
