"""Scenario verbs: what they do, that they compose, and that nothing is skipped."""

import itertools

import pandas as pd
import pytest

from valuegraph.chokepoints import DependencyGraph
from valuegraph.errors import UnknownNameError, UsageError

SUPPLIES = pd.DataFrame(
    [
        ("lab", "app", "model", "api"),
        ("rival", "app", "model", "api"),
        ("lab", "tool", "weights", "licence"),
        ("https://x.org/a=b", "tool", "compute", "infrastructure"),
    ],
    columns=["supplier", "dependent", "role", "kind"],
).assign(stock=[0, 0, 1, 0])
NODES = pd.DataFrame({"node": ["lab", "rival"], "controller": ["Firm", "Firm"]})
GRAPH = DependencyGraph.from_frame(SUPPLIES, nodes=NODES)


def lost(*verbs, **asked):
    return GRAPH.scenario(*verbs, targets=["app", "tool"], **asked).lost


def test_removing_and_capping_a_node():
    assert lost("remove:lab") == pytest.approx(0.75)
    assert lost("remove:lab=0.4") == pytest.approx((0.3 + 0.6) / 2)
    assert lost("remove:lab", view="continuity") == pytest.approx(0.25)
    assert lost("remove:lab", surge=0.3) == pytest.approx((0.35 + 1) / 2)


def test_names_may_hold_colons_and_equals_signs():
    assert lost("remove:https://x.org/a=b") == pytest.approx(0.5)
    assert lost("remove:https://x.org/a=b=0.5") == pytest.approx(0.25)
    assert lost("cut:infrastructure:https://x.org/a=b") == pytest.approx(0.5)


def test_cutting_relations_by_kind_and_supplier_or_controller():
    assert lost("cut:api:lab") == pytest.approx(0.25)
    assert lost("cut:licence:lab", view="continuity") == pytest.approx(0.5)
    assert lost("cut:*:lab") == pytest.approx(0.75)
    assert lost("cut:api:Firm") == pytest.approx(0.5)
    assert lost("cut:api:app") == 0


def test_verbs_compose_in_any_order_and_any_number_of_times():
    verbs = ["remove:lab=0.6", "remove:lab=0.2", "cut:licence:lab", "remove:rival=0.9"]
    expected = lost(*verbs)
    for ordered in itertools.permutations(verbs):
        assert lost(*ordered) == expected
    assert lost(*verbs, *verbs) == expected
    assert lost() == 0


def test_the_frame_lists_what_loses_anything():
    result = GRAPH.scenario("cut:api:lab")
    assert result.lost is None
    assert result.to_frame().to_dict("list") == {"node": ["app"], "service": [0.5]}
    assert result.service["tool"] == 1


@pytest.mark.parametrize(
    ("error", "verb"),
    [
        (UsageError, "sanction:US:CN"),
        (UsageError, "price:lab:0.1"),
        (UsageError, "remove"),
        (UsageError, "remove:"),
        (UsageError, "cut:api"),
        (UsageError, "remove:lab=2"),
        (UsageError, "remove:lab=much"),
        (UsageError, "remove:lab=nan"),
        (UnknownNameError, "remove:nobody"),
        (UnknownNameError, "remove:nobody=0.5"),
        (UnknownNameError, "cut:api:nobody"),
        (UnknownNameError, "cut:gossip:lab"),
    ],
)
def test_what_cannot_be_read_is_refused(error, verb):
    with pytest.raises(error):
        GRAPH.scenario(verb)
