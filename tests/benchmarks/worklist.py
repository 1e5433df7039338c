"""The same numbers in the obvious way: networkx, dicts and a queue, one removal at a time.

A removal touches only what it affects: a node is evaluated when a supplier of it has fallen.
"""

import math
from collections import deque

import networkx as nx

SURGES = (0.0, 0.3, math.inf)


class Worklist:
    """Supplies and requirements as a networkx graph with the inputs of each node beside it."""

    def __init__(self, supplies, requirements, view):
        self.graph = nx.DiGraph()
        said = {(row.dependent, row.role): row for row in requirements.itertuples(index=False)}
        members = {}
        for row in supplies.itertuples(index=False):
            members.setdefault((row.dependent, row.role), []).append(row)
        self.inputs = {}
        for (dependent, role), rows in members.items():
            shares = _filled([row.share for row in rows])
            floors = [row.stock if view == "continuity" else 0.0 for row in rows]
            need = said.get((dependent, role))
            weight = need.essentiality if need else 1.0
            linear = bool(need) and need.combination == "linear"
            surge = need.surge if need else math.nan
            suppliers = [row.supplier for row in rows]
            group = (list(zip(suppliers, shares, floors, strict=True)), weight, linear, surge)
            self.inputs.setdefault(dependent, []).append(group)
            self.graph.add_nodes_from([dependent, *suppliers])
            for supplier, floor in zip(suppliers, floors, strict=True):
                if floor < 1 and weight > 0:
                    self.graph.add_edge(supplier, dependent)

    def levels(self, removed, surge):
        """Return the service of what a removal affects, all others being at 1."""
        level = {removed: 0.0}
        waiting = deque(self.graph.successors(removed))
        queued = set(waiting)
        while waiting:
            node = waiting.popleft()
            queued.discard(node)
            if node == removed:
                continue
            now = self._made(node, level, surge)
            if now < level.get(node, 1.0) - 1e-13:
                level[node] = now
                for dependent in self.graph.successors(node):
                    if dependent not in queued:
                        queued.add(dependent)
                        waiting.append(dependent)
        return level

    def _made(self, node, level, surge):
        made, missing = 1.0, 0.0
        for members, weight, linear, own in self.inputs[node]:
            rho = surge if math.isnan(own) else own
            best = total = 0.0
            for supplier, share, floor in members:
                x = max(level.get(supplier, 1.0), floor)
                best = max(best, x)
                total += share * x
            arrived = best if math.isinf(rho) else min(best, (1 + rho) * total)
            if linear:
                missing += weight * (1 - arrived)
            else:
                made = min(made, 1 - weight * (1 - arrived))
        return min(made, max(0.0, 1 - missing))

    def row(self, removed, targets):
        """Return reach and the share lost at each surge."""
        total = sum(targets.values())
        reached = nx.descendants(self.graph, removed) | {removed}
        figures = [sum(targets.get(node, 0.0) for node in reached) / total]
        for surge in SURGES:
            level = self.levels(removed, surge)
            lost = sum(targets.get(node, 0.0) * (1 - left) for node, left in level.items())
            figures.append(lost / total)
        return figures


def _filled(shares):
    stated = [share for share in shares if not math.isnan(share)]
    gaps = len(shares) - len(stated)
    left = max(0.0, 1 - sum(stated)) / gaps if gaps else 0.0
    filled = [left if math.isnan(share) else share for share in shares]
    total = sum(filled)
    return [share / total for share in filled]
