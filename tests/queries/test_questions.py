"""Every shipped question: header, answer worked out by hand in two engines, empty case, shipped data.

``tests/queries/<id>/facts.ttl`` and ``empty.ttl`` may begin with ``# needs:`` (files of the ontology
to load beside them) and with ``# with:`` lines, which take the places of the question's lines that
end in ``# change here``, in their order. Cells of ``expected.csv``: prefixed names, numbers, dates,
booleans, texts in single quotes, and nothing where a cell is unbound.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib

from valuegraph.resources import data_dir, ontology_dir
from valuegraph.store import Question, Store, questions
from valuegraph.vocabulary.namespaces import PREFIXES

HERE = Path(__file__).parent
ONTOLOGY = ontology_dir()
QUESTIONS = questions(ONTOLOGY)
FIXTURES = ("facts", "empty")
ASKERS = {"researcher", "authority", "architect"}
CHANGE = re.compile(r"^.*# change here$", re.MULTILINE)
LINE = re.compile(r"^# (\w+): (.*)$", re.MULTILINE)
XSD = PREFIXES["xsd"]
PLAIN = {XSD + name for name in ("date", "boolean", "integer")}
NO_ANSWER_YET: dict[str, str] = {
    "incidents-and-alleged-parties": "incidents are imported from a copy of your own, never shipped",
}
"""Question -> why the shipped data cannot answer it yet."""

Rows = list[tuple[str, ...]]

HEAVY = {
    "infrastructure-under-offerings",
    "open-weights-closed-data",
    "switches-away-from-provider",
    "uptakes-by-controlling-group",
    "who-controls-providers-of-sector",
}
every_question = pytest.mark.parametrize("name", QUESTIONS)
on_shipped_data = pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow) if name in HEAVY else name for name in QUESTIONS],
)


@dataclass(frozen=True)
class Case:
    """One fixture of one question."""

    path: Path
    needs: tuple[Path, ...]
    text: str

    @property
    def paths(self) -> list[Path]:
        return [self.path, *self.needs]


def header(text: str, key: str) -> list[str]:
    """Values of the comment lines ``# key: value`` before the first other line."""
    top = re.match(r"(?:#.*\n)*", text)
    return [value for name, value in LINE.findall(top[0] if top else "") if name == key]


def case(name: str, fixture: str) -> Case:
    path = HERE / name / f"{fixture}.ttl"
    text = path.read_text(encoding="utf-8")
    needs = " ".join(header(text, "needs")).split()
    values = header(text, "with")
    question = QUESTIONS[name].text
    if values:
        places = CHANGE.findall(question)
        assert len(places) == len(values), f"{path}: {len(places)} lines of the question can change"
        for place, value in zip(places, values, strict=True):
            question = question.replace(place, value, 1)
    return Case(path, tuple(ONTOLOGY / each for each in needs), question)


def expected(name: str) -> tuple[list[str], Rows]:
    with (HERE / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        first, *rest = csv.reader(file, quotechar=None, quoting=csv.QUOTE_NONE)
    return first, [tuple(row) for row in rest]


def cell(term: dict[str, str] | None) -> str:
    """One term of SPARQL's JSON as the tables of expected answers write it."""
    if term is None:
        return ""
    value, kind = term["value"], term.get("datatype", "")
    if term["type"] == "uri":
        prefix = next((p for p, n in PREFIXES.items() if value.startswith(n)), None)
        return value if prefix is None else f"{prefix}:{value.removeprefix(PREFIXES[prefix])}"
    if kind in PLAIN:
        return value
    if kind == XSD + "decimal":
        return str(Decimal(value).normalize())
    language = term.get("xml:lang")
    return f"'{value}'" + (f"@{language}" if language else "") + (f"^^{kind}" if kind else "")


def table(answer: bytes | str | None) -> tuple[list[str], Rows]:
    read = json.loads(answer or "")
    names = read["head"]["vars"]
    return names, [
        tuple(cell(row.get(name)) for name in names) for row in read["results"]["bindings"]
    ]


def in_store(paths: list[Path], text: str) -> tuple[list[str], Rows]:
    return table(Store.open(paths, cache=None).serialise(text, "json"))


def in_rdflib(paths: list[Path], text: str) -> tuple[list[str], Rows]:
    graph = rdflib.Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return table(graph.query(text).serialize(format="json"))


def columns(text: str) -> list[str]:
    """Names in the outermost SELECT."""
    found = re.search(r"^SELECT (?:DISTINCT )?(.*)$", text, re.MULTILINE)
    assert found
    return [
        each[1] or each[2] for each in re.finditer(r"\([^?]*.*? AS \?(\w+)\)|\?(\w+)", found[1])
    ]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> Store:
    return Store.open([ONTOLOGY, data_dir()], cache=tmp_path_factory.mktemp("shipped"))


LEAST = 40
"""Questions of the design and of issues 4 and 5; more are welcome, none is lost."""


def test_questions_have_numbers_of_their_own_without_a_gap():
    numbers = sorted(int(header(each.text, "number")[0]) for each in QUESTIONS.values())
    assert numbers == list(range(1, len(QUESTIONS) + 1))
    assert len(numbers) >= LEAST


def test_every_folder_belongs_to_a_question():
    folders = {path.name for path in HERE.iterdir() if any(path.glob("*.ttl"))}
    assert folders == set(QUESTIONS), "tests/queries/<id>/ and ontology/queries/<id>.rq go together"


@every_question
def test_header_says_what_the_answer_holds(name):
    question: Question = QUESTIONS[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert question.asks.endswith("?"), "asks is one question"
    assert set(re.split(r",\s*", question.by)) <= ASKERS
    assert sorted(question.columns) == sorted(columns(question.text)), "columns are those selected"
    assert set(" ".join(header(question.text, "optional")).split()) <= set(question.columns)
    assert "ORDER BY" in question.text, "one dataset gives one text"


@every_question
def test_answer_is_the_one_worked_out_by_hand(name):
    asked, (names, rows) = case(name, "facts"), expected(name)
    assert len(rows) > 0
    assert names == list(QUESTIONS[name].columns)
    here, ours = in_store(asked.paths, asked.text)
    order = [here.index(each) for each in names]
    assert [tuple(row[i] for i in order) for row in ours] == rows
    there, theirs = in_rdflib(asked.paths, asked.text)
    order = [there.index(each) for each in names]
    assert [tuple(row[i] for i in order) for row in theirs] == rows


@every_question
def test_answer_is_empty_where_the_facts_do_not_suffice(name):
    asked = case(name, "empty")
    assert in_store(asked.paths, asked.text)[1] == []
    assert in_rdflib(asked.paths, asked.text)[1] == []


@every_question
def test_both_fixtures_ask_the_same(name):
    assert case(name, "facts").text == case(name, "empty").text


@pytest.mark.slow
def test_engines_agree_on_all_fixtures_together():
    cases = {name: case(name, "facts") for name in QUESTIONS}
    paths = sorted({path for each in cases.values() for path in each.paths})
    store, graph = Store.open(paths, cache=None), rdflib.Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    for name, each in cases.items():
        ours = table(store.serialise(each.text, "json"))
        theirs = table(graph.query(each.text).serialize(format="json"))
        assert ours == theirs, name
        assert set(expected(name)[1]), name


@on_shipped_data
def test_shipped_data_answer_it(name, shipped):
    names, rows = shipped.rows(QUESTIONS[name].text)
    assert set(names) == set(QUESTIONS[name].columns)
    if name in NO_ANSWER_YET:
        assert rows == [], f"{name} has an answer now: take it off the list"
        return
    assert rows, f"no row: change the default of {name}, or list it with the reason"
    optional = set(" ".join(header(QUESTIONS[name].text, "optional")).split())
    unbound = {n for i, n in enumerate(names) if any(row[i] is None for row in rows)}
    assert unbound <= optional, "a column that may be unbound is named in # optional:"
    assert len(set(rows)) == len(rows), "no row stands twice"
