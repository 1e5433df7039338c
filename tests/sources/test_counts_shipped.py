"""What each shipped source counted in its copy, held against what it ships and leaves out.

The copies do not ship, so only this test sees a manifest whose counts were edited, or facts that
were lost after they were counted.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache

import pytest

from valuegraph.resources import data_dir
from valuegraph.sources.manifest import read_manifest

SOURCES = data_dir() / "sources"
CLUSTER_CELLS = re.compile(r"users are (?:named|told)")
"""What is left out of a cluster's row while the row itself is carried."""


@cache
def blocks(source: str, name: str) -> tuple[str, ...]:
    return tuple((SOURCES / source / name).read_text(encoding="utf-8").split("\n\n"))


def nodes(source: str, name: str, cls: str) -> list[str]:
    return [each for each in blocks(source, name) if f"\n  a vg:{cls} ;" in each]


def counts(source: str) -> dict[str, int]:
    return dict(read_manifest(SOURCES / source / "source.toml").counts)


def left(source: str) -> list[tuple[str, str, int]]:
    with (SOURCES / source / "left-out.csv").open(newline="", encoding="utf-8") as handle:
        return [(row["why"], row["first"], int(row["count"])) for row in csv.DictReader(handle)]


def locators(source: str) -> set[str]:
    return {
        found
        for path in (SOURCES / source).glob("*.ttl")
        for found in re.findall(r'vg:locator "([^"]*)"', path.read_text(encoding="utf-8"))
    }


def test_epoch_clusters_are_carried_or_left_out_and_none_is_lost():
    told = counts("epoch")
    gone = sum(
        count
        for why, first, count in left("epoch")
        if first.startswith("gpu_clusters.csv") and not CLUSTER_CELLS.search(why)
    )
    assert told["clusters carried"] + gone == told["clusters"]
    assert gone >= told["clusters without a name of their own"]


def test_epoch_data_sets_that_name_none_are_all_left_out():
    gone = sum(
        count for why, _, count in left("epoch") if why.endswith("no data set that has a name")
    )
    assert gone == counts("epoch")["training dataset links that name none"]


def test_epoch_sites_and_their_parts_are_all_there():
    told = counts("epoch")
    assert len(nodes("epoch", "things.ttl", "DataCentre")) == told["data centres"]
    parts = nodes("epoch", "site-participation.ttl", "SiteParticipation")
    assert len(parts) == told["data centre part links"]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("ml_hardware.csv", "hardware rows"),
        ("gpu_clusters.csv", "clusters carried"),
        ("data_centers.csv", "data centres"),
        ("ai_companies_staff_reports.csv", "company staff reports"),
        ("ai_companies_usage_reports.csv", "company usage reports"),
        ("ai_companies_revenue_reports.csv", "company revenue reports"),
        ("ai_companies_funding_rounds.csv", "company funding rounds"),
        ("ai_companies_compute_spend.csv", "company compute spend"),
        ("data_center_timelines.csv", "data centre timeline rows"),
        ("notable_ai_models.csv", "rows of notable_ai_models"),
        ("large_scale_ai_models.csv", "rows of large_scale_ai_models"),
        ("frontier_ai_models.csv", "rows of frontier_ai_models"),
    ],
)
def test_no_more_rows_of_epoch_are_cited_than_were_read(table, rows):
    cited = {each for each in locators("epoch") if each.startswith(f"{table}, row")}
    assert 0 < len(cited) <= counts("epoch")[rows]


def test_every_index_file_is_a_record_or_the_blank_form():
    told, gone = counts("osai"), left("osai")
    blank = sum(count for why, _, count in gone if why.startswith("the blank form"))
    assert told["files"] == told["records"] + blank
    assert told["judgements"] == 14 * told["records"]
    assert told["judgements"] == sum(
        told[f"judgements {each}"] for each in ("open", "partial", "closed")
    )
    cited = {each.partition(",")[0] for each in locators("osai")}
    assert told["records"] - 5 <= len(cited) <= told["records"]


@pytest.mark.parametrize(
    ("status", "judged"),
    [("available", "open"), ("partial", "partial"), ("notAvailable", "closed")],
)
def test_no_part_is_judged_of_osai_that_its_file_did_not_judge(status, judged):
    made = nodes("osai", "component-status.ttl", "ComponentStatus")
    found = sum(f"vg:status vgx:{status} ;" in each for each in made)
    assert 0 < found <= counts("osai")[f"judgements {judged}"]


def test_mot_records_and_cells_are_cited_or_left_out():
    told, gone = counts("mot"), left("mot")
    by_why = Counter({why: count for why, _, count in gone})
    assert by_why["the licence is undisclosed"] == told["cells that say 'Undisclosed'"]
    origins = sum(count for why, count in by_why.items() if why.startswith("origin is a hint"))
    assert origins == told["origins filled"]
    unlicensed = sum(count for why, count in by_why.items() if why.startswith("'unlicensed'"))
    assert 0.9 * told["cells that say 'unlicensed'"] < unlicensed
    assert unlicensed <= told["cells that say 'unlicensed'"]
    cited = {each.partition(",")[0] for each in locators("mot")}
    assert 0.9 * told["records"] < len(cited) <= told["records"]


@pytest.mark.parametrize("edition", ["May 2024", "December 2025"])
def test_every_score_of_the_transparency_index_is_shipped(edition):
    told = counts("fmti")
    scores = [
        each
        for each in nodes("fmti", "disclosure.ttl", "Disclosure")
        if f"(FMTI, {edition})" in each
    ]
    assert len(scores) == told[f"scores {edition}"]
    assert sum("vg:disclosed true ;" in each for each in scores) == told[f"met {edition}"]
    assert (
        len({re.findall(r"vg:discloser (\S+) ;", each)[0] for each in scores})
        == (told[f"firms {edition}"])
    )
    indicators = [
        each
        for each in nodes("fmti", "things.ttl", "TransparencyIndicator")
        if f'vg:indexEdition "{edition}"' in each
    ]
    assert len(indicators) == told[f"indicators {edition}"]


def test_every_federal_use_case_is_carried_or_left_out():
    told = counts("federal")
    carried = nodes("federal", "operation.ttl", "Operation")
    gone = [
        (why, count)
        for why, first, count in left("federal")
        if first.startswith("2025_individually_reported")
        and not why.startswith(("vendor cell", "the title has the name"))
    ]
    assert len(carried) + sum(count for _, count in gone) == told["use cases"]
    stages = Counter(re.findall(r"vg:operationStage vgx:(\w+)", "".join(carried)))
    assert stages["beforeService"] == told["use cases pre-deployment"]
    assert stages["onTrial"] <= told["use cases pilot"]
    unstaged = sum(count for why, count in gone if why.startswith("no stage is stated"))
    assert unstaged == told["use cases"] - told["use cases with stage"]
    assert (
        sum(
            told[f"use cases {each}"] for each in ("deployed", "pilot", "pre-deployment", "retired")
        )
        == (told["use cases with stage"])
    )


def test_every_licence_of_scancode_is_classified_or_retired():
    told = counts("licensedb")
    made = nodes("licensedb", "licence-classification.ttl", "LicenceClassification")
    retired = sum(count for _, _, count in left("licensedb"))
    assert retired == told["deprecated"]
    assert len(made) + retired == told["licences"]
    categories = {name: n for name, n in told.items() if name.startswith("category ")}
    assert sum(categories.values()) == told["licences"]
    shipped = Counter(re.findall(r"vgx:category(\w+) ;", "".join(made)))
    for name, n in categories.items():
        word = "".join(part for part in re.split(r"\W", name.removeprefix("category ")) if part)
        same = [each for each in shipped if each.casefold() == word.casefold()]
        assert all(shipped[each] <= n for each in same), name


def test_every_licence_of_dalicc_is_read_but_the_sample():
    told = counts("dalicc")
    made = nodes("dalicc", "licence-reading.ttl", "LicenceReading")
    samples = sum(count for why, _, count in left("dalicc") if why.startswith("an example"))
    assert len(locators("dalicc")) + samples == told["licences"] == told["permission blocks"]
    kinds = Counter(re.findall(r"vg:ruleKind vgx:(\w+)", "".join(made)))
    assert kinds["rulePermission"] + samples == told["permission blocks"]
    assert kinds["ruleProhibition"] == told["prohibition blocks"]
    assert kinds["ruleDuty"] <= told["duty blocks"]
    assert (
        len({re.findall(r"vg:ofLicence (\S+)", each)[0] for each in made}) + samples
        == (told["licences"])
    )
