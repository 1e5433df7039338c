"""The table of files in data/README.md says what the files hold."""

from __future__ import annotations

import csv
import re

import pytest

from valuegraph.resources import data_dir
from valuegraph.sources.manifest import read_manifests

ROW = re.compile(
    r"^\| `core/(?P<file>[^`]+)` \| (?P<holds>[^|]+) \| (?P<rel>\d+) \| (?P<ev>\d+) \|$",
    re.MULTILINE,
)
SOURCE = re.compile(
    r"^\| `sources/(?P<id>[^/]+)/` \| [^|]+ \| [^|]+ \| (?P<day>[\d-]+) "
    r"\| (?P<rel>\d+) \| (?P<ev>\d+) \| (?P<left>\d+) \|$",
    re.MULTILINE,
)
FINDINGS = re.compile(r"^\| `(?P<file>derived/[^`]+)` \| [^|]+ \| (?P<count>\d+) \|$", re.MULTILINE)
JUDGEMENTS = {"same", "different", "unsure"}


@pytest.fixture(scope="module")
def told():
    text = (data_dir() / "README.md").read_text(encoding="utf-8")
    return {
        m["file"]: (m["holds"].strip(), int(m["rel"]), int(m["ev"])) for m in ROW.finditer(text)
    }


def test_every_file_has_its_line_with_true_counts(told):
    files = sorted((data_dir() / "core").glob("*.ttl"))
    assert sorted(told) == [path.name for path in files], "add or remove lines of the table"
    for path in files:
        text = path.read_text(encoding="utf-8")
        counts = text.count("\n  vg:validFrom "), text.count("\n  a vg:Evidence ")
        assert told[path.name][1:] == counts, f"write {counts} in the line of {path.name}"
        assert len(told[path.name][0]) > 5, f"say what {path.name} holds"


def test_every_shipped_source_has_its_line_with_true_counts():
    text = (data_dir() / "README.md").read_text(encoding="utf-8")
    told = {m["id"]: m for m in SOURCE.finditer(text)}
    shipped = {i: m for i, m in read_manifests(data_dir()).items() if m.shipped}
    assert sorted(told) == sorted(shipped), "add or remove lines of the table of bulk sources"
    for name, manifest in shipped.items():
        folder = data_dir() / "sources" / name
        files = [path.read_text(encoding="utf-8") for path in folder.glob("*.ttl")]
        with (folder / "left-out.csv").open(newline="", encoding="utf-8") as handle:
            left = sum(int(row["count"]) for row in csv.DictReader(handle))
        counts = (
            manifest.snapshot.isoformat(),
            str(sum(each.count("\n  vg:validFrom ") for each in files)),
            str(sum(each.count("\n  a vg:Evidence ") for each in files)),
            str(left),
        )
        said = tuple(told[name][part] for part in ("day", "rel", "ev", "left"))
        assert said == counts, f"write {counts} in the line of {name}"


def test_every_shipped_source_is_attributed():
    text = (data_dir().parent / "LICENSE-DATA").read_text(encoding="utf-8")
    for name, manifest in read_manifests(data_dir()).items():
        if manifest.shipped:
            site = manifest.url.removeprefix("https://").removeprefix("www.").split("/")
            assert "/".join(site[:2]).rstrip("/") in text, f"attribute {name} in LICENSE-DATA"


def test_every_file_of_conclusions_has_its_line_and_holds_no_fact():
    text = (data_dir() / "README.md").read_text(encoding="utf-8")
    counted = {m["file"]: int(m["count"]) for m in FINDINGS.finditer(text)}
    files = sorted((data_dir() / "derived").glob("*.ttl"))
    assert sorted(counted) == [f"derived/{path.name}" for path in files]
    for path in files:
        written = path.read_text(encoding="utf-8")
        count = written.count("\n  a vg:ChokepointFinding ;")
        assert counted[f"derived/{path.name}"] == count, f"write {count} in the line of {path.name}"
        assert count == written.count("\n  vg:datasetHash ")
        assert "vg:validFrom" not in written


def test_identity_judgements_say_why_by_whom_and_when():
    with (data_dir() / "identity" / "same_as.csv").open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == ["kind", "left", "right", "judgement", "why", "by", "date"]
    seen = {}
    for row in rows:
        assert row["judgement"] in JUDGEMENTS, row
        assert all(row[column].strip() for column in ("left", "right", "why", "by", "date")), row
        pair = frozenset((row["left"], row["right"]))
        assert seen.setdefault(pair, row["judgement"]) == row["judgement"], f"contradiction: {row}"
    assert len(rows) > 50
