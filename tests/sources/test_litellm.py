"""The price map of LiteLLM: what is read from a made-up copy, and what is refused and why."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.resources import data_dir
from valuegraph.sources.litellm import read
from valuegraph.sources.litellm.layout import read_entry
from valuegraph.sources.manifest import read_manifest
from valuegraph.sources.package import Package
from valuegraph.sources.rates import CACHE_LEFT
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.facts.drafts import Harvest

MANIFEST = read_manifest(data_dir() / "sources" / "litellm" / "source.toml")
TODAY = When(dt.date(2025, 9, 5), "asOfDay")
PAGE = "https://example.org/prices"


class Made:
    """A copy of the publisher's shape: one file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "model_prices.json"

    def read(self, **entries: dict[str, object]) -> Harvest:
        self.path.write_text(json.dumps(entries))
        return read(Package(self.path), MANIFEST)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def entry(tag: str = "together_ai", **more: object) -> dict[str, object]:
    told = {"litellm_provider": tag, "mode": "chat", "source": PAGE, **more}
    return {name: value for name, value in told.items() if value is not None}


def why(harvest: Harvest) -> list[str]:
    return [refusal.why for refusal in harvest.refusals]


def test_an_offer_and_its_price_are_read_exactly(made):
    harvest = made.read(**{
        "together_ai/openai/gpt-oss-20b": entry(
            input_cost_per_token=5e-08, output_cost_per_token=2e-07, max_tokens=7
        )
    })  # fmt: skip
    where = "model_prices.json, key 'together_ai/openai/gpt-oss-20b'"
    wording = "input_cost_per_token 5e-08; output_cost_per_token 2e-07"
    offering = Claim(
        "Offering",
        (
            ("hasProvider", Mention("Organization", "Together AI")),
            ("ofAsset", Mention("Model", "gpt-oss-20b", key="OpenAI/gpt-oss-20b", maker="OpenAI")),
            ("hasChannel", Iri(VGX + "managedApi")),
        ),
        TODAY, where, Decimal("0.5"), original=wording, note=f"read there from {PAGE}",
        values=(
            ("accessLevel", Iri(VGX + "apiAccess")),
            ("viaPlatform", Mention("Platform", "Together AI")),
        ),
    )  # fmt: skip
    price = Claim(
        "Price",
        (
            ("ofOffering", offering),
            ("inputPrice", Decimal("0.05")),
            ("outputPrice", Decimal("0.2")),
        ),
        TODAY, where, Decimal("0.5"), original=wording, note=f"read there from {PAGE}",
        values=(("unit", "USD per million tokens"),),
    )  # fmt: skip
    development = Claim(
        "Development",
        (
            ("developer", Mention("Organization", "OpenAI")),
            ("developedAsset", dict(offering.ends)["ofAsset"]),
        ),
        TODAY, where, Decimal("0.5"), kind="derived", fills_gap=True,
        note="the maker is read from the name, or from whose own list it stands in",
    )  # fmt: skip
    assert harvest.claims == (development, offering, price)


@given(st.integers(1, 10**6), st.integers(0, 12))
def test_an_amount_a_token_becomes_one_a_million_exactly(digits, places):
    told = f"{digits}e-{places}"
    found = read_entry("x", {"litellm_provider": "x", "input_cost_per_token": told})
    assert found.put == Decimal(digits) * Decimal(10) ** (6 - places)
    assert found.wording == f"input_cost_per_token {told}"


def test_regions_are_one_offering_of_one_model(made):
    rates = {"input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06}
    harvest = made.read(**{
        "eu.amazon.nova-pro-v1:0": entry("bedrock_converse", **rates),
        "amazon.nova-pro-v1:0": entry("bedrock_converse", **rates),
        "amazon.nova-pro": entry("bedrock_converse", **rates),
    })  # fmt: skip
    offers = [claim for claim in harvest.claims if claim.cls == "Offering"]
    assert len({claim.ends for claim in offers}) == 1
    assert len([claim for claim in harvest.claims if claim.cls == "Price"]) == 1


def test_the_sample_is_no_offer(made):
    harvest = made.read(sample_spec={"litellm_provider": "one of many", "anything": 1})
    assert harvest.claims == ()
    assert harvest.counts["sample_keys"] == 1


@pytest.mark.parametrize(
    ("key", "fields", "told"),
    [
        ("x", entry(source=None), "no page is named; the map keeps retired models"),
        ("openrouter/x", entry("openrouter"), "an offer of a reseller: models.dev has them, newer"),
        ("palm/x", entry("palm"), "a service that had closed before the day of the copy"),
        ("x", entry(mode="rerank"), "pictures, speech or ranking: not priced by tokens of text"),
        (
            "gemini/gemini-9",
            entry(source="No page for it. Using gemini-1.0-pro pricing."),
            "no page is named: the amounts are those of another model",
        ),
        ("ft:gpt-4-0613", entry(), "a rate for models tuned by the caller, no model"),
        ("xai/grok-4-latest", entry("xai"), "a moving name: which release it meant is not said"),
    ],
)
def test_what_is_no_offer_of_that_day_is_refused(made, key, fields, told):
    harvest = made.read(**{key: fields})
    assert harvest.claims == ()
    assert why(harvest) == [told]


def test_a_text_in_place_of_a_page_that_is_not_known_stops_the_import(made):
    with pytest.raises(DataError, match=r"is no address[\s\S]*lookups.no_pages"):
        made.read(x=entry(source="as told by a friend"))


@pytest.mark.parametrize("phrase", ["Assumed 50/50 split", "Number provided for reference"])
def test_an_amount_that_is_assumed_or_converted_is_no_price(made, phrase):
    notes = {"notes": f"0.75 in all. {phrase}.", "calculation": "0.75 / 2"}
    harvest = made.read(x=entry(input_cost_per_token=3.75e-07, metadata=notes))
    assert [claim.cls for claim in harvest.claims] == ["Offering"]
    assert harvest.claims[0].original == ""
    assert why(harvest) == [MANIFEST.lookup("assumed")[phrase]]
    assert harvest.counts["with_remark"] == 1


def test_a_remark_of_doubt_that_is_not_known_stops_the_import(made):
    notes = {"notes": "guessed from another region"}
    with pytest.raises(DataError, match=r"says 'guess'[\s\S]*lookups.assumed"):
        made.read(x=entry(input_cost_per_token=1e-06, metadata=notes))


def test_a_remark_on_something_else_leaves_the_price(made):
    notes = {"notes": "images are converted to 6 tokens"}
    harvest = made.read(x=entry(input_cost_per_token=1e-06, metadata=notes))
    assert [claim.cls for claim in harvest.claims] == ["Offering", "Price"]


def test_a_new_field_of_a_remark_is_an_error(made):
    with pytest.raises(DataError, match="colour"):
        made.read(x=entry(metadata={"colour": "red"}))


def test_counts_of_experts_that_changed_places_are_read_as_the_release_that_there_is(made):
    release = {"together_ai/meta-llama/Llama-4-Maverick-17B-128E-Instruct": entry()}
    harvest = made.read(**release, **{
        f"vertex_ai/meta/llama-4-maverick-17b-{count}e-instruct-maas": entry("vertex_ai-llama_models")
        for count in (128, 16)
    })  # fmt: skip
    offers = [claim for claim in harvest.claims if claim.cls == "Offering"]
    _, *swapped = [dict(claim.ends)["ofAsset"] for claim in offers]
    assert [each.cls for each in swapped] == ["ServingVariant"] * 2  # type: ignore[union-attr]
    assert len({each.handle for each in swapped}) == 1  # type: ignore[union-attr]


def test_a_model_whose_weights_are_kept_is_resold_by_who_is_no_channel(made):
    rates = {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}
    harvest = made.read(**{
        "xai/grok-3": entry("xai", **rates),
        "oci/xai.grok-3-fast": entry("oci", **rates),
    })  # fmt: skip
    kinds = [
        dict(claim.values)["offeringKind"] for claim in harvest.claims if claim.cls == "Offering"
    ]
    assert kinds == [Iri(VGX + "firstParty"), Iri(VGX + "reseller")]
    assert len([claim for claim in harvest.claims if claim.cls == "Price"]) == 1
    assert why(harvest) == ["a reseller's price: that of the host and a fee"]


def test_amounts_for_stored_input_that_are_a_slip_leave_the_rest(made):
    told = {"input_cost_per_token": 7.5e-08, "cache_creation_input_token_cost": 1e-06}
    harvest = made.read(**{"gemini/gemini-1.5-flash-002": entry("gemini", **told)})
    (price,) = [claim for claim in harvest.claims if claim.cls == "Price"]
    assert "cacheWritePrice" not in dict(price.ends)
    assert why(harvest) == [CACHE_LEFT]


def test_an_announced_end_ends_the_offering(made):
    harvest = made.read(x=entry(deprecation_date="2026-02-05", input_cost_per_token=1e-06))
    end = When(TODAY.start, "asOfDay", dt.date(2026, 2, 5))
    assert [claim.when for claim in harvest.claims] == [end, end]


def test_a_price_of_zero_is_no_price(made):
    harvest = made.read(x=entry(input_cost_per_token=0, output_cost_per_token=0.0))
    assert [claim.cls for claim in harvest.claims] == ["Offering"]
    assert why(harvest) == ["a price of zero or none"]


def test_a_price_a_thousand_times_too_high_is_an_error_or_a_known_slip(made):
    slip = {"input_cost_per_token": 0.0032}
    known = made.read(**{"azure_ai/jais-30b-chat": entry("azure_ai", **slip)})
    assert why(known) == ["an incredible price, a slip of the source"]
    with pytest.raises(DataError, match=r"amount for another quantity[\s\S]*lookups.incredible"):
        made.read(x=entry(**slip))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (entry(colour="red"), "colour"),
        (entry("newcloud"), "'newcloud' is not among the tags"),
        ({**entry(), "input_cost_per_token": "dear"}, "'dear' is not a number"),
        (entry(input_cost_per_token=-1), "below zero"),
        (entry(deprecation_date="soon"), "'soon' is not a date"),
        ([1], "no mapping"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_key(made, fields, told):
    with pytest.raises(DataError, match=told) as problem:
        made.read(some_key=fields)
    assert "model_prices.json, key 'some_key'" in str(problem.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"x": {"litellm_', "cannot be read to its end"),
        (b"[]", "no mapping of keys"),
        ('{"Mod\xe8le": 1}'.encode("cp1252"), "not UTF-8"),
    ],
)
def test_a_damaged_file_is_an_error(made, content, told):
    made.path.write_bytes(content)
    with pytest.raises(DataError, match=told) as problem:
        read(Package(made.path), MANIFEST)
    assert "model_prices.json" in str(problem.value)


def test_input_dearer_than_output_is_a_slip_that_is_listed_or_stops_the_import(made):
    told = {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-07}
    known = made.read(**{"oci/xai.grok-4": entry("oci", **told)})
    assert why(known) == ["an incredible price, a slip of the source"]
    with pytest.raises(DataError, match=r"changed places[\s\S]*lookups.incredible"):
        made.read(**{"oci/xai.grok-9": entry("oci", **told)})
