"""What reaches what: bits carried along edges until nothing changes."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def spread(seeds: Mapping[str, int], edges: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return for each node the bits of all nodes from which it can be reached, its own included.

    Parameters
    ----------
    seeds : mapping of node to int
        Bit set that each node starts with.
    edges : iterable of (node, node)
        Bits pass from the first to the second; cycles are no obstacle.
    """
    onward: dict[str, set[str]] = defaultdict(set)
    for source, target in edges:
        onward[source].add(target)
    found: dict[str, int] = defaultdict(int, seeds)
    waiting = deque(seeds)
    queued = set(seeds)
    while waiting:
        node = waiting.popleft()
        queued.discard(node)
        bits = found[node]
        for target in onward.get(node, ()):
            old = found[target]
            if old | bits != old:
                found[target] = old | bits
                if target not in queued:
                    queued.add(target)
                    waiting.append(target)
    return dict(found)
