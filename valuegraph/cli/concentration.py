"""The command that says how concentrated layers, roles and jurisdictions are."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from valuegraph.cli.answers import Answer, Passage, Section
from valuegraph.cli.evidence import fact_rows, told
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.rendering import present
from valuegraph.cli.writing import tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from valuegraph.view.concentration import ConcentrationAnswer

POINTS = 10_000
HOLDERS = {"layer": "firms", "role": "firms", "jurisdiction": "countries"}
UNKNOWN = "unknown"
TIED = "\N{NO-BREAK SPACE}"
MARKET_SHARE = "market share"
QUARTER = 3


class Divided(StrEnum):
    """What the rows are, and whose shares they measure."""

    LAYER = "layer"
    ROLE = "role"
    JURISDICTION = "jurisdiction"


def concentration(
    scope: Scope,
    output: Output,
    by: Annotated[
        Divided,
        typer.Option(
            "--by",
            help="layer or role: shares of firms; jurisdiction: of the countries of firms.",
            case_sensitive=False,
        ),
    ] = Divided.LAYER,
    since: Annotated[
        int | None,
        typer.Option("--from", metavar="YEAR", help="One row a year, from this year on."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="NAME", help="Every fact behind a row or a layer."),
    ] = None,
) -> None:
    """Measure how concentrated what is on record is.

    Index, three largest and countries to 75 %, each with its basis, date and bounds; unknown
    where no shares are on record.

    Rows: as_of, by, name, total, share_of, basis, measured_from, measured_until, precision,
    largest, largest_share, holders, hhi_low, hhi_high, hhi_high_if_largest_named (0 to 1, 1 with
    one holder; times 10,000 in the table), cr3_low, cr3_high, entropy_low, entropy_high (nats),
    countries_to_75_low, countries_to_75_high, coverage (part of the total that is named), counted
    (how many things, where the row counts facts), facts (how many), confidence (the lowest),
    sources, source_count, note, name_iri, total_iri. An upper end without a value has no bound; a
    row without hhi_low says in note why it is unknown.

    With --explain, rows are the facts: fact, from, to, stance, confidence, source, locator, url,
    fact_iri.
    """
    graph = scope.load()
    found = graph.concentration(by=by.value, since=since)
    if explain:
        present(_explained(found, explain), graph, output)
        return
    rows = Grid.of(found.rows(), ("name",))
    if output.top is not None and len(rows) > output.top:
        tell(f"{output.top} of {len(rows)} rows (--top)", quiet=output.quiet)
        rows = rows.head(output.top)
    sections = tuple(
        _section(str(name), part.records(), by.value, series=since is not None)
        for name, part in rows.groups("name").items()
    )
    present(Answer(rows, sections, found.coverage, found.assumptions), graph, output)


def _section(name: str, rows: Iterable[Mapping[str, Any]], by: str, *, series: bool) -> Section:
    """Return the table of one layer or role, with the basis of each row below it."""
    given = list(rows)
    cells = [_cells(row, HOLDERS[by], series=series) for row in given]
    below = {at: tuple(_below(row)) for at, row in enumerate(given)}
    title = name if name == name.upper() else name[:1].upper() + name[1:]
    return Section(title, Grid.of(cells), below)


def _cells(row: Mapping[str, Any], holders: str, *, series: bool) -> dict[str, Any]:
    """Return what a table shows of one row; figures without shares are said to be unknown."""
    known = row["hhi_low"] is not None
    return {
        "total": _total(row),
        **({"as of": row["as_of"]} if series else {}),
        "largest_named": row["largest"] or "",
        "its share": _percents(row["largest_share"], row["largest_share"]) if known else "",
        holders: row["holders"],
        "HHI": _points(row["hhi_low"], row["hhi_high"]) if known else UNKNOWN,
        "CR3": _percents(row["cr3_low"], row["cr3_high"]) if known else UNKNOWN,
        "countries_to 75 %": _whole(row["countries_to_75_low"], row["countries_to_75_high"]),
        "named_of total": _percents(row["coverage"], row["coverage"]) if known else "",
    }


def _total(row: Mapping[str, Any]) -> str:
    """Return what is divided, and in which sense where that is not the usual one."""
    plain = row["share_of"] in {None, MARKET_SHARE} or row["basis"] == row["total"]
    return str(row["total"]) if plain else f"{row['total']} ({row['share_of']})"


def _points(low: float, high: float) -> str:
    return _span(f"{round(POINTS * low):,}", f"{round(POINTS * high):,}")


def _percents(low: float, high: float) -> str:
    return _span(f"{100 * low:.1f}", f"{100 * high:.1f}") + f"{TIED}%"


def _whole(low: int | None, high: int | None) -> str:
    if low is None:
        return UNKNOWN
    return f"{low}{TIED}or{TIED}more" if high is None else _span(str(low), str(high))


def _span(low: str, high: str) -> str:
    """Return both ends as one word, which a narrow table does not cut."""
    return low if low == high else f"{low}\N{EN DASH}{high}"


def _below(row: Mapping[str, Any]) -> Iterable[str]:
    """Yield the basis of a row, its sources, and what must be known of it."""
    count = f"{row['facts']} fact" + ("" if row["facts"] == 1 else "s")
    if row["counted"]:
        yield f"{row['share_of']}, {row['counted']} items: {count}; {_sources(row)}"
    elif row["facts"]:
        yield f"{row['share_of']}, {_period(row)}: {row['basis']}"
        yield f"{count}, lowest confidence {row['confidence']:g}; {_sources(row)}"
    most = row["hhi_high_if_largest_named"]
    if most is not None and most < row["hhi_high"]:
        yield (
            f"HHI at most {round(POINTS * most):,} if nobody unnamed is larger than the smallest "
            "named"
        )
    if row["note"]:
        yield row["note"]


def _sources(row: Mapping[str, Any]) -> str:
    listed = "; ".join(row["sources"])
    others = row["source_count"] - len(row["sources"])
    if not others:
        return listed
    return f"{listed}; and {others} other source" + ("" if others == 1 else "s")


def _period(row: Mapping[str, Any]) -> str:
    """Return when shares were measured, as exactly as the source says."""
    start, precision = row["measured_from"], row["precision"]
    unit = precision.removeprefix("asOf").lower()
    if unit == "year":
        text = start[:4]
    elif unit == "quarter":
        text = f"quarter {(int(start[5:7]) - 1) // QUARTER + 1} of {start[:4]}"
    elif unit == "month":
        text = start[:7]
    elif start == row["measured_until"]:
        text = start
    else:
        return f"from {start} until {row['measured_until']}"
    return f"as of {text}" if precision.startswith("asOf") else text


def _explained(found: ConcentrationAnswer, name: str) -> Answer:
    facts = found.facts(name)
    count = f"{len(facts)} fact" + ("" if len(facts) == 1 else "s")
    title = f"{name}: {count} on its shares, then on control and domicile"
    return Answer(fact_rows(facts), (Passage(title, told(facts)),), found.coverage)
