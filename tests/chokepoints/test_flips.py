"""Each assumption made otherwise is the graph built anew with that assumption."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.chokepoints.invented import NAMES, build, evidenced, views
from valuegraph.chokepoints import DependencyGraph, Thresholds
from valuegraph.chokepoints.flips import ASSUMPTIONS, flips
from valuegraph.chokepoints.shocks import conditions
from valuegraph.errors import UnknownNameError

some_names = st.sets(st.sampled_from(NAMES), min_size=1, max_size=2)
SURGES = {"share_lost": 0.0, "unavoidable": float("inf")}


def known(graph, names):
    found = sorted(set(names) & set(graph.nodes))
    assume(found)
    return found


def asked_of(graph, remove, targets, view="renewal", **extra):
    return flips(graph.engine, remove, targets, conditions(0.3, view), **extra)


def needs_of(cell):
    """Return the facts without which a source cell has no ground left."""
    grounds = [{item} if isinstance(item, str) else set(item) for item in cell or ()]
    return set.intersection(*grounds) if grounds else set()


def without(rows, about):
    """Return the rows that stand without a fact, or without one relation."""
    if len(about) == 1:
        kept = [row for row in rows if about[0] not in needs_of(row["source"])]
    else:
        kept = [r for r in rows if (r["supplier"], r["dependent"], r["role"]) != about]
    shares = {}
    for row in kept:
        key = row["dependent"], row["role"]
        shares[key] = shares.get(key, 0.0) + row["share"]
    return [row | {"share": row["share"] / shares[row["dependent"], row["role"]]} for row in kept]


def changed(data, row, view):
    """Return the tables and the view of the case that a flip is about."""
    rows, needs = data
    if row.assumption == "fact":
        return without(rows, row.about), needs, view
    if row.assumption == "completeness":
        every = row.about == ("every incomplete group",)
        spared = [
            need | {"essentiality": 0.0}
            if (every and not need["complete"]) or (need["dependent"], need["role"]) == row.about
            else need
            for need in needs
        ]
        return rows, spared, view
    if row.assumption == "qualification":
        return *joined(rows, needs, row.about[0]), view
    other = {"renewal": "continuity", "continuity": "renewal"}
    return rows, needs, other[view]


def joined(rows, needs, node):
    """Return the tables in which the linear groups of a node are one."""
    weight = {
        need["role"]: need["essentiality"]
        for need in needs
        if need["dependent"] == node and need["combination"] == "linear"
    }
    total = sum(weight.values())

    def one(row):
        if row["dependent"] != node or row["role"] not in weight:
            return row
        return row | {"role": "joined", "share": row["share"] * weight[row["role"]] / total}

    kept = [n for n in needs if n["dependent"] != node or n["role"] not in weight]
    both = {"dependent": node, "role": "joined", "essentiality": min(total, 1.0)}
    return [one(row) for row in rows], [*kept, both | {"combination": "linear", "complete": False}]


@given(evidenced(), some_names, some_names, views)
def test_each_case_is_the_graph_with_that_assumption(data, remove, targets, view):
    graph = build(*data)
    remove, targets = known(graph, remove), known(graph, targets)
    found = asked_of(graph, remove, targets, view)
    surge = SURGES[found.figure]
    assert found.before == pytest.approx(
        graph.loss(targets, remove=remove, surge=surge, view=view), abs=1e-9
    )
    for row in found.rows:
        if "chance" in str(row.about[-1]):
            continue
        rows, needs, seen = changed(data, row, view)
        pairs = [(r["supplier"], r["dependent"], r["role"]) for r in rows]
        if len(set(pairs)) < len(pairs):
            continue
        fed = {r["dependent"] for r in rows}
        there = [t for t in targets if t in fed or t not in {r["dependent"] for r in data[0]}]
        if not there:
            assert row.after is None
            continue
        expected = len(set(remove) & set(there)) / len(there)
        if rows:
            other = build(rows, needs, nodes={"node": list(graph.nodes)})
            expected = other.loss(there, remove=remove, surge=surge, view=seen)
        assert row.after == pytest.approx(expected, abs=1e-9), row


@given(evidenced(), some_names, some_names, views)
def test_the_rows_are_in_order_and_each_case_comes_once(data, remove, targets, view):
    graph = build(*data)
    found = asked_of(graph, known(graph, remove), known(graph, targets), view)
    for one, two in itertools.pairwise(found.rows):
        assert one.effect >= two.effect
    cases = [(row.assumption, row.about) for row in found.rows]
    assert len(set(cases)) == len(cases)
    assert {row.assumption for row in found.rows} <= set(ASSUMPTIONS)
    assert sum(len(found.of(assumption)) for assumption in ASSUMPTIONS) == len(found.rows)


@given(evidenced(), some_names, some_names, views)
def test_the_verdict_before_is_that_of_the_ranking(data, remove, targets, view):
    graph = build(*data)
    remove, targets = known(graph, remove), known(graph, targets)
    found = asked_of(graph, remove, targets, view)
    words = graph.chokepoints(targets, by={"it": remove}, view=view).row("it").verdict
    about_losses = {"structural", "unavoidable as recorded", "dominant share"}
    assert set(filter(None, found.verdict.split(", "))) == set(words.split(", ")) & about_losses


STOCKED = {
    "supplier": ["x", "y", "z"],
    "dependent": ["t", "t", "t"],
    "role": ["one", "two", "three"],
    "kind": ["tool", "licence", "api"],
    "stock": [1.0, 1.0, 0.0],
}


def test_in_the_continuity_view_a_kind_of_stock_can_be_taken_away():
    found = asked_of(DependencyGraph.from_frame(STOCKED), ["x"], ["t"], "continuity")
    assert (found.figure, found.before) == ("share_lost", 0)
    after = {row.about[0]: row.after for row in found.of("stock")}
    assert after == {
        "renewal view": 1,
        "stock of tool not counted": 1,
        "stock of licence not counted": 0,
    }
    assert [row.verdict_after for row in found.of("stock")[:2]] == ["unavoidable as recorded"] * 2


def test_thresholds_decide_what_flips():
    supplies = {
        "supplier": ["x", "y"],
        "dependent": ["t", "t"],
        "role": ["r", "r"],
        "share": [0.6, 0.4],
        "source": ["f", "g"],
    }
    graph = DependencyGraph.from_frame(supplies)
    found = asked_of(graph, ["x"], ["t"])
    assert (found.figure, found.before, found.verdict) == ("share_lost", 0.6, "dominant share")
    (fact,) = [row for row in found.of("fact") if row.about == ("f",)]
    assert fact.flips
    assert str(fact) == "fact: f: share_lost 0.6 becomes 0; dominant share becomes no word"
    assert found.sole_facts == (("f",),)
    high = asked_of(graph, ["x"], ["t"], limits=Thresholds(dominant_share=0.7))
    assert high.verdict == ""
    assert not any(row.flips for row in high.rows)


def test_a_mean_over_worlds_takes_words_away_and_gives_none():
    table = {"supplier": ["x", "m"], "dependent": ["m", "t"], "role": ["r", "r"]}
    found = asked_of(DependencyGraph.from_frame(table), ["x"], ["t"])
    means = [row for row in found.of("completeness") if "chance" in str(row.about[-1])]
    assert len(means) == 2
    for row in means:
        assert row.verdict_before == "unavoidable as recorded"
        assert row.verdict_after == ""


def test_a_certain_relation_without_a_fact_is_no_fact():
    supplies = {
        "supplier": ["x", "y"],
        "dependent": ["t", "t"],
        "role": ["r", "s"],
        "confidence": [1.0, 0.5],
    }
    graph = DependencyGraph.from_frame(supplies)
    assert asked_of(graph, ["x"], ["t"]).of("fact") == ()
    (row,) = asked_of(graph, ["y"], ["t"]).of("fact")
    assert (row.about, row.after) == (("y", "t", "s"), 0)
    assert "unknown, no target is left" in str(
        asked_of(
            DependencyGraph.from_frame({**supplies, "role": ["r", "r"], "source": ["f", "f"]}),
            ["x", "y"],
            ["t"],
        ).of("fact")[0]
    )


def test_the_linear_groups_of_a_target_are_what_it_does():
    supplies = {"supplier": ["x", "y"], "dependent": ["t", "t"], "role": ["r", "s"]}
    needs = {
        "dependent": ["t", "t"],
        "role": ["r", "s"],
        "essentiality": [0.5, 0.5],
        "combination": ["linear", "linear"],
    }
    graph = DependencyGraph.from_frame(supplies, needs)
    assert asked_of(graph, ["x"], ["t"]).of("qualification") == ()


def test_the_frame_has_one_row_a_case():
    found = asked_of(DependencyGraph.from_frame(STOCKED), ["x"], ["t"])
    frame = found.to_frame()
    assert len(frame) == len(found.rows)
    assert frame.columns.tolist() == [
        *("assumption", "about", "figure", "before", "after"),
        *("verdict_before", "verdict_after"),
    ]


def test_an_unknown_name_is_refused():
    with pytest.raises(UnknownNameError, match="nobody"):
        asked_of(DependencyGraph.from_frame(STOCKED), ["nobody"], ["t"])
