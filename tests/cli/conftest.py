"""A graph that remembers how it was asked, to test commands apart from the library; processes."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import valuegraph
from tests.prologue import PROLOGUE
from valuegraph.cli.app import build
from valuegraph.facts.records import Evidence, Fact, Source
from valuegraph.view.comparison import Comparison

ROOT = Path(__file__).resolve().parents[2]
CALL = "import sys; from valuegraph.cli import main; sys.exit(main())"
COMMAND = [sys.executable, "-c", CALL]
HOURGLASS = 120
TURTLE = (
    PROLOGUE
    + """
vgd:org-lens a vg:Organization ; rdfs:label "Lens Maker"@en .
vgd:org-chip a vg:Organization ; rdfs:label "Chip Maker"@en .
vgd:src-report a vg:Source ; rdfs:label "Report"@en ; dct:title "Report" ; dct:publisher "Chip Maker" ;
  vg:url "https://example.org/report"^^xsd:anyURI .
vgd:sup-lens-chip a vg:Supply ; rdfs:label "Lens Maker supplies Chip Maker"@en ;
  vg:supplier vgd:org-lens ; vg:dependent vgd:org-chip ; vg:fillsRole vgx:lithographyOptics ;
  vg:supplyKind vgx:physicalSupply ; vg:validFrom "2020-01-01"^^xsd:date ;
  vg:datePrecision vgx:day ; vg:hasEvidence vgd:ev-0123456789 .
vgd:ev-0123456789 a vg:Evidence ; rdfs:label "Report, page 3"@en ; vg:stance vgx:supports ;
  dct:source vgd:src-report ; vg:locator "page 3" ; vg:confidence 0.9 ;
  vg:evidenceKind vgx:documentary ; vg:retrievedOn "2026-01-01"^^xsd:date .
"""
)
VIEWS = ("renewal", "continuity")
ASML = "https://w3id.org/valuegraph/data/org-asml"
TSMC = "https://w3id.org/valuegraph/data/org-tsmc"


def fact(label: str, confidence: str, title: str) -> Fact:
    source = Source(iri="https://example.org/s", title=title, url="https://example.org/s.html")
    evidence = Evidence("https://example.org/e", source, "para 3", Decimal(confidence))
    return Fact(
        iri=f"https://w3id.org/valuegraph/data/sup-{len(label)}",
        cls="https://w3id.org/valuegraph/ontology#Supply",
        label=label,
        valid_from=dt.date(2023, 1, 1),
        evidence=(evidence,),
    )


FACTS = [
    fact("ASML supplies Samsung", "0.5", "A newspaper"),
    fact("ASML supplies TSMC", "0.9", "Annual report"),
    fact("ASML supplies Intel", "0.7", "A data set"),
    fact("ASML supplies SK hynix", "0.6", "A filing"),
]


@dataclass
class FakeGraph:
    """Answers with the same rows whatever it is asked, and notes the question."""

    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)
    as_of: dt.date | None = dt.date(2026, 6, 1)
    dataset: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(hash="ab12", version="0.1.0")
    )
    store: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(notes=(), sources=()))
    violations: list[Any] = field(default_factory=list)
    frame: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            {"firm": [ASML, TSMC], "firm_label": ["ASML", "TSMC"], "share": [1.0, None]}
        )
    )

    def _note(self, name: str, *args: Any, **options: Any) -> None:
        self.calls.append((name, args, options))

    def info(self) -> SimpleNamespace:
        self._note("info")
        told = [
            ("size", "relations", 1900),
            ("size", "entities", 950),
            ("sources", "Epoch AI", "CC"),
        ]
        rows = [dict(zip(("section", "item", "value"), row, strict=True)) for row in told]
        return SimpleNamespace(rows=lambda: rows, coverage=["18 of 22 sectors have an uptake"])

    def validate(self, paths: Any) -> list[Any]:
        self._note("validate", paths)
        return self.violations

    def query(self, text: str) -> pd.DataFrame:
        self._note("query", text)
        return self.frame

    def query_raw(self, text: str, fmt: str) -> bytes:
        self._note("query_raw", text, fmt)
        return b"<sparql/>\n"

    def questions(self) -> dict[str, Any]:
        return {"who-supplies": SimpleNamespace(asks="Who supplies whom?", text="SELECT ?s {}")}

    def show(self, name: str) -> SimpleNamespace:
        self._note("show", name)
        rows = [{"direction": "out", "fact": each.label} for each in FACTS]
        return SimpleNamespace(
            title="ASML (organisation)", facts_out=FACTS, facts_in=[], rows=lambda: rows
        )

    def chokepoints(self, **options: Any) -> SimpleNamespace:
        self._note("chokepoints", **options)
        columns = {
            "view": ["renewal", "renewal", "continuity"],
            "rank": [1, 2, 1],
            "name": ["ASML", "TSMC", "Amazon"],
            "iri": [ASML, TSMC, "https://w3id.org/valuegraph/data/org-amazon"],
            "reach": [1.0, 0.9, 0.5],
            "share_lost": [1.0, 0.874, 0.25],
            "share_lost_surge": [1.0, 0.8, 0.1],
            "unavoidable": [1.0, 0.5, None],
            "betweenness_rank": [40, 2, 7],
            "verdict": ["structural", "dominant share", "joint"],
            "kind": ["supply", "supply", "infrastructure"],
            "facts": [4, 1, 4],
        }
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        return SimpleNamespace(
            rows=lambda: rows,
            coverage=["39 of 120 offered models have host, chip and foundry"],
            assumptions=["unknown shares are equal"],
            strongest=lambda name, view: (
                FACTS[:3] if view in VIEWS and name in columns["iri"] else 0
            ),
            sureness={},
            with_intervals=lambda **options: self._sampled(rows, columns, **options),
        )

    def _sampled(self, rows: list[Any], columns: dict[str, Any], **options: Any) -> SimpleNamespace:
        self._note("with_intervals", **options)
        each = SimpleNamespace(told=lambda: "in 90 % of draws: lost 0.0 to 1.0 %")
        return SimpleNamespace(
            rows=lambda: rows,
            coverage=(),
            assumptions=(),
            strongest=lambda name, view: FACTS[:1],
            sureness={(view, iri): each for view in VIEWS for iri in columns["iri"]},
        )

    def compare(self, name: str, day: dt.date, **options: Any) -> Comparison:
        self._note("compare", name, day, **options)
        rows = tuple(
            {
                "as_of": when,
                "view": view,
                "targets": "all of the date",
                "count": 7,
                "name": name,
                "iri": ASML,
                "share_lost": lost,
                "share_lost_surge": lost / 2,
                "unavoidable": 0.0,
            }
            for when, lost in (("2024-06-01", 0.5), ("2026-06-01", 0.25))
            for view in VIEWS
        )
        return Comparison(
            name,
            rows,
            {"2024-06-01": FACTS[:2], "2026-06-01": FACTS[:1]},
            {"2024-06-01": [], "2026-06-01": FACTS[2:]},
            ("As of 2024-06-01: 7 pairs", "As of 2026-06-01: 7 pairs"),
        )

    def centrality(self, top: int | None) -> SimpleNamespace:
        self._note("centrality", top)
        row = {"name": "TSMC", "iri": TSMC, "betweenness": 0.123456, "pagerank_upstream": 0.2}
        return SimpleNamespace(rows=lambda: [row], coverage=["39 of 120 offered models"])

    def map(self, **options: Any) -> Any:
        self._note("map", **options)

        def save(path: Path) -> Path:
            path.write_text("<!doctype html>\n")
            return path

        return SimpleNamespace(save=save)

    def export(self, fmt: str, path: Path, kinds: Any = None) -> Path:
        self._note("export", fmt, path, kinds=kinds)
        if fmt == "csv":
            path.mkdir()
            (path / "nodes.csv").write_text("id\n")
        else:
            path.write_text(f"{fmt}\n")
        return path


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> FakeGraph:
    """Stand in for the graph that the command line loads."""
    fake = FakeGraph()

    def load(*paths: Path, **options: Any) -> FakeGraph:
        fake.calls.append(("load", paths, options))
        return fake

    monkeypatch.setattr(valuegraph, "load", load, raising=False)
    return fake


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run the command line in this process."""
    app = build()

    def invoke(*arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(app, list(arguments), prog_name="valuegraph", **options)

    return invoke


# --- processes ---------------------------------------------------------------------------------


@dataclass
class Shell:
    """Runs the command line as a process of its own, in a folder of its own."""

    folder: Path
    command: tuple[str, ...] = (sys.executable, "-c", CALL)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        return {**kept, "PYTHONPATH": str(ROOT), **more}

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *arguments],
            cwd=self.folder,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=HOURGLASS,
            check=False,
        )

    def popen(self, *arguments: str, **options: Any) -> subprocess.Popen[Any]:
        more = options.pop("more", {})
        return subprocess.Popen(
            [*self.command, *arguments], cwd=self.folder, env=self.environment(**more), **options
        )

    def refuses(self, *arguments: str, code: int, words: tuple[str, ...] = ()) -> None:
        """Hold that a call fails in words: exit code, no rows, no traceback."""
        done = self.run(*arguments)
        assert done.returncode == code, done.stderr
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        for word in words:
            assert word.lower() in done.stderr.lower()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in a temporary folder."""
    return Shell(tmp_path)


@pytest.fixture
def own(tmp_path: Path) -> list[str]:
    """Return the options that replace the shipped facts by one made-up supply."""
    path = tmp_path / "facts.ttl"
    path.write_text(TURTLE)
    return ["--data", str(path), "--only-data"]
