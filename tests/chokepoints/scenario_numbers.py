"""What the verbs of a scenario come to in graphs small enough to work out by hand.

Each check takes a function from the name of a module of the room to the module, so that the same
checks judge the room and its seeded mutants.
"""

import itertools
import math

import pytest


def graph_of(room, rows, nodes=None, needs=None):
    """Return the graph of rows (supplier, dependent, role, kind, share, stock)."""
    names = ("supplier", "dependent", "role", "kind", "share", "stock")
    table = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return room("graph").DependencyGraph.from_frame(table, needs, nodes)


def play(room, graph, *verbs, targets=None, surge=0.0, view="renewal", clauses=None):
    asked = room("shocks").conditions(surge, view)
    return room("scenario").play(graph.engine, verbs, targets, asked, clauses=clauses)


def losses(scenario):
    """Return the loss of the nodes that lose anything, to nine digits."""
    lost = 1 - scenario.service
    return {name: round(value, 9) for name, value in lost.items() if value}


OWNED = {
    "node": ["a", "b", "c", "F"],
    "controller": ["F", "F", "G", None],
    "jurisdiction": ["US", "CN", "US", None],
}


def owned_graph(room):
    return graph_of(
        room,
        [
            ("a", "t1", "r", "api", 0.6, 0.0), ("b", "t1", "r", "api", 0.4, 0.0),
            ("a", "t2", "r", "data", 0.5, 1.0), ("c", "t2", "r", "api", 0.5, 0.0),
            ("F", "t3", "r", "api", 1.0, 0.0),
        ],
        OWNED,
    )  # fmt: skip


def removing_a_set_caps_all_its_nodes(room):
    graph, targets = owned_graph(room), {"t1": 2, "t2": 1, "t3": 1}
    assert losses(play(room, graph, "remove:US")) == {"a": 1, "c": 1, "t1": 0.6, "t2": 1}
    assert losses(play(room, graph, "remove:G=0.5")) == {"c": 0.5, "t2": 0.25}
    scenario = play(room, graph, "remove:F", targets=targets)
    assert losses(scenario) == {"F": 1, "t3": 1}
    assert scenario.meanings == (
        "F (the node, not the controller of 2 further nodes) keeps 0 of its service",
    )
    scenario = play(room, graph, "remove:controller:F=0.5", targets=targets)
    assert losses(scenario) == {"a": 0.5, "b": 0.5, "t1": 0.5, "t2": 0.25}
    assert scenario.lost == pytest.approx(0.5 * 0.5 + 0.25 * 0.25)
    assert scenario.meanings == ("F (controller of 2 nodes) keeps 0.5 of its service",)


def of_several_caps_the_lowest_counts(room):
    graph = owned_graph(room)
    verbs = ["remove:a=0.8", "remove:controller:F=0.3", "remove:b=0.1", "remove:US=0.9"]
    expected = {"a": 0.7, "b": 0.9, "c": 0.1, "t1": 0.78, "t2": 0.4}
    for ordered in itertools.permutations(verbs):
        assert losses(play(room, graph, *ordered, *ordered)) == expected


def cutting_goes_by_kind_supplier_and_owner(room):
    graph = owned_graph(room)
    assert losses(play(room, graph, "cut:api:a")) == {"t1": 0.6}
    assert losses(play(room, graph, "cut:*:a")) == {"t1": 0.6, "t2": 0.5}
    assert losses(play(room, graph, "cut:*:a:t2")) == {"t2": 0.5}
    assert losses(play(room, graph, "cut:*:F", view="continuity")) == {"t1": 1, "t2": 0.5, "t3": 1}
    assert losses(play(room, graph, "cut:api:US")) == {"t1": 0.6, "t2": 0.5}
    assert play(room, graph, "cut:data:b").meanings == (
        "supplies from b (the node) ended: 0 supplies of the kind data",
    )


def licensed_graph(room):
    """Return a licence with three holders who keep 0.4, all and nothing, and what they serve."""
    return graph_of(
        room,
        [
            ("owner", "terms", "licensor", "licence", 1.0, 0.0),
            ("terms", "o", "licenceTerms", "licence", 1.0, 0.4),
            ("terms", "p", "licenceTerms", "licence", 1.0, 1.0),
            ("terms", "q", "licenceTerms", "licence", 1.0, 0.0),
            ("terms", "v", "forum", "data", 1.0, 0.0),
            ("o", "u1", "model", "api", 1.0, 0.0),
            ("p", "u2", "model", "derivation", 0.7, 1.0), ("x", "u2", "model", "api", 0.3, 0.0),
            ("q", "u3", "model", "api", 1.0, 0.0),
        ],
        {
            "node": ["o", "p", "q", "u1", "u2", "u3", "x"],
            "users": [800e6, 100e6, None, 5, 6, 7, None],
            "commercial": [None, None, None, True, False, None, True],
            "sector": [None, None, None, "war", "law", ["law", "war"], None],
            "jurisdiction": ["US", "US", "CN", "US", "CN", None, "CN"],
        },
    )  # fmt: skip


def a_retroactive_clause_goes_through_the_stock_and_others_do_not(room):
    graph = licensed_graph(room)
    everything = {"o": 1, "p": 1, "q": 1, "u1": 1, "u2": 0.7, "u3": 1}
    for clause, view in itertools.product(("revoked", "closed"), ("renewal", "continuity")):
        found = losses(play(room, graph, f"licence:terms:{clause}", view=view))
        if view == "renewal":
            assert found == everything
        elif clause == "revoked":  # u2 holds the weights of p
            assert found == {"o": 1, "p": 1, "q": 1, "u1": 1, "u3": 1}
        else:
            assert found == {"o": 0.6, "q": 1, "u1": 0.6, "u3": 1}


def a_stock_is_not_counted_twice_when_the_supplier_stops_too(room):
    """max(0, f) is f whether the licence stands or not; e max(y, f) with e = f would be f^2."""
    graph = licensed_graph(room)
    alone = losses(play(room, graph, "licence:terms:closed", view="continuity"))
    both = losses(play(room, graph, "licence:terms:closed", "remove:terms", view="continuity"))
    assert both["o"] == alone["o"] == 0.6
    twice = play(room, graph, "licence:terms:closed", "cut:*:terms:o", view="continuity")
    assert losses(twice)["o"] == 1


def a_clause_bears_on_those_it_describes(room):
    graph, verbs, clause = licensed_graph(room), room("verbs"), room("clause")
    weights = {"o": 1, "p": 1, "q": 2}
    cap = clause.Clause("cap", {"users": "> 700e6"}, retroactive=True)
    scenario = play(room, graph, verbs.Licence("terms", cap), targets=weights)
    assert losses(scenario) == {"o": 1, "u1": 1}
    assert (scenario.lost, scenario.lost_at_most) == (0.25, 0.75)
    assert [(each.node, each.column) for each in scenario.undetermined] == [("q", "users")]
    below = clause.Clause("small", {"users": "<= 1e8", "jurisdiction": {"US"}})
    assert losses(play(room, graph, verbs.Licence("terms", below))) == {"p": 1, "u2": 0.7}
    # q is spared for sure: whatever its number of users, it is not in the US.
    assert play(room, graph, verbs.Licence("terms", below)).undetermined == ()
    both = clause.Clause("not US", {"jurisdiction": "!= US"})
    assert losses(play(room, graph, verbs.Licence("terms", both))) == {"q": 1, "u3": 1}


def a_clause_may_be_about_the_users_of_the_holders(room):
    graph = licensed_graph(room)
    targets = ["u1", "u2", "u3"]
    scenario = play(room, graph, "licence:terms:non-commercial:users", targets=targets)
    assert losses(scenario) == {"u1": 1}
    assert scenario.lost == pytest.approx(1 / 3)
    assert scenario.lost_at_most == pytest.approx(2 / 3)
    assert [each.node for each in scenario.undetermined] == ["u3"]
    assert losses(play(room, graph, "licence:terms:field:war:users")) == {"u1": 1, "u3": 1}
    regional = play(room, graph, "licence:terms:region:CN:users", view="continuity")
    assert losses(regional) == {}
    held = play(room, graph, "licence:terms:region:CN:retroactive:users", view="continuity")
    assert losses(held) == {"u2": 0.7}


def an_added_requirement_is_needed_like_any_other(room):
    graph, verbs, clause = licensed_graph(room), room("verbs"), room("clause")
    told = {"where": {"jurisdiction": ["US"]}, "effect": "add requirement", "requires": ["x"]}
    audit = verbs.Licence("terms", clause.Clause.read("audit", told))
    assert losses(play(room, graph, audit)) == {}
    stopped = play(room, graph, audit, "remove:x=0.2")
    assert losses(stopped) == {"x": 0.8, "o": 0.8, "p": 0.8, "u1": 0.8, "u2": 0.8}
    held = play(room, graph, audit, "remove:x=0.2", view="continuity")
    assert losses(held) == {"x": 0.8, "o": 0.6, "u1": 0.6, "u2": 0.24}
    strict = verbs.Licence("terms", clause.Clause.read("audit", told | {"retroactive": True}))
    again = play(room, graph, strict, audit, "remove:x=0.2", view="continuity")
    assert losses(again) == {"x": 0.8, "o": 0.8, "p": 0.8, "u1": 0.8, "u2": 0.24}
    nobody = clause.Clause.read("audit", told | {"requires": []})
    unknown = play(room, graph, verbs.Licence("terms", nobody))
    assert losses(unknown) == {}
    assert len(unknown.trial.imposed().engine.graph.unknown) == 2


def pooled_graph(room):
    return graph_of(
        room,
        [("a", "t", "r", "api", 0.5, 0.0), ("b", "t", "r", "api", 0.3, 0.0),
         ("c", "t", "r", "api", 0.2, 0.0), ("d", "u", "r", "data", 1.0, 1.0),
         ("b", "u", "s", "api", 1.0, 0.0)],
    )  # fmt: skip


def the_loss_is_shared_out_among_its_causes(room):
    graph = pooled_graph(room)
    scenario = play(room, graph, "remove:a", "remove:b", "remove:c", targets=["t"], surge=math.inf)
    frame = scenario.by_cause()
    assert frame["verb"].tolist() == ["remove:a", "remove:b", "remove:c"]
    assert frame["lost_alone"].tolist() == [0, 0, 0]
    assert frame["lost_jointly"].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    # With surge 1 what is left can double: neither alone takes anything, together they leave .4.
    frame = play(room, graph, "remove:a", "remove:b", targets=["t"], surge=1.0).by_cause()
    assert frame["lost_jointly"].tolist() == pytest.approx([0.3, 0.3])
    uneven = play(room, graph, "remove:a", "remove:b", targets=["t", "u"]).by_cause()
    assert uneven["lost_alone"].tolist() == pytest.approx([0.25, 0.65])
    assert uneven["lost_jointly"].tolist() == pytest.approx([0.25, 0.65])


def alternatives_carry_what_is_left(room):
    graph = pooled_graph(room)
    frame = play(room, graph, "remove:a", targets=["t"], surge=0.3).alternatives()
    assert frame["supplier"].tolist() == ["b", "c"]
    assert frame["load_before"].tolist() == pytest.approx([0.3, 0.2])
    assert frame["load_after"].tolist() == pytest.approx([0.6, 0.4])
    assert frame["carried"].tolist() == pytest.approx([0.39, 0.26])
    assert frame["overloaded"].tolist() == [True, True]
    capped = play(room, graph, "remove:a", "remove:c=0.5", surge=1.0).alternatives()
    assert capped["load_after"].tolist() == pytest.approx([0.75, 0.25])
    assert capped["carried"].tolist() == pytest.approx([0.6, 0.2])
    assert capped["overloaded"].tolist() == [True, False]
    endless = play(room, graph, "remove:a", "cut:*:b", surge=math.inf).alternatives()
    assert endless.to_dict("list") == {
        "supplier": ["c"], "dependent": ["t"], "role": ["r"], "load_before": [0.2],
        "load_after": [1.0], "carried": [1.0], "overloaded": [False],
    }  # fmt: skip
    assert len(play(room, graph, "remove:a", targets=["u"]).alternatives()) == 0


def the_cut_is_no_larger_than_needed(room):
    graph = pooled_graph(room)
    verbs = ("remove:a", "cut:api:b:t", "remove:c", "remove:d", "cut:*:b:u")
    scenario = play(room, graph, *verbs, targets=["t", "u"])
    supply = room("needed").Supply
    assert scenario.cut("t") == {"a", "c", supply("b", "t", "r")}
    assert scenario.cut("u") in ({"d"}, {supply("b", "u", "s")})
    assert scenario.cut() == scenario.cut("t") | scenario.cut("u")
    assert play(room, graph, "remove:a", targets=["t"]).cut() == frozenset()
    twice = play(room, graph, "remove:d", "cut:*:d", "remove:a", targets=["u"])
    assert twice.cut() in ({"d"}, {supply("d", "u", "r")})
    kept = play(room, graph, *verbs, targets=["t", "u"], view="continuity")
    assert kept.cut("u") == {supply("b", "u", "s")}


def views_and_horizons_are_shown_together(room):
    graph = pooled_graph(room)
    verbs = ("remove:a", "remove:d")
    frame = play(room, graph, *verbs, targets=["t", "u"], surge=0.4).horizons()
    assert frame["view"].tolist() == ["renewal"] * 3 + ["continuity"] * 3
    assert frame["surge"].tolist() == [0, 0.4, math.inf] * 2
    assert frame["lost"].tolist() == pytest.approx([0.75, 0.65, 0.5, 0.25, 0.15, 0])
    assert frame["exposure"].tolist() == [1, 1, 1, 0.5, 0.5, 0.5]
    assert frame["lost_at_most"].tolist() == frame["lost"].tolist()


def draws_of_the_evidence_meet_the_same_shock(room):
    """t has a and b, half and half; the fact on b holds in half of the draws. c is not uncertain."""
    graph = room("graph").DependencyGraph.from_frame(
        {
            "supplier": ["a", "b", "c"], "dependent": ["t", "t", "u"], "role": ["r", "r", "r"],
            "source": ["f", "g", "h"], "kind": ["api", "api", "licence"], "stock": [0, 0, 0.4],
        }
    )  # fmt: skip
    clusters = {"f": [("s1", 1.0)], "g": [("s2", 0.5)], "h": [("s3", 1.0)]}
    drawing = room("drawing")
    how = drawing.Resampling(draws=400, clusters=clusters)
    evidence = drawing.resample(graph.engine.graph, how)
    verbs = ("cut:*:a", "licence:c:closed")
    scenario = play(room, graph, *verbs, targets=["t", "u"], surge=1.0, view="continuity")
    found = scenario.sample(evidence)
    assert found.point.tolist() == [pytest.approx([0.55, 0.3, 0.3])]
    absent = evidence.draws.absent[graph.engine.graph.relation_code["b", "t", "r"]]
    assert found.lost[0][absent].max(axis=0).tolist() == pytest.approx([0.8] * 3)
    assert found.lost[0][~absent][:, 2].tolist() == pytest.approx([0.3] * int((~absent).sum()))
    audit = room("clause").Clause("audit", effect="add requirement", requires=("b",))
    asked = (room("verbs").Licence("c", audit), "remove:b")
    grown = play(room, graph, *asked, targets=["u"]).sample(evidence)
    assert (grown.lost == 1).all()
    spared = play(room, graph, asked[0], targets=["u"]).sample(evidence)
    assert (spared.lost == 0).all()


CHECKS = [
    removing_a_set_caps_all_its_nodes,
    of_several_caps_the_lowest_counts,
    cutting_goes_by_kind_supplier_and_owner,
    a_retroactive_clause_goes_through_the_stock_and_others_do_not,
    a_stock_is_not_counted_twice_when_the_supplier_stops_too,
    a_clause_bears_on_those_it_describes,
    a_clause_may_be_about_the_users_of_the_holders,
    an_added_requirement_is_needed_like_any_other,
    the_loss_is_shared_out_among_its_causes,
    alternatives_carry_what_is_left,
    the_cut_is_no_larger_than_needed,
    views_and_horizons_are_shown_together,
    draws_of_the_evidence_meet_the_same_shock,
]
