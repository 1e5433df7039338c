"""One question, one bounded answer: from disk or memory, of all graphs or some."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from valuegraph.errors import FileProblem, QueryError
from valuegraph.store import Store
from valuegraph.store.answering import (
    Asked,
    Reader,
    TooLargeError,
    UnsuitableFormError,
    copy_database,
)
from valuegraph.store.services import MAX_WORK, NotAllowedError
from valuegraph.store.sparql import check, chooses_graphs

if TYPE_CHECKING:
    from pathlib import Path

FORMS = {"select": "json", "ask": "json", "construct": "nt", "describe": "nt"}
ONE = "@prefix : <http://x/> . :a :p 1 . :b :p 2 ."
TWO = "@prefix : <http://x/> . :c :p 3 ."
SAME = "@prefix : <http://x/> . :a :p 1 ."
ALL = "SELECT ?s { ?s <http://x/p> ?o }"


@pytest.fixture(params=["apart", "overlapping"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "one.ttl").write_text(ONE, encoding="utf-8")
    (folder / "two.ttl").write_text(TWO, encoding="utf-8")
    if request.param == "overlapping":
        (folder / "same.ttl").write_text(SAME, encoding="utf-8")
    return folder


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, files: Path, tmp_path: Path) -> Store:
    return Store.open([files], cache=tmp_path / "cache" if request.param == "disk" else None)


@pytest.fixture
def reader(store: Store, tmp_path: Path) -> Reader:
    copy_database(store, tmp_path / "db")
    return Reader(tmp_path / "db")


def subjects(reader: Reader, text: str, **given: tuple[str, ...]) -> list[str]:
    found = json.loads(reader.answer(Asked(text, FORMS, **given)).content)  # type: ignore[arg-type]
    return sorted(row["s"]["value"][-1] for row in found["results"]["bindings"])


def test_the_default_is_the_union_and_a_set(reader: Reader) -> None:
    assert subjects(reader, ALL) == ["a", "b", "c"]


def test_from_chooses(reader: Reader, store: Store) -> None:
    two = next(source.graph for source in store.sources if source.graph.endswith("two.ttl"))
    for text in (
        f"SELECT ?s FROM <{two}> {{ ?s <http://x/p> ?o }}",
        f"SELECT*FROM<{two}>{{ ?s <http://x/p> ?o }}",
        f"PREFIX g: <{two}> SELECT ?s FROM # a comment\n g: {{ ?s <http://x/p> ?o }}",
    ):
        assert subjects(reader, text) == ["c"]
        assert [row[0][-1] for row in store.rows(text.replace("*", " ?s "))[1]] == ["c"]
    named = f"SELECT ?s FROM NAMED <{two}> {{ GRAPH ?g {{ ?s <http://x/p> ?o }} }}"
    assert subjects(reader, named) == ["c"]
    assert subjects(reader, named.replace("GRAPH ?g", "")) == []
    assert subjects(reader, ALL, default_graphs=(two,)) == ["c"]
    assert subjects(reader, ALL, named_graphs=(two,)) == []


@pytest.mark.parametrize(
    ("text", "chooses"),
    [
        ("SELECT * FROM <a:b> {}", True),
        ("ASKFROM<a:b>{}", True),
        ("SELECT * from named x:y {}", True),
        ("SELECT ?from { ?from ex:from 'from' }", False),
        ("SELECT * { ?s vg:validFrom ?o } # from <a:b>", False),
        ("PREFIX from: <a:b> SELECT * { ?s from:x $from }", False),
        ("SELECT * { <http://x/from> ?p 'a'@en-from }", False),
    ],
)
def test_whether_a_query_chooses_its_graphs(text: str, chooses: bool) -> None:
    assert chooses_graphs(text) is chooses


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("rows", [0, 1, 3, 700])
def test_rows_are_counted_in_every_form(reader: Reader, form: str, rows: int) -> None:
    nasty = ["},{", '"', "a\nb", "<result>", "\\", "\r\n", '"},{"', ",", "\t", '\\"},{\\"']
    values = " ".join(json.dumps(f"{nasty[number % len(nasty)]}{number}") for number in range(rows))
    text = f"SELECT ?x ?y {{ VALUES ?x {{ {values} }} }}"
    found = reader.answer(Asked(text, {"select": form}, rows=rows))
    assert found.rows == rows
    if rows:
        with pytest.raises(TooLargeError, match="rows"):
            reader.answer(Asked(text, {"select": form}, rows=rows - 1))


def test_rows_without_values_are_rows(reader: Reader) -> None:
    for form in ("json", "xml", "csv", "tsv"):
        assert reader.answer(Asked("SELECT * {}", {"select": form})).rows == 1
    assert reader.answer(Asked("ASK {}", {"ask": "json"}, rows=1)).rows == 1


def test_triples_and_bytes_are_bounded(reader: Reader) -> None:
    graph = "CONSTRUCT WHERE { ?s <http://x/p> ?o }"
    assert reader.answer(Asked(graph, FORMS, rows=3)).rows == 3
    with pytest.raises(TooLargeError, match="2 triples"):
        reader.answer(Asked(graph, FORMS, rows=2))
    for text in (graph, ALL):
        with pytest.raises(TooLargeError, match="10 bytes"):
            reader.answer(Asked(text, FORMS, size=10))


def test_forms_that_do_not_suit(reader: Reader) -> None:
    with pytest.raises(UnsuitableFormError, match="SELECT"):
        reader.answer(Asked(ALL, {"construct": "ttl"}))
    with pytest.raises(UnsuitableFormError, match="control character"):
        reader.answer(Asked("SELECT ('\x02' AS ?x) {}", {"select": "xml"}))
    text = "CONSTRUCT { <a:b> <a:b> '\x02' } {}"
    with pytest.raises(UnsuitableFormError, match="control character"):
        reader.answer(Asked(text, {"construct": "rdf"}))


def test_mistakes_have_a_place(reader: Reader) -> None:
    with pytest.raises(QueryError, match="cannot be parsed"):
        reader.answer(Asked("SELECT * {", FORMS))
    with pytest.raises(QueryError, match="no IRI"):
        reader.answer(Asked(ALL, FORMS, default_graphs=("a b",)))


def test_a_folder_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(FileProblem, match="cannot be put"):
        copy_database(store, tmp_path / "file" / "db")


SOURCE = "http://127.0.0.1:9/"
HIDDEN_CALLS = [
    "SELECT * { ?s ?p 1SERVICE<URL>{} }",
    "SELECT * { ?s ?p trueSERVICE<URL>{} }",
    "SELECT * { ?s ?p 'a'SERVICESILENT<URL>{} }",
    "PREFIX f:<URL> SELECT * { SERVICEf:a{} }",
    r"PREFIX f:<URL> SELECT * { SERVICE f:a\'b {} }",
    r"PREFIX f:<URL> SELECT * { SERVICE f:a%20\(b {} }",
    r"PREFIX f:<URL> SELECT * { SERVICE f:a\#b {} }",
    r"PREFIX f:<URL> SELECT * { SERVICE f:\{{} }",
]


@pytest.mark.parametrize("text", HIDDEN_CALLS)
def test_calls_that_hide_are_refused(text: str) -> None:
    with pytest.raises(NotAllowedError, match="SERVICE"):
        check(text.replace("URL", SOURCE))


def test_the_engine_takes_such_calls_for_calls() -> None:
    called = 0
    for text in HIDDEN_CALLS[:-1]:
        try:
            list(ox.Store().query(text.replace("URL", SOURCE)))  # type: ignore[arg-type]
        except OSError as problem:
            called += "port 9" in str(problem)
        except SyntaxError:
            pytest.fail(f"no call at all: {text}")
    assert called >= 3


def test_only_what_is_named_may_be_asked() -> None:
    text = f"SELECT * {{ SERVICE <{SOURCE}> {{}} }}"
    assert check(text, (SOURCE,)) == "select"
    with pytest.raises(NotAllowedError, match="may ask only"):
        check(text, ("http://other/",))
    with pytest.raises(NotAllowedError):
        check(text.replace("<", "<\\u0068").replace("http", "ttp"), (SOURCE,))


def test_more_mentions_than_can_be_looked_at() -> None:
    many = "SELECT * { ?s ?p '" + "service " * 10_000 + "' }"
    assert len(many) * 10_000 > MAX_WORK
    with pytest.raises(NotAllowedError, match="10,000 times"):
        check(many)
