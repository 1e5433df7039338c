"""The files of genai-prices -> what they say, every field read or refused by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.sources.rates import Rates
from valuegraph.sources.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from valuegraph.facts.drafts import When
    from valuegraph.sources.package import Package

__all__ = ["Model", "Provider", "Spell", "providers", "published"]

# How calls are recognised.
CALLING = ("match", "context_window", "description", "collapse", "name")
RECOGNISING = (
    "pricing_urls", "api_pattern", "extractors", "provider_match", "model_match",
    "fallback_model_providers",
)  # fmt: skip
# Amounts for sound, pictures, searches and calls, which models.dev does not have either.
OTHER_RATES = (
    "cache_write_1h_mtok", "web_searches_kcount", "input_audio_mtok", "output_audio_mtok",
    "cache_audio_read_mtok", "input_image_mtok", "cache_image_read_mtok", "output_image_mtok",
    "requests_kcount", "input_video_mtok", "output_video_mtok", "output_reasoning_mtok",
    "output_citation_mtok",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spell:
    """A list of amounts, and since when it holds; hours of the day in place of a date."""

    rates: Rates | None
    since: When | None = None
    hours: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of a provider."""

    id: str
    checked: When | None
    spells: tuple[Spell, ...]
    removed: bool
    deprecated: bool
    locator: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """One file."""

    id: str
    name: str
    models: tuple[Model, ...]
    remark: str = ""


def providers(package: Package) -> Iterator[Provider]:
    """Read the files that the publisher writes by hand.

    Raises
    ------
    DataError
        There is none, or one is no mapping.
    """
    for name in package.some("providers/*.yml", "list with the days of its prices"):
        short = f"providers/{PurePosixPath(name).name}"
        record = Record.of(package.yaml(name), short)
        yield Provider(
            record.text("id"),
            record.text("name"),
            tuple(_model(item, short) for item in record.items("models")),
            _remark(record),
        )
        record.refuse("price_comments", *RECOGNISING)
        record.done()


def published(package: Package) -> Counter[str]:
    """Return how many models each provider has in the file that the publisher gives out."""
    name = package.one("data.json")
    found = package.json(name)
    if not isinstance(found, list):
        raise DataError("data.json is no list of providers", where=f"{package.path}, {name}")
    shown: Counter[str] = Counter()
    for number, item in enumerate(found):
        record = Record.of(item, f"data.json, entry {number}")
        shown[record.text("id")] += len(record.items("models"))
    return shown


def _model(item: object, short: str) -> Model:
    record = Record.of(item, f"{short}, models")
    record.where = f"{short}, model '{record.text('id')}'"
    told = record.raw("prices")
    lists = told if isinstance(told, list) else [{"prices": told}]
    model = Model(
        id=record.text("id"),
        checked=record.when("prices_checked") if record.has("prices_checked") else None,
        spells=tuple(_spell(each, record) for each in lists),
        removed=record.has("removed"),
        deprecated=record.has("deprecated"),
        locator=record.where,
        remark=_remark(record),
    )
    record.refuse("price_comments", "prices_checked", "removed", "deprecated", *CALLING)
    record.done()
    return model


def _remark(record: Record) -> str:
    return record.optional("price_comments") if record.has("price_comments") else ""


def _spell(item: object, model: Record) -> Spell:
    record = Record.of(item, f"{model.where}, prices")
    since, hours = None, False
    if record.has("constraint"):
        limit = record.within("constraint")
        if limit.has("start_date"):
            since = limit.when("start_date")
        hours = limit.has("start_time")
        limit.refuse("start_time", "end_time")
        limit.done()
    record.refuse("constraint")
    spell = Spell(_rates(record.within("prices")), since, hours)
    record.done()
    return spell


def _rates(record: Record) -> Rates | None:
    put = _amount(record, "input_mtok")
    got = _amount(record, "output_mtok")
    read = _amount(record, "cache_read_mtok")
    write = _amount(record, "cache_write_mtok")
    record.refuse(*OTHER_RATES)
    record.done()
    return None if put is None else Rates(put, got or None, read or None, write or None)


def _amount(record: Record, name: str) -> Decimal | None:
    """Return an amount; of a scale by length the amount of short calls."""
    if not record.has(name):
        return None
    value = record.raw(name)
    if isinstance(value, dict):
        scale = record.within(name)
        scale.refuse("tiers")
        found = scale.number("base")
        scale.done()
    else:
        found = record.number(name)
    if found is not None and found < 0:
        raise record.wrong(name, f"{found} is below zero")
    return found
