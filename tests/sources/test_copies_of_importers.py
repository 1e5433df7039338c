"""Whatever copy of an importer's source is given: a correct import, or an error and nothing written."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import io
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sources.importers_made_up import (
    CSET,
    EDGES,
    ETO,
    GRAPH,
    INCIDENTS,
    asset,
    cards,
    eto,
    graphs,
    hub,
    incidents,
    manifest,
)  # fmt: skip
from valuegraph.errors import DataError, UsageError
from valuegraph.importing import Options, Shelf, import_source
from valuegraph.importing.shelf import reader_of
from valuegraph.resources import data_dir, ontology_dir
from valuegraph.sources.package import Package
from valuegraph.sources.renewing import renewed
from valuegraph.store.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuegraph.importing import Imported

MAKE: dict[str, Callable[[Path], Path]] = {
    "eto_chips": eto, "incidents": incidents, "ecosystem_graphs": graphs, "hugging_face": hub,
}  # fmt: skip
TABLES = {
    "eto_chips": [f"data/{name}" for name in ETO],
    "incidents": ["data/incidents.csv", "data/classifications_CSETv1.csv"],
    "ecosystem_graphs": [f"assets/{name}" for name in GRAPH],
    "hugging_face": ["network_data/edges.csv", "metadata_1.csv"],
}
CSV = [
    (source, name) for source, names in TABLES.items() for name in names if name.endswith(".csv")
]
FILES = [(source, name) for source, names in TABLES.items() for name in names]
FIRST, LATER = dt.date(2026, 9, 1), dt.date(2026, 10, 1)

every_source = pytest.mark.parametrize("source", MAKE)
every_file = pytest.mark.parametrize(("source", "name"), FILES)
every_table = pytest.mark.parametrize(("source", "name"), CSV)


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    """A data folder with no facts and the manifests, which count what the made-up copies hold."""
    data = tmp_path / "data"
    for source, make in MAKE.items():
        harvest = reader_of(source)(Package(make(tmp_path / "first" / source)), manifest(source))
        place = data / "sources" / source
        place.mkdir(parents=True)
        text = (data_dir() / "sources" / source / "source.toml").read_text(encoding="utf-8")
        told = renewed(text, {"digest": harvest.digest, "snapshot": FIRST}, harvest.counts)
        (place / "source.toml").write_text(told, encoding="utf-8")
    return Shelf(data)


@pytest.fixture
def load(shelf, tmp_path) -> Callable[..., Imported]:
    """Import a copy; the one that the manifest counts unless another is named."""

    def go(source: str, path: Path | None = None, **given) -> Imported:
        options = Options(today=LATER, **given)
        copy = path or tmp_path / "first" / source
        return import_source(source, copy, tmp_path / "out", options, shelf)

    return go


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(load, tmp_path, source, match, **given) -> DataError:
    """Import what is spoilt beside an earlier copy, which must stay byte for byte."""
    held = contents(load(source).folder)
    with pytest.raises(DataError, match=match) as caught:
        load(source, tmp_path / "second", snapshot=LATER, **given)
    assert contents(tmp_path / "out" / source) == held
    assert {path.name for path in (tmp_path / "out").iterdir()} == {source}
    assert caught.value.where
    assert caught.value.mend
    return caught.value


@every_source
def test_a_copy_becomes_facts_that_validate(load, source):
    done = load(source)
    assert validate([done.folder], ontology_dir()) == []
    assert done.settled.relations


@every_source
def test_the_same_copy_twice_gives_the_same_bytes(load, source):
    first = contents(load(source).folder)
    assert contents(load(source).folder) == first


@every_source
def test_an_archive_is_read_as_its_folder_is(load, source, tmp_path):
    first = contents(load(source).folder)
    packed = tmp_path / "copy.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(tmp_path / "first" / source, arcname="copy")
    assert contents(load(source, packed).folder) == first


@every_source
def test_an_archive_that_is_cut_off_is_refused(load, source, tmp_path):
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        archive.add(tmp_path / "first" / source, arcname="copy")
    (tmp_path / "second.tar.gz").write_bytes(gzip.compress(plain.getvalue())[:-200])
    held = contents(load(source).folder)
    with pytest.raises(DataError, match="archive is damaged"):
        load(source, tmp_path / "second.tar.gz", snapshot=LATER)
    assert contents(tmp_path / "out" / source) == held


@every_table
def test_a_table_that_is_cut_off_within_a_row_is_refused(load, tmp_path, source, name):
    path = MAKE[source](tmp_path / "second") / name
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(rows[:-1]) + rows[-1].split(b",")[0])
    assert name.rpartition("/")[2] in refused(load, tmp_path, source, "cells|read to its end").where


@every_table
def test_a_heading_of_another_layout_is_refused(load, tmp_path, source, name):
    path = MAKE[source](tmp_path / "second") / name
    path.write_bytes(b"extra," + path.read_bytes().replace(b"\n", b"\nx,"))
    assert "line 1" in refused(load, tmp_path, source, "heading is not the one").where


@every_file
def test_bytes_of_another_encoding_are_refused(load, tmp_path, source, name):
    path = MAKE[source](tmp_path / "second") / name
    path.write_bytes(path.read_bytes() + "prix élevé".encode("cp1252"))
    assert name in refused(load, tmp_path, source, "not UTF-8").where


@pytest.mark.parametrize(
    ("source", "name"), [each for each in FILES if each[0] != "ecosystem_graphs"]
)
def test_a_file_that_is_missing_is_refused(load, tmp_path, source, name):
    (MAKE[source](tmp_path / "second") / name).unlink()
    refused(load, tmp_path, source, "no files end in|neither|less than")


def test_a_file_of_assets_that_is_missing_or_cut_off_is_refused(load, tmp_path):
    path = graphs(tmp_path / "second") / "assets" / "nib.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    refused(load, tmp_path, "ecosystem_graphs", "cannot be read to its end")
    path.unlink()
    refused(load, tmp_path, "ecosystem_graphs", "less than 90%")


SHORTER: dict[str, Callable[[Path], Path]] = {
    "eto_chips": lambda folder: eto(folder, provision=ETO["provision.csv"][:3]),
    "incidents": lambda folder: incidents(folder, INCIDENTS[:2], CSET[:2]),
    "ecosystem_graphs": lambda folder: graphs(folder, {"quay.yaml": GRAPH["quay.yaml"]}),
    "hugging_face": lambda folder: hub(folder, EDGES[:4]),
}


@every_source
def test_a_table_that_is_cut_off_between_rows_is_refused_unless_accepted(load, tmp_path, source):
    SHORTER[source](tmp_path / "second")
    refused(load, tmp_path, source, "less than 90%")
    done = load(source, tmp_path / "second", snapshot=LATER, accept_fewer=True)
    assert {change.kind for change in done.changes} >= {"closed"}
    assert validate([done.folder], ontology_dir()) == []


LONGER: dict[str, Callable[[Path], Path]] = {
    "eto_chips": lambda folder: eto(
        folder,
        provision=[*ETO["provision.csv"], ["Nib Gas", "P4", "Gases", "N91", "12", "2026", "a study"]],
    ),
    "incidents": lambda folder: incidents(
        folder, [*INCIDENTS, ["d", "4", "2026-08-01", "[]", '["google"]', '["google"]', '["a"]', "p", "New"]]
    ),
    "ecosystem_graphs": lambda folder: graphs(
        folder, {**GRAPH, "new.yaml": [asset("model", "Nib 9B", "Nib Works")]}
    ),
    "hugging_face": lambda folder: hub(folder, [*EDGES, ["nib/Chat-8B", "nib/New", "finetuned"]]),
}  # fmt: skip


@every_source
def test_a_newer_copy_adds_and_keeps_the_names_of_all_that_was_there(load, tmp_path, source):
    before = {each.iri for each in load(source).settled.relations}
    LONGER[source](tmp_path / "second")
    done = load(source, tmp_path / "second", snapshot=LATER)
    assert before < {each.iri for each in done.settled.relations}
    kinds = {change.kind for change in done.changes}
    assert "opened" in kinds
    assert kinds <= {"opened", "evidence added"}
    assert validate([done.folder], ontology_dir()) == []


@every_source
def test_an_older_copy_than_the_one_held_is_refused(load, tmp_path, source):
    LONGER[source](tmp_path / "second")
    held = contents(load(source, tmp_path / "second", snapshot=LATER).folder)
    with pytest.raises(UsageError):
        load(source, snapshot=FIRST)
    assert contents(tmp_path / "out" / source) == held


def test_the_tables_of_2023_are_imported_whole(load, tmp_path):
    rows = [[*row[:5], row[6]] for row in ETO["provision.csv"]]
    rows = [
        [*row[:5], "negligible_market_share" if not at else "Major", row[5]]
        for at, row in enumerate(rows)
    ]
    eto(tmp_path / "second", provision=rows)
    done = load("eto_chips", tmp_path / "second", snapshot=dt.date(2023, 6, 1), accept_fewer=True)
    assert validate([done.folder], ontology_dir()) == []


def test_a_folder_of_cards_is_another_kind_of_copy_and_must_be_accepted(load, tmp_path):
    cards(tmp_path / "cards")
    with pytest.raises(DataError, match="less than 90%"):
        load("hugging_face", tmp_path / "cards", snapshot=LATER)
    done = load("hugging_face", tmp_path / "cards", snapshot=LATER, accept_fewer=True)
    assert {each.cls for each in done.settled.relations} == {
        "Derivation",
        "ComponentStatus",
        "TrainingRun",
    }
    assert validate([done.folder], ontology_dir()) == []


@every_source
def test_no_fact_of_theirs_is_shipped(source):
    assert not dataclasses.replace(manifest(source)).shipped
    folder = data_dir() / "sources" / source
    assert {path.name for path in folder.iterdir()} == {"source.toml"}
