"""Each command asks the library one question and prints the answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class Violation:
    file: str
    subject: str
    message: str


def asked(graph, name):
    return [(args, options) for called, args, options in graph.calls if called == name]


# --- info, validate, show ----------------------------------------------------------------------


def test_info_has_a_table_for_each_section(run, graph):
    result = run("info")
    assert result.exit_code == 0
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines[0] == "size"
    assert "sources" in lines
    assert "Coverage" in lines
    assert lines[-1] == "18 of 22 sectors have an uptake"


def test_info_as_json_is_flat(run, graph):
    found = json.loads(run("info", "--json").stdout)
    assert found["rows"][0] == {"section": "size", "item": "relations", "value": 1900}
    assert found["coverage"] == ["18 of 22 sectors have an uptake"]


def test_valid_data_passes(run, graph):
    result = run("validate", "my.ttl")
    assert result.exit_code == 0
    assert asked(graph, "validate") == [(([Path("my.ttl")],), {})]
    assert result.stdout == ""
    assert result.stderr == "no violation\n"


def test_violations_are_all_named_and_exit_1(run, graph):
    graph.violations = [
        Violation("a.ttl", "vgd:sup-1", "has no evidence"),
        Violation("b.ttl", "vgd:sup-2", "has two dates"),
    ]
    result = run("validate")
    assert result.exit_code == 1
    for text in ("a.ttl", "vgd:sup-1", "has no evidence", "b.ttl", "vgd:sup-2", "has two dates"):
        assert text in result.stdout
    assert result.stderr.startswith("2 violations")


def test_no_violation_is_an_empty_list_in_json(run, graph):
    result = run("validate", "--json", "--quiet")
    assert json.loads(result.stdout)["rows"] == []
    assert result.stderr == ""


def test_show_divides_facts_out_and_in(run, graph):
    result = run("show", "ASML")
    assert result.exit_code == 0
    assert "ASML (organisation): 4 facts out" in result.stdout
    assert "0 facts in" in result.stdout
    for text in ("ASML supplies TSMC", "Annual report", "para 3", "0.9"):
        assert text in result.stdout
    assert len(json.loads(run("show", "ASML", "--json").stdout)["rows"]) == 4


# --- query -------------------------------------------------------------------------------------


def test_a_query_is_text_or_file_or_stdin(run, graph, tmp_path):
    (tmp_path / "q.rq").write_text("SELECT 2 {}")
    assert run("query", "SELECT 1 {}").exit_code == 0
    assert run("query", "--file", str(tmp_path / "q.rq")).exit_code == 0
    assert run("query", "-", input="SELECT 3 {}").exit_code == 0
    assert [args for args, _ in asked(graph, "query")] == [
        ("SELECT 1 {}",),
        ("SELECT 2 {}",),
        ("SELECT 3 {}",),
    ]


def test_rows_keep_iri_and_label(run, graph):
    rows = json.loads(run("query", "SELECT * {}", "--json").stdout)["rows"]
    assert rows[1] == {
        "firm": "https://w3id.org/valuegraph/data/org-tsmc",
        "firm_label": "TSMC",
        "share": None,
    }


def test_a_shipped_question(run, graph):
    assert run("query", "--name", "who-supplies", "-f", "csv").stdout.startswith("firm,firm_label")
    assert asked(graph, "query") == [(("SELECT ?s {}",), {})]


def test_the_shipped_questions_are_listed(run, graph):
    assert (
        run("query", "--list", "-f", "csv").stdout == "name,asks\nwho-supplies,Who supplies whom?\n"
    )


@pytest.mark.parametrize("form", ["table", "xml"])
def test_an_unknown_question_gets_a_suggestion(run, graph, form):
    result = run("query", "--name", "who-supply", "-f", form)
    assert result.exit_code == 2
    assert "did you mean who-supplies?" in result.stderr


@pytest.mark.parametrize(
    ("form", "asked_for"), [("xml", "xml"), ("srj", "json"), ("ttl", "ttl"), ("nt", "nt")]
)
def test_sparql_s_own_forms_pass_through(run, graph, form, asked_for):
    result = run("query", "--name", "who-supplies", "-f", form)
    assert result.stdout == "<sparql/>\n"
    assert asked(graph, "query_raw") == [(("SELECT ?s {}", asked_for), {})]


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "describe vgd:org-asml",
        "# a comment\nPREFIX a: <http://a/#>\nBASE <http://b/>\n construct where { ?s ?p ?o }",
    ],
)
def test_a_graph_is_turtle_by_default_and_never_rows(run, graph, text):
    assert run("query", text).exit_code == 0
    assert asked(graph, "query_raw") == [((text, "ttl"), {})]
    refused = run("query", text, "-f", "csv")
    assert refused.exit_code == 2
    assert "-f ttl" in refused.stderr


def test_the_word_construct_inside_a_select_is_no_graph(run, graph):
    run("query", "SELECT ?construct { ?construct ?p ?o } # CONSTRUCT")
    assert len(asked(graph, "query")) == 1


@pytest.mark.parametrize(
    "arguments", [[], ["SELECT", "--list"], ["--name", "x", "--file", "y"], ["x", "--name", "y"]]
)
def test_exactly_one_query(run, graph, arguments):
    result = run("query", *arguments)
    assert result.exit_code == 2
    assert "--list" in result.stderr
    assert graph.calls == []


def test_a_query_file_must_be_text(run, graph, tmp_path):
    (tmp_path / "q.rq").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "q.rq", tmp_path, tmp_path / "missing"):
        result = run("query", "--file", str(path))
        assert result.exit_code == 2
        assert str(path) in result.stderr


def test_a_query_to_parquet(run, graph, tmp_path):
    target = tmp_path / "rows.parquet"
    assert run("query", "SELECT 1 {}", "-f", "parquet", "-o", str(target)).exit_code == 0
    assert target.read_bytes()[:4] == b"PAR1"


# --- chokepoints, centrality -------------------------------------------------------------------


def test_chokepoints_asks_with_its_defaults(run, graph):
    assert run("chokepoints").exit_code == 0
    assert asked(graph, "chokepoints") == [
        ((), {"targets": "implementors", "by": "group", "view": "both", "surge": 0.3, "top": 10})
    ]


def test_chokepoints_passes_its_options_on(run, graph):
    run("chokepoints", "--target", "F", "--target", "G", "--by", "firm", "--view", "continuity",
        "--surge", "inf", "--top", "3")  # fmt: skip
    assert asked(graph, "chokepoints")[0][1] == {
        "targets": ["F", "G"],
        "by": "firm",
        "view": "continuity",
        "surge": float("inf"),
        "top": 3,
    }


def test_chokepoints_prints_both_views_with_the_facts_of_each_line(run, graph):
    text = run("chokepoints").stdout
    lines = [line.strip() for line in text.splitlines()]
    first = next(line for line in lines if line.startswith("1"))
    assert first.split() == [
        "1", "ASML", "100.0", "%", "100.0", "%", "100.0", "%", "100.0", "%", "40",
    ]  # fmt: skip
    below = lines[lines.index(first) + 1 :]
    assert below[:2] == ["verdict: structural", "facts: 4"]
    below = below[1:]
    assert [line.split(" (")[0] for line in below[1:4]] == [
        "- ASML supplies Samsung",
        "- ASML supplies TSMC",
        "- ASML supplies Intel",
    ]
    assert below[2] == (
        "- ASML supplies TSMC (from 2023-01-01) [Annual report, para 3; confidence 0.9]"
    )
    assert text.index("Renewal view") < text.index("Continuity view") < text.index("Coverage")
    assert "unknown shares are equal" in text
    assert "39 of 120 offered models" in text
    assert "unknown" in next(line for line in lines if "Amazon" in line)


def test_a_line_on_one_fact_says_so(run, graph):
    lines = [line.strip() for line in run("chokepoints").stdout.splitlines()]
    assert lines.count("facts: 1 (this line rests on a single fact)") == 1
    assert lines.count("facts: 4") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("info",),
        ("info", "--json"),
        ("query", "SELECT 1 {}"),
        ("query", "CONSTRUCT WHERE { ?s ?p ?o }"),
        ("query", "SELECT 1 {}", "-f", "parquet", "-o", "rows.parquet"),
        ("validate",),
        ("export", "-f", "ttl"),
        ("map", "-o", "map.html"),
    ],
)
def test_notes_of_the_store_are_told_once_unless_quiet(
    run, graph, arguments, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    graph.store.notes = ("no cache, so the files are read anew each time",)
    assert run(*arguments).stderr.count("note: no cache") == 1
    assert "note" not in run(*arguments, "--quiet").stderr


def test_chokepoints_as_json_has_plain_shares(run, graph):
    rows = json.loads(run("chokepoints", "--json").stdout)["rows"]
    assert rows[1]["share_lost"] == 0.874
    assert rows[2]["unavoidable"] is None
    assert rows[0]["strongest_facts"].split("; ")[1] == "ASML supplies TSMC"


@pytest.mark.parametrize(
    ("arguments", "sampled"),
    [
        ((), False),
        (("--interval",), True),
        (("--view", "renewal"), True),
        (("--by", "jurisdiction"), True),
        (("--by", "firm"), False),
    ],
)
def test_intervals_are_there_when_asked_for_or_quick(run, graph, arguments, sampled):
    text = run("chokepoints", *arguments, "--draws", "7", "--seed", "5").stdout
    asked_for = [({"draws": 7, "seed": 5})] if sampled else []
    assert [options for _, options in asked(graph, "with_intervals")] == asked_for
    assert ("in 90 % of draws: lost 0.0 to 1.0 %" in text) is sampled


@pytest.mark.parametrize("surge", ["-1", "x"])
def test_a_surge_is_a_number_from_0(run, graph, surge):
    result = run("chokepoints", "--surge", surge)
    assert result.exit_code == 2
    assert graph.calls == []


def test_centrality_says_that_it_is_no_chokepoint_test(run, graph):
    result = run("centrality", "--top", "5")
    assert asked(graph, "centrality") == [((5,), {})]
    assert "39 of 120 offered models" in result.stdout
    assert "https://" not in result.stdout
    assert "no chokepoint test" in result.stdout
    assert "0.1235" in result.stdout
