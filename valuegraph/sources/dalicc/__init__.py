"""DALICC licence library: what each licence permits, forbids and demands, as the library reads it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Harvest, Refusal
from valuegraph.sources.dalicc.library import Library
from valuegraph.sources.dalicc.rules import Rules

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]

FILE = "licenselibrary.ttl"


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of the library.

    Parameters
    ----------
    package : Package
        With ``licenselibrary.ttl``.
    manifest : Manifest
        With the lookups ``actions``, ``spdx`` and ``not_licences``.

    Returns
    -------
    Harvest
        For each licence one reading of what it permits, one of what it forbids, and one of what it
        demands for each permission. None is a licence term: `licence check` rests on the terms
        that were read here.

    Raises
    ------
    DataError
        The Turtle is damaged, a licence has a property or an action that is not known.
    """
    name = package.one(FILE)
    library = Library(package.text(name), name)
    rules = Rules(manifest)
    counts: Counter[str] = Counter()
    claims, refusals = [], []
    for record in library.licences():
        own = rules.of(record, library)
        counts.update(own.counts)
        if own.key in manifest.lookup("not_licences"):
            why = manifest.lookup("not_licences")[own.key]
            refusals.append(Refusal(why, record.where))
            continue
        claims += own.claims
        refusals += own.refusals
    if not counts:
        raise DataError(
            "no licence stands in this file",
            where=f"{package.path}, {name}",
            why="a licence is of the class odrl:Set",
            mend="fetch licenselibrary.ttl from the publisher again",
        )
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=tuple(claims),
        refusals=tuple(refusals),
        counts=dict(sorted(counts.items())),
    )
