"""How one total is divided among its holders, and the same among groups and countries."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Part:
    """What one holder has of a total.

    Attributes
    ----------
    low, high : float
        The least and the most that the share can be, in [0, 1]; equal where it is known.
    facts : tuple of str
        IRIs of the facts that say so.
    confidence : float
        The lowest among them, in [0, 1].
    """

    low: float
    high: float
    facts: tuple[str, ...] = field(repr=False)
    confidence: float


@dataclass(frozen=True, slots=True)
class Split:
    """How one total is divided, on one basis and in one period.

    Attributes
    ----------
    total : str
        IRI of what is divided: a market or good; of a count, the layer or role.
    kind : str
        IRI of the kind of measure; empty for a count of facts on record.
    basis : str
        Words of the source on what is divided, or what was counted.
    holders : str
        `Organization` or `Jurisdiction`.
    start, end : datetime.date
        The period measured, half-open; a single day where the source gives only that.
    precision : str
        How exactly the period is known: the code of `vg:datePrecision`.
    parts : dict
        Holder IRI -> what it has. Shares that are left over belong to nobody named.
    approximate : bool
        A source calls one of the shares approximate.
    items : int
        How many things were counted; 0 for measured shares.
    """

    total: str
    kind: str
    basis: str
    holders: str
    start: dt.date
    end: dt.date
    precision: str
    parts: dict[str, Part]
    approximate: bool = False
    items: int = 0

    @property
    def stated(self) -> float:
        """The part of the total that is known to be held by somebody named."""
        return math.fsum(part.low for part in self.parts.values())

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact behind the parts, each once."""
        return tuple(dict.fromkeys(fact for part in self.parts.values() for fact in part.facts))

    @property
    def confidence(self) -> float:
        """The lowest confidence among the parts, since a figure needs all of them."""
        return min(part.confidence for part in self.parts.values())


def latest(splits: Iterable[Split], year: int | None = None) -> list[Split]:
    """Return one set of shares for each total, kind and sort of holder.

    The latest period wins, then the set that covers most of the total, then the first basis by
    name.

    Parameters
    ----------
    splits : iterable of Split
        As :func:`valuegraph.projection.shares.measured_splits` returns them.
    year : int, optional
        Keep to sets whose period lies at least partly in this calendar year.
    """
    best: dict[tuple[str, str, str], Split] = {}
    for split in splits:
        if year is not None and not split.start.year <= year <= _last_day(split).year:
            continue
        key = (split.total, split.kind, split.holders)
        if key not in best or _rank(split) > _rank(best[key]):
            best[key] = split
    return [best[key] for key in sorted(best)]


def by_controller(split: Split, top: Callable[[str], str]) -> Split:
    """Return the split with firms under common control as one holder, named after who controls.

    Parameters
    ----------
    split : Split
        Shares of organisations.
    top : callable
        Organisation IRI -> IRI of its ultimate controller, or of itself. A firm that is alone in
        the split keeps its own name.
    """
    members = Counter(top(firm) for firm in split.parts)

    def group_of(firm: str) -> str:
        return top(firm) if members[top(firm)] > 1 else firm

    return _regrouped(split, group_of, named_may_have_rest=False, holders=split.holders)


def by_jurisdiction(split: Split, domicile: Mapping[str, str]) -> Split:
    """Return the split among the jurisdictions in which its holders are domiciled.

    Whoever holds the rest, and every holder without a domicile on record, may be domiciled in a
    named jurisdiction, so each of these has its share or anything up to that and the rest.

    Parameters
    ----------
    split : Split
        Shares of organisations, or of jurisdictions, which come back as they are.
    domicile : mapping
        Organisation IRI -> jurisdiction IRI, where it is on record.
    """
    if split.holders == "Jurisdiction":
        return split
    return _regrouped(split, domicile.get, named_may_have_rest=True, holders="Jurisdiction")


def _regrouped(
    split: Split,
    group_of: Callable[[str], str | None],
    *,
    named_may_have_rest: bool,
    holders: str,
) -> Split:
    groups: dict[str, list[Part]] = defaultdict(list)
    for holder, part in split.parts.items():
        group = group_of(holder)
        if group is not None:
            groups[group].append(part)
    rest = max(0.0, 1.0 - math.fsum(part.low for parts in groups.values() for part in parts))
    joined = {
        group: _joined(parts, rest, named_may_have_rest=named_may_have_rest)
        for group, parts in groups.items()
    }
    return replace(split, holders=holders, parts=joined)


def _joined(parts: Iterable[Part], rest: float, *, named_may_have_rest: bool) -> Part:
    given = list(parts)
    low = math.fsum(part.low for part in given)
    most = low + rest
    high = most if named_may_have_rest else min(most, sum(part.high for part in given))
    facts = tuple(dict.fromkeys(fact for part in given for fact in part.facts))
    return Part(low, max(low, high), facts, min(part.confidence for part in given))


def _last_day(split: Split) -> dt.date:
    return split.end - dt.timedelta(days=1) if split.end > split.start else split.start


def _rank(split: Split) -> tuple[dt.date, float, str]:
    return split.start, split.stated, split.basis
