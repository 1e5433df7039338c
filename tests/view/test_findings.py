"""Answers on the invented chain of tests/projection: one lab, two clouds, one lithography maker."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import fastparquet
import networkx as nx
import pytest

import valuegraph as vg
from valuegraph.errors import GraphError, UnknownNameError, UsageError

CHAIN = Path(__file__).parent.parent / "projection" / "chain.ttl"
D = "https://w3id.org/valuegraph/data/"


@pytest.fixture(scope="module")
def kg():
    return vg.load(CHAIN, only=True, as_of="2026-06-01", cache=False)


@pytest.fixture(scope="module")
def ranking(kg):
    return kg.chokepoints()


def line(ranking, view, name):
    return next(x for x in ranking.ranking.of(view) if x.name == name)


def test_the_exclusive_cloud_is_unavoidable_and_its_group_is_named(kg):
    before = kg.at("2024-06-01").chokepoints()
    cloud = line(before, "continuity", "Nimbus (group of Nimbus Holding)")
    assert cloud.unavoidable == pytest.approx(1)
    assert cloud.iri == f"{D}org-holding"
    assert before.facts("Nimbus (group of Nimbus Holding)")[0].iri == f"{D}sup-sole"


def test_figures_are_ordered_and_lines_name_their_facts(ranking):
    assert ranking.ranking.lines
    for each in ranking.ranking.lines:
        assert each.reach >= each.share_lost >= each.share_lost_surge >= each.unavoidable >= 0
        assert each.facts or each.share_lost == 0, each.name


def test_a_first_supplier_has_betweenness_zero_and_the_last_place(ranking):
    optics = line(ranking, "renewal", "Optik")
    assert optics.betweenness == 0
    assert optics.betweenness_rank == max(x.betweenness_rank for x in ranking.ranking.lines)
    assert optics.share_lost > 0


def test_stocks_keep_lithography_out_of_continuity(ranking):
    assert "Stepper" in {x.name for x in ranking.ranking.of("renewal") if x.share_lost > 0}
    assert "Stepper" not in {x.name for x in ranking.ranking.of("continuity") if x.share_lost > 0}


def test_the_table_has_the_promised_columns_and_places(ranking):
    frame = ranking.to_frame()
    assert list(frame.columns[:7]) == [
        *("view", "rank", "name", "reach", "share_lost", "share_lost_surge", "unavoidable")
    ]
    for _, part in frame.groupby("view"):
        assert list(part["rank"]) == list(range(1, len(part) + 1))
    assert len(ranking.ranking.head(1).lines) == 2
    assert "<table" in ranking._repr_html_()


def test_strongest_facts_come_with_evidence(ranking):
    first = ranking.ranking.of("renewal")[0]
    assert 1 <= len(ranking.strongest(first.iri, "renewal")) <= 3
    assert all(fact.evidence for fact in ranking.strongest(first.iri, "renewal"))


def test_facts_of_somebody_who_stops_nothing_are_an_error_that_says_why(ranking):
    with pytest.raises(UnknownNameError, match="no line of this ranking"):
        ranking.facts("Law Firm")


@pytest.mark.parametrize("by", ["group", "firm", "asset", "jurisdiction"])
def test_every_way_to_rank_answers(kg, by):
    frame = kg.chokepoints(by=by, view="renewal").to_frame()
    assert set(frame["view"]) <= {"renewal"}
    if by == "firm":
        assert "Nimbus" in set(frame["name"])
    if by == "asset":
        assert "New chip" in set(frame["name"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"by": "colour"}, "cannot rank by"),
        ({"view": "yesterday"}, "no view"),
        ({"surge": -1}, "not a capacity"),
        ({"surge": float("nan")}, "not a capacity"),
    ],
)
def test_senseless_options_are_refused(kg, options, said):
    with pytest.raises(UsageError, match=said):
        kg.chokepoints(**options)


def test_targets_by_name_sector_and_weight(kg):
    one = kg.chokepoints(targets="Law Firm", view="continuity")
    assert line(one, "continuity", "Lab").share_lost == pytest.approx(1)
    both = kg.chokepoints(targets={"Law Firm": 3, "Shop": 1}, view="continuity")
    assert line(both, "continuity", "Lab").share_lost == pytest.approx(1)
    model = kg.chokepoints(targets=["M"], view="renewal")
    assert line(model, "renewal", "Stratus").share_lost > 0
    sector = kg.chokepoints(targets="http://data.europa.eu/ux2/nace2.1/N", view="continuity")
    assert line(sector, "continuity", "Lab").share_lost == pytest.approx(1)
    with pytest.raises(UnknownNameError, match="no place in the chain"):
        kg.chokepoints(targets="Register of invented firms")


def test_a_day_without_any_supply_is_an_error(kg):
    with pytest.raises(GraphError, match="no supply is in force"):
        kg.at("1999-01-01").chokepoints()


def test_comparison_of_two_dates(kg):
    found = kg.compare("Nimbus", "2024-06-01")
    frame = found.to_frame().set_index(["as_of", "view", "targets"])["unavoidable"]
    assert frame["2024-06-01", "continuity", "all of the date"] == pytest.approx(1)
    assert frame["2026-06-01", "continuity", "all of the date"] == pytest.approx(0)
    assert f"{D}sup-sole" in {fact.iri for fact in found.facts["2024-06-01"]}
    assert f"{D}sup-sole" not in {fact.iri for fact in found.facts["2026-06-01"]}
    assert "<table" in found._repr_html_()
    with pytest.raises(UnknownNameError, match="nothing in the chain rests on"):
        kg.compare("Law Firm", "2024-06-01")


def test_show_and_info(kg):
    shown = kg.show("Nimbus")
    assert shown.title == "Nimbus"
    assert f"{D}sup-sole" in {fact.iri for fact in shown.facts_out}
    assert f"{D}own-n" in {fact.iri for fact in shown.facts_in}
    rows = kg.info().to_frame().set_index(["section", "item"])["value"]
    assert rows["dataset", "relations"] == rows["dataset", "relations with evidence"]


def test_centrality_panel_is_named(kg):
    found = kg.centrality(3)
    frame = found.to_frame()
    assert len(frame) == len(found.rows()) == 3
    assert found.coverage[0].startswith("As of 2026-06-01")
    assert frame["betweenness"].is_monotonic_decreasing
    assert set(frame["iri"].str[:8]) == {"https://"}


@pytest.mark.parametrize(
    "fmt", ["ttl", "nq", "jsonld", "graphml", "gexf", "csv", "cyjs", "parquet"]
)
def test_exports_can_be_read_back(kg, tmp_path, fmt):
    path = kg.export(fmt, tmp_path / f"out.{fmt}")
    edges = kg.to_networkx().number_of_edges()
    if fmt in {"ttl", "nq", "jsonld"}:
        again = vg.load(path, only=True, as_of="2026-06-01", cache=False)
        assert again.to_networkx().number_of_edges() == edges
    elif fmt == "graphml":
        graph = nx.read_graphml(path, force_multigraph=True)
        assert graph.is_directed()
        assert graph.number_of_edges() == edges
    elif fmt == "gexf":
        text = path.read_text(encoding="utf-8")
        assert text.count("<edge ") == edges
        assert 'start="2017-01-01"' in text
    elif fmt == "csv":
        with path.open(newline="", encoding="utf-8") as handle:
            assert len(list(csv.DictReader(handle))) == edges
    elif fmt == "cyjs":
        assert len(json.loads(path.read_text(encoding="utf-8"))["elements"]["edges"]) == edges
    else:
        with path.open("rb") as handle:
            read = fastparquet.ParquetFile(handle).to_pandas()
        assert len(read) == edges
        assert read["confidence"].between(0, 1).all()


def test_exports_refuse_what_they_cannot_do(kg, tmp_path):
    with pytest.raises(UsageError, match="no export format"):
        kg.export("docx", tmp_path / "x")
    with pytest.raises(UsageError, match="does not apply"):
        kg.export("ttl", tmp_path / "x", kinds=["api"])
    assert not (tmp_path / "x").exists()


def test_the_map_shows_every_fact_with_its_source_and_focus_keeps_the_chain(kg, tmp_path):
    whole = kg.map(tmp_path / "map.html")
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == whole.html
    assert all(each.evidence for each in whole.data.statements)
    assert {"Chipco", "Foundry", "Law Firm (N)"} <= {node.label for node in whole.data.nodes}
    focused = {node.label for node in kg.map(focus="Optik").data.nodes}
    assert "Optik" in focused
    assert "Oldfab" not in focused


def test_figure_has_a_panel_for_each_view(ranking):
    pytest.importorskip("matplotlib")
    figure = ranking.plot(top=3)
    assert [axes.get_title() for axes in figure.axes] == ["renewal view", "continuity view"]
    assert len(figure.axes[0].patches) == 4 * 3


def test_loading_nothing_is_refused_and_a_graph_says_what_it_is():
    with pytest.raises(UsageError, match="leaves no facts"):
        vg.load(only=True)
    with pytest.raises(UsageError, match="is not a date"):
        vg.load(CHAIN, only=True, as_of="yesterday", cache=False)
    assert "KnowledgeGraph" in repr(vg.load(CHAIN, only=True, as_of="2026-06-01", cache=False))
