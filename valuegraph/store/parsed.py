"""Files as one rdflib graph that remembers where each subject stands; broken files as violations."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef

from valuegraph.store.files import collect, open_bytes, reading
from valuegraph.store.loading import FORMATS, POSITION
from valuegraph.vocabulary.namespaces import PREFIXES, VG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib.term import Node

    from valuegraph.store.files import Source

TYPE = ox.NamedNode(str(RDF.type))
ADDITIVE = frozenset(
    URIRef(name)
    for name in (
        VG + "hasEvidence",
        VG + "licenceClass",
        PREFIXES["dct"] + "identifier",
        PREFIXES["skos"] + "altLabel",
    )
)
"""What a file may say of a node that another describes: that it, too, knows it."""


@dataclass(frozen=True, order=True, slots=True)
class Violation:
    """One thing that is wrong with the data.

    Attributes
    ----------
    file : str
        File in which the subject is described, as given.
    subject : str
        IRI of the subject, or ``line n`` when the file cannot be parsed.
    message : str
        What is wrong and what is allowed.
    shape : str
        Short name of the SHACL shape or of the integrity check that found it.
    value : str
        The offending value, or empty.
    """

    file: str
    subject: str
    message: str
    shape: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parsed input as one graph, and where each subject stands.

    Attributes
    ----------
    graph : rdflib.Graph
        All triples of all files.
    files : dict
        Subject to the files that describe it, in order of reading.
    added : dict
        Subject to the files that only add evidence, names or identifiers to it.
    known : dict
        Class memberships of things that other data describes.
    """

    graph: Graph = field(default_factory=Graph)
    files: dict[Node, list[str]] = field(default_factory=dict)
    added: dict[Node, list[str]] = field(default_factory=dict)
    known: dict[Node, set[Node]] = field(default_factory=dict)

    def wrong(self, subject: Node, message: str, shape: str, value: object = "") -> Violation:
        """Make a violation about a subject that one of the files describes or adds to."""
        files = self.files.get(subject) or self.added[subject]
        return Violation(files[0], str(subject), message, shape, str(value))

    def defined(self, node: Node) -> bool:
        """Tell whether some file, checked or known, says of which class a node is."""
        return node in self.known or (node, RDF.type, None) in self.graph


def parse(paths: Iterable[Path]) -> tuple[Parsed, list[Violation]]:
    """Read RDF files and folders; a file that is not RDF becomes a violation.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        Files of any RDF notation, or folders that hold some.

    Returns
    -------
    data : Parsed
        What the sound files say; named graphs are read as one.
    broken : list of Violation
        One for each file that cannot be parsed.

    Raises
    ------
    FileProblem, DataError
        When a path does not exist, cannot be read or is not RDF by its name.
    """
    data, broken = Parsed(), []
    terms: dict[object, Node] = {}
    for source in collect(paths):
        try:
            triples = list(_triples(source, terms))
        except (SyntaxError, ValueError) as problem:
            broken.append(_malformed(source, problem))
            continue
        for triple in triples:
            data.graph.add(triple)
        described = {subject for subject, predicate, _ in triples if predicate not in ADDITIVE}
        for subject in {subject for subject, _, _ in triples}:
            place = data.files if subject in described else data.added
            place.setdefault(subject, []).append(str(source.path))
    return data, broken


def types_in(paths: Iterable[Path]) -> dict[Node, set[Node]]:
    """Return the classes of the things that RDF files and folders describe; see `parse`.

    Nothing else is kept, which takes a tenth of the time of a graph. A file that is not RDF
    describes nothing.
    """
    found: dict[Node, set[Node]] = {}
    for source in collect(paths):
        with contextlib.suppress(SyntaxError, ValueError), reading(source):
            for subject, kind in list(_types(source)):
                found.setdefault(_term(subject), set()).add(_term(kind))
    return found


def _types(source: Source) -> Iterator[tuple[object, object]]:
    with open_bytes(source) as file:
        for quad in ox.parse(file, FORMATS[source.form], base_iri=source.graph):
            if quad.predicate == TYPE:
                yield quad.subject, quad.object


def _triples(source: Source, terms: dict[object, Node]) -> Iterator[tuple[Node, Node, Node]]:
    with reading(source), open_bytes(source) as file, _quiet():
        quads = ox.parse(file, FORMATS[source.form], base_iri=source.graph, rename_blank_nodes=True)
        for quad in quads:
            for term in (quad.subject, quad.predicate, quad.object):
                if term not in terms:
                    terms[term] = _term(term)
            yield terms[quad.subject], terms[quad.predicate], terms[quad.object]


def _term(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        message = "triple terms of RDF 1.2 are not accepted; use a node of its own"
        raise ValueError(message)  # noqa: TRY004 - the file is at fault, as for other bad values
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    return Literal(term.value, datatype=None if datatype == XSD.string else datatype)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each ill-typed literal: shapes report those."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def _malformed(source: Source, problem: Exception) -> Violation:
    text = str(getattr(problem, "msg", None) or problem)
    found = POSITION.match(text)
    line = getattr(problem, "lineno", None)
    return Violation(
        str(source.path),
        f"line {line}" if line else "whole file",
        f"This is not valid {FORMATS[source.form].name}: {text[found.end() :] if found else text}.",
        "syntax",
    )
