"""Fifty clients for a minute on the shipped facts: nobody refused, no memory lost, nobody slow."""

from __future__ import annotations

import pytest

from tests.benchmarks.bench_serve import measure

CLIENTS, SECONDS = 50, 60.0
TIMES_SLOWER = 5
GROWTH = 1.10


@pytest.mark.benchmark
def test_fifty_clients_for_a_minute() -> None:
    found = measure(CLIENTS, SECONDS)
    assert set(found.many.statuses) == {200}
    assert len(found.many.times) > CLIENTS * SECONDS / 2
    assert found.many.against(found.alone, 95) <= TIMES_SLOWER
    assert found.growth <= GROWTH
