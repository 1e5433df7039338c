"""The proofs behind one line: failures, survivals, the order of targets, and who else supplies."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from tests.view.handmade import engine, network, projection
from valuegraph.view.alternatives import alternatives, in_words, nobody
from valuegraph.view.explained import Check
from valuegraph.view.proofs import Withdrawal
from valuegraph.view.wording import Wording

TWO = network(
    ("x", "sole", "servingCompute", ("serves sole",)),
    ("x", "shared", "servingCompute", ("x serves shared",), {"share": 0.75}),
    ("y", "shared", "servingCompute", ("y serves shared",), {"share": 0.25}),
    ("y", "apart", "servingCompute", ("y serves apart",)),
    targets={"sole": 1.0, "shared": 2.0, "apart": 1.0},
)


def withdrawal(made, name, view="renewal", surge=0.3):
    """Return what happens when one node withdraws, as a ranking would ask."""
    graph, said = engine(made), projection(made)
    row = graph.chokepoints(made.targets, by={name: {name}}, surge=surge, view=view).row(name)
    line = SimpleNamespace(
        view=view,
        nodes=frozenset({name}),
        share_lost=row.share_lost,
        share_lost_surge=row.share_lost_surge,
        unavoidable=row.unavoidable,
    )
    basis = SimpleNamespace(projection=said, graph=graph, weights=made.targets)
    return Withdrawal(basis, line, Wording(said)), Wording(said)


def test_each_horizon_proves_who_loses_and_who_survives():
    lost, _ = withdrawal(TWO, "x")
    for_good, at_once = lost.cases()
    assert (for_good.horizon, at_once.horizon) == ("unavoidable", "share_lost")
    assert for_good.figure == for_good.proven() == pytest.approx(0.25)
    assert at_once.figure == at_once.proven() == pytest.approx(0.25 + 0.5 * 0.75)
    assert [each.iri for each in for_good.sufferers] == ["sole"]
    assert [str(proof.target) for proof in for_good.survivals] == ["shared"]
    assert [proof.kind for proof in for_good.survivals] == ["survival"]
    assert at_once.survivals == ()
    assert (for_good.verified(), for_good.count) == (2, 2)


def test_the_targets_that_add_most_come_first():
    lost, wording = withdrawal(TWO, "x")
    at_once = lost.cases()[1]
    assert [(each.iri, each.points) for each in at_once.sufferers] == [
        ("shared", pytest.approx(0.375)),
        ("sole", pytest.approx(0.25)),
    ]
    (first,) = at_once.proofs(1, wording)
    assert first.target.iri == "shared"
    assert first.verify()
    assert len(at_once.proofs(5, wording)) == 2


def test_the_check_counts_both_kinds_of_proof():
    lost, _ = withdrawal(TWO, "x")
    told = Check.of(lost.cases()[0]).told()
    assert told == (
        "1 target loses something for good, 1 target loses something at once but nothing once "
        "survivors grow. The proof of each was checked by code that does not use the engine, and "
        "holds; together they prove the 25 %."
    )


def test_where_nothing_is_lost_every_target_has_a_proof_of_survival():
    stocked = network(
        ("x", "t", "wafers", ("f",), {"stock": 1.0}),
        ("y", "u", "wafers", ("g",)),
        targets={"t": 1.0, "u": 1.0},
    )
    lost, _ = withdrawal(stocked, "x", view="continuity")
    (case,) = lost.cases()
    assert case.failures == ()
    assert (case.verified(), case.count, case.proven()) == (2, 2, 0.0)
    assert Check.of(case).told() == (
        "2 targets lose nothing. The proof of each was checked by code that does not use the "
        "engine, and holds."
    )


def test_alternatives_lose_nothing_themselves_and_take_up_what_growth_allows():
    lost, wording = withdrawal(TWO, "x")
    proofs = [proof for case in lost.cases() for proof in case.proofs(5, wording)]
    shared, sole = alternatives(proofs, lost, 0.3)
    assert (shared.dependents, shared.lost, shared.left) == (("shared",), ("x",), ("y",))
    assert shared.share_left == pytest.approx(0.25)
    # With surge 0.3 the other gives 0.25 * 1.3 = 0.325: 0.675 is lost, 0.075 taken up.
    assert shared.share_lost == pytest.approx(0.75)
    assert shared.share_lost_surge == pytest.approx(0.675)
    assert shared.unavoidable == pytest.approx(0.0)
    assert shared.taken_up == pytest.approx((0.0, 0.075, 0.75))
    assert (sole.dependents, sole.left) == (("sole",), ())
    assert in_words(shared, wording, 0.3) == (
        "For serving compute of shared: y (25 % today) loses nothing. Lost: 75 % at once, 67.5 % "
        "with surge 0.3 (it takes up 7.5 %), nothing if it grows without bounds (it takes up "
        "75 %)."
    )
    assert nobody([shared, sole], wording) == (
        "Nobody else is recorded for 1 role on the proof: serving compute of sole."
    )


def test_roles_served_alike_are_one_alternative():
    made = network(
        *((supplier, name, "wafers", (name,)) for name in "pq" for supplier in ("x", "y")),
        targets={"p": 1.0, "q": 1.0},
    )
    lost, wording = withdrawal(made, "x")
    (case,) = lost.cases()
    (both,) = alternatives(case.proofs(2, wording), lost, math.inf)
    assert both.dependents == ("p", "q")
    assert both.taken_up[1] == both.taken_up[2] == pytest.approx(0.5)


@pytest.mark.parametrize("surge", [0.0, 0.3, math.inf])
def test_proofs_that_share_a_solution_are_those_that_the_graph_gives_one_by_one(surge):
    lost, _ = withdrawal(TWO, "x")
    graph = engine(TWO)
    for target in ("shared", "sole", "apart", "shared"):
        one = graph.explain(["x"], target, surge=surge)
        assert lost.prover(surge).certificate_of(target) == one
        assert lost.groups(target, surge) == one.facts[target]
