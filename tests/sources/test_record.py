"""Every field is read or refused, and nothing is guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.errors import DataError
from valuegraph.facts.drafts import When
from valuegraph.sources.record import Record

WHERE = "rows.csv, row 'A100'"


def record(**fields) -> Record:
    return Record(fields, WHERE)


def test_texts_have_their_blanks_collapsed():
    told = record(a="  one\n two ", b=None, c="")
    assert told.text("a") == "one two"
    assert (told.optional("b"), told.optional("c")) == ("", "")


def test_what_must_be_there_is_missed_with_file_row_and_column():
    with pytest.raises(DataError, match="is empty") as caught:
        record(name=" ").text("name")
    assert f"{WHERE}, column name" in str(caught.value)


def test_a_field_that_the_layout_lacks_is_told():
    with pytest.raises(DataError, match="no such field"):
        record().optional("name")


@pytest.mark.parametrize(
    ("text", "value"), [("12", "12"), (" 0.30 ", "0.30"), ("-1e3", "-1E+3"), ("", None)]
)
def test_numbers(text, value):
    assert record(n=text).number("n") == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["1,000", "12 W", "nan", "inf", "--"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(DataError, match="number") as caught:
        record(n=text).number("n")
    assert WHERE in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-09", When(dt.date(2025, 3, 9), "day")),
        ("2025-03", When(dt.date(2025, 3, 1), "month")),
        ("2025", When(dt.date(2025, 1, 1), "year")),
        ("", None),
    ],
)
def test_dates_keep_how_fine_they_are(text, expected):
    assert record(d=text).when("d") == expected


@pytest.mark.parametrize(
    "text", ["Jan-25", "01/2024", "2025-13-01", "2025-02-30", "25", "2025-1-1"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(DataError, match="not a date"):
        record(d=text).when("d")


@given(st.dates(min_value=dt.date(1950, 1, 1)))
def test_every_day_is_read_as_itself(day):
    assert record(d=day.isoformat()).when("d") == When(day, "day")


def test_a_choice_knows_its_values():
    table = {"API": "apiAccess", "": "unknownAccess"}
    assert record(a=" API ").choice("a", table) == "apiAccess"
    assert record(a="").choice("a", table) == "unknownAccess"
    with pytest.raises(DataError, match="'Api' is not among the values") as caught:
        record(a="Api").choice("a", table)
    assert "lookups" in str(caught.value)


def test_lists_and_mappings_are_what_they_say():
    told = record(a=["x"], b=None, c={"d": "e"}, f="")
    assert (told.items("a"), told.items("b"), told.items("f")) == (["x"], [], [])
    inner = told.within("c")
    assert inner.text("d") == "e"
    assert inner.where == f"{WHERE}, c"
    assert told.within("b").optional is not None
    for name, read in (("c", "items"), ("a", "within"), ("a", "optional")):
        with pytest.raises(DataError):
            getattr(told, read)(name)


def test_a_field_that_is_neither_read_nor_refused_is_told():
    told = record(a="1", b="2", c="3")
    told.text("a")
    with pytest.raises(DataError, match="does not know: b, c"):
        told.done()
    told.refuse("b", "c", "absent ones are let pass")
    told.done()


def test_having_a_field_is_no_reading_of_it():
    told = record(a="1", b="")
    assert told.has("a")
    assert not told.has("b")
    assert not told.has("c")
    with pytest.raises(DataError):
        told.done()
