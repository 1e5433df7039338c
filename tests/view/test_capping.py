"""A page carries so many lines; each fact is drawn before any is drawn twice."""

from __future__ import annotations

import datetime as dt

from valuegraph.view.capping import capped
from valuegraph.view.model import MapEvidence, MapStatement

EVIDENCE = (MapEvidence("Report", "", "", "page 1", 0.9),)


def line(fact, source="org-a", target="org-b"):
    day = dt.date(2026, 1, 1)
    return MapStatement(
        fact, source, f"{target}", "api", "access", fact, day, None, "day", 0.9, False, "", EVIDENCE
    )  # fmt: skip


def test_a_page_that_has_room_shows_everything_and_says_nothing():
    lines = [line("f1"), line("f2")]
    assert capped(lines, (), most=2) == (lines, ())


def test_each_fact_is_drawn_once_before_any_is_drawn_twice():
    lines = [line("f1", target=f"d/off-{n}") for n in range(10)] + [line("f2")]
    kept, said = capped(lines, (), most=3)
    assert [each.id for each in kept] == ["f1", "f1", "f2"]
    assert "draws 3 of 11 lines, for 2 of 2 facts" in said[0]


def test_lines_between_offerings_come_last():
    inner, outer = line("f1", "d/off-1", "d/off-2"), line("f1", "d/off-1", "org-b")
    assert capped([inner, outer], (), most=1)[0] == [outer]


def test_proofs_of_chokepoints_come_first():
    lines = [line("f1"), line("f2"), line("f3")]
    kept, said = capped(lines, {"f3"}, most=2)
    assert [each.id for each in kept] == ["f1", "f3"]
    assert "for 2 of 3 facts" in said[0]


def test_kept_lines_stay_in_their_order():
    lines = [line(f"f{n % 7}", target=f"org-{n}") for n in range(50)]
    kept, _ = capped(lines, (), most=20)
    assert kept == sorted(kept, key=lines.index)
