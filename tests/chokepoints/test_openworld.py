"""What is unavoidable when suppliers may exist that nobody recorded."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.chokepoints.invented import NAMES, build, evidenced, views
from valuegraph.chokepoints import DependencyGraph
from valuegraph.chokepoints.openworld import Latent, latent, open_world
from valuegraph.errors import UsageError

ROUNDING = 1e-9  # cycles are solved to a tolerance, and differently in other company
some_targets = st.sets(st.sampled_from(NAMES), min_size=1, max_size=3)
chances = st.lists(st.floats(0, 1), min_size=1, max_size=4).map(lambda found: tuple(sorted(found)))


def known(graph, names):
    found = sorted(set(names) & set(graph.nodes))
    assume(found)
    return found


def unavoidable(graph, targets, view):
    rows = graph.chokepoints(targets, view=view).rows
    return {row.name: row.unavoidable for row in rows}


@given(evidenced(), some_targets, views, chances)
def test_the_figure_falls_with_the_chance_of_a_latent_supplier(data, targets, view, asked):
    graph = build(*data)
    targets = known(graph, targets)
    how = Latent(tuple(dict.fromkeys((0.0, *asked))), draws=12)
    found = open_world(graph.engine, targets, "node", view, how)
    closed = unavoidable(graph, targets, view)
    assert found.closed == pytest.approx([closed[name] for name in found.names], abs=ROUNDING)
    assert found.expected[0.0] == pytest.approx(found.closed, abs=ROUNDING)
    for one, more in itertools.pairwise(how.chances):
        assert (found.expected[more] <= found.expected[one] + ROUNDING).all()


@given(evidenced(), some_targets, views)
def test_a_group_that_a_source_calls_complete_has_no_latent_supplier(data, targets, view):
    rows, needs = data
    graph = build(rows, [need | {"complete": True} for need in needs])
    found = open_world(graph.engine, known(graph, targets), "node", view, Latent((0.5, 1.0)))
    for expected in found.expected.values():
        assert expected == pytest.approx(found.closed, abs=ROUNDING)


@settings(max_examples=25)
@given(evidenced(), some_targets, views)
def test_the_mean_is_that_over_all_worlds(data, targets, view):
    rows, needs = data
    graph = build(rows, needs)
    targets = known(graph, targets)
    open_groups = [i for i, need in enumerate(needs) if not need["complete"]]
    assume(len(open_groups) <= 4)
    chance, exact = 0.3, dict.fromkeys(graph.nodes, 0.0)
    for spared in itertools.product([False, True], repeat=len(open_groups)):
        weight = math.prod(chance if yes else 1 - chance for yes in spared)
        without = dict(zip(open_groups, spared, strict=True))
        changed = [
            need | {"essentiality": 0.0} if without.get(i) else need for i, need in enumerate(needs)
        ]
        for name, value in unavoidable(build(rows, changed), targets, view).items():
            exact[name] += weight * value
    found = open_world(graph.engine, targets, "node", view, Latent((chance,), draws=3000))
    # The standard error of a mean of 3,000 draws between 0 and 1 is below .01.
    for name, value in zip(found.names, found.expected[chance], strict=True):
        assert value == pytest.approx(exact[name], abs=0.045)


def test_the_same_seed_gives_the_same_worlds_and_groups_are_drawn_apart():
    table = {"supplier": ["x", "m"], "dependent": ["m", "t"], "role": ["r", "r"]}
    graph = DependencyGraph.from_frame(table).engine.graph
    how = Latent((0.5,), draws=100, seed=1)
    worlds = latent(graph, how).immune
    assert (worlds == latent(graph, how).immune).all()
    assert (worlds != latent(graph, Latent((0.5,), draws=100, seed=2)).immune).any()
    assert (worlds[0] != worlds[1]).any()
    more = {key: [*values, values[0]] for key, values in table.items()} | {"role": ["r", "r", "q"]}
    other = DependencyGraph.from_frame(more).engine.graph
    at = [other.groups_of[other.code[name]][-1] for name in "mt"]
    assert (latent(other, how).immune[at] == worlds).all()


def test_no_names_give_no_figures():
    graph = DependencyGraph.from_frame({"supplier": ["x"], "dependent": ["t"], "role": ["r"]})
    found = open_world(graph.engine, ["t"], {}, "renewal", Latent())
    assert found.closed.tolist() == []
    assert [part.tolist() for part in found.expected.values()] == [[], []]


def test_the_frame_stands_closed_beside_open():
    graph = DependencyGraph.from_frame({"supplier": ["x"], "dependent": ["t"], "role": ["r"]})
    frame = open_world(graph.engine, ["t"], {"x": ["x"]}, "renewal", Latent()).to_frame()
    assert frame.columns.tolist() == ["name", "unavoidable", "unavoidable_0.2", "unavoidable_0.5"]
    assert frame["unavoidable"].tolist() == [1.0]
    assert isinstance(frame, pd.DataFrame)
    assert np.all(frame["unavoidable_0.5"] < frame["unavoidable_0.2"])


@pytest.mark.parametrize(
    "how",
    [{"chances": ()}, {"chances": (1.5,)}, {"chances": (math.nan,)}, {"draws": 0}, {"seed": -1}],
)
def test_what_is_no_chance_is_refused(how):
    with pytest.raises(UsageError, match="cannot draw latent suppliers"):
        Latent(**how)
