"""The parts that a record lists, and what may be said of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.sources.mot.releases import SURE, WHOLE
from valuegraph.sources.record import Record
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.mot.releases import Release

__all__ = ["Parts", "read_components"]

DOCUMENT = "document"
AVAILABLE, ABSENT = "available", "notAvailable"
NOWHERE = "a licence in a record that names no place where the part could be had"
NO_LICENCE = "neither the part nor the release names a licence"
OF_A_FAMILY = "the record does not say of which release of the family"
ELSEWHERE = "the licence of the release, for a part that has an address of its own"
BESIDE = "'not included' beside an address where the release can be fetched"


@dataclass(slots=True)
class Parts:
    """What the parts of one record give; `spellings` are the cells for licences as written."""

    claims: list[Claim] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    spellings: set[str] = field(default_factory=set)


def read_components(body: Record, release: Release, manifest: Manifest) -> Parts:
    """Read the list of parts of a record.

    A licence says that the part was given out, if the record names a place. ``unlicensed`` says
    nothing: most parts so marked are absent, others only lack a licence.

    Parameters
    ----------
    body : Record
        The block ``release``.
    release : Release
        Its head.
    manifest : Manifest
        With the lookups.

    Returns
    -------
    Parts
        Claims, refusals and counts.
    """
    parts = Parts()
    seen: set[str] = set()
    for row in body.items("components"):
        if not isinstance(row, dict):
            raise body.wrong("components", f"{row!r} is not a component")
        component = Record(row, f"{release.where}, components")
        name = component.text("name")
        component.choice("name", manifest.lookup("components"))
        if name in seen:
            raise component.wrong("name", f"{name!r} stands twice")
        seen.add(name)
        # the description is the framework's own text, the same in every record
        component.refuse("description", "license_path")
        written = component.optional("license") if component.has("license") else ""
        path = component.optional("component_path") if component.has("component_path") else ""
        component.refuse("license", "component_path")
        component.done()
        parts.counts["component rows"] += 1
        for cell, told in COUNTED.items():
            parts.counts[told] += written == cell
        parts.spellings.add(written)
        _part(parts, release, (name, written, path), manifest)
    return parts


COUNTED = {
    "": "cells without a licence",
    "Undisclosed": "cells that say 'Undisclosed'",
    "unlicensed": "cells that say 'unlicensed'",
}
"""Cells that are counted by themselves."""


def _part(parts: Parts, release: Release, row: tuple[str, str, str], manifest: Manifest) -> None:
    name, written, path = row
    kind = manifest.lookup("parts")[name]
    stray = manifest.lookup("licence_in_path").get(path, "")
    own = written or stray or release.licences.get(kind, "")
    text = own or release.licences.get(WHOLE, "")
    status, licence, why = _standing(release, text, manifest)
    if licence and not own and _elsewhere(path, release):
        licence = None
        if not release.refused:
            parts.refusals.append(Refusal(ELSEWHERE, f"{release.where}, {name}"))
    parts.counts["cells that say 'not included'"] += status == ABSENT
    if status == AVAILABLE and kind != DOCUMENT and not release.has_place:
        why = why or NOWHERE
    why = why or (OF_A_FAMILY if release.family else "")
    if release.refused:
        return
    if why:
        parts.refusals.append(Refusal(why, f"{release.where}, {name}"))
        return
    parts.claims.append(
        Claim(
            "ComponentStatus",
            (
                ("ofAsset", release.asset),
                ("component", Iri(VGX + manifest.lookup("components")[name])),
                ("status", Iri(VGX + status)),
            ),
            When(manifest.snapshot, "asOfDay"),
            release.where,
            SURE,
            values=(("underLicence", licence),) if licence else (),
        )
    )


def _elsewhere(path: str, release: Release) -> bool:
    """Whether a part lies in another place than the release, whose licence then is not its own."""
    places = [each for each in (release.repository, release.huggingface) if each]
    return bool(path) and not any(path.startswith(each) for each in places)


def _standing(release: Release, text: str, manifest: Manifest) -> tuple[str, Mention | None, str]:
    """Return what a licence cell says of its part: status, licence, and why nothing can be told."""
    if text in manifest.lookup("not_included"):
        return ABSENT, None, BESIDE if release.huggingface else ""
    if not text or text in manifest.lookup("no_licence"):
        return "", None, manifest.lookup("no_licence").get(text, NO_LICENCE)
    if text in manifest.lookup("unclear_licence"):
        return AVAILABLE, None, ""
    cell = Record({"license": text}, f"{release.where}, components")
    name, _, declared = cell.choice("license", manifest.lookup("licences")).partition(" | ")
    return AVAILABLE, Mention("Licence", name, ids=(declared,) if declared else ()), ""
