"""What the loss of a scenario runs through, by hand, and which assumptions it can hang on."""

from __future__ import annotations

import math

import pytest

from valuegraph.chokepoints import DependencyGraph
from valuegraph.chokepoints.carrying import carrying
from valuegraph.chokepoints.resting import rests_on
from valuegraph.chokepoints.scenario import play
from valuegraph.chokepoints.shocks import conditions


@pytest.fixture
def engine():
    """One app on a lab alone, one on two labs; a tool that has nothing to do with either."""
    rows = [
        ("lab", "app", "model", "f1"),
        ("lab", "twin", "model", "f2"),
        ("other", "twin", "model", "f3"),
        ("maker", "tool", "part", "f4"),
        ("chip", "lab", "compute", "f5"),
    ]
    columns = zip(("supplier", "dependent", "role", "source"), zip(*rows, strict=True), strict=True)
    supplies = {name: list(cells) for name, cells in columns}
    return DependencyGraph.from_frame(supplies).engine


def trial(engine, *verbs, surge=0.0):
    targets = {"app": 2, "twin": 1, "tool": 1}
    return play(engine, verbs, targets, conditions(surge, "renewal")).trial


def carried(engine, found):
    names, graph = engine.graph.names, engine.graph
    return {
        (names[s], names[d]): share
        for s, d, share in zip(
            graph.relations.supplier.tolist(),
            graph.dependent.tolist(),
            found.relations,
            strict=True,
        )
        if share
    }


def test_the_loss_of_each_target_runs_through_its_proof(engine):
    found = carrying(trial(engine, "remove:chip"), 0.0)
    # the app loses all of its half, the twin half of its quarter; both come through the lab's chip
    assert carried(engine, found) == {
        ("lab", "app"): pytest.approx(1 / 2),
        ("lab", "twin"): pytest.approx(1 / 8),
        ("chip", "lab"): pytest.approx(5 / 8),
    }
    assert found.bearing.groups.sum() == 3
    assert found.groups.max() == pytest.approx(5 / 8)


def test_nothing_is_carried_where_nothing_is_lost(engine):
    found = carrying(trial(engine, "cut:*:other"), math.inf)
    assert not found.relations.any()
    assert not found.bearing.groups.any()


def test_the_foremost_assumptions_are_those_that_carry_most(engine):
    scenario = trial(engine, "remove:chip", "cut:*:other")
    every = rests_on(scenario)
    assert [row.about for row in every.of("fact")] == [("f5",), ("f1",), ("f2",), ("f3",)]
    few = rests_on(scenario, most=1)
    assert [row.about for row in few.of("fact")] == [("f5",)], "all but the cut runs through it"
    assert len(few.of("completeness")) == 1
    assert few.rows[0] == every.rows[0]
    assert rests_on(scenario, most=100).rows == every.rows


def test_what_is_carried_need_not_be_found_twice(engine):
    scenario = trial(engine, "remove:chip")
    known = carrying(scenario, math.inf)
    assert rests_on(scenario, carried=known).rows == rests_on(scenario).rows


def test_no_fact_can_lower_the_loss_by_more_than_it_carries(engine):
    scenario = trial(engine, "remove:chip")
    found = carrying(scenario, math.inf)
    facts = [source[0] for source in engine.graph.relations.source]
    most = dict(zip(facts, found.relations, strict=True))
    for row in rests_on(scenario).of("fact"):
        assert row.after is not None
        assert row.before - row.after <= most[row.about[0]] + 1e-9
