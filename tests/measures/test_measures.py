"""Centralities against published numbers, networkx, and relabelling."""

import math
import re

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from valuegraph import measures
from valuegraph.chokepoints import DependencyGraph
from valuegraph.errors import GraphError, UnknownNameError

BURT = ["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"]
FLOWGRAPH = {
    "R": "ABC", "A": "D", "B": "ADE", "C": "FG", "D": "L", "E": "H", "F": "I", "G": "IJ",
    "H": "EK", "I": "K", "J": "I", "K": "RI", "L": "H",
}  # fmt: skip


def solved_pagerank(graph, damping=0.85):
    """Solve the definition as linear equations (networkx's own needs scipy)."""
    names, n = list(graph), len(graph)
    step = np.array([[graph.has_edge(a, b) for b in names] for a in names], dtype=float)
    ways = step.sum(axis=1, keepdims=True)
    step = np.where(ways > 0, step / np.maximum(ways, 1), 1 / n)
    rank = np.linalg.solve(np.eye(n) - damping * step.T, np.full(n, (1 - damping) / n))
    return dict(zip(names, rank.tolist(), strict=True))


def networkx_subset(graph):
    """Divide networkx's plain sum over pairs of ends by the number of such pairs."""
    starts = [n for n in graph if not graph.in_degree(n)]
    ends = [n for n in graph if not graph.out_degree(n)]
    starts, ends = starts or list(graph), ends or list(graph)
    pairs = sum(s != t for s in starts for t in ends)
    found = nx.betweenness_centrality_subset(graph, starts, ends)
    return {name: value / pairs for name, value in found.items()}


def networkx_katz(graph):
    radius = max(abs(np.linalg.eigvals(nx.to_numpy_array(graph))))
    alpha = 0.5 / max(1.0, radius)
    return nx.katz_centrality(graph, alpha=alpha, tol=1e-13, max_iter=10_000, normalized=False)


def networkx_dominated(graph):
    """Count those whose chain of immediate dominators, from a start before all, holds a node."""
    parts = nx.condensation(graph)
    origins = [n for p in parts if not parts.in_degree(p) for n in parts.nodes[p]["members"]]
    started = nx.DiGraph(graph)
    started.add_edges_from(("start", name) for name in origins)
    above = nx.immediate_dominators(started, "start")
    count = dict.fromkeys(graph, 0)
    for name in graph:
        passed = above[name]
        while passed != "start":
            count[passed] += 1
            passed = above[passed]
    return count


BY_NODE = {
    "subset_betweenness": (measures.subset_betweenness, networkx_subset),
    "katz": (measures.katz, networkx_katz),
    "katz upstream": (
        lambda g: measures.katz(g, reverse=True),
        lambda g: networkx_katz(g.reverse()),
    ),
    "dominated": (measures.dominated, networkx_dominated),
    "betweenness": (measures.betweenness, nx.betweenness_centrality),
    "pagerank": (measures.pagerank, solved_pagerank),
    "pagerank upstream": (
        lambda g: measures.pagerank(g, reverse=True),
        lambda g: solved_pagerank(g.reverse()),
    ),
    "out_degree": (measures.out_degree, lambda g: dict(g.out_degree())),
    "constraint": (measures.constraint, lambda g: nx.constraint(g.to_undirected())),
    "effective_size": (measures.effective_size, lambda g: nx.effective_size(g.to_undirected())),
    "core_number": (measures.core_number, lambda g: nx.core_number(g.to_undirected())),
}
RANGES = {
    "subset_betweenness": (0, 1),
    "katz": (1, math.inf),
    "katz upstream": (1, math.inf),
    "dominated": (0, 24),
    "betweenness": (0, 1),
    "pagerank": (0, 1),
    "pagerank upstream": (0, 1),
    "out_degree": (0, 24),
    "constraint": (0, 9 / 8),
    "effective_size": (1, 24),
    "core_number": (0, 24),
}


def random_graph(seed, n=25, p=0.09):
    graph = nx.gnp_random_graph(n, p, seed=seed, directed=True)
    return nx.relabel_nodes(graph, {i: f"n{i}" for i in graph})


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", BY_NODE)
def test_networkx_agrees(name, seed):
    ours, theirs = BY_NODE[name]
    graph = random_graph(seed)
    assert ours(graph) == pytest.approx(theirs(graph), abs=1e-7, nan_ok=True)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", BY_NODE)
def test_values_stay_in_their_range(name, seed):
    low, high = RANGES[name]
    for value in BY_NODE[name][0](random_graph(seed, p=0.05 + 0.05 * seed)).values():
        assert math.isnan(value) or low - 1e-12 <= value <= high + 1e-12


@pytest.mark.parametrize("name", BY_NODE)
def test_names_do_not_matter(name):
    measure = BY_NODE[name][0]
    graph = random_graph(3)
    names = sorted(graph)
    other = dict(zip(names, [*names[7:], *names[:7]], strict=True))
    renamed = measure(nx.relabel_nodes(graph, other))
    assert {n: renamed[other[n]] for n in names} == pytest.approx(measure(graph), nan_ok=True)


@pytest.mark.parametrize("name", BY_NODE)
def test_every_measure_names_its_reference(name):
    function = getattr(measures, name.split(maxsplit=1)[0])
    assert re.search(r"References\n.*\(\d{4}\)", function.__doc__, re.DOTALL)


def test_krackhardts_kite():
    assert measures.betweenness(nx.krackhardt_kite_graph())[7] == pytest.approx(14 / 36)


def test_the_florentine_families():
    value = measures.betweenness(nx.florentine_families_graph())["Medici"]
    assert value == pytest.approx(0.5219780, abs=5e-8)


def test_burts_seven_nodes():
    graph = nx.Graph(BURT)
    assert measures.effective_size(graph)["G"] == pytest.approx(4.67, abs=0.005)
    assert measures.constraint(graph)["G"] == pytest.approx(0.400, abs=0.0005)
    assert measures.constraint(graph)["C"] == pytest.approx(1)
    assert measures.effective_size(graph)["C"] == 1


def test_the_largest_constraint_is_that_of_a_triangle():
    assert measures.constraint(nx.complete_graph(3)) == pytest.approx(
        dict.fromkeys(range(3), 9 / 8)
    )


def test_a_terminal_monopolist_has_no_betweenness():
    edges = [("maker", "t1"), ("maker", "t2"), ("hub", "t1")]
    assert measures.betweenness(edges)["maker"] == 0
    graph = DependencyGraph.from_networkx(nx.DiGraph(edges[:2]))
    assert graph.chokepoints(["t1", "t2"]).row("maker").unavoidable == 1


def test_lengauer_and_tarjans_flowgraph():
    edges = [(a, b) for a, row in FLOWGRAPH.items() for b in row]
    assert measures.immediate_dominators(edges, "R") == {
        **dict.fromkeys("RABCDEHIK", "R"),
        **dict.fromkeys("FG", "C"),
        "J": "G",
        "L": "D",
    }


def test_dominators_of_a_lonely_root():
    assert measures.immediate_dominators([("a", "b")], "b") == {"b": "b"}
    with pytest.raises(UnknownNameError, match="'c'"):
        measures.immediate_dominators([("a", "b")], "c")


@pytest.mark.parametrize("seed", range(5))
def test_articulation_points(seed):
    graph = random_graph(seed, p=0.06)
    expected = set(nx.articulation_points(graph.to_undirected()))
    assert measures.articulation_points(graph) == expected


def test_nodes_without_ties_have_no_brokerage():
    graph = nx.Graph([("a", "b")])
    graph.add_node("alone")
    assert math.isnan(measures.constraint(graph)["alone"])
    assert math.isnan(measures.effective_size(graph)["alone"])
    assert measures.betweenness(nx.Graph([("a", "b")])) == {"a": 0, "b": 0}


def test_loops_and_repeated_edges_count_once():
    edges = [("a", "b"), ("a", "b"), ("a", "a"), ("b", "c")]
    assert measures.out_degree(edges) == {"a": 1, "b": 1, "c": 0}
    frame = pd.DataFrame(edges, columns=["source", "target"])
    assert measures.out_degree(frame) == {"a": 1, "b": 1, "c": 0}


def test_edges_that_cannot_be_read_are_refused():
    with pytest.raises(GraphError, match="lack the column"):
        measures.out_degree(pd.DataFrame({"source": ["a"], "to": ["b"]}))
    with pytest.raises(GraphError, match="edge 1 has an empty end"):
        measures.out_degree(pd.DataFrame({"source": ["a", None], "target": ["b", "c"]}))
    with pytest.raises(GraphError, match="edge 0 has an empty end"):
        measures.out_degree([(None, "b")])
    with pytest.raises(GraphError, match="no edges"):
        measures.out_degree([])


@pytest.mark.parametrize(
    "form", [list, iter, lambda e: pd.DataFrame(e, columns=["source", "target"])]
)
def test_the_panel_holds_every_measure(form):
    edges = [("maker", "fab"), ("fab", "cloud"), ("cloud", "app 1"), ("cloud", "app 2")]
    frame = measures.panel(form(edges)).set_index("name")
    assert list(frame.columns) == [
        "betweenness",
        "subset_betweenness",
        "pagerank_downstream",
        "pagerank_upstream",
        "katz_upstream",
        "out_degree",
        "dominated",
        "constraint",
        "effective_size",
        "core_number",
        "articulation_point",
        "component_size",
    ]
    # Of the 12 ordered pairs of others, cloud lies between {maker, fab} and {app 1, app 2}.
    assert frame.loc["cloud", "betweenness"] == pytest.approx(4 / 12)
    assert frame.loc["maker", "betweenness"] == 0
    assert frame["pagerank_upstream"].idxmax() == "maker"
    assert frame["pagerank_downstream"].idxmin() == "maker"
    assert frame.index[frame["articulation_point"]].tolist() == ["cloud", "fab"]
    # Both paths from the only origin to the two ends pass fab and cloud.
    ends = {"maker": 0, "fab": 1, "cloud": 1, "app 1": 0, "app 2": 0}
    assert frame["subset_betweenness"].to_dict() == ends
    assert frame["dominated"].to_dict() == {
        "maker": 4,
        "fab": 3,
        "cloud": 2,
        "app 1": 0,
        "app 2": 0,
    }
    # Half of what follows, plus one: cloud 1 + 2/2, fab 1 + 2/2, maker 1 + 2/2.
    assert frame["katz_upstream"].to_dict() == pytest.approx(
        {"maker": 2, "fab": 2, "cloud": 2, "app 1": 1, "app 2": 1}
    )
    assert set(frame["component_size"]) == {1}
    assert frame.attrs["katz_alpha"] == 0.5
