"""From supply facts to accelerators, the capabilities behind them, and input markets.

A role that needs other roles (leading-edge fabrication needs lithography) is a node of its own
for each firm that fills it, `<firm>#<role>`: what stops a foundry's leading edge must not stop
its mature lines. Whoever requires a role and has no named supplier draws on the market that
trades it; named suppliers and a market are never mixed in one group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.projection.assembly import ROLE_STAGE, ROLE_WORDS, local
from valuegraph.projection.markets import draw_on_market
from valuegraph.projection.network import Need
from valuegraph.vocabulary.namespaces import BASE, VG, VGX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.projection.assembly import Assembly
    from valuegraph.projection.catalogue import Record

UNNAMED = BASE + "data/unnamed"
CHIP_ROLES = (
    "acceleratorDesign",
    "fabricationLeadingEdge",
    "fabricationMature",
    "highBandwidthMemory",
    "advancedPackaging",
    "acceleratorSoftware",
)


def chip_node(build: Assembly, chip: str) -> str:
    """Return the node of an accelerator, with its requirements and suppliers on first use."""
    if not build.node(chip, build.catalogue.label(chip), "accelerators", thing=chip):
        return chip
    for need in needs_of(build, chip, "AIChip"):
        build.network.require(chip, local(need.one("requiresRole") or ""))
    for role in CHIP_ROLES:
        facts = named_suppliers(build, chip, role)
        if facts:
            fill(build, chip, role, facts)
        elif (chip, role) in build.network.needs and role != "acceleratorDesign":
            draw(build, chip, role)
    return chip


def draw(build: Assembly, dependent: str, role: str) -> None:
    """Supply a role that nobody is named for: from its market, else from nobody in particular.

    Whoever fills a role needs what the role itself needs, named or not: an accelerator at 7 nm
    whose foundry no source names still needs a foundry with lithography for 7 nm. The unnamed
    supplier is nobody's node, and the role stays counted as unknown.
    """
    if draw_on_market(build, dependent, role, capability):
        return
    needs = build.role_needs.get(VGX + role, ())
    if not needs:
        return
    name = f"{UNNAMED}#{role}"
    build.network.unnamed.add((dependent, role))
    if build.node(name, f"unnamed supplier: {ROLE_WORDS.get(role, role)}", _stage(role)):
        for need in needs:
            wanted = local(need.one("requiresRole") or "")
            build.network.require(name, wanted, _need(need))
            draw(build, name, wanted)
    build.network.supply(
        name,
        dependent,
        role,
        kind="supply",
        stock=build.stock(role),
        facts=[need.iri for need in needs],  # any one need shows that the role rests on others
    )


def _stage(role: str) -> str:
    return ROLE_STAGE.get(role, "equipment and materials")


def needs_of(build: Assembly, thing: str, cls: str) -> list[Record]:
    """Return the requirements stated of a thing, of what it is a variant of, or of its class."""
    catalogue = build.catalogue
    stated = list(catalogue.by("Requirement", "dependent").get(thing, ()))
    parent = catalogue.value(thing, "variantOf")
    if parent is not None:
        stated += catalogue.by("Requirement", "dependent").get(parent, ())
    stated += catalogue.by("Requirement", "dependentClass").get(VG + cls, ())
    return stated


def named_suppliers(build: Assembly, chip: str, role: str) -> list[Record]:
    """Return the supply facts for a chip in a role.

    Facts of the chip itself come first, then those of the accelerator it is a variant of, then
    those of its designer ("TSMC packages for NVIDIA"): the first level that has any decides. A
    designer's facts say nothing of which of its chips they mean, so they only fill a role that
    the chip is stated to require.
    """
    catalogue = build.catalogue
    by_dependent = catalogue.by("Supply", "dependent")

    def filling(dependent: str) -> list[Record]:
        return [r for r in by_dependent.get(dependent, ()) if VGX + role in r.all("fillsRole")]

    levels = [chip]
    parent = catalogue.value(chip, "variantOf")
    if parent is not None:
        levels.append(parent)
    for level in levels:
        if found := filling(level):
            return found
    if (chip, role) not in build.network.needs:
        return []
    designers = [d for level in levels for r in by_dependent.get(level, ()) if (d := _designer(r))]
    return [r for designer in dict.fromkeys(designers) for r in filling(designer)]


def _designer(record: Record) -> str | None:
    is_design = VGX + "acceleratorDesign" in record.all("fillsRole")
    return record.one("supplier") if is_design else None


def fill(build: Assembly, dependent: str, role: str, facts: Iterable[Record]) -> None:
    """Add named suppliers of a role, each through its capability node."""
    for fact in facts:
        supplier = fact.one("supplier")
        if supplier is None or supplier == dependent:
            continue
        if build.catalogue.is_a(supplier, "Market"):
            continue
        through = (
            software_node(build, supplier)
            if build.catalogue.is_a(supplier, "SoftwareTool")
            else capability(build, supplier, role)
        )
        build.network.supply(
            through,
            dependent,
            role,
            kind=build.kind(fact, "supply"),
            stock=build.stock(role),
            share=fact.number("share") or None,
            confidence=fact.confidence,
            revocable_by=supplier,
            facts=(fact.iri,),
        )
        if fact.one("complete") == "true":
            build.network.complete(dependent, role)
    build.network.require(dependent, role)


def software_node(build: Assembly, software: str) -> str:
    """Return the node of a software tool, run by whoever is stated to supply it."""
    if build.node(software, build.catalogue.label(software), "accelerators", thing=software):
        for fact in build.catalogue.by("Supply", "dependent").get(software, ()):
            supplier = fact.one("supplier")
            if supplier is not None:
                build.operated(software, supplier, (fact.iri,), stage="accelerators")
    return software


def capability(build: Assembly, org: str, role: str) -> str:
    """Return the node of a firm's ability to fill a role, with what the role itself needs."""
    name = f"{org}#{role}"
    stage = _stage(role)
    words = ROLE_WORDS.get(role, role)
    if not build.node(name, f"{build.catalogue.label(org)}: {words}", stage, firm=org, thing=org):
        return name
    build.operated(name, org, (), stage=stage)
    for need in build.role_needs.get(VGX + role, ()):
        wanted = local(need.one("requiresRole") or "")
        build.network.require(name, wanted, _need(need))
        facts = [
            fact
            for fact in build.catalogue.by("Supply", "dependent").get(org, ())
            if VGX + wanted in fact.all("fillsRole") and fact.one("supplier") != org
        ]
        if facts:
            fill(build, name, wanted, facts)
        else:
            draw(build, name, wanted)
    return name


def _need(record: Record) -> Need:
    combination = local(record.one("combination") or "essential")
    return Need(record.number("essentiality") or 1.0, combination, record.one("complete") == "true")
