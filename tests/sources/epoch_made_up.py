"""A made-up copy of Epoch AI's tables: their headings, and rows that nobody published."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from valuegraph.resources import data_dir
from valuegraph.sources.epoch import companies, data_centres, hardware, read
from valuegraph.sources.epoch.cluster_rows import READ, REFUSED
from valuegraph.sources.epoch.model_columns import TABLES
from valuegraph.sources.manifest import read_manifest
from valuegraph.sources.package import Package

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.facts.drafts import Claim, Harvest, Mention
    from valuegraph.sources.manifest import Manifest

HEADINGS: dict[str, tuple[str, ...]] = {
    **TABLES,
    "ml_hardware": hardware.READ + hardware.REFUSED,
    "gpu_clusters": READ + REFUSED,
    "data_centers": data_centres.READ + data_centres.REFUSED,
    "data_center_timelines": data_centres.TIMELINE + data_centres.TIMELINE_REFUSED,
    "ai_companies": companies.COMPANY + companies.COMPANY_REFUSED,
    "ai_companies_funding_rounds": companies.ROUND + companies.ROUND_REFUSED,
    "ai_companies_revenue_reports": companies.REVENUE + companies.REVENUE_REFUSED,
    "ai_companies_staff_reports": companies.STAFF + companies.STAFF_REFUSED,
    "ai_companies_usage_reports": companies.USAGE + companies.USAGE_REFUSED,
    "ai_companies_compute_spend": companies.SPEND + companies.SPEND_REFUSED,
}
SNAPSHOT = dt.date(2025, 12, 17)

Row = dict[str, str]


def table(name: str, *rows: Row, also: str = "") -> str:
    """Return a table as CSV text; cells that a row does not name are empty."""
    heading = [*HEADINGS[name], *([also] if also else [])]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, heading, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def copy(folder: Path, **rows: list[Row] | str | bytes) -> Path:
    """Write a copy: rows, or the whole text or bytes of a table; tables not named are empty."""
    for name in HEADINGS:
        told = rows.get(name, [])
        if isinstance(told, list):
            told = table(name, *told)
        data = told.encode() if isinstance(told, str) else told
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def manifest(**lookups: dict[str, str]) -> Manifest:
    """Return the shipped manifest, some of its lookups replaced."""
    shipped = read_manifest(data_dir() / "sources" / "epoch" / "source.toml")
    return replace(shipped, snapshot=SNAPSHOT, lookups={**shipped.lookups, **lookups})


def harvest(folder: Path, **rows: list[Row] | str | bytes) -> Harvest:
    """Read a made-up copy."""
    return read(Package(copy(folder, **rows)), manifest())


def ends(claim: Claim) -> tuple[str, ...]:
    """Return the ends of a claim by name: of things their names, of concepts their local names."""
    return tuple(told(value) for _, value in claim.ends)


def told(value: object) -> str:
    """Return a value as text."""
    name: str | None = getattr(value, "name", None)
    return str(value).rpartition("#")[2] if name is None else name


def values(claim: Claim) -> dict[str, str]:
    """Return the values of a claim by local name."""
    return {name: told(value) for name, value in claim.values}


def of(found: Harvest, cls: str) -> list[Claim]:
    """Return the claims of one class."""
    return [claim for claim in found.claims if claim.cls == cls]


def thing(found: Harvest, name: str) -> Mention:
    """Return the one thing of a name at the ends of the claims."""
    seen = {
        value.handle: value
        for claim in found.claims
        for _, value in claim.ends
        if getattr(value, "name", None) == name
    }
    (only,) = seen.values()
    return only
