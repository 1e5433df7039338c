"""Proofs of failure and survival that are checked here, without the engine.

A failure certificate lists groups from the removed nodes to the target. Recomputing only these
groups, with every supplier that has no entry taken as unharmed, gives a lower bound of the true
loss, because the map is monotone. A survival certificate states a loss for each node the target
needs and lists the members that keep it at that, all others taken as stopped; losses that no
group exceeds bound the true ones from above. Nothing in this module imports another module of
the engine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from typing import TypeAlias

    Name: TypeAlias = Hashable

SLACK = 1e-9
MOST_ROUNDS = 100_000


@dataclass(frozen=True)
class Member:
    """One relation of a group, as recorded.

    Attributes
    ----------
    supplier : name
        Who supplies.
    share, stock, confidence : float
        Share in the group, service left without the supplier, confidence of the evidence.
    imposed : float
        Loss that the shock puts on the relation itself, 0 to 1.
    kind : str
        Relation kind.
    source : tuple of str
        Identifiers of the facts.
    """

    supplier: Name
    share: float
    stock: float
    imposed: float
    kind: str
    confidence: float
    source: tuple[str, ...]

    def loss(self, of_supplier: float) -> float:
        """Return what the group loses through this member."""
        felt = min(of_supplier, 1.0 - self.stock)
        return self.imposed + (1.0 - self.imposed) * felt


@dataclass(frozen=True)
class Group:
    """What a dependent needs for one role, as recorded."""

    dependent: Name
    role: Name
    essentiality: float
    linear: bool
    surge: float
    complete: bool
    members: tuple[Member, ...]

    def loss(self, of_supplier: Mapping[Name, float]) -> float:
        """Return what the group takes from its dependent; absent suppliers lose nothing."""
        felt = [member.loss(of_supplier.get(member.supplier, 0.0)) for member in self.members]
        pairs = zip(self.members, felt, strict=True)
        weighted = min(1.0, math.fsum(member.share * loss for member, loss in pairs))
        short = 0.0 if math.isinf(self.surge) else weighted - self.surge * (1.0 - weighted)
        return self.essentiality * max(min(felt), short)


def node_loss(groups: Iterable[Group], of_supplier: Mapping[Name, float]) -> float:
    """Return the loss of a dependent from some or all of its groups."""
    return joint_loss((group, of_supplier) for group in groups)


def joint_loss(felt: Iterable[tuple[Group, Mapping[Name, float]]]) -> float:
    """Return the loss of a dependent from groups that each see their own losses."""
    essential, linear = 0.0, 0.0
    for group, of_supplier in felt:
        if group.linear:
            linear += group.loss(of_supplier)
        else:
            essential = max(essential, group.loss(of_supplier))
    return max(essential, min(1.0, linear))


@dataclass(frozen=True)
class Step:
    """One line of a proof.

    Attributes
    ----------
    node : name
        The node concerned.
    role : name or None
        The group concerned; None where the shock itself limits the node.
    loss : float
        What the node loses: at least that in a failure proof, at most that in a survival proof.
    members : tuple of Member
        In a failure proof the members that lost something, in a survival proof those that serve.
    """

    node: Name
    role: Name | None
    loss: float
    members: tuple[Member, ...]

    def __str__(self) -> str:
        """Return the step of a failure as a sentence."""
        if self.role is None:
            return f"{self.node} is {'removed' if self.loss == 1 else 'capped'}"
        return f"{self.node} loses {self.loss:.4g} for want of {self.role} from {self._suppliers}"

    def served(self) -> str:
        """Return the step of a survival as a sentence."""
        if self.role is None:
            return str(self)
        level = "is served" if self.loss == 0 else f"keeps {1 - self.loss:.4g} of its service"
        return f"{self.node} {level} in {self.role} by {self._suppliers}"

    @property
    def _suppliers(self) -> str:
        return ", ".join(str(member.supplier) for member in self.members) or "nobody"


@dataclass(frozen=True)
class Certificate:
    """A proof about one target under one shock.

    Attributes
    ----------
    kind : str
        ``failure`` when the target loses anything, ``survival`` when it loses nothing.
    target : name
        The target.
    loss : float
        The loss proven: at least this much in a failure, nothing in a survival.
    steps : tuple of Step
        From the removed nodes to the target; for a survival the alternative route.
    imposed : mapping of name to float
        Loss that the shock puts on nodes.
    facts : mapping of name to tuple of Group
        The groups of the nodes concerned, as recorded.
    unknown : tuple of (dependent, role)
        Required roles without any supplier on the way; the proof takes them as served.
    """

    kind: Literal["failure", "survival"]
    target: Name
    loss: float
    steps: tuple[Step, ...]
    imposed: Mapping[Name, float]
    facts: Mapping[Name, tuple[Group, ...]]
    unknown: tuple[tuple[Name, Name], ...]

    def verify(self) -> bool:
        """Return whether the steps prove the claim from the facts and the shock alone."""
        if self.kind == "failure":
            return self.loss > 0 and self._proven_loss() >= self.loss - SLACK
        return self._sustains_itself()

    def __str__(self) -> str:
        """Return the steps, one a line."""
        failed = self.kind == "failure"
        return "\n".join(str(step) if failed else step.served() for step in self.steps)

    def _group(self, step: Step) -> Group | None:
        for group in self.facts.get(step.node, ()):
            if group.role == step.role:
                return group
        return None

    def _proven_loss(self) -> float:
        loss: dict[Name, float] = {}
        used: dict[Name, list[Group]] = {}
        for step in self.steps:
            if step.role is None:
                loss[step.node] = self.imposed.get(step.node, 0.0)
                continue
            group = self._group(step)
            if group is None:
                return 0.0
            used.setdefault(step.node, []).append(group)
        for _ in range(MOST_ROUNDS):
            grown = 0.0
            for node, groups in used.items():
                before = loss.get(node, 0.0)
                loss[node] = max(before, node_loss(groups, loss))
                grown = max(grown, loss[node] - before)
            if grown <= SLACK * SLACK or loss.get(self.target, 0.0) >= self.loss - SLACK:
                break
        return loss.get(self.target, 0.0)

    def _sustains_itself(self) -> bool:
        claimed = dict(self.imposed)
        chosen: dict[tuple[Name, Name | None], tuple[Member, ...]] = {}
        for step in self.steps:
            claimed[step.node] = step.loss
            chosen[step.node, step.role] = step.members
        needed, seen = [self.target], {self.target}
        if claimed.get(self.target, 0.0) > SLACK:
            return False
        while needed:
            node = needed.pop()
            limits = []
            for group in self.facts.get(node, ()):
                members = chosen.get((node, group.role), ())
                if not set(members) <= set(group.members):
                    return False
                limits.append((group, losses_when_only(group, members, claimed)))
                waiting = {m.supplier for m in members if m.stock < 1} - seen
                seen |= waiting
                needed.extend(waiting)
            felt = max(self.imposed.get(node, 0.0), joint_loss(limits))
            if felt > claimed.get(node, 0.0) + SLACK:
                return False
        return True


def losses_when_only(
    group: Group, members: Iterable[Member], of_supplier: Mapping[Name, float]
) -> dict[Name, float]:
    """Return the losses of a group's suppliers when all but some members stop."""
    serving = {member.supplier for member in members}
    return {
        m.supplier: of_supplier.get(m.supplier, 0.0) if m.supplier in serving else 1.0
        for m in group.members
    }
