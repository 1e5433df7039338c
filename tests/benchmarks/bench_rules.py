"""Rules on generated offerings, beside the OWL 2 RL closure of the same graph; CPU seconds.

Run: ``python tests/benchmarks/bench_rules.py [--offerings N …] [--limit SECONDS] [--no-owl] [--shacl]``.
owlrl comes with pySHACL and runs in a process of its own, which is stopped at the limit.

The facts are complete and valid, as large as the shipped ones of their class and no larger
(`offerings.py`); with ``--shacl`` facts and conclusions are validated in the same run.

Two ratios, since the two engines do not do the same. *All rules*: every condition, type and premise
by the product's own `Reasoning`, of three runs the middle one; a closure can say none of them: it
neither negates nor counts nor gives names to what it concludes. *The same findings*: what the
closure says of facts is to which classes they belong; one update of the store says the same, triple
by triple. Trust ratios to about a factor of two.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
import rdflib

from tests.benchmarks.offerings import invented
from valuegraph.resources import ontology_dir
from valuegraph.store.reasoning import Reasoning
from valuegraph.store.rules import rules
from valuegraph.store.validate import validate
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGD

OFFERINGS = 3_600
COUNT = "SELECT (COUNT(?g) AS ?n) { ?g a vg:GovernanceFinding }"
HIERARCHY = ("classes.ttl", "relations.ttl")
BELONGS = """
INSERT { ?thing a ?above } WHERE {
  { SELECT DISTINCT ?class ?above WHERE { ?class rdfs:subClassOf+ ?above } }
  ?thing a ?class .
}
"""
RDF_TYPE = PREFIXES["rdf"] + "type"
OWL = PREFIXES["owl"]


class Measured(NamedTuple):
    """Seconds, and what was concluded in them."""

    seconds: float
    found: frozenset[str]
    new: int


class Drawn(NamedTuple):
    """Seconds of all rules, loading left out, and what they found.

    `writing` has the seconds in which the store takes in the same conclusions ready made: no
    engine that keeps them there can be quicker.
    """

    seconds: float
    writing: float
    facts: int
    conclusions: int
    types: int


def by_rules(path: Path) -> Drawn:
    """Run all rules three times, and keep the middle one."""
    drawn = sorted((_drawn(path) for _ in range(3)), key=lambda each: each[0])
    seconds, facts, reasoning = drawn[1]
    ready = list(ox.parse(reasoning.quads(), format=ox.RdfFormat.N_QUADS))
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    start = time.process_time()
    store.extend(ready)
    writing = time.process_time() - start
    types = reasoning.rows(COUNT)[1][0][0]
    return Drawn(seconds, writing, facts, reasoning.size - facts, types)


def _drawn(path: Path) -> tuple[float, int, Reasoning]:
    reasoning = Reasoning.of_files([path])
    facts = reasoning.size
    start = time.process_time()
    reasoning.run(rules(ontology_dir()).values())
    return time.process_time() - start, facts, reasoning


def by_shacl(path: Path) -> str:
    """Validate the facts and every conclusion against the shapes, and say what came of it."""
    reasoning = Reasoning.of_files([path])
    reasoning.run(rules(ontology_dir()).values())
    concluded = path.with_suffix(".concluded.ttl")
    day, digest = dt.date(2026, 6, 1), "0" * 32
    reasoning.conclusions(as_of=day, digest=digest).serialize(concluded, format="turtle")
    start = time.process_time()
    found = validate([path, concluded], ontology_dir())
    return f"{len(found)} violations, in {time.process_time() - start:.0f} s"


def by_update(path: Path) -> Measured:
    """Say to which classes each fact belongs with one update of the store."""
    store = ox.Store()
    for each in (path, *(ontology_dir() / name for name in HIERARCHY)):
        store.load(path=str(each), format=ox.RdfFormat.TURTLE)
    before = memberships(store)
    start, size = time.process_time(), len(store)
    store.update(BELONGS, prefixes=dict(PREFIXES))
    spent = time.process_time() - start
    return Measured(spent, memberships(store) - before, len(store) - size)


def memberships(store: ox.Store) -> frozenset[str]:
    """Return everything said about facts with a class or a property of a vocabulary."""
    return frozenset(
        f"{quad.subject} {quad.predicate} {quad.object}"
        for quad in store
        if str(quad.subject).startswith(f"<{VGD}")
        and telling(str(quad.predicate), str(quad.object))
    )


def telling(predicate: str, value: str) -> bool:
    """Tell whether a statement is more than what OWL says of anything whatever."""
    if predicate == f"<{RDF_TYPE}>":
        return not value.startswith(f"<{OWL}")
    return predicate.startswith(f"<{VG}")


def by_closure(path: Path, limit: float) -> Measured | None:
    """Return what the OWL 2 RL closure says, None when it takes longer than the limit."""
    out = path.with_suffix(".closed.nt")
    command = [sys.executable, __file__, "--close", str(path), "--out", str(out)]
    command += ["--limit", str(limit)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == -signal.SIGXCPU:
        return None
    done.check_returncode()
    seconds, new = done.stdout.split()
    given, closed = ox.Store(), ox.Store()
    for each in (path, *(ontology_dir() / name for name in HIERARCHY)):
        given.load(path=str(each), format=ox.RdfFormat.TURTLE)
    closed.load(path=str(out), format=ox.RdfFormat.N_TRIPLES)
    return Measured(float(seconds), memberships(closed) - memberships(given), int(new))


def close(path: Path, out: Path, limit: float) -> None:
    """Write the OWL 2 RL closure of facts and the hierarchy; print seconds and new triples.

    The limit is of processor time, which is what is compared: on a busy machine a limit of time
    by the clock would count the work of others for owlrl's.
    """
    import owlrl

    graph = rdflib.Graph().parse(path, format="turtle")
    for name in HIERARCHY:
        graph.parse(ontology_dir() / name, format="turtle")
    start, size = time.process_time(), len(graph)
    most = int(start + limit) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 60))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    print(time.process_time() - start, len(graph) - size)
    # A closure has literals as subjects, which no format of RDF can write.
    kept = rdflib.Graph()
    for triple in graph:
        if not isinstance(triple[0], rdflib.Literal):
            kept.add(triple)
    kept.serialize(out, format="nt")


def run(offerings: int, *, limit: float | None, shapes: bool = False) -> None:
    """Print seconds, what was found and both ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.ttl"
        path.write_text(invented(offerings))
        ours, same = by_rules(path), by_update(path)
        print(f"{offerings} offerings, {ours.facts} triples; CPU seconds")
        print(
            f"  all rules: {ours.conclusions} conclusions, {ours.types} types, in"
            f" {ours.seconds:.2f} s; to write them alone takes {ours.writing:.2f} s"
        )
        print(f"  classes of facts by one update: {len(same.found)} in {same.seconds:.3f} s")
        if shapes:
            print(f"  facts and conclusions against the shapes: {by_shacl(path)}", flush=True)
        if limit is None:
            return
        closed = by_closure(path, limit)
    if closed is None:
        print(f"  owlrl: stopped after {limit:.0f} s, so that the ratios are at least")
        closed = Measured(limit, frozenset(), 0)
    else:
        both, theirs = len(same.found & closed.found), len(closed.found - same.found)
        print(
            f"  owlrl: {closed.new} new triples in {closed.seconds:.1f} s, of them"
            f" {len(closed.found)} on facts; the rest holds of any graph"
        )
        print(
            f"  the same findings: {both} in both; {theirs} only owlrl,"
            f" {len(same.found) - both} only we"
        )
    print("  owlrl cannot say: what does not hold, how many developers, which facts it rests on")
    print(
        f"  owlrl takes {closed.seconds / same.seconds:.0f} times the update that finds the same,"
        f" {closed.seconds / ours.seconds:.0f} times all rules, which find"
        f" {ours.conclusions} more"
    )


@pytest.mark.benchmark
def test_rules_infer_types_of_many_offerings(capsys: pytest.CaptureFixture[str]) -> None:
    run(36, limit=60, shapes=True)
    told = capsys.readouterr().out
    assert "shapes: 0 violations" in told
    assert "types, in" in told
    assert "; 0 only owlrl, 0 only we" in told


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offerings", type=int, nargs="+", default=[360, OFFERINGS])
    parser.add_argument("--limit", type=float, default=600, help="CPU seconds for owlrl")
    parser.add_argument("--no-owl", action="store_true")
    parser.add_argument("--shacl", action="store_true", help="validate the conclusions too")
    parser.add_argument("--close", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.close:
        close(given.close, given.out, given.limit)
    else:
        for number in given.offerings:
            run(number, limit=None if given.no_owl else given.limit, shapes=given.shacl)
