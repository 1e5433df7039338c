"""The five shapes of thresholds, worked out by hand: who is caught, when, and what is lost."""

from licence_tests_texts import (
    COMMERCIAL,
    DERIVE,
    DISTRIBUTE,
    END_PRODUCT,
    GAIN,
    HOST,
    USE,
    answer,
    ask,
    kimi_k2,
    llama_2,
    party,
    qwen,
    stability,
    tencent,
)

# --- shape 1: a fixed date, affiliates counted, no rights above --------------------------------


def check_above_on_the_test_date_there_are_no_rights(api):
    found = ask(api, llama_2(api), party(api, own=800e6, affiliates=0))
    assert str(found.answer) == "prohibited"
    assert "2" in {each.rule.clause for each in found.of(api.Effect.CAPS)}
    for action in (COMMERCIAL, DERIVE, DISTRIBUTE, HOST):
        assert (
            answer(api, llama_2(api), party(api, own=800e6, affiliates=0), action) == "prohibited"
        )


def check_the_limit_itself_is_within(api):
    assert answer(api, llama_2(api), party(api, own=700e6, affiliates=0)) == "permitted"
    assert answer(api, llama_2(api), party(api, own=700e6 + 1, affiliates=0)) == "prohibited"


def check_growth_after_the_test_date_is_not_caught(api):
    grown = party(api, own=[("2022-01-01", 650e6), ("2024-06-01", 3e9)], affiliates=0)
    assert answer(api, llama_2(api), grown) == "permitted"


def check_shrinking_after_the_test_date_does_not_help(api):
    shrunk = party(api, own=[("2022-01-01", 800e6), ("2024-06-01", 1e6)], affiliates=0)
    assert answer(api, llama_2(api), shrunk) == "prohibited"


def check_the_month_before_the_test_date_counts(api):
    rising = party(api, own=[("2023-06-01", 650e6), ("2023-07-01", 750e6)], affiliates=0)
    falling = party(api, own=[("2023-06-01", 750e6), ("2023-07-01", 650e6)], affiliates=0)
    assert answer(api, llama_2(api), rising) == "permitted"
    assert answer(api, llama_2(api), falling) == "prohibited"


def check_affiliates_are_added(api):
    assert answer(api, llama_2(api), party(api, own=500e6, affiliates=300e6)) == "prohibited"
    assert answer(api, llama_2(api), party(api, own=500e6, affiliates=200e6)) == "permitted"


def check_unknown_affiliates_are_asked_for(api):
    found = ask(api, llama_2(api), party(api, own=5e6))
    assert str(found.answer) == "conditional"
    assert len(found.missing) == 1
    assert "affiliates in June 2023" in found.missing[0]
    assert answer(api, llama_2(api), party(api, own=800e6)) == "prohibited"


def check_unknown_users_are_asked_for(api):
    found = ask(api, llama_2(api), api.Party())
    assert str(found.answer) == "conditional"
    assert [text.partition(" ")[0] for text in found.missing] == ["your", "the"]


def check_an_end_product_frees_from_the_threshold(api):
    inside = party(api, own=800e6, affiliates=0, received_as=END_PRODUCT)
    found = ask(api, llama_2(api), inside)
    assert str(found.answer) == "permitted"
    assert found.of(api.Effect.EXEMPTS)


# --- shape 2: the same without affiliates, on a day not stated ---------------------------------


def check_affiliates_are_left_out(api):
    assert answer(api, tencent(api), party(api, own=0.8e6, affiliates=5e9)) == "permitted"
    assert answer(api, tencent(api), party(api, own=1.2e6, affiliates=0)) == "prohibited"


def check_a_day_not_stated_is_asked_for_only_where_it_matters(api):
    grown = party(api, own=[("2020-01-01", 0.5e6), ("2025-06-01", 2e6)])
    found = ask(api, tencent(api), grown)
    assert str(found.answer) == "conditional"
    assert "day of the test" in found.missing[0]
    still = party(api, own=[("2020-01-01", 0.5e6), ("2025-06-01", 0.9e6)])
    assert answer(api, tencent(api), still) == "permitted"


# --- shape 3: while in use, on the product's users ---------------------------------------------


def check_the_product_counts_and_not_the_firm(api):
    small = party(api, own=300e6, product=50e6)
    large = party(api, own=300e6, product=120e6)
    assert answer(api, qwen(api), small, COMMERCIAL) == "permitted"
    assert answer(api, qwen(api), large, COMMERCIAL) == "prohibited"
    assert answer(api, qwen(api), large, USE) == "permitted"
    assert answer(api, qwen(api), large, DERIVE, purpose=GAIN) == "prohibited"


def check_without_product_figures_the_firm_s_stand_in(api):
    found = ask(api, qwen(api), party(api, own=120e6), COMMERCIAL)
    assert str(found.answer) == "prohibited"
    assert found.assumed


def check_growth_is_caught_and_shrinking_helps(api):
    moving = party(api, own=[("2024-10-01", 90e6), ("2026-01-01", 110e6), ("2027-01-01", 80e6)])
    for on, expected in (
        ("2025-06-01", "permitted"),
        ("2026-06-01", "prohibited"),
        ("2027-06-01", "permitted"),
    ):
        assert answer(api, qwen(api), moving, COMMERCIAL, on) == expected


def check_affiliates_do_not_count_for_the_product(api):
    assert answer(api, qwen(api), party(api, own=90e6, affiliates=9e9), COMMERCIAL) == "permitted"


# --- shape 4: aggregate revenue, with the licence ending ---------------------------------------


def revenue(api, **figures):
    return party(api, "annualRevenue", **figures)


def check_aggregate_revenue_ends_every_right(api):
    over = revenue(api, own=0.6e6, affiliates=0.6e6)
    for action in (USE, COMMERCIAL, DERIVE, HOST):
        assert answer(api, stability(api), over, action) == "prohibited"
    under = revenue(api, own=0.6e6, affiliates=0.4e6)
    assert answer(api, stability(api), under, DERIVE) == "permitted"


def check_registration_comes_before_commercial_use(api):
    found = ask(api, stability(api), revenue(api, own=0.5e6, affiliates=0), COMMERCIAL)
    assert str(found.answer) == "conditional"
    assert [each.rule.clause for each in found.of(api.Effect.FIRST)] == ["III"]


def check_rights_that_ended_stay_ended(api):
    once = revenue(
        api,
        own=[("2024-08-01", 0.5e6), ("2025-01-01", 2e6), ("2026-01-01", 0.5e6)],
        affiliates=0,
    )
    assert answer(api, stability(api), once, DERIVE, "2024-12-01") == "permitted"
    assert answer(api, stability(api), once, DERIVE, "2025-06-01") == "prohibited"
    assert answer(api, stability(api), once, DERIVE, "2026-06-01") == "prohibited"


# --- shape 5: a label and nothing more ---------------------------------------------------------


def labels(api, users=None, month=None):
    figures = {}
    if users is not None:
        figures["monthlyActiveUsers"] = (api.Figure(users),)
    if month is not None:
        figures["monthlyRevenue"] = (api.Figure(month),)
    found = ask(api, kimi_k2(api), api.Party(own=figures), COMMERCIAL)
    assert str(found.answer) == "permitted"
    due = {each.rule.clause for each in found.of(api.Effect.OBLIGES)}
    return due, {each.rule.clause for each in found.of(api.Effect.MAY_OBLIGE)}


def check_above_the_limit_a_label_is_due_and_nothing_lost(api):
    assert labels(api, 120e6, 1e6) == ({"last, users"}, set())
    assert labels(api, 50e6, 25e6) == ({"last, revenue"}, set())
    assert labels(api, 100e6, 20e6) == (set(), set())


def check_a_label_may_be_due_when_a_figure_is_not_known(api):
    assert labels(api, 50e6) == (set(), {"last, revenue"})


def check_a_year_s_revenue_bounds_a_month_s(api):
    small = api.Party(
        own={
            "monthlyActiveUsers": (api.Figure(1e6),),
            "annualRevenue": (api.Figure(10e6),),
        }
    )
    found = ask(api, kimi_k2(api), small, COMMERCIAL)
    assert not found.of(api.Effect.OBLIGES, api.Effect.MAY_OBLIGE)


CHECKS = tuple(value for name, value in sorted(globals().items()) if name.startswith("check_"))
