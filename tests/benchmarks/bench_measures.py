"""Centralities against networkx, concentration against SPARQL: ratios on equal numbers.

Run: ``python tests/benchmarks/bench_measures.py [--relations N] [--rows N]``. CPU seconds on the
same input in one run, building the graph from the same edges included on both sides: trust the
ratios to about a factor of two.
"""

from __future__ import annotations

import argparse
import math
import time
from typing import TYPE_CHECKING, TypeVar

import networkx as nx
import numpy as np
import pyoxigraph as ox
import pytest

from valuegraph import measures

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
RELATIONS, ROWS = 10_000, 100_000
AGREEMENT = 1e-9
PLAIN = 10  # networkx without scipy takes minutes for constraint: it is asked for a tenth
HHI = """
SELECT ?layer (SUM(?share * ?share) AS ?hhi) WHERE {
  { SELECT ?layer ?firm (COUNT(?r) AS ?n) WHERE { ?r <urn:layer> ?layer ; <urn:firm> ?firm }
    GROUP BY ?layer ?firm }
  { SELECT ?layer (COUNT(?r) AS ?total) WHERE { ?r <urn:layer> ?layer ; <urn:firm> ?any }
    GROUP BY ?layer }
  BIND(xsd:double(?n) / xsd:double(?total) AS ?share)
} GROUP BY ?layer
"""


def invented(relations: int, seed: int = 7) -> list[tuple[str, str]]:
    """Return edges of a chain of nine layers, a few large suppliers in each, R / 4 nodes."""
    draw = np.random.default_rng(seed)
    nodes = relations // 4
    starts = (np.cumsum([0, 1, 2, 3, 6, 10, 13, 20, 20, 25]) * nodes // 100).tolist()
    edges: set[tuple[str, str]] = set()
    while len(edges) < relations:
        layer = int(draw.integers(1, 9))
        above = layer - 1 if draw.random() < 0.85 else int(draw.integers(0, layer))
        low, high = starts[above], starts[above + 1]
        supplier = low + min(int(draw.pareto(0.9) * 3), high - low - 1)
        dependent = int(draw.integers(starts[layer], starts[layer + 1]))
        edges.add((f"n{supplier}", f"n{dependent}"))
        if draw.random() < 0.002:
            # Some trade goes back up the chain, so that there are cycles and longer paths.
            edges.add((f"n{dependent}", f"n{supplier}"))
    return sorted(edges)


def cpu(job: Callable[[], T], repeat: int) -> tuple[T, float]:
    """Return the result of a job and the least CPU seconds it took."""
    best = math.inf
    for _ in range(repeat):
        start = time.process_time()
        result = job()
        best = min(best, time.process_time() - start)
    return result, best


def against(name: str, ours: Callable[[], dict], theirs: Callable[[], dict]) -> float:
    """Print how many times as long the other way takes, after checking that numbers agree."""
    found, fast = cpu(ours, 5)
    expected, slow = cpu(theirs, 1)
    worst = max(abs(found[key] - expected[key]) for key in expected)
    assert worst <= AGREEMENT, (name, worst)
    print(
        f"  {name:<22} {slow:8.3f} s  {fast:8.4f} s  {slow / fast:6.0f} times, within {worst:.0e}"
    )
    return slow / fast


def centralities(relations: int = RELATIONS) -> dict[str, float]:
    """Return ratios of networkx to this package, from a list of edges to a figure per node."""
    edges = invented(relations)

    def build() -> nx.DiGraph:
        return nx.DiGraph(edges)

    nodes = sorted({name for edge in edges for name in edge})
    dependents, suppliers = {b for _, b in edges}, {a for a, _ in edges}
    ends = [n for n in nodes if n not in dependents], [n for n in nodes if n not in suppliers]
    pairs = len(ends[0]) * len(ends[1])

    def subset() -> dict[str, float]:
        found = nx.betweenness_centrality_subset(build(), *ends)
        return {name: value / pairs for name, value in found.items()}

    def walks() -> dict[str, float]:
        alpha = measures.katz_alpha(edges)
        return nx.katz_centrality(build(), alpha=alpha, tol=1e-13, normalized=False, max_iter=9999)

    print(f"{len(edges)} relations, {len(nodes)} nodes: networkx, here")
    jobs: dict[str, tuple[Callable[[], dict], Callable[[], dict]]] = {
        "betweenness": (
            lambda: measures.betweenness(edges),
            lambda: nx.betweenness_centrality(build()),
        ),
        "subset betweenness": (lambda: measures.subset_betweenness(edges), subset),
        "PageRank": (lambda: measures.pagerank(edges), lambda: _pagerank(build())),
        "Katz": (lambda: measures.katz(edges), walks),
    }
    ratios = {name: against(name, *job) for name, job in jobs.items()}
    fewer = invented(relations // PLAIN)
    ratios["constraint"] = against(
        f"constraint of {len(fewer)}",
        lambda: measures.constraint(fewer),
        lambda: nx.constraint(nx.Graph(fewer)),
    )
    return ratios


def _pagerank(graph: nx.DiGraph) -> dict[str, float]:
    """Iterate in networkx's own Python: its default wants scipy, which is not a dependency."""
    from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

    return _pagerank_python(graph, tol=1e-14, max_iter=1000)


def concentration(rows: int = ROWS) -> float:
    """Return the ratio of the index by layer in SPARQL to the same from columns."""
    draw = np.random.default_rng(3)
    layers = draw.integers(0, 6, rows)
    firms = np.minimum(draw.pareto(1.0, rows) * 20, 2_000).astype(np.int64)
    store = ox.Store()
    layer, firm = ox.NamedNode("urn:layer"), ox.NamedNode("urn:firm")
    quads = []
    for at, (group, holder) in enumerate(zip(layers.tolist(), firms.tolist(), strict=True)):
        relation = ox.NamedNode(f"urn:r{at}")
        quads.append(ox.Quad(relation, layer, ox.NamedNode(f"urn:layer-{group}")))
        quads.append(ox.Quad(relation, firm, ox.NamedNode(f"urn:firm-{holder}")))
    store.bulk_extend(quads)
    prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"

    def asked() -> dict[int, float]:
        solutions = store.query(prefix + HHI)
        return {int(s["layer"].value.rpartition("-")[2]): float(s["hhi"].value) for s in solutions}

    print(f"{rows} rows in 6 layers: SPARQL in pyoxigraph, columns")
    return against(
        "HHI by layer",
        lambda: dict(enumerate(measures.hhi_by_group(layers, firms).tolist())),
        asked,
    )


@pytest.mark.benchmark
def test_exact_betweenness_is_a_hundred_times_faster_than_networkx() -> None:
    assert centralities()["betweenness"] >= 100


@pytest.mark.benchmark
def test_concentration_from_columns_is_five_hundred_times_faster_than_sparql() -> None:
    assert concentration() >= 500


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--relations", type=int, default=RELATIONS)
    parser.add_argument("--rows", type=int, default=ROWS)
    options = parser.parse_args()
    centralities(options.relations)
    concentration(options.rows)
