"""models.dev: whose weights are given, and so who can run a model and who passes calls on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.sources.models_dev_made_up import Made, cost, ends, name_of
from valuegraph.errors import DataError
from valuegraph.facts.drafts import When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.facts.drafts import Claim

FLAG = "open_weights = {}\n"
OPEN, SHUT = FLAG.format("true"), FLAG.format("false")
UNLISTED = "mistralai/voxtral-9"
BY_RULE = "by rule it passes calls on"


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = Made(tmp_path)
    for provider, name in (
        ("digitalocean", "DigitalOcean"),
        ("amazon-bedrock", "Bedrock"),
        ("azure", "Azure"),
        ("cerebras", "Cerebras"),
        ("mistral", "Mistral"),
    ):
        made.provider(provider, name)
    return made


def kind(made: Made, firm: str) -> tuple[str, str]:
    (claim,) = [c for c in made.of("Offering") if name_of(c, "hasProvider") == firm]
    told = str(dict(claim.values).get("offeringKind", ""))
    return told.removeprefix(VGX), claim.note


def weights(made: Made) -> list[tuple[str, Decimal, str]]:
    found = [c for c in made.of("ComponentStatus") if c.document != "models"]
    assert {ends(c)["component"] for c in found} <= {Iri(VGX + "weights")}
    return [(str(ends(c)["status"]).removeprefix(VGX), c.confidence, c.note) for c in found]


def test_who_sells_a_closed_model_and_is_no_channel_of_its_maker_passes_calls_on(made):
    made.offer("digitalocean", "anthropic-claude-fable-5", cost())
    made.offer("digitalocean", "openai-gpt-oss-120b", cost())
    kinds = {
        ends(c)["ofAsset"].name: str(dict(c.values).get("offeringKind", ""))
        for c in made.of("Offering")
    }
    assert kinds == {"Claude Fable 5": VGX + "reseller", "gpt-oss-120b": ""}
    (resold,) = [c for c in made.of("Offering") if BY_RULE in c.note]
    assert ends(resold)["ofAsset"].name == "Claude Fable 5"
    assert made.whys() == ["a reseller's price: that of the host and a fee"]
    assert made.read().counts["offers_passed_on_by_rule"] == 1


def test_a_cloud_runs_what_a_page_says_and_nothing_else(made):
    made.offer("amazon-bedrock", "anthropic.claude-fable-5", "")
    made.offer("azure", "claude-fable-5", "")
    told, page = kind(made, "Amazon Web Services")
    assert told == "cloudHost"
    assert page.startswith("that it runs the model itself: https://")
    # Anthropic runs Claude there and sells it: a platform is no host of it.
    assert kind(made, "Microsoft")[0] == "reseller"


def test_what_a_daughter_offers_of_its_parent_is_the_group_s_own(made):
    made.offer("amazon-bedrock", "amazon.nova-9", SHUT)
    assert kind(made, "Amazon Web Services") == ("firstParty", "Amazon is the parent")


def test_where_pages_do_not_settle_who_runs_a_model_the_kind_stays_open(made):
    made.provider("databricks", "Databricks")
    made.offer("databricks", "databricks-claude-fable-5", "")
    told, why = kind(made, "Databricks")
    assert told == ""
    assert why.startswith("who runs the model is unclear: https://")


def test_a_gateway_of_a_cloud_passes_on_and_is_a_firm_of_its_own(made):
    made.provider("neon", "Neon")
    made.offer("neon", "claude-fable-5", cost())
    assert kind(made, "Neon") == ("reseller", "")
    assert made.of("Price") == []


def test_a_namespace_that_names_who_serves_makes_the_folder_s_firm_a_reseller(made):
    made.provider("alibaba-cn", "Alibaba (China)")
    made.offer("alibaba-cn", "siliconflow/gpt-oss-120b", cost())
    assert kind(made, "Alibaba") == ("reseller", "its id names another firm that serves it")
    made.offer("alibaba-cn", "gpt-oss-120b", cost())
    kinds = {dict(claim.values).get("offeringKind") for claim in made.of("Offering")}
    assert kinds == {None}, "what it offers itself beside that is its own offer"


def test_a_plan_for_the_maker_s_own_model_is_the_maker_s(made):
    made.provider("tencent-coding-plan", "Plan")
    made.offer("tencent-coding-plan", "tencent/hy-9", "")
    assert kind(made, "Tencent")[0] == "firstParty"


def test_where_no_file_says_anything_of_the_weights_the_kind_stays_open(made):
    made.offer("groq", UNLISTED, "")
    assert kind(made, "Groq") == ("", "")
    assert weights(made) == []


def test_files_of_hosts_say_whether_the_weights_are_given(made):
    made.offer("groq", UNLISTED, OPEN)
    assert weights(made) == [
        ("available", Decimal("0.5"), "1 of 1 files of those who serve it say so")
    ]


def test_the_default_of_one_firm_is_a_weak_word_and_makes_nobody_a_reseller(made):
    made.offer("groq", UNLISTED, SHUT)
    assert [(s, c) for s, c, _ in weights(made)] == [("notAvailable", Decimal("0.3"))]
    assert kind(made, "Groq") == ("", "")
    made.offer("cerebras", UNLISTED, SHUT)
    assert [(s, c) for s, c, _ in weights(made)] == [("notAvailable", Decimal("0.5"))]


def test_two_regions_of_a_firm_are_one_word(made):
    for provider, name in (("minimax-cn", "MiniMax (China)"), ("minimax-coding-plan", "Plan")):
        made.provider(provider, name)
        made.offer(provider, UNLISTED, SHUT)
    assert [(s, c) for s, c, _ in weights(made)] == [("notAvailable", Decimal("0.3"))]


def test_a_firm_s_main_file_and_that_of_its_region_are_one_word(made):
    for provider, name in (("stepfun", "StepFun"), ("stepfun-ai", "StepFun (Global)")):
        made.provider(provider, name)
        made.offer(provider, UNLISTED, SHUT)
    assert [(s, c) for s, c, _ in weights(made)] == [("notAvailable", Decimal("0.3"))]


def test_false_by_default_says_nothing_and_is_listed(made):
    made.provider("siliconflow", "SiliconFlow")
    made.offer("siliconflow", UNLISTED, SHUT)
    assert weights(made) == []
    assert made.whys() == [
        "a flag of open weights that its host leaves at false for open models too"
    ]
    made.offer("groq", UNLISTED, SHUT)
    assert [(s, c) for s, c, _ in weights(made)] == [("notAvailable", Decimal("0.3"))]


def test_true_is_set_by_somebody_whatever_the_default(made):
    made.provider("siliconflow", "SiliconFlow")
    made.offer("siliconflow", UNLISTED, OPEN)
    assert [(s, c) for s, c, _ in weights(made)] == [("available", Decimal("0.5"))]


def test_a_daughter_s_false_for_its_parent_s_model_is_the_maker_s_word(made):
    made.offer("amazon-bedrock", "amazon.nova-9", SHUT)
    assert [(s, c) for s, c, _ in weights(made)] == [("notAvailable", Decimal("0.5"))]


def test_two_firms_against_one_that_leaves_the_flag_at_false_are_believed(made):
    for provider in ("groq", "digitalocean"):
        made.offer(provider, UNLISTED, OPEN)
    made.offer("cerebras", UNLISTED, SHUT)
    assert weights(made) == [
        ("available", Decimal("0.5"), "2 of 3 files of those who serve it say so")
    ]
    assert made.whys() == ["a flag of open weights that twice as many hosts contradict"]


def test_two_regions_of_a_firm_do_not_outvote_another(made):
    for provider in ("stepfun", "stepfun-ai"):
        made.provider(provider, "StepFun")
        made.offer(provider, UNLISTED, OPEN)
    made.offer("cerebras", UNLISTED, SHUT)
    assert [c for _, c, _ in weights(made)] == [Decimal("0.3")] * 2


def test_the_maker_s_own_false_is_not_outvoted(made):
    for provider in ("groq", "digitalocean"):
        made.offer(provider, UNLISTED, OPEN)
    made.offer("mistral", "voxtral-9", SHUT)
    assert [c for _, c, _ in weights(made)] == [Decimal("0.3")] * 2


def test_the_developer_s_own_file_decides(made):
    made.offer("mistral", "voxtral-9", SHUT)
    made.offer("groq", UNLISTED, SHUT)
    assert [(s, c) for s, c, _ in weights(made)] == [("notAvailable", Decimal("0.5"))]
    assert kind(made, "Groq")[0] == "reseller"


def test_files_that_disagree_are_both_kept_as_weak_and_told(made):
    made.offer("groq", UNLISTED, OPEN)
    made.offer("cerebras", UNLISTED, SHUT)
    assert weights(made) == [
        ("available", Decimal("0.3"), "1 of 2 files of those who serve it say so"),
        ("notAvailable", Decimal("0.3"), "1 of 2 files of those who serve it say so"),
    ]
    assert made.whys() == ["files of its hosts disagree on open weights: both are kept, as weak"]
    assert kind(made, "Groq") == ("", "")


def test_a_lab_s_record_stands_against_files_and_these_are_listed(made):
    made.offer("groq", "openai/gpt-oss-120b", SHUT)
    assert weights(made) == []
    assert made.whys() == ["a flag of open weights that the lab's record contradicts"]
    assert kind(made, "Groq") == ("", "")


def test_a_reseller_s_flag_is_not_asked(made):
    made.offer("groq", UNLISTED, OPEN)
    made.offer("kilo", UNLISTED, SHUT)
    assert [(s, c) for s, c, _ in weights(made)] == [("available", Decimal("0.5"))]


def test_the_weights_of_a_way_of_serving_are_those_of_the_release(made):
    made.offer("groq", UNLISTED, "")
    made.offer("groq", f"{UNLISTED}-fp8", OPEN)
    (claim,) = [c for c in made.of("ComponentStatus") if c.document != "models"]
    assert ends(claim)["ofAsset"].cls == "Model"


def test_a_flag_that_is_neither_true_nor_false_stops_the_import(made):
    made.offer("groq", UNLISTED, 'open_weights = "maybe"\n')
    with pytest.raises(DataError, match="neither true nor false"):
        made.read()


def test_what_a_lab_lists_under_the_first_word_of_its_records_is_its_own(made):
    made.offer("openai", "gpt-9-mini", "")
    made.offer("groq", "gpt-8-mini", "")
    told = {ends(c)["ofAsset"].name: ends(c)["ofAsset"].maker for c in made.of("Offering")}
    assert told == {"gpt-9-mini": "OpenAI", "gpt-8-mini": ""}


def prices(made: Made) -> list[Claim]:
    return made.of("Price")


def test_a_price_whose_end_was_announced_ends(made):
    made.provider("anthropic", "Anthropic")
    made.offer("anthropic", "claude-sonnet-5", cost("2", "10"))
    (price,) = prices(made)
    assert price.when == When(dt.date(2026, 7, 2), "asOfDay", dt.date(2026, 9, 1))


def test_the_price_of_a_region_is_left_out_beside_the_one_that_holds_everywhere(made):
    made.offer("amazon-bedrock", "eu.openai.gpt-oss-120b", cost("1.1"))
    made.offer("amazon-bedrock", "global.openai.gpt-oss-120b", cost("1"))
    assert [ends(each)["inputPrice"] for each in prices(made)] == [1]


def test_input_dearer_than_output_stops_the_import_until_it_is_looked_up(made):
    made.offer("groq", "openai/gpt-oss-120b", cost("3", "2"))
    with pytest.raises(DataError, match=r"changed places[\s\S]*lookups.dearer_in"):
        made.read()
