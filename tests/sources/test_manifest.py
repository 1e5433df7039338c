"""What is known of a source before it is read."""

from __future__ import annotations

import datetime as dt

import pytest

from valuegraph.errors import DataError, FileProblem, UnknownNameError
from valuegraph.importing import ORDER, Shelf
from valuegraph.sources.manifest import read_manifest, read_manifests

TEXT = """id = "tolls"
title = "Tolls"
publisher = "The toll house"
url = "https://example.org"
licence = "none stated"
licence_class = "local"
attribution = "Toll house"
snapshot = 2026-01-31
retrieved = 2026-02-01
"""


@pytest.fixture
def write(tmp_path):
    def put(text: str, name: str = "tolls"):
        path = tmp_path / "sources" / name / "source.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return put


def test_a_manifest_without_documents_is_cited_as_a_whole(write):
    manifest = read_manifest(write(TEXT))
    assert manifest.documents[""].title == "Tolls"
    assert manifest.snapshot == dt.date(2026, 1, 31)
    assert not manifest.shipped


def test_documents_counts_and_lookups_are_read(write, tmp_path):
    write(
        TEXT
        + '[documents.b]\ntitle = "B"\nurl = "u"\nkind = "webPage"\n[counts]\nrows = 3\n[lookups.n]\n"A" = "B"\n'
    )
    manifest = read_manifests(tmp_path)["tolls"]
    assert set(manifest.documents) == {"", "b"}
    assert manifest.counts == {"rows": 3}
    assert manifest.lookup("n") == {"A": "B"}
    with pytest.raises(UnknownNameError, match=r"lookups\.m"):
        manifest.lookup("m")


def test_lookups_remember_what_was_asked_for(write):
    text = TEXT + '[lookups.n]\n"A" = "1"\n"B" = "2"\n"C" = "3"\n[lookups.m]\n"X" = "1"\n'
    manifest = read_manifest(write(text))
    table = manifest.lookup("n")
    assert (table["A"], table.get("B"), table.get("Z", "?"), "Z" in table) == ("1", "2", "?", False)
    assert manifest.unused() == ["n: C", "m: X"]
    assert "C" in table
    assert list(manifest.lookup("m").items()) == [("X", "1")]
    assert manifest.unused() == []
    assert len(table) == 3
    with pytest.raises(KeyError):
        table["Z"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (TEXT.replace('licence = "none stated"\n', ""), r"missing: \['licence'\]"),
        (TEXT + "colour = 1\n", r"not known: \['colour'\]"),
        (TEXT.replace('"local"', '"secret"'), "licence class"),
        (TEXT.replace('"tolls"', '"rates"'), "folder's name"),
        (TEXT.replace("2026-01-31", '"soon"'), "snapshot is not a date"),
        (TEXT.replace("2026-01-31", "2026-01-31T10:00:00"), "snapshot is not a date"),
        ("id = ", "not TOML"),
    ],
)
def test_a_manifest_that_says_too_little_or_too_much_is_refused(write, text, word):
    with pytest.raises(DataError, match=word) as caught:
        read_manifest(write(text))
    assert "source.toml" in str(caught.value)


def test_a_manifest_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileProblem):
        read_manifest(tmp_path / "source.toml")


@pytest.mark.parametrize("source", Shelf.shipped().ids())
def test_the_shipped_manifests_can_be_read_and_cited(source):
    manifest = Shelf.shipped().manifest(source)
    assert source in ORDER, "say in ORDER what it is settled on"
    assert manifest.attribution
    assert manifest.url.startswith("https://")
    assert manifest.licence_class == "open" or not manifest.shipped, (
        "what is shipped may be passed on"
    )
    assert manifest.snapshot <= manifest.retrieved
