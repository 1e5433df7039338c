"""What is shipped from models.dev and the second opinions on it, by name and number."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from valuegraph.resources import data_dir
from valuegraph.sources.manifest import read_manifest

SOURCES = data_dir() / "sources"


def blocks(source: str, name: str) -> list[str]:
    return (SOURCES / source / name).read_text(encoding="utf-8").split("\n\n")


def firms(model: str) -> tuple[set[str], set[str]]:
    """Firms that offer a model by models.dev, and those of them that are no resellers."""
    every, hosts = set(), set()
    for block in blocks("models_dev", "offering.ttl"):
        if f"vg:ofAsset vgd:{model} ;" in block:
            firm = re.findall(r"vg:hasProvider vgd:(\S+) ;", block)
            every.update(firm)
            if "vgx:reseller" not in block:
                hosts.update(firm)
    return every, hosts


@pytest.mark.parametrize(
    ("source", "counts"),
    [
        (
            "models_dev",
            {
                "providers": 147, "providers_with_address": 123, "labs": 20,
                "models_of_labs": 231, "open_weights": 108, "with_licence": 4, "offers": 5276,
                "links_to_nothing": 31, "with_price": 4894, "with_zero_price": 432,
                "with_status": 158, "deprecated": 121, "dated_by_day": 4149,
                "dated_by_month": 148, "with_base_model": 1347,
                "offers_of_gateways_by_name": 2550,
            },
        ),
        (
            "genai_prices",
            {
                "published_providers": 34, "published_models": 1442,
                "published_models_of_openrouter": 690,
            },
        ),
        (
            "litellm",
            {"keys": 1701, "provider_tags": 71, "with_page": 428, "with_deprecation_date": 58},
        ),
    ],
)  # fmt: skip
def test_the_copy_holds_what_was_counted_when_it_was_chosen(source, counts):
    told = read_manifest(SOURCES / source / "source.toml").counts
    assert {name: told[name] for name in counts} == counts


def test_resellers_make_a_closed_model_look_widely_served():
    every, hosts = firms("model-claude-sonnet-4.6")
    assert len(every) >= 3 * len(hosts)
    open_every, open_hosts = firms("model-gpt-oss-20b")
    assert len(open_hosts) > len(hosts)
    assert len(open_every) < len(every), "the order turns round without resellers"


def test_regions_and_plans_are_one_firm():
    found = {
        firm
        for block in blocks("models_dev", "offering.ttl")
        for firm in re.findall(r"vg:hasProvider vgd:(\S+) ;", block)
    }
    assert {"org-alibaba", "org-zhipu-ai", "org-xiaomi"} <= found
    assert [f for f in found if re.search(r"plan|-cn\b|china|cognitive", f)] == []


def test_an_offer_is_of_what_its_id_and_name_say():
    told = {
        (firm[1], model[1])
        for block in blocks("models_dev", "offering.ttl")
        if (firm := re.search(r"hasProvider vgd:org-(\S+) ;", block))
        and (model := re.search(r"ofAsset vgd:(\S+) ;", block))
    }
    assert ("cloudflare", "model-deepseek-r1-distill-qwen-32b") in told
    assert ("databricks", "model-claude-sonnet-4") in told
    for wrong in (
        ("cloudflare", "model-deepseek-r1"),
        ("snowflake", "variant-mistral-large-latest"),
        ("databricks", "variant-databricks-gpt-oss-120b"),
        ("routing.run", "model-mistral-small-4"),
    ):
        assert wrong not in told


@pytest.mark.parametrize("source", ["models_dev", "genai_prices", "litellm"])
def test_no_catalogue_calls_an_offer_the_twin_of_none(source):
    assert [b for b in blocks(source, "offering.ttl") if "vgx:regionalTwin" in b] == []


def test_each_offer_names_the_file_it_stands_in():
    found = re.findall(
        r'vg:locator "(providers/[^"]+)"', "".join(blocks("models_dev", "offering.ttl"))
    )
    assert len(found) > 3000
    assert [place for place in found if not place.endswith(".toml")] == []


def test_a_closed_model_costs_the_same_everywhere():
    amounts = defaultdict(set)
    for block in blocks("models_dev", "price.ttl"):
        told = re.search(r'label "(\S+) in, (\S+) out .*: GPT-5 from ', block)
        if told:
            amounts["GPT-5"].add(told.groups())
    assert amounts == {"GPT-5": {("1.25", "10")}}


def test_no_price_is_a_reseller_s_and_none_is_zero_but_of_a_free_plan():
    resold = {
        re.match(r"(vgd:\S+)", block)[1]  # type: ignore[index]
        for block in blocks("models_dev", "offering.ttl")
        if "vgx:reseller" in block
    }
    for block in blocks("models_dev", "price.ttl"):
        offering = re.search(r"vg:ofOffering (\S+) ;", block)
        if offering:
            assert offering[1] not in resold, block
        if "vg:inputPrice 0.0 ;" in block:
            assert "free" in block, block


@pytest.mark.parametrize("firm", ["digitalocean", "venice-ai", "near-ai", "gmi-cloud"])
def test_who_hosts_open_models_only_passes_closed_ones_on(firm):
    made = re.compile(r"ofAsset vgd:model-(?:claude|gpt-5|gemini)")
    offers = [
        block
        for block in blocks("models_dev", "offering.ttl")
        if f"vg:hasProvider vgd:org-{firm} ;" in block and made.search(block)
    ]
    assert offers
    assert [block for block in offers if "vgx:reseller" not in block] == []


def test_a_cloud_that_runs_closed_models_by_its_own_word_is_a_host():
    told = {
        firm: {
            "vgx:cloudHost" in block
            for block in blocks("models_dev", "offering.ttl")
            if f"vg:hasProvider vgd:org-{firm} ;" in block and "ofAsset vgd:model-claude" in block
        }
        for firm in ("amazon-web-services", "google", "snowflake", "microsoft")
    }
    assert told == {
        "amazon-web-services": {True}, "google": {True}, "snowflake": {True}, "microsoft": {False},
    }  # fmt: skip


def test_of_the_same_name_and_maker_only_what_is_judged_to_be_two_is_two():
    things = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("core", "sources")
        for path in (data_dir() / folder).rglob("*.ttl")
        if path.name in {"models.ttl", "things.ttl"}
    )
    named = re.findall(r'vgd:(model-\S+)\n  a vg:Model ;\n  rdfs:label "([^"]+)"@en ;', things)
    alike = defaultdict(set)
    for node, name in named:
        alike[re.sub(r"[\W_]+", "", name.casefold().replace("+", "plus"))].add(node)
    assert {key for key, nodes in alike.items() if len(nodes) > 1} == {"calm"}
