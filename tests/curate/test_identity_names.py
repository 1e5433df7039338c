"""What a model's name states, and when two names state the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.curate.model_match import compare_models, contradict
from valuegraph.curate.model_names import read_model
from valuegraph.curate.names import compare, key_of, loose
from valuegraph.curate.words import families, marks, owners, table

SEPARATORS = st.sampled_from([" ", "-", "_", "  "])
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=25
)


@pytest.mark.parametrize(
    ("name", "words", "marks_told"),
    [
        ("Command R+", "commandr+", {}),
        ("command-r-plus-08-2024", "commandr+", {"date": ("2024-08-?",)}),
        ("gemma-2-2b-it", "gemma", {"version": ("2",), "size": ("2b",), "stage": ("instruct",)}),
        ("Phi-3-medium (128k)", "phi", {"version": ("3",), "tier": ("medium",), "context": ("128k",)}),
        ("gpt-4-0613", "gpt", {"version": ("4",), "date": ("?-06-13",)}),
        ("mistral-large-2411", "mistral", {"tier": ("large",), "date": ("2024-11-?",)}),
        ("GPT-4 (Mar 2023)", "gpt", {"version": ("4",), "date": ("2023-03-?",)}),
        ("GLM-4-FlashX-250414", "glm", {"version": ("4",), "tier": ("flashx",), "date": ("2025-04-14",)}),
        ("Qwen3-235B-A22B", "qwen", {"version": ("3",), "size": ("235b",), "active": ("a22b",)}),
        ("Mixtral-8x7B-v0.1", "mixtral", {"size": ("8x7b",), "version": ("0.1",)}),
        ("Falcon II", "falcon", {"version": ("2",)}),
        ("PanGu-\u03a3", "pangusigma", {}),
        ("Llama-3-8B-Q4_K_M", "llama", {"version": ("3",), "size": ("8b",), "quantisation": ("q4km",)}),
        ("LSTM+NeuralCache", "lstm+neuralcache", {}),
        ("BigChaos 2008", "bigchaos", {"version": ("2008",)}),
        ("Gemini 1.5 Pro 002", "gemini", {"version": ("1.5",), "tier": ("pro",), "revision": ("002",)}),
    ],
)  # fmt: skip
def test_a_name_is_taken_apart(name, words, marks_told):
    read = read_model(name)
    assert read.words == words
    assert dict(read.marks) == marks_told


@pytest.mark.parametrize(
    ("name", "publisher", "copied"),
    [
        ("meta-llama/Llama-3.1-8B", "", False),
        ("unsloth/Meta-Llama-3.1-8B", "unsloth", True),
        ("nvidia/Llama-3.3-70B-Instruct-FP8", "nvidia", False),
        ("openrouter/anthropic/claude-3-sonnet", "", False),
        ("openai-community/gpt2", "openai-community", True),
        ("ViT-G/14", "", False),
    ],
)
def test_the_namespace_tells_who_publishes(name, publisher, copied):
    read = read_model(name)
    assert (read.publisher, read.copied) == (publisher, copied)


@pytest.mark.parametrize(
    "names",
    [
        ("apac.anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3-5-sonnet@20241022"),
        ("anthropic.claude-v2:1", "Claude 2.1"),
        ("us.deepseek.r1-v1:0", "DeepSeek-R1"),
        ("zai-org-glm-5-2", "GLM-5.2"),
        ("Claude Sonnet 3.7", "Claude 3.7 Sonnet"),
        ("GPT 5.4", "gpt-5-4"),
        ("kimi-k2p6", "Kimi K2.6"),
        ("Code Llama 34B", "CodeLlama-34b"),
        ("Claude 3 Opus", "claude-3-opus-20240229"),
        ("Gemini 2.0 Flash", "Gemini 2 Flash"),
    ],
)
def test_typing_does_not_tell_names_apart(names):
    assert compare_models(*names).verdict == "same"


@pytest.mark.parametrize(
    ("left", "right", "part"),
    [
        ("Command R", "Command R+", "plus"),
        ("Llama 3.1 8B", "Llama 3.1 70B", "size"),
        ("gpt-4o-2024-08-06", "gpt-4o-2024-11-20", "dates"),
        ("gpt-4o-2024-08-06", "gpt-4o", "one of several dated releases"),
        ("DeepSeek-R1", "DeepSeek-R1 (May 2025)", "later release"),
        ("Phi-3-medium (128k)", "Phi-3-medium (4k)", "context"),
        ("unsloth/Llama-3.1-8B", "meta-llama/Llama-3.1-8B", "re-uploads"),
        ("deepseek-r1:free", "deepseek-r1", "serving"),
        ("GLM-5.1-FP8", "GLM-5.1", "number format"),
        ("Falcon-40B", "Llama 2 70B", "made by"),
        ("Gemma 7B", "Gemini 7B", "different lines"),
        ("nvidia/parakeet", "intel/parakeet", "made by"),
        ("someone/Llama-3-8B", "other/Llama-3-8B", "published by"),
        ("someone/Llama-3-8B", "Llama 3 70B", "size"),
    ],
)
def test_a_mark_tells_names_apart(left, right, part):
    found = compare_models(left, right)
    assert found.verdict == "different"
    assert part in found.why


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("someone/Llama-3-8B", "Llama 3 8B"),
        ("CALM", "CaLM"),
        ("gpt-4o-mini-2024-07-18", "GPT-4o mini"),
        ("claude-3-5-haiku-latest", "claude-3-5-haiku"),
        ("Dolphin Mixtral", "Mixtral Dolphin X"),
        ("gpt-52", "gpt-5.2"),
        ("Gopher (280B)", "Gopher"),
        ("!", "?"),
        ("\u2014", "-"),
    ],
)
def test_what_is_not_certain_stays_open(left, right):
    assert compare_models(left, right).verdict != "same"


def test_contradictions_need_both_names_to_say_something():
    assert contradict("Llama 3.1 8B", "Llama 3.1 70B").startswith("size")
    assert not contradict("Llama 3.1", "Llama 3.1 70B")
    assert not contradict("gpt-4o (Aug 2024)", "gpt-4o-2024-08-06")


@given(NAMES)
def test_any_name_is_read_and_is_itself(name):
    assert compare_models(name, name).verdict in {"same", "unsure"}
    assert key_of("model", name) == key_of("model", name)


@given(NAMES, NAMES)
def test_comparing_is_symmetric(left, right):
    for kind in ("model", "organisation", "thing"):
        assert compare(kind, left, right).verdict == compare(kind, right, left).verdict


@given(
    st.lists(st.sampled_from(["llama", "guard", "instruct", "3.1", "8b"]), min_size=1), SEPARATORS
)
def test_separators_and_case_are_typing(parts, separator):
    one, other = " ".join(parts), separator.join(parts).upper()
    assert compare_models(one, other).verdict == "same"


def test_things_and_chips_keep_every_sign():
    assert compare("chip", "NVIDIA H100-SXM5", "nvidia h100 SXM5").verdict == "same"
    assert compare("chip", "NVIDIA H100 (80GB)", "NVIDIA H100 80GB").verdict == "unsure"
    assert loose("R+ (1)") == "r1"


def test_the_tables_of_words_are_whole():
    assert {row["role"] for row in table("owners")} == {"maker", "copier", "route"}
    assert all(owner.maker for owner in owners().values() if owner.role == "maker")
    assert all(means for slot, means in marks().values() if slot != "noise")
    assert not {*families()} & {*marks()}, "a word is a line of models or a mark, not both"
    for name in ("words", "owners", "families", "lines", "organisations", "organisation_words"):
        rows = [tuple(row.values()) for row in table(name)]
        assert len(set(rows)) == len(rows), name
