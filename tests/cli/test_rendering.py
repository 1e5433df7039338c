"""An answer in each of its forms, with values worked out by hand."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import fastparquet
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.cli.answers import Answer, plain
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Format, Output
from valuegraph.cli.rendering import delimited_text, json_text, parquet, present, records

HOSTILE = 'a,"b"\n=1+1\t\x1b[31m'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (float("nan"), None),
        (np.float64("nan"), None),
        (pd.NaT, None),
        (pd.NA, None),
        (Decimal("NaN"), None),
        (True, True),
        (np.bool_(False), False),
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        (Decimal("0.25"), 0.25),
        (dt.date(2024, 6, 1), "2024-06-01"),
        (pd.Timestamp("2024-06-01"), "2024-06-01"),
        (pd.Timestamp("2024-06-01T12:30"), "2024-06-01T12:30:00"),
        (("b", "a"), ["b", "a"]),
        ({"b", "a"}, ["a", "b"]),
        ([None, 1.5], [None, 1.5]),
    ],
)
def test_values_become_json(value, expected):
    found = plain(value)
    assert found == expected
    assert type(found) is type(expected)


def grid(*args, **options):
    return Grid.from_frame(pd.DataFrame(*args, **options))


def test_names_of_columns_stay_as_the_query_has_them(graph):
    table = grid([[1, 2, 3]], columns=["firm", "Firm", "größe"])
    assert records(table) == [{"firm": 1, "Firm": 2, "größe": 3}]
    assert delimited_text(table, ",").splitlines()[0] == "firm,Firm,größe"


def test_a_json_answer_has_rows_date_dataset_and_coverage(graph):
    table = grid({"name": ["ASML"], "since": [pd.Timestamp("2024-06-01")], "n": [2]})
    found = json.loads(json_text(Answer(table, coverage=("18 of 22",)), graph))
    assert found == {
        "rows": [{"name": "ASML", "since": "2024-06-01", "n": 2}],
        "as_of": "2026-06-01",
        "dataset": {"hash": "ab12", "version": "0.1.0"},
        "coverage": ["18 of 22"],
    }


def test_json_never_holds_nan(graph):
    text = json_text(Answer(grid({"x": [float("nan"), 1.0]})), graph)
    assert json.loads(text)["rows"] == [{"x": None}, {"x": 1.0}]


def test_csv_quotes_what_needs_it():
    text = delimited_text(grid({"a": [HOSTILE, None], "c": [["x", "y"], []]}), ",")
    assert list(csv.reader(io.StringIO(text))) == [["a", "c"], [HOSTILE, "x; y"], ["", ""]]


def test_tsv_divides_by_tabs():
    assert delimited_text(grid({"a": [1], "b": ["x"]}), "\t") == "a\tb\n1\tx\n"


def test_no_rows_keep_their_header():
    assert delimited_text(grid(columns=["a", "b"]), ",") == "a,b\n"


@given(st.lists(st.tuples(st.text(), st.floats() | st.none()), max_size=5))
def test_json_and_csv_hold_the_same_rows(rows):
    table = grid(rows, columns=["text", "figure"])
    read = list(csv.reader(io.StringIO(delimited_text(table, ","), newline="")))[1:]
    found = [
        [str("" if value is None else value) for value in row.values()] for row in records(table)
    ]
    assert read == found


def test_top_cuts_rows_and_says_so(graph, capsys):
    table = grid({"n": range(5)})
    present(Answer(table), graph, Output(form=Format.CSV, top=2))
    said = capsys.readouterr()
    assert said.out == "n\n0\n1\n"
    assert said.err == "2 of 5 rows (--top)\n"


def test_rows_go_to_a_file_and_the_talk_to_stderr(graph, tmp_path, capsys):
    target = tmp_path / "rows.csv"
    present(Answer(grid({"n": [1]})), graph, Output(form=Format.CSV, output=str(target)))
    assert target.read_text() == "n\n1\n"
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"wrote {target}\n")


def test_quiet_says_nothing(graph, capsys):
    present(Answer(grid({"n": range(5)})), graph, Output(form=Format.CSV, top=2, quiet=True))
    assert capsys.readouterr().err == ""


def test_parquet_reads_back(tmp_path):
    frame = pd.DataFrame(
        {
            "name": ["ASML", None],
            "share": [0.5, float("nan")],
            "since": pd.Series([dt.date(2024, 6, 1), None], dtype=object),
            "sole": pd.Series([True, None], dtype=object),
            "mixed": pd.Series(["x", 2], dtype=object),
        }
    )
    path = parquet(frame, tmp_path / "rows.parquet")
    with path.open("rb") as stream:
        found = fastparquet.ParquetFile(stream).to_pandas()
    assert list(found.columns) == ["name", "share", "since", "sole", "mixed"]
    assert found["name"].tolist() == ["ASML", None]
    assert found["since"][0] == pd.Timestamp("2024-06-01")
    assert pd.isna(found["since"][1])
    assert bool(found["sole"][0]) is True
    assert found["mixed"].tolist() == ["x", "2"]
