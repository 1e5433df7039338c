"""Every shipped rule: header, a worked example, and a seeded contradiction that must show.

``tests/rules/<id>/given.ttl`` holds facts and lower conclusions, ``then.ttl`` all that the rule
draws from them. Its first line ``# instead: old -> new`` contradicts one premise: with the new text
in the place of the old, what is drawn must no longer be what ``then.ttl`` says.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, URIRef

from valuegraph.errors import DataError, FileProblem, QueryError, UsageError
from valuegraph.resources import ontology_dir
from valuegraph.store.reasoning import CONCLUSIONS, Reasoning
from valuegraph.store.rules import Rule, rule_file, rules
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGR, VGX

HERE = Path(__file__).parent
RULES = rules(ontology_dir())
TYPES = [rule for rule in RULES.values() if "type" in rule.headers]
DERIVED_FROM = URIRef(PREFIXES["prov"] + "wasDerivedFrom")

every_rule = pytest.mark.parametrize("name", RULES)


def drawn(name: str, path: Path) -> Graph:
    reasoning = Reasoning.of_files([path])
    reasoning.run([RULES[name]])
    return reasoning.conclusions()


def triples(graph: Graph) -> set[tuple[str, str, str]]:
    return {(s.n3(), p.n3(), o.n3()) for s, p, o in graph}


def contradicted(name: str, folder: Path) -> tuple[Path, str]:
    text = (HERE / name / "given.ttl").read_text()
    found = re.match(r"# instead: (.+?) -> ?(.*)\n", text)
    assert found, "the first line says which premise to contradict"
    body = text[found.end() :]
    assert found[1] in body
    path = folder / "given.ttl"
    path.write_text(body.replace(found[1], found[2]))
    return path, found[1]


def test_every_folder_belongs_to_a_rule() -> None:
    folders = {path.name for path in HERE.iterdir() if any(path.glob("*.ttl"))}
    assert folders == set(RULES), "tests/rules/<id>/ and ontology/rules/<id>.rq go together"


@every_rule
def test_header_says_what_follows_and_why(name: str) -> None:
    rule = RULES[name]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert rule.says.endswith(".")
    assert re.match(r"(section|Table|Figure|design)", rule.because)
    assert rule.stratum > 0
    assert all(rule.parameters.values()), "a parameter says what it is for"


@every_rule
def test_given_then(name: str) -> None:
    expected = Graph().parse(HERE / name / "then.ttl")
    assert len(expected) > 0
    assert triples(drawn(name, HERE / name / "given.ttl")) == triples(expected)


@every_rule
def test_a_seeded_contradiction_shows(name: str, tmp_path: Path) -> None:
    expected = Graph().parse(HERE / name / "then.ttl")
    path, _ = contradicted(name, tmp_path)
    assert triples(drawn(name, path)) != triples(expected)


@every_rule
def test_conclusions_have_names_rules_and_premises(name: str) -> None:
    found = drawn(name, HERE / name / "given.ttl")
    for node in set(found.subjects()):
        assert str(node).startswith(VGR)
        assert str(found.value(node, URIRef(VG + "drawnBy"))) == name
        assert list(found.objects(node, DERIVED_FROM)), node
        assert len(list(found.objects(node, RDF.type))) == 1


@every_rule
def test_running_twice_adds_nothing(name: str) -> None:
    reasoning = Reasoning.of_files([HERE / name / "given.ttl"])
    sizes = [reasoning.size]
    for _ in range(2):
        reasoning.run([RULES[name]])
        sizes.append(reasoning.size)
    assert sizes[0] < sizes[1] == sizes[2]


def test_facts_and_conclusions_stand_in_graphs_of_their_own() -> None:
    reasoning = Reasoning.of_files([HERE / "own-model" / "given.ttl"])
    reasoning.run([RULES["own-model"]])
    lines = reasoning.quads().decode().splitlines()
    assert lines == sorted(lines)
    assert {line.rsplit(" ", 2)[1] for line in lines} == {f"<{CONCLUSIONS}>"}
    about = {line.split(" ", 1)[0] for line in lines}
    assert all(node.startswith(f"<{VGR}cond-ownModel-") for node in about)


def test_strata_follow_what_rules_use() -> None:
    made = {
        concept: rule.stratum
        for rule in RULES.values()
        for concept in re.findall(
            r"(?:\?\w+|vg:governanceType) vgx:(\w+)", rule.text.partition("WHERE")[0]
        )
    }
    for rule in RULES.values():
        used = re.findall(r"vgx:(\w+)", rule.text.partition("WHERE")[2])
        assert all(made[each] < rule.stratum for each in used if each in made), rule.id


def test_no_class_that_a_rule_asks_for_has_a_subclass() -> None:
    """Rules read classes as stated; the day one gets a subclass they need the closure of it."""
    hierarchy = Graph().parse(ontology_dir() / "classes.ttl")
    asked = {name for rule in RULES.values() for name in re.findall(r"\ba vg:(\w+)", rule.text)}
    above = {str(cls).removeprefix(VG) for cls in hierarchy.objects(None, RDFS.subClassOf)}
    assert asked
    assert not asked & above


def test_an_update_is_one_query_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "new.rq"
    head = "# says: X.\n# because: y\n# stratum: 1\n"
    path.write_text(f"{head}CONSTRUCT {{ ?s a ?o }} WHERE {{ ?s a ?o }} ; DROP ALL")
    with pytest.raises(QueryError, match="cannot be parsed"):
        Reasoning.of_files([]).run([rule_file(path)])
    path.write_text(f"{head}SELECT * {{ ?s ?p ?o }}")
    with pytest.raises(DataError, match="concludes nothing"):
        Reasoning.of_files([]).run([rule_file(path)])


def decided(rule: Rule, answers: dict[str, bool | None]) -> bool:
    return any(
        all(answers[each.lstrip("!")] is (not each.startswith("!")) for each in line.split())
        for line in rule.headers["when"]
    )


def test_the_header_of_a_type_says_what_its_text_does(tmp_path: Path) -> None:
    """Every combination of answers to the conditions a type asks for, three-valued."""
    for rule in TYPES:
        asked = sorted({c.lstrip("!") for line in rule.headers["when"] for c in line.split()})
        lines, wanted = [], set()
        for number, values in enumerate(product((True, False, None), repeat=len(asked))):
            answers = dict(zip(asked, values, strict=True))
            offering, firm = f"vgd:off-{number}", f"vgd:org-{number}"
            licence, asset = f"vgd:lic-{number}", f"vgd:model-{number}"
            lines.append(
                f'{offering} rdfs:label "x" ; vg:hasProvider {firm} ; vg:hasTerms {licence} ;'
                f" vg:ofAsset {asset} ."
            )
            judged = {
                "severalDevelopers": firm,
                "restrictiveTerm": licence,
                "dataOpen": asset,
                "codeOpen": asset if number % 2 else offering,
            }
            for concept, value in answers.items():
                about = judged.get(concept, offering)
                if value is not None:
                    answer = "meets" if value else "fails"
                    lines.append(
                        f"vgr:c-{number}-{concept} vg:assesses {about} ;"
                        f" vg:{answer}Condition vgx:{concept} ; prov:wasDerivedFrom {offering} ."
                    )
            if decided(rule, answers):
                wanted.add(f"type-{rule.headers['type'][0]}-off-{number}")
        path = tmp_path / f"{rule.id}.ttl"
        heads = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items())
        path.write_text(heads + "\n".join(lines))
        found = drawn_names(rule, path)
        assert found == wanted, rule.id
        assert wanted


def drawn_names(rule: Rule, path: Path) -> set[str]:
    reasoning = Reasoning.of_files([path])
    reasoning.run([rule])
    return {str(node).removeprefix(VGR) for node in reasoning.conclusions().subjects()}


def test_every_type_of_the_scheme_has_one_rule() -> None:
    names = [rule.headers["type"][0] for rule in TYPES]
    assert sorted(names) == sorted(
        ["hierarchical", "captivePlatform", "openPlatform", "controlledOpenness", "openness"]
    )
    assert all(VGX + name for name in names)


def test_thresholds_are_set_in_the_header_and_can_be_set_anew() -> None:
    rule = RULES["several-developers"]
    assert rule.values == {"least": ("2",)}
    changed = rule.with_values({"least": "3", "other": "1"})
    assert changed.values == {"least": ("3",)}
    path = HERE / rule.id / "given.ttl"
    reasoning = Reasoning.of_files([path])
    reasoning.run([changed])
    (answer,) = reasoning.conclusions().subject_objects(URIRef(VG + "failsCondition"))
    assert str(answer[1]) == VGX + "severalDevelopers"


@pytest.mark.parametrize("value", ["", "1 } INSERT {", '"x"', "true || 1"])
def test_a_threshold_is_a_plain_value(value: str) -> None:
    with pytest.raises(UsageError, match="is no value of 'least'"):
        RULES["several-developers"].with_values({"least": value})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# says: X.\n# stratum: 1\nCONSTRUCT {} WHERE {}", "does not say: because"),
        (
            "# says: X.\n# because: y\n# stratum: 1\n# parameter: k what\nCONSTRUCT {} WHERE {}",
            "'k' is named in the header but not set",
        ),
    ],
)
def test_what_a_header_lacks_is_told(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "new.rq"
    path.write_text(text)
    with pytest.raises(DataError, match=message):
        rule_file(path)


def test_a_rule_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be read"):
        rule_file(tmp_path / "gone.rq")


def test_a_rule_that_cannot_be_parsed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "new.rq"
    path.write_text("# says: X.\n# because: y\n# stratum: 1\nCONSTRUCT { ?s ?p } WHERE {}")
    with pytest.raises(QueryError, match="cannot be parsed"):
        Reasoning.of_files([]).run([rule_file(path)])
