"""Variations of a graph: reproducible, and untouched by what does not concern them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chokepoints.invented import FACTS, build, clusters_of_facts, evidenced
from valuegraph.chokepoints.drawing import Resampling, resample, settle, varied
from valuegraph.chokepoints.streams import Streams
from valuegraph.errors import UsageError


def drawn(graph, **how):
    return resample(graph.engine.graph, Resampling(**how)).draws


def by_triple(graph, values):
    return {key: values[code].tolist() for key, code in graph.engine.graph.relation_code.items()}


def same(one, two):
    return (
        (one.share == two.share).all()
        and (one.absent == two.absent).all()
        and (one.immune == two.immune).all()
    )


@given(evidenced(), clusters_of_facts, st.integers(0, 5))
def test_the_same_seed_gives_the_same_draws(data, clusters, seed):
    graph = build(*data)
    first = drawn(graph, draws=20, seed=seed, clusters=clusters)
    assert same(first, drawn(graph, draws=20, seed=seed, clusters=clusters))


def test_another_seed_gives_other_draws():
    supplies = [{"supplier": s, "dependent": "t", "role": s, "confidence": 0.5} for s in "abc"]
    rows = [row | {"share": 1.0, "stock": 0.0, "source": None} for row in supplies]
    needs = [{"dependent": "t", "role": "a"}]
    graph = build(rows, needs)
    assert not same(drawn(graph, draws=50, seed=1), drawn(graph, draws=50, seed=2))


@given(evidenced(), clusters_of_facts)
def test_every_draw_is_a_graph(data, clusters):
    graph = build(*data)
    draws = drawn(graph, draws=15, clusters=clusters)
    hypergraph = graph.engine.graph
    total = np.add.reduceat(draws.share, hypergraph.groups.start[:-1], axis=0)
    assert total == pytest.approx(np.where(draws.immune, 0, 1))
    assert (draws.share[draws.absent] == 0).all()
    left = np.add.reduceat(~draws.absent, hypergraph.groups.start[:-1], axis=0, dtype=int)
    assert ((left == 0) == draws.immune).all()
    known = ~varied(hypergraph, draws)[hypergraph.relations.group]
    recorded = np.broadcast_to(hypergraph.relations.share[:, None], draws.share.shape)
    assert (draws.share[known] == recorded[known]).all()
    assert not draws.absent[known].any()


@given(evidenced(), st.booleans())
def test_certain_evidence_leaves_the_graph_as_it_is(data, by_cluster):
    rows, needs = data
    rows = [row | {"confidence": 1.0} for row in rows]
    clusters = {fact: [("s", 1.0)] for fact in FACTS} if by_cluster else None
    graph = build(rows, needs)
    draws = drawn(graph, draws=10, clusters=clusters)
    assert not draws.absent.any()
    assert not draws.immune.any()
    assert (draws.share == graph.engine.graph.relations.share[:, None]).all()


@given(evidenced(), clusters_of_facts, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(data, clusters, random):
    rows, needs = data
    graph, other = build(rows, needs), build(random.sample(rows, len(rows)), needs)
    first, second = (drawn(g, draws=10, clusters=clusters) for g in (graph, other))
    # A weight is divided by the sum of its group, whose last bit depends on the order.
    ours, theirs = by_triple(graph, first.share), by_triple(other, second.share)
    assert ours.keys() == theirs.keys()
    for triple, shares in ours.items():
        assert shares == pytest.approx(theirs[triple], rel=1e-12)
    assert by_triple(graph, first.absent) == by_triple(other, second.absent)


@given(evidenced(), clusters_of_facts, st.randoms(use_true_random=False))
def test_names_do_not_matter_where_facts_are_named(data, clusters, random):
    rows, needs = data
    rows = [row | {"source": [f"own {i}", *(row["source"] or [])]} for i, row in enumerate(rows)]
    new = dict(zip("abcdefg", random.sample("abcdefg", 7), strict=True))
    rename = {"supplier", "dependent"}
    other = build(
        [{k: new[v] if k in rename else v for k, v in row.items()} for row in rows],
        [need | {"dependent": new[need["dependent"]]} for need in needs],
    )
    graph = build(rows, needs)
    first = by_triple(graph, drawn(graph, draws=10, clusters=clusters).share)
    second = by_triple(other, drawn(other, draws=10, clusters=clusters).share)
    for (supplier, dependent, role), share in first.items():
        assert second[new[supplier], new[dependent], role] == pytest.approx(share, abs=1e-12)


@given(evidenced(), st.sampled_from(FACTS), st.sampled_from([0.2, 0.7]))
def test_a_second_source_never_takes_a_fact_away(data, fact, confidence):
    graph = build(*data)
    one = {name: [("first", 0.5)] for name in FACTS}
    two = {**one, fact: [*one[fact], ("second", confidence)]}
    before = ~drawn(graph, draws=40, clusters=one).absent
    after = ~drawn(graph, draws=40, clusters=two).absent
    assert (after | ~before).all(), "draw by draw, not only on average"


@given(evidenced(), clusters_of_facts)
def test_a_fact_elsewhere_changes_no_draw(data, clusters):
    rows, needs = data
    far = {
        "supplier": "0 far",
        "dependent": "1 away",
        "role": "q",
        "share": 1.0,
        "stock": 0.0,
        "confidence": 0.5,
        "source": ["0 another fact"],
    }
    graph, other = build(rows, needs), build([*rows, far], needs)
    more = None if clusters is None else {**clusters, "0 another fact": [("0 source", 0.5)]}
    first = by_triple(graph, drawn(graph, draws=10, clusters=clusters).share)
    second = by_triple(other, drawn(other, draws=10, clusters=more).share)
    assert {key: second[key] for key in first} == first


def test_a_fact_that_clusters_do_not_name_is_one_of_its_own():
    rows = [{"supplier": "a", "dependent": "t", "role": "r", "share": 1.0, "stock": 0.0}]
    rows = [row | {"confidence": 0.5, "source": ["f1"]} for row in rows]
    graph = build(rows, [{"dependent": "t", "role": "r"}])
    alone = drawn(graph, draws=30).absent
    assert 0 < alone.sum() < 30
    assert (drawn(graph, draws=30, clusters={"f2": [("s", 1.0)]}).absent == alone).all()
    assert (drawn(graph, draws=30, clusters={"f1": []}).absent == alone).all()
    assert not drawn(graph, draws=30, clusters={"f1": [("s", 1.0)]}).absent.any()


def test_groups_that_rest_on_the_same_facts_have_the_same_shares():
    rows = [
        {
            "supplier": supplier,
            "dependent": dependent,
            "role": "r",
            "share": 0.5,
            "stock": 0.0,
            "confidence": 0.6,
            "source": [f"share of {supplier}"],
        }
        for supplier in "ab"
        for dependent in "tu"
    ]
    graph = build(rows, [{"dependent": "t", "role": "r"}])
    share = by_triple(graph, drawn(graph, draws=10).share)
    assert share["a", "t", "r"] == share["a", "u", "r"]
    assert len(set(share["a", "t", "r"])) > 5


def test_streams_are_the_names_own():
    streams = Streams(3)
    first = streams.of("a", "b").random(4).tolist()
    assert streams.of("ab").random(4).tolist() != first
    assert streams.of("a", "b").random(4).tolist() == first
    assert Streams(4).of("a", "b").random(4).tolist() != first


def test_nothing_missing_is_settled_as_recorded():
    rows = [{"supplier": "a", "dependent": "t", "role": "r", "share": 1.0, "stock": 0.0}]
    graph = build(
        [rows[0] | {"confidence": 1.0, "source": None}], [{"dependent": "t", "role": "r"}]
    )
    settled = settle(graph.engine.graph, np.ones((1, 3), dtype=bool))
    assert settled.share.tolist() == [[1.0] * 3]


@pytest.mark.parametrize(
    "how",
    [
        {"draws": 0},
        {"seed": -1},
        {"concentration": 0.0},
        {"concentration": float("inf")},
        {"clusters": {"f": [("s", 1.5)]}},
        {"clusters": {"f": [("s", float("nan"))]}},
    ],
)
def test_what_cannot_be_drawn_is_refused(how):
    with pytest.raises(UsageError, match=r"cannot draw|f by s"):
        Resampling(**how)
