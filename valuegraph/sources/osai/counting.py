"""What is counted in a copy of the index."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.sources.osai.systems import System

__all__ = ["tally"]

BASE_DATA, BASE_WEIGHTS = "datasources_basemodel", "weights_basemodel"
END_WEIGHTS, CODE = "weights_endmodel", "trainingcode"


def tally(systems: Sequence[System]) -> Counter[str]:
    """Return the counts by which one copy is told from another."""
    grades = [grade for one in systems for _, grade in one.parts]
    counts: Counter[str] = Counter()
    counts["records"] = len(systems)
    counts["judgements"] = len(grades)
    for grade in ("open", "partial", "closed"):
        counts[f"judgements {grade}"] = grades.count(grade)
    counts["organisations"] = _several(one.organisation for one in systems)
    counts["licence spellings"] = _several(one.licence for one in systems)
    counts["base model names"] = _several(one.written[1] for one in systems)
    counts["types"] = _several(kind for one in systems for kind in one.kind.split(","))
    counts["records without a base model"] = sum(not one.written[1] for one in systems)
    counts["records without a date"] = sum(one.released is None for one in systems)
    counts["repositories of end models"] = sum(bool(one.end_repository) for one in systems)
    counts["repositories of base models"] = sum(bool(one.base_repository) for one in systems)
    counts["open weights over closed base data"] = sum(
        _grade(one, END_WEIGHTS) == "open" and _grade(one, BASE_DATA) == "closed" for one in systems
    )
    counts["base data, base weights and training code open"] = sum(
        all(_grade(one, part) == "open" for part in (BASE_DATA, BASE_WEIGHTS, CODE))
        for one in systems
    )
    return counts


def _several(names: Iterable[str]) -> int:
    return len({name for name in names if name})


def _grade(system: System, part: str) -> str:
    return dict(system.parts)[part]
