"""The reader of the DALICC library, on made-up Turtle of its shape."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Mention, When
from valuegraph.facts.records import Iri
from valuegraph.resources import data_dir
from valuegraph.sources.dalicc import read
from valuegraph.sources.manifest import read_manifest
from valuegraph.sources.package import Package
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGX

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.facts.drafts import Claim, Harvest

SHIPPED = read_manifest(data_dir() / "sources" / "dalicc" / "source.toml")
ODD = {"spdx": {"QuillLicense": "Quill-1.0"}, "not_licences": {"SampleSl": "an example"}}
MANIFEST = dataclasses.replace(SHIPPED, lookups={**SHIPPED.lookups, **ODD})
ODRL, CC = PREFIXES["odrl"], PREFIXES["cc"]
DALICC = "https://dalicc.net/ns#"

HEAD = """\
@prefix cc: <http://creativecommons.org/ns#> .
@prefix dalicc: <https://dalicc.net/ns#> .
@prefix lib: <https://dalicc.net/licenselibrary/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix odrl: <http://www.w3.org/ns/odrl/2/> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
"""
QUILL = """
lib:QuillLicense a odrl:Set ;
    dct:title "The Quill  License"@en ;
    dct:alternative "Quill" ;
    dalicc:validityType dalicc:perpetual ;
    odrl:duty [ a odrl:Duty ; odrl:action cc:ShareAlike ] ;
    odrl:permission [ a odrl:Permission ; odrl:action odrl:reproduce ],
        [ a odrl:Permission ; odrl:action odrl:distribute ;
            odrl:duty [ a odrl:Duty ; odrl:action cc:Attribution ],
                [ a odrl:Duty ; odrl:action dalicc:modificationNotice ] ] ;
    odrl:prohibition [ a odrl:Prohibition ; odrl:action dalicc:promote ] .
"""


def harvest(folder: Path, *licences: str) -> Harvest:
    (folder / "licenselibrary.ttl").write_text(HEAD + "".join(licences), encoding="utf-8")
    return read(Package(folder), MANIFEST)


def told(claim: Claim) -> tuple[str, str, list[str]]:
    ends = dict(claim.ends)
    required = str(ends.get("requiredFor", ""))
    return str(ends["ruleKind"]).removeprefix(VGX), required, [str(v) for _, v in claim.values]


def test_each_kind_of_rule_is_one_reading_with_all_its_actions(tmp_path):
    found = harvest(tmp_path, QUILL)
    assert {claim.cls for claim in found.claims} == {"LicenceReading"}
    assert [told(claim) for claim in found.claims] == [
        ("ruleDuty", "", [CC + "ShareAlike"]),
        ("ruleDuty", ODRL + "distribute", [ODRL + "attribute", VG + "markChanges"]),
        ("rulePermission", "", [ODRL + "distribute", ODRL + "reproduce"]),
        ("ruleProhibition", "", [DALICC + "promote"]),
    ]
    first = found.claims[0]
    assert first.ends[:2] == (
        ("assessor", Mention("Organization", "DALICC")),
        (
            "ofLicence",
            Mention(
                "Licence", "The Quill License", key="QuillLicense",
                ids=("spdx:Quill-1.0", "dalicc:QuillLicense"),
            ),
        ),
    )  # fmt: skip
    assert first.when == When(dt.date(2024, 3, 27), "asOfDay")
    assert (first.confidence, first.locator) == (
        Decimal("0.7"),
        "licenselibrary.ttl, licence 'QuillLicense'",
    )
    assert all(isinstance(value, Iri) for _, value in first.values)


def test_no_reading_is_a_licence_term(tmp_path):
    names = {name for claim in harvest(tmp_path, QUILL).claims for name, _ in claim.ends}
    assert "termOf" not in names, "a licence check would rest on it"


def test_blocks_and_rules_are_counted(tmp_path):
    assert harvest(tmp_path, QUILL).counts == {
        "licences": 1, "permission blocks": 1, "permissions": 2, "prohibition blocks": 1,
        "prohibitions": 1, "duties of licences": 1, "duties of permissions": 2,
        "rules with duties": 1, "duty blocks": 2,
    }  # fmt: skip


def test_a_stated_spdx_identifier_is_taken_and_short_names_are_not(tmp_path):
    stated = QUILL.replace("QuillLicense", "Nib").replace(
        "dct:title", 'spdx:licenseId "Nib-2";\ndct:title'
    )
    licence = dict(harvest(tmp_path, stated).claims[0].ends)["ofLicence"]
    assert licence.ids == ("spdx:Nib-2", "dalicc:Nib")
    assert licence.names == (), "one short name stands for dozens of national versions"


def test_an_example_is_no_licence_and_what_is_no_action_is_left_out(tmp_path):
    sample = QUILL.replace("QuillLicense", "SampleSl")
    odd = QUILL.replace("odrl:action dalicc:promote", "odrl:action dct:source")
    found = harvest(tmp_path, sample, odd)
    assert sorted(each.why for each in found.refusals) == [
        "an example", "http://purl.org/dc/terms/source is no action",
    ]  # fmt: skip
    assert "ruleProhibition" not in {told(claim)[0] for claim in found.claims}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("dct:alternative", "dalicc:colour", "does not know: https://dalicc.net/ns#colour"),
        ("odrl:reproduce", "dalicc:devour", "devour is in no table"),
        ("odrl:action odrl:reproduce", "odrl:constraint lib:x", "a rule holds .*constraint"),
        ("odrl:action odrl:reproduce", "a odrl:Rule", "a rule holds no action"),
    ],
)
def test_what_is_not_known_is_named_with_its_licence(tmp_path, old, new, said):
    with pytest.raises(DataError, match=said) as caught:
        harvest(tmp_path, QUILL.replace(old, new, 1))
    assert "QuillLicense" in str(caught.value)


def test_a_cut_file_another_encoding_and_an_empty_library_are_refused(tmp_path):
    for end in range(30, len(QUILL) - 2, 7):
        with pytest.raises(DataError, match="not Turtle to its end"):
            harvest(tmp_path, QUILL[:end])
    with pytest.raises(DataError, match="no licence stands"):
        harvest(tmp_path)
    (tmp_path / "licenselibrary.ttl").write_bytes(
        (HEAD + QUILL).encode().replace(b"Quill ", b"Qu\xeell ")
    )
    with pytest.raises(DataError, match="not UTF-8"):
        read(Package(tmp_path), MANIFEST)
