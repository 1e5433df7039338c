"""A view written for compiled loops: nodes by rank, their groups and members one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from valuegraph.chokepoints.kinds import kind_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray
    from valuegraph.chokepoints.plan import Layout

# Scenarios side by side: fewer leave the processor's wide registers unused, because the compiler
# unrolls short loops before it looks for such use; more are idle more often.
LANES = 64


class Wiring(NamedTuple):
    """The nodes in question, suppliers before dependents, and what each of them needs.

    Attributes
    ----------
    groups : (n_nodes + 1,) int32
        Groups of node v are ``groups[v]`` to ``groups[v + 1]``.
    members : (n_groups + 1,) int32
        Members of group g are ``members[g]`` to ``members[g + 1]``.
    supplier : (n_members,) int32
        Rank of the supplier.
    share, keep : (n_members,) float64
        Share in the group; the part that no stock covers.
    kind : (n_members,) uint64
        Bit of the relation kind.
    essentiality : (n_groups,) float64
        Share of the dependent's service that falls with the group.
    linear : (n_groups,) bool
        Whether the group adds up with the other linear ones.
    alone : (n_groups,) bool
        Whether the group is one member that is needed entirely: what it loses, the node loses.
    surge : (3, n_groups) float64
        Surge capacity in the short run, at the surge asked for, in the long run.
    customers : (n_nodes + 1,) int32
        Dependents of node v are ``customer[customers[v]]`` onwards.
    customer : (n_customers,) int32
        Ranks of dependents that a loss can pass to.
    end : (n_nodes,) int32
        Rank after the last node of the strongly connected part that a node is in.
    weight : (n_nodes,) float64
        Target weight of the node, 0 for all others.
    target : (n_nodes,) bool
        Whether the node is a target.
    """

    groups: NDArray[np.int32]
    members: NDArray[np.int32]
    supplier: NDArray[np.int32]
    share: FloatArray
    keep: FloatArray
    kind: NDArray[np.uint64]
    essentiality: FloatArray
    linear: BoolArray
    alone: BoolArray
    surge: FloatArray
    customers: NDArray[np.int32]
    customer: NDArray[np.int32]
    end: NDArray[np.int32]
    weight: FloatArray
    target: BoolArray


class Wired(NamedTuple):
    """A wiring and where the nodes and relations of the graph are in it.

    Attributes
    ----------
    wiring : Wiring
        The nodes that matter to the question.
    rank : (n_nodes of the graph,) int64
        Place of each node; -1 for one that cannot touch a target.
    member : (n_relations,) int64
        Place of each relation; -1 for one that is not in the wiring.
    """

    wiring: Wiring
    rank: IntArray
    member: IntArray


def wire(
    layout: Layout,
    relevant: BoolArray,
    surges: Sequence[float] | FloatArray,
    targets: tuple[IntArray, FloatArray],
    immune: BoolArray | None = None,
) -> Wired:
    """Return the wiring of the relevant nodes.

    Parameters
    ----------
    layout : Layout
        Graph and view.
    relevant : (n_nodes,) bool
        Nodes to include; all others are taken as unharmed.
    surges : (3,) floats
        Surge capacity of groups that state none, for each horizon.
    targets : codes, weights
        Whom losses count for.
    immune : (n_groups,) bool, optional
        Groups that never lose anything.
    """
    graph, order = layout.graph, layout.order
    nodes = np.flatnonzero(relevant)
    nodes = nodes[np.argsort(order.component[nodes], kind="stable")]
    rank = np.full(len(relevant), -1)
    rank[nodes] = np.arange(len(nodes))
    needed = relevant[graph.groups.dependent] & (graph.groups.essentiality > 0)
    if immune is not None:
        needed &= ~immune
    groups = np.flatnonzero(needed)
    groups = groups[np.argsort(rank[graph.groups.dependent[groups]], kind="stable")]
    size = np.diff(graph.groups.start)[groups]
    first = np.cumsum(size) - size
    relations = np.arange(size.sum()) + np.repeat(graph.groups.start[groups] - first, size)
    member = np.full(len(graph.relations.group), -1)
    member[relations] = np.arange(len(relations))
    live = relations[layout.keep[relations] > 0]
    supplier = rank[graph.relations.supplier[live]]
    bought = np.argsort(supplier, kind="stable")
    weight, target = np.zeros(len(nodes)), np.zeros(len(nodes), dtype=bool)
    weight[rank[targets[0]]], target[rank[targets[0]]] = targets[1], True
    own = graph.groups.surge[groups]
    wiring = Wiring(
        groups=_starts(rank[graph.groups.dependent[groups]], len(nodes)),
        members=np.append(first, len(relations)).astype(np.int32),
        # A supplier that cannot touch anybody is behind a full stock: any row will do.
        supplier=np.maximum(rank[graph.relations.supplier[relations]], 0).astype(np.int32),
        share=graph.relations.share[relations],
        keep=layout.keep[relations],
        kind=kind_bits(graph)[relations],
        essentiality=graph.groups.essentiality[groups],
        linear=graph.groups.linear[groups],
        alone=(size == 1) & ~graph.groups.linear[groups] & (graph.groups.essentiality[groups] == 1),
        surge=np.where(np.isnan(own), np.reshape(surges, (-1, 1)), own),
        customers=_starts(supplier, len(nodes)),
        customer=rank[graph.dependent[live[bought]]].astype(np.int32),
        end=np.searchsorted(order.component[nodes], order.component[nodes], "right").astype(
            np.int32
        ),
        weight=weight,
        target=target,
    )
    return Wired(wiring, rank, member)


def _starts(owner: IntArray, n_owners: int) -> NDArray[np.int32]:
    start = np.zeros(n_owners + 1, dtype=np.int32)
    np.cumsum(np.bincount(owner, minlength=n_owners), out=start[1:])
    return start
