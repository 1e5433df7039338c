"""Offers of models as catalogues list them -> offerings of firms, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, Refusal
from valuegraph.facts.records import Iri
from valuegraph.sources.rates import Rates
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from decimal import Decimal

    from valuegraph.facts.drafts import When

__all__ = [
    "CLOUD",
    "HOST",
    "OWN",
    "RESELLER",
    "RESOLD",
    "TWIN",
    "UNIT",
    "Listed",
    "Rates",
    "claims_of",
    "left_prices",
    "standing",
    "standing_by_release",
]

HOST, RESELLER, TWIN, CLOUD, OWN = "host", "reseller", "twin", "cloud", "own"
"""A catalogue says that a firm offers; that it resells, runs the model for its maker, or has a second
plan is told by a table. A mere `HOST` is not said to run anything: its offering has no kind."""

KINDS = {RESELLER: "reseller", CLOUD: "cloudHost", OWN: "firstParty"}
"""A `TWIN` joins the offering of its firm. Where the firm has no other entry for the model there is
nothing to be a twin of, and the offering is what it would be without region and plan."""

RANK = {HOST: 0, CLOUD: 0, OWN: 0, TWIN: 1, RESELLER: 2}

UNIT = "USD per million tokens"
RESOLD = "a reseller's price: that of the host and a fee"
"""Why no price of a `RESELLER` is carried."""

UNCLEAR = "unclear: "
"""Begins a row of ``[lookups.channels]`` for a firm and maker whose pages do not settle who runs what."""


def standing(firm: str, maker: str, lookup: Callable[[str], Mapping[str, str]]) -> tuple[str, str]:
    """Return the part that a firm has in a maker's model, and the page that says so.

    Parameters
    ----------
    firm, maker : str
        Who offers, and who made what is offered; the maker may be empty.
    lookup : callable
        Gives a table of the manifest: ``groups`` (parent by firm: what a daughter offers of its
        parent is the group's own) and ``channels`` (page by firm, or by firm and maker with a slash;
        or `UNCLEAR` and why).

    Returns
    -------
    tuple of (str, str)
        `OWN`, `CLOUD`, or `HOST` where nothing is said; and a remark.
    """
    if not maker:
        return HOST, ""
    if maker == firm:
        return OWN, ""
    if lookup("groups").get(firm) == maker:
        return OWN, f"{maker} is the parent"
    channels = lookup("channels")
    page = channels.get(f"{firm}/{maker}") or channels.get(firm, "")
    if page.startswith(UNCLEAR):
        return HOST, f"who runs the model is {page}"
    return (CLOUD, f"that it runs the model itself: {page}") if page else (HOST, "")


def standing_by_release(
    firm: str, maker: str, release: str, lookup: Callable[[str], Mapping[str, str]]
) -> tuple[str, str]:
    """Return the same for a catalogue without weights: ``kept`` has the releases that nobody else can run."""
    kind, page = standing(firm, maker, lookup)
    kept = lookup("kept")
    return (RESELLER, kept[release]) if kind == HOST and release in kept else (kind, page)


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a catalogue.

    Attributes
    ----------
    firm, platform : str
        Who offers, and on which platform; the platform may be empty.
    kind : str
        `HOST`, `RESELLER`, `TWIN`, `CLOUD` or `OWN`.
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
    scope : str
        The region or plan that the rates are for; empty for the ordinary ones.
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
    scope: str = ""


def priced(entries: Iterable[Listed]) -> tuple[list[Listed], list[Listed]]:
    """Part entries with rates of a firm and model into those whose rates are carried and others.

    Prices of regions and plans are not set beside the ordinary ones: a difference between them says
    nothing of the firm or the model. They stand in only where the ordinary ones are not known.
    """
    told = [entry for entry in entries if entry.rates]
    plain = [entry for entry in told if not entry.scope]
    return (plain, [entry for entry in told if entry.scope]) if plain else (told, [])


def claims_of(entries: Iterable[Listed]) -> list[Claim]:
    """Return one offering for each firm and model, with further evidence, and its prices.

    A firm that lists a model for several regions or plans makes one offering; amounts that differ
    are several prices of it.
    """
    return [claim for group in _groups(entries) for claim in _relate(group)]


def left_prices(entries: Iterable[Listed]) -> list[Refusal]:
    """Return the prices of regions and plans that stand beside ordinary ones, and are left out."""
    return [
        Refusal(f"a price for a {entry.scope}, beside the ordinary one", entry.locator)
        for group in _groups(entries)
        for entry in priced(group)[1]
    ]


def _groups(entries: Iterable[Listed]) -> list[list[Listed]]:
    groups: dict[tuple[str, tuple[str, str]], list[Listed]] = {}
    for entry in entries:
        groups.setdefault((entry.firm, entry.model.handle), []).append(entry)
    return list(groups.values())


def _relate(group: list[Listed]) -> Iterable[Claim]:
    main = min(group, key=lambda entry: RANK[entry.kind])
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
    yield from _prices([main, *(entry for entry in group if entry is not main)], offering)


def _values(main: Listed) -> tuple[tuple[str, Iri | Mention], ...]:
    own = main.maker and main.maker == main.firm
    kind = KINDS[OWN] if own else KINDS.get(main.kind, "")
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


def _prices(group: list[Listed], offering: Claim) -> Iterator[Claim]:
    """Yield each price once; one that says less of stored input than another adds nothing."""
    told = [
        (entry, rates, rates.plain(), when)
        for entry in priced(group)[0]
        for rates, when in entry.rates
    ]
    every = {(plain, when) for _, _, plain, when in told}
    said: set[tuple[Rates, When]] = set()
    for entry, rates, plain, when in told:
        fuller = any(plain.within(other) and since == when for other, since in every)
        if (plain, when) not in said and not fuller:
            said.add((plain, when))
            noise = "" if rates == plain else f"as it stands: {_wording(rates)}"
            yield _price(entry, offering, plain, when, entry.original or noise)


def _price(entry: Listed, offering: Claim, rates: Rates, when: When, original: str) -> Claim:
    """Return a price; what it says of stored input is part of which price it is."""
    return Claim(
        "Price",
        (("ofOffering", offering), *_amounts(rates)),
        when,
        entry.locator,
        entry.confidence,
        values=(("unit", UNIT),),
        note=entry.note,
        original=original,
        document=entry.document,
    )


def _amounts(rates: Rates) -> list[tuple[str, Decimal]]:
    told = {
        "inputPrice": rates.put,
        "outputPrice": rates.got,
        "cacheReadPrice": rates.read,
        "cacheWritePrice": rates.write,
    }
    return [(name, value) for name, value in told.items() if value is not None]


def _wording(rates: Rates) -> str:
    return "; ".join(f"{name} {value}" for name, value in _amounts(rates))
