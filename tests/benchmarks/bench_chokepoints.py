"""The full chokepoint table: CPU seconds, and how often faster than a plain networkx worklist.

Run as a script: ``python tests/benchmarks/bench_chokepoints.py [relations]``.
"""

import math
import sys
import time
from collections import deque

import networkx as nx
import numpy as np
import pytest

from valuegraph.chokepoints import DependencyGraph

SAMPLED = 40  # removals that the worklist is timed on; it does the same work for each
ROLES = 3
LAYERS = (0.01, 0.02, 0.03, 0.06, 0.10, 0.13, 0.20, 0.20, 0.25)


def layered(n_nodes, n_relations, n_targets, seed=7):
    """Return supplies and targets of a chain of layers with a few large suppliers in each."""
    draw = np.random.default_rng(seed)
    starts = np.concatenate(([0], np.cumsum((np.array(LAYERS) * n_nodes).astype(int))))
    rows = {}
    while len(rows) < n_relations:
        layer = int(draw.integers(1, len(LAYERS)))
        above = layer - 1 if draw.random() < 0.85 else int(draw.integers(0, layer))
        size = int(starts[above + 1] - starts[above])
        dependent = f"n{draw.integers(starts[layer], starts[layer + 1])}"
        role = f"r{draw.integers(ROLES)}"
        for _ in range(min(int(draw.geometric(0.6)), 6)):
            supplier = starts[above] + min(int(draw.pareto(0.9) * 3), size - 1)
            rows[f"n{supplier}", dependent, role] = float(draw.random() < 0.3)
    supplier, dependent, role = map(list, zip(*rows, strict=True))
    served = sorted(set(dependent) & {f"n{i}" for i in range(starts[-2], starts[-1])})
    targets = [str(name) for name in draw.permutation(served)[:n_targets]]
    table = {"supplier": supplier, "dependent": dependent, "role": role}
    return table | {"stock": list(rows.values())}, targets


def uniform(n_nodes, n_relations, n_targets, seed=7):
    """Return supplies in which anybody earlier may supply anybody later: wide consequences."""
    draw = np.random.default_rng(seed)
    rows = set()
    while len(rows) < n_relations:
        later = int(draw.integers(1, n_nodes))
        rows.add((f"n{draw.integers(later)}", f"n{later}", f"r{draw.integers(ROLES)}"))
    supplier, dependent, role = map(list, zip(*sorted(rows), strict=True))
    last = {f"n{i}" for i in range(n_nodes - n_targets, n_nodes)}
    table = {"supplier": supplier, "dependent": dependent, "role": role}
    return table, sorted(last & set(dependent))


def owners(nodes, n_owners, seed=8):
    """Return sets of nodes under common control."""
    draw = np.random.default_rng(seed)
    sets = {}
    for name, owner in zip(nodes, draw.integers(n_owners, size=len(nodes)), strict=True):
        sets.setdefault(f"owner {owner}", []).append(name)
    return sets


class Worklist:
    """The same numbers in the obvious way: networkx, dicts, one removal at a time."""

    def __init__(self, table):
        self.graph = nx.MultiDiGraph()
        rows = zip(table["supplier"], table["dependent"], table["role"], strict=True)
        for supplier, dependent, role in rows:
            self.graph.add_edge(supplier, dependent, key=role)
        self.inputs = {}
        for node in self.graph:
            roles = {}
            for supplier, _, role in self.graph.in_edges(node, keys=True):
                roles.setdefault(role, []).append(supplier)
            self.inputs[node] = roles

    def losses(self, removed, surge):
        level = {removed: 0.0}
        waiting = deque(self.graph.successors(removed))
        while waiting:
            node = waiting.popleft()
            now = 1.0
            for suppliers in self.inputs[node].values():
                x = [level.get(supplier, 1.0) for supplier in suppliers]
                arrived = max(x)
                if not math.isinf(surge):
                    arrived = min(arrived, (1 + surge) * sum(x) / len(x))
                now = min(now, arrived)
            if node != removed and now < level.get(node, 1.0) - 1e-12:
                level[node] = now
                waiting.extend(self.graph.successors(node))
        return level

    def row(self, removed, targets):
        reached = {removed} | nx.descendants(self.graph, removed)
        figures = [sum(target in reached for target in targets) / len(targets)]
        for surge in (0.0, 0.3, math.inf):
            level = self.losses(removed, surge)
            figures.append(sum(1 - level.get(target, 1.0) for target in targets) / len(targets))
        return figures


def cpu(job, repeat=3):
    """Return the result of a job and the least CPU seconds it took."""
    best = math.inf
    for _ in range(repeat):
        start = time.process_time()
        result = job()
        best = min(best, time.process_time() - start)
    return result, best


def compare(make, n_relations, n_nodes, n_targets=500):
    """Return the ratio to the worklist for every node, checked to give the same numbers."""
    table, targets = make(n_nodes, n_relations, n_targets)
    graph, build = cpu(lambda: DependencyGraph.from_frame(table))
    result, fast = cpu(lambda: DependencyGraph.from_frame(table).chokepoints(targets))
    plain = Worklist(table)
    names = [str(name) for name in np.random.default_rng(1).permutation(graph.nodes)[:SAMPLED]]
    rows, slow = cpu(lambda: [plain.row(name, targets) for name in names], repeat=1)
    for name, figures in zip(names, rows, strict=True):
        row = result.row(name)
        got = [row.reach, row.share_lost, row.share_lost_surge, row.unavoidable]
        assert np.allclose(got, figures, atol=1e-9)
    slow *= len(graph.nodes) / len(names)
    ratio = slow / fast
    print(
        f"{make.__name__}, {n_relations} relations, {len(graph.nodes)} nodes, {len(targets)} targets: built in "
        f"{build:.3f} s; every node with building {fast:.3f} s, worklist about {slow:.1f} s, "
        f"{ratio:.0f} times as long; mean reach {np.mean([row.reach for row in result.rows]):.3f}"
    )
    return ratio


@pytest.mark.benchmark
def test_the_full_table_is_thirty_times_faster_than_a_worklist():
    assert compare(uniform, 10_000, 2_500) >= 30


def shipped_size():
    """Print what a graph of the size of the shipped one takes, for 600 controllers."""
    table, targets = layered(6_000, 15_000, 500)
    graph, build = cpu(lambda: DependencyGraph.from_frame(table))
    sets = owners(graph.nodes, 600)
    print(f"15000 relations, {len(graph.nodes)} nodes: built in {build:.3f} s")
    for view in ("renewal", "continuity"):
        graph.loss(targets, view=view)  # compiles the view once
        for by, label in ((sets, f"{len(sets)} controllers"), ("node", "every node")):
            _, spent = cpu(lambda by=by, view=view: graph.chokepoints(targets, by=by, view=view))
            print(f"{view}, {label}, three horizons, reach, leverage, kinds: {spent:.3f} s")


if __name__ == "__main__":
    relations = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for make in (uniform, layered):
        compare(make, relations, relations // 4)
    shipped_size()
