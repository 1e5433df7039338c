"""Commands that write files: map and export."""

from __future__ import annotations

import pytest

from valuegraph.cli import pages
from valuegraph.view import drawing, model


def asked(graph, name):
    return [(args, options) for called, args, options in graph.calls if called == name]


def test_map_writes_a_page(run, graph, tmp_path):
    target = tmp_path / "m.html"
    narrowed = ("--sector", "K", "--kinds", "api, licence", "--kinds", "data", "--max-nodes", "40")
    result = run(
        *("map", "-o", str(target), "--title", "T", "--focus", "ASML", *narrowed, "--theme", "dark")
    )
    assert result.exit_code == 0
    assert target.read_text() == "<!doctype html>\n"
    assert asked(graph, "map")[0][1] == {
        "title": "T",
        "focus": "ASML",
        "sector": "K",
        "kinds": ["api", " licence", "data"],
        "max_nodes": 40,
        "theme": "dark",
    }
    assert result.stdout == ""
    assert str(target) in result.stderr


def test_the_options_of_map_are_those_of_the_view():
    assert pages.MAX_NODES == model.MAX_NODES
    assert pages.MIN_NODES == drawing.MIN_NODES
    assert tuple(pages.Theme) == drawing.THEMES


def test_map_to_stdout(run, graph):
    result = run("map", "-o", "-")
    assert result.stdout == "<!doctype html>\n"
    assert result.stderr == ""


@pytest.mark.parametrize("form", ["ttl", "nq", "jsonld", "graphml", "gexf", "cyjs", "parquet"])
def test_export_takes_the_format_from_the_name(run, graph, tmp_path, form):
    target = tmp_path / f"graph.{form}"
    assert run("export", "-o", str(target), "--kind", "api", "--quiet").exit_code == 0
    assert target.read_text() == f"{form}\n"
    ((named, _path), options) = asked(graph, "export")[0]
    assert named == form
    assert options == {"kinds": ["api"]}


def test_export_to_stdout_needs_a_format(run, graph):
    assert run("export", "-f", "nq").stdout == "nq\n"
    refused = run("export")
    assert refused.exit_code == 2
    assert "ttl, nq, jsonld" in refused.stderr


def test_export_of_tables_is_a_folder(run, graph, tmp_path):
    assert run("export", "-f", "csv", "-o", str(tmp_path / "tables")).exit_code == 0
    assert (tmp_path / "tables" / "nodes.csv").exists()
    refused = run("export", "-f", "csv")
    assert refused.exit_code == 2
    assert "-o PATH" in refused.stderr


def test_export_refuses_an_unknown_ending(run, graph):
    result = run("export", "-o", "graph.docx")
    assert result.exit_code == 2
    assert "'docx'" in result.stderr
    assert graph.calls == []
