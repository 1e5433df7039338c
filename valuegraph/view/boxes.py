"""Which boxes a map has: firms with what they run, things, implementors, sectors."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from valuegraph.projection.assembly import local
from valuegraph.projection.network import STAGES
from valuegraph.view.model import MapNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.projection import Projection

SECTOR_STAGE = len(STAGES)
LICENCE = "/lic-"
# Stages of things that somebody makes, and the group of those whose maker no source names.
MADE = {"models": "developer not stated", "accelerators": None}
MAKING = {"development", "acceleratorDesign"}


def boxes_of(projection: Projection) -> dict[str, str]:
    """Return the box of each node: a firm's capabilities are drawn as the firm."""
    found = {}
    for name, node in projection.network.nodes.items():
        own = name in projection.network.targets or "#" not in name or node.firm is None
        found[name] = name if own else node.firm or name
    return found


def map_nodes(projection: Projection, boxes: dict[str, str], marked: set[str]) -> Iterable[MapNode]:
    """Yield the boxes, and one for each sector; a firm stands where it supplies most."""
    stage = _stages(projection, boxes)
    makers = _makers(projection)
    for box in sorted(set(boxes.values())):
        node = projection.network.nodes[box]
        at = stage[box]
        where = projection.domiciles.get(node.firm or "")
        yield MapNode(
            id=box,
            label=node.label,
            stage=at,
            stage_label=STAGES[at],
            layer=local(projection.catalogue.value(box, "inLayer") or "") or STAGES[at],
            kind=_kind(projection, box),
            jurisdiction=local(where).removeprefix("jur-").upper() if where else None,
            group=_group(projection, box, at, makers),
            chokepoint=box in marked,
        )
    for sector in sorted({name.rpartition("#in-")[2] for name in projection.network.targets}):
        iri = f"http://data.europa.eu/ux2/nace2.1/{sector}"
        yield MapNode(
            id=iri,
            label=f"{short(projection.catalogue.label(iri))} ({sector})",
            stage=SECTOR_STAGE,
            stage_label="sectors",
            layer="sector",
            kind="sector",
        )


def _stages(projection: Projection, boxes: dict[str, str]) -> dict[str, int]:
    """Return the stage of each box: where it has most supplies, upstream where equal.

    A market is where its last suppliers are: it stands for what they sell.
    """
    lines: dict[str, Counter[int]] = {}
    for name, node in projection.network.nodes.items():
        away = [d for d, _, _ in projection.network.leaving(name) if boxes[d] != boxes[name]]
        lines.setdefault(boxes[name], Counter())[STAGES.index(node.stage)] += len(away)
    found = {box: min(at, key=lambda n: (-at[n], n)) for box, at in lines.items()}
    for supplier, dependent, _ in projection.network.supplies:
        if projection.catalogue.is_a(boxes[dependent], "Market"):
            found[boxes[dependent]] = max(found[boxes[dependent]], found[boxes[supplier]])
    return found


def _kind(projection: Projection, box: str) -> str:
    if box in projection.network.targets:
        return "implementor"
    for cls in ("Organization", "AIChip", "Model", "ModelFamily", "Market", "SoftwareTool"):
        if projection.catalogue.is_a(box, cls):
            return cls
    return "Offering" if "/off-" in box else "thing"


def _makers(projection: Projection) -> dict[str, str | None]:
    """Return the firm that made each thing, the first one listed."""
    made: dict[str, str | None] = {}
    for supplier, thing, role in projection.network.supplies:
        if role in MAKING:
            made.setdefault(thing, projection.network.nodes[supplier].firm)
    return made


def _group(
    projection: Projection, box: str, stage: int, makers: dict[str, str | None]
) -> str | None:
    """Return the group that a box joins when there are too many to show one by one.

    A firm and what it makes or offers at a stage are one group, which bears its name.
    """
    node, label = projection.network.nodes[box], projection.catalogue.label
    if box in projection.network.targets:
        sector = box.rpartition("#in-")[2]
        return f"{short(label(f'http://data.europa.eu/ux2/nace2.1/{sector}'))} ({sector})"
    if STAGES[stage] == "offerings" and node.firm:
        return label(node.firm)
    if STAGES[stage] not in MADE:
        return None
    if projection.catalogue.is_a(box, "Organization"):
        return node.label
    if LICENCE in box:
        return "licences"
    maker = next(filter(None, map(makers.get, _kin(projection, box))), None)
    return label(maker) if maker else MADE[STAGES[stage]]


def _kin(projection: Projection, box: str) -> Iterable[str]:
    """Yield a thing, what it varies and the families around it."""
    seen: set[str] = set()
    queue = [box]
    while queue:
        at = queue.pop(0)
        if at not in seen:
            seen.add(at)
            yield at
            near = (projection.catalogue.value(at, link) for link in ("variantOf", "inFamily"))
            queue += [other for other in near if other]


def short(sector: str) -> str:
    """Return the first words of a sector's name, which is what its box has room for."""
    return re.split(r"[,;]| and | activities", sector)[0]
