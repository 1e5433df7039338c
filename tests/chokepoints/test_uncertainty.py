"""Intervals and ranks of controllers under resampled evidence."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.chokepoints.invented import (
    FACTS,
    NAMES,
    build,
    clusters_of_facts,
    evidenced,
    sampled,
    views,
)
from valuegraph.chokepoints import DependencyGraph
from valuegraph.chokepoints.drawing import Resampling, resample
from valuegraph.chokepoints.engine import Conditions
from valuegraph.chokepoints.propagate import Columns
from valuegraph.chokepoints.shocks import conditions
from valuegraph.chokepoints.solving import solve
from valuegraph.chokepoints.uncertainty import Sample, sample
from valuegraph.chokepoints.variations import WIDTH
from valuegraph.errors import UnknownNameError, UsageError

some_targets = st.sets(st.sampled_from(NAMES), min_size=1, max_size=3)


def known(graph, names):
    found = sorted(set(names) & set(graph.nodes))
    assume(found)
    return found


def as_drawn(graph, data, share, absent):
    """Return the graph built anew from what one draw leaves, None when it leaves nothing."""
    rows, needs = data
    code = graph.engine.graph.relation_code
    left = [
        row | {"share": float(share[at])}
        for row in rows
        if not absent[at := code[row["supplier"], row["dependent"], row["role"]]]
    ]
    served = {row["dependent"] for row in left}
    gone = {row["dependent"] for row in rows} - served
    nodes = pd.DataFrame({"node": list(graph.nodes)})
    return (build(left, needs, nodes=nodes) if left else None), gone


@given(evidenced(), clusters_of_facts, some_targets, views)
def test_a_draw_is_the_graph_without_what_does_not_hold(data, clusters, targets, view):
    graph = build(*data)
    targets = known(graph, targets)
    found = sampled(graph, targets, view=view, draws=2, clusters=clusters)
    draws = resample(graph.engine.graph, Resampling(draws=2, clusters=clusters)).draws
    for column in range(2):
        other, gone = as_drawn(graph, data, draws.share[:, column], draws.absent[:, column])
        there = [target for target in targets if target not in gone]
        for i, name in enumerate(found.names):
            expected = [math.nan] * 3
            if there and other is None:
                expected = [float(name in there) / len(there)] * 3
            elif there:
                expected = [
                    other.loss(there, remove=[name], surge=surge, view=view)
                    for surge in (0, 0.3, math.inf)
                ]
            assert found.lost[i, column] == pytest.approx(expected, abs=1e-9, nan_ok=True)


@given(evidenced(), some_targets, views)
def test_the_point_is_that_of_the_ranking(data, targets, view):
    graph = build(*data)
    targets = known(graph, targets)
    found = sampled(graph, targets, view=view, draws=2)
    result = graph.chokepoints(targets, view=view)
    for name, point in zip(found.names, found.point.tolist(), strict=True):
        row = result.row(name)
        assert point == pytest.approx(
            [row.share_lost, row.share_lost_surge, row.unavoidable], abs=1e-9
        )


@given(evidenced(acyclic=True), some_targets, views)
def test_without_cycles_the_point_is_that_of_the_ranking_exactly(data, targets, view):
    graph = build(*data)
    targets = known(graph, targets)
    found = sampled(graph, targets, view=view, draws=2)
    result = graph.chokepoints(targets, view=view)
    for name, point in zip(found.names, found.point.tolist(), strict=True):
        row = result.row(name)
        assert point == [row.share_lost, row.share_lost_surge, row.unavoidable]


@given(evidenced(), some_targets, views, st.booleans())
def test_certain_evidence_gives_the_point_in_every_draw(data, targets, view, by_cluster):
    rows, needs = data
    graph = build([row | {"confidence": 1.0} for row in rows], needs)
    clusters = {fact: [("s", 1.0)] for fact in FACTS} if by_cluster else None
    found = sampled(graph, known(graph, targets), view=view, draws=7, clusters=clusters)
    assert (found.lost == found.point[:, None]).all()
    assert (found.interval() == found.point[..., None]).all()
    frame = found.to_frame()
    for quantile in ("low", "median", "high"):
        assert (frame[f"rank_{quantile}"] == frame["rank"]).all()


@given(evidenced(), clusters_of_facts, some_targets, views)
def test_the_same_seed_gives_the_same_frame_in_any_order_of_rows(data, clusters, targets, view):
    rows, needs = data
    graph, other = build(rows, needs), build(rows[::-1], needs[::-1])
    targets = known(graph, targets)
    first, second = (
        sampled(g, targets, view=view, draws=8, seed=4, clusters=clusters).to_frame()
        for g in (graph, other)
    )
    pd.testing.assert_frame_equal(first, second)


@given(evidenced(acyclic=True), clusters_of_facts, some_targets)
def test_names_do_not_matter_where_facts_are_named(data, clusters, targets):
    rows, needs = data
    rows = [row | {"source": [f"own {i}", *(row["source"] or [])]} for i, row in enumerate(rows)]
    new = dict(zip(NAMES, reversed(NAMES), strict=True))
    ends = {"supplier", "dependent"}
    other = build(
        [{k: new[v] if k in ends else v for k, v in row.items()} for row in rows],
        [need | {"dependent": new[need["dependent"]]} for need in needs],
    )
    graph = build(rows, needs)
    targets = known(graph, targets)
    first = sampled(graph, targets, draws=8, clusters=clusters)
    second = sampled(other, [new[t] for t in targets], draws=8, clusters=clusters)
    for name, lost in zip(first.names, first.lost, strict=True):
        there = second.lost[second.names.index(new[name])]
        assert there == pytest.approx(lost, abs=1e-12, nan_ok=True)


@given(evidenced(), clusters_of_facts, some_targets)
def test_a_fact_elsewhere_has_no_effect(data, clusters, targets):
    rows, needs = data
    far = rows[0] | {
        "supplier": "0 far",
        "dependent": "1 away",
        "role": "q",
        "share": 1.0,
        "confidence": 0.5,
        "source": ["0 fact"],
    }
    graph, other = build(rows, needs), build([*rows, far], needs)
    targets = known(graph, targets)
    by = {name: [name] for name in graph.nodes}
    first = sampled(graph, targets, by, draws=6, clusters=clusters)
    second = sampled(other, targets, by, draws=6, clusters=clusters)
    assert first.lost == pytest.approx(second.lost, abs=1e-11, nan_ok=True)


@given(evidenced(), some_targets, st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_a_higher_level_holds_a_lower_one(data, targets, one, two):
    graph = build(*data)
    found = sampled(graph, known(graph, targets), draws=30)
    assume(found.known.shape[1])
    wide, narrow = found.interval(max(one, two)), found.interval(min(one, two))
    assert (wide[..., 0] <= narrow[..., 0]).all()
    assert (wide[..., 2] >= narrow[..., 2]).all()
    assert (wide[..., 1] == narrow[..., 1]).all()
    assert (narrow[..., 0] <= narrow[..., 1]).all()
    assert (narrow[..., 1] <= narrow[..., 2]).all()


@given(evidenced(), some_targets, views)
def test_the_horizons_nest_in_every_draw(data, targets, view):
    graph = build(*data)
    known_draws = sampled(graph, known(graph, targets), view=view, draws=10).known
    assert (known_draws[..., 0] >= known_draws[..., 1]).all()
    assert (known_draws[..., 1] >= known_draws[..., 2]).all()


@given(evidenced(), some_targets)
def test_chances_of_the_first_places(data, targets):
    graph = build(*data)
    found = sampled(graph, known(graph, targets), draws=20)
    assume(found.known.shape[1])
    ranks = found.ranks()
    assert (ranks.min(axis=0) == 1).all()
    assert (found.top(len(found.names)) == 1).all()
    assert (found.top(1) <= found.top(2)).all()
    assert found.top(1).sum() >= 1


@given(evidenced(), clusters_of_facts, views)
def test_columns_that_go_through_all_draws_read_what_named_draws_read(data, clusters, view):
    engine = build(*data).engine
    draws = resample(engine.graph, Resampling(draws=5, clusters=clusters)).draws
    n_nodes = len(engine.graph.names)
    shock = np.zeros((n_nodes + 1, 15))
    shock[0] = 1.0
    surge = np.repeat([0.0, 0.3, math.inf], 5)
    plan = engine._plan(view)
    every = solve(plan, Columns(shock, surge, draws=draws))
    named = solve(plan, Columns(shock, surge, draws=draws, draw=np.tile(np.arange(5), 3)))
    assert every == pytest.approx(named, abs=1e-11)


def test_many_draws_are_evaluated_in_parts():
    table = {"supplier": ["x"], "dependent": ["t"], "role": ["r"], "confidence": [0.5]}
    graph = DependencyGraph.from_frame(
        {key: [*values, values[0]] for key, values in table.items()}
        | {"supplier": ["x", "y"], "role": ["r", "s"], "confidence": [0.5, 1.0]}
    )
    found = sampled(graph, ["t"], {"x": ["x"]}, draws=WIDTH + 100)
    there = resample(graph.engine.graph, Resampling(draws=WIDTH + 100)).draws.absent
    at = graph.engine.graph.relation_code["x", "t", "r"]
    assert (found.lost[0, :, 2] == ~there[at]).all()


def test_the_least_fixed_point_can_be_asked_for():
    table = {"supplier": ["a", "b", "x", "b"], "dependent": ["b", "a", "b", "t"], "role": ["r"] * 4}
    engine = DependencyGraph.from_frame(table).engine
    drawn = resample(engine.graph, Resampling(draws=2))
    greatest = sample(engine, ["t"], {"x": ["x"]}, Conditions(0.3, "renewal"), drawn)
    least = sample(engine, ["t"], {"x": ["x"]}, Conditions(0.3, "renewal", least=True), drawn)
    assert greatest.point[0, 2] == 0
    assert least.point[0, 2] == 1


def test_a_name_that_touches_no_target_loses_nothing():
    table = {"supplier": ["x", "t"], "dependent": ["t", "after"], "role": ["r", "r"]}
    found = sampled(DependencyGraph.from_frame(table), ["t"], draws=4)
    assert found.lost[found.names.index("after")].tolist() == [[0.0] * 3] * 4


def test_a_sample_without_a_known_draw_is_unknown():
    found = Sample(
        ("x",),
        np.ones((1, 3)),
        np.full((1, 2, 3), np.nan),
        Resampling(draws=2),
        "renewal",
        0.3,
    )
    assert np.isnan(found.interval()).all()
    assert np.isnan(found.top(1)).all()
    assert found.to_frame()["unavoidable_low"].isna().all()


def test_what_makes_no_sense_is_refused():
    table = {"supplier": ["x"], "dependent": ["t"], "role": ["r"]}
    found = sampled(DependencyGraph.from_frame(table), ["t"], draws=2)
    for level in (0, 1, math.nan):
        with pytest.raises(UsageError, match="is not between 0 and 1"):
            found.interval(level)
    with pytest.raises(UnknownNameError, match="'nobody' is not among the 2 names"):
        found.of("nobody")


def test_the_frame_says_what_it_holds():
    table = {
        "supplier": ["x", "y"],
        "dependent": ["t", "t"],
        "role": ["r", "r"],
        "confidence": [0.5, 1.0],
        "source": ["f", "g"],
    }
    graph = DependencyGraph.from_frame(table)
    clusters = {"f": [("s", 0.5)], "g": [("s2", 1.0)]}
    found = sampled(graph, ["t"], {"x": ["x"], "y": ["y"]}, draws=50, clusters=clusters)
    frame = found.to_frame(k=1)
    assert frame.columns.tolist() == [
        "name",
        *(
            f"{figure}{part}"
            for figure in ("unavoidable", "share_lost_surge", "share_lost")
            for part in ("", "_low", "_median", "_high")
        ),
        *("rank", "rank_low", "rank_median", "rank_high", "p_top"),
    ]
    assert frame["name"].tolist() == ["x", "y"], "as recorded they are tied"
    assert frame.set_index("name").loc["y", "unavoidable_high"] == 1, "without x, y serves alone"
    assert "50 draws over source clusters, seed 0" in found.conditions
    assert "over facts, one by one" in sampled(graph, ["t"], draws=2).conditions
    assert found.surge == conditions(0.3, "renewal").surge
