import datetime as dt

import pytest

from valuegraph.errors import UnknownNameError
from valuegraph.view.choosing import around, behind, of_kinds
from valuegraph.view.model import MapEvidence, MapStatement

EVIDENCE = (MapEvidence("Report", "", "", "page 1", 0.9),)


def line(source, target, kind="api"):
    day = dt.date(2026, 1, 1)
    return MapStatement(
        f"{source}-{target}", source, target, kind, "access", "", day, None, "day", 0.9, False, "", EVIDENCE
    )  # fmt: skip


CHAIN = [
    line("asml", "tsmc", "supply"),
    line("tsmc", "chip", "supply"),
    line("chip", "model", "infrastructure"),
    line("other", "model2", "infrastructure"),
    line("model", "bank", "api"),
    line("model2", "shop", "licence"),
    line("bank", "K", "platform"),
    line("shop", "K", "platform"),
]


def ids(statements):
    return {statement.id for statement in statements}


def test_no_kind_means_all_kinds():
    assert of_kinds(CHAIN, ()) == CHAIN


@pytest.mark.parametrize("word", ["physicalSupply", "physical supply", "supply", "PhysicalSupply"])
def test_a_kind_is_found_however_it_is_written(word):
    assert ids(of_kinds(CHAIN, [word])) == {"asml-tsmc", "tsmc-chip"}


def test_several_kinds_add_up():
    assert ids(of_kinds(CHAIN, ["api", "licence"])) == {"model-bank", "model2-shop"}


def test_a_kind_that_nothing_has_is_refused_with_those_there_are():
    with pytest.raises(UnknownNameError, match="'telepathy'") as caught:
        of_kinds(CHAIN, ["api", "telepathy"])
    assert "physicalSupply" in str(caught.value)


def test_around_a_thing_is_what_it_rests_on_and_what_rests_on_it():
    assert ids(around(CHAIN, {"chip"})) == {
        "asml-tsmc", "tsmc-chip", "chip-model", "model-bank", "bank-K"
    }  # fmt: skip
    assert around(CHAIN, {"nobody"}) == []


def test_behind_a_part_of_a_sector_are_only_those_who_work_in_it():
    found = ids(behind(CHAIN, {"K"}, {"bank"}))
    assert found == {"asml-tsmc", "tsmc-chip", "chip-model", "model-bank", "bank-K"}
    assert ids(behind(CHAIN, {"K"}, {"bank", "shop"})) == ids(CHAIN)


def test_a_ring_ends():
    ring = [line("a", "b"), line("b", "a")]
    assert around(ring, {"a"}) == ring
