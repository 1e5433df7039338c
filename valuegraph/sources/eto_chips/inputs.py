"""The inputs and stages of chip making, their markets, and what goes into what."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["CONFIDENCE", "Input", "read_inputs", "read_sequence", "year", "year_of"]

CONFIDENCE = Decimal("0.7")
PRINTED = (
    "market_share_chart_global_market_size_info",
    "market_share_chart_caption",
    "market_share_chart_source",
)
INPUTS = ("input_id", "input_name", "type", "stage_name", "stage_id", "description", "year")
STAGES = ("stage_id", "stage_name", "description")
SEQUENCE = ("input_name", "input_id", "goes_into_name", "goes_into_id", "is_type_of_name", "is_type_of_id")  # fmt: skip
DEFAULT_ROLE, DELIVERY = "chipMakingInput", "physicalSupply"
_SIZE = re.compile(r"\$([\d.]+) (million|billion)((?: \([^()]+\))*)\Z")
_ASIDE = re.compile(r"\(([^()]+)\)")
_YEAR = re.compile(r"\d{4}\Z")
_TIMES = {"million": Decimal(10**6), "billion": Decimal(10**9)}


@dataclass(frozen=True, slots=True)
class Input:
    """Something that chip making takes in, or a stage of it, with its market.

    Attributes
    ----------
    id : str
        The source's id: ``N20`` an input, ``S2`` a stage.
    good : Mention or None
        What is traded; None for a stage.
    market : Mention
        The trade in it.
    role, supply : str
        Concepts of the schemes ``role`` and ``supplyKind``.
    share : str
        Concept of the scheme ``measureKind`` that its shares state.
    year : str
        Year of its figures; empty when the source gives none.
    sizes : tuple of Claim
        The size of its market where the source gives it.
    """

    id: str
    good: Mention | None
    market: Mention
    role: str
    supply: str
    share: str
    year: str
    sizes: tuple[Claim, ...] = ()


def read_inputs(package: Package, manifest: Manifest, counts: Counter[str]) -> dict[str, Input]:
    """Return inputs and stages by id."""
    names = manifest.lookup("goods")
    classes, special = manifest.lookup("classes"), manifest.lookup("classes_by_id")
    read: dict[str, Input] = {}
    for record in package.table(package.one("inputs.csv"), "input_id", (*INPUTS, *PRINTED)):
        id_, name = record.text("input_id"), record.text("input_name")
        kind = record.text("type")
        cls = special.get(id_) or record.choice("type", classes)
        record.refuse(
            "stage_name", "stage_id", "description"
        )  # a stage groups; prose is not carried
        good = Mention(cls, names.get(id_, name), key=id_)
        day = year_of(record)
        role = manifest.lookup("roles").get(id_, DEFAULT_ROLE)
        supply = manifest.lookup("supply_kinds").get(id_, DELIVERY)
        market = _market(manifest, id_, name, good)
        given = Input(id_, good, market, role, supply, "marketShare", day)
        read[id_] = _sized(record, manifest, given)
        counts["inputs"] += 1
        counts[f"inputs: {kind}"] += 1
    for record in package.table(package.one("stages.csv"), "stage_id", (*STAGES, *PRINTED)):
        id_, name = record.text("stage_id"), record.text("stage_name")
        record.refuse("description")
        share = record.choice("stage_id", manifest.lookup("measures"))
        market = _market(manifest, id_, name, None)
        given = Input(id_, None, market, DEFAULT_ROLE, DELIVERY, share, "")
        read[id_] = _sized(record, manifest, given)
        counts["stages"] += 1
    return read


def _market(manifest: Manifest, id_: str, name: str, good: Mention | None) -> Mention:
    called = manifest.lookup("markets").get(id_, f"{name} market")
    pairs: tuple[tuple[str, Iri | Mention], ...] = (("inLayer", Iri(VGX + "hardware")),)
    if good:
        pairs = (*pairs, ("tradesGood", good))
    return Mention("Market", called, key=f"{id_} market", properties=pairs)


def _sized(record: Record, manifest: Manifest, given: Input) -> Input:
    text = record.optional(PRINTED[0])
    record.refuse(*PRINTED[1:])  # captions and addresses of a chart
    record.done()
    if not text:
        return given
    match = _SIZE.match(text)
    if not match:
        raise record.wrong(PRINTED[0], f"{text!r} is not a size like '$2.9 billion (2025)'")
    asides = _ASIDE.findall(match[3])
    day = next((each for each in asides if _YEAR.match(each)), given.year)
    of = "; ".join(each for each in asides if not _YEAR.match(each))
    ends = (
        ("measureSubject", given.market),
        ("measureKind", Iri(VGX + "marketSize")),
        *((("shareBasis", of),) if of else ()),
    )
    size = Claim(
        "Measure", ends, year(manifest, day, period=True), record.where, CONFIDENCE,
        values=(("value", Decimal(match[1]) * _TIMES[match[2]]), ("unit", "USD")),
    )  # fmt: skip
    return replace(given, year=given.year or day, sizes=(size,))


def year_of(record: Record) -> str:
    """Return the year in a record; empty when nothing stands there."""
    text = record.optional("year")
    if text and not _YEAR.match(text):
        raise record.wrong("year", f"{text!r} is not a year")
    return text


def year(manifest: Manifest, text: str, *, period: bool = False) -> When:
    """Return the year of a figure; without one it is known to hold on the day of the copy.

    Parameters
    ----------
    manifest : Manifest
    text : str
        Four digits, or nothing.
    period : bool
        Whether the figure sums up the year, rather than being known to hold in it.
    """
    if not text:
        return When(manifest.snapshot, "asOfDay")
    start = dt.date(int(text), 1, 1)
    if period:
        return When(start, "year", start.replace(year=start.year + 1))
    return When(start, "asOfYear")


def read_sequence(
    package: Package, manifest: Manifest, inputs: dict[str, Input], counts: Counter[str]
) -> list[Claim]:
    """Return what goes into what, and enter in the inputs what is a type of what."""
    claims: list[Claim] = []
    for record in package.table(package.one("sequence.csv"), "input_id", SEQUENCE):
        below = _known(record, "input_id", inputs)
        into, kind = record.optional("goes_into_id"), record.optional("is_type_of_id")
        record.refuse("input_name", "goes_into_name", "is_type_of_name")  # ids tell the same
        record.done()
        if bool(into) == bool(kind):
            raise record.wrong("goes_into_id", "a row says either what it goes into or its type")
        if kind:
            _type(inputs, below, _known(record, "is_type_of_id", inputs))
        else:
            above = _known(record, "goes_into_id", inputs)
            claims.append(_goes(manifest, below, above))
        counts["sequence rows"] += 1
        counts[f"sequence rows: {'isTypeOf' if kind else 'goesInto'}"] += 1
    return claims


def _known(record: Record, column: str, inputs: Mapping[str, Input]) -> Input:
    found = inputs.get(record.text(column))
    if found is None or found.good is None:
        raise record.wrong(column, f"no input has the id {record.text(column)!r}")
    return found


def _type(inputs: dict[str, Input], below: Input, above: Input) -> None:
    if below.good is None or above.good is None:
        return
    plain = Mention(above.good.cls, above.good.name, key=above.good.key)
    pairs = (*below.good.properties, ("variantOf", plain))
    good = Mention(below.good.cls, below.good.name, key=below.good.key, properties=pairs)
    inputs[below.id] = replace(inputs[below.id], good=good)


def _goes(manifest: Manifest, below: Input, above: Input) -> Claim:
    return Claim(
        "Supply",
        (
            ("supplier", below.good or below.market),
            ("dependent", above.good or above.market),
            ("fillsRole", Iri(VGX + below.role)),
        ),
        When(manifest.snapshot, "asOfDay"),
        f"sequence.csv, row '{below.id} {above.id}'",
        CONFIDENCE,
        values=(("supplyKind", Iri(VGX + below.supply)),),
    )
