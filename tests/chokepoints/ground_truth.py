"""Numbers that are published or worked out by hand, as checks of a DependencyGraph class.

Each check takes the class, so that the same checks judge the engine and its seeded mutants.
"""

import itertools
import math

import numpy as np
import pytest

LENGAUER_TARJAN = {  # successors, figure 1 of Lengauer and Tarjan (1979), doi:10.1145/357062.357071
    "R": "ABC", "A": "D", "B": "ADE", "C": "FG", "D": "L", "E": "H", "F": "I", "G": "IJ",
    "H": "EK", "I": "K", "J": "I", "K": "RI", "L": "H",
}  # fmt: skip
IMMEDIATE_DOMINATOR = {
    "A": "R", "B": "R", "C": "R", "D": "R", "E": "R", "H": "R", "I": "R", "K": "R",
    "F": "C", "G": "C", "J": "G", "L": "D",
}  # fmt: skip

# Firms of the replication example of Diem et al. (2024), PNAS Nexus 3(3) pgae064, figure 1:
# (supplier, buyer), all weights 1, and the sector of each firm.
ELEVEN_FIRMS = [
    (3, 6), (4, 6), (4, 7), (5, 7), (6, 1), (6, 2), (7, 10), (7, 11), (8, 1), (8, 2), (9, 11),
]  # fmt: skip
SECTOR = {1: 1, 2: 1, 3: 2, 4: 2, 5: 2, 6: 3, 7: 3, 8: 4, 9: 4, 10: 5, 11: 5}


def rows(*triples, **columns):
    """Return a supplies table from (supplier, dependent, role) and further columns."""
    supplier, dependent, role = zip(*triples, strict=True)
    table = {"supplier": list(supplier), "dependent": list(dependent), "role": list(role)}
    return table | columns


def requirements(*quintuples):
    """Return a requirements table from (dependent, role, essentiality, combination, surge)."""
    names = ("dependent", "role", "essentiality", "combination", "surge")
    return dict(zip(names, map(list, zip(*quintuples, strict=True)), strict=True))


def dominators(node):
    """Return the dominators of a node of the published flowgraph, itself included."""
    found = {node}
    while node in IMMEDIATE_DOMINATOR:
        node = IMMEDIATE_DOMINATOR[node]
        found.add(node)
    return found


def flowgraph(graph_class):
    """Return the flowgraph with one role: any predecessor will do; nothing enters the root."""
    arcs = [(a, b, "flow") for a, row in LENGAUER_TARJAN.items() for b in row if b != "R"]
    return graph_class.from_frame(rows(*arcs))


def the_unavoidable_of_an_or_graph_are_its_dominators(graph_class):
    graph = flowgraph(graph_class)
    for target in IMMEDIATE_DOMINATOR:
        frame = graph.chokepoints([target], fixed_point="least").to_frame()
        cuts = set(frame.loc[frame["unavoidable"] == 1, "name"])
        assert cuts == dominators(target)
        assert set(frame.loc[frame["name"].isin(cuts), "order"]) == {1}


def in_an_and_graph_every_ancestor_is_unavoidable(graph_class):
    arcs = [(a, b, f"from {a}") for a, row in LENGAUER_TARJAN.items() for b in row if b != "R"]
    graph = graph_class.from_frame(rows(*arcs))
    frame = graph.chokepoints(["J"]).to_frame().set_index("name")
    assert set(frame.index[frame["unavoidable"] == 1]) == {"R", "C", "G", "J"}
    assert set(frame.index[frame["reach"] == 1]) == {"R", "C", "G", "J"}


def a_terminal_monopolist_is_unavoidable(graph_class):
    graph = graph_class.from_frame(
        rows(("maker", "t1", "tool"), ("maker", "t2", "tool"), ("hub", "t1", "net"))
    )
    row = graph.chokepoints(["t1", "t2"]).row("maker")
    assert (row.reach, row.share_lost, row.unavoidable, row.order) == (1, 1, 1, 1)


def birnbaum_importance_of_series_and_parallel(graph_class):
    working = {"a": 0.95, "b": 0.8}

    def importance(graph, part):
        (other,) = set(working) - {part}
        total = 0.0
        for state in (0, 1):
            chance = working[other] if state else 1 - working[other]
            up = graph.loss(["t"], caps={part: 1, other: state}, surge=math.inf)
            down = graph.loss(["t"], caps={part: 0, other: state}, surge=math.inf)
            total += chance * (down - up)
        return total

    series = graph_class.from_frame(rows(("a", "t", "one"), ("b", "t", "two")))
    parallel = graph_class.from_frame(rows(("a", "t", "one"), ("b", "t", "one")))
    assert [importance(series, part) for part in "ab"] == pytest.approx([0.8, 0.95])
    assert [importance(parallel, part) for part in "ab"] == pytest.approx([0.2, 0.05])


def linear_requirements_give_the_leontief_inverse(graph_class):
    """Miller and Blair: with loss = psi + A' loss, the loss is (I - A')^-1 psi."""
    technical = np.array([[0.15, 0.25], [0.20, 0.05]])
    inverse = np.linalg.inv(np.eye(2) - technical)
    assert inverse == pytest.approx(np.array([[1.2541, 0.3300], [0.2640, 1.1221]]), abs=5e-5)
    triples, needs = [], []
    for i, j in itertools.product(range(2), repeat=2):
        supplier = f"sector {i}"
        if i == j:  # a sector that buys from itself does so through a branch of its own
            triples.append((supplier, f"branch {i}", "own output"))
            supplier = f"branch {i}"
        triples.append((supplier, f"sector {j}", f"input {i}"))
        needs.append((f"sector {j}", f"input {i}", technical[i, j], "linear", None))
    for j, psi in enumerate((0.1, 0.3)):
        triples.append((f"labour {j}", f"sector {j}", "labour"))
        needs.append((f"sector {j}", "labour", psi, "linear", None))
    graph = graph_class.from_frame(rows(*triples), requirements(*needs))
    lost = 1 - graph.service(remove=["labour 0", "labour 1"])
    expected = inverse.T @ np.array([0.1, 0.3])
    assert lost[["sector 0", "sector 1"]].tolist() == pytest.approx(expected.tolist(), abs=1e-9)


def eleven_firms(graph_class):
    """Return the published network; each sector bought from is one linear input."""
    triples = [(s, d, f"sector {SECTOR[s]}") for s, d in ELEVEN_FIRMS]
    bought = {d: sum(1 for _, buyer in ELEVEN_FIRMS if buyer == d) for _, d in ELEVEN_FIRMS}
    inputs = sorted({(d, role) for _, d, role in triples})
    needs = [
        (d, role, sum((b, r) == (d, role) for _, b, r in triples) / bought[d], "linear", None)
        for d, role in inputs
    ]
    return graph_class.from_frame(rows(*triples), requirements(*needs))


def the_eleven_firms_lose_what_was_published(graph_class):
    graph = eleven_firms(graph_class)
    lost = (1 - graph.service(remove=[3])).to_dict()
    assert lost.pop(3) == 1
    assert {firm: value for firm, value in lost.items() if value} == {6: 0.5, 1: 0.25, 2: 0.25}
    assert graph.loss(range(1, 12), remove=[3]) == pytest.approx(2 / 11)


def two_targets(graph_class, **columns):
    """Return the graph that the hand-worked numbers are about."""
    table = rows(
        ("x", "p", "chip"), ("x", "q", "chip"), ("p", "t1", "api"),
        ("q", "t1", "api"), ("q", "t2", "api"), ("z", "t2", "log"),
        share=[None, None, 0.6, 0.4, None, None],
        stock=[1, 0.25, None, None, None, None],
        kind=["supply", "supply", "api", "api", "api", "data"],
        revocable_by=[None, None, None, None, "q", None],
    )  # fmt: skip
    needs = requirements(("t2", "log", 0.5, "essential", None))
    return graph_class.from_frame(table | columns, needs)


WEIGHTS = {"t1": 3, "t2": 1}


def hand_worked_losses_in_the_continuity_view(graph_class):
    """x gone: p runs on its stock, q on a quarter; t1 = .6 + .4/4 = .7, t2 = .25."""
    graph = two_targets(graph_class)
    row = graph.chokepoints(WEIGHTS, view="continuity").row("x")
    assert row.share_lost == pytest.approx(0.75 * 0.3 + 0.25 * 0.75)
    assert row.share_lost_surge == pytest.approx(0.75 * 0.09 + 0.25 * 0.75)
    assert row.unavoidable == pytest.approx(0.25 * 0.75)
    assert row.reach == 1
    for surge, lost in ((0, 0.4125), (0.3, 0.255), (math.inf, 0.1875)):
        got = graph.loss(WEIGHTS, remove=["x"], surge=surge, view="continuity")
        assert got == pytest.approx(lost)


def hand_worked_losses_in_the_renewal_view(graph_class):
    graph = two_targets(graph_class)
    frame = graph.chokepoints(WEIGHTS).to_frame().set_index("name")
    columns = ["reach", "share_lost", "share_lost_surge", "unavoidable"]
    assert frame.loc["x", columns].tolist() == [1, 1, 1, 1]
    assert frame.loc["p", columns].tolist() == pytest.approx([0.75, 0.45, 0.36, 0])
    # q gone: t1 keeps .6, or .78 with surge; t2 stops.
    assert frame.loc["q", columns].tolist() == pytest.approx([1, 0.55, 0.415, 0.25])
    assert frame.loc["z", columns].tolist() == pytest.approx([0.25, 0.125, 0.125, 0.125])


def starved_suppliers_cannot_grow(graph_class):
    graph = two_targets(graph_class)
    for surge in (0.0, 1.0, math.inf):
        assert graph.loss(["t1"], caps={"p": 0.5, "q": 0.5}, surge=surge) == pytest.approx(0.5)


def a_cut_relation_counts_after_the_stock(graph_class):
    graph = two_targets(graph_class)
    halved = {("x", "p", "chip"): 0.5}
    level = graph.service(relation_caps=halved, view="continuity")
    assert level["p"] == pytest.approx(0.5)
    assert level["t1"] == pytest.approx(0.6 * 0.5 + 0.4)


def leverage_is_what_may_be_revoked(graph_class):
    graph = two_targets(graph_class)
    assert graph.chokepoints(WEIGHTS).row("q").leverage == pytest.approx(0.25)
    assert graph.chokepoints(WEIGHTS).row("p").leverage == 0
    kept = [True, None, None, None, None, None]
    stocked = two_targets(graph_class, revocable_by=kept)
    # x may revoke what p runs on, stock or not: t1 keeps .4.
    row = stocked.chokepoints(WEIGHTS, view="continuity").row("x")
    assert row.leverage == pytest.approx(0.75 * 0.6)


def same_role_is_or_and_different_roles_are_and(graph_class):
    graph = graph_class.from_frame(
        rows(("a", "or", "one"), ("b", "or", "one"), ("a", "and", "one"), ("b", "and", "two"))
    )
    level = graph.service(remove=["a"], surge=math.inf)
    assert (level["or"], level["and"]) == (1, 0)
    assert graph.service(remove=["a", "b"], surge=math.inf)["or"] == 0


def essential_takes_the_worst_and_linear_adds_up(graph_class):
    table = rows(("a", "e", "one"), ("b", "e", "two"), ("a", "l", "one"), ("b", "l", "two"))
    needs = requirements(
        ("e", "one", 0.3, "essential", None), ("e", "two", 0.4, None, None),
        ("l", "one", 0.3, "linear", None), ("l", "two", 0.4, "linear", None),
    )  # fmt: skip
    level = graph_class.from_frame(table, needs).service(remove=["a", "b"])
    assert level[["e", "l"]].tolist() == pytest.approx([0.6, 0.3])


def linear_and_essential_do_not_add_up(graph_class):
    table = rows(("a", "t", "one"), ("b", "t", "two"), ("c", "t", "three"))
    needs = requirements(
        ("t", "one", 0.5, "essential", None),
        ("t", "two", 0.4, "linear", None), ("t", "three", 0.8, "linear", None),
    )  # fmt: skip
    graph = graph_class.from_frame(table, needs)
    for removed, level in (("a", 0.5), ("ab", 0.5), ("ac", 0.2), ("abc", 0.0)):
        assert graph.service(remove=list(removed))["t"] == pytest.approx(level)


def a_groups_own_surge_wins(graph_class):
    table = rows(("a", "t", "one"), ("b", "t", "one"), share=[0.4, 0.6])
    graph = graph_class.from_frame(table, requirements(("t", "one", 1, "essential", 0.5)))
    for surge in (0.0, 0.3, math.inf):
        assert graph.loss(["t"], remove=["a"], surge=surge) == pytest.approx(0.1)


def empty_shares_split_what_is_left(graph_class):
    table = rows(*((s, "t", "one") for s in "abc"), share=[0.5, None, None])
    graph = graph_class.from_frame(table)
    assert graph.loss(["t"], remove=["a"]) == pytest.approx(0.5)
    assert graph.loss(["t"], remove=["b"]) == pytest.approx(0.25)
    scaled = graph_class.from_frame(rows(*((s, "t", "one") for s in "ab"), share=[0.3, 0.3]))
    assert scaled.loss(["t"], remove=["a"]) == pytest.approx(0.5)


def mutual_dependence_differs_between_the_fixed_points(graph_class):
    graph = graph_class.from_frame(rows(("a", "b", "r"), ("b", "a", "r"), ("b", "t", "r")))
    assert graph.loss(["t"]) == 0
    assert graph.loss(["t"], fixed_point="least") == 1
    assert graph.loss(["t"], remove=["a"]) == 1


def a_cycle_settles_at_its_fixed_point(graph_class):
    """a = b / 2 (half from x, which is gone), b = 1 - .8 (1 - a): a = 1/6, b = 1/3."""
    table = rows(("x", "a", "r"), ("b", "a", "r"), ("a", "b", "r"))
    graph = graph_class.from_frame(table, requirements(("b", "r", 0.8, "essential", None)))
    level = graph.service(remove=["x"])
    assert level[["a", "b"]].tolist() == pytest.approx([1 / 6, 1 / 3])


def a_cycle_that_leaks_slowly_settles_where_it_must(graph_class):
    """a = 1 - (.001 + .9989 (1 - b)), b = a: the loss is .001 / .0011, far off after 1,000 sweeps.

    With nobody else to supply a, whatever leaks ends at 1.
    """
    table = rows(("x", "a", "r"), ("b", "a", "r"), ("z", "a", "r"), ("a", "b", "r"))
    graph = graph_class.from_frame(table | {"share": [1e-3, 0.9989, 1e-4, None]})
    assert graph.loss(["b"], remove=["x"]) == pytest.approx(10 / 11, abs=1e-9)
    dry = rows(("x", "a", "r"), ("b", "a", "r"), ("a", "b", "r"), share=[1e-7, 1 - 1e-7, None])
    assert graph_class.from_frame(dry).loss(["b"], remove=["x"]) == pytest.approx(1, abs=1e-9)
    linear = rows(("x", "a", "s"), ("b", "a", "r"), ("a", "b", "r"), ("c", "b", "s"))
    needs = requirements(
        ("a", "s", 1e-6, "linear", None), ("a", "r", 0.999998, "linear", None),
        ("b", "s", 0.3, "essential", None),
    )  # fmt: skip
    lost = graph_class.from_frame(linear, needs).loss(["a"], remove=["x"])
    assert lost == pytest.approx(0.5, abs=1e-9)


def a_slow_cycle_with_a_stock_stops_at_the_stock(graph_class):
    """b runs on its own stock of .4, so it loses .6 at most: a loses 1e-6 + (1 - 1e-6) .6.

    c is safe below a loss of 20/27 in a, and beyond it would fall with d and never rise again:
    whoever passes the stock on the way to the fixed point ends there.
    """
    table = rows(
        ("x", "a", "r"), ("b", "a", "r"), ("a", "b", "r"), ("a", "c", "q"), ("h", "c", "q"),
        ("d", "c", "s"), ("c", "d", "s"), ("c", "a", "t"),
        share=[1e-6, 1 - 1e-6, None, 0.9, 0.1, None, None, None],
        stock=[0, 0, 0.4, 0, 0, 0, 0, 0],
    )  # fmt: skip
    needs = requirements(("c", "q", 1, "essential", 2.0), ("a", "t", 0.01, "essential", None))
    graph = graph_class.from_frame(table, needs)
    level = graph.service(remove=["x"], view="continuity")
    assert 1 - level["a"] == pytest.approx(1e-6 + (1 - 1e-6) * 0.6, abs=1e-9)
    assert level["c"] == 1


CHECKS = [
    the_unavoidable_of_an_or_graph_are_its_dominators,
    in_an_and_graph_every_ancestor_is_unavoidable,
    a_terminal_monopolist_is_unavoidable,
    birnbaum_importance_of_series_and_parallel,
    linear_requirements_give_the_leontief_inverse,
    the_eleven_firms_lose_what_was_published,
    hand_worked_losses_in_the_continuity_view,
    hand_worked_losses_in_the_renewal_view,
    starved_suppliers_cannot_grow,
    a_cut_relation_counts_after_the_stock,
    leverage_is_what_may_be_revoked,
    same_role_is_or_and_different_roles_are_and,
    essential_takes_the_worst_and_linear_adds_up,
    linear_and_essential_do_not_add_up,
    a_groups_own_surge_wins,
    empty_shares_split_what_is_left,
    mutual_dependence_differs_between_the_fixed_points,
    a_cycle_settles_at_its_fixed_point,
    a_cycle_that_leaks_slowly_settles_where_it_must,
    a_slow_cycle_with_a_stock_stops_at_the_stock,
]
