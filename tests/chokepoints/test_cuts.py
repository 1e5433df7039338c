"""Minimal cut sets against brute force, and the smallest cut a name is needed in."""

import itertools
import math
import random

import pandas as pd
import pytest

from valuegraph.chokepoints import DependencyGraph, joint, stops
from valuegraph.errors import GraphError, UnknownNameError, UsageError


def graph_of(*triples, requirements=None, **columns):
    frame = pd.DataFrame(triples, columns=["supplier", "dependent", "role"]).assign(**columns)
    return DependencyGraph.from_frame(frame, requirements)


def brute_force(graph, target, max_order, view):
    """Try every set of other nodes, smallest first."""
    others = sorted(set(graph.nodes) - {target})
    found = []
    for size in range(1, max_order + 1):
        for chosen in itertools.combinations(others, size):
            covered = any(cut <= set(chosen) for cut in found)
            level = graph.service(remove=chosen, surge=math.inf, view=view)[target]
            if not covered and level < 1e-9:
                found.append(frozenset(chosen))
    return found


@pytest.mark.parametrize("cyclic", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_brute_force_agrees(seed, cyclic):
    draw = random.Random(seed)
    names = "abcdefgh"
    triples = set()
    for _ in range(15):
        dependent = draw.randrange(1, len(names))
        pool = names if cyclic else names[:dependent]
        supplier = draw.choice(pool)
        if supplier != names[dependent]:
            triples.add((supplier, names[dependent], draw.choice("rs")))
    triples = sorted(triples)
    groups = sorted({(d, r) for _, d, r in triples if draw.random() < 0.4})
    needs = None
    if groups:
        needs = pd.DataFrame(
            {
                "dependent": [d for d, _ in groups],
                "role": [r for _, r in groups],
                "essentiality": [draw.choice([0.5, 1]) for _ in groups],
                "combination": "essential",
                "surge": [None if cyclic else draw.choice([None, 0.2]) for _ in groups],
            }
        )
    stock = [draw.choice([0, 0, 0, 0.5]) for _ in triples]
    graph = graph_of(*triples, requirements=needs, stock=stock)
    for view in ("renewal", "continuity"):
        for target in set(graph.nodes) & set("fgh"):
            got = graph.cut_sets(target, view=view)
            assert sorted(got, key=sorted) == sorted(
                brute_force(graph, target, 3, view), key=sorted
            )
            assert [len(cut) for cut in got] == sorted(len(cut) for cut in got)


def test_a_cycle_that_falls_by_partial_losses_is_not_among_the_cuts():
    """With a surge of its own, b never loses a group at once: c's half starts an endless fall."""
    needs = pd.DataFrame({"dependent": ["b"], "role": ["r"], "surge": [0.0]})
    triples = [("a", "b", "r"), ("c", "b", "r"), ("b", "a", "r")]
    graph = graph_of(*triples, requirements=needs)
    assert graph.loss(["a"], remove=["c"], surge=math.inf) == pytest.approx(1)
    assert graph.cut_sets("a") == [frozenset("b")]


def two_of_three():
    """Two clouds serve the app, one of them on chips of x."""
    return graph_of(
        ("x", "cloud 1", "chips"),
        ("cloud 1", "app", "compute"),
        ("cloud 2", "app", "compute"),
        ("model", "app", "weights"),
    )


def test_cuts_come_smallest_first_and_hold_no_smaller_one():
    assert two_of_three().cut_sets("app") == [
        frozenset({"model"}),
        frozenset({"cloud 1", "cloud 2"}),
        frozenset({"cloud 2", "x"}),
    ]
    assert two_of_three().cut_sets("app", max_order=1) == [frozenset({"model"})]
    assert two_of_three().cut_sets("x") == []


def test_linear_groups_stop_a_node_when_their_essentialities_reach_one():
    needs = pd.DataFrame(
        {"dependent": "t", "role": ["one", "two", "three"], "combination": "linear"}
    ).assign(essentiality=[0.6, 0.4, 0.7])
    triples = [("a", "t", "one"), ("b", "t", "two"), ("c", "t", "three")]
    assert graph_of(*triples, requirements=needs).cut_sets("t") == [
        frozenset("ab"),
        frozenset("ac"),
        frozenset("bc"),
    ]


def test_a_member_without_a_share_cannot_save_a_group_of_finite_surge():
    needs = pd.DataFrame({"dependent": ["t"], "role": ["r"], "surge": [0.5]})
    triples = [("a", "t", "r"), ("b", "t", "r")]
    graph = graph_of(*triples, requirements=needs, share=[1.0, 0.0])
    assert graph.cut_sets("t") == [frozenset("a")]
    assert graph_of(*triples, share=[1.0, 0.0]).cut_sets("t") == [frozenset("ab")]


def test_orders_pairs_and_the_word_joint():
    result = two_of_three().chokepoints(["app"], max_order=2)
    orders = {row.name: row.order for row in result.rows}
    assert orders == {"model": 1, "app": 1, "cloud 1": 2, "cloud 2": 2, "x": 2}
    assert result.cuts["x"] == {"x", "cloud 2"}
    assert result.row("x").verdict == "dominant share, joint"
    assert result.row("model").verdict == "unavoidable as recorded"


def test_pairs_are_found_unasked_where_that_is_quick(monkeypatch):
    result = two_of_three().chokepoints(["app"])
    assert result.max_order == 2
    assert result.row("x").verdict == "dominant share, joint"
    monkeypatch.setattr(joint, "QUICK", 2)
    result = two_of_three().chokepoints(["app"])
    assert result.max_order == 1
    assert "cuts looked for up to order 1" in result.conditions
    assert result.row("x").order is None
    assert result.row("x").verdict == "dominant share"
    assert set(result.cuts) == {"model", "app"}


def test_a_low_order_looks_no_further():
    result = two_of_three().chokepoints(["app"], max_order=1)
    assert result.row("x").order is None
    assert result.row("model").order == 1


def test_orders_are_counted_in_firms_when_firms_are_ranked():
    sets = {"both": ["cloud 1", "cloud 2"], "maker": ["x"], "two": ["cloud 2"]}
    result = two_of_three().chokepoints(["app"], by=sets, max_order=3)
    assert {row.name: row.order for row in result.rows} == {"both": 1, "maker": 2, "two": 2}


def test_too_many_cuts_are_refused(monkeypatch):
    triples = [(f"s{i}", "t", "r") for i in range(2)]
    triples += [(f"u{j}", f"s{i}", f"r{j}") for i in range(2) for j in range(3)]
    monkeypatch.setattr(joint, "MOST_UNIONS", 10)
    with pytest.raises(GraphError, match="more than 10 combinations"):
        graph_of(*triples).cut_sets("t")
    with pytest.raises(GraphError, match="more than 10 combinations"):
        graph_of(*triples).chokepoints(["t"], max_order=3)
    monkeypatch.setattr(stops, "MOST_LINEAR", 1)
    needs = pd.DataFrame({"dependent": "t", "role": ["a", "b"], "combination": "linear"})
    with pytest.raises(GraphError, match="2 linear groups"):
        graph_of(("x", "t", "a"), ("y", "t", "b"), requirements=needs).cut_sets("t")


def test_a_user_of_many_functions_stops_when_all_of_them_stop(monkeypatch):
    """Where no part of the groups adds up to all of the service, only their whole can stop it."""
    monkeypatch.setattr(stops, "MOST_LINEAR", 3)
    many = range(6)
    needs = pd.DataFrame(
        {
            "dependent": "t",
            "role": [f"r{i}" for i in many],
            "combination": "linear",
            "essentiality": 1 / len(many),
        }
    )
    made = graph_of(*((f"s{i}", "t", f"r{i}") for i in many), requirements=needs)
    whole = frozenset(f"s{i}" for i in many)
    assert made.cut_sets("t", max_order=len(many)) == [whole]


def test_questions_without_sense_are_refused():
    with pytest.raises(UsageError, match="max_order is 0"):
        two_of_three().cut_sets("app", max_order=0)
    with pytest.raises(UsageError, match="max_order is 0"):
        two_of_three().chokepoints(["app"], max_order=0)
    with pytest.raises(UnknownNameError):
        two_of_three().cut_sets("nobody")
