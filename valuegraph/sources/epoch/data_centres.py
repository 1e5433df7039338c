"""``data_centers.csv`` and its timelines: who has a part in which site, and how large it was when."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim
from valuegraph.sources.epoch.gathering import concept, firm, layered
from valuegraph.sources.epoch.series import Point, series

if TYPE_CHECKING:
    from valuegraph.facts.drafts import Mention
    from valuegraph.sources.epoch.gathering import Gathering, Values
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["read_data_centres"]

READ = (
    "Handle",
    "Title",
    "Owner",
    "Users",
    "Investors",
    "Construction companies",
    "Energy companies",
    "Address",
    "Current power (MW)",
)
REFUSED = (
    # the programme that a site belongs to is no firm
    "Project",
    # pictures and places inside a country
    "Sentinel satellite timelapse",
    "Latitude",
    "Longitude",
    # the last past row of the timeline says the same with its date
    "Current H100 equivalents",
    "Current total capital cost (2025 USD billions)",
)
TIMELINE = (
    "Date",
    "Data center",
    "Power (MW)",
    "H100 equivalents",
    "Total capital cost (2025 USD billions)",
)
TIMELINE_REFUSED = (
    # told in sentences
    "Construction status",
    # parts of the total, and figures on the building itself
    "Compute cost (2025 USD billions)",
    "Construction cost (2025 USD billions)",
    "Building area (square feet)",
    "Site area (square feet)",
    "Water use (MGD)",
    "Buildings operational",
    "Performance (8-bit OP/s)",
)
MEASURES = {
    "Power (MW)": ("powerCapacity", "MW"),
    "H100 equivalents": ("computeCapacity", "H100 equivalents"),
    "Total capital cost (2025 USD billions)": ("capitalCost", "USD billion of 2025"),
}
PARTS = {
    "Users": "siteUser",
    "Investors": "siteInvestor",
    "Construction companies": "siteBuilder",
    "Energy companies": "siteEnergy",
}
DIGITS = 6
UNMARKED = "confident"
_MARK = re.compile(r"(.+?)(?: #(\w+))?\Z")
NOT_YET = "The site ran at no power on the day of the copy: still being built."


@dataclass(frozen=True, slots=True)
class _Site:
    mention: Mention
    running: bool

    @property
    def values(self) -> Values:
        return () if self.running else (("modality", concept("announced")),)

    @property
    def note(self) -> str:
        return "" if self.running else NOT_YET


def read_data_centres(package: Package, gathering: Gathering) -> None:
    """Read both tables; the lists of cooling machines are no part of the chain and are not read."""
    sites: dict[str, _Site] = {}
    for record in package.table(package.one("data_centers.csv"), "Handle", READ + REFUSED):
        _site(record, gathering, sites)
        record.refuse(*REFUSED)
        record.done()
        gathering.counts["data centres"] += 1
    _timelines(package, gathering, sites)


def _site(record: Record, gathering: Gathering, sites: dict[str, _Site]) -> None:
    handle = record.text("Handle")
    power = record.number("Current power (MW)")
    title = record.text("Title")
    mention = layered("DataCentre", title, key=handle, names=(handle,))
    country = _country(record, gathering)
    if country:
        mention = replace(mention, properties=(*mention.properties, ("locatedIn", country)))
    site = sites[handle] = _Site(mention, bool(power))
    for name, sure in _marked(record, "Owner", gathering):
        gathering.counts["data centre owner links"] += 1
        ends = (
            ("operator", firm(name)),
            ("operatedAsset", mention),
            ("heldAs", concept("owner")),
        )
        gathering.add(
            Claim(
                "Operation",
                ends,
                gathering.undated(),
                record.where,
                sure,
                values=site.values,
                note=site.note,
                document="data_centres",
            )
        )
    for column, part in PARTS.items():
        for name, sure in _marked(record, column, gathering):
            gathering.counts["data centre part links"] += 1
            _part(record, site, (name, part, sure), gathering)


def _part(record: Record, site: _Site, who: tuple[str, str, Decimal], gathering: Gathering) -> None:
    name, part, sure = who
    ends = (
        ("participant", firm(name)),
        ("participatesIn", site.mention),
        ("participationKind", concept(part)),
    )
    gathering.add(
        Claim(
            "SiteParticipation",
            ends,
            gathering.undated(),
            record.where,
            sure,
            values=site.values,
            note=site.note,
            document="data_centres",
        )
    )


def _marked(record: Record, column: str, gathering: Gathering) -> list[tuple[str, Decimal]]:
    """Return the names of a cell with the confidence that the mark behind each gives."""
    found = []
    for part in (each.strip() for each in record.optional(column).split(",")):
        match = _MARK.match(part)
        if not part or match is None:
            continue
        mark = match[2] or UNMARKED
        sure = gathering.table("site_certainty").get(mark)
        if sure is None:
            raise record.wrong(column, f"{mark!r} is no mark of certainty that the reader knows")
        gathering.looked.add(("site_certainty", mark))
        found.append((match[1], Decimal(sure)))
    return found


def _country(record: Record, gathering: Gathering) -> Mention | None:
    """Return the country in which the site stands; its address may name none."""
    handle = record.text("Handle")
    record.refuse("Address")
    name = gathering.table("site_countries").get(handle)
    if name is None:
        return None
    gathering.looked.add(("site_countries", handle))
    return gathering.country(record, "Address", name)


def _timelines(package: Package, gathering: Gathering, sites: dict[str, _Site]) -> None:
    points = []
    table = package.table(
        package.one("data_center_timelines.csv"), "Data center", TIMELINE + TIMELINE_REFUSED
    )
    for record in table:
        handle, when = record.text("Data center"), record.when("Date")
        if handle not in sites:
            raise record.wrong("Data center", f"{handle!r} is not in data_centers.csv")
        if when is None:
            raise record.wrong("Date", "is empty, and the record means nothing without it")
        gathering.counts["data centre timeline rows"] += 1
        for column, (kind, unit) in MEASURES.items():
            value = record.number(column)
            if value:
                site = sites[handle].mention
                where = f"{record.where}, {when.start}"
                point = Point(site, kind, when, _short(value), unit, where, Decimal("0.7"))
                points.append(replace(point, bound="approximate"))
        record.refuse(*TIMELINE_REFUSED)
        record.done()
    series(points, gathering, "data_centres")


def _short(value: Decimal) -> Decimal:
    """Return an estimate without the digits that only its calculation has."""
    return Decimal(format(value.normalize(Context(prec=DIGITS)), "f"))
