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
    """Return the stage of each box: where it has most supplies, upstream where equal."""
    lines: dict[str, Counter[int]] = {}
    for name, node in projection.network.nodes.items():
        away = [d for d, _, _ in projection.network.leaving(name) if boxes[d] != boxes[name]]
        lines.setdefault(boxes[name], Counter())[STAGES.index(node.stage)] += len(away)
    return {box: min(found, key=lambda at: (-found[at], at)) for box, found in lines.items()}


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
    """Return the group that a box joins when there are too many to show one by one."""
    node = projection.network.nodes[box]
    if box in projection.network.targets:
        sector = box.rpartition("#in-")[2]
        name = projection.catalogue.label(f"http://data.europa.eu/ux2/nace2.1/{sector}")
        return f"{short(name)} ({sector})"
    if STAGES[stage] == "offerings" and node.firm:
        return f"{projection.catalogue.label(node.firm)} offerings"
    if STAGES[stage] in {"models", "accelerators"}:
        maker = makers.get(box)
        if maker:
            return f"{projection.catalogue.label(maker)} {STAGES[stage]}"
    return None


def short(sector: str) -> str:
    """Return the first words of a sector's name, which is what its box has room for."""
    return re.split(r"[,;]| and | activities", sector)[0]
