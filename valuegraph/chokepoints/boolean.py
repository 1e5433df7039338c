"""What removals can touch, and what they stop for good, as bits: 64 scenarios in a word.

In the long run a group loses what its best member loses. So a loss can only be where it can come
from (``support``), and where everything that a node needs has stopped for good the loss is full.
Where both agree for every group that a scenario touches, the problem is Boolean: the losses of the
long run are exactly 0 or 1, and no float is needed. Any other scenario is marked ``mixed``: a
group is linear or not fully essential, has a surge of its own, or a stock covers part of a loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.kinds import UNLISTED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from numpy.typing import NDArray

    from valuegraph.chokepoints.hypergraph import BoolArray, Hypergraph, IntArray
    from valuegraph.chokepoints.plan import Pass, Plan, Step

    Words: TypeAlias = NDArray[np.uint64]

WORD = 64


@dataclass(frozen=True, eq=False)
class Spread:
    """Bits of scenarios by row of a plan; the last row belongs to nobody and is 0.

    Attributes
    ----------
    removed, touched, support, full : (n_rows + 1, n_words) uint64
        Which nodes a scenario removes, can touch, may lose something of in the long run, and
        loses for good.
    mixed : (n_words,) uint64
        Scenarios whose losses in the long run are not only 0 or 1.
    dead : list of uint64 arrays
        For each step of the plan, which of its groups have stopped for good.
    """

    removed: Words
    touched: Words
    support: Words
    full: Words
    mixed: Words
    dead: list[Words]


def removals(plan: Plan, sets: Sequence[Sequence[int]]) -> Words:
    """Return the bits of the nodes that each scenario removes; other nodes count for nobody."""
    bits = np.zeros((len(plan.nodes) + 1, (len(sets) + WORD - 1) // WORD), dtype=np.uint64)
    scenario = np.repeat(np.arange(len(sets)), [len(nodes) for nodes in sets])
    row = plan.row[np.array([node for nodes in sets for node in nodes], dtype=np.int64)]
    bit = np.uint64(1) << (scenario % WORD).astype(np.uint64)
    np.bitwise_or.at(bits, (row, scenario // WORD), bit)
    bits[-1] = 0
    return bits


def touch(graph: Hypergraph, plan: Plan, removed: Words) -> Words:
    """Return what each scenario can touch: losses pass where no full stock is in their way."""
    touched = removed.copy()
    for step in plan.steps:
        again = True
        while again:
            taken = _joined(step, touched, np.bitwise_or)
            taken[graph.groups.essentiality[step.groups] <= 0] = 0
            again = _deliver(step, taken, touched, step.linear) and step.cyclic
    return touched


def spread(graph: Hypergraph, plan: Plan, sets: Sequence[Sequence[int]]) -> Spread:
    """Return what removals touch and what they stop, all scenarios at once.

    Parameters
    ----------
    graph, plan
        The graph and the nodes to evaluate.
    sets : sequence of sequences of int
        The nodes that each scenario removes.
    """
    removed = removals(plan, sets)
    result = Spread(
        removed=removed,
        touched=touch(graph, plan, removed),
        support=removed.copy(),
        full=removed.copy(),
        mixed=np.zeros(removed.shape[1], dtype=np.uint64),
        dead=[],
    )
    plain = _plain(graph)
    for step in plan.steps:
        again = True
        while again:
            support = _support(graph, step, result.support)
            full = _joined(step, result.full, np.bitwise_and, whole=True)
            full[~plain[step.groups]] = 0
            grown = _deliver(step, support, result.support, step.linear)
            again = (_deliver(step, full, result.full) or grown) and step.cyclic
        result.dead.append(full)
        result.mixed[:] |= np.bitwise_or.reduce(support ^ full, axis=0)
    return result


def _plain(graph: Hypergraph) -> BoolArray:
    """Return the groups that are essential through and through and share the endless surge."""
    groups = graph.groups
    shares_it: BoolArray = ~np.isfinite(groups.surge)
    return shares_it & ~groups.linear & (groups.essentiality >= 1)


def _support(graph: Hypergraph, step: Step, support: Words) -> Words:
    """Return where groups may lose something: in any member when their surge is finite."""
    found = _joined(step, support, np.bitwise_and)
    finite = np.isfinite(graph.groups.surge[step.groups])
    if finite.any():
        found[finite] |= _joined(step, support, np.bitwise_or)[finite]
    found[graph.groups.essentiality[step.groups] <= 0] = 0
    return found


def _joined(step: Step, bits: Words, join: np.ufunc, *, whole: bool = False) -> Words:
    """Return the bits of the members of each group, joined; only where all of a loss is felt."""
    joined = _member(step.passes[0], bits, whole=whole)
    for read in step.passes[1:]:
        felt = _member(read, bits, whole=whole)
        join(joined[: len(felt)], felt, out=joined[: len(felt)])
    return joined


def _member(read: Pass, bits: Words, *, whole: bool) -> Words:
    felt: Words = bits.take(read.supplier, axis=0)
    if read.keep is not None:
        keep = read.keep[:, 0]
        felt[keep < 1 if whole else keep <= 0] = 0
    return felt


def _deliver(
    step: Step,
    taken: Words,
    bits: Words,
    linear: Sequence[tuple[IntArray, IntArray]] = (),
    barred: Words | None = None,
) -> bool:
    """Add what groups take to the bits of the nodes; return whether there is anything new."""
    here = bits[step.rows].copy()
    for read in step.essential:
        here[: len(read)] |= taken[read]
    for at, read in linear:
        here[at] |= taken[read]
    if barred is not None:
        here &= ~barred[step.rows]
    grown = bool((here != bits[step.rows]).any())
    bits[step.rows] = here
    return grown


def kinds_on_proofs(graph: Hypergraph, plan: Plan, found: Spread) -> list[Words]:
    """Return for each kind the bits of nodes on whose proof it lies, where nothing is mixed.

    A stopped node is proven by all its stopped groups and so by all members of these.
    """
    kind = np.minimum(graph.relations.kind, UNLISTED)
    planes = []
    for number in range(min(len(graph.kinds), UNLISTED + 1)):
        proof = np.zeros_like(found.full)
        for step, dead in zip(plan.steps, found.dead, strict=True):
            again = True
            while again:
                through = np.zeros_like(dead)
                for read in step.passes:
                    carried = proof.take(read.supplier, axis=0)
                    carried[kind[read.member] == number] = ~np.uint64(0)
                    through[: len(carried)] |= carried
                through &= dead
                again = _deliver(step, through, proof, barred=found.removed) and step.cyclic
        planes.append(proof)
    return planes


def unpacked(words: Words, n_scenarios: int) -> BoolArray:
    """Return bits as a matrix of bools: one column a scenario."""
    raw = np.ascontiguousarray(words, dtype="<u8").view(np.uint8)
    return np.unpackbits(raw, axis=1, bitorder="little", count=n_scenarios).view(np.bool_)


def words_of(scenarios: IntArray, n_words: int) -> Words:
    """Return words in which the bits of some scenarios are set."""
    words = np.zeros(n_words, dtype=np.uint64)
    bit = np.uint64(1) << (scenarios % WORD).astype(np.uint64)
    np.bitwise_or.at(words, scenarios // WORD, bit)
    return words
