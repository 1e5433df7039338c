"""Hostile input: a clear error or success, never a traceback, never a damaged store."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

LABELS = "SELECT ?label WHERE { ?x a vg:Organization ; rdfs:label ?label } ORDER BY ?label"
TWO = "label\nChip Maker\nLens Maker\n"


# --- files -------------------------------------------------------------------------------------


def test_malformed_turtle_names_file_and_line(shell, tmp_path):
    (tmp_path / "bad.ttl").write_text("@prefix a: <http://a/> .\na:b a:c a:d .\na:b a:c ;; .. \n")
    shell.refuses("info", "--data", "bad.ttl", code=1, words=("bad.ttl", "3"))


@pytest.mark.parametrize(
    "name",
    [
        "junk.ttl",
        *(pytest.param(f"junk.{kind}", marks=pytest.mark.slow) for kind in ("nq", "rdf", "jsonld")),
    ],
)
def test_junk_of_50_megabytes_is_refused(shell, tmp_path, name):
    (tmp_path / name).write_bytes(os.urandom(1 << 20) * 50)
    shell.refuses("info", "--data", name, code=1, words=(name,))


def test_a_missing_file_is_named(shell):
    shell.refuses("info", "--data", "missing.ttl", code=2, words=("missing.ttl",))


def test_a_folder_without_facts_is_named(shell, tmp_path):
    (tmp_path / "empty").mkdir()
    shell.refuses("info", "--data", "empty", code=2, words=("empty",))


def test_a_file_of_another_kind_is_named(shell, tmp_path):
    (tmp_path / "facts.docx").write_text("x")
    shell.refuses("info", "--data", "facts.docx", code=1, words=("facts.docx",))


def test_a_folder_is_no_place_for_a_file(shell, own, tmp_path):
    shell.refuses("query", LABELS, "-o", str(tmp_path), *own, code=2, words=("folder",))


def test_validate_names_file_and_subject(shell, own, tmp_path):
    poor = Path(own[1]).read_text().replace(" ; vg:hasEvidence vgd:ev-0123456789", "")
    (tmp_path / "poor.ttl").write_text(poor)
    done = shell.run("validate", "poor.ttl")
    assert done.returncode == 1, done.stderr
    assert "poor.ttl" in done.stdout
    assert "sup-lens-chip" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_validate_names_the_line_of_a_broken_file(shell, tmp_path):
    (tmp_path / "bad.ttl").write_text("@prefix a: <http://a/> .\n\n\na:b a:c ;; ..\n")
    done = shell.run("validate", "bad.ttl")
    assert done.returncode == 1, done.stderr
    assert "bad.ttl" in done.stdout + done.stderr
    assert "4" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


# --- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2024-13-01", "yesterday"])
def test_a_wrong_date_is_named(shell, day):
    shell.refuses("chokepoints", "--as-of", day, code=2, words=(day, "2024-06-01"))


@pytest.mark.parametrize("option", ["--surge", "--min-confidence"])
def test_what_is_no_number_is_refused(shell, option):
    shell.refuses("chokepoints", option, "nan", code=2, words=(option.rpartition("-")[2],))


def test_an_unknown_name_gets_a_suggestion(shell, own):
    words = ("Lens Makr", "did you mean", "Lens Maker")
    shell.refuses("show", "Lens Makr", *own, code=2, words=words)


@pytest.mark.parametrize(
    "call",
    [
        ["show", "Nobody At All"],
        ["chokepoints", "--explain", "Nobody At All"],
        ["chokepoints", "--target", "Nobody At All"],
        ["map", "--focus", "Nobody At All"],
        ["query", "--name", "nobody-at-all"],
    ],
)
def test_an_unknown_name_is_named_everywhere(shell, call):
    shell.refuses(*call, code=2, words=(call[-1],))


@pytest.mark.parametrize(
    "text", ["SELECT WHERE", "", "DROP ALL", "{", "SELECT * { ?s ?p ?o", "\x00"]
)
def test_a_query_that_is_none_is_refused(run, own, text):
    result = run("query", text, *own)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert not result.stdout


def test_a_day_before_all_facts_is_told(shell):
    done = shell.run("chokepoints", "--as-of", "1900-01-01")
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr


# --- the cache ---------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["/proc/valuegraph", "file/cache"])
def test_a_cache_that_cannot_be_written_is_no_obstacle(shell, own, tmp_path, place):
    (tmp_path / "file").write_text("kept")
    target = str(tmp_path / place)
    done = shell.run("query", LABELS, "-f", "csv", *own, VALUEGRAPH_CACHE_DIR=target)
    assert (done.returncode, done.stdout) == (0, TWO), done.stderr
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write anywhere")
def test_a_read_only_cache_is_no_obstacle(shell, own, tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    done = shell.run("query", LABELS, "-f", "csv", *own, VALUEGRAPH_CACHE_DIR=str(cache))
    assert (done.returncode, done.stdout) == (0, TWO), done.stderr


@pytest.mark.slow
def test_processes_that_build_the_cache_at_once_agree(shell, own, tmp_path):
    def ask(_: int):
        return shell.run(
            "query", LABELS, "-f", "csv", *own, VALUEGRAPH_CACHE_DIR=str(tmp_path / "cache")
        )

    with ThreadPoolExecutor(4) as together:
        done = list(together.map(ask, range(4)))
    done.append(ask(4))
    assert [each.returncode for each in done] == [0] * 5, done[0].stderr
    assert {each.stdout for each in done} == {TWO}


@pytest.mark.parametrize("damage", [b"", b"\x00" * 64])
@pytest.mark.parametrize("command", [["query", LABELS, "-f", "csv"], ["info", "--json"]])
def test_a_damaged_cache_is_built_again(shell, own, tmp_path, damage, command):
    cache = tmp_path / "cache"
    first = shell.run(*command, *own, VALUEGRAPH_CACHE_DIR=str(cache))
    assert first.returncode == 0, first.stderr
    for path in cache.rglob("*"):
        if path.is_file():
            path.write_bytes(damage)
    again = shell.run(*command, *own, VALUEGRAPH_CACHE_DIR=str(cache))
    assert (again.returncode, again.stdout) == (0, first.stdout), again.stderr
