"""Mistakes seeded one by one into valid data; validation must name file, subject and shape."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import Graph

from valuegraph.errors import FileProblem
from valuegraph.store.files import collect, content_hash
from valuegraph.store.validate import Violation, _shapes, validate
from valuegraph.vocabulary.namespaces import VGD

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
VALID = HERE / "valid.ttl"


@dataclass(frozen=True)
class Seed:
    """One change to the valid data, and what must be said of it."""

    name: str
    old: str
    new: str
    subject: str
    shape: str
    says: str


SEEDS = [
    Seed("no-evidence", "vg:datePrecision vgx:asOfMonth ; vg:hasEvidence vgd:ev-desk .", "vg:datePrecision vgx:asOfMonth . vgd:off-one vg:hasEvidence vgd:ev-desk .", "upt-desk", "vgs:SomeEvidence", "At least one vg:Evidence"),
    Seed("evidence-without-source", 'dct:source vgd:src-handbook ; vg:locator "page 1"', 'vg:locator "page 1"', "ev-compute", "vgs:EvidenceSource", "exactly one source"),
    Seed("empty-locator", 'vg:locator "page 1"', 'vg:locator " "', "ev-compute", "vgs:EvidenceLocator", "not empty"),
    Seed("confidence-above-one", "vg:confidence 0.7", "vg:confidence 1.7", "ev-one", "vgs:EvidenceConfidence", "from 0 to 1"),
    Seed("stance-from-another-list", 'vg:stance vgx:supports ; dct:source vgd:src-handbook ; vg:locator "page 2"', 'vg:stance vgx:reported ; dct:source vgd:src-handbook ; vg:locator "page 2"', "ev-one", "vgs:StanceValues", "vgx:stance"),
    Seed("interval-backwards", '"2025-01-01"^^xsd:date', '"2023-01-01"^^xsd:date', "sup-compute", "vgs:IntervalOrder", "before vg:validTo"),
    Seed("no-start", 'vg:validFrom "2024-06-01"^^xsd:date ;', "", "upt-desk", "vgs:ValidFrom", "exactly once"),
    Seed("start-is-no-date", '"2024-06-01"^^xsd:date', '"June 2024"', "upt-desk", "vgs:ValidFrom", "xsd:date"),
    Seed("day-that-is-none", '"2024-06-01"^^xsd:date', '"2024-06-31"^^xsd:date', "upt-desk", "vgs:ValidFrom", "xsd:date"),
    Seed("offering-without-channel", "vg:hasChannel vgx:managedApi ;", "", "off-one", "vgs:OfferingHasChannel", "exactly one vg:hasChannel"),
    Seed("two-access-levels", "vg:accessLevel vgx:apiAccess ;", "vg:accessLevel vgx:apiAccess, vgx:fullyOpen ;", "off-one", "vgs:OfferingAccessLevel", "exactly one vg:accessLevel"),
    Seed("provider-is-a-model", "vg:hasProvider vgd:org-maker ;", "vg:hasProvider vgd:model-one ;", "off-one", "vgs:HasProviderValues", "an organisation"),
    Seed("threshold-without-test", '; vg:assessedOn "2024-03-01"^^xsd:date', "", "con-one", "vgs:ThresholdTest", "says when it is tested"),
    Seed("dangling", "vg:feeds vgd:app-desk ;", "vg:feeds vgd:app-desc ;", "upt-desk", "dangling", "vgd:"),
    Seed("share-above-one", "vg:share 0.6 ;", "vg:share 60.0 ;", "sup-compute", "vgs:ShareValue", "from 0 to 1"),
    Seed("share-without-basis", 'vg:shareBasis "made-up capacity, 2024" ;', "", "sup-compute", "vgs:BasisOfShare", "vg:shareBasis"),
    Seed("no-label", 'rdfs:label "Desk"@en ;', "", "app-desk", "vgs:OneLabel", "Exactly one rdfs:label"),
    Seed("label-without-language", 'rdfs:label "Maker"@en', 'rdfs:label "Maker"', "org-maker", "vgs:OneLabel", "in English"),
    Seed("two-labels", 'rdfs:label "Maker"@en', 'rdfs:label "Maker"@en, "Making"@en', "org-maker", "vgs:OneLabel", "Exactly one rdfs:label"),
    Seed("misspelt-property", "vg:functionLabel", 'vg:functionLabel "answering letters" ; vg:funktionLabel', "upt-desk", "unknown-property", "vg:funktionLabel is no property"),
    Seed("misspelt-class", "vgd:model-one a vg:Model", "vgd:model-one a vg:Model, vg:Modell", "model-one", "unknown-class", "vg:Modell is no class"),
    Seed("misspelt-concept", "vgx:servingCompute ;\n  vg:supplyKind", "vgx:servingComputer ;\n  vg:supplyKind", "sup-compute", "unknown-concept", "vgx:servingComputer is no concept"),
    Seed("property-of-another-class", "vg:inLayer vgx:application", "vg:inLayer vgx:application ; vg:feeds vgd:app-desk", "app-desk", "foreseen", "vg:feeds is not foreseen for vg:Application"),
    Seed("supplies-itself", "vg:supplier vgd:org-cloud", "vg:supplier vgd:org-maker", "sup-compute", "vgs:SupplyOwnSupplier", "Nothing supplies itself"),
    Seed("sector-of-another-list", "nace:N ;", "<http://data.europa.eu/ux2/nace2/M> ;", "upt-desk", "vgs:InSectorValues", "NACE 2.1"),
    Seed("requirement-of-two", "vg:dependentClass vg:Offering ;", "vg:dependentClass vg:Offering ; vg:dependentRole vgx:aiService ;", "req-serving", "vgs:RequirementSubject", "Exactly one of"),
    Seed("retired-action", "odrl:action cc:CommercialUse", "odrl:action odrl:commercialize", "term-one", "deprecated", "use cc:CommercialUse"),
    Seed("loose-evidence", "vgd:req-serving a", 'vgd:ev-loose a vg:Evidence ; vg:stance vgx:disputes ; dct:source vgd:src-handbook ; vg:locator "page 9" ; vg:confidence 0.5 ; vg:evidenceKind vgx:reported ; vg:retrievedOn "2026-11-21"^^xsd:date .\nvgd:req-serving a', "ev-loose", "loose-evidence", "No statement has"),
    Seed("no-class", "vgd:org-user a vg:Organization ; rdfs:label", 'vgd:org-user a vg:Organization . vgd:org-other rdfs:label "Other"@en . vgd:org-user rdfs:label', "org-other", "untyped", "of which class"),
    Seed("vocabulary-redefined", "vgd:org-user a", 'odrl:use rdfs:label "employ"@en .\nvgd:org-user a', "http://www.w3.org/ns/odrl/2/use", "redefined", "change the ontology"),
]  # fmt: skip


def seeded(seed: Seed) -> str:
    """Return the valid data with one mistake, every IRI marked with the name of the seed."""
    text = VALID.read_text(encoding="utf-8")
    assert text.count(seed.old) == 1, f"{seed.name}: {seed.old!r} must stand once in valid.ttl"
    return text.replace(seed.old, seed.new).replace(f"<{VGD}>", f"<{VGD}{seed.name}->")


def full(seed: Seed) -> str:
    return seed.subject if "://" in seed.subject else f"{VGD}{seed.name}-{seed.subject}"


@pytest.fixture(scope="module")
def by_file(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Violation]]:
    """What validation says of each file, all files checked in one call."""
    folder = tmp_path_factory.mktemp("seeded")
    for seed in SEEDS:
        (folder / f"{seed.name}.ttl").write_text(seeded(seed), encoding="utf-8")
    found: dict[str, list[Violation]] = {}
    for violation in validate([folder], ONTOLOGY):
        found.setdefault(Path(violation.file).stem, []).append(violation)
    return found


def test_valid_data_passes() -> None:
    assert validate([VALID], ONTOLOGY) == []


def test_at_least_fifteen_mistakes_are_seeded() -> None:
    assert len({seed.name for seed in SEEDS}) == len(SEEDS) >= 15


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_seeded_mistake_is_named(seed: Seed, by_file: dict[str, list[Violation]]) -> None:
    found = by_file.get(seed.name, [])
    assert {(v.subject, v.shape) for v in found} == {(full(seed), seed.shape)}
    assert all(seed.says in violation.message for violation in found)


def test_one_file_alone_says_the_same(by_file: dict[str, list[Violation]], tmp_path: Path) -> None:
    seed = SEEDS[0]
    path = tmp_path / f"{seed.name}.ttl"
    path.write_text(seeded(seed), encoding="utf-8")
    alone, among = validate([path], ONTOLOGY), by_file[seed.name]
    assert [(v.subject, v.message) for v in alone] == [(v.subject, v.message) for v in among]
    assert {v.file for v in alone} == {str(path)}


def test_several_mistakes_are_reported_at_once_in_order(tmp_path: Path) -> None:
    text = VALID.read_text(encoding="utf-8")
    for seed in SEEDS[2:4]:
        text = text.replace(seed.old, seed.new)
    (tmp_path / "two.ttl").write_text(text, encoding="utf-8")
    found = validate([tmp_path], ONTOLOGY)
    assert [v.subject for v in found] == [VGD + "ev-compute", VGD + "ev-one"]
    assert found[1].value == "1.7"


def test_syntax_error_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(
        "@prefix vgd: <https://w3id.org/valuegraph/data/> .\n\nvgd:a vgd:b .\n", encoding="utf-8"
    )
    (violation,) = validate([path, VALID], ONTOLOGY)
    assert (violation.file, violation.subject, violation.shape) == (str(path), "line 3", "syntax")
    assert "not valid Turtle" in violation.message


def test_nameless_node_is_refused(tmp_path: Path) -> None:
    text = VALID.read_text(encoding="utf-8").replace(
        "vg:feeds vgd:app-desk", 'vg:feeds [ a vg:Application ; rdfs:label "Desk"@en ]'
    )
    (tmp_path / "nameless.ttl").write_text(text, encoding="utf-8")
    assert "nameless" in {v.shape for v in validate([tmp_path], ONTOLOGY)}


def test_subject_described_in_two_files(tmp_path: Path) -> None:
    again = tmp_path / "again.ttl"
    again.write_text(
        "@prefix vgd: <https://w3id.org/valuegraph/data/> .\n"
        "@prefix vg: <https://w3id.org/valuegraph/ontology#> .\nvgd:org-maker a vg:Organization .\n",
        encoding="utf-8",
    )
    (violation,) = validate([VALID, again], ONTOLOGY)
    assert (violation.subject, violation.shape) == (VGD + "org-maker", "double")
    assert str(again) in violation.message


def test_known_data_may_be_referred_to_and_is_not_checked(tmp_path: Path) -> None:
    text = VALID.read_text(encoding="utf-8")
    start = text.index("vgd:upt-desk a")
    head = text[: text.index("vgd:src-handbook a")]
    upper, lower = tmp_path / "upper.ttl", tmp_path / "lower.ttl"
    lower.write_text(head + text[start : text.index("vgd:req-serving a")], encoding="utf-8")
    upper.write_text(
        text[:start] + text[text.index("vgd:req-serving a") :].replace("0.9", "9.0"),
        encoding="utf-8",
    )
    assert {v.shape for v in validate([lower], ONTOLOGY)} == {"dangling"}
    assert validate([lower], ONTOLOGY, known=[upper]) == []


def test_user_may_describe_things_of_their_own_namespace(tmp_path: Path) -> None:
    text = VALID.read_text(encoding="utf-8").replace(f"<{VGD}>", "<https://example.org/stack/>")
    (tmp_path / "own.ttl").write_text(text, encoding="utf-8")
    assert validate([tmp_path], ONTOLOGY) == []


def test_other_notations_are_read(tmp_path: Path) -> None:
    text = Graph().parse(VALID).serialize(format="nt")
    path = tmp_path / "valid.nt"
    path.write_text(text.replace('"0.7"', '"7.0"'), encoding="utf-8")
    (violation,) = validate([path], ONTOLOGY)
    assert (violation.file, violation.shape) == (str(path), "vgs:EvidenceConfidence")


def test_triple_terms_are_refused_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "terms.ttl"
    path.write_text(f"<{VGD}a> <{VGD}b> <<( <{VGD}c> <{VGD}d> <{VGD}e> )>> .", encoding="utf-8")
    (violation,) = validate([path], ONTOLOGY)
    assert (violation.file, violation.subject) == (str(path), "whole file")
    assert "triple terms" in violation.message


def test_absent_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="no such file or folder"):
        validate([tmp_path / "absent.ttl"], ONTOLOGY)


@pytest.mark.slow
def test_shipped_data_is_valid() -> None:
    found = validate([HERE.parents[1] / "data"], ONTOLOGY)
    assert found == [], "\n".join(f"{v.file} {v.subject}: {v.message}" for v in found[:20])


def test_one_validation_changes_nothing_for_the_next():
    """Shapes are kept between calls, and pySHACL adds to the graph that it is given."""
    digest = content_hash(collect([ONTOLOGY]))
    before = set(_shapes(ONTOLOGY, digest))
    validate([VALID], ONTOLOGY)
    assert set(_shapes(ONTOLOGY, digest)) == before
