"""The fourteen judged dimensions of a record, each a status of one component."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.sources.osai.systems import SURE, System, links_of, with_repositories
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.record import Record

__all__ = ["judged"]

WEIGHTS, DATA = "weights_endmodel", "datasources_endmodel"
BASE = "weights_basemodel"
CLOSED = "closed"


def judged(system: System, record: Record, manifest: Manifest) -> System:
    """Return the system with one claim for each dimension of its record.

    Parameters
    ----------
    system : System
        The head of the record.
    record : Record
        The whole record.
    manifest : Manifest
        With the lookups.

    Returns
    -------
    System
        With parts, repositories, claims and refusals.
    """
    classes = manifest.lookup("classes")
    parts: list[tuple[str, str]] = []
    links: dict[str, tuple[str, ...]] = {}
    for dimension in manifest.lookup("dimensions"):
        block = record.within(dimension)
        block.refuse("notes", "metaprompt", "metaprompts")  # prose; whether a prompt is shown
        block.choice("class", classes)
        parts.append((dimension, block.text("class")))
        links[dimension] = links_of(block)
        block.done()
    system = replace(system, parts=tuple(parts))
    if system.refused:
        return system
    system = with_repositories(system, links[WEIGHTS], links[BASE], manifest)
    licence, why = _licence(system, manifest)
    refusals = [*system.refusals, *([Refusal(why, system.where)] if why else [])]
    claims = []
    for dimension, grade in parts:
        if not system.has_end and dimension in (WEIGHTS, DATA):
            left = Refusal("no end model is named", f"{system.where}, {dimension}")
            refusals.append(left)
            continue
        under = licence if dimension == WEIGHTS else None
        claims.append(_status(system, manifest, (dimension, classes[grade]), under))
    return replace(system, claims=tuple(claims), refusals=tuple(refusals))


def _status(
    system: System, manifest: Manifest, part: tuple[str, str], licence: Mention | None
) -> Claim:
    dimension, status = part
    component = manifest.lookup("dimensions")[dimension]
    return Claim(
        "ComponentStatus",
        (
            ("ofAsset", system.model),
            ("component", Iri(VGX + component)),
            ("status", Iri(VGX + status)),
        ),
        When(manifest.snapshot, "asOfDay"),
        system.where,
        SURE,
        values=(("underLicence", licence),) if licence else (),
        note=system.note,
    )


def _licence(system: System, manifest: Manifest) -> tuple[Mention | None, str]:
    """Return the licence of the end model's weights, or why none is told.

    The same words may stand for two texts in two records, so that a lookup may begin with the file.
    """
    text, known = system.licence, manifest.lookup("licences")
    if not text or text in manifest.lookup("no_licence"):
        return None, manifest.lookup("no_licence").get(text, "no licence is named")
    told = known.get(f"{system.where}: {text}") or known.get(text)
    if told is None:
        raise DataError(
            f"endmodellicense: {text!r} is not among the licences the reader knows",
            where=f"{system.where}, system, column endmodellicense",
            why="another spelling would become another licence",
            mend="add it to [lookups.licences] or [lookups.no_licence] of the source",
        )
    if not system.has_end or dict(system.parts)[WEIGHTS] == CLOSED:
        return None, f"a licence ({text}) of weights that cannot be had"
    name, _, declared = told.partition(" | ")
    return Mention("Licence", name, ids=(declared,) if declared else ()), ""
