"""European Open Source AI Index: one YAML file a system, fourteen judged dimensions each."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Harvest, Refusal
from valuegraph.sources.osai.counting import tally
from valuegraph.sources.osai.judgements import judged
from valuegraph.sources.osai.systems import System, read_system, said
from valuegraph.sources.record import Record

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of the index.

    Parameters
    ----------
    package : Package
        The publisher's folder or archive.
    manifest : Manifest
        With the lookups ``dimensions``, ``classes``, ``makers``, ``names``, ``repositories``,
        ``swapped``, ``no_model``, ``no_base``, ``doubted_base``, ``licences`` and ``no_licence``.

    Returns
    -------
    Harvest
        Developments, derivations and one component status for each judgement.

    Raises
    ------
    DataError
        A record that cannot be read, by file and field.
    """
    counts: Counter[str] = Counter()
    systems: list[System] = []
    refusals: list[Refusal] = []
    for name in package.some("*.yaml", "record of the index"):
        record = Record.of(package.yaml(name), PurePosixPath(name).name)
        system = read_system(record, manifest)
        system = judged(system, record, manifest)
        record.done()
        counts["files"] += 1
        refusals += system.refusals
        if system.refused:
            refusals.append(Refusal(system.refused, record.where))
        if system.listed:
            systems.append(system)
    counts.update(tally(systems))
    told = [system for system in systems if not system.refused]
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=tuple(claim for system in told for claim in said(system, manifest)),
        refusals=tuple(refusals),
        counts=dict(sorted(counts.items())),
    )
