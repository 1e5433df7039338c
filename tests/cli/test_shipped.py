"""Every command on the shipped data, through the real library, with warnings as errors."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import fastparquet
import networkx as nx
import pytest
import rdflib

from valuegraph.vocabulary.namespaces import VGR

pytestmark = pytest.mark.slow


def rows(run, *arguments):
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert len(found["dataset"]["hash"]) >= 16
    return found["rows"]


def test_info_counts_relations_and_their_evidence(run):
    counts = {row["item"]: row["value"] for row in rows(run, "info") if row["section"] == "dataset"}
    assert counts["relations"] >= 1800
    assert counts["entities"] >= 900
    assert counts["relations with evidence"] == counts["relations"]
    whole = "evidence with source, locator and confidence"
    assert counts[whole] == counts["pieces of evidence"] > 0


def test_centrality_ranks_by_name(run):
    found = rows(run, "centrality", "--top", "5")
    assert len(found) == 5
    assert all(row["name"] and row["iri"].startswith("https://") for row in found)
    assert [row["betweenness"] for row in found] == sorted(
        (row["betweenness"] for row in found), reverse=True
    )


def test_show_names_sources(run):
    found = rows(run, "show", "asml")
    assert {row["direction"] for row in found} == {"out", "in"}
    assert all(row["source"] and row["locator"] for row in found)


@pytest.mark.slow
def test_explain_lists_every_fact_of_a_line(run):
    first = rows(run, "chokepoints", "--view", "renewal", "--top", "1")[0]
    named = {
        row["fact_iri"]
        for row in rows(run, "chokepoints", "--view", "renewal", "--explain", first["name"])
    }
    assert len(named) == first["facts"]


@pytest.mark.slow
@pytest.mark.parametrize("by", ["group", "firm", "asset", "jurisdiction"])
def test_figures_are_ordered_shares(run, by):
    for row in rows(run, "chokepoints", "--by", by, "--top", "5"):
        figures = [row[name] for name in ("reach", "share_lost", "share_lost_surge", "unavoidable")]
        assert figures == sorted(figures, reverse=True)
        assert 0 <= figures[-1] <= figures[0] <= 1
        assert row["facts"] > 0
        assert row["strongest_facts"]


def test_a_member_explains_the_line_of_its_group(run):
    named = rows(run, "chokepoints", "--explain", "Amazon Web Services", "--as-of", "2026-06-01")
    assert any("Amazon Web Services supplies" in row["fact"] for row in named)


def test_a_withdrawal_on_two_days_names_what_changed(run):
    result = run(
        *("chokepoints", "--explain", "Microsoft", "--as-of", "2026-06-01"),
        *("--compare", "2024-06-01", "--json"),
    )
    assert result.exit_code == 0, result.stderr
    facts = json.loads(result.stdout)["facts"]
    only = [f for f in facts if f["only_then"] and f["as_of"] == "2024-06-01"]
    assert any("sole provider" in fact["fact"] and fact["source"] for fact in only)
    later = {f["fact"] for f in facts if f["part"] == "alternative" and f["as_of"] == "2026-06-01"}
    assert {
        name
        for name in ("Oracle", "Amazon Web Services", "CoreWeave")
        if any(f"{name} supplies OpenAI" in fact for fact in later)
    } == {"Oracle", "Amazon Web Services", "CoreWeave"}


@pytest.mark.slow
def test_answers_do_not_import_pandas(shell, tmp_path):
    """Importing it costs more than answering; the table, JSON and CSV forms need none of it."""
    for arguments in (
        ["info"],
        ["show", "ASML"],
        ["chokepoints", "--top", "2"],
        ["chokepoints", "--explain", "ASML", "--draws", "5"],
        ["chokepoints", "--view", "continuity", "--top", "2", "--draws", "5"],
    ):
        code = (
            "import sys; from valuegraph.cli import main; "
            f"assert main({arguments!r}) == 0; assert 'pandas' not in sys.modules"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=shell.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_two_dates_give_two_answers(run):
    early = rows(run, "chokepoints", "--as-of", "2023-01-01", "--top", "5")
    late = rows(run, "chokepoints", "--as-of", "2026-06-01", "--top", "5")
    assert early != late


@pytest.mark.slow
@pytest.mark.parametrize(
    "form", ["ttl", "nq", "jsonld", "graphml", "gexf", "csv", "cyjs", "parquet"]
)
def test_every_export_can_be_read_again(run, tmp_path, form):
    path = tmp_path / f"graph.{form}"
    result = run("export", "-o", str(path))
    assert result.exit_code == 0, result.stderr or result.exception
    assert READERS[form](path) >= 900


def _lines(path):
    with path.open("rb") as stream:
        return sum(1 for _ in stream)


def _turtle(path):
    """Count statements by their ends: reading them with rdflib is the business of a slow test."""
    return path.read_text(encoding="utf-8").count(" .\n")


def _table(path):
    with path.open(newline="", encoding="utf-8") as stream:
        return sum(1 for _ in csv.DictReader(stream))


def _parquet(path):
    with path.open("rb") as stream:
        return len(fastparquet.ParquetFile(stream).to_pandas())


READERS = {
    "ttl": _turtle,
    "nq": _lines,
    "jsonld": lambda path: len(json.loads(path.read_text(encoding="utf-8"))),
    "graphml": lambda path: nx.read_graphml(path).number_of_nodes(),
    "gexf": lambda path: nx.read_gexf(path).number_of_nodes(),
    "csv": _table,
    "cyjs": lambda path: len(json.loads(path.read_text(encoding="utf-8"))["elements"]["nodes"]),
    "parquet": _parquet,
}


@pytest.mark.slow
def test_exported_rdf_is_the_same_in_each_form(run, tmp_path):
    said = {}
    for form, reader in (("ttl", "turtle"), ("nq", "nquads"), ("jsonld", "json-ld")):
        path = tmp_path / f"graph.{form}"
        assert run("export", "-o", str(path)).exit_code == 0
        read = rdflib.Dataset(default_union=True)
        read.parse(path, format=reader)
        said[form] = set(read.triples((None, None, None)))
    assert len(said["nq"]) == len(said["jsonld"])
    drawn = [triple for triple in said["nq"] if str(triple[0]).startswith(VGR)]
    assert drawn  # conclusions share no file with facts
    assert len(said["ttl"]) == len(said["nq"]) - len(drawn)


@pytest.mark.slow
def test_map_is_one_page(run, tmp_path):
    path = tmp_path / "map.html"
    result = run("map", "-o", str(path), "--title", "A <title>")
    assert result.exit_code == 0, result.stderr
    page = path.read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "<title>A &lt;title&gt;" in page
