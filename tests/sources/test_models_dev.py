"""models.dev: what is read from a made-up copy, and what is refused and why."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.sources.models_dev_made_up import (
    TODAY,
    WEIGHTS,
    Made,
    cost,
    ends,
    name_of,
    record,
)
from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def test_an_offer_and_its_price_are_read_exactly(made):
    made.offer(
        "groq", "gpt-oss-120b", 'base_model = "openai/gpt-oss-120b"\n' + cost("0.15", "0.60")
    )
    claims = made.read().claims
    model = Mention(
        "Model", "gpt-oss-120b", key="openai/gpt-oss-120b", maker="OpenAI",
        ids=("models.dev:openai/gpt-oss-120b", "hf:openai/gpt-oss-120b"),
    )  # fmt: skip
    where = "providers/groq/models/gpt-oss-120b.toml"
    offering = Claim(
        "Offering",
        (
            ("hasProvider", Mention("Organization", "Groq")),
            ("ofAsset", model),
            ("hasChannel", Iri(VGX + "managedApi")),
        ),
        TODAY, where, Decimal("0.7"), document="groq",
        values=(
            ("accessLevel", Iri(VGX + "apiAccess")),
            ("viaPlatform", Mention("Platform", "Groq")),
        ),
    )  # fmt: skip
    price = Claim(
        "Price",
        (
            ("ofOffering", offering),
            ("inputPrice", Decimal("0.15")),
            ("outputPrice", Decimal("0.60")),
        ),
        TODAY, where, Decimal("0.7"), document="groq",
        values=(("unit", "USD per million tokens"),),
    )  # fmt: skip
    assert [c for c in claims if c.cls in ("Offering", "Price")] == [offering, price]


def test_a_lab_s_record_says_maker_and_weights(made):
    told = {
        (name_of(c, "developer"), name_of(c, "developedAsset"), c.when)
        for c in made.of("Development")
    }
    day = When(dt.date(2026, 1, 2), "day")
    assert told == {("OpenAI", "gpt-oss-120b", day), ("Anthropic", "Claude Fable 5", day)}
    status = {
        (name_of(c, "ofAsset"), ends(c)["status"], c.when) for c in made.of("ComponentStatus")
    }
    assert status == {
        ("gpt-oss-120b", Iri(VGX + "available"), TODAY),
        ("Claude Fable 5", Iri(VGX + "notAvailable"), TODAY),
    }


def test_base_model_means_the_same_model_and_is_no_derivation(made):
    made.offer("groq", "oss-of-ours", 'base_model = "openai/gpt-oss-120b"\n')
    assert [model.key for _, model in made.offered()] == ["openai/gpt-oss-120b"]
    assert made.of("Derivation") == []


def test_links_to_nothing_are_counted_and_listed(made):
    made.offer("groq", "x -> providers/other/models/x", "")
    harvest = made.read()
    assert harvest.counts["links_to_nothing"] == 1
    assert harvest.counts["offers"] == 0


def test_a_price_of_zero_is_no_price_unless_it_is_called_free(made):
    made.offer("groq", "openai/gpt-oss-120b", cost("0", "0"))
    made.offer("groq", "openai/gpt-oss-120b:free", cost("0", "0"))
    assert made.whys() == ["a price of zero: a plan or a gap, no price"]
    (price,) = made.of("Price")
    assert name_of(ends(price)["ofOffering"], "ofAsset") == "gpt-oss-120b:free"
    assert ends(price)["inputPrice"] == 0


def test_a_date_of_1970_is_no_date(made):
    made.offer("groq", "openai/gpt-oss-120b", 'release_date = "1970-01-01"\n')
    assert made.read().counts["placeholder_dates"] == 1


def test_a_gateway_is_a_reseller_and_its_price_is_left_out(made):
    made.offer("kilo", "openai/gpt-oss-120b", cost())
    (claim,) = made.of("Offering")
    assert dict(claim.values)["offeringKind"] == Iri(VGX + "reseller")
    assert claim.locator == "providers/kilo/models/openai/gpt-oss-120b.toml"
    assert made.of("Price") == []
    assert made.whys() == ["a reseller's price: that of the host and a fee"]


def test_the_maker_s_own_offer_is_first_party_and_a_host_s_is_not_called_anything(made):
    made.offer("openai", "gpt-oss-120b", 'base_model = "openai/gpt-oss-120b"\n')
    made.offer("groq", "gpt-oss-120b", 'base_model = "openai/gpt-oss-120b"\n')
    kinds = {
        name_of(c, "hasProvider"): dict(c.values).get("offeringKind") for c in made.of("Offering")
    }
    assert kinds == {"OpenAI": Iri(VGX + "firstParty"), "Groq": None}


def test_regions_and_plans_of_a_firm_are_one_offering_at_the_ordinary_price(made):
    for provider, put in (("alibaba", "1"), ("alibaba-cn", "0.5"), ("alibaba-coding-plan", "0")):
        made.provider(provider, "Alibaba")
        made.offer(provider, "gpt-oss-120b", cost(put, put))
    claims = made.of("Offering")
    assert {claim.ends for claim in claims} == {claims[0].ends}
    assert name_of(claims[0], "hasProvider") == "Alibaba"
    assert [ends(price)["inputPrice"] for price in made.of("Price")] == [1]
    assert "a price for a region or plan, beside the ordinary one" in made.whys()


def test_a_plan_without_its_firm_s_main_offer_is_what_that_would_be(made):
    made.provider("alibaba-coding-plan", "Plan")
    made.offer("alibaba-coding-plan", "gpt-oss-120b", cost("2"))
    assert "offeringKind" not in dict(made.of("Offering")[0].values)
    assert [ends(price)["inputPrice"] for price in made.of("Price")] == [2]


def test_a_name_gives_the_maker_and_the_statement_is_called_derived(made):
    made.offer("groq", "mistralai/voxtral-9", 'release_date = "2025-05-05"\n')
    told = [c for c in made.of("Development") if name_of(c, "developer") == "Mistral AI"]
    assert [(c.kind, c.when, c.confidence) for c in told] == [("derived", TODAY, Decimal("0.5"))]


def test_a_provider_that_lists_its_own_models_only_is_their_maker(made):
    made.offer("openai", "gpt-99", "")
    made.offer("groq", "gpt-99", "")
    assert {name_of(c, "developedAsset") for c in made.of("Development")} >= {"gpt-99"}
    assert {model.maker for _, model in made.offered()} == {"OpenAI"}


def test_a_repository_of_another_release_is_no_identifier(made):
    made.write("models/mistral/codestral-latest.toml", record("C", weights="mistralai/Codestral"))
    made.offer("groq", "codestral-latest", "")
    ((_, model),) = made.offered()
    assert model.ids == ("models.dev:mistral/codestral-latest",)


def test_an_offer_whose_id_names_another_record_than_its_base_model_is_refused(made):
    made.write("models/openai/gpt-oss-9b.toml", record("Y"))
    made.offer("groq", "gpt-oss-9b", 'base_model = "openai/gpt-oss-120b"\n')
    assert made.offered() == []
    assert made.whys() == ["its id or name speaks of another model than its base_model"]


def test_a_serving_record_wins_over_the_release_that_base_model_names(made):
    made.write("models/zhipuai/glm-4.7-flash.toml", record("GLM-4.7-Flash"))
    made.write("models/zhipuai/glm-4.7-flashx.toml", record("GLM-4.7-FlashX"))
    made.offer("groq", "glm-4.7-flashx", 'base_model = "zhipuai/glm-4.7-flash"\n')
    assert [model.cls for _, model in made.offered()] == ["ServingVariant"]


def test_a_re_uploader_makes_nothing(made):
    made.offer("groq", "unsloth/gpt-oss-120b", "")
    assert [model.key for _, model in made.offered()] == ["openai/gpt-oss-120b"]
    assert "unsloth" not in {name_of(c, "developer") for c in made.of("Development")}


def test_a_loose_model_stays_an_offer_of_a_host_without_a_maker(made):
    made.offer("groq", "strange-thing", "")
    ((provider, model),) = made.offered()
    assert (provider, model.name, model.maker) == ("Groq", "strange-thing", "")
    assert {name_of(c, "developer") for c in made.of("Development")} == {"OpenAI", "Anthropic"}


def test_a_reseller_s_model_that_nobody_else_lists_is_refused(made):
    made.offer("kilo", "mistralai/voxtral-9", "")
    made.offer("kilo", "voxtral-8", "")
    made.offer("groq", "voxtral-8", "")
    assert [(provider, model.name) for provider, model in made.offered()] == [
        ("Groq", "voxtral-8"),
        ("Kilo Code", "voxtral-8"),
    ]
    assert made.whys() == ["a reseller's model that no lab and no host lists"]
    assert {name_of(c, "developer") for c in made.of("Development")} == {"OpenAI", "Anthropic"}


def test_a_lab_s_record_that_serves_another_is_no_model(made):
    made.write("models/zhipuai/glm-4.7-flash.toml", record("GLM-4.7-Flash", weights="zai-org/F"))
    made.write("models/zhipuai/glm-4.7-flashx.toml", record("GLM-4.7-FlashX", weights="zai-org/F"))
    made.write("models/deepseek/deepseek-chat.toml", record("DeepSeek Chat", weights="d/V3.2"))
    made.offer("kilo", "zhipuai/glm-4.7-flashx", "")
    made.offer("kilo", "deepseek/deepseek-chat", "")
    bases = {model.name: dict(model.properties)["variantOf"].ids for _, model in made.offered()}
    assert bases == {
        "GLM-4.7-FlashX": ("models.dev:zhipuai/glm-4.7-flash", "hf:zai-org/F"),
        "DeepSeek Chat": ("hf:deepseek-ai/DeepSeek-V3.2",),
    }
    assert len(made.of("Development")) == 3


def test_a_dated_record_and_the_one_without_date_are_one_model(made):
    for name in ("claude-opus-4-5", "claude-opus-4-5-20251101"):
        made.write(f"models/anthropic/{name}.toml", record("Claude Opus 4.5"))
    made.offer("groq", "a", 'base_model = "anthropic/claude-opus-4-5-20251101"\n')
    made.offer("kilo", "b", 'base_model = "anthropic/claude-opus-4-5"\n')
    assert len({model for _, model in made.offered()}) == 1
    assert len(made.of("Development")) == 3


def test_a_licence_alone_is_counted_and_not_carried(made):
    made.write("models/openai/x.toml", record("X", more='license = "MIT"\n'))
    assert made.read().counts["with_licence"] == 1
    assert "a licence without the text" in made.whys()[0]


def test_a_grade_of_service_is_no_model(made):
    made.provider("the-grid-ai", "The Grid AI")
    made.offer("the-grid-ai", "text-prime", "")
    assert made.whys() == ["a grade of service or a choice, no model"]


def test_a_speed_is_a_way_of_serving_and_no_model(made):
    made.offer("groq", "openai/gpt-oss-120b-fast", "")
    ((_, variant),) = made.offered()
    assert (variant.cls, variant.name) == ("ServingVariant", "gpt-oss-120b-fast")
    assert dict(variant.properties)["variantOf"].key == "openai/gpt-oss-120b"


def test_a_name_without_the_date_of_its_id_is_not_used(made):
    made.write("models/cohere/command-r-08-2024.toml", record("Command R"))
    names = {name_of(c, "developedAsset") for c in made.of("Development")}
    assert "command-r-08-2024" in names
    assert "Command R" not in names


def test_a_page_in_another_format_is_an_artifact_of_the_release(made):
    weights = WEIGHTS.format("openai/y") + 'quantization = "fp8"\n'
    made.write(
        "models/openai/y.toml",
        record("Y", weights="openai/y", more=weights.replace("/y", "/y-FP8")),
    )
    (page,) = made.read().things
    assert (page.cls, page.ids) == ("Artifact", ("hf:openai/y-FP8",))
    assert dict(page.properties)["holdsRelease"].ids == ("models.dev:openai/y", "hf:openai/y")


def test_the_user_s_own_machine_and_routers_are_no_offers(made):
    made.provider("lmstudio", "LMStudio")
    made.offer("lmstudio", "openai/gpt-oss-120b", "")
    made.offer("kilo", "openrouter/auto", "")
    assert made.offered() == []
    assert len(made.whys()) == 2


def test_a_deprecated_offer_may_be_over_and_is_left_out(made):
    made.offer("groq", "openai/gpt-oss-120b", 'status = "deprecated"\n')
    assert made.of("Offering") == []
    assert made.whys() == ["marked as deprecated: whether it is still offered is not said"]


def test_cache_rates_are_read_under_their_odd_names_too(made):
    made.offer("groq", "openai/gpt-oss-120b", cost(more="cached_input = 0.1\ncached_write = 0.3\n"))
    values = dict(made.of("Price")[0].ends)
    assert (values["cacheReadPrice"], values["cacheWritePrice"]) == (Decimal("0.1"), Decimal("0.3"))


def test_an_amount_for_a_minute_of_speech_is_left_out_where_that_is_known(made):
    made.provider("scaleway", "Scaleway")
    made.offer("scaleway", "whisper-large-v3", cost("0.003", "0"))
    assert made.of("Price") == []
    assert made.whys() == ["an amount for another quantity"]
