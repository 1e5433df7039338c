"""The reversed graph, and who needs whom more."""

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.chokepoints.invented import NAMES, build, evidenced, views
from valuegraph.chokepoints import DependencyGraph
from valuegraph.chokepoints.asymmetry import BLOCK, asymmetry
from valuegraph.chokepoints.reversal import reversed_graph

some_targets = st.sets(st.sampled_from(NAMES), min_size=1, max_size=3)


def mirrored(rows, nodes):
    """Return the graph in which dependents supply their custom, built from rows."""
    pairs = sorted({(row["dependent"], row["supplier"]) for row in rows})
    table = pd.DataFrame(pairs, columns=["supplier", "dependent"]).assign(role="customer")
    return DependencyGraph.from_frame(table, nodes={"node": list(nodes)})


@given(evidenced(), some_targets, views, st.randoms(use_true_random=False))
def test_each_figure_is_the_difference_of_two_losses(data, targets, view, random):
    rows, _ = data
    graph = build(*data)
    targets = sorted(targets & set(graph.nodes))
    assume(targets)
    weights = {target: random.choice([1, 2, 5]) for target in targets}
    found = asymmetry(graph.engine, weights, "node", view)
    mirror = mirrored(rows, graph.nodes)
    sellers = {row["supplier"] for row in rows}
    total = sum(weights.values())
    for name in graph.nodes:
        custom = sum(
            weight * mirror.loss([name], remove=[target]) for target, weight in weights.items()
        )
        expected = graph.loss(weights, remove=[name], view=view)
        expected -= custom / total if name in sellers else 0
        assert found[name] == pytest.approx(expected, abs=1e-9)
        assert -1 <= found[name] <= 1


@given(evidenced())
def test_reversing_twice_keeps_who_deals_with_whom(data):
    graph = build(*data).engine.graph
    twice = reversed_graph(reversed_graph(graph))
    pairs = {(supplier, dependent) for supplier, dependent, _ in graph.relation_code}
    assert {(supplier, dependent) for supplier, dependent, _ in twice.relation_code} == pairs
    assert twice.names == graph.names


def test_reversing_changes_results_on_an_asymmetric_graph():
    table = {"supplier": ["a", "a"], "dependent": ["b", "c"], "role": ["r", "r"]}
    graph = DependencyGraph.from_frame(table)
    mirror = DependencyGraph(reversed_graph(graph.engine.graph), {})
    assert graph.loss(["b"], remove=["a"]) == 1
    assert mirror.loss(["a"], remove=["b"]) == 0.5


def test_custom_keeps_its_facts_and_the_best_confidence():
    table = {
        "supplier": ["a", "a"],
        "dependent": ["b", "b"],
        "role": ["r", "s"],
        "confidence": [0.5, 0.9],
        "source": ["f", [("g", "h")]],
    }
    relations = reversed_graph(DependencyGraph.from_frame(table).engine.graph).relations
    assert relations.confidence.tolist() == [0.9]
    assert relations.grounds == ((("f",), ("g", "h")),)


def test_many_targets_are_evaluated_in_blocks():
    count = BLOCK + 5
    targets = [f"t{i:03d}" for i in range(count)]
    table = {"supplier": ["x"] * count, "dependent": targets, "role": ["r"] * count}
    found = asymmetry(DependencyGraph.from_frame(table).engine, targets, {"x": ["x"]}, "renewal")
    assert found.tolist() == pytest.approx([1 - 1 / count])
