"""The facts behind a controller's figures: by which supplies it reaches the rest of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.projection.spreading import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from valuegraph.projection import Projection
    from valuegraph.projection.network import SupplyLine


def acting_facts(
    projection: Projection, nodes: Iterable[str], view: str, reach: Mapping[str, float]
) -> tuple[str, ...]:
    """Return the facts on the supplies by which a set of nodes reaches the rest of the chain.

    The set is first grown by what it runs itself (its compute, its lines, its offerings); the
    supplies that leave it and that a stock does not cover carry the loss. Facts whose dependents
    lie under most target weight come first, then the surer ones.

    Some supplies have no fact of their own: that a market supplies whoever needs the role it
    trades follows from the requirement, not from a source. A set all of whose supplies are such
    acts by what fills it, so the facts on the supplies *into* it stand in (for a market: the
    shares of its members).
    """
    inside = grown(projection, nodes)
    weight: dict[str, tuple[float, float]] = {}
    leaving = [
        (dependent, line)
        for dependent, _, line in leaving_supplies(projection, inside)
        if not (view == "continuity" and line.stock >= 1)
    ]
    for dependent, line in leaving:
        weigh(weight, line, reach.get(dependent, 0.0))
    if leaving and not weight:
        for (supplier, dependent, _), line in projection.network.supplies.items():
            if dependent in inside and supplier not in inside:
                weigh(weight, line, reach.get(dependent, 0.0))
    return strongest_first(weight)


def grown(projection: Projection, nodes: Iterable[str]) -> set[str]:
    """Return a set of nodes with what it runs itself."""
    leaving = projection.network.leaving
    inside = set(nodes)
    for node in tuple(inside):
        inside |= {dependent for dependent, role, _ in leaving(node) if role == "provision"}
    return inside


def leaving_supplies(
    projection: Projection, inside: set[str]
) -> Iterator[tuple[str, str, SupplyLine]]:
    """Yield dependent, role and line of the supplies by which a set reaches others."""
    for node in inside:
        for dependent, role, line in projection.network.leaving(node):
            if dependent not in inside:
                yield dependent, role, line


def weigh(weight: dict[str, tuple[float, float]], line: SupplyLine, reach: float) -> None:
    """Count the facts of a supply that reaches some target weight: each by its widest supply."""
    for fact in line.facts:
        weight[fact] = max(weight.get(fact, (0.0, 0.0)), (reach, line.confidence))


def strongest_first(weight: Mapping[str, tuple[float, float]]) -> tuple[str, ...]:
    """Return facts by falling target weight and confidence, then by IRI."""
    return tuple(sorted(weight, key=lambda fact: (-weight[fact][0], -weight[fact][1], fact)))


def downstream_weight(projection: Projection) -> dict[str, float]:
    """Return the target weight that lies downstream of each node, itself included."""
    targets = projection.network.targets
    below = spread(
        {target: 1 << at for at, target in enumerate(targets)},
        ((dependent, supplier) for supplier, dependent, _ in projection.network.supplies),
    )
    weights = list(targets.values())
    # One sum for each set, so that nodes with the same targets downstream weigh exactly the same.
    total = {bits: _sum(bits, weights) for bits in set(below.values())}
    return {node: total[bits] for node, bits in below.items()}


def _sum(bits: int, weights: Sequence[float]) -> float:
    return sum(weights[at] for at, digit in enumerate(reversed(f"{bits:b}")) if digit == "1")
