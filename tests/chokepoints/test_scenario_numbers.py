"""The five verbs against hand-worked numbers."""

import importlib

import pytest

from tests.chokepoints import scenario_numbers, trade_numbers

CHECKS = [*scenario_numbers.CHECKS, *trade_numbers.CHECKS]


@pytest.mark.parametrize("worked", CHECKS, ids=[check.__name__ for check in CHECKS])
def test_the_room_agrees(worked):
    worked(lambda name: importlib.import_module(f"valuegraph.chokepoints.{name}"))
