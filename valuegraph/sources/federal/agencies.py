"""Agencies under one name each, and their place in the chain."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import PREFIXES, VGX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.record import Record

__all__ = ["PUBLIC_ADMINISTRATION", "SURE", "Agencies"]

PUBLIC_ADMINISTRATION = Iri(PREFIXES["nace"] + "P")
"""NACE 2.1; in NACE 2 and ISIC 4 the section is O."""
SURE = Decimal("0.9")
UNITED_STATES = Mention("Jurisdiction", "United States", ids=("iso3166:US",))


class Agencies:
    """The agencies that report, and those of them that use something.

    Parameters
    ----------
    manifest : Manifest
        With the lookup ``agencies``: name in either table to the agency's own name.
    year : int
        Of the inventory.
    """

    def __init__(self, manifest: Manifest, year: int) -> None:
        self._names = manifest.lookup("agencies")
        self.when = When(dt.date(year, 1, 1), "asOfYear")
        self._using: dict[str, tuple[str, str]] = {}

    def named(self, record: Record, column: str) -> str:
        """Return the agency of a row; an error for a name that the table does not know."""
        return record.choice(column, self._names)

    @staticmethod
    def mention(name: str) -> Mention:
        """Return an agency as a thing."""
        return Mention("Organization", name)

    def uses(self, name: str, locator: str, document: str) -> None:
        """Note that a row shows an agency using something; the first row is cited."""
        self._using.setdefault(name, (locator, document))

    def claims(self) -> Iterator[Claim]:
        """Yield that each using agency is an implementor in public administration, in the US."""
        for name, (locator, document) in sorted(self._using.items()):
            agency = self.mention(name)
            yield Claim(
                "ChainPosition",
                (("organization", agency), ("chainRole", Iri(VGX + "implementor"))),
                self.when, locator, SURE,
                values=(("inSector", PUBLIC_ADMINISTRATION),),
                kind="documentary", document=document,
            )  # fmt: skip
            yield Claim(
                "Domicile",
                (("organization", agency), ("inJurisdiction", UNITED_STATES)),
                self.when, locator, SURE, kind="documentary", document=document,
            )  # fmt: skip
