"""A record of the index whose date is None: no day is made up, and a word in its place is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sources.test_osai import WHEN, harvest, of, record
from valuegraph.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_record_without_a_date_holds_on_the_day_of_the_copy(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(date=""))
    (made,) = of(found, "Development")
    assert (made.when, made.note) == (WHEN, "")
    assert {each.when for each in found.claims} == {WHEN}
    assert found.counts["records without a date"] == 1


@pytest.mark.parametrize("word", ["None", "null", "~"])
def test_a_word_for_none_is_no_date_and_is_not_read_over(tmp_path: Path, word: str) -> None:
    with pytest.raises(DataError, match=f"'{word}' is not a date"):
        harvest(tmp_path, nib=record(date=word))
