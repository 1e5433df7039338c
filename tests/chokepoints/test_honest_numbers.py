"""Uncertainty, open worlds, flips and asymmetry against hand-worked numbers."""

import importlib

import pytest

from tests.chokepoints.honest_numbers import CHECKS


@pytest.mark.parametrize("honest", CHECKS, ids=[check.__name__ for check in CHECKS])
def test_the_room_agrees(honest):
    honest(lambda name: importlib.import_module(f"valuegraph.chokepoints.{name}"))
