"""models.dev: offers whose id or name speaks of another model than their ``base_model``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.sources.models_dev_made_up import Made, record
from valuegraph.facts.drafts import When
from valuegraph.sources.models_dev.agreeing import at_odds

if TYPE_CHECKING:
    from pathlib import Path

DAY = When(dt.date(2025, 3, 4), "day")
TORN = "its id or name speaks of another model than its base_model"


@pytest.mark.parametrize(
    ("id_", "name", "record_id", "against"),
    [
        ("deepseek-r1-distill-qwen-32b", "", "deepseek-r1", "distill"),
        ("deepseek-r1-qwen-32b", "", "deepseek-r1", "32"),
        ("deepseek-r1", "DeepSeek R1 Distilled", "deepseek-r1", "distill"),
        ("mistral-large2", "", "mistral-large-latest", "2"),
        ("mistral-small-2503", "", "mistral-small-2603", "2503"),
        ("qwen3-235b-a22b-2507", "", "qwen3-235b-a22b", "2507"),
        ("qwen-3-6-plus", "Qwen 3.6 Plus Uncensored", "qwen3.6-plus", "uncensored"),
        ("mimo-v2.5", "MiMo V2.5", "mimo-v2.5-pro", "pro"),
        ("gemini-3-1-pro", "", "gemini-3.1-pro-preview-customtools", "customtools"),
        ("gpt-53", "", "gpt-5.2", "53"),
        ("gpt-oss-20250305", "", "gpt-oss", "20250305"),
    ],
)
def test_a_size_a_version_a_day_or_a_variant_stands_against_the_record(
    id_, name, record_id, against
):
    assert at_odds(id_, name, (record_id,), DAY) == against


@pytest.mark.parametrize(
    ("id_", "name", "spellings"),
    [
        ("gpt-52-codex", "GPT-5.2 Codex", ("gpt-5.2-codex",)),
        ("qwen35-397b", "Qwen3.5 397B FP8", ("qwen3.5-397b-a17b",)),
        ("gemma-4-31b-it", "Gemma 4 31B Instruct (US 2)", ("gemma-4-31b-it",)),
        ("gemini-3-pro", "", ("gemini-3-pro-preview",)),
        ("claude-opus-4-1", "", ("claude-opus-4-1-20250805",)),
        ("gpt-4o-mini-2025-03-04", "", ("gpt-4o-mini",)),
        ("fugu-20250304", "", ("fugu",)),
        ("mistral-small", "Mistral Small 3.2", ("mistral-small-2506", "Mistral Small 3.2")),
        ("nemotron-nano-12b-v2", "Nemotron Nano 12B v2 VL BF16", ("nemotron-nano-12b-v2-vl",)),
        ("our-own", "", ("kimi-k2.7-code",)),
        ("kimi-thinking", "Kimi Thinking", ("kimi", "", "-thinking")),
    ],
)
def test_what_says_less_or_the_same_otherwise_does_not(id_, name, spellings):
    assert at_odds(id_, name, spellings, DAY) == ""


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


@pytest.mark.parametrize("title", ["", 'name = "Gpt Oss 120B Distill Qwen 32B"\n'])
def test_such_an_offer_is_left_out_and_counted(made, title):
    id_ = "gpt-oss-120b" if title else "gpt-oss-120b-distill-qwen-32b"
    made.offer("groq", id_, f'{title}base_model = "openai/gpt-oss-120b"\n')
    assert made.offered() == []
    assert made.whys() == [TORN]
    assert made.read().counts["offers_torn"] == 1


def test_a_prefix_of_the_provider_s_own_is_no_part_of_the_name(made):
    made.write("models/anthropic/claude-fable-4.toml", record("Claude Fable 4"))
    made.provider("databricks", "Databricks")
    made.offer(
        "databricks", "databricks-claude-fable-4", 'base_model = "anthropic/claude-fable-5"\n'
    )
    made.offer("databricks", "databricks-gpt-oss-120b", "")
    assert [model.key for _, model in made.offered()] == ["openai/gpt-oss-120b"]
    assert made.whys() == [TORN]


def test_what_was_looked_up_is_an_offer_of_what_is_meant(made):
    made.write("models/deepseek/deepseek-r1.toml", record("DeepSeek-R1"))
    made.provider("cloudflare-workers-ai", "Workers AI")
    made.offer(
        "cloudflare-workers-ai",
        "@cf/deepseek-ai/deepseek-r1-distill-qwen-32b",
        'base_model = "deepseek/deepseek-r1"\n',
    )
    ((firm, model),) = made.offered()
    assert (firm, model.name, model.maker) == (
        "Cloudflare", "deepseek-r1-distill-qwen-32b", "DeepSeek",
    )  # fmt: skip


def test_a_family_gives_the_maker_where_that_was_looked_up(made):
    made.offer("groq", "gpt-4-32k", "")
    made.offer("groq", "gpt-4-64k", "")
    told = {
        dict(claim.ends)["developedAsset"].name: claim.note
        for claim in made.of("Development")
        if claim.kind == "derived"
    }
    assert told == {
        "gpt-4-32k": "the maker is read from the family that the file names, and its name"
    }


def test_a_router_that_is_called_auto_is_no_model(made):
    made.provider("tencent-coding-plan", "Plan")
    made.offer("tencent-coding-plan", "tc-code-latest", 'name = "Auto"\n')
    assert made.whys() == ["a grade of service or a choice, no model"]
