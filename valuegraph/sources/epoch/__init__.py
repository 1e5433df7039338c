"""Epoch AI: models, accelerators, clusters, data centres and companies, as its tables state them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Harvest
from valuegraph.sources.epoch.cluster_rows import read_clusters
from valuegraph.sources.epoch.clusters import claim_clusters
from valuegraph.sources.epoch.companies import read_companies
from valuegraph.sources.epoch.data_centres import read_data_centres
from valuegraph.sources.epoch.gathering import Gathering
from valuegraph.sources.epoch.hardware import read_hardware
from valuegraph.sources.epoch.model_tables import read_tables
from valuegraph.sources.epoch.models import claim_models

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy: the folders ``ai_models``, ``ml_hardware``, ``gpu_clusters`` and so on.

    Parameters
    ----------
    package : Package
        The copy.
    manifest : Manifest
        Day of the copy, and what odd values mean.

    Returns
    -------
    Harvest
        Claims in Epoch AI's own names.

    Raises
    ------
    DataError
        A file is missing, cut off or of another layout, or holds a value that is not known.
    """
    gathering = Gathering(manifest)
    clusters = read_clusters(package, gathering)
    chips = read_hardware(package, gathering, clusters.first_uses())
    claim_clusters(clusters, chips, gathering)
    claim_models(read_tables(package, gathering), chips, gathering)
    read_data_centres(package, gathering)
    read_companies(package, gathering)
    links = [chip for row in clusters.rows for chip, _ in row.chips]
    gathering.counts["cluster chip links to the hardware table"] = sum(
        chip in chips.names for chip in links
    )
    return Harvest(
        manifest.id,
        manifest.snapshot,
        package.digest(),
        tuple(gathering.claims),
        tuple(gathering.things.values()),
        tuple(gathering.refusals),
        dict(sorted(gathering.counts.items())),
    )
