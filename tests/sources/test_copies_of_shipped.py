"""Whatever copy of a shipped source is given: a correct import, or an error and nothing written."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sources.shipped_made_up import FILES, MAKE, make, manifest
from valuegraph.errors import DataError, UsageError, ValuegraphError
from valuegraph.importing import Options, Shelf, import_source
from valuegraph.importing.shelf import reader_of
from valuegraph.resources import data_dir, ontology_dir
from valuegraph.sources.manifest import Manifest
from valuegraph.sources.package import Package
from valuegraph.sources.renewing import renewed
from valuegraph.store.validate import validate

pytestmark = pytest.mark.slow  # 79 copies, each imported and validated

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuegraph.importing import Imported

FIRST, LATER = dt.date(2026, 9, 1), dt.date(2026, 10, 1)
every_source = pytest.mark.parametrize("source", MAKE)


class Invented(Shelf):
    """A data folder with no facts, whose manifests know the made-up names."""

    def manifest(self, source: str) -> Manifest:
        return manifest(source, super().manifest(source))


@pytest.fixture
def shelf(tmp_path, source) -> Shelf:
    copy = make(source, tmp_path / "first")
    harvest = reader_of(source)(Package(copy), manifest(source))
    place = tmp_path / "data" / "sources" / source
    place.mkdir(parents=True)
    text = (data_dir() / "sources" / source / "source.toml").read_text(encoding="utf-8")
    told = renewed(text, {"digest": harvest.digest, "snapshot": FIRST}, harvest.counts)
    (place / "source.toml").write_text(told, encoding="utf-8")
    return Invented(tmp_path / "data")


@pytest.fixture
def load(shelf, tmp_path, source) -> Callable[..., Imported]:
    """Import a copy; the one that the manifest counts unless another is named."""

    def go(path: Path | None = None, **given) -> Imported:
        copy = path or tmp_path / "first"
        return import_source(source, copy, tmp_path / "out", Options(today=LATER, **given), shelf)

    return go


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(load, tmp_path, source, match=".") -> ValuegraphError:
    """Import what is spoilt beside an earlier copy, which must stay byte for byte."""
    held = contents(load().folder)
    with pytest.raises(ValuegraphError, match=match) as caught:
        load(tmp_path / "second", snapshot=LATER)
    assert contents(tmp_path / "out" / source) == held
    assert {path.name for path in (tmp_path / "out").iterdir()} == {source}
    assert caught.value.where
    assert caught.value.mend
    return caught.value


@every_source
def test_a_copy_becomes_facts_that_validate_and_the_same_bytes_again(load, source):
    done = load()
    assert done.settled.relations
    assert validate([done.folder], ontology_dir()) == []
    first = contents(done.folder)
    assert contents(load().folder) == first


@every_source
def test_an_archive_that_is_cut_off_is_refused(load, source, tmp_path):
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        archive.add(tmp_path / "first", arcname="copy")
    (tmp_path / "second").write_bytes(b"")
    cut = tmp_path / "second.tar.gz"
    cut.write_bytes(gzip.compress(plain.getvalue())[:-200])
    held = contents(load().folder)
    with pytest.raises(DataError, match="archive is damaged"):
        load(cut, snapshot=LATER)
    assert contents(tmp_path / "out" / source) == held


@every_source
def test_a_file_that_is_cut_off_is_refused_with_its_name(load, source, tmp_path):
    path = make(source, tmp_path / "second") / FILES[source]
    data = path.read_bytes().rstrip()
    path.write_bytes(data[: -max(2, len(data) // 5)])
    refused(load, tmp_path, source)


@every_source
def test_bytes_of_another_encoding_are_refused_with_the_file(load, source, tmp_path):
    path = make(source, tmp_path / "second") / FILES[source]
    path.write_bytes(path.read_bytes() + "\n# prix élevé".encode("cp1252"))
    assert Path(FILES[source]).name in refused(load, tmp_path, source, "UTF-8").where


@every_source
def test_a_folder_that_holds_something_else_is_refused(load, source, tmp_path):
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / "README.md").write_text("nothing", encoding="utf-8")
    refused(load, tmp_path, source)


@every_source
def test_a_newer_copy_adds_and_keeps_the_names_of_all_that_was_there(load, source, tmp_path):
    before = {each.iri for each in load().settled.relations}
    make(source, tmp_path / "second", more=2)
    done = load(tmp_path / "second", snapshot=LATER)
    after = {each.iri for each in done.settled.relations}
    assert before < after
    assert "opened" in {change.kind for change in done.changes}
    assert validate([done.folder], ontology_dir()) == []


@every_source
def test_an_older_copy_than_the_one_held_is_refused(load, source, tmp_path):
    make(source, tmp_path / "second", more=2)
    held = contents(load(tmp_path / "second", snapshot=LATER).folder)
    with pytest.raises(UsageError, match="this copy is of 2026-09-01"):
        load(snapshot=FIRST)
    assert contents(tmp_path / "out" / source) == held


@pytest.mark.parametrize("source", [each for each in MAKE if each != "fmti"])
def test_a_copy_with_many_records_less_is_refused_unless_accepted(
    load, source, tmp_path, monkeypatch
):
    monkeypatch.setattr("tests.sources.shipped_made_up.FEW", 2)
    make(source, tmp_path / "second")
    refused(load, tmp_path, source, "less than 90%")
    done = load(tmp_path / "second", snapshot=LATER, accept_fewer=True)
    assert "closed" in {change.kind for change in done.changes}
