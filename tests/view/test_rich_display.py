"""What a notebook shows of results, once a page has stripped scripts, frames and styles."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import valuegraph
from valuegraph.governance.licences import Act, Party
from valuegraph.view.chain import Asked, chain
from valuegraph.view.licences import ACTIONS
from valuegraph.view.table_html import answer_html, in_words, table_html

CHAIN = Path(__file__).parent.parent / "projection" / "chain.ttl"
DROPPED = {"script", "style", "iframe", "object", "embed", "svg", "form"}
VOID = {"img", "br", "hr"}
KEPT = {"align", "valign", "width", "alt", "src", "href"}


class Stripped(HTMLParser):
    """Keeps what a careful site keeps: no scripts, frames, styles, nor their content."""

    def __init__(self, html):
        super().__init__()
        self.inside, self.kept, self.words, self.pictures, self.tags = 0, [], [], [], []
        self.feed(html)
        self.close()
        self.html, self.text = "".join(self.kept), " ".join(self.words)

    def handle_starttag(self, tag, attrs):
        if tag in DROPPED:
            self.inside += 1
        elif not self.inside:
            given = {name: value for name, value in attrs if name in KEPT}
            said = "".join(f' {name}="{value}"' for name, value in given.items())
            self.kept.append(f"<{tag}{said}>")
            self.tags.append(tag)
            self.pictures += [given] if tag == "img" else []

    def handle_endtag(self, tag):
        if tag in DROPPED:
            self.inside -= 1
        elif not self.inside and tag not in VOID:
            self.kept.append(f"</{tag}>")

    def handle_data(self, data):
        if not self.inside:
            self.kept.append(data)
            self.words.append(data)


@pytest.fixture(scope="module")
def graph():
    return valuegraph.load(as_of="2026-06-01")


@pytest.fixture(scope="module")
def invented():
    return valuegraph.load(CHAIN, only=True, as_of="2026-06-01", cache=False)


INVENTED = {
    "info": lambda kg: kg.info(),
    "show": lambda kg: kg.show("Optik"),
    "chokepoints": lambda kg: kg.chokepoints(top=5),
    "centrality": lambda kg: kg.centrality(top=5),
    "comparison": lambda kg: kg.compare("Optik", "2024-06-01"),
    "concentration": lambda kg: kg.concentration(),
    "claims": lambda kg: kg.claims(),
}
SHIPPED = {
    "governance": lambda kg: kg.governance("Meta"),
    "openness": lambda kg: kg.openness("Meta"),
    "openness claims": lambda kg: kg.openness().claims(),
    "openness history": lambda kg: kg.openness("Meta").history(),
    "chain": lambda kg: chain(kg.columns, kg.part, kg.store, Asked(sector="insurance")),
}


@pytest.mark.parametrize("name", INVENTED)
def test_a_table_can_be_read_whole_with_styles_and_scripts_stripped(invented, name):
    check(INVENTED[name](invented))


@pytest.mark.parametrize("name", SHIPPED)
def test_so_can_those_that_speak_of_models(graph, name):
    check(SHIPPED[name](graph))


def check(answer):
    """Hold that a table has a row for each row, in words, with what it covers under it."""
    page = Stripped(answer._repr_html_())
    rows = list(answer.rows) if isinstance(answer.rows, tuple) else answer.rows()
    assert page.html.count("<tr") == len(rows) + 1
    assert not re.search(r"\bnan\b|\bNone\b|\.\.\.</td>|\[\]|\['", page.html)
    assert "w3id.org" not in page.text
    for line in getattr(answer, "coverage", ()):
        assert line in page.text
    headings = re.findall(r"<th[^>]*>([^<]*)</th>", page.html)
    assert headings
    assert not any("_" in heading for heading in headings)


def test_licences_keep_their_lines(graph):
    for answer in (
        graph.licences.show("apache-2.0"),
        graph.licences.lineage("Vicuna-13B v1.5"),
        graph.licences.check("DeepSeek-R1", Party(), [Act(ACTIONS["use"])]),
    ):
        page = Stripped(answer._repr_html_())
        assert page.html.startswith("<pre>")
        assert page.text.splitlines() == str(answer).splitlines()


def test_words_of_the_data_stay_words():
    html = table_html(
        [{"a_b": "<script>alert(1)</script>", "n": 0.25}],
        ["a_b", "n"],
        caption="<b>",
        notes=['<i onclick="x">'],
    )
    assert "<script" not in html
    assert "<b>" not in html
    assert "<i" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "unknown"),
        (float("nan"), "unknown"),
        (pd.NaT, "unknown"),
        ([], "none"),
        (["a", None], "a; unknown"),
        (True, "yes"),
        (False, "no"),
        (1037.0, "1,037"),
        (0.12345, "0.123"),
        (7, "7"),
        ("as it is", "as it is"),
    ],
)
def test_values_read_as_a_person_would_say_them(value, words):
    assert in_words(value) == words


def test_shares_keep_their_decimals_where_they_are_asked_for():
    assert in_words(1.0, ".3f") == "1.000"


def test_identifiers_stand_in_no_table_by_default():
    class Two:
        coverage = ("all of it",)

        def rows(self):
            return [{"name": "x", "name_iri": "https://x", "facts": ["f"], "other": None}]

    html = answer_html(Two())
    assert re.findall(r"<th[^>]*>([^<]*)</th>", html) == ["name", "other"]
    assert html.endswith("<p>all of it</p>")
    assert ">unknown</td>" in html


def test_without_columns_only_the_notes_stand():
    assert table_html((), (), notes=["nothing & nobody"]) == "<p>nothing &amp; nobody</p>"
