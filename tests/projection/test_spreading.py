"""Bits along edges, against a search from every node."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from valuegraph.projection.spreading import spread

NODES = "abcdef"
EDGES = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=15)


def reached(start, edges):
    found, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        new = {target for source, target in edges if source == node} - found
        found |= new
        waiting += new
    return found


@given(EDGES, st.sets(st.sampled_from(NODES)))
def test_each_node_has_the_bits_of_all_that_reach_it(edges, starts):
    seeds = {node: 1 << NODES.index(node) for node in starts}
    found = spread(seeds, edges)
    for node in NODES:
        expected = sum(seeds[start] for start in starts if node in reached(start, edges))
        assert found.get(node, 0) == expected
