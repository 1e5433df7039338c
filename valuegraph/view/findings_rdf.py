"""Findings as RDF: derived statements in canonical Turtle, each with the facts it follows from."""

from __future__ import annotations

import hashlib
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.errors import DataError, UsageError
from valuegraph.projection.assembly import SUPPLY_KINDS
from valuegraph.resources import ontology_dir
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGD, VGR, VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib import Graph

    from valuegraph.store.files import Source
    from valuegraph.view.findings import Finding

DIGITS = 6
CODES = """
SELECT ?scheme ?code ?concept WHERE {
  VALUES ?scheme { vgx:chokepointView vgx:controllerUnit vgx:verdict }
  ?concept skos:inScheme ?scheme ; skos:notation ?code .
}
"""


class Store(Protocol):
    """What this module needs of a store."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files of the dataset."""
        ...

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...


def findings_turtle(findings: Iterable[Finding], store: Store) -> str:
    """Return findings as canonical Turtle.

    Parameters
    ----------
    findings : iterable of Finding
        With a finite surge.
    store : Store
        The dataset they follow from: for the codes of the ontology and the hash of the facts.
    """
    from valuegraph.facts.canonical import format_graph

    return format_graph(findings_graph(findings, codes(store), facts_hash(store)))


def findings_graph(
    findings: Iterable[Finding], concepts: Mapping[tuple[str, str], str], digest: str
) -> Graph:
    """Return findings as RDF.

    Parameters
    ----------
    findings : iterable of Finding
        With a finite surge.
    concepts : mapping of (scheme, code) to IRI
        See `codes`.
    digest : str
        Hash of the facts, 32 hexadecimal digits.

    Raises
    ------
    UsageError
        A surge is infinite.
    DataError
        The ontology has no concept for a view, a unit or a verdict word.
    """
    from rdflib import Graph, URIRef

    graph = Graph()
    for finding in findings:
        if math.isinf(finding.surge):
            raise UsageError(
                "a finding needs a finite surge",
                why="RDF's decimals have no infinity, and the unavoidable share is given anyway",
                mend="rank with a surge such as 0.3",
            )
        node = URIRef(finding_iri(finding))
        for prop, value in _stated(finding, concepts, digest):
            graph.add((node, URIRef(prop), value))
    return graph


def finding_iri(finding: Finding) -> str:
    """Return the IRI of a finding: the same for the same controller, unit, view and day."""
    owner = finding.controller
    local = owner.removeprefix(VGD)
    if local == owner:
        local = hashlib.blake2b(owner.encode(), digest_size=5).hexdigest()
    return f"{VGR}find-{finding.as_of.isoformat()}-{finding.view}-{finding.by}-{local}"


def codes(store: Store) -> dict[tuple[str, str], str]:
    """Return the concepts of views, units and verdict words by scheme and code."""
    return {
        (scheme.removeprefix(VGX), str(code)): concept
        for scheme, code, concept in store.rows(CODES)[1]
    }


def facts_hash(store: Store) -> str:
    """Return the hash of the files of facts: without the ontology and without conclusions.

    A file of findings records it, so it must not depend on that file.
    """
    from valuegraph.store.files import DERIVED_GRAPHS, content_hash

    ontology = ontology_dir().resolve()
    return content_hash(
        [
            source
            for source in store.sources
            if not source.graph.startswith(DERIVED_GRAPHS)
            and not source.path.resolve().is_relative_to(ontology)
        ]
    )


def _stated(
    finding: Finding, concepts: Mapping[tuple[str, str], str], digest: str
) -> Iterator[tuple[str, Any]]:
    from rdflib import Literal, URIRef

    words = [word for word in finding.verdict.split(", ") if word]
    kinds = {word: VGX + name for name, word in SUPPLY_KINDS.items()}
    label = f"{finding.name} in the {finding.view} view on {finding.as_of.isoformat()}"
    yield PREFIXES["rdf"] + "type", URIRef(VG + "ChokepointFinding")
    yield PREFIXES["rdfs"] + "label", Literal(label, lang="en")
    yield VG + "asOf", Literal(finding.as_of)
    yield VG + "datasetHash", Literal(digest)
    named = {
        "aboutController": [finding.controller],
        "controllerUnit": [_concept(concepts, "controllerUnit", finding.by)],
        "inView": [_concept(concepts, "chokepointView", finding.view)],
        "verdict": [_concept(concepts, "verdict", word) for word in words],
        "proofKind": [kinds[word] for word in finding.kinds],
        "actsInRole": [VGX + role for role in finding.roles],
    }
    for prop, values in named.items():
        for value in values:
            yield VG + prop, URIRef(value)
    figures = {
        "surge": finding.surge,
        "confidenceFloor": finding.floor,
        "reach": finding.reach,
        "shareLost": finding.share_lost,
        "shareLostWithSurge": finding.share_lost_surge,
        "unavoidableShare": finding.unavoidable,
        "leverage": finding.leverage,
    }
    for prop, figure in figures.items():
        yield VG + prop, Literal(_decimal(figure))
    for fact in finding.facts:
        yield PREFIXES["prov"] + "wasDerivedFrom", URIRef(fact)


def _concept(concepts: Mapping[tuple[str, str], str], scheme: str, code: str) -> str:
    if (scheme, code) not in concepts:
        raise DataError(
            f"the ontology has no concept of vgx:{scheme} for {code!r}",
            why="a finding could not be told in words that others can look up",
            mend=f"add a concept with skos:notation {code!r} to ontology/schemes/findings.ttl",
        )
    return concepts[scheme, code]


def _decimal(figure: float) -> Decimal:
    """Return a figure rounded to as many digits as every machine computes alike."""
    text = f"{figure:.{DIGITS}f}".rstrip("0")
    return Decimal(text + "0" if text.endswith(".") else text)
