"""How answers on openness read as tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from valuegraph.cli.answers import Section
from valuegraph.cli.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from valuegraph.view.openness_claims import OpennessClaims

FREEDOMS = ("use", "study", "modify", "share")
VERDICTS = ("granted", "conditional", "denied", "unknown")
REASONS = 3
PART = "component_"
LEVELS = {
    "fully_closed": "fully_closed",
    "gradual_release": "staged",
    "hosted_access": "hosted",
    "api_access": "API",
    "downloadable": "down- loadable",
    "fully_open": "fully_open",
    "unknown_access": "level_unknown",
}


def release_sections(
    rows: Sequence[Mapping[str, Any]], shown: int, *, detail: bool
) -> tuple[Section, ...]:
    """Return a table of releases; of many, first how many stand where, then the latest."""
    latest = (
        rows if detail else sorted(rows, key=lambda row: row["valid_from"], reverse=True)[:shown]
    )
    table = Grid.of([_release(row) for row in latest])
    below = {at: tuple(_reasons(row)) for at, row in enumerate(latest)} if detail else {}
    title = "" if detail else f"Latest {len(latest)} of {len(rows)} (all: --json or --top N)"
    listed = Section(title, table, below)
    if detail or not rows:
        return (listed,)
    counts = [
        {"freedom": name, **{verdict: count[verdict] for verdict in VERDICTS}}
        for name in FREEDOMS
        for count in [Counter(row[f"freedom_{name}"] for row in rows)]
    ]
    levels = Counter(row["access_level"] for row in rows)
    ranks = {row["access_level"]: row["access_rank"] or 0 for row in rows}
    steps = [
        {"level of access": name, "releases": levels[name]}
        for name in sorted(levels, key=lambda level: (ranks[level], level))
    ]
    return (
        Section(f"Freedoms in {len(rows)} dated releases in force", Grid.of(counts)),
        Section("Levels of access", Grid.of(steps)),
        listed,
    )


def _release(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "model": row["asset"],
        "provider": row["provider"],
        "since": row["period"].removeprefix("since "),
        "access": row["access_level"],
        **{name: row[f"freedom_{name}"] for name in FREEDOMS},
    }


def _reasons(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the terms of a release, what blocks each freedom, and what its components are."""
    kind = row["release_kind"]
    terms = "; ".join(row["terms"]) or "terms unknown"
    dispute = "; a source disputes part of this (--explain)" if row["disputed"] else ""
    yield f"{kind + ', ' if kind else ''}{row['channel']}; {terms}{dispute}"
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in FREEDOMS:
        reasons = [_without(row["terms"], reason) for reason in row[f"{name}_because"]]
        if reasons:
            alike.setdefault((row[f"freedom_{name}"], *reasons), []).append(name)
    for (verdict, *reasons), names in alike.items():
        yield f"{', '.join(names)} {verdict}: {_few(reasons)}"
    parts = {
        key.removeprefix(PART).replace("_", " "): status
        for key, status in row.items()
        if key.startswith(PART)
    }
    known = [f"{name} {status}" for name, status in parts.items() if status != "unknown"]
    rest = len(parts) - len(known)
    listed = "; ".join(known) or "none on record"
    yield f"components: {listed}" + (f"; {rest} others unknown" if known and rest else "")


def _without(licences: Sequence[str], reason: str) -> str:
    """Return a reason without the name of the licence, where the row has but one."""
    if len(licences) != 1:
        return reason
    return reason.removeprefix(licences[0]).lstrip(": ")


def _few(reasons: Sequence[str]) -> str:
    listed = "; ".join(reasons[:REASONS])
    more = len(reasons) - REASONS
    return listed if more <= 0 else f"{listed}; and {more} more (--json)"


def claim_sections(found: OpennessClaims) -> tuple[Section, ...]:
    """Return one table a claim: how its releases stand on each freedom, and what blocks."""
    sections = []
    for claim in found.claims:
        said = found.spoken(claim)
        rows = found.verdicts(claim)
        below: dict[int, tuple[str, ...]] = {}
        for at, row in enumerate(rows):
            reasons = found.strongest(claim, row["freedom"])
            lines = [
                f"{verdict} in {count} of {row['releases']}: {words} [{source}]"
                for verdict, words, count, source in reasons[:REASONS]
            ]
            more = len(reasons) - REASONS
            below[at] = (*lines, *([f"and {more} more (--json)"] if more > 0 else []))
        title = (
            f"{said['claimant']} on {said['about']}, {said['date']}: {said['text']} "
            f"[{said['source']}]"
        )
        sections.append(Section(title, Grid.of(rows), below))
    return tuple(sections)


def history_sections(
    rows: Sequence[Mapping[str, Any]], by: str, *, detail: bool
) -> tuple[Section, ...]:
    """Return one table of the years of all groups; of a named one also what it released."""
    shown = [_year(row, by, rows) for row in rows]
    below = {at: tuple(_events(row)) for at, row in enumerate(rows)} if detail else {}
    return (Section("", Grid.of(shown), below),)


def _year(row: Mapping[str, Any], by: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a year of one group; levels on which nobody released anything have no column."""
    used = [key for key in LEVELS if any(each[key] for each in rows)]
    return {
        by: row["name"],
        "year": row["year"],
        **{LEVELS[key]: row[key] or "" for key in used},
        "licence_changes": row["licence_changes"] or "",
        "lag in days": _days(row),
    }


def _days(row: Mapping[str, Any]) -> str:
    if row["lag_days"] is None:
        return "unknown"
    bound = "" if row["lag_bound"] == "exact" else f"{row['lag_bound']} "
    return f"{bound}{row['lag_days']:,}"


def _events(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was released and relicensed in a year, and what the lag rests on."""
    yield from row["released"]
    yield from (f"new terms: {text}" for text in row["relicensed"])
    yield from (f"opened after its first offer: {text}" for text in row["opened_later"])
    if row["lag_days"] is None:
        yield f"lag unknown: {row['lag_missing']}"
    else:
        yield (
            f"lag {_days(row)} days: from {row['best_open']}, first offered "
            f"{row['best_open_first_offered']}, to {row['best_closed']}, {row['best_closed_from']}"
        )
    later = row["later_not_compared"]
    if later:
        named = ", ".join(later[:REASONS]) + (" and others" if len(later) > REASONS else "")
        yield f"later, and not compared by any fact: {named}"
