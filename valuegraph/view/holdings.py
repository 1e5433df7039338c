"""Which shares and counts stand in which layer or role of a slice, and where there are none."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from valuegraph.projection.catalogue import Catalogue
from valuegraph.projection.control import controllers, domiciles
from valuegraph.projection.shares import joint_shares, measured_splits, named_suppliers
from valuegraph.projection.splits import by_controller, by_jurisdiction, latest
from valuegraph.projection.tallies import layer_tallies, role_tallies
from valuegraph.vocabulary.namespaces import VG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from valuegraph.projection.catalogue import Record
    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice
    from valuegraph.projection.splits import Split

FEW = 5
"""Counts of fewer things say nothing of concentration."""
NOWHERE = ""
OLD = dt.timedelta(days=731)
BOUND_WORDS = {"lowerBound": "at least ", "upperBound": "at most ", "approximate": "about "}


@dataclass(frozen=True, slots=True)
class Holding:
    """One row to be: a split on a day, or why there is none.

    Attributes
    ----------
    group, total : str
        IRI of the layer or role (empty where none is on record), and of what is divided: a market
        or good; of a count, the layer or role itself.
    counted : str
        What was counted; empty for measured shares.
    day : datetime.date
        Day of the slice.
    stated, split, countries : Split or None
        Who holds what, as sources say, as the answer counts holders, and by jurisdiction.
    why : str
        Why there is no split; empty where there is one.
    remarks : tuple of str
        What a reader must know of the shares.
    facts, placing : tuple of str
        IRIs of the facts on shares, and of those on control and domicile.
    """

    group: str
    total: str
    counted: str
    day: dt.date
    stated: Split | None = None
    split: Split | None = None
    countries: Split | None = None
    why: str = ""
    remarks: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    placing: tuple[str, ...] = ()


class Holdings:
    """What is on record in one slice about who holds what.

    Parameters
    ----------
    columns : Columns
        The whole graph.
    part : Slice
        What enters; its day decides on control.
    placed : Catalogue
        The slice in which domiciles are read: firms move rarely, and a domicile is often known
        only from a recent day.
    """

    def __init__(self, columns: Columns, part: Slice, placed: Catalogue) -> None:
        self.catalogue = Catalogue(columns, part)
        self.day = part.as_of
        self.tops = controllers(self.catalogue)
        self.placed = placed
        self.homes = _homes(placed, self.tops)
        self.measured = measured_splits(self.catalogue)
        self.joint = joint_shares(self.catalogue)
        self.markets = [t for t in self.catalogue.things if self.catalogue.is_a(t, "Market")]
        weak = Catalogue(columns, replace(part, min_confidence=0.0, include_illustrative=True))
        kept = {fact for split in self.measured for fact in split.facts}
        self.left_out: dict[str, set[str]] = defaultdict(set)
        for split in measured_splits(weak):
            self.left_out[split.total] |= set(split.facts) - kept

    def of(self, by: str, year: int | None = None) -> list[Holding]:
        """Return what is divided, by layer (also for jurisdictions) or by role.

        Parameters
        ----------
        by : str
            `layer`, `role` or `jurisdiction`.
        year : int, optional
            Keep to shares measured in this year.
        """
        found = list(self._measured(by, year))
        told = {holding.total for holding in found}
        found += [each for each in self._unmeasured(by, year) if each.total not in told]
        counts = list(self._counted(by))
        filled = {each.group for each in (*found, *counts) if each.split or each in found}
        # That a count is too small to say anything is told only where nothing else is.
        found += [each for each in counts if each.split or each.group not in filled]
        empty = self._groups(by) - {holding.group for holding in found}
        return found + [
            Holding(group, group, "", self.day, why="unknown: no shares on record")
            for group in sorted(empty)
        ]

    def _groups(self, by: str) -> set[str]:
        if by != "role":
            things = self.catalogue.things
            return {layer for thing in things for layer in self._stated(thing, "inLayer")}
        filled = {r for s in self.catalogue.of("Supply") for r in s.all("fillsRole")}
        needed = {r for s in self.catalogue.of("Requirement") for r in s.all("requiresRole")}
        return filled | needed

    def _groups_of(self, total: str, by: str) -> tuple[str, ...]:
        """Return the layer or the roles of a market or good; one empty IRI where none is known."""
        return self._stated(total, "tradesRole" if by == "role" else "inLayer") or (NOWHERE,)

    def _stated(self, thing: str, prop: str) -> tuple[str, ...]:
        return self.catalogue.things[thing].get(VG + prop, ())

    def _measured(self, by: str, year: int | None) -> Iterator[Holding]:
        for split in latest(self.measured, year):
            for group in self._groups_of(split.total, by):
                yield self._holding(group, split, by)

    def _counted(self, by: str) -> Iterator[Holding]:
        for split in (
            role_tallies(self.catalogue) if by == "role" else layer_tallies(self.catalogue)
        ):
            if split.items >= FEW and split.parts:
                yield self._holding(split.total, split, by)
                continue
            why = f"unknown: only {split.items} to count" if split.parts else "unknown: no holder"
            yield Holding(split.total, split.total, split.basis, self.day, why=why)

    def _holding(self, group: str, split: Split, by: str) -> Holding:
        countries = by_jurisdiction(split, self.homes)
        own = countries if by == "jurisdiction" else by_controller(split, self._top)
        remarks = []
        if split.approximate:
            remarks.append("the source calls a share approximate")
        if not split.items and self.day - max(split.start, split.end) > OLD:
            remarks.append("measured more than two years before")
        why = ""
        if by != "jurisdiction" and split.holders == "Jurisdiction":
            why = "unknown: the shares on record are those of countries, not of firms"
        elif not own.parts:
            why = "unknown: no holder has a domicile on record"
        return Holding(
            group,
            split.total,
            split.basis if split.items else "",
            self.day,
            split,
            own if not why else None,
            countries if countries.parts else None,
            why,
            tuple(remarks),
            split.facts,
            tuple(dict.fromkeys(self._placing(split.parts))),
        )

    def _top(self, firm: str) -> str:
        return self.tops.get(firm, firm)

    def _placing(self, firms: Iterable[str]) -> Iterator[str]:
        """Yield the facts on control over some firms, and on their domiciles."""
        stakes = self.catalogue.by("OwnershipStake", "owned")
        homes = self.placed.by("Domicile", "organization")
        waiting, seen = list(firms), set[str]()
        while waiting:
            firm = waiting.pop()
            if firm in seen:
                continue
            seen.add(firm)
            yield from (record.iri for record in homes.get(firm, ()))
            for record in stakes.get(firm, ()):
                owner = record.one("owner")
                if owner is not None and firm in self.tops and self._top(owner) == self._top(firm):
                    waiting.append(owner)
                    yield record.iri

    def _unmeasured(self, by: str, year: int | None) -> Iterator[Holding]:
        for market in self.markets:
            for group in self._groups_of(market, by):
                why = "unknown: no shares on record" + ("" if year is None else f" for {year}")
                remarks = tuple(self._remarks(market))
                yield Holding(group, market, "", self.day, why=why, remarks=remarks)

    def _remarks(self, market: str) -> Iterator[str]:
        """Yield what is on record of a market without shares."""
        weak = len(self.left_out.get(market, ()))
        if weak:
            floor = self.catalogue.part.min_confidence
            yield f"{weak} share{'s' * (weak > 1)} below confidence {floor:g} or illustrative"
        if market in self.joint:
            yield self._jointly(self.joint[market])
        named = named_suppliers(self.catalogue, market)
        if named:
            yield f"named without a share: {', '.join(map(self.catalogue.label, named))}"

    def _jointly(self, record: Record) -> str:
        who = self.catalogue.label(record.one("measureSubject") or "")
        bound = (record.one("bound") or "").rpartition("#")[2]
        share = f"{BOUND_WORDS.get(bound, '')}{100 * (record.number('value') or 0.0):g} %"
        return f"jointly {share} for {who} ({record.one('shareBasis') or 'basis not stated'})"


def _homes(catalogue: Catalogue, tops: Mapping[str, str]) -> dict[str, str]:
    """Return the domicile of each firm; where none is on record, that of its group."""
    homes = domiciles(catalogue)
    for firm, top in tops.items():
        if firm not in homes and top in homes:
            homes[firm] = homes[top]
    return homes
