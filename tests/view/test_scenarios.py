"""Scenarios on invented facts, against numbers worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import valuegraph as vg
from valuegraph.errors import UnknownNameError, UsageError, ValuegraphError
from valuegraph.view.scenario_words import CHANGED, TRIED
from valuegraph.view.scenarios import Asked, play

D = "https://w3id.org/valuegraph/data/"
FACTS = Path(__file__).with_name("scenario.ttl")
THIRD, SIXTH = 1 / 3, 1 / 6


@pytest.fixture(scope="module")
def kg():
    """Three sectors of equal weight: a bank, a shop, and one of a clinic and a writer."""
    return vg.load(FACTS, only=True, as_of="2026-06-01", cache=False)


@pytest.fixture(scope="module")
def played(kg):
    """Play shocks once each."""
    kept = {}

    def go(*shocks, **options):
        key = shocks, tuple(sorted(options.items()))
        if key not in kept:
            kept[key] = play(kg, shocks, Asked(**options))
        return kept[key]

    return go


def figures(answer, view="renewal"):
    loss = answer.loss(view)
    return [loss.share_lost, loss.share_lost_surge, loss.unavoidable]


# --- the verbs, by hand ------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["renewal", "continuity"])
@pytest.mark.parametrize(
    ("shock", "at_once", "surged", "endless"),
    [
        # the bank is on the lab alone; of the shop's two hosts one is the lab, the other has its leave
        ("remove:Lab", 2 * THIRD, 2 * THIRD, 2 * THIRD),
        ("remove:Lab=0.5", THIRD, THIRD, THIRD),
        # the cloud goes on: it carries half of the shop, with surge 0.3 of 0.5 it carries 0.65
        ("cut:api:Lab", THIRD + THIRD / 2, THIRD + THIRD * 0.35, THIRD),
        ("cut:*:Lab:Bank", THIRD, THIRD, THIRD),
        ("cut:api:Lab:Shop", THIRD / 2, THIRD * 0.35, 0),
        ("remove:org-cloud", THIRD / 2, THIRD * 0.35, 0),
        ("licence:W:revoked", THIRD, THIRD, THIRD),
        ("license:lic-w:revoked", THIRD, THIRD, THIRD),
        ("sanction:US->CN", THIRD, THIRD, THIRD),
        ("sanction:United States->China:0.25", THIRD, THIRD, THIRD),
    ],
)
def test_what_is_lost(played, view, shock, at_once, surged, endless):
    assert figures(played(shock), view) == pytest.approx([at_once, surged, endless])


def test_weights_that_are_out_stay_with_those_who_hold_them(played):
    answer = played("licence:W line:closed")
    assert figures(answer) == pytest.approx([THIRD] * 3)
    assert figures(answer, "continuity") == [0, 0, 0]
    assert "In the continuity view nothing of it is lost" in answer.headline[1]


def test_what_the_facts_do_not_say_makes_bounds(played):
    answer = played("licence:W:non-commercial")
    loss = answer.loss("renewal")
    assert loss.share_lost == 0
    assert loss.share_lost_at_most == pytest.approx(SIXTH), (
        "the clinic is public, the writer unknown"
    )
    assert [(row.iri, row.part) for row in answer.unknown] == [(f"{D}org-writer#in-R", "user")]
    assert answer.unknown[0].missing == "whether its use is commercial"
    assert "0 % to 16.7 %" in answer.undetermined[-1]
    assert "but up to 16.7 %" in answer.headline[0]


def test_a_sanction_bounds_what_is_lost_where_domiciles_are_unknown(played):
    answer = played("sanction:US->CN")
    assert answer.loss("renewal").share_lost_at_most == pytest.approx(1)
    assert f"{D}org-shop#in-G" in {row.iri for row in answer.unknown}
    assert f"{D}org-bank#in-L" not in {row.iri for row in answer.unknown}
    assert {row.missing for row in answer.unknown} == {"domicile"}


def test_a_share_of_origin_covers_what_others_make(tmp_path):
    more = tmp_path / "domiciles.ttl"
    prefixes = [line for line in FACTS.read_text().splitlines() if line.startswith("@prefix")]
    known = [
        f"vgd:dom-{who} a vg:Domicile ; vg:organization vgd:org-{who} ; "
        f"vg:inJurisdiction vgd:jur-{where} ; vg:datePrecision vgx:day ; "
        'vg:validFrom "2024-01-01"^^xsd:date ; vg:hasEvidence vgd:ev-1 .'
        for who, where in (("cloud", "fr"), ("shop", "cn"))
    ]
    more.write_text("\n".join([*prefixes, *known]))
    kg = vg.load(FACTS, more, only=True, as_of="2026-06-01", cache=False)
    # alone: the bank, and half of the shop; the cloud in France serves what the lab lets it serve
    assert figures(play(kg, ["sanction:US->CN"])) == pytest.approx([1 / 2, THIRD * 1.35, THIRD])
    assert figures(play(kg, ["sanction:US->CN:0.25"])) == pytest.approx([2 * THIRD] * 3)


def test_the_name_of_a_firm_stands_for_its_group_unless_the_firm_alone_is_meant(kg, played):
    whole = played("remove:Holding")
    assert whole.moves[0].iris == (f"{D}org-holding",)
    assert figures(whole) == figures(played("remove:org-cloud", by="firm"))
    assert whole.moves[0].says == "Cloud <b>Co</b> (group of Holding) stops"
    assert played("remove:org-cloud", by="firm").moves[0].says == "Cloud <b>Co</b> stops"
    with pytest.raises(UnknownNameError, match="Holding has no place in the chain"):
        play(kg, ["remove:Holding"], Asked(by="firm"))


def test_a_jurisdiction_withdraws_with_those_known_to_be_domiciled_there(played):
    answer = played("remove:US")
    assert figures(answer) == figures(played("remove:Lab"))
    assert answer.moves[0].says.endswith("domiciled in the United States stops")


def test_a_clause_may_be_about_a_place_or_a_field(played):
    place = played("licence:W:region:CN")
    assert place.moves[0].says == 'the licence "W Community Terms" no longer covers users in China'
    assert figures(place) == [0, 0, 0]
    assert place.loss("renewal").share_lost_at_most == pytest.approx(THIRD)
    field = played("licence:W:field:human health and social work activities")
    assert field.moves[0].says.endswith(
        "no longer covers use in Human health and social work activities"
    )
    assert figures(field) == pytest.approx([THIRD] * 3)
    assert not field.unknown


def test_a_mere_user_can_be_cut_off_under_its_own_name(played):
    says = played("cut:api:Lab:Bank").moves[0].says
    assert says == "Lab's API is cut for Bank"


def test_a_platform_stops_with_all_that_is_offered_through_it(played):
    assert figures(played("remove:Lab API")) == figures(played("remove:off-m-lab"))


def test_a_thing_can_stop(played):
    assert figures(played("remove:M")) == pytest.approx([2 * THIRD] * 3)
    assert figures(played("remove:off-m-lab")) == figures(played("cut:api:Lab"))


# --- composition -------------------------------------------------------------------------------


def test_shocks_compose_in_any_order_and_any_number_of_times(played):
    pair = played("cut:api:Lab", "licence:W:revoked")
    assert figures(pair) == pytest.approx([5 / 6, THIRD * 2.35, 2 * THIRD])
    assert figures(played("licence:W:revoked", "cut:api:Lab", "cut:api:Lab")) == figures(pair)
    assert len(played("remove:Holding", "remove:org-cloud").moves) == 1, "one group, said twice"


@pytest.mark.parametrize(
    ("shocks", "alone", "jointly"),
    [
        (("cut:api:Lab", "licence:W:revoked"), [1 / 2, THIRD], [1 / 2, THIRD]),
        # the cut adds nothing to the removal: (1/2 + 0) / 2 and (2/3 + 2/3 - 1/2) / 2
        (("cut:api:Lab", "remove:Lab"), [1 / 2, 2 * THIRD], [1 / 4, 5 / 12]),
    ],
)
def test_causes_add_up_to_the_loss(played, shocks, alone, jointly):
    answer = played(*shocks)
    rows = [row for row in answer.causes if row.view == "renewal"]
    assert [row.shock for row in rows] == list(shocks)
    assert [row.lost_alone for row in rows] == pytest.approx(alone)
    assert [row.lost_jointly for row in rows] == pytest.approx(jointly)
    assert sum(row.lost_jointly for row in rows) == pytest.approx(figures(answer)[0])


# --- rows, sectors, alternatives, proofs -------------------------------------------------------


def test_rows_are_flat_and_one_for_each_target_and_view(played):
    rows = played("cut:api:Lab").rows()
    assert len(rows) == 2 * 4
    first = rows[0]
    assert list(first) == [
        *("view", "name", "sector", "weight", "share_lost", "share_lost_surge", "unavoidable"),
        *("share_lost_at_most", "share_lost_surge_at_most", "unavoidable_at_most"),
        *("exposed", "iri"),
    ]
    assert first["iri"] == f"{D}org-bank#in-L"
    assert [row["share_lost"] for row in rows[:4]] == pytest.approx([1, 1 / 2, 0, 0])
    assert [row["exposed"] for row in rows[:4]] == [True, True, False, False]
    assert sum(row["weight"] for row in rows[:4]) == pytest.approx(1)
    assert list(played("cut:api:Lab").to_frame().columns) == list(first)


def test_a_sector_loses_the_mean_of_its_implementors(played):
    answer = played("licence:W:non-commercial")
    rows = {row.sector: row for row in answer.sectors if row.view == "renewal"}
    health = rows["human health and social work activities"]
    assert (health.targets, health.share_lost) == (2, 0)
    assert health.share_lost_at_most == pytest.approx(1 / 2)
    assert sum(row.targets for row in rows.values()) == 4


def test_targets_can_be_named(kg):
    answer = play(kg, ["cut:api:Lab"], Asked(targets=["Shop"], view="renewal"))
    assert figures(answer) == pytest.approx([1 / 2, 0.35, 0])
    assert answer.views == ("renewal",)
    assert answer.headline[0].startswith("If Lab's API is cut, 50 % of the service of Shop")


def test_who_takes_over_and_how_much_of_it(played):
    (found,) = [row for row in played("cut:api:Lab").alternatives if row.view == "renewal"]
    assert (found.supplier, found.role, found.dependents) == ("M through Cloud", "AI service", 1)
    assert (found.load_before, found.load_after) == pytest.approx((1 / 2, 1))
    assert found.overloaded == 1
    endless = played("cut:api:Lab", surge=float("inf"))
    assert {row.overloaded for row in endless.alternatives} == {0}


def test_the_cut_is_a_least_part_of_the_scenario_and_its_proof_stands(played):
    cut = played("cut:api:Lab", "licence:W:revoked").cuts[0]
    assert (cut.target, cut.horizon, cut.loss) == (
        "Bank (financial and insurance activities)", "unavoidable", pytest.approx(1),
    )  # fmt: skip
    assert cut.parts == (
        "what Bank (financial and insurance activities) gets from M through the API of Lab is cut (advice)",
    )
    assert cut.verified
    assert cut.proof[-1].startswith("Bank (financial and insurance activities) loses advice")
    assert all(each.verified for each in played("remove:Lab").cuts)


def test_the_proof_needs_no_more_than_the_cut(played):
    (cut, *_) = played("remove:Lab=0.5", "cut:api:Lab:Bank").cuts
    assert cut.target.startswith("Bank")
    assert len(cut.parts) == len(cut.proof) == 1, "half of the lab stops nobody"


def test_every_fact_on_a_proof_comes_with_its_source(played):
    facts = {fact.iri.removeprefix(D): fact for fact in played("cut:api:Lab:Bank").facts()}
    assert set(facts) == {"upt-bank"}
    assert facts["upt-bank"].evidence[0].source.title == "Register"
    assert len(played("remove:Lab").facts(1)) == 1


def test_the_answer_says_which_assumption_would_change_it(played):
    changes = {row.assumption for row in played("cut:api:Lab").flips}
    assert {"completeness", "fact"} <= changes
    told = {row.view: row for row in played("licence:W:closed").flips if row.assumption == "stock"}
    assert [told["renewal"].before, told["renewal"].after] == pytest.approx([THIRD, 0])
    assert [told["continuity"].before, told["continuity"].after] == pytest.approx([0, THIRD])


def test_what_is_certain_has_no_width(played):
    answer = played("cut:api:Lab")
    for row in answer.intervals:
        figure = getattr(answer.loss(row.view), row.figure)
        assert [row.low, row.median, row.high] == pytest.approx([figure] * 3)
        assert (row.level, row.draws, row.seed) == (0.9, 200, 0)


def test_explaining_names_the_targets_it_can_explain(played):
    answer = played("cut:api:Lab")
    assert answer.explain() == tuple(s for cut in answer.cuts for s in cut.proof)
    assert answer.explain("Bank (financial and insurance activities)")
    with pytest.raises(UnknownNameError, match="Clinic") as refused:
        answer.explain("Clinic")
    assert "Bank" in str(refused.value)


# --- names and mistakes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shock",
    [
        f"remove:{D}org-lab",
        f"remove:<{D}org-lab>=0",
        "remove:vgd:org-lab",
        "remove:LAB",
        "remove:org-lab=0.0",
    ],
)
def test_a_name_may_be_an_iri_a_curie_or_a_label(played, shock):
    assert figures(played(shock)) == figures(played("remove:Lab"))


def test_an_iri_as_supplier_and_as_user(played):
    cut = f"cut:api:{D}org-lab:{D}org-bank"
    assert figures(played(cut)) == figures(played("cut:api:Lab:Bank"))


@pytest.mark.parametrize(
    ("shock", "kind", "words"),
    [
        ("remove:Labb", UnknownNameError, "did you mean Lab"),
        ("cut:api:Lab:Bonk", UnknownNameError, "Bonk"),
        ("cut:apis:Lab", UnknownNameError, "did you mean api"),
        ("remove:Bank", UsageError, "supplies nobody"),
        ("remove:Unused Terms", UnknownNameError, "no place in the chain"),
        ("licence:Lab:revoked", UnknownNameError, "W Community Terms"),
        ("licence:M:revoked", UnknownNameError, "no weights are held"),
        ("licence:W:sold", UsageError, "sold"),
        ("sanction:US->FR->CN", ValuegraphError, "FR"),
        ("sanction:FR->DE", UnknownNameError, "DE"),
        ("price:Lab:+1.0", UsageError, "no cost share"),
        ("remove:", UsageError, "cannot be read"),
        ("Lab", UsageError, "cannot be read"),
        ("steal:Lab", UsageError, "remove:NAME"),
        ("remove:Lab=2", UsageError, "0 and 1"),
    ],
)
def test_mistakes_are_told_in_words(kg, shock, kind, words):
    with pytest.raises(kind) as refused:
        play(kg, [shock])
    assert words in str(refused.value)


def test_several_mistakes_are_told_together(kg):
    with pytest.raises(UsageError, match="2 shocks") as refused:
        play(kg, ["remove:Nobody", "remove:Lab", "price:Lab:+1.0"])
    assert "Nobody" in str(refused.value)
    assert "cost share" in str(refused.value)


def test_a_scenario_that_hits_nothing_says_so_loudly(kg):
    with pytest.raises(UsageError, match="nothing in the facts in force on 2026-06-01 is hit"):
        play(kg, ["cut:api:Opener:Bank"])


def test_a_shock_that_hits_nothing_beside_another_is_mentioned(played):
    answer = played("cut:api:Lab", "cut:api:Opener:Bank")
    assert "cut:api:Opener:Bank hits nothing" in answer.headline[-1]
    assert figures(answer) == figures(played("cut:api:Lab"))


@pytest.mark.parametrize(
    "options", [{"by": "asset"}, {"view": "sideways"}, {"surge": -0.1}, {"surge": float("nan")}]
)
def test_conditions_that_make_no_sense_are_refused(kg, options):
    with pytest.raises(UsageError):
        play(kg, ["remove:Lab"], Asked(**options))


def test_a_scenario_without_shocks_is_refused(kg):
    with pytest.raises(UsageError, match="something that happens"):
        play(kg, [])


# --- forms -------------------------------------------------------------------------------------


def test_a_notebook_gets_escaped_text(played):
    page = played("remove:Holding")._repr_html_()
    assert "Cloud &lt;b&gt;Co&lt;/b&gt;" in page
    assert "<b>" not in page
    assert page.count("<table>") == page.count("</table>") == 4


def test_every_fact_on_a_short_proof_is_tried_and_the_limit_is_told(played):
    answer = played("remove:Lab")
    facts = [row.about[0] for row in answer.flips if row.assumption == "fact"]
    named = {fact.rpartition("/")[2] for fact in facts}
    assert named == {"dev-m", "off-m-lab", "upt-bank", "upt-shop"}
    told = next(line for line in answer.assumptions if f"{TRIED} assumptions of each kind" in line)
    assert f"{CHANGED} of them are kept" in told


def test_the_figure_shows_every_view_and_sector(played):
    pytest.importorskip("matplotlib")
    figure = played("cut:api:Lab").plot()
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["line: 90 % of draws", "renewal view", "continuity view"]
    assert len(figure.axes[0].patches) == 2 * 3
    heights = [bar.get_height() for bar in figure.axes[0].patches]
    assert heights[:2] == pytest.approx([1 / 2, 1 / 2])
    names = [label.get_text() for label in figure.axes[1].get_yticklabels()]
    assert names[-1] == "financial and insurance activities (1)"
    lefts = [bar.get_width() for bar in figure.axes[1].patches][3:]
    assert lefts[-1] == pytest.approx(0), "the bank has nothing left"
    assert sorted(lefts) == pytest.approx([0, 1 / 2, 1])


def test_the_objects_beside_the_rows_are_plain(played):
    found = played("cut:api:Lab", "licence:W:revoked").objects()
    assert [shock["shock"] for shock in found["scenario"]["shocks"]] == [
        "cut:api:Lab", "licence:W:revoked",
    ]  # fmt: skip
    assert found["scenario"]["shocks"][0]["hits"] == 2
    assert set(found) == {
        *("headline", "scenario", "losses", "interval", "sectors", "causes", "alternatives"),
        *("cut", "flips", "undetermined", "assumptions"),
    }
