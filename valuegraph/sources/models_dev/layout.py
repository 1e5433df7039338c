"""The files of models.dev -> what they say, every field read or refused by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.sources.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    from valuegraph.facts.drafts import When
    from valuegraph.sources.package import Package

__all__ = ["Entry", "Provider", "Release", "dangling", "entries", "providers", "releases"]

# Abilities, limits and test results of a model are not part of the chain.
ABILITIES = (
    "attachment", "reasoning", "reasoning_options", "temperature", "knowledge", "tool_call",
    "structured_output", "limit", "modalities", "interleaved",
)  # fmt: skip
# A family is a tag here, coarser and finer than the named families that makers publish.
TAGS = ("family", "last_updated")
# How to call an offer, and what another tier of it costs or needs.
CALLING = ("provider", "experimental", "base_model_omit")
OTHER_RATES = (
    "tiers", "reasoning", "input_audio", "output_audio", "image", "citation", "request",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Release:
    """A file under ``models/``: one model of a lab."""

    id: str
    name: str
    released: When
    open_weights: bool
    licence: str
    repositories: tuple[tuple[str, str], ...]
    locator: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A file ``provider.toml``."""

    id: str
    name: str
    has_address: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A file under ``providers/``: one model as one provider offers it.

    Attributes
    ----------
    id, spelt, name : str
        How the file is called, the same without a prefix that is the provider's own, and how the
        offer is titled, where it is: most that have ``base_model`` leave the title to that record.
    same_as : str
        Its ``base_model``.
    """

    provider: str
    id: str
    spelt: str
    name: str
    same_as: str
    rates: Mapping[str, Decimal]
    status: str
    released: When | None
    precision: str
    epoch_date: bool
    open_weights: bool | None
    locator: str


def releases(package: Package) -> Iterator[Release]:
    """Read the models of labs.

    Raises
    ------
    DataError
        The copy holds none: its layout is older than May 2026.
    """
    names = [n for n in package.names("models/*/*.toml") if "providers/" not in n]
    if not names:
        raise DataError(
            "the copy has no folder models/",
            where=str(package.path),
            why="snapshots before May 2026 lack the labs' own records; makers could not be told",
            mend="name the archive or folder of a later snapshot, whole",
        )
    for name in names:
        locator = _within(name, "models")
        record = Record(package.toml(name), locator)
        repositories = tuple(
            _repository(record, item, number)
            for number, item in enumerate(_items(record, "weights"))
        )
        released = record.when("release_date")
        if released is None:
            raise record.wrong("release_date", "is empty")
        yield Release(
            id=locator.removeprefix("models/").removesuffix(".toml"),
            name=record.text("name"),
            released=released,
            open_weights=_flag(record, "open_weights"),
            licence=record.optional("license") if record.has("license") else "",
            repositories=repositories,
            locator=locator,
        )
        record.refuse("license", "weights", "links", "benchmarks", *ABILITIES, *TAGS)
        record.done()


def providers(package: Package) -> Iterator[Provider]:
    """Read who offers."""
    for name in package.names("providers/*/provider.toml"):
        locator = _within(name, "providers")
        record = Record(package.toml(name), locator)
        yield Provider(locator.split("/")[1], record.text("name"), record.has("api"))
        record.refuse("api", "env", "npm", "doc")
        record.done()


def entries(package: Package, lookup: Callable[[str], Mapping[str, str]]) -> Iterator[Entry]:
    """Read what is offered.

    Parameters
    ----------
    package : Package
        The copy.
    lookup : callable
        Gives a table of the manifest: ``undated`` (dates that stand for none), ``rates`` (names of
        rates that the publisher's own schema does not have), ``prefixes`` (what a provider puts
        before the names of models).
    """
    undated, misspelt, prefixes = lookup("undated"), lookup("rates"), lookup("prefixes")
    for name in package.names("providers/*/models/*.toml"):
        if " -> " in name:
            continue
        locator = _within(name, "providers")
        parts = PurePosixPath(locator).parts
        record = Record(package.toml(name), locator)
        told = record.optional("release_date") if record.has("release_date") else ""
        dated = bool(told) and told not in undated
        released = record.when("release_date") if dated else None
        id_ = "/".join(parts[3:]).removesuffix(".toml")
        yield Entry(
            provider=parts[1],
            id=id_,
            spelt=id_.removeprefix(prefixes.get(parts[1], "")),
            name=record.optional("name") if record.has("name") else "",
            same_as=record.optional("base_model") if record.has("base_model") else "",
            rates=_rates(record, misspelt),
            status=record.optional("status") if record.has("status") else "",
            released=released,
            precision={7: "month", 10: "day"}.get(len(told), ""),
            epoch_date=bool(told) and not dated,
            open_weights=_own_flag(record),
            locator=locator,
        )
        record.refuse("release_date", "base_model", "cost", "status", "open_weights")
        record.refuse(*ABILITIES, *TAGS, *CALLING)
        record.done()


def dangling(package: Package) -> list[str]:
    """Return the entries that point at files which are not in the copy."""
    return [name for name in package.names("providers/*") if " -> " in name]


def _rates(record: Record, misspelt: Mapping[str, str]) -> dict[str, Decimal]:
    if not record.has("cost"):
        return {}
    cost = record.within("cost")
    found = {}
    for name in ("input", "output", "cache_read", "cache_write", *misspelt):
        if not cost.has(name):
            continue
        value = cost.number(name)
        if value is None or value < 0:
            raise cost.wrong(name, f"{value} is below zero or empty")
        found[misspelt.get(name, name)] = value
    cost.refuse(*OTHER_RATES)
    cost.done()
    if "input" not in found or "output" not in found:
        raise record.wrong("cost", "has no input or no output")
    return found


def _repository(record: Record, item: object, number: int) -> tuple[str, str]:
    """Return the repository on Hugging Face and the number format, empty where it is the main one."""
    weights = Record(item if isinstance(item, dict) else {}, f"{record.where}, weights {number}")
    url = weights.text("url")
    start = "https://huggingface.co/"
    if not url.startswith(start) or url.count("/") != start.count("/") + 1:
        raise weights.wrong("url", f"{url!r} is not a page of a repository on Hugging Face")
    found = (
        url.removeprefix(start),
        weights.optional("quantization") if weights.has("quantization") else "",
    )
    weights.refuse("label", "quantization")
    weights.done()
    return found


def _items(record: Record, name: str) -> list[object]:
    return record.items(name) if record.has(name) else []


def _flag(record: Record, name: str) -> bool:
    value = record.raw(name)
    if not isinstance(value, bool):
        raise record.wrong(name, f"{value!r} is neither true nor false")
    return value


def _own_flag(record: Record) -> bool | None:
    """Return what an offer says of the weights; one with ``base_model`` may leave it to the record.

    An older copy has offers without ``base_model`` and without the flag: nothing is said there.
    """
    return _flag(record, "open_weights") if record.has("open_weights") else None


def _within(name: str, folder: str) -> str:
    """Return a path from the publisher's folder on, wherever the copy's root lies."""
    parts = PurePosixPath(name).parts
    return "/".join(parts[parts.index(folder) :])
