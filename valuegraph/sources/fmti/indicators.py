"""The indicators of one edition, each with its place in the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Mention

if TYPE_CHECKING:
    from valuegraph.sources.fmti.editions import Edition
    from valuegraph.sources.package import Package

__all__ = ["Indicator", "read_indicators"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question of one edition.

    Attributes
    ----------
    name, domain, subdomain, edition : str
        In the words of the index, blanks collapsed.
    """

    name: str
    domain: str
    subdomain: str
    edition: str

    @property
    def mention(self) -> Mention:
        """The indicator as a thing; the edition is in its name, since two editions share names."""
        places = [
            ("indexEdition", self.edition),
            ("indicatorDomain", self.domain),
            ("indicatorSubdomain", self.subdomain),
        ]
        name = f"{self.name} (FMTI, {self.edition})"
        return Mention("TransparencyIndicator", name, properties=tuple(places))


def read_indicators(package: Package, edition: Edition) -> dict[str, Indicator]:
    """Return the indicators of an edition by name.

    Parameters
    ----------
    package : Package
        The copy.
    edition : Edition
        Which list to read.

    Returns
    -------
    dict of str to Indicator
        In the order of the list.

    Raises
    ------
    DataError
        A name stands twice, or the list cannot be read.
    """
    found: dict[str, Indicator] = {}
    for record in package.table(package.one(edition.list_file), "Indicator", edition.list_columns):
        name = record.text("Indicator")
        if name in found:
            raise DataError(
                f"the indicator {name!r} stands twice",
                where=record.where,
                why="two questions under one name would become one",
                mend="correct the copy",
            )
        found[name] = Indicator(name, record.text("Domain"), record.text("Subdomain"), edition.name)
        # sentences of the source, and its reading list
        record.refuse("Definition", "Notes", "Example disclosure")
        record.refuse("Reference_1", "Reference_2", "Link_1", "Link_2")
        record.done()
    return found
