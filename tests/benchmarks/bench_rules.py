"""Rules on generated offerings: seconds, and the ratio to the OWL 2 RL closure of the same facts.

Run: ``python tests/benchmarks/bench_rules.py [--offerings N] [--no-owl]``. owlrl comes with
pySHACL. It infers less: a closure cannot count, negate or name its premises. Trust the ratio to
about a factor of two.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import pytest
import rdflib

from valuegraph.resources import ontology_dir
from valuegraph.store.reasoning import Reasoning
from valuegraph.store.rules import rules
from valuegraph.vocabulary.namespaces import PREFIXES

OFFERINGS = 3_600
CHANNELS = (
    ("apiAccess", "managedApi"),
    ("downloadable", "weightDownload"),
    ("hostedAccess", "embeddedInProduct"),
    ("apiAccess", "managedApi"),
)
STATUSES = ("available", "notAvailable", "partial", "unknownStatus")
KINDS = ("sizeThreshold", "attribution", "nonCommercial", "naming", "usePolicy")
COUNT = "SELECT (COUNT(?g) AS ?n) { ?g a vg:GovernanceFinding }"


def invented(offerings: int) -> str:
    """Return Turtle: a firm and a family for every 20 models, one model in three served twice."""
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()]
    for at in range(offerings):
        model, maker = at * 2 // 3, at * 2 // 3 // 20
        provider = maker if at % 3 else at % 40
        level, channel = CHANNELS[at % 4]
        sector = " ; vg:servesSector nace:F" if at % 8 == 2 else ""
        lines.append(
            f'vgd:off-{at} a vg:Offering ; rdfs:label "Offering {at}"@en ;'
            f" vg:hasProvider vgd:org-{provider} ; vg:ofAsset vgd:model-{model} ;"
            f" vg:accessLevel vgx:{level} ; vg:hasChannel vgx:{channel} ;"
            f" vg:hasTerms vgd:lic-{at % 50} ; vg:offeringKind vgx:firstParty ;"
            f' vg:marketPosition vgx:leadingModel ; vg:validFrom "2024-01-01"^^xsd:date{sector} .'
        )
        lines.append(
            f"vgd:dev-{at} a vg:Development ; vg:developedAsset vgd:model-{model} ;"
            f" vg:developer vgd:org-{maker} . vgd:model-{model} a vg:Model ;"
            f" vg:inFamily vgd:family-{maker} . vgd:org-{maker} rdfs:label 'Firm {maker}'@en ."
        )
        lines += [
            f"vgd:cmp-{at}-{part} a vg:ComponentStatus ; vg:ofAsset vgd:model-{model} ;"
            f" vg:component vgx:{part} ; vg:status vgx:{STATUSES[(at + len(part)) % 4]} ."
            for part in ("trainingData", "trainingCode", "weights")
        ]
    lines += [
        f"vgd:term-{at} a vg:LicenceTerm ; vg:termOf vgd:lic-{at // 3} ;"
        f" vg:restrictionKind vgx:{KINDS[at % 5]} ."
        for at in range(150)
    ]
    return "\n".join(lines)


def seconds_of_rules(path: Path) -> tuple[float, int, int]:
    """Return seconds of all rules, loading not included; types inferred; triples of the facts."""
    reasoning = Reasoning.of_files([path])
    facts = reasoning.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[1][0][0]
    start = time.perf_counter()
    reasoning.run(rules(ontology_dir()).values())
    spent = time.perf_counter() - start
    return spent, reasoning.rows(COUNT)[1][0][0], facts


def seconds_of_owl(path: Path) -> float:
    """Return seconds of the OWL 2 RL closure of the facts and the hierarchy of classes."""
    owlrl = pytest.importorskip("owlrl")
    graph = rdflib.Graph().parse(path, format="turtle")
    for name in ("classes.ttl", "relations.ttl"):
        graph.parse(ontology_dir() / name, format="turtle")
    start = time.perf_counter()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return time.perf_counter() - start


def run(offerings: int, *, owl: bool) -> None:
    """Print seconds and ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.ttl"
        path.write_text(invented(offerings))
        spent, types, facts = seconds_of_rules(path)
        print(f"{offerings} offerings, {facts} triples: {types} types in {spent:.2f} s")
        if owl:
            closed = seconds_of_owl(path)
            print(f"owlrl on the same facts: {closed:.1f} s, {closed / spent:.0f} times as long")


@pytest.mark.benchmark
def test_rules_infer_types_of_many_offerings(capsys: pytest.CaptureFixture[str]) -> None:
    run(360, owl=False)
    assert "types in" in capsys.readouterr().out


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offerings", type=int, default=OFFERINGS)
    parser.add_argument("--no-owl", action="store_true")
    given = parser.parse_args()
    run(given.offerings, owl=not given.no_owl)
