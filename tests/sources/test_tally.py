"""A count that no reader makes is not there; one that a reader finds none of is nought."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.sources.importers_made_up import eto, graphs, hub, incidents, package
from valuegraph.errors import DataError
from valuegraph.importing.counting import check_counts
from valuegraph.importing.shelf import reader_of
from valuegraph.resources import data_dir
from valuegraph.sources.manifest import Manifest, read_manifest
from valuegraph.sources.tally import tally

MAKE = {
    "eto_chips": eto, "incidents": incidents, "ecosystem_graphs": graphs, "hugging_face": hub,
}  # fmt: skip


def told(source: str, **counts: int) -> Manifest:
    shipped = read_manifest(data_dir() / "sources" / source / "source.toml")
    return replace(shipped, counts=counts, digest="")


def test_only_what_is_named_begins_at_nought():
    manifest = told("eto_chips", **{"of 2019": 3, "of 2020": 0, "other": 4})
    assert tally(manifest, ["rows"]) == Counter(rows=0)
    assert set(tally(manifest, ["rows"], "of 2")) == {"rows", "of 2019"}


@pytest.mark.parametrize("source", MAKE)
def test_a_count_that_the_reader_never_makes_is_an_error(source, tmp_path):
    manifest = told(source, **{"never counted": 0})
    harvest = reader_of(source)(package(MAKE[source](Path(tmp_path))), manifest)
    with pytest.raises(DataError, match="never counted: not counted"):
        check_counts(harvest, manifest)


@pytest.mark.parametrize("source", MAKE)
def test_every_name_that_the_manifest_counts_is_counted_in_any_copy(source, tmp_path):
    manifest = replace(read_manifest(data_dir() / "sources" / source / "source.toml"), digest="")
    harvest = reader_of(source)(package(MAKE[source](Path(tmp_path))), manifest)
    assert manifest.counts.keys() <= harvest.counts.keys()


def test_a_year_of_which_a_copy_holds_nothing_any_more_is_refused(tmp_path):
    manifest = told("eto_chips", **{"provisions of 2018": 40})
    harvest = reader_of("eto_chips")(package(eto(Path(tmp_path))), manifest)
    with pytest.raises(DataError, match="provisions of 2018: 0 of 40"):
        check_counts(harvest, manifest)
    check_counts(harvest, manifest, accept_fewer=True)
