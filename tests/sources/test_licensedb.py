"""The reader of ScanCode LicenseDB, on a made-up index of its shape."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from valuegraph.curate.identity import Identity, KnownThing
from valuegraph.errors import DataError
from valuegraph.facts.drafts import Mention, When
from valuegraph.facts.records import Iri
from valuegraph.resources import data_dir, ontology_dir
from valuegraph.sources.licensedb import read
from valuegraph.sources.manifest import read_manifest
from valuegraph.sources.package import Package
from valuegraph.vocabulary import load_vocabulary
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.facts.drafts import Harvest

MANIFEST = read_manifest(data_dir() / "sources" / "licensedb" / "source.toml")


def entry(key: str = "quill", **told: object) -> dict[str, object]:
    files = {kind: f"{key}.{kind}" for kind in ("json", "yaml", "html", "license")}
    return {
        "license_key": key, "category": "Permissive", "other_spdx_license_keys": [],
        "spdx_license_key": f"LicenseRef-scancode-{key}", "is_exception": False,
        "is_deprecated": False,
    } | files | told  # fmt: skip


def harvest(folder: Path, *entries: object) -> Harvest:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "index.json").write_text(json.dumps(list(entries)), encoding="utf-8")
    return read(Package(folder), MANIFEST)


def test_a_licence_is_put_into_its_category(tmp_path):
    found = harvest(tmp_path, entry(spdx_license_key="Quill-1.0", category="Copyleft Limited"))
    (claim,) = found.claims
    licence = Mention(
        "Licence", "Quill-1.0", key="quill", ids=("scancode:quill", "spdx:Quill-1.0"),
        properties=(("textSeen", False),),
    )  # fmt: skip
    assert claim.cls == "LicenceClassification"
    assert claim.ends == (
        ("assessor", Mention("Organization", "nexB")),
        ("ofLicence", licence),
        ("licenceCategory", Iri(VGX + "categoryCopyleftLimited")),
    )
    assert claim.ends[1][1].properties == licence.properties
    assert claim.when == When(dt.date(2026, 2, 24), "asOfDay")
    assert claim.confidence == Decimal("0.7")
    assert claim.locator == "index.json, category 'Copyleft Limited'"


def test_an_identifier_of_the_list_alone_is_not_one_of_spdx(tmp_path):
    (claim,) = harvest(tmp_path, entry("nib-model")).claims
    licence = claim.ends[1][1]
    assert licence.name == "nib-model"
    assert licence.ids == ("scancode:nib-model", "LicenseRef-scancode-nib-model")


def test_former_spdx_identifiers_lead_to_the_licence_and_former_own_ones_do_not(tmp_path):
    others = ["Quill-1.0", "LicenseRef-scancode-quill"]
    told = entry(spdx_license_key="Quill-1.0-only", other_spdx_license_keys=others)
    (claim,) = harvest(tmp_path, told).claims
    assert claim.ends[1][1].ids == ("scancode:quill", "spdx:Quill-1.0-only", "spdx:Quill-1.0")


def test_deprecated_keys_are_counted_and_left_out(tmp_path):
    gone = entry("old-nib", is_deprecated=True, spdx_license_key=None, is_exception=True)
    found = harvest(tmp_path, entry(), gone)
    assert len(found.claims) == 1
    assert [each.where for each in found.refusals] == ["index.json, licence 'old-nib'"]
    assert found.counts == {
        "category Permissive": 2, "deprecated": 1, "exceptions": 1, "further identifiers": 0,
        "licences": 2, "with an SPDX identifier": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("known", "key"),
    [
        (
            KnownThing("vgd:lic-quill", "Licence", "Quill Licence", ids=("spdx:Quill-1.0",)),
            "Quill-1.0",
        ),
        (
            KnownThing("vgd:lic-quill", "Licence", "Quill", ids=("LicenseRef-scancode-quill",)),
            "LicenseRef-scancode-quill",
        ),
    ],
)
def test_licences_of_the_core_are_found_by_their_identifier(tmp_path, known, key):
    (claim,) = harvest(tmp_path, entry(spdx_license_key=key)).claims
    assert Identity([known]).resolve(claim.ends[1][1]).iri == "vgd:lic-quill"


def test_two_entries_with_one_identifier_stop_the_import(tmp_path):
    twice = [entry("nib", spdx_license_key="Nib"), entry("pen", spdx_license_key="Nib")]
    with pytest.raises(DataError, match=r"spdx:Nib stands for .*'nib' too") as caught:
        harvest(tmp_path, *twice)
    assert "licence 'pen'" in str(caught.value)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"category": "Shareware"}, "category: 'Shareware' is not among"),
        ({"is_deprecated": "perhaps"}, "'perhaps' is not among"),
        ({"colour": "red"}, "fields that the reader does not know: colour"),
        ({"other_spdx_license_keys": "Nib"}, "is 'Nib', not a list"),
        ({"license_key": ""}, "is empty"),
    ],
)
def test_what_is_not_known_is_named(tmp_path, told, said):
    with pytest.raises(DataError, match=said) as caught:
        harvest(tmp_path, entry(**told))
    assert "index.json" in str(caught.value)


def test_no_list_a_missing_field_and_a_damaged_file_are_refused(tmp_path):
    with pytest.raises(DataError, match="holds no record"):
        harvest(tmp_path, "MIT")
    with pytest.raises(DataError, match="no list of licences"):
        harvest(tmp_path)
    lacking = entry()
    del lacking["category"]
    with pytest.raises(DataError, match="category: there is no such field"):
        harvest(tmp_path, lacking)
    whole = json.dumps([entry(), entry("pen")]).encode()
    for damage in (whole[:-9], whole.replace(b"pen", b"p\xe9n")):
        (tmp_path / "docs" / "index.json").write_bytes(damage)
        with pytest.raises(DataError, match=r"cannot be read to its end|not UTF-8"):
            read(Package(tmp_path), MANIFEST)


def test_every_category_of_the_manifest_is_a_concept():
    concepts = {VGX + name for name in MANIFEST.lookup("categories").values()}
    assert concepts <= set(load_vocabulary(ontology_dir()).concepts)
