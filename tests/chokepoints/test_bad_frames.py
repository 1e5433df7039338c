"""What is wrong with a table is said by name and row, or by a documented warning."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest

from valuegraph.chokepoints import DependencyGraph, phantoms
from valuegraph.errors import GraphError, PhantomLoopWarning, UnknownNameError, UsageError

GOOD = {"supplier": ["a", "b", "c"], "dependent": ["t", "t", "t"], "role": ["one", "one", "two"]}


def frame(**columns):
    return pd.DataFrame(GOOD | columns, index=["r1", "r2", "r3"])


def refuse(supplies, requirements=None, nodes=None, error=GraphError):
    with pytest.raises(error) as caught:
        DependencyGraph.from_frame(supplies, requirements, nodes)
    return str(caught.value)


def test_nan_that_was_written():
    said = refuse(
        frame(share=pd.Series([0.5, math.nan, None], index=["r1", "r2", "r3"], dtype=object))
    )
    assert "row 'r2': the share is NaN" in said
    assert "row 'r3': the dependent is empty" in refuse(frame(dependent=["t", "t", math.nan]))


def test_negative_numbers():
    assert "row 'r1': the share -0.1 is not between 0" in refuse(frame(share=[-0.1, None, None]))
    assert "row 'r3': the stock -1 is not between 0 and 1" in refuse(frame(stock=[0, 0, -1]))


def test_shares_that_sum_to_more_than_one():
    said = refuse(frame(share=[0.7, 0.6, 1.0]))
    assert "the shares of 't' in 'one' (rows 'r1', 'r2') sum to 1.3, not to 1" in said


@pytest.mark.parametrize(
    ("column", "meant"),
    [("shares", "did you mean share for shares?"), ("colour", "leave out the columns")],
)
def test_an_unknown_column_of_the_supplies(column, meant):
    said = refuse(frame(**{column: [0.7, 0.3, 1.0]}))
    assert f"the supplies table has column(s) that are not read: {column}" in said
    assert meant in said


def test_an_unknown_column_of_the_requirements():
    needs = pd.DataFrame({"dependent": ["t"], "role": ["one"], "essentialty": [0.5]})
    assert "did you mean essentiality for essentialty?" in refuse(frame(), needs)


def test_the_nodes_table_may_have_any_column():
    nodes = pd.DataFrame({"node": ["a", "b"], "colour": ["red", "red"]})
    graph = DependencyGraph.from_frame(frame(), nodes=nodes)
    assert graph.chokepoints(["t"], by="colour").row("red").share_lost == 1


def test_a_column_that_is_there_twice():
    twice = pd.DataFrame([["a", "t", "r", "s"]], columns=["supplier", "dependent", "role", "role"])
    assert "has the column(s) role more than once" in refuse(twice)


def test_self_supply():
    assert "row 'r2': 't' supplies itself with 'one'" in refuse(frame(supplier=["a", "t", "c"]))


def test_duplicate_rows():
    said = refuse(frame(supplier=["a", "a", "c"]))
    assert "row 'r2': a -> t -> one repeats row 'r1'" in said
    thrice = {"supplier": ["a"] * 3, "dependent": ["t"] * 3, "role": ["r"] * 3}
    said = refuse(thrice)
    assert "row 1: a -> t -> r repeats row 0" in said
    assert "row 2: a -> t -> r repeats row 0" in said


def test_an_empty_group_is_unknown_and_counted():
    needs = pd.DataFrame({"dependent": ["t", "t"], "role": ["one", "nobody supplies it"]})
    graph = DependencyGraph.from_frame(frame(), needs)
    assert graph.unknown.to_numpy().tolist() == [["t", "nobody supplies it"]]
    assert graph.chokepoints(["t"]).coverage.unknown_groups == 1
    assert graph.loss(["t"]) == 0


def test_names_that_are_no_names():
    assert "row 'r1': the supplier ['a'] is not one name" in refuse(
        frame(supplier=pd.Series([["a"], "b", "c"], index=["r1", "r2", "r3"]))
    )
    assert "row 'r3': the role {'x': 1} is not one name" in refuse(
        frame(role=pd.Series(["one", "one", {"x": 1}], index=["r1", "r2", "r3"]))
    )


@pytest.mark.parametrize("table", [None, [("a", "t", "r")], "supplies.csv", 3])
def test_what_is_not_a_table(table):
    with pytest.raises(UsageError, match="is not a table"):
        DependencyGraph.from_frame(table)


def test_a_column_that_is_one_text():
    table = {"supplier": "ab", "dependent": ["t", "t"], "role": ["one", "two"]}
    assert "the column supplier of the supplies table is a text" in refuse(table, error=UsageError)


@pytest.mark.parametrize("targets", [[], {}, {"t": 0}, {"t": -1}, {"t": math.nan}])
@pytest.mark.parametrize("ask", ["loss", "chokepoints"])
def test_no_targets(targets, ask):
    with pytest.raises(GraphError, match="the target weights cannot be normalised"):
        getattr(DependencyGraph.from_frame(frame()), ask)(targets)


def test_unknown_names():
    graph = DependencyGraph.from_frame(frame())
    for ask in (
        lambda: graph.loss(["nobody"]),
        lambda: graph.loss(["t"], remove=["nobody"]),
        lambda: graph.chokepoints({"nobody": 1}),
        lambda: graph.chokepoints(["t"], by={"set": ["nobody"]}),
    ):
        with pytest.raises(UnknownNameError, match="nobody"):
            ask()


# --- a cycle without a stock --------------------------------------------------------------------


def propped(**columns):
    """a is made with x or b, b with a; t needs b."""
    return DependencyGraph.from_frame(
        {
            "supplier": ["x", "b", "a", "b"],
            "dependent": ["a", "a", "b", "t"],
            "role": ["r", "r", "r", "r"],
        }
        | columns
    )


def test_a_cycle_without_a_stock_is_warned_of_with_the_interval():
    """Without x, a and b serve each other at the greatest fixed point, and nobody at the least."""
    graph = propped()
    with pytest.warns(PhantomLoopWarning) as caught:
        result = graph.chokepoints(["t"])
    (warning,) = caught
    said = str(warning.message)
    assert "1 loop(s) without a stock upstream of the targets, such as a <-> b" in said
    assert (
        "when x withdraws, unavoidable is between 0 (greatest fixed point, as given) and 1" in said
    )
    assert warning.filename == __file__
    assert result.row("x").unavoidable == 0
    assert graph.chokepoints(["t"], fixed_point="least").row("x").unavoidable == 1


def test_mutual_dependence_that_only_the_greatest_fixed_point_allows_is_warned_of():
    table = {"supplier": ["b", "a", "b"], "dependent": ["a", "b", "t"], "role": ["r", "r", "r"]}
    with pytest.warns(PhantomLoopWarning, match="when nobody withdraws, share_lost is between 0"):
        DependencyGraph.from_frame(table).chokepoints(["t"])


def test_a_loop_whose_least_fixed_point_is_not_found_is_warned_of(monkeypatch):
    monkeypatch.setattr(phantoms, "MOST_SWEEPS", 3)
    with pytest.warns(PhantomLoopWarning, match="the least fixed point is not found in 3 sweeps"):
        propped(share=[0.1, 0.9, 1, 1]).chokepoints(["t"])


def quiet(ask):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return ask()


def test_no_warning_where_the_interval_is_a_point():
    """With shares and no surge, what x supplied is lost to a, and so to b, and so on."""
    needs = {"dependent": ["a"], "role": ["r"], "surge": [0.0]}
    table = {
        "supplier": ["x", "b", "a", "b"],
        "dependent": ["a", "a", "b", "t"],
        "role": ["r", "r", "r", "r"],
    }
    result = quiet(lambda: DependencyGraph.from_frame(table, needs).chokepoints(["t"]))
    assert result.row("x").unavoidable == pytest.approx(1)


def test_no_warning_without_a_loop_that_matters():
    quiet(lambda: propped(stock=[0, 1, 0, 0]).chokepoints(["t"]))
    quiet(lambda: propped().chokepoints(["x"]))
    quiet(lambda: propped().chokepoints(["t"], fixed_point="least"))
    quiet(lambda: DependencyGraph.from_frame(frame()).chokepoints(["t"]))


def test_numbers_may_come_as_numpy_scalars_and_nullable_columns():
    share = pd.array([0.25, 0.75, None], dtype="Float64")
    assert DependencyGraph.from_frame(frame(share=share)).loss(["t"], remove=["a"]) == 0.25
    named = frame(supplier=np.array(["a", "b", "c"]), share=[np.float32(0.25), 0.75, 1])
    assert DependencyGraph.from_frame(named).loss(["t"], remove=["a"]) == 0.25
