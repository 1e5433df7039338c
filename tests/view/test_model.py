from dataclasses import replace
from datetime import date

import pytest

from tests.view.invented import invented_map
from valuegraph.errors import DataError
from valuegraph.view import MapChokepoint, MapNode
from valuegraph.view.model import SHOWN_PROBLEMS


@pytest.fixture(scope="module")
def data():
    return invented_map(60)


def changed(data, **values):
    first, *rest = data.statements
    return (replace(first, **values), *rest)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"source": "nowhere"}, "names 'nowhere', which is no node"),
        ({"target": "nowhere"}, "names 'nowhere', which is no node"),
        ({"confidence": 1.01}, "confidence 1.01"),
        ({"confidence": float("nan")}, "confidence nan"),
        ({"precision": "decade"}, "precision 'decade'"),
        ({"evidence": ()}, "has no evidence"),
        ({"kind": ""}, "no id or no kind"),
        ({"valid_from": date(2024, 1, 2), "valid_to": date(2024, 1, 2)}, "not after its start"),
    ],
)
def test_a_statement_that_cannot_be_drawn_truthfully_is_refused(data, values, words):
    with pytest.raises(DataError, match="1 problem") as caught:
        replace(data, statements=changed(data, **values))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("values", "words"),
    [({"stance": "doubts"}, "stance 'doubts'"), ({"confidence": -0.1}, "confidence -0.1")],
)
def test_evidence_is_checked(data, values, words):
    bad = (replace(data.statements[0].evidence[0], **values),)
    with pytest.raises(DataError) as caught:
        replace(data, statements=changed(data, evidence=bad))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (MapNode("x", " ", 0, "", "", ""), "no id or no label"),
        (MapNode("x", "X", 9, "", "", ""), "has stage 9, there are 9 stages"),
        (MapNode("x", "X", -1, "", "", ""), "has stage -1"),
    ],
)
def test_nodes_are_checked(data, node, words):
    with pytest.raises(DataError) as caught:
        replace(data, nodes=(*data.nodes, node))
    assert words in str(caught.value)


def test_a_repeated_node_id_is_refused(data):
    with pytest.raises(DataError) as caught:
        replace(data, nodes=(*data.nodes, data.nodes[0]))
    assert f"{data.nodes[0].id!r} is used 2 times" in str(caught.value)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"view": "sideways"}, "view 'sideways'"),
        ({"reach": 1.2}, "outside 0 to 1"),
        ({"node_ids": ("nowhere",)}, "which is no node"),
    ],
)
def test_chokepoints_are_checked(data, values, words):
    good = MapChokepoint("C", (), "renewal", 1, 0.5, 0.4, 0, "because", ())
    with pytest.raises(DataError) as caught:
        replace(data, chokepoints=(replace(good, **values),))
    assert words in str(caught.value)


def test_all_problems_come_at_once_and_a_long_list_says_how_many_more(data):
    bad = tuple(replace(item, confidence=2.0) for item in data.statements)
    with pytest.raises(DataError) as caught:
        replace(data, statements=bad)
    message = str(caught.value)
    assert f"{len(bad)} problem(s)" in message
    assert message.count("confidence 2.0") == SHOWN_PROBLEMS
    assert f"and {len(bad) - SHOWN_PROBLEMS} more" in message
