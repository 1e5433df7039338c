"""The chip supply chain of CSET and ETO, on made-up tables of its shape."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sources.importers_made_up import ETO, eto, manifest, package, told, whys
from valuegraph.errors import DataError
from valuegraph.facts.drafts import Harvest, Mention
from valuegraph.resources import data_dir
from valuegraph.sources.eto_chips import read
from valuegraph.sources.manifest import read_manifest

PROVISION = ETO["provision.csv"]
HEADING = PROVISION[0]


def harvest(folder, **changed) -> Harvest:
    return read(package(eto(folder, **changed)), manifest("eto_chips"))


def wrong(folder, match, **changed) -> DataError:
    with pytest.raises(DataError, match=match) as caught:
        harvest(folder, **changed)
    return caught.value


def provision(*rows: str) -> list[list[str]]:
    return [HEADING, *(row.split("|") for row in rows)]


def test_a_firm_supplies_a_market_and_holds_a_share_of_it(tmp_path):
    first, second = told(harvest(tmp_path), "Supply")[1:]
    assert first == {
        "supplier": "Quay Optics",
        "dependent": "EUV lithography systems market",
        "fillsRole": "lithographyBelow7nm",
        "supplyKind": "physicalSupply",
        "when": "2025-01-01 asOfYear",
        "sure": "0.7",
    }
    assert second["supplier"] == "Nib Gas"
    shares = [row for row in told(harvest(tmp_path), "Measure") if row["unit"] == "share"]
    assert shares[0] == {
        "measureSubject": "Quay Optics",
        "measureKind": "marketShare",
        "measureObject": "EUV lithography systems market",
        "shareBasis": "the firm's part of the market",
        "value": "0.905",
        "unit": "share",
        "when": "2025-01-01 year",
        "sure": "0.7",
    }


def test_rows_of_countries_are_shares_of_jurisdictions_and_no_supply(tmp_path):
    found = harvest(tmp_path)
    of_country = [row for row in told(found, "Measure") if row["measureSubject"] == "Netherlands"]
    assert [row["value"] for row in of_country] == ["0.905", "0.24"]
    assert of_country[0]["shareBasis"].startswith("firms of the country together; the same market")
    assert not [row for row in told(found, "Supply") if row["supplier"] == "Netherlands"]


def test_stages_are_no_dangling_ids_and_their_shares_are_of_capacity(tmp_path):
    (stage,) = (
        row for row in told(harvest(tmp_path), "Measure") if row["measureKind"] == "capacityShare"
    )
    assert stage["measureObject"] == "semiconductor fabrication capacity"
    assert stage["when"] == "2022-01-01 year"


def test_the_name_in_a_row_counts_for_nothing_where_the_id_says_another(tmp_path):
    found = harvest(tmp_path)
    assert found.counts["provisions named unlike their id"] == 1
    assert "Nib Gsa" not in {row["supplier"] for row in told(found, "Supply")}


def test_fillers_and_continents_are_nobody(tmp_path):
    found = harvest(tmp_path)
    names = {
        value.name
        for claim in found.claims
        for _, value in claim.ends
        if isinstance(value, Mention)
    }
    assert not names & {"Various companies", "Europe", "EUR"}
    assert whys(found) == [
        "'various' fills up a market and names nobody",
        "a continent is no jurisdiction",
        "the row gives a country without a share",
    ]


def test_a_row_without_origin_is_less_sure_and_says_so(tmp_path):
    claim = next(
        each for each in harvest(tmp_path).claims if "P4" in each.locator and each.cls == "Supply"
    )
    assert claim.confidence == Decimal("0.5")
    assert claim.note == "The source gives no origin for this row."


def test_what_goes_into_what_and_what_is_a_type_of_what(tmp_path):
    found = harvest(tmp_path)
    (goes,) = (row for row in told(found, "Supply") if row["dependent"] == "Patterning")
    assert (goes["supplier"], goes["fillsRole"]) == ("Gases", "chipMakingInput")
    good = next(each for each in found.things if each.key == "N20")
    assert {name: value.name for name, value in good.properties} == {"variantOf": "Tools"}
    assert {each.key: each.cls for each in found.things} == {
        "N19": "InputGood", "N20": "InputGood", "N25": "Asset", "N26": "InputGood", "N91": "Material",
    }  # fmt: skip


def test_sizes_of_markets_have_a_year_and_say_of_what_part(tmp_path):
    sizes = [
        row for row in told(harvest(tmp_path), "Measure") if row["measureKind"] == "marketSize"
    ]
    assert [(row["value"], row["when"]) for row in sizes] == [
        ("13000000000", "2025-01-01 year"),
        ("10900000000.0", "2019-01-01 year"),
        ("6000000", "2019-01-01 year"),
        ("574000000000", "2022-01-01 year"),
    ]
    assert [row.get("shareBasis") for row in sizes] == [None, None, "noble gases", None]


def test_a_firm_is_based_where_its_id_says_under_all_its_names(tmp_path):
    found = harvest(tmp_path)
    assert told(found, "Domicile") == [
        {"organization": "Quay Optics", "inJurisdiction": "Netherlands",
         "when": f"{manifest('eto_chips').snapshot} asOfDay", "sure": "0.7"}
    ]  # fmt: skip
    firm = next(
        value
        for claim in found.claims
        for _, value in claim.ends
        if value == Mention("Organization", "Quay Optics", key="P3")
    )
    assert firm.names == ("Quay", "Old Quay")


def test_the_layout_of_2023_has_percent_signs_and_a_flag(tmp_path):
    rows = [
        ["provider_name", "provider_id", "provided_name", "provided_id", "share_provided",
         "negligible_market_share", "source"],
        ["Quay Optics", "P3", "Finest tools", "N20", "61%", "Major", "a study"],
        ["Nib Gas", "P4", "Gases", "N91", "", "negligible", "a study"],
    ]  # fmt: skip
    found = harvest(tmp_path, provision=rows)
    shares = [row for row in told(found, "Measure") if row["unit"] == "share"]
    assert [(row["value"], row["when"]) for row in shares] == [("0.61", "2025-01-01 year")]
    assert found.claims[-1].note == "The source calls the share negligible."
    rows[1][5] = "some"
    assert "row 'P3'" in wrong(tmp_path, "neither 'negligible'", provision=rows).where


@pytest.mark.parametrize(
    ("row", "match"),
    [
        ("Quay|P3|Finest tools|N77|5|2025|s", "no table explains the id 'N77'"),
        ("Quay|P77|Finest tools|N20|5|2025|s", "no table explains the id 'P77'"),
        ("Quay|P3|Finest tools|N20|half|2025|s", "is not a share from 0 to 100"),
        ("Quay|P3|Finest tools|N20|140|2025|s", "is not a share from 0 to 100"),
        ("Quay|P3|Finest tools|N20|5|25|s", "is not a year"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path, row, match):
    problem = wrong(tmp_path, match, provision=provision(row))
    assert "provision.csv, row" in problem.where


def test_shares_of_one_market_that_exceed_it_are_refused(tmp_path):
    rows = provision("Quay|P3|Finest tools|N20|90|2025|s", "Nib|P4|Finest tools|N20|13|2025|s")
    assert "never added" in wrong(tmp_path, "N20 organization 2025: 103", provision=rows).why
    half = provision("Quay|P3|Finest tools|N20|90|2025|s", "NLD|P1|Finest tools|N20|90|2025|s")
    assert harvest(tmp_path, provision=half).counts["provisions"] == 2


def test_a_pair_twice_in_a_year_is_refused(tmp_path):
    row = "Quay|P3|Finest tools|N20|9|2025|s"
    wrong(tmp_path, "P3 N20 2025 stands twice", provision=provision(row, row))


def changed(name: str, at: int, column: int, value: str) -> list[list[str]]:
    rows = [list(row) for row in ETO[name]]
    rows[at][column] = value
    return rows


@pytest.mark.parametrize(
    ("name", "at", "column", "value", "match"),
    [
        ("inputs", 1, 2, "gadget", "'gadget' is not among the values"),
        ("inputs", 1, 7, "lots", "is not a size"),
        ("inputs", 1, 6, "soon", "is not a year"),
        ("stages", 1, 0, "S9", "'S9' is not among the values"),
        ("sequence", 1, 1, "N77", "no input has the id 'N77'"),
        ("sequence", 1, 1, "S1", "no input has the id 'S1'"),
        ("sequence", 1, 3, "N25", "either what it goes into or its type"),
        ("providers", 1, 0, "XYZ", "'XYZ' is not among the values"),
        ("providers", 1, 3, "club", "neither a country nor a firm"),
        ("providers", 6, 4, "EUR", "'P3' stands for two providers"),
    ],
)
def test_an_unknown_value_is_told_with_file_and_row(tmp_path, name, at, column, value, match):
    rows = changed(f"{name}.csv", at, column, value)
    problem = wrong(tmp_path, match, **{name: rows})
    assert f"{name}.csv, row" in problem.where


def test_a_firm_without_a_country_is_carried_without_one(tmp_path):
    found = harvest(tmp_path, providers=changed("providers.csv", 4, 4, ""))
    assert "no country is given" in whys(found)
    assert "Nib Gas" in {row["supplier"] for row in told(found, "Supply")}


def test_the_rows_of_each_year_are_counted(tmp_path):
    counts = harvest(tmp_path).counts
    years = {name: count for name, count in counts.items() if name.startswith("provisions of 2")}
    without = counts.get("provisions without a year", 0)
    assert years["provisions of 2025"]
    assert sum(years.values()) + without == counts["provisions"]


def test_the_shipped_manifest_holds_the_rows_of_each_year():
    counts = read_manifest(data_dir() / "sources" / "eto_chips" / "source.toml").counts
    years = {name: count for name, count in counts.items() if name.startswith("provisions of 2")}
    assert years == {
        "provisions of 2019": 264, "provisions of 2021": 16, "provisions of 2022": 43,
        "provisions of 2025": 977,
    }  # fmt: skip
    assert sum(years.values()) == counts["provisions"] == 1300
