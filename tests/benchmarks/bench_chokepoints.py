"""The full chokepoint table against a plain networkx worklist that computes the same numbers.

Run as a script: ``python tests/benchmarks/bench_chokepoints.py [--shape layered|narrow] [sizes]``.

Full table: reach and the share lost at surge 0, 0.3 and infinity, of every node, in both views;
neither the engine's time for it nor the worklist's counts the building of the graph. The users'
call (``chokepoints``) also looks for pairs and for the relation kinds on the proofs, ranks, and
puts it all into rows; its time is printed too, building included. The worklist is timed on ``SAMPLED`` random removals in each view and
extrapolated to all of them; on these its numbers must be the engine's to 1e-9. It runs on one core,
numpy does too, compiled loops on all there are: so ratios are printed by wall time and by CPU time.
Each size and engine runs in a process of its own, whose peak memory is printed.

From 1,000,000 relations on, the 200 nodes with the most dependents are removed instead of all.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import layered_graphs
from worklist import Worklist

from valuegraph.chokepoints import DependencyGraph
from valuegraph.chokepoints.controllers import controller_sets
from valuegraph.chokepoints.engine import Engine
from valuegraph.chokepoints.question import Question
from valuegraph.chokepoints.ranking import figures
from valuegraph.chokepoints.shocks import target_weights

VIEWS = ("renewal", "continuity")
SURGES = np.array([0.0, 0.3, math.inf])
SAMPLED = 60  # removals that the worklist is timed on, in each view
HUGE = 1_000_000
LARGEST = 200


def spent(job, repeat):
    """Return the result of a job, and its least CPU and wall seconds."""
    cpu = wall = math.inf
    for _ in range(repeat):
        start, begun = time.process_time(), time.perf_counter()
        result = job()
        cpu = min(cpu, time.process_time() - start)
        wall = min(wall, time.perf_counter() - begun)
    return result, cpu, wall


def removals(data, n_relations):
    """Return whose withdrawal is asked for: every node, or sets of the largest suppliers."""
    if n_relations < HUGE:
        return "node"
    count = data.supplies.groupby("supplier")["dependent"].nunique()
    largest = count.sort_values(ascending=False, kind="stable").index[:LARGEST]
    return {name: [name] for name in largest}


def tables(graph, targets, by):
    """Return the figures that the worklist computes too, by view and name."""
    engine = Engine(graph.engine.graph, {})  # nothing is compiled from an earlier turn
    _, controllers = controller_sets(engine.graph, {}, by)
    codes, weights = target_weights(engine.graph, targets)
    found = {}
    for view in VIEWS:
        asked = Question(engine.layout(view), codes, weights, SURGES, least=False, proofs=False)
        table = figures(asked, controllers, [()] * len(controllers))
        columns = zip(table.reach, table.short, table.surged, table.long, strict=True)
        names = (controller.name for controller in controllers)
        found[view] = dict(zip(names, columns, strict=True))
    return found


def rankings(data, by):
    """Return what the user's call returns, in both views."""
    graph = DependencyGraph.from_frame(data.supplies, data.requirements)
    return {view: graph.chokepoints(data.targets, by=by, view=view) for view in VIEWS}


def worklist(data, found):
    """Return how long the worklist takes for all removals, after checking the figures."""
    total, worst = 0.0, 0.0
    for view in VIEWS:
        plain = Worklist(data.supplies, data.requirements, view)
        names = sorted(found[view])
        chosen = np.random.default_rng(1).permutation(names)[:SAMPLED].tolist()
        rows, cpu, _ = spent(
            lambda plain=plain, chosen=chosen: [plain.row(name, data.targets) for name in chosen], 1
        )
        total += cpu * len(names) / len(chosen)
        for name, row in zip(chosen, rows, strict=True):
            worst = max(worst, np.abs(np.array(row) - found[view][name]).max())
    assert worst <= 1e-9, worst
    return total


def measure(shape, n_relations):
    """Return what one size takes with the engine that the environment asks for."""
    data = getattr(layered_graphs, shape)(n_relations)
    by = removals(data, n_relations)
    repeat = 3 if n_relations <= 10_000 else 1
    graph, build, _ = spent(
        lambda: DependencyGraph.from_frame(data.supplies, data.requirements), repeat
    )
    found, cpu, cold = spent(lambda: tables(graph, data.targets, by), 1)
    wall = cold
    if repeat > 1 or os.environ.get("VALUEGRAPH_ENGINE") == "fast":  # not the first time of numba
        found, cpu, wall = spent(lambda: tables(graph, data.targets, by), repeat)
    _, call_cpu, call_wall = spent(lambda: rankings(data, by), repeat)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    reach = np.mean([row[0] for view in VIEWS for row in found[view].values()])
    return {
        "removals": len(found["renewal"]), "reach": reach, "build": build, "cold": cold, "cpu": cpu, "wall": wall,
        "call_cpu": call_cpu, "call_wall": call_wall, "peak": peak, "plain": worklist(data, found),
    }  # fmt: skip


def in_child(shape, n_relations, engine):
    """Return the same, measured in a process of its own."""
    command = [sys.executable, __file__, "--child", "--shape", shape, str(n_relations)]
    environment = os.environ | {"VALUEGRAPH_ENGINE": engine}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout)


def report(shape, sizes):
    """Print a line for each size and engine, then how each of them grows."""
    print(f"{shape}; seconds for both views; building is included in the call alone")
    times = {}
    for engine in ("numpy", "fast"):
        for size in sizes:
            got = in_child(shape, size, engine)
            if size < HUGE:
                times.setdefault(engine, []).append((size, got["wall"]))
                times.setdefault("worklist", []).append((size, got["plain"]))
            plain = got["plain"]
            print(
                f"{engine:5} {size:>8} relations, {got['removals']:>6} removals, mean reach "
                f"{got['reach']:.3f}: built in {got['build']:.3f} s, figures {got['wall']:.3f} s ({got['cpu']:.3f} CPU), "
                f"chokepoints() {got['call_wall']:.3f} s ({got['call_cpu']:.3f} CPU), first time "
                f"{got['cold']:.1f} s, peak {got['peak']:.0f} MB; worklist {plain:.1f} s CPU: "
                f"{plain / got['wall']:.0f} times the figures ({plain / got['cpu']:.0f} times "
                f"their CPU), {plain / got['call_wall']:.0f} times the call "
                f"({plain / got['call_cpu']:.0f} times its CPU)"
            )
    for engine, points in times.items():
        if len({size for size, _ in points}) > 1:
            slope = np.polyfit(*np.log(np.array(points)).T, 1)[0]
            print(f"{engine}: time grows with the relations to the power {slope:.2f}")


@pytest.mark.benchmark
@pytest.mark.parametrize(("engine", "least"), [("numpy", 30), ("fast", 150)])
def test_the_full_table_is_many_times_faster_than_a_worklist(engine, least):
    got = in_child("layered", 10_000, engine)
    assert got["plain"] / min(got["cpu"], got["wall"]) >= least  # others may use the other core


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--shape", default="layered")
    options.add_argument("--child", action="store_true")
    options.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000, HUGE])
    asked = options.parse_args()
    if asked.child:
        print(json.dumps(measure(asked.shape, asked.sizes[0])))
    else:
        report(asked.shape, asked.sizes)
