"""Commands on bulk sources, with an invented one."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from valuegraph.cli.sources import _by_weight
from valuegraph.curate.refreshing import Change
from valuegraph.facts.drafts import Claim, Harvest, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.importing import running, shelf
from valuegraph.vocabulary import VGX

MANIFEST = """id = "tolls"
title = "Tolls"
publisher = "The toll house"
url = "https://example.org/tolls"
licence = "https://creativecommons.org/licenses/by/4.0/"
licence_class = "open"
attribution = "Toll house, 2026"
snapshot = 2026-01-31
retrieved = 2026-02-01

[counts]
rows = 2
"""


def read(package, manifest) -> Harvest:
    rows = package.text("tolls.txt").split()
    claims = tuple(
        Claim(
            "Offering",
            (("hasProvider", Mention("Organization", "Beta")), ("ofAsset", Mention("Model", row)),
             ("hasChannel", Iri(VGX + "managedApi"))),
            When(manifest.snapshot, "asOfDay"), f"tolls.txt, {row}", Decimal("0.7"),
            (("accessLevel", Iri(VGX + "apiAccess")),),
        )
        for row in rows
    )  # fmt: skip
    refusals = (Refusal("a heading", "tolls.txt, line 1"),)
    return Harvest(
        "tolls", manifest.snapshot, package.digest(), claims, (), refusals, {"rows": len(rows)}
    )


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A publisher's file, beside a data folder that knows the source."""
    data = tmp_path / "data"
    (data / "core").mkdir(parents=True)
    (data / "sources" / "tolls").mkdir(parents=True)
    (data / "sources" / "tolls" / "source.toml").write_text(MANIFEST)
    monkeypatch.setattr(shelf, "data_dir", lambda: data)
    monkeypatch.setattr(running, "reader_of", lambda source: read)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "tolls.txt"
    path.write_text("One Two\n")
    return path


def test_an_import_says_what_it_made_and_where(run, copy, tmp_path):
    result = run("import", "tolls", str(copy))
    assert result.exit_code == 0, result.output
    assert "tolls, copy of 2026-01-31" in result.stdout
    assert "relations: Offering" in result.stdout
    assert "a heading" in result.stdout
    assert "settling 2 claims ..." in result.stderr
    assert "--data sources/tolls" in result.stderr
    assert not run("import", "tolls", str(copy), "--quiet").stderr
    assert (tmp_path / "sources" / "tolls" / "offering.ttl").is_file()


def test_a_newer_copy_prints_what_changed(run, copy):
    run("import", "tolls", str(copy))
    copy.write_text("One Three\n")
    result = run("import", "tolls", str(copy), "--snapshot", "2026-03-31", "--json")
    told = json.loads(result.stdout)
    changed = {(each["kind"], each["label"]) for each in told["changes"]}
    assert changed == {
        ("closed", "Beta offers Two (managed API)"), ("opened", "Beta offers Three (managed API)"),
    }  # fmt: skip
    assert {"what": "changes: closed", "count": 1} in told["rows"]
    assert told["left_out"] == [{"why": "a heading", "count": 1, "first": "tolls.txt, line 1"}]
    copy.write_text(" ".join(f"M{n}" for n in range(30)))
    text = run("import", "tolls", str(copy), "--snapshot", "2026-04-30").stdout
    assert "changes: 20 of 32 (--top shows more)" in text
    assert text.index("left out") < text.index("changes: 20") < text.index("copy of 2026-04-30")


def test_once_more_says_that_nothing_changed(run, copy):
    run("import", "tolls", str(copy))
    again = run("import", "tolls", str(copy))
    assert "nothing changed in sources/tolls" in again.stderr
    assert "--data" not in again.stderr


def test_what_began_or_ended_comes_first_and_forecasts_after_figures():
    changes = [
        Change("evidence added", "x/off-a", "A"), Change("closed", "x/mea-a-forecast", "A"),
        Change("opened", "x/mea-a", "A"), Change("opened", "x/off-b", "B"),
    ]  # fmt: skip
    ordered = [(each.kind, each.iri) for each in sorted(changes, key=_by_weight)]
    assert ordered == [
        ("opened", "x/off-b"), ("opened", "x/mea-a"), ("closed", "x/mea-a-forecast"),
        ("evidence added", "x/off-a"),
    ]  # fmt: skip


def test_a_copy_that_cannot_be_taken_fails_with_a_way_out(run, copy, tmp_path):
    copy.write_text("One\n")
    result = run("import", "tolls", str(copy))
    assert result.exit_code == 1
    assert "--accept-fewer" in result.stderr
    assert not (tmp_path / "sources").exists()
    assert run("import", "tolls", str(copy), "--accept-fewer").exit_code == 0
    copy.write_text("One Two\n")
    older = run("import", "tolls", str(copy), "--snapshot", "2025-01-31")
    assert older.exit_code == 2
    assert "--accept-older" in older.stderr
    assert run("import", "tolls", str(copy), "--snapshot", "soon").exit_code == 2
    assert run("import", "rates", str(copy)).exit_code == 2


def test_sources_are_listed(run, copy):
    result = run("sources", "--json")
    (row,) = json.loads(result.stdout)["rows"]
    assert (row["source"], row["snapshot"]) == ("tolls", dt.date(2026, 1, 31).isoformat())
    assert "Toll house, 2026" in run("sources", "tolls").stdout
    assert run("sources", "rates").exit_code == 2
