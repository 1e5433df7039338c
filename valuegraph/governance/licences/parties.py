"""Who asks, with what figures, and for what: parties and acts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

END_USER_PRODUCT = "integrated end user product"


@dataclass(frozen=True, slots=True)
class Figure:
    """A size of a party.

    Parameters
    ----------
    value : float
        Users, or US dollars.
    since : datetime.date, optional
        Day from which it holds, until the next dated figure; without one it holds on every day.
    """

    value: float
    since: dt.date | None = None


Figures: TypeAlias = Mapping[str, tuple[Figure, ...]]
"""Operand, by local name -> figures."""


def on_day(figures: tuple[Figure, ...], day: dt.date) -> float | None:
    """Return the figure that holds on a day: the latest begun by then, or None."""
    begun = [each for each in figures if each.since is None or each.since <= day]
    if not begun:
        return None
    return max(begun, key=lambda each: each.since or dt.date.min).value


def changes(figures: tuple[Figure, ...]) -> list[dt.date]:
    """Return the days from which another figure holds."""
    return sorted(each.since for each in figures if each.since is not None)


@dataclass(frozen=True, slots=True)
class Party:
    """What is known of whoever wants to act; what is not given is not known.

    Attributes
    ----------
    own, affiliates, product : mapping of str to tuple of Figure
        Sizes of the licensee with all its products, of companies under common control with it
        (beside its own), and of the one product the asset is used in. Without figures of the
        product, those of the licensee stand in: the product cannot be larger.
    located_in, used_in : frozenset of str
        IRIs of jurisdictions: where the licensee is established, where the asset is used; unions
        are named beside their members.
    sector : frozenset of str
        Branches in which the licensee works, in words.
    received_as : str or None
        Form in which the asset came, such as `END_USER_PRODUCT`.
    """

    own: Figures = field(default_factory=dict)
    affiliates: Figures = field(default_factory=dict)
    product: Figures = field(default_factory=dict)
    located_in: frozenset[str] = frozenset()
    used_in: frozenset[str] = frozenset()
    sector: frozenset[str] = frozenset()
    received_as: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What a party wants to do.

    Attributes
    ----------
    action : str
        IRI of an action.
    purpose : str or None
        Local name of a concept of the scheme `purpose`, or `COMMERCIAL`; None when not told.
    aims : tuple of str
        What it is for, in words, to be held against lists of forbidden purposes.
    improves : frozenset of str
        The model that is trained or improved: itself and all it belongs to or is made from.
    """

    action: str
    purpose: str | None = None
    aims: tuple[str, ...] = ()
    improves: frozenset[str] = frozenset()


COMMERCIAL = "commercialPurpose"
"""The purpose of gain: no concept of the scheme, since licences never limit a permission to it."""


@dataclass(frozen=True, slots=True)
class Range:
    """A size known to lie between two bounds, both included."""

    low: float
    high: float

    def plus(self, other: Range) -> Range:
        """Return the range of the sum."""
        return Range(self.low + other.low, self.high + other.high)


AT_LEAST_NOTHING = Range(0, math.inf)
