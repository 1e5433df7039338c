"""The one canonical form of Turtle, so that a diff shows what changed and nothing else.

Prefixes come first and only where used; subjects follow by rank of their class and then by
IRI, each directly followed by the nodes it owns (its evidence, its constraints); ``a`` and the
label lead, the other predicates follow in a fixed order; every triple has a line of its own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Graph, Literal, URIRef

from valuegraph.errors import DataError, FileProblem
from valuegraph.facts.notation import Notation
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

CLASS_ORDER = (
    "owl:Ontology", "owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty",
    "owl:AnnotationProperty", "skos:ConceptScheme", "skos:OrderedCollection", "skos:Concept",
    "sh:NodeShape", "sh:PropertyShape",
    "vg:Source", "vg:Jurisdiction", "vg:Authority", "vg:Organization", "vg:Person",
    "vg:EntityGroup", "vg:Market", "vg:ModelFamily", "vg:Model", "vg:Dataset", "vg:SoftwareTool",
    "vg:Platform", "vg:Application", "vg:AIChip", "vg:ComputeCluster", "vg:DataCentre",
    "vg:Material", "vg:InputGood", "vg:Standard", "vg:Asset", "vg:Licence", "vg:LicenceTerm",
)  # fmt: skip
FIRST_PREDICATES = (
    "rdf:type", "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:notation", "vg:rank",
    "rdfs:subClassOf", "rdfs:subPropertyOf", "skos:inScheme", "skos:topConceptOf", "skos:broader",
    "skos:definition", "vg:paperSource", "vg:sentence", "dct:title", "dct:publisher",
    "dct:creator", "dct:issued",
)  # fmt: skip
LAST_PREDICATES = (
    "vg:validFrom", "vg:validTo", "vg:datePrecision", "vg:modality", "vg:originalText",
    "skos:note", "vg:hasEvidence", "rdfs:isDefinedBy",
)  # fmt: skip
OWNING_PREDICATES = ("sh:property", "odrl:constraint", "odrl:refinement", "vg:hasEvidence")


def _full(name: str) -> URIRef:
    prefix, local = name.split(":", 1)
    return URIRef(PREFIXES[prefix] + local)


_CLASS_RANK = {_full(name): rank for rank, name in enumerate(CLASS_ORDER)}
_FIRST_RANK = {_full(name): rank for rank, name in enumerate(FIRST_PREDICATES)}
_LAST_RANK = {_full(name): rank for rank, name in enumerate(LAST_PREDICATES)}
_OWNING = {_full(name): rank for rank, name in enumerate(OWNING_PREDICATES)}
_OTHER_CLASS = len(CLASS_ORDER)


def format_graph(graph: Graph) -> str:
    """Write a graph as canonical Turtle.

    Parameters
    ----------
    graph : rdflib.Graph
        Graph whose blank nodes, if any, are cells of well-formed lists.

    Returns
    -------
    str
        Turtle that ends in a newline; equal for equal graphs. Whole numbers typed
        ``xsd:decimal`` are written with ``.0``, other literals keep their lexical form.

    Raises
    ------
    DataError
        When a blank node is not part of a list: it has no name to cite or to compare.
    """
    return _Writer(graph).text()


def format_file(path: Path) -> str:
    """Read a Turtle file and return its canonical text, without writing it.

    Parameters
    ----------
    path : pathlib.Path
        Turtle file in UTF-8.

    Returns
    -------
    str
        The canonical form; the file is in order when its text equals this.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    DataError
        When the file is not Turtle, or holds a blank node outside a list.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise FileProblem(
            "A Turtle file cannot be read.",
            where=f"{path}: {problem}",
            mend="Check path and encoding (UTF-8).",
        ) from problem
    graph = Graph()
    try:
        graph.parse(data=text, format="turtle")
    except Exception as problem:
        line, reason = syntax_problem(problem)
        raise DataError(
            "This is not valid Turtle.",
            where=str(path) if line is None else f"{path}, line {line}",
            why=reason,
            mend="Mend that line or the one after it.",
        ) from problem
    try:
        return format_graph(graph)
    except DataError as problem:
        raise DataError(
            problem.what, where=f"{path}: {problem.where}", why=problem.why, mend=problem.mend
        ) from None


def syntax_problem(problem: Exception) -> tuple[int | None, str]:
    """Say where and why rdflib could not read a Turtle text.

    Parameters
    ----------
    problem : Exception
        What rdflib raised.

    Returns
    -------
    line : int or None
        Line of the text, counted from 1; None when rdflib does not tell.
    reason : str
        One line.
    """
    text, place = getattr(problem, "_str", None), getattr(problem, "_i", None)
    reason = str(getattr(problem, "_why", None) or problem)
    line = None
    if isinstance(text, str | bytes) and isinstance(place, int):
        line = text[:place].count("\n" if isinstance(text, str) else b"\n") + 1  # type: ignore[arg-type]
    return line, " ".join(reason.split())[:200]


class _Writer:
    """Renders one graph; keeps the text of every term it has met."""

    def __init__(self, graph: Graph) -> None:
        self._triples: dict[Node, dict[Node, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in graph:
            self._triples[subject][predicate].append(value)
        self._texts: dict[Node, str] = {}
        self._notation = Notation()
        self._list_cells: set[Node] = set()

    def text(self) -> str:
        blocks = [self._block(subject) for subject in self._ordered_subjects()]
        self._refuse_loose_blank_nodes()
        header = "".join(
            f"@prefix {name}: <{iri}> .\n"
            for name, iri in PREFIXES.items()
            if name in self._notation.prefixes
        )
        return "\n".join(([header] if header else []) + blocks)

    def _ordered_subjects(self) -> Iterator[Node]:
        owners = self._owned_nodes()
        owned = {node for nodes in owners.values() for node in nodes}
        named = [subject for subject in self._triples if not isinstance(subject, BNode)]
        done: set[Node] = set()
        free = [subject for subject in named if subject not in owned]
        for start in (*sorted(free, key=self._subject_key), *sorted(owned, key=self._subject_key)):
            waiting = [start]
            while waiting:
                subject = waiting.pop()
                if subject in done:
                    continue
                done.add(subject)
                yield subject
                waiting.extend(reversed(owners.get(subject, ())))

    def _owned_nodes(self) -> dict[Node, list[Node]]:
        owners: dict[Node, list[Node]] = {}
        for subject, rows in self._triples.items():
            nodes = [
                (rank, str(value), value)
                for predicate, rank in _OWNING.items()
                for value in rows.get(predicate, ())
                if value in self._triples and not isinstance(value, BNode)
            ]
            if nodes:
                owners[subject] = [
                    node for _, _, node in sorted(nodes, key=lambda entry: entry[:2])
                ]
        return owners

    def _subject_key(self, subject: Node) -> tuple[int, str, str]:
        classes = self._triples[subject].get(RDF.type, ())
        if not classes:
            return (_OTHER_CLASS + 1, "", str(subject))
        rank, name = min((_CLASS_RANK.get(kind, _OTHER_CLASS), str(kind)) for kind in classes)  # type: ignore[call-overload]
        return (rank, name if rank == _OTHER_CLASS else "", str(subject))

    def _block(self, subject: Node) -> str:
        rows = self._triples[subject]
        lines = [self._term(subject)]
        for predicate in sorted(rows, key=self._predicate_key):
            name = "a" if predicate == RDF.type else self._term(predicate)
            values = sorted(self._term(value) for value in rows[predicate])
            if len(values) == 1:
                lines.append(f"  {name} {values[0]} ;")
            else:
                lines.append(f"  {name}")
                lines.extend(f"    {value} ," for value in values[:-1])
                lines.append(f"    {values[-1]} ;")
        return "\n".join(lines) + "\n.\n"

    def _predicate_key(self, predicate: Node) -> tuple[int, int, str]:
        if predicate in _FIRST_RANK:
            return (0, _FIRST_RANK[predicate], "")  # type: ignore[index]
        if predicate in _LAST_RANK:
            return (2, _LAST_RANK[predicate], "")  # type: ignore[index]
        return (1, 0, self._term(predicate))

    def _term(self, term: Node) -> str:
        text = self._texts.get(term)
        if text is None:
            text = self._render(term)
            if not isinstance(term, BNode):
                self._texts[term] = text
        return text

    def _render(self, term: Node) -> str:
        if isinstance(term, URIRef):
            return self._notation.iri(term)
        if isinstance(term, Literal):
            return self._notation.literal(term)
        return self._list(term)

    def _list(self, head: Node) -> str:
        items: list[str] = []
        cell: Node = head
        while cell != RDF.nil:
            rows = self._triples.get(cell, {})
            if (
                cell in self._list_cells
                or set(rows) != {RDF.first, RDF.rest}
                or any(len(values) != 1 for values in rows.values())
            ):
                raise _blank_node(cell, self._referrer(head))
            self._list_cells.add(cell)
            items.append(self._term(rows[RDF.first][0]))
            cell = rows[RDF.rest][0]
        return "( " + " ".join(items) + " )"

    def _refuse_loose_blank_nodes(self) -> None:
        loose = [
            node
            for node in self._triples
            if isinstance(node, BNode) and node not in self._list_cells
        ]
        if loose:
            raise _blank_node(loose[0], self._referrer(loose[0]))

    def _referrer(self, node: Node) -> Node | None:
        return next(
            (s for s, rows in self._triples.items() for values in rows.values() if node in values),
            None,
        )


def _blank_node(node: Node, referrer: Node | None) -> DataError:
    return DataError(
        "A blank node stands where a named node is needed.",
        where=f"used by {referrer}" if referrer is not None else f"_:{node}",
        why="Evidence, explanations and diffs can point only at nodes that have an IRI.",
        mend="Give the node an IRI of its own.",
    )
