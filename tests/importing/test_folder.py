"""A folder is replaced whole, or stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuegraph.errors import FileProblem
from valuegraph.importing.folder import holds, recover, replace_folder

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


def test_a_link_is_followed_and_stays_one(held, tmp_path):
    link = tmp_path / "mine" / "tolls"
    link.parent.mkdir()
    link.symlink_to(held)
    for _ in range(2):
        replace_folder(link, FILES)
        recover(link)
        assert link.is_symlink()
        assert (held / "things.ttl").read_text() == "new"
        assert [each.name for each in link.parent.iterdir()] == ["tolls"]
        assert [each.name for each in held.parent.iterdir()] == ["tolls"]


def test_a_link_that_was_put_aside_once_is_taken_away(held):
    (held.parent / ".before-tolls").symlink_to("../elsewhere")
    replace_folder(held, FILES)
    assert [each.name for each in held.parent.iterdir()] == ["tolls"]


def test_links_in_a_ring_are_told(tmp_path):
    (tmp_path / "tolls").symlink_to("other")
    (tmp_path / "other").symlink_to("tolls")
    with pytest.raises(FileProblem) as caught:
        replace_folder(tmp_path / "tolls", FILES)
    assert caught.value.where == str(tmp_path / "tolls")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["other", "tolls"]


def test_what_cannot_be_brought_back_is_told_with_the_folder(held, monkeypatch):
    held.rename(held.parent / ".before-tolls")

    def fails(path, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(FileProblem, match="Permission denied"):
        recover(held)


def test_a_folder_holds_files_only_as_they_are_and_without_other_facts(held):
    assert not holds(held, FILES)
    replace_folder(held, FILES)
    assert holds(held, FILES)
    (held / "extra.ttl").write_text("old")
    assert not holds(held, FILES)
    assert not holds(held.parent / "nowhere", FILES)
