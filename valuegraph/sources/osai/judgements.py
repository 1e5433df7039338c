"""The fourteen judged dimensions of a record, each a status of one component."""

from __future__ import annotations

import re
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
KEPT = "notAvailable"
ACCESS = re.compile(
    r"\bsign(?:ing|ed)?\b|consent|download|available (?:on|through|via) |access via", re.IGNORECASE
)
"""Words of a note on closed weights that speak of a way to them: somebody has to judge it."""


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
    noted: dict[str, str] = {}
    for dimension in manifest.lookup("dimensions"):
        block = record.within(dimension)
        block.refuse("metaprompt", "metaprompts")  # whether a prompt is shown
        block.choice("class", classes)
        parts.append((dimension, block.text("class")))
        noted[dimension] = _verdict(block, (system.where, dimension), manifest)
        links[dimension] = links_of(block)
        block.done()
    system = replace(system, parts=tuple(parts))
    if system.refused:
        return system
    system = with_repositories(system, links[WEIGHTS], links[BASE], manifest)
    licence, why = _licence(system, noted[WEIGHTS], manifest)
    refusals = [*system.refusals, *([Refusal(why, system.where)] if why else [])]
    claims = []
    for dimension, _ in parts:
        status, _, doubt = (part.strip() for part in noted[dimension].partition("|"))
        if not system.has_end and dimension in (WEIGHTS, DATA):
            left = Refusal("no end model is named", f"{system.where}, {dimension}")
            refusals.append(left)
            continue
        if not status:
            refusals.append(Refusal(doubt, f"{system.where}, {dimension}"))
            continue
        under = licence if dimension == WEIGHTS else None
        claims.append(_status(system, manifest, (dimension, status, doubt), under))
    return replace(system, claims=tuple(claims), refusals=tuple(refusals))


def _verdict(block: Record, at: tuple[str, str], manifest: Manifest) -> str:
    """Return the status of a dimension, `` | `` and a remark where its note made somebody judge it.

    Of a note nothing is taken but that: a class is for the index to give, but weights that are
    behind a form, or that the note itself says where to fetch, are not kept back.
    """
    status = manifest.lookup("classes")[block.text("class")]
    where, dimension = at
    judged = manifest.lookup("closed_weights")
    speaks = ACCESS.search(str(block.raw("notes") or ""))
    if dimension not in (WEIGHTS, BASE) or status != KEPT or not speaks:
        return status
    if f"{where}, {dimension}" not in judged:
        raise block.wrong(
            "notes",
            f"the weights are closed, and the note speaks of {speaks[0]!r}",
            "read it and add the record to [lookups.closed_weights] of the source",
        )
    return judged[f"{where}, {dimension}"]


def _status(
    system: System, manifest: Manifest, part: tuple[str, str, str], licence: Mention | None
) -> Claim:
    dimension, status, doubt = part
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
        note="; ".join(filter(None, (system.note, doubt))),
    )


def _licence(system: System, weights: str, manifest: Manifest) -> tuple[Mention | None, str]:
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
    status = weights.partition("|")[0].strip()
    if not status:
        return None, f"a licence ({text}) of weights of which nothing is told"
    if not system.has_end or status == KEPT:
        return None, f"a licence ({text}) of weights that cannot be had"
    name, _, declared = told.partition(" | ")
    return Mention("Licence", name, ids=(declared,) if declared else ()), ""
