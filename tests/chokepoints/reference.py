"""The map of the design written down a second time: dicts, services, one node at a time.

It shares no code with the engine: it works on service instead of loss, on names instead of
codes, on a worklist instead of stages, and reads plain rows.
"""

import math
from collections import defaultdict, deque


class Rows:
    """Supplies and requirements as dicts, with the defaults of the contract filled in."""

    def __init__(self, supplies, requirements=()):
        self.needs = defaultdict(dict)
        by_group = defaultdict(list)
        for row in supplies:
            by_group[row["dependent"], row["role"]].append(dict(row))
        said = {(row["dependent"], row["role"]): row for row in requirements}
        for (dependent, role), members in by_group.items():
            stated = [m["share"] for m in members if m.get("share") is not None]
            gaps = len(members) - len(stated)
            for member in members:
                if member.get("share") is None:
                    member["share"] = max(0.0, 1 - sum(stated)) / gaps
            total = sum(member["share"] for member in members)
            for member in members:
                member["share"] /= total
            row = said.get((dependent, role), {})
            self.needs[dependent][role] = {
                "members": members,
                "essentiality": row.get("essentiality", 1.0),
                "linear": row.get("combination") == "linear",
                "surge": row.get("surge"),
            }
        self.names = {row["supplier"] for row in supplies} | set(self.needs)
        self.dependents = defaultdict(set)
        for row in supplies:
            self.dependents[row["supplier"]].add(row["dependent"])


def service(rows, remove=(), caps=None, relation_caps=None, surge=0.0, view="renewal"):
    """Return the greatest fixed point: every node starts at 1 and falls as its inputs do."""
    caps = {**(caps or {}), **dict.fromkeys(remove, 0.0)}
    level = dict.fromkeys(rows.names, 1.0)
    waiting = deque(sorted(rows.names, key=str))
    queued = set(waiting)
    while waiting:
        node = waiting.popleft()
        queued.discard(node)
        now = min(caps.get(node, 1.0), _made(rows, node, level, relation_caps or {}, surge, view))
        if abs(now - level[node]) > 1e-14:
            level[node] = now
            for dependent in rows.dependents[node] - queued:
                queued.add(dependent)
                waiting.append(dependent)
    return level


def _made(rows, node, level, relation_caps, surge, view):
    essential, missing = 1.0, 0.0
    for role, need in rows.needs.get(node, {}).items():
        inputs = []
        for member in need["members"]:
            stock = (member.get("stock") or 0.0) if view == "continuity" else 0.0
            cap = relation_caps.get((member["supplier"], node, role), 1.0)
            inputs.append((member["share"], cap * max(level[member["supplier"]], stock)))
        rho = surge if need["surge"] is None else need["surge"]
        arrived = max(x for _, x in inputs)
        if not math.isinf(rho):
            arrived = min(arrived, sum(share * (1 + rho) * x for share, x in inputs))
        if need["linear"]:
            missing += need["essentiality"] * (1 - arrived)
        else:
            essential = min(essential, 1 - need["essentiality"] * (1 - arrived))
    return min(essential, max(0.0, 1 - missing))


def loss(rows, targets, **shock):
    """Return the weighted share of service lost."""
    level = service(rows, **shock)
    total = sum(targets.values())
    return sum(weight * (1 - level[name]) for name, weight in targets.items()) / total


def reach(rows, targets, remove, view="renewal"):
    """Return the share of target weight downstream of what is removed."""
    touched, waiting = set(remove), list(remove)
    while waiting:
        node = waiting.pop()
        for dependent in rows.dependents[node]:
            for need in rows.needs[dependent].values():
                for member in need["members"]:
                    stocked = view == "continuity" and member.get("stock") == 1
                    live = need["essentiality"] > 0 and not stocked
                    if member["supplier"] == node and live and dependent not in touched:
                        touched.add(dependent)
                        waiting.append(dependent)
    return sum(targets.get(name, 0.0) for name in touched) / sum(targets.values())
