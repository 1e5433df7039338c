"""Answers on openness: rows with stable keys, facts, figures, refusals."""

from __future__ import annotations

import json
import sys
from dataclasses import FrozenInstanceError
from functools import cache, partial

import pytest

import valuegraph
from valuegraph.errors import UnknownNameError, UsageError
from valuegraph.governance.openness import COMPONENTS, FREEDOMS, VERDICTS
from valuegraph.view.openness import openness
from valuegraph.view.openness_claims import openness_claims
from valuegraph.view.openness_history import openness_history


@pytest.fixture(scope="module")
def graph():
    return valuegraph.load(as_of="2026-11-22")


@pytest.fixture(scope="module")
def given(graph):
    return graph.columns, graph.part, graph.store


@pytest.fixture(scope="module")
def asked(given):
    """Return what `openness` answers, each question asked once: an answer does not change."""
    return cache(partial(openness, *given))


def test_rows_are_flat_and_have_every_freedom_and_component(asked):
    found = asked(name="Llama 3 70B")
    (row,) = (each for each in found.rows() if each["provider"] == "Meta")
    assert row["access_level"] == "downloadable"
    assert row["terms"] == ["Meta Llama 3 Community License Agreement"]
    assert {f"freedom_{name}" for name in FREEDOMS} <= set(row)
    assert sum(key.startswith("component_") for key in row) == len(COMPONENTS)
    assert row["component_base_training_data"] == "not available"
    assert row["component_sample_outputs"] == "unknown"
    assert not any(isinstance(value, dict) for value in row.values())
    assert list(found.to_frame().columns) == list(row)


def test_without_a_name_only_dated_releases_and_the_rest_is_counted(asked):
    found = asked()
    assert all(row["release_kind"] for row in found.rows())
    assert "Not listed: " in found.coverage[1]
    counted = len(found.seen)
    assert found.coverage[0].startswith(f"As of 2026-11-22: of {counted} dated releases in force")


@pytest.mark.slow
def test_a_firm_a_family_and_a_licence_are_names_too(asked):
    assert {row["provider"] for row in asked(name="OpenAI").rows()} == {"OpenAI"}
    assert all("Llama" in str(row["family"]) for row in asked(name="Llama").rows())
    under = asked(name="DeepSeek License Agreement 1.0").rows()
    assert {row["provider"] for row in under} == {"DeepSeek"}


def test_dated_releases_come_before_hosts(asked):
    kinds = [bool(row["release_kind"]) for row in asked(name="Llama").rows()]
    assert kinds == sorted(kinds, reverse=True)


def test_since_leaves_out_what_is_older(asked):
    found = asked(since=2026).rows()
    assert {row["valid_from"].year for row in found} == {2026}


def test_every_fact_behind_a_row_is_sourced(asked):
    found = asked(name="BLOOM")
    facts = found.explain()
    assert {fact.iri for fact in facts} == {iri for row in found.rows() for iri in row["facts"]}
    assert all(fact.evidence for fact in facts)


def test_a_name_without_an_offering_in_force_is_refused(graph):
    early = graph.at("2018-01-01")
    with pytest.raises(UnknownNameError, match="no offering of a model in force on 2018-01-01"):
        openness(early.columns, early.part, early.store, name="Llama 3")


def test_an_answer_does_not_change(asked):
    found = asked(name="BLOOM")
    with pytest.raises(FrozenInstanceError):
        found.coverage = ()


def test_claims_have_both_sides_sourced(given):
    found = openness_claims(*given)
    rows = found.rows()
    assert rows
    assert {row["verdict"] for row in rows} == {"denied", "conditional"}
    assert all(row["claim_source"] and row["claim_date"] for row in rows)
    assert all(row["source"] and row["locator"] for row in rows)
    meta = [r for r in rows if r["claimant"] == "Meta" and r["freedom"] == "study"]
    assert "training data not available" in {row["because"] for row in meta}
    assert any(row["clause"] == "2" for row in rows if row["freedom"] == "use")


def test_claims_count_each_release_once_on_each_freedom(given):
    found = openness_claims(*given, name="Meta")
    (claim,) = found.claims
    for row in found.verdicts(claim):
        assert sum(row[verdict] for verdict in VERDICTS) == row["releases"]
    verdict, words, count, source = found.strongest(claim, "study")[0]
    assert verdict == "denied"
    assert words.endswith("not available")
    assert count > 1
    assert source


@pytest.mark.slow
def test_weak_claims_are_counted_and_enter_with_a_lower_floor(graph):
    strict = openness_claims(graph.columns, graph.part, graph.store)
    assert strict.coverage[-1].startswith("3 more claims")
    low = valuegraph.load(as_of="2026-11-22", min_confidence=0.3)
    wide = openness_claims(low.columns, low.part, low.store)
    assert len(wide.claims) == len(strict.claims) + 3
    assert len(wide.coverage) == 1


def test_history_tells_stages_openings_and_licences_apart(given):
    openai = {row["year"]: row for row in openness_history(*given, name="OpenAI").rows()}
    assert openai[2019]["staged_releases"] == 4
    assert (openai[2019]["gradual_release"], openai[2019]["downloadable"]) == (3, 1)
    assert openai[2020]["licence_changes"] == 1
    xai = {row["year"]: row for row in openness_history(*given, name="xAI").rows()}
    assert xai[2024]["opened_later"] == ["Grok-1: 134 days"]
    assert xai[2024]["lag_days"] is None
    assert "not on record" in xai[2024]["lag_missing"]


def test_history_by_family_and_from_a_year(given):
    found = openness_history(*given, by="family", since=2024)
    assert min(row["year"] for row in found.rows()) == 2024
    assert "Llama" in {row["name"] for row in found.rows()}
    names = [row["name"].casefold() for row in found.rows()]
    assert names == sorted(names)


def test_releases_by_others_are_counted_but_not_the_firms_own():
    low = valuegraph.load(as_of="2026-11-22", min_confidence=0.0)
    found = openness_history(low.columns, low.part, low.store)
    assert "by others than the developer, leaks among them" in found.coverage[-1]
    assert "initial release" in " ".join(found.rows()[0]["released"])


def test_figures_name_the_extra_when_matplotlib_is_missing(asked, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(UsageError, match="matplotlib"):
        asked().plot()


def test_a_lag_known_is_shown_with_what_it_rests_on(given):
    google = {row["year"]: row for row in openness_history(*given, name="Google").rows()}
    assert (google[2022]["lag_days"], google[2022]["lag_bound"]) == (534, "exact")
    assert google[2022]["best_open"] == "Switch Transformer"
    assert google[2024]["lag_bound"] == "at most"
    assert google[2024]["later_not_compared"] == ["Gemma 7B", "Gemma 2 27B"]


@pytest.mark.parametrize(("option", "why"), [({"by": "month"}, "by"), ({"since": 1066}, "1066")])
def test_history_refuses_what_it_does_not_know(given, option, why):
    with pytest.raises(UsageError, match=why):
        openness_history(*given, **option)


def test_history_refuses_a_name_without_releases(given):
    with pytest.raises(UnknownNameError, match="no dated release"):
        openness_history(*given, name="Procore")


@pytest.mark.slow
def test_rows_of_every_answer_can_be_json_but_for_days(given, asked):
    for answer in (asked(), openness_claims(*given), openness_history(*given)):
        assert json.dumps(answer.rows(), default=str)
        assert answer._repr_html_().startswith("<table")
        assert answer.to_frame().shape[0] == len(answer.rows())
        assert answer.assumptions


@pytest.mark.slow
def test_figures_show_every_group_and_claim(given, asked):
    pytest.importorskip("matplotlib")
    history = openness_history(*given).plot(top=3)
    assert len(history.axes) == 3
    assert {label.get_text() for label in history.axes[0].get_yticklabels()} >= {"fully open"}
    claims = openness_claims(*given)
    assert len(claims.plot().axes) == len(claims.claims)
    (levels,) = asked().plot().axes
    assert sum(bar.get_width() for bar in levels.patches) == len(asked().seen)


@pytest.mark.slow
def test_what_a_source_disputes_says_so(asked):
    assert {row["disputed"] for row in asked(name="Imagen").rows()} == {True}
    assert {row["disputed"] for row in asked(name="Llama 3 70B").rows()} == {False}


def test_a_month_is_not_told_as_a_day(asked):
    (falcon,) = asked(name="OLMo 3 32B Think").rows()
    assert (falcon["precision"], falcon["period"]) == ("month", "since 2025-11")
