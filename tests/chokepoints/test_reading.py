"""What the tables may hold, and errors that name the row."""

import math
import subprocess
import sys

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from valuegraph.chokepoints import DependencyGraph
from valuegraph.errors import GraphError, UnknownNameError, UsageError

GOOD = {
    "supplier": ["a", "b", "c"],
    "dependent": ["t", "t", "t"],
    "role": ["one", "one", "two"],
}


def frame(**columns):
    return pd.DataFrame(GOOD | columns, index=["r1", "r2", "r3"])


def refuse(supplies, requirements=None, nodes=None):
    with pytest.raises(GraphError) as caught:
        DependencyGraph.from_frame(supplies, requirements, nodes)
    return str(caught.value)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"share": [-0.1, None, None]}, "row 'r1': the share -0.1 is not between"),
        ({"share": ["much", None, None]}, "row 'r1': the share 'much' is not a number"),
        ({"share": [0.7, 0.4, None]}, "rows 'r1', 'r2') sum to 1.1"),
        ({"share": [math.inf, None, None]}, "sum to inf"),
        ({"share": [0.0, 0.0, None]}, "sum to 0"),
        ({"stock": [0, 1.5, 0]}, "row 'r2': the stock 1.5 is not between 0 and 1"),
        ({"confidence": [0, -1, 0]}, "row 'r2': the confidence"),
        ({"supplier": ["a", None, "c"]}, "row 'r2': the supplier is empty"),
        ({"supplier": ["a", "  ", "c"]}, "row 'r2': the supplier is empty"),
        ({"dependent": ["t", "t", math.nan]}, "row 'r3': the dependent is empty"),
        ({"supplier": ["a", "a", "c"]}, "row 'r2': a -> t -> one repeats row 'r1'"),
        ({"supplier": ["a", "t", "c"]}, "row 'r2': 't' supplies itself"),
    ],
)
def test_a_bad_supply_is_refused_by_its_row(columns, said):
    assert said in refuse(frame(**columns))


def test_a_nan_that_was_written_is_refused_where_it_can_be_told_from_an_empty_cell():
    assert "row 1: the share is NaN" in refuse(GOOD | {"share": [0.5, math.nan, None]})
    table = frame(share=pd.Series([0.5, math.nan, None], dtype=object, index=["r1", "r2", "r3"]))
    assert "row 'r2': the share is NaN" in refuse(table)


def test_an_empty_cell_of_a_float_column_is_a_missing_share():
    graph = DependencyGraph.from_frame(frame(share=[0.8, np.nan, np.nan]))
    assert graph.loss(["t"], remove=["b"]) == pytest.approx(0.2)


def test_all_problems_are_reported_together():
    text = refuse(frame(share=[-1, None, None], stock=[0, 2, 0]))
    assert "2 problem(s)" in text
    assert "'r1'" in text
    assert "'r2'" in text


def test_an_absent_column_and_an_empty_table_are_refused():
    assert "lacks the column(s) role" in refuse(frame().drop(columns="role"))
    assert "is empty" in refuse(frame().iloc[:0])
    assert "differ in length" in refuse(GOOD | {"share": [1.0]})


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"essentiality": [1.2]}, "row 0: the essentiality 1.2"),
        ({"surge": [-0.1]}, "row 0: the surge -0.1"),
        ({"combination": ["either"]}, "the combination 'either' is none of essential, linear"),
        ({"complete": ["yes"]}, "the complete 'yes' is neither True nor False"),
        ({"role": [None]}, "row 0: the role is empty"),
    ],
)
def test_a_bad_requirement_is_refused_by_its_row(columns, said):
    good = {"dependent": ["t"], "role": ["one"]}
    assert said in refuse(frame(), pd.DataFrame(good | columns))


def test_a_requirement_or_node_listed_twice_is_refused():
    twice = pd.DataFrame({"dependent": ["t", "t"], "role": ["one", "one"]})
    assert "t requires one twice" in refuse(frame(), twice)
    assert "'a' is listed twice" in refuse(frame(), nodes=pd.DataFrame({"node": ["a", "a"]}))


def test_shares_within_rounding_are_scaled():
    graph = DependencyGraph.from_frame(frame(share=[0.51, 0.51, 1]))
    assert graph.loss(["t"], remove=["a"]) == pytest.approx(0.5)


def test_a_share_that_nothing_is_left_for_counts_in_the_long_run_only():
    graph = DependencyGraph.from_frame(frame(share=[1.0, None, None]))
    assert graph.loss(["t"], remove=["a"], surge=0.3) == 1
    assert graph.loss(["t"], remove=["a"], surge=math.inf) == 0


def test_a_required_role_without_a_supply_neither_stops_nor_serves():
    needs = pd.DataFrame({"dependent": ["t", "t", "alone"], "role": ["one", "lost", "lost"]})
    graph = DependencyGraph.from_frame(frame(), needs)
    assert graph.unknown.values.tolist() == [["alone", "lost"], ["t", "lost"]]
    assert graph.service()[["t", "alone"]].tolist() == [1, 1]
    result = graph.chokepoints(["t"])
    assert result.coverage.unknown_groups == 1
    assert graph.explain(["a"], "t").unknown == (("t", "lost"),)


@pytest.mark.parametrize(
    "ask",
    [
        lambda g: g.loss(["nobody"]),
        lambda g: g.loss({"nobody": 1}),
        lambda g: g.service(remove=["nobody"]),
        lambda g: g.service(remove="nobody"),
        lambda g: g.service(caps={"nobody": 0}),
        lambda g: g.service(relation_caps={("a", "t", "two"): 0}),
        lambda g: g.chokepoints(["t"], by={"x": ["nobody"]}),
        lambda g: g.chokepoints(["t"]).row("nobody"),
        lambda g: g.explain(["a"], "nobody"),
    ],
)
def test_unknown_names_are_refused(ask):
    with pytest.raises(UnknownNameError, match=r"nobody|'two'"):
        ask(DependencyGraph.from_frame(frame()))


@pytest.mark.parametrize(
    ("error", "ask"),
    [
        (GraphError, lambda g: g.loss([])),
        (GraphError, lambda g: g.loss(["t", "t"])),
        (GraphError, lambda g: g.loss({"t": -1, "a": 2})),
        (GraphError, lambda g: g.loss({"t": math.nan})),
        (GraphError, lambda g: g.loss({"t": 0})),
        (GraphError, lambda g: g.service(caps={"a": 1.5})),
        (GraphError, lambda g: g.service(caps={"a": math.nan})),
        (GraphError, lambda g: g.service(relation_caps={("a", "t", "one"): -1})),
        (UsageError, lambda g: g.service(surge=-1)),
        (UsageError, lambda g: g.service(surge=math.nan)),
        (UsageError, lambda g: g.service(view="yesterday")),
        (UsageError, lambda g: g.service(fixed_point="some")),
        (UsageError, lambda g: g.chokepoints(["t"], by="jurisdiction")),
    ],
)
def test_questions_without_sense_are_refused(error, ask):
    with pytest.raises(error):
        ask(DependencyGraph.from_frame(frame()))


def test_one_text_is_one_name():
    table = {"supplier": ["ab"], "dependent": ["cd"], "role": ["r"]}
    assert DependencyGraph.from_frame(table).loss("cd", remove="ab") == 1


@pytest.mark.parametrize(
    ("cell", "source", "grounds"),
    [
        (None, (), ()),
        ("", (), ()),
        ([], (), ()),
        ("f1", ("f1",), (("f1",),)),
        (7, ("7",), (("7",),)),
        (["f2", "f1"], ("f1", "f2"), (("f1",), ("f2",))),
        ({"f2", "f1"}, ("f1", "f2"), (("f1",), ("f2",))),
        (("f1", ("f3", "f2")), ("f1", "f2", "f3"), (("f1",), ("f2", "f3"))),
        ([("f2", "f1")], ("f1", "f2"), (("f1", "f2"),)),
        ((("f1", "f2"), ["f2", "f1"]), ("f1", "f2"), (("f1", "f2"),)),
        (("f1", None, (), (None,)), ("f1",), (("f1",),)),
        ((("f1", "f2"), ("f1", "f3")), ("f1", "f2", "f3"), (("f1", "f2"), ("f1", "f3"))),
    ],
)
def test_a_source_holds_alternatives_of_premises(cell, source, grounds):
    graph = DependencyGraph.from_frame(GOOD | {"source": [cell, None, "other"]})
    relations = graph.engine.graph.relations
    at = graph.engine.graph.relation_code["a", "t", "one"]
    assert relations.source[at] == source
    assert relations.grounds[at] == grounds
    assert relations.grounds[graph.engine.graph.relation_code["c", "t", "two"]] == (("other",),)


def test_networkx_edges_are_one_group_for_each_role():
    edges = nx.DiGraph()
    edges.add_edge("a", "t", weight=99)
    edges.add_edge("b", "t", weight=1)
    edges.add_edge("c", "t", role="tool", stock=1, kind="tool", source="f1")
    edges.add_node("a", controller="firm")
    edges.add_node("alone")
    graph = DependencyGraph.from_networkx(edges)
    assert graph.loss(["t"], remove=["a"]) == pytest.approx(0.5)
    assert graph.loss(["t"], remove=["c"]) == 1
    assert graph.loss(["t"], remove=["c"], view="continuity") == 0
    assert graph.attributes == {"controller": {"a": "firm"}}
    assert "alone" in graph.nodes


def test_an_undirected_networkx_graph_is_refused():
    with pytest.raises(UsageError, match="undirected"):
        DependencyGraph.from_networkx(nx.Graph([("a", "b")]))


def test_the_arrays_cannot_be_changed():
    graph = DependencyGraph.from_frame(frame())
    with pytest.raises(ValueError, match="read-only"):
        graph.engine.graph.relations.share[0] = 0


def test_the_room_starts_without_pandas_and_networkx():
    code = (
        "import sys, valuegraph.chokepoints as room;"
        "g = room.DependencyGraph.from_frame({'supplier': ['a'], 'dependent': ['t'],"
        " 'role': ['r']});"
        "assert g.chokepoints(['t']).row('a').unavoidable == 1;"
        "assert not {'pandas', 'networkx'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
