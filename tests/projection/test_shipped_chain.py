"""The chain of mapping.md section 3 on the shipped data: the same question, two dates, two answers."""

from __future__ import annotations

import datetime as dt
import math
import re
from pathlib import Path

import pytest

import valuegraph as vg
from valuegraph.facts import facts_of

D = "https://w3id.org/valuegraph/data/"
EXCLUSIVE, OPEN = "2024-06-01", "2026-06-01"


@pytest.fixture(scope="module")
def on():
    graphs = {day: vg.load(as_of=day) for day in (EXCLUSIVE, OPEN)}
    return graphs.__getitem__


def service(kg, firm, view):
    return kg.dependency.service(remove=[D + firm], surge=math.inf, view=view)


def api_of_openai(kg):
    """Return the offerings that OpenAI serves itself, to which serving compute is needed."""
    return [
        name
        for name, node in kg.projection.network.nodes.items()
        if node.firm == f"{D}org-openai" and (name, "servingCompute") in kg.projection.network.needs
    ]


def on_openai_alone(kg):
    """Return the functions of implementors all of whose alternatives OpenAI serves itself."""
    network = kg.projection.network
    suppliers = {}
    for supplier, dependent, role in network.supplies:
        suppliers.setdefault((dependent, role), set()).add(supplier)
    own = set(api_of_openai(kg))
    return [
        (target, role)
        for target, roles in kg.projection.functions.items()
        for role in roles
        if suppliers.get((target, role)) and suppliers[target, role] <= own
    ]


def members(kg, dependent, role):
    return {
        s.removeprefix(D)
        for s, d, r in kg.projection.network.supplies
        if (d, r) == (dependent, role)
    }


def test_in_2024_one_cloud_serves_openai_and_a_source_says_it_is_the_only_one(on):
    kg = on(EXCLUSIVE)
    offerings = api_of_openai(kg)
    assert offerings
    for offering in offerings:
        assert members(kg, offering, "servingCompute") == {"org-microsoft#compute"}
        assert kg.projection.network.needs[offering, "servingCompute"].complete


def test_in_2024_its_withdrawal_stops_every_use_that_rests_on_openai_alone(on):
    kg = on(EXCLUSIVE)
    functions = on_openai_alone(kg)
    assert len(functions) >= 10
    left = service(kg, "org-microsoft", "continuity")
    for target, role in functions:
        suppliers = members(kg, target, role)
        assert max(left[D + name] for name in suppliers) == pytest.approx(0), (target, role)


def test_in_2026_others_serve_openai_and_the_withdrawal_is_no_longer_unavoidable(on):
    kg = on(OPEN)
    functions = on_openai_alone(kg)
    assert len(functions) >= 10
    for offering in api_of_openai(kg):
        others = members(kg, offering, "servingCompute") - {"org-microsoft#compute"}
        assert {"org-oracle#compute", "org-amazon-web-services#compute"} <= others
    left = service(kg, "org-microsoft", "continuity")
    lost = kg.dependency.service(remove=[f"{D}org-microsoft"], surge=0.0, view="continuity")
    for target, role in functions:
        suppliers = members(kg, target, role)
        assert max(left[D + name] for name in suppliers) > 0.9, (target, role)
        assert max(lost[D + name] for name in suppliers) < 1, (target, role)


@pytest.mark.parametrize("day", [EXCLUSIVE, OPEN])
def test_lithography_stops_nothing_today_and_every_new_leading_edge_chip(on, day):
    kg = on(day)
    assert kg.dependency.loss(
        kg.projection.network.targets, remove=[f"{D}org-asml"], surge=0.0, view="continuity"
    ) == pytest.approx(0)
    left = service(kg, "org-asml", "renewal")
    chips = [d for _, d, r in kg.projection.network.supplies if r == "fabricationLeadingEdge"]
    assert len(set(chips)) >= 5
    for chip in chips:
        assert left[chip] == pytest.approx(0), chip


def test_the_exclusivity_is_a_dated_fact_with_source_and_end(on):
    kg = on(EXCLUSIVE)
    offering = api_of_openai(kg)[0]
    line = kg.projection.network.supplies[f"{D}org-microsoft#compute", offering, "servingCompute"]
    facts = facts_of(kg.store.rows, line.facts)
    assert {fact.valid_to for fact in facts} == {dt.date(2025, 1, 21)}
    for fact in facts:
        assert any(e.supports and e.source.url and e.locator for e in fact.evidence)


def test_the_two_dates_are_compared_on_all_targets_and_on_those_they_share(on):
    frame = on(OPEN).compare("Microsoft", EXCLUSIVE).to_frame()
    now = frame[(frame["view"] == "continuity") & (frame["targets"] == "shared by both dates")]
    first, second = now.sort_values("as_of")["unavoidable"]
    assert first > second
    assert set(frame["targets"]) == {"all of the date", "shared by both dates"}
    assert frame["count"].gt(0).all()


@pytest.mark.parametrize(("name", "view"), [("Microsoft", "continuity"), ("ASML", "renewal")])
def test_the_readme_opens_with_these_figures(on, name, view):
    opening = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    frame = on(OPEN).compare(name, EXCLUSIVE).to_frame()
    for row in frame[frame["view"] == view].itertuples():
        shares = (row.share_lost, row.share_lost_surge, row.unavoidable)
        cells = [row.as_of, row.targets, str(row.count), *(f"{100 * x:.1f} %" for x in shares)]
        line = r" +".join(re.escape(cell) for cell in cells)
        assert re.search(line, opening), f"README.md is behind the facts: write {cells}"
