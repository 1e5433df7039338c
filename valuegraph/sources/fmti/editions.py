"""The editions of the index: where each lies and what its tables are headed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from valuegraph.facts.drafts import When

__all__ = ["EDITIONS", "Edition"]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition.

    Attributes
    ----------
    name : str
        As indicators bear it: ``May 2024``.
    key : str
        Of its folder, its document and its lookups, in the case of the folder: ``May2024``.
    list_file : str
        Its list of indicators.
    list_columns, report_columns : tuple of str
        Headings of that list and of a firm's report.
    when : When
        The month for which it speaks.
    """

    name: str
    key: str
    list_file: str
    list_columns: tuple[str, ...]
    report_columns: tuple[str, ...]
    when: When

    @property
    def document(self) -> str:
        """Key of its document and its lookups."""
        return self.key.lower()


_REPORT = ("Definition", "Notes", "Disclosure", "Justification", "References", "Score")
_PLACE = ("Domain", "Subdomain", "Indicator", "Definition", "Notes")

EDITIONS = (
    Edition(
        "May 2024",
        "May2024",
        "fmti-indicators.csv",
        (*_PLACE, "Reference_1", "Reference_2", "Link_1", "Link_2"),
        (*_REPORT, "New disclosure?"),
        When(dt.date(2024, 5, 1), "asOfMonth"),
    ),
    Edition(
        "December 2025",
        "Dec2025",
        "Dec2025_indicators.csv",
        (*_PLACE, "Example disclosure"),
        _REPORT,
        When(dt.date(2025, 12, 1), "asOfMonth"),
    ),
)
