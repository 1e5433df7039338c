"""What must not be passed on is named wherever facts are shown or published."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.test_export_licences import MANIFEST
from valuegraph.cli.app import build

FACTS = Path(__file__).resolve().parents[1] / "view" / "scenario.ttl"
CLASSES = "holds facts of these classes of licence"
ALL = "SELECT ?x WHERE { ?x a vg:Organization }"


@pytest.fixture
def closed(tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "source.toml").write_text(MANIFEST.format(name="closed", kind="non-commercial"))
    (folder / "facts.ttl").write_bytes(FACTS.read_bytes())
    return folder


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.ttl"
    path.write_bytes(FACTS.read_bytes())
    return path


def told(path, *words):
    words = (*words, "--only-data", "--as-of", "2026-06-01", "--data", str(path))
    result = CliRunner().invoke(build(), words, prog_name="valuegraph")
    assert result.exit_code == 0, result.stderr
    return result.stderr


@pytest.mark.parametrize("command", ["map", "query", "export"])
def test_the_classes_of_a_closed_source_are_named(closed, tmp_path, command):
    words = {
        "map": ("map", "-o", str(tmp_path / "map.html")),
        "query": ("query", ALL),
        "export": ("export", "-f", "ttl"),
    }[command]
    assert f"note: {CLASSES}: open, non-commercial" in told(closed, *words)
    assert CLASSES not in told(closed, *words, "--quiet")


def test_a_map_of_own_facts_names_their_class_and_a_query_is_silent(own, tmp_path):
    assert f"{CLASSES}: open, local" in told(own, "map", "-o", str(tmp_path / "map.html"))
    assert told(own, "query", ALL) == ""
