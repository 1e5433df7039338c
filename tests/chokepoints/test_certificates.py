"""Proofs: what they list, and that a forged one does not pass."""

import dataclasses
import math
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from valuegraph.chokepoints import DependencyGraph, certificate


def graph_of(*triples, requirements=None, **columns):
    frame = pd.DataFrame(triples, columns=["supplier", "dependent", "role"]).assign(**columns)
    return DependencyGraph.from_frame(frame, requirements)


def diamond(**columns):
    return graph_of(
        ("x", "a", "chip"), ("x", "b", "chip"), ("a", "t", "api"), ("b", "t", "api"), **columns
    )


def test_a_failure_runs_from_the_removed_node_to_the_target_with_its_facts():
    steps = diamond(source=["f1", "f2", ["f3", "f0"], "f4"]).explain(["x"], "t").steps
    assert [(step.node, step.role) for step in steps] == [
        ("x", None),
        ("a", "chip"),
        ("b", "chip"),
        ("t", "api"),
    ]
    assert [m.source for m in steps[-1].members] == [("f0", "f3"), ("f4",)]
    assert [str(step) for step in steps] == [
        "x is removed",
        "a loses 1 for want of chip from x",
        "b loses 1 for want of chip from x",
        "t loses 1 for want of api from a, b",
    ]


def test_a_target_that_survives_has_an_alternative_route():
    proof = diamond().explain(["a"], "t")
    assert proof.kind == "survival"
    assert str(proof) == "b is served in chip by x\nt is served in api by b"
    assert proof.verify()


def test_a_partial_loss_is_proven_to_the_number():
    proof = diamond(share=[None, None, 0.7, 0.3]).explain(["a"], "t", surge=0.0)
    assert (proof.kind, proof.loss) == ("failure", pytest.approx(0.7))
    assert proof.verify()
    assert not dataclasses.replace(proof, loss=0.8).verify()


def test_with_finite_surge_a_survival_needs_enough_members():
    graph = graph_of(*((s, "t", "r") for s in "abcd"), share=[0.4, 0.3, 0.2, 0.1])
    proof = graph.explain(["d"], "t", surge=0.3)
    (step,) = proof.steps
    assert [m.supplier for m in step.members] == ["a", "b", "c"]
    assert proof.verify()
    fewer = dataclasses.replace(step, members=step.members[:2])
    assert not dataclasses.replace(proof, steps=(fewer,)).verify()


def test_a_survival_may_rest_on_a_supplier_that_is_itself_weakened():
    """b keeps .8; a and b together still reach .5 + .4, and with surge more than enough."""
    graph = graph_of(
        ("x", "b", "tool"),
        ("y", "b", "tool"),
        ("a", "t", "r"),
        ("b", "t", "r"),
        share=[0.4, 0.6, 0.5, 0.5],
    )
    proof = graph.explain(["x"], "t", surge=0.3)
    assert str(proof) == ("b keeps 0.78 of its service in tool by y\nt is served in r by a, b")
    assert proof.verify()
    stronger = [dataclasses.replace(step, loss=0.0) for step in proof.steps]
    assert not dataclasses.replace(proof, steps=tuple(stronger)).verify()
    capped = graph.explain([], "t", surge=0.3, caps={"b": 0.9})
    assert "b is capped" in str(capped)
    assert capped.verify()


def test_in_a_cycle_the_proof_takes_the_group_that_fell_first():
    graph = graph_of(("x", "a", "first"), ("b", "a", "second"), ("a", "b", "r"), ("b", "t", "r"))
    proof = graph.explain(["x"], "t")
    assert [(step.node, step.role) for step in proof.steps] == [
        ("x", None),
        ("a", "first"),
        ("b", "r"),
        ("t", "r"),
    ]
    assert proof.verify()


def test_a_cycle_that_falls_by_halves_is_proven_by_the_group_that_started_it():
    """b needs a for r, and a or c for s; a needs b: c's half pulls both down without end."""
    graph = graph_of(("a", "b", "r"), ("a", "b", "s"), ("c", "b", "s"), ("b", "a", "r"))
    proof = graph.explain(["c"], "a", surge=0.0)
    assert proof.loss == pytest.approx(1, abs=1e-9)
    assert ("b", "s") in [(step.node, step.role) for step in proof.steps]
    assert proof.verify()


def test_linear_losses_are_all_listed():
    needs = pd.DataFrame(
        {"dependent": "t", "role": ["one", "two"], "essentiality": 0.4, "combination": "linear"}
    )
    graph = graph_of(("a", "t", "one"), ("b", "t", "two"), requirements=needs)
    proof = graph.explain(["a", "b"], "t")
    assert [step.role for step in proof.steps if step.node == "t"] == ["one", "two"]
    assert proof.loss == pytest.approx(0.8)
    assert proof.verify()
    assert not dataclasses.replace(proof, steps=proof.steps[:-1]).verify()


def test_caps_and_cut_relations_are_part_of_the_proof():
    graph = diamond(stock=[1, 1, 0, 0])
    cut = {("x", "a", "chip"): 0.0, ("x", "b", "chip"): 0.25}
    proof = graph.explain([], "t", view="continuity", relation_caps=cut, caps={"a": 0.1})
    assert proof.loss == pytest.approx(0.75)
    assert proof.verify()
    assert graph.explain(["x"], "t", view="continuity").kind == "survival"
    capped = graph.explain([], "t", surge=0.0, caps={"a": 0.5})
    assert str(capped.steps[0]) == "a is capped"


def forged(proof):
    """Yield certificates that claim what their facts do not give."""
    for i, step in enumerate(proof.steps):
        yield dataclasses.replace(proof, steps=proof.steps[:i] + proof.steps[i + 1 :])
        if step.role is not None:
            other = dataclasses.replace(step, role="no such role")
            yield dataclasses.replace(proof, steps=(*proof.steps[:i], other, *proof.steps[i + 1 :]))


@pytest.mark.parametrize("remove", ["x", "a"])
def test_no_step_can_be_left_out_or_forged(remove):
    proof = diamond().explain([remove], "t")
    assert proof.verify()
    for fake in forged(proof):
        assert not fake.verify()


def test_the_opposite_claim_does_not_pass():
    dead, alive = diamond().explain(["x"], "t"), diamond().explain(["a"], "t")
    assert not dataclasses.replace(dead, kind="survival").verify()
    assert not dataclasses.replace(alive, kind="failure", loss=1.0).verify()
    assert not dataclasses.replace(alive, kind="failure").verify()


def test_a_survival_cannot_borrow_members_or_revive_the_removed():
    proof = diamond().explain(["a"], "t")
    outsider = dataclasses.replace(proof.steps[-1].members[0], supplier="nobody")
    step = dataclasses.replace(proof.steps[-1], members=(outsider,))
    assert not dataclasses.replace(proof, steps=(proof.steps[0], step)).verify()
    assert not dataclasses.replace(proof, imposed={"a": 1.0, "b": 1.0}).verify()


def test_the_ranking_explains_its_rows():
    result = diamond().chokepoints({"t": 1, "a": 5})
    assert result.explain("x").target == "a"
    assert result.explain("x", "t").verify()
    share = diamond().chokepoints(["t"]).explain("b")
    assert (share.kind, share.loss) == ("failure", pytest.approx(0.5))
    nothing = graph_of(("a", "t", "r"), ("t", "u", "r")).chokepoints(["t"]).explain("u")
    assert nothing.kind == "survival"


def test_the_checker_imports_nothing_of_the_engine():
    path = Path(certificate.__file__)
    code = (
        "import importlib.util, sys;"
        f"spec = importlib.util.spec_from_file_location('checker', {str(path)!r});"
        "module = importlib.util.module_from_spec(spec);"
        "sys.modules['checker'] = module;"
        "spec.loader.exec_module(module);"
        "assert not [name for name in sys.modules if name.startswith(('valuegraph', 'numpy'))]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_long_chain_and_a_wide_cycle_are_proven():
    chain = [(f"n{i:03d}", f"n{i + 1:03d}", "r") for i in range(400)]
    proof = graph_of(*chain).explain(["n000"], "n400")
    assert len(proof.steps) == 401
    assert proof.verify()
    ring = [(f"n{i}", f"n{(i + 1) % 9}", "r") for i in range(9)]
    ring += [("x", "n0", "r"), ("n5", "t", "r")]
    proof = graph_of(*ring).explain(["x", "n3"], "t", surge=math.inf)
    assert proof.kind == "failure"
    assert proof.verify()
