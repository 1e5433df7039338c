"""The reader of the federal inventory, on made-up tables of its shape."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Mention, When
from valuegraph.facts.records import Iri
from valuegraph.resources import data_dir
from valuegraph.sources.federal import read
from valuegraph.sources.federal.columns import COLUMNS, COTS_COLUMNS
from valuegraph.sources.federal.products import several
from valuegraph.sources.manifest import Manifest, read_manifest
from valuegraph.sources.package import Package
from valuegraph.vocabulary.namespaces import PREFIXES, VGX

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from valuegraph.facts.drafts import Claim, Harvest

SHIPPED = read_manifest(data_dir() / "sources" / "federal" / "source.toml")
ODD = {
    "agencies": {"Office of Nibs": "US Office of Nibs", "Bureau of Ink": "US Bureau of Ink"},
    "topics": {"": "", "Letters": "letters"},
    "functions": {"Writing letters using AI.": "letters", "Writing code using AI.": "code"},
    "offerings": {
        "Quill Chat": "Platform:Quill Chat | Quill | embeddedInProduct | hostedAccess | ",
        "Quill": "ModelFamily:Quill = Quill models | Quill | unknownChannel | unknownAccess | ",
        "Quill through Dock": "ModelFamily:Quill = Quill models | Harbour | managedApi | apiAccess"
        " | Dock",
    },
    "spellings": {"Quill Chat": "Quill Chat", "quillchat": "Quill Chat", "Quill": "Quill"},
    "not_products": {"Various": "no product is named", "Quill (code)": "several bear the name"},
    "titles": {"Letters with Quill Chat": "Quill Chat"},
    "systems": {"Quill on Dock": "Quill through Dock"},
    "vendor_products": {"quill.example/chat": "Quill Chat"},
    "vendor_models": {"Quill": "Quill"},
    "vendors": {"Quill, Guild": "Quill; Guild", "quill.example/chat": "Quill"},
    "not_vendors": {"In-house": "made by the agency itself"},
}
MANIFEST: Manifest = dataclasses.replace(SHIPPED, lookups={**SHIPPED.lookups, **ODD})
YEAR = When(dt.date(2025, 1, 1), "asOfYear")
NIBS = Mention("Organization", "US Office of Nibs")
USES, BOUGHT = (
    "2025_individually_reported_AI_use_cases.csv",
    "2025_consolidated_COTS_AI_use_cases.csv",
)


def row(**told: str) -> dict[str, str]:
    return {
        "agency": "OON", "agency_name": "Office of Nibs", "id": "OON-1", "use_case_name": "Letters",
        "agency_bureau": "Press", "development_stage": "Deployed", "classification": "Generative AI",
    } | told  # fmt: skip


def bought(product: str, used: str = "Y", **told: str) -> dict[str, str]:
    agency, use, yes, name, _ = COTS_COLUMNS
    told = {"agency": "Office of Nibs", "use": "Writing letters using AI."} | told
    return {agency: told["agency"], use: told["use"], yes: used, name: product}


def table(path: Path, columns: Iterable[str], rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)


def harvest(
    folder: Path, rows: Iterable[dict[str, str]], more: Iterable[dict[str, str]] = ()
) -> Harvest:
    table(folder / USES, COLUMNS, rows)
    table(folder / BOUGHT, COTS_COLUMNS, more)
    return read(Package(folder), MANIFEST)


def of(found: Harvest, cls: str) -> list[Claim]:
    return [claim for claim in found.claims if claim.cls == cls]


def concept(name: str) -> Iri:
    return Iri(VGX + name)


def why(found: Harvest) -> list[str]:
    return [each.why for each in found.refusals]


def test_a_deployed_use_case_is_run_by_its_agency(tmp_path):
    told = row(operational_date="10/2024", vendor_name="Quill, Guild", topic_area="Letters")
    found = harvest(tmp_path, [told])
    (claim,) = of(found, "Operation")
    app = Mention("Application", "Letters (OON)", key="OON-1")
    assert claim.ends == (("operator", NIBS), ("operatedAsset", app))
    assert claim.when == When(dt.date(2024, 10, 1), "month")
    assert claim.locator == f"{USES}, agency 'OON'"
    assert claim.confidence == Decimal("0.9")
    assert claim.values == (
        ("heldAs", concept("operator")),
        ("operationStage", concept("inService")),
        ("operatingUnit", "Press"),
        ("subsector", "letters"),
        ("hasVendor", Mention("Organization", "Quill")),
        ("hasVendor", Mention("Organization", "Guild")),
    )
    (place,) = of(found, "ChainPosition")
    assert place.ends == (("organization", NIBS), ("chainRole", concept("implementor")))
    assert place.values == (("inSector", PREFIXES["nace"] + "P"),)
    assert [c.ends[1][1].ids for c in of(found, "Domicile")] == [("iso3166:US",)]
    assert of(found, "Uptake") == [], "a vendor is no product"


def test_pilots_and_plans_are_no_uptake_and_stages_close(tmp_path):
    stages = ["Pilot", "Pre-deployment", "Retired", "Retired", ""]
    named = {"use_case_name": "Letters with Quill Chat", "operational_date": "2024"}
    rows = [row(id=f"OON-{n}", development_stage=s) | named for n, s in enumerate(stages)]
    rows[3]["operational_date"] = ""
    found = harvest(tmp_path, rows)
    trial, plan, over = of(found, "Operation")
    assert ("operationStage", concept("onTrial")) in trial.values
    assert ("drawsOn", Mention("Platform", "Quill Chat", maker="Quill")) in trial.values
    assert ("modality", concept("announced")) in plan.values
    assert plan.when == YEAR, "a planned day is no start"
    assert over.when == When(dt.date(2024, 1, 1), "year", MANIFEST.snapshot)
    assert of(found, "Uptake") == of(found, "ChainPosition") == []
    assert why(found) == [
        "retired, and no day is stated on which it ran",
        "no stage is stated: whether it is in use is not known",
    ]


def test_a_product_named_in_title_vendor_or_system_is_taken_up_once_per_agency(tmp_path):
    rows = [
        row(id="OON-1", use_case_name="Letters with Quill Chat"),
        row(id="OON-2", vendor_name="quill.example/chat"),
        row(id="OON-3", system_name_ato="Quill on Dock"),
    ]
    chat, dock = of(harvest(tmp_path, rows), "Uptake")
    assert dict(chat.ends)["functionLabel"] == "inventoried use cases naming Quill Chat"
    assert [v.key for n, v in chat.values if n == "feeds"] == ["OON-1", "OON-2"]
    assert chat.locator == f"{USES}, rows 'OON-1', 'OON-2'"
    assert (chat.when, chat.confidence) == (YEAR, Decimal("0.7"))
    offering = dict(dock.ends)["ofOffering"]
    assert offering.ends == (
        ("hasProvider", Mention("Organization", "Harbour")),
        ("ofAsset", Mention("ModelFamily", "Quill")),
        ("hasChannel", concept("managedApi")),
        ("viaPlatform", Mention("Platform", "Dock")),
    )
    assert ("offeringKind", concept("cloudHost")) in offering.values


def test_a_vendor_of_one_family_counts_for_generative_uses_only_and_less(tmp_path):
    rows = [row(vendor_name="Quill"), row(id="OON-2", vendor_name="Quill", classification="NLP")]
    (claim,) = of(harvest(tmp_path, rows), "Uptake")
    assert claim.confidence == Decimal("0.5")
    assert claim.note == "only the vendor is named, and it makes one family"
    assert dict(claim.ends)["functionLabel"] == "inventoried use cases naming Quill models"


def test_a_title_with_a_product_that_no_table_reads_is_listed(tmp_path):
    found = harvest(tmp_path, [row(use_case_name="No ChatGPT here")])
    assert of(found, "Uptake") == []
    assert "no table reads it" in why(found)[0]


def test_repeated_and_missing_ids_never_join_two_use_cases(tmp_path):
    rows = [
        row(id="7"), row(id="7", use_case_name="Maps"), row(id="", use_case_name="Seals"),
        row(id="", use_case_name="Seals", agency_bureau="Court"), row(id="9"),
        row(id="", use_case_name="Seals", agency_bureau="Court"),
    ]  # fmt: skip
    found = harvest(tmp_path, rows)
    assert [claim.ends[1][1].key for claim in of(found, "Operation")] == [
        "OON: Letters (Press)", "OON: Maps", "OON: Seals (Press)", "OON: Seals (Court)", "OON 9",
        "OON: Seals (Court) [2]",
    ]  # fmt: skip
    assert found.counts["use cases with an id that stood before"] == 1
    assert found.counts["use cases without id"] == 3


def test_vendor_cells_that_are_no_vendors_become_no_node(tmp_path):
    found = harvest(tmp_path, [row(vendor_name="In-house")])
    assert not [v for n, v in of(found, "Operation")[0].values if n == "hasVendor"]
    assert why(found) == ["vendor cell: made by the agency itself"]


@pytest.mark.parametrize("cell", ["Quill / Guild", "Quill and Guild", "https://quill.example"])
def test_a_vendor_cell_with_signs_of_more_than_a_name_must_be_in_a_table(tmp_path, cell):
    with pytest.raises(DataError, match=r"no plain name.*\n.*row 'OON-1', column vendor_name"):
        harvest(tmp_path, [row(vendor_name=cell)])


def test_bought_products_are_taken_up_one_by_one(tmp_path):
    more = [
        bought("quillchat, Quill; Various"),
        bought("", agency="Bureau of Ink"),
        bought("x", ""),
    ]
    more += [bought("Quill Chat", use="Writing code using AI."), bought("Quill Chat", "N")]
    more += [bought("Quill", use="Writing code using AI.")]
    found = harvest(tmp_path, [], more)
    first, second, third = of(found, "Uptake")
    assert dict(first.ends)["functionLabel"] == "letters"
    assert [dict(dict(c.ends)["ofOffering"].ends)["ofAsset"].name for c in (first, second)] == [
        "Quill Chat", "Quill",
    ]  # fmt: skip
    assert ("exclusivity", concept("multi")) in first.values
    assert third.values == (("inSector", PREFIXES["nace"] + "P"),)
    assert first.document == "commercial"
    assert why(found) == [
        "commercial use: no product is named: Various",
        "commercial use: no product is named",
        "commercial use: the agency names a product but says no",
        "commercial use: several bear the name: Quill",
    ]
    assert found.counts["commercial rows"] == 6
    assert found.counts["commercial rows yes"] == 4
    assert found.counts["commercial cells with several"] == 1


def test_a_comma_inside_brackets_parts_nothing():
    cell = "Quill, Nib (an open model, by Guild; free), Ink\n& Pen (a, b)"
    assert several(cell) == ["Quill", "Nib (an open model, by Guild; free)", "Ink", "& Pen (a, b)"]


def test_one_offering_is_claimed_once_however_often_it_is_used(tmp_path):
    found = harvest(tmp_path, [row(vendor_name="Quill")], [bought("Quill")])
    offerings = {dict(c.ends)["ofOffering"] for c in of(found, "Uptake")}
    assert [each.locator for each in offerings] == [f"{USES}, product 'Quill'"]


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        ([row(development_stage="Sunset")], [], r"development_stage: 'Sunset' is not among"),
        ([row(agency_name="Office of Wax")], [], r"agency_name: 'Office of Wax' is not among"),
        ([row(topic_area="Wax")], [], r"topic_area: 'Wax' is not among"),
        ([row(operational_date="31/12/2024")], [], r"operational_date: '31/12/2024' is no date"),
        ([], [bought("Wax")], r"'Wax' is in no table of products"),
        ([], [bought("Quill", "maybe")], r"'maybe' is not among"),
        ([], [bought("Quill", use="Waxing.")], r"'Waxing.' is not among"),
    ],
)
def test_a_value_that_is_not_known_stops_the_import_and_is_named(tmp_path, rows, more, said):
    with pytest.raises(DataError, match=said) as caught:
        harvest(tmp_path, rows, more)
    assert ".csv, row '" in str(caught.value)


def test_a_foreign_heading_a_cut_file_and_another_encoding_are_refused(tmp_path):
    harvest(tmp_path, [row()])
    whole = (tmp_path / USES).read_bytes()
    for damage, said in [
        (whole.replace(b"vendor_name", b"supplier"), "heading is not the one"),
        (whole[: len(whole) // 2 * 2 - 9], r"cells, the heading|heading is not"),
        (whole.replace(b"Letters", b"Lettr\xe9s"), "not UTF-8"),
    ]:
        (tmp_path / USES).write_bytes(damage)
        with pytest.raises(DataError, match=said):
            read(Package(tmp_path), MANIFEST)


def test_both_tables_of_one_year_are_needed(tmp_path):
    table(tmp_path / USES, COLUMNS, [])
    with pytest.raises(DataError, match="no files end in"):
        read(Package(tmp_path), MANIFEST)
    table(tmp_path / BOUGHT.replace("2025", "2026"), COTS_COLUMNS, [])
    with pytest.raises(DataError, match="2025 and 2026"):
        read(Package(tmp_path), MANIFEST)


@pytest.mark.parametrize(
    ("table_name", "entry", "said"),
    [
        ("offerings", {"Wax": "Wax | Wax"}, "does not say class and asset"),
        ("titles", {"Letters": "Wax"}, "no offering is called Wax"),
    ],
)
def test_a_row_of_a_table_that_says_too_little_is_an_error(tmp_path, table_name, entry, said):
    table(tmp_path / USES, COLUMNS, [row()])
    table(tmp_path / BOUGHT, COTS_COLUMNS, [])
    lookups = {**MANIFEST.lookups, table_name: {**ODD[table_name], **entry}}
    with pytest.raises(DataError, match=said):
        read(Package(tmp_path), dataclasses.replace(MANIFEST, lookups=lookups))
