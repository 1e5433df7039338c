"""What sanctions and prices come to in graphs small enough to work out by hand.

Checks as in `scenario_numbers`: each takes a function from a module's name to the module.
"""

import itertools
import math

import numpy as np
import pytest

from tests.chokepoints.scenario_numbers import graph_of, losses, play


def traded_graph(room, **columns):
    """Return us -> nl -> tw -> cn: 0.3 of nl's tools, half of tw's machines, 0.8 of cn1's chips."""
    needs = {
        "dependent": ["nl", "nl", "tw"],
        "role": ["tool", "labour", "machine"],
        "cost_share": columns.get("cost_share", [None] * 3),
    }
    return graph_of(
        room,
        [
            ("us", "nl", "tool", "supply", 0.3, 0.0), ("jp", "nl", "tool", "supply", 0.7, 0.0),
            ("nl", "tw", "machine", "supply", 0.5, 0.0), ("jp", "tw", "machine", "supply", 0.5, 0.0),
            ("tw", "cn1", "chip", "supply", 0.8, 0.25), ("jp", "cn1", "chip", "supply", 0.2, 0.0),
            ("us", "cn2", "cloud", "infrastructure", 0.5, 0.0),
            ("cn1", "cn2", "cloud", "infrastructure", 0.5, 0.0),
            ("cn1", "cn3", "cloud", "infrastructure", 1.0, 0.0),
            ("staff", "nl", "labour", "supply", 1.0, 0.0),
        ],
        {
            "node": ["us", "nl", "jp", "tw", "cn1", "cn2", "cn3", "staff"],
            "jurisdiction": ["US", "NL", "JP", "TW", "CN", "CN", "CN", "NL"],
            "controller": [None, None, None, None, "firm", "firm", "other", None],
        },
        needs,
    )  # fmt: skip


def a_sanction_covers_what_is_made_from_the_origin(room):
    graph = traded_graph(room)
    direct = {"cn2": 0.5}
    assert losses(play(room, graph, "sanction:US->CN")) == direct
    assert losses(play(room, graph, "sanction:US->CN:0.31")) == direct
    # nl holds .3 from the US, so half of what tw has is covered; of cn1's chips .8 come from tw.
    # cn1 then is covered too: it no longer serves cn3, and goes on serving its own firm's cn2.
    expected = {"cn1": 0.8, "cn2": 0.5 + 0.5 * 0.8, "cn3": 1}
    assert losses(play(room, graph, "sanction:US->CN:0.3")) == expected
    assert losses(play(room, graph, "sanction:US->CN:0.81")) == direct
    held = play(room, graph, "sanction:US->CN:0.3", view="continuity")
    assert losses(held) == {"cn1": 0.6, "cn2": 0.8, "cn3": 1}
    taken = play(room, graph, "sanction:US->CN:0.3:retroactive", view="continuity")
    assert losses(taken) == expected


def known_costs_make_the_origin_share_a_value_content(room):
    # .5 of nl's cost are tools and .3 of these are from the US: .15 of its value.
    graph = traded_graph(room, cost_share=[0.5, 0.2, None])
    assert losses(play(room, graph, "sanction:US->CN:0.2")) == {"cn2": 0.5}
    assert losses(play(room, graph, "sanction:US->CN:0.15"))["cn1"] == 0.8
    half_known = traded_graph(room, cost_share=[0.5, None, None])
    assert losses(play(room, half_known, "sanction:US->CN:0.2"))["cn1"] == 0.8


def one_role_alone_must_reach_the_threshold(room):
    graph = graph_of(
        room,
        [("us", "nl", "tool", "supply", 0.2, 0.0), ("jp", "nl", "tool", "supply", 0.8, 0.0),
         ("us", "nl", "code", "supply", 0.25, 0.0), ("jp", "nl", "code", "supply", 0.75, 0.0),
         ("nl", "cn", "chip", "supply", 1.0, 0.0)],
        {"node": ["us", "jp", "nl", "cn"], "jurisdiction": ["US", "JP", "NL", "CN"]},
    )  # fmt: skip
    assert losses(play(room, graph, "sanction:US->CN:0.25")) == {"cn": 1}
    assert losses(play(room, graph, "sanction:US->CN:0.26")) == {}


def unknown_jurisdictions_are_bounds(room):
    graph = graph_of(
        room,
        [("us", "cn", "r", "api", 0.5, 0.0), ("who", "cn", "r", "api", 0.25, 0.0),
         ("jp", "cn", "r", "api", 0.25, 0.0), ("us", "where", "r", "api", 1.0, 0.0),
         ("jp", "elsewhere", "r", "api", 1.0, 0.0)],
        {"node": ["us", "jp", "cn"], "jurisdiction": ["US", "JP", "CN"]},
    )  # fmt: skip
    scenario = play(room, graph, "sanction:US->CN", targets=["cn", "where"])
    assert (scenario.lost, scenario.lost_at_most) == (0.25, 0.5 * 0.75 + 0.5)
    found = {(each.node, each.why) for each in scenario.undetermined}
    assert found == {("who", "supplier"), ("where", "user")}
    frame = scenario.to_frame()
    assert frame["name"].tolist() == ["cn", "where"]
    assert frame["service_lost_at_most"].tolist() == [0.75, 1.0]


def priced_graph(room, substitution):
    return graph_of(
        room,
        [("a", "t", "r", "supply", 0.5, 0.0), ("b", "t", "r", "supply", 0.5, 0.0),
         ("c", "t", "s", "supply", 1.0, 0.0)],
        None,
        {"dependent": ["t"], "role": ["r"], "cost_share": [0.4], "substitution": [substitution]},
    )  # fmt: skip


def a_price_passes_through_alternatives(room):
    """P = (.5 2^(1-s) + .5)^(1/(1-s)) for a price twice as high; q = 1 + .4 (P - 1)."""
    double = room("verbs").Price("a", math.log(2))
    expected = {0.0: 1.5, 0.5: (0.5 * 2**0.5 + 0.5) ** 2, 1.0: 2**0.5, 2.0: 4 / 3, math.inf: 1.0}
    for substitution, index in expected.items():
        scenario = play(room, priced_graph(room, substitution), double, targets=["t", "c"])
        assert scenario.mean_price_change == pytest.approx(0.5 * 0.4 * (index - 1), abs=1e-12)
        assert scenario.price_changes.get("t", 0) == pytest.approx(0.4 * (index - 1), abs=1e-12)
        assert scenario.lost == 0
    near = play(room, priced_graph(room, 1 + 1e-9), double).price_changes["t"]
    assert near == pytest.approx(0.4 * (2**0.5 - 1), rel=1e-8)
    halved = play(room, priced_graph(room, math.inf), "price:a:-0.6931471805599453")
    assert halved.price_changes["t"] == pytest.approx(0.4 * -0.5)


def a_price_of_its_own_comes_on_top_of_costs(room):
    double = [room("verbs").Price(name, math.log(2)) for name in "abt"]
    scenario = play(room, priced_graph(room, 0.7), *double, targets=["t"])
    assert scenario.mean_price_change == pytest.approx(2 * (1 + 0.4) - 1)
    assert scenario.to_frame()["price_change"].tolist() == pytest.approx([1.8])


def prices_in_fixed_proportions_are_the_leontief_price_model(room):
    """Miller and Blair: q = (I - A')^-1 v; wages of sector 0 twice as high cost it .65 more."""
    technical = np.array([[0.15, 0.25], [0.20, 0.05]])
    value_added = 1 - technical.sum(axis=0)
    rows, needs = [], {"dependent": [], "role": [], "cost_share": []}
    for i, j in itertools.product(range(2), repeat=2):
        supplier = f"sector {i}" if i != j else f"branch {i}"
        rows.append((supplier, f"sector {j}", f"input {i}", "supply", 1.0, 0.0))
        for key, value in zip(needs, (f"sector {j}", f"input {i}", technical[i, j]), strict=True):
            needs[key].append(value)
    for i in range(2):
        rows.append((f"sector {i}", f"branch {i}", "own", "supply", 1.0, 0.0))
        rows.append((f"labour {i}", f"sector {i}", "labour", "supply", 1.0, 0.0))
        for dependent, role, cost in ((f"branch {i}", "own", 1.0), (f"sector {i}", "labour", None)):
            for key, value in zip(needs, (dependent, role, cost), strict=True):
                needs[key].append(value_added[i] if value is None else value)
    graph = graph_of(room, rows, None, needs)
    found = play(room, graph, room("verbs").Price("labour 0", math.log(2))).price_changes
    expected = np.linalg.solve(np.eye(2) - technical.T, value_added * [2, 1]) - 1
    assert found[["sector 0", "sector 1"]].tolist() == pytest.approx(expected.tolist(), abs=1e-11)
    assert expected == pytest.approx([1.2541 * 0.65, 0.3300 * 0.65], abs=5e-5)


CHECKS = [
    a_sanction_covers_what_is_made_from_the_origin,
    known_costs_make_the_origin_share_a_value_content,
    one_role_alone_must_reach_the_threshold,
    unknown_jurisdictions_are_bounds,
    a_price_passes_through_alternatives,
    a_price_of_its_own_comes_on_top_of_costs,
    prices_in_fixed_proportions_are_the_leontief_price_model,
]
