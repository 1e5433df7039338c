"""The AI Incident Database, on made-up tables of its shape."""

from __future__ import annotations

import pytest

from tests.sources.importers_made_up import (
    CSET,
    INCIDENTS,
    incidents,
    manifest,
    package,
    told,
    whys,
)
from valuegraph.errors import DataError
from valuegraph.facts.drafts import Harvest
from valuegraph.sources.incidents import read


def harvest(folder, listed=None, classified=None) -> Harvest:
    return read(package(incidents(folder, listed, classified)), manifest("incidents"))


def changed(rows, at, column, value):
    rows = [list(row) for row in rows]
    rows[at][column] = value
    return rows


def wrong(folder, match, listed=None, classified=None) -> DataError:
    with pytest.raises(DataError, match=match) as caught:
        harvest(folder, listed, classified)
    return caught.value


def test_an_allegation_keeps_the_word(tmp_path):
    first = told(harvest(tmp_path), "IncidentRole")[0]
    assert first == {
        "ofIncident": "Cart meets crowd",
        "incidentRole": "allegedDeveloper",
        "allegedParty": "OpenAI",
        "when": "2024-05-01 day",
        "sure": "0.7",
    }
    assert {row["incidentRole"] for row in told(harvest(tmp_path), "IncidentRole")} == {
        "allegedDeveloper", "allegedDeployer", "allegedlyHarmed",
    }  # fmt: skip


def test_unknown_parties_are_no_node_and_no_relation(tmp_path):
    found = harvest(tmp_path)
    assert found.counts["links to nobody: allegedDeveloper"] == 1
    assert found.counts["links to 'unknown': allegedDeployer"] == 1
    assert "a word for somebody unknown is no party" in whys(found)
    words = {row.get("allegedPartyText", "") for row in told(found, "IncidentRole")}
    assert not [word for word in words if "unknown" in word]


def test_parties_that_no_lookup_knows_stay_in_the_words_of_the_source(tmp_path):
    rows = told(harvest(tmp_path), "IncidentRole")
    assert [row["allegedPartyText"] for row in rows if "allegedPartyText" in row] == [
        "nib works", "pedestrians", "nib works", "nib readers",
    ]  # fmt: skip
    assert not [row for row in rows if {"allegedParty", "allegedPartyText"} <= set(row)]


def test_a_deployer_that_is_not_the_developer_is_counted(tmp_path):
    assert harvest(tmp_path).counts["incidents whose deployers are not their developers"] == 2


def test_sectors_with_commas_in_any_case_go_to_the_deployer(tmp_path):
    found = harvest(tmp_path)
    (placed,) = (claim for claim in found.claims if claim.document == "csetv1")
    assert sorted(value.rpartition("/")[2] for name, value in placed.values) == ["H", "S"]
    assert (
        placed.original == "Transportation and storage, Arts, entertainment and recreation, other"
    )
    assert placed.locator == "classifications_CSETv1.csv, row '1'"
    assert found.counts["incidents with a deployer and a sector"] == 1


def test_sectors_without_a_deployer_or_incident_and_unpublished_ones_are_left_out(tmp_path):
    found = harvest(tmp_path)
    assert {
        "a sector of deployment without a deployer that is named",
        "a classification of an incident that is not listed",
    } < set(whys(found))
    assert found.counts["classified, not published"] == 1
    assert found.counts["classified with a sector that is carried"] == 3


def test_an_incident_with_nobody_named_is_still_a_thing(tmp_path):
    assert [each.key for each in harvest(tmp_path).things] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("at", "column", "value", "match"),
    [
        (1, 2, "May 2024", "'May 2024' is not a date"),
        (1, 2, "", "an incident has a day"),
        (1, 4, "nib-works", "is no list of names"),
        (1, 4, '["nib-works"', "is no list of names"),
        (1, 4, "[7]", "is no list of names"),
        (1, 8, "", "is empty"),
        (2, 1, "1", "1 stands twice"),
    ],
)
def test_a_record_that_cannot_be_read_is_named(tmp_path, at, column, value, match):
    problem = wrong(tmp_path, match, listed=changed(INCIDENTS, at, column, value))
    assert "incidents.csv, row '" in problem.where


def test_a_sector_that_nobody_knows_is_named(tmp_path):
    problem = wrong(
        tmp_path, "no sector is known by 'mining'", None, changed(CSET, 1, 4, "education, Mining")
    )
    assert problem.where.startswith("classifications_CSETv1.csv, row '1'")


def test_a_classification_that_stands_twice_is_refused(tmp_path):
    wrong(tmp_path, "1 stands twice", None, changed(CSET, 2, 0, "1"))


def test_the_heading_that_stands_twice_is_known_and_no_other_may(tmp_path):
    doubled = changed(CSET, 0, 2, "Sector of Deployment")
    assert "double: Sector of Deployment" in str(wrong(tmp_path, "heading", None, doubled))
    short = [row[:-1] for row in CSET]
    wrong(tmp_path, "64 columns, not 65", None, short)
    wrong(tmp_path, "missing: Published", None, changed(CSET, 0, 1, "Public"))


def test_a_row_of_classifications_that_is_cut_off_is_refused(tmp_path):
    rows = [list(row) for row in CSET]
    rows[-1] = rows[-1][:7]
    wrong(tmp_path, "cannot be read to its end", None, rows)


def test_a_quote_that_never_ends_is_refused(tmp_path):
    folder = incidents(tmp_path)
    path = folder / "data" / "classifications_CSETv1.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"open', encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read to its end"):
        read(package(folder), manifest("incidents"))
