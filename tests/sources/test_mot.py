"""The reader of the Model Openness Tool, on made-up records of its shape."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from rdflib import SKOS, Graph

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Mention, When
from valuegraph.resources import data_dir, ontology_dir
from valuegraph.sources.manifest import Manifest, read_manifest
from valuegraph.sources.mot import read
from valuegraph.sources.package import Package
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.facts.drafts import Claim, Harvest

SHIPPED = read_manifest(data_dir() / "sources" / "mot" / "source.toml")
ODD = {
    "makers": {"Nib Works, Quay": "Nib Works; Quay", "Nobody": ""},
    "no_maker": {"doubted.yml": "the address is of another account"},
    "names": {"copied.yml": "Nib-70B"},
    "no_model": {"trial.yml": "a trial entry"},
    "families": {"Nib-family": "several sizes"},
    "sizes": {"Quay": "several sizes"},
    "repositories": {"Nib-Plus": "nibworks/c4-nib-plus-v01"},
    "licence_in_path": {"MIT here": "MIT"},
}
MANIFEST: Manifest = dataclasses.replace(SHIPPED, lookups={**SHIPPED.lookups, **ODD})
WHEN = When(dt.date(2026, 5, 11), "asOfDay")
APACHE = Mention("Licence", "Apache License 2.0", ids=("spdx:Apache-2.0",))
MIT = Mention("Licence", "MIT License", ids=("spdx:MIT",))
PAGE = "https://huggingface.co/nibworks/Nib-7B"
FRAMEWORK = (
    "framework:\n  name: 'Model Openness Framework'\n  version: '1.0'\n  date: '2024-12-15'\n"
)


def record(*components: tuple[str, str | None], **told: str) -> str:
    """Return a record with components, each a name and its licence, if it has one."""
    fields = {"name": "Nib-7B", "version": "7B", "date": "'2025-05-16'", "type": "language",
              "architecture": "decoder", "origin": "''", "producer": "Nib Works", "contact": "''",
              "huggingface": PAGE, "license": "{}"} | told  # fmt: skip
    head = "".join(f"  {key}: {value}\n" for key, value in fields.items() if value != "ABSENT")
    rows = "".join(
        f"    -\n      name: '{name}'\n      description: made up\n"
        + (f"      license: {licence}\n" if licence is not None else "")
        for name, licence in components
    )
    return f"{FRAMEWORK}release:\n{head}  components:\n{rows}"


def harvest(folder: Path, **files: str | bytes) -> Harvest:
    (folder / "models").mkdir(exist_ok=True)
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / "models" / f"{name}.yml").write_bytes(data)
    return read(Package(folder), MANIFEST)


def parts(found: Harvest) -> dict[str, tuple[str, Mention | None]]:
    """Component -> status and licence."""
    told = {}
    for claim in found.claims:
        if claim.cls == "ComponentStatus":
            ends = {name: str(value).removeprefix(VGX) for name, value in claim.ends}
            told[ends["component"]] = (ends["status"], dict(claim.values).get("underLicence"))
    return told


def made(found: Harvest) -> list[tuple[str, Mention]]:
    claims: list[Claim] = [claim for claim in found.claims if claim.cls == "Development"]
    return [(dict(c.ends)["developer"].name, dict(c.ends)["developedAsset"]) for c in claims]


def reasons(found: Harvest) -> list[str]:
    return [refusal.why for refusal in found.refusals]


def test_a_record_gives_maker_and_parts(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(("Training code", "MIT"), ("Research paper", "CC-BY-4.0")))
    model = Mention("Model", "Nib-7B", ids=("hf:nibworks/Nib-7B",), maker="Nib Works")
    assert made(found) == [("Nib Works", model)]
    assert parts(found)["trainingCode"] == ("available", MIT)
    assert {(c.when, c.locator, c.confidence) for c in found.claims} == {
        (WHEN, "models/nib.yml", Decimal("0.7"))
    }
    assert dict(found.claims[1].ends)["ofAsset"] == model
    assert found.refusals == ()


def test_components_are_those_that_the_scheme_names() -> None:
    graph = Graph().parse(ontology_dir() / "schemes" / "licensing.ttl")
    notations = {
        str(text).removeprefix("MOF: "): str(concept).removeprefix(VGX)
        for concept, text in graph.subject_objects(SKOS.notation)
        if str(text).startswith("MOF: ")
    }
    told = dict(MANIFEST.lookup("components"))
    assert set(MANIFEST.lookup("parts")) == set(told)
    assert told.pop("Datasets") == "trainingData", "as the curated core has it"
    assert told == notations


def test_unlicensed_is_no_licence(tmp_path: Path) -> None:
    rows = [
        ("Training code", "unlicensed"),
        ("Datasets", "Undisclosed"),
        ("Model card", "Proprietary"),
    ]
    found = harvest(tmp_path, nib=record(*rows))
    assert parts(found) == {}
    assert [why.split(":")[0] for why in reasons(found)] == [
        "'unlicensed' is no licence", "the licence is undisclosed", "'Proprietary' is no licence"
    ]  # fmt: skip
    assert found.counts["cells that say 'unlicensed'"] == 1
    assert found.counts["cells that say 'Undisclosed'"] == 1
    assert not any(m.cls == "Licence" for c in found.claims for _, m in c.values)


@pytest.mark.parametrize("spelling", sorted(SHIPPED.lookup("not_included")))
def test_five_spellings_of_not_included_mean_one_thing(tmp_path: Path, spelling: str) -> None:
    told = record(("Datasets", spelling), huggingface="ABSENT")
    found = harvest(tmp_path, nib=told)
    assert parts(found) == {"trainingData": ("notAvailable", None)}
    assert found.counts["cells that say 'not included'"] == 1
    beside = harvest(tmp_path, nib=record(("Model parameters (Final)", spelling)))
    assert parts(beside) == {}
    assert reasons(beside) == ["'not included' beside an address where the release can be fetched"]


def test_there_are_five_spellings() -> None:
    assert len(SHIPPED.lookup("not_included")) == 5


def test_a_part_without_a_licence_is_under_that_of_its_kind_or_of_the_whole(tmp_path: Path) -> None:
    whole = "{distribution: {name: MIT, path: ''}, code: {name: ' Apache-2.0', path: x}, data: {name: ''}}"
    rows = [("Training code", None), ("Datasets", None), ("Research paper", "CC-BY-4.0")]
    told = parts(harvest(tmp_path, nib=record(*rows, license=whole)))
    assert told["trainingCode"] == ("available", APACHE)
    assert told["trainingData"] == ("available", MIT)
    bare = harvest(tmp_path, nib=record(("Training code", None)))
    assert parts(bare) == {}
    assert reasons(bare) == ["neither the part nor the release names a licence"]
    assert bare.counts["cells without a licence"] == 1


def test_a_licence_of_what_lies_nowhere_shows_nothing(tmp_path: Path) -> None:
    rows = [("Model parameters (Final)", "MIT"), ("Model card", "MIT")]
    found = harvest(tmp_path, nib=record(*rows, huggingface="ABSENT"))
    assert parts(found) == {"modelCard": ("available", MIT)}
    assert reasons(found) == [
        "a licence in a record that names no place where the part could be had"
    ]
    placed = record(*rows, huggingface="''", repository="https://github.com/nibworks/nib")
    assert len(parts(harvest(tmp_path, nib=placed))) == 2


def test_a_licence_that_is_not_named_leaves_the_part_available(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(("Inference code", "Other License")))
    assert parts(found) == {"inferenceCode": ("available", None)}


def test_origin_is_a_hint_and_makes_no_derivation(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(("Training code", "MIT"), origin="Apache-2.0"))
    assert {claim.cls for claim in found.claims} == {"Development", "ComponentStatus"}
    assert reasons(found)[0].startswith("origin is a hint")
    assert found.counts["origins filled"] == 1


@pytest.mark.parametrize(
    ("told", "ids"),
    [
        ({}, ("hf:nibworks/Nib-7B",)),
        ({"huggingface": "nibworks/Nib-7B"}, ("hf:nibworks/Nib-7B",)),
        ({"huggingface": f"{PAGE} · Hugging Face"}, ("hf:nibworks/Nib-7B",)),
        ({"huggingface": f"{PAGE}/blob/main/README.md"}, ("hf:nibworks/Nib-7B",)),
        ({"name": "Nib"}, ("hf:nibworks/Nib-7B",)),
        ({"name": "Nib-70B"}, ()),
        ({"huggingface": "https://huggingface.co/quay/quay-16b-base"}, ()),
        ({"huggingface": "https://huggingface.co/papers/Nib-7B"}, ()),
        ({"huggingface": "'Nib 2: a title'"}, ()),
        ({"name": "Nib-Plus"}, ("hf:nibworks/c4-nib-plus-v01",)),
    ],
)
def test_only_an_address_of_the_releases_name_is_its_own(
    tmp_path: Path, told: dict[str, str], ids: tuple[str, ...]
) -> None:
    found = harvest(tmp_path, nib=record(("Training code", "MIT"), **told))
    assert made(found)[0][1].ids == ids
    assert len(reasons(found)) == (0 if ids else 1)


def test_a_size_belongs_to_a_name_that_several_share(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(("Model card", "MIT"), name="Quay"))
    model = Mention("Model", "Quay 7B", maker="Nib Works")
    assert made(found) == [("Nib Works", model)]


def test_a_family_has_no_parts_and_no_repository(tmp_path: Path) -> None:
    found = harvest(tmp_path, nib=record(("Training code", "MIT"), name="Nib-family"))
    assert made(found) == [("Nib Works", Mention("ModelFamily", "Nib-family", maker="Nib Works"))]
    assert parts(found) == {}
    assert "the record does not say of which release of the family" in reasons(found)


def test_producers(tmp_path: Path) -> None:
    several = harvest(tmp_path, nib=record(("Model card", "MIT"), producer="Nib Works, Quay"))
    assert [name for name, _ in made(several)] == ["Nib Works", "Quay"]
    for producer, why in (("''", "no producer is named"), ("Nobody", "a name that names no maker")):
        found = harvest(tmp_path, nib=record(("Model card", "MIT"), producer=producer))
        assert made(found) == []
        assert reasons(found) == [why]
        assert len(parts(found)) == 1


def test_what_the_record_itself_contradicts(tmp_path: Path) -> None:
    found = harvest(
        tmp_path,
        copied=record(("Model card", "MIT"), huggingface="nibworks/Nib-70B"),
        doubted=record(("Model card", "MIT")),
        trial=record(("Model card", "MIT")),
    )
    model = Mention("Model", "Nib-70B", ids=("hf:nibworks/Nib-70B",), maker="Nib Works")
    assert made(found) == [("Nib Works", model)]
    assert reasons(found) == ["the address is of another account", "a trial entry"]
    assert [claim.locator for claim in found.claims if claim.cls == "ComponentStatus"] == [
        "models/copied.yml", "models/doubted.yml"
    ]  # fmt: skip


def test_counts(tmp_path: Path) -> None:
    rows = [("Model card", "MIT"), ("Datasets", "unlicensed"), ("Training code", None)]
    found = harvest(tmp_path, a=record(*rows), b=record(*rows, huggingface="''", version="ABSENT"))
    expected = {
        "records": 2, "names": 1, "producers": 1, "origins filled": 0, "own repositories": 1,
        "addresses at Hugging Face": 1, "distinct repositories": 1, "licences of the whole": 0,
        "component rows": 6, "cells without a licence": 2, "cells that say 'unlicensed'": 2,
        "cells that say 'not included'": 0, "cells that say 'Undisclosed'": 0, "spellings in licence cells": 3,
    }  # fmt: skip
    assert found.counts == expected
    assert set(expected) == set(MANIFEST.counts)


@pytest.mark.parametrize(
    ("old", "new", "says", "where"),
    [
        ("license: MIT", "license: MYT", "'MYT' is not among the values", "models/nib.yml, components, column license"),
        ("'Training code'", "'Secret code'", "'Secret code' is not among the values", "models/nib.yml, components, column name"),
        ("'Model card'", "'Training code'", "'Training code' stands twice", "models/nib.yml, components, column name"),
        ("  type:", "  kind:", "fields that the reader does not know: kind", "models/nib.yml, release"),
        ("      description:", "      prose:", "fields that the reader does not know: prose", "models/nib.yml, components"),
        ("  name: Nib-7B", "  name:", "name: is empty", "models/nib.yml, release, column name"),
        ("version: '1.0'", "version: '2.0'", "Model Openness Framework 2.0 is not", "models/nib.yml, framework, column version"),
        ("'2025-05-16'", "16.05.2025", "'16.05.2025' is not a date", "models/nib.yml, release, column date"),
        ("license: {}", "license: {whole: MIT}", "fields that the reader does not know: whole", "models/nib.yml, release, license"),
        ("release:", "releases:", "release: there is no such field", "models/nib.yml, column release"),
    ],
)  # fmt: skip
def test_what_is_not_known_stops_the_import(
    tmp_path: Path, old: str, new: str, says: str, where: str
) -> None:
    text = record(("Training code", "MIT"), ("Model card", "MIT"))
    assert old in text
    with pytest.raises(DataError, match=re.escape(says)) as caught:
        harvest(tmp_path, nib=text.replace(old, new, 1))
    assert caught.value.where == where
    assert caught.value.why


def test_damaged_files_stop_the_import(tmp_path: Path) -> None:
    whole = record(("Training code", "MIT"))
    for text, says in (
        (whole[: whole.index("  components:")], "components: there is no such field"),
        (whole + "    -\n      name: 'Model", "cannot be read to its end"),
        (whole.replace("    -\n      name: 'Training code'", "    - Training code\n    -\n      name: x"), "is not a component"),
        ("- a list", "holds no record"),
        (record(producer="Jos\u00e9").encode("cp1252"), "not UTF-8"),
    ):  # fmt: skip
        with pytest.raises(DataError, match=says) as caught:
            harvest(tmp_path, nib=text)
        assert "nib.yml" in str(caught.value.where)


def test_another_folder_is_no_copy(tmp_path: Path) -> None:
    (tmp_path / "nib.yml").write_text(record(("Model card", "MIT")), encoding="utf-8")
    with pytest.raises(DataError, match="no record of the tool"):
        read(Package(tmp_path), MANIFEST)


def test_a_part_that_lies_elsewhere_does_not_inherit_the_licence_of_the_release(
    tmp_path: Path,
) -> None:
    text = record(("Datasets", None), ("Training code", None), ("Evaluation code", "MIT"),
                  ("Model parameters (Final)", None), ("Evaluation data", None),
                  license="{distribution: {name: Apache-2.0, path: ''}}")  # fmt: skip
    for name, path in {
        "Datasets": "https://pile.example.org/",
        "Evaluation code": "https://harness.example.org/",
        "Model parameters (Final)": f"{PAGE}/tree/main",
        "Evaluation data": "MIT here",
    }.items():
        text = text.replace(
            f"name: '{name}'\n", f"name: '{name}'\n      component_path: '{path}'\n"
        )
    found = harvest(tmp_path, nib=text)
    assert parts(found) == {
        "trainingData": ("available", None),
        "trainingCode": ("available", APACHE),
        "evaluationCode": ("available", MIT),
        "endModelWeights": ("available", APACHE),
        "evaluationData": ("available", MIT),
    }
    (refusal,) = found.refusals
    assert (refusal.why, refusal.where) == (
        "the licence of the release, for a part that has an address of its own",
        "models/nib.yml, Datasets",
    )
