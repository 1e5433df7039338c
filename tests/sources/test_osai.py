"""The reader of the European Open Source AI Index, on made-up records of its shape."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from valuegraph.errors import DataError, FileProblem
from valuegraph.facts.drafts import Mention, When
from valuegraph.facts.records import Iri
from valuegraph.resources import data_dir
from valuegraph.sources.manifest import Manifest, read_manifest
from valuegraph.sources.osai import read
from valuegraph.sources.package import Package
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.facts.drafts import Claim, Harvest

SHIPPED = read_manifest(data_dir() / "sources" / "osai" / "source.toml")
ODD = {
    "makers": {"Nib Works and Quay": "Organization:Nib Works; Organization:Quay", "Jo": ""},
    "names": {"Nibb-7B": "Nib-7B"},
    "swapped": {"swapped.yaml": "the address is the other's"},
    "no_model": {"service.yaml": "the models are undisclosed"},
    "no_base": {"unknown": "the base model is not known"},
    "doubted_base": {"Quay 2?": "Quay 2"},
    "repositories": {"Nib Thinker": "nibworks/nib-thinker-0826"},
    "no_licence": {"None": "there is no licence", "A and B": "two licences"},
    "licences": {
        "Apache-2.0": "Apache License 2.0 | spdx:Apache-2.0",
        "nib.yaml: Modified": "Nib Modified License",
    },
    "closed_weights": {
        "form.yaml, weights_endmodel": "partial | had after a form",
        "told.yaml, weights_endmodel": " | the note says where they are had",
        "gone.yaml, weights_endmodel": "notAvailable | taken down again",
    },
}
MANIFEST: Manifest = dataclasses.replace(SHIPPED, lookups={**SHIPPED.lookups, **ODD})
DIMENSIONS = list(MANIFEST.lookup("dimensions"))
WHEN = When(dt.date(2025, 12, 26), "asOfDay")

HEAD = """\
# a comment
system:
    name: {name}
    link: {link}
    type: text
    performanceclass: full
    basemodelname: {base}
    endmodelname: {end}
    {licence_key}: {licence}
    releasedate: {date}
    notes: made up
org:
    name: {org}
    link: https://example.org
    notes:
"""


def record(closed: str = "", **told: str) -> str:
    """Return a record; every dimension is open but those named, which are closed."""
    fields = {
        "name": "Nib", "link": "https://huggingface.co/nibworks/Nib-7B-Chat", "base": "Nib-7B",
        "end": "Nib-7B-Chat", "licence": "Apache-2.0", "date": "2024-05", "org": "Nib Works",
        "licence_key": "endmodellicense", "weights": "https://huggingface.co/nibworks/Nib-7B",
    } | told  # fmt: skip
    weights = fields.pop("weights")
    parts = []
    for each in DIMENSIONS:
        link = weights if each == "weights_basemodel" else ""
        grade = "closed" if each in closed.split() else "open"
        parts.append(f"{each}:\n    class: {grade}\n    link: {link}\n    notes: x\n")
    return HEAD.format(**fields) + "".join(parts)


def harvest(folder: Path, **files: str | bytes) -> Harvest:
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.yaml").write_bytes(data)
    return read(Package(folder), MANIFEST)


def of(found: Harvest, cls: str) -> list[Claim]:
    return [claim for claim in found.claims if claim.cls == cls]


def reasons(found: Harvest) -> list[str]:
    return [refusal.why for refusal in found.refusals]


def concept(name: str) -> Iri:
    return Iri(VGX + name)


def test_a_record_gives_maker_base_and_fourteen_judgements(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(closed="datasources_basemodel api"))
    model = Mention("Model", "Nib-7B-Chat", ids=("hf:nibworks/Nib-7B-Chat",), maker="Nib Works")
    (made,) = of(found, "Development")
    assert made.ends == (
        ("developer", Mention("Organization", "Nib Works")),
        ("developedAsset", model),
    )
    assert (made.when, made.locator, made.confidence) == (WHEN, "nib.yaml", Decimal("0.7"))
    assert made.note == "the record dates the system 2024-05"
    (derived,) = of(found, "Derivation")
    base = Mention("Model", "Nib-7B", ids=("hf:nibworks/Nib-7B",))
    assert derived.ends == (("derivedAsset", model), ("sourceAsset", base))
    assert derived.values == (("derivationKind", concept("notStatedDerivation")),)
    statuses = {
        str(dict(each.ends)["component"]).removeprefix(VGX): dict(each.ends)["status"]
        for each in of(found, "ComponentStatus")
    }
    assert len(statuses) == 14
    assert statuses["baseTrainingData"] == statuses["apiComponent"] == concept("notAvailable")
    assert statuses["endModelWeights"] == concept("available")
    assert {(each.when, each.locator, each.note) for each in found.claims} == {
        (WHEN, "nib.yaml", made.note)
    }, "claims of one record share their evidence"
    assert found.refusals == ()


def test_the_licence_stands_beside_the_weights_only(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record())
    under = {dict(c.ends)["component"]: c.values for c in of(found, "ComponentStatus") if c.values}
    licence = Mention("Licence", "Apache License 2.0", ids=("spdx:Apache-2.0",))
    assert under == {concept("endModelWeights"): (("underLicence", licence),)}


def test_the_same_words_may_be_another_licence_in_another_record(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(licence="Modified"))
    told = [c.values for c in of(found, "ComponentStatus") if c.values]
    assert told == [(("underLicence", Mention("Licence", "Nib Modified License")),)]
    with pytest.raises(DataError, match="'Modified' is not among the licences") as caught:
        harvest(tmp_path, quay=record(licence="Modified"))
    assert caught.value.where == "quay.yaml, system, column endmodellicense"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"licence": "None"}, "there is no licence"),
        ({"licence": "A and B"}, "two licences"),
        ({"licence": ""}, "no licence is named"),
        ({"closed": "weights_endmodel"}, "a licence (Apache-2.0) of weights that cannot be had"),
    ],
)
def test_placeholders_and_licences_of_nothing_are_left_out(
    tmp_path: Path, told: dict[str, str], why: str
) -> None:
    found = harvest(tmp_path, nib=record(**told))
    assert reasons(found) == [why]
    assert not [c for c in of(found, "ComponentStatus") if c.values]


def test_the_misspelt_key_of_the_licence_is_read(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(licence_key="endmodel license"))
    assert len([c for c in of(found, "ComponentStatus") if c.values]) == 1


def test_composite_organisations_are_each_a_maker(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(org="Nib Works and Quay"))
    makers = [dict(c.ends)["developer"] for c in of(found, "Development")]
    assert makers == [Mention("Organization", "Nib Works"), Mention("Organization", "Quay")]


def test_a_first_name_is_nobody(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(org="Jo"))
    assert of(found, "Development") == []
    assert reasons(found) == ["a name that names no maker"]
    assert len(of(found, "ComponentStatus")) == 14


@pytest.mark.parametrize(
    ("base", "why"),
    [
        ("", []),
        ("unknown", ["the base model is not known"]),
        ("Nib-7B-Chat", ["a model cannot be its own base"]),
    ],
)
def test_no_base_no_derivation(tmp_path: Path, base: str, why: list[str]) -> None:
    found = harvest(tmp_path, nib=record(base=base))
    assert of(found, "Derivation") == []
    assert reasons(found) == why


def test_a_question_mark_lowers_the_confidence(tmp_path: Path) -> None:
    (derived,) = of(harvest(tmp_path, nib=record(base="Quay 2?")), "Derivation")
    assert derived.ends[1] == ("sourceAsset", Mention("Model", "Quay 2"))
    assert (derived.confidence, derived.original) == (Decimal("0.5"), "Quay 2?")


def test_swapped_names_are_put_right_by_the_lookup(tmp_path: Path) -> None:
    told = record(
        base="Nib-7B-Chat", end="Nib-7B", weights="https://huggingface.co/nibworks/Nib-7B"
    )
    (derived,) = of(harvest(tmp_path, swapped=told), "Derivation")
    names = [value.name for _, value in derived.ends if isinstance(value, Mention)]
    assert names == ["Nib-7B-Chat", "Nib-7B"]


def test_a_repository_of_another_name_is_not_the_models_own(tmp_path: Path) -> None:
    link = "https://huggingface.co/quay/quay-4.0-h-small"
    found = harvest(tmp_path, nib=record(link=link, weights="https://huggingface.co/quay/Quay"))
    assert {m.ids for c in found.claims for _, m in c.ends if isinstance(m, Mention)} == {()}
    judged = harvest(tmp_path, nib=record(end="Nib Thinker", link=link))
    assert dict(of(judged, "Development")[0].ends)["developedAsset"] == Mention(
        "Model", "Nib Thinker", ids=("hf:nibworks/nib-thinker-0826",), maker="Nib Works"
    )


def test_a_record_without_an_end_model_judges_the_base(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(end=""))
    (made,) = of(found, "Development")
    assert dict(made.ends)["developedAsset"] == Mention(
        "Model", "Nib-7B", ids=("hf:nibworks/Nib-7B",), maker="Nib Works"
    )
    assert len(of(found, "ComponentStatus")) == 12
    assert reasons(found).count("no end model is named") == 2


def test_records_of_no_nameable_model_and_the_blank_form_are_left_out(tmp_path: Path) -> None:
    blank = record(name="", org="", base="", end="", date="", licence="", link="", weights="")
    found = harvest(tmp_path, service=record(end="Undisclosed"), form=blank)
    assert found.claims == ()
    assert sorted(reasons(found)) == [
        "the blank form of the index, not a system",
        "the models are undisclosed",
    ]
    assert (found.counts["files"], found.counts["records"]) == (2, 1)


def test_counts(tmp_path: Path) -> None:
    open_washing = record(closed="datasources_basemodel", base="unknown")
    found = harvest(tmp_path, a=record(), b=open_washing, c=record(base="", date=""))
    expected = {
        "files": 3, "records": 3, "judgements": 42, "judgements open": 41, "judgements closed": 1, "judgements partial": 0,
        "organisations": 1, "base model names": 2, "licence spellings": 1, "types": 1,
        "records without a base model": 1, "records without a date": 1,
        "open weights over closed base data": 1, "repositories of end models": 3,
        "base data, base weights and training code open": 2, "repositories of base models": 1,
    }  # fmt: skip
    assert found.counts == expected
    assert set(expected) == set(MANIFEST.counts)


@pytest.mark.parametrize(
    ("old", "new", "says", "where"),
    [
        ("class: open", "class: ajar", "'ajar' is not among the values", "nib.yaml, datasources"),
        ("class: open", "grade: open", "there is no such field", "nib.yaml, datasources"),
        ("    type: text", "    size: 7B\n    type: text", "fields that the reader does not know: size", "nib.yaml, system"),
        ("releasedate: 2024-05", "releasedate: May 2024", "'May 2024' is not a date", "nib.yaml, system, column releasedate"),
        ("releasedate: 2024-05", "releasedate: 2024-13", "'2024-13' is not a date", "nib.yaml, system"),
        ("org:", "organisation:", "org: there is no such field", "nib.yaml, column org"),
        ("name: Nib Works", "name:", "org.name: is empty", "nib.yaml, system"),
        ("api:", "chat:", "api: there is no such field", "nib.yaml, column api"),
        ("licenses:", "extra:\n    class: open\nlicenses:", "fields that the reader does not know: extra", "nib.yaml"),
    ],
)  # fmt: skip
def test_what_is_not_known_stops_the_import(
    tmp_path: Path, old: str, new: str, says: str, where: str
) -> None:
    with pytest.raises(DataError, match=re.escape(says)) as caught:
        harvest(tmp_path, nib=record().replace(old, new, 1))
    assert str(caught.value.where).startswith(where)
    assert caught.value.mend or caught.value.why


def test_nameless_models_stop_the_import(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no base model is named either"):
        harvest(tmp_path, nib=record(end="", base=""))


def test_damaged_files_stop_the_import(tmp_path: Path) -> None:
    cut = record()[: record().index("trainingcode:")]
    for text, says in (
        (cut, "there is no such field"),
        (record().replace("notes: x", 'notes: "x', 1), "cannot be read to its end"),
        ("- a list", "holds no record"),
        (record(name="Ren\u00e9").encode("cp1252"), "not UTF-8"),
    ):
        with pytest.raises(DataError, match=says) as caught:
            harvest(tmp_path, nib=text)
        assert "nib.yaml" in str(caught.value.where)


def test_another_folder_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no record of the index"):
        read(Package(tmp_path), MANIFEST)
    with pytest.raises(FileProblem):
        read(Package(tmp_path / "nowhere"), MANIFEST)


def noted(dimension: str, note: str) -> str:
    """Return a record with one closed dimension and a note on it."""
    head = rf"({dimension}:\n    class: closed\n    link:.*\n    notes: )x"
    return re.sub(head, rf"\1{note}", record(closed=dimension))


@pytest.mark.parametrize(
    ("name", "note", "status", "why"),
    [
        ("form", "behind a consent form", "partial", []),
        (
            "told",
            "downloadable on their page",
            None,
            ["a licence (Apache-2.0) of weights of which", "the note says where they are had"],
        ),
        ("gone", "formerly available through a hub", "notAvailable", ["a licence (Apache-2.0) of"]),
        ("none", "No weights published.", "notAvailable", ["a licence (Apache-2.0) of weights"]),
    ],
)
def test_closed_weights_whose_note_speaks_of_a_way_to_them_are_judged(
    tmp_path: Path, name: str, note: str, status: str | None, why: list[str]
) -> None:
    found = harvest(tmp_path, **{name: noted("weights_endmodel", note)})
    end = concept("endModelWeights")
    weights = [c for c in of(found, "ComponentStatus") if dict(c.ends)["component"] == end]
    assert [dict(each.ends)["status"] for each in weights] == ([concept(status)] if status else [])
    assert len(reasons(found)) == len(why)
    assert all(reason.startswith(told) for reason, told in zip(reasons(found), why, strict=True))
    assert [bool(each.values) for each in weights] == [status == "partial"] * len(weights)


def test_a_new_note_of_that_kind_stops_the_import(tmp_path: Path) -> None:
    text = noted("weights_basemodel", "requires signing a form")
    with pytest.raises(DataError, match="speaks of 'signing'"):
        harvest(tmp_path, other=text)


def test_of_other_dimensions_a_note_tells_nothing(tmp_path: Path) -> None:
    found = harvest(tmp_path, other=noted("paper", "can be downloaded"))
    assert reasons(found) == []
