"""`valuegraph chain` on the shipped facts."""

from __future__ import annotations

import json

KEYS = [
    "link", "foundation", "asset", "provider", "platform", "channel", "relation", "terms",
    "weights_terms",
    "implementor", "application", "function", "part_of_sector", "sector", "since", "until",
    "precision", "confidence", "sources", "locators", "urls", "foundation_iri", "asset_iri",
    "provider_iri", "implementor_iri", "sector_iri", "facts",
]  # fmt: skip


def test_the_rows_are_flat_with_stable_keys(run):
    result = run("chain", "--sector", "insurance", "--json", "--as-of", "2026-06-01")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["rows"]
    assert all(list(row) == KEYS for row in found["rows"])


def test_the_text_is_grouped_by_foundation_with_sources(run):
    text = run("chain", "--sector", "insurance", "--as-of", "2026-06-01").stdout
    assert text.startswith("Chain to insurance (Financial and insurance activities)")
    assert "\nAnthropic (" in text
    assert "Foundation unknown: the sources name no model" in text
    assert "relation unknown; terms unknown" in text
    assert "(confidence 0.5)" in text
    assert text.count(" through Anthropic") == 0, "nobody reaches its own model through itself"


def test_own_products_and_top(run):
    text = run("chain", "--sector", "L", "--as-of", "2026-06-01").stdout
    assert "BloombergGPT, own product of Bloomberg" in text
    result = run("chain", "--from", "Meta", "--to", "Health", "--top", "1")
    assert result.exit_code == 0, result.stderr
    assert " links (--top)" in result.stderr
    assert result.stdout.count("; relation ") == 1
    assert "terms unknown (weights on record under Meta Llama 3 Community" in result.stdout


def test_mistakes_are_told_in_words(run):
    for arguments, said in (
        (("--sector", "insurence"), "did you mean insurance"),
        (("--from", "Meat"), "Meta"),
        (("--to", "Travellers"), "Travelers"),
        ((), "name a sector"),
    ):
        result = run("chain", *arguments)
        assert result.exit_code == 2
        assert said in result.stderr
