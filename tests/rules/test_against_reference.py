"""Every conclusion, triple by triple, against plain Python: generated, shipped and made-up facts."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

import valuegraph
from tests.benchmarks.offerings import invented
from tests.rules import reference
from valuegraph.governance.types import infer
from valuegraph.governance.types.deciding import Decider
from valuegraph.projection.catalogue import Catalogue
from valuegraph.resources import ontology_dir
from valuegraph.store.reasoning import Reasoning
from valuegraph.store.rules import rules

RULES = rules(ontology_dir())
DECIDER = Decider(RULES.values())
FACTS = "SELECT ?s ?p ?o { ?s ?p ?o FILTER NOT EXISTS { ?s vg:drawnBy ?rule } }"
DRAWN = "SELECT ?s ?p ?o { ?s vg:drawnBy ?rule ; ?p ?o }"
HERE = Path(__file__).parent
WORLDS = ("own-model", "code-open", "data-open", "restrictive-term", "reach")


def phrase(condition: str, holds: bool) -> str:
    return DECIDER.phrase(condition, holds=holds)


def compare(reasoning: Reasoning, **thresholds: object) -> int:
    ours = set(reasoning.rows(DRAWN)[1])
    facts = reference.Facts(reasoning.rows(FACTS)[1])
    assert ours == reference.conclusions(facts, phrase, **thresholds)
    return len(ours)


def generated(folder: Path, offerings: int) -> Path:
    path = folder / "facts.ttl"
    path.write_text(invented(offerings))
    return path


def test_generated_facts(tmp_path):
    reasoning = Reasoning.of_files([generated(tmp_path, 360)])
    facts = reasoning.size
    reasoning.run(RULES.values())
    assert compare(reasoning) == reasoning.size - facts > 12_000


@pytest.mark.parametrize("name", WORLDS)
def test_facts_of_the_examples_run_through_all_rules(name):
    reasoning = Reasoning.of_files([HERE / name / "given.ttl"])
    reasoning.run(RULES.values())
    assert compare(reasoning) > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "day", ["2019-06-01", "2023-08-01", "2024-03-15", "2025-02-01", "2026-06-01"]
)
def test_shipped_facts_of_several_days(day):
    graph = valuegraph.load(as_of="2026-06-01")
    found = infer(graph.store, Catalogue(graph.columns, graph.part.on(day)))
    assert compare(found.reasoning) > 100


@pytest.mark.slow
@pytest.mark.parametrize(
    ("values", "thresholds"),
    [
        ({"partial": "true"}, {"partial": True}),
        ({"least": "1"}, {"least": 1}),
        ({"least": "5"}, {"least": 5}),
        ({"kind": "vgx:naming"}, {"kinds": frozenset({"naming"})}),
    ],
)
def test_shipped_facts_with_other_thresholds(values, thresholds):
    graph = valuegraph.load(as_of="2026-06-01")
    found = infer(graph.store, Catalogue(graph.columns, graph.part), values)
    assert compare(found.reasoning, **thresholds) > 100


def test_rules_of_one_stratum_do_not_see_one_another(tmp_path):
    """Each writes at once into the graph that the next reads, so their order must not matter."""
    path = generated(tmp_path, 60)
    forward, backward = Reasoning.of_files([path]), Reasoning.of_files([path])
    forward.run(RULES.values())
    for _, stratum in groupby(RULES.values(), key=lambda rule: rule.stratum):
        for rule in reversed(list(stratum)):
            backward.run([rule])
    assert forward.quads() == backward.quads()


BUGS = (  # rule, text that occurs in it, what the bug makes of it
    ("captive-platform", "vg:meetsCondition vgx:ownModel", "vg:failsCondition vgx:ownModel"),
    ("code-open", "vgx:partial, vgx:notAvailable", "vgx:notAvailable"),
    ("controlled-openness", " ; prov:wasDerivedFrom ?fact }", " }"),
    ("data-open", "vgx:trainingData vgx", "vgx"),
    ("hierarchical", "vgx:sectorServed", "vgx:weightsForDownload"),
    ("open-platform", "vg:failsCondition vgx:ownModel", "vg:meetsCondition vgx:ownModel"),
    ("openness", "vgx:codeOpen", "vgx:dataOpen"),
    ("openness", "?parts = 2", "?parts > 0"),
    # Without what they test, these two compare everything with everything.
    pytest.param(
        "own-model", "(!BOUND(?what) || ?own = ?all)", "BOUND(?related)", marks=pytest.mark.slow
    ),
    pytest.param("reach", "!= vgx:unknownChannel", "!= vgx:managedApi", marks=pytest.mark.slow),
    ("reach", "IN (vgx:hostedAccess, ", "IN ("),
    ("reach", "IN (vgx:downloadable, ", "IN ("),
    ("restrictive-term", " || ?hits = 0", ""),
    ("several-developers", "?others >= ?least", "?others > ?least"),
)


@pytest.mark.parametrize(("name", "old", "new"), BUGS)
def test_each_seeded_bug_is_caught(name, old, new, tmp_path):
    assert old in RULES[name].text
    wrong = RULES | {name: replace(RULES[name], text=RULES[name].text.replace(old, new))}
    caught = 0
    for path in (generated(tmp_path, 200), *(HERE / world / "given.ttl" for world in WORLDS)):
        reasoning = Reasoning.of_files([path])
        reasoning.run(wrong.values())
        try:
            compare(reasoning)
        except AssertionError:
            caught += 1
    assert caught
