"""Openness over time, by firm or family: dated releases by level, changes, and the open lag."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.errors import UnknownNameError, UsageError
from valuegraph.facts import Fact, facts_of
from valuegraph.governance.openness import OpennessReader, years
from valuegraph.view.openness_naming import check_year
from valuegraph.view.openness_words import LEVELS, words
from valuegraph.view.periods import period_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from valuegraph.governance.openness import Lag, Release, Year
    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice
    from valuegraph.view.openness_naming import Store

BY = ("firm", "family")
NO_FAMILY = "no family on record"
FEW = 3
ASSUMPTIONS = (
    "A year counts the offerings that a firm began in it, by their level of access at that time. Staged and gated releases, models opened later than first offered, and changes of licence are told apart; a change of licence is no new release, and a family whose models came out with it is not counted again.",
    "Levels are an order from fully closed to fully open; they are counted, never averaged.",
    "Lag: days from the first offer of the model behind the best open release to that of the best closed one, at the end of the year. Best is what a source calls the provider's leading model; no fact on record compares what models can do, so later releases not called so make it a bound. It says how much older, not how much weaker.",
    "Counts are of releases on record. They say what the sources cover, and weigh every release the same.",
)


@dataclass(frozen=True)
class OpennessHistory:
    """One row a year for each firm or family.

    Attributes
    ----------
    by : str
        `firm` or `family`.
    years : tuple of Year
        In order of the groups' names, then time.
    coverage, assumptions : tuple of str
    """

    by: str
    years: tuple[Year, ...] = field(repr=False)
    coverage: tuple[str, ...]
    assumptions: tuple[str, ...]
    _reader: OpennessReader = field(repr=False)
    _store: Store = field(repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per firm or family and year."""
        return [self._row(year) for year in self.years]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def events(self) -> list[tuple[str, Release]]:
        """Return every release and change with the name of its group, in order of time."""
        found = [
            (self._group(year.group), release)
            for year in self.years
            for release in (*year.releases, *year.licence_changes)
        ]
        return sorted(found, key=lambda each: (each[1].start, each[1].label))

    def facts(self) -> list[Fact]:
        """Return the facts behind the rows: every release counted, and those compared."""
        iris = {release.iri for _, release in self.events()}
        iris |= {
            each.iri
            for year in self.years
            for each in (year.lag.closed, year.lag.opened)
            if each is not None
        }
        return facts_of(self._store.rows, iris)

    def explain(self) -> list[Fact]:
        """Return the facts behind the rows; see `facts`."""
        return self.facts()

    def plot(self, top: int = 12) -> Figure:
        """Draw each release by its level of access, one panel a group; needs the extra `plot`."""
        from valuegraph.view.openness_figure import history_figure

        return history_figure(self.events(), top)

    def _group(self, iri: str) -> str:
        return self._reader.catalogue.label(iri) if iri else NO_FAMILY

    def _row(self, year: Year) -> dict[str, Any]:
        name = self._reader.catalogue.label
        return {
            "by": self.by,
            "name": self._group(year.group),
            "year": year.year,
            "releases": len(year.releases),
            **{level.replace(" ", "_").lower(): year.levels.get(key, 0) for key, level in _COUNTED},
            "staged_releases": len(year.staged),
            "opened_later": [f"{name(r.asset)}: {days} days" for r, days in year.later_opened],
            "licence_changes": len(year.licence_changes),
            "released": [f"{name(r.asset)} ({_told(r)})" for r in year.releases],
            "relicensed": [
                f"{name(r.asset)} ({', '.join(name(iri) for iri in r.licences)}, {r.start})"
                for r in year.licence_changes
            ],
            **self._lag(year.lag),
            "name_iri": year.group or None,
            "facts": [r.iri for r in (*year.releases, *year.licence_changes)],
        }

    def _lag(self, lag: Lag) -> dict[str, Any]:
        """Return the columns of the lag; without days, what is missing."""
        name = self._reader.catalogue.label
        opened, closed = lag.opened, lag.closed
        return {
            "best_open": opened and name(opened.asset),
            "best_open_from": opened and opened.start,
            "best_open_first_offered": lag.since,
            "best_open_position": opened and (words(opened.position) or "unknown"),
            "best_closed": closed and name(closed.asset),
            "best_closed_from": closed and closed.start,
            "best_closed_position": closed and (words(closed.position) or "unknown"),
            "lag_days": lag.days,
            "lag_bound": lag.bound or None,
            "lag_missing": lag.missing or None,
            "later_not_compared": [name(release.asset) for release in lag.unplaced],
        }

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        left_out = {"by", "released", "relicensed", "name_iri", "facts"}
        names = dict.fromkeys(name for row in self.rows() for name in row if name not in left_out)
        return answer_html(self, tuple(names))


_COUNTED = tuple(
    (key, "unknown access" if key == "unknownAccess" else level) for key, level in LEVELS.items()
)


def openness_history(
    columns: Columns,
    part: Slice,
    store: Store,
    *,
    by: str = "firm",
    since: int | None = None,
    name: str | None = None,
) -> OpennessHistory:
    """Count the dated releases of each firm or family by year and level of access.

    Parameters
    ----------
    columns, part, store
        The whole graph, what enters, and where names and facts are read.
    by : str
        `firm` or `family`.
    since : int, optional
        First calendar year shown; what came before still counts for the lag.
    name : str, optional
        One firm, family or model; all without it.

    Raises
    ------
    UsageError
        `by` is none of these, or the year is not between 1990 and that of the slice.
    UnknownNameError
        Nothing has the name, or it has no dated release.
    """
    if by not in BY:
        raise UsageError(f"no openness by {by!r}", mend=f"choose one of {', '.join(BY)}")
    check_year(since, part.as_of.year)
    reader = OpennessReader(columns, part)
    dated = [release for release in reader.releases if release.kind]
    own = [release for release in dated if release.own]
    iri = None if name is None else store.resolve(name)
    chosen = [r for r in own if iri is None or iri in {r.provider, *r.lineage}]
    if not chosen and name is not None:
        raise UnknownNameError(
            f"{name} has no dated release of a model by {reader.day}",
            mend="name a firm, a family or a model; or try another --as-of",
        )
    grouped = _grouped(chosen, reader, by)
    ordered = sorted(grouped, key=lambda g: (not g, reader.catalogue.label(g).casefold(), g))
    found = [
        year
        for group in ordered
        for year in years(group, grouped[group], reader.day)
        if since is None or year.year >= since
    ]
    lines = tuple(_coverage(found, len(dated) - len(own), reader, by))
    return OpennessHistory(by, tuple(found), lines, ASSUMPTIONS, reader, store)


def _grouped(
    releases: Iterable[Release], reader: OpennessReader, by: str
) -> dict[str, list[Release]]:
    found: dict[str, list[Release]] = defaultdict(list)
    for release in releases:
        groups = [release.provider] if by == "firm" else reader.families(release) or [""]
        for group in groups:
            found[group].append(release)
    return found


def _told(release: Release) -> str:
    begun = period_words(release.start, None, release.precision).removeprefix("since ")
    return ", ".join(
        filter(None, (LEVELS.get(release.level, "unknown"), words(release.kind), begun))
    )


def _coverage(found: Sequence[Year], others: int, reader: OpennessReader, by: str) -> Iterable[str]:
    groups = {year.group for year in found}
    kinds = {"firm": "firm(s)", "family": "families (models of none on record count as one)"}
    releases = {r.iri: r for year in found for r in year.releases}
    placed = sum(bool(release.position) for release in releases.values())
    days = sum(year.lag.days is not None for year in found)
    yield (
        f"As of {reader.day}: {len(releases)} dated releases of {len(groups)} {kinds[by]}; "
        f"{sum(r.rank is not None for r in releases.values())} have a known level of access, "
        f"{placed} a known standing (leading, lightweight, older) in their provider's range."
    )
    yield f"A lag is known in {days} of {len(found)} rows; the others say what is missing."
    if others:
        yield f"Left out: {others} dated release(s) by others than the developer, leaks among them."
