"""Epoch AI: accelerators and clusters."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.sources.epoch_made_up import copy, ends, harvest, manifest, of, table, thing, values
from valuegraph.errors import DataError
from valuegraph.facts.drafts import When
from valuegraph.sources.epoch import read
from valuegraph.sources.epoch.gathering import Gathering, split
from valuegraph.sources.package import Package

ANVIL = {
    "Hardware name": "Anvil 2",
    "Manufacturer": "Drafter",
    "Release date": "2023-04-18",
    "Process size (nm)": "5.0",
    "Foundry": "Smith",
    "Last modified": "2025-12-05 21:21:23+00:00",
}
HARBOUR = {
    "Name": "Harbour One",
    "Status": "Existing",
    "Certainty": "Confirmed",
    "Owner": "Harbour",
    "Country": "France",
    "First Operational Date": "2024-02-18",
    "Chip type (primary)": "Anvil 2",
    "Chip quantity (primary)": "512.0",
    "GPU Supplier (primary)": "Drafter",
}


def day(text, precision="day", end=None):
    return When(dt.date.fromisoformat(text), precision, end and dt.date.fromisoformat(end))


# --- accelerators ---------------------------------------------------------------------------------


def test_a_chip_has_a_designer_a_foundry_and_a_need(tmp_path):
    found = harvest(tmp_path, ml_hardware=[ANVIL])
    need, design, making = sorted(found.claims, key=lambda c: (c.cls, ends(c)))
    assert ends(need) == ("Anvil 2", "fabricationLeadingEdge")
    assert ends(design) == ("Drafter", "Anvil 2", "acceleratorDesign")
    assert ends(making) == ("Smith", "Anvil 2", "fabricationLeadingEdge")
    assert values(making) == {"supplyKind": "physicalSupply", "processSize": "5.0"}
    assert {c.when for c in found.claims} == {day("2023-04-18")}
    assert {c.locator for c in found.claims} == {"ml_hardware.csv, row 'Anvil 2'"}
    assert (design.kind, making.kind, making.confidence) == ("derived", "reported", Decimal("0.7"))


@pytest.mark.parametrize(("size", "role"), [("7.0", "LeadingEdge"), ("8.0", "Mature")])
def test_seven_nanometres_is_the_leading_edge(tmp_path, size, role):
    found = harvest(tmp_path, ml_hardware=[{**ANVIL, "Process size (nm)": size}])
    assert {ends(c)[-1] for c in found.claims} == {f"fabrication{role}", "acceleratorDesign"}


def test_without_a_node_nobody_is_said_to_make_it(tmp_path):
    found = harvest(tmp_path, ml_hardware=[{**ANVIL, "Process size (nm)": ""}])
    assert [ends(c)[-1] for c in found.claims] == ["acceleratorDesign"]
    assert "Smith" in found.refusals[0].why
    assert found.refusals[0].where == "ml_hardware.csv, row 'Anvil 2'"


def test_a_chip_without_designer_is_listed(tmp_path):
    found = harvest(tmp_path, ml_hardware=[{**ANVIL, "Manufacturer": "", "Foundry": ""}])
    assert [c.cls for c in found.claims] == ["Requirement"]
    assert "no designer" in found.refusals[0].why


def test_a_cell_with_two_foundries_is_two_suppliers(tmp_path):
    found = harvest(tmp_path, ml_hardware=[{**ANVIL, "Foundry": "Smith,Forge"}])
    makers = [
        c for c in found.claims if ends(c)[-1] == "fabricationLeadingEdge" and c.cls == "Supply"
    ]
    assert [ends(c)[0] for c in makers] == ["Smith", "Forge"]
    assert all("more than one foundry" in c.note for c in makers)
    assert found.counts["foundry links"] == 2


@pytest.mark.parametrize(
    ("cell", "designer"),
    [("Moore Threads (Tencent)", "Moore Threads"), ("Kunlunxin Baidu", "Kunlunxin")],
)
def test_two_firms_in_one_cell_are_one_designer_by_lookup(tmp_path, cell, designer):
    found = harvest(tmp_path, ml_hardware=[{**ANVIL, "Manufacturer": cell, "Foundry": ""}])
    (design,) = of(found, "Supply")
    assert ends(design)[0] == designer
    assert design.original == cell


def test_expected_releases_are_announced_and_less_sure(tmp_path):
    row = {**ANVIL, "Release date": "2026-03-20"}
    for claim in harvest(tmp_path, ml_hardware=[row]).claims:
        assert values(claim)["modality"] == "announced"
        assert claim.confidence == Decimal("0.5")


def test_placeholder_days_are_months(tmp_path):
    found = harvest(tmp_path, ml_hardware=[{**ANVIL, "Release date": "2023-04-15"}])
    assert {c.when for c in found.claims} == {day("2023-04-01", "month")}


def test_a_chip_in_use_before_its_release_date_was_made_by_then(tmp_path):
    early = {**HARBOUR, "First Operational Date": "2022-10-11"}
    found = harvest(tmp_path, ml_hardware=[ANVIL], gpu_clusters=[early])
    design = [c for c in found.claims if "acceleratorDesign" in ends(c)]
    assert {c.when for c in design} == {day("2022-10-11", "asOfDay")}
    assert [c.document for c in design] == ["hardware", "clusters"]


def test_a_chip_outside_the_table_takes_the_vendor_that_a_cluster_names(tmp_path):
    found = harvest(tmp_path, gpu_clusters=[HARBOUR])
    (design,) = [c for c in found.claims if "acceleratorDesign" in ends(c)]
    assert ends(design)[:2] == ("Drafter", "Anvil 2")
    assert (design.confidence, design.kind) == (Decimal("0.5"), "derived")
    unknown = {**HARBOUR, "GPU Supplier (primary)": "Unknown"}
    claims = harvest(tmp_path, gpu_clusters=[unknown]).claims
    assert not [c for c in claims if "acceleratorDesign" in ends(c)]


# --- clusters -------------------------------------------------------------------------------------


def test_a_cluster_has_an_owner_and_chips(tmp_path):
    found = harvest(tmp_path, ml_hardware=[ANVIL], gpu_clusters=[HARBOUR])
    (holding,) = of(found, "Operation")
    assert ends(holding) == ("Harbour", "Harbour One", "owner")
    assert holding.when == day("2024-02-18")
    (chips,) = [c for c in of(found, "Supply") if c.document == "clusters"]
    assert ends(chips) == ("Anvil 2", "Harbour One", "acceleratorSupply")
    assert values(chips)["quantity"] == "512"
    located = dict(thing(found, "Harbour One").properties)["locatedIn"]
    assert (located.name, located.ids) == ("France", ("iso3166:FR",))


def test_rows_that_share_one_name_are_counted_and_become_nothing(tmp_path):
    row = {**HARBOUR, "Name": "Anonymized Chinese System", "Owner": "", "Country": "China"}
    found = harvest(tmp_path, gpu_clusters=[row, row, row])
    assert found.claims == ()
    assert found.counts["clusters"] == 3
    assert found.counts["distinct cluster names"] == 1
    assert len([r for r in found.refusals if "share one name" in r.why]) == 3


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"Status": "Planned"}, "planned"),
        ({"Certainty": "Unlikely"}, "unlikely"),
        ({"Possible Duplicate": "True"}, "possible duplicate"),
        ({"Status": "Decommissioned"}, "without a date"),
        ({"Owner": ""}, "no owner"),
        ({"Owner": "Nat Friedman and Daniel Gross"}, "private persons"),
    ],
)
def test_rows_left_out_are_listed_with_the_reason(tmp_path, change, why):
    found = harvest(tmp_path, ml_hardware=[ANVIL], gpu_clusters=[{**HARBOUR, **change}])
    assert not of(found, "Operation")
    (refusal,) = found.refusals
    assert why in refusal.why
    assert refusal.where == "gpu_clusters.csv, row 'Harbour One'"


def test_likely_is_less_sure_than_confirmed(tmp_path):
    found = harvest(tmp_path, gpu_clusters=[{**HARBOUR, "Certainty": "Likely"}])
    assert of(found, "Operation")[0].confidence == Decimal("0.5")


def test_owners_by_comma_are_several(tmp_path):
    found = harvest(tmp_path, gpu_clusters=[{**HARBOUR, "Owner": "Harbour,Quay"}])
    assert [ends(c)[0] for c in of(found, "Operation")] == ["Harbour", "Quay"]


def test_users_are_firms_only_where_they_develop_models(tmp_path):
    users = "Cloud,Academia,Researchers,Petrobras,OpenAI,Harbour"
    found = harvest(tmp_path, gpu_clusters=[{**HARBOUR, "Users": users}])
    (use,) = [c for c in of(found, "Supply") if "trainingCompute" in ends(c)]
    assert ends(use) == ("Harbour", "OpenAI", "trainingCompute")
    assert use.confidence == Decimal("0.5")
    names = {getattr(value, "name", "") for c in found.claims for _, value in c.ends}
    assert not names & {"Cloud", "Academia", "Researchers", "Petrobras"}
    assert found.counts["cluster users that are no firm"] == 3
    assert found.counts["cluster users other than model developers"] == 2
    assert [r.where for r in found.refusals] == ["gpu_clusters.csv, row 'Harbour One'"]


def test_a_note_on_training_makes_the_use_reported(tmp_path):
    row = {**HARBOUR, "Users": "OpenAI", "Note": "Made up: built to train."}
    found = harvest(tmp_path, gpu_clusters=[row])
    (use,) = [c for c in of(found, "Supply") if "trainingCompute" in ends(c)]
    assert (use.confidence, use.kind) == (Decimal("0.7"), "reported")
    assert "Made up" not in repr(found.claims)


def test_an_owner_is_not_its_own_user(tmp_path):
    rows = [{**HARBOUR, "Owner": "Meta AI", "Users": "Meta"}]
    assert not [
        c
        for c in of(harvest(tmp_path, gpu_clusters=rows), "Supply")
        if "trainingCompute" in ends(c)
    ]


def test_a_phase_ends_when_the_next_begins(tmp_path):
    second = {
        **HARBOUR,
        "Name": "Harbour Two",
        "First Operational Date": "2025-03-18",
        "Builds Upon": "Harbour One",
    }
    found = harvest(tmp_path, gpu_clusters=[HARBOUR, second])
    first = [c for c in of(found, "Operation") if "Harbour One" in ends(c)]
    assert {c.when for c in first} == {day("2024-02-18", end="2025-03-18")}
    assert [c.locator for c in first] == [
        "gpu_clusters.csv, row 'Harbour One'",
        "gpu_clusters.csv, row 'Harbour Two'",
    ]
    late = [c for c in of(found, "Operation") if "Harbour Two" in ends(c)]
    assert late[0].when.end is None


def test_phases_that_start_together_leave_the_first_out(tmp_path):
    second = {**HARBOUR, "Name": "Harbour Two", "Builds Upon": "Harbour One"}
    found = harvest(tmp_path, gpu_clusters=[HARBOUR, second])
    assert {ends(c)[1] for c in of(found, "Operation")} == {"Harbour Two"}
    assert "same start" in found.refusals[0].why


def test_names_in_quotation_marks_lose_them(tmp_path):
    found = harvest(tmp_path, gpu_clusters=[{**HARBOUR, "Name": '"Harbour, Jutland"'}])
    (holding,) = of(found, "Operation")
    assert ends(holding)[1] == "Harbour, Jutland"
    assert holding.locator == "gpu_clusters.csv, row 'Harbour, Jutland'"


def test_a_decommissioned_cluster_ends_on_its_day(tmp_path):
    row = {
        **HARBOUR,
        "Status": "Decommissioned",
        "Decommissioned Date (if applicable)": "2025-03-20",
    }
    (holding,) = of(harvest(tmp_path, gpu_clusters=[row]), "Operation")
    assert holding.when == day("2024-02-18", end="2025-03-20")
    assert "decommissioned" in holding.note


@pytest.mark.parametrize(
    ("name", "owner", "cell"),
    [
        ("Microsoft GPT-4 cluster", "Microsoft", "Microsoft,OpenAI"),
        ("AWS EC2 Trn1", "Amazon Web Services", "Amazon"),
    ],
)
def test_owners_that_the_curators_read_otherwise_keep_the_wording(tmp_path, name, owner, cell):
    found = harvest(tmp_path, gpu_clusters=[{**HARBOUR, "Name": name, "Owner": cell}])
    (holding,) = of(found, "Operation")
    assert ends(holding)[0] == owner
    assert holding.original == f"Owner: {cell.replace(',', ', ')}"
    assert "Epoch AI gives" in holding.note


def test_a_chip_is_in_no_cluster_before_it_is_known(tmp_path):
    row = {**HARBOUR, "First Operational Date": "2023-04-15"}
    chip = {**ANVIL, "Release date": "2023-04-10"}
    found = harvest(tmp_path, ml_hardware=[chip], gpu_clusters=[row])
    (holding,) = of(found, "Operation")
    assert holding.when == day("2023-04-01", "month")
    (chips,) = [c for c in of(found, "Supply") if "acceleratorSupply" in ends(c)]
    assert chips.when == day("2023-04-15")


def test_months_are_kept_at_the_end_of_a_phase_too(tmp_path):
    second = {
        **HARBOUR,
        "Name": "Harbour Two",
        "First Operational Date": "2025-03-15",
        "Builds Upon": "Harbour One",
    }
    found = harvest(tmp_path, gpu_clusters=[HARBOUR, second])
    assert {str(c.when.end) for c in of(found, "Operation") if "Harbour One" in ends(c)} == {
        "2025-03-01"
    }


def test_phases_whose_names_hold_a_comma_are_found(tmp_path):
    first = {**HARBOUR, "Name": '"OpenAI/Microsoft Mt Pleasant, Wisconsin Phase 1"'}
    second = {
        **HARBOUR,
        "Name": "Wisconsin Phase 2",
        "First Operational Date": "2025-03-18",
        "Builds Upon": "OpenAI/Microsoft Mt Pleasant, Wisconsin Phase 1",
    }
    found = harvest(tmp_path, gpu_clusters=[first, second])
    assert {str(c.when.end) for c in of(found, "Operation")} == {"2025-03-18", "None"}


def test_users_told_in_a_sentence_are_not_cut_into_names(tmp_path):
    found = harvest(tmp_path, gpu_clusters=[{**HARBOUR, "Users": 'Quay, but "no, thanks"'}])
    assert "sentence" in found.refusals[0].why
    assert found.counts["cluster user links"] == 0


# --- copies that cannot be read -------------------------------------------------------------------


def test_a_foreign_column_names_file_and_column(tmp_path):
    text = table("ml_hardware", ANVIL, also="Colour")
    with pytest.raises(DataError, match="not known: Colour") as problem:
        harvest(tmp_path, ml_hardware=text)
    assert "ml_hardware.csv, line 1" in str(problem.value)


def test_a_missing_column_is_named(tmp_path):
    text = table("gpu_clusters", HARBOUR).replace(",Owner,", ",Holder,", 1)
    with pytest.raises(DataError, match="missing: Owner; not known: Holder"):
        harvest(tmp_path, gpu_clusters=text)


def test_a_file_cut_off_in_a_row_is_refused(tmp_path):
    text = table("gpu_clusters", HARBOUR, {**HARBOUR, "Name": "Harbour Two"})
    with pytest.raises(DataError, match=r"cut off|cannot be read to its end") as problem:
        harvest(tmp_path, gpu_clusters=text[: text.rindex("Harbour Two") + 40])
    assert "gpu_clusters.csv" in str(problem.value)


def test_another_encoding_is_refused(tmp_path):
    data = table("gpu_clusters", {**HARBOUR, "Owner": "Jülich"}).encode("cp1252")
    with pytest.raises(DataError, match="not UTF-8") as problem:
        harvest(tmp_path, gpu_clusters=data)
    assert "gpu_clusters.csv" in str(problem.value)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Certainty", "Perhaps"),
        ("Status", "Dreamt"),
        ("Country", "Atlantis"),
        ("First Operational Date", "June 2024"),
        ("Chip quantity (primary)", "many"),
    ],
)
def test_an_unknown_value_names_file_row_and_column(tmp_path, column, value):
    with pytest.raises(DataError) as problem:
        harvest(tmp_path, gpu_clusters=[{**HARBOUR, column: value}])
    assert f"gpu_clusters.csv, row 'Harbour One', column {column}" in str(problem.value)
    assert value in str(problem.value)


def test_a_missing_table_is_named(tmp_path):
    (copy(tmp_path) / "ml_hardware.csv").unlink()
    with pytest.raises(DataError, match=r"no files end in ml_hardware\.csv"):
        read(Package(tmp_path), manifest())


def test_brackets_that_do_not_close_are_refused():
    assert split("a (b, c),d [e, f]") == ["a (b, c)", "d [e, f]"]
    with pytest.raises(DataError, match="not balanced"):
        split("a (b, c,d")


def test_lookups_that_nothing_asked_for_can_be_told():
    gathering = Gathering(manifest(chips={"Anvil II": "Anvil 2", "Other": "Firm"}))
    assert gathering.renamed("chips", "Anvil II") == "Anvil 2"
    unused = gathering.unused()
    assert "chips: Other" in unused
    assert "chips: Anvil II" not in unused


def test_a_chip_that_stands_in_the_table_twice_stops_the_reading(tmp_path):
    with pytest.raises(DataError, match=r"twice[\s\S]*column Hardware name"):
        harvest(tmp_path, ml_hardware=[ANVIL, ANVIL])
