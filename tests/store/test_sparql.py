"""What may run, what may not, and what a mistake is told."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.errors import QueryError
from valuegraph.store.sparql import MAX_NESTING, check, column_order, form_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.store import Store


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "select"),
        ("  ask{}", "ask"),
        ("PREFIX a: <http://select#> CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "construct"),
        ("# SELECT\nBASE <http://ask/>\nPREFIX : <x>\ndescribe :a", "describe"),
        ("PREFIX a: <http://a>PREFIX b: <http://b>SELECT * {}", "select"),
    ],
)
def test_forms(text: str, form: str) -> None:
    assert form_of(text) == form


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <http://a> <http://b> 1 }",
        "PREFIX a: <http://a> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://localhost/>",
        "clear all",
        "WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(store: Store, text: str) -> None:
    before = len(store)
    for ask in (store.rows, store.ask, store.construct, store.frame):
        with pytest.raises(QueryError, match="read only"):
            ask(text)
    with pytest.raises(QueryError, match="read only"):
        store.serialise(text, "json")
    assert len(store) == before


@pytest.mark.parametrize("text", ["", "  \n", "# only a comment", "hello", "{}"])
def test_no_query(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match=r"empty|not a SPARQL query"):
        store.rows(text)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """Yield a URL on this machine and the list of those who called it."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def listen() -> None:
            try:
                connection, caller = server.accept()
            except OSError:
                return
            calls.append(caller)
            connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", calls
        with socket.create_connection(server.getsockname()):
            thread.join()


CALLS = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o .SERVICE<URL>{ ?s ?p ?o } }",
    "SELECT * { SERVICE # SELECT\n SILENT # <\n <URL> # x\n { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "SELECT * { VALUES ?url { <URL> } SERVICE ?url { ?s ?p ?o } }",
    "ASK { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    # `<` may open an IRI or compare; what looks like one to a tokeniser may hide the word.
    "SELECT * { FILTER(1<2)SERVICE#>\n<URL> { ?s ?p ?o } }",
    "SELECT * { BIND(2 AS ?b) FILTER(1<?b#>'''\n) SERVICE <URL> { ?s ?p ?o } #'''\n }",
    "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", CALLS)
def test_no_query_opens_a_socket(
    store: Store, listener: tuple[str, list[object]], text: str
) -> None:
    url, calls = listener
    called = text.replace("URL", url)
    for ask in (store.rows, store.ask, store.construct, store.frame, store.rdf().query):
        with pytest.raises(QueryError, match="SERVICE"):
            ask(called)
    with pytest.raises(QueryError, match="SERVICE"):
        store.serialise(called, "json")
    assert calls == []


def test_the_listener_would_notice(listener: tuple[str, list[object]]) -> None:
    import pyoxigraph as ox

    url, calls = listener
    with pytest.raises(OSError, match=r".+"):
        list(ox.Store().query(f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert len(calls) == 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s rdfs:label 'SERVICE' }",
        "SELECT * { ?service ?p ?o }",
        "SELECT * { ?s vg:service ?o { ?o ?p ?q } }",
        "SELECT * { ?s vg:service/vg:service ?o }",
        "SELECT * { <http://x/service> ?p ?o } # service level",
        "SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'a service of')) }",
        "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
    ],
)
def test_the_word_alone_is_no_call(store: Store, text: str) -> None:
    store.rows(text)


@pytest.mark.parametrize(
    ("text", "where", "mend"),
    [
        ("SELECT * WHERE {\n ?s zz:p ?o }", "line 2", "declare zz: with PREFIX"),
        ("SELECT * WHERE { ?s :p ?o }", "line 1", "declare : with PREFIX"),
        ("SELECT * WHERE {\n ?s ?p ?o ", "line 2", "missing '}'"),
        ("SELECT * WHERE { ?s ?p ?o }}", "line 1", "too many '}'"),
        ("SELECT * { ?s ?p ?o FILTER(?o > 1 }", "line 1", r"missing '\)'"),
        ('SELECT * { ?s ?p "open }', "line 1", "close the string"),
        ("SELECT ?s WHERE { ?s ?p }", "line 1, column 2", "grammar"),
    ],
)
def test_mistakes_have_a_place_and_a_cause(store: Store, text: str, where: str, mend: str) -> None:
    with pytest.raises(QueryError, match=mend) as caught:
        store.rows(text)
    assert where in str(caught.value.where)


def test_deep_nesting_is_refused_before_it_can_end_the_process(store: Store) -> None:
    for opening, closing in ("{}", "()", "[]"):
        for closed in (True, False):
            text = "SELECT * { " + opening * 100_000 + closing * 100_000 * closed
            with pytest.raises(QueryError, match="nests more than"):
                store.rows(text)


def test_brackets_in_strings_do_not_nest(store: Store) -> None:
    many = "(" * (MAX_NESTING + 1)
    assert store.rows(f"SELECT * {{ ?s rdfs:label '{many}' }}")[1] == []


def test_wide_queries_may_run(store: Store) -> None:
    values = " ".join(f"<http://x/{n}>" for n in range(20_000))
    assert store.rows(f"SELECT ?s {{ VALUES ?s {{ {values} }} ?s ?p ?o }}")[1] == []


def test_form_of_the_answer_must_fit(store: Store) -> None:
    with pytest.raises(QueryError, match="this is a SELECT"):
        store.ask("SELECT * { ?s ?p ?o }")
    with pytest.raises(QueryError, match="this is a ASK"):
        store.rows("ASK {}")
    with pytest.raises(QueryError, match="this is a CONSTRUCT"):
        store.frame("CONSTRUCT WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="this is a SELECT"):
        store.construct("SELECT * { ?s ?p ?o }")


@given(st.text(max_size=300))
def test_any_text_is_judged_without_a_crash(text: str) -> None:
    try:
        form = check(text)
    except QueryError:
        return
    assert form in {"select", "ask", "construct", "describe"}


@pytest.mark.parametrize(
    "text",
    ["SERVICE " + "#" * 5000, "SERVICE " * 5000, "SERVICE" + " " * 50_000 + "x", "'" * 50_001],
)
def test_checking_takes_no_longer_than_reading(text: str) -> None:
    start = time.process_time()
    with pytest.raises(QueryError):
        check(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "names", "order"),
    [
        ("SELECT * { ?z ?y ?x }", ["x", "y", "z"], [2, 1, 0]),
        ("SELECT DISTINCT * { ?b ?a 'the ?c' . ?c ?a ?b }", ["a", "b", "c"], [1, 0, 2]),
        ("SELECT ?x ?z { ?z ?y ?x }", ["x", "z"], [0, 1]),
        ("SELECT (COUNT(*) AS ?n) { ?z ?y ?x }", ["n"], [0]),
        ("SELECT ?a ?z { { SELECT * { ?z ?y ?a } } }", ["a", "z"], [0, 1]),
    ],
)
def test_star_gives_columns_in_the_order_of_the_query(
    text: str, names: list[str], order: list[int]
) -> None:
    assert column_order(text, names) == order
