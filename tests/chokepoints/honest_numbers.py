"""Numbers about uncertainty, worked out by hand, as checks of the room or of a copy with a bug.

Each check takes a function that returns a module of the room by its name.
"""

import math

import numpy as np
import pytest

from tests.chokepoints.ground_truth import rows

MANY = 4000


def engine_of(room, supplies, requirements=None, nodes=None):
    """Return the engine of tables."""
    return room("graph").DependencyGraph.from_frame(supplies, requirements, nodes).engine


def drawn(room, engine, **how):
    """Return draws of an engine's graph."""
    drawing = room("drawing")
    return drawing.resample(engine.graph, drawing.Resampling(**how))


def at(engine, *triple):
    """Return the code of a relation."""
    return engine.graph.relation_code[triple]


def sampled(room, engine, targets, by, *, surge=0.3, view="renewal", **how):
    """Return the sample of an engine."""
    asked = room("shocks").conditions(surge, view)
    return room("uncertainty").sample(engine, targets, by, asked, drawn(room, engine, **how))


def what_one_source_says_stands_or_falls_together(room):
    engine = engine_of(
        room,
        rows(("a", "t", "x"), ("b", "t", "y"), ("c", "t", "z"), source=["f1", "f2", "f3"]),
    )
    clusters = {"f1": [("s", 0.5)], "f2": [("s", 0.5)], "f3": [("s", 0.8), ("other", 0.5)]}
    absent = drawn(room, engine, draws=MANY, clusters=clusters).draws.absent
    a, b, c = (
        at(engine, *triple) for triple in (("a", "t", "x"), ("b", "t", "y"), ("c", "t", "z"))
    )
    assert (absent[a] == absent[b]).all()
    assert absent[a].mean() == pytest.approx(0.5, abs=0.03)
    assert absent[c].mean() == pytest.approx(0.2 * 0.5, abs=0.02)
    assert not (absent[c] & ~absent[a]).any(), "where the number is below .5 it is below .8"


def premises_hold_together_and_grounds_are_alternatives(room):
    cells = ["f1", ("f1", "f2"), (("f1", "f2"),), (("f1", "f2"), "f3"), None]
    triples = [(name, "t", name) for name in "abcde"]
    engine = engine_of(room, rows(*triples, source=cells, confidence=[0.5] * 5))
    there = ~drawn(room, engine, draws=MANY).draws.absent
    expected = {"a": 0.5, "b": 0.75, "c": 0.25, "d": 1 - 0.75 * 0.5, "e": 0.5}
    for name, chance in expected.items():
        assert there[at(engine, name, "t", name)].mean() == pytest.approx(chance, abs=0.03)
    together = there[at(engine, "a", "t", "a")] & there[at(engine, "e", "t", "e")]
    assert together.mean() == pytest.approx(0.25, abs=0.03), "a relation without facts is alone"


def shares_are_drawn_around_the_recorded_ones(room):
    supplies = rows(
        ("a", "t", "r"),
        ("b", "t", "r"),
        share=[0.7, 0.3],
        confidence=[0.6, 0.4],
        source=["f1", "f2"],
    )
    engine = engine_of(room, supplies)
    certain = {"f1": [("s", 1.0)], "f2": [("s", 1.0)]}
    share = drawn(room, engine, draws=MANY, clusters=certain).draws.share
    assert np.allclose(share.sum(axis=0), 1)
    assert share[0].mean() == pytest.approx(0.7, abs=0.01)
    # Mean confidence .5, so the concentration is 10 * .5 / .5 = 10: variance .7 * .3 / (10 + 1).
    assert share[0].var() == pytest.approx(0.21 / 11, rel=0.08)
    close = drawn(room, engine, draws=MANY, clusters=certain, concentration=100.0).draws.share
    assert close[0].var() == pytest.approx(0.21 / 101, rel=0.08)


def what_is_left_of_a_group_shares_it(room):
    engine = engine_of(
        room,
        rows(("a", "t", "r"), ("b", "t", "r"), ("c", "t", "r"), share=[0.5, 0.3, 0.2]),
    )
    there = np.array([[1, 1, 1], [1, 1, 0], [0, 1, 1], [0, 0, 1], [0, 0, 0]], dtype=bool).T
    settled = room("drawing").settle(engine.graph, there)
    expected = [[0.5, 0.3, 0.2], [0.625, 0.375, 0], [0, 0.6, 0.4], [0, 0, 1], [0, 0, 0]]
    assert np.allclose(settled.share.T, expected)
    assert (settled.share[:, 0] == [0.5, 0.3, 0.2]).all()
    assert settled.immune.tolist() == [[False] * 4 + [True]]
    assert (settled.absent == ~there).all()


def a_member_without_share_counts_when_nothing_else_is_left(room):
    engine = engine_of(
        room, rows(("a", "t", "r"), ("b", "t", "r"), ("c", "t", "r"), share=[1.0, 0.0, 0.0])
    )
    there = np.array([[0, 1, 1], [0, 1, 0], [1, 1, 0]], dtype=bool).T
    settled = room("drawing").settle(engine.graph, there)
    assert settled.share.T.tolist() == [[0, 0.5, 0.5], [0, 1, 0], [1, 0, 0]]


def a_relation_that_is_not_there_neither_serves_nor_fails(room):
    """t takes .6 from a and .4 from b, which is certain; where a is missing b has it all."""
    engine = engine_of(
        room,
        rows(("a", "t", "r"), ("b", "t", "r"), share=[0.6, 0.4], source=["f1", "f2"]),
    )
    clusters = {"f1": [("s", 0.5)], "f2": [("s", 1.0)]}
    found = sampled(room, engine, ["t"], "node", draws=40, clusters=clusters)
    names = list(found.names)
    short = found.lost[:, :, 0]
    missing = drawn(room, engine, draws=40, clusters=clusters).draws.absent[
        at(engine, "a", "t", "r")
    ]
    assert 0 < missing.sum() < 40
    assert short[names.index("a")] == pytest.approx(np.where(missing, 0, 0.6))
    assert short[names.index("b")] == pytest.approx(np.where(missing, 1, 0.4))
    long = found.lost[:, :, 2]
    assert (long[names.index("b")] == missing).all()
    assert found.point[names.index("b")] == pytest.approx([0.4, 0.4 - 0.3 * 0.6, 0])


def a_target_without_any_supply_left_is_none(room):
    """u hangs on x alone; where that fact falls, t is the only target and loses all to y."""
    engine = engine_of(
        room,
        rows(("x", "u", "r"), ("y", "t", "r"), source=["f1", "f2"]),
    )
    clusters = {"f1": [("s", 0.5)], "f2": [("s2", 1.0)]}
    found = sampled(room, engine, {"u": 3, "t": 1}, {"y": ["y"]}, draws=40, clusters=clusters)
    missing = drawn(room, engine, draws=40, clusters=clusters).draws.absent[
        at(engine, "x", "u", "r")
    ]
    assert 0 < missing.sum() < 40
    assert found.lost[0, :, 2] == pytest.approx(np.where(missing, 1, 0.25))
    alone = sampled(room, engine, ["u"], {"x": ["x"]}, draws=40, clusters=clusters)
    assert (np.isnan(alone.lost[0, :, 0]) == missing).all()
    assert (alone.known == 1).all()
    assert f"{missing.sum()} draws without any target" in alone.conditions


def intervals_are_the_middle_of_the_draws(room):
    uncertainty, drawing = room("uncertainty"), room("drawing")
    lost = np.zeros((1, 21, 3))
    lost[0, :, 2] = np.arange(21)[::-1] / 20
    found = uncertainty.Sample(
        ("x",), np.zeros((1, 3)), lost, drawing.Resampling(draws=21), "renewal", 0.3
    )
    # (1 - .9) / 2 * 20 = 1 draw is cut at each end, (1 - .5) / 2 * 20 = 5 draws.
    assert found.interval(0.9)[0, 2].tolist() == [0.05, 0.5, 0.95]
    assert found.interval(0.5)[0, 2].tolist() == [0.25, 0.5, 0.75]
    assert found.of("x", 0.9).unavoidable == uncertainty.Range(0.05, 0.5, 0.95)
    assert found.of("x").share_lost == uncertainty.Range(0, 0, 0)


def ranks_follow_unavoidable_then_surge_then_short(room):
    uncertainty, drawing = room("uncertainty"), room("drawing")
    one = [[0.9, 0.1, 0.0], [0.2, 0.2, 0.0], [0.1, 0.1, 0.1], [0.2, 0.2, 0.0]]
    two = [[0.5, 0.5, 0.5], [0.6, 0.5, 0.5], [0.1, 0.1, 0.1], [0.0, 0.0, 0.0]]
    lost = np.array([one, two]).swapaxes(0, 1)
    names = ("a", "b", "c", "d")
    how = drawing.Resampling(draws=2)
    found = uncertainty.Sample(names, lost[:, 0], lost, how, "renewal", 0.3)
    assert found.ranks().T.tolist() == [[4, 2, 1, 2], [2, 1, 3, 4]]
    assert found.top(1).tolist() == [0, 0.5, 0.5, 0]
    assert found.top(2).tolist() == [0.5, 1, 0.5, 0.5]
    frame = found.to_frame(k=2)
    assert frame["name"].tolist() == ["c", "b", "d", "a"]
    assert frame["rank"].tolist() == [1, 2, 2, 4]
    assert frame["p_top"].tolist() == [0.5, 1, 0.5, 0.5]


def latent_suppliers_spare_incomplete_groups(room):
    """Two groups in a row: the loss passes where neither has a further supplier."""
    openworld = room("openworld")
    supplies = rows(("x", "m", "r"), ("m", "t", "r"))
    how = openworld.Latent((0.0, 0.2, 0.5, 1.0), draws=20_000)
    engine = engine_of(room, supplies)
    found = openworld.open_world(engine, ["t"], {"x": ["x"], "m": ["m"]}, "renewal", how)
    x = found.names.index("x")
    assert found.closed.tolist() == [1, 1]
    assert found.expected[0.0].tolist() == [1, 1]
    assert found.expected[0.2][x] == pytest.approx(0.8 * 0.8, abs=0.01)
    assert found.expected[0.5][x] == pytest.approx(0.25, abs=0.01)
    assert found.expected[0.5][1 - x] == pytest.approx(0.5, abs=0.01)
    assert found.expected[1.0].tolist() == [0, 0]
    listed = {"dependent": ["m"], "role": ["r"], "complete": [True]}
    engine = engine_of(room, supplies, listed)
    found = openworld.open_world(engine, ["t"], {"x": ["x"]}, "renewal", how)
    assert found.expected[0.2][0] == pytest.approx(0.8, abs=0.01)


CHAIN = rows(
    ("litho", "fab", "tool"),
    ("fab", "new chip", "fabrication"),
    ("old fab", "old chip", "fabrication"),
    ("new chip", "cloud", "leading"),
    ("old chip", "cloud", "mature"),
    ("cloud", "app", "compute"),
    ("lab", "app", "weights"),
    kind=["tool", "supply", "supply", "supply", "supply", "infrastructure", "licence"],
    stock=[1.0, 0, 0, 0, 0, 0, 1.0],
    source=["f1", ("f2", "f3"), "f4", ("f5", ("f5", "f6")), "f6", (("f7", "f8"),), "f9"],
)
LEVELS = {
    "dependent": ["cloud", "cloud"],
    "role": ["leading", "mature"],
    "essentiality": [0.75, 0.25],
    "combination": ["linear", "linear"],
}


def flipped(room, supplies, requirements, remove, *, view="renewal", **extra):
    """Return the flips of one withdrawal for the app, by (assumption, about)."""
    engine = engine_of(room, supplies, requirements)
    asked = room("shocks").conditions(0.3, view)
    found = room("flips").flips(engine, remove, ["app"], asked, **extra)
    return found, {(row.assumption, row.about): row for row in found.rows}


def one_assumption_made_otherwise(room):
    """Without litho the fab stops, then the new chip, then three quarters of the cloud."""
    found, by = flipped(room, CHAIN, LEVELS, ["litho"])
    assert (found.figure, found.before, found.verdict) == ("unavoidable", 0.75, "")
    after = {key: row.after for key, row in by.items()}
    assert after.pop(("completeness", ("every incomplete group", "chance 0.2"))) == pytest.approx(
        0.75 * 0.8**4, abs=0.08
    )
    assert after.pop(("completeness", ("every incomplete group", "chance 0.5"))) == pytest.approx(
        0.75 * 0.5**4, abs=0.05
    )
    assert after == {
        ("stock", ("continuity view",)): 0,
        ("stock", ("stock of tool counted",)): 0,
        ("stock", ("stock of licence counted",)): 0.75,
        ("completeness", ("every incomplete group",)): 0,
        ("completeness", ("fab", "tool")): 0,
        ("completeness", ("new chip", "fabrication")): 0,
        ("completeness", ("cloud", "leading")): 0,
        ("completeness", ("app", "compute")): 0,
        ("qualification", ("cloud", "leading", "mature")): 0,
        ("fact", ("f1",)): 0,
        ("fact", ("f5",)): 0,
        ("fact", ("f7",)): 0,
        ("fact", ("f8",)): 0,
    }
    assert set(found.sole_facts) == {("f1",), ("f5",), ("f7",), ("f8",)}
    assert found.rows[-1].about == ("stock of licence counted",)


def levels_that_stand_in_weigh_what_they_did_apart(room):
    found, by = flipped(room, CHAIN, LEVELS, ["new chip"])
    assert found.before == 0.75
    assert by["qualification", ("cloud", "leading", "mature")].after == 0
    spare = rows(("spare", "app", "compute"), kind=["supply"], stock=[0], source=[None])
    two = {key: [*CHAIN[key], *spare[key]] for key in CHAIN}
    found, by = flipped(room, two, LEVELS, ["new chip"])
    assert (found.figure, found.before) == ("share_lost", 0.375)
    assert by["qualification", ("cloud", "leading", "mature")].after == 0.375
    engine = engine_of(room, CHAIN, LEVELS)
    rewiring = room("rewiring")
    merged = rewiring.merge_linear(engine.graph, [engine.graph.code["cloud"]])
    members = list(merged.graph.members(merged.joined[0]))
    suppliers = [merged.graph.names[merged.graph.relations.supplier[m]] for m in members]
    shares = merged.graph.relations.share[members].tolist()
    assert dict(zip(suppliers, shares, strict=True)) == {"new chip": 0.75, "old chip": 0.25}
    assert merged.graph.groups.essentiality[merged.joined[0]] == 1
    for code, where in enumerate(merged.group.tolist()):
        assert merged.graph.groups.dependent[where] == engine.graph.groups.dependent[code]
        assert merged.graph.groups.role[where] == engine.graph.groups.role[code]
    for code, where in enumerate(merged.relation.tolist()):
        assert merged.graph.relations.supplier[where] == engine.graph.relations.supplier[code]
        assert merged.graph.relations.share[where] == engine.graph.relations.share[code]


def a_fact_that_holds_the_only_target_leaves_none(room):
    _, by = flipped(room, rows(("x", "app", "r"), source=["f"]), None, ["x"])
    row = by["fact", ("f",)]
    assert (row.before, row.after, row.effect) == (1, None, 1)
    assert row.verdict_before == "unavoidable as recorded"
    assert row.verdict_after == ""


def asserted_completeness_is_part_of_the_verdict(room):
    supplies = rows(("x", "m", "r"), ("m", "app", "r"), source=["f", "g"])
    listed = {"dependent": ["m", "app"], "role": ["r", "r"], "complete": [True, True]}
    found, by = flipped(room, supplies, listed, ["x"])
    assert found.verdict == "structural"
    assert not any(row.flips for row in found.of("completeness"))
    assert not [
        key for key in by if key[0] == "completeness" and len(key[1]) == 2 and key[1][0] in "mapp"
    ]
    partly = {**listed, "complete": [True, False]}
    found, by = flipped(room, supplies, partly, ["x"])
    assert found.verdict == "unavoidable as recorded"
    assert by["completeness", ("app", "r")].after == 0


def who_needs_whom_more(room):
    """x serves t1 alone and half of t2; y serves the other half and u, which is no target."""
    supplies = rows(("x", "t1", "r"), ("x", "t2", "r"), ("y", "t2", "r"), ("y", "u", "r"))
    engine = engine_of(room, supplies)
    found = room("asymmetry").asymmetry(engine, {"t1": 1, "t2": 3}, "node", "renewal")
    # Without x: .25 * 1 + .75 * .5. Its custom is half t1, half t2: .25 * .5 + .75 * .5.
    assert found["x"] == pytest.approx(0.625 - 0.5)
    assert found["y"] == pytest.approx(0.75 * 0.5 - 0.75 * 0.5)
    assert found["u"] == 0
    assert found["t2"] == pytest.approx(0.75)
    both = room("asymmetry").asymmetry(
        engine, {"t1": 1, "t2": 3}, {"both": ["x", "y", "u"]}, "renewal"
    )
    assert both["both"] == pytest.approx(1 - (0.5 + 0.375) / 2)


def the_reversed_graph_makes_customers_inputs(room):
    supplies = rows(
        ("x", "t1", "r"),
        ("x", "t1", "s"),
        ("x", "t2", "r"),
        share=[None] * 3,
        source=["f", "g", "h"],
    )
    engine = engine_of(room, supplies)
    mirror = room("reversal").reversed_graph(engine.graph)
    assert set(mirror.relation_code) == {("t1", "x", "customer"), ("t2", "x", "customer")}
    assert mirror.kinds == ("customer",)
    assert mirror.relations.share.tolist() == [0.5, 0.5]
    assert mirror.relations.source[mirror.relation_code["t1", "x", "customer"]] == ("f", "g")
    assert not mirror.groups.sourced.any()
    assert mirror.names == engine.graph.names


def details_of_a_name(room):
    """a serves t with .5; b and c are one firm's; a takes 4 months to replace there, 9 in u."""
    supplies = rows(
        ("a", "t", "r"),
        ("b", "t", "r"),
        ("c", "t", "r"),
        ("a", "u", "r"),
        ("d", "u", "r"),
        share=[0.5, 0.2, 0.3, None, None],
        replacement_months=[4, None, 7, 9, None],
    )
    nodes = {
        "node": ["b", "c", "t"],
        "controller": ["B", "B", None],
        "jurisdiction": [None, None, "NL"],
    }
    graph = room("graph").DependencyGraph.from_frame(supplies, nodes=nodes)
    result = graph.chokepoints({"t": 3, "u": 1})
    t, u = result.concentration("a")
    assert (t.dependent, t.own, t.hhi, t.cr3) == ("t", 0.5, 0.5, 1)
    assert (u.dependent, u.own, u.hhi, u.cr3) == ("u", 0.5, None, None)
    (only,) = result.concentration("b")
    assert (only.own, only.hhi) == (0.5, 0.5)
    replacement = result.replacement("a")
    assert (replacement.months, replacement.stated, replacement.supplies) == (9, 2, 2)
    assert result.replacement("d").months is None
    frame = result.by_attribute("a", "jurisdiction")
    assert frame["value"].tolist() == ["NL", None]
    assert frame["weight"].tolist() == [0.75, 0.25]
    assert frame["share_lost"].tolist() == [0.5, 0.5]
    assert frame["share_lost_surge"].tolist() == pytest.approx([0.35, 0.35])
    assert frame["unavoidable"].tolist() == [0, 0]
    assert math.isclose(float((frame["weight"] * frame["share_lost"]).sum()), 0.5)


CHECKS = [
    what_one_source_says_stands_or_falls_together,
    premises_hold_together_and_grounds_are_alternatives,
    shares_are_drawn_around_the_recorded_ones,
    what_is_left_of_a_group_shares_it,
    a_member_without_share_counts_when_nothing_else_is_left,
    a_relation_that_is_not_there_neither_serves_nor_fails,
    a_target_without_any_supply_left_is_none,
    intervals_are_the_middle_of_the_draws,
    ranks_follow_unavoidable_then_surge_then_short,
    latent_suppliers_spare_incomplete_groups,
    one_assumption_made_otherwise,
    levels_that_stand_in_weigh_what_they_did_apart,
    a_fact_that_holds_the_only_target_leaves_none,
    asserted_completeness_is_part_of_the_verdict,
    who_needs_whom_more,
    the_reversed_graph_makes_customers_inputs,
    details_of_a_name,
]
