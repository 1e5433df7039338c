"""What is written down about the shipped files is what is found in them, and of no others."""

from __future__ import annotations

import shutil
import tomllib
from typing import TYPE_CHECKING

import pytest

from valuegraph.resources import data_dir, ontology_dir
from valuegraph.store import Store, known
from valuegraph.store.files import collect, content_hash
from valuegraph.store.loading import OVERLAP

if TYPE_CHECKING:
    from pathlib import Path

TOLD = tomllib.loads((data_dir() / known.CONTENTS).read_text(encoding="utf-8"))


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note when statements that two files make are looked for."""
    found = []

    def overlap(*_: object) -> bool:
        found.append(1)
        return False

    monkeypatch.setattr("valuegraph.store.loading._overlap", overlap)
    return found


@pytest.fixture(scope="module")
def shipped() -> Store:
    return Store.open([ontology_dir(), data_dir()], cache=None)


def test_what_is_written_is_what_is_found(shipped: Store) -> None:
    inner, _ = shipped._backing.held()
    line = f'hash = "{shipped.content_hash}", triples = {len(inner)}'
    assert (TOLD["hash"], TOLD["triples"]) == (shipped.content_hash, len(inner)), f"write {line}"
    assert TOLD["shared"] == bool(inner.query(OVERLAP))


def test_the_shipped_files_are_counted_without_looking(
    shipped: Store, looked_for: list[int]
) -> None:
    assert len(Store.open([ontology_dir(), data_dir()], cache=None)) == len(shipped)
    assert not looked_for


@pytest.mark.parametrize("kept", [pytest.param(True, marks=pytest.mark.slow), False])
def test_files_with_one_more_byte_are_looked_at(
    tmp_path: Path, cache: Path, looked_for: list[int], *, kept: bool
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data_dir(), folder)
    with next((folder / "core").glob("*.ttl")).open("a", encoding="utf-8") as file:
        file.write("\n")
    store = Store.open([ontology_dir(), folder], cache=cache if kept else None)
    assert len(store) == TOLD["triples"]
    assert looked_for


@pytest.mark.parametrize(
    "text", [None, "hash = ", "", 'hash = "{}"', 'hash = "{}"\nshared = true\ntriples = 1',
             'hash = "{}"\nshared = false\ntriples = "many"'],
)  # fmt: skip
def test_what_cannot_be_read_or_used_counts_as_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    found = content_hash(collect([tmp_path]))
    if text is not None:
        (tmp_path / known.CONTENTS).write_text(text.replace("{}", found))
    monkeypatch.setattr(known, "data_dir", lambda: tmp_path)
    assert known.known(found) is None
    (tmp_path / known.CONTENTS).write_text(f'hash = "{found}"\nshared = false\ntriples = 1')
    assert known.known(found) is not None
    assert known.known("0" * 32) is None
