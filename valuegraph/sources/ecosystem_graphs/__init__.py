"""Ecosystem Graphs: models, data sets and applications, who made them, and what they depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Harvest
from valuegraph.sources.ecosystem_graphs.assets import read_assets
from valuegraph.sources.ecosystem_graphs.leaning import Leaning
from valuegraph.sources.ecosystem_graphs.telling import told
from valuegraph.sources.tally import tally

if TYPE_CHECKING:
    from valuegraph.facts.drafts import Claim, Refusal
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]

COUNTED = (
    "assets", "assets without a date", "assets: application", "assets: dataset", "assets: model",
    "dependencies", "dependencies that dangle", "dependencies that resolve by a lookup",
    "dependencies that resolve exactly", "files", "licence strings",
)  # fmt: skip


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of the repository's ``assets`` folder.

    The table ``all_assets.csv`` beside it is made from the same files and is not read.

    Parameters
    ----------
    package : Package
        The user's clone, or an archive of it.
    manifest : Manifest
        With the lookups ``platforms``, ``organisations``, ``placeholders``, ``entered_twice``,
        ``namesakes``, ``access``, ``licences``, ``no_licence``, ``aliases`` and ``stubs``.

    Returns
    -------
    Harvest
        Developments, openness of weights, open data sets, and what depends on what.

    Raises
    ------
    DataError
        A file that cannot be read, a field that is not known, or a name that stands for two assets.
    """
    counts = tally(manifest, COUNTED)
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    assets = read_assets(package, manifest, counts)
    leaning = Leaning(manifest, assets, counts)
    for asset in assets:
        said, left = told(asset, manifest)
        claims += said
        refusals += left
        leaning.add(asset)
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=(*claims, *leaning.claims),
        things=tuple(asset.thing for asset in assets),
        refusals=(*refusals, *leaning.refusals),
        counts=dict(sorted(counts.items())),
    )
