"""Mistakes seeded into a valid file of findings; validation must name the subject and the shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuegraph.store.validate import Violation, validate

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
VALID = HERE / "valid.ttl"
FINDING = """
@prefix vg: <https://w3id.org/valuegraph/ontology#> .
@prefix vgx: <https://w3id.org/valuegraph/scheme#> .
@prefix vgd: <https://w3id.org/valuegraph/data/> .
@prefix vgr: <https://w3id.org/valuegraph/derived/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
vgr:find-cloud a vg:ChokepointFinding ; rdfs:label "Cloud in the renewal view"@en ;
  vg:aboutController vgd:org-cloud ; vg:controllerUnit vgx:commonControl ;
  vg:inView vgx:renewalView ; vg:asOf "2024-06-01"^^xsd:date ; vg:confidenceFloor 0.5 ;
  vg:datasetHash "00112233445566778899aabbccddeeff" ; vg:surge 0.3 ; vg:reach 1.0 ;
  vg:shareLost 0.6 ; vg:shareLostWithSurge 0.5 ; vg:unavoidableShare 0.4 ; vg:leverage 0.6 ;
  vg:verdict vgx:dominantShare , vgx:termsVerdict ; vg:proofKind vgx:infrastructure ;
  vg:actsInRole vgx:servingCompute ; prov:wasDerivedFrom vgd:sup-compute .
"""
SEEDS = {
    "no-facts": (
        "; prov:wasDerivedFrom vgd:sup-compute",
        "",
        "vgs:DerivedFromFacts",
        "by prov:wasDerivedFrom",
    ),
    "from-a-firm": (
        "prov:wasDerivedFrom vgd:sup-compute",
        "prov:wasDerivedFrom vgd:org-cloud",
        "vgs:DerivedFromFacts",
        "by prov:wasDerivedFrom",
    ),
    "dangling-fact": (
        "prov:wasDerivedFrom vgd:sup-compute",
        "prov:wasDerivedFrom vgd:sup-gone",
        "dangling",
        "which no file defines",
    ),
    "with-evidence": (
        "vg:surge 0.3",
        "vg:surge 0.3 ; vg:hasEvidence vgd:ev-compute",
        "vgs:DerivedWithoutEvidence",
        "no vg:Evidence of its own",
    ),
    "with-validity": (
        "vg:surge 0.3",
        'vg:surge 0.3 ; vg:validFrom "2024-06-01"^^xsd:date',
        "vgs:DerivedWithoutValidity",
        "vg:asOf, not vg:validFrom",
    ),
    "no-day": (
        'vg:asOf "2024-06-01"^^xsd:date ;',
        "",
        "vgs:DerivedAsOf",
        "exactly one vg:asOf",
    ),
    "hash-of-what": (
        '"00112233445566778899aabbccddeeff"',
        '"of my files"',
        "vgs:DerivedDatasetHash",
        "32 hexadecimal digits",
    ),
    "floor-above-one": (
        "vg:confidenceFloor 0.5",
        "vg:confidenceFloor 5.0",
        "vgs:DerivedConfidenceFloor",
        "from 0 to 1",
    ),
    "share-in-percent": (
        "vg:unavoidableShare 0.4",
        "vg:unavoidableShare 40.0",
        "vgs:FindingUnavoidableShare",
        "exactly one vg:unavoidableShare",
    ),
    "no-leverage": (
        "vg:leverage 0.6 ;",
        "",
        "vgs:FindingLeverage",
        "exactly one vg:leverage",
    ),
    "two-views": (
        "vg:inView vgx:renewalView",
        "vg:inView vgx:renewalView , vgx:continuityView",
        "vgs:FindingInView",
        "exactly one vg:inView",
    ),
    "verdict-of-another-list": (
        "vg:verdict vgx:dominantShare",
        "vg:verdict vgx:compute",
        "vgs:VerdictValues",
        "vgx:verdict",
    ),
    "role-of-another-list": (
        "vg:actsInRole vgx:servingCompute",
        "vg:actsInRole vgx:compute",
        "vgs:ActsInRoleValues",
        "vgx:role",
    ),
    "about-a-fact": (
        "vg:aboutController vgd:org-cloud",
        "vg:aboutController vgd:sup-compute",
        "vgs:AboutControllerValues",
        "an entity",
    ),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Violation]]:
    """What validation says of each seeded file, all checked in one call."""
    folder = tmp_path_factory.mktemp("derived")
    for name, (old, new, _, _) in SEEDS.items():
        assert FINDING.count(old) == 1, name
        text = FINDING.replace(old, new).replace("vgr:find-cloud", f"vgr:find-{name}")
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")
    violations = validate([folder], ONTOLOGY, known=[VALID])
    return {name: [v for v in violations if Path(v.file).stem == name] for name in SEEDS}


def test_a_valid_finding_in_a_file_of_its_own_passes(tmp_path: Path) -> None:
    path = tmp_path / "finding.ttl"
    path.write_text(FINDING, encoding="utf-8")
    assert validate([VALID, path], ONTOLOGY) == []
    assert validate([path], ONTOLOGY, known=[VALID]) == []


@pytest.mark.parametrize("name", SEEDS)
def test_seeded_mistake_is_named(name: str, found: dict[str, list[Violation]]) -> None:
    _, _, shape, says = SEEDS[name]
    hits = [v for v in found[name] if v.shape == shape]
    assert hits, f"{name}: {found[name]}"
    assert all(v.subject.endswith(f"find-{name}") for v in hits)
    assert says in hits[0].message


CONDITION = """
vgr:cond-cloud a vg:ConditionFinding ; rdfs:label "the supply is to be had"@en ;
  vg:assesses vgd:org-cloud ; vg:asOf "2024-06-01"^^xsd:date ; vg:drawnBy "some-rule" ;
  vg:datasetHash "00112233445566778899aabbccddeeff" ; prov:wasDerivedFrom vgd:sup-compute ;
  vg:meetsCondition vgx:dataOpen .
"""


@pytest.mark.parametrize(
    ("answers", "shapes"),
    [
        ("vg:meetsCondition vgx:dataOpen", set()),
        ("vg:failsCondition vgx:dataOpen", set()),
        ("vg:meetsCondition vgx:dataOpen ; vg:failsCondition vgx:codeOpen", set()),
        ("vg:meetsCondition vgx:dataOpen ; vg:failsCondition vgx:dataOpen", {"ConditionMet"}),
        ("vg:failsCondition 'no'", {"ConditionFailed"}),
        ("rdfs:comment 'no answer'@en", {"ConditionAnswer"}),
    ],
)
def test_a_condition_finding_has_answers_and_no_two_on_one_condition(
    answers: str, shapes: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "condition.ttl"
    said = CONDITION.replace("vg:meetsCondition vgx:dataOpen", answers)
    path.write_text(FINDING.partition("vgr:find-cloud")[0] + said, encoding="utf-8")
    found = {v.shape.removeprefix("vgs:") for v in validate([path], ONTOLOGY, known=[VALID])}
    assert {each for each in found if each.startswith("Condition")} == shapes


def test_a_finding_among_facts_is_misplaced(tmp_path: Path) -> None:
    path = tmp_path / "both.ttl"
    path.write_text(FINDING + VALID.read_text(encoding="utf-8"), encoding="utf-8")
    (violation,) = validate([path], ONTOLOGY)
    assert violation.shape == "mixed"
    assert violation.subject.endswith("/derived/find-cloud")
    assert "a file of its own" in violation.message
