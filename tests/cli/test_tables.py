"""Tables as a person reads them."""

from __future__ import annotations

import io
import os
import sys

import pytest

from valuegraph.cli.answers import Answer, Passage, Section
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output
from valuegraph.cli.tables import cell, percent, readable, safe, table_text

IRI = "https://w3id.org/valuegraph/data/org-asml"
WIDE = "a name that is far too long for a terminal of forty columns or even of eighty"


class Screen(io.StringIO):
    """A terminal of sixty columns."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


def grid(**columns):
    return Grid(tuple(columns), tuple(zip(*columns.values(), strict=True)))


def on_screen(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.setattr(os, "get_terminal_size", lambda _fd: os.terminal_size((60, 24)))


def test_labels_take_the_place_of_iris():
    found = readable(grid(firm=[IRI, IRI], firm_label=["ASML", None], n=[1, 2]))
    assert found.columns == ("firm", "n")
    assert found.column("firm") == ["ASML", IRI]


def test_a_label_without_its_iri_stays():
    assert readable(grid(firm_label=["ASML"])).columns == ("firm_label",)


def test_figures_stand_to_the_right_and_words_to_the_left():
    text = table_text(Answer(grid(name=["ASML", "X"], n=[5, 1234])), Output())
    assert [line.rstrip() for line in text.splitlines()] == [
        "name     n",
        "ASML     5",
        "X     1234",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (0.123456, "0.1235"),
        (1234567.8, "1,234,568"),
        (7, "7"),
        (["a", "b"], "a; b"),
        ("none", "none"),
    ],
)
def test_cells(value, shown):
    assert cell(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(1.0, "100.0 %"), (0.874, "87.4 %"), (0, "0.0 %"), (None, "unknown")]
)
def test_shares(share, shown):
    assert percent(share) == shown


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\rb", "\x9b1m", "\u202eevil", "a\nb", "\x07"])
def test_no_text_commands_the_terminal(text):
    table = table_text(
        Answer(grid(x=[text]), (Section(text, grid(**{text: [text]})),), (text,)),
        Output(),
    )
    assert not set(table) & set("\x1b\r\x9b\u202e\x07")
    assert "\n" not in safe(text)


def test_brackets_are_no_markup():
    text = table_text(Answer(grid(**{"[b]x[/b]": ["[red]y[/red]"]})), Output())
    assert "[b]x[/b]" in text
    assert "[red]y[/red]" in text


def test_lines_below_follow_their_row():
    section = Section("Two", grid(name=["A", "B"]), {0: ("- why A",), 1: ("- why B", "- and C")})
    lines = table_text(Answer(section.grid, (section,)), Output()).splitlines()
    assert [line.strip() for line in lines] == [
        "Two",
        "name",
        "A",
        "- why A",
        "B",
        "- why B",
        "- and C",
    ]


def test_coverage_stands_below_the_rows():
    text = table_text(Answer(grid(n=[1]), coverage=("39 of 120",), notes=("so",)), Output())
    assert (
        text.index("n") < text.index("How to read this\n  so") < text.index("Coverage\n  39 of 120")
    )


def test_nothing_found_is_said():
    assert "no rows" in table_text(Answer(Grid(("a",))), Output())


def test_nothing_is_cut_where_nobody_looks():
    assert WIDE in table_text(Answer(grid(name=[WIDE])), Output())


def test_a_narrow_screen_folds_and_keeps_every_word(monkeypatch):
    on_screen(monkeypatch)
    text = table_text(Answer(grid(name=[WIDE], n=[1])), Output(no_color=True))
    assert max(map(len, text.splitlines())) <= 60
    words = {word for line in text.splitlines() for word in line.split()}
    assert set(WIDE.split()) <= words


def test_on_a_narrow_screen_words_give_way_to_figures(monkeypatch):
    on_screen(monkeypatch)
    rows = {
        "name": [WIDE],
        "share_lost": ["100.0 %"],
        "betweenness_rank": [1234],
        "verdict": [WIDE],
    }
    section = Section("", grid(**rows), {0: ("- why",)})
    lines = table_text(Answer(section.grid, (section,)), Output(no_color=True)).splitlines()
    assert max(map(len, lines)) <= 60
    assert "100.0 %" in lines[2]
    assert "1234" in lines[2]
    assert "…" in lines[2]
    assert lines[3].strip() == "- why"


def test_a_screen_has_colours_unless_told_otherwise(monkeypatch):
    on_screen(monkeypatch)
    answer = Answer(grid(n=[1]), (Section("Title", grid(n=[1])),))
    assert "\x1b[" in table_text(answer, Output())
    assert "\x1b[" not in table_text(answer, Output(no_color=True))
    assert "\x1b[" not in table_text(answer, Output(output="file.txt"))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in table_text(answer, Output())


def test_an_iri_is_shown_as_a_curie_that_show_takes_too():
    assert cell(IRI) == "vgd:org-asml"
    assert cell("https://example.org/a") == "https://example.org/a"


def test_a_passage_folds_at_its_own_indent(monkeypatch):
    on_screen(monkeypatch)
    passage = Passage("Two facts", ((WIDE, (f"{WIDE} source",)), ("short", ())))
    lines = table_text(Answer(Grid(()), (passage,)), Output(no_color=True)).splitlines()
    assert lines[0] == "Two facts"
    assert max(map(len, lines)) <= 60
    assert [line.startswith("    ") for line in lines[1:]] == [False, False, True, True, False]


def test_a_passage_of_nothing_says_so():
    assert "nothing known" in table_text(Answer(Grid(()), (Passage("None", ()),)), Output())


def test_short_words_are_not_broken_where_sentences_can_give_way(monkeypatch):
    on_screen(monkeypatch)
    text = table_text(Answer(grid(id=["a-rather-long-identifier"], said=[WIDE])), Output())
    assert "a-rather-long-identifier" in text
