"""Read the Turtle of an ontology folder into a registry."""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING

from valuegraph.errors import DataError, FileProblem
from valuegraph.vocabulary.namespaces import VG, VGX
from valuegraph.vocabulary.registry import Vocabulary, expand
from valuegraph.vocabulary.terms import (
    ClassTerm,
    Concept,
    Deprecation,
    Property,
    RelationClass,
    Role,
    Scheme,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rdflib import Graph, URIRef

_PROPERTY_KINDS = {
    "ObjectProperty": "object",
    "DatatypeProperty": "data",
    "AnnotationProperty": "annotation",
}


def load_vocabulary(ontology_dir: Path) -> Vocabulary:
    """Parse the ontology.

    Parameters
    ----------
    ontology_dir : pathlib.Path
        Folder that holds ``classes.ttl``, ``relations.ttl``, ``schemes/`` and, optionally,
        ``odrl-profile.ttl`` and ``deprecated.csv``.

    Returns
    -------
    Vocabulary
        The registry; reading it again gives an equal one.

    Raises
    ------
    FileProblem
        When the folder or a file of it cannot be read.
    DataError
        When a file is not Turtle or a relation class lacks its edge annotations.
    """
    with suppress(OSError):  # of which reading says more
        return _vocabulary(ontology_dir, tuple(path.read_bytes() for path in _files(ontology_dir)))
    return _vocabulary.__wrapped__(ontology_dir, ())


@lru_cache(maxsize=2)
def _vocabulary(ontology_dir: Path, _content: tuple[bytes, ...]) -> Vocabulary:
    """Read a folder once for each content of its files, which takes most of a second."""
    graph = _read(ontology_dir)
    classes = _classes(graph)
    concepts = _concepts(graph)
    return Vocabulary(
        classes=classes,
        relations={iri: term for iri, term in classes.items() if isinstance(term, RelationClass)},
        properties=_properties(graph),
        schemes=_schemes(graph, concepts),
        concepts=concepts,
        roles={iri: term for iri, term in concepts.items() if isinstance(term, Role)},
        deprecated=_deprecated(ontology_dir / "deprecated.csv"),
    )


def _files(folder: Path) -> list[Path]:
    beside = (folder / "odrl-profile.ttl", folder / "deprecated.csv")
    return [
        folder / "classes.ttl",
        folder / "relations.ttl",
        *sorted((folder / "schemes").glob("*.ttl")),
        *(path for path in beside if path.exists()),
    ]


def _read(folder: Path) -> Graph:
    from rdflib import Graph

    graph = Graph()
    for path in _files(folder):
        if path.suffix == ".csv":
            continue
        try:
            graph.parse(path, format="turtle")
        except OSError as problem:
            raise FileProblem(
                "The ontology is incomplete.",
                where=f"{path}: {problem.strerror}",
                why="Without it nothing in the data has a meaning.",
                mend="Name the folder that holds classes.ttl, or install valuegraph again.",
            ) from problem
        except Exception as problem:
            raise DataError(
                "The ontology is not valid Turtle.", where=str(path), why=str(problem)[:300]
            ) from problem
    return graph


def _term(graph: Graph, node: URIRef) -> dict[str, str]:
    from rdflib import RDFS, SKOS, URIRef

    def text(predicate: URIRef) -> str:
        return str(graph.value(node, predicate) or "")

    return {
        "iri": str(node),
        "label": text(RDFS.label) or text(SKOS.prefLabel),
        "definition": text(SKOS.definition),
        "paper_source": text(URIRef(VG + "paperSource")),
    }


def _one(graph: Graph, node: URIRef, name: str) -> str | None:
    from rdflib import URIRef

    value = graph.value(node, URIRef(expand(name, VG)))
    return None if value is None else str(value)


def _many(graph: Graph, node: URIRef, name: str) -> tuple[str, ...]:
    from rdflib import URIRef

    return tuple(sorted(str(value) for value in graph.objects(node, URIRef(expand(name, VG)))))


def _named(graph: Graph, kind: str) -> Iterator[URIRef]:
    from rdflib import RDF, URIRef

    for node in sorted(set(graph.subjects(RDF.type, URIRef(expand(kind, VG)))), key=str):
        if isinstance(node, URIRef):
            yield node


def _classes(graph: Graph) -> dict[str, ClassTerm]:
    found: dict[str, ClassTerm] = {}
    for node in _named(graph, "owl:Class"):
        parents = _many(graph, node, "rdfs:subClassOf")
        takes = _many(graph, node, "vg:takes")
        prefix = _one(graph, node, "idPrefix")
        if VG + "Relation" in parents:
            found[str(node)] = _relation(graph, node, parents, takes, prefix)
        else:
            found[str(node)] = ClassTerm(
                **_term(graph, node), parents=parents, takes=takes, id_prefix=prefix
            )
    return found


def _relation(
    graph: Graph, node: URIRef, parents: tuple[str, ...], takes: tuple[str, ...], prefix: str | None
) -> RelationClass:
    needed = {name: _one(graph, node, name) for name in ("sentence", "edgeSource", "edgeTarget")}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise DataError(
            f"A relation class lacks {', '.join('vg:' + name for name in missing)}.",
            where=str(node),
            why="Relations of the class could neither be told nor drawn.",
            mend="Add the annotations to its block in relations.ttl.",
        )
    return RelationClass(
        **_term(graph, node),
        parents=parents,
        takes=takes,
        id_prefix=prefix,
        sentence=needed["sentence"] or "",
        edge_source=needed["edgeSource"] or "",
        edge_target=needed["edgeTarget"] or "",
        edge_kind=_one(graph, node, "edgeKind"),
        edge_kind_from=_one(graph, node, "edgeKindFrom"),
        edge_role=_one(graph, node, "edgeRole"),
    )


def _properties(graph: Graph) -> dict[str, Property]:
    return {
        str(node): Property(
            **_term(graph, node), kind=kind, value_scheme=_one(graph, node, "valueScheme")
        )
        for owl_name, kind in _PROPERTY_KINDS.items()
        for node in _named(graph, "owl:" + owl_name)
    }


def _concepts(graph: Graph) -> dict[str, Concept]:
    found = (_concept(graph, node) for node in _named(graph, "skos:Concept"))
    return {concept.iri: concept for concept in found}


def _concept(graph: Graph, node: URIRef) -> Concept:
    rank = _one(graph, node, "rank")
    plain = Concept(
        **_term(graph, node),
        schemes=_many(graph, node, "skos:inScheme"),
        rank=None if rank is None else int(rank),
        alt_labels=_many(graph, node, "skos:altLabel"),
        broader=_one(graph, node, "skos:broader"),
        notation=_one(graph, node, "skos:notation"),
    )
    if VGX + "role" not in plain.schemes:
        return plain
    return Role(
        **{name.name: getattr(plain, name.name) for name in fields(Concept)},
        default_stock=float(_one(graph, node, "defaultStock") or 0.0),
        technology_level=_one(graph, node, "technologyLevel"),
    )


def _schemes(graph: Graph, concepts: Mapping[str, Concept]) -> dict[str, Scheme]:
    members: dict[str, list[Concept]] = {}
    for concept in concepts.values():
        for scheme in concept.schemes:
            members.setdefault(scheme, []).append(concept)
    found = {}
    for node in _named(graph, "skos:ConceptScheme"):
        ordered = sorted(
            members.get(str(node), ()), key=lambda c: (c.rank is None, c.rank or 0, c.iri)
        )
        found[str(node)] = Scheme(**_term(graph, node), members=tuple(c.iri for c in ordered))
    return found


def _deprecated(path: Path) -> dict[str, Deprecation]:
    if not path.exists():
        return {}
    with path.open(newline="", encoding="utf-8") as lines:
        return {
            row["term"]: Deprecation(
                row["term"], row["since"], row["replaced_by"] or None, row["message"]
            )
            for row in csv.DictReader(lines)
        }
