"""What must hold for every scenario in every graph."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from valuegraph.chokepoints import DependencyGraph
from valuegraph.chokepoints.clause import CLOSED, REVOKED, Clause
from valuegraph.chokepoints.imposing import joined
from valuegraph.chokepoints.naming import Directory
from valuegraph.chokepoints.needed import Supply
from valuegraph.chokepoints.parsing import read_verb
from valuegraph.chokepoints.price import prices
from valuegraph.chokepoints.sanction import closure, origin_shares
from valuegraph.chokepoints.scenario import play
from valuegraph.chokepoints.shocks import conditions
from valuegraph.chokepoints.verbs import Cut, Licence, Price, Remove, Sanction
from valuegraph.errors import GraphError

NAMES = "abcdefg"
KINDS = ("api", "licence")
OWNERS = ("F", "G", None)
PLACES = ("US", "CN", None)

triples = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from("rs"))
rows = st.lists(
    st.tuples(triples, st.sampled_from(KINDS), st.sampled_from([0.0, 0.0, 0.4, 1.0])).filter(
        lambda row: row[0][0] != row[0][1]
    ),
    min_size=1,
    max_size=14,
    unique_by=lambda row: row[0],
)
surges = st.sampled_from([0.0, 0.3, 2.0, math.inf])
views = st.sampled_from(["renewal", "continuity"])


@st.composite
def worlds(draw):
    """Draw supplies as dicts and a graph of them in which every node is somewhere or nowhere."""
    supplies = [
        {"supplier": s, "dependent": d, "role": r, "kind": kind, "stock": stock}
        for (s, d, r), kind, stock in draw(rows)
    ]
    nodes = {
        "node": [*NAMES, *"FG"],
        "controller": [*(draw(st.sampled_from(OWNERS)) for _ in NAMES), "F", "G"],
        "jurisdiction": [*(draw(st.sampled_from(PLACES)) for _ in NAMES), "US", "CN"],
    }
    graph = DependencyGraph.from_frame(pd.DataFrame(supplies), None, nodes)
    return supplies, graph


@st.composite
def shocks(draw, graph, most=4):
    """Draw verbs that the graph can be asked for."""
    name = st.sampled_from([*NAMES, "F", "G"])
    licences = sorted({row[0] for row in graph.engine.graph.relation_code if _grants(graph, row)})
    audit = Clause("audit", effect="add requirement", requires=("a", "b"))
    choices = [
        st.builds(Remove, name, st.sampled_from([0.0, 0.25, 1.0])),
        st.builds(Cut, st.sampled_from(["*", graph.engine.graph.kinds[0]]), name, st.none() | name),
        st.builds(
            Sanction, st.just("US"), st.just("CN"), st.sampled_from([None, 0.4, 1.0]), st.booleans()
        ),
    ]
    if licences:
        choices.append(
            st.builds(
                Licence,
                st.sampled_from(licences),
                st.sampled_from([REVOKED, CLOSED, audit, Clause("US", {"jurisdiction": "US"})]),
                st.sampled_from(["holders", "users"]),
            )
        )
    return draw(st.lists(st.one_of(choices), max_size=most))


def _grants(graph, triple):
    inner = graph.engine.graph
    return inner.kinds[int(inner.relations.kind[inner.relation_code[triple]])] == "licence"


def run(graph, verbs, view="renewal", surge=0.0, targets=tuple("abc")):
    return play(graph.engine, verbs, targets, conditions(surge, view))


@given(st.data(), worlds(), surges, views)
def test_order_and_repetition_do_not_matter(data, world, surge, view):
    _, graph = world
    verbs = data.draw(shocks(graph))
    once = run(graph, verbs, view, surge)
    shuffled = data.draw(st.permutations(verbs))
    again = run(graph, [*shuffled, *verbs], view, surge)
    assert again.service.equals(once.service)
    assert (again.lost, again.lost_at_most, again.exposure) == (
        once.lost,
        once.lost_at_most,
        once.exposure,
    )


@given(st.data(), worlds(), surges, views)
def test_verbs_compose_to_the_lowest_limits_and_never_help(data, world, surge, view):
    _, graph = world
    first, second = data.draw(shocks(graph)), data.draw(shocks(graph))
    one, two = run(graph, first, view, surge), run(graph, second, view, surge)
    both = run(graph, [*first, *second], view, surge)
    assert both.trial.shock() == joined([one.trial.shock(), two.trial.shock()])
    assert (both.service <= np.minimum(one.service, two.service) + 1e-9).all()


@given(st.data(), worlds(), surges, views)
def test_no_shock_loses_exactly_nothing(data, world, surge, view):
    _, graph = world
    names = data.draw(st.lists(st.sampled_from([*NAMES, "F"]), max_size=3))
    scenario = run(graph, [Remove(name, 1.0) for name in names], view, surge)
    assert (scenario.lost, scenario.lost_at_most, scenario.exposure) == (0, 0, 0)
    assert (scenario.service == 1).all()
    assert scenario.cut() == frozenset()
    assert len(scenario.facts()) == len(scenario.alternatives()) == 0


@given(worlds(), st.sampled_from(NAMES), surges)
def test_cutting_all_that_a_node_supplies_costs_the_others_what_its_removal_does(world, x, surge):
    _, graph = world
    removed = run(graph, [Remove(x, by="node")], surge=surge).service
    triples = [triple for triple in graph.engine.graph.relation_code if triple[0] == x]
    cut = play(
        graph.engine, [Cut("*", x, d) for _, d, _ in triples], None, conditions(surge, "renewal")
    ).service
    others = [name for name in graph.nodes if name != x]
    assert cut[others].tolist() == pytest.approx(removed[others].tolist(), abs=1e-9)


@given(st.data(), worlds(), surges, views)
def test_bounds_hold_and_causes_add_up(data, world, surge, view):
    _, graph = world
    scenario = run(graph, data.draw(shocks(graph)), view, surge)
    assert 0 <= scenario.lost <= scenario.lost_at_most <= 1
    assert scenario.lost <= scenario.exposure + 1e-12
    assert bool(scenario.undetermined) or scenario.lost == scenario.lost_at_most
    causes = scenario.by_cause()
    assert math.fsum(causes["lost_jointly"]) == pytest.approx(scenario.lost, abs=1e-9)
    assert (causes["lost_jointly"] >= -1e-9).all()
    assert (causes["lost_alone"] <= scenario.lost + 1e-9).all()
    for row in scenario.targets:
        assert scenario.certificate(row.name).verify()


@given(st.data(), worlds(), surges, views)
@settings(max_examples=60)
def test_a_cut_stops_its_target_and_nothing_in_it_can_go(data, world, surge, view):
    _, graph = world
    verbs = [Remove(name) for name in data.draw(st.sets(st.sampled_from(NAMES), max_size=5))]
    verbs += [Cut("*", name) for name in data.draw(st.sets(st.sampled_from(NAMES), max_size=3))]
    scenario = run(graph, verbs, view, surge)
    for row in scenario.targets:
        found = scenario.cut(row.name)
        stops = row.service_lost >= 1 - 1e-9
        assert bool(found) == stops
        for left_out in itertools.chain([()], ((part,) for part in found)):
            chosen = found - set(left_out)
            lost = 1 - graph.service(
                remove=[part for part in chosen if not isinstance(part, Supply)],
                relation_caps={tuple(part): 0 for part in chosen if isinstance(part, Supply)},
                surge=surge,
                view=view,
            )
            assert (lost[row.name] >= 1 - 1e-9) == (stops and not left_out)


@given(worlds(), views, surges, st.booleans())
def test_clauses_agree_with_a_second_account_of_them(reference, world, view, surge, retroactive):
    """A licence that brings nothing new is one whose supplier is a node that does not work."""
    supplies, graph = world
    licences = sorted({row["supplier"] for row in supplies if row["kind"] == "licence"})
    assume(licences)
    clause = REVOKED if retroactive else CLOSED
    changed = [dict(row) for row in supplies]
    for i, row in enumerate(changed):
        if row["kind"] == "licence" and row["supplier"] == licences[0]:
            row["supplier"] = f"nobody {i}"
            row["stock"] = 0.0 if retroactive else row["stock"]
    gone = [f"nobody {i}" for i in range(len(changed))]
    expected = reference.service(reference.Rows(changed), remove=gone, surge=surge, view=view)
    service = run(graph, [Licence(licences[0], clause)], view, surge).service
    for name, level in expected.items():
        if name in service.index:
            assert service[name] == pytest.approx(level, abs=1e-9)


@given(worlds(), views, surges, st.sets(st.sampled_from(NAMES), max_size=3))
def test_added_requirements_agree_with_a_second_account_of_them(
    reference, world, view, surge, removed
):
    supplies, graph = world
    licences = sorted({row["supplier"] for row in supplies if row["kind"] == "licence"})
    assume(licences)
    audit = Clause("audit", effect="add requirement", requires=("a", "b"))
    held = {}
    for row in supplies:
        if row["kind"] == "licence" and row["supplier"] == licences[0]:
            held.setdefault(row["dependent"], []).append(row["stock"])
    added = [
        {"supplier": s, "dependent": d, "role": "audit", "stock": min(stocks)}
        for d, stocks in held.items()
        if d not in "ab"
        for s in "ab"
    ]
    verbs = [Licence(licences[0], audit), *(Remove(name, by="node") for name in removed)]
    service = run(graph, verbs, view, surge).service
    rows = reference.Rows([dict(row) for row in supplies] + added)
    for name, level in reference.service(rows, remove=removed, surge=surge, view=view).items():
        assert service[name] == pytest.approx(level, abs=1e-9)


@given(worlds(), st.sampled_from([0.2, 0.34, 0.5, 1.0]), st.sets(st.sampled_from(NAMES)))
def test_the_closure_is_the_least_closed_set(world, share, start):
    _, graph = world
    inner = graph.engine.graph
    first = np.array([name in start for name in inner.names])
    found = closure(inner, first, share)
    assert (found >= first).all()
    for others in itertools.product([False, True], repeat=len(NAMES)):
        those = np.array([dict(zip(NAMES, others, strict=True)).get(n, False) for n in inner.names])
        closed = those | (origin_shares(inner, those) >= share - 1e-9)
        if (those >= first).all() and (closed == those).all():
            assert (found <= those).all()
    assert (closure(inner, first, share / 2) >= found).all()
    assert (closure(inner, first, None) == first).all()


@given(worlds(), st.sampled_from([0.0, 0.5, 1.0, 3.0]), st.sampled_from([0.1, 0.7, -0.4]))
def test_prices_are_neutral_monotone_and_softened_by_substitution(world, elasticity, change):
    supplies, _ = world
    groups = sorted({(row["dependent"], row["role"]) for row in supplies})
    costs = {d: 0.9 / sum(dependent == d for dependent, _ in groups) for d, _ in groups}

    def priced(substitution, by):
        needs = {
            "dependent": [d for d, _ in groups],
            "role": [r for _, r in groups],
            "cost_share": [costs[d] for d, _ in groups],
            "substitution": [substitution] * len(groups),
        }
        graph = DependencyGraph.from_frame(pd.DataFrame(supplies), needs).engine.graph
        return prices(graph, {0: by}, None)

    assert (priced(elasticity, 0.0) == 1).all()
    try:
        highest = priced(0.0, max(change, 1.5 * change))
    except GraphError:  # a cycle that passes on more than it gets has no price
        reject()
    found = priced(elasticity, change)
    assert (found <= highest + 1e-9).all()
    assert ((found >= 1 - 1e-12) if change > 0 else (found <= 1 + 1e-12)).all()
    assert (priced(elasticity, 1.5 * change) * np.sign(change) >= found * np.sign(change)).all()
    assert (priced(elasticity + 1, change) <= found + 1e-9).all()


texts = st.text(alphabet="ab:=#/.?-1", min_size=1, max_size=8)
names = texts.filter(lambda text: text == text.strip() and "->" not in text)
verbs_of_any_name = st.one_of(
    st.builds(Remove, names, st.floats(0, 1), st.none() | st.just("controller")),
    st.builds(Cut, st.sampled_from(["*", "api"]), names, st.none() | names),
    st.builds(
        Licence, names, st.sampled_from([REVOKED, CLOSED]), st.sampled_from(["holders", "users"])
    ),
    st.builds(Sanction, st.just("US"), names, st.none() | st.floats(0.01, 1), st.booleans()),
    st.builds(Price, names, st.floats(-100, 100)),
)


@given(verbs_of_any_name)
def test_a_verb_is_read_back_from_its_text(verb):
    assert read_verb(str(verb)) == verb
    assert type(verb).parse(str(verb)) == verb


@given(st.data(), names, names)
def test_a_verb_of_known_names_is_read_back_without_brackets(data, one, two):
    table = {"supplier": [one], "dependent": ["#app"], "role": ["r"], "kind": ["api"]}
    nodes = {"node": [one, "#app"], "controller": [two, None]}
    graph = DependencyGraph.from_frame(table, None, nodes).engine
    directory = Directory(graph.graph, graph.attributes)
    for text, verb in (
        (f"remove:{one}", Remove(one)),
        (f"cut:api:{one}", Cut("api", one)),
    ):
        assert read_verb(text, directory) == verb
        assert read_verb(str(verb), directory) == verb
