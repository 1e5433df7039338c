"""models.dev: models of labs, and who offers which of them at what price."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Harvest, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.sources.models_dev import layout
from valuegraph.sources.models_dev.listing import Listing
from valuegraph.sources.models_dev.shelf import Shelf
from valuegraph.sources.models_dev.weights import Weights
from valuegraph.sources.offers import claims_of
from valuegraph.sources.spelling import Namer, Tables
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.models_dev.layout import Entry, Provider, Release
    from valuegraph.sources.package import Package

__all__ = ["read"]

SURE = Decimal("0.7")
BY_NAME = Decimal("0.5")


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of models.dev.

    Parameters
    ----------
    package : Package
        The publisher's repository, or its folders ``models``, ``providers`` and ``labs``.
    manifest : Manifest
        What is known of the source.

    Returns
    -------
    Harvest
        Makers and weights of the labs' models, offerings, and prices of those who are no resellers.

    Raises
    ------
    DataError
        A file that cannot be read to its end, or a value that the lookups do not know.
    """
    providers = {provider.id: provider for provider in layout.providers(package)}
    entries = list(layout.entries(package, manifest.lookup))
    namer = Namer(Tables.of(manifest))
    shelf = Shelf(layout.releases(package), namer, manifest.lookup)
    named = manifest.lookup("firms")
    firms = {id_: named.get(id_, provider.name) for id_, provider in providers.items()}
    shelf.learn(entries, manifest.lookup("own"), firms)
    placed = [(entry, shelf.place(entry)) for entry in entries]
    weights = Weights(placed, shelf, manifest.lookup, firms)
    listing = Listing(manifest, providers, weights)
    for entry, place in placed:
        listing.enter(entry, place)
    offered = listing.close()
    models = [listed.model for listed in offered]
    told = weights.claims(models, When(manifest.snapshot, "asOfDay"), listing.document)
    claims = [*_of_labs(shelf, manifest), *listing.makers(), *told, *claims_of(offered)]
    refusals = [
        *_unlinked(package),
        *_licences(shelf),
        *listing.refusals,
        *weights.refusals(models),
    ]
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=tuple(claims),
        things=tuple(_formats(shelf)),
        refusals=tuple(refusals),
        counts=_counts(providers, shelf, entries, refusals) | dict(listing.counts),
    )


def _of_labs(shelf: Shelf, manifest: Manifest) -> Iterator[Claim]:
    """Say who makes a lab's models, and whether their weights can be had."""
    today = When(manifest.snapshot, "asOfDay")
    for id_, record in shelf.records.items():
        model = shelf.record(id_)
        if record.released.start > manifest.snapshot:
            raise DataError(
                f"release_date: {record.released.start} is after the day of the copy",
                where=record.locator,
                why="what is announced is not yet made",
                mend="name the day of this copy with --snapshot",
            )
        if model.cls != "Model" or id_ in shelf.same:
            continue
        maker = Mention("Organization", shelf.maker(id_))
        yield Claim(
            "Development", (("developer", maker), ("developedAsset", model)),
            record.released, record.locator, SURE, document="models",
        )  # fmt: skip
        status = "available" if record.open_weights else "notAvailable"
        yield Claim(
            "ComponentStatus",
            (
                ("ofAsset", model),
                ("component", Iri(VGX + "weights")),
                ("status", Iri(VGX + status)),
            ),
            today, record.locator, SURE, document="models",
        )  # fmt: skip


def _formats(shelf: Shelf) -> Iterator[Mention]:
    """Name the pages that hold a release in another number format."""
    for id_, record in shelf.records.items():
        for repository, format_ in record.repositories:
            if format_:
                yield Mention(
                    "Artifact", repository, ids=(f"hf:{repository}",), maker=shelf.maker(id_),
                    properties=(("holdsRelease", shelf.record(id_)),),
                )  # fmt: skip


def _unlinked(package: Package) -> Iterator[Refusal]:
    for name in layout.dangling(package):
        yield Refusal("a link to a file that is not in the copy", name)


def _licences(shelf: Shelf) -> Iterator[Refusal]:
    for record in shelf.records.values():
        if record.licence:
            yield Refusal(
                "a licence without the text or offering it stands in; too few to compare (4 of 231)",
                record.locator,
            )


def _counts(
    providers: dict[str, Provider], shelf: Shelf, entries: list[Entry], refusals: list[Refusal]
) -> dict[str, int]:
    records: list[Release] = list(shelf.records.values())
    why = Counter(refusal.why for refusal in refusals)
    dated = Counter(entry.precision for entry in entries)
    dated.update(record.released.precision for record in records)
    return {
        "providers": len(providers),
        "providers_with_address": sum(provider.has_address for provider in providers.values()),
        "labs": len({record.id.split("/")[0] for record in records}),
        "models_of_labs": len(records),
        "open_weights": sum(record.open_weights for record in records),
        "with_licence": sum(bool(record.licence) for record in records),
        "offers": len(entries),
        "links_to_nothing": why["a link to a file that is not in the copy"],
        "with_base_model": sum(bool(entry.same_as) for entry in entries),
        "with_price": sum(bool(entry.rates) for entry in entries),
        "offers_with_flag_of_weights": sum(entry.open_weights is not None for entry in entries),
        "with_zero_price": sum(
            bool(entry.rates) and not (entry.rates["input"] or entry.rates["output"])
            for entry in entries
        ),
        "with_status": sum(bool(entry.status) for entry in entries),
        "deprecated": sum(entry.status == "deprecated" for entry in entries),
        "dated_by_day": dated["day"],
        "dated_by_month": dated["month"],
        "placeholder_dates": sum(entry.epoch_date for entry in entries),
    }
