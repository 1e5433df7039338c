"""What must hold for every graph, whatever the facts."""

import math

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from valuegraph.chokepoints import DependencyGraph

NAMES = "abcdefg"
SURGES = [0.0, 0.3, 2.0, math.inf]
VIEWS = ["renewal", "continuity"]

triples = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from("rs"))
supplies_lists = st.lists(
    st.tuples(triples, st.sampled_from([0, 0, 0.4, 1])).filter(lambda row: row[0][0] != row[0][1]),
    min_size=1,
    max_size=16,
    unique_by=lambda row: row[0],
)
requirement = st.tuples(
    st.sampled_from([0.0, 0.5, 1.0]),
    st.sampled_from(["essential", "linear"]),
    st.sampled_from([None, None, 0.2]),
)
conditions = st.fixed_dictionaries(
    {"surge": st.sampled_from(SURGES), "view": st.sampled_from(VIEWS)}
)
some_names = st.sets(st.sampled_from(NAMES), min_size=1, max_size=3)


@st.composite
def tables(draw):
    """Draw supplies with equal shares, and requirements for some of their groups."""
    chosen = draw(supplies_lists)
    supplies = [
        {"supplier": s, "dependent": d, "role": r, "stock": stock} for (s, d, r), stock in chosen
    ]
    groups = sorted({(row["dependent"], row["role"]) for row in supplies})
    needs = []
    for dependent, role in groups:
        said = draw(st.none() | requirement)
        if said is not None:
            needs.append(
                {
                    "dependent": dependent,
                    "role": role,
                    "essentiality": said[0],
                    "combination": said[1],
                    "surge": said[2],
                }
            )
    return supplies, needs


def build(supplies, needs, **extra):
    required = pd.DataFrame(needs) if needs else None
    return DependencyGraph.from_frame(pd.DataFrame(supplies), required, **extra)


def known(graph, names):
    found = sorted(set(names) & set(graph.nodes))
    assume(found)
    return found


@given(tables(), some_names, some_names, some_names, conditions)
def test_removing_more_never_lowers_the_loss(data, targets, first, more, asked):
    graph = build(*data)
    targets, first, more = (known(graph, names) for names in (targets, first, more))
    less = graph.loss(targets, remove=first, **asked)
    assert graph.loss(targets, remove=set(first) | set(more), **asked) >= less - 1e-11


@given(tables(), some_names, st.sampled_from(VIEWS), st.sampled_from([0.1, 0.3, 5.0]))
def test_the_horizons_nest_exactly(data, targets, view, surge):
    graph = build(*data)
    result = graph.chokepoints(known(graph, targets), surge=surge, view=view)
    for row in result.rows:
        assert row.reach >= row.share_lost >= row.share_lost_surge >= row.unavoidable >= 0


@given(tables(), some_names, st.sampled_from(VIEWS))
def test_the_horizons_nest_exactly_at_the_least_fixed_point(data, targets, view):
    graph = build(*data)
    result = graph.chokepoints(known(graph, targets), view=view, fixed_point="least")
    for row in result.rows:
        assert row.reach >= row.share_lost >= row.share_lost_surge >= row.unavoidable >= 0


@given(tables(), some_names, conditions)
def test_the_least_fixed_point_never_serves_more(data, remove, asked):
    graph = build(*data)
    remove = known(graph, remove)
    least = graph.service(remove=remove, fixed_point="least", **asked)
    assert (least <= graph.service(remove=remove, **asked) + 1e-9).all()


@given(tables(), st.randoms(use_true_random=False), some_names, conditions)
def test_names_and_the_order_of_facts_do_not_matter(data, random, remove, asked):
    supplies, needs = data
    graph = build(supplies, needs)
    remove = known(graph, remove)
    level = graph.service(remove=remove, **asked)
    shuffled = random.sample(supplies, len(supplies))
    assert build(shuffled, needs).service(remove=remove, **asked).to_dict() == level.to_dict()
    other = dict(zip(NAMES, random.sample(NAMES, len(NAMES)), strict=True))
    renamed = build(
        [row | {key: other[row[key]] for key in ("supplier", "dependent")} for row in supplies],
        [row | {"dependent": other[row["dependent"]]} for row in needs],
    )
    got = renamed.service(remove=[other[name] for name in remove], **asked)
    assert {name: got[other[name]] for name in level.index} == pytest.approx(level.to_dict())


@given(tables(), some_names, st.data(), conditions)
def test_an_independent_substitute_never_raises_the_loss_of_a_member(data, targets, draw, asked):
    supplies, needs = data
    row = draw.draw(st.sampled_from(supplies))
    graph, more = build(supplies, needs), build([*supplies, row | {"supplier": "new"}], needs)
    targets = known(graph, targets)
    before = graph.loss(targets, remove=[row["supplier"]], **asked)
    assert more.loss(targets, remove=[row["supplier"]], **asked) <= before + 1e-11


@given(tables(), some_names, st.data(), st.sampled_from(NAMES), st.sampled_from(VIEWS))
def test_no_substitute_raises_what_is_unavoidable(data, targets, draw, substitute, view):
    supplies = data[0]
    row = draw.draw(st.sampled_from(supplies)) | {"supplier": substitute, "stock": 0}
    given_already = {(r["supplier"], r["dependent"], r["role"]) for r in supplies}
    assume(substitute != row["dependent"])
    assume((substitute, row["dependent"], row["role"]) not in given_already)
    graph, more = build(supplies, []), build([*supplies, row], [])
    targets = known(graph, targets)
    for name in graph.nodes:
        before = graph.loss(targets, remove=[name], surge=math.inf, view=view)
        assert more.loss(targets, remove=[name], surge=math.inf, view=view) <= before + 1e-11


@given(tables(), some_names, some_names, st.tuples(triples, requirement), conditions)
def test_a_new_requirement_never_lowers_a_loss(data, targets, remove, new, asked):
    (supplier, dependent, _), (essentiality, combination, surge) = new
    assume(supplier != dependent)
    supplies, needs = data
    row = {"supplier": supplier, "dependent": dependent, "role": "new", "stock": 0}
    need = {
        "dependent": dependent,
        "role": "new",
        "essentiality": essentiality,
        "combination": combination,
        "surge": surge,
    }
    graph, more = build(supplies, needs), build([*supplies, row], [*needs, need])
    targets, remove = known(graph, targets), known(graph, remove)
    before = graph.loss(targets, remove=remove, **asked)
    assert more.loss(targets, remove=remove, **asked) >= before - 1e-11


@given(tables(), some_names, some_names, st.data(), st.sampled_from(SURGES))
def test_a_stock_never_raises_a_loss(data, targets, remove, draw, surge):
    supplies, needs = data
    at = draw.draw(st.integers(0, len(supplies) - 1))
    stocked = [row | {"stock": 1} if i == at else row for i, row in enumerate(supplies)]
    graph, more = build(supplies, needs), build(stocked, needs)
    targets, remove = known(graph, targets), known(graph, remove)
    asked = {"remove": remove, "surge": surge, "view": "continuity"}
    assert more.loss(targets, **asked) <= graph.loss(targets, **asked) + 1e-11
    assert graph.loss(targets, **asked) <= graph.loss(targets, remove, surge=surge) + 1e-11


@given(tables(), some_names, st.sampled_from(NAMES), st.sampled_from(VIEWS))
def test_splitting_a_firm_changes_nothing_for_its_owner(data, targets, firm, view):
    supplies, needs = data
    size = pd.DataFrame(supplies).groupby(["dependent", "role"])["supplier"].transform("size")
    whole = [row | {"share": 1 / n} for row, n in zip(supplies, size.tolist(), strict=True)]
    parts = []
    for row in whole:
        halves = 2 if row["supplier"] == firm else 1
        suppliers = [f"{firm}{i}" for i in "12"] if halves == 2 else [row["supplier"]]
        dependents = (
            [f"{firm}{i}" for i in "12"] if row["dependent"] == firm else [row["dependent"]]
        )
        parts += [
            row | {"supplier": s, "dependent": d, "share": row["share"] / halves}
            for d in dependents
            for s in suppliers
        ]
    part_needs = [
        row | {"dependent": d}
        for row in needs
        for d in ([f"{firm}1", f"{firm}2"] if row["dependent"] == firm else [row["dependent"]])
    ]
    graph, split = build(whole, needs), build(parts, part_needs)
    targets = known(graph, targets - {firm})
    sets = {name: [name] for name in graph.nodes}
    owned = sets | {firm: [name for name in (f"{firm}1", f"{firm}2") if name in split.nodes]}
    owned = {name: nodes for name, nodes in owned.items() if nodes}
    before = graph.chokepoints(targets, by=sets, view=view)
    after = split.chokepoints(targets, by=owned, view=view)
    for name in owned:
        one, two = before.row(name), after.row(name)
        assert one.reach == pytest.approx(two.reach)
        assert one.share_lost == pytest.approx(two.share_lost, abs=1e-9)
        assert one.share_lost_surge == pytest.approx(two.share_lost_surge, abs=1e-9)
        assert one.unavoidable == pytest.approx(two.unavoidable, abs=1e-9)


@given(tables(), tables(), some_names, some_names, conditions)
def test_a_disconnected_part_changes_nothing(data, other, targets, remove, asked):
    graph = build(*data)
    apart = [row | {key: row[key].upper() for key in ("supplier", "dependent")} for row in other[0]]
    both = build([*data[0], *apart], data[1])
    targets, remove = known(graph, targets), known(graph, remove)
    assert both.loss(targets, remove=remove, **asked) == graph.loss(targets, remove=remove, **asked)
    assert both.loss(targets, remove=[apart[0]["supplier"]], **asked) == 0


@given(tables(), some_names, conditions, st.lists(st.floats(0.1, 9), min_size=7, max_size=7))
def test_the_loss_is_linear_in_the_target_weights(data, remove, asked, weights):
    graph = build(*data)
    remove = known(graph, remove)
    weighted = dict(zip(graph.nodes, weights, strict=False))
    single = {name: graph.loss([name], remove=remove, **asked) for name in weighted}
    mean = sum(weighted[name] * single[name] for name in weighted) / sum(weighted.values())
    assert graph.loss(weighted, remove=remove, **asked) == pytest.approx(mean, abs=1e-12)


@given(tables(), st.sampled_from(VIEWS), st.sampled_from(SURGES))
def test_no_shock_loses_exactly_nothing(data, view, surge):
    graph = build(*data)
    assert graph.loss(graph.nodes, surge=surge, view=view) == 0
    untouched = dict.fromkeys(graph.nodes, 1.0)
    assert graph.loss(graph.nodes, caps=untouched, surge=surge, view=view) == 0


@given(tables(), st.data(), some_names, st.sampled_from(SURGES))
def test_removing_a_pass_through_is_cutting_its_relation(data, draw, targets, surge):
    supplies, needs = data
    at = draw.draw(st.integers(0, len(supplies) - 1))
    row = supplies[at]
    first = {"supplier": row["supplier"], "dependent": "between", "role": "r", "stock": 0}
    second = row | {"supplier": "between"}
    graph = build(supplies, needs)
    longer = build([*supplies[:at], first, second, *supplies[at + 1 :]], needs)
    targets = known(graph, targets)
    cut = {(row["supplier"], row["dependent"], row["role"]): 0.0}
    expected = graph.loss(targets, relation_caps=cut, surge=surge)
    assert longer.loss(targets, remove=["between"], surge=surge) == pytest.approx(
        expected, abs=1e-9
    )


@given(tables(), some_names, st.sampled_from(VIEWS))
def test_sources_and_confidence_change_no_point_estimate(data, targets, view):
    supplies, needs = data
    graph = build(supplies, needs)
    twice = build([row | {"source": ["f1", "f2"], "confidence": 0.5} for row in supplies], needs)
    targets = known(graph, targets)
    assert graph.chokepoints(targets, view=view) == twice.chokepoints(targets, view=view)


@given(tables(), some_names, st.sampled_from(NAMES), conditions)
def test_exactly_one_certificate_exists_and_it_re_checks(data, remove, target, asked):
    graph = build(*data)
    remove = known(graph, remove)
    assume(target in graph.nodes)
    certificate = graph.explain(remove, target, **asked)
    lost = graph.loss([target], remove=remove, **asked)
    assert certificate.verify()
    assert certificate.kind == ("failure" if lost > 1e-9 else "survival")
    assert certificate.loss == pytest.approx(lost, abs=1e-9)


def test_reversing_all_edges_changes_the_answer():
    supplies = [
        {"supplier": "a", "dependent": "b", "role": "r"},
        {"supplier": "a", "dependent": "c", "role": "r"},
    ]
    turned = [
        {**row, "supplier": row["dependent"], "dependent": row["supplier"]} for row in supplies
    ]
    everyone = ["a", "b", "c"]
    assert build(supplies, []).loss(everyone, remove=["a"]) == 1
    assert build(turned, []).loss(everyone, remove=["a"]) == pytest.approx(1 / 3)


def test_a_dependent_substitute_can_raise_the_loss_of_a_member_in_the_short_run():
    """The reason why the property above asks for an independent one."""
    supplies = [
        {"supplier": "a", "dependent": "t", "role": "r"},
        {"supplier": "b", "dependent": "t", "role": "r"},
        {"supplier": "a", "dependent": "c", "role": "r"},
    ]
    with_c = [*supplies, {"supplier": "c", "dependent": "t", "role": "r"}]
    assert build(supplies, []).loss(["t"], remove=["a"]) == pytest.approx(1 / 2)
    assert build(with_c, []).loss(["t"], remove=["a"]) == pytest.approx(2 / 3)
