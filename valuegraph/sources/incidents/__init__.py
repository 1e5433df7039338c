"""AI Incident Database: who is alleged to have made, deployed or been harmed by what, and when."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Harvest
from valuegraph.sources.incidents.classified import read_sectors
from valuegraph.sources.incidents.listed import Listing

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of the weekly snapshot.

    Parameters
    ----------
    package : Package
        The publisher's folder or archive, with ``incidents.csv`` and ``classifications_CSETv1.csv``.
    manifest : Manifest
        With the lookups ``organisations``, ``placeholders`` and ``sectors``.

    Returns
    -------
    Harvest
        One incident role for each party that is named, and the sector where one was found.

    Raises
    ------
    DataError
        A table that cannot be read, or a value that nothing explains.
    """
    counts = Counter(dict.fromkeys(manifest.counts, 0))
    sectors = read_sectors(package, manifest, counts)
    listing = Listing(manifest, sectors, counts)
    listing.read(package)
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=tuple(listing.claims),
        things=tuple(listing.things),
        refusals=tuple(listing.refusals),
        counts=dict(sorted(counts.items())),
    )
