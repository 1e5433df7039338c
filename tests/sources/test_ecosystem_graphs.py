"""Ecosystem Graphs, on made-up assets in the shape of the repository's files."""

from __future__ import annotations

import copy

import pytest

from tests.sources.importers_made_up import GRAPH, asset, graphs, manifest, package, told, whys
from valuegraph.errors import DataError
from valuegraph.facts.drafts import Harvest
from valuegraph.sources.ecosystem_graphs import read


def harvest(folder, files=None) -> Harvest:
    return read(package(graphs(folder, files)), manifest("ecosystem_graphs"))


def one(folder, kind="model", **given) -> Harvest:
    return harvest(
        folder, {"nib.yaml": [asset(kind, "Nib 7B", given.pop("maker", "Nib Works"), **given)]}
    )


def wrong(folder, match, files) -> DataError:
    with pytest.raises(DataError, match=match) as caught:
        harvest(folder, files)
    return caught.value


def test_a_model_is_developed_by_each_of_its_makers(tmp_path):
    made = [
        row for row in told(harvest(tmp_path), "Development") if row["developedAsset"] == "Nib 7B"
    ]
    assert [(row["developer"], row["when"]) for row in made] == [
        ("Nib Works", "2023-05-01 day"),
        ("Quay", "2023-05-01 day"),
    ]


def test_each_pair_of_kinds_is_a_relation_of_its_own(tmp_path):
    found = harvest(tmp_path)
    trained = [(row["trainedAsset"], row["trainedWith"]) for row in told(found, "TrainingRun")]
    assert trained == [("Nib 7B", "Nib Pages"), ("Nib 7B", "Common Crawl")]
    assert [
        (row["derivedAsset"], row["sourceAsset"], row["derivationKind"])
        for row in told(found, "Derivation")
    ] == [
        ("Nib Chat", "Nib 7B", "notStatedDerivation"),
        ("Nib Pages", "Common Crawl", "dataDerivation"),
    ]
    assert [
        (row["supplier"], row["dependent"], row["fillsRole"]) for row in told(found, "Supply")
    ] == [
        ("Nib 7B", "Quay Helper", "modelWeights"),
        ("OpenAI API", "Quay Helper", "aiService"),
    ]


def test_exact_and_dangling_dependencies_are_counted_as_the_files_have_them(tmp_path):
    counts = harvest(tmp_path).counts
    assert counts["dependencies"] == 9
    assert counts["dependencies that resolve exactly"] == 5
    assert counts["dependencies that dangle"] == 4
    assert counts["dependencies that resolve by a lookup"] == 3


def test_variants_are_one_stub_and_what_nothing_makes_clear_is_none(tmp_path):
    found = harvest(tmp_path)
    assert "a name that the source never entered and that nothing makes clear" in whys(found)
    names = {
        value.name for claim in found.claims for _, value in claim.ends if hasattr(value, "name")
    }
    assert "Common Crawl" in names
    assert not names & {"CommonCrawl", "Nowhere", "PyTorch"}


def test_two_things_of_one_name_stay_two_and_a_dependency_on_either_is_left_out(tmp_path):
    found = harvest(tmp_path)
    assert {each.key for each in found.things if each.name == "Dragonfly"} == {
        "Dragonfly (Quay)", "Dragonfly (Nib Works)",
    }  # fmt: skip
    assert "a name that stands for two assets" in whys(found)


def test_a_name_that_stands_twice_needs_a_judgement(tmp_path):
    twice = [asset("model", "Nib 7B", "Nib Works"), asset("model", "Nib 7B", "Quay")]
    assert "nib.yaml, asset 'Nib 7B'" in str(
        wrong(tmp_path, "stand for two assets", {"nib.yaml": twice})
    )
    entered = [asset("model", "GPT-4o", "OpenAI"), asset("model", "GPT-4o", "OpenAI")]
    assert len({each.handle for each in harvest(tmp_path, {"nib.yaml": entered}).things}) == 1


def test_closed_weights_have_no_licence_and_open_data_are_offered(tmp_path):
    found = harvest(tmp_path)
    status = {row["ofAsset"]: row for row in told(found, "ComponentStatus")}
    assert status["Nib 7B"]["status"] == "available"
    assert status["Nib 7B"]["underLicence"] == "Apache License 2.0"
    assert status["Nib Chat"]["status"] == "notAvailable"
    assert "underLicence" not in status["Nib Chat"]
    (offered,) = told(found, "Offering")
    assert (offered["ofAsset"], offered["hasChannel"]) == ("Nib Pages", "dataAccess")
    assert "hasTerms" not in offered


@pytest.mark.parametrize(
    "word",
    [
        "unknown",
        "Unknown",
        "unknkown",
        "none",
        "",
        "custom",
        "Each part stands under terms of its own, " * 2,
        None,
        {"explanation": "?"},
    ],
)
def test_words_that_name_no_licence_become_none(tmp_path, word):
    found = one(tmp_path, license=word)
    assert "underLicence" not in told(found, "ComponentStatus")[0]
    assert "a word that names no licence" in whys(found)


@pytest.mark.parametrize("word", ["LLaMA 2", "LLaMA2", "Llama 2"])
def test_three_spellings_of_one_licence_are_one(tmp_path, word):
    (status,) = (c for c in one(tmp_path, license=word).claims if c.cls == "ComponentStatus")
    assert dict(status.values)["underLicence"].ids == ("scancode:llama-2-license-2023",)


def test_dates_are_days_years_unknown_or_a_step_too_far_to_the_left(tmp_path):
    found = harvest(tmp_path)
    when = {
        (row["developedAsset"], row["developer"]): row["when"] for row in told(found, "Development")
    }
    assert when["Dragonfly", "Quay"] == "2024-06-20 day"
    assert when["Dragonfly", "Nib Works"] == "2022-01-01 year"
    assert when["Quay Helper", "Quay"] == "2025-01-24 asOfDay"
    assert found.counts["assets without a date"] == 1


def test_an_unknown_maker_is_nobody_and_a_comma_inside_a_name_parts_nothing(tmp_path):
    assert "no organisation is named" in whys(harvest(tmp_path / "all"))
    made = told(one(tmp_path / "one", maker="Runway AI, Inc."), "Development")
    assert [row["developer"] for row in made] == ["Runway"]
    made = told(
        one(tmp_path / "two", maker="ByteDance and University of Maryland, College Park"),
        "Development",
    )
    assert [row["developer"] for row in made] == ["ByteDance", "University of Maryland"]


def test_an_api_is_a_platform_and_another_application_is_not(tmp_path):
    assert {each.name: each.cls for each in harvest(tmp_path).things}["OpenAI API"] == "Platform"
    assert {each.name: each.cls for each in harvest(tmp_path).things}[
        "Quay Helper"
    ] == "Application"


@pytest.mark.parametrize(
    ("field", "value", "match"),
    [
        ("type", "gadget", "'gadget' is no model"),
        ("access", "ajar", "'ajar' is not among the values"),
        ("license", "Nib Licence 9", "'Nib Licence 9' is not among the values"),
        ("license", ["MIT"], "is a list, not text"),
        ("license", {"value": "MIT", "told_by": "x"}, "parts that are not known"),
        ("created_date", "spring 2023", "'spring 2023' is not a date"),
        ("dependencies", "Nib Pages", "is no list of names"),
        ("colour", "red", "fields that the reader does not know: colour"),
    ],
)
def test_a_record_that_cannot_be_read_is_named(tmp_path, field, value, match):
    problem = wrong(
        tmp_path, match, {"nib.yaml": [asset("model", "Nib 7B", "Nib Works", **{field: value})]}
    )
    assert problem.where.startswith("nib.yaml, asset 'Nib 7B'")


def test_a_record_that_lacks_a_field_is_refused(tmp_path):
    files = copy.deepcopy(GRAPH)
    del files["nib.yaml"][0]["license"]
    assert "column license" in wrong(tmp_path, "no such field", files).where


@pytest.mark.parametrize("text", ["", "just words", "name: Nib 7B", "- a\n- b"])
def test_a_file_without_a_list_of_assets_is_refused(tmp_path, text):
    graphs(tmp_path)
    (tmp_path / "assets" / "nib.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="no list of assets") as caught:
        read(package(tmp_path), manifest("ecosystem_graphs"))
    assert "nib.yaml" in caught.value.where


def test_a_folder_without_assets_is_refused(tmp_path):
    with pytest.raises(DataError, match="no asset of the graph"):
        read(package(tmp_path), manifest("ecosystem_graphs"))
