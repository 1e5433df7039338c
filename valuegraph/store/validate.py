"""Check data against the shapes of the ontology and against itself, all problems at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, SKOS, Graph
from rdflib.namespace import OWL, SH

from valuegraph.store.files import collect, content_hash
from valuegraph.store.integrity import (
    find_dangling,
    find_foreign_terms,
    find_misplaced,
    find_mixed,
    short,
)
from valuegraph.store.parsed import Parsed, Violation, parse, types_in
from valuegraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

__all__ = ["Violation", "validate"]

PASSED_ON = (SH.targetClass, SH.targetSubjectsOf)


def validate(paths: Sequence[Path], ontology: Path, known: Sequence[Path] = ()) -> list[Violation]:
    """Find everything that is wrong with the data in files or folders.

    Parameters
    ----------
    paths : sequence of pathlib.Path
        Files of any RDF notation, or folders that are searched for them.
    ontology : pathlib.Path
        Folder of the ontology, with ``shapes/``.
    known : sequence of pathlib.Path
        Further data whose entities may be referred to; it is not checked itself.

    Returns
    -------
    list of Violation
        Sorted by file, subject and message; empty when the data is valid.

    Raises
    ------
    FileProblem
        When a path does not exist or the ontology cannot be read.
    DataError
        When a named file is not RDF by its name, or one of the ontology is not Turtle.

    References
    ----------
    .. [1] Knublauch, H. and Kontokostas, D. (2017) Shapes Constraint Language (SHACL).
       W3C Recommendation, 20 July 2017.
    """
    vocabulary = load_vocabulary(ontology)
    data, found = parse(paths)
    data.known.update(types_in(known))
    found += find_dangling(data)
    found += find_foreign_terms(data, vocabulary)
    found += find_misplaced(data)
    found += find_mixed(data, vocabulary)
    told = {(violation.subject, violation.value) for violation in found if violation.value}
    found += [v for v in _find_by_shapes(data, ontology) if (v.subject, v.value) not in told]
    return sorted(set(found))


def _find_by_shapes(data: Parsed, ontology: Path) -> Iterator[Violation]:
    import pyshacl

    digest = content_hash(collect([ontology]))
    shapes = Graph()
    shapes += _shapes(ontology, digest)  # a copy, since pySHACL adds to what it is given
    _add_background(data, _background(ontology, digest))
    conforms, report, _ = pyshacl.validate(
        data.graph, shacl_graph=shapes, inference="none", inplace=True
    )
    if conforms:
        return
    for result in report.objects(None, SH.result):
        shape = report.value(result, SH.sourceShape)
        focus = report.value(result, SH.focusNode)
        value = report.value(result, SH.value)
        message = str(report.value(result, SH.resultMessage))
        for subject in _speakers(data, shapes, shape, focus):
            text = "" if value is None or value == subject else value
            yield data.wrong(subject, message, short(shape), text)


def _aim_directly(shapes: Graph) -> None:
    """Give property shapes the targets of the node shapes that only pass these on to them.

    It changes nothing in what is found: every focus node of a node shape is one of each of its
    property shapes. But pySHACL evaluates a property shape once for each focus node when it
    comes by a node shape, and once for all of them when it has targets of its own.
    """
    for node in set(shapes.subjects(RDF.type, SH.NodeShape)):
        targets = [(way, it) for way in PASSED_ON for it in shapes.objects(node, way)]
        if (
            not targets
            or (node, SH.targetObjectsOf, None) in shapes
            or _needs_its_parts(shapes, node)
        ):
            continue
        for part in list(shapes.objects(node, SH.property)):
            shapes.remove((node, SH.property, part))
            for way, it in targets:
                shapes.add((part, way, it))


def _needs_its_parts(shapes: Graph, node: Node) -> bool:
    """Tell whether a shape looks at its property shapes itself, is off, or is a part of another."""
    own = any((node, way, None) in shapes for way in (SH.closed, SH.deactivated))
    return own or (None, None, node) in shapes


def _speakers(
    data: Parsed, shapes: Graph, shape: Node | None, focus: Node | None
) -> Iterator[Node]:
    """Yield the subjects to blame: who has the focus as a value, where a shape looks at values."""
    watched = list(shapes.objects(shape, SH.targetObjectsOf))
    for prop in watched:
        yield from data.graph.subjects(prop, focus)
    if not watched and focus in data.files:
        yield focus


@lru_cache(maxsize=2)
def _shapes(ontology: Path, _digest: str) -> Graph:
    """Return the shapes; read once for each content of the ontology, which takes a second."""
    shapes = Graph()
    for path in sorted((ontology / "shapes").glob("*.ttl")):
        shapes.parse(path, format="turtle")
    _aim_directly(shapes)
    return shapes


@lru_cache(maxsize=2)
def _background(ontology: Path, _digest: str) -> tuple[Triple, ...]:
    """Return what shapes look up of the ontology: classes and schemes."""
    found: list[Triple] = []
    schemes = sorted((ontology / "schemes").glob("*.ttl"))
    for path in (ontology / "classes.ttl", ontology / "relations.ttl", *schemes):
        part = Graph().parse(path, format="turtle")
        for predicate in (RDFS.subClassOf, SKOS.inScheme):
            found += part.triples((None, predicate, None))
        for kind in (OWL.Class, SKOS.Concept):
            found += part.triples((None, RDF.type, kind))
    return tuple(found)


def _add_background(data: Parsed, background: Iterable[Triple]) -> None:
    """Add what shapes look up: that of the ontology, and types of known things referred to."""
    for triple in background:
        data.graph.add(triple)
    for value in set(data.graph.objects()) & data.known.keys():
        for known_class in data.known[value]:
            data.graph.add((value, RDF.type, known_class))
