"""Values decoded from the store's text form are those of the terms themselves."""

from __future__ import annotations

import datetime as dt
import math

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.store.terms import Decoder, decode, is_iri, table

XSD = "http://www.w3.org/2001/XMLSchema#"
S, P = ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p")

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
datatypes = st.sampled_from(["string", "date", "integer", "boolean", "decimal", "duration"])
literals = st.one_of(
    st.builds(ox.Literal, any_text),
    st.builds(lambda t: ox.Literal(t, language="en"), any_text),
    st.builds(lambda t, d: ox.Literal(t, datatype=ox.NamedNode(XSD + d)), any_text, datatypes),
)


def through(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> object:
    store = ox.Store()
    store.add(ox.Quad(S, P, term))
    answer = store.query("SELECT ?o { ?s ?p ?o }")
    assert isinstance(answer, ox.QuerySolutions)
    names, lines = table(answer.serialize(format=ox.QueryResultsFormat.TSV) or b"")
    assert names == ["o"]
    ((cell,),) = lines
    return decode(cell)


@given(any_text)
def test_any_text_comes_back(text: str) -> None:
    assert through(ox.Literal(text)) == text
    assert through(ox.Literal(text, language="de")) == text


@given(literals)
def test_ill_typed_literals_keep_their_text(literal: ox.Literal) -> None:
    value = through(literal)
    if isinstance(value, str):
        assert value == literal.value


@given(st.integers(-(2**63), 2**63 - 1))
def test_integers(number: int) -> None:
    value = through(ox.Literal(number))
    assert value == number
    assert type(value) is int


@given(st.floats(allow_nan=False))
def test_doubles(number: float) -> None:
    value = through(ox.Literal(number))
    assert value == number
    assert type(value) is float


@given(st.dates())
def test_dates(day: dt.date) -> None:
    assert through(ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))) == day


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_instants(instant: dt.datetime) -> None:
    term = ox.Literal(instant.isoformat(), datatype=ox.NamedNode(XSD + "dateTime"))
    assert through(term) == instant


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("0.30", "decimal", 0.3),
        ("1", "decimal", 1.0),
        ("INF", "double", math.inf),
        ("-INF", "float", -math.inf),
        ("true", "boolean", True),
        ("2020-02-29Z", "date", dt.date(2020, 2, 29)),
        ("2020", "gYear", "2020"),
        ("7", "byte", 7),
        ("many", "integer", "many"),
        ("2021-02-29", "date", "2021-02-29"),
        ("http://x", "anyURI", "http://x"),
        ("P1D", "duration", "P1D"),
    ],
)
def test_by_datatype(text: str, datatype: str, value: object) -> None:
    found = through(ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)))
    assert found == value
    assert type(found) is type(value)


def test_not_a_number() -> None:
    found = through(ox.Literal("NaN", datatype=ox.NamedNode(XSD + "double")))
    assert isinstance(found, float)
    assert math.isnan(found)


def test_names_and_blanks() -> None:
    assert through(ox.NamedNode("http://x/é?a=1&b#c")) == "http://x/é?a=1&b#c"
    assert through(ox.BlankNode("b1")) == "_:b1"
    assert decode("") is None


def test_escapes_of_other_writers() -> None:
    assert decode(r'"\u00e9\U0001F600\"\\\b\f\'"@en') == "é😀\"\\\b\f'"


def test_plain_numbers() -> None:
    assert [decode(cell) for cell in ("7", "-7", "0.50", "1e3")] == [7, -7, 0.5, 1000.0]
    assert decode(f'"yes"^^<{XSD}boolean>') == "yes"


def test_only_iris_are_iris() -> None:
    assert is_iri("<http://x>")
    assert not is_iri("<<( <http://x> <http://y> 1 )>>")
    assert not is_iri('"<http://x>"')
    assert decode("<<( <http://x> <http://y> 1 )>>") == "<<( <http://x> <http://y> 1 )>>"


def test_rows_without_columns_are_counted() -> None:
    assert table(b"\n\n\n") == ([], [[], []])


def test_one_decoder_decodes_a_cell_once() -> None:
    decoder = Decoder()
    assert decoder['"a"'] is decoder['"a"']
    assert list(decoder) == ['"a"']
