"""What a name in a scenario stands for: a node, or all nodes of a controller, firm or country."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from valuegraph.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from valuegraph.chokepoints.hypergraph import Hypergraph, Name

OWNERS = ("controller", "firm")
COLUMNS = (*OWNERS, "jurisdiction")
SUGGESTIONS = 3
MOST_COMPARED = 200_000


class MissingColumnError(UsageError):
    """The nodes table lacks a column that a scenario asks about.

    Parameters
    ----------
    column : str
        The column.
    why : str
        What the scenario needs it for.
    known : iterable of str
        The columns that are there.
    """

    def __init__(self, column: str, why: str, known: Iterable[str]) -> None:
        self.column = column
        super().__init__(
            f"the nodes table has no column {column!r}",
            where=f"columns found: {', '.join(sorted(known)) or 'none'}",
            why=why,
            mend=f"give from_frame a nodes table with the column {column}; a node whose value is "
            "unknown may be left empty and is then counted as undetermined",
        )


@dataclass(frozen=True)
class Meaning:
    """What a name was taken for.

    Attributes
    ----------
    name : name
        The name as the graph has it.
    nodes : tuple of int
        Codes of the nodes meant.
    column : str or None
        The column of the nodes table whose value it is; None when it is a node alone.
    passed_over : str
        What else has the name and was not meant; empty when nothing has.
    """

    name: Name
    nodes: tuple[int, ...]
    column: str | None = None
    passed_over: str = ""

    def __str__(self) -> str:
        """Return the name with what it was taken for."""
        if self.column is not None:
            return f"{self.name} ({self.column} of {counted(len(self.nodes), 'node')})"
        return f"{self.name} (the node{self.passed_over and f', not the {self.passed_over}'})"


class Directory:
    """The names of a graph: its nodes, and the values of the columns of its nodes table.

    Parameters
    ----------
    graph : Hypergraph
        The graph.
    attributes : mapping
        For each column of the nodes table, its value by node.
    """

    def __init__(self, graph: Hypergraph, attributes: Mapping[str, Mapping[Name, Name]]) -> None:
        self.graph = graph
        self.attributes = attributes
        self._members: dict[str, dict[Name, list[int]]] = {}

    def knows(self, text: Name) -> bool:
        """Return whether a text names a node or an owner, firm or country of nodes."""
        columns = [column for column in COLUMNS if column in self.attributes]
        return self._node(text) is not None or any(
            self._value(column, text) is not None for column in columns
        )

    def one(self, name: Name, by: str | None = None) -> Meaning:
        """Return what a name stands for: a node if there is one, else the first column that has it.

        Parameters
        ----------
        name : name
            A name, or its text.
        by : str, optional
            ``node`` or a column of the nodes table, to leave nothing to that order.

        Raises
        ------
        UnknownNameError
            Nothing has that name.
        MissingColumnError
            The nodes table has no column ``by``.
        """
        if by is None or by == "node":
            node = self._node(name)
            if node is not None:
                over = self._passed_over(node) if by is None else ""
                return Meaning(node, (self.graph.code[node],), passed_over=over)
        if by == "node":
            raise self.unknown(name, self._texts)
        columns = COLUMNS if by is None else (by,)
        if by is not None:
            self.column(by, "the scenario names something by it")
        for column in columns:
            value = self._value(column, name)
            if value is not None:
                return Meaning(value, tuple(self.members(column)[value]), column)
        candidates = self._candidates if by is None else map(str, self.members(columns[0]))
        raise self.unknown(name, candidates)

    def owned(self, name: Name) -> Meaning:
        """Return the node of a name together with all nodes whose controller or firm it is."""
        found: set[int] = set()
        columns = []
        node = self._node(name)
        if node is not None:
            found.add(self.graph.code[node])
        for column in OWNERS:
            value = self._value(column, name)
            if value is not None:
                found.update(self.members(column)[value])
                columns.append(column)
        if not found:
            return self.one(name)
        meant = name if node is None else node
        alone = node is not None and len(found) == 1
        return Meaning(meant, tuple(sorted(found)), None if alone else " or ".join(columns))

    def column(self, name: str, why: str) -> Mapping[Name, Name]:
        """Return a column of the nodes table: its value by node.

        Raises
        ------
        MissingColumnError
            The nodes table has no such column.
        """
        if name not in self.attributes:
            raise MissingColumnError(name, why, self.attributes)
        return self.attributes[name]

    def members(self, column: str) -> Mapping[Name, list[int]]:
        """Return for each value of a column the codes of its nodes."""
        if column not in self._members:
            found: dict[Name, list[int]] = {}
            for name, value in self.attributes.get(column, {}).items():
                if name in self.graph.code and _hashable(value):
                    found.setdefault(value, []).append(self.graph.code[name])
            self._members[column] = {value: sorted(codes) for value, codes in found.items()}
        return self._members[column]

    def value(self, column: str, text: Name, why: str) -> Name:
        """Return the value of a column that a text means.

        Raises
        ------
        MissingColumnError
            The nodes table has no such column.
        UnknownNameError
            No node has that value.
        """
        self.column(column, why)
        found = self._value(column, text)
        if found is None:
            raise self.unknown(text, map(str, self.members(column)), f"{column} of any node")
        return found

    def unknown(
        self, name: Name, candidates: Iterable[str], what: str = "name in the dependency graph"
    ) -> UnknownNameError:
        """Return the error for a name that nothing has, with what may have been meant."""
        near = suggestions(str(name), candidates)
        return UnknownNameError(
            f"{str(name)!r} is no {what}",
            where="scenario",
            why="an unknown name would silently count as unaffected",
            mend=f"did you mean {' or '.join(near)}?"
            if near
            else "use a node, or a controller, firm or jurisdiction of the nodes table",
        )

    def _passed_over(self, node: Name) -> str:
        for column in COLUMNS:
            others = set(self.members(column).get(node, ())) - {self.graph.code[node]}
            if others:
                return f"{column} of {counted(len(others), 'further node')}"
        return ""

    def _node(self, name: Name) -> Name | None:
        if name in self.graph.code:
            return name
        return self._texts.get(name) if isinstance(name, str) else None

    def _value(self, column: str, text: Name) -> Name | None:
        values = self.members(column)
        if text in values:
            return text
        return next((value for value in values if str(value) == text), None)

    @cached_property
    def _texts(self) -> dict[str, Name]:
        return {str(name): name for name in self.graph.names}

    @property
    def _candidates(self) -> dict[str, str]:
        """What a name may have been meant to be, by the forms it is written in."""
        labels = self.attributes.get("label", {})
        found = {}
        for name in self.graph.names:
            text = str(name)
            found[text] = text
            found.setdefault(_last_part(text), text)
            if name in labels:
                found.setdefault(str(labels[name]), text)
        for column in COLUMNS:
            for value in self.members(column):
                found.setdefault(str(value), str(value))
        return found


def suggestions(text: str, candidates: Iterable[str]) -> list[str]:
    """Return the candidates nearest to a text; a mapping's keys are compared, its values meant."""
    meant = candidates if isinstance(candidates, dict) else {each: each for each in candidates}
    if len(meant) > MOST_COMPARED:
        return []
    by_case = {key.casefold(): value for key, value in meant.items()}
    near = get_close_matches(text.casefold(), by_case, n=SUGGESTIONS)
    return list(dict.fromkeys(str(by_case[key]) for key in near))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun.removesuffix('y')}ies" if noun.endswith("y") else f"{number} {noun}s"


def _hashable(value: object) -> bool:
    return isinstance(value, Hashable)


def _last_part(text: str) -> str:
    return text.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
