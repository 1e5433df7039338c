"""Derivations at Hugging Face, on made-up edges and model cards."""

from __future__ import annotations

import pytest

from tests.sources.importers_made_up import (
    CARD,
    EDGES,
    cards,
    hub,
    manifest,
    package,
    table,
    told,
    whys,
)
from valuegraph.errors import DataError
from valuegraph.facts.drafts import Harvest, Mention
from valuegraph.sources.hugging_face import read

MANIFEST = manifest("hugging_face")


def harvest(folder, edges=None) -> Harvest:
    return read(package(hub(folder, edges)), MANIFEST)


def of_cards(folder, text=CARD, **more) -> Harvest:
    return read(package(cards(folder, {"nib/Chat-8B": text, **more})), MANIFEST)


def pages(found: Harvest) -> dict[str, Mention]:
    return {
        value.name: value
        for claim in found.claims
        for _, value in claim.ends
        if isinstance(value, Mention)
    }


def links(page: Mention) -> dict[str, str]:
    return {name: value.name for name, value in page.properties}


def head(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "prose"])


def wrong(folder, match, edges) -> DataError:
    with pytest.raises(DataError, match=match) as caught:
        harvest(folder, edges)
    return caught.value


def test_each_word_for_a_technique_is_a_concept(tmp_path):
    found = [
        (row["sourceAsset"], row["derivedAsset"], row["derivationKind"])
        for row in told(harvest(tmp_path), "Derivation")
    ]
    assert found == [
        ("meta-llama/Llama-3.1-8B", "nib/Chat-8B", "fineTuning"),
        ("unsloth/Llama-3.1-8B", "nib/Tide-8B", "fineTuning"),
        ("unsloth/llama-3-8b-bnb-4bit", "nib/Reef-8B", "adapterTuning"),
        ("nib/Chat-8B", "quay/Chat-8B-GGUF", "quantisation"),
        ("nib/Chat-8B", "quay/Blend-8B", "merging"),
        ("nib/Tide-8B", "quay/Blend-8B", "merging"),
    ]


def test_a_derivation_is_known_on_the_day_of_the_copy_and_on_the_uploader_s_word(tmp_path):
    claim = harvest(tmp_path).claims[0]
    assert (claim.when.precision, str(claim.confidence)) == ("asOfDay", "0.5")
    assert claim.locator == "edges.csv, rows with targets of 'nib'"


def test_a_repository_is_called_by_the_whole_of_its_id(tmp_path):
    page = pages(harvest(tmp_path))["nib/Chat-8B"]
    assert (page.cls, page.ids) == ("Model", ("hf:nib/Chat-8B",))


def test_a_re_upload_is_a_copy_of_the_maker_s_own_page(tmp_path):
    page = pages(harvest(tmp_path))["unsloth/Llama-3.1-8B"]
    assert page.cls == "Artifact"
    assert links(page) == {
        "mirrorOf": "meta-llama/Llama-3.1-8B", "holdsRelease": "meta-llama/Llama-3.1-8B",
    }  # fmt: skip
    assert [value.cls for _, value in page.properties] == ["Artifact", "Model"]


def test_a_format_of_a_release_is_told_by_its_ending_and_a_spelling(tmp_path):
    page = pages(harvest(tmp_path))["unsloth/llama-3-8b-bnb-4bit"]
    assert page.cls == "Artifact"
    assert links(page) == {"variantOf": "meta-llama/Meta-Llama-3-8B"}


def test_what_a_re_uploader_made_itself_is_no_copy(tmp_path):
    edges = [EDGES[0], ["unsloth/Own-1B", "nib/Reef-1B", "finetuned"]]
    page = pages(harvest(tmp_path, edges))["unsloth/Own-1B"]
    assert (page.cls, page.properties) == ("Model", ())


def test_the_same_name_of_an_account_that_is_no_re_uploader_is_no_copy(tmp_path):
    edges = [*EDGES, ["nib/Llama-3.1-8B", "nib/Reef-1B", "finetuned"]]
    assert pages(harvest(tmp_path, edges))["nib/Llama-3.1-8B"].properties == ()


def test_a_name_that_two_makers_bear_tells_no_original(tmp_path):
    edges = [
        EDGES[0],
        ["google/Twin", "nib/A", "finetuned"],
        ["microsoft/Twin", "nib/B", "finetuned"],
        ["unsloth/Twin", "nib/C", "finetuned"],
    ]
    assert pages(harvest(tmp_path, edges))["unsloth/Twin"].properties == ()


def test_an_account_that_makes_and_re_uploads_is_a_maker_only_where_no_other_is(tmp_path):
    edges = [
        EDGES[0],
        ["NousResearch/Llama-3.1-8B", "nib/A", "finetuned"],
        ["meta-llama/Llama-3.1-8B", "nib/B", "finetuned"],
        ["NousResearch/Tide-8B", "nib/C", "finetuned"],
        ["unsloth/Tide-8B", "nib/D", "finetuned"],
    ]
    found = pages(harvest(tmp_path, edges))
    copied = links(found["NousResearch/Llama-3.1-8B"])
    assert copied["mirrorOf"] == "meta-llama/Llama-3.1-8B"
    assert links(found["NousResearch/Tide-8B"]) == {}
    assert links(found["unsloth/Tide-8B"])["mirrorOf"] == "NousResearch/Tide-8B"


def test_a_renamed_repository_is_one_thing_with_both_ids(tmp_path):
    edges = [
        EDGES[0],
        ["meta-llama/Meta-Llama-3.1-8B", "nib/A", "finetuned"],
        ["unsloth/Meta-Llama-3.1-8B", "nib/B", "finetuned"],
    ]
    found = pages(harvest(tmp_path, edges))
    page = found["meta-llama/Llama-3.1-8B"]
    assert page.key == "meta-llama/Llama-3.1-8B"
    assert set(page.ids) == {"hf:meta-llama/Llama-3.1-8B", "hf:meta-llama/Meta-Llama-3.1-8B"}
    assert links(found["unsloth/Meta-Llama-3.1-8B"])["mirrorOf"] == "meta-llama/Llama-3.1-8B"


def test_loops_and_the_edge_to_a_copy_are_left_out(tmp_path):
    found = harvest(tmp_path)
    assert whys(found) == [
        "a repository that is derived from itself",
        "the edge from a release to its own re-upload or format",
    ]
    assert found.counts["edges from a repository to itself"] == 1
    assert found.counts["re-uploads"] == 1
    assert found.counts["formats of a release"] == 1


def test_a_quantised_copy_is_a_page_and_no_release(tmp_path):
    assert pages(harvest(tmp_path))["quay/Chat-8B-GGUF"].cls == "Artifact"


@pytest.mark.parametrize(
    ("row", "match"),
    [
        (["nib/A", "nib/B", "boiled"], "'boiled' is not among the values"),
        (["nib", "nib/B", "finetuned"], "'nib' is no repository"),
        (["nib/A", "nib/B/C", "finetuned"], "'nib/B/C' is no repository"),
        (["", "nib/B", "finetuned"], "is empty"),
        (EDGES[1], "stands twice"),
    ],
)
def test_an_edge_that_cannot_be_read_is_named(tmp_path, row, match):
    assert "edges.csv, row '" in wrong(tmp_path, match, [*EDGES, row]).where


def test_a_described_repository_belongs_to_its_owner(tmp_path):
    hub(tmp_path)
    table(
        tmp_path / "metadata_1.csv",
        [["id", "type", "owner", "architecture"], ["nib/A", "base", "quay", "x"]],
    )
    with pytest.raises(DataError, match="is not the owner of 'nib/A'"):
        read(package(tmp_path), MANIFEST)


def test_a_card_tells_base_licence_and_data(tmp_path):
    found = of_cards(tmp_path)
    (derived,) = told(found, "Derivation")
    assert (derived["sourceAsset"], derived["derivationKind"]) == (
        "meta-llama/Llama-3.1-8B",
        "fineTuning",
    )
    (status,) = told(found, "ComponentStatus")
    assert (status["status"], status["underLicence"]) == ("available", "Apache License 2.0")
    (trained,) = told(found, "TrainingRun")
    assert (trained["trainedAsset"], trained["trainedWith"]) == ("nib/Chat-8B", "nib/pages")
    assert found.claims[0].locator == "README.md of 'nib/Chat-8B'"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["base_model: quay/A"], "notStatedDerivation"),
        (["base_model: quay/A", "base_model_relation: adapter"], "adapterTuning"),
        (["base_model: [quay/A]", "base_model_relation: merge"], "merging"),
    ],
)
def test_a_base_is_one_name_or_a_list_and_the_technique_may_be_unsaid(tmp_path, lines, kind):
    (row,) = told(of_cards(tmp_path, head(*lines)), "Derivation")
    assert (row["sourceAsset"], row["derivationKind"]) == ("quay/A", kind)


def test_a_quantised_card_is_a_page(tmp_path):
    found = of_cards(tmp_path, head("base_model: quay/A", "base_model_relation: quantized"))
    assert pages(found)["nib/Chat-8B"].cls == "Artifact"


def test_bases_on_a_disk_and_bases_that_are_the_model_itself_are_left_out(tmp_path):
    found = of_cards(tmp_path, head("base_model: [./out, models/mine/a, nib/Chat-8B, nib/Chat-8B]"))
    assert told(found, "Derivation") == []
    assert "a repository that is derived from itself" in whys(found)


def test_the_card_of_a_re_upload_names_its_original_and_derives_nothing(tmp_path):
    copied = head("base_model: meta-llama/Llama-3.1-8B", "license: llama3.1")
    found = of_cards(tmp_path, **{"unsloth/Llama-3.1-8B": copied})
    assert [row["derivedAsset"] for row in told(found, "Derivation")] == ["nib/Chat-8B"]
    assert "the edge from a release to its own re-upload or format" in whys(found)
    page = pages(found)["unsloth/Llama-3.1-8B"]
    assert links(page)["mirrorOf"] == "meta-llama/Llama-3.1-8B"


def test_licences_of_cards_may_be_other_or_unknown_or_given_out_on_request(tmp_path):
    named = of_cards(
        tmp_path, head("license: other", "license_name: llama3.1", "extra_gated_prompt: x")
    )
    (status,) = told(named, "ComponentStatus")
    assert status["status"] == "partial"
    assert status["underLicence"] == "Llama 3.1 Community License Agreement"
    why = ["a word that names no licence, or one that no lookup knows"]
    assert whys(of_cards(tmp_path, head("license: other"))) == why
    own = of_cards(tmp_path, head("license: other", "license_name: nib-terms"))
    assert (whys(own), own.claims) == (why, ())
    assert own.refusals[0].where == "README.md of 'nib/Chat-8B', 'nib-terms'"
    with pytest.raises(DataError, match="'nib-licence' is not among the values"):
        of_cards(tmp_path, head("license: nib-licence"))


def test_a_card_without_a_head_says_nothing(tmp_path):
    found = of_cards(tmp_path, "# Prose\n")
    assert whys(found) == ["a card without a head"]
    assert (found.counts["cards"], found.counts["cards without a head"]) == (1, 1)
    assert of_cards(tmp_path, head("")).claims == ()


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("---\nlicense: mit\nprose", "never ends"),
        ("---", "never ends"),
        (head("license: [mit"), "no YAML mapping"),
        (head("- a"), "no YAML mapping"),
        (head("base_model: {a: b}"), "neither a name nor a list"),
        (head("base_model: quay/A", "base_model_relation: boiled"), "'boiled' is not among"),
    ],
)
def test_a_card_that_cannot_be_read_is_named(tmp_path, text, match):
    with pytest.raises(DataError, match=match) as caught:
        of_cards(tmp_path, text)
    assert "nib/Chat-8B" in caught.value.where


def test_cards_lie_in_the_folders_of_their_repositories_or_in_the_cache_of_the_hub(tmp_path):
    place = tmp_path / "models--nib--Chat-8B" / "snapshots" / "abc"
    place.mkdir(parents=True)
    (place / "README.md").write_text(CARD, encoding="utf-8")
    assert set(pages(read(package(tmp_path), MANIFEST))) == {
        "nib/Chat-8B", "meta-llama/Llama-3.1-8B", "nib/pages",
    }  # fmt: skip
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "README.md").write_text(CARD, encoding="utf-8")
    with pytest.raises(DataError, match="folder of its repository"):
        read(package(alone), MANIFEST)


def test_a_folder_with_neither_edges_nor_cards_is_refused(tmp_path):
    with pytest.raises(DataError, match="neither"):
        read(package(tmp_path), MANIFEST)


def test_edges_and_cards_may_come_together(tmp_path):
    hub(tmp_path)
    cards(tmp_path)
    found = read(package(tmp_path), MANIFEST)
    assert (found.counts["edges"], found.counts["cards"]) == (8, 1)
