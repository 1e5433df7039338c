"""What a table of figures must say, as checks of a DependencyGraph class and of any engine.

Each check takes the class and the reference implementation, so that the same checks judge numpy,
compiled loops and their seeded mutants.
"""

import math
import random

COLUMNS = ("reach", "share_lost", "share_lost_surge", "unavoidable")
NEAR = 1e-9


def random_tables(seed, *, n_nodes=9, n_groups=12, cyclic=False):
    """Return supplies and requirements as lists of rows, with everything that groups can have."""
    draw = random.Random(seed)
    names = [f"n{i:02d}" for i in range(n_nodes)]
    supplies, requirements, seen = [], [], set()
    for _ in range(n_groups):
        place, role = draw.randrange(1, n_nodes), draw.choice("rstu")
        if (place, role) in seen:
            continue
        seen.add((place, role))
        pool = [name for name in names if name != names[place]] if cyclic else names[:place]
        chosen = draw.sample(pool, min(len(pool), draw.choice([1, 1, 2, 3, 4])))
        weights = [draw.random() + 0.05 for _ in chosen]
        stated = draw.random() < 0.5
        supplies += [
            {
                "supplier": name,
                "dependent": names[place],
                "role": role,
                "share": weight / sum(weights) if stated else None,
                "stock": draw.choice([0, 0, 0, 0.4, 1]),
                "kind": draw.choice(["api", "data", "licence"]),
                "revocable_by": draw.choice([True, None]),
            }
            for name, weight in zip(chosen, weights, strict=True)
        ]
        if draw.random() < 0.5:
            requirements.append(
                {
                    "dependent": names[place],
                    "role": role,
                    "essentiality": draw.choice([0, 0.4, 0.9, 1, 1]),
                    "combination": draw.choice(["essential", "essential", "linear"]),
                    "surge": draw.choice([None, None, 0.0, 0.5, math.inf]),
                    "complete": draw.choice([True, False]),
                }
            )
    return supplies, requirements


def columns(rows):
    """Return rows as the columns that from_frame takes."""
    return {key: [row[key] for row in rows] for key in rows[0]}


def build(graph_class, supplies, requirements):
    return graph_class.from_frame(
        columns(supplies), columns(requirements) if requirements else None
    )


def tables_agree_with_the_reference(graph_class, reference, seeds=range(8)):
    for seed in seeds:
        supplies, needs = random_tables(seed, cyclic=seed % 2 == 1)
        graph, rows = build(graph_class, supplies, needs), reference.Rows(supplies, needs)
        names = sorted(rows.names)
        targets = {name: 1.0 + i for i, name in enumerate(names[-4:])}
        for view in ("renewal", "continuity"):
            result = graph.chokepoints(targets, surge=0.3, view=view, max_order=1)
            for row in result.rows:
                expected = [reference.reach(rows, targets, [row.name], view)]
                for surge in (0.0, 0.3, math.inf):
                    shock = {"remove": [row.name], "surge": surge, "view": view}
                    expected.append(reference.loss(rows, targets, **shock))
                got = [getattr(row, column) for column in COLUMNS]
                assert max(abs(a - b) for a, b in zip(got, expected, strict=True)) < NEAR
                own = [r for r in supplies if r["revocable_by"] and r["supplier"] == row.name]
                cut = {(r["supplier"], r["dependent"], r["role"]): 0.0 for r in own}
                lost = reference.loss(rows, targets, relation_caps=cut, view=view)
                assert abs(row.leverage - lost) < NEAR


def sets_of_nodes_withdraw_together(graph_class, reference):
    supplies, needs = random_tables(20, n_nodes=14, n_groups=22)
    graph, rows = build(graph_class, supplies, needs), reference.Rows(supplies, needs)
    names = sorted(rows.names)
    sets = {f"firm {i}": names[i : i + 3] for i in range(0, len(names) - 3, 2)}
    result = graph.chokepoints(names[-5:], by=sets, max_order=1)
    for row in result.rows:
        targets = dict.fromkeys(names[-5:], 1.0)
        assert abs(row.reach - reference.reach(rows, targets, sets[row.name])) < NEAR
        assert abs(row.share_lost - reference.loss(rows, targets, remove=sets[row.name])) < NEAR


def proof_chain(graph_class):
    """x makes a alone; a or y makes b; t needs b, by linear halves also c, which z makes."""
    table = {
        "supplier": ["x", "a", "y", "b", "z", "c"],
        "dependent": ["a", "b", "b", "t", "c", "t"],
        "role": ["r", "r", "r", "r", "r", "s"],
        "share": [1, 0.6, 0.4, 1, 1, 1],
        "kind": ["supply", "api", "data", "licence", "hosting", "platform"],
        "stock": [0, 0, 0, 0.5, 0, 0],
    }
    needs = {"dependent": ["t"], "role": ["s"], "essentiality": [0.25], "combination": ["linear"]}
    return graph_class.from_frame(table, needs)


def the_kinds_lie_on_the_proof(graph_class, reference):
    graph = proof_chain(graph_class)
    kinds = {row.name: row.kind for row in graph.chokepoints({"t": 1}).rows}
    assert kinds == {
        "x": "api, licence, supply", "a": "api, licence", "y": "data, licence", "b": "licence",
        "z": "hosting, platform", "c": "platform", "t": "",
    }  # fmt: skip
    row = graph.chokepoints({"t": 1}, view="continuity").row("x")
    assert (row.share_lost, row.unavoidable, row.kind) == (0.5, 0, "api, licence, supply")


def a_removal_of_a_target_proves_nothing_else(graph_class, reference):
    graph = proof_chain(graph_class)
    result = graph.chokepoints({"t": 1, "b": 1, "c": 2})
    assert [result.row(name).kind for name in "tbc"] == ["", "licence", "platform"]
    assert [result.row(name).share_lost for name in "tbc"] == [0.25, 0.5, 0.5625]
    assert [result.row(name).order for name in "xabz"] == [2, 2, 1, 1]


def more_kinds_than_a_byte_holds(graph_class, reference):
    names = [f"n{i:02d}" for i in range(70)]
    table = {
        "supplier": names[:-1], "dependent": names[1:], "role": ["r"] * 69,
        "kind": [f"k{i:02d}" for i in range(69)],
    }  # fmt: skip
    result = graph_class.from_frame(table).chokepoints([names[-1]], max_order=1)
    assert result.row("n66").kind == "other kinds"
    assert result.row("n61").kind == "k61, k62, other kinds"
    assert result.row("n54").kind == "k54, k55, k56, k57, k58, k59, k60, k61, k62, other kinds"


def slow_cycle(graph_class, share):
    """a depends on x a little and on b for the rest, b on a; c and d likewise, with a stock."""
    table = {
        "supplier": ["x", "b", "a", "b", "x", "d", "c", "d"],
        "dependent": ["a", "a", "b", "t", "c", "c", "d", "t"],
        "role": ["r", "r", "r", "r", "r", "r", "r", "s"],
        "share": [share, 1 - share, 1, 1, share, 1 - share, 1, 1],
        "stock": [0, 0, 0, 0, 0, 0.75, 0, 0],
        "revocable_by": [True, None, None, None, True, None, None, None],
    }
    needs = {"dependent": ["t"], "role": ["s"], "essentiality": [0.9], "combination": ["essential"]}
    return graph_class.from_frame(table, needs)


def slow_cycles_settle(graph_class, reference):
    """All is lost a little at a time: by a and b; by d only until the stock covers the rest."""
    for share in (1e-2, 1e-5):
        graph = slow_cycle(graph_class, share)
        row = graph.chokepoints({"t": 1}, max_order=1).row("x")
        assert abs(row.share_lost - 1) < NEAR
        assert abs(row.leverage - 1) < NEAR
        assert row.unavoidable == 0
        row = graph.chokepoints({"d": 1}, view="continuity", max_order=1).row("x")
        assert abs(row.share_lost - (share + (1 - share) * 0.25)) < NEAR


def a_ring_of_many_settles(graph_class, reference):
    """Of a ring one node has 10 % from outside, which is lost to all in the end, and to t."""
    n = 9
    for step in (1, n - 1):
        table = {
            "supplier": [f"n{i}" for i in range(n)] + ["x", f"n{(5 - step) % n}"],
            "dependent": [f"n{(i + step) % n}" for i in range(n)] + ["n5", "t"],
            "role": ["r"] * (n + 2),
            "share": [0.9 if (i + step) % n == 5 else 1 for i in range(n)] + [0.1, 1],
        }
        row = graph_class.from_frame(table).chokepoints(["t"], max_order=1).row("x")
        assert abs(row.share_lost - 1) < NEAR
        assert row.share_lost_surge == 0


def with_a_prop(table, needs, node, back):
    """Add u and v, each of which needs the other, u also ``node``, and ``back`` a little of u.

    What u and v once lose they never get back: a loss that went too far would stay there.
    """
    table["supplier"] += ["v", "u", node, "u"]
    table["dependent"] += ["u", "v", "u", back]
    table["role"] += ["p", "p", "q", "q"]
    needs["dependent"] += [back]
    needs["role"] += ["q"]
    needs["essentiality"] += [1e-3]
    needs["combination"] += ["linear"]
    for column, value in (("share", 1), ("stock", 0)):
        if column in table:
            table[column] += [value] * 4


def a_long_ring_stops_at_its_stock(graph_class, reference):
    """Round thirty nodes a small loss grows slowly, until a stock of 0.75 covers the rest."""
    n, share = 30, 1e-4
    table = {
        "supplier": [f"n{i}" for i in range(n)] + ["x"],
        "dependent": [f"n{(i + 1) % n}" for i in range(n)] + ["n0"],
        "role": ["r"] * (n + 1),
        "share": [1] * (n - 1) + [1 - share, share],
        "stock": [0] * (n - 1) + [0.75, 0],
    }
    needs = {"dependent": [], "role": [], "essentiality": [], "combination": []}
    with_a_prop(table, needs, "n7", "n0")
    graph = graph_class.from_frame(table, needs)
    result = graph.chokepoints(["v"], by={"x": ["x"]}, view="continuity", max_order=1)
    assert abs(result.row("x").share_lost - (share + (1 - share) * 0.25)) < NEAR


def a_cycle_that_comes_to_its_limit(graph_class, reference):
    """a loses 0.03 of y and 0.985 of b, b 0.99 of a: a is at 1 before b is at more than 0.99."""
    table = {"supplier": ["b", "y", "a"], "dependent": ["a", "a", "b"], "role": ["r", "s", "r"]}
    needs = {
        "dependent": ["a", "a", "b"],
        "role": ["r", "s", "r"],
        "essentiality": [0.985, 0.03, 0.99],
        "combination": ["linear", "linear", "essential"],
    }
    with_a_prop(table, needs, "b", "a")
    graph = graph_class.from_frame(table, needs)
    for target, lost in (("a", 1), ("b", 0.99), ("v", 0.99)):
        row = graph.chokepoints([target], max_order=1).row("y")
        assert abs(row.share_lost - lost) < NEAR


def a_cycle_in_which_the_best_member_binds(graph_class, reference):
    """With a surge of 1 c serves for b: a = max(min(b, c), 2 (b + c) / 2 - 1) with c whole."""
    table = {
        "supplier": ["b", "c", "a", "x"],
        "dependent": ["a", "a", "b", "b"],
        "role": ["r", "r", "r", "s"],
    }
    needs = {
        "dependent": ["a", "b"], "role": ["r", "s"], "essentiality": [1, 0.3],
        "combination": ["essential", "linear"], "surge": [1.0, None],
    }  # fmt: skip
    row = graph_class.from_frame(table, needs).chokepoints(["a"], max_order=1).row("x")
    assert row.share_lost == 0
    row = graph_class.from_frame(table, needs).chokepoints(["b"], max_order=1).row("x")
    assert abs(row.share_lost - 0.3) < NEAR


def each_revokes_only_its_own(graph_class, reference):
    """Ten linear tenths, each from a supplier of its own that may revoke it."""
    names = [f"s{i}" for i in range(10)]
    table = {
        "supplier": names, "dependent": ["t"] * 10, "role": names, "revocable_by": [True] * 10,
        "stock": [1] * 10,
    }  # fmt: skip
    needs = {
        "dependent": ["t"] * 10, "role": names, "essentiality": [0.1] * 10,
        "combination": ["linear"] * 10,
    }  # fmt: skip
    result = graph_class.from_frame(table, needs).chokepoints(["t"], view="continuity", max_order=1)
    assert all(abs(result.row(name).leverage - 0.1) < NEAR for name in names)
    assert all(result.row(name).share_lost == 0 for name in names)


def only_groups_that_bind_are_on_the_proof(graph_class, reference):
    table = {
        "supplier": ["a", "b", "a", "c"],
        "dependent": ["t"] * 4,
        "role": ["r", "r", "s", "s"],
        "share": [0.6, 0.4, 0.2, 0.8],
        "kind": ["api", "api", "data", "data"],
    }
    result = graph_class.from_frame(table).chokepoints(["t"])
    assert (result.row("a").share_lost, result.row("a").kind) == (0.6, "api")
    assert (result.row("c").share_lost, result.row("c").kind) == (0.8, "data")


def what_is_removed_itself_needs_no_proof(graph_class, reference):
    table = {"supplier": ["x", "a"], "dependent": ["a", "t"], "role": ["r", "r"]}
    table["kind"] = ["api", "data"]
    graph = graph_class.from_frame(table)
    assert graph.chokepoints(["a"], by={"both": ["x", "a"]}).row("both").kind == ""
    assert graph.chokepoints(["t"], by={"both": ["x", "a"]}).row("both").kind == "data"


def what_kills_in_the_short_run_only_is_no_cut(graph_class, reference):
    table = {"supplier": ["a", "b"], "dependent": ["t", "t"], "role": ["r", "r"], "share": [1, 0]}
    row = graph_class.from_frame(table).chokepoints(["t"]).row("a")
    assert (row.share_lost, row.unavoidable, row.order) == (1, 0, 2)


def a_pair_of_which_one_is_enough_is_no_cut(graph_class, reference):
    table = {"supplier": ["a", "b", "a"], "dependent": ["t"] * 3, "role": ["r", "r", "s"]}
    result = graph_class.from_frame(table).chokepoints(["t"], max_order=2)
    assert (result.row("a").order, result.row("b").order) == (1, None)


CHECKS = [
    tables_agree_with_the_reference,
    sets_of_nodes_withdraw_together,
    the_kinds_lie_on_the_proof,
    a_removal_of_a_target_proves_nothing_else,
    more_kinds_than_a_byte_holds,
    slow_cycles_settle,
    a_ring_of_many_settles,
    a_long_ring_stops_at_its_stock,
    a_cycle_that_comes_to_its_limit,
    a_cycle_in_which_the_best_member_binds,
    each_revokes_only_its_own,
    only_groups_that_bind_are_on_the_proof,
    what_is_removed_itself_needs_no_proof,
    what_kills_in_the_short_run_only_is_no_cut,
    a_pair_of_which_one_is_enough_is_no_cut,
]


def words_need_complete_groups(graph_class, reference):
    """A group that may have other suppliers never fails where completeness is asked for."""
    table = {"supplier": ["x", "a"], "dependent": ["a", "t"], "role": ["r", "r"]}
    said = {"dependent": ["a", "t"], "role": ["r", "r"]}
    for complete, word in (([1, 1], "structural"), ([0, 1], "unavoidable as recorded")):
        needs = said | {"complete": [bool(known) for known in complete]}
        result = graph_class.from_frame(table, needs).chokepoints(["t"], max_order=1)
        assert result.row("x").verdict == word


def orders_are_those_of_the_smallest_cuts(graph_class, reference):
    """a or b serve t, a is made by x or y, u makes b and v makes u."""
    table = {
        "supplier": ["a", "b", "x", "y", "u", "v", "z"],
        "dependent": ["t", "t", "a", "a", "b", "u", "t"],
        "role": ["r", "r", "r", "r", "r", "r", "s"],
        "stock": [0, 0, 0, 0, 0, 0.1, 0],
    }
    graph = graph_class.from_frame(table)
    result = graph.chokepoints(["t"], max_order=2)
    orders = {row.name: row.order for row in result.rows}
    assert orders == {"t": 1, "z": 1, "a": 2, "b": 2, "u": 2, "v": 2, "x": None, "y": None}
    assert result.cuts["v"] == {"a", "v"}
    result = graph.chokepoints(["t"], max_order=2, view="continuity")
    assert result.row("v").order is None
    assert {row.name: row.order for row in graph.chokepoints(["t"], max_order=1).rows} == {
        "t": 1, "z": 1, "a": None, "b": None, "u": None, "v": None, "x": None, "y": None,
    }  # fmt: skip


def ties_go_to_those_who_touch_others(graph_class, reference):
    table = {"supplier": ["z", "b"], "dependent": ["y", "y"], "role": ["r", "r"]}
    result = graph_class.from_frame(table).chokepoints({"y": 1, "b": 0.0}, max_order=1)
    assert [row.name for row in result.rows] == ["y", "b", "z"]
    result = graph_class.from_frame(table | {"role": ["r", "s"]}).chokepoints(["y"], max_order=1)
    assert [row.name for row in result.rows] == ["b", "z", "y"]


_WORDS = [
    words_need_complete_groups,
    orders_are_those_of_the_smallest_cuts,
    ties_go_to_those_who_touch_others,
]
CHECKS += _WORDS
