"""The component vector: what of a model can be had, as each source says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

COMPONENTS = (
    "weights",
    "baseModelWeights",
    "endModelWeights",
    "intermediateWeights",
    "trainingData",
    "baseTrainingData",
    "fineTuningData",
    "trainingCode",
    "preprocessingCode",
    "inferenceCode",
    "supportingTools",
    "evaluationCode",
    "evaluationData",
    "evaluationResults",
    "architecture",
    "modelCard",
    "dataCard",
    "technicalReport",
    "researchPaper",
    "codeDocumentation",
    "hardwareDocumentation",
    "modelMetadata",
    "sampleOutputs",
    "apiComponent",
    "packagedRelease",
    "wholeLicensing",
)
"""The concepts of the scheme `vgx:component`, in the order in which they are shown."""
WORDS = {"available": "available", "partial": "partial", "notAvailable": "not available"}
UNKNOWN = "unknown"
DATA = ("trainingData", "baseTrainingData")
CODE = ("trainingCode",)
COPIES = {"downloadable", "fullyOpen"}
"""Levels on which everybody gets a copy of the weights."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One fact's word on one component.

    Attributes
    ----------
    component, status : str
        Local names of concepts of `vgx:component` and `vgx:availability`.
    fact : str
        IRI of the fact; of an offering where its level of access says it.
    """

    component: str
    status: str
    fact: str


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a model, or several that do the same service, with every reading."""

    names: tuple[str, ...]
    readings: tuple[Reading, ...] = ()

    @property
    def statuses(self) -> tuple[str, ...]:
        """Every status on record, most open first; empty where none is."""
        given = {reading.status for reading in self.readings}
        return tuple(status for status in WORDS if status in given)

    @property
    def told(self) -> str:
        """The status in words; where sources differ, each of them."""
        return " / ".join(WORDS[status] for status in self.statuses) or UNKNOWN

    @property
    def facts(self) -> tuple[str, ...]:
        """IRIs of the facts, once each."""
        return tuple(dict.fromkeys(reading.fact for reading in self.readings))


def vector(readings: Iterable[Reading]) -> dict[str, Part]:
    """Return every component by name, those without a reading too; sources that differ stay."""
    found: dict[str, list[Reading]] = {name: [] for name in COMPONENTS}
    for reading in readings:
        found.setdefault(reading.component, []).append(reading)
    return {name: Part((name,), tuple(given)) for name, given in found.items()}


def together(parts: dict[str, Part], names: tuple[str, ...]) -> Part:
    """Return components that do the same service as one part with all their readings."""
    return Part(names, tuple(r for name in names if name in parts for r in parts[name].readings))


def implied(level: str, channel: str, offering: str, stated: Iterable[Reading]) -> list[Reading]:
    """Return what the level of access of an offering says of components by its definition.

    Weights that are given out are there; full openness is access to weights, code and data alike.
    A stated status of the weights stays alone unless it says that there are none: the sources call
    weights partly available where their licence restricts use, and that the terms tell.

    Parameters
    ----------
    level, channel : str
        Local names of the concepts.
    offering : str
        IRI of the fact.
    stated : iterable of Reading
        What other facts say of the same asset.
    """
    if channel != "weightDownload":
        return []
    had = {reading.status for reading in stated if reading.component == "weights"}
    found = []
    if level in COPIES and not had - {"notAvailable"}:
        found.append(Reading("weights", "available", offering))
    if level == "gradualRelease" and not had:
        found.append(Reading("weights", "partial", offering))
    if level == "fullyOpen":
        found += [Reading(name, "available", offering) for name in ("trainingData", *CODE)]
    return found
