"""What the facts on record add up to by holder: counts, which are coverage, not market shares."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.projection.splits import Part, Split
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from valuegraph.projection.catalogue import Catalogue, Record

CHIPS = VGX + "acceleratorSupply"
DESIGN = VGX + "acceleratorDesign"
SERVICE = VGX + "aiService"
SITES = ("ComputeCluster", "DataCentre")
RESELLER, NOT_OFFERED = VGX + "reseller", VGX + "notOffered"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing counted: where it counts, how much it weighs, who holds it, and by which facts.

    Without holders it counts as held by somebody unknown; several share it equally.
    """

    group: str
    weight: float
    holders: tuple[str, ...]
    facts: tuple[str, ...] = field(repr=False)
    confidence: float


def layer_tallies(catalogue: Catalogue) -> list[Split]:
    """Return what is on record in each layer by who holds it, one split for each sort of thing.

    Parameters
    ----------
    catalogue : Catalogue
        The facts of a slice.

    Returns
    -------
    list of Split
        Totals are layers. The basis says what was counted; chips of all kinds count alike, every
        other thing weighs the same. Things in no layer on record are not counted.
    """
    layer = _Layers(catalogue)
    found = [
        *_splits(
            catalogue, "AI chips in clusters on record, by holder", layer.chips(of_chip=False)
        ),
        *_splits(
            catalogue, "AI chips in clusters on record, by designer", layer.chips(of_chip=True)
        ),
        *_splits(catalogue, "offerings on record, by provider", layer.offerings()),
        *_splits(catalogue, "uptakes on record, by provider", layer.uptakes()),
        *_splits(catalogue, "developments on record, by developer", layer.developments()),
    ]
    return sorted(found, key=lambda split: (split.total, split.basis))


def role_tallies(catalogue: Catalogue) -> list[Split]:
    """Return who is on record as filling each role, one split for each role.

    Parameters
    ----------
    catalogue : Catalogue
        The facts of a slice.

    Returns
    -------
    list of Split
        Totals are roles. Whoever is supplied in a role weighs the same, however much it takes,
        and several suppliers share it equally; accelerators count by chips, as in
        :func:`layer_tallies`, for their designers.
    """
    items: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in catalogue.of("Supply"):
        for role in record.all("fillsRole"):
            if role != CHIPS:
                items[role, record.one("dependent") or record.iri].append(record)
    supplied = [_supplied(catalogue, role, records) for (role, _), records in items.items()]
    layer = _Layers(catalogue)
    chips = (_moved(item, CHIPS) for item in layer.chips(of_chip=True))
    uptakes = (_moved(item, SERVICE) for item in layer.uptakes())
    found = [
        *_splits(catalogue, "those supplied on record, by supplier", supplied),
        *_splits(catalogue, "AI chips in clusters on record, by designer", chips),
        *_splits(catalogue, "uptakes on record, by provider", uptakes),
    ]
    return sorted(found, key=lambda split: (split.total, split.basis))


class _Layers:
    """Things of a slice with the layer in which they count."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def layer(self, thing: str | None) -> str | None:
        """Return the layer of a thing, where it is on record."""
        return None if thing is None else self.catalogue.value(thing, "inLayer")

    def chips(self, *, of_chip: bool) -> Iterator[Item]:
        """Yield deliveries of chips, to their designers or to those who hold them."""
        catalogue = self.catalogue
        holding = catalogue.by("Operation", "operatedAsset")
        made = catalogue.by("Supply", "dependent")
        for record in catalogue.of("Supply"):
            chip, place = record.one("supplier"), record.one("dependent")
            count = record.number("quantity")
            layer = self.layer(chip if of_chip else place)
            if CHIPS not in record.all("fillsRole") or not count or layer is None:
                continue
            if chip is None or not catalogue.is_a(chip, "AIChip"):
                continue
            if of_chip:
                behind = [r for r in made.get(chip, ()) if DESIGN in r.all("fillsRole")]
                yield _item(catalogue, layer, record, behind, "supplier", weight=count)
            elif any(catalogue.is_a(place or "", site) for site in SITES):
                yield _item(
                    catalogue, layer, record, holding.get(place or "", []), "operator", weight=count
                )

    def offerings(self) -> Iterator[Item]:
        """Yield offerings, to their providers.

        What is kept back is offered to nobody, and who passes calls on holds nothing.
        """
        for record in self.catalogue.of("Offering"):
            if record.one("hasChannel") == NOT_OFFERED or record.one("offeringKind") == RESELLER:
                continue
            layer = self.layer(record.one("ofAsset"))
            if layer is not None:
                yield _item(self.catalogue, layer, record, [record], "hasProvider")

    def uptakes(self) -> Iterator[Item]:
        """Yield uptakes, to the providers of what is used."""
        known = {record.iri: record for record in self.catalogue.begun("Offering")}
        for record in self.catalogue.of("Uptake"):
            used = [known[offering] for offering in record.all("ofOffering") if offering in known]
            layer = next(filter(None, (self.layer(r.one("ofAsset")) for r in used)), None)
            if layer is not None:
                yield _item(self.catalogue, layer, record, used, "hasProvider")

    def developments(self) -> Iterator[Item]:
        """Yield what was developed, each thing once, to its developers."""
        for thing, records in self.catalogue.by("Development", "developedAsset").items():
            layer = self.layer(thing)
            if layer is not None:
                yield _item(self.catalogue, layer, records[0], records, "developer")


def _item(
    catalogue: Catalogue,
    group: str,
    record: Record,
    behind: Iterable[Record],
    holder: str,
    *,
    weight: float = 1.0,
) -> Item:
    given = list(behind)
    names = (each.one(holder) for each in given)
    holders = {who for who in names if who is not None and catalogue.is_a(who, "Organization")}
    read = [record, *given]
    return Item(
        group,
        weight,
        tuple(sorted(holders)),
        tuple(dict.fromkeys(r.iri for r in read)),
        min(r.confidence for r in read),
    )


def _supplied(catalogue: Catalogue, role: str, records: list[Record]) -> Item:
    return _item(catalogue, role, records[0], records, "supplier")


def _moved(item: Item, group: str) -> Item:
    return Item(group, item.weight, item.holders, item.facts, item.confidence)


def _splits(catalogue: Catalogue, basis: str, items: Iterable[Item]) -> list[Split]:
    """Add up items by group; what has no holder on record may be anybody's."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.group].append(item)
    day = catalogue.part.as_of
    return [
        Split(group, "", basis, "Organization", day, day, "day", _parts(found), items=len(found))
        for group, found in sorted(groups.items())
    ]


def _parts(items: list[Item]) -> dict[str, Part]:
    total = sum(item.weight for item in items)
    held: dict[str, float] = defaultdict(float)
    facts: dict[str, dict[str, None]] = defaultdict(dict)
    sure: dict[str, float] = {}
    for item in items:
        for holder in item.holders:
            held[holder] += item.weight / len(item.holders)
            facts[holder].update(dict.fromkeys(item.facts))
            sure[holder] = min(sure.get(holder, 1.0), item.confidence)
    rest = _rest(held, total)
    return {
        holder: Part(
            weight / total, min(1.0, weight / total + rest), tuple(facts[holder]), sure[holder]
        )
        for holder, weight in sorted(held.items())
    }


def _rest(held: Mapping[str, float], total: float) -> float:
    """Return the part without a holder on record; rounding is no part."""
    rest = 1.0 - sum(held.values()) / total
    return rest if rest > 1e-9 else 0.0  # noqa: PLR2004 - far below one item in a million
