"""Arrays kept in a file come back as they were, or not at all."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from valuegraph.errors import UsageError
from valuegraph.store import Store
from valuegraph.store.columns import decode, encode

if TYPE_CHECKING:
    from pathlib import Path

shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=6)
kinds = st.sampled_from(["i1", "i4", "i8", "u2", "u8", "f4", "f8", "?"])
numbers = kinds.flatmap(lambda kind: hnp.arrays(np.dtype(kind), shapes))
texts = hnp.arrays(object, shapes, elements=st.text(max_size=12))


@given(st.dictionaries(st.text(max_size=8), st.one_of(numbers, texts), max_size=5), st.text())
def test_round_trip(columns: dict[str, Any], version: str) -> None:
    back = decode(encode(columns, version), version)
    assert back is not None
    assert list(back) == list(columns)
    for name, column in columns.items():
        assert back[name].dtype == column.dtype
        assert back[name].shape == column.shape
        np.testing.assert_array_equal(back[name], column)


def test_fixed_width_text_and_odd_letters() -> None:
    columns = {
        "fixed": np.array(["ä", "日本"]),
        "odd": np.array(["", "a\x00b", "\n", "\ud800"], dtype=object),
        "bare": np.array(["\ud800", ""], dtype=object),
    }
    back = decode(encode(columns, ""), "")
    assert back is not None
    assert {name: array.tolist() for name, array in back.items()} == {
        name: array.tolist() for name, array in columns.items()
    }


def test_other_version_or_damage_gives_nothing() -> None:
    content = encode({"a": np.arange(100)}, "1")
    assert decode(content, "2") is None
    assert decode(b"", "1") is None
    assert decode(content[:-1], "1") is None
    chance = random.Random(3)
    for _ in range(300):
        damaged = bytearray(content)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        assert decode(bytes(damaged), "1") is None


@pytest.mark.parametrize(
    "column",
    [np.array(["a", None], dtype=object), np.array(["2020-01-01"], dtype="M8[D]"), np.array([1j])],
)
def test_what_has_no_fixed_meaning_is_refused(column: Any) -> None:
    with pytest.raises(UsageError, match="column 'a'"):
        encode({"a": column}, "")


def test_remember_builds_once(data: Path, cache: Path) -> None:
    calls: list[int] = []

    def build() -> dict[str, Any]:
        calls.append(1)
        return {"n": np.arange(3), "t": np.array(["x", "yy"])}

    store = Store.open([data], cache=cache)
    first = store.remember("some-columns", build)
    again = Store.open([data], cache=cache).remember("some-columns", build)
    assert len(calls) == 1
    for columns in (first, again):
        assert columns["n"].tolist() == [0, 1, 2]
        assert columns["t"].tolist() == ["x", "yy"]
        assert columns["t"].dtype == object
        assert not columns["n"].flags.writeable
        assert not columns["t"].flags.writeable


def test_remember_builds_again_for_version_content_and_damage(data: Path, cache: Path) -> None:
    def kept(value: int, **options: str) -> int:
        columns = Store.open([data], cache=cache).remember(
            "c", lambda: {"n": np.array([value])}, **options
        )
        return int(columns["n"][0])

    assert kept(1) == 1
    assert kept(2) == 1
    assert kept(3, version="next") == 3
    (path,) = cache.glob("*/columns/c.bin")
    path.write_bytes(path.read_bytes()[:-3])
    assert kept(4, version="next") == 4
    path.write_bytes(b"noise")
    assert kept(5, version="next") == 5
    path.unlink()
    assert kept(6, version="next") == 6
    (data / "core" / "facts.ttl").write_text("")
    assert kept(7, version="next") == 7


def test_remember_without_cache_builds_each_time(data: Path) -> None:
    store = Store.open([data], cache=None)
    values = iter(range(5))
    for expected in range(3):
        assert store.remember("c", lambda: {"n": np.array([next(values)])})["n"] == [expected]


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a b"])
def test_names_of_columns_stay_inside_their_folder(data: Path, cache: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name"):
        Store.open([data], cache=cache).remember(name, dict)
