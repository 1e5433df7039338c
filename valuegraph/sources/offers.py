"""Offers of models as catalogues list them -> offerings of firms, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from valuegraph.facts.drafts import When

__all__ = ["HOST", "RESELLER", "TWIN", "UNIT", "Listed", "Rates", "check_credible", "claims_of"]

HOST, RESELLER, TWIN = "host", "reseller", "twin"
"""A catalogue says that a firm offers; only a reseller or a second plan is told apart by a table."""

UNIT = "USD per million tokens"


@dataclass(frozen=True, slots=True)
class Rates:
    """Amounts asked for a million tokens, in US dollars."""

    put: Decimal
    got: Decimal | None = None
    read: Decimal | None = None
    write: Decimal | None = None


CREDIBLE = Decimal("0.006"), Decimal(1000)
"""US dollars a million tokens; outside stand amounts for a minute, or for a thousand tokens."""


def check_credible(rates: Rates, where: str, key: str, slips: Mapping[str, str]) -> bool:
    """Return whether an amount can be one for a million tokens, or is known to be none.

    Raises
    ------
    DataError
        It cannot, and the lookups do not say so yet.
    """
    told = [amount for amount in (rates.put, rates.got) if amount]
    if all(CREDIBLE[0] <= amount <= CREDIBLE[1] for amount in told):
        return True
    if key not in slips:
        raise DataError(
            f"{rates.put} and {rates.got} US dollars a million tokens",
            where=where,
            why="it looks like an amount for another quantity, which would be compared with others",
            mend="look it up; if it is a slip of the source, add the entry to [lookups.incredible]",
        )
    return False


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a catalogue.

    Attributes
    ----------
    firm, platform : str
        Who offers, and on which platform; the platform may be empty.
    kind : str
        `HOST`, `RESELLER` or `TWIN`.
    model : Mention
        What is offered.
    maker : str
        Who makes it, where the source says so.
    locator, document, note, original : str
        As of a `Claim`; `original` is the source's wording of converted rates.
    when : When
        Since when it is offered.
    rates : tuple of (Rates, When)
        What it costs, since when.
    confidence : Decimal
        As of a `Claim`.
    """

    firm: str
    platform: str
    kind: str
    model: Mention
    maker: str
    locator: str
    when: When
    confidence: Decimal
    rates: tuple[tuple[Rates, When], ...] = ()
    document: str = ""
    note: str = ""
    original: str = ""


def claims_of(entries: Iterable[Listed]) -> list[Claim]:
    """Return one offering for each firm and model, with further evidence, and its prices.

    A firm that lists a model for several regions or plans makes one offering; amounts that differ
    are several prices of it.
    """
    groups: dict[tuple[str, tuple[str, str]], list[Listed]] = {}
    for entry in entries:
        groups.setdefault((entry.firm, entry.model.handle), []).append(entry)
    return [claim for group in groups.values() for claim in _relate(group)]


def _relate(group: list[Listed]) -> Iterable[Claim]:
    main = next((entry for entry in group if entry.kind == HOST), group[0])
    firm = Mention("Organization", main.firm)
    ends = (
        ("hasProvider", firm),
        ("ofAsset", main.model),
        ("hasChannel", Iri(VGX + "managedApi")),
    )
    values = _values(main)
    offering = _claim(main, ends, values)
    yield offering
    for entry in group:
        if entry is not main:
            yield _claim(entry, ends, values)
    said: set[tuple[Rates, When]] = set()
    for entry in [main, *(entry for entry in group if entry is not main)]:
        for rates, when in entry.rates:
            if (rates, when) not in said:
                said.add((rates, when))
                yield _price(entry, offering, rates, when)


def _values(main: Listed) -> tuple[tuple[str, Iri | Mention], ...]:
    kind = ""
    if main.maker and main.maker == main.firm:
        kind = "firstParty"
    elif main.kind != HOST:
        kind = {RESELLER: "reseller", TWIN: "regionalTwin"}[main.kind]
    told: list[tuple[str, Iri | Mention]] = [("accessLevel", Iri(VGX + "apiAccess"))]
    if kind:
        told.append(("offeringKind", Iri(VGX + kind)))
    if main.platform:
        told.append(("viaPlatform", Mention("Platform", main.platform)))
    return tuple(told)


def _claim(
    entry: Listed,
    ends: tuple[tuple[str, Mention | Iri], ...],
    values: tuple[tuple[str, Iri | Mention], ...],
) -> Claim:
    return Claim(
        "Offering",
        ends,
        entry.when,
        entry.locator,
        entry.confidence,
        values=values,
        original=entry.original,
        note=entry.note,
        document=entry.document,
    )


def _price(entry: Listed, offering: Claim, rates: Rates, when: When) -> Claim:
    amounts = {"inputPrice": rates.put, "outputPrice": rates.got}
    stored = {"cacheReadPrice": rates.read, "cacheWritePrice": rates.write}
    return Claim(
        "Price",
        (
            ("ofOffering", offering),
            *((name, value) for name, value in amounts.items() if value is not None),
        ),
        when,
        entry.locator,
        entry.confidence,
        values=(
            ("unit", UNIT),
            *((name, value) for name, value in stored.items() if value is not None),
        ),
        note=entry.note,
        original=entry.original,
        document=entry.document,
    )
