"""What shapes cannot say of data: terms exist and fit, names resolve, nothing stands twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF, BNode, URIRef

from valuegraph.vocabulary import VG, VGD, VGX
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from valuegraph.store.parsed import Parsed, Violation
    from valuegraph.vocabulary import Vocabulary

HAS_EVIDENCE = URIRef(VG + "hasEvidence")
EVIDENCE = URIRef(VG + "Evidence")
DERIVED = VG + "DerivedStatement"
_STATED = {"vgd", "vgr"}
_VOCABULARIES = tuple(iri for prefix, iri in PREFIXES.items() if prefix not in _STATED)


def short(node: object) -> str:
    """Return an IRI as prefix and local name where a prefix fits."""
    text = str(node)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            return f"{prefix}:{text[len(namespace) :]}"
    return text


def find_dangling(data: Parsed) -> list[Violation]:
    """Find references to things in the data namespace that nothing defines."""
    return [
        data.wrong(
            subject,
            f"{short(predicate)} refers to {short(value)}, which no file defines.",
            "dangling",
            value,
        )
        for subject, predicate, value in data.graph
        if isinstance(value, URIRef) and value.startswith(VGD) and not data.defined(value)
    ]


def find_foreign_terms(data: Parsed, vocabulary: Vocabulary) -> Iterator[Violation]:
    """Find terms that the ontology does not define, has retired, or keeps for other classes."""
    checker = _Terms(data, vocabulary)
    for subject in data.files:
        for predicate, value in data.graph.predicate_objects(subject):
            yield from checker.check(subject, predicate, value)


def find_misplaced(data: Parsed) -> Iterator[Violation]:
    """Find nameless and untyped nodes, redefined terms, doubles and evidence that nothing has."""
    cited = set(data.graph.objects(None, HAS_EVIDENCE))
    for subject, files in data.files.items():
        if isinstance(subject, BNode):
            message = "A node has no IRI, so that evidence and diffs cannot point at it."
            yield data.wrong(subject, message, "nameless")
        elif str(subject).startswith(_VOCABULARIES):
            message = (
                "Data may not describe the terms of a vocabulary; change the ontology instead."
            )
            yield data.wrong(subject, message, "redefined")
        elif (subject, RDF.type, None) not in data.graph:
            yield data.wrong(subject, "Nothing says of which class this is.", "untyped")
        elif len(files) > 1:
            message = f"This is described in {len(files)} files: {', '.join(files)}."
            yield data.wrong(subject, message, "double")
        elif subject not in cited and (subject, RDF.type, EVIDENCE) in data.graph:
            yield data.wrong(subject, "No statement has this evidence.", "loose-evidence")
    for subject in data.added:
        if subject not in data.files and not data.defined(subject):
            message = "Something is added to this, and nothing says of which class it is."
            yield data.wrong(subject, message, "untyped")


def find_mixed(data: Parsed, vocabulary: Vocabulary) -> Iterator[Violation]:
    """Find derived statements that share a file with what sources say."""
    derived: list[Node] = []
    asserting: set[str] = set()
    for subject, files in data.files.items():
        kinds = {str(kind) for kind in data.graph.objects(subject, RDF.type)}
        if any(DERIVED in vocabulary.lineage(kind) for kind in kinds):
            derived.append(subject)
        elif kinds & vocabulary.classes.keys():
            asserting.update(files)
    for subject in derived:
        if asserting.intersection(data.files[subject]):
            message = (
                "A derived statement stands among asserted ones; put it into a file of its own."
            )
            yield data.wrong(subject, message, "mixed")


class _Terms:
    """Checks one triple after another against the registry."""

    def __init__(self, data: Parsed, vocabulary: Vocabulary) -> None:
        self._data = data
        self._vocabulary = vocabulary
        self._values = vocabulary.concepts.keys() | vocabulary.classes.keys()
        self._allowed: dict[frozenset[str], frozenset[str]] = {}

    def check(self, subject: Node, predicate: Node, value: Node) -> Iterator[Violation]:
        name, vocabulary = str(predicate), self._vocabulary
        if name.startswith(VG):
            if name not in vocabulary.properties:
                yield self._unknown(subject, "property", predicate)
            else:
                yield from self._foreseen(subject, name, value)
        if isinstance(value, URIRef) and str(value).startswith((VG, VGX)):
            kind = "class" if predicate == RDF.type else "concept"
            known = vocabulary.classes if kind == "class" else self._values
            if str(value) not in known:
                yield self._unknown(subject, kind, value)
        for term in {name, str(value)} & vocabulary.deprecated.keys():
            old = vocabulary.deprecated[term]
            message = f"{short(term)} is deprecated since {old.since}: {old.message}"
            yield self._data.wrong(subject, message, "deprecated", term)

    def _foreseen(self, subject: Node, name: str, value: Node) -> Iterator[Violation]:
        types = frozenset(str(kind) for kind in self._data.graph.objects(subject, RDF.type))
        own = sorted(kind for kind in types if kind in self._vocabulary.classes)
        if types not in self._allowed:
            self._allowed[types] = frozenset(
                prop for kind in own for prop in self._vocabulary.properties_of(kind)
            )
        if own and name not in self._allowed[types]:
            message = f"{short(name)} is not foreseen for {', '.join(map(short, own))}."
            yield self._data.wrong(subject, message, "foreseen", value)

    def _unknown(self, subject: Node, kind: str, term: Node) -> Violation:
        message = f"{short(term)} is no {kind} of the ontology."
        return self._data.wrong(subject, message, f"unknown-{kind}", term)
