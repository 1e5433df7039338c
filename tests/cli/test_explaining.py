"""`chokepoints --explain NAME`, `--claims` and their options, on the invented chain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import Graph

PROJECTION = Path(__file__).parent.parent / "projection"
CHAIN = ("--data", str(PROJECTION / "chain.ttl"), "--only-data", "--as-of", "2026-06-01")
EXPLAIN = ("chokepoints", "--explain", "Stepper", "--draws", "20", *CHAIN)


@pytest.fixture
def told(run):
    """Return a function that gives the lines of an answer."""

    def tell(*arguments):
        result = run(*arguments)
        assert result.exit_code == 0, result.stderr
        return [line.strip() for line in result.stdout.splitlines()]

    return tell


def test_it_prints_figures_verdict_proof_alternatives_and_changes_in_this_order(told):
    lines = told(*EXPLAIN)
    heads = [
        "Stepper: what stops without it, and why",
        "Verdict",
        "1. Stepper withdraws, and with it its lithography for 7 nm and below.",
        "Renewal view: who else fills the roles on the proof",
        "How to read this",
        "Coverage",
    ]
    places = [lines.index(head) for head in heads]
    assert places == sorted(places)
    figures = next(line for line in lines if line.startswith("lost at once"))
    assert figures.split()[:5] == ["lost", "at", "once", "70", "%"]
    changes = next(i for i, line in enumerate(lines) if "what would change it" in line)
    assert places[3] < changes < places[4]


def test_each_step_names_its_facts_with_source_locator_and_confidence(told):
    lines = told(*EXPLAIN)
    step = next(i for i, line in enumerate(lines) if line.startswith("2. Foundry's leading-edge"))
    assert lines[step + 1] == (
        "- sup-litho (from 2018-01-01) [Register of invented firms, row; confidence 0.7]"
    )
    assert any("20 draws (seed 0)" in line for line in lines)
    assert any("checked by code that does not use the engine, and holds" in x for x in lines)


def test_json_has_the_facts_as_rows_and_the_rest_beside_them(run):
    found = json.loads(run(*EXPLAIN, "--json").stdout)
    assert list(found["rows"][0]) == [
        "fact", "from", "to", "stance", "confidence", "source", "locator", "url", "fact_iri",
    ]  # fmt: skip
    assert {row["fact_iri"].rpartition("/")[2] for row in found["rows"]} == {"sup-litho"}
    assert found["figures"][0]["share_lost"] == pytest.approx(0.7)
    assert [step["step"] for step in found["proof"]] == list(range(1, 9))
    assert found["proof"][1]["facts"][0].endswith("sup-litho")
    assert found["checks"] == [
        {
            "view": "renewal",
            "horizon": "share_lost",
            "figure": pytest.approx(0.7),
            "proven": pytest.approx(0.7),
            "targets_lost": 2,
            "targets_surviving": 0,
            "proofs": 2,
            "verified": 2,
        }
    ]
    assert found["alternatives"][0]["left"] == ["Bare chip"]
    assert {flip["assumption"] for flip in found["flips"]} >= {"stock", "completeness", "fact"}
    assert found["draws"] == {"draws": 20, "seed": 0, "level": 0.9}


def test_csv_is_the_facts(run):
    lines = run(*EXPLAIN, "-f", "csv").stdout.splitlines()
    assert lines[0].startswith("fact,from,to,stance")
    assert len(lines) == 2


def test_facts_are_listed_in_full_when_asked_for(told):
    assert "1 fact behind its lines: --facts lists them with all sources." in told(*EXPLAIN)
    lines = told(*EXPLAIN, "--facts")
    start = lines.index("Stepper: 1 fact behind its lines, widest effect first")
    assert lines[start + 1] == "sup-litho (from 2018-01-01)"
    assert "https://example.org/register" in lines[start + 2]
    assert lines[start + 3] == "fact: vgd:sup-litho"


def test_all_leaves_nothing_out(told):
    short, whole = told(*EXPLAIN), told(*EXPLAIN, "--all")
    assert any("--all shows all" in line for line in short)
    assert not any("--all shows all" in line for line in whole)
    assert len(whole) > len(short)


def test_top_says_for_how_many_targets_to_prove_it(run):
    one = json.loads(run(*EXPLAIN, "--json").stdout)["proof"]
    two = json.loads(run(*EXPLAIN, "--top", "2", "--json").stdout)["proof"]
    assert len({step["target"] for step in one}) == 1
    assert len({step["target"] for step in two}) == 2


def test_one_view_when_asked_for(told):
    lines = told(*EXPLAIN, "--view", "renewal")
    assert not any("ontinuity view it reaches" in line for line in lines)


def test_an_unknown_line_says_what_to_do(run):
    result = run("chokepoints", "--explain", "Law Firm", *CHAIN)
    assert result.exit_code == 2
    assert "no line of this ranking" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--facts",), "--facts needs --explain"),
        (("--all",), "--all needs --explain"),
        (("--explain", "ASML", "--compare", "2024-06-01", "--all"), "--all"),
        (("--claims", "--explain", "ASML"), "--claims"),
        (("--claims", "--target", "X"), "--claims"),
        (("-f", "turtle"), "--format"),
        (("--claims", "-f", "turtle", "--json"), "--format"),
        (("--draws", "0"), "draws"),
        (("--seed", "-1"), "seed"),
    ],
)
def test_options_without_anything_to_act_on_are_refused_before_anything_is_read(
    run, graph, arguments, word
):
    result = run("chokepoints", *arguments)
    assert result.exit_code == 2
    assert word in result.stderr
    assert graph.calls == []


CLAIMS = ("--data", str(PROJECTION.parent / "view" / "claims.ttl"))


def test_claims_are_told_by_status_with_reason_and_source(told):
    lines = told("chokepoints", "--claims", *CHAIN, *CLAIMS)
    heads = [
        next(i for i, line in enumerate(lines) if line.startswith(f"{status} ("))
        for status in ("Agreed", "Claimed only", "Not comparable", "Found only")
    ]
    assert heads == sorted(heads)
    assert "Coverage" in lines
    first = lines[heads[0] + 1 : heads[1]]
    assert any(line.startswith("claimed in ") for line in first)
    assert any(line.startswith("agreed: ") for line in first)


def test_claims_as_rows_and_as_turtle(run):
    asked = ("chokepoints", "--claims", *CHAIN, *CLAIMS)
    rows = json.loads(run(*asked, "--json").stdout)["rows"]
    assert {row["status"] for row in rows} <= {
        "agreed", "claimed only", "found only", "not comparable",
    }  # fmt: skip
    assert list(rows[0])[:3] == ["status", "claim", "kind"]
    turtle = run(*asked, "-f", "turtle").stdout
    assert len(Graph().parse(data=turtle, format="turtle")) > 0


# --- on the shipped data -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped():
    import valuegraph as vg

    return vg.load()


@pytest.mark.slow
def test_the_shipped_nvidia_is_explained_with_checked_proofs(shipped):
    said = shipped.chokepoints().explain("NVIDIA", draws=20)
    assert said.verify()
    for check in said.checks:
        assert check.verified == check.proofs > 0
        assert check.proven == pytest.approx(check.figure)
    assert {proof.view for proof in said.proofs} >= {"renewal"}
    steps = [step for proof in said.proofs for step in proof.steps]
    assert steps[0].sentence.startswith("NVIDIA withdraws")
    assert any("cannot be made: for accelerator design" in step.sentence for step in steps)
    assert all(step.facts or step.derived or step.role is None for step in steps)
    text = str(said)
    assert "://" not in text.replace("https://", "").replace("http://", "")
    assert "#" not in text


@pytest.mark.slow
def test_the_shipped_asml_rests_on_one_fact_and_says_so(shipped):
    said = shipped.chokepoints().explain("ASML", draws=20)
    assert "this line rests on a single fact" in str(said)
    sole = [change for change in said.changes[0].of("fact") if change.flips]
    assert said.facts[0].iri in {change.fact for change in sole}
