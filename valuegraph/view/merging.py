"""Steps of a certificate that say the same, brought together.

A step of a certificate is a node, one of its groups, and the members of the group that fail.
Steps that say the same of several nodes, or of several functions of one node, become one finding.
What a firm runs stops with the firm: such steps join the finding on its withdrawal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.view.wording import FUNCTION

if TYPE_CHECKING:
    from valuegraph.chokepoints.certificate import Certificate, Group, Member, Step

PROVISION = "provision"
FULL = 1.0 - 1e-9


@dataclass(slots=True)
class Finding:
    """Steps that become one sentence.

    Attributes
    ----------
    nodes, roles : list of str
        All nodes with the one role, or the one node with all roles.
    group : Group or None
        The first of the groups, as recorded.
    lost, kept : list of (Member, float)
        Members that fail and those that do not, with what the group loses through each.
    loss, taken : float
        What each node loses in all, and what the groups told here take from it.
    """

    nodes: list[str]
    roles: list[str]
    group: Group | None
    lost: list[tuple[Member, float]]
    kept: list[tuple[Member, float]]
    loss: float
    taken: float
    members: list[tuple[str, str, Member]] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether a source says that the members are all there are."""
        return self.group is not None and self.group.complete


def findings(certificate: Certificate) -> list[Finding]:
    """Return the steps of a failure, merged, in an order that proves."""
    lost = {str(step.node): step.loss for step in certificate.steps}
    made: dict[object, Finding] = {}
    for step in certificate.steps:
        if step.role is None:
            _withdrawn(made, step)
        elif not _runs(made, step):
            found, key = _failed(certificate, step, lost)
            if key in made:
                _join(made[key], found)
            else:
                made[key] = found
    return list(made.values())


def _withdrawn(made: dict[object, Finding], step: Step) -> None:
    key = ("withdrawal", step.loss)
    found = made.setdefault(key, Finding([], [], None, [], [], step.loss, step.loss))
    found.nodes.append(str(step.node))


def _runs(made: dict[object, Finding], step: Step) -> bool:
    """Join what somebody who withdraws runs, without any fact needed to say so."""
    withdrawal = made.get(("withdrawal", 1.0))
    if withdrawal is None or step.role != PROVISION or step.loss < FULL:
        return False
    firms = [member for member in step.members if member.supplier in withdrawal.nodes]
    if not firms or len(step.members) > 1 or firms[0].source:
        return False
    withdrawal.runs.append(str(step.node))
    return True


def _failed(
    certificate: Certificate, step: Step, lost: dict[str, float]
) -> tuple[Finding, tuple[object, ...]]:
    node, role = str(step.node), str(step.role)
    group = next(g for g in certificate.facts[step.node] if g.role == step.role)
    felt = [(m, m.loss(lost.get(str(m.supplier), 0.0))) for m in group.members]
    failing = [(m, loss) for m, loss in felt if m in step.members]
    found = Finding(
        nodes=[node],
        roles=[role],
        group=group,
        lost=failing,
        kept=[(m, loss) for m, loss in felt if m not in step.members],
        loss=step.loss,
        taken=group.loss({m.supplier: lost.get(str(m.supplier), 0.0) for m in group.members}),
        members=[(node, role, m) for m, _ in failing],
    )
    return found, _pattern(found)


def _pattern(found: Finding) -> tuple[object, ...]:
    """Return what steps must share to be told in one sentence."""
    group = found.group
    assert group is not None  # noqa: S101 - a withdrawal has no pattern
    suppliers = frozenset((m.supplier, round(m.share, 3), round(x, 4)) for m, x in found.lost)
    others = frozenset(m.supplier for m, _ in found.kept)
    if found.roles[0].startswith(FUNCTION):
        return (FUNCTION, found.nodes[0], suppliers, others, group.complete)
    about = (round(found.loss, 4), round(found.taken, 4), group.linear, group.complete)
    return (found.roles[0], "#" in found.nodes[0], suppliers, others, about)


def _join(found: Finding, more: Finding) -> None:
    """Add a step that says the same of another node, or of another function of the same one."""
    if more.nodes == found.nodes:
        found.roles += more.roles
        found.taken += more.taken
    else:
        found.nodes += more.nodes
    found.members += more.members
