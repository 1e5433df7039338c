"""Who opens a store may listen to what takes long."""

from __future__ import annotations

import pytest

from valuegraph.errors import DataError
from valuegraph.store import Store

TRIPLE = "<http://e/{}> <http://e/p> <http://e/o> .\n"


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "facts"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.nt").write_text(TRIPLE.format(name))
    return folder


def test_a_first_opening_tells_each_file_and_that_it_is_over(files, tmp_path):
    heard = []
    Store.open([files], cache=tmp_path / "cache", told=lambda *said: heard.append(said))
    assert [said for said in heard if said[0] == "reading files"] == [
        ("reading files", n, 3) for n in (1, 2, 3)
    ]
    assert heard[-1] == ("", 0, 0)


def test_a_second_opening_has_nothing_to_tell(files, tmp_path):
    Store.open([files], cache=tmp_path / "cache")
    heard = []
    store = Store.open([files], cache=tmp_path / "cache", told=lambda *said: heard.append(said))
    assert len(store) == 3
    assert all(said == ("", 0, 0) for said in heard)


def test_columns_are_told_of_when_they_are_made(files, tmp_path):
    heard = []
    store = Store.open([files], cache=tmp_path / "cache", told=lambda *said: heard.append(said))
    heard.clear()
    for _ in range(2):
        store.remember("projection-6", dict)
    assert heard == [("preparing projection", 0, 0), ("", 0, 0)]


def test_it_is_over_when_a_file_is_wrong(files, tmp_path):
    (files / "d.nt").write_text("no triple")
    heard = []
    with pytest.raises(DataError):
        Store.open([files], cache=None, told=lambda *said: heard.append(said))
    assert heard[-1] == ("", 0, 0)


@pytest.mark.parametrize("where", ["cache", None])
@pytest.mark.parametrize("repeated", ["big", "rest", "nowhere"])
def test_one_large_file_among_small_ones_overlaps_or_not(tmp_path, where, repeated):
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "big.nt").write_text("".join(TRIPLE.format(f"n{n}") for n in range(40_000)))
    (folder / "a.nt").write_text(TRIPLE.format("a"))
    second = {"big": "n7", "rest": "a", "nowhere": "b"}[repeated]
    (folder / "b.nt").write_text(TRIPLE.format(second))
    store = Store.open([folder], cache=None if where is None else tmp_path / where)
    assert len(store) == 40_001 + (repeated == "nowhere")
    ((count,),) = store.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[1]
    assert count == len(store)
