"""What a map may not say: entries that cannot be drawn truthfully, named one by one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The entries are those of `valuegraph.view.model`, which imports this module.

PRECISIONS = ("day", "month", "quarter", "year", "asOfDay", "asOfMonth", "asOfYear")
STANCES = ("supports", "disputes")
VIEWS = ("renewal", "continuity")


def node_problems(nodes: Iterable[Any], stages: int) -> Iterator[str]:
    """Yield what is wrong with boxes."""
    seen: Counter[str] = Counter()
    for node in nodes:
        seen[node.id] += 1
        if not node.id or not node.label.strip():
            yield f"node {node.id!r} has no id or no label"
        if node.stage is not None and not 0 <= node.stage < stages:
            yield f"node {node.id!r} has stage {node.stage}, there are {stages} stages"
    for name, count in seen.items():
        if count > 1:
            yield f"node id {name!r} is used {count} times"


def statement_problems(statements: Iterable[Any], known: set[str]) -> Iterator[str]:
    """Yield what is wrong with statements, given the ids of all boxes."""
    for statement in statements:
        where = f"statement {statement.id!r}"
        for end in (statement.source, statement.target):
            if end not in known:
                yield f"{where} names {end!r}, which is no node"
        if not statement.id or not statement.kind:
            yield f"{where} has no id or no kind"
        if statement.precision not in PRECISIONS:
            yield f"{where} has precision {statement.precision!r}, not one of {PRECISIONS}"
        if not 0 <= statement.confidence <= 1:
            yield f"{where} has confidence {statement.confidence}, outside 0 to 1"
        start, end_date = statement.valid_from, statement.valid_to
        if start is not None and end_date is not None and end_date <= start:
            yield f"{where} ends on {end_date}, not after its start {start}"
        if not statement.evidence:
            yield f"{where} has no evidence"
        yield from _evidence_problems(where, statement.evidence)


def _evidence_problems(where: str, evidence: Iterable[Any]) -> Iterator[str]:
    for item in evidence:
        if item.stance not in STANCES:
            yield f"{where} has evidence with stance {item.stance!r}, not one of {STANCES}"
        if not 0 <= item.confidence <= 1:
            yield f"{where} has evidence with confidence {item.confidence}, outside 0 to 1"


def chokepoint_problems(chokepoints: Iterable[Any], known: set[str]) -> Iterator[str]:
    """Yield what is wrong with chokepoints, given the ids of all boxes."""
    for item in chokepoints:
        where = f"chokepoint {item.name!r}"
        if item.view not in VIEWS:
            yield f"{where} has view {item.view!r}, not one of {VIEWS}"
        shares = (item.reach, item.share_lost, item.share_lost_surge, item.unavoidable)
        if not all(0 <= share <= 1 for share in shares):
            yield f"{where} has shares {shares}, outside 0 to 1"
        for name in item.node_ids:
            if name not in known:
                yield f"{where} names {name!r}, which is no node"
