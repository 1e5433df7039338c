"""Map data as the plain values that the page reads."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from valuegraph.view import layout as geometry
from valuegraph.view.palette import canonical, jurisdiction_fills, kind_styles, spaced
from valuegraph.view.periods import period_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.view.groups import Box, Levels
    from valuegraph.view.layout import Layout
    from valuegraph.view.model import MapChokepoint, MapData, MapEvidence, MapStatement

CONTROL = re.compile(r"[\x00-\x20\x7f]")


def safe_url(url: str | None) -> str | None:
    """Return the address if it may become a link: http or https with a host, nothing hidden.

    Parameters
    ----------
    url : str or None

    Returns
    -------
    str or None
    """
    if not url or CONTROL.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


class Sources:
    """Each source once, numbered in the order of its first use."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str, str, str], int] = {}

    def number(self, item: MapEvidence) -> int:
        """Return the number of the source of this evidence."""
        day = item.date.isoformat() if item.date else ""
        key = (item.source_title, item.publisher, item.url, day)
        return self.numbers.setdefault(key, len(self.numbers))

    def table(self) -> list[dict[str, Any]]:
        """Return title, publisher, address, link and date of every source."""
        return [
            {"title": title, "publisher": publisher, "url": url, "link": safe_url(url), "date": day}
            for title, publisher, url, day in self.numbers
        ]


def node_entries(data: MapData, levels: Levels, layout: Layout) -> Iterator[dict[str, Any]]:
    """Yield one entry for each node, in the order of the data."""
    for index, node in enumerate(data.nodes):
        entry = _box_entry(levels.boxes[index], layout)
        entry |= {
            "key": node.id,
            "stageLabel": node.stage_label,
            "layer": spaced(node.layer),
            "kind": spaced(node.kind),
            "jurisdiction": node.jurisdiction or "",
            "choke": node.chokepoint,
            "note": node.note,
            "governance": [[g.type, g.reason, g.offerings] for g in node.governance],
        }
        yield entry


def group_entries(data: MapData, levels: Levels, layout: Layout) -> Iterator[dict[str, Any]]:
    """Yield one entry for each group with the bay in which its members are shown."""
    seen: Counter[str] = Counter()
    for box in levels.boxes.values():
        if not box.members:
            continue
        bay = layout.bays[box.id]
        name = f"{box.stage}:{box.label}"
        seen[name] += 1
        entry = _box_entry(box, layout)
        entry |= {
            "key": f"group:{name}" if seen[name] == 1 else f"group:{name}:{seen[name]}",
            "count": box.count,
            "choke": any(data.nodes[index].chokepoint for index in levels.nodes_in(box.id)),
            "bay": {"width": bay.width, "height": bay.height, "top": bay.top, "places": bay.places},
        }
        yield entry


def _box_entry(box: Box, layout: Layout) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": box.id, "label": box.label, "stage": box.stage}
    if box.parent is None:
        entry["x"], entry["y"] = layout.places[box.id]
    else:
        entry["parent"] = box.parent
    return entry


def statement_entry(
    item: MapStatement, numbers: dict[str, int], kinds: dict[str, int], sources: Sources
) -> dict[str, Any]:
    """Return one statement with its ends, kind and sources as numbers.

    Parameters
    ----------
    item : MapStatement
    numbers : dict of str to int
        Node ids and their numbers.
    kinds : dict of str to int
        Relation kinds and their numbers.
    sources : Sources
        Takes up the sources of the evidence.

    Returns
    -------
    dict
    """
    return {
        "from": numbers[item.source],
        "to": numbers[item.target],
        "fact": item.id,
        "kind": kinds[canonical(item.kind)],
        "role": spaced(item.role),
        "label": item.label,
        "start": item.valid_from.isoformat() if item.valid_from else "",
        "period": period_words(item.valid_from, item.valid_to, item.precision),
        "confidence": round(item.confidence, 3),
        "disputed": item.disputed,
        "terms": spaced(item.terms),
        "evidence": [
            [sources.number(e), e.locator, round(e.confidence, 3), int(e.stance == "disputes")]
            for e in item.evidence
        ],
    }


def chokepoint_entry(item: MapChokepoint, numbers: dict[str, int]) -> dict[str, Any]:
    """Return one line of the chokepoint list with its nodes as numbers."""
    entry = asdict(item)
    entry["nodes"] = [numbers[name] for name in entry.pop("node_ids")]
    entry["steps"] = [[step["sentence"], step["facts"]] for step in entry.pop("certificate")]
    return entry


def page_entries(data: MapData, levels: Levels, layout: Layout) -> dict[str, Any]:
    """Return what the page needs besides boxes and statements."""
    numbers = {node.id: index for index, node in enumerate(data.nodes)}
    return {
        "title": data.title,
        "asOf": data.as_of.isoformat(),
        "version": data.dataset_version,
        "hash": data.dataset_hash,
        "theme": data.theme,
        "coverage": data.coverage_lines,
        "assumptions": data.assumptions,
        "stages": [
            {"label": label[:1].upper() + label[1:], "left": left, "right": right}
            for label, (left, right) in zip(levels.stages, layout.stages, strict=True)
        ],
        "size": {
            "width": layout.width,
            "height": layout.height,
            "box": [layout.box_width, geometry.BOX_HEIGHT],
            "font": geometry.FONT_SIZE,
        },
        "kinds": [asdict(style) for style in kind_styles(s.kind for s in data.statements)],
        "fills": [asdict(fill) for fill in jurisdiction_fills(n.jurisdiction for n in data.nodes)],
        "chokepoints": [chokepoint_entry(item, numbers) for item in data.chokepoints],
    }
