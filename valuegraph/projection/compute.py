"""From compute facts to who trains and serves on whose machines.

`<firm>#compute` is a firm's computing capacity. Its accelerators come from the clusters that the
firm and those under common control with it operate, by chip count; accelerators of one technology
level stand in for one another, those of different levels do not (whether two levels substitute is
a fact that no source states), so each level is a linear requirement weighted by its chip count.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from valuegraph.projection.hardware import chip_node
from valuegraph.projection.network import Need
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from valuegraph.projection.assembly import Assembly
    from valuegraph.projection.catalogue import Record
    from valuegraph.projection.network import Ground

LEVELS = {"fabricationLeadingEdge": "leading edge", "fabricationMature": "mature"}
SOLE = VGX + "sole"


def supply_compute(build: Assembly, lab: str, dependent: str, role: str, channel: str = "") -> None:
    """Fill training or serving compute of a node from the facts about the firm behind it.

    A fact that names one firm as the only provider, complete by its source, makes the group that
    firm alone while in force; if it speaks of one channel, only for that channel.
    """
    build.network.require(dependent, role)
    facts = compute_facts(build, lab, role, channel)
    sole = [f for f in facts if f.one("exclusivity") == SOLE and f.one("complete") == "true"]
    for fact in sole or facts:
        supplier = fact.one("supplier")
        if supplier is None or supplier == lab:
            continue
        build.network.supply(
            compute_node(build, supplier),
            dependent,
            role,
            kind="infrastructure",
            stock=build.stock(role) if role != "trainingCompute" else 1.0,
            confidence=fact.confidence,
            revocable_by=supplier,
            facts=(fact.iri,),
        )
    if sole:
        build.network.complete(dependent, role)
        return
    own = own_capacity(build, lab)
    if own:
        build.network.supply(
            compute_node(build, lab),
            dependent,
            role,
            kind="infrastructure",
            stock=1.0 if role == "trainingCompute" else build.stock(role),
            confidence=max(r.confidence for r in own),
            facts=[r.iri for r in own],  # any one of its machines is capacity of its own
        )


def compute_facts(build: Assembly, lab: str, role: str, channel: str) -> list[Record]:
    """Return the facts about who supplies a lab with compute of a role for a channel."""
    found = []
    for org in build.family_of_firms(lab):
        for record in build.catalogue.by("Supply", "dependent").get(org, ()):
            applies = record.all("appliesToChannel")
            if VGX + role not in record.all("fillsRole"):
                continue
            if record.one("supplier") in build.family_of_firms(lab):
                continue
            if not applies or (channel and channel in applies):
                found.append(record)
    return found


def own_capacity(build: Assembly, org: str) -> list[Record]:
    """Return the facts that a firm, or one under common control, operates or rents out compute."""
    found: list[Record] = []
    for firm in build.family_of_firms(org):
        for record in build.catalogue.by("Operation", "operator").get(firm, ()):
            asset = record.one("operatedAsset") or ""
            if build.catalogue.is_a(asset, "ComputeCluster") or build.catalogue.is_a(
                asset, "DataCentre"
            ):
                found.append(record)
    if found:
        return found
    roles = (VGX + "trainingCompute", VGX + "servingCompute")
    return [
        record
        for firm in build.family_of_firms(org)
        for record in build.catalogue.by("Supply", "supplier").get(firm, ())
        if any(role in record.all("fillsRole") for role in roles)
    ]


def compute_node(build: Assembly, org: str) -> str:
    """Return the node of a firm's computing capacity, with its accelerators on first use."""
    name = f"{org}#compute"
    label = f"{build.catalogue.label(org)}: compute"
    if not build.node(name, label, "compute", firm=org, thing=org):
        return name
    build.operated(name, org, (), stage="compute")
    chips = accelerators(build, org)
    total = sum(count for count, _, _ in chips.values())
    level_by_chip = {chip: level_of(build, chip) for chip in sorted(chips)}
    levels: dict[str, float] = defaultdict(float)
    for chip, level in level_by_chip.items():
        levels[level] += chips[chip][0]
    for chip, (count, confidence, grounds) in sorted(chips.items()):
        level = level_by_chip[chip]
        build.network.supply(
            chip_node(build, chip),
            name,
            f"acceleratorSupply ({level})",
            kind="infrastructure",
            stock=build.stock("acceleratorSupply"),
            share=count / levels[level] if total else None,
            confidence=confidence,
            facts=grounds,
        )
    for level, count in levels.items():
        share = count / total if total else 1.0 / len(levels)
        build.network.require(name, f"acceleratorSupply ({level})", Need(share, "linear"))
    if not chips:
        build.network.require(name, "acceleratorSupply")
    return name


def accelerators(build: Assembly, org: str) -> dict[str, tuple[float, float, list[Ground]]]:
    """Return the chips of a firm's capacity: count, confidence and grounds of each.

    Each place is a ground of its own: the chips stand there, and the firm operates it. Chips
    without a stated count carry no weight beside counted ones; when none is counted, all weigh
    the same.
    """
    counted: dict[str, tuple[float, float, list[Ground]]] = {}
    by_dependent = build.catalogue.by("Supply", "dependent")
    places: list[tuple[str, float, str | None]] = [
        (firm, 1.0, None) for firm in build.family_of_firms(org)
    ]
    for firm in build.family_of_firms(org):
        for record in build.catalogue.by("Operation", "operator").get(firm, ()):
            asset = record.one("operatedAsset") or ""
            places.append((asset, record.number("share") or 1.0, record.iri))
    for place, part, operation in places:
        for record in by_dependent.get(place, ()):
            chip = record.one("supplier") or ""
            if VGX + "acceleratorSupply" not in record.all("fillsRole"):
                continue
            if not build.catalogue.is_a(chip, "AIChip"):
                continue
            count = (record.number("quantity") or 0.0) * part
            old, confidence, grounds = counted.get(chip, (0.0, 0.0, []))
            cited = (record.iri,) if operation is None else (operation, record.iri)
            counted[chip] = (old + count, max(confidence, record.confidence), [*grounds, cited])
    some = {chip: found for chip, found in counted.items() if found[0] > 0}
    return some or counted


def level_of(build: Assembly, chip: str) -> str:
    """Return the technology level of a chip: the fabrication it has or requires, or unknown."""
    node = chip_node(build, chip)
    filled = build.network.roles.get(node, set())
    for role, level in LEVELS.items():
        if role in filled or (node, role) in build.network.needs:
            return level
    return "level unknown"
