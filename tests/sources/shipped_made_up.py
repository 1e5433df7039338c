"""Made-up copies of all shipped sources: whole, and longer by some records."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.sources import epoch_made_up as epoch
from tests.sources import models_dev_made_up as models_dev
from tests.sources import test_dalicc as dalicc
from tests.sources import test_federal as federal
from tests.sources import test_fmti as fmti
from tests.sources import test_genai_prices as genai
from tests.sources import test_licensedb as licensedb
from tests.sources import test_litellm as litellm
from tests.sources import test_mot as mot
from tests.sources import test_osai as osai
from valuegraph.resources import data_dir
from valuegraph.sources.federal.columns import COLUMNS, COTS_COLUMNS
from valuegraph.sources.manifest import Manifest, read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["FILES", "MAKE", "manifest"]

FEW = 6
"""Records of a copy; one of them is more than a tenth."""


def _epoch(folder: Path, more: int) -> None:
    models = [
        {
            "Model": f"Wren {number}",
            "Organization": "Maker",
            "Publication date": f"2024-03-{number + 10}",
        }
        for number in range(FEW + more)
    ]
    chip = {
        "Hardware name": "Anvil 2", "Manufacturer": "Drafter", "Release date": "2023-04-18",
        "Process size (nm)": "5.0", "Foundry": "Smith",
        "Last modified": "2025-12-05 21:21:23+00:00",
    }  # fmt: skip
    epoch.copy(folder, notable_ai_models=models, ml_hardware=[chip])


def _models_dev(folder: Path, more: int) -> None:
    made = models_dev.Made(folder)
    for number in range(FEW + more):
        text = "open_weights = true\n" + models_dev.cost(str(number + 1), "9")
        made.offer("groq", f"mistralai/voxtral-{number + 5}", text)


def _osai(folder: Path, more: int) -> None:
    for number in range(FEW + more):
        text = osai.record(
            name=f"Nib{number}", end=f"Nib{number}-7B-Chat", base=f"Nib{number}-7B",
            link=f"https://huggingface.co/nibworks/Nib{number}-7B-Chat",
            weights=f"https://huggingface.co/nibworks/Nib{number}-7B",
        )  # fmt: skip
        (folder / f"nib{number}.yaml").write_text(text, encoding="utf-8")


def _mot(folder: Path, more: int) -> None:
    (folder / "models").mkdir()
    for number in range(FEW + more):
        text = mot.record(
            ("Model parameters (Final)", "MIT"), name=f"Nib{number}-7B",
            huggingface=f"https://huggingface.co/nibworks/Nib{number}-7B",
        )  # fmt: skip
        (folder / "models" / f"nib{number}.yml").write_text(text, encoding="utf-8")


def _fmti(folder: Path, more: int) -> None:
    fmti.copy(folder)
    if more:
        fmti.change(folder / fmti.MAY_SCORES, "Data size,1,0", "Data size,1,1")
        name = next(name for name in fmti.REPORTS if "BigNib" in name)
        fmti.change(folder / name, "Data size,", "Data size,")
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(",0,", ",1,", 1), encoding="utf-8", newline="")


def _federal(folder: Path, more: int) -> None:
    rows = [
        federal.row(id=f"OON-{number}", use_case_name=f"Letters {number}")
        for number in range(FEW + more)
    ]
    federal.table(folder / federal.USES, COLUMNS, rows)
    federal.table(folder / federal.BOUGHT, COTS_COLUMNS, [federal.bought("Quill Chat")])


def _licensedb(folder: Path, more: int) -> None:
    (folder / "docs").mkdir()
    entries = [licensedb.entry(f"quill-{number}") for number in range(FEW + more)]
    (folder / "docs" / "index.json").write_text(json.dumps(entries), encoding="utf-8")


def _dalicc(folder: Path, more: int) -> None:
    texts = [
        dalicc.QUILL.replace("QuillLicense", f"Quill{number}License").replace(
            "The Quill  License", f"The Quill {number} License"
        )
        for number in range(FEW + more)
    ]
    (folder / "licenselibrary.ttl").write_text(dalicc.HEAD + "".join(texts), encoding="utf-8")


def _genai_prices(folder: Path, more: int) -> None:
    models = [
        genai.entry(f"openai/nib-{number}", genai.CHECKED + genai.PLAIN)
        for number in range(FEW + more)
    ]
    genai.Made(folder).file(*models)


def _litellm(folder: Path, more: int) -> None:
    entries = {
        f"together_ai/openai/nib-{number}": litellm.entry(
            input_cost_per_token=1e-6, output_cost_per_token=2e-6
        )
        for number in range(FEW + more)
    }
    (folder / "model_prices.json").write_text(json.dumps(entries), encoding="utf-8")


WRITE: dict[str, Callable[[Path, int], None]] = {
    "epoch": _epoch, "models_dev": _models_dev, "licensedb": _licensedb, "dalicc": _dalicc,
    "osai": _osai, "mot": _mot, "federal": _federal, "fmti": _fmti,
    "genai_prices": _genai_prices, "litellm": _litellm,
}  # fmt: skip
MAKE = tuple(WRITE)
FILES = {
    "epoch": "notable_ai_models.csv", "models_dev": "providers/groq/models/mistralai/voxtral-5.toml",
    "licensedb": "docs/index.json", "dalicc": "licenselibrary.ttl", "osai": "nib0.yaml",
    "mot": "models/nib0.yml", "federal": federal.USES, "fmti": fmti.MAY_SCORES,
    "genai_prices": "providers/groq.yml", "litellm": "model_prices.json",
}  # fmt: skip
"""The file of each copy that the tests spoil."""
ODD = {"federal": federal.ODD, "fmti": fmti.ODD, "dalicc": dalicc.ODD}


def make(source: str, folder: Path, more: int = 0) -> Path:
    """Write a copy of a source."""
    folder.mkdir(parents=True, exist_ok=True)
    WRITE[source](folder, more)
    return folder


def manifest(source: str, told: Manifest | None = None) -> Manifest:
    """Return a manifest with the lookups that the made-up copy needs."""
    shipped = told or read_manifest(data_dir() / "sources" / source / "source.toml")
    return replace(shipped, lookups={**shipped.lookups, **ODD.get(source, {})})
