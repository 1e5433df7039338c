"""US federal AI use case inventory: what each agency runs or plans, and which products it uses."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Harvest
from valuegraph.sources.federal.agencies import Agencies
from valuegraph.sources.federal.commercial import commercial
from valuegraph.sources.federal.operations import operations, uptakes
from valuegraph.sources.federal.products import Products
from valuegraph.sources.federal.use_cases import use_cases

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]

USE_CASES = "*_individually_reported_AI_use_cases.csv"
COMMERCIAL = "*_consolidated_COTS_AI_use_cases.csv"
_YEAR = re.compile(r"(\d{4})_")


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of the inventory.

    Parameters
    ----------
    package : Package
        The publisher's folder or archive, with both tables.
    manifest : Manifest
        With the lookups ``agencies``, ``offerings``, ``spellings``, ``not_products``, ``titles``,
        ``systems``, ``vendors``, ``vendor_models``, ``not_vendors``, ``functions`` and ``topics``.

    Returns
    -------
    Harvest
        Operations of use cases, uptakes of offerings, and the agencies' places in the chain.

    Raises
    ------
    DataError
        A row that cannot be read, by file and row.
    """
    name, other = package.one(USE_CASES), package.one(COMMERCIAL)
    year = _year(name, other)
    counts: Counter[str] = Counter()
    products = Products(manifest, year)
    agencies = Agencies(manifest, year)
    cases, refusals = use_cases(package, name, manifest, counts)
    told = operations(cases, products, agencies)
    used = tuple(uptakes(cases, products, agencies))
    told_too = commercial(package, other, manifest, products, agencies)
    counts.update(told_too.counts)
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=(*told.claims, *used, *told_too.claims, *agencies.claims()),
        refusals=(*refusals, *told.refusals, *told_too.refusals),
        counts=dict(sorted(counts.items())),
    )


def _year(*names: str) -> int:
    """Return the year of the inventory, which only the names of its files tell."""
    found = {match[1] for name in names if (match := _YEAR.match(PurePosixPath(name).name))}
    if len(found) != 1:
        raise DataError(
            f"the two tables are of {' and '.join(sorted(found)) or 'no year'}",
            where=", ".join(names),
            why="uses of one year would be told of another",
            mend="name a folder with both tables of one inventory",
        )
    return int(found.pop())
