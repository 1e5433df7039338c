"""A copy holds what its manifest counts."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Harvest
from valuegraph.importing.counting import check_counts

DAY = dt.date(2026, 1, 31)


def check(found, told, *, same=False, **given):
    manifest = SimpleNamespace(digest="a", counts=told, snapshot=DAY)
    check_counts(Harvest("tolls", DAY, "a" if same else "b", (), counts=found), manifest, **given)


@pytest.mark.parametrize("found", [{"rows": 90}, {"rows": 100}, {"rows": 250, "links": 3}])
def test_another_copy_may_hold_a_little_less_or_any_more(found):
    check(found, {"rows": 100})


def test_the_same_copy_must_count_the_same():
    check({"rows": 100}, {"rows": 100}, same=True)
    with pytest.raises(DataError, match="rows: 101, not 100"):
        check({"rows": 101}, {"rows": 100}, same=True)
    with pytest.raises(DataError, match="links: 3, not told"):
        check({"rows": 100, "links": 3}, {"rows": 100}, same=True)


def test_a_copy_that_lacks_a_tenth_is_refused_unless_accepted():
    with pytest.raises(DataError, match="rows: 89 of 100") as caught:
        check({"rows": 89}, {"rows": 100})
    assert "--accept-fewer" in str(caught.value)
    check({"rows": 89}, {"rows": 100}, accept_fewer=True)


def test_a_count_that_was_not_made_is_refused_even_then():
    with pytest.raises(DataError, match="links: not counted"):
        check({"rows": 100}, {"rows": 100, "links": 5}, accept_fewer=True)


def test_a_dozen_differences_are_shown():
    with pytest.raises(DataError, match="and 8 more"):
        check({str(n): 0 for n in range(20)}, {str(n): 9 for n in range(20)})
