"""Figures over several copies: forecasts that fall due, parts and wholes, values in between."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from valuegraph.curate.settling import settle
from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary import VG, VGD, VGX

SECOND = dt.date(2026, 3, 31)
SITE = Mention("DataCentre", "Hall 1")


def capacity(value: str, start: dt.date, end: dt.date | None = None, **further: str) -> Claim:
    ends = (("measureSubject", SITE), ("measureKind", Iri(VGX + "powerCapacity")))
    extra = [(name, Iri(VGX + each) if name == "modality" else each) for name, each in further.items()]  # fmt: skip
    return Claim("Measure", (*ends, *extra), When(start, "asOfDay", end), "rows.csv, row '1'",
                 Decimal("0.7"), values=(("value", Decimal(value)), ("unit", "MW")))  # fmt: skip


BUILT, AHEAD = dt.date(2025, 6, 1), dt.date(2026, 2, 10)


def test_a_forecast_that_falls_due_ends_and_what_is_seen_opens(again, ground, harvest):
    claims = [capacity("10", BUILT), capacity("30", AHEAD, modality="forecast")]
    first = settle(harvest(*claims), ground())
    due = [capacity("10", BUILT, AHEAD), capacity("30", AHEAD)]
    settled, changes = again(first, due)
    stem = "mea-hall-1-powercapacity"
    assert changes == {
        ("closed", stem), ("closed", f"{stem}-forecast"), ("opened", f"{stem}-2026-02-10"),
    }  # fmt: skip
    held = {each.iri.removeprefix(VGD): each for each in settled.relations}
    assert {name: (each.span.start, each.span.end) for name, each in held.items()} == {
        stem: (BUILT, AHEAD), f"{stem}-forecast": (AHEAD, SECOND), f"{stem}-2026-02-10": (AHEAD, None),
    }  # fmt: skip
    forecast = dict((*held[f"{stem}-forecast"].ends, *held[f"{stem}-forecast"].values))
    assert forecast[VG + "modality"] == Iri(VGX + "forecast")
    once_more, changes = again(settled, due, days=(SECOND, SECOND))
    assert (once_more, changes) == (settled, set())


def test_a_figure_of_a_part_does_not_go_on_as_that_of_the_whole(again, ground, harvest):
    part, whole = capacity("4", BUILT, shareBasis="first hall"), capacity("10", BUILT)
    first = settle(harvest(part), ground())
    settled, changes = again(first, [part, whole])
    assert {kind for kind, _ in changes} == {"opened"}
    assert len(settled.relations) == 2


def test_another_figure_that_the_source_dates_ends_the_one_before_it_on_that_day(
    again, ground, harvest
):
    first = settle(harvest(capacity("10", BUILT)), ground())
    later = capacity("20", AHEAD, dt.date(2026, 3, 1))
    settled, changes = again(first, [later])
    spans = sorted((each.span.start, each.span.end) for each in settled.relations)
    assert spans == [(BUILT, AHEAD), (AHEAD, dt.date(2026, 3, 1))]
    assert {kind for kind, _ in changes} == {"changed", "opened"}
    assert again(settled, [later], days=(SECOND, SECOND)) == (settled, set())


def test_a_figure_put_in_between_does_not_take_the_node_of_another(again, ground, harvest):
    first = settle(harvest(capacity("10", BUILT, AHEAD), capacity("30", AHEAD)), ground())
    middle = dt.date(2025, 9, 1)
    told = [capacity("10", BUILT, middle), capacity("20", middle, AHEAD), capacity("30", AHEAD)]
    settled, _ = again(first, told)
    values = {each.iri: dict(each.values)[VG + "value"] for each in settled.relations}
    assert len(values) == 3
    before = {each.iri: dict(each.values)[VG + "value"] for each in first.relations}
    assert before.items() <= values.items()
    assert again(settled, told, days=(SECOND, SECOND)) == (settled, set())


def test_another_value_for_the_day_of_a_state_ends_it_and_opens_one_once(again, ground, harvest):
    first = settle(harvest(capacity("10", BUILT)), ground())
    told = [capacity("20", BUILT)]
    settled, changes = again(first, told)
    assert {kind for kind, _ in changes} == {"changed", "opened"}
    spans = sorted((each.span.start, each.span.end or dt.date.max) for each in settled.relations)
    assert spans == [(BUILT, SECOND), (SECOND, dt.date.max)]
    assert again(settled, told, days=(SECOND, SECOND)) == (settled, set())
    third = dt.date(2026, 6, 30)
    assert again(settled, told, days=(SECOND, third)) == (settled, set())


def test_another_value_for_a_time_that_was_over_is_a_correction(again, ground, harvest):
    first = settle(harvest(capacity("10", BUILT)), ground())
    told = [capacity("12", BUILT, AHEAD), capacity("20", AHEAD)]
    settled, changes = again(first, told)
    assert {kind for kind, _ in changes} == {"corrected", "opened"}
    values = {each.span.start: dict(each.values)[VG + "value"] for each in settled.relations}
    assert values == {BUILT: Decimal(12), AHEAD: Decimal(20)}
    assert again(settled, told, days=(SECOND, SECOND)) == (settled, set())
