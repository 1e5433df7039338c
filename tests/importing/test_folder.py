"""A folder is replaced whole, or stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuegraph.errors import FileProblem
from valuegraph.importing.folder import recover, replace_folder

FILES = {"source.toml": "new", "things.ttl": "new"}


@pytest.fixture
def held(tmp_path):
    folder = tmp_path / "sources" / "tolls"
    (folder / "notes").mkdir(parents=True)
    for name in ("source.toml", "things.ttl", "gone.ttl", "README.md", "notes/a.txt"):
        (folder / name).write_text("old")
    return folder


def test_facts_are_replaced_and_what_is_no_fact_stays(held):
    replace_folder(held, FILES)
    found = {p.relative_to(held).as_posix(): p.read_text() for p in held.rglob("*") if p.is_file()}
    assert found == {**FILES, "README.md": "old", "notes/a.txt": "old"}
    assert [each.name for each in held.parent.iterdir()] == ["tolls"]


def test_a_folder_that_is_not_there_is_made(tmp_path):
    replace_folder(tmp_path / "a" / "b" / "tolls", FILES)
    assert (tmp_path / "a" / "b" / "tolls" / "things.ttl").read_text() == "new"


def test_a_failure_of_the_last_step_brings_the_old_folder_back(held, monkeypatch):
    rename = Path.rename

    def fails(path, target):
        if path.name.startswith(".tolls-"):
            raise OSError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(FileProblem, match="Permission denied"):
        replace_folder(held, FILES)
    assert (held / "gone.ttl").read_text() == "old"
    assert [each.name for each in held.parent.iterdir()] == ["tolls"]


@pytest.mark.parametrize("complete", [False, True], ids=["before", "after"])
def test_what_a_broken_off_import_put_aside_comes_back(held, complete):
    aside = held.parent / ".before-tolls"
    held.rename(aside)
    if complete:
        held.mkdir()
    recover(held)
    assert not aside.exists()
    assert (held / "gone.ttl").exists() is not complete


def test_a_place_where_nothing_can_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileProblem, match="cannot be written"):
        replace_folder(tmp_path / "file" / "tolls", FILES)
