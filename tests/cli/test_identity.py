"""The commands on names, over a small graph of their own."""

from __future__ import annotations

import csv
import io
import json

import pytest

from valuegraph.cli import main
from valuegraph.view import identity as view

HEADING = "kind,left,right,judgement,why,by,date"
TURTLE = """
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
vgd:org-google a vg:Organization ; rdfs:label "Google"@en ; skos:altLabel "DeepMind"@en .
vgd:org-bosch a vg:Organization ; rdfs:label "Bosch"@en .
vgd:model-gopher a vg:Model ; rdfs:label "Gopher"@en ; dct:identifier "hf:deepmind/gopher" .
vgd:model-gopher-280b a vg:Model ; rdfs:label "Gopher (280B)"@en .
vgd:model-sonnet a vg:Model ; rdfs:label "Claude 3.7 Sonnet"@en .
vgd:dev-google-gopher a vg:Development ; rdfs:label "Google develops Gopher"@en ;
  vg:developer vgd:org-google ; vg:developedAsset vgd:model-gopher .
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Return options that ask the small graph only, with a table of judgements of its own."""
    (tmp_path / "facts.ttl").write_text(TURTLE)
    table = tmp_path / "same_as.csv"
    table.write_text(
        f"{HEADING}\nmodel,Gopher,Chinchilla,different,two models,curator,2026-01-01\n"
    )
    monkeypatch.setattr(view, "judgements_path", lambda: table)
    return ["--data", str(tmp_path / "facts.ttl"), "--only-data"]


@pytest.fixture
def ask(own, capsys):
    def asked(*words: str) -> tuple[int, list[dict[str, str]], str]:
        code = main(["identity", *words, *own, "--format", "csv"])
        printed = capsys.readouterr()
        return code, list(csv.DictReader(io.StringIO(printed.out))), printed.err

    return asked


def pairs(path, *rows: str, heading: str = "kind,left,right"):
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return str(path)


def test_match_prints_a_verdict_and_a_reason_for_each_pair(ask, tmp_path):
    path = pairs(
        tmp_path / "pairs.csv",
        "model,Command R,Command R+,x",
        "Organization,Google LLC,Google,x",
        "organisation,Bosch,Google,x",
        "model,Gopher,Chinchilla,x",
        "model,Gopher (280B),Gopher,x",
        heading="kind,left,right,remark",
    )
    code, rows, _ = ask("match", path)
    assert code == 0
    assert [row["verdict"] for row in rows] == [
        "different",
        "same",
        "different",
        "different",
        "unsure",
    ]
    assert [row["rung"] for row in rows] == ["name", "name", "known", "judgement", "none"]
    assert all(row["why"] for row in rows)
    assert rows[1]["kind"] == "organisation"


def test_match_counts_the_verdicts(own, tmp_path, capsys):
    path = pairs(tmp_path / "pairs.csv", "model,Gopher,gopher")
    assert main(["identity", "match", path, *own]) == 0
    assert "1 pairs: 1 same, 0 different, 0 unsure." in capsys.readouterr().out
    assert main(["identity", "match", path, *own, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["verdict"] == "same"


@pytest.mark.parametrize(
    ("rows", "heading", "fault", "code"),
    [
        (["town,a,b", "model,,b"], "kind,left,right", "line 2: kind 'town'", 1),
        (["town,a,b", "model,,b"], "kind,left,right", "line 3: a name is missing", 1),
        (["model,a"], "kind,left,right", "line 2: a name is missing", 1),
        (["a,b"], "left,right", "lacks a column", 1),
    ],
)
def test_pairs_that_cannot_be_compared_are_named(ask, tmp_path, rows, heading, fault, code):
    found, _, told = ask("match", pairs(tmp_path / "pairs.csv", *rows, heading=heading))
    assert found == code
    assert fault in told


def test_a_missing_or_foreign_file_of_pairs_is_told(ask, tmp_path):
    assert ask("match", str(tmp_path / "none.csv"))[0] == 2
    (tmp_path / "odd.csv").write_bytes(b"kind,left,right\nmodel,Caf\xe9,b\n")
    code, _, told = ask("match", str(tmp_path / "odd.csv"))
    assert code == 1
    assert "UTF-8" in told


def test_explain_tells_where_a_name_leads(ask):
    code, rows, _ = ask("explain", "Claude Sonnet 3.7")
    assert code == 0
    assert [(row["class"], row["label"], row["rung"]) for row in rows] == [
        ("Model", "Claude 3.7 Sonnet", "name")
    ]
    _, rows, _ = ask("explain", "Google Brain")
    assert rows[0]["label"] == "Google"
    assert "unit of Google" in rows[0]["why"]


def test_explain_of_an_unknown_name_is_an_error(ask):
    code, _, told = ask("explain", "Xyzzy")
    assert code == 2
    assert "nothing known is called 'Xyzzy'" in told


def test_what_is_proposed_can_be_judged_and_applied(ask, tmp_path):
    _, rows, _ = ask("propose")
    assert [(row["left"], row["right"]) for row in rows] == [("Gopher", "Gopher (280B)")]
    assert ask("propose", "--top", "1")[1] == rows
    rows[0] |= {"judgement": "same", "why": "one size", "by": "curator", "date": "2026-02-01"}
    filled = tmp_path / "filled.csv"
    with filled.open("w", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    code, applied, _ = ask("apply", str(filled))
    assert code == 0
    assert [row["state"] for row in applied] == ["added"]
    assert [row["state"] for row in ask("apply", str(filled))[1]] == ["known"]
    assert ask("propose")[1] == []
    _, rows, _ = ask("match", pairs(tmp_path / "pairs.csv", "model,Gopher,Gopher (280B)"))
    assert rows[0]["verdict"] == "same"


def test_apply_refuses_as_a_whole(ask, tmp_path):
    good = "model,Gopher,Gopher (280B),same,one size,curator,2026-02-01"
    bad = "model,Gopher (280B),Chinchilla,same,so,curator,2026-02-01"
    path = pairs(tmp_path / "new.csv", good, bad, heading=HEADING)
    before = view.judgements_path().read_bytes()
    code, _, told = ask("apply", path)
    assert code == 1
    assert "contradict" in told
    assert view.judgements_path().read_bytes() == before
    into = tmp_path / "own.csv"
    strange = "model,Gopher,Strange,same,so,source,2026-02-01"
    path = pairs(tmp_path / "new.csv", strange, heading=HEADING)
    assert ask("apply", path, "--into", str(into))[0] == 1
    assert ask("apply", path, "--into", str(into), "--new-names")[0] == 0
    assert into.exists()
