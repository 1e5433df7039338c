"""The verb `licence`: what becomes of those who use something under a licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.clause import bears
from valuegraph.chokepoints.demands import KIND, Demand
from valuegraph.chokepoints.imposing import Effect, Shock
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from valuegraph.chokepoints.clause import Clause, Predicate
    from valuegraph.chokepoints.hypergraph import BoolArray, Hypergraph, IntArray, Name
    from valuegraph.chokepoints.naming import Directory, Meaning

# A field of use is a column of its own where somebody fills it, else the user's sector.
INSTEAD = {"field": "sector"}


def licence_effect(directory: Directory, name: Name, clause: Clause, of: str) -> Effect:
    """Return what a clause of a licence does.

    Parameters
    ----------
    directory : Directory
        The names of the graph.
    name : name
        The licence: a node that supplies its holders with relations of the kind ``licence``.
    clause : Clause
        On whom it bears and what it does to them. A clause that is not retroactive leaves what
        the stock of a relation covers; a retroactive one takes it.
    of : str
        ``holders``: the clause is about those whom the licence supplies, and hits that supply.
        ``users``: it is about those whom the holders supply, and hits what they get from them.

    Raises
    ------
    UnknownNameError
        Nothing has the name, or no node has a value that the clause names.
    MissingColumnError
        The nodes table lacks a column that the clause is about.
    UsageError
        The name supplies nothing of the kind ``licence``.
    """
    graph = directory.graph
    meant = directory.owned(name)
    hit = _granted(graph, meant)
    if of == "users":
        hit = np.isin(graph.relations.supplier, graph.dependent[hit])
    relations = np.flatnonzero(hit)
    users = np.unique(graph.dependent[relations])
    found = bears(clause, _cells(directory, clause, users), len(users))
    by_user = dict(zip(users.tolist(), found, strict=True))
    sure = {user for user, holds in by_user.items() if holds is True}
    unsure = {user: str(column) for user, column in by_user.items() if isinstance(column, str)}
    fill = directory.graph.codes(clause.requires, f"clause {clause.name!r}")
    return Effect(
        certain=_shock(graph, meant, clause, fill, _of(graph, relations, sure)),
        possible=_shock(graph, meant, clause, fill, _of(graph, relations, {*sure, *unsure})),
        meaning=f"{meant}: {clause}; it bears on {len(sure)} of {len(users)} {of}"
        + (f", and {len(unsure)} of them cannot be told" if unsure else ""),
        undetermined=tuple((user, unsure[user], "user") for user in sorted(unsure)),
    )


def _granted(graph: Hypergraph, meant: Meaning) -> BoolArray:
    """Return the relations by which a licence is granted."""
    granted: BoolArray = np.isin(graph.relations.supplier, meant.nodes)
    kind = graph.kinds.index(KIND) if KIND in graph.kinds else -1
    granted &= graph.relations.kind == kind
    if not granted.any():
        raise UsageError(
            f"{meant.name} supplies nothing of the kind {KIND!r}, so it is no licence",
            where="scenario",
            why="a clause of something that nobody holds would have no effect",
            mend=f"name a node whose supplies have the kind {KIND!r}",
        )
    return granted


def _cells(directory: Directory, clause: Clause, users: IntArray) -> Mapping[str, Sequence[object]]:
    names = [directory.graph.names[user] for user in users.tolist()]
    found = {}
    for test in clause.conditions:
        column = _column(directory, test)
        values = directory.column(column, f"the clause {clause.name!r} is about {test}")
        _check_values(directory, test, column)
        found[test.column] = [values.get(name) for name in names]
    return found


def _column(directory: Directory, test: Predicate) -> str:
    instead = INSTEAD.get(test.column, test.column)
    if test.column not in directory.attributes and instead in directory.attributes:
        return instead
    return test.column


def _check_values(directory: Directory, test: Predicate, column: str) -> None:
    """Refuse values that no node has at all: they are misspelt or from another code list."""
    wanted = {value for value in test.values if not isinstance(value, bool)}
    there: set[object] = set()
    for cell in directory.attributes[column].values():
        there.update(cell if isinstance(cell, list | tuple | set | frozenset) else (cell,))
    if wanted and not any(value in wanted or str(value) in wanted for value in there):
        (first, *_) = sorted(wanted, key=str)
        raise directory.unknown(first, [str(value) for value in there], f"{column} of any node")


def _of(graph: Hypergraph, relations: IntArray, users: Iterable[int]) -> IntArray:
    return relations[np.isin(graph.dependent[relations], sorted(users))]


def _shock(
    graph: Hypergraph, meant: Meaning, clause: Clause, fill: Sequence[int], hit: IntArray
) -> Shock:
    if clause.effect == "add requirement":
        return Shock(demands=frozenset(_demands(graph, meant, clause, fill, hit)))
    if clause.retroactive:
        return Shock(relation_caps=dict.fromkeys(hit.tolist(), 0.0))
    return Shock(stopped=frozenset(hit.tolist()))


def _demands(
    graph: Hypergraph, meant: Meaning, clause: Clause, fill: Sequence[int], hit: IntArray
) -> Iterable[Demand]:
    """Yield what each user needs from now on.

    Unless the clause is retroactive, a user needs it as far as the stock of what it got under
    the licence does not go; of several such stocks the least.
    """
    givers = ", ".join(str(graph.names[code]) for code in fill) or "nobody known"
    role = f"{clause.name} of {meant.name}, from {givers}"
    stock: dict[int, float] = {}
    for relation in hit.tolist():
        user = int(graph.dependent[relation])
        held = 0.0 if clause.retroactive else float(graph.relations.stock[relation])
        stock[user] = min(held, stock.get(user, 1.0))
    for user, held in stock.items():
        if user not in fill:
            yield Demand(user, role, tuple(sorted(fill)), held)
