"""Tests of conditions: of a size on its day, and of place, sector, form and aim.

A size is held against its limit as a range, so that a figure which is only bounded (a product has
no more users than its maker) decides where it can, and is asked for where it cannot.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from valuegraph.governance.licences.parties import AT_LEAST_NOTHING, Range, changes, on_day
from valuegraph.governance.licences.wording import OPERANDS, amount, day_in_words, operand_in_words
from valuegraph.vocabulary.namespaces import VGD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.governance.licences.parties import Act, Figures, Party
    from valuegraph.governance.licences.policies import Condition

UNIONS = frozenset({VGD + "jur-eu", VGD + "jur-eea"})
"""Jurisdictions of several countries: naming a country does not say that it is in one."""

BOUNDED_BY = {
    "dailyActiveUsers": "monthlyActiveUsers",
    "monthlyRevenue": "annualRevenue",
    "attributableRevenue": "annualRevenue",
}
"""Operand -> another that is never smaller."""

WORD = re.compile(r"[a-z]+")


class State(StrEnum):
    """How a condition stands."""

    MET = "met"
    FAILED = "failed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A condition tested.

    Attributes
    ----------
    condition : Condition
        What was tested.
    state : State
        Whether it holds; OPEN when what is known of the party does not decide.
    words : str
        Figure, limit and day of the test.
    missing : tuple of str
        What would decide it.
    assumed : tuple of str
        How figures were read where they leave room.
    """

    condition: Condition
    state: State
    words: str
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


def outcome_of(
    condition: Condition, party: Party, act: Act, day: dt.date, *, since: dt.date | None = None
) -> Outcome:
    """Test one condition.

    Parameters
    ----------
    condition : Condition
        Of a rule.
    party, act : Party, Act
        Who wants to do what.
    day : datetime.date
        Day of the act.
    since : datetime.date, optional
        A size must have held on every day from here on: for rights that end for good.

    Returns
    -------
    Outcome
        Of a size, on the day that the condition names when it is tested once.
    """
    if condition.is_size:
        return _size(condition, party, day, since)
    return _membership(condition, party, act)


# --- sizes -------------------------------------------------------------------------------------


def _size(condition: Condition, party: Party, day: dt.date, since: dt.date | None) -> Outcome:
    sizes = {each: measure(condition, party, each) for each in _days(condition, party, day, since)}
    undated = condition.fixed and condition.on is None
    if undated:
        sizes = {d: s for d, s in sizes.items() if math.isfinite(s.high)} or sizes
    states = {each: compare(condition, size) for each, size in sizes.items()}
    failed = [each for each, state in states.items() if state is State.FAILED]
    shown = failed[0] if failed and not undated else max(states)
    state = State.OPEN if undated and len(set(states.values())) > 1 else states[shown]
    missing = _missing(condition, party, shown) if state is State.OPEN else ()
    words = _size_words(condition, sizes[shown], shown, state)
    return Outcome(condition, state, words, missing, _assumed(condition, party, state))


def _days(condition: Condition, party: Party, day: dt.date, since: dt.date | None) -> list[dt.date]:
    """Return the days on which a size is tested, in order.

    A test on a day that nobody states is made on every day on which a figure changes.
    """
    if condition.on:
        return [condition.on]
    if since is None and not condition.fixed:
        return [day]
    named = (condition.operand, BOUNDED_BY.get(condition.operand, condition.operand))
    sets = (party.own, party.affiliates, party.product)
    turns = {turn for each in sets for name in named for turn in changes(each.get(name, ()))}
    return sorted({each for each in turns if (since or dt.date.min) <= each <= day} | {day})


def measure(condition: Condition, party: Party, day: dt.date) -> Range:
    """Return the size that a condition counts, as far as it is known for a test on a day."""
    counted = _last_of_month_before(day) if condition.counts_month_before else day
    own = _figure(party.own, condition.operand, counted)
    if condition.counts_product:
        product = _figure(party.product, condition.operand, counted)
        own = product if math.isfinite(product.high) else own
    if not condition.affiliates:
        return own
    return own.plus(_figure(party.affiliates, condition.operand, counted))


def _last_of_month_before(day: dt.date) -> dt.date:
    return day.replace(day=1) - dt.timedelta(days=1)


def _figure(figures: Figures, operand: str, day: dt.date) -> Range:
    exact = on_day(figures.get(operand, ()), day)
    if exact is not None:
        return Range(exact, exact)
    larger = BOUNDED_BY.get(operand)
    bound = on_day(figures.get(larger, ()), day) if larger else None
    return AT_LEAST_NOTHING if bound is None else Range(0, bound)


def compare(condition: Condition, size: Range) -> State:
    """Return how a size stands to the limit of a condition."""
    limit = condition.limit
    held = {
        "lteq": (size.high <= limit, size.low > limit),
        "lt": (size.high < limit, size.low >= limit),
        "gt": (size.low > limit, size.high <= limit),
        "gteq": (size.low >= limit, size.high < limit),
        "eq": (size.low == limit == size.high, limit < size.low or limit > size.high),
    }[condition.operator]
    if held[0]:
        return State.MET
    return State.FAILED if held[1] else State.OPEN


def _size_words(condition: Condition, size: Range, day: dt.date, state: State) -> str:
    name, when = operand_in_words(condition), _when(condition, day)
    limit = amount(condition.limit)
    if state is State.OPEN:
        known = "" if size == AT_LEAST_NOTHING else f"; known so far: {_range_words(size)}"
        return f"limit of {limit} {name}, {when}{known}"
    side = "above" if size.low > condition.limit else "within"
    if condition.operator in {"lt", "gteq"} and size.low == condition.limit:
        side = "at"
    return f"{_range_words(size)} {name}: {side} the limit of {limit}, {when}"


def _when(condition: Condition, day: dt.date) -> str:
    if not condition.fixed:
        return f"tested while it is used, here on {day_in_words(day)}"
    if condition.on is None:
        return "tested once, on a day that the text read does not state"
    month = ""
    if condition.counts_month_before:
        month = f" (users of {day_in_words(_last_of_month_before(condition.on), month=True)})"
    return f"tested once, on {day_in_words(condition.on)}{month}"


def _range_words(size: Range) -> str:
    if math.isinf(size.high):
        return f"at least {amount(size.low)}"
    if size.low == size.high:
        return amount(size.low)
    return f"between {amount(size.low)} and {amount(size.high)}"


def _missing(condition: Condition, party: Party, day: dt.date) -> tuple[str, ...]:
    """Return what would decide a size that is open."""
    name = OPERANDS.get(condition.operand, condition.operand)
    when = _asked_for(condition, day)
    asked: list[str] = []
    if not _exact(measure(replace(condition, affiliates=None), party, day)):
        of = " of the product" if condition.counts_product else ""
        asked.append(f"your {name}{of} {when}")
    alone = replace(condition, unit=condition.unit.replace("product", ""))
    theirs = replace(party, own=party.affiliates, affiliates={})
    if condition.affiliates and not _exact(measure(replace(alone, affiliates=None), theirs, day)):
        asked.append(f"the {name} of your affiliates {when} (0 if you have none)")
    return tuple(asked) or (f"the day of the test ({condition.label})",)


def _exact(size: Range) -> bool:
    return size.low == size.high


def _asked_for(condition: Condition, day: dt.date) -> str:
    if condition.fixed and condition.on is None:
        return "at the release of the version"
    if condition.counts_month_before:
        return f"in {day_in_words(_last_of_month_before(day), month=True)}"
    return f"on {day_in_words(day)}"


def _assumed(condition: Condition, party: Party, state: State) -> tuple[str, ...]:
    """Return how figures were read that the caller left without date or product."""
    found = []
    operand = condition.operand
    if condition.fixed and any(f.since is None for f in party.own.get(operand, ())):
        day = f" on {day_in_words(condition.on)}" if condition.on else " on the day of the test"
        found.append(
            f"a figure without a date is read as that{day}; growth since then would not count: "
            "write FIGURE@DATE if it changed"
        )
    if condition.counts_product and state is not State.MET and operand not in party.product:
        found.append(
            "all your users or revenue are taken to be those of the product that uses the model"
        )
    return tuple(found)


# --- memberships -------------------------------------------------------------------------------


def _membership(condition: Condition, party: Party, act: Act) -> Outcome:
    wanted = tuple(str(value) for value in condition.values)
    if condition.operand in {"licenseeLocation", "deploymentTerritory"}:
        state, missing = _placed(condition, party, wanted)
    elif condition.operand == "receivedAs":
        state, missing = (State.MET if party.received_as in wanted else State.FAILED), ()
    elif condition.operand == "licenseeSector":
        state, missing = _spoken_of(wanted, party.sector, "the sector you work in")
    else:
        state, missing = _spoken_of(wanted, act.aims, "what it is to be used for")
    label = condition.label[:1].lower() + condition.label[1:]
    return Outcome(condition, state, label, missing)


def _placed(
    condition: Condition, party: Party, wanted: tuple[str, ...]
) -> tuple[State, tuple[str, ...]]:
    here = condition.operand == "licenseeLocation"
    places = party.located_in if here else party.used_in
    if places & set(wanted):
        return State.MET, ()
    names = condition.label.partition(" ")[2].partition(" ")[2]
    asked = f"whether you are {'established' if here else 'using it'} in {names}"
    if not places or UNIONS & set(wanted):
        return State.OPEN, (asked,)
    return State.FAILED, ()


def _spoken_of(
    wanted: tuple[str, ...], given: Iterable[str], asked: str
) -> tuple[State, tuple[str, ...]]:
    """Compare wordings: one names the other when all its words occur in it."""
    told = [set(WORD.findall(text.casefold())) for text in given]
    if not told:
        return State.OPEN, (asked,)
    listed = [set(WORD.findall(text.casefold())) for text in wanted]
    named = any(a <= b or b <= a for a in told for b in listed)
    return (State.MET if named else State.FAILED), ()
