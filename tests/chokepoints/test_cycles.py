"""Cycles that settle slowly: leaps, sweeps alone, and giving up."""

import math

import pytest

from valuegraph.chokepoints import DependencyGraph, leap, solving
from valuegraph.errors import GraphError


def leaking(share, **columns):
    """a depends on x a little and on b for the rest, b on a."""
    table = {
        "supplier": ["x", "b", "a", "b"],
        "dependent": ["a", "a", "b", "t"],
        "role": ["r", "r", "r", "r"],
        "share": [share, 1 - share, None, None],
    }
    return DependencyGraph.from_frame(table | columns)


def test_sweeps_alone_reach_the_same_point(monkeypatch):
    monkeypatch.setattr(leap, "MOST_ROWS", 1)
    assert leaking(0.01).loss(["t"], remove=["x"]) == pytest.approx(1, abs=1e-9)


def test_leaps_need_few_sweeps(monkeypatch):
    monkeypatch.setattr(solving, "MOST_SWEEPS", 4 * solving.PATIENCE)
    assert leaking(1e-6).loss(["t"], remove=["x"]) == pytest.approx(1, abs=1e-9)


def test_a_cycle_that_does_not_settle_is_an_error(monkeypatch):
    monkeypatch.setattr(solving, "MOST_SWEEPS", 10)
    with pytest.raises(GraphError, match="a cycle of 2 nodes has not settled after 10 sweeps"):
        leaking(1e-3).loss(["t"], remove=["x"])


def test_leaps_in_every_part_of_a_ranking():
    """Slow in the short run, nothing with surge; revoking x's supply does what removing x does."""
    graph = leaking(1e-6, revocable_by=[True, None, None, None])
    row = graph.chokepoints(["t"]).row("x")
    assert row.share_lost == pytest.approx(1, abs=1e-9)
    assert row.leverage == pytest.approx(1, abs=1e-9)
    assert row.share_lost_surge == 0
    assert row.unavoidable == 0
    assert row.reach == 1


def test_a_relation_cap_and_a_slow_cycle():
    """A capped relation adds its own loss e: a = s / 2 + (1 - s) (e + (1 - e) b), b = a."""
    share = 1e-4
    graph = leaking(share)
    lost = graph.loss(["t"], caps={"x": 0.5}, relation_caps={("b", "a", "r"): 1 - 1e-5})
    added, rest = 0.5 * share + (1 - share) * 1e-5, (1 - share) * (1 - 1e-5)
    assert lost == pytest.approx(added / (1 - rest), abs=1e-9)


def test_the_interval_between_the_fixed_points_is_seen():
    graph = leaking(0.5)
    assert graph.loss(["t"], surge=math.inf, remove=["x"]) == 0
    assert graph.loss(["t"], surge=math.inf, remove=["x"], fixed_point="least") == 1
