"""The report of each firm, read only to see that it bears the scores of the table."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.errors import DataError

if TYPE_CHECKING:
    from valuegraph.sources.fmti.editions import Edition
    from valuegraph.sources.fmti.scores import Scores
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["check_reports"]


def check_reports(package: Package, manifest: Manifest, edition: Edition, table: Scores) -> int:
    """Compare the scores of an edition with those in the reports.

    Parameters
    ----------
    package : Package
        The copy.
    manifest : Manifest
        With the names of reports and their odd headings.
    edition : Edition
        Whose reports to read.
    table : Scores
        The scores of the edition.

    Returns
    -------
    int
        How many reports were read.

    Raises
    ------
    DataError
        A report is missing, is not known, or gives another score than the table.
    """
    found = {
        PurePosixPath(name).name.partition("_fmtransparencyreport")[0]: name
        for name in package.names(f"{edition.key}/reports/*.csv")
    }
    wanted = {manifest.lookup("report_names").get(firm, firm): firm for firm in table.firms}
    if edition.key == "Dec2025":
        wanted = {name.replace(" ", "_"): firm for name, firm in wanted.items()}
    if set(found) != set(wanted):
        raise DataError(
            f"reports missing: {sorted(set(wanted) - set(found))}; "
            f"not known: {sorted(set(found) - set(wanted))}",
            where=f"{package.path}, {edition.key}/reports",
            why="a firm without a report has scores that nothing bears out",
            mend="name the publisher's whole repository",
        )
    for name, firm in sorted(wanted.items()):
        _compare(package, manifest, edition, (found[name], firm, table))
    return len(found)


def _compare(
    package: Package, manifest: Manifest, edition: Edition, of: tuple[str, str, Scores]
) -> None:
    name, firm, table = of
    first = manifest.lookup("report_headings").get(f"{edition.key} {firm}", "Indicator")
    seen = set()
    for record in package.table(name, first, (first, *edition.report_columns)):
        indicator = record.text(first)
        score = record.choice("Score", manifest.lookup("scores")) == "true"
        if table.by_firm.get((firm, indicator)) is not score:
            raise record.wrong(
                "Score",
                f"{record.optional('Score')} is not what the table of scores has for {firm}",
                "fetch table and reports from one commit of the publisher",
            )
        seen.add(indicator)
        record.refuse(*edition.report_columns)  # disclosures and reasons are sentences
        record.done()
    if len(seen) != len({key for held, key in table.by_firm if held == firm}):
        raise DataError(
            f"the report has {len(seen)} indicators, the table more",
            where=f"{package.path}, {name}",
            why="a report that is cut off bears out only some of the scores",
            mend="fetch it from the publisher again",
        )
