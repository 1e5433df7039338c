"""Rows of the individually reported use cases, each under a key that lasts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Refusal
from valuegraph.sources.federal.columns import COLUMNS, REFUSED
from valuegraph.sources.federal.days import day_of
from valuegraph.sources.federal.vendors import Vendors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.facts.drafts import When
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["BLANK", "DEPLOYED", "PILOT", "PLANNED", "RETIRED", "UseCase", "use_cases"]

DEPLOYED, PILOT, PLANNED, RETIRED, BLANK = "Deployed", "Pilot", "Pre-deployment", "Retired", ""
STAGES = {stage: stage for stage in (DEPLOYED, PILOT, PLANNED, RETIRED, BLANK)}
GENERATIVE = {"Generative AI", "Agentic AI"}
TOGETHER = re.compile(r"[,;/]| and | & ")


@dataclass(frozen=True, slots=True)
class UseCase:
    """One row.

    Attributes
    ----------
    agency, short, name, unit : str
        The agency and its abbreviation, the title, the bureau.
    key, locator : str
        What tells it from others, and its place.
    stage, topic : str
    since : When or None
        Operational date.
    generative : bool
        Whether it is classed as generative or agentic.
    vendor_cell, system : str
        Cells that may name a product.
    vendors : tuple of str
        The firms among the vendors.
    """

    agency: str
    short: str
    name: str
    unit: str
    key: str
    locator: str
    stage: str
    topic: str
    since: When | None
    generative: bool
    vendor_cell: str
    system: str
    vendors: tuple[str, ...]


def use_cases(
    package: Package, name: str, manifest: Manifest, counts: Counter[str]
) -> tuple[list[UseCase], list[Refusal]]:
    """Return the use cases of the table and what of it is left out; count on the way."""
    rows = list(package.table(name, "id", COLUMNS))
    keys = _keys(rows)
    vendors = Vendors(manifest)
    short = PurePosixPath(name).name
    cases, refusals = [], []
    for row, key in zip(rows, keys, strict=True):
        case, refused = _case(row, key, short, manifest, vendors)
        cases.append(case)
        refusals += refused
    counts.update(_counted(rows, cases))
    nameless = [case for case in cases if not case.name]
    refusals += [Refusal("a use case without a title", case.locator) for case in nameless]
    return [case for case in cases if case.name], refusals


def _case(
    row: Record, key: str, file: str, manifest: Manifest, vendors: Vendors
) -> tuple[UseCase, list[Refusal]]:
    locator = f"{file}, row '{key}'"
    named, refused = vendors.of(row, "vendor_name")
    case = UseCase(
        agency=row.choice("agency_name", manifest.lookup("agencies")),
        short=row.text("agency"),
        name=row.optional("use_case_name"),
        unit=row.optional("agency_bureau"),
        key=key,
        locator=locator,
        stage=row.choice("development_stage", STAGES),
        topic=row.choice("topic_area", manifest.lookup("topics")),
        since=day_of(row, "operational_date", manifest.snapshot),
        generative=row.optional("classification") in GENERATIVE,
        vendor_cell=row.optional("vendor_name"),
        system=row.optional("system_name_ato"),
        vendors=tuple(named),
    )
    row.optional("id")
    row.refuse(*REFUSED)
    row.done()
    return case, [Refusal(why, locator) for why in refused]


def _keys(rows: list[Record]) -> list[str]:
    """Return a key for each row: its id if no other row of the agency has it, else its title.

    The bureau, and last a number, tell apart what has one title.
    """
    told = [(row.optional("agency"), row.optional("id")) for row in rows]
    again = Counter(told)
    titles = [f"{row.optional('agency')}: {row.optional('use_case_name')}" for row in rows]
    twice = Counter(titles)
    keys: list[str] = []
    seen: Counter[str] = Counter()
    for row, (agency, number), title in zip(rows, told, titles, strict=True):
        if number and again[agency, number] == 1:
            key = number if number.startswith(agency) else f"{agency} {number}"
        else:
            key = title if twice[title] == 1 else f"{title} ({row.optional('agency_bureau')})"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key} [{seen[key]}]")
    return keys


def _counted(rows: list[Record], cases: Iterable[UseCase]) -> dict[str, int]:
    told = list(cases)
    numbers = [number for row in rows if (number := row.optional("id"))]
    cells = [case.vendor_cell for case in told if case.vendor_cell]
    stages = Counter(case.stage for case in told)
    return {
        "use cases": len(told),
        "use cases without id": len(told) - len(numbers),
        "use cases with an id that stood before": len(numbers) - len(set(numbers)),
        "agencies": len({case.agency for case in told}),
        "bureaux": len({case.unit for case in told if case.unit}),
        "use cases with topic": sum(1 for row in rows if row.has("topic_area")),
        "use cases with date": sum(1 for case in told if case.since),
        "use cases with vendor": len(cells),
        "vendor spellings": len(set(cells)),
        "vendor cells with several": sum(1 for cell in cells if TOGETHER.search(cell)),
        "use cases with stage": len(told) - stages[BLANK],
        **{f"use cases {stage.lower()}": stages[stage] for stage in STAGES if stage},
    }
