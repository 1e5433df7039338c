"""The scenarios that ship, on the facts that ship: each runs, and its reading says what is found."""

from __future__ import annotations

import pytest

import valuegraph as vg
from valuegraph.resources import data_dir
from valuegraph.store.files import collect
from valuegraph.view.scenario_files import FOLDER, shipped
from valuegraph.view.scenarios import Asked, asked_of, play

pytestmark = pytest.mark.slow

D = "https://w3id.org/valuegraph/data/"
IDS = (
    "export-controls-tighten",
    "foundation-lab-cut-off",
    "hyperscaler-withdraws",
    "licence-becomes-non-commercial",
    "meta-stops-releasing",
)


@pytest.fixture(scope="module")
def on():
    """Return the shipped facts on a day."""
    kept = {}

    def graph(day):
        if day not in kept:
            kept[day] = vg.load(as_of=day)
        return kept[day]

    return graph


@pytest.fixture(scope="module")
def played(on):
    """Play a shipped scenario, once."""
    kept = {}

    def go(name):
        if name not in kept:
            told = shipped()[name]
            kept[name] = play(on(told.as_of), told.shocks, asked_of(told), told)
        return kept[name]

    return go


def test_five_scenarios_ship_and_none_is_left_unread():
    assert tuple(shipped()) == IDS
    assert {path.stem for path in (data_dir() / FOLDER).iterdir()} == set(IDS)
    assert not any(FOLDER in source.path.parts for source in collect([data_dir()])), "no facts"


@pytest.mark.parametrize("name", IDS)
def test_each_runs_in_both_views_and_hits_something(played, name):
    answer = played(name)
    assert answer.views == ("renewal", "continuity")
    assert all(move.hits + move.perhaps for move in answer.moves), answer.headline
    assert not any("hits nothing" in sentence for sentence in answer.headline)
    assert any(loss.share_lost_at_most > 0 for loss in answer.losses)
    assert answer.coverage
    assert all(cut.verified for cut in answer.cuts)


@pytest.mark.parametrize("name", IDS)
def test_each_names_its_passage_and_a_day(name):
    told = shipped()[name]
    assert told.as_of is not None
    assert len(told.reading) > 300
    assert all("section" in origin.locator for origin in told.source)
    assert not any(letter.isdigit() for letter in told.reading.replace("0.3", "")), (
        "a number in a reading grows stale: say it in words, or let a test hold it"
    )


def test_papers_that_the_data_cite_are_named_as_there(on):
    labels = on("2026-06-01").store.labels
    for told in shipped().values():
        for origin in told.source:
            if origin.iri is not None:
                assert labels([origin.iri])[origin.iri] == origin.paper


# --- what each reading says --------------------------------------------------------------------


def test_weights_that_are_out_stay_and_most_of_the_renewal_loss_is_unavoidable(played):
    answer = played("meta-stops-releasing")
    assert answer.loss("continuity").share_lost == 0
    loss = answer.loss("renewal")
    assert loss.unavoidable > loss.share_lost / 2 > 0


def test_a_cloud_binds_today_s_service_as_much_as_the_next_generation(played):
    answer = played("hyperscaler-withdraws")
    renewal, continuity = (answer.loss(view) for view in answer.views)
    assert continuity.share_lost > 0.8 * renewal.share_lost
    assert all(loss.unavoidable > loss.share_lost / 2 for loss in (renewal, continuity))
    carriers = [row for row in answer.alternatives if row.view == "continuity"]
    assert {"serving compute"} <= {row.role for row in carriers}


def test_what_export_controls_aim_at_is_not_recorded(played, on):
    answer = played("export-controls-tighten")
    network = on(shipped()["export-controls-tighten"].as_of).projection.network
    china = {name for name, node in network.nodes.items() if node.jurisdiction == f"{D}jur-cn"}
    supplied = {d for _, d, role in network.supplies if role.startswith("acceleratorSupply")}
    assert china
    assert not china & supplied, "accelerators in China are recorded now: read the answer anew"
    for loss in answer.losses:
        assert loss.share_lost < 0.05
        assert loss.share_lost_at_most > 0.5
    assert answer.unknown
    assert {row.missing for row in answer.unknown} == {"domicile"}
    hit = [row for row in answer.hits if row.share_lost > 0]
    assert hit
    assert {network.nodes[row.iri].jurisdiction for row in hit} == {f"{D}jur-cn"}
    assert all(row.unavoidable == 0 for row in hit), "they have other ways"


def test_nobody_s_use_is_known_to_be_commercial_and_the_bound_is_near_a_revocation(played, on):
    answer = played("licence-becomes-non-commercial")
    told = shipped()["licence-becomes-non-commercial"]
    revoked = play(on(told.as_of), ["licence:Llama:revoked"], Asked(surge=told.surge))
    for view in answer.views:
        loss = answer.loss(view)
        assert loss.share_lost == 0
        assert 0.8 * revoked.loss(view).share_lost < loss.share_lost_at_most
        assert loss.share_lost_at_most <= revoked.loss(view).share_lost + 1e-9
    assert {row.missing for row in answer.unknown} == {"whether its use is commercial"}


def test_a_gate_has_no_stock_and_its_lab_would_take_more(played, on):
    answer = played("foundation-lab-cut-off")
    renewal, continuity = (answer.loss(view) for view in answer.views)
    for figure in ("share_lost", "share_lost_surge", "unavoidable"):
        assert getattr(renewal, figure) == pytest.approx(getattr(continuity, figure))
    assert 0 < continuity.unavoidable < continuity.share_lost
    whole = play(on(answer.as_of), ["remove:OpenAI"], Asked(view="continuity"))
    assert whole.loss("continuity").share_lost > continuity.share_lost
    carriers = [
        row for row in answer.alternatives if row.view == "continuity" and row.role == "AI service"
    ]
    overloaded = sum(row.overloaded for row in carriers) / sum(row.dependents for row in carriers)
    assert round(overloaded, 1) == pytest.approx(0.4), "the reading says: two in five"
    assert not any(row.supplier == "OpenAI" for row in carriers)


def test_a_removal_loses_what_the_ranking_says(played, on):
    answer = played("hyperscaler-withdraws")
    (iri,) = answer.moves[0].iris
    lines = on(answer.as_of).chokepoints(view="both").ranking.lines
    for line in (line for line in lines if line.iri == iri):
        loss = answer.loss(line.view)
        assert [loss.share_lost, loss.share_lost_surge, loss.unavoidable] == pytest.approx(
            [line.share_lost, line.share_lost_surge, line.unavoidable]
        )
        assert answer.moves[0].says == f"{line.name} stops"
    assert sum(line.iri == iri for line in lines) == 2


def test_the_same_seed_gives_the_same_intervals(on):
    kg = on("2026-06-01")
    one, same, other = (
        play(kg, ["remove:NVIDIA"], Asked(view="continuity", draws=40, seed=seed)).intervals
        for seed in (1, 1, 2)
    )
    assert one == same
    assert [row.seed for row in other] == [2, 2, 2]
