"""The figures of every controller: reach, share lost at three horizons, leverage, kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.kinds import UNLISTED, proof_kinds
from valuegraph.chokepoints.plan import compile_plan
from valuegraph.chokepoints.propagate import Columns
from valuegraph.chokepoints.reach import touched_by, unpacked, upstream_of
from valuegraph.chokepoints.solving import solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuegraph.chokepoints.controllers import Controller
    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray
    from valuegraph.chokepoints.plan import Layout, Plan

BLOCK = 128
CHUNK = 2048
FULL = 1.0 - 1e-9


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of every controller: of which targets, at which horizons.

    Attributes
    ----------
    layout : Layout
        Graph, view and evaluation order.
    targets, weights : (n_targets,) arrays
        Codes of the targets and their weights, which sum to 1.
    surges : (3,) float64
        Short run, the surge asked for, long run (infinity).
    least : bool
        Whether the least fixed point is asked for.
    """

    layout: Layout
    targets: IntArray
    weights: FloatArray
    surges: FloatArray
    least: bool


@dataclass(frozen=True, eq=False)
class Figures:
    """One entry a controller, in the order given.

    Attributes
    ----------
    reach, short, surged, long, leverage : (n,) float64
        Shares of target service.
    kills : (n,) bool
        Whether some target stops altogether at the long horizon.
    only_itself : (n,) bool
        Whether no target outside the controller's own nodes is within reach.
    kinds : list of tuple of str
        Relation kinds on the proof.
    """

    reach: FloatArray
    short: FloatArray
    surged: FloatArray
    long: FloatArray
    leverage: FloatArray
    kills: BoolArray
    only_itself: BoolArray
    kinds: list[tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Block:
    """Scenarios that are evaluated together and the nodes they can touch."""

    scenarios: IntArray
    plan: Plan
    touched: BoolArray
    target_rows: IntArray
    target_weights: FloatArray


def figures(
    question: Question, controllers: Sequence[Controller], revocable: Sequence[Sequence[int]]
) -> Figures:
    """Return the figures of all controllers."""
    n = len(controllers)
    found = Figures(
        reach=np.zeros(n),
        short=np.zeros(n),
        surged=np.zeros(n),
        long=np.zeros(n),
        leverage=leverage(question, revocable),
        kills=np.zeros(n, dtype=bool),
        only_itself=np.ones(n, dtype=bool),
        kinds=[() for _ in range(n)],
    )
    nodes = [controller.nodes for controller in controllers]
    for block in blocks(question, nodes):
        _figures_of_block(question, block, nodes, found)
    return found


def blocks(question: Question, seeds: Sequence[Sequence[int]]) -> Iterator[Block]:
    """Yield the scenarios in blocks of similar size, with what they can touch upstream of targets.

    Scenarios that touch no target are left out: their figures are 0.
    """
    relevant = np.flatnonzero(upstream_of(question.layout.order, question.targets.tolist()))
    for first in range(0, len(seeds), CHUNK):
        chunk = seeds[first : first + CHUNK]
        masks = touched_by(question.layout.order, chunk)
        touched = unpacked([masks[node] for node in relevant.tolist()], len(chunk))
        if question.least:
            touched = np.ones_like(touched)
        yield from _blocks_of_chunk(question, relevant, touched, first)


def _blocks_of_chunk(
    question: Question, relevant: IntArray, touched: BoolArray, first: int
) -> Iterator[Block]:
    layout = question.layout
    scenarios = np.flatnonzero(touched[np.isin(relevant, question.targets)].any(axis=0))
    size = np.add.reduce(touched[:, scenarios], axis=0, dtype=np.int64)
    scenarios = scenarios[np.argsort(-size, kind="stable")]
    for start in range(0, len(scenarios), BLOCK):
        chosen = scenarios[start : start + BLOCK]
        part = touched[:, chosen]
        rows = part.any(axis=1)
        active = np.zeros(len(layout.graph.names), dtype=bool)
        active[relevant[rows]] = True
        plan = compile_plan(layout, active)
        here = active[question.targets]
        by_row = np.zeros((len(plan.nodes) + 1, len(chosen)), dtype=bool)
        by_row[plan.row[relevant[rows]]] = part[rows]
        yield Block(
            first + chosen,
            plan,
            by_row,
            plan.row[question.targets[here]],
            question.weights[here],
        )


def _figures_of_block(
    question: Question, block: Block, nodes: Sequence[Sequence[int]], found: Figures
) -> None:
    width = len(block.scenarios)
    own = _own_nodes(block, nodes)
    shock = np.tile(own, 3)
    columns = Columns(shock, np.repeat(question.surges, width))
    loss = nested(solve(block.plan, columns, least=question.least), width)
    at_targets = loss[block.target_rows]
    touched = block.touched[block.target_rows]
    if question.least:
        touched = _really_touched(question, block, nodes) | (at_targets[:, :width] > 0)
    shares = weigh(np.hstack([touched, at_targets]), block.target_weights).reshape(4, width)
    at = block.scenarios
    found.reach[at], found.short[at], found.surged[at], found.long[at] = shares
    long = loss[:, 2 * width :]
    kills = (long[block.target_rows] >= FULL).any(axis=0)
    found.kills[at] = kills
    found.only_itself[at] = ~(touched & (own[block.target_rows] == 0)).any(axis=0)
    certain = shares[3] > 0
    proof = np.where(certain, long, loss[:, :width])
    surge = np.where(certain, question.surges[2], question.surges[0])
    masks = proof_kinds(question.layout.graph, block.plan, Columns(own, surge), proof)
    at_target = np.where(proof[block.target_rows] > 0, masks[block.target_rows], np.uint64(0))
    kinds = np.bitwise_or.reduce(at_target, axis=0).tolist()
    for scenario, bits in zip(at.tolist(), kinds, strict=True):
        found.kinds[scenario] = _kind_names(question.layout.graph.kinds, bits)


def nested(loss: FloatArray, width: int) -> FloatArray:
    """Return losses at falling surge, each at least the next, which cycles only round to."""
    short, surged, long = (loss[:, i * width : (i + 1) * width] for i in range(3))
    np.maximum(surged, long, out=surged)
    np.maximum(short, surged, out=short)
    return loss


def weigh(at_targets: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the weighted sum of each column, every column added in the same order."""
    total: FloatArray = np.minimum((weights[:, None] * at_targets).sum(axis=0), 1.0)
    return total


def _really_touched(question: Question, block: Block, nodes: Sequence[Sequence[int]]) -> BoolArray:
    masks = touched_by(question.layout.order, [nodes[i] for i in block.scenarios.tolist()])
    rows = block.plan.nodes[block.target_rows].tolist()
    return unpacked([masks[node] for node in rows], len(block.scenarios))


def _own_nodes(block: Block, nodes: Sequence[Sequence[int]]) -> FloatArray:
    shock = np.zeros((len(block.plan.nodes) + 1, len(block.scenarios)))
    for column, scenario in enumerate(block.scenarios.tolist()):
        shock[block.plan.row[list(nodes[scenario])], column] = 1.0
    shock[-1] = 0.0
    return shock


def share_lost(
    question: Question,
    nodes: Sequence[Sequence[int]],
    surge: float,
    *,
    immune: BoolArray | None = None,
) -> FloatArray:
    """Return the share lost when each set of nodes is removed, at one horizon.

    ``immune`` groups never fail; they stand for groups that may have suppliers nobody recorded.
    """
    result = np.zeros(len(nodes))
    for block in blocks(question, nodes):
        surges = np.full(len(block.scenarios), surge)
        shock = _own_nodes(block, nodes)
        columns = Columns(shock, surges, immune=immune)
        loss = solve(block.plan, columns, least=question.least)
        result[block.scenarios] = weigh(loss[block.target_rows], block.target_weights)
    return result


def leverage(question: Question, revocable: Sequence[Sequence[int]]) -> FloatArray:
    """Return the share lost in the short run when only the given relations are cut."""
    graph = question.layout.graph
    result = np.zeros(len(revocable))
    holders = [i for i, relations in enumerate(revocable) if relations]
    cuts = [revocable[i] for i in holders]
    for block in blocks(question, [graph.dependent[list(part)].tolist() for part in cuts]):
        plan = block.plan
        place = np.full(len(graph.relations.group), -1)
        place[plan.members] = np.arange(len(plan.members))
        where = [
            (int(place[relation]), column)
            for column, scenario in enumerate(block.scenarios.tolist())
            for relation in cuts[scenario]
            if place[relation] >= 0
        ]
        places, columns = np.array(sorted(where), dtype=np.int64).reshape(-1, 2).T
        shock = np.zeros((len(plan.nodes) + 1, len(block.scenarios)))
        surge = np.full(len(block.scenarios), question.surges[0])
        asked = Columns(shock, surge, cuts=(places, columns))
        loss = solve(plan, asked, least=question.least)
        lost = weigh(loss[block.target_rows], block.target_weights)
        result[np.array(holders)[block.scenarios]] = lost
    return result


def _kind_names(kinds: tuple[str, ...], bits: int) -> tuple[str, ...]:
    listed = [kind for i, kind in enumerate(kinds[:UNLISTED]) if bits >> i & 1]
    if bits >> UNLISTED & 1:
        listed.append("other kinds")
    return tuple(sorted(listed))
