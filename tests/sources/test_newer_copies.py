"""A newer copy on the shipped facts: no ended fact is lost, and once more it changes nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.sources.shipped_made_up import MAKE, make, manifest
from valuegraph.facts import assembly as a
from valuegraph.importing import Options, Shelf, import_source
from valuegraph.resources import data_dir, ontology_dir
from valuegraph.sources.manifest import Manifest
from valuegraph.store.statements import statements_in
from valuegraph.store.validate import validate

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.importing import Imported

FIRST = dt.date(2026, 9, 1)
NEWER = dt.date(2026, 11, 22)
DAYS = (dt.date(2026, 11, 22), dt.date(2026, 11, 25), dt.date(2026, 12, 1))
every_source = pytest.mark.parametrize("source", MAKE)


class Invented(Shelf):
    """A data folder whose manifests know the made-up names, and count nothing beforehand."""

    def manifest(self, source: str) -> Manifest:
        return replace(manifest(source, super().manifest(source)), counts={}, digest="")


@pytest.fixture
def held(tmp_path, source) -> Path:
    """The shipped facts of a source in a folder of one's own."""
    folder = tmp_path / "out" / source
    shutil.copytree(data_dir() / "sources" / source, folder)
    return folder


def take(
    source: str,
    copy: Path,
    into: Path,
    *,
    today: dt.date = DAYS[0],
    day: dt.date = NEWER,
    data: Path | None = None,
) -> Imported:
    options = Options(snapshot=day, today=today, accept_fewer=True)
    return import_source(source, copy, into, options, Invented(data or data_dir()))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def ended(folder: Path, day: dt.date = NEWER) -> dict[str, tuple[object, object]]:
    """Start and end of each relation that is over by a day, by IRI."""
    told = {iri: dict(pairs) for iri, pairs in statements_in([folder]).items()}
    return {
        iri: (pairs[a.VALID_FROM], pairs[a.VALID_TO])
        for iri, pairs in told.items()
        if a.VALID_FROM in pairs and pairs.get(a.VALID_TO, dt.date.max) <= day
    }


@pytest.mark.slow
@every_source
def test_a_newer_copy_twice_gives_the_same_bytes_and_loses_no_ended_fact(held, source, tmp_path):
    over = ended(held)
    begun = {
        iri
        for iri, pairs in statements_in([held]).items()
        if dict(pairs).get(a.VALID_FROM, NEWER) < NEWER
    }
    copy = make(source, tmp_path / "copy")
    done = take(source, copy, held.parent)
    assert {"closed", "opened"} <= {change.kind for change in done.changes}
    first, since = contents(held), ended(held)
    assert over.items() <= since.items()
    assert begun <= since.keys() | {each.iri for each in done.settled.relations}
    for today in DAYS[1:]:
        again = take(source, copy, held.parent, today=today)
        assert again.changes == ()
        assert contents(held) == first
    known = Shelf(data_dir()).ground(source)
    assert validate([held], ontology_dir(), known=known) == []


@pytest.mark.slow
@every_source
def test_a_third_copy_twice_loses_nothing_that_two_copies_said(held, source, tmp_path):
    take(source, make(source, tmp_path / "second", more=2), held.parent)
    over = ended(held)
    third = make(source, tmp_path / "third")
    later = NEWER + dt.timedelta(days=5)
    take(source, third, held.parent, today=later, day=later)
    first = contents(held)
    assert over.items() <= ended(held, later).items()
    assert take(source, third, held.parent, today=DAYS[2], day=later).changes == ()
    assert contents(held) == first
    known = Shelf(data_dir()).ground(source)
    assert validate([held], ontology_dir(), known=known) == []


@every_source
def test_of_made_up_copies_a_shorter_one_twice_ends_facts_once(source, tmp_path):
    place = tmp_path / "data" / "sources" / source
    place.mkdir(parents=True)
    shutil.copy2(data_dir() / "sources" / source / "source.toml", place)
    out, data = tmp_path / "out", tmp_path / "data"
    take(source, make(source, tmp_path / "first", more=2), out, day=FIRST, data=data)
    shorter = make(source, tmp_path / "second")
    done = take(source, shorter, out, data=data)
    kinds = {change.kind for change in done.changes}
    assert kinds & {"closed", "corrected", "changed"}
    first = contents(out / source)
    for today in DAYS[1:]:
        assert take(source, shorter, out, today=today, data=data).changes == ()
        assert contents(out / source) == first
