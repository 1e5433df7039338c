"""Questions: one file each, with a header."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from valuegraph.errors import DataError, FileProblem, UnknownNameError, UsageError
from valuegraph.resources import ontology_dir
from valuegraph.store import Question, query_file, question, questions

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
# asks: Who supplies whom,
# asks: and through what?
# by: researcher
# columns: supplier, dependent ?role
# Written for the tests.

SELECT ?supplier ?dependent ?role {
  # asks: not this
  ?s vg:supplier ?supplier ; vg:dependent ?dependent ; vg:fillsRole ?role
}
"""


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "who-supplies.rq").write_text(TEXT, encoding="utf-8")
    (tmp_path / "queries" / "a-first.rq").write_text(
        "# asks: Anything?\nASK {}\n", encoding="utf-8"
    )
    (tmp_path / "queries" / "README.md").write_text("no question", encoding="utf-8")
    return tmp_path


def test_header(ontology: Path) -> None:
    assert query_file(ontology / "queries" / "who-supplies.rq") == Question(
        id="who-supplies",
        asks="Who supplies whom, and through what?",
        by="researcher",
        columns=("supplier", "dependent", "role"),
        text=TEXT,
    )


def test_all_in_order(ontology: Path) -> None:
    assert list(questions(ontology)) == ["a-first", "who-supplies"]
    assert question(ontology, "a-first").columns == ()


def test_no_folder_no_questions(tmp_path: Path) -> None:
    assert questions(tmp_path) == {}


@pytest.mark.parametrize("name", ["who-suplies", "who_supplies"])
def test_near_miss(ontology: Path, name: str) -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean who-supplies\?"):
        question(ontology, name)


@pytest.mark.parametrize("name", ["", "zzz", "../queries/a-first", "/etc/passwd"])
def test_unknown(ontology: Path, name: str) -> None:
    with pytest.raises(UnknownNameError, match="no question is called"):
        question(ontology, name)


def test_wrong_files(ontology: Path) -> None:
    path = ontology / "queries" / "wrong.rq"
    with pytest.raises(FileProblem, match="cannot be read"):
        query_file(path)
    path.write_text("SELECT * {}")
    with pytest.raises(DataError, match="does not say what it asks"):
        query_file(path)
    path.write_bytes(b"# asks: \xff\nASK {}")
    with pytest.raises(DataError, match="UTF-8"):
        query_file(path)


def of(text: str) -> Question:
    return Question("one", "?", "anyone", (), text)


def test_only_the_day_on_lines_to_be_changed_is_changed() -> None:
    text = (
        'BIND("2026-11-22"^^xsd:date AS ?day)  # change here\n'
        'FILTER("2026-11-22"^^xsd:date < "9999-12-31"^^xsd:date)\n'
    )
    assert of(text).on(dt.date(2024, 6, 1)) == text.replace("2026-11-22", "2024-06-01", 1)
    assert of("SELECT * {}").on(dt.date(2024, 6, 1)) == "SELECT * {}"


def test_a_question_about_several_days_has_no_other_day() -> None:
    text = 'VALUES (?a ?b) { ("2021-01-01"^^xsd:date "2026-11-22"^^xsd:date) }  # change here\n'
    with pytest.raises(UsageError, match="2021-01-01, 2026-11-22"):
        of(text).on(dt.date(2024, 6, 1))


def test_most_shipped_questions_can_be_put_for_another_day() -> None:
    shipped, several = questions(ontology_dir()), []
    for each in shipped.values():
        try:
            asked = each.on(dt.date(2024, 6, 1))
        except UsageError:
            several.append(each.id)
        else:
            assert "2026-11-22" not in asked
    assert sorted(several) == [
        "access-levels-on-two-days",
        "facts-known-then-about-then",
        "price-spread-of-model",
        "thresholds-that-bind-party",
    ]
