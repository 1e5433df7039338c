"""AI Incident Database: who is alleged to have made, deployed or been harmed by what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Harvest
from valuegraph.sources.incidents.classified import read_sectors
from valuegraph.sources.incidents.listed import Listing
from valuegraph.sources.tally import tally

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]

COUNTED = (
    "classified", "classified with a sector", "classified with a sector that is carried",
    "classified, not published", "incidents",
    "incidents whose deployers are not their developers",
    "incidents with a deployer and a sector", "links to 'unknown': allegedDeployer",
    "links to 'unknown': allegedDeveloper", "links to 'unknown': allegedlyHarmed",
    "links to nobody: allegedDeployer", "links to nobody: allegedDeveloper",
    "links to nobody: allegedlyHarmed", "links to organisations: allegedDeployer",
    "links to organisations: allegedDeveloper", "links to organisations: allegedlyHarmed",
    "links: allegedDeployer", "links: allegedDeveloper", "links: allegedlyHarmed",
)  # fmt: skip


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
    counts = tally(manifest, COUNTED)
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
