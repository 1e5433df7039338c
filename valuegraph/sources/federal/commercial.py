"""Products off the shelf: twenty common uses, and what each agency uses for them."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Refusal
from valuegraph.facts.records import Iri
from valuegraph.sources.federal.agencies import PUBLIC_ADMINISTRATION
from valuegraph.sources.federal.columns import COTS_COLUMNS
from valuegraph.sources.federal.operations import Told
from valuegraph.sources.federal.products import NAMED, several
from valuegraph.sources.federal.use_cases import TOGETHER
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from valuegraph.facts.records import Value
    from valuegraph.sources.federal.agencies import Agencies
    from valuegraph.sources.federal.products import Product, Products
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["commercial"]

AGENCY, USE, USED, PRODUCT, LICENCES = COTS_COLUMNS
DOCUMENT = "commercial"
YES = {"Y": True, "N": False, "": None}


def commercial(
    package: Package, name: str, manifest: Manifest, products: Products, agencies: Agencies
) -> Told:
    """Return one uptake for each agency, use and product.

    Parameters
    ----------
    package, name
        The copy and the path of the table in it.
    manifest : Manifest
        With the lookup ``functions``: wording of a use to ours.
    products, agencies
        The tables of the source.

    Returns
    -------
    Told
        A row that says no, says nothing, or names no product for certain gives no uptake.
    """
    counts: Counter[str] = Counter()
    claims, refusals, cells, seen = [], [], [], set()
    for row in package.table(name, AGENCY, COTS_COLUMNS):
        agency = agencies.named(row, AGENCY)
        seen.add(row.text(AGENCY))
        function = row.choice(USE, manifest.lookup("functions"))
        used = row.choice(USED, YES)
        cell = str(row.raw(PRODUCT))
        row.refuse(LICENCES)  # a band of the number of users: no measure of a share
        row.done()
        locator = f"{PurePosixPath(name).name}, {row.text(AGENCY)}: {function}"
        counts["commercial rows"] += 1
        counts["commercial rows yes"] += used is True
        cells += [cell] if cell.strip() else []
        if not used:
            told = "names a product but says no" if cell.strip() and used is False else ""
            refusals += [Refusal(f"commercial use: the agency {told}", locator)] if told else []
            continue
        made, refused = _uptakes(row, cell, function, products)
        refusals += [Refusal(f"commercial use: {why}", locator) for why in refused]
        for product in made:
            agencies.uses(agency, locator, DOCUMENT)
            offered = products.offering(product, PurePosixPath(name).name, DOCUMENT)
            use = (offered, function)
            claims.append(_uptake(agencies, agency, use, locator, among=len(made) > 1))
    counts |= Counter(
        {
            "commercial agencies": len(seen),
            "commercial product cells": len(cells),
            "commercial product spellings": len({" ".join(cell.split()) for cell in cells}),
            "commercial cells with several": sum(1 for cell in cells if TOGETHER.search(cell)),
        }
    )
    return Told(tuple(claims), tuple(refusals), dict(counts))


def _uptakes(
    row: Record, cell: str, function: str, products: Products
) -> tuple[list[Product], list[str]]:
    parts = several(cell)
    if not parts:
        return [], ["no product is named"]
    return products.read(row, PRODUCT, parts, function)


def _uptake(
    agencies: Agencies, agency: str, use: tuple[Claim, str], locator: str, *, among: bool
) -> Claim:
    offered, function = use
    values: tuple[tuple[str, Value], ...] = (("inSector", PUBLIC_ADMINISTRATION),)
    if among:
        values = (*values, ("exclusivity", Iri(VGX + "multi")))
    return Claim(
        "Uptake",
        (
            ("hasUser", agencies.mention(agency)),
            ("ofOffering", offered),
            ("functionLabel", function),
        ),
        agencies.when, locator, NAMED,
        values=values, kind="documentary", document=DOCUMENT,
    )  # fmt: skip
