"""What a fact knows of itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.facts import Evidence, Fact, Iri, Source
from valuegraph.vocabulary import VG, VGD

if TYPE_CHECKING:
    from valuegraph.facts import Value

SOURCE = Source("s", "t")
values: st.SearchStrategy[Value] = st.one_of(
    st.text(max_size=8),
    st.text(max_size=8).map(Iri),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
)


def weighed(*pairs: tuple[str, bool]) -> Fact:
    evidence = tuple(
        Evidence(f"e{at}", SOURCE, "p", Decimal(confidence), supports=supports)
        for at, (confidence, supports) in enumerate(pairs)
    )
    return Fact("f", "c", "l", evidence=evidence)


@pytest.mark.parametrize(
    ("fact", "confidence", "disputed"),
    [
        (weighed(), 0.0, False),
        (weighed(("0.5", True), ("0.7", True)), 0.7, False),
        (weighed(("0.5", True), ("0.9", False)), 0.5, True),
        (weighed(("0.5", True), ("0.5", False)), 0.5, True),
        (weighed(("0.5", True), ("0.49", False)), 0.5, False),
        (weighed(("0.9", False)), 0.0, True),
    ],
)
def test_confidence_and_dispute(fact: Fact, confidence: float, *, disputed: bool) -> None:
    assert fact.confidence == confidence
    assert fact.disputed is disputed


def test_interval_is_half_open(fact: Fact) -> None:
    assert not fact.holds_on(dt.date(2019, 12, 31))
    assert fact.holds_on(dt.date(2020, 1, 1))
    assert fact.holds_on(dt.date(2021, 12, 31))
    assert not fact.holds_on(dt.date(2022, 1, 1))
    assert replace(fact, valid_to=None).holds_on(dt.date(2999, 1, 1))
    assert replace(fact, valid_from=None).holds_on(dt.date(1, 1, 1))


def test_values(fact: Fact) -> None:
    assert fact.values(VG + "supplier") == (VGD + "org-lens",)
    assert fact.values(VG + "nothing") == ()


def test_records_are_frozen(fact: Fact) -> None:
    with pytest.raises(FrozenInstanceError):
        fact.label = "other"  # type: ignore[misc]
    assert hash(fact) == hash(replace(fact))


def test_content_id_is_of_what_is_stated(fact: Fact) -> None:
    same = replace(fact, iri="x", label="y", evidence=(), properties=fact.properties[::-1])
    assert same.content_id() == fact.content_id()
    assert len(fact.content_id()) == 20
    changed = [
        replace(fact, cls="z"),
        replace(fact, valid_from=None),
        replace(fact, valid_to=None),
        replace(fact, precision=None),
        replace(fact, properties=fact.properties[1:]),
        replace(fact, valid_from=fact.valid_to, valid_to=fact.valid_from),
    ]
    assert len({each.content_id() for each in [fact, *changed]}) == len(changed) + 1


@given(values, values)
def test_content_id_separates_values(left: Value, right: Value) -> None:
    one, other = (Fact("f", "c", "l", properties=(("p", v),)) for v in (left, right))
    numeric = [isinstance(v, int | Decimal) and not isinstance(v, bool) for v in (left, right)]
    if all(numeric):
        same = Decimal(left) == Decimal(right)  # type: ignore[arg-type]
    else:
        same = type(left) is type(right) and left == right
    assert (one.content_id() == other.content_id()) == same


def test_content_id_does_not_depend_on_how_a_number_is_held() -> None:
    ids = {
        Fact("f", "c", "l", properties=(("p", v),)).content_id()
        for v in (Decimal("0.30"), Decimal("0.3"), 0.3)
    }
    assert len(ids) == 1
