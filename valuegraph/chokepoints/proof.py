"""From a solution of the map to a certificate: who pulls whom down, or who carries whom."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from valuegraph.chokepoints.certificate import (
    SLACK,
    Certificate,
    Group,
    Member,
    Step,
    losses_when_only,
    node_loss,
)

if TYPE_CHECKING:
    from valuegraph.chokepoints.engine import Conditions, Engine
    from valuegraph.chokepoints.hypergraph import FloatArray, Name


ENOUGH = 1e-12


def prove(
    engine: Engine,
    shock: FloatArray,
    relation_shock: FloatArray | None,
    asked: Conditions,
    target: int,
) -> Certificate:
    """Return the certificate of what a shock does to one target."""
    loss = engine.losses(shock, relation_shock, asked)
    return Prover(engine, shock, relation_shock, asked, loss).certificate(target)


class Prover:
    """Builds the certificate of one solution.

    Parameters
    ----------
    engine : Engine
        The graph and its views.
    shock, relation_shock : arrays
        Losses imposed on nodes and, or None, on relations.
    asked : Conditions
        View and surge.
    loss : (n_nodes,) float64
        The solution.
    """

    def __init__(
        self,
        engine: Engine,
        shock: FloatArray,
        relation_shock: FloatArray | None,
        asked: Conditions,
        loss: FloatArray,
    ) -> None:
        self.graph = graph = engine.graph
        order = engine.layout(asked.view).order
        self.part = order.component.tolist()
        self._mates: dict[int, list[int]] = {}
        for node, part in enumerate(self.part):
            self._mates.setdefault(part, []).append(node)
        self.shock = shock.tolist()
        self.relation_shock = None if relation_shock is None else relation_shock.tolist()
        self.surge = asked.surge
        self.floor = graph.floor(asked.view).tolist()
        self.loss = {graph.names[i]: value for i, value in enumerate(loss.tolist())}
        self._facts: dict[int, tuple[Group, ...]] = {}
        self._reasons: dict[int, list[Step]] = {}
        self._routes: dict[int, list[Step]] = {}
        self._places: dict[int, tuple[int, int]] = {}

    def certificate_of(self, target: Name) -> Certificate:
        """Return the proof of what happens to a target, by its name."""
        return self.certificate(self.graph.codes([target], "target")[0])

    def groups_of(self, node: Name) -> tuple[Group, ...]:
        """Return the groups of a node by its name, as recorded, with the surge asked for."""
        return self.facts(self.graph.codes([node], "node")[0])

    def certificate(self, target: int) -> Certificate:
        """Return the proof of what happens to a target."""
        name = self.graph.names[target]
        fails = self.loss[name] > SLACK
        kind: Literal["failure", "survival"] = "failure" if fails else "survival"
        steps = self.failure(target) if fails else self.survival(target)
        nodes = {step.node for step in steps} | {name}
        return Certificate(
            kind=kind,
            target=name,
            loss=self.loss[name] if fails else 0.0,
            steps=steps,
            imposed={self.graph.names[i]: value for i, value in enumerate(self.shock) if value > 0},
            facts={node: self.facts(self.graph.code[node]) for node in nodes},
            unknown=tuple(key for key in self.graph.unknown if key[0] in nodes),
        )

    def facts(self, node: int) -> tuple[Group, ...]:
        """Return the groups of a node, as recorded."""
        if node not in self._facts:
            found = (self._group(code) for code in self.graph.groups_of[node])
            self._facts[node] = tuple(found)
        return self._facts[node]

    def failure(self, target: int) -> tuple[Step, ...]:
        """Return the steps from the shock to a target that loses something."""
        needed: dict[int, list[Step]] = {}
        waiting = [target]
        while waiting:
            node = waiting.pop()
            if node in needed:
                continue
            if node not in self._reasons:
                self._reasons[node] = self._why(node)
            needed[node] = self._reasons[node]
            for step in needed[node]:
                waiting.extend(
                    self.graph.code[member.supplier]
                    for member in step.members
                    if self.loss[member.supplier] > 0 and member.stock < 1
                )
        ordered = sorted(needed, key=lambda node: (*self._rank(node), node))
        return tuple(step for node in ordered for step in needed[node])

    def survival(self, target: int) -> tuple[Step, ...]:
        """Return, for each node a target needs, members that keep its groups as they are."""
        found: dict[int, list[Step]] = {}
        waiting = [target]
        while waiting:
            node = waiting.pop()
            if node in found:
                continue
            if node not in self._routes:
                self._routes[node] = self._carried(node)
            found[node] = self._routes[node]
            for step in found[node]:
                waiting.extend(
                    self.graph.code[member.supplier] for member in step.members if member.stock < 1
                )
        ordered = sorted(found, key=lambda node: (self.part[node], node))
        return tuple(step for node in ordered for step in found[node])

    def _carried(self, node: int) -> list[Step]:
        """Return the members that keep each group of a node as it is."""
        name = self.graph.names[node]
        lost = self.loss[name]
        steps = [Step(name, None, lost, ())] if self.shock[node] > 0 else []
        steps += [
            Step(name, group.role, lost, self._serving(group))
            for group in self.facts(node)
            if group.essentiality > 0
        ]
        return steps

    def _why(self, node: int) -> list[Step]:
        name = self.graph.names[node]
        lost = self.loss[name]
        if self.shock[node] >= lost - SLACK:
            return [Step(name, None, lost, ())]
        groups = [group for group in self.facts(node) if group.loss(self.loss) > 0]
        essential = [
            [group]
            for group in groups
            if not group.linear and group.loss(self.loss) >= lost - SLACK
        ]
        linear = [group for group in groups if group.linear]
        reasons = sorted(essential, key=lambda reason: str(reason[0].role)) or [linear]
        mine = self._rank(node)
        for reason in reasons:
            if all(self._earlier(group, mine) for group in reason):
                groups = reason
                break
        # Without such a reason the node falls with a cycle, which any of its groups may start.
        return [Step(name, group.role, lost, self._lost_members(group)) for group in groups]

    def _lost_members(self, group: Group) -> tuple[Member, ...]:
        return tuple(m for m in group.members if m.loss(self.loss[m.supplier]) > 0)

    def _earlier(self, group: Group, mine: tuple[int, int]) -> bool:
        codes = [self.graph.code[m.supplier] for m in self._lost_members(group)]
        return all(self._rank(code) < mine for code in codes)

    def _rank(self, node: int) -> tuple[int, int]:
        """Return (part, round): within a cycle, the round in which a node reaches its loss."""
        if node not in self._places:
            part = self.part[node]
            for mate, turn in self._rounds(self._mates[part]).items():
                self._places[mate] = (part, turn)
        return self._places[node]

    def _rounds(self, mates: list[int]) -> dict[int, int]:
        if len(mates) == 1:
            return {mates[0]: 0}
        names = self.graph.names
        felt = dict(self.loss)
        for mate in mates:
            felt[names[mate]] = self.shock[mate]
        found: dict[int, int] = {}
        turn = 0
        while len(found) < len(mates) and turn <= 2 * len(mates):
            for mate in mates:
                if mate not in found and felt[names[mate]] >= self.loss[names[mate]] - SLACK:
                    found[mate] = turn
            now = {m: max(self.shock[m], node_loss(self.facts(m), felt)) for m in mates}
            felt.update({names[mate]: value for mate, value in now.items()})
            turn += 1
        return {mate: found.get(mate, turn) for mate in mates}

    def _serving(self, group: Group) -> tuple[Member, ...]:
        """Return members that keep a group at its level alone, the best and largest first."""
        level = group.loss(self.loss) + ENOUGH
        members = sorted(
            group.members,
            key=lambda m: (m.loss(self.loss[m.supplier]), -m.stock, -m.share, str(m.supplier)),
        )
        for count in range(len(members)):
            chosen = tuple(members[:count])
            if group.loss(losses_when_only(group, chosen, self.loss)) <= level:
                return chosen
        return tuple(members)

    def _group(self, code: int) -> Group:
        graph = self.graph
        own = float(graph.groups.surge[code])
        return Group(
            dependent=graph.names[int(graph.groups.dependent[code])],
            role=graph.roles[int(graph.groups.role[code])],
            essentiality=float(graph.groups.essentiality[code]),
            linear=bool(graph.groups.linear[code]),
            surge=self.surge if math.isnan(own) else own,
            complete=bool(graph.groups.complete[code]),
            members=tuple(self._member(relation) for relation in graph.members(code)),
        )

    def _member(self, relation: int) -> Member:
        relations = self.graph.relations
        imposed = 0.0 if self.relation_shock is None else self.relation_shock[relation]
        return Member(
            supplier=self.graph.names[int(relations.supplier[relation])],
            share=float(relations.share[relation]),
            stock=self.floor[relation],
            imposed=imposed,
            kind=self.graph.kinds[int(relations.kind[relation])],
            confidence=float(relations.confidence[relation]),
            source=relations.source[relation],
        )
