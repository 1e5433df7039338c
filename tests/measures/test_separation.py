"""Subset betweenness, strong components and dominators, by hand and against networkx."""

from fractions import Fraction
from itertools import product

import networkx as nx
import pytest

from valuegraph import measures
from valuegraph.chokepoints import DependencyGraph
from valuegraph.errors import UnknownNameError

FLOWGRAPH = {
    "R": "ABC", "A": "D", "B": "ADE", "C": "FG", "D": "L", "E": "H", "F": "I", "G": "IJ",
    "H": "EK", "I": "K", "J": "I", "K": "RI", "L": "H",
}  # fmt: skip


def by_paths(graph, sources, targets):
    """Count shortest paths one by one, from the definition."""
    share = dict.fromkeys(graph, Fraction(0))
    pairs = [(s, t) for s, t in product(sources, targets) if s != t]
    for s, t in pairs:
        if not nx.has_path(graph, s, t):
            continue
        paths = list(nx.all_shortest_paths(graph, s, t))
        for path in paths:
            for inner in path[1:-1]:
                share[inner] += Fraction(1, len(paths) * len(pairs))
    return {name: float(value) for name, value in share.items()}


# --- subset betweenness ------------------------------------------------------------------------


def test_two_ways_through_the_middle():
    edges = [("m", "x"), ("m", "y"), ("x", "t"), ("y", "t"), ("x", "u")]
    found = measures.subset_betweenness(edges, sources=["m"], targets=["t", "u"])
    # To t half of the paths pass x; to u all: (1/2 + 1) / 2. y: 1/2 of one of two pairs.
    assert found == pytest.approx({"m": 0, "x": 0.75, "y": 0.25, "t": 0, "u": 0})


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_it_agrees_with_the_definition_where_sources_are_targets_too(seed, directed):
    graph = nx.gnp_random_graph(14, 0.2, seed=seed, directed=directed)
    sources, targets = [0, 1, 2, 3, 4], [3, 4, 5, 6]
    found = measures.subset_betweenness(graph, sources=sources, targets=targets)
    assert found == pytest.approx(by_paths(graph, sources, targets))


def test_all_to_all_is_plain_betweenness():
    graph = nx.florentine_families_graph()
    found = measures.subset_betweenness(graph)
    plain = measures.betweenness(graph)
    n = len(graph)
    # Plain betweenness leaves out the pairs that end in the node itself.
    assert {k: v * n / (n - 2) for k, v in found.items()} == pytest.approx(plain)


def test_weights_of_networkx_edges_are_not_distances():
    graph = nx.DiGraph()
    graph.add_weighted_edges_from([("a", "b", 9.0), ("b", "c", 9.0), ("a", "d", 1), ("d", "c", 1)])
    found = measures.subset_betweenness(graph, sources=["a"], targets=["c"])
    assert found == pytest.approx({"a": 0, "b": 0.5, "c": 0, "d": 0.5})


def test_ends_must_be_in_the_graph():
    with pytest.raises(UnknownNameError, match="'z'"):
        measures.subset_betweenness([("a", "b")], sources=["z"])
    assert measures.subset_betweenness([("a", "b")], sources=["a"], targets=["a"]) == {
        "a": 0,
        "b": 0,
    }


# --- strong components -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_components_agree_with_networkx(seed):
    graph = nx.gnp_random_graph(30, 0.05, seed=seed, directed=True)
    found = measures.strong_components(graph)
    assert set(found) == set(map(frozenset, nx.strongly_connected_components(graph)))
    assert [len(part) for part in found] == sorted(map(len, found), reverse=True)


def test_two_rings_and_a_bridge():
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "x"), ("x", "y"), ("y", "x"), ("y", "end")]
    assert measures.strong_components(edges) == [{"a", "b", "c"}, {"x", "y"}, {"end"}]


# --- dominators --------------------------------------------------------------------------------


def test_dominated_in_lengauer_and_tarjans_flowgraph():
    edges = [(a, b) for a, row in FLOWGRAPH.items() for b in row]
    found = measures.dominated(edges, roots=["R"])
    # F and G stand under C, J under G, L under D; all else under R alone.
    assert found == {**dict.fromkeys("ABDEFGHIJKLCR", 0), "R": 12, "C": 3, "G": 1, "D": 1}


def test_the_published_flowgraph_feeds_itself_through_k():
    edges = [(a, b) for a, row in FLOWGRAPH.items() for b in row]
    # R is reached from K, so the part that nothing outside supplies is larger than R.
    part = measures.strong_components(edges)[0]
    assert {"R", "K"} <= part
    assert measures.dominated(edges)["R"] < 12


def test_one_of_two_necessary_suppliers_dominates_nothing():
    edges = [("press", "chip"), ("lens", "chip"), ("chip", "app")]
    assert measures.dominated(edges) == {"press": 0, "lens": 0, "chip": 1, "app": 0}
    graph = DependencyGraph.from_frame(
        {"supplier": ["press", "lens", "chip"], "dependent": ["chip", "chip", "app"],
         "role": ["press", "lens", "chip"]}
    )  # fmt: skip
    assert graph.chokepoints(["app"]).row("lens").unavoidable == 1


def test_a_ring_that_nothing_supplies_is_an_origin():
    edges = [("a", "b"), ("b", "a"), ("b", "c"), ("c", "d"), ("d", "c")]
    # Both members of the ring begin; only b leads on to c and d.
    assert measures.dominated(edges) == {"a": 0, "b": 2, "c": 1, "d": 0}


def test_what_roots_do_not_reach_is_not_counted():
    edges = [("a", "b"), ("b", "c"), ("x", "y")]
    assert measures.dominated(edges, roots=["b"]) == {"a": 0, "b": 1, "c": 0, "x": 0, "y": 0}
    with pytest.raises(UnknownNameError, match="'q'"):
        measures.dominated(edges, roots=["q"])


def test_undirected_edges_go_both_ways():
    assert measures.dominated(nx.path_graph(3)) == {0: 0, 1: 0, 2: 0}
    assert measures.immediate_dominators(nx.path_graph(3), 0) == {0: 0, 1: 0, 2: 1}


@pytest.mark.parametrize("seed", range(6))
def test_immediate_dominators_agree_with_networkx(seed):
    graph = nx.gnp_random_graph(25, 0.08, seed=seed, directed=True)
    theirs = {**nx.immediate_dominators(graph, 0), 0: 0}
    assert measures.immediate_dominators(graph, 0) == theirs
