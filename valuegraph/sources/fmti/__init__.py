"""Foundation Model Transparency Index: which firm tells what, indicator by indicator, by edition."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Harvest
from valuegraph.sources.fmti.editions import EDITIONS
from valuegraph.sources.fmti.indicators import read_indicators
from valuegraph.sources.fmti.reports import check_reports
from valuegraph.sources.fmti.scores import read_scores

if TYPE_CHECKING:
    from valuegraph.facts.drafts import Claim, Refusal
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of the index: both editions, and nothing that compares them.

    Parameters
    ----------
    package : Package
        The publisher's folder or archive.
    manifest : Manifest
        With the lookups ``firms_may2024``, ``firms_dec2025``, ``report_names``,
        ``report_headings``, ``indicators`` and ``scores``.

    Returns
    -------
    Harvest
        One disclosure for each firm, indicator and edition.

    Raises
    ------
    DataError
        A table that cannot be read, or a score that the firm's report contradicts.
    """
    counts: Counter[str] = Counter()
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    names: list[set[str]] = []
    for edition in EDITIONS:
        indicators = read_indicators(package, edition)
        table = read_scores(package, manifest, edition, indicators)
        counts[f"reports {edition.name}"] = check_reports(package, manifest, edition, table)
        counts[f"firms {edition.name}"] = len(table.firms)
        counts[f"indicators {edition.name}"] = len(indicators)
        counts[f"scores {edition.name}"] = len(table.claims)
        counts[f"met {edition.name}"] = table.met
        claims += table.claims
        refusals += table.refusals
        names.append({each.name for each in indicators.values()})
    counts["scores"] = len(claims)
    counts["indicator names in both editions"] = len(set.intersection(*names))
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=tuple(claims),
        refusals=tuple(refusals),
        counts=dict(sorted(counts.items())),
    )
