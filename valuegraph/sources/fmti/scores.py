"""The table of scores of one edition: a row an indicator, a column a firm."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.sources.fmti.editions import Edition
    from valuegraph.sources.fmti.indicators import Indicator
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["Scores", "read_scores"]

TOTAL = "Total"
SURE = Decimal("0.7")


@dataclass(slots=True)
class Scores:
    """What one table of scores says.

    Attributes
    ----------
    firms : tuple of str
        Headings of the columns.
    by_firm : dict of (str, str) to bool
        Heading and indicator -> whether it was met.
    claims : list of Claim
    refusals : list of Refusal
    """

    firms: tuple[str, ...]
    by_firm: dict[tuple[str, str], bool] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def met(self) -> int:
        """How many scores are one."""
        return sum(self.by_firm.values())


def read_scores(
    package: Package, manifest: Manifest, edition: Edition, indicators: Mapping[str, Indicator]
) -> Scores:
    """Return the scores of an edition.

    Parameters
    ----------
    package : Package
        The copy.
    manifest : Manifest
        With the firms of the edition by heading, the names of indicators that the table spells
        unlike the list, and what a score means.
    edition : Edition
        Which table to read.
    indicators : mapping of str to Indicator
        The list of the edition.

    Returns
    -------
    Scores
        One claim for each cell.

    Raises
    ------
    DataError
        An indicator that is not in the list, or one that is missing.
    """
    firms = manifest.lookup(f"firms_{edition.document}")
    name = package.one(f"{edition.key}_scores.csv")
    table = Scores(tuple(firms))
    seen: set[str] = set()
    for record in package.table(name, "Indicator", ("Indicator", *firms)):
        row = record.text("Indicator")
        if row == TOTAL:
            # the indicators of two editions differ, so that their totals may not be compared
            table.refusals.append(Refusal("a total of scores", record.where))
            record.refuse(*firms)
        else:
            indicator = _listed(record, row, manifest, indicators)
            seen.add(indicator.name)
            _row(table, record, indicator, (manifest, edition))
        record.done()
    missing = sorted(set(indicators) - seen)
    if missing:
        raise DataError(
            f"no scores for {len(missing)} indicators: {', '.join(missing[:5])}",
            where=f"{package.path}, {name}",
            why="the table is cut off, or belongs to another edition than the list",
            mend="fetch it from the publisher again",
        )
    return table


def _listed(
    record: Record, row: str, manifest: Manifest, indicators: Mapping[str, Indicator]
) -> Indicator:
    name = manifest.lookup("indicators").get(row, row)
    if name not in indicators:
        raise record.wrong("Indicator", f"{row!r} is not in the list of indicators")
    return indicators[name]


def _row(table: Scores, record: Record, indicator: Indicator, of: tuple[Manifest, Edition]) -> None:
    manifest, edition = of
    meaning = manifest.lookup("scores")
    firms = manifest.lookup(f"firms_{edition.document}")
    for heading in table.firms:
        met = record.choice(heading, meaning) == "true"
        if (heading, indicator.name) in table.by_firm:
            raise record.wrong("Indicator", f"{indicator.name!r} stands twice")
        table.by_firm[heading, indicator.name] = met
        table.claims.append(
            Claim(
                "Disclosure",
                (("discloser", _discloser(firms[heading])), ("ofIndicator", indicator.mention)),
                edition.when,
                f"{edition.key}_scores.csv, column '{heading}'",
                SURE,
                values=(("disclosed", met),),
                document=edition.document,
            )
        )


def _discloser(told: str) -> Mention:
    """Return the firm of a column, or the group of several bodies that share one score."""
    names = [name.strip() for name in told.split(";")]
    if len(names) == 1:
        return Mention("Organization", names[0])
    members = tuple(("hasMember", Mention("Organization", name)) for name in names)
    return Mention("EntityGroup", ", ".join(names[:-1]) + f" and {names[-1]}", properties=members)
