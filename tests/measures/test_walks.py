"""Katz centrality and the eigenvalue that limits it."""

import networkx as nx
import numpy as np
import pytest

from valuegraph import measures
from valuegraph.errors import GraphError


def test_a_chain_by_hand():
    # 1; 1 + 1/2; 1 + 3/4.
    chain = [("a", "b"), ("b", "c")]
    assert measures.katz(chain) == pytest.approx({"a": 1, "b": 1.5, "c": 1.75})
    assert measures.katz(chain, alpha=2) == pytest.approx({"a": 1, "b": 3, "c": 7})
    assert measures.katz(chain, reverse=True) == pytest.approx({"a": 1.75, "b": 1.5, "c": 1})


def test_a_ring_by_hand():
    # x = 1 + x / 2 on a directed ring, whose eigenvalue is 1.
    ring = nx.cycle_graph(5, create_using=nx.DiGraph)
    assert measures.largest_eigenvalue(ring) == pytest.approx(1)
    assert measures.katz(ring) == pytest.approx(dict.fromkeys(range(5), 2))


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (nx.complete_graph(6), 5),
        (nx.path_graph(5), 3**0.5),
        (nx.star_graph(9), 3),
        (nx.DiGraph([("a", "b"), ("b", "c"), ("a", "c")]), 0),
        (nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(3)), 3),
    ],
)
def test_published_eigenvalues(graph, expected):
    assert measures.largest_eigenvalue(graph) == pytest.approx(expected)
    assert measures.katz_alpha(graph) == pytest.approx(0.5 / max(1, expected))


@pytest.mark.parametrize("seed", range(6))
def test_the_eigenvalue_is_never_below_the_dense_one(seed):
    graph = nx.gnp_random_graph(30, 0.02 * (seed + 1), seed=seed, directed=True)
    dense = max(abs(np.linalg.eigvals(nx.to_numpy_array(graph))))
    assert measures.largest_eigenvalue(graph) == pytest.approx(dense, abs=1e-9)
    assert measures.largest_eigenvalue(graph) >= dense - 1e-12


def test_undirected_graphs_agree_with_networkx():
    graph = nx.krackhardt_kite_graph()
    alpha = measures.katz_alpha(graph)
    theirs = nx.katz_centrality(graph, alpha=alpha, tol=1e-13, max_iter=9999, normalized=False)
    assert measures.katz(graph) == pytest.approx(theirs)


def test_what_happens_elsewhere_changes_nothing():
    chain = [("a", "b"), ("b", "c")]
    more = [*chain, ("x", "y"), ("x", "z")]
    assert measures.katz(more).items() >= measures.katz(chain).items()


@pytest.mark.parametrize("alpha", [0, -0.1, 0.5, 0.7, float("nan")])
def test_a_weight_out_of_range_is_refused(alpha):
    with pytest.raises(GraphError, match=r"below 0\.5$"):
        measures.katz(nx.complete_graph(3), alpha=alpha)


def test_a_weight_too_near_its_limit_is_refused():
    with pytest.raises(GraphError, match="does not settle"):
        measures.katz(nx.complete_graph(3), alpha=0.5 - 1e-9)
