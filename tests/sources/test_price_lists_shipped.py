"""What is shipped from the lists of prices, by name: what was looked up, and what must not come back."""

from __future__ import annotations

import re

import pytest

from valuegraph.resources import data_dir
from valuegraph.sources.manifest import read_manifest

SOURCES = data_dir() / "sources"
LISTS = ("models_dev", "genai_prices", "litellm")


def blocks(source: str, name: str) -> list[str]:
    return (SOURCES / source / name).read_text(encoding="utf-8").split("\n\n")


def priced(source: str) -> list[dict[str, str]]:
    return [
        dict(re.findall(r"vg:(\w+Price|ofOffering) (\S+) ;", block))
        for block in blocks(source, "price.ttl")
        if "a vg:Price ;" in block
    ]


@pytest.mark.parametrize("source", LISTS)
def test_no_price_is_absurd(source):
    for told in priced(source):
        put, got = float(told["inputPrice"]), float(told.get("outputPrice", 0))
        assert got <= 20 * put or not put, told
        assert float(told.get("cacheReadPrice", 0)) <= put or not put, told
        assert float(told.get("cacheWritePrice", 0)) <= 2 * put or not put, told
        for name, amount in told.items():
            if name.endswith("Price"):
                assert len(amount.replace(".", "").strip("0")) <= 6, told


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("litellm", "nscale-mixtral"), ("litellm", "ultra"), ("litellm", "dbrx"),
        ("genai_prices", "fireworks-ai-gemma-3"), ("genai_prices", "claude-2-"),
        ("genai_prices", "zhipu-ai-glm-4-air"),
    ],
)  # fmt: skip
def test_an_amount_that_a_list_assumed_or_converted_is_no_price(source, word):
    assert [told for told in priced(source) if word in told["ofOffering"]] == []


def test_what_the_lists_say_of_stored_input_stands_beside_one_another():
    stored = {
        (told.get("cacheReadPrice"), told.get("cacheWritePrice"))
        for source in LISTS
        for told in priced(source)
        if told["ofOffering"] == "vgd:off-google-gemini-2.5-flash-managedapi"
        and (told["inputPrice"], told.get("outputPrice")) == ("0.3", "2.5")
    }
    assert {("0.03", None), ("0.075", "0.383"), ("0.075", None)} <= stored
    assert ("0.03", "0.383") not in stored


@pytest.mark.parametrize("source", ["genai_prices", "litellm"])
def test_what_is_offered_first_party_has_its_maker_as_developer_somewhere(source):
    offered = {
        model[1]
        for block in blocks(source, "offering.ttl")
        if "vgx:firstParty" in block and (model := re.search(r"ofAsset (vgd:model-\S+)", block))
    }
    developed = {
        model
        for folder in ("core", "sources")
        for path in (data_dir() / folder).rglob("*.ttl")
        for model in re.findall(r"vg:developedAsset (\S+) ;", path.read_text(encoding="utf-8"))
    }
    assert sorted(offered - developed) == []


def test_a_region_a_slip_and_a_longer_name_make_no_model():
    things = "\n".join("\n".join(blocks(source, "things.ttl")) for source in LISTS)
    for name in ("model-kimi-k3-us", "maverick-17b-16e", "scout-17b-128e", "model-o3-2025-04-16"):
        assert f"vgd:{name}" not in things
    offers = "\n".join(blocks("genai_prices", "offering.ttl"))
    assert "vgd:off-openai-gpt-5.3-managedapi" not in offers


@pytest.mark.parametrize("model", ["grok-3", "grok-4", "grok-3-fast"])
def test_who_offers_closed_models_of_another_without_a_page_passes_them_on(model):
    (block,) = [
        block
        for block in blocks("litellm", "offering.ttl")
        if block.startswith(f"vgd:off-oracle-{model}-managedapi\n")
    ]
    assert "vgx:reseller" in block


@pytest.mark.parametrize("source", LISTS)
def test_what_was_looked_up_has_a_reason(source):
    manifest = read_manifest(SOURCES / source / "source.toml")
    for table in ("incredible", "odd_cache", "dearer_in", "steep"):
        assert all(manifest.lookup(table)[row] for row in manifest.lookup(table))
