"""Links of chains out of the facts of a slice: who develops, who offers, who uses, in which sector."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valuegraph.projection.coding import ENDLESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuegraph.projection.catalogue import Catalogue, Record

UNKNOWN = "unknown"
USE, OWN = "use", "own product"
MODELS = ("Model", "ModelFamily")


@dataclass(frozen=True, slots=True)
class Link:
    """One chain from a foundation to a sector; every name is `unknown` where no source states it.

    `named` maps each place of the chain to the IRIs in it, `facts` are those that say so: the use
    first, then the offering, then who develops the model, then the releases of its weights.
    """

    kind: str
    named: dict[str, tuple[str, ...]]
    function: str
    part: str
    start: dt.date
    end: dt.date | None
    precision: str
    facts: tuple[str, ...]


def uses(catalogue: Catalogue) -> Iterator[Link]:
    """Yield a link for each use in force."""
    offerings = {each.iri: each for each in catalogue.begun("Offering")}
    for use in catalogue.of("Uptake"):
        offering = offerings.get(use.one("ofOffering") or "")
        if offering is not None:
            ends = {
                "implementor": use.all("hasUser"),
                "application": use.all("feeds"),
                "sector": use.all("inSector"),
            }
            yield _link(catalogue, USE, use, offering, ends)


def own_products(catalogue: Catalogue) -> Iterator[Link]:
    """Yield a link for each product that a firm of the sector, or for it, builds by itself."""
    used = {each.one("ofOffering") for each in catalogue.of("Uptake")}
    for offering in catalogue.of("Offering"):
        if offering.all("servesSector") and offering.iri not in used:
            ends = {
                "implementor": offering.all("hasProvider"),
                "application": (),
                "sector": offering.all("servesSector"),
            }
            yield _link(catalogue, OWN, offering, offering, ends)


def _link(
    catalogue: Catalogue,
    kind: str,
    stated: Record,
    offering: Record,
    ends: dict[str, tuple[str, ...]],
) -> Link:
    asset = offering.one("ofAsset") or ""
    families = _families(catalogue, asset)
    made = _makers(catalogue, (asset, *families))
    weights = _weights(catalogue, (asset, *families))
    named = {
        "foundation": tuple(dict.fromkeys(each.one("developer") or "" for each in made)),
        "asset": (asset,),
        "families": families,
        "provider": offering.all("hasProvider"),
        "platform": offering.all("viaPlatform"),
        "channel": tuple(c for c in offering.all("hasChannel") if not c.endswith("unknownChannel")),
        "relation": tuple(
            dict.fromkeys((*offering.all("mediationKind"), *_grounds(catalogue, offering, ends)))
        ),
        "terms": offering.all("hasTerms"),
        "weights_terms": tuple(dict.fromkeys(each.one("hasTerms") or "" for each in weights)),
        **ends,
    }
    facts = dict.fromkeys((stated.iri, offering.iri, *(each.iri for each in (*made, *weights))))
    return Link(
        kind=kind,
        named=named,
        function=stated.one("functionLabel") or UNKNOWN,
        part=stated.one("subsector") or "",
        start=dt.date.fromordinal(stated.start),
        end=None if stated.end == ENDLESS else dt.date.fromordinal(stated.end),
        precision=(stated.one("datePrecision") or "").rpartition("#")[2],
        facts=tuple(facts),
    )


def _grounds(
    catalogue: Catalogue, offering: Record, ends: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    """Yield the grounds on which a source says that provider and implementor deal."""
    between = catalogue.by("Mediation", "mediatingFrom")
    for firm in offering.all("hasProvider"):
        for each in between.get(firm, ()):
            if set(each.all("mediatingTo")) & set(ends["implementor"]):
                yield from each.all("mediationKind")


def _families(catalogue: Catalogue, asset: str) -> tuple[str, ...]:
    """Return the families above an asset, the nearest first."""
    found: list[str] = []
    above = catalogue.value(asset, "variantOf") or catalogue.value(asset, "inFamily")
    while above and above not in found:
        found.append(above)
        above = catalogue.value(above, "variantOf") or catalogue.value(above, "inFamily")
    return tuple(found)


def _weights(catalogue: Catalogue, assets: Iterable[str]) -> list[Record]:
    """Return the downloads in force of a model's weights, or of its nearest family, with terms."""
    offered = catalogue.by("Offering", "ofAsset")
    for asset in assets:
        found = [
            each
            for each in offered.get(asset, ())
            if each.one("hasTerms") and (each.one("hasChannel") or "").endswith("weightDownload")
        ]
        if found:
            return found
    return []


def _makers(catalogue: Catalogue, assets: Iterable[str]) -> list[Record]:
    """Return who develops a model, or its nearest family; nothing for what is no model."""
    made = catalogue.by("Development", "developedAsset")
    for asset in assets:
        if asset in made and any(catalogue.is_a(asset, cls) for cls in MODELS):
            return made[asset]
    return []


def ordered(links: Iterable[Link], catalogue: Catalogue) -> list[Link]:
    """Return links by foundation, the one with the most implementors first, unknown ones last."""
    kept = list(links)
    users: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for link in kept:
        users.setdefault(link.named["foundation"], set()).add(link.named["implementor"])

    def place(link: Link) -> tuple[Any, ...]:
        firms = link.named["foundation"]
        names = [" ".join(map(catalogue.label, link.named[at])) for at in ("implementor", "asset")]
        return (not firms, -len(users[firms]), firms, *names, link.facts)

    return sorted(kept, key=place)
