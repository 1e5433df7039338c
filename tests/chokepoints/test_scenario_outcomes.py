"""What stands beside the loss of a scenario: proofs, facts, flips, causes, bounds."""

import math

import pandas as pd
import pytest

from valuegraph.chokepoints import DependencyGraph, needed
from valuegraph.chokepoints.clause import Clause
from valuegraph.chokepoints.drawing import Resampling, resample
from valuegraph.chokepoints.naming import Directory
from valuegraph.chokepoints.needed import Requirement, Supply
from valuegraph.chokepoints.scenario import play
from valuegraph.chokepoints.shocks import conditions
from valuegraph.chokepoints.verbs import Licence, Remove
from valuegraph.errors import GraphError, UnknownNameError

CHAIN = DependencyGraph.from_frame(
    {
        "supplier": ["x", "a", "b", "z"],
        "dependent": ["a", "t", "t", "u"],
        "role": ["part", "tool", "power", "power"],
        "kind": ["supply", "licence", "infrastructure", "supply"],
        "stock": [0.0, 0.4, 1.0, 0.0],
        "confidence": [0.7, 0.9, 0.8, 0.5],
        "source": [("f1", ("f2", "f3")), "f4", None, "f5"],
    },
    {"dependent": ["t"], "role": ["power"], "complete": [True]},
)


def run(*verbs, targets=("t", "u"), view="renewal", surge=0.0, graph=CHAIN):
    return play(graph.engine, verbs, targets, conditions(surge, view))


def test_the_facts_on_the_proof_are_listed_with_their_confidence():
    scenario = run("remove:x")
    frame = scenario.facts()
    assert frame.to_dict("list") == {
        "supplier": ["a", "x"],
        "dependent": ["t", "a"],
        "role": ["tool", "part"],
        "kind": ["licence", "supply"],
        "confidence": [0.9, 0.7],
        "facts": [("f4",), ("f1", "f2", "f3")],
    }
    assert scenario.confidence() == scenario.confidence("t") == 0.7
    assert scenario.confidence("a") == 0.7
    kept = scenario.certificate("u")
    assert (kept.kind, kept.verify()) == ("survival", True)
    assert scenario.facts("u")["facts"].tolist() == [("f5",)]
    assert run("remove:x", targets=["u"]).confidence() is None
    with pytest.raises(UnknownNameError):
        scenario.certificate("nobody")


def test_what_a_clause_leaves_of_a_stock_is_proven():
    scenario = run("licence:a:closed", "remove:x=0.1", view="continuity", targets=["t"])
    assert scenario.lost == pytest.approx(0.6)
    proof = scenario.certificate("t")
    assert (proof.kind, proof.verify()) == ("failure", True)
    assert proof.loss == pytest.approx(0.6)
    assert scenario.exposure == 1


def test_an_added_requirement_is_part_of_the_cut():
    audit = Licence("a", Clause("audit", effect="add requirement", requires=("z",)))
    scenario = run(audit, Remove("z"))
    assert scenario.lost == 1
    assert scenario.cut("t") == {"z", Requirement("t", "audit of a, from z")}
    assert scenario.cut("u") == {"z"}
    assert scenario.certificate("t").verify()
    assert scenario.facts("t")["confidence"].tolist() == [1.0]


def test_what_a_requirement_asks_of_its_own_supplier_is_met():
    audit = Licence("a", Clause("audit", effect="add requirement", requires=("t",)))
    assert run(audit, Remove("x", 0.5)).trial.imposed().engine is CHAIN.engine


def test_assumptions_on_the_proof_are_tried_otherwise():
    flips = run("remove:x", targets=["t"]).flips()
    assert (flips.figure, flips.before, flips.verdict) == (
        "unavoidable",
        1.0,
        "unavoidable as recorded",
    )
    found = {(row.assumption, *row.about): row.after for row in flips.rows}
    assert found == {
        ("stock", "continuity view"): pytest.approx(0.6),
        ("completeness", "every incomplete group"): 0,
        ("completeness", "a", "part"): 0,
        ("completeness", "t", "tool"): 0,
        # Nothing else is said of the tool. b's power has no stated fact.
        ("fact", "f4"): 0,
    }
    assert all(row.flips for row in flips.rows)
    partial = run("remove:x=0.5", targets=["t"]).flips()
    assert (partial.figure, partial.before) == ("unavoidable", 0.5)
    shared = DependencyGraph.from_frame(
        {"supplier": ["a", "b"], "dependent": ["t"] * 2, "role": ["r"] * 2, "source": ["f", "g"]}
    )
    short = run("remove:a", targets=["t"], graph=shared).flips()
    assert (short.figure, short.before, short.verdict) == ("share_lost", 0.5, "dominant share")
    # Without the fact on b there is a alone; without that on a it is no supplier and no loss.
    assert {row.about[0]: row.after for row in short.of("fact")} == {"f": 0}


def test_with_many_verbs_each_is_left_out_in_turn():
    names = "abcdefg"
    graph = DependencyGraph.from_frame(
        {"supplier": list(names), "dependent": ["t"] * 7, "role": ["r"] * 7}
    )
    verbs = [Remove(name) for name in names]
    frame = run(*verbs, targets=["t"], graph=graph).by_cause()
    assert set(frame["attribution"]) == {"leave one out"}
    assert frame["lost_jointly"].tolist() == pytest.approx([1 / 7] * 7)
    endless = run(*verbs, targets=["t"], graph=graph, surge=math.inf).by_cause()
    assert endless["lost_alone"].tolist() == [0] * 7
    assert endless["lost_jointly"].tolist() == [1] * 7


def test_a_cut_of_too_many_parts_is_refused(monkeypatch):
    count = 12
    graph = DependencyGraph.from_frame(
        {"supplier": range(count), "dependent": ["t"] * count, "role": ["r"] * count}
    )
    scenario = run(*(Remove(name) for name in range(count)), targets=["t"], graph=graph)
    assert scenario.cut() == set(range(count))
    monkeypatch.setattr(needed, "MOST_TRIALS", 20)
    with pytest.raises(GraphError, match="among 20 parts"):
        scenario.cut()


def test_targets_come_worst_first_and_nodes_without_targets():
    scenario = run("remove:x=0.5", "remove:z=0.2", targets={"t": 3, "u": 1})
    assert scenario.lost == pytest.approx(0.75 * 0.5 + 0.25 * 0.8)
    frame = scenario.to_frame()
    assert list(frame) == ["name", "weight", "service_lost", "exposed"]
    assert frame["name"].tolist() == ["u", "t"]
    assert frame["weight"].tolist() == [0.25, 0.75]
    assert frame["service_lost"].tolist() == pytest.approx([0.8, 0.5])
    everywhere = run("remove:x=0.5", targets=None)
    assert everywhere.lost is everywhere.exposure is everywhere.lost_at_most is None
    assert everywhere.to_frame()["node"].tolist() == ["a", "t", "x"]


def test_exposure_is_what_can_be_touched_at_all():
    spare = DependencyGraph.from_frame(
        {"supplier": ["a", "b", "c"], "dependent": ["t", "t", "u"], "role": ["r", "r", "r"]}
    )
    scenario = run("remove:a", surge=math.inf, graph=spare)
    assert (scenario.lost, scenario.exposure) == (0, 0.5)
    assert [row.exposed for row in scenario.targets] == [True, False]
    cut = run("cut:*:a", surge=math.inf, graph=spare)
    assert cut.exposure == 0.5


def test_an_alternative_without_a_share_may_carry_everything():
    graph = DependencyGraph.from_frame(
        {
            "supplier": ["a", "b", "c"],
            "dependent": ["t"] * 3,
            "role": ["r"] * 3,
            "share": [1.0, None, None],
        }
    )
    frame = run("remove:a", "remove:c=0.5", targets=["t"], surge=math.inf, graph=graph)
    rows = frame.alternatives()
    assert rows["supplier"].tolist() == ["b", "c"]
    assert rows["load_before"].tolist() == [0, 0]
    assert rows["load_after"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert rows["overloaded"].tolist() == [False, False]
    own = DependencyGraph.from_frame(
        {"supplier": ["a", "b"], "dependent": ["t"] * 2, "role": ["r"] * 2},
        {"dependent": ["t"], "role": ["r"], "surge": [1.0]},
    )
    rows = run("remove:a", targets=["t"], graph=own).alternatives()
    assert (rows["load_after"][0], rows["carried"][0], rows["overloaded"][0]) == (1, 1, False)


def test_a_directory_knows_nodes_and_their_owners():
    nodes = pd.DataFrame(
        {"node": ["a", "b"], "controller": ["F", "F"], "firm": ["F", "f2"], "tags": [["p"], None]}
    )
    table = {"supplier": ["a", "b"], "dependent": ["t", "t"], "role": ["r", "r"]}
    graph = DependencyGraph.from_frame(table, None, nodes)
    directory = Directory(graph.engine.graph, graph.attributes)
    assert [directory.knows(name) for name in ("a", "F", "f2", "p", "x")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert str(directory.one("F")) == "F (controller of 2 nodes)"
    assert str(directory.owned("F")) == "F (controller or firm of 2 nodes)"
    assert str(directory.owned("f2")) == "f2 (firm of 1 node)"
    assert directory.members("tags") == {}
    scenario = play(graph.engine, ["cut:*:F:t"], ["t"], conditions(0, "renewal"))
    assert scenario.cut() == {Supply("a", "t", "r"), Supply("b", "t", "r")}


def test_the_least_fixed_point_is_kept_throughout():
    """a and b need one another: at the least fixed point neither serves, with or without a shock."""
    graph = DependencyGraph.from_frame(
        {
            "supplier": ["a", "b", "b", "x"],
            "dependent": ["b", "a", "t", "u"],
            "role": ["r"] * 4,
            "confidence": [0.5, 1.0, 1.0, 1.0],
        }
    )
    asked = conditions(0.0, "renewal", "least")
    scenario = play(graph.engine, ["remove:x"], ["t", "u"], asked)
    assert (scenario.lost, run("remove:x", graph=graph).lost) == (1.0, 0.5)
    assert scenario.horizons()["lost"].tolist() == [1.0] * 4
    sample = scenario.sample(resample(graph.engine.graph, Resampling(draws=40)))
    # Without the weak relation b needs nothing and the loop is none.
    assert sorted(set(sample.lost[0].ravel().tolist())) == [0.5, 1.0]
