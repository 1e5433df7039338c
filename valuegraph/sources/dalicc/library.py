"""The library's Turtle as one record for each licence."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rdflib import RDF, Graph, URIRef
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax

from valuegraph.errors import DataError
from valuegraph.sources.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

__all__ = ["Library"]

ODRL = "http://www.w3.org/ns/odrl/2/"
SET = URIRef(ODRL + "Set")
ACTION, DUTY = URIRef(ODRL + "action"), URIRef(ODRL + "duty")
RULE = {RDF.type, ACTION, DUTY}
DAMAGED = (BadSyntax, ParserError, ValueError, IndexError, AssertionError)
"""What rdflib raises on Turtle that is cut off, depending on where."""


class Library:
    """A parsed copy.

    Parameters
    ----------
    text : str
        Turtle.
    name : str
        File, for messages.

    Raises
    ------
    DataError
        It is no Turtle, or is cut off.
    """

    def __init__(self, text: str, name: str) -> None:
        self._graph = Graph()
        self._name = name.rpartition("/")[2]
        try:
            self._graph.parse(data=text, format="turtle")
        except DAMAGED as problem:
            raise DataError(
                "this file is not Turtle to its end",
                where=self._name,
                why=" ".join(str(problem).split())[:200],
                mend="fetch licenselibrary.ttl from the publisher again",
            ) from problem

    def licences(self) -> Iterator[Record]:
        """Yield a record for each licence, with a list of nodes under each property."""
        for licence in sorted(self._graph.subjects(RDF.type, SET), key=str):
            fields: dict[str, object] = defaultdict(list)
            for prop, value in sorted(self._graph.predicate_objects(licence), key=str):
                listed = fields[str(prop)]
                if isinstance(listed, list):
                    listed.append(value)
            key = str(licence).rpartition("/")[2]
            fields["key"] = key
            yield Record(fields, f"{self._name}, licence '{key}'")

    def rule(self, record: Record, node: Node) -> tuple[list[str], list[Node]]:
        """Return the actions of a rule, and the duties that hang on it.

        Raises
        ------
        DataError
            It says something besides, or names no action.
        """
        told = set(self._graph.predicates(node))
        actions = sorted(str(each) for each in self._graph.objects(node, ACTION))
        if told - RULE or not actions:
            foreign = ", ".join(sorted(map(str, told - RULE))) or "no action"
            raise DataError(
                f"a rule holds {foreign}",
                where=record.where,
                why="a condition that is passed over makes a permission wider than it is",
                mend="let the reader carry it, or refuse the licence in [lookups.not_licences]",
            )
        return actions, sorted(self._graph.objects(node, DUTY), key=str)
