"""How far the facts of a slice reach: what a ranking must say before it is believed."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

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


def filled_roles(network: Network) -> dict[str, set[str]]:
    """Return for each node the role functions filled somewhere upstream of it, itself included."""
    upstream: dict[str, set[str]] = defaultdict(set)
    roles: dict[str, set[str]] = defaultdict(set)
    for supplier, dependent, role in network.supplies:
        upstream[dependent].add(supplier)
        roles[dependent].add(role.split("(")[0].strip())
    return {node: _gather(node, upstream, roles) for node in network.targets}


def _gather(start: str, upstream: dict[str, set[str]], roles: dict[str, set[str]]) -> set[str]:
    seen, stack, found = {start}, [start], set()
    while stack:
        node = stack.pop()
        found |= roles.get(node, set())
        new = upstream.get(node, set()) - seen
        seen |= new
        stack.extend(new)
    return found


def coverage_lines(projection: Projection) -> list[str]:
    """Return the sentences that go beside every result of a slice."""
    network, total = projection.network, len(projection.network.targets)
    filled = filled_roles(network)
    reach = ", ".join(
        f"{sum(bool(found & set(roles)) for found in filled.values())} to {words}"
        for words, roles in STEPS.items()
    )
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
    complete = sum(need.complete for need in network.needs.values())
    part = projection.catalogue.part
    sentences = (
        f"As of {part.as_of.isoformat()}: {total} implementor-sector pairs in {len(sectors)} sectors, from {uptakes} uptakes; {thin} sectors have fewer than {FEW} implementors and weigh as much as the others.",
        f"Of these {total}, the facts reach {reach}.",
        f"{unknown} of {len(network.needs)} required roles have no sourced supplier: unknown, they neither stop nor serve (a role that itself needs others still needs them).",
        f"{sourced} of {len(shared)} groups with several suppliers have sourced shares; the others are counted as equal.",
        f"{complete} of {len(network.needs)} groups are listed completely by a source.",
        f"{projection.catalogue.left_out} facts in force were left out: below confidence {part.min_confidence:g} or illustrative.",
        f"{projection.old_uptakes} of {uptakes} uptakes rest on evidence older than two years.",
    )
    return list(sentences)
