"""models.dev: copies that cannot be read say so, with file and remedy."""

from __future__ import annotations

import tarfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.sources.models_dev_made_up import (
    MANIFEST,
    Made,
    cost,
    record,
)
from valuegraph.errors import DataError
from valuegraph.sources.models_dev import read
from valuegraph.sources.package import Package

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def test_a_base_model_that_is_not_there_is_an_error(made):
    made.offer("groq", "x", 'base_model = "openai/gone"\n')
    with pytest.raises(DataError, match=r"openai/gone.*no file under models/"):
        made.read()


def test_a_month_that_does_not_exist_is_an_error(made):
    made.offer("groq", "openai/gpt-oss-120b", 'release_date = "2026-13-01"\n')
    with pytest.raises(DataError, match="2026-13-01") as problem:
        made.read()
    assert "providers/groq/models/openai/gpt-oss-120b.toml, column release_date" in str(
        problem.value
    )


def test_an_unknown_lab_is_an_error(made):
    made.write("models/newlab/x.toml", record("X"))
    with pytest.raises(DataError, match=r"newlab[\s\S]*lookups.makers"):
        made.read()


@pytest.mark.parametrize("flag", ["", "open_weights = false\n"])
def test_an_offer_without_its_provider_is_an_error(made, flag):
    made.offer("nobody", "x", flag)
    with pytest.raises(DataError, match=r"no provider\.toml for nobody"):
        made.read()


def test_a_copy_from_before_the_labs_records_is_an_error(tmp_path):
    (tmp_path / "providers" / "groq" / "models").mkdir(parents=True)
    with pytest.raises(DataError, match="no folder models/"):
        read(Package(tmp_path), MANIFEST)


def test_what_is_not_yet_released_is_an_error(made):
    made.write("models/openai/x.toml", record("X", "2026-08-01"))
    with pytest.raises(DataError, match=r"after the day of the copy[\s\S]*--snapshot"):
        made.read()


def test_another_repository_than_hugging_face_is_an_error(made):
    more = '[[weights]]\nlabel = "x"\nurl = "https://example.org/a/b"\n'
    made.write("models/openai/x.toml", record("X", more=more))
    with pytest.raises(DataError, match="not a page of a repository"):
        made.read()


def test_a_lookup_that_leads_nowhere_is_an_error(made):
    lookups = {**MANIFEST.lookups, "variants": {"openai/gpt-oss-120b": "openai/lost"}}
    with pytest.raises(DataError, match="openai/lost"):
        read(Package(made.folder), replace(MANIFEST, lookups=lookups))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('status = "gone"\n', "status: 'gone'"),
        ("colour = 1\n", "fields that the reader does not know: colour"),
        (cost("-1"), "below zero"),
        ("[cost]\ninput = 1\n", "no input or no output"),
        (cost("dear"), "cannot be read to its end"),
        (cost(more="per_song = 2\n"), "per_song"),
        ("[cost", "cannot be read to its end"),
        ("status = 'd\xe9pr\xe9ci\xe9'".encode("cp1252"), "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_file(made, text, told):
    made.offer("groq", "openai/gpt-oss-120b", text)
    with pytest.raises(DataError, match=told) as problem:
        made.read()
    assert "providers/groq/models/openai/gpt-oss-120b.toml" in str(problem.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (record("X").replace("open_weights = false", "open_weights = 0"), "neither true nor false"),
        (record("X", ""), "release_date: is empty"),
        (record("X", more="colour = 1\n"), "colour"),
    ],
)
def test_a_lab_s_record_that_cannot_be_read_is_an_error(made, text, told):
    made.write("models/openai/x.toml", text)
    with pytest.raises(DataError, match=told) as problem:
        made.read()
    assert "models/openai/x.toml" in str(problem.value)


def test_an_amount_that_cannot_be_for_tokens_is_an_error(made):
    made.offer("groq", "openai/gpt-oss-120b", cost("0.003", "0"))
    with pytest.raises(DataError, match=r"another quantity[\s\S]*lookups.incredible"):
        made.read()


def packed(made: Made, path: Path) -> Path:
    """Pack the copy as the publisher does, with a link that leads on and one that leads nowhere."""
    made.offer("kilo", "openai/gpt-oss-120b", cost())
    with tarfile.open(path, "w:gz") as archive:
        for part in ("models", "providers"):
            archive.add(made.folder / part, arcname=part)
        for name, target in (("a", "openai/gpt-oss-120b.toml"), ("b", "../../gone/models/x.toml")):
            link = tarfile.TarInfo(f"providers/kilo/models/{name}.toml")
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
    return path


def test_links_in_an_archive_lead_on_or_are_counted(made, tmp_path_factory):
    harvest = read(Package(packed(made, tmp_path_factory.mktemp("x") / "copy.tar.gz")), MANIFEST)
    assert (harvest.counts["offers"], harvest.counts["links_to_nothing"]) == (2, 1)


def test_a_cut_off_archive_is_an_error(made, tmp_path_factory):
    path = packed(made, tmp_path_factory.mktemp("x") / "copy.tar.gz")
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(DataError, match="archive is damaged"):
        Package(path)
