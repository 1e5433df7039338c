"""What bears a loss: the groups and relations through which it runs from a removal to the targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.propagate import Columns, group_loss, member_loss
from valuegraph.chokepoints.solving import solve
from valuegraph.chokepoints.variations import parts, removals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray
    from valuegraph.chokepoints.plan import Plan, Step
    from valuegraph.chokepoints.question import Question

SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class Bearing:
    """What lies on the proof of a loss, for all targets together.

    Attributes
    ----------
    groups : (n_groups,) bool
        Groups that bind: an essential one that takes as much as its dependent loses, or a lossy
        linear one when the linear ones together do.
    relations : (n_relations,) bool
        Members of such groups that have lost something.
    """

    groups: BoolArray
    relations: BoolArray


def bearing(question: Question, nodes: Sequence[int], surge: float) -> Bearing:
    """Return what bears the loss when nodes are removed, at one horizon."""
    graph = question.layout.graph
    found = Bearing(
        np.zeros(len(graph.groups.role), dtype=bool),
        np.zeros(len(graph.relations.share), dtype=bool),
    )
    for part in parts(question, [nodes], 1):
        plan = part.plan
        columns = Columns(removals(part, [nodes]), np.array([surge]))
        loss = solve(plan, columns, least=question.least)
        needed = np.zeros(len(loss), dtype=bool)
        needed[plan.row[question.targets[part.here]]] = True
        for step in reversed(plan.steps):
            while _carry(question, plan, step, (columns, loss, needed), found) and step.cyclic:
                pass
    return found


def _carry(
    question: Question,
    plan: Plan,
    step: Step,
    state: tuple[Columns, FloatArray, BoolArray],
    found: Bearing,
) -> bool:
    """Go from the needed nodes of a step to their binding groups and on to the suppliers."""
    columns, loss, needed = state
    here = loss[step.rows, 0]
    proven = needed[step.rows] & (here > 0) & (columns.shock[step.rows, 0] < here - SLACK)
    taken = group_loss(step, columns, loss)[:, 0]
    row = plan.row[question.layout.graph.groups.dependent[step.groups]] - step.rows.start
    linear = question.layout.graph.groups.linear[step.groups]
    added = np.bincount(row[linear], weights=taken[linear], minlength=len(here))
    felt = np.where(linear, added[row], taken)
    binds = proven[row] & (taken > 0) & (felt >= here[row] - SLACK)
    found.groups[step.groups] |= binds
    before = needed.sum()
    for turn, read in enumerate(step.passes):
        lost = member_loss(step, turn, columns, loss)[:, 0] > 0
        through = binds[: len(lost)] & lost
        found.relations[read.member[through]] = True
        needed[read.supplier[through]] = True
    return bool(needed.sum() > before)
