"""The verb `sanction`: what one jurisdiction no longer lets reach users in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.imposing import Effect, Shock
from valuegraph.chokepoints.naming import OWNERS, counted

if TYPE_CHECKING:
    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, Hypergraph, Name
    from valuegraph.chokepoints.naming import Directory
    from valuegraph.chokepoints.verbs import Sanction

COLUMN = "jurisdiction"
SLACK = 1e-9


def sanction_effect(directory: Directory, verb: Sanction) -> Effect:
    """Return what a sanction cuts: supplies from A* to users in B.

    A* is A alone, or with a threshold the least set that holds A and every node whose origin
    share (:func:`origin_shares`) from the set reaches it. What a user in B already holds goes on
    as far as its stock does, unless the sanction is retroactive. What a firm in B supplies to
    itself there is no supply to a user and goes on; what it supplies to others in B does not, as
    rules on controlled items cover transfers within a country too.

    A supplier or user without a jurisdiction is hit in the upper bound only.

    Raises
    ------
    MissingColumnError
        The nodes table has no column ``jurisdiction``.
    UnknownNameError
        No node has one of the two jurisdictions.
    """
    graph = directory.graph
    why = "a sanction cuts supplies from one jurisdiction to another"
    origin = directory.value(COLUMN, verb.origin, why)
    place = directory.value(COLUMN, verb.users, why)
    known = directory.column(COLUMN, why)
    silent = np.array([name not in known for name in graph.names])
    first, users = (_mask(directory, value) for value in (origin, place))
    covered = closure(graph, first, verb.share)
    perhaps = closure(graph, first | silent, verb.share)
    own = _own_use(directory, users)
    supplier, dependent = graph.relations.supplier, graph.dependent
    sure = covered[supplier] & users[dependent] & ~own
    unsure = perhaps[supplier] & (users | silent)[dependent] & ~own & ~sure
    foreign = int((covered & ~first).sum())
    hit = counted(len(set(dependent[sure].tolist())), "node")
    meaning = f"{counted(int(sure.sum()), 'supply')} to {hit} in {place} cut, "
    meaning += f"from {origin} ({counted(int(first.sum()), 'node')})"
    if verb.share is not None:
        meaning += f" and {foreign} elsewhere made to at least {verb.share:g} from there"
    return Effect(
        certain=_shock(sure, retroactive=verb.retroactive),
        possible=_shock(sure | unsure, retroactive=verb.retroactive),
        meaning=meaning,
        undetermined=_undetermined(graph, unsure, silent, covered),
    )


def closure(graph: Hypergraph, first: BoolArray, share: float | None) -> BoolArray:
    """Return the least set that holds some nodes and all whose origin share from it is enough.

    Parameters
    ----------
    graph : Hypergraph
        The graph.
    first : (n_nodes,) bool
        The nodes to start from.
    share : float or None
        The origin share that is enough, above 0 and at most 1; None for the start alone.
    """
    found = first.copy()
    while share is not None:
        grown = found | (origin_shares(graph, found) >= share - SLACK)
        if (grown == found).all():
            break
        found = grown
    return found


def origin_shares(graph: Hypergraph, inside: BoolArray) -> FloatArray:
    """Return for each node the share of what it is made from that comes from a set of nodes.

    Where the cost share of every role of a node is known, this is the value content: the part of
    its cost that is spent on suppliers in the set; its own value added is not of that origin.
    That reads a *de minimis* rule as it is meant, as a comparison of values. Elsewhere it is the
    largest share over its roles: one input made with the set's technology is enough, which is how
    a *direct product* rule works. Neither imputes a cost. Both grow with the set, so
    :func:`closure` is well defined.

    Parameters
    ----------
    graph : Hypergraph
        The graph.
    inside : (n_nodes,) bool
        The set.

    Returns
    -------
    (n_nodes,) float64
        Shares from 0 to 1; 0 for nodes that need nothing.
    """
    groups, relations = graph.groups, graph.relations
    n_nodes, dependent = len(graph.names), groups.dependent
    share = np.where(inside[relations.supplier], relations.share, 0.0)
    from_set = np.bincount(relations.group, weights=share, minlength=len(dependent))
    largest = np.zeros(n_nodes)
    np.maximum.at(largest, dependent, from_set)
    unknown = np.isnan(groups.cost_share)
    unpriced = np.bincount(dependent, weights=unknown, minlength=n_nodes) > 0
    cost = np.where(unknown, 0.0, groups.cost_share)
    content = np.bincount(dependent, weights=cost * from_set, minlength=n_nodes)
    return np.where(unpriced, largest, content)


def _mask(directory: Directory, value: Name) -> BoolArray:
    found = np.zeros(len(directory.graph.names), dtype=bool)
    found[directory.members(COLUMN)[value]] = True
    return found


def _own_use(directory: Directory, users: BoolArray) -> BoolArray:
    """Return the relations by which a firm in the users' jurisdiction supplies itself there."""
    graph = directory.graph
    supplier, dependent = graph.relations.supplier, graph.dependent
    same = np.zeros(len(supplier), dtype=bool)
    for column in OWNERS:
        owner = np.full(len(graph.names), -1)
        for number, codes in enumerate(directory.members(column).values()):
            owner[codes] = number
        same |= (owner[supplier] >= 0) & (owner[supplier] == owner[dependent])
    own: BoolArray = same & users[supplier] & users[dependent]
    return own


def _shock(hit: BoolArray, *, retroactive: bool) -> Shock:
    relations = np.flatnonzero(hit).tolist()
    if retroactive:
        return Shock(relation_caps=dict.fromkeys(relations, 0.0))
    return Shock(stopped=frozenset(relations))


def _undetermined(
    graph: Hypergraph, unsure: BoolArray, silent: BoolArray, covered: BoolArray
) -> tuple[tuple[int, str, str], ...]:
    supplier, dependent = graph.relations.supplier[unsure], graph.dependent[unsure]
    users = dependent[silent[dependent]]
    suppliers = supplier[~covered[supplier]]
    found = {(code, "user") for code in users.tolist()}
    found |= {
        (code, "supplier" if silent[code] else "supplier of unknown origin")
        for code in suppliers.tolist()
    }
    return tuple((code, COLUMN, why) for code, why in sorted(found))
