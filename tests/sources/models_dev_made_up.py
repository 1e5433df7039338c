"""A made-up copy of models.dev: the publisher's shape, and entries that nobody published."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import When
from valuegraph.resources import data_dir
from valuegraph.sources.manifest import read_manifest
from valuegraph.sources.models_dev import read
from valuegraph.sources.package import Package

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.facts.drafts import Claim, Harvest, Mention

MANIFEST = read_manifest(data_dir() / "sources" / "models_dev" / "source.toml")
TODAY = When(dt.date(2026, 7, 2), "asOfDay")
RECORD = """
name = "{name}"
release_date = "{date}"
last_updated = "2026-01-02"
attachment = false
reasoning = false
tool_call = true
open_weights = {open}
{more}
[limit]
context = 1000
[modalities]
input = ["text"]
output = ["text"]
"""
WEIGHTS = '[[weights]]\nlabel = "Hugging Face"\nurl = "https://huggingface.co/{}"\n'
PROVIDER = 'name = "{name}"\nenv = ["KEY"]\nnpm = "@x/y"\ndoc = "https://example.org"\n'


def record(name: str, date: str = "2026-01-02", *, weights: str = "", more: str = "") -> str:
    told = more + (WEIGHTS.format(weights) if weights else "")
    return RECORD.format(name=name, date=date, open=str(bool(weights)).lower(), more=told)


def cost(put: str = "1.5", got: str = "2", more: str = "") -> str:
    return f"[cost]\ninput = {put}\noutput = {got}\n{more}"


class Made:
    """A copy of the publisher's shape, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("models/openai/gpt-oss-120b.toml", record("X", weights="openai/gpt-oss-120b"))
        self.write("models/anthropic/claude-fable-5.toml", record("Claude Fable 5"))
        for provider, name in (("groq", "Groq"), ("kilo", "Kilo Gateway"), ("openai", "OpenAI")):
            self.provider(provider, name)

    def write(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def provider(self, provider: str, name: str) -> None:
        self.write(f"providers/{provider}/provider.toml", PROVIDER.format(name=name))

    def offer(self, provider: str, id_: str, text: str) -> None:
        self.write(f"providers/{provider}/models/{id_}.toml", text)

    def read(self) -> Harvest:
        return read(Package(self.folder), MANIFEST)

    def of(self, cls: str) -> list[Claim]:
        return [claim for claim in self.read().claims if claim.cls == cls]

    def offered(self) -> list[tuple[str, Mention]]:
        return [
            (name_of(claim, "hasProvider"), ends(claim)["ofAsset"]) for claim in self.of("Offering")
        ]

    def whys(self) -> list[str]:
        return [refusal.why for refusal in self.read().refusals]


def ends(claim: Claim) -> dict[str, Mention]:
    return dict(claim.ends)  # type: ignore[arg-type]


def name_of(claim: Claim, end: str) -> str:
    return ends(claim)[end].name
