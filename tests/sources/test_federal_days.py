"""The dozen forms of days in the federal inventory."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.errors import DataError
from valuegraph.facts.drafts import When
from valuegraph.sources.federal.days import MONTHS, day_of
from valuegraph.sources.record import Record

UNTIL = dt.date(2026, 4, 14)


def read(text: str) -> When | None:
    return day_of(Record({"since": text}, "made_up.csv, row '1'"), "since", UNTIL)


@pytest.mark.parametrize(
    ("text", "start", "precision"),
    [
        ("2024", (2024, 1, 1), "year"),
        ("01/2024", (2024, 1, 1), "month"),
        ("Jan-25", (2025, 1, 1), "month"),
        ("Dec-03", (2003, 12, 1), "month"),
        ("2024-10-01 00:00:00", (2024, 10, 1), "month"),
        ("2024-10-07 00:00:00", (2024, 10, 7), "day"),
        ("02/14/2025", (2025, 2, 14), "day"),
        ("2/14/2025", (2025, 2, 14), "day"),
        ("2/4/2025", (2025, 2, 4), "day"),
        ("10/1/2024", (2024, 10, 1), "month"),
        ("01/02/2024 00:00:00", (2024, 1, 2), "day"),
        ("01/02/2024 12:00:00 AM", (2024, 1, 2), "day"),
        ("1/2/2021 0:00", (2021, 1, 2), "day"),
        ("8/20/2021 0:00", (2021, 8, 20), "day"),
        ("11/1/2024 0:00", (2024, 11, 1), "month"),
    ],
)
def test_each_form_is_read_and_the_first_of_a_month_is_the_month(text, start, precision):
    assert read(text) == When(dt.date(*start), precision)


def test_an_empty_cell_is_no_day():
    assert read("  ") is None


@pytest.mark.parametrize(
    "text",
    [
        "20/08/2021", "31/12/2024", "2024-13-01", "2024-02-30 00:00:00", "Jan-2025", "jan-25",
        "Jan-40", "Jan-99", "2024-10-01 08:30:00", "1/2/21", "2024/10/01", "soon", "13/2024", "02/30/2024",
    ],
)  # fmt: skip
def test_what_could_be_read_two_ways_or_not_at_all_is_refused(text):
    with pytest.raises(DataError, match=r"is no date in a form that is known") as caught:
        read(text)
    assert "row '1', column since" in str(caught.value)


@given(st.dates(dt.date(2000, 1, 1), UNTIL))
def test_all_forms_of_one_day_agree(day):
    long = read(f"{day:%Y-%m-%d} 00:00:00")
    assert long == read(f"{day.month}/{day.day}/{day.year} 0:00") == read(f"{day:%m/%d/%Y}")
    assert read(f"{MONTHS[day.month - 1]}-{day:%y}").start.month == day.month
