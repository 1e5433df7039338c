"""What is counted in a copy of the tool's records."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from valuegraph.sources.own_repository import repositories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.sources.mot.releases import Release

__all__ = ["tally"]


def tally(releases: Sequence[Release]) -> Counter[str]:
    """Return the counts by which one copy is told from another."""
    counts: Counter[str] = Counter()
    counts["records"] = len(releases)
    counts["names"] = len({one.name for one in releases})
    counts["producers"] = len({one.producer for one in releases if one.producer})
    counts["origins filled"] = sum(bool(one.origin) for one in releases)
    counts["addresses at Hugging Face"] = sum(bool(one.huggingface) for one in releases)
    counts["distinct repositories"] = len(set(repositories(one.huggingface for one in releases)))
    counts["own repositories"] = sum(bool(one.own) for one in releases)
    counts["licences of the whole"] = sum(bool(one.licences) for one in releases)
    return counts
