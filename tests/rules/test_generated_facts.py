"""The facts that benchmarks generate: valid, and no larger than the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.offerings import invented
from valuegraph.resources import data_dir, ontology_dir
from valuegraph.store.reasoning import Reasoning
from valuegraph.store.validate import validate

CLASSES = (
    "ComponentStatus",
    "Development",
    "Evidence",
    "LicenceTerm",
    "Model",
    "Offering",
    "OwnershipStake",
    "Source",
)
SIZES = """
SELECT ?class (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?nodes) {
  ?s a ?class ; ?p ?o
} GROUP BY ?class
"""
CITED = """
SELECT ?class (COUNT(DISTINCT ?e) AS ?evidence) (COUNT(DISTINCT ?s) AS ?nodes) {
  ?s a ?class ; vg:hasEvidence ?e
} GROUP BY ?class
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "facts.ttl"
    path.write_text(invented(700))
    return path


def means(reasoning: Reasoning, query: str) -> dict[str, float]:
    return {cls.rpartition("#")[2]: many / of for cls, many, of in reasoning.rows(query)[1]}


def test_they_are_valid(tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(invented(24))
    assert validate([path], ontology_dir()) == []


def test_they_have_no_more_triples_and_evidence_than_shipped_facts(path: Path) -> None:
    generated = Reasoning.of_files([path])
    shipped = Reasoning.of_files(sorted((data_dir() / "core").glob("*.ttl")))
    for query, asked in ((SIZES, CLASSES), (CITED, set(CLASSES) - {"Evidence", "Model", "Source"})):
        ours, theirs = means(generated, query), means(shipped, query)
        assert {cls: ours[cls] for cls in asked if ours[cls] > theirs[cls]} == {}
