"""Namespaces, regions and endings: one release under many spellings, and no two under one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.sources.spelling import Named, Namer, Tables, key_of

TABLES = Tables(
    makers={"openai": "OpenAI", "zai-org": "Zhipu AI", "anthropic": "Anthropic", "qwen": "Alibaba"},
    regions={"us": "region", "apac": "region"},
    same={"-v1-0": "interface"},
    serving={
        "-fast": "speed",
        "-fp8": "format",
        "-tee": "sealed",
        "-turbo": "speed",
        ":thinking": "mode",
    },
    releases={"gpt-5-fast": "of its own"},
    aliases={"glm-5p1": "glm-5.1"},
)
KNOWN = (
    ("OpenAI", "gpt-5"), ("OpenAI", "gpt-5-fast"), ("Zhipu AI", "glm-5.1"),
    ("Anthropic", "claude-opus-4-5"), ("Alibaba", "qwen3-max"), ("Alibaba", "qwen3-max-thinking"),
)  # fmt: skip


@pytest.fixture
def namer() -> Namer:
    found = Namer(TABLES)
    for maker, segment in KNOWN:
        found.learn(maker, segment)
    found.learn("OpenAI", "gpt-4", fixed=True)
    found.learn("OpenAI", "gpt-4-turbo", fixed=True)
    return found


@pytest.mark.parametrize(
    ("text", "maker", "key", "ending"),
    [
        ("openai/gpt-5", "OpenAI", "gpt-5", ""),
        ("GPT-5", "OpenAI", "gpt-5", ""),
        ("us.anthropic.claude-opus-4.5-v1:0", "Anthropic", "claude-opus-4-5", ""),
        ("apac.anthropic.claude-opus-4-5-v1:0", "Anthropic", "claude-opus-4-5", ""),
        ("anthropic--claude-opus-4.5", "Anthropic", "claude-opus-4-5", ""),
        ("hf:zai-org/GLM-5.1", "Zhipu AI", "glm-5-1", ""),
        ("accounts/x/models/glm-5p1", "Zhipu AI", "glm-5-1", ""),
        ("zai-org/GLM-5.1-FP8-TEE", "Zhipu AI", "glm-5-1", "-fp8-tee"),
        ("~openai/gpt-5:thinking", "OpenAI", "gpt-5", "-thinking"),
        ("qwen/qwen3-max-thinking", "Alibaba", "qwen3-max-thinking", ""),
        ("gpt-4-turbo", "OpenAI", "gpt-4-turbo", ""),
        ("gpt-5-fast", "OpenAI", "gpt-5-fast", ""),
        ("gpt-6", "", "gpt-6", ""),
        ("openai/gpt-6-fast", "OpenAI", "gpt-6-fast", ""),
    ],
)
def test_a_spelling_is_taken_apart(namer, text, maker, key, ending):
    found = namer.name(text)
    assert (found.maker, found.key, found.ending) == (maker, key, ending)


def test_two_makers_of_one_name_leave_it_open(namer):
    namer.learn("Alibaba", "gpt-5")
    assert namer.name("gpt-5").maker == ""
    assert namer.name("openai/gpt-5").maker == "OpenAI"


def test_a_mode_after_a_colon_is_no_release_to_learn(namer):
    namer.learn("Zhipu AI", "glm-6:thinking")
    assert namer.name("zai-org/glm-6").key == "glm-6"
    assert namer.name("glm-6:thinking").ending == "-thinking"


def test_a_mode_of_what_nobody_knows_is_part_of_its_name(namer):
    assert namer.name("gpt-77:thinking") == Named("", "gpt-77-thinking", "gpt-77:thinking")


def test_a_namespace_before_a_dash_is_read_only_where_the_rest_is_known(namer):
    assert namer.name("openai-gpt-77") == Named("", "openai-gpt-77", "openai-gpt-77")


def test_what_nobody_names_is_the_provider_s_own_where_it_lists_no_others(namer):
    assert namer.name("gpt-9", own="OpenAI") == Named("OpenAI", "gpt-9", "gpt-9")


def test_the_spelling_seen_most_names_a_release(namer):
    for text in ("zai-org/GLM-5.1", "z/glm-5.1", "glm-5-1"):
        namer.see(text)
    assert namer.spelling("glm-5-1") == "glm-5.1"
    assert namer.spelling("never-seen") == "never-seen"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("command-r", "command-r+"),
        ("gpt-4", "gpt-4o"),
        ("phi-3-4k", "phi-3-128k"),
        ("r1", "r1-0528"),
    ],
)
def test_plus_sizes_and_dates_tell_apart(left, right):
    assert key_of(left) != key_of(right)


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P")), max_size=30))
def test_a_key_is_its_own_key(text):
    assert key_of(key_of(text)) == key_of(text)
