"""How far the facts of a slice reach: what a ranking must say before it is believed."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from valuegraph.projection.spreading import spread

if TYPE_CHECKING:
    from valuegraph.projection.dependency import Projection
    from valuegraph.projection.network import Network

FEW = 3
STEPS = {
    "a named provider or platform": ("aiService",),
    "serving compute": ("servingCompute",),
    "accelerators": ("acceleratorSupply",),
    "a foundry": ("fabricationLeadingEdge", "fabricationMature"),
    "lithography": ("lithographyBelow7nm",),
}


def filled_steps(network: Network) -> dict[str, set[str]]:
    """Return for each target the steps filled somewhere upstream of it, itself included."""
    bit = {role: 1 << at for at, roles in enumerate(STEPS.values()) for role in roles}
    seeds: dict[str, int] = defaultdict(int)
    for _, dependent, role in network.supplies:
        seeds[dependent] |= bit.get(role.split("(")[0].strip(), 0)
    filled = spread(
        {node: bits for node, bits in seeds.items() if bits},
        ((supplier, dependent) for supplier, dependent, _ in network.supplies),
    )
    return {
        target: {words for at, words in enumerate(STEPS) if filled.get(target, 0) >> at & 1}
        for target in network.targets
    }


def coverage_lines(projection: Projection) -> list[str]:
    """Return the sentences that go beside every result of a slice."""
    network, total = projection.network, len(projection.network.targets)
    filled = Counter(words for found in filled_steps(network).values() for words in found)
    reach = ", ".join(f"{filled[words]} to {words}" for words in STEPS)
    groups = {key[1:] for key in network.supplies}
    unknown = sum(key not in groups or key in network.unnamed for key in network.needs)
    several = defaultdict(list)
    for key, line in network.supplies.items():
        several[key[1:]].append(line.share)
    shared = [shares for shares in several.values() if len(shares) > 1]
    sourced = sum(all(s is not None for s in shares) for shares in shared)
    sectors = Counter(name.rpartition("#in-")[2] for name in network.targets)
    thin = sum(count < FEW for count in sectors.values())
    uptakes = len(projection.catalogue.of("Uptake"))
    listed = [need.complete for (_, role), need in network.needs.items() if role != "provision"]
    part = projection.catalogue.part
    sentences = (
        f"As of {part.as_of.isoformat()}: {total} implementor-sector pairs in {len(sectors)} sectors, from {uptakes} uptakes; {thin} sectors have fewer than {FEW} implementors and weigh as much as the others.",
        f"Of these {total}, the facts reach {reach}.",
        f"{unknown} of {len(network.needs)} required roles have no sourced supplier: unknown, they neither stop nor serve (a role that itself needs others still needs them).",
        f"{sourced} of {len(shared)} groups with several suppliers have sourced shares; the others are counted as equal.",
        f"{sum(listed)} of {len(listed)} groups are listed completely by a source (besides who runs what, which is part of what a thing is).",
        f"{projection.catalogue.left_out} facts in force were left out: below confidence {part.min_confidence:g} or illustrative.",
        f"{projection.old_uptakes} of {uptakes} uptakes rest on evidence older than two years.",
    )
    return list(sentences)
