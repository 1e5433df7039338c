"""Who holds which part of a market: shares as sources state them, one basis and period at a time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from valuegraph.projection.splits import Part, Split
from valuegraph.vocabulary.namespaces import VG, VGX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from valuegraph.projection.catalogue import Catalogue, Record

KINDS = tuple(
    VGX + kind
    for kind in (
        *("marketShare", "capacityShare", "productionShare", "orderShare"),
        *("installedBaseShare", "demandShare", "revenueShare"),
    )
)
"""Measures that divide one total among holders; a cost share or a joint share does not."""
SUPPLY = VG + "share"
"""Kind of a share that a source gives with the statement that somebody supplies a market."""
JOINT = VGX + "jointShare"
HOLDERS = ("Organization", "Jurisdiction")
KNOWN_THAT_DAY = "asOf"
"""Precisions that give the day of the evidence: no period is stated, only that it held then."""

Key: TypeAlias = "tuple[str, str, int, int, str, str]"
"""Total, kind, start, end (ordinals), basis, class of the holders."""


def measured_splits(catalogue: Catalogue) -> list[Split]:
    """Return every set of shares on record that was begun by the day, one per basis and period.

    Shares of different bases, kinds or periods are never put together, nor those of firms with
    those of countries. Of two facts about one holder in one set, the surer one counts.

    Parameters
    ----------
    catalogue : Catalogue
        The facts of a slice.

    Returns
    -------
    list of Split
        By total, kind, start and basis. Totals are markets, materials and goods; the shares that
        sources give of one firm's sales say whom that firm depends on, and are left out.
    """
    sets: dict[Key, dict[str, tuple[Record, Part]]] = defaultdict(dict)
    for key, who, record, part in (*_measures(catalogue), *_supplies(catalogue)):
        group = sets[key]
        if who not in group or record.confidence > group[who][0].confidence:
            group[who] = (record, part)
    return [_split(key, group) for key, group in sorted(sets.items())]


def named_suppliers(catalogue: Catalogue, market: str) -> list[str]:
    """Return the organisations on record as suppliers of a market, with a share or without."""
    records = catalogue.by("Supply", "dependent").get(market, ())
    named = {who for record in records if (who := record.one("supplier")) is not None}
    return sorted(who for who in named if catalogue.is_a(who, "Organization"))


def joint_shares(catalogue: Catalogue) -> dict[str, Record]:
    """Return for each total the latest joint share of several holders, the largest of its date."""
    found: dict[str, Record] = {}
    for record in catalogue.begun("Measure"):
        total = record.one("measureObject")
        if total is None or record.one("measureKind") != JOINT or not _is_share(record):
            continue
        if total not in found or _later(record) > _later(found[total]):
            found[total] = record
    return found


def _later(record: Record) -> tuple[int, float, str]:
    return record.start, record.number("value") or 0.0, record.iri


def _measures(catalogue: Catalogue) -> Iterator[tuple[Key, str, Record, Part]]:
    for record in catalogue.begun("Measure"):
        total, who, kind = (
            record.one(name) for name in ("measureObject", "measureSubject", "measureKind")
        )
        if total is None or who is None or kind not in KINDS or not _is_share(record):
            continue
        holders = next((cls for cls in HOLDERS if catalogue.is_a(who, cls)), None)
        if holders is None or catalogue.is_a(total, "Organization"):
            continue
        yield _key(record, total, kind, holders), who, record, _part(record)


def _supplies(catalogue: Catalogue) -> Iterator[tuple[Key, str, Record, Part]]:
    for record in catalogue.of("Supply"):
        total, who, share = record.one("dependent"), record.one("supplier"), record.number("share")
        if total is None or who is None or share is None or not 0 <= share <= 1:
            continue
        if catalogue.is_a(total, "Market") and catalogue.is_a(who, HOLDERS[0]):
            part = Part(share, share, (record.iri,), record.confidence)
            yield _key(record, total, SUPPLY, HOLDERS[0]), who, record, part


def _key(record: Record, total: str, kind: str, holders: str) -> Key:
    return total, kind, record.start, record.end, record.one("shareBasis") or "", holders


def _is_share(record: Record) -> bool:
    """Tell whether a value is a part of 1; other units would have to be converted."""
    value = record.number("value")
    return value is not None and 0 <= value <= 1 and record.one("unit") in {None, "share"}


def _split(key: Key, group: Mapping[str, tuple[Record, Part]]) -> Split:
    total, kind, start, end, basis, holders = key
    records = [record for record, _ in group.values()]
    precision = (records[0].one("datePrecision") or "").rpartition("#")[2]
    began = dt.date.fromordinal(start)
    # What is only known to have held on a day says nothing of the days after it.
    ended = began if precision.startswith(KNOWN_THAT_DAY) else dt.date.fromordinal(end)
    return Split(
        total,
        kind,
        basis,
        holders,
        began,
        ended,
        precision,
        {who: part for who, (_, part) in sorted(group.items())},
        approximate=any(_bound(record) == "approximate" for record in records),
    )


def _bound(record: Record) -> str:
    return (record.one("bound") or "").rpartition("#")[2]


def _part(record: Record) -> Part:
    """Return a share with the range that its source leaves open."""
    value, most = record.number("value") or 0.0, record.number("upperValue")
    low = 0.0 if _bound(record) == "upperBound" else value
    if most is not None and value <= most <= 1:
        high = most
    else:
        high = 1.0 if _bound(record) == "lowerBound" else value
    return Part(low, high, (record.iri,), record.confidence)
