"""The ontology as files and as one graph, read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from valuegraph.vocabulary import Vocabulary, load_vocabulary

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def ontology_dir() -> Path:
    return ROOT / "ontology"


@pytest.fixture(scope="session")
def files(ontology_dir: Path) -> dict[str, Graph]:
    """Each Turtle file of the ontology by its path inside the folder."""
    return {
        path.relative_to(ontology_dir).as_posix(): Graph().parse(path)
        for path in sorted(ontology_dir.rglob("*.ttl"))
    }


@pytest.fixture(scope="session")
def graph(files: dict[str, Graph]) -> Graph:
    """All files of the ontology together."""
    whole = Graph()
    for part in files.values():
        for triple in part:
            whole.add(triple)
    return whole


@pytest.fixture(scope="session")
def shapes(files: dict[str, Graph]) -> Graph:
    whole = Graph()
    for name, part in files.items():
        if name.startswith("shapes/"):
            for triple in part:
                whole.add(triple)
    return whole


@pytest.fixture(scope="session")
def vocabulary(ontology_dir: Path) -> Vocabulary:
    return load_vocabulary(ontology_dir)


@pytest.fixture(scope="session")
def data_files() -> list[Path]:
    return sorted((ROOT / "data").rglob("*.ttl"))
