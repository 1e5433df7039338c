"""Model Openness Tool: one YAML file a release, with the parts that it lists and their licences."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Harvest, Refusal, When
from valuegraph.sources.mot.components import read_components
from valuegraph.sources.mot.counting import tally
from valuegraph.sources.mot.releases import SURE, read_release
from valuegraph.sources.record import Record

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.mot.releases import Release
    from valuegraph.sources.package import Package

__all__ = ["read"]

FRAMEWORK = ("Model Openness Framework", "1.0")


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of the tool's records.

    Parameters
    ----------
    package : Package
        The publisher's folder or archive.
    manifest : Manifest
        With the lookups ``components``, ``parts``, ``licences``, ``unclear_licence``,
        ``no_licence``, ``not_included``, ``makers``, ``no_maker``, ``names``, ``no_model``,
        ``families``, ``sizes`` and ``repositories``.

    Returns
    -------
    Harvest
        Developments, and a status for each part of which the record says something definite.

    Raises
    ------
    DataError
        A record that cannot be read, by file and field.
    """
    counts: Counter[str] = Counter()
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    releases: list[Release] = []
    spellings: set[str] = set()
    for name in package.some("models/*.yml", "record of the tool"):
        record = Record.of(package.yaml(name), f"models/{PurePosixPath(name).name}")
        _check_framework(record.within("framework"))
        body = record.within("release")
        release = read_release(body, record.where, manifest)
        found = read_components(body, release, manifest)
        body.done()
        record.done()
        releases.append(release)
        counts.update(found.counts)
        spellings |= found.spellings
        refusals += [*release.refusals, *found.refusals]
        if not release.refused:
            claims += [*_developments(release, manifest), *found.claims]
    counts.update(tally(releases))
    counts["spellings in licence cells"] = len(spellings)
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=tuple(claims),
        refusals=tuple(refusals),
        counts=dict(sorted(counts.items())),
    )


def _developments(release: Release, manifest: Manifest) -> list[Claim]:
    when = When(manifest.snapshot, "asOfDay")
    return [
        Claim(
            "Development",
            (("developer", maker), ("developedAsset", release.asset)),
            when,
            release.where,
            SURE,
        )
        for maker in release.makers
    ]


def _check_framework(framework: Record) -> None:
    name, version = framework.text("name"), framework.text("version")
    framework.refuse("date")  # of the framework, the same in every record
    framework.done()
    if (name, version) != FRAMEWORK:
        raise framework.wrong(
            "version",
            f"{name} {version} is not {' '.join(FRAMEWORK)}",
            "another edition of the framework may have other parts; the reader must be renewed",
        )
