"""Loading against rdflib; building and opening the cache.

Run: ``python tests/benchmarks/bench_load.py [--relations N] [--no-rdflib] [--shipped]``. To load
is from files to a store that answers queries: every byte hashed, every file parsed, all triples
indexed, overlapping files looked for, unless the files are known to be the shipped ones; what
these take when a byte was edited is printed beside. The ratio is of the least CPU seconds of a few
runs each on the same files, since whatever else runs only adds to them.
"""

from __future__ import annotations

import argparse
import gc
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from valuegraph.resources import data_dir, ontology_dir
from valuegraph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import rdflib

T = TypeVar("T")
GOAL = 12
OURS, THEIRS = 5, 3
"""How many runs the least is taken of."""
PROLOGUE = """\
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgx: <https://w3id.org/valuegraph/scheme#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def invented(folder: Path, relations: int) -> Path:
    """Write supplies among a quarter as many invented firms, eight triples each."""
    chance = random.Random(1)
    firms = relations // 4
    lines = [PROLOGUE]
    lines += [f'vgd:org-{n} a vg:Organization ; rdfs:label "Firm {n}"@en .' for n in range(firms)]
    lines += [
        f'vgd:sup-{n} a vg:Supply ; rdfs:label "supply {n}"@en ; '
        f"vg:supplier vgd:org-{chance.randrange(firms)} ; "
        f"vg:dependent vgd:org-{chance.randrange(firms)} ; "
        f"vg:fillsRole vgx:role{chance.randrange(20)} ; vg:share {chance.random():.3f} ; "
        f'vg:validFrom "20{chance.randrange(10, 27)}-01-01"^^xsd:date ; vg:hasEvidence vgd:ev-{n} .'
        for n in range(relations)
    ]
    path = folder / "invented.ttl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def timed(name: str, run: Callable[[], T]) -> tuple[T, float]:
    """Run, print wall and CPU seconds, and return the latter."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"  {name:<44} {cpu:9.4f} s CPU {wall:9.4f} s wall")
    return result, cpu


def least(name: str, repeats: int, run: Callable[[], T]) -> tuple[T, float]:
    """Return the last result, and the least CPU seconds of several runs, one result at a time."""
    result, best = timed(name, run)
    for _ in range(repeats - 1):
        del result
        gc.collect()
        result, cpu = timed(name, run)
        best = min(best, cpu)
    return result, best


def with_rdflib(sources: Sequence[Path]) -> rdflib.Graph:
    """Parse files with rdflib into one graph."""
    import rdflib

    graph = rdflib.Graph()
    for path in sources:
        graph.parse(path, format="turtle")
    return graph


def edited(folder: Path) -> list[Path]:
    """Return ontology and data of the same content in other bytes."""
    copy = folder / "edited"
    shutil.copytree(data_dir(), copy)
    with next((copy / "core").glob("*.ttl")).open("a", encoding="utf-8") as file:
        file.write("\n")
    return [ontology_dir(), copy]


def measure(
    name: str, paths: Sequence[Path], cache: Path, *, rdflib: bool, again: Sequence[Path] = ()
) -> None:
    """Print the figures of one dataset, and of the load of another beside it."""
    store, load = least("files to store, in memory", OURS, lambda: Store.open(paths, cache=None))
    print(f"  {len(store):,} triples in {len(store.sources)} files  <- {name}")
    timed("files to store on disk (cold cache)", lambda: Store.open(paths, cache=cache))
    columns = {f"c{n}": np.arange(len(store)) for n in range(8)}
    Store.open(paths, cache=cache).remember("bench", lambda: columns)

    def warm() -> int:
        return len(Store.open(paths, cache=cache).remember("bench", dict))

    def first_question() -> bool:
        return Store.open(paths, cache=cache).ask("ASK { ?s a vg:Supply }")

    _, opening = timed("warm: hash files and read eight columns", warm)
    timed("warm: hash files, open database, one ASK", first_question)
    if again:
        del store
        store, beside = least("edited files to store", OURS, lambda: Store.open(again, cache=None))
    if rdflib:
        files = [source.path for source in store.sources]
        found, slow = least("rdflib, the same files", THEIRS, lambda: with_rdflib(files))
        assert len(found) == len(store)
        verdict = "reached" if slow >= GOAL * load else "missed"
        print(f"  load {slow / load:.1f} x rdflib (goal {GOAL} x: {verdict}); "
              f"warm columns {slow / opening:,.0f} x rdflib")  # fmt: skip
        if again:
            print(f"  load when a file was edited {slow / beside:.1f} x rdflib")


def main() -> None:
    """Measure the shipped data and invented data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--relations", type=int, default=100_000)
    parser.add_argument("--no-rdflib", action="store_true")
    parser.add_argument("--shipped", action="store_true", help="only the shipped files")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        shipped = [ontology_dir(), data_dir()]
        with_peer = not options.no_rdflib
        measure("shipped", shipped, folder / "cache", rdflib=with_peer, again=edited(folder))
        if not options.shipped:
            path = invented(folder, options.relations)
            measure("invented", [path], folder / "cache", rdflib=with_peer)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
