"""Invented map data of any size: every name in it is made up."""

from __future__ import annotations

import random
from datetime import date

from valuegraph.view import MapChokepoint, MapData, MapEvidence, MapNode, MapStatement
from valuegraph.view.model import MapGovernance, MapStep

BASE = "https://example.org/invented/"
STAGES = (
    "Equipment",
    "Fabrication",
    "Chips",
    "Cloud",
    "Data",
    "Foundation models",
    "Platforms",
    "Implementors",
    "Sectors",
)
# share of all nodes, kind, groups
PARTS = (
    (0.02, "equipment maker", ("optics", "chemicals")),
    (0.03, "fabricator", ("foundries", "packaging houses")),
    (0.05, "chip", ("accelerators", "host processors")),
    (
        0.12,
        "cluster",
        ("Brevik clusters", "Ostrava Compute", "Halden Cloud", "neoclouds", "public clusters"),
    ),
    (0.06, "dataset", ("web crawls", "books", "code", "speech")),
    (
        0.28,
        "model",
        (
            "Quill models",
            "Marlow models",
            "Tern models",
            "Ibex models",
            "Sable models",
            "fine-tuned models",
        ),
    ),
    (0.08, "platform", ("model gateways", "model hubs", "orchestration")),
    (
        0.33,
        "application",
        (
            "legal AI",
            "fintech",
            "insurance AI",
            "health records",
            "building software",
            "industrial AI",
            "retail AI",
            "teaching AI",
            "farm AI",
        ),
    ),
    (0.03, "sector", ("services", "goods")),
)
HEADS = (
    "Al",
    "Bre",
    "Cor",
    "Dal",
    "Es",
    "Fjo",
    "Gra",
    "Hol",
    "Is",
    "Jor",
    "Kes",
    "Lun",
    "Mar",
    "Nor",
    "Ost",
    "Pel",
    "Qui",
    "Ros",
    "Sol",
    "Tar",
    "Ulv",
    "Ves",
    "Wen",
    "Yar",
    "Zel",
)
TAILS = (
    "bank",
    "dale",
    "fen",
    "gard",
    "holm",
    "ica",
    "land",
    "mere",
    "nor",
    "ova",
    "quist",
    "rin",
    "stad",
    "tron",
    "vik",
    "wick",
)
SECONDS = ("", "", " Labs", " Systems", " Compute", " Group", " Intelligence", " (North Division)")
CODES = ("US", "US", "US", "US", "CN", "CN", "DE", "NL", "TW", "KR", "GB", "FR", "JP", "AE", None)
# stage of the supplier, stage of the dependent, kind, role, how many for each dependent
FLOWS = (
    (0, 1, "physicalSupply", "lithography", 2),
    (1, 2, "physicalSupply", "leading-edge fabrication", 2),
    (2, 3, "infrastructure", "accelerator supply", 2),
    (3, 5, "infrastructure", "training compute", 2),
    (4, 5, "data", "training data", 1),
    (5, 5, "derivationInput", "base weights", 1),
    (5, 6, "licenceGrant", "licence to use", 3),
    (3, 6, "infrastructure", "serving compute", 1),
    (6, 7, "api", "AI service", 2),
    (5, 7, "platformService", "model access", 1),
    (7, 8, "api", "AI service", 6),
)
GOVERNED = {
    "model": (
        MapGovernance("controlled openness", "since the weights can be downloaded", 2),
        MapGovernance("captive platform", "since the provider runs the service"),
    )
}
KNOWN = ("day", "month", "quarter", "year", "asOfDay", "asOfMonth", "asOfYear")


def invented_map(size: int, seed: int = 7) -> MapData:
    rng = random.Random(seed)
    nodes = _nodes(size, rng)
    statements = tuple(_statements(nodes, rng))
    chokepoints = tuple(_chokepoints(nodes, statements))
    return MapData(
        title=f"AI value chain ({size} invented boxes)",
        as_of=date(2026, 11, 21),
        dataset_version="0.1.0",
        dataset_hash="3f2a9c".ljust(64, "0"),
        coverage_lines=(
            "39 of 214 offered models have host, chip and foundry.",
            "12 of 19 sectors have an implementor.",
        ),
        assumptions=(
            "Lithography machines last one generation (continuity view).",
            "Shares are equal where no source gives them.",
        ),
        stages=STAGES,
        nodes=nodes,
        statements=statements,
        chokepoints=chokepoints,
    )


def _nodes(size: int, rng: random.Random) -> tuple[MapNode, ...]:
    names: dict[str, None] = {}
    while len(names) < size:
        names[
            rng.choice(HEADS)
            + rng.choice(TAILS)
            + rng.choice(SECONDS)
            + (f" {len(names)}" if size > 400 else "")
        ] = None
    fresh = iter(names)
    made: list[MapNode] = []
    counts = [max(2, round(share * size)) for share, _, _ in PARTS]
    counts[7] += size - sum(counts)
    for stage, (_, kind, groups) in enumerate(PARTS):
        last = stage == len(PARTS) - 1
        for number in range(counts[stage]):
            name = next(fresh)
            made.append(
                MapNode(
                    id=f"{BASE}{kind.replace(' ', '-')}-{len(made)}",
                    label=name,
                    stage=stage,
                    stage_label=STAGES[stage],
                    layer=(
                        "hardware",
                        "hardware",
                        "hardware",
                        "cloud",
                        "data",
                        "model",
                        "tooling",
                        "application",
                        "sector",
                    )[stage],
                    kind=kind,
                    jurisdiction=None if last else rng.choice(CODES),
                    group=groups[number % len(groups)],
                    governance=GOVERNED.get(kind, ()),
                    chokepoint=number == 0 and stage in {0, 1, 2, 3},
                )
            )
    return tuple(made)


def _statements(nodes: tuple[MapNode, ...], rng: random.Random) -> list[MapStatement]:
    sources = [
        MapEvidence(
            f"Invented report {number}",
            "Example Press",
            f"https://example.org/report/{number}",
            f"page {number + 2}",
            0.5 + number % 5 / 10,
            "supports",
            date(2024, 1 + number % 12, 3),
        )
        for number in range(40)
    ]
    by_stage = [[node for node in nodes if node.stage == stage] for stage in range(len(STAGES))]
    made: list[MapStatement] = []
    for source_stage, target_stage, kind, role, many in FLOWS:
        suppliers = by_stage[source_stage]
        for target in by_stage[target_stage]:
            for _ in range(rng.randint(1, many)):
                # a few suppliers serve most dependents, as in the chain that this imitates
                supplier = suppliers[
                    min(int(rng.expovariate(5 / len(suppliers))), len(suppliers) - 1)
                ]
                if supplier is target:
                    continue
                start = date(rng.randint(2018, 2025), rng.randint(1, 12), 1)
                evidence = tuple(rng.sample(sources, 1 + (rng.random() < 0.15)))
                made.append(
                    MapStatement(
                        id=f"{BASE}sup-{len(made)}",
                        source=supplier.id,
                        target=target.id,
                        kind=kind,
                        role=role,
                        label=f"{supplier.label} supplies {target.label} ({role})",
                        valid_from=start,
                        valid_to=None,
                        precision=rng.choice(KNOWN),
                        confidence=evidence[0].confidence,
                        disputed=rng.random() < 0.03,
                        terms="right of first refusal" if rng.random() < 0.05 else "",
                        evidence=evidence,
                    )
                )
    return made


def _chokepoints(
    nodes: tuple[MapNode, ...], statements: tuple[MapStatement, ...]
) -> list[MapChokepoint]:
    made = []
    for view, factor in (("renewal", 1.0), ("continuity", 0.4)):
        for rank, node in enumerate(node for node in nodes if node.chokepoint):
            facts = tuple(s.id for s in statements if s.source == node.id)[:4]
            reach = 0.97 / (1 + rank / 2)
            made.append(
                MapChokepoint(
                    name=node.label,
                    node_ids=(node.id,),
                    view=view,
                    reach=reach,
                    share_lost=reach * factor * 0.8,
                    share_lost_surge=reach * factor * 0.6,
                    unavoidable=reach * factor * 0.3,
                    words=f"Without {node.label} no fabricator has lithography, so no chip of the next generation is made.",
                    facts=facts,
                    certificate=(
                        MapStep(f"{node.label} withdraws."),
                        MapStep("No chip of the next generation is made.", facts),
                    ),
                )
            )
    return made
