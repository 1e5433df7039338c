"""Made-up copies of the sources that are only ever imported, in their publishers' shapes."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention
from valuegraph.resources import data_dir
from valuegraph.sources.manifest import Manifest, read_manifest
from valuegraph.sources.package import Package

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.facts.drafts import Harvest

Rows = list[list[str]]

CHART = [
    "market_share_chart_global_market_size_info",
    "market_share_chart_caption",
    "market_share_chart_source",
]
ETO: dict[str, Rows] = {
    "inputs.csv": [
        ["input_id", "input_name", "type", "stage_name", "stage_id", "description", "year", *CHART],
        ["N20", "Finest tools", "tool_resource", "", "", "prose", "2025", "$13 billion (2025)", "", ""],
        ["N19", "Tools", "tool_resource", "", "", "prose", "2025", "", "", ""],
        ["N26", "Disc", "material_resource", "", "", "prose", "2019", "$10.9 billion", "", "x"],
        ["N91", "Gases", "material_resource", "", "", "prose", "2019", "$6 million (noble gases)", "", ""],
        ["N25", "Patterning", "process", "Fabrication", "S2", "prose", "", "", "", ""],
    ],
    "stages.csv": [
        ["stage_id", "stage_name", "description", *CHART],
        ["S1", "Design", "prose", "$574 billion (2022)", "c", "s"],
        ["S2", "Fabrication", "prose", "", "c", "s"],
    ],
    "sequence.csv": [
        ["input_name", "input_id", "goes_into_name", "goes_into_id", "is_type_of_name", "is_type_of_id"],
        ["Finest tools", "N20", "", "", "Tools", "N19"],
        ["Gases", "N91", "Patterning", "N25", "", ""],
    ],
    "providers.csv": [
        ["provider_name", "alias", "provider_id", "provider_type", "country"],
        ["NLD", "Netherlands", "P1", "country", ""],
        ["EUR", "Europe", "P2", "country", ""],
        ["Quay Optics", "Quay", "P3", "organization", "NLD"],
        ["Nib Gas", "", "P4", "organization", "EUR"],
        ["Various companies", "", "P5", "organization", "Various countries"],
        ["Quay Optics", "Old Quay", "P3", "organization", "NLD"],
    ],
    "provision.csv": [
        ["provider_name", "provider_id", "provided_name", "provided_id", "share_provided", "year", "source"],
        ["Quay Optics", "P3", "Finest tools", "N20", "90.5", "2025", "a study"],
        ["NLD", "P1", "Finest tools", "N20", "90.5", "2025", "a study"],
        ["Various companies", "P5", "Finest tools", "N20", "9.5", "2025", "a study"],
        ["Nib Gsa", "P4", "Gases", "N91", "", "2019", ""],
        ["NLD", "P1", "Fabrication", "S2", "24.0", "2022", "a study"],
        ["EUR", "P2", "Design", "S1", "10.0", "2022", "a study"],
        ["NLD", "P1", "Gases", "N91", "", "2019", "a study"],
    ],
}  # fmt: skip

LISTED = [
    "_id", "incident_id", "date", "reports", "Alleged deployer of AI system",
    "Alleged developer of AI system", "Alleged harmed or nearly harmed parties", "description",
    "title",
]  # fmt: skip
INCIDENTS: Rows = [
    LISTED,
    ["ObjectId(a)", "1", "2024-05-01", "[1,2]", '["nib-works"]', '["openai"]',
     '["pedestrians","unknown"]', "prose", "Cart meets crowd"],
    ["ObjectId(b)", "2", "2025-01-31", "[3]", '["unknown-scammers"]',
     '["unknown-deepfake-technology-developers"]', '["openai"]', "prose", "Voices are copied"],
    ["ObjectId(c)", "3", "2025-02-28", "[4]", '["openai","google"]', '["openai","google"]',
     '["nib-readers"]', "prose", "Maps lead astray"],
]  # fmt: skip
FILLING = [f"Question {number}" for number in range(60)]
CSET: Rows = [
    ["Incident ID", "Published", "AI System", "AI System", "Sector of Deployment", *FILLING],
    ["1", "True", "yes", "yes",
     "Transportation and storage, Arts, entertainment and recreation, other", *[""] * 60],
    ["2", "True", "yes", "yes", "law enforcement", *[""] * 60],
    ["3", "False", "yes", "yes", "education", *[""] * 60],
    ["9", "True", "yes", "yes", "manufacturing", *[""] * 60],
]  # fmt: skip

PROSE = {
    "application": [
        "adaptation",
        "failures",
        "output_space",
        "terms_of_service",
        "user_distribution",
    ],
    "dataset": ["analysis", "datasheet", "excluded", "included", "sample", "size", "modality"],
    "model": ["analysis", "model_card", "size", "modality", "training_time", "training_hardware"],
}


def asset(kind: str, name: str, maker: str, **given: object) -> dict[str, object]:
    """One record of the graph; values as they stand in YAML."""
    plain = {
        "type": kind, "name": name, "organization": maker, "created_date": "2023-05-01",
        "access": "open", "license": "Apache 2.0", "dependencies": [], "nationality": "USA",
        "description": "prose", "url": "https://example.org", **dict.fromkeys(PROSE[kind], "prose"),
    }  # fmt: skip
    return {**plain, **given}


GRAPH: dict[str, list[dict[str, object]]] = {
    "nib.yaml": [
        asset("model", "Nib 7B", "Nib Works, Quay", dependencies=["Nib Pages", "CommonCrawl", "Nowhere", "PyTorch"]),
        asset("model", "Nib Chat", "Nib Works", dependencies=["Nib 7B"], access={"value": "closed", "explanation": "prose"}),
        asset("dataset", "Nib Pages", "Nib Works", dependencies=["Common Crawl"], license={"explanation": "unknown"}),
    ],
    "quay.yaml": [
        asset("application", "Quay Helper", "Quay", dependencies=["Nib 7B", "OpenAI API"], created_date="unknown"),
        asset("application", "OpenAI API", "OpenAI"),
        asset("model", "Dragonfly", "Quay", license="unknkown", created_date={"explanation": "later"}, value="2024-06-20"),
        asset("model", "Dragonfly", "Nib Works", created_date="2022"),
        asset("model", "Moth", "Unknown", dependencies={"value": ["Dragonfly"], "explanation": "prose"}),
    ],
}  # fmt: skip

EDGES: Rows = [
    ["source", "target", "edge"],
    ["meta-llama/Llama-3.1-8B", "nib/Chat-8B", "finetuned"],
    ["unsloth/Llama-3.1-8B", "nib/Tide-8B", "finetuned"],
    ["unsloth/llama-3-8b-bnb-4bit", "nib/Reef-8B", "adapter"],
    ["nib/Chat-8B", "quay/Chat-8B-GGUF", "quantized"],
    ["nib/Chat-8B", "quay/Blend-8B", "merged"],
    ["nib/Tide-8B", "quay/Blend-8B", "merged"],
    ["quay/Knot", "quay/Knot", "finetuned"],
    ["meta-llama/Meta-Llama-3.1-8B", "unsloth/Llama-3.1-8B", "finetuned"],
]
METADATA: Rows = [
    ["id", "type", "owner", "architecture"],
    ["nib/Chat-8B", "finetuned", "nib", "llama"],
]
CARD = """---
license: apache-2.0
base_model:
- meta-llama/Llama-3.1-8B
base_model_relation: finetune
datasets:
- nib/pages
tags: [a, b]
---
# Prose
base_model: not/this
"""


def manifest(source: str) -> Manifest:
    """The manifest of a source without the counts of its own copy."""
    told = read_manifest(data_dir() / "sources" / source / "source.toml")
    return dataclasses.replace(told, counts={}, digest="")


def package(folder: Path) -> Package:
    return Package(folder)


def table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def eto(folder: Path, **changed: Rows) -> Path:
    """A copy of the chip supply chain; ``provision=...`` takes the place of a table."""
    for name, rows in ETO.items():
        table(folder / "data" / name, changed.get(name.removesuffix(".csv"), rows))
    return folder


def incidents(folder: Path, listed: Rows | None = None, classified: Rows | None = None) -> Path:
    """A copy of the incident database."""
    table(folder / "data" / "incidents.csv", listed or INCIDENTS)
    table(folder / "data" / "classifications_CSETv1.csv", classified or CSET)
    return folder


def graphs(folder: Path, files: dict[str, list[dict[str, object]]] | None = None) -> Path:
    """A copy of the ecosystem graphs; JSON is YAML."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    for name, records in (files or GRAPH).items():
        text = json.dumps(records, ensure_ascii=False, indent=1)
        (folder / "assets" / name).write_text(text, encoding="utf-8")
    return folder


def hub(folder: Path, edges: Rows | None = None) -> Path:
    """A copy of the table of edges."""
    table(folder / "network_data" / "edges.csv", edges or EDGES)
    table(folder / "metadata_1.csv", METADATA)
    return folder


def cards(folder: Path, told: dict[str, str] | None = None) -> Path:
    """A folder of model cards."""
    for repository, text in (told or {"nib/Chat-8B": CARD}).items():
        path = folder / repository / "README.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def told(harvest: Harvest, cls: str) -> list[dict[str, object]]:
    """What the claims of a class say, in plain words: ends, values, confidence and start."""
    return [_plainly(claim) for claim in harvest.claims if claim.cls == cls]


def _plainly(claim: Claim) -> dict[str, object]:
    said = {
        name: value.name if isinstance(value, Mention) else _short(value)
        for name, value in (*claim.ends, *claim.values)
    }
    return {
        **said,
        "when": f"{claim.when.start} {claim.when.precision}",
        "sure": str(claim.confidence),
    }


def _short(value: object) -> object:
    return value.rpartition("#")[2].rpartition("/")[2] if isinstance(value, str) else str(value)


def whys(harvest: Harvest) -> list[str]:
    """Reasons for which records were left out."""
    return sorted({refusal.why for refusal in harvest.refusals})
