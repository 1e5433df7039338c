from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from tests.view.invented import STAGES, invented_map
from valuegraph.view import MapData, MapNode
from valuegraph.view.groups import MAX_COLUMNS, MAX_MEMBERS, ROWS, UNKNOWN_STAGE, arrange
from valuegraph.view.layout import lay_out
from valuegraph.view.model import MAX_NODES

SIZES = (60, 140, 400, 1500, 2500)


@pytest.fixture(scope="module", params=SIZES)
def case(request):
    data = invented_map(request.param)
    return data, arrange(data)


def one_stage(nodes, stages=("Only",)):
    return MapData("t", date(2026, 1, 1), "1", "h", (), (), stages, tuple(nodes), ())


def node(number, group=None, **values):
    return MapNode(f"n{number}", f"Node {number:04d}", 0, "", "", "thing", group=group, **values)


def test_every_node_is_in_exactly_one_place(case):
    data, levels = case
    placed = Counter(leaf for box in levels.first_level() for leaf in levels.nodes_in(box.id))
    assert placed == Counter(range(len(data.nodes)))


def test_parents_and_members_agree_and_counts_are_nodes(case):
    _, levels = case
    for box in levels.boxes.values():
        assert all(levels.boxes[member].parent == box.id for member in box.members)
        assert box.count == len(levels.nodes_in(box.id))
        assert len(box.members) != 1


def test_the_first_level_can_be_read(case):
    data, levels = case
    assert len(levels.first_level()) <= MAX_NODES
    assert sum(levels.columns) <= MAX_COLUMNS
    if len(data.nodes) <= 100:
        assert not any(box.members for box in levels.boxes.values())


def test_no_group_is_too_large_to_open(case):
    _, levels = case
    assert max((len(box.members) for box in levels.boxes.values()), default=0) <= MAX_MEMBERS


def test_chokepoints_stand_alone(case):
    data, levels = case
    chokepoints = [index for index, item in enumerate(data.nodes) if item.chokepoint]
    assert chokepoints
    assert all(levels.boxes[index].parent is None for index in chokepoints)


def test_a_chokepoint_joins_the_group_that_bears_its_name():
    rest = [node(i, group="Node 0000") for i in range(1, 60)]
    more = [node(i, group="other") for i in range(60, 120)]
    data = one_stage([node(0, group="Node 0000", chokepoint=True), *rest, *more])
    levels = arrange(data)
    assert levels.top(0) != 0
    assert levels.boxes[levels.top(0)].label == "Node 0000"


@pytest.mark.parametrize("most", [10, 30, 100, 300])
def test_the_first_level_keeps_to_the_boxes_asked_for(most):
    levels = arrange(replace(invented_map(1500), max_nodes=most))
    shown = levels.first_level()
    fewest = 2 * len(STAGES)
    assert len(shown) <= max(most, fewest)
    assert sum(box.count for box in shown) == 1500
    for stage, own in enumerate(levels.columns):
        assert sum(box.stage == stage for box in shown) <= own * ROWS


def test_boxes_stay_in_the_stage_of_their_nodes(case):
    data, levels = case
    for index, item in enumerate(data.nodes):
        assert levels.boxes[index].stage == item.stage == levels.boxes[levels.top(index)].stage


def test_the_groups_that_the_data_name_are_the_groups_of_the_map():
    data = one_stage([node(i, group=("red", "blue")[i % 2]) for i in range(150)])
    levels = arrange(data)
    groups = {box.label: box for box in levels.boxes.values() if box.members}
    assert set(groups) == {"red", "blue"}
    for name, box in groups.items():
        assert {data.nodes[i].group for i in levels.nodes_in(box.id)} == {name}


def test_many_small_groups_are_gathered_once_more():
    levels = arrange(one_stage([node(i, group=f"group {i // 2}") for i in range(1200)]))
    assert len(levels.first_level()) <= MAX_NODES
    other = [box for box in levels.first_level() if box.label == "other only"]
    assert len(other) == 1
    assert all(levels.boxes[member].members for member in other[0].members[:5])


def test_nodes_without_a_group_become_the_others_of_their_stage():
    levels = arrange(one_stage([node(i) for i in range(700)], stages=("AI firms",)))
    assert sum(bool(box.members) for box in levels.first_level()) == 1
    data = one_stage(
        [*(node(i, group="red") for i in range(200)), *(node(i) for i in range(200, 240))]
    )
    levels = arrange(data)
    groups = {box.label: box for box in levels.first_level() if box.members}
    assert set(groups) == {"red", "other only"}
    assert all(data.nodes[i].group is None for i in levels.nodes_in(groups["other only"].id))


def test_an_empty_stage_takes_half_a_column():
    data = invented_map(60)
    without = replace(
        data, nodes=tuple(n for n in data.nodes if n.stage != 4), statements=(), chokepoints=()
    )
    layout = lay_out(arrange(without), [])
    widths = [right - left for left, right in layout.stages]
    assert widths[4] == pytest.approx(widths[0] / 2, abs=0.2)


def test_a_large_group_is_divided_by_name():
    levels = arrange(one_stage([node(i, group="big") for i in range(500)]))
    big = next(box for box in levels.first_level() if box.members)
    parts = [levels.boxes[member] for member in big.members]
    assert all(part.members for part in parts)
    assert len({part.label for part in parts}) == len(parts)
    names = [levels.boxes[i].label for part in parts for i in part.members]
    assert names == sorted(names)


def test_a_node_without_a_stage_is_shown_as_such():
    data = invented_map(60)
    loose = replace(data, nodes=(replace(data.nodes[0], stage=None), *data.nodes[1:]))
    levels = arrange(loose)
    assert levels.stages == (*STAGES, UNKNOWN_STAGE)
    assert levels.boxes[0].stage == len(STAGES)


def test_nothing_to_show_is_not_an_error():
    assert arrange(one_stage([])).boxes == {}
    assert arrange(one_stage([], stages=())).columns == ()
