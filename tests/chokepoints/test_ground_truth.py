"""The engine against published and hand-worked numbers."""

from valuegraph.chokepoints import DependencyGraph


def test_the_engine_agrees(check):
    check(DependencyGraph)
