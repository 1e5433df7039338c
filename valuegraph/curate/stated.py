"""Claims whose ends have IRIs, and which of them still ran on the day on which they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from valuegraph.curate.known import Ends, Span
    from valuegraph.facts.drafts import Claim
    from valuegraph.facts.records import Value

__all__ = ["Stated", "running"]


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim whose ends and values have IRIs."""

    claim: Claim
    ends: tuple[tuple[str, Value], ...]
    values: tuple[tuple[str, Value], ...]
    span: Span


def running(stated: Iterable[Stated], refusals: list[Refusal]) -> Iterator[Stated]:
    """Yield the claims that do not end before they begin.

    Where one record says that something has ended and another of the same day, without a date of
    its own, that it is there, it has ended: a later copy of the same bytes opens nothing again.

    Parameters
    ----------
    stated : iterable of Stated
    refusals : list of Refusal
        Takes in what is left out.
    """
    listed = list(stated)
    over: dict[tuple[str, Ends, dt.date], dt.date] = {}
    for each in listed:
        if _over(each) and each.span.end is not None:
            over[_told(each)] = max(each.span.end, over.get(_told(each), each.span.end))
    for each in listed:
        ended = over.get(_told(each))
        if _over(each):
            why = f"it ends on {each.span.end}, before it begins on {each.span.start}"
            refusals.append(Refusal(why, each.claim.locator))
        elif ended and each.span.vague and each.span.end is None:
            why = f"another record of the source says that it ended on {ended}"
            refusals.append(Refusal(why, each.claim.locator))
        else:
            yield each


def _over(each: Stated) -> bool:
    return each.span.end is not None and each.span.end <= each.span.start


def _told(each: Stated) -> tuple[str, Ends, dt.date]:
    return each.claim.cls, frozenset(each.ends), each.span.start
