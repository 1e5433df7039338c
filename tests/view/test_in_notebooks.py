"""What a notebook shows of tables of the paper, governance, openness and licences."""

from __future__ import annotations

import re

import pytest

import valuegraph
from valuegraph.errors import UsageError
from valuegraph.governance.licences import Act, Party
from valuegraph.view.governance_figure import SHOWN
from valuegraph.view.licences import ACTIONS
from valuegraph.view.openness_claims import openness_claims
from valuegraph.view.openness_history import openness_history
from valuegraph.view.paper_columns import HEADINGS

pytestmark = pytest.mark.slow  # answers on the shipped facts, each drawn


@pytest.fixture(scope="module")
def graph():
    return valuegraph.load(as_of="2026-06-01")


@pytest.mark.parametrize("name", HEADINGS)
def test_a_table_of_the_paper_numbers_each_marked_entry_once(graph, name):
    table = graph.paper(name)
    html = table._repr_html_()
    marks = [int(number) for number in re.findall(r"<sup>\[(\d+)\]</sup>", html)]
    assert marks == list(range(1, len(table.remarked()) + 1))
    assert html.count("<li>") == len(marks)
    for cell in table.remarked():
        for reading in cell.marked:
            assert reading.evidence[0].locator.replace("&", "&amp;").replace("'", "&#x27;") in html
    assert html.count("<tr>") == len(table.lines()) + 1


def test_a_mark_stands_beside_its_entry_and_its_note_has_the_source(graph):
    html = graph.paper("table1")._repr_html_()
    assert ">2023-06<sup>[" in html
    assert "LLaMA v2, Release Date: 2023-06<br><b>differs:</b> 2023-07-18 <small>[Llama 2" in html


def test_words_of_the_graph_are_text_and_never_markup(graph):
    from dataclasses import replace

    table = graph.paper("table1")
    first = replace(table.cells[0], value="<script>alert(1)</script>")
    html = replace(table, cells=(first, *table.cells[1:]))._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_openness_leads_on_to_history_and_claims(graph):
    wide = (graph.columns, graph.part, graph.store)
    found = graph.openness()
    assert found.history(since=2024).rows() == openness_history(*wide, since=2024).rows()
    families = openness_history(*wide, by="family").rows()
    assert found.history("family").rows() == families
    assert found.claims().rows() == openness_claims(*wide).rows()


def test_what_is_asked_of_one_firm_stays_with_it(graph):
    found = graph.openness("Meta")
    assert {row["name"] for row in found.history().rows()} == {"Meta"}
    assert {row["claimant"] for row in found.claims().rows()} == {"Meta"}


def test_types_are_drawn_with_what_is_undetermined(graph):
    pytest.importorskip("matplotlib")
    answer = graph.governance()
    axes = answer.plot(top=5).axes[0]
    firms = answer.by_firm()[:5]
    assert [label.get_text() for label in axes.get_yticklabels()] == [f["firm"] for f in firms]
    for firm, ends in zip(firms, zip(*axes.containers, strict=True), strict=True):
        assert [bar.get_width() for bar in ends] == [firm[column] for column, _ in SHOWN]
        assert sum(bar.get_width() for bar in ends) == firm["offerings"]


def test_a_table_of_types_has_a_row_for_each_offering(graph):
    answer = graph.governance()
    html = answer._repr_html_()
    assert html.count("<tr") == len(answer.rows()) + 1


def test_reasons_read_as_text_with_their_lines_set_in(graph):
    (first, *_) = graph.governance().explain("BLOOM")
    lines = str(first).splitlines()
    assert lines[0] == first.sentence
    assert lines[1:] == [f"    {line}" for line in first.lines]


def test_licences_read_as_text(graph):
    party, acts = Party(), [Act(ACTIONS["use"])]
    told = str(graph.licences.lineage("Vicuna-13B v1.5"))
    assert told.startswith("Vicuna-13B v1.5\ndeclared: Llama 2 Community License Agreement\n")
    assert "brought by GPT" in told
    assert "\n\nWhat each ancestor passes on\n" in told
    assert str(graph.licences.check("DeepSeek-R1", party, acts)).splitlines()[1].startswith("perm")
    assert str(graph.licences.show("apache-2.0")).startswith("Apache License 2.0\ngranted by")


@pytest.mark.slow
def test_governance_of_a_name_explains_itself(graph):
    answer = graph.governance("Llama 3")
    assert {row["provider"] for row in answer.rows()} >= {"Meta"}
    assert "Llama 3" in str(answer.explain())
    assert str(answer.explain()) == str(graph.governance().explain("Llama 3"))
    assert answer.explain()._repr_html_().startswith("<pre>")
    assert len(answer.to_frame()) < len(graph.governance().to_frame())


def test_governance_of_nobody_explains_nothing(graph):
    with pytest.raises(UsageError, match="nobody is named"):
        graph.governance().explain()
