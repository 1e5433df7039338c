"""The shipped facts as map data: whole, narrowed, and with reasons."""

import pytest

import valuegraph as vg
from valuegraph.errors import UnknownNameError, UsageError
from valuegraph.view.drawing import TITLE, WHOLE_SLICE, map_of
from valuegraph.view.palette import canonical

pytestmark = pytest.mark.slow  # maps of the shipped facts


@pytest.fixture(scope="module")
def graph():
    return vg.load(as_of="2026-06-01")


@pytest.fixture(scope="module")
def whole(graph):
    return map_of(graph, {})


def test_it_says_what_was_drawn_when_and_from_which_data(graph, whole):
    assert whole.title == TITLE
    assert whole.as_of.isoformat() == "2026-06-01"
    assert whole.dataset_hash == graph.dataset.hash
    facts = {statement.id for statement in whole.statements}
    assert whole.coverage_lines[0].startswith(
        f"{len(whole.statements):,} statements rest on {len(facts):,} sourced facts"
    )


def test_every_chokepoint_has_its_proof_in_words(whole):
    for item in whole.chokepoints:
        assert item.certificate
        assert item.certificate[0].sentence.split()[-1].rstrip(".")
        assert "the proof holds" in item.certificate[-1].sentence
        known = {statement.id for statement in whole.statements}
        cited = [fact for step in item.certificate for fact in step.facts]
        assert item.share_lost == 0 or cited
        assert len(known & set(cited)) >= len(set(cited)) // 2


def test_offerings_models_and_firms_have_types_with_reasons(graph, whole):
    rows = {row["offering_iri"]: row for row in graph.governance().rows()}
    told = {node.id: node.governance for node in whole.nodes if node.governance}
    offerings = [iri for iri in told if iri in rows]
    assert offerings
    for iri in offerings:
        assert [(each.type, each.offerings) for each in told[iri]] == [(rows[iri]["type"], 1)]
        assert told[iri][0].reason
    assert any(node.kind == "Model" and node.governance for node in whole.nodes)
    assert any(node.kind == "Organization" and len(node.governance) > 1 for node in whole.nodes)


def test_a_firm_and_what_it_makes_are_one_group(whole):
    groups = {(node.stage_label, node.label): node.group for node in whole.nodes}
    assert groups["models", "OpenAI"] == "OpenAI"
    assert {n.group for n in whole.nodes if n.label in {"GPT-4", "NVIDIA A100"}} == {
        "OpenAI",
        "NVIDIA",
    }


@pytest.mark.slow
def test_a_focus_keeps_what_hangs_on_it(graph, whole):
    data = map_of(graph, {"focus": "ASML"})
    assert 0 < len(data.statements) < len(whole.statements)
    assert data.title == f"{TITLE}: ASML"
    assert data.assumptions == (WHOLE_SLICE, *whole.assumptions)
    assert "ASML" in {node.label for node in data.nodes}
    assert "of " + f"{len(whole.statements):,} on the whole map" in data.coverage_lines[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["K", "insurance"])
def test_a_sector_keeps_what_it_rests_on(graph, name):
    data = map_of(graph, {"sector": name})
    sectors = [node for node in data.nodes if node.kind == "sector"]
    assert len(sectors) == 1
    last = sectors[0].id
    users = {s.source for s in data.statements if s.target == last}
    assert users
    assert {n.id for n in data.nodes if n.kind == "implementor"} >= users


@pytest.mark.slow
def test_a_part_of_a_sector_is_narrower_than_the_sector(graph):
    part, section = (
        {n.id for n in map_of(graph, {"sector": name}).nodes if n.kind == "implementor"}
        for name in ("insurance", "L")
    )
    assert part < section


@pytest.mark.slow
def test_kinds_boxes_and_theme_are_taken_over(graph):
    data = map_of(graph, {"kinds": ["api"], "max_nodes": 40, "theme": "dark", "title": "T"})
    assert {canonical(statement.kind) for statement in data.statements} == {"api"}
    assert (data.max_nodes, data.theme, data.title) == (40, "dark", "T")


@pytest.mark.parametrize(
    ("wishes", "error", "words"),
    [
        ({"theme": "pink"}, UsageError, "not a theme"),
        ({"max_nodes": 3}, UsageError, "too few"),
        ({"kinds": ["telepathy"]}, UnknownNameError, "telepathy"),
        ({"focus": "Nobody At All"}, UnknownNameError, "Nobody At All"),
        ({"sector": "unheard of"}, UnknownNameError, "no sector"),
        ({"focus": "ASML", "kinds": ["derivation"]}, UsageError, "nothing is left"),
    ],
)
def test_what_there_is_not_is_refused(graph, wishes, error, words):
    with pytest.raises(error, match=words):
        map_of(graph, wishes)
