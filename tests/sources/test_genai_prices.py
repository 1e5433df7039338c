"""genai-prices: what is read from a made-up copy, and what is refused and why."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.resources import data_dir
from valuegraph.sources.genai_prices import read
from valuegraph.sources.manifest import read_manifest
from valuegraph.sources.package import Package
from valuegraph.sources.rates import CACHE_LEFT
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.facts.drafts import Harvest

MANIFEST = read_manifest(data_dir() / "sources" / "genai_prices" / "source.toml")
HEAD = """name: {name}
id: {id}
pricing_urls: [https://example.org]
api_pattern: x
models:
"""
CHECKED = "    prices_checked: 2026-01-05\n"
PLAIN = "    prices: {input_mtok: 1.5, output_mtok: 2, cache_read_mtok: 0.1}\n"
CHECKED_ON = When(dt.date(2026, 1, 5), "asOfDay")


class Made:
    """A copy of the publisher's shape, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "providers").mkdir()
        shown = [{"id": "openrouter", "models": [{}, {}]}, {"id": "groq", "models": [{}]}]
        (folder / "data.json").write_text(json.dumps(shown))

    def file(self, *models: str, id_: str = "groq", name: str = "Groq") -> None:
        told = "".join(f"  - match: {{equals: x}}\n{model}" for model in models)
        path = self.folder / "providers" / f"{id_}.yml"
        path.write_text(HEAD.format(name=name, id=id_) + told)

    def read(self) -> Harvest:
        return read(Package(self.folder), MANIFEST)

    def prices(self) -> list[tuple[Decimal, When]]:
        found = [claim for claim in self.read().claims if claim.cls == "Price"]
        return [(dict(claim.ends)["inputPrice"], claim.when) for claim in found]  # type: ignore[misc]

    def whys(self) -> list[str]:
        return [refusal.why for refusal in self.read().refusals]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def entry(id_: str, text: str) -> str:
    return f"    id: {id_}\n{text}"


def test_an_offer_and_its_price_are_read_exactly(made):
    made.file(entry("openai/gpt-oss-20b", CHECKED + PLAIN))
    where = "providers/groq.yml, model 'openai/gpt-oss-20b'"
    model = Mention("Model", "gpt-oss-20b", key="OpenAI/gpt-oss-20b", maker="OpenAI")
    offering = Claim(
        "Offering",
        (
            ("hasProvider", Mention("Organization", "Groq")),
            ("ofAsset", model),
            ("hasChannel", Iri(VGX + "managedApi")),
        ),
        CHECKED_ON, where, Decimal("0.5"),
        values=(
            ("accessLevel", Iri(VGX + "apiAccess")),
            ("viaPlatform", Mention("Platform", "Groq")),
        ),
    )  # fmt: skip
    price = Claim(
        "Price",
        (
            ("ofOffering", offering),
            ("inputPrice", Decimal("1.5")),
            ("outputPrice", Decimal(2)),
            ("cacheReadPrice", Decimal("0.1")),
        ),
        CHECKED_ON, where, Decimal("0.5"), values=(("unit", "USD per million tokens"),),
    )  # fmt: skip
    development = Claim(
        "Development",
        (("developer", Mention("Organization", "OpenAI")), ("developedAsset", model)),
        CHECKED_ON, where, Decimal("0.5"), kind="derived", fills_gap=True,
        note="the maker is read from the name, or from whose own list it stands in",
    )  # fmt: skip
    assert made.read().claims == (development, offering, price)


def test_an_entry_that_nobody_looked_up_on_a_day_is_refused(made):
    made.file(entry("davinci", PLAIN))
    assert made.read().claims == ()
    assert made.whys() == ["no day on which the price was looked up; the list keeps retired models"]


def test_a_reseller_s_entries_are_refused(made):
    made.file(entry("x", CHECKED + PLAIN), id_="huggingface_novita", name="HuggingFace (novita)")
    assert made.whys() == ["an offer of a reseller: models.dev has them, with the day of the copy"]


def test_amounts_taken_from_another_seller_are_no_offer(made):
    remark = "    price_comments: Imported from OpenRouter pricing; verify.\n"
    made.file(entry("x", CHECKED + PLAIN + remark))
    assert made.read().claims == ()
    assert made.whys() == [MANIFEST.lookup("remarks")["Imported from OpenRouter"]]
    assert made.read().counts["models_with_amounts_of_another"] == 1


def test_amounts_that_the_publisher_could_not_find_are_no_offer(made):
    remark = "    price_comments: No page on it, so trusting open router here\n"
    made.file(entry("x", CHECKED + PLAIN + remark))
    assert made.read().claims == ()
    assert "OpenRouter" in made.whys()[0]


def test_amounts_that_the_publisher_assumes_are_no_price(made):
    made.file(entry("x", CHECKED + PLAIN + "    price_comments: one price, we assume both\n"))
    assert [claim.cls for claim in made.read().claims] == ["Offering"]
    assert made.whys() == [MANIFEST.lookup("assumed")["we assume"]]


def test_a_remark_of_doubt_that_is_not_known_stops_the_import(made):
    made.file(entry("x", CHECKED + PLAIN + "    price_comments: estimated from the batch rate\n"))
    with pytest.raises(DataError, match=r"says 'estimat'[\s\S]*lookups.assumed"):
        made.read()


def test_a_remark_of_doubt_on_a_whole_file_that_is_not_known_stops_the_import(made):
    made.file(entry("x", CHECKED + PLAIN))
    path = made.folder / "providers" / "groq.yml"
    path.write_text(path.read_text() + "price_comments: converted from pounds\n")
    with pytest.raises(DataError, match=r"says 'convert'[\s\S]*lookups.file_remarks"):
        made.read()


def test_a_past_list_that_was_computed_is_left_out_and_the_dated_one_stands(made):
    prices = (
        "    prices:\n    - prices: {input_mtok: 2}\n"
        "    - constraint: {start_date: 2026-05-01}\n      prices: {input_mtok: 3}\n"
        "    price_comments: the first is derived from the announced cut\n"
    )
    made.file(entry("x", CHECKED + prices))
    assert made.prices() == [(Decimal(3), When(dt.date(2026, 5, 1), "day"))]
    assert made.whys() == [MANIFEST.lookup("assumed_first")["derived from the announced cut"]]


def test_a_file_whose_amounts_are_converted_gives_offers_and_no_prices(made):
    made.file(entry("GLM-9", CHECKED + PLAIN), id_="zhipuai", name="Zhipu AI")
    assert {claim.cls for claim in made.read().claims} == {"Development", "Offering"}
    assert made.whys() == [MANIFEST.lookup("inferred")["zhipuai"]]


def test_one_model_of_a_file_may_be_inferred(made):
    made.file(
        entry("MiniMax-M2", CHECKED + PLAIN), entry("MiniMax-M9", CHECKED + PLAIN),
        id_="minimax", name="MiniMax",
    )  # fmt: skip
    assert len(made.prices()) == 1
    assert made.whys() == [MANIFEST.lookup("inferred")["minimax/MiniMax-M2"]]


def test_another_remark_changes_nothing(made):
    made.file(entry("x", CHECKED + PLAIN + "    price_comments: Flat rate.\n"))
    assert {claim.cls for claim in made.read().claims} == {"Offering", "Price"}


def test_a_dated_list_ends_the_one_before_it(made):
    prices = (
        "    prices:\n    - prices: {input_mtok: 2}\n"
        "    - constraint: {start_date: 2026-05-01}\n      prices: {input_mtok: 3}\n"
    )
    made.file(entry("x", CHECKED + prices))
    may = dt.date(2026, 5, 1)
    assert made.prices() == [
        (Decimal(2), When(CHECKED_ON.start, "asOfDay", may)),
        (Decimal(3), When(may, "day")),
    ]


def test_a_past_list_whose_first_day_is_not_known_held_on_the_day_before_the_next(made):
    prices = (
        "    prices:\n    - prices: {input_mtok: 2}\n"
        "    - constraint: {start_date: 2025-05-01}\n      prices: {input_mtok: 3}\n"
    )
    made.file(entry("x", CHECKED + prices))
    may = dt.date(2025, 5, 1)
    assert made.prices() == [
        (Decimal(2), When(dt.date(2025, 4, 30), "asOfDay", may)),
        (Decimal(3), When(may, "day")),
    ]
    assert made.whys() == []


def test_a_scale_by_length_gives_the_amount_of_short_calls(made):
    made.file(
        entry(
            "x", CHECKED + "    prices: {input_mtok: {base: 5, tiers: [{start: 9, price: 10}]}}\n"
        )
    )
    assert made.prices() == [(Decimal(5), CHECKED_ON)]


def test_a_price_for_some_hours_is_refused(made):
    prices = (
        "    prices:\n    - prices: {input_mtok: 2}\n"
        "    - constraint: {start_time: 00:30:00Z, end_time: 16:30:00Z}\n      prices: {input_mtok: 3}\n"
    )
    made.file(entry("x", CHECKED + prices))
    assert made.prices() == [(Decimal(2), CHECKED_ON)]
    assert made.whys() == ["a price for some hours of the day"]


def test_a_price_of_zero_is_no_price(made):
    made.file(entry("x", CHECKED + "    prices: {input_mtok: 0, output_mtok: 0}\n"))
    assert (made.prices(), made.whys()) == ([], ["a price of zero or none"])


def test_a_known_slip_is_left_out(made):
    made.file(entry("x", CHECKED + "    prices: {input_mtok: 5000}\n"))
    lookups = {**MANIFEST.lookups, "incredible": {"x": "a slip"}}
    harvest = read(Package(made.folder), replace(MANIFEST, lookups=lookups))
    assert [refusal.why for refusal in harvest.refusals] == ["an amount for another quantity"]


def test_moving_names_and_removed_entries_are_refused(made):
    made.file(
        entry("deepseek-chat", CHECKED + PLAIN), entry("x", CHECKED + PLAIN + "    removed: true\n")
    )
    assert made.whys() == [
        "a moving name: which release it meant is not said",
        "marked as removed",
    ]


def test_both_sets_are_counted(made):
    made.file(entry("x", CHECKED + PLAIN))
    counts = made.read().counts
    assert (counts["published_providers"], counts["published_models"]) == (2, 3)
    assert (counts["providers"], counts["models"], counts["models_looked_up_on_a_day"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CHECKED + PLAIN + "    colour: red\n", "colour"),
        (CHECKED + "    prices: {input_mtok: -1}\n", "below zero"),
        (CHECKED + "    prices: {input_mtok: dear}\n", "'dear' is not a number"),
        (CHECKED + "    prices: {input_pages: 1}\n", "input_pages"),
        (CHECKED + "    prices: {input_mtok: 5000}\n", "lookups.incredible"),
        (CHECKED + "    prices: [7]\n", "no mapping"),
        ("    prices_checked: soon\n" + PLAIN, "'soon' is not a date"),
        ("    prices_checked: 2027-01-01\n" + PLAIN, "after the day of the copy"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_file_and_model(made, text, told):
    made.file(entry("x", text))
    with pytest.raises(DataError, match=told) as problem:
        made.read()
    assert "providers/groq.yml, model" in str(problem.value)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("providers/groq.yml", b"models: [", "cannot be read to its end"),
        ("providers/groq.yml", b"- a", "no mapping"),
        ("providers/groq.yml", "name: Mod\xe8le".encode("cp1252"), "not UTF-8"),
        ("data.json", b"[{", "cannot be read to its end"),
        ("data.json", b"{}", "no list of providers"),
    ],
)
def test_a_damaged_file_is_an_error(made, name, content, told):
    made.file(entry("x", CHECKED + PLAIN))
    (made.folder / name).write_bytes(content)
    with pytest.raises(DataError, match=told) as problem:
        made.read()
    assert name in str(problem.value)


def test_a_copy_without_the_files_by_hand_is_an_error(made):
    with pytest.raises(DataError, match=r"no file ends in providers/\*.yml"):
        made.read()


def test_input_dearer_than_output_stops_the_import_until_it_is_looked_up(made):
    made.file(entry("x", CHECKED + "    prices: {input_mtok: 4, output_mtok: 1}\n"))
    with pytest.raises(DataError, match=r"changed places[\s\S]*lookups.dearer_in"):
        made.read()


def test_a_cloud_of_which_a_page_says_that_it_runs_the_models_is_a_host(made):
    made.file(entry("openai.gpt-9", CHECKED + PLAIN), id_="aws", name="AWS Bedrock")
    (offering,) = [claim for claim in made.read().claims if claim.cls == "Offering"]
    assert dict(offering.values)["offeringKind"] == Iri(VGX + "cloudHost")
    assert "that it runs the model itself: https://" in offering.note


def test_a_line_of_the_provider_s_own_in_a_list_of_several_makers(made):
    made.file(
        entry("gemini-9-flash", CHECKED + PLAIN), entry("claude-9", CHECKED + PLAIN),
        id_="google", name="Google",
    )  # fmt: skip
    kinds = {
        claim.locator: dict(claim.values).get("offeringKind")
        for claim in made.read().claims
        if claim.cls == "Offering"
    }
    assert kinds == {
        "providers/google.yml, model 'gemini-9-flash'": Iri(VGX + "firstParty"),
        "providers/google.yml, model 'claude-9'": None,
    }


def test_the_maker_of_a_way_of_serving_is_that_of_its_release(made):
    made.file(entry("moonshotai/kimi-k9", CHECKED + PLAIN), entry("kimi-k9-us", CHECKED + PLAIN))
    harvest = made.read()
    (development,) = [claim for claim in harvest.claims if claim.cls == "Development"]
    release = dict(development.ends)["developedAsset"]
    assert isinstance(release, Mention)
    assert (release.cls, release.name) == ("Model", "kimi-k9")
    offered = [dict(claim.ends)["ofAsset"] for claim in harvest.claims if claim.cls == "Offering"]
    assert [each.cls for each in offered] == ["Model", "ServingVariant"]  # type: ignore[union-attr]


def test_the_name_and_the_calls_it_matches_count_more_than_a_shorter_id(made):
    made.file(entry("gpt-5.3", CHECKED + PLAIN), id_="openai", name="OpenAI")
    offered = [
        dict(claim.ends)["ofAsset"] for claim in made.read().claims if claim.cls == "Offering"
    ]
    assert [each.name for each in offered] == ["gpt-5.3-chat-latest"]  # type: ignore[union-attr]


def test_a_model_whose_weights_are_kept_is_resold_by_who_is_no_channel(made):
    made.file(entry("openai/gpt-9", CHECKED + PLAIN))
    lookups = {**MANIFEST.lookups, "kept": {"gpt-9": "kept"}}
    harvest = read(Package(made.folder), replace(MANIFEST, lookups=lookups))
    (offering,) = [claim for claim in harvest.claims if claim.cls == "Offering"]
    assert (dict(offering.values)["offeringKind"], offering.note) == (Iri(VGX + "reseller"), "kept")
    assert [refusal.why for refusal in harvest.refusals] == [
        "a reseller's price: that of the host and a fee"
    ]


def test_amounts_for_stored_input_that_are_a_slip_leave_the_rest(made):
    made.file(entry("x", CHECKED + "    prices: {input_mtok: 1, cache_read_mtok: 3}\n"))
    lookups = {**MANIFEST.lookups, "odd_cache": {"x": "a slip"}}
    harvest = read(Package(made.folder), replace(MANIFEST, lookups=lookups))
    (price,) = [claim for claim in harvest.claims if claim.cls == "Price"]
    assert "cacheReadPrice" not in dict(price.ends)
    assert [refusal.why for refusal in harvest.refusals] == [CACHE_LEFT]


def test_a_price_for_a_region_does_not_stand_beside_the_ordinary_one(made):
    dear = PLAIN.replace("1.5", "1.8")
    models = (
        entry("global.openai.gpt-9", CHECKED + PLAIN),
        entry("regional.openai.gpt-9", CHECKED + dear),
    )
    made.file(*models, id_="aws", name="AWS Bedrock")
    assert made.prices() == [(Decimal("1.5"), CHECKED_ON)]
    assert made.whys() == ["a price for a region, beside the ordinary one"]
