"""Tables of terms: complete, stable, put in their place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from valuegraph.errors import DataError
from valuegraph.vocabulary import load_vocabulary
from valuegraph.vocabulary.tables import BEGIN, END, main, term_tables, with_tables

ONTOLOGY_DIR = Path(__file__).parents[2] / "ontology"


def test_every_term_has_its_row() -> None:
    vocabulary = load_vocabulary(ONTOLOGY_DIR)
    lines = term_tables(vocabulary).splitlines()
    first = {line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")}
    named = [
        *vocabulary.classes.values(),
        *vocabulary.schemes.values(),
        *(p for p in vocabulary.properties.values() if p.kind != "annotation"),
    ]
    assert {term.name for term in named} <= first


def test_rows_have_as_many_cells_as_their_head() -> None:
    for part in term_tables(load_vocabulary(ONTOLOGY_DIR)).split("### ")[1:]:
        rows = [line.replace("\\|", "") for line in part.splitlines() if line.startswith("|")]
        assert len({row.count("|") for row in rows}) == 1


def test_tables_replace_what_stood_between_the_marks() -> None:
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    once = with_tables(page, "new")
    assert once == f"before\n{BEGIN}\n\nnew\n{END}\nafter\n"
    assert with_tables(once, "new") == once


def test_page_without_marks_is_refused() -> None:
    with pytest.raises(DataError, match="no place") as caught:
        with_tables("text", "tables")
    assert BEGIN in str(caught.value)


def test_command_renews_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ONTOLOGY_DIR, folder)
    page = folder / "README.md"
    right = page.read_text(encoding="utf-8")
    page.write_text(right.replace("| Supply |", "| Suply |"), encoding="utf-8")
    main([str(folder)])
    assert page.read_text(encoding="utf-8") == right
