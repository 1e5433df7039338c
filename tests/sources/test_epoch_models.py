"""Epoch AI: the three tables of models."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.epoch_made_up import SNAPSHOT, ends, harvest, of, table, thing, told, values
from valuegraph.errors import DataError
from valuegraph.facts.drafts import When
from valuegraph.sources.epoch.gathering import split

WREN = {
    "Model": "Wren",
    "Organization": "Maker",
    "Publication date": "2024-03-14",
    "Country (of organization)": "France",
}
NOTABLE, LARGE, FRONTIER = "notable_ai_models", "large_scale_ai_models", "frontier_ai_models"


def models(folder, *rows, where=NOTABLE):
    return harvest(folder, **{where: list(rows)})


def test_a_model_has_a_developer_and_the_developer_a_country(tmp_path):
    found = models(tmp_path, WREN)
    (made,) = of(found, "Development")
    assert ends(made) == ("Maker", "Wren")
    assert made.when == When(dt.date(2024, 3, 14), "day")
    assert (made.locator, made.confidence, made.document) == (
        "notable_ai_models.csv, row 'Wren'",
        Decimal("0.7"),
        "models",
    )
    (home,) = of(found, "Domicile")
    assert ends(home) == ("Maker", "France")
    assert home.when == When(SNAPSHOT, "asOfDay")
    assert thing(found, "France").ids == ("iso3166:FR",)
    assert thing(found, "Wren").maker == "Maker"


def test_joint_cells_are_several_developers(tmp_path):
    cell = "Maker,University of California (UC) Berkeley"
    found = models(tmp_path, {**WREN, "Organization": cell, "Country (of organization)": ""})
    assert [ends(c)[0] for c in of(found, "Development")] == cell.split(",")
    assert thing(found, "Wren").maker == ""
    assert found.counts["developer links"] == 2


def test_a_comma_inside_one_name_divides_nothing(tmp_path):
    cell = "Qilin Hesheng Network Technology Co., Ltd. (APUS)"
    found = models(tmp_path, {**WREN, "Organization": cell})
    assert [ends(c)[0] for c in of(found, "Development")] == [
        "Qilin Hesheng Network Technology (APUS)"
    ]


def test_units_lend_their_firm_no_country(tmp_path):
    found = models(tmp_path, {**WREN, "Organization": "Google Brain"})
    (made,) = of(found, "Development")
    assert ends(made)[0] == "Google Brain"
    assert of(found, "Domicile") == []
    assert "unit" in found.refusals[0].why


def test_a_model_of_nobody_is_a_thing_and_listed(tmp_path):
    found = models(tmp_path, {**WREN, "Organization": ""})
    assert [each.name for each in found.things] == ["Wren"]
    assert "no organisation" in found.refusals[0].why


def test_a_publisher_of_proceedings_is_no_developer(tmp_path):
    alone = {**WREN, "Organization": "IEEE", "Model accessibility": "Open weights (unrestricted)"}
    joint = {**WREN, "Model": "Crow", "Organization": "Maker,IEEE"}
    found = models(tmp_path, alone, joint)
    assert [ends(c) for c in of(found, "Development")] == [("Maker", "Crow")]
    assert of(found, "Offering") == []
    assert [values for values in of(found, "ComponentStatus") if values.locator.endswith("'Wren'")]
    assert [r.where for r in found.refusals if "proceedings" in r.why] == [
        "notable_ai_models.csv, row 'Wren'", "notable_ai_models.csv, row 'Crow'",
    ]  # fmt: skip
    assert "no organisation is named" not in {r.why for r in found.refusals}
    assert found.counts["developer links"] == 3


def test_countries_of_joint_rows_follow_what_the_organisations_rows_alone_say(tmp_path):
    alone = {
        **WREN,
        "Model": "Crow",
        "Organization": "Two",
        "Country (of organization)": "Japan,India",
    }
    joint = {
        **WREN,
        "Organization": "Two,Maker",
        "Country (of organization)": "Japan,India,France",
    }
    unclear = {
        **WREN,
        "Model": "Jay",
        "Organization": "Guild,Shelf",
        "Country (of organization)": "Norway,Spain,Italy",
    }
    found = models(tmp_path, alone, joint, unclear)
    assert [ends(c) for c in of(found, "Domicile")] == [
        ("Two", "Japan"),
        ("Two", "India"),
        ("Maker", "France"),
    ]
    assert [r.where for r in found.refusals] == ["notable_ai_models.csv, row 'Jay'"]


def test_multinational_is_no_country(tmp_path):
    found = models(tmp_path, {**WREN, "Country (of organization)": "Multinational"})
    assert of(found, "Domicile") == []


@pytest.mark.parametrize(
    "name", ["Cosmos-1.0-\nDiffusion", "ALLaM\u00a0adapted", "Jais-30b\t\t\t "]
)
def test_names_with_line_breaks_and_tabs_are_one_line(tmp_path, name):
    found = models(tmp_path, {**WREN, "Model": name})
    (made,) = of(found, "Development")
    assert ends(made)[1] == " ".join(name.split())
    assert made.locator == f"notable_ai_models.csv, row '{' '.join(name.split())}'"


def test_a_name_in_two_tables_is_one_model(tmp_path):
    row = {**WREN, "Model accessibility": "Open weights (unrestricted)"}
    frontier = {**row, "Inference code accessibility": "Unreleased"}
    found = harvest(
        tmp_path,
        notable_ai_models=[WREN],
        large_scale_ai_models=[row],
        frontier_ai_models=[frontier],
    )
    assert len(of(found, "Development")) == len(of(found, "Offering")) == 1
    assert {ends(c)[1] for c in of(found, "ComponentStatus")} == {"weights", "inferenceCode"}
    assert found.counts["models"] == 1
    assert found.counts["models in both of the first two tables"] == 1


def test_two_tables_that_differ_stop_the_reading(tmp_path):
    other = {**WREN, "Publication date": "2024-03-15"}
    with pytest.raises(DataError) as problem:
        harvest(tmp_path, notable_ai_models=[WREN], large_scale_ai_models=[other])
    assert "large_scale_ai_models.csv, row 'Wren', column Publication date" in str(problem.value)
    assert "notable_ai_models.csv" in str(problem.value)


def test_one_table_with_a_name_twice_stops_the_reading(tmp_path):
    with pytest.raises(DataError, match="twice"):
        models(tmp_path, WREN, WREN)


@pytest.mark.parametrize(
    ("told_as", "channel", "level", "weights"),
    [
        ("Open weights (unrestricted)", "weightDownload", "downloadable", "available"),
        ("Open weights (restricted use)", "weightDownload", "downloadable", "partial"),
        ("Open weights (non-commercial)", "weightDownload", "downloadable", "partial"),
        ("Unreleased", "notOffered", "fullyClosed", "notAvailable"),
    ],
)
def test_classes_of_access(tmp_path, told_as, channel, level, weights):
    found = models(tmp_path, {**WREN, "Model accessibility": told_as})
    (offer,) = of(found, "Offering")
    assert ends(offer) == ("Maker", "Wren", channel)
    assert values(offer)["accessLevel"] == level
    assert bool(offer.original) == ("restricted use" in told_as or "non-commercial" in told_as)
    (status,) = of(found, "ComponentStatus")
    assert ends(status) == ("Wren", "weights", weights)


@pytest.mark.parametrize("told", ["API access", "Hosted access (no API)"])
def test_what_is_served_may_be_retired_and_is_no_offer(tmp_path, told):
    found = models(tmp_path, {**WREN, "Model accessibility": told})
    assert of(found, "Offering") == []
    assert "served no longer" in found.refusals[0].why
    (status,) = of(found, "ComponentStatus")
    assert ends(status) == ("Wren", "weights", "notAvailable")


def test_an_offer_holds_on_the_day_of_the_copy_not_of_the_paper(tmp_path):
    row = {**WREN, "Model accessibility": "Open weights (unrestricted)"}
    (offer,) = of(models(tmp_path, row), "Offering")
    assert offer.when == When(SNAPSHOT, "asOfDay")
    assert "releaseKind" not in values(offer)


def test_without_a_class_of_access_nothing_is_offered(tmp_path):
    found = models(tmp_path, WREN)
    assert of(found, "Offering") == []
    assert found.counts["models without a class of access"] == 1


def test_who_of_several_offers_a_model_is_not_guessed(tmp_path):
    row = {
        **WREN,
        "Organization": "Maker,Guild",
        "Model accessibility": "Open weights (unrestricted)",
    }
    found = models(tmp_path, {**row, "Country (of organization)": ""})
    assert of(found, "Offering") == []
    assert "which of them offers it" in found.refusals[0].why


def test_nobody_in_particular_keeps_a_joint_model_to_itself(tmp_path):
    row = {**WREN, "Organization": "Maker,Guild", "Model accessibility": "Unreleased"}
    found = models(tmp_path, {**row, "Country (of organization)": ""})
    assert of(found, "Offering") == []
    assert [ends(c) for c in of(found, "ComponentStatus")] == [("Wren", "weights", "notAvailable")]
    assert "several organisations" in found.refusals[0].why


def test_units_of_one_firm_are_not_several_firms(tmp_path):
    row = {
        **WREN,
        "Organization": "Google,Google Brain",
        "Model accessibility": "Open weights (unrestricted)",
    }
    offers = of(models(tmp_path, {**row, "Country (of organization)": ""}), "Offering")
    assert {(o.confidence, o.kind) for o in offers} == {(Decimal("0.7"), "reported")}


def test_code_has_a_status(tmp_path):
    row = {**WREN, "Training code accessibility": "Open (non-commercial)"}
    (status,) = of(models(tmp_path, row), "ComponentStatus")
    assert ends(status) == ("Wren", "trainingCode", "partial")
    assert status.original == "Open (non-commercial)"
    assert status.when == When(SNAPSHOT, "asOfDay")


def test_datasets_split_outside_brackets_and_placeholders_are_none(tmp_path):
    cell = "BookCorpus (BooksCorpus, Toronto Book Corpus),Unspecified unreleased,C4"
    found = models(tmp_path, {**WREN, "Training dataset": cell})
    assert [ends(c) for c in of(found, "TrainingRun")] == [
        ("Wren", "BookCorpus (BooksCorpus, Toronto Book Corpus)"),
        ("Wren", "C4"),
    ]
    assert found.counts["training dataset links"] == 3
    assert found.counts["training dataset links that name none"] == 1
    assert "Unspecified unreleased" in found.refusals[0].why


def test_training_hardware_joins_the_hardware_table_by_name(tmp_path):
    row = {**WREN, "Training hardware": "Anvil 2", "Hardware quantity": "64.0"}
    found = harvest(tmp_path, notable_ai_models=[row], ml_hardware=[{"Hardware name": "Anvil 2"}])
    (run,) = of(found, "TrainingRun")
    assert ends(run) == ("Wren", "Anvil 2")
    assert values(run) == {"quantity": "64", "unit": "chips"}
    assert run.when == When(dt.date(2024, 3, 14), "asOfDay")
    assert found.counts["training hardware links to the hardware table"] == 1


def test_a_count_shared_by_two_chips_is_given_to_neither(tmp_path):
    row = {**WREN, "Training hardware": "Anvil 2,Bellows", "Hardware quantity": "64.0"}
    assert [values(c) for c in of(models(tmp_path, row), "TrainingRun")] == [{}, {}]


def test_one_chip_in_two_scripts_is_one(tmp_path):
    found = models(tmp_path, {**WREN, "Training hardware": "Ascend (昇腾) 910B"})
    assert ends(of(found, "TrainingRun")[0])[1] == "Huawei Ascend 910B"


def test_bases_inside_and_outside_the_tables(tmp_path):
    crow = {**WREN, "Model": "Crow", "Base model": "Wren,Vicuna-13B v0,Crow"}
    found = models(tmp_path, WREN, crow)
    derived = of(found, "Derivation")
    assert [ends(c) for c in derived] == [("Crow", "Wren"), ("Crow", "Vicuna-13B v0")]
    assert values(derived[0])["derivationKind"] == "notStatedDerivation"
    assert found.counts["base models outside the tables"] == 1
    assert "own base" in found.refusals[0].why


@pytest.mark.parametrize(
    ("told_as", "when"),
    [
        ("2024-03-01", When(dt.date(2024, 3, 1), "month")),
        ("2024-07-02", When(dt.date(2024, 7, 2), "day")),
        ("1950-07-02", When(dt.date(1950, 1, 1), "year")),
        ("1968-07-01", When(dt.date(1968, 1, 1), "year")),
        ("2024-03", When(dt.date(2024, 3, 1), "month")),
    ],
)
def test_days_that_stand_for_a_month_or_a_year(tmp_path, told_as, when):
    (made,) = of(models(tmp_path, {**WREN, "Publication date": told_as}), "Development")
    assert made.when == when


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Model accessibility", "Half open"),
        ("Training code accessibility", "Somewhere"),
        ("Country (of organization)", "Atlantis"),
        ("Publication date", "spring"),
    ],
)
def test_an_unknown_value_names_file_row_and_column(tmp_path, column, value):
    with pytest.raises(DataError) as problem:
        models(tmp_path, {**WREN, column: value}, where=FRONTIER)
    assert f"frontier_ai_models.csv, row 'Wren', column {column}" in str(problem.value)


def test_a_model_without_a_date_stops_the_reading(tmp_path):
    with pytest.raises(DataError, match="Publication date"):
        models(tmp_path, {**WREN, "Publication date": ""})


def test_the_tables_have_different_headings(tmp_path):
    with pytest.raises(DataError, match="not known"):
        harvest(tmp_path, large_scale_ai_models=table(NOTABLE, WREN))


def test_notes_and_abstracts_go_nowhere(tmp_path):
    row = {**WREN, "Abstract": "A sentence.", "Accessibility notes": "Another.", "Authors": "N. N."}
    found = models(tmp_path, {**row, "Model accessibility": "Open weights (unrestricted)"})
    assert not {"A sentence.", "Another.", "N. N."} & {
        told(value) for c in found.claims for _, value in (*c.ends, *c.values)
    }


NAMES = st.text(
    st.characters(categories=["Lu", "Ll", "Nd"], include_characters="+-.", codec="ascii"),
    min_size=1,
    max_size=12,
)


@given(st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=3)), min_size=1, max_size=6))
def test_splitting_gives_back_what_was_joined(parts):
    names = [f"{name} ({', '.join(inner)})" if inner else name for name, inner in parts]
    assert split(",".join(names)) == names
