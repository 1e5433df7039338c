"""What a removal can touch at all: one bit per scenario, carried along live relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from valuegraph.chokepoints.hypergraph import BoolArray, IntArray
    from valuegraph.chokepoints.order import Order


def touched_by(order: Order, seeds: Sequence[Iterable[int]]) -> list[int]:
    """Return for each node a bit set of the scenarios that can touch it.

    Parameters
    ----------
    order : Order
        Evaluation order of the view; its live relations carry the touch.
    seeds : sequence of iterables of int
        Codes of the nodes that scenario i touches at once.

    Returns
    -------
    list of int
        Bit i of entry v is set when scenario i can touch node v.
    """
    mask = [0] * len(order.component)
    for i, nodes in enumerate(seeds):
        bit = 1 << i
        for node in nodes:
            mask[node] |= bit
    suppliers_of = order.suppliers
    part = order.component.tolist()
    of_part = [0] * (max(part) + 1)
    for node in np.argsort(order.component, kind="stable").tolist():
        mine = mask[node]
        for supplier in suppliers_of[node]:
            mine |= of_part[part[supplier]]
        of_part[part[node]] |= mine
    return [of_part[number] for number in part]


def upstream_of(order: Order, nodes: Iterable[int]) -> BoolArray:
    """Return which nodes can touch any of the given ones, these included."""
    found = np.zeros(len(order.component), dtype=bool)
    newly: IntArray = np.unique(np.fromiter(nodes, dtype=np.int64))
    while len(newly):
        found[newly] = True
        suppliers = order.supply.together(newly)
        newly = np.unique(suppliers[~found[suppliers]])
    return found


def unpacked(masks: Sequence[int], n_bits: int) -> BoolArray:
    """Return bit sets as a matrix: one row a mask, one column a bit."""
    width = (n_bits + 7) // 8
    raw = b"".join(mask.to_bytes(width, "little") for mask in masks)
    packed: NDArray[np.uint8] = np.frombuffer(raw, dtype=np.uint8).reshape(len(masks), width)
    bits = np.unpackbits(packed, axis=1, bitorder="little", count=n_bits)
    return bits.view(np.bool_)
