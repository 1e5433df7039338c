"""The paper's tables as the graph has them, and what other facts say beside them."""

from __future__ import annotations

import re

import pytest

import valuegraph
from valuegraph.errors import DataError, UnknownNameError, UsageError
from valuegraph.view.paper import PaperTable, paper_table
from valuegraph.view.paper_columns import CONTROL, HEADINGS, SKILL
from valuegraph.view.paper_figure import gradient_figure
from valuegraph.view.paper_latex import WIDTHS, escaped, paper_latex

MODELS = [
    "BLOOM", "LLaMA v2", "LLaMA v3", "Falcon", "Mistral 7B", "Qwen1.5", "Gemma", "Grok-1",
    "DeepSeek-V2", "Open AI (gpt-oss)",
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> dict[str, PaperTable]:
    graph = valuegraph.load(as_of="2026-06-01")
    return {name: paper_table(graph.columns, graph.part, graph.store, name) for name in HEADINGS}


def verdicts(table: PaperTable, row: str, column: str) -> list[tuple[str, str]]:
    return [
        (each["verdict"], each["on_record"])
        for each in table.rows()
        if (each["row"], each["column"]) == (row, column)
    ]


def test_rows_stand_in_the_order_of_the_paper(shipped):
    assert list(shipped["table1"].lines()) == MODELS
    assert list(shipped["table2"].lines()) == [
        "Hierarchical", "Captive platform", "Open Platform", "Controlled openness", "Openness",
    ]  # fmt: skip
    steps = [cells["rank of the level"][0].value for cells in shipped["figure2"].lines().values()]
    assert len(steps) == 13
    assert steps == sorted(steps)


@pytest.mark.parametrize("name", HEADINGS)
def test_every_row_has_every_column_and_a_place_in_the_paper(shipped, name):
    table = shipped[name]
    for row, cells in table.lines().items():
        assert set(cells) == set(table.headings[1:]), row
    for row in table.rows():
        assert row["source"].startswith("Openness in AI")
        assert re.match(r"(Table|Figure) \d, (row|column) \d", row["locator"])
        assert (row["on_record"] is None) == (row["record_sources"] == [])


def test_a_date_that_other_sources_put_elsewhere_is_marked(shipped):
    table = shipped["table1"]
    assert verdicts(table, "LLaMA v2", "Release Date") == [("differs", "2023-07-18")]
    assert verdicts(table, "BLOOM", "Release Date") == [("differs", "2022-07-11")]
    assert verdicts(table, "LLaMA v3", "Release Date") == [("agrees", "2024-04-18")]


def test_firms_and_licences_are_compared_with_their_own_sources(shipped):
    table = shipped["table1"]
    assert ("differs", "developed by BigScience") in verdicts(table, "BLOOM", "Firm")
    bloom = verdicts(table, "BLOOM", "Licence")
    assert bloom[0] == ("differs", "BigScience RAIL License 1.0, from 2022-07-11")
    falcon = verdicts(table, "Falcon", "Licence")
    assert [verdict for verdict, _ in falcon] == ["differs", "says more", "agrees"]
    assert [v for v, _ in verdicts(table, "Mistral 7B", "Licence")] == ["agrees"]
    assert verdicts(table, "Mistral 7B", "Firm")[-1] == (
        "says more", "Mistral AI is based in France",
    )  # fmt: skip


def test_a_threshold_says_on_which_day_it_is_tested(shipped):
    told = " ".join(text for _, text in verdicts(shipped["table1"], "LLaMA v2", "Licence"))
    assert "tested once, on the version release date" in told
    assert "exempt: Llama 2 and its derivative works" in told


def test_the_paper_does_not_confirm_itself(shipped):
    """Positions of models come from Table 1 itself, which is no second source."""
    assert verdicts(shipped["table1"], "BLOOM", "Firm Model Type") == [("no other source", None)]
    for row in (row for table in shipped.values() for row in table.rows()):
        if row["verdict"] not in {"paper elsewhere", "derived", "no other source"}:
            assert row["source"] not in row["record_sources"]


def test_control_and_skill_are_two_ordinals(shipped):
    lines = shipped["table2"].lines().values()
    assert [cells[CONTROL][0].value for cells in lines] == ["5", "4", "3", "2", "1"]
    assert [cells[SKILL][0].value for cells in lines] == ["unknown", "1", "2", "3", "3"]
    assert "never add" in " ".join(shipped["table2"].notes)


def test_where_the_paper_places_an_example_twice_both_places_are_said(shipped):
    told = verdicts(shipped["table2"], "Controlled openness", "AI examples")
    elsewhere = [text for verdict, text in told if verdict == "paper elsewhere"]
    assert elsewhere == ["the paper itself also places DeepSeek under openness (anticipated)"]
    assert any("MIT License, from 2025-01-20" in text for _, text in told)


def test_levels_after_the_snapshot_of_the_figure_are_no_corrections(shipped):
    figure = shipped["figure2"]
    assert [v for v, _ in verdicts(figure, "PaLM (Google)", "Level of Access")] == [
        "agrees", "says more",
    ]  # fmt: skip
    bloom = verdicts(figure, "BLOOM (BigScience)", "Level of Access")
    assert bloom == [("differs", "downloadable (BLOOM), from 2022-07-11")]


@pytest.mark.parametrize("name", HEADINGS)
def test_latex_is_one_tabular_with_as_many_cells_in_each_row(shipped, name):
    text = paper_latex(shipped[name])
    body = text[text.index(r"\begin{tabular}") : text.index(r"\end{tabular}")]
    rows = [line for line in body.splitlines() if line.endswith(r"\\")]
    assert len(rows) == len(shipped[name].lines()) + 1
    columns = len(shipped[name].headings)
    for row in rows:
        assert len(re.findall(r"(?<!\\)&", row)) == columns - 1, row
    assert len(WIDTHS[name]) == columns
    assert sum(WIDTHS[name]) + columns * 6 / 345 < 1, "wider than the text of an article"


@pytest.mark.parametrize("name", HEADINGS)
def test_latex_is_balanced_and_escaped(shipped, name):
    text = paper_latex(shipped[name])
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")
    assert re.findall(r"\\begin{(\w+)}", text) == re.findall(r"\\end{(\w+)}", text)
    assert text.count(r"\begingroup") == text.count(r"\endgroup") == 1
    notes = text[text.index(r"\end{tabular}") :]
    assert not re.findall(r"(?<!\\)[&%$#_^~]", notes)
    numbers = re.findall(r"\\textsuperscript{(\d+)}", text)
    assert sorted(numbers) == sorted([str(n + 1) for n in range(len(set(numbers)))] * 2)


def test_hostile_text_is_no_command():
    assert escaped(r"\input{x} 5% & #1_2 ~^ $") == (
        r"\textbackslash{}input\{x\} 5\% \& \#1\_2 \textasciitilde{}\textasciicircum{} \$"
    )
    assert escaped("a\nb\x1b[0m") == "a b {[}0m"
    assert escaped("Qwen 通义 é \N{EN DASH} \N{FULLWIDTH AMPERSAND}") == r"Qwen ?? é -- \&"


def test_an_unknown_table_and_a_slice_without_it_are_told_in_words(shipped):
    graph = valuegraph.load(as_of="2024-01-01")
    with pytest.raises(DataError, match="2025-09-12"):
        paper_table(graph.columns, graph.part, graph.store, "table1")
    with pytest.raises(UnknownNameError, match="table1, table2, figure2"):
        paper_table(graph.columns, graph.part, graph.store, "table3")


def test_a_licence_that_the_paper_tells_twice_has_both_readings(shipped):
    told = verdicts(shipped["table1"], "DeepSeek-V2", "Licence")
    text = "the paper itself says of the DeepSeek licence: described as close to the MIT licence"
    assert ("paper elsewhere", text) in told


def test_the_gradient_is_drawn_and_only_it(shipped):
    pytest.importorskip("matplotlib")
    figure = gradient_figure(shipped["figure2"])
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == list(
        shipped["figure2"].lines()
    )
    assert [text.get_text().strip() for text in axes.texts] == [
        "on record: API access (Imagen), from 2022-05-23",
        "on record: API access (DALL-E 2), from 2022-04-06",
        "on record: downloadable (BLOOM), from 2022-07-11",
    ]
    with pytest.raises(UsageError, match="figure2"):
        gradient_figure(shipped["table1"])


def test_rows_become_a_frame(shipped):
    frame = shipped["table1"].to_frame()
    assert len(frame) == len(shipped["table1"].rows())
