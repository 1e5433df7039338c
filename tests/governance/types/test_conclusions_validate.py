"""Every conclusion on the shipped facts against the shapes."""

from __future__ import annotations

import pytest

import valuegraph
from valuegraph.resources import data_dir, ontology_dir
from valuegraph.store.validate import validate
from valuegraph.view.governance import governance


@pytest.mark.slow
def test_all_conclusions_are_valid(tmp_path):
    graph = valuegraph.load(as_of="2026-06-01")
    path = tmp_path / "conclusions.ttl"
    path.write_text(governance(graph.columns, graph.part, graph.store).turtle())
    assert validate([path], ontology_dir(), known=[data_dir()]) == []
