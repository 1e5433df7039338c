"""Who provides which input, and what share of its market."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeVar

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Refusal
from valuegraph.facts.records import Iri
from valuegraph.sources.eto_chips.inputs import CONFIDENCE, year, year_of
from valuegraph.sources.eto_chips.providers import COUNTRY
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from valuegraph.sources.eto_chips.inputs import Input
    from valuegraph.sources.eto_chips.providers import Provider
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["Provisions"]

COLUMNS = (
    "provider_name",
    "provider_id",
    "provided_name",
    "provided_id",
    "share_provided",
    "source",
)
NOW, BEFORE = "year", "negligible_market_share"
UNSOURCED = Decimal("0.5")
T = TypeVar("T")
MOST = Decimal(102)
"""Rounding takes the shares of one market to 102 at most; more means that two counts were mixed."""
BASIS = {
    COUNTRY: "firms of the country together; the same market as that of single firms",
    "organization": "the firm's part of the market",
}
NO_SHARE = "the row gives a country without a share"
NEGLIGIBLE = "The source calls the share negligible."
UNSAID = "The source gives no origin for this row."


@dataclass(slots=True)
class Provisions:
    """The rows of ``provision.csv``, which is read by id: names in it differ from the table's.

    Attributes
    ----------
    manifest : Manifest
    inputs, providers : mapping
        By id.
    counts : Counter
    claims : list of Claim
    refusals : list of Refusal
    """

    manifest: Manifest
    inputs: Mapping[str, Input]
    providers: Mapping[str, Provider]
    counts: Counter[str]
    claims: list[Claim] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def read(self, package: Package) -> None:
        """Read the table, in the layout of today or that of 2023.

        Raises
        ------
        DataError
            An unknown id, a share that is no number, a pair that stands twice in a year, or a
            market whose shares sum to more than all of it.
        """
        name = package.one("provision.csv")
        heading = package.text(name).partition("\n")[0]
        further = tuple(each for each in (NOW, BEFORE) if each in heading) or (NOW,)
        sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        seen: set[tuple[str, str, str]] = set()
        for record in package.table(name, "provider_id", (*COLUMNS, *further)):
            provider = self._found(record, "provider_id", self.providers)
            given = self._found(record, "provided_id", self.inputs)
            day = year_of(record) if NOW in further else given.year
            row = (record.text("provider_id"), given.id, day)
            if row in seen:
                raise record.wrong("provided_id", f"{' '.join(row)} stands twice")
            seen.add(row)
            small = BEFORE in further and _small(record)
            share = _share(record)
            sums[given.id, provider.kind, day] += share or 0
            self._count(record, provider, share, day)
            self._say(record, provider, given, (row, share, small))
            record.done()
        self._check(package, name, sums)

    @staticmethod
    def _found(record: Record, column: str, table: Mapping[str, T]) -> T:
        if record.text(column) not in table:
            raise record.wrong(column, f"no table explains the id {record.text(column)!r}")
        return table[record.text(column)]

    def _count(self, record: Record, provider: Provider, share: Decimal | None, day: str) -> None:
        self.counts["provisions"] += 1
        self.counts[f"provisions of {day}" if day else "provisions without a year"] += 1
        self.counts[f"provisions: {provider.kind}"] += 1
        self.counts["provisions with a share"] += share is not None
        self.counts["provisions without source text"] += not record.optional("source")
        self.counts["provisions of stages"] += record.text("provided_id").startswith("S")
        unlike = record.optional("provider_name") != provider.name
        self.counts["provisions named unlike their id"] += unlike
        record.refuse("provided_name")  # the id says it

    def _say(
        self,
        record: Record,
        provider: Provider,
        given: Input,
        told: tuple[tuple[str, str, str], Decimal | None, bool],
    ) -> None:
        row, share, small = told
        where = f"provision.csv, row '{' '.join(row).strip()}'"
        if provider.mention is None:
            self.refusals.append(Refusal(provider.why, where))
            return
        sourced = bool(record.optional("source"))
        confidence = CONFIDENCE if sourced else UNSOURCED
        note = " ".join(filter(None, (NEGLIGIBLE * small, UNSAID * (not sourced))))
        if provider.kind != COUNTRY:
            ends = (
                ("supplier", provider.mention),
                ("dependent", given.market),
                ("fillsRole", Iri(VGX + given.role)),
            )
            self.claims.append(
                Claim(
                    "Supply", ends, year(self.manifest, row[2]), where, confidence, note=note,
                    values=(("supplyKind", Iri(VGX + given.supply)),),
                )
            )  # fmt: skip
        if share is None:
            if provider.kind == COUNTRY:
                self.refusals.append(Refusal(NO_SHARE, where))
            return
        measured = (
            ("measureSubject", provider.mention),
            ("measureKind", Iri(VGX + given.share)),
            ("measureObject", given.market),
            ("shareBasis", BASIS[provider.kind]),
        )
        self.claims.append(
            Claim(
                "Measure", measured, year(self.manifest, row[2], period=True), where, confidence,
                values=(("value", share / 100), ("unit", "share")), note=note,
            )
        )  # fmt: skip

    def _check(
        self, package: Package, name: str, sums: Mapping[tuple[str, str, str], Decimal]
    ) -> None:
        wrong = [f"{' '.join(key)}: {total}" for key, total in sorted(sums.items()) if total > MOST]
        if wrong:
            raise DataError(
                "shares of one market sum to more than all of it: " + "; ".join(wrong),
                where=f"{package.path}, {name}",
                why="rows of firms and of countries measure the same market and are never added",
                mend="fetch the table from the publisher again",
            )


def _share(record: Record) -> Decimal | None:
    """Return a share in hundredths: ``61%`` as of 2023, ``61.0`` since."""
    text = record.optional("share_provided").removesuffix("%")
    if not text:
        return None
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = Decimal(-1)
    if not 0 <= share <= 100:  # noqa: PLR2004 - per cent
        raise record.wrong("share_provided", f"{text!r} is not a share from 0 to 100")
    return share


def _small(record: Record) -> bool:
    text = record.optional(BEFORE).lower()
    if text not in {"", "negligible", "major"}:
        raise record.wrong(BEFORE, f"{text!r} is neither 'negligible' nor 'Major'")
    return text == "negligible"
