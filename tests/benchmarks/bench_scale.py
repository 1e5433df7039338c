"""What the same commands cost on millions of triples, and how loading compares with rdflib.

Run: ``python tests/benchmarks/bench_scale.py [--triples 10e6] [--no-rdflib]``.
Each step is a process of its own: wall and CPU seconds and peak memory are of that step alone.
The facts are invented: supplies among a quarter as many firms, sixteen triples for each with its
evidence. rdflib parses a file of its own size (``--rdflib``, 800,000 triples): it would need an
hour and more memory than the rest for ten million; the ratio is of one run on that one file.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
TRIPLES_OF_A_RELATION = 16
ROUND = 50
SECTORS = "ABCDEFGHIJKLMNOPQRS"
GOAL = 12
ROLES = (
    "acceleratorSupply", "servingCompute", "trainingCompute", "wafers", "photoresist",
    "highBandwidthMemory", "modelWeights", "provision",
)  # fmt: skip
PROLOGUE = """\
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgx: <https://w3id.org/valuegraph/scheme#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix nace: <http://data.europa.eu/ux2/nace2.1/> .
vgd:src-x a vg:Source ; rdfs:label "X"@en ; dct:title "X"@en ; vg:sourceKind vgx:dataSet ;
  vg:retrievedOn "2026-01-01"^^xsd:date .
"""
COMMAND = "import sys; from valuegraph.cli import main; sys.exit(main(sys.argv[1:]))"
OPENING = """
import sys
from pathlib import Path
from valuegraph.resources import cache_dir, ontology_dir
from valuegraph.store import Store
store = Store.open([ontology_dir(), Path(sys.argv[1])], cache=cache_dir())
"""
COLUMNS = OPENING + "from valuegraph.projection import read_columns; columns = read_columns(store)"
PROJECTION = (
    COLUMNS
    + """
import datetime as dt
from valuegraph.projection import project
from valuegraph.projection.slices import Slice
project(columns, Slice(dt.date(2026, 6, 1)))
"""
)
# To give the memory back is no part of loading: both leave without it.
IN_MEMORY = """
import os, sys
from pathlib import Path
from valuegraph.store import Store
store = Store.open([Path(sys.argv[1])], cache=None)
os._exit(0)
"""
RDFLIB = """
import os, sys, rdflib
graph = rdflib.Graph().parse(sys.argv[1], format="turtle")
os._exit(0)
"""


class Spent(NamedTuple):
    """What one process took: seconds, seconds of CPU, gigabytes."""

    wall: float
    cpu: float
    peak: float


def invent(path: Path, triples: int) -> None:
    """Write about so many triples."""
    relations = max(triples // TRIPLES_OF_A_RELATION, 8)
    chance, firms = random.Random(1), relations // 4
    with path.open("w", encoding="utf-8") as file:
        file.write(PROLOGUE)
        for n in range(firms):
            file.write(f'vgd:org-{n} a vg:Organization ; rdfs:label "Firm {n}"@en .\n')
        for n in range(relations):
            file.write(
                f"{relation(n, firms, chance)} ; vg:validFrom "
                f'"20{chance.randrange(10, 27)}-01-01"^^xsd:date ; '
                f"vg:datePrecision vgx:day ; vg:hasEvidence vgd:ev-{n} .\n"
                f"vgd:ev-{n} a vg:Evidence ; vg:stance vgx:supports ; dct:source vgd:src-x ; "
                f'vg:locator "row {n}" ; vg:confidence 0.7 ; vg:evidenceKind vgx:reported ; '
                f'vg:retrievedOn "2026-01-01"^^xsd:date .\n'
            )


def relation(n: int, firms: int, chance: random.Random) -> str:
    """Return what relation n says: of fifty, one is an offering, one its uptake, the rest supplies."""
    place = n % ROUND
    if place == 0:
        provider = chance.randrange(max(firms // 100, 1))
        return (
            f'vgd:model-{n} a vg:Model ; rdfs:label "Model {n}"@en .\n'
            f'vgd:off-{n} a vg:Offering ; rdfs:label "Model {n} by firm {provider}"@en ; '
            f"vg:hasProvider vgd:org-{provider} ; vg:ofAsset vgd:model-{n} ; "
            f"vg:hasChannel vgx:managedApi ; vg:offeringKind vgx:firstParty"
        )
    if place == 1:
        return (
            f'vgd:use-{n} a vg:Uptake ; rdfs:label "use {n}"@en ; '
            f"vg:hasUser vgd:org-{chance.randrange(firms)} ; "
            f"vg:inSector nace:{chance.choice(SECTORS)} ; vg:ofOffering vgd:off-{n - 1} ; "
            f'vg:functionLabel "function {chance.randrange(5)}"'
        )
    return (
        f'vgd:sup-{n} a vg:Supply ; rdfs:label "supply {n}"@en ; '
        f"vg:supplier vgd:org-{chance.randrange(firms)} ; "
        f"vg:dependent vgd:org-{chance.randrange(firms)} ; "
        f"vg:fillsRole vgx:{chance.choice(ROLES)} ; vg:supplyKind vgx:physicalSupply"
    )


def spend(name: str, *arguments: str) -> Spent:
    """Run a process of Python to its end and print what it took."""
    began = time.perf_counter()
    running = subprocess.Popen(
        [sys.executable, "-c", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    spent = Spent(
        time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e9
    )
    failed = f"   exit {running.returncode}" if running.returncode else ""
    print(
        f"  {name:<44} {spent.wall:8.2f} s wall {spent.cpu:8.2f} s CPU "
        f"{spent.peak:6.2f} GB{failed}",
        flush=True,
    )
    return spent


def commands(path: Path) -> None:
    """Print what the steps and then the commands take on one file."""
    own = ("--data", str(path), "--only-data", "--quiet", "--as-of", "2026-06-01")
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s a vg:Supply }"
    print("cold")
    spend("files to database", OPENING, str(path))
    spend("files to columns", COLUMNS, str(path))
    spend("info: counts are made", COMMAND, "info", *own)
    spend("show 'Firm 5': names are made", COMMAND, "show", "Firm 5", *own)
    spend("chokepoints: a ranking is made", COMMAND, "chokepoints", "--top", "10", *own)
    print("warm")
    spend("open", OPENING, str(path))
    spend("columns", COLUMNS, str(path))
    spend("columns and projection", PROJECTION, str(path))
    spend("info", COMMAND, "info", *own)
    spend("show org-5", COMMAND, "show", "org-5", *own)
    spend("show 'Firm 5'", COMMAND, "show", "Firm 5", *own)
    spend("query: a count", COMMAND, "query", count, *own)
    spend("chokepoints --top 10", COMMAND, "chokepoints", "--top", "10", *own)
    spend("concentration by role", COMMAND, "concentration", "--by", "role", *own)
    spend("coverage by sector", COMMAND, "coverage", "--by", "sector", *own)
    spend("coverage", COMMAND, "coverage", *own)


def against_rdflib(folder: Path, triples: int) -> None:
    """Print how often loading is as quick as rdflib's parsing of the same file."""
    path = folder / "for-rdflib.ttl"
    invent(path, triples)
    print(f"against rdflib, about {triples:,} triples")
    nothing = spend("start and imports of rdflib", "import rdflib")
    bare = spend("start and imports of the store", "from valuegraph.store import Store")
    theirs = spend("rdflib parses", RDFLIB, str(path))
    ours = spend("files to store, in memory", IN_MEMORY, str(path))
    ratio = (theirs.cpu - nothing.cpu) / (ours.cpu - bare.cpu)
    verdict = "reached" if ratio >= GOAL else "missed"
    print(f"  {ratio:.1f} x rdflib in CPU, imports apart (goal {GOAL} x: {verdict})")


def main() -> None:
    """Invent facts and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=float, default=10e6)
    parser.add_argument("--rdflib", type=float, default=800e3, help="triples for rdflib")
    parser.add_argument("--no-rdflib", action="store_true")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["VALUEGRAPH_CACHE_DIR"] = str(folder / "cache")
        path = folder / "invented.ttl"
        invent(path, int(options.triples))
        size = path.stat().st_size / 1e6
        print(f"about {options.triples:,.0f} triples, {size:,.0f} MB of Turtle")
        commands(path)
        if not options.no_rdflib:
            against_rdflib(folder, int(options.rdflib))


if __name__ == "__main__":
    main()
