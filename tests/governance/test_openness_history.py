"""Years and lag by hand, on releases made here."""

from __future__ import annotations

import datetime as dt

from valuegraph.governance.openness import Release, lag, years

FIRM = "firm"


def day(text):
    return dt.date.fromisoformat(text)


def release(asset, start, level="downloadable", kind="initialRelease", position="", **more):
    given = {
        "iri": f"{asset}-{start}-{level}",
        "label": asset,
        "provider": FIRM,
        "channel": "weightDownload",
        "precision": "day",
        "own": True,
        "end": None,
        "licences": (),
        "lineage": frozenset({asset}),
    } | more
    return Release(
        asset=asset, start=day(start), level=level, kind=kind, position=position, **given
    )


LEADING = {"position": "leadingModel"}
OPEN_1 = release("open-1", "2020-01-01", **LEADING)
CLOSED_1 = release("closed-1", "2020-03-01", "apiAccess", **LEADING)


def test_a_year_counts_levels_stages_and_changes_of_licence_apart():
    staged = release("small", "2019-02-14", "gradualRelease", "stagedRelease")
    large = release("large", "2019-11-05", "downloadable", "stagedRelease")
    relicence = release("large", "2019-12-01", "downloadable", "relicence")
    (found,) = years(FIRM, [staged, large, relicence], day("2020-06-01"))
    assert found.year == 2019
    assert found.levels == {"gradualRelease": 1, "downloadable": 1}
    assert found.staged == (staged, large)
    assert found.licence_changes == (relicence,)
    assert found.later_opened == ()


def test_what_is_opened_after_its_first_offer_says_after_how_many_days():
    first = release("grok", "2023-11-04", "hostedAccess")
    opened = release("grok", "2024-03-17", "downloadable", "openRelease")
    found = years(FIRM, [first, opened], day("2024-12-31"))
    assert [year.later_opened for year in found] == [(), ((opened, 134),)]


def test_releases_after_the_day_do_not_count():
    assert [y.year for y in years(FIRM, [OPEN_1, CLOSED_1], day("2020-02-01"))] == [2020]
    (found,) = years(FIRM, [OPEN_1, CLOSED_1], day("2020-02-01"))
    assert found.releases == (OPEN_1,)


def test_a_family_and_its_models_are_one_release():
    family = release("family", "2024-04-18", whole=True)
    model = release("model", "2024-04-18", lineage=frozenset({"model", "family"}))
    later = release("model", "2024-05-01", kind="relicence", lineage=frozenset({"model", "family"}))
    (found,) = years(FIRM, [family, model, later], day("2024-12-31"))
    assert found.releases == (model,)
    assert found.licence_changes == (later,)


def test_a_model_and_its_variant_are_two_releases():
    base = release("base", "2026-04-02")
    tuned = release("tuned", "2026-04-02", lineage=frozenset({"tuned", "base"}))
    (found,) = years(FIRM, [base, tuned], day("2026-12-31"))
    assert found.releases == (base, tuned)


def test_lag_is_the_days_between_leading_models():
    found = lag([OPEN_1, CLOSED_1], day("2020-12-31"))
    assert (found.days, found.bound) == (60, "exact")
    assert (found.opened, found.closed) == (OPEN_1, CLOSED_1)


def test_lag_is_negative_where_the_open_model_is_newer():
    newer = release("open-2", "2020-03-11", **LEADING)
    assert lag([CLOSED_1, newer], day("2020-12-31")).days == -10


def test_an_older_model_counts_from_its_first_offer_as_leading():
    first = release("m", "2020-02-01", "hostedAccess", **LEADING)
    opened = release("m", "2020-06-01", "downloadable", "openRelease", "olderModel")
    found = lag([first, opened, CLOSED_1], day("2020-12-31"))
    assert (found.days, found.since) == (29, day("2020-02-01"))


def test_a_lightweight_open_model_gives_no_days_and_says_why():
    light = release("light", "2020-05-01", position="lightweightModel")
    found = lag([light, CLOSED_1], day("2020-12-31"))
    assert found.days is None
    assert found.missing == (
        "not on record: an open release that was a leading model (the latest is a lightweight one)"
    )


def test_later_releases_that_nothing_compares_make_a_bound():
    light = release("light", "2020-05-01", position="lightweightModel")
    fresh = release("closed-2", "2020-07-01", "apiAccess")
    base = [OPEN_1, CLOSED_1]
    assert (lag([*base, light], day("2020-12-31")).bound) == "at most"
    assert (lag([*base, fresh], day("2020-12-31")).bound) == "at least"
    both = lag([*base, light, fresh], day("2020-12-31"))
    assert (both.days, both.bound, both.unplaced) == (None, "", (light, fresh))


def test_one_side_missing_is_unknown():
    assert lag([OPEN_1], day("2020-12-31")).missing == "no closed release of its own in force"
    assert lag([CLOSED_1], day("2020-12-31")).missing == "no open release of its own in force"


def test_what_is_given_out_by_stages_is_neither_open_nor_closed():
    staged = release("s", "2020-03-01", "gradualRelease", **LEADING)
    assert lag([OPEN_1, staged], day("2020-12-31")).closed is None


def test_a_release_that_has_ended_is_compared_no_more():
    ended = release("closed-1", "2020-03-01", "apiAccess", end=day("2020-06-01"), **LEADING)
    assert lag([OPEN_1, ended], day("2020-04-01")).days == 60
    assert lag([OPEN_1, ended], day("2020-06-01")).days is None
