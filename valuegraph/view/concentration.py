"""How concentrated layers, roles and jurisdictions are, by shares on record and with bounds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from valuegraph.errors import UnknownNameError, UsageError
from valuegraph.facts import Fact, facts_of
from valuegraph.projection.catalogue import Catalogue
from valuegraph.projection.clustering import source_clusters
from valuegraph.view.holdings import FEW, Holding, Holdings
from valuegraph.view.measuring import COLUMNS, COUNT, Names, line, most_cited

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice

BY = ("layer", "role", "jurisdiction")
EARLIEST = 1990
ASSUMPTIONS = (
    "HHI is the sum of squared shares: 10,000 with one holder, 10,000 / n with n equal ones. CR3 is the share of the three largest.",
    "Where shares leave a rest, the lower figure spreads it over countless holders and the upper one gives it to one of them.",
    "Shares of different bases or dates are never put together; rows of different bases or dates are not to be compared either.",
    "Counts are of facts on record. They say what the sources cover, weigh every item the same (chips of all kinds too), and are no market shares.",
    "Firms under common control on the day count as one. A firm counts for the country of its domicile, else of its group; without one on record it may be in any, named ones included.",
    "Concentration says how a total is split, not what stops if somebody withdraws: for that, valuegraph chokepoints.",
)


Behind: TypeAlias = "tuple[tuple[str, ...], tuple[str, ...]]"
"""The facts on the shares of a row, and those on control and domicile."""
Told: TypeAlias = "tuple[dict[str, Any], Behind]"


class Store(Protocol):
    """What this module needs of a store."""

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return a name for each IRI."""
        ...


@dataclass(frozen=True)
class ConcentrationAnswer:
    """Concentration with its basis, bounds and facts; unknown where there are no shares.

    Attributes
    ----------
    by : str
        `layer`, `role` or `jurisdiction`.
    lines : tuple of dict
        One flat object per row, with the keys of :data:`valuegraph.view.measuring.COLUMNS`.
        Shares, coverage and the index lie in [0, 1], entropy is in nats; an upper end that is
        None has no bound, and a row without `hhi_low` says in `note` why it is unknown.
    coverage, assumptions : tuple of str
        What the shares cover, and how to read the rows.
    """

    by: str
    lines: tuple[dict[str, Any], ...]
    coverage: tuple[str, ...]
    assumptions: tuple[str, ...]
    _behind: tuple[Behind, ...] = field(repr=False)
    _store: Store = field(repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per row."""
        return [dict(each) for each in self.lines]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(COLUMNS))

    def facts(self, name: str) -> list[Fact]:
        """Return every fact behind the rows of a name: on shares, then on control and domicile.

        Parameters
        ----------
        name : str
            What stands in `name` or `total`, or its IRI; case does not matter.

        Raises
        ------
        UnknownNameError
            No row has the name, or none of its rows rests on a fact.
        """
        keys, wanted = ("name", "total", "name_iri", "total_iri"), name.casefold()
        hits = [
            behind
            for each, behind in zip(self.lines, self._behind, strict=True)
            if wanted in {str(each[key]).casefold() for key in keys}
        ]
        shares = [iri for facts, _ in hits for iri in facts]
        iris = list(dict.fromkeys([*shares, *(iri for _, placing in hits for iri in placing)]))
        if not iris:
            known = sorted({each["total"] for each in self.lines if each["facts"]})
            raise UnknownNameError(
                f"no shares are on record for {name!r}" if hits else f"no row is named {name!r}",
                mend=f"name one of: {', '.join(known)}",
            )
        found = {fact.iri: fact for fact in facts_of(self._store.rows, iris)}
        return [found[iri] for iri in iris]

    def explain(self, name: str) -> list[Fact]:
        """Return the facts behind a row; see `facts`."""
        return self.facts(name)

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        return answer_html(self, digits=".3f")


def concentration(
    columns: Columns, part: Slice, store: Store, *, by: str = "layer", since: int | None = None
) -> ConcentrationAnswer:
    """Measure how concentrated what is on record is, without mixing bases or dates.

    Parameters
    ----------
    columns : Columns
        The whole graph.
    part : Slice
        What enters, and on which day.
    store : Store
        Where labels and facts are read.
    by : str
        `layer` or `role`: one row for each total in it, holders being firms (those under common
        control count once); `jurisdiction`: the same totals as in `layer`, holders being the
        jurisdictions of the firms.
    since : int, optional
        First calendar year of a series: one row a year, with the shares measured in that year and
        the facts in force on its last day (on the day of the slice in its own year). Otherwise
        one row, with the latest shares.

    Raises
    ------
    UsageError
        `by` is none of these, or the year is not between 1990 and that of the slice.
    """
    if by not in BY:
        raise UsageError(f"no concentration by {by!r}", mend=f"choose one of {', '.join(BY)}")
    placed = Catalogue(columns, part)
    years = [Holdings(columns, replace(part, as_of=day), placed) for day in _days(part, since)]
    found = [
        each for held in years for each in held.of(by, None if since is None else held.day.year)
    ]
    if since is not None:
        found = list(_once_if_never_known(found, since))
    clusters = source_clusters(columns, part)
    spoken = {iri for each in found for iri in _spoken(each)}
    cited = {iri for each in found for iri in most_cited(clusters, each.facts)}
    names = Names(store.labels(spoken | cited), clusters)
    told = _in_order((line(each, by, names), (each.facts, each.placing)) for each in found)
    rows = tuple(row for row, _ in told)
    return ConcentrationAnswer(
        by,
        rows,
        tuple(_coverage(rows, years[-1])),
        ASSUMPTIONS,
        tuple(behind for _, behind in told),
        store,
    )


def _days(part: Slice, since: int | None) -> list[dt.date]:
    last = part.as_of.year
    if since is None:
        return [part.as_of]
    if not EARLIEST <= since <= last:
        raise UsageError(
            f"a series cannot begin in {since}",
            where="--from",
            mend=f"name a year between {EARLIEST} and {last}, the year of the slice",
        )
    return [*(dt.date(year, 12, 31) for year in range(since, last)), part.as_of]


def _once_if_never_known(found: list[Holding], since: int) -> Iterator[Holding]:
    """Yield one row for what no year knows, and all years of the rest without their remarks.

    Years in which there is too little to count are left out, since there is nothing to say of them.
    """
    series: dict[tuple[str, str, str], list[Holding]] = defaultdict(list)
    for each in found:
        series[each.group, each.total, each.counted].append(each)
    filled = {each.group for each in found if each.split is not None}
    spoken_of = {each.group for each in found if each.counted or each.group != each.total}
    for (group, total, counted), years in series.items():
        if any(each.split is not None or each.countries is not None for each in years):
            for each in years:
                if each.split is not None:
                    yield each
                elif not counted:
                    yield replace(each, remarks=())
        elif group not in (filled if counted else spoken_of) or group != total:
            last = years[-1]
            why = last.why if counted else "unknown: no shares on record"
            yield replace(last, why=f"{why} for {since} to {last.day.year}")


def _spoken(holding: Holding) -> Iterator[str]:
    """Yield everything that a row names."""
    if holding.group:
        yield holding.group
    yield holding.total
    if holding.split is not None:
        yield from holding.split.parts
    if holding.stated is not None and holding.stated.kind:
        yield holding.stated.kind


def _in_order(told: Iterable[Told]) -> list[Told]:
    """Put measured shares first in each layer or role, then counts, then what is never known."""
    listed = list(told)
    known = {_series(row) for row, _ in listed if row["hhi_low"] is not None}

    def place(pair: Told) -> tuple[object, ...]:
        row = pair[0]
        rank = int(row["share_of"] == COUNT) if _series(row) in known else 2
        nowhere = row["name_iri"] is None
        return nowhere, row["name"], rank, row["total"], row["as_of"], row["share_of"] or ""

    return sorted(listed, key=place)


def _series(row: dict[str, Any]) -> tuple[str, str]:
    return str(row["name_iri"]), row["total"]


def _coverage(rows: Iterable[dict[str, Any]], held: Holdings) -> Iterator[str]:
    told = list(rows)
    measured = [r for r in told if r["hhi_low"] is not None and r["counted"] is None]
    known = {r["total_iri"] for r in measured}
    markets = set(held.markets)
    floor = held.catalogue.part.min_confidence
    yield (
        f"As of {held.day.isoformat()}: shares are on record for {len(known & markets)} of "
        f"{len(markets)} markets; for the others concentration is unknown."
    )
    if measured:
        least, most = min(r["coverage"] for r in measured), max(r["coverage"] for r in measured)
        yield f"Measured rows name the holders of {100 * least:.0f} to {100 * most:.0f} % of their totals."
    weak = sum(map(len, held.left_out.values()))
    left_out = "1 share on record was" if weak == 1 else f"{weak} shares on record were"
    yield f"{left_out} left out: below confidence {floor:g} or illustrative."
    yield f"Counts of fewer than {FEW} things are not turned into figures."
