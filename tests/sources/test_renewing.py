"""The text of a manifest for another copy."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest

from valuegraph.sources.renewing import renewed

DAY = dt.date(2026, 3, 31)
ENTRIES = {"snapshot": DAY, "digest": "ab", "earlier": [dt.date(2026, 1, 31)]}
TEXT = """id = "tolls"  # the id
snapshot = 2026-01-31
digest = ""
title = "digest = no entry"

# counted by hand
[counts] # of rows
rows = 3
"odd name" = 4

# what is odd
[lookups.names]
"ACME" = "Acme"
"""


def test_entries_and_counts_are_replaced_and_the_rest_stays_as_typed():
    text = renewed(TEXT, ENTRIES, {"rows": 5, "new rows": 1})
    told = tomllib.loads(text)
    assert (told["snapshot"], told["digest"], told["earlier"]) == (DAY, "ab", ENTRIES["earlier"])
    assert told["counts"] == {"rows": 5, "new rows": 1}
    assert told["title"] == "digest = no entry"
    for line in ('id = "tolls"  # the id', "# counted by hand", "# what is odd", '"ACME" = "Acme"'):
        assert line in text.splitlines()
    assert renewed(text, ENTRIES, {"rows": 5, "new rows": 1}) == text


@pytest.mark.parametrize("text", ['id = "x"\n', 'id = "x"\n\n[lookups.a]\nb = "c"\n'])
def test_what_was_not_there_is_added(text):
    told = tomllib.loads(renewed(text, {"digest": 'a"\\b'}, {"rows": 1}))
    assert told["digest"] == 'a"\\b'
    assert told["counts"] == {"rows": 1}
    assert told["id"] == "x"
