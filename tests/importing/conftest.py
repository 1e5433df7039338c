"""A data folder of a few facts with an invented source, and copies of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.prologue import PROLOGUE
from valuegraph.facts.drafts import Claim, Harvest, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.importing import Options, Shelf, import_source, running
from valuegraph.vocabulary import VGX

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuegraph.importing import Imported

CORE = (
    PROLOGUE
    + """
vgd:org-acme a vg:Organization ; rdfs:label "Acme"@en .
vgd:model-road-1 a vg:Model ; rdfs:label "Road 1"@en ; vg:inLayer vgx:model .
vgd:src-core a vg:Source ; rdfs:label "Report"@en ; dct:title "Report"@en ;
  vg:sourceKind vgx:dataSet ; vg:retrievedOn "2025-01-01"^^xsd:date .
vgd:off-acme-road-1 a vg:Offering ; rdfs:label "Acme offers Road 1"@en ;
  vg:hasProvider vgd:org-acme ; vg:ofAsset vgd:model-road-1 ; vg:hasChannel vgx:managedApi ;
  vg:accessLevel vgx:apiAccess ; vg:validFrom "2024-05-01"^^xsd:date ;
  vg:datePrecision vgx:day ; vg:hasEvidence vgd:ev-1 .
vgd:ev-1 a vg:Evidence ; dct:source vgd:src-core ; vg:locator "page 1" ; vg:confidence 0.9 ;
  vg:evidenceKind vgx:documentary ; vg:retrievedOn "2025-01-01"^^xsd:date ; vg:stance vgx:supports .
"""
)
MANIFEST = """id = "{id}"
title = "Tolls"
publisher = "The toll house"
url = "https://example.org/tolls"
licence = "https://creativecommons.org/licenses/by/4.0/"
licence_class = "open"
attribution = "Toll house, 2026"
snapshot = 2026-01-31
retrieved = 2026-02-01
digest = "{digest}"
shipped = true

# what was counted
[counts]
rows = {rows}

# odd spellings
[lookups.names]
"ACME" = "Acme"
"""
ROWS = "name,provider\nRoad 1,ACME\nLane 7B,Beta\nLane 70B,Beta\n"


def read(package, manifest) -> Harvest:
    """Read the invented source: a table of what is offered by whom."""
    name = package.one("tolls.csv")
    names = manifest.lookup("names")
    claims, refusals, rows = [], [], 0
    for row in package.table(name, "name", ("name", "provider")):
        rows += 1
        provider = row.text("provider")
        if provider == "unknown":
            refusals.append(Refusal("no provider is named", row.where))
            row.refuse("name")
        else:
            ends = (
                ("hasProvider", Mention("Organization", names.get(provider, provider))),
                ("ofAsset", Mention("Model", row.text("name"))),
                ("hasChannel", Iri(VGX + "managedApi")),
            )
            values = (("accessLevel", Iri(VGX + "apiAccess")),)
            when = When(manifest.snapshot, "asOfDay")
            claims.append(Claim("Offering", ends, when, row.where, Decimal("0.7"), values))
        row.done()
    return Harvest(
        manifest.id, manifest.snapshot, package.digest(), tuple(claims), (), tuple(refusals),
        {"rows": rows},
    )  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch) -> Shelf:
    """A data folder with a core and the source ``tolls``, which `read` reads."""
    data = tmp_path / "data"
    (data / "core").mkdir(parents=True)
    (data / "core" / "all.ttl").write_text(CORE)
    place = data / "sources" / "tolls"
    place.mkdir(parents=True)
    (place / "source.toml").write_text(MANIFEST.format(id="tolls", digest="", rows=3))
    monkeypatch.setattr(running, "reader_of", lambda source: read)
    return Shelf(data)


@pytest.fixture
def copy(tmp_path: Path) -> Callable[..., Path]:
    """Make a publisher's copy."""

    def make(text: str = ROWS, name: str = "copy") -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "tolls.csv").write_text(text, encoding="utf-8")
        return folder

    return make


@pytest.fixture
def run(shelf: Shelf, copy, tmp_path: Path) -> Callable[..., Imported]:
    """Import a copy of some text."""

    def go(text: str = ROWS, day: str | None = None, *, into: Path | None = None, **given):
        options = Options(
            snapshot=dt.date.fromisoformat(day) if day else None,
            today=given.pop("today", dt.date(2026, 11, 1)),
            **given,
        )
        return import_source("tolls", copy(text), into or tmp_path / "out", options, shelf)

    return go


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """Return the bytes of all files below a folder."""

    def look(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return look
