"""Words, kinds, coverage and controller sets of a ranking."""

import pandas as pd
import pytest

from valuegraph.chokepoints import DependencyGraph, Thresholds
from valuegraph.errors import UnknownNameError, UsageError


def rows(*quads):
    """Return supplies from (supplier, dependent, role, kind)."""
    return pd.DataFrame(quads, columns=["supplier", "dependent", "role", "kind"])


CHAIN = rows(
    ("optics", "scanner", "lens", "supply"),
    ("scanner", "fab 1", "tool", "supply"),
    ("scanner", "fab 2", "tool", "supply"),
    ("fab 1", "cloud", "chips", "supply"),
    ("fab 2", "cloud", "chips", "supply"),
    ("cloud", "app", "compute", "infrastructure"),
    ("hub", "app", "weights", "licence"),
)
NODES = pd.DataFrame(
    {
        "node": ["optics", "scanner", "fab 1", "fab 2", "cloud", "hub", "app"],
        "controller": [None, None, "F1", "F2", "C", "C", None],
        "jurisdiction": ["DE", "NL", "TW", "TW", "US", "US", None],
    }
)


def chain(**extra):
    return DependencyGraph.from_frame(CHAIN.assign(**extra), nodes=NODES)


def test_the_columns_are_the_contract():
    frame = chain().chokepoints(["app"]).to_frame()
    assert list(frame.columns) == [
        "name",
        "reach",
        "share_lost",
        "share_lost_surge",
        "unavoidable",
        "order",
        "leverage",
        "kind",
        "verdict",
    ]
    assert len(frame) == len(NODES)


def test_the_order_is_lexicographic_and_a_target_comes_after_what_stops_it():
    result = chain().chokepoints(["app"])
    assert [row.name for row in result.rows] == [
        *("cloud", "hub", "optics", "scanner"),
        "app",
        *("fab 1", "fab 2"),
    ]


def test_the_order_column_is_none_where_no_cut_was_found():
    frame = chain().chokepoints(["app"], max_order=1).to_frame().set_index("name")
    assert frame.loc["cloud", "order"] == 1
    assert frame.loc["fab 1", "order"] is None


def test_kinds_are_those_on_the_proof():
    result = chain().chokepoints(["app"])
    assert result.row("hub").kind == "licence"
    assert result.row("optics").kind == "infrastructure, supply"
    assert result.row("fab 1").kind == "infrastructure, supply"
    assert result.row("app").kind == ""


def test_a_kind_that_does_not_bind_is_not_on_the_proof():
    table = rows(
        ("x", "t", "all", "api"),
        ("x", "half", "part", "data"),
        ("other", "half", "part", "data"),
        ("half", "t", "half", "licence"),
    )
    assert DependencyGraph.from_frame(table).chokepoints(["t"]).row("x").kind == "api"


def test_kinds_in_linear_groups_and_cycles():
    table = rows(
        ("x", "a", "one", "api"),
        ("a", "b", "two", "data"),
        ("b", "a", "three", "licence"),
        ("b", "t", "four", "platform"),
        ("y", "t", "five", "derivation"),
    )
    needs = pd.DataFrame(
        {"dependent": ["t", "t"], "role": ["four", "five"], "combination": "linear"}
    ).assign(essentiality=[0.4, 0.3])
    result = DependencyGraph.from_frame(table, needs).chokepoints(["t"])
    assert result.row("x").kind == "api, data, licence, platform"
    assert result.row("y").kind == "derivation"


def test_many_kinds_share_the_last_bit():
    table = rows(*((f"s{i}", "t", f"r{i}", f"kind {i:03d}") for i in range(70)))
    result = DependencyGraph.from_frame(table).chokepoints(["t"])
    assert result.row("s1").kind == "kind 001"
    assert result.row("s69").kind == "other kinds"


def test_structural_needs_asserted_completeness():
    result = chain().chokepoints(["app"])
    assert result.row("hub").verdict == "unavoidable as recorded"
    groups = CHAIN[["dependent", "role"]].drop_duplicates()
    graph = DependencyGraph.from_frame(CHAIN, groups.assign(complete=True))
    assert graph.chokepoints(["app"]).row("optics").verdict == "structural"
    partly = groups.assign(complete=groups["role"] != "tool")
    result = DependencyGraph.from_frame(CHAIN, partly).chokepoints(["app"])
    assert result.row("optics").verdict == "unavoidable as recorded"
    assert result.row("cloud").verdict == "structural"
    assert result.coverage.complete_groups == 4


def test_dominant_share_and_terms_and_their_thresholds():
    graph = chain(
        share=[None, None, None, 0.7, 0.3, None, None],
        revocable_by=[None] * 3 + ["fab 1"] + [None] * 3,
    )
    result = graph.chokepoints(["app"])
    assert result.row("fab 1").verdict == "dominant share, joint, terms"
    assert result.row("fab 1").leverage == pytest.approx(0.7)
    assert result.row("fab 2").verdict == "joint"
    strict = Thresholds(dominant_share=0.8, terms=0.71, joint=3)
    assert graph.chokepoints(["app"], thresholds=strict).row("fab 1").verdict == ""


def test_a_jurisdiction_that_reaches_what_none_of_its_firms_reaches():
    result = chain().chokepoints(["app"], by="jurisdiction")
    assert result.by == "jurisdiction"
    assert result.row("TW").unavoidable == 1
    assert result.row("TW").verdict == "unavoidable as recorded, jurisdictional"
    assert result.row("US").verdict == "unavoidable as recorded"
    assert {row.name for row in result.rows} == {"DE", "NL", "TW", "US"}


def test_firms_are_sets_of_nodes_and_stand_for_themselves_without_a_controller():
    result = chain().chokepoints(["app"], by="firm")
    assert {row.name for row in result.rows} == {"C", "F1", "F2", "optics", "scanner", "app"}
    own = chain().chokepoints(["app"], by={"both": ["fab 1", "fab 2"], "one": "fab 1"})
    assert own.row("both").unavoidable == 1
    assert own.row("one").share_lost == pytest.approx(0.5)


def test_a_firm_may_revoke_what_names_it_or_one_of_its_nodes():
    table = CHAIN.assign(revocable_by=["optics", None, None, "F1", True, "cloud", "C"])
    graph = DependencyGraph.from_frame(table, nodes=NODES)
    result = graph.chokepoints(["app"], by="firm")
    assert result.row("C").leverage == 1
    assert result.row("F1").leverage == pytest.approx(0.5)
    assert result.row("F2").leverage == pytest.approx(0.5)
    assert result.row("scanner").leverage == 0


def test_leverage_can_exceed_what_withdrawal_costs_in_the_continuity_view():
    """A stock outlasts its supplier, but not the withdrawal of the right to use it."""
    table = rows(("lab", "app", "weights", "licence")).assign(stock=1, revocable_by=True)
    row = DependencyGraph.from_frame(table).chokepoints(["app"], view="continuity").row("lab")
    assert (row.reach, row.share_lost, row.leverage, row.verdict) == (0, 0, 1, "terms")


def test_coverage_counts_what_the_targets_rest_on():
    table = pd.concat([CHAIN, rows(("far", "away", "role", "data"), ("a", "b", "c", "data"))])
    needs = pd.DataFrame({"dependent": ["cloud", "away"], "role": ["power", "power"]})
    coverage = DependencyGraph.from_frame(table, needs).chokepoints(["app"]).coverage
    assert coverage.targets == 1
    assert coverage.groups == 6
    assert coverage.shared_groups == 1
    assert coverage.sourced_groups == 0
    assert coverage.unknown_groups == 1
    assert "1 required roles unknown" in str(coverage)


def test_loops_without_a_stock_are_counted_and_named():
    table = rows(("a", "b", "r", "api"), ("b", "a", "r", "api"), ("b", "t", "r", "api"))
    graph = DependencyGraph.from_frame(table)
    assert graph.phantom_loops() == [frozenset("ab")]
    assert graph.chokepoints(["t"]).coverage.phantom_loops == 1
    stocked = DependencyGraph.from_frame(table.assign(stock=[0, 0.5, 0]))
    assert stocked.phantom_loops() == []


def test_a_loop_without_a_stock_leaves_an_interval():
    """x is the other alternative of a; without it a and b live on each other, or on nothing."""
    table = rows(
        *(("b", "a", "r", "api"), ("x", "a", "r", "api"), ("a", "b", "r", "api")),
        ("a", "t", "r", "api"),
    )
    found = DependencyGraph.from_frame(table).chokepoints(["t"], surge=1.0)
    assert found.fixed_points("x") == {
        "share_lost": (pytest.approx(1), 1),
        "share_lost_surge": (0, 1),
        "unavoidable": (0, 1),
    }
    assert found.fixed_points("a")["unavoidable"] == (1, 1)


def test_details_are_of_the_names_ranked():
    result = chain().chokepoints(["app"], by="firm")
    for ask in (result.concentration, result.replacement, result.fixed_points):
        with pytest.raises(UnknownNameError, match="'nobody' is not among the 6 names"):
            ask("nobody")
    with pytest.raises(UsageError, match="no column 'colour'"):
        result.by_attribute("F1", "colour")
    assert result.by_attribute("F1", "jurisdiction")["value"].tolist() == [None]


def test_concentration_is_that_of_the_groups_of_others():
    """C runs cloud and hub; what they supply each other is no group of others."""
    table = pd.concat([CHAIN, rows(("hub", "cloud", "software", "supply"))]).assign(
        share=[None, None, None, 0.7, 0.3, None, None, 1.0]
    )
    result = DependencyGraph.from_frame(table, nodes=NODES).chokepoints(["app"], by="firm")
    assert [(g.dependent, g.role) for g in result.concentration("C")] == [
        ("app", "compute"),
        ("app", "weights"),
    ]
    (chips,) = result.concentration("F1")
    assert (chips.dependent, chips.own, chips.cr3) == ("cloud", 0.7, 1)
    assert chips.hhi == pytest.approx(0.58)


def test_a_set_named_after_the_jurisdiction_of_its_nodes_is_one():
    sets = {"TW": ["fab 1", "fab 2"], "two fabs": ["fab 1", "fab 2"], "NL": ["fab 1", "fab 2"]}
    result = chain().chokepoints(["app"], by=sets)
    assert result.row("TW").verdict == "unavoidable as recorded, jurisdictional"
    assert result.row("two fabs").verdict == "unavoidable as recorded"
    assert result.row("NL").verdict == "unavoidable as recorded"


def test_conditions_and_html_show_the_terms_of_the_answer():
    result = chain().chokepoints(["app"], surge=0.25, view="continuity")
    assert "surge 0.25" in result.conditions
    assert "continuity view" in result.conditions
    assert "dominant share at L(0) >= 0.5" in result.conditions
    html = chain().chokepoints(["app"], max_order=1)._repr_html_()
    assert "<td>cloud</td>" in html
    assert "none found" in html
    assert "more names" not in html
    table = rows(*((f"<s{i}>", "t", f"r{i}", "api") for i in range(40)))
    html = DependencyGraph.from_frame(table).chokepoints(["t"])._repr_html_()
    assert "&lt;s1&gt;" in html
    assert "16 more names are not shown" in html


def test_a_result_cannot_be_changed_and_equal_questions_give_equal_results():
    result = chain().chokepoints(["app"])
    assert result == chain().chokepoints(["app"])
    assert len(result) == len(NODES)
    with pytest.raises(AttributeError):
        result.rows = ()
