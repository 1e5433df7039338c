"""Amounts that catalogues of models ask for tokens: which can be right, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, replace
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from valuegraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CACHE_LEFT", "Rates", "credible"]

Tables = Callable[[str], Mapping[str, str]]

CACHE_LEFT = "an amount for stored input that cannot be one: the rest of the price stands"


@dataclass(frozen=True, slots=True)
class Rates:
    """Amounts asked for a million tokens, in US dollars."""

    put: Decimal
    got: Decimal | None = None
    read: Decimal | None = None
    write: Decimal | None = None

    def plain(self) -> Rates:
        """Return the amounts without the noise of binary fractions: 0.1 for 0.09999999999999999."""
        got, read, write = (
            each if each is None else _plain(each) for each in (self.got, self.read, self.write)
        )
        return Rates(_plain(self.put), got, read, write)

    def within(self, other: Rates) -> bool:
        """Return whether the other asks the same and says more of stored input."""
        stored = ((self.read, other.read), (self.write, other.write))
        return (
            self != other
            and (self.put, self.got) == (other.put, other.got)
            and all(mine in (None, theirs) for mine, theirs in stored)
        )


SIX = Context(prec=6)
NOISE = Decimal("1e-9")
CREDIBLE = Decimal("0.006"), Decimal(1000)
"""US dollars a million tokens; outside stand amounts for a minute, or for a thousand tokens."""
STEEPEST = 20
"""What comes out costs up to this many times what goes in; beyond stand pictures, sound and slips."""
WRITING = 2
"""To store input for an hour costs twice the input; beyond stand amounts for keeping it, or another's."""


def credible(rates: Rates, where: str, key: str, lookup: Tables) -> Rates | None:
    """Return the amounts that can be those for a million tokens; None for a slip that is on record.

    Parameters
    ----------
    rates : Rates
        Input dearer than output is rare, and mostly two columns that changed places.
    where, key : str
        Place of the entry, and its key in the lookups.
    lookup : callable
        Gives a table of the manifest. What was looked up and found to be a slip of the source:
        ``incredible``, or ``odd_cache`` where only the amounts for stored input are. What was found
        to stand: ``dearer_in``, ``steep``.

    Raises
    ------
    DataError
        They cannot, and the lookups do not say so yet.
    """
    if key in lookup("incredible"):
        return None
    fault = next(_faults(rates, key, lookup), None)
    if fault:
        why, tables = fault
        raise DataError(
            " and ".join(f"{each}" for each in astuple(rates) if each is not None)
            + " US dollars a million tokens",
            where=where,
            why=why,
            mend=f"look it up; if it is a slip of the source, add the entry to {tables}",
        )
    return replace(rates, read=None, write=None) if key in lookup("odd_cache") else rates


def _faults(rates: Rates, key: str, lookup: Tables) -> Iterator[tuple[str, str]]:
    put, got = rates.put, rates.got or Decimal(0)
    if not all(CREDIBLE[0] <= each <= CREDIBLE[1] for each in (put, got) if each):
        yield (
            "it looks like an amount for another quantity, which would be compared with others",
            "[lookups.incredible]",
        )
    if got and put > got and key not in lookup("dearer_in"):
        yield (
            "what goes in is dearer than what comes out: two columns may have changed places",
            "[lookups.incredible], if it stands, to [lookups.dearer_in]",
        )
    if got > STEEPEST * put > 0 and key not in lookup("steep"):
        yield (
            f"what comes out is over {STEEPEST} times as dear as what goes in: a slip, or for pictures",
            "[lookups.incredible], if it stands, to [lookups.steep]",
        )
    odd = (rates.read or 0) > put > 0 or (rates.write or 0) > WRITING * put > 0
    if odd and key not in lookup("odd_cache"):
        yield (
            "stored input dearer than new: it may be an amount for keeping it, or another's",
            "[lookups.odd_cache]",
        )


def _plain(amount: Decimal) -> Decimal:
    short = SIX.create_decimal(amount)
    return short if abs(short - amount) <= abs(amount) * NOISE else amount
