"""The reader of the Foundation Model Transparency Index, on made-up tables of its shape."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Mention, When
from valuegraph.resources import data_dir
from valuegraph.sources.fmti import read
from valuegraph.sources.fmti.editions import EDITIONS
from valuegraph.sources.manifest import Manifest, read_manifest
from valuegraph.sources.package import Package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from valuegraph.facts.drafts import Harvest

SHIPPED = read_manifest(data_dir() / "sources" / "fmti" / "source.toml")
ODD = {
    "firms_may2024": {"Nib": "Nib Works", "Big": "BigNib; Nib Face; ServiceQuay"},
    "firms_dec2025": {"Nib": "Nib Works", "New Quay": "New Quay"},
    "report_names": {"Big": "BigNib:Nib Face:ServiceQuay"},
    "report_headings": {"May2024 Nib": "Downstream applications"},
    "indicators": {"Data lisence": "Data licence"},
}
MANIFEST: Manifest = dataclasses.replace(SHIPPED, lookups={**SHIPPED.lookups, **ODD})
MAY, DECEMBER = EDITIONS
LISTS = {
    MAY: ["Data size", "Data licence", "Wages"],
    DECEMBER: ["Data size", "Crawling"],
}
SCORES = {
    MAY: [["Data size", "1", "0"], ["Data lisence", "0", "1"], ["Wages ", "1", "1"], ["Total", "67", "67"]],
    DECEMBER: [["Data size", "0", "1"], ["Crawling", "1", "0"]],
}  # fmt: skip
REPORTS = {
    "May2024/reports/Nib_fmtransparencyreport_May2024.csv": ("Downstream applications", "101"),
    "May2024/reports/BigNib:Nib Face:ServiceQuay_fmtransparencyreport-May2024.csv": ("Indicator", "011"),
    "Dec2025/reports/Nib_fmtransparencyreport_Dec2025.csv": ("Indicator", "01"),
    "Dec2025/reports/New_Quay_fmtransparencyreport_Dec2025.csv": ("Indicator", "10"),
}  # fmt: skip
MAY_SCORES = "May2024/May2024_scores.csv"


def write(path: Path, rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def copy(folder: Path) -> Path:
    """Write a whole made-up copy."""
    for edition, names in LISTS.items():
        place = folder if edition is MAY else folder / "Dec2025"
        rows = [["Upstream", "Data ", name, "a question", "x"] for name in names]
        extra = len(edition.list_columns) - 5
        write(
            place / edition.list_file,
            [list(edition.list_columns), *([*row, *[""] * extra] for row in rows)],
        )
        firms = list(MANIFEST.lookup(f"firms_{edition.document}"))
        table = [["Indicator", *firms], *SCORES[edition]]
        write(folder / edition.key / f"{edition.key}_scores.csv", table)
        for name, (heading, scores) in REPORTS.items():
            if name.startswith(edition.key):
                columns = edition.report_columns
                body = [
                    [indicator, *(score if c == "Score" else "prose" for c in columns)]
                    for indicator, score in zip(names, scores, strict=True)
                ]
                write(folder / name, [[heading, *columns], *body])
    return folder


def harvest(folder: Path) -> Harvest:
    return read(Package(copy(folder)), MANIFEST)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def told(found: Harvest) -> dict[tuple[str, str], bool]:
    """Discloser and indicator -> whether it was met."""
    return {
        (dict(c.ends)["discloser"].name, dict(c.ends)["ofIndicator"].name): dict(c.values)["disclosed"]
        for c in found.claims
    }  # fmt: skip


def test_one_disclosure_for_each_firm_indicator_and_edition(tmp_path: Path) -> None:
    found = harvest(tmp_path)
    assert {claim.cls for claim in found.claims} == {"Disclosure"}
    assert len(found.claims) == 3 * 2 + 2 * 2
    assert told(found)["Nib Works", "Data licence (FMTI, May 2024)"] is False
    assert told(found)["Nib Works", "Wages (FMTI, May 2024)"] is True
    first = found.claims[0]
    assert first.ends[0] == ("discloser", Mention("Organization", "Nib Works"))
    assert dict(first.ends)["ofIndicator"].properties == (
        ("indexEdition", "May 2024"), ("indicatorDomain", "Upstream"), ("indicatorSubdomain", "Data")
    )  # fmt: skip
    assert (first.locator, first.confidence) == ("May2024_scores.csv, column 'Nib'", Decimal("0.7"))
    assert (first.when, first.document) == (When(dt.date(2024, 5, 1), "asOfMonth"), "may2024")
    assert set(MANIFEST.documents) >= {claim.document for claim in found.claims}


def test_editions_stay_apart_even_under_one_name(tmp_path: Path) -> None:
    found = harvest(tmp_path)
    answers = {name: met for (firm, name), met in told(found).items() if firm == "Nib Works"}
    assert answers["Data size (FMTI, May 2024)"] is True
    assert answers["Data size (FMTI, December 2025)"] is False
    assert found.counts["indicator names in both editions"] == 1
    assert {(c.when.start, c.document) for c in found.claims} == {
        (dt.date(2024, 5, 1), "may2024"), (dt.date(2025, 12, 1), "dec2025")
    }  # fmt: skip


def test_totals_are_never_taken_over(tmp_path: Path) -> None:
    found = harvest(tmp_path)
    assert [(r.why, r.where) for r in found.refusals] == [
        ("a total of scores", "May2024_scores.csv, row 'Total'")
    ]
    assert not any("Total" in name for _, name in told(found))


def test_three_bodies_under_one_score_are_a_group(tmp_path: Path) -> None:
    groups = {m for c in harvest(tmp_path).claims for _, m in c.ends if m.cls == "EntityGroup"}
    (group,) = groups
    assert group.name == "BigNib, Nib Face and ServiceQuay"
    assert [member.name for _, member in group.properties] == ["BigNib", "Nib Face", "ServiceQuay"]
    assert {name for name, _ in group.properties} == {"hasMember"}


def test_claims_of_a_firm_and_edition_share_their_evidence(tmp_path: Path) -> None:
    found = harvest(tmp_path)
    assert len({(c.document, c.locator, c.kind, c.note) for c in found.claims}) == 4


def test_counts(tmp_path: Path) -> None:
    expected = {
        "scores": 10, "scores May 2024": 6, "scores December 2025": 4,
        "met May 2024": 4, "met December 2025": 2,
        "firms May 2024": 2, "firms December 2025": 2,
        "reports May 2024": 2, "reports December 2025": 2,
        "indicators May 2024": 3, "indicators December 2025": 2,
        "indicator names in both editions": 1,
    }  # fmt: skip
    assert harvest(tmp_path).counts == expected
    assert set(expected) == set(MANIFEST.counts)


def _report(name: str) -> Callable[[Path], None]:
    return lambda folder: change(folder / name, ",1", ",0")


@pytest.mark.parametrize(
    ("spoil", "says", "where"),
    [
        (lambda f: change(f / MAY_SCORES, "Data size,1", "Data size,2"), "'2' is not among the values", "May2024_scores.csv, row 'Data size', column Nib"),
        (lambda f: change(f / MAY_SCORES, "Data lisence", "Data secrets"), "'Data secrets' is not in the list", "May2024_scores.csv, row 'Data secrets'"),
        (lambda f: change(f / MAY_SCORES, "Wages ", "Data size"), "'Data size' stands twice", "May2024_scores.csv, row 'Data size'"),
        (lambda f: change(f / MAY_SCORES, "Wages ,1,1\n", ""), "no scores for 1 indicators: Wages", MAY_SCORES),
        (lambda f: change(f / MAY_SCORES, "Wages ,1,1", "Wages ,1"), "a row has 2 cells, the heading 3", MAY_SCORES),
        (lambda f: change(f / MAY_SCORES, "Indicator,Nib", "Indicator,Nyb"), "missing: Nib; not known: Nyb", "line 1"),
        (lambda f: change(f / "fmti-indicators.csv", "Domain", "Realm"), "missing: Domain; not known: Realm", "line 1"),
        (lambda f: change(f / "fmti-indicators.csv", "Wages", "Data size"), "'Data size' stands twice", "fmti-indicators.csv, row 'Data size'"),
        (_report("May2024/reports/Nib_fmtransparencyreport_May2024.csv"), "0 is not what the table of scores has for Nib", "Nib_fmtransparencyreport_May2024.csv, row 'Data size'"),
        (lambda f: change(f / "Dec2025/reports/Nib_fmtransparencyreport_Dec2025.csv", "Crawling", "Craw"), "is not what the table of scores has", "row 'Craw'"),
        (lambda f: (f / "Dec2025/reports/Nib_fmtransparencyreport_Dec2025.csv").unlink(), r"reports missing: \['Nib'\]; not known: \[\]", "Dec2025/reports"),
        (lambda f: (f / "Dec2025/Dec2025_scores.csv").unlink(), "no files end in Dec2025_scores.csv", ""),
        (lambda f: (f / MAY_SCORES).write_bytes("Indicator,Ren\u00e9".encode("cp1252")), "not UTF-8", MAY_SCORES),
    ],
)  # fmt: skip
def test_what_is_not_known_stops_the_import(
    tmp_path: Path, spoil: Callable[[Path], object], says: str, where: str
) -> None:
    copy(tmp_path)
    spoil(tmp_path)
    with pytest.raises(DataError, match=says) as caught:
        read(Package(tmp_path), MANIFEST)
    assert where in str(caught.value.where)
    assert caught.value.why


def test_a_report_that_is_cut_off_stops_the_import(tmp_path: Path) -> None:
    path = copy(tmp_path) / "Dec2025/reports/New_Quay_fmtransparencyreport_Dec2025.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(DataError, match="the report has 1 indicators, the table more"):
        read(Package(tmp_path), MANIFEST)
    path.write_text("\n".join(lines[:-1]) + '\nCrawling,"pro', encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read to its end"):
        read(Package(tmp_path), MANIFEST)
